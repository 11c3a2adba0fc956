"""What was counted for a row of results, in words: the same on page and in pack."""

from __future__ import annotations

from oneplace.place import Measure
from oneplace.report.rows import Row
from oneplace.vocabulary.wording import decimal

SUMMED = (
    "seconds",
    "minutes",
    "hours",
    "days",
    "weeks",
    "years",
    "score",
    "points",
    "gbp",
    "gbp_per_head",
    "km",
    "tonnes",
    "tonnes_per_head",
)
"""Units of which a numerator is so much added up, and no count of anything."""


def count(row: Row, measure: Measure) -> str:
    """What was counted: ``19 of 148`` for a share, how many a mean is of, else the number of events or people.

    A publisher's share that is not made of the counts beside it says so: they were rounded, or stand for more people.
    """
    numerator, denominator = row["numerator"], row["denominator"]
    if numerator is None or (measure.unit in SUMMED and denominator is not None):
        return "" if denominator is None else f"{decimal(denominator, 0)} counted"
    if denominator is not None and measure.unit == "percent":
        value = row["value"]
        off = 0.0 if value is None or not denominator else abs(value - 100 * numerator / denominator)
        made = (denominator or value is None) and off <= 0.501 * 10**-measure.decimals
        told = "" if made else " (rounded or weighted)"
        return f"{decimal(numerator, 0)} of {decimal(denominator, 0)}{told}"
    return decimal(numerator, 0)
