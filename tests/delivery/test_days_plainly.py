"""Clear days against a plain count by rule, over the feasts and with bodies' own closed days.

The bank holidays here are reckoned from the Banking and Financial Dealings Act 1971 and its yearly proclamations, and
Easter by the anonymous Gregorian rule: neither comes from the library that the code asks. Years are those without a
single holiday (a coronation) so far.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from oneplace.days import ClearDays, clear_days, earliest_meeting

ONE = timedelta(1)
CASES = 400


def easter(year: int) -> date:
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    rest = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * rest) // 451
    month, day = divmod(h + rest - 7 * m + 114, 31)
    return date(year, month, day + 1)


def holidays(year: int) -> set[date]:
    first, christmas, boxing = date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)
    mondays = [day for month in (5, 8) for on in range(1, 32) if (day := date(year, month, on)).weekday() == 0]
    may, august = ([day for day in mondays if day.month == month] for month in (5, 8))
    found = {easter(year) - 2 * ONE, easter(year) + ONE, first, may[0], may[-1], august[-1], christmas, boxing}
    if first.weekday() > 4:
        found.add(first + (7 - first.weekday()) * ONE)
    moved = {4: (28,), 5: (27, 28), 6: (27,)}.get(christmas.weekday(), ())
    return found | {date(year, 12, on) for on in moved}


HOLIDAYS = {day for year in range(2023, 2043) for day in holidays(year)}


def in_a_break(day: date) -> bool:
    if -3 <= (day - easter(day.year)).days <= 2:
        return True
    first, last = date(day.year, 12, 24), date(day.year, 12, 26)
    first -= ONE * (first.weekday() == 6)
    while last.weekday() == 6 or last in HOLIDAYS:
        last += ONE
    return first <= day <= last


def counts(day: date, rule: ClearDays, closed: tuple[date, ...]) -> bool:
    if rule is ClearDays.CALENDAR:
        return True
    if day in closed or day in HOLIDAYS:
        return False
    return day.weekday() < 5 if rule is ClearDays.WEEKDAYS else day.weekday() < 6 and not in_a_break(day)


def test_clear_days_and_the_first_meeting_are_those_of_a_plain_count():
    rng = random.Random(2089)
    for _ in range(CASES):
        year = rng.randrange(2024, 2041)
        near = rng.choice([easter(year), date(year, 12, 25), date(year, 5, 3), date(year, rng.randrange(1, 13), 9)])
        notice = near + rng.randrange(-20, 12) * ONE
        closed = tuple(notice + rng.randrange(40) * ONE for _ in range(rng.choice([0, 0, 1, 4])))
        rule, least, length = rng.choice(list(ClearDays)), rng.choice([0, 1, 5, 28]), rng.randrange(-2, 45)
        between = sum(counts(notice + on * ONE, rule, closed) for on in range(1, length))
        assert clear_days(notice, notice + length * ONE, rule, closed) == between, (notice, length, rule, closed)
        meeting, passed = notice, -1
        while passed < least:
            meeting += ONE
            passed += counts(meeting, rule, closed)
        assert earliest_meeting(notice, least, rule, closed) == meeting, (notice, least, rule, closed)
