"""For which days a feed is complete, found from the number of its events a day."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.record.coverage import Span, find, jump
from oneplace.record.feeds import first_stop

WINDOW = Span(date(2023, 4, 1), date(2026, 4, 1))


def daily(*spans, number=3, every=1):
    return [
        (day, number)
        for first, last in spans
        for i in range((last - first).days + 1)
        if (day := first + timedelta(days=i)) and i % every == 0
    ]


def test_a_feed_of_every_day_is_complete():
    assert find(daily((date(2023, 4, 1), date(2026, 3, 31))), WINDOW) == (WINDOW,)


def test_a_feed_that_stops_ends_with_its_last_event():
    assert find(daily((date(2023, 4, 1), date(2024, 12, 12))), WINDOW) == (Span(WINDOW.start, date(2024, 12, 13)),)


def test_a_feed_that_starts_late_begins_with_its_first_event():
    assert find(daily((date(2023, 6, 10), date(2026, 3, 31))), WINDOW) == (Span(date(2023, 6, 10), WINDOW.end),)


@pytest.mark.parametrize(("silent", "end"), [(3, WINDOW.end), (4, date(2026, 3, 28))])
def test_three_silent_days_at_the_end_say_nothing(silent, end):
    events = daily((WINDOW.start, WINDOW.end - timedelta(days=silent + 1)))
    assert find(events, WINDOW) == (Span(WINDOW.start, end),)


def test_a_trickle_after_the_end_does_not_carry_it_on():
    events = [*daily((date(2023, 4, 1), date(2024, 12, 31))), (date(2025, 3, 3), 1), (date(2025, 7, 9), 2)]
    assert find(events, WINDOW) == (Span(WINDOW.start, date(2025, 1, 1)),)


def test_few_events_tell_nothing_about_an_end():
    events = [(date(2023, 5, 1), 1), (date(2024, 2, 1), 1), (date(2024, 11, 1), 1)]
    assert find(events, WINDOW) == (WINDOW,)


@pytest.mark.parametrize(("silent", "known"), [(240, True), (260, False)])
def test_a_silence_ends_a_feed_only_where_it_is_no_chance(silent, known):
    # 26 at one a month, in 762 days: (762 / (762 + silent))^25 is exp(-7) at 248
    last = WINDOW.end - timedelta(days=silent + 1)
    monthly = [(last - timedelta(days=round(30.44 * i)), 1) for i in range(26)]
    assert (find(monthly, WINDOW)[0].end == WINDOW.end) is known


def test_a_feed_is_not_ended_by_a_pause_no_longer_than_it_is_used_to():
    # a batch each half-year: the last one three months before the extract
    batches = [(date(year, month, 1), 40) for year in (2023, 2024, 2025) for month in (6, 12)]
    assert find(batches, WINDOW) == (WINDOW,)


def test_silent_months_that_another_year_has_are_a_hole():
    events = daily((date(2023, 4, 1), date(2024, 1, 10)), (date(2024, 4, 4), date(2026, 3, 31)))
    assert find(events, WINDOW) == (Span(WINDOW.start, date(2024, 1, 11)), Span(date(2024, 4, 4), WINDOW.end))


@pytest.mark.parametrize(
    ("first", "last", "number"),
    [
        (date(2024, 6, 10), date(2024, 7, 21), 3),  # no whole month of it is silent
        (date(2024, 10, 3), date(2024, 10, 23), 20),
        (date(2025, 2, 10), date(2025, 2, 24), 3),
    ],
)
def test_weeks_without_an_event_that_other_years_have_are_a_hole(first, last, number):
    day = timedelta(days=1)
    events = daily((WINDOW.start, first - day), (last + day, WINDOW.end - day), number=number)
    assert find(events, WINDOW) == (Span(WINDOW.start, first), Span(last + day, WINDOW.end))
    weekdays = [(when, number) for when, number in events if when.weekday() < 5]
    (before, after) = find(weekdays, WINDOW)
    assert first - 3 * day <= before.end <= first
    assert last < after.start <= last + 3 * day


@pytest.mark.parametrize(
    ("first", "last"), [(date(2025, 6, 1), date(2025, 6, 30)), (date(2025, 6, 10), date(2025, 7, 20))]
)
def test_a_silence_in_a_single_year_is_a_hole_as_nobody_can_tell_whether_it_comes_every_year(first, last):
    year, day = Span(date(2025, 4, 1), WINDOW.end), timedelta(days=1)
    events = daily((year.start, first - day), (last + day, year.end - day))
    assert find(events, year) == (Span(year.start, first), Span(last + day, year.end))


def test_two_holes_of_the_same_length_are_both_found():
    spans = [
        (WINDOW.start, date(2024, 6, 9)),
        (date(2024, 7, 22), date(2025, 10, 9)),
        (date(2025, 11, 20), date(2026, 3, 31)),
    ]
    assert len(find(daily(*spans), WINDOW)) == 3


def test_holidays_a_lost_week_and_closings_of_every_year_are_no_hole():
    closed = [(date(2023, 12, 22), date(2024, 1, 2)), (date(2024, 12, 24), date(2025, 1, 1))]
    closed += [(date(2025, 12, 23), date(2026, 1, 4)), (date(2024, 3, 29), date(2024, 4, 14))]
    closed += [
        (date(2023, 4, 3), date(2023, 4, 16)),
        (date(2025, 4, 5), date(2025, 4, 21)),
        (date(2025, 6, 2), date(2025, 6, 8)),
    ]
    events = [
        (day, number)
        for day, number in daily((WINDOW.start, date(2026, 3, 31)), number=8)
        if day.weekday() < 5 and day.month != 8 and not any(first <= day <= last for first, last in closed)
    ]
    assert find(events, WINDOW) == (WINDOW,)


def test_a_history_of_a_lifetime_has_its_holes_over_easter_too():
    window = Span(date(1938, 1, 1), date(2026, 4, 1))
    events = daily((date(1938, 1, 1), date(1950, 3, 20)), (date(1950, 5, 10), date(2026, 3, 31)), number=1)
    assert find(events, window) == (Span(window.start, date(1950, 3, 21)), Span(date(1950, 5, 10), window.end))


def test_the_same_months_silent_every_year_are_a_season():
    winters = [(date(year, 9, 1), date(year + 1, 2, 28)) for year in (2023, 2024, 2025)]
    assert find(daily((WINDOW.start, date(2023, 4, 30)), *winters), WINDOW)[0].start == WINDOW.start
    assert len(find(daily(*winters), WINDOW)) == 1


def test_no_event_is_no_day():
    assert find([], WINDOW) == ()
    assert find([(date(2020, 1, 1), 5), (WINDOW.end, 1)], WINDOW) == ()


@given(
    st.lists(st.tuples(st.dates(date(2022, 1, 1), date(2027, 1, 1)), st.integers(1, 50)), max_size=40),
)
def test_intervals_are_apart_in_order_inside_the_window_and_hold_the_busiest_month(events):
    found = find(events, WINDOW)
    bounds = [day for span in found for day in (span.start, span.end)]
    assert bounds == sorted(set(bounds))
    assert all(WINDOW.start <= day <= WINDOW.end for day in bounds)
    inside = [day for day, _ in events if WINDOW.start <= day < WINDOW.end]
    assert bool(found) is bool(inside)


@pytest.mark.parametrize(
    ("confirmed", "found"),
    [
        ([], date(2024, 10, 1)),
        ([date(2024, 10, 1)], None),
        ([date(2024, 9, 30)], None),  # the month beside it is part of the same change
        ([date(2024, 8, 1)], date(2024, 10, 1)),
    ],
)
def test_a_doubled_level_is_found_unless_it_is_confirmed(confirmed, found):
    events = [*daily((WINDOW.start, date(2024, 9, 30))), *daily((date(2024, 10, 1), date(2026, 3, 31)), number=6)]
    assert jump(events, [WINDOW], confirmed) == found
    assert jump(daily((WINDOW.start, date(2026, 3, 31))), [WINDOW]) is None


@pytest.mark.parametrize("number", [1, 3, 40])
def test_a_level_that_halves_is_found_whatever_its_size(number):
    events = [
        *daily((WINDOW.start, date(2025, 1, 31)), number=2 * number),
        *daily((date(2025, 2, 1), date(2026, 3, 31)), number=number),
    ]
    assert jump(events, [WINDOW]) == date(2025, 2, 1)


@pytest.mark.parametrize("since", [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)])
@pytest.mark.parametrize(("before", "after"), [(6, 3), (3, 6)])
def test_a_level_that_is_new_in_the_last_months_is_found(since, before, after):
    events = [
        *daily((WINDOW.start, since - timedelta(days=1)), number=before),
        *daily((since, date(2026, 3, 31)), number=after),
    ]
    assert jump(events, [WINDOW]) == since
    assert jump([(day, 1) for day, number in events if number == 6 or day.day % 2], [WINDOW]) is None  # too few to say


def test_a_time_of_year_that_comes_again_is_no_new_level():
    winters = [(date(year, 11, 1), date(year + 1, 1, 31)) for year in (2023, 2024, 2025)]
    every = daily((WINDOW.start, date(2026, 3, 31)))
    assert jump([*every, *daily(*winters, number=4)], [WINDOW]) is None
    assert jump([*every, *daily(winters[1], number=4)], [WINDOW]) in (date(2024, 11, 1), date(2025, 2, 1))


NEWLY, LONG_AGO = date(2026, 1, 1), date(2024, 10, 1)


@pytest.mark.parametrize(
    ("number", "since", "found"),
    [
        # three months of 48 and three of 96 are just four standard errors (the root of 144) apart
        (16, NEWLY, True),
        (15, NEWLY, False),
        # so are twelve of 4 and twelve of 8
        (4, LONG_AGO, True),
        (3, LONG_AGO, False),
    ],
)
def test_few_events_make_no_new_level(number, since, found):
    months = [date(2023 + (3 + i) // 12, (3 + i) % 12 + 1, 1) for i in range(36)]
    events = [
        (first + timedelta(days=day), 2 if first >= since else 1) for first in months for day in range(2, 2 + number)
    ]
    assert jump(events, [WINDOW]) == (since if found else None)


def sites(*spans):
    """Files sent side by side, or one after another: of each the days that it holds and its events a day."""
    files = {str(i): daily((first, last), number=number) for i, (first, last, number) in enumerate(spans)}
    return first_stop(
        files, {name: (each[0][0], each[-1][0] + timedelta(days=1)) for name, each in files.items()}, WINDOW.end
    )


LAST = WINDOW.end - timedelta(days=1)


@pytest.mark.parametrize(
    ("spans", "stop"),
    [
        ([(WINDOW.start, LAST, 5), (WINDOW.start, date(2025, 12, 31), 3)], date(2026, 1, 1)),
        ([(WINDOW.start, LAST, 50), (WINDOW.start, date(2025, 12, 31), 7)], date(2026, 1, 1)),
        (
            [(WINDOW.start, LAST, 5), (WINDOW.start, date(2025, 6, 30), 3), (WINDOW.start, date(2025, 1, 31), 3)],
            date(2025, 2, 1),
        ),
        ([(WINDOW.start, LAST, 5), (WINDOW.start, LAST, 3)], None),
        ([(WINDOW.start, LAST, 5), (WINDOW.start, date(2026, 3, 14), 3)], None),  # too late to tell
        ([(WINDOW.start, date(2024, 9, 30), 5), (date(2024, 10, 1), LAST, 2)], None),  # one after another
        ([(WINDOW.start, date(2024, 9, 30), 5), (date(2024, 8, 20), LAST, 2)], None),
        ([(WINDOW.start, LAST, 60), (WINDOW.start, date(2025, 12, 31), 3)], None),  # too small a part
    ],
)  # fmt: skip
def test_a_site_of_several_that_stops_ends_the_dataset(spans, stop):
    assert sites(*spans) == stop


@given(st.integers(2, 9), st.integers(1, 8))
def test_files_that_follow_each_other_never_end_the_dataset(parts, number):
    length = (WINDOW.end - WINDOW.start).days // parts
    spans = [
        (WINDOW.start + timedelta(days=i * length), WINDOW.start + timedelta(days=(i + 1) * length - 1), number)
        for i in range(parts)
    ]
    assert sites(*spans) is None


@pytest.mark.parametrize("rate", [0.1, 0.5, 3])
def test_of_many_pauses_that_chance_makes_none_is_a_hole(rate):
    days = (WINDOW.end - WINDOW.start).days
    for seed in range(25):
        counts = np.random.default_rng(seed).poisson(rate, days)
        events = [(WINDOW.start + timedelta(days=i), int(n)) for i, n in enumerate(counts) if n]
        assert len(find(events, WINDOW)) == 1


def test_a_feed_that_fills_up_in_its_first_month_has_no_new_level():
    numbers = [2, 6, 7, *[12] * 33]
    months = [date(2023 + (3 + i) // 12, (3 + i) % 12 + 1, 1) for i in range(36)]
    events = [(first + timedelta(days=d), n) for first, n in zip(months, numbers, strict=True) for d in range(28)]
    assert jump(events, [WINDOW]) is None
