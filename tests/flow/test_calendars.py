"""Calendars, profiles and forecasts: what holds at which second of a run, and files that cannot be read."""

from datetime import date

import numpy as np
import pytest

from oneplace.flow.file.patients import Profile
from oneplace.flow.file.places import Shift
from oneplace.flow.network import sample_every
from oneplace.flow.network.timeline import (
    A_MONDAY,
    DAY,
    HOUR,
    WEEK,
    changes,
    day_of,
    hourly,
    read_forecast,
    read_profile,
)
from oneplace.problems import OneplaceError

SUNDAY = date(2026, 1, 4)
NEW_YEAR = date(2026, 1, 1)


def shift(number, **when):
    return Shift.model_validate({"number": f"{number} nurses", **when})


def beds(number, **when):
    return Shift.model_validate({"capacity": f"{number} beds", **when})


DAYTIME = shift(5, **{"from": "08:00", "to": "20:00"})
NIGHT = shift(2, **{"from": "22:00", "to": "06:00"})
MONDAYS = shift(9, days=["mon"])
SATURDAY_NIGHT = shift(7, days=["sat"], **{"from": "20:00", "to": "08:00"})

SHIFTS = [  # shifts, first day, days, number at the start, changes as (hours, number); otherwise 3
    ([], A_MONDAY, 9, 3, []),
    ([shift(3)], A_MONDAY, 2, 3, []),
    ([shift(4)], A_MONDAY, 2, 4, []),
    ([DAYTIME], A_MONDAY, 1, 3, [(8, 5), (20, 3)]),
    ([DAYTIME], A_MONDAY, 1.5, 3, [(8, 5), (20, 3), (32, 5)]),
    ([NIGHT], A_MONDAY, 1, 2, [(6, 3), (22, 2)]),
    ([NIGHT], A_MONDAY, 2, 2, [(6, 3), (22, 2), (30, 3), (46, 2)]),
    ([MONDAYS], A_MONDAY, 8, 9, [(24, 3), (168, 9)]),
    ([MONDAYS], SUNDAY, 3, 3, [(24, 9), (48, 3)]),
    ([SATURDAY_NIGHT], A_MONDAY, 7, 3, [(140, 7), (152, 3)]),
    ([SATURDAY_NIGHT], SUNDAY, 1, 7, [(8, 3)]),
    ([DAYTIME, MONDAYS], A_MONDAY, 1, 9, []),
    ([MONDAYS, DAYTIME], A_MONDAY, 1, 9, [(8, 5), (20, 9)]),
    ([shift(6, **{"from": "12:00", "to": "12:00"})], A_MONDAY, 1, 6, []),
    ([shift(6, **{"from": "12:00", "to": "24:00"})], A_MONDAY, 1, 3, [(12, 6)]),
    ([beds(0, to="00:30")], A_MONDAY, 1, 0, [(0.5, 3)]),
]


@pytest.mark.parametrize(("shifts", "start", "days", "first", "then"), SHIFTS)
def test_the_number_on_duty_by_the_clock(shifts, start, days, first, then):
    found, made = changes(shifts, 3, start, days * DAY)
    assert (found, [(at / HOUR, number) for at, number in made]) == (first, then)


def test_a_week_has_the_hours_of_its_shifts():
    """Every hour of a week, counted one by one."""
    first, then = changes([DAYTIME, MONDAYS, NIGHT], 3, A_MONDAY, WEEK)
    edges = [0.0, *(at for at, _ in then), WEEK]
    numbers = [first, *(number for _, number in then)]
    hours = dict.fromkeys((2, 3, 5, 9), 0.0)
    for number, begin, end in zip(numbers, edges, edges[1:], strict=False):
        hours[number] += (end - begin) / HOUR
    assert hours == {2: 8 * 7, 9: 16, 5: 12 * 6, 3: 4 * 6}


def shares(*numbers):
    return tuple(f"{number} %" for number in numbers)


