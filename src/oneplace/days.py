"""Days as people count them: working days of England, clear days of notice, months on.

A working day is a Monday to Friday that is no bank holiday of England (of the library ``holidays``, which makes them by
rule for every year and knows the single ones, such as a coronation) and on which a body is not closed itself.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from holidays import HolidayBase

_YEARS_AROUND = 2
"""Years beyond a day whose bank holidays are looked up before any more: most counting ends within them."""


class ClearDays(StrEnum):
    """How a body counts the days between a notice and a meeting; which one is part of its constitution."""

    CALENDAR = "calendar"
    """Every day (28 days of notice of a key decision: SI 2012/2089 regulation 9)."""
    WEEKDAYS = "weekdays"
    """Working days (most councils' reading of the five days before a meeting: Local Government Act 1972 s.100B)."""
    NO_SUNDAYS = "no_sundays"
    """Every day, Saturdays too, but Sundays, bank holidays and the breaks of Christmas and Easter (Local Government Act
    1972 s.243, as the National Association of Local Councils reads it). Days of public thanksgiving or mourning are
    appointed: a body names them among the days on which it is closed."""


@cache
def bank_holidays(first: int, last: int) -> frozenset[date]:
    """England's bank holidays of the years ``first`` to ``last``."""
    return frozenset(_holidays(first, last))


@cache
def easter(year: int) -> date:
    """Easter Sunday of any year from 1583 on, also of those before bank holidays (1871)."""
    from dateutil.easter import easter as sunday  # noqa: PLC0415 - not every reader of days needs it

    return date.fromordinal(sunday(year).toordinal())


@cache
def breaks(year: int) -> frozenset[date]:
    """The days of the year's Easter and Christmas breaks.

    Easter's is from the Thursday before to the Tuesday after Easter Day; that of Christmas from the last weekday before
    Christmas Day to the first weekday after it that is no bank holiday. A Saturday is a weekday here.
    """
    first, last = date(year, 12, 24), date(year, 12, 26)
    while first.weekday() == 6:
        first -= timedelta(days=1)
    while last.weekday() == 6 or last in bank_holidays(year, year):
        last += timedelta(days=1)
    of_easter = (easter(year) + timedelta(days=days) for days in range(-3, 3))
    return frozenset(of_easter) | {first + timedelta(days=days) for days in range((last - first).days + 1)}


def _holidays(first: int, last: int) -> HolidayBase:
    from holidays import country_holidays  # noqa: PLC0415 - takes longer to load than most series to chart

    return country_holidays("GB", subdiv="ENG", years=range(first, last + 1))


def is_working_day(day: date, closed: Iterable[date] = ()) -> bool:
    """Whether it is a working day; ``closed`` are the body's own days off."""
    return day.weekday() < 5 and day not in bank_holidays(day.year, day.year) and day not in set(closed)


def working_days_after(day: date, count: int, closed: Iterable[date] = ()) -> date:
    """The working day so many after a day; before it where ``count`` is below nought.

    The day itself is not counted. Nought is the day itself, or the working day after it where it is none.
    """
    off = tuple(closed)
    if count > 0:
        return working_days_on(day, count, off)
    first = day if is_working_day(day, off) else working_days_on(day, 1, off)
    return working_days_on(first, count, off)


def working_days_between(first: date, last: date, closed: Iterable[date] = ()) -> int:
    """Working days after ``first`` up to and with ``last``; below nought where ``last`` is before it."""
    if last < first:
        return -working_days_between(last, first, closed)
    begin, end = np.datetime64(first + timedelta(days=1)), np.datetime64(last + timedelta(days=1))
    return int(np.busday_count(begin, end, busdaycal=_worked(first.year, last.year, tuple(closed))))


@lru_cache(maxsize=256)
def _worked(first: int, last: int, closed: tuple[date, ...]) -> np.busdaycalendar:
    return np.busdaycalendar(holidays=[*bank_holidays(first, last), *closed])


def working_days_on(day: date, count: int, closed: Iterable[date] = ()) -> date:
    """The day whose end is so many working days from the end of ``day``; before it where ``count`` is below nought.

    Nobody works on a day off, so its end is that of the working day before it. Nought is the day itself, also where
    nobody works on it: no day is moved for that. ``working_days_between`` counts back: ``day`` to the day found is
    ``count``, whatever ``day`` is. It is how a plan counts links, floats and slips (``working_days_after`` says from
    which day on something can begin or end).
    """
    if count == 0:
        return day
    around = _YEARS_AROUND + abs(count) // 200
    worked = _worked(max(day.year - around, 1), day.year + around, tuple(closed))
    return _plain(np.busday_offset(np.datetime64(day), count, roll="backward", busdaycal=worked))


def working_days_late(due: date, today: date, closed: Iterable[date] = ()) -> int:
    """Working days from the day on which something was due to the next on which it can end, if it is open ``today``.

    Nought while that day is not over; at least one from the day after, a day off too.
    """
    off = tuple(closed)
    return working_days_between(due, working_days_after(today, 0, off), off) if today > due else 0


def clear_days(notice: date, meeting: date, rule: ClearDays, closed: Iterable[date] = ()) -> int:
    """Days between a notice and a meeting, neither counted; nought where the meeting does not come after it."""
    inside = (date.fromordinal(one) for one in range(notice.toordinal() + 1, meeting.toordinal()))
    return sum(_counts(day, rule, frozenset(closed)) for day in inside)


def earliest_meeting(notice: date, days: int, rule: ClearDays, closed: Iterable[date] = ()) -> date:
    """The first day on which a meeting may be held so many clear days after a notice.

    By calendar days it may be any day, a Sunday too; by the other rules it is a day that counts itself.
    """
    off, found, day = frozenset(closed), 0, notice
    while found <= days:
        day += timedelta(days=1)
        found += _counts(day, rule, off)
    return day


def months_after(day: date, months: int) -> date:
    """The same day so many months on; the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def whole_months(start: date, end: date) -> int:
    """How many whole months a period ``[start, end)`` lasts; 0 below one."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def middle_in_months(start: date, end: date) -> float:
    """The middle of a period ``[start, end)``, in months: years, quarters and months that follow each other lie at even
    steps, whether or not a year leaps. What is shorter than a month lies at its end.
    """
    return end.year * 12 + end.month + (end.day - 1) / 31 - whole_months(start, end) / 2


def _counts(day: date, rule: ClearDays, closed: frozenset[date]) -> bool:
    if rule is ClearDays.CALENDAR:
        return True
    if rule is ClearDays.WEEKDAYS:
        return is_working_day(day, closed)
    off = bank_holidays(day.year, day.year) | breaks(day.year) | closed
    return day.weekday() < 6 and day not in off


def _plain(day: np.datetime64) -> date:
    found = day.astype("datetime64[D]").item()
    if not isinstance(found, date):
        raise ValueError("That is beyond the years that a calendar has. Look whether a year or a number is mistyped.")
    return found
