"""The one gap that stands for a measure: every page, pack and count takes it from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from oneplace.progress.rules import gap_is_wider
from oneplace.stats import RATIOS, side
from oneplace.vocabulary.dimensions import BY_CODE, OCCASIONS, STATED

Row = Mapping[str, Any]

_COLUMNS = {
    "gap": "value",
    "gap_dimension": "dimension",
    "gap_statistic": "statistic",
    "gap_lower": "lower",
    "gap_upper": "upper",
    "gap_direction": "direction",
    "gap_direction_since": "direction_since",
    "gap_turned": "turned",
    "gap_label": "period_label",
    "gap_stopped": "stopped",
    "gap_group": "group",
    "gap_group_label": "group_label",
    "gap_reference": "reference",
    "gap_reference_label": "reference_label",
    "gap_groups_hidden": "groups_hidden",
    "gap_sure": "sure",
    "gap_earlier": "earlier_definition",
    "gap_reason": "reason",
}

_CHOSEN = ("gap_compared", "gap_beyond", "gap_unknown_by", "gap_unknown_hidden")

NO_GAP: dict[str, Any] = dict.fromkeys([*_COLUMNS, *_CHOSEN]) | {"gap_direction": "not_known"}
"""The columns of ``progress`` where no gap was worked out."""


def newest_gap(gaps: Iterable[Row], dimension: str, statistic: str | None = None) -> Row | None:
    """The gap of a breakdown's newest period, in a statistic (the headline's where none is named); None without rows.

    It may be a row that gives a reason and no value: an older gap never stands in for it.
    """
    wanted = statistic or next(iter(BY_CODE[dimension].gap.statistics), None)
    rows = [row for row in gaps if (row["dimension"], row["statistic"]) == (dimension, wanted)]
    return max(rows, key=lambda row: (row["period_end"], row["period_start"]), default=None)


def leading_gap(gaps: Iterable[Row], dimension: str | None = None) -> dict[str, Any] | None:
    """The gap that a measure's headline, list, page and pack lead with, in the columns of ``progress``; None without.

    One was asked for beforehand: by the dimension that an ambition names, else by deprivation. It leads where it is
    beyond chance, or widens. Where it doesn't, the largest of those beyond chance does, of how many stands beside it
    (``gap_compared``, ``gap_beyond``): of several looked at one may stand out by chance alone. Where none is, the one
    asked for leads, else the first that is known. Gaps between occasions lead where none is known between people.
    Where the one asked for isn't known and another stands for it, that is told (``gap_unknown_by``,
    ``gap_unknown_hidden``): who reads of the sexes alone would take the fifths for alike.
    """
    rows = list(gaps)
    asked_for = [dimension] if dimension else []
    known = _known(rows, (*asked_for, *(by.code for by in STATED))) or _known(rows, (by.code for by in OCCASIONS))
    asked = next((gap for code in (dimension, "deprivation") for gap in known if gap["dimension"] == code), None)
    clear = [gap for gap in known if gap_sure(as_progress(gap))]
    if not known:
        return None
    if not clear or (asked and (asked in clear or _widens(asked))):
        return as_progress(asked or known[0]) | _unknown(rows, dimension or "deprivation")
    largest = max(clear, key=lambda gap: abs(gap["value"]))
    chosen = {"gap_compared": len(known), "gap_beyond": len(clear)} if len(known) > 1 else {}
    return as_progress(largest) | chosen | _unknown(rows, dimension or "deprivation")


def _unknown(rows: Iterable[Row], dimension: str) -> dict[str, Any]:
    """That the gap asked for has no number in its newest period, and how many of its groups are too small to show."""
    found = newest_gap(rows, dimension)
    if found is None or found["value"] is not None:
        return {}
    return {"gap_unknown_by": dimension, "gap_unknown_hidden": found["groups_hidden"] or 0}


def _known(rows: list[Row], dimensions: Iterable[str]) -> list[Row]:
    newest = (newest_gap(rows, code) for code in dict.fromkeys(dimensions))
    return [gap for gap in newest if gap and gap["value"] is not None]


def gap_sure(row: Row) -> bool:
    """Whether a gap is beyond chance, as the run says; where it says nothing, whether its interval leaves out none."""
    if row.get("gap_sure") is not None:
        return bool(row["gap_sure"])
    return bool(side(row["gap_lower"], row["gap_upper"], of=1.0 if row["gap_statistic"] in RATIOS else 0.0))


def _widens(gap: Row) -> bool:
    return gap_is_wider(gap["direction"] or "not_known", gap["dimension"], gap["group"])


def as_progress(gap: Row) -> dict[str, Any]:
    """A row of ``gaps`` in the columns of ``progress``, which the sentences read."""
    return NO_GAP | {name: gap.get(column) for name, column in _COLUMNS.items()}
