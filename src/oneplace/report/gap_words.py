"""The latest gap of a measure between the groups of a breakdown, and its sentence."""

from __future__ import annotations

from typing import Any

from oneplace.place import Measure
from oneplace.progress import as_progress, newest_gap, sentences
from oneplace.report.run_report import RunReport


def gap_of(report: RunReport, measure: Measure, dimension: str) -> dict[str, Any] | None:
    """The headline gap of a dimension in the columns of ``progress``, which the sentences read; None without one."""
    row = newest_gap(report.tables["gaps"].of(measure.id), dimension)
    return as_progress(row) if row else None


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
    )


def gap_sentence(report: RunReport, measure: Measure, dimension: str) -> str:
    """The gap now, its interval and direction, and how the figures beside it differ from it; empty without a gap."""
    row = gap_of(report, measure, dimension)
    if row is None:
        return ""
    about, shown = about_alone(measure), report.latest(measure.id, dimension)
    everyone = [one for one in report.of_everyone(measure.id) if one["period_label"] == row["gap_label"]]
    if shown and shown[0]["period_label"] == row["gap_label"]:
        tail = sentences.before_rounding(row, [*shown, *everyone], about)
    else:
        tail = sentences.of_earlier(row, shown[0]["period_label"]) if shown else ""
    return " ".join(part for part in (sentences.gap(row, about).text, tail) if part)
