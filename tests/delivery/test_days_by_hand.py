"""200 random notices, half of them about Easter and Christmas, against a count day by day that shares no code.

Holidays are made here by the rules of the Banking and Financial Dealings Act 1971 and Easter by Gauss: nothing is taken
from the calendar that is tested.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from functools import cache

import pytest

from oneplace.days import ClearDays, clear_days, earliest_meeting, working_days_after
from oneplace.delivery.notice_given import notice_faults
from oneplace.delivery.proposal import Proposal

DAY = timedelta(days=1)


@cache
def easter_sunday(year: int) -> date:
    """By the anonymous Gregorian reckoning."""
    golden, (century, of_century) = year % 19, divmod(year, 100)
    leap, rest = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * rest + 2 * (of_century // 4) - moon - of_century % 4) % 7
    shift = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def monday_of(year: int, month: int, *, last: bool = False) -> date:
    mondays = [day for number in range(1, 32) if (day := date(year, month, 1) + DAY * (number - 1)).month == month]
    mondays = [day for day in mondays if day.weekday() == 0]
    return mondays[-1 if last else 0]


@cache
def holidays_of(year: int) -> set[date]:
    sunday = easter_sunday(year)
    found = {sunday - 2 * DAY, sunday + DAY, monday_of(year, 5), monday_of(year, 5, last=True)}
    found.add(monday_of(year, 8, last=True))
    for feast in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        found.add(feast)
        if feast.weekday() >= 5:  # another day for one at a weekend
            other = feast
            while other.weekday() >= 5 or other in found or other in (date(year, 12, 25), date(year, 12, 26)):
                other += DAY
            found.add(other)
    return found


@cache
def breaks_of(year: int) -> set[date]:
    found = {easter_sunday(year) + DAY * on for on in (-3, -2, -1, 0, 1, 2)}
    first, last = date(year, 12, 24), date(year, 12, 27)
    while first.weekday() == 6:
        first -= DAY
    while last.weekday() == 6 or last in holidays_of(year):
        last += DAY
    day = first
    while day <= last:
        found.add(day)
        day += DAY
    return found


def is_counted(day: date, rule: ClearDays, closed: tuple[date, ...]) -> bool:
    if rule is ClearDays.CALENDAR:
        return True
    if day in holidays_of(day.year) or day in closed:
        return False
    if rule is ClearDays.WEEKDAYS:
        return day.weekday() < 5
    return day.weekday() != 6 and day not in breaks_of(day.year)


def between(notice: date, meeting: date, rule: ClearDays, closed: tuple[date, ...]) -> int:
    count, day = 0, notice + DAY
    while day < meeting:
        count += is_counted(day, rule, closed)
        day += DAY
    return count


def notices(seed: int) -> list[date]:
    """100 anywhere in 2026 to 2033, 50 in the weeks before Easter and 50 before Christmas."""
    of = random.Random(seed)
    anywhere = [date(2026, 1, 1) + DAY * of.randrange(2_900) for _ in range(100)]
    feasts = [easter_sunday(of.randrange(2026, 2034)) for _ in range(50)]
    feasts += [date(of.randrange(2026, 2034), 12, 28) for _ in range(50)]
    return anywhere + [day - DAY * of.randrange(40) for day in feasts]


@pytest.mark.parametrize("rule", ClearDays)
def test_clear_days_and_the_first_meeting_with_enough_of_them(rule):
    of = random.Random(rule.value)
    for notice in notices(7):
        closed = tuple(notice + DAY * of.randrange(1, 30) for _ in range(of.randrange(3)))
        meeting = notice + DAY * of.randrange(1, 50)
        assert clear_days(notice, meeting, rule, closed) == between(notice, meeting, rule, closed)
        days = of.choice([1, 5, 28])
        first, before = notice + DAY, 0
        while before < days or not is_counted(first, rule, closed):
            before += is_counted(first, rule, closed)
            first += DAY
        assert earliest_meeting(notice, days, rule, closed) == first, (notice, days)


@pytest.mark.parametrize("rule", ClearDays)
def test_a_key_decision_has_28_days_of_notice_and_its_agenda_5_by_the_bodys_rule(rule):
    of = random.Random(11)
    for agenda in notices(11):
        noticed, meeting = agenda - DAY * of.randrange(15, 28), agenda + DAY * of.randrange(4, 15)
        told = notice_faults(Proposal(key=True, noticed=noticed, agenda=agenda, meeting=meeting, counting=rule))
        expected = [between(noticed, meeting, ClearDays.CALENDAR, ()) < 28, between(agenda, meeting, rule, ()) < 5]
        assert [any(words in one for one in told) for words in ("notice of the key", "The agenda leaves")] == expected
        assert sum(expected) <= len(told) <= sum(expected) + 1  # by which other ways it may go


def test_the_last_day_of_a_call_in():
    of = random.Random(13)
    for published in notices(13):
        days, last, left = of.choice([3, 5, 10]), published, 0
        while left < days:
            last += DAY
            left += is_counted(last, ClearDays.WEEKDAYS, ())
        assert working_days_after(published, days) == last
