"""How large a gap is in words, whoever is behind: so many times, or a difference with its unit."""

from __future__ import annotations

from oneplace.progress.sentences.about import About, Row
from oneplace.stats import RATIOS
from oneplace.vocabulary.wording import (
    decimal,
    difference_unit,
    difference_words,
    figures_words,
    places,
    telling,
    written,
)


def size_words(size: float, about: About, statistic: str, *unlike: float | None) -> str:
    """How large a gap is in a statistic: so many times, or a difference with its unit; told from the sizes that it is
    held against.
    """
    return _sized(size, about.unit, about.decimals, statistic, *unlike)


def gap_words(gap: float, unit: str, decimals: int, statistic: str | None) -> str:
    """A number that was set for a gap with its unit, as its size: ``5.0 percentage points``, ``1.25 times``; what is no
    gap in its statistic as that.

    Whoever is behind: what was set is how far the gap may be from none, and is judged so.
    """
    size = size_of(gap, statistic)
    return "no gap" if size == (statistic in RATIOS) else _sized(size, unit, decimals, statistic)


def size_of(gap: float, statistic: str | None) -> float:
    """How far a gap is from none: a difference without its sign; a ratio as so many times, 1.25 for 0.8."""
    return max(gap, 1 / gap) if statistic in RATIOS else abs(gap)


def aim_size(row: Row) -> float | None:
    """How large what was set for the gap lets it be; None where nothing was."""
    return None if row.get("gap_target") is None else size_of(row["gap_target"], row.get("gap_target_statistic"))


def _sized(size: float, unit: str, decimals: int, statistic: str | None, *unlike: float | None) -> str:
    if statistic in RATIOS:
        return f"{decimal(size, places(size, None, None, 'ratio', 2, *unlike))} times"
    told = max(places(size, None, None, unit, decimals, *unlike), written(size, decimals, 1))
    return difference_words(size, unit, told)


def size_between(
    size: float, lower: float | None, upper: float | None, about: About, statistic: str, *unlike: float | None
) -> tuple[str, str]:
    """A gap's size and its interval in words, the size between its limits as they are told, and told from the sizes
    that it is held against.

    The interval is empty where no limits are known.
    """
    if lower is None or upper is None:
        return size_words(size, about, statistic, *unlike), ""
    if statistic in RATIOS:
        return size_words(size, about, statistic, *unlike), f"{decimal(lower, 2)} to {decimal(upper, 2)}"
    apart = telling(lower, upper, about.unit, about.decimals)
    told = places(size, lower, upper, about.unit, about.decimals, *unlike)
    told = max(told, written(size, about.decimals, 1), apart)
    ends = (figures_words(end, about.unit, told) for end in (lower, upper))
    return difference_words(size, about.unit, told), " to ".join(ends)


def unit_of(about: About, statistic: str) -> str:
    """The unit of a gap in a statistic by itself."""
    return "times" if statistic in RATIOS else difference_unit(about.unit)
