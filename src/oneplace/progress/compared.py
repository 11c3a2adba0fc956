"""What an ambition's value stands beside: the comparator's value, and the gap that leads or was asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from oneplace.progress import rules
from oneplace.progress.ambitions import Ambition
from oneplace.progress.gaps import NO_GAP, as_progress, leading_gap, newest_gap
from oneplace.progress.rules import Value
from oneplace.stats import Comparison, Over, like_with_like
from oneplace.vocabulary.dimensions import STATED

Row = Mapping[str, Any]
OF_PEOPLE = {by.code for by in STATED}
"""The dimensions of groups of people."""


def comparison(latest: Value | None, areas: Sequence[Value], codes: Sequence[str], polarity: str) -> dict[str, Any]:
    """Against England where it has a value for the same period, else the first comparator of the place that has."""
    none = {"comparator": None, "comparator_value": None, "comparator_label": None, "comparison": "not_known"}
    if latest is None:
        return none
    compared = [like_with_like(latest, area, Over.AREAS) for area in areas]
    like = {each.reference.of.area: each for each in compared if isinstance(each, Comparison) and each.reference.of}
    order = [code for code in like if code.startswith("E92")] + [code for code in codes if code in like]
    if not order:
        return none
    found = like[order[0]]
    word = rules.judged(found.sign, polarity)
    return {
        "comparator": order[0],
        "comparator_value": found.reference.value,
        "comparator_label": found.reference.span.label,
        "comparison": word,
    }


def gap(ambition: Ambition, gaps: Sequence[Row]) -> dict[str, Any]:
    """The gap that leads; where none is known that between the groups that the ambition names, or by deprivation, with
    the reason why not.

    It is the same that every other page shows, whatever statistic the ambition's own target for the gap is in.
    """
    people = [gap for gap in gaps if gap["dimension"] in OF_PEOPLE]
    return leading_gap(people, ambition.gap_dimension) or asked_gap(ambition, gaps)


def asked_gap(ambition: Ambition, gaps: Sequence[Row]) -> dict[str, Any]:
    """The gap that a status looks at: the one asked for beforehand, so that no one picked from several judges it."""
    dimensions = (dimension for dimension in (ambition.gap_dimension, "deprivation") if dimension)
    return next((as_progress(found) for name in dimensions if (found := newest_gap(gaps, name))), NO_GAP)
