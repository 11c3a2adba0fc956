"""The national standards of a measure, in the words of chart, page and pack."""

from __future__ import annotations

from datetime import date, timedelta

from oneplace.place import Measure, Standard
from oneplace.vocabulary.wording import day_words, value_words


def standard_words(measure: Measure, one: Standard) -> str:
    """``NHS standard: 95.0% from 1 June 2010 (Handbook to the NHS Constitution).``"""
    since = f" from {day_words(one.from_.start)}" if one.from_ else ""
    until = f" until {day_words(one.until.end - timedelta(days=1))}" if one.until else ""
    return f"{one.name}: {value_words(one.value, measure.unit, measure.decimals)}{since}{until} ({one.source})."


def standards_now(measure: Measure, as_of: date | None) -> list[str]:
    """The standards that hold on a day, in words; without a day those without end."""
    return [standard_words(measure, one) for one in measure.standards if _holds(one, as_of)]


def _holds(one: Standard, as_of: date | None) -> bool:
    if as_of is None:
        return one.until is None
    begun = one.from_ is None or one.from_.start <= as_of
    return begun and (one.until is None or as_of < one.until.end)
