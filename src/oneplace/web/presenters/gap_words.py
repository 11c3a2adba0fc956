"""Gaps between groups: the latest of each kind, its direction, its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from oneplace.place import Measure
from oneplace.progress import as_progress, newest_gap, sentences
from oneplace.report import Row, about_alone, falls_short, gap_of, gaps_now, is_strength, missed_words
from oneplace.web.presenters.standing import Standing
from oneplace.web.snapshot import Snapshot


def strengths(shot: Snapshot, every: Sequence[Standing]) -> list[Standing]:
    """The ambitions that go well, in their order."""
    return [
        item
        for item in every
        if is_strength(item.row, gaps_now(shot, item.measure), shot.measure(item.measure), shot.as_of)
    ]


def short_of_standards(shot: Snapshot, every: Sequence[Standing]) -> list[tuple[Standing, str]]:
    """The ambitions that keep to their path and miss a standard that others set, in their order, each with that."""
    held = [(item, measure) for item in every if (measure := shot.measure(item.measure))]
    return [
        (item, missed_words(measure, item.row, shot.as_of))
        for item, measure in held
        if falls_short(item.row, measure, shot.as_of)
    ]


def gaps_beside(shot: Snapshot, measure: Measure, dimension: str) -> str:
    """The slope index of inequality beside the headline gap, by its own name; empty where the run worked out none."""
    row = newest_gap(shot.tables["gaps"].of(measure.id), dimension, "SII")
    return sentences.slope(as_progress(row), about_alone(measure)).text if row else ""


def if_all_did_as_well(shot: Snapshot, measure: Measure, rows: Sequence[Row]) -> str:
    """What it would mean if all did as well as the least deprived fifth; empty where the gap could be chance."""
    row = gap_of(shot, measure, "deprivation")
    if not row or not sentences.sure(row):
        return ""
    return sentences.if_all_did_as_well(rows, about_alone(measure), measure.numerator).text
