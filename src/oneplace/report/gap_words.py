"""The latest gap of a measure between the groups of a breakdown, and its sentence; without one, what is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oneplace.place import Measure
from oneplace.progress import as_progress, newest_gap, sentences
from oneplace.report.latest import of_dimension
from oneplace.report.rows import Row
from oneplace.report.run_report import RunReport
from oneplace.vocabulary.beside import Beside
from oneplace.vocabulary.dimensions import BY_CODE, STATED, whom
from oneplace.vocabulary.spelled import UNKNOWN
from oneplace.vocabulary.wording import list_words, named, places, value_words, when

_STATED = tuple(by.code for by in STATED)
_TWO = 2
"""So many groups must have a value before a breakdown tells anything of who is behind."""


def gap_of(report: RunReport, measure: Measure, dimension: str) -> dict[str, Any] | None:
    """The headline gap of a dimension in the columns of ``progress``, which the sentences read; None without one."""
    row = newest_gap(report.tables["gaps"].of(measure.id), dimension)
    return as_progress(row) | _beside(report, measure.id) if row else None


def _beside(report: RunReport, measure: str) -> dict[str, Any]:
    """Of which period the newest figure of everyone is, and whether newer ones have stopped; empty where none is."""
    leads = next((one.id for one in report.ambitions if one.measure == measure), None)
    row = report.progress(leads) if leads else next(iter(report.tables["standings"].of(measure)), None)
    return {name: row.get(name) for name in ("period_label", "stopped")} if row and row["value"] is not None else {}


def gaps_now(report: RunReport, measure: str | None) -> list[dict[str, Any]]:
    """The newest gap of each kind of groups that is known."""
    found = report.measure(measure)
    gaps = [gap_of(report, found, by.code) for by in STATED] if found else []
    return [gap for gap in gaps if gap and gap["gap"] is not None]


def groups_known(report: RunReport, measure: Measure, dimensions: Sequence[str] = _STATED) -> list[Row]:
    """The newest rows with a value of the first of the breakdowns in which two groups have one; with a gap or without.

    Ordered from the lowest value to the highest; empty where no breakdown has two.
    """
    for by in dimensions:
        rows = report.latest(measure.id, by) if measure.breakdowns.has(by) else []
        shown = [row for row in rows if row["value"] is not None and row["group"] != UNKNOWN]
        if len(shown) >= _TWO:
            return sorted(shown, key=lambda row: float(row["value"]))
    return []


def ends_known(report: RunReport, measure: Measure, dimensions: Sequence[str] = _STATED) -> str:
    """The lowest and the highest group where no gap is worked out between them, or why they are not held against each
    other; empty where no two groups are known.
    """
    known = groups_known(report, measure, dimensions)
    if not known:
        return ""
    if apart := measure.held_apart(known[0]["dimension"]):
        return f"No gap is worked out: {apart}."
    ends = known[0], known[-1]
    decimals = places(ends[0]["value"], None, None, measure.unit, measure.decimals, ends[1]["value"])
    low, high = (
        f"{value_words(row['value'], measure.unit, decimals)} for "
        f"{whom(row['dimension'], row['group'], row['group_label'])}"
        for row in ends
    )
    title = BY_CODE[known[0]["dimension"]].title.lower()
    return f"No gap is worked out. By {title}: {low} to {high} {when(known[0]['period_label'])}."


def about_alone(measure: Measure) -> sentences.About:
    """A measure that belongs to no ambition, for the sentences."""
    return sentences.About(
        ambition=measure.name,
        question=measure.name,
        measure=measure.name,
        unit=measure.unit,
        polarity=measure.polarity,
        decimals=measure.decimals,
        frequency=measure.frequency,
        groups_unlike=measure.groups_unlike or "",
        spc=measure.spc,
    )


def gap_sentence(report: RunReport, measure: Measure, dimension: str) -> str:
    """The gap now, its interval and direction; empty without a gap."""
    row = gap_of(report, measure, dimension)
    return sentences.gap(row, about_alone(measure)).text if row else ""


def gap_with_figures(report: RunReport, measure: Measure, dimension: str) -> str:
    """The gap now where the figures of its groups stand beside it, and how these differ from it; empty without one."""
    said = gap_sentence(report, measure, dimension)
    return f"{said} {beside_gap(report, measure, dimension)}".rstrip() if said else ""


def beside_gap(report: RunReport, measure: Measure, dimension: str) -> str:
    """How the latest figures of groups differ from the gap that is told of them: by their period, or by rounding."""
    row, shown = gap_of(report, measure, dimension), report.latest(measure.id, dimension)
    if earlier := of_earlier(report, measure, dimension):
        return earlier
    if row is None or not shown or shown[0]["period_label"] != row["gap_label"]:
        return ""
    everyone = [one for one in report.of_everyone(measure.id) if one["period_label"] == row["gap_label"]]
    return sentences.before_rounding(row, [*shown, *everyone], about_alone(measure))


def of_earlier(report: RunReport, measure: Measure, dimension: str) -> str:
    """That the latest figures of a breakdown are not of its newest period, of which none can be shown; else empty."""
    every = of_dimension(report.results(measure.id), dimension)
    shown = report.latest(measure.id, dimension)
    newest = max(every, key=lambda row: row["period_end"], default=None)
    return sentences.of_earlier(shown[0]["period_label"], newest["period_label"]) if newest else ""


def parts_beside(report: RunReport, measure: Measure, dimension: str) -> str:
    """That figures of a breakdown stand beside its latest, for they are of parts of a later period; else empty."""
    shown = report.latest(measure.id, dimension)
    parts = [row for row in of_dimension(report.every_row(measure.id), dimension) if row["beside"] == Beside.PART]
    after = [row for row in parts if shown and row["period_end"] > shown[0]["period_end"]]
    told = list_words([named(label) for label in dict.fromkeys(row["period_label"] for row in after)])
    return f"The data also hold figures of {told}, a shorter time: nothing is judged by them." if told else ""
