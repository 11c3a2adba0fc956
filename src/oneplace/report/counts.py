"""What was counted for a row of results, in words: the same on page and in pack."""

from __future__ import annotations

from oneplace.place import Measure
from oneplace.report.rows import Row
from oneplace.stats import may_be_made_of
from oneplace.vocabulary.wording import decimal, value_words, written

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

    A share that can't be made of the counts beside it, however these are rounded, says what they make.
    """
    numerator, denominator = row["numerator"], row["denominator"]
    if numerator is None or (measure.unit in SUMMED and denominator is not None):
        return "" if denominator is None else f"{decimal(denominator, 0)} counted"
    if denominator is not None and measure.unit == "percent":
        return f"{decimal(numerator, 0)} of {decimal(denominator, 0)}{_other(row, measure)}"
    return decimal(numerator, 0)


def _other(row: Row, measure: Measure) -> str:
    """What the counts of a share make, where that is another number; why isn't known."""
    value, numerator, denominator = row["value"], row["numerator"], row["denominator"]
    if value is None or may_be_made_of(value, numerator, denominator, 0.501 * 10**-measure.decimals):
        return ""
    share = 100 * numerator / denominator if denominator else None
    made = "no percentage" if share is None else value_words(share, measure.unit, written(share, measure.decimals))
    return f" (these counts make {made})"
