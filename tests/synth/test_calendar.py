"""Days, weeks and years: each boundary at, below and above."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.synth.city.world import financial_year, winter
from oneplace.synth.draw.calendar import (
    DAYS,
    FAR,
    YEAR,
    Rhythm,
    day_number,
    day_of,
    next_working_day,
    office_slots,
    seconds,
    times,
    weekday,
)
from tests.synth.dice import Dice

ALMOST = 1 - 1e-9


def dice(*rolls: list[float], integer: int = 0) -> Any:
    return Dice(*rolls, integer=integer)


def daily(rhythm: Rhythm) -> np.ndarray:
    """What each day weighs, in days."""
    day = np.arange(DAYS)
    return rhythm.exposure(day, day + 1) * YEAR


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-31", -1),
        ("2021-04-01", 0),
        ("2021-04-30", 29),
        ("2021-05-01", 30),
        ("2022-02-28", 333),
        ("2022-03-01", 334),
        ("2022-03-31", 364),
        ("2022-04-01", 365),
        ("2024-02-28", 1063),
        ("2024-02-29", 1064),
        ("2024-03-01", 1065),
        ("2024-04-01", 1096),
        ("2026-03-31", 1825),
        ("2026-04-01", 1826),
    ],
)
def test_days_are_counted_from_the_first_of_april(text: str, day: int) -> None:
    assert day_of(text) == day


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)))
def test_day_numbers_and_weekdays_are_the_calendars(date: datetime.date) -> None:
    day = day_of(date.isoformat())
    assert day == (date - datetime.date(2021, 4, 1)).days
    assert weekday(np.array([day])).tolist() == [date.weekday()]
    midnight = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
    assert seconds(np.array([day])).tolist() == [int(midnight.timestamp())]


@pytest.mark.parametrize(
    ("second", "day"),
    [(-1, -1), (0, 0), (86_399, 0), (86_400, 1), (86_401, 1), (-86_400, -1), (-86_401, -2)],
)
def test_a_day_ends_at_midnight(second: int, day: int) -> None:
    at = seconds(np.array([0])) + second
    assert day_number(at).tolist() == [day]


@pytest.mark.parametrize(
    ("text", "moved_to"),
    [
        ("2021-04-01", "2021-04-01"),
        ("2021-04-02", "2021-04-02"),
        ("2021-04-03", "2021-04-05"),
        ("2021-04-04", "2021-04-05"),
        ("2021-04-05", "2021-04-05"),
        ("2022-12-31", "2023-01-02"),
        ("2024-03-02", "2024-03-04"),
    ],
)
def test_weekends_move_to_monday(text: str, moved_to: str) -> None:
    assert next_working_day(np.array([day_of(text)])).tolist() == [day_of(moved_to)]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2020-01-01", 0),
        ("2021-04-01", 0),
        ("2022-03-31", 0),
        ("2022-04-01", 1),
        ("2023-03-31", 1),
        ("2023-04-01", 2),
        ("2024-03-31", 2),
        ("2024-04-01", 3),
        ("2025-03-31", 3),
        ("2025-04-01", 4),
        ("2026-03-31", 4),
        ("2026-04-01", 4),
        ("2030-01-01", 4),
    ],
)
def test_financial_years_turn_on_the_first_of_april(text: str, year: int) -> None:
    assert financial_year(np.array([day_of(text)])).tolist() == [year]


@pytest.mark.parametrize("year", [2021, 2022, 2023, 2024])
def test_winter_is_deepest_in_january_and_summer_in_july(year: int) -> None:
    first = day_of(f"{year}-04-01")
    wave = winter(np.arange(first, first + 365))
    coldest, warmest = first + int(wave.argmax()), first + int(wave.argmin())
    assert abs(coldest - day_of(f"{year + 1}-01-15")) <= 2
    assert abs(warmest - day_of(f"{year}-07-15")) <= 4
    assert wave.max() == pytest.approx(1, abs=1e-4)
    assert wave.min() == pytest.approx(-1, abs=1e-4)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (0, 1, 1),
        (0, 0, 0),
        (5, 4, 0),
        (-10, 1, 1),
        (-10, 0, 0),
        (DAYS - 1, DAYS, 1),
        (DAYS - 1, DAYS + 1, 1),
        (DAYS, FAR, 0),
        (0, FAR, DAYS),
        (100, 465, 365),
    ],
)
def test_time_at_risk_is_what_lies_within_the_five_years(start: int, end: int, days: int) -> None:
    years = Rhythm("every_day").exposure(np.array([start]), np.array([end]))
    assert years[0] * YEAR == pytest.approx(days)


@pytest.mark.parametrize(
    ("start", "days", "found"),
    [
        (0, 0.5, 0),
        (0, 1.5, 1),
        (10, 0.5, 10),
        (10, 2.5, 12),
        (-50, 0.5, 0),
        (0, DAYS - 0.5, DAYS - 1),
        (0, DAYS + 0.5, FAR),
        (DAYS - 1, 0.5, DAYS - 1),
        (DAYS - 1, 1.5, FAR),
        (DAYS + 5, 0.5, FAR),
        (7, 0.0, 7),
    ],
)
def test_when_a_time_at_risk_has_passed(start: int, days: float, found: int) -> None:
    assert Rhythm("every_day").after(np.array([start]), np.array([days / YEAR])).tolist() == [found]


@pytest.mark.parametrize(
    ("roll", "day"), [(0.0, 13), (0.24, 13), (0.26, 12), (0.49, 12), (0.51, 11), (0.74, 11), (0.76, 10), (ALMOST, 10)]
)
def test_a_day_is_drawn_from_the_stay(roll: float, day: int) -> None:
    assert Rhythm("every_day").days(dice([roll]), np.array([10]), np.array([14])).tolist() == [day]


@pytest.mark.parametrize(
    ("week", "monday_to_sunday"),
    [
        ("every_day", [1, 1, 1, 1, 1, 1, 1]),
        ("emergency", [1.06, 1.02, 1, 0.99, 0.99, 0.97, 0.97]),
        ("weekdays", [1.15, 1.08, 1.02, 0.98, 0.85, 0, 0]),
        ("telephone", [0.95, 0.88, 0.86, 0.86, 0.92, 1.3, 1.23]),
    ],
)
def test_weeks_have_their_shape(week: str, monday_to_sunday: list[float]) -> None:
    monday = day_of("2021-04-05")
    found = daily(Rhythm(week))[monday : monday + 7]
    assert found / found[0] == pytest.approx(np.array(monday_to_sunday) / monday_to_sunday[0])


def test_winter_lifts_the_middle_of_january_most() -> None:
    weight = daily(Rhythm("every_day", winter=0.1))
    year = weight[: day_of("2022-04-01")]
    assert int(year.argmax()) == day_of("2022-01-16")
    assert int(year.argmin()) == day_of("2021-07-18")
    assert year.max() / year.min() == pytest.approx(1.1 / 0.9, rel=1e-4)


def test_a_trend_is_the_change_a_year() -> None:
    weight = daily(Rhythm("every_day", trend=0.02))
    assert weight[1461] / weight[0] == pytest.approx(1.02**4)
    assert weight.sum() == pytest.approx(DAYS)


@pytest.mark.parametrize(("day", "below"), [(0, 0.3), (180, 0.3 / np.e), (360, 0.3 / np.e**2)])
def test_the_spring_of_2021_lay_below_the_usual_and_recovered(day: int, below: float) -> None:
    weight = daily(Rhythm("every_day", covid=0.3))
    assert weight[day] / weight[-1] == pytest.approx(1 - below, rel=1e-4)


@pytest.mark.parametrize(
    ("hours", "roll", "hour"),
    [
        ("office", 0.0, 8),
        ("office", 5.99 / 85, 8),
        ("office", 6.01 / 85, 9),
        ("office", 16.99 / 85, 9),
        ("office", 17.01 / 85, 10),
        ("office", 82.99 / 85, 17),
        ("office", 83.01 / 85, 18),
        ("office", ALMOST, 18),
        ("emergency", 0.0, 0),
        ("emergency", ALMOST, 23),
        ("telephone", 0.0, 0),
        ("telephone", ALMOST, 23),
    ],
)
def test_hours_of_the_day(hours: str, roll: float, hour: int) -> None:
    at = times(dice([roll], integer=59), np.array([3]), hours)
    assert (at - seconds(np.array([3]))).tolist() == [hour * 3600 + 59]


@pytest.mark.parametrize(("second", "mark"), [(0, 0), (599, 0), (600, 600), (601, 600), (3599, 3000)])
def test_clinic_times_are_on_a_ten_minute_mark(second: int, mark: int) -> None:
    at = office_slots(dice([0.0], integer=second), np.array([0]))
    assert (at - seconds(np.array([0]))).tolist() == [8 * 3600 + mark]
