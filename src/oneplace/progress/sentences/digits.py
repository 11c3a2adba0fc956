"""To how many decimals a number is told: to as many as tell it from what it is called better, worse or off."""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.progress.rules import Status
from oneplace.progress.sentences.about import About, Row
from oneplace.vocabulary.wording import telling


def digits(row: Row, about: About) -> int:
    """The decimals of a row's value and of all that it is held against: 0.46% is higher than 0.54%, 0.5% isn't."""
    return max(
        (telling(row["value"], other, about.unit, about.decimals) for other in _unlike(row)), default=about.decimals
    )


def from_path(number: float, row: Row, about: About) -> int:
    """The decimals that tell what is held against the path from it: 30.04 minutes miss 30 minutes, 30.0 don't."""
    return about.decimals if row["path"] is None else telling(number, row["path"], about.unit, about.decimals)


def _unlike(row: Row) -> Iterable[float]:
    """The numbers from which the row says that its value differs."""
    if row.get("comparison") in ("better", "worse") and row["comparator_value"] is not None:
        yield row["comparator_value"]
    if row.get("direction") == "no_clear_change" and row.get("ends") in ("higher", "lower"):
        yield row["direction_from"]
    if row.get("held_label") is None and row.get("path") is not None and row.get("status") == Status.OFF_PATH:
        yield row["path"]