def even(length, **other):
    """Equal shares but for some, by position; together 100 %."""
    given = {int(k[1:]): v for k, v in other.items()}
    rest = (100 - sum(given.values())) / (length - len(given))
    return shares(*(given.get(i, rest) for i in range(length)))


PROFILES = [  # profile, first day, hour of the run, what the mean rate is multiplied by
    ({"hour_of_day": even(24, _8=50)}, A_MONDAY, 8, 12.0),
    ({"hour_of_day": even(24, _8=50)}, A_MONDAY, 32, 12.0),
    ({"hour_of_day": even(24, _8=50)}, A_MONDAY, 7, 12 / 23),
    ({"day_of_week": even(7, _0=40)}, A_MONDAY, 0, 2.8),
    ({"day_of_week": even(7, _0=40)}, A_MONDAY, 23, 2.8),
    ({"day_of_week": even(7, _0=40)}, A_MONDAY, 24, 0.7),
    ({"day_of_week": even(7, _0=40)}, SUNDAY, 23, 0.7),
    ({"day_of_week": even(7, _0=40)}, SUNDAY, 24, 2.8),
    ({"hour_of_week": even(168, _25=50)}, A_MONDAY, 25, 84.0),
    ({"hour_of_week": even(168, _25=50)}, A_MONDAY, 193, 84.0),
    ({"hour_of_week": even(168, _25=50)}, SUNDAY, 49, 84.0),
    ({"month_of_year": even(12, _1=45)}, NEW_YEAR, 31 * 24 - 1, 0.6),
    ({"month_of_year": even(12, _1=45)}, NEW_YEAR, 31 * 24, 5.4),
    ({"month_of_year": even(12, _1=45)}, NEW_YEAR, 59 * 24 - 1, 5.4),
    ({"month_of_year": even(12, _1=45)}, NEW_YEAR, 59 * 24, 0.6),
    ({"hour_of_day": even(24, _8=50), "day_of_week": even(7, _0=40)}, A_MONDAY, 8, 33.6),
]


@pytest.mark.parametrize(("profile", "start", "hour", "factor"), PROFILES)
def test_a_profile_multiplies_the_mean_rate(profile, start, hour, factor):
    assert hourly(Profile.model_validate(profile), start, hour + 1)[hour] == pytest.approx(factor)


def test_without_a_profile_every_hour_is_as_the_mean():
    assert hourly(None, A_MONDAY, 3).tolist() == [1, 1, 1]


@pytest.mark.parametrize(("kind", "length"), [("hour_of_day", 24), ("day_of_week", 7), ("hour_of_week", 168)])
def test_a_week_of_a_profile_has_as_many_as_a_week_of_its_mean(kind, length):
    profile = Profile.model_validate({kind: even(length, _0=30, _2=1)})
    assert hourly(profile, SUNDAY, 168).mean() == pytest.approx(1)


