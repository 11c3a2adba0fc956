"""Gaps between groups: the latest of each kind, its direction, its sentence."""

from __future__ import annotations

from collections.abc import Sequence

from oneplace.place import Measure
from oneplace.progress import as_progress, newest_gap, sentences
from oneplace.report import Row, about_alone, beneath, gap_of, gaps_now, is_strength
from oneplace.web.presenters.standing import Standing
from oneplace.web.snapshot import Snapshot


def strengths(shot: Snapshot, every: Sequence[Standing]) -> list[Standing]:
    """The ambitions that go well, in their order."""
    return [
        item
        for item in every
        if is_strength(item.row, gaps_now(shot, item.measure), shot.measure(item.measure), shot.as_of)
    ]


def good_and_bad(shot: Snapshot, every: Sequence[Standing]) -> dict[str, list[tuple[Standing, str]]]:
    """The ambitions that stand in neither list as they are good and bad at once, in their order, each with what is bad
    in words, by the heading under which they stand.
    """
    found: dict[str, list[tuple[Standing, str]]] = {}
    for item in every:
        said = beneath(item.row, gaps_now(shot, item.measure), shot.measure(item.measure), shot.as_of)
        if said:
            found.setdefault(said[0], []).append((item, said[1]))
    return found


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
