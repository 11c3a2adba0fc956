"""Typed figures of one series that are others now, in a line: how many and when, the first of them before and after."""

from __future__ import annotations

from collections.abc import Sequence

from oneplace.place.moved import NOT_THERE, TAKEN_OUT, Figure
from oneplace.vocabulary.wording import count_words

SHOWN = 6
"""Changed figures of one series that are shown one by one."""


def figures_told(told: Sequence[Figure]) -> tuple[str, list[str], list[str]]:
    """How many figures of a series are others now and when, and the first of them before and after."""
    seen = _seen(told)
    if len(told) == 1:
        return f"{seen}, {told[0].of}", [told[0].old], [told[0].new]
    left = [f"and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
    come, gone = all(one.old == NOT_THERE for one in told), all(one.new == TAKEN_OUT for one in told)
    old = [NOT_THERE] if come else [*(f"{one.of}: {one.old}" for one in told[:SHOWN]), *left]
    new = [TAKEN_OUT] if gone else [*(f"{one.of}: {one.new}" for one in told[:SHOWN]), *left]
    alike = len({one.group for one in told}) == 1  # groups stand by group, each with its own periods
    whose = f" of {told[0].group}" if told[0].group else ""
    return f"{seen}, {told[0].when} to {told[-1].when}{whose}" if alike else seen, old, new


def _seen(told: Sequence[Figure]) -> str:
    """How many figures are told: that readers saw, or put in beside these, or only from elsewhere."""
    added = sum(one.old == NOT_THERE for one in told)
    if added == len(told):
        return count_words(added, "figure added to those that readers have seen", _ADDED)
    if all(one.only_source for one in told):
        return count_words(len(told), "figure by another source that readers have seen", _ELSEWHERE)
    if added:
        return f"{len(told)} figures that readers have seen, or that were added to these"
    return count_words(len(told), "figure that readers have seen", "figures that readers have seen")


_ADDED = "figures added to those that readers have seen"
_ELSEWHERE = "figures by another source that readers have seen"
