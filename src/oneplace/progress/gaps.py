"""The one gap that stands for a measure: every page, pack and count takes it from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from oneplace.vocabulary.dimensions import BY_CODE, SHOWN

Row = Mapping[str, Any]

_COLUMNS = {
    "gap": "value",
    "gap_dimension": "dimension",
    "gap_statistic": "statistic",
    "gap_lower": "lower",
    "gap_upper": "upper",
    "gap_direction": "direction",
    "gap_direction_since": "direction_since",
    "gap_label": "period_label",
    "gap_group": "group",
    "gap_group_label": "group_label",
    "gap_reference": "reference",
    "gap_reference_label": "reference_label",
    "gap_groups_hidden": "groups_hidden",
    "gap_sure": "sure",
    "gap_reason": "reason",
}

NO_GAP: dict[str, Any] = dict.fromkeys(_COLUMNS) | {"gap_direction": "not_known"}
"""The columns of ``progress`` where no gap was worked out."""


def newest_gap(gaps: Iterable[Row], dimension: str, statistic: str | None = None) -> Row | None:
    """The gap of a breakdown's newest period, in a statistic (the headline's where none is named); None without rows.

    It may be a row that gives a reason and no value: an older gap never stands in for it.
    """
    wanted = statistic or next(iter(BY_CODE[dimension].gap.statistics), None)
    rows = [row for row in gaps if (row["dimension"], row["statistic"]) == (dimension, wanted)]
    return max(rows, key=lambda row: (row["period_end"], row["period_start"]), default=None)


def leading_gap(gaps: Iterable[Row], dimension: str | None = None) -> dict[str, Any] | None:
    """The gap that a page leads with, in the columns of ``progress``: the headline's where it is known (by the
    dimension that an ambition names, else by deprivation), else the first breakdown's whose newest gap is known."""
    rows = list(gaps)
    order = dict.fromkeys((*([dimension] if dimension else []), "deprivation", *(by.code for by in SHOWN)))
    newest = (newest_gap(rows, code) for code in order)
    return next((as_progress(gap) for gap in newest if gap and gap["value"] is not None), None)


def as_progress(gap: Row) -> dict[str, Any]:
    """A row of ``gaps`` in the columns of ``progress``, which the sentences read."""
    return {name: gap.get(column) for name, column in _COLUMNS.items()}
