"""What readers were told before of ambitions that may stand well now: whoever counts them must not leave it out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_SIDES = ("", "gap_")
"""How the columns of the average and of the gap begin."""


def told_before(rows: Sequence[Row]) -> Iterator[tuple[str, int, str]]:
    """Of how many rows a target was missed in whose place another stands now, and of how many a figure that went badly
    isn't shown any more: the way, the number and its words; none of what is so of no row.
    """
    missed = sum(any(row.get(f"{side}past_missed") for side in _SIDES) for row in rows)
    unshown = sum(any(_went_unshown(row, side) for side in _SIDES) for row in rows)
    if missed:
        yield "missed", missed, "an earlier target missed"
    if unshown:
        yield "unshown", unshown, "a figure that went badly and is no longer shown"


def _went_unshown(row: Row, side: str) -> bool:
    bad = row.get(f"{side}told_verdict") in ("missed", "off_path")
    return bad and row.get(f"{side}told_on") is not None and row.get(f"{side}told") is None
