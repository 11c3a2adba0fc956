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
    """The gap now, its interval and its direction; empty where the run worked out none."""
    row = gap_of(report, measure, dimension)
    return sentences.gap(row, about_alone(measure)).text if row else ""
