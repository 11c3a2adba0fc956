"""Working days of England, clear days by each reading, and months on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.days import (
    ClearDays,
    bank_holidays,
    breaks,
    clear_days,
    earliest_meeting,
    is_working_day,
    months_after,
    working_days_after,
    working_days_between,
    working_days_late,
    working_days_on,
)
from tests.delivery import known

DAYS = st.dates(date(2024, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize("case", known.of("dates"), ids=lambda case: case["id"])
def test_the_known_clear_days(case):
    begin, number = date.fromisoformat(case["given"]["from"]), case["given"]["n"]
    assert {
        "earliest_meeting_if_calendar_days": earliest_meeting(begin, number, ClearDays.CALENDAR).isoformat(),
        "earliest_meeting_if_working_days": earliest_meeting(begin, number, ClearDays.WEEKDAYS).isoformat(),
        "n_working_days_after": working_days_after(begin, number).isoformat(),
    } == case["expect"]


@pytest.mark.parametrize("case", known.of("stale"), ids=lambda case: case["id"])
def test_a_review_is_due_months_on_and_stale_the_day_after(case):
    due = months_after(date.fromisoformat(case["given"]["last_review"]), int(case["given"]["cycle"].split()[0]))
    assert due.isoformat() == case["expect"]["due"]
    assert [date.fromisoformat(day) > due for day in case["given"]["today"]] == case["expect"]["stale"]


def test_the_bank_holidays_of_2026_and_2027_are_englands():
    assert sorted(day for day in bank_holidays(2026, 2027) if day.weekday() < 5) == [
        date(2026, 1, 1), date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31),
        date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1), date(2027, 3, 26), date(2027, 3, 29),
        date(2027, 5, 3), date(2027, 5, 31), date(2027, 8, 30), date(2027, 12, 27), date(2027, 12, 28),
    ]  # fmt: skip


def slow(day: date, count: int, closed: frozenset[date]) -> date:
    step = timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        count -= (1 if count > 0 else -1) * is_working_day(day, closed)
    return day


@given(day=DAYS, count=st.integers(-300, 300).filter(bool), off=st.frozensets(DAYS, max_size=5))
def test_working_days_are_counted_one_by_one(day, count, off):
    found = working_days_after(day, count, off)
    assert found == slow(day, count, off)
    counted = working_days_between(day, found, off)
    back = not is_working_day(day, off) and count < 0
    assert counted == count or back


@given(day=DAYS, count=st.integers(-300, 300), off=st.frozensets(DAYS, max_size=5))
def test_a_place_in_a_plan_is_counted_on_and_back_alike_on_days_off_too(day, count, off):
    found = working_days_on(day, count, off)
    assert working_days_between(day, found, off) == count
    assert found == day if count == 0 else is_working_day(found, off)


@given(day=DAYS, later=st.integers(-30, 30), off=st.frozensets(DAYS, max_size=5))
def test_what_is_open_after_its_day_is_late_by_a_working_day_at_least(day, later, off):
    today = day + timedelta(days=later)
    late = working_days_late(day, today, off)
    assert late > 0 if later > 0 else late == 0
    if later > 0 and is_working_day(today, off):
        assert late == working_days_between(day, today, off)


@given(day=DAYS, off=st.frozensets(DAYS, max_size=5))
def test_no_working_day_on_is_the_day_itself_or_the_next_one(day, off):
    found = working_days_after(day, 0, off)
    assert is_working_day(found, off)
    assert not any(is_working_day(day + timedelta(days=one), off) for one in range((found - day).days))


@given(day=DAYS, number=st.integers(0, 40), rule=st.sampled_from(ClearDays), off=st.frozensets(DAYS, max_size=5))
def test_the_earliest_meeting_has_just_enough_clear_days(day, number, rule, off):
    meeting = earliest_meeting(day, number, rule, off)
    assert clear_days(day, meeting, rule, off) == number
    assert meeting > day


def test_a_body_that_counts_saturdays():
    friday = date(2026, 9, 4)
    assert earliest_meeting(friday, 1, ClearDays.NO_SUNDAYS) == date(2026, 9, 7)
    assert clear_days(friday, date(2026, 9, 8), ClearDays.NO_SUNDAYS) == 2
    assert clear_days(friday, date(2026, 9, 8), ClearDays.WEEKDAYS) == 1
    assert clear_days(friday, friday, ClearDays.CALENDAR) == 0


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-11-30", 3, "2027-02-28"), ("2027-11-30", 3, "2028-02-29"), ("2026-01-31", -2, "2025-11-30")],
)
def test_months_on_end_with_the_month(day, months, then):
    assert months_after(date.fromisoformat(day), months).isoformat() == then


def test_beyond_the_years_of_a_calendar_there_is_no_day():
    with pytest.raises(ValueError, match="beyond the years"):
        working_days_after(date(9999, 12, 1), 300)


@pytest.mark.parametrize(
    ("year", "easter", "christmas"),
    [
        (2026, (date(2026, 4, 2), date(2026, 4, 7)), (date(2026, 12, 24), date(2026, 12, 29))),
        (2024, (date(2024, 3, 28), date(2024, 4, 2)), (date(2024, 12, 24), date(2024, 12, 27))),
        (2023, (date(2023, 4, 6), date(2023, 4, 11)), (date(2023, 12, 23), date(2023, 12, 27))),  # 24 December: Sunday
    ],
)
def test_the_breaks_of_a_year_are_whole_and_no_clear_days_of_those_who_count_by_section_243(year, easter, christmas):
    days = {first + timedelta(days=on) for first, last in (easter, christmas) for on in range((last - first).days + 1)}
    assert breaks(year) == days
    for first, last in (easter, christmas):
        before, after = first - timedelta(days=1), last + timedelta(days=1)
        assert clear_days(before, after, ClearDays.NO_SUNDAYS) == 0
        assert clear_days(before, after, ClearDays.CALENDAR) == (after - before).days - 1


def test_a_saturday_in_no_break_counts_where_only_sundays_do_not():
    assert clear_days(date(2026, 9, 4), date(2026, 9, 7), ClearDays.NO_SUNDAYS) == 1
