"""The sentences about a gap: how large it is, whom it is between, whether it is changing.

A gap is positive (a ratio: above 1) where the disadvantaged are worse off.
"""

from __future__ import annotations

from oneplace.progress.rules import RATIOS
from oneplace.progress.sentences.about import About, Row
from oneplace.vocabulary.dimensions import BY_CODE
from oneplace.vocabulary.wording import decimal, difference_words

_DIRECTIONS = {
    "narrowing": "It is narrowing.",
    "widening": "It is widening.",
    "no_clear_change": "There is no clear change in it.",
    "not_known": "Whether it is changing is not known.",
}
_DIRECTION_LABELS = {
    "narrowing": "narrowing",
    "widening": "widening",
    "no_clear_change": "no clear change",
    "not_known": "change not known",
}
_STATISTICS = {
    "SII": "slope index of inequality",
    "RII": "relative index of inequality",
    "absolute_gap": "difference",
    "relative_gap": "ratio",
}


def gap(row: Row, about: About) -> str:
    """The gap now, with its interval and direction.

    A gap is positive (a ratio: above 1) where the disadvantaged are worse off.
    """
    if row["gap"] is None:
        return "Who is behind the average is not known."
    between = groups(row["gap_dimension"])
    lower, upper, size = row["gap_lower"], row["gap_upper"], gap_value(row, about)
    none = 1.0 if row["gap_statistic"] in RATIOS else 0.0
    if lower is None or upper is None:
        text = f"The gap between {between} is {size}; no interval is known"
    elif lower <= none <= upper:
        text = f"The gap between {between}, {size} ({gap_interval(row, about)}), could be chance"
        if row["gap_direction"] in ("narrowing", "widening"):
            return f"{text}, though over the periods it has been {row['gap_direction']}."
    else:
        text = f"The gap between {between} is {size} ({gap_interval(row, about)}){_worse_off(row, about, none)}"
    return f"{text}. {_DIRECTIONS[row['gap_direction'] or 'not_known']}"


def _worse_off(row: Row, about: About, none: float) -> str:
    if row["gap_dimension"] != "deprivation" or about.polarity == "context":
        return ""
    return f", the {'most' if row['gap'] > none else 'least'} deprived worse off"


def gap_value(row: Row, about: About) -> str:
    """The size of the gap with its unit; a ratio as so many times."""
    if row["gap_statistic"] in RATIOS:
        return f"{decimal(max(row['gap'], 1 / row['gap']), 2)} times"
    return difference_words(row["gap"], about.unit, about.decimals)


def gap_interval(row: Row, about: About) -> str:
    """The 95 % interval of the gap, in the order and sign in which its size is told."""
    lower, upper = row["gap_lower"], row["gap_upper"]
    if row["gap_statistic"] in RATIOS:
        low, high = (lower, upper) if row["gap"] >= 1 else (1 / upper, 1 / lower)
        return f"95% interval {decimal(low, 2)} to {decimal(high, 2)}"
    low, high = (lower, upper) if row["gap"] >= 0 else (-upper, -lower)
    return f"95% interval {decimal(low, about.decimals)} to {decimal(high, about.decimals)}"


def direction_label(row: Row) -> str:
    """The direction of the gap in a word or two."""
    if row["gap"] is None:
        return "not known"
    return _DIRECTION_LABELS[row["gap_direction"] or "not_known"]


def statistic_label(row: Row) -> str:
    """What the gap's number is: ``slope index of inequality, by deprivation``."""
    if row["gap_statistic"] is None:
        return "not known"
    name = _STATISTICS.get(row["gap_statistic"], row["gap_statistic"].replace("_", " "))
    return f"{name}, by {row['gap_dimension']}"


def groups(dimension: str | None) -> str:
    """Between whom a gap is."""
    return BY_CODE[dimension].between if dimension in BY_CODE else "groups"
