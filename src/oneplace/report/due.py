"""When the value after a measure's newest should be here, and why then: what is overdue first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace.place import Measure
from oneplace.progress import Span, next_due
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.dimensions import AREA
from oneplace.vocabulary.wording import count_words


@dataclass(frozen=True)
class Due:
    """When a measure's next value should be here; ``on`` is None where it comes irregularly or another took its place.

    ``sources`` are the ids of the datasets that its values were read from, as the run names them.
    """

    measure: Measure
    newest: str
    on: date | None
    late: bool
    why: str
    sources: str


def due(report: RunReport, on: date | None = None) -> list[Due]:
    """A line for each measure that has a value, of groups where there is none of everyone, by day.

    What is overdue is so on the day ``on``, else on the run's own: figures that came since are not in the run.
    """
    today = on or report.as_of
    leads = {item.measure: item.id for item in report.ambitions if item.measure}
    found = []
    for measure in report.place.measures.values():
        stands = report.stands(measure.id)
        row = report.progress(leads[measure.id]) if measure.id in leads else stands[0] if stands else None
        newest = row if row is not None and row["value"] is not None else _newest_of_groups(report, measure)
        if newest is not None:
            expected = newest.get("judgeable_on")
            late = bool(expected and today and expected <= today)
            made = report.tables["provenance"].of(measure.id)
            sources = (made[0]["sources"] if made else None) or ""
            found.append(Due(measure, _newest(newest), expected, late, _why(measure), sources))
    return sorted(found, key=lambda one: (one.on is None, one.on or date.max, one.measure.name))


def _newest(row: Row) -> str:
    """The period of the newest value that is shown, and of a newer one that is here and not shown."""
    hidden = row.get("hidden_label")
    return f"{row['period_label']} ({hidden} is not shown)" if hidden else str(row["period_label"])


def _newest_of_groups(report: RunReport, measure: Measure) -> Row | None:
    """The newest row of a group, and when the next is due, of a measure without a value of everyone."""
    here = [row for row in report.results(measure.id) if row["dimension"] != AREA]
    newest = max((row for row in here if row["value"] is not None), key=_end, default=None)
    if newest is None or measure.superseded_by:
        return newest
    last = max((newest, *(row for row in here if row["suppressed"])), key=_end)
    due_on = next_due(
        Span(last["period_start"], last["period_end"], ""), measure.frequency, measure.expected_lag_months
    )
    hidden = last["period_label"] if _end(last) > _end(newest) else None
    return {**newest, "judgeable_on": due_on, "hidden_label": hidden}


def _end(row: Row) -> date:
    end: date = row["period_end"]
    return end


def _why(measure: Measure) -> str:
    if measure.superseded_by:
        return "another measure has taken its place"
    if measure.how_often == "irregular":
        return "it comes irregularly"
    if not measure.expected_lag_months:
        return measure.how_often
    return f"{measure.how_often}, usually {count_words(measure.expected_lag_months, 'month')} after the period"
