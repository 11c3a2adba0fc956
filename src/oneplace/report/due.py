"""When the value after a measure's newest should be here, and why then: what is overdue first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace.place import Measure
from oneplace.progress import is_of_part, of_measure, sentences, stands
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
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
    """A line for each measure that has a value, of groups or areas of the place where there is none of everyone, by
    day; the next of each is awaited by the rule that ambitions are judged by.

    What is overdue is so on the day ``on``, else on the run's own: figures that came since are not in the run.
    """
    today = on or report.as_of
    known, found = _stand(report), []
    for measure in report.place.measures.values():
        row = known.get(measure.id)
        newest = row if row is not None and row["value"] is not None else _newest_of_parts(report, measure)
        if newest is not None:
            expected = sentences.due_on(row) if row is not None else None
            late = bool(expected and today and expected <= today)
            made = report.tables["provenance"].of(measure.id)
            sources = (made[0]["sources"] if made else None) or ""
            found.append(Due(measure, _newest(newest), expected, late, _why(measure), sources))
    return sorted(found, key=lambda one: (one.on is None, one.on or date.max, one.measure.name))


def _newest(row: Row) -> str:
    """The period of the newest value that is shown, and of a newer one that is here and not shown."""
    hidden = row.get("hidden_label")
    return f"{row['period_label']} ({hidden} is not shown)" if hidden else str(row["period_label"])


def _stand(report: RunReport) -> dict[str, Row]:
    """How each measure stands, by id; a run writes nothing of those that lead no ambition and have no value of all."""
    led = {one.measure: row for one in report.ambitions if one.measure and (row := report.progress(one.id))}
    told = led | {str(row["measure"]): row for row in report.alone}
    rest = [key for key in report.place.measures if key not in told and report.results(key)]
    if not rest or report.as_of is None:
        return told
    asked = [of_measure(report.place, key) for key in rest]
    alone = stands(report.place, report.written.about(rest), asked, report.as_of)
    return told | dict(zip(rest, alone, strict=True))


def _newest_of_parts(report: RunReport, measure: Measure) -> Row | None:
    """The newest row of a group or an area of the place; a newer one that is not shown is named by it."""
    here = [row for row in report.results(measure.id) if is_of_part(report.place, row)]
    newest = max((row for row in here if row["value"] is not None), key=_end, default=None)
    if newest is None:
        return None
    last = max((newest, *(row for row in here if row["suppressed"])), key=_end)
    return {**newest, "hidden_label": last["period_label"] if _end(last) > _end(newest) else None}


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