MEND = "Give the columns `hour_of_week,share` with every hour from 0 to 167 (or `hour_of_day`, `day_of_week`, …)."
WEEK_FILE = "day_of_week,share\n" + "".join(f"{d},{w}\n" for d, w in enumerate([1, 1, 1, 1, 2, 2, 2]))


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        (WEEK_FILE, "day_of_week", [0.1] * 4 + [0.2] * 3),
        (WEEK_FILE.replace(",2\n", ", 2 %\n"), "day_of_week", [0.1] * 4 + [0.2] * 3),
        (
            "month_of_year,share\n" + "".join(f"{m},{m}\n" for m in range(12, 0, -1)),
            "month_of_year",
            [m / 78 for m in range(1, 13)],
        ),
    ],
)
def test_a_profile_of_any_weights_is_brought_to_a_whole(tmp_path, text, kind, found):
    (tmp_path / "p.csv").write_text(text)
    profile = read_profile(tmp_path / "p.csv")
    assert getattr(profile, kind) == pytest.approx(found)
    assert profile.model_fields_set == {kind}


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "is not a profile."),
        ("day_of_week,share\n", 1, "is not a profile."),
        ("day,share\n0,1\n", 1, "is not a profile."),
        ("day_of_week,weight\n0,1\n", 1, "is not a profile."),
        (
            WEEK_FILE.replace("3,1", "3,some"),
            5,
            "holds {'day_of_week': '3', 'share': 'some'}, which is no share of a day_of_week.",
        ),
        (
            WEEK_FILE.replace("6,2", "7,2"),
            8,
            "holds {'day_of_week': '7', 'share': '2'}, which is no share of a day_of_week.",
        ),
        (
            WEEK_FILE.replace("6,2", "6"),
            8,
            "holds {'day_of_week': '6', 'share': None}, which is no share of a day_of_week.",
        ),
        (WEEK_FILE.replace("6,2\n", ""), 0, "has no share of nought or more for each day_of_week."),
        (WEEK_FILE.replace("6,2", "6,-2"), 0, "has no share of nought or more for each day_of_week."),
        (WEEK_FILE.replace(",1", ",0").replace(",2", ",0"), 0, "has no share of nought or more for each day_of_week."),
    ],
)
def test_a_file_that_is_no_profile_is_told(tmp_path, text, line, said):
    (tmp_path / "p.csv").write_text(text)
    with pytest.raises(OneplaceError) as error:
        read_profile(tmp_path / "p.csv")
    (problem,) = error.value.problems
    assert (problem.path, problem.line, problem.message, problem.mend) == (tmp_path / "p.csv", line, said, MEND)


FORECAST = "date,mean,sd\n2026-01-04,9,9\n2026-01-05,10,4\n2026-01-06,12,0\n2026-01-07,0,1\n"
FORECAST_MEND = (
    "Write the columns `date,mean,sd`, a line for each day of the run; `oneplace forecast` makes such a file."
)


def test_a_forecast_is_taken_from_the_first_day_of_the_run(tmp_path):
    (tmp_path / "f.csv").write_text(FORECAST)
    mean, sd = read_forecast(tmp_path / "f.csv", A_MONDAY, 3)
    assert (mean.tolist(), sd.tolist()) == ([10, 12, 0], [4, 0, 1])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("mean", "average", "cannot be read as a forecast ('mean')."),
        ("10,4", "ten,4", "cannot be read as a forecast (could not convert string to float: 'ten')."),
        ("2026-01-07,0,1\n", "", "has no line for 2026-01-07."),
        ("2026-01-06,12,0\n2026-01-07,0,1\n", "", "has no line for 2026-01-06 (and 1 more day)."),
        ("10,4", "-10,4", "holds a negative number."),
        ("10,4", "10,-4", "holds a negative number."),
    ],
)
def test_a_forecast_that_cannot_be_used_is_told(tmp_path, old, new, said):
    (tmp_path / "f.csv").write_text(FORECAST.replace(old, new))
    with pytest.raises(OneplaceError) as error:
        read_forecast(tmp_path / "f.csv", A_MONDAY, 3)
    (problem,) = error.value.problems
    assert (problem.path, problem.line, problem.message, problem.mend) == (tmp_path / "f.csv", 0, said, FORECAST_MEND)


def test_a_moment_of_a_run_is_a_day_and_a_time():
    assert day_of(A_MONDAY, 0).isoformat() == "2026-01-05T00:00:00"
    assert day_of(A_MONDAY, 2 * DAY + 90).isoformat() == "2026-01-07T00:01:30"


@pytest.mark.parametrize(("hours", "step"), [(24, HOUR), (100_000, HOUR), (100_001, DAY)])
def test_long_runs_are_looked_at_once_a_day(hours, step):
    assert sample_every(hours * HOUR) == step


def test_the_shares_of_a_profile_file_are_those_of_the_file_exactly(tmp_path):
    weights = np.arange(1, 169)
    lines = "".join(f"{hour},{weight}\n" for hour, weight in enumerate(weights))
    (tmp_path / "p.csv").write_text(f"hour_of_week,share\n{lines}")
    assert np.array(read_profile(tmp_path / "p.csv").hour_of_week) == pytest.approx(weights / weights.sum(), rel=1e-12)
