"""A service that closes on bank holidays, and for two weeks over Easter, is not taken to have stopped sending."""

from datetime import date, timedelta

import pytest

from oneplace.days import bank_holidays, easter
from oneplace.record.coverage import Span, find

EVERY_DAY, ON_WORKING_DAYS = False, True


def feed(first, last, closes, *closed, n=20):
    """So many events a day but for days closed; ``closed`` are pairs of days, both shut."""
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    off = {day for day in days if closes and (day.weekday() > 4 or day in bank_holidays(first.year, last.year))}
    off |= {day for day in days if any(start <= day <= end for start, end in closed)}
    return find([(day, n) for day in days if day not in off], Span(first, last + timedelta(days=1)))


def spans(first, last, *ends):
    """Spans from the first day to the last, apart by (the day after one, the first of the next)."""
    edges = [first, *(day for pair in ends for day in pair), last + timedelta(days=1)]
    return tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))


def test_easter_is_a_sunday_after_good_friday():
    assert [easter(year) for year in (2024, 2025, 2026)] == [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5)]
    assert easter(1818) == date(1818, 3, 22)  # long before bank holidays, the earliest day that there is


@pytest.mark.parametrize("first", [date(2024, 9, 23), date(2025, 3, 3)])
def test_a_short_feed_that_ends_on_easter_monday_is_whole(first):
    last = date(2025, 4, 21)
    assert feed(first, last, ON_WORKING_DAYS) == spans(first, last)
    stopped = Span(first, date(2025, 4, 18))
    assert feed(first, last, EVERY_DAY, (date(2025, 4, 18), last)) == (stopped,)


def test_two_weeks_shut_over_easter_in_a_single_year_are_a_closing_of_a_service_that_closes():
    first, last, shut = date(2024, 9, 2), date(2025, 7, 18), (date(2025, 4, 5), date(2025, 4, 21))
    assert feed(first, last, ON_WORKING_DAYS, shut) == spans(first, last)
    assert feed(first, last, EVERY_DAY, shut) == spans(first, last, (shut[0], date(2025, 4, 22)))


def test_two_weeks_elsewhere_and_three_over_easter_are_a_hole_all_the_same():
    first, last = date(2024, 9, 2), date(2025, 7, 18)
    for shut in ((date(2025, 6, 2), date(2025, 6, 15)), (date(2025, 4, 5), date(2025, 4, 27))):
        assert len(feed(first, last, ON_WORKING_DAYS, shut)) == 2


def test_of_two_easters_each_is_held_against_the_other_and_not_against_the_same_dates():
    """31 March 2024 and 20 April 2025."""
    first, last = date(2024, 1, 8), date(2025, 6, 27)
    breaks = (date(2024, 3, 23), date(2024, 4, 7)), (date(2025, 4, 12), date(2025, 4, 27))
    assert feed(first, last, ON_WORKING_DAYS, *breaks) == spans(first, last)
    assert len(feed(first, last, ON_WORKING_DAYS, breaks[1])) == 2
