"""Which periods are parts of those that a measure is told for, by everyone, areas and groups."""

from datetime import date

import pytest

from oneplace.measures.parts import unclear_rows, with_parts
from oneplace.vocabulary.beside import Beside
from tests.measures.build import PROPORTION, measure

YEARS = [(date(2023 + n, 4, 1), date(2024 + n, 4, 1)) for n in range(2)]
HALF = (date(2025, 4, 1), date(2025, 10, 1))
QUARTERS = [(date(2025, 4, 1), date(2025, 7, 1)), (date(2025, 7, 1), date(2025, 10, 1))]
MONTHS = [(date(2025, 4 + n, 1), date(2025, 5 + n, 1)) for n in range(4)]
THREE_YEARS = (date(2021, 4, 1), date(2024, 4, 1))
DAY = (date(2025, 9, 30), date(2025, 10, 1))
WEEK = (date(2025, 9, 1), date(2025, 9, 8))


def parts(frequency, dimension, *periods, everyone=()):
    """Which of the periods of a breakdown are marked as parts."""
    asked = [(dimension, *period) for period in periods] + [("all", *period) for period in everyone]
    rows = [{"dimension": of, "period_start": start, "period_end": end, "value": 1.0} for of, start, end in asked]
    told = with_parts(measure(frequency=frequency), rows)
    marked = [row for row in told if row["dimension"] == dimension and row.get("beside") == Beside.PART]
    return [(row["period_start"], row["period_end"]) for row in marked]


@pytest.mark.parametrize("dimension", ["all", "sex", "neighbourhood"])
@pytest.mark.parametrize(
    ("frequency", "periods", "found"),
    [
        ("annual", [*YEARS, HALF], [HALF]),
        ("annual", [*YEARS, *QUARTERS, WEEK], [*QUARTERS, WEEK]),
        ("annual", [*YEARS, DAY], []),  # counted on a day
        ("annual", [THREE_YEARS, *YEARS], []),  # years are alike, however many they are
        ("quarterly", [*QUARTERS, MONTHS[3]], [MONTHS[3]]),
        ("quarterly", [*QUARTERS, YEARS[0]], []),
        ("irregular", [*YEARS, HALF], []),
    ],
)
def test_a_part_is_shorter_than_the_periods_that_a_measure_is_told_for(dimension, frequency, periods, found):
    assert parts(frequency, dimension, *periods) == found


def test_groups_may_be_told_more_seldom_than_everyone():
    assert parts("monthly", "sex", *YEARS, HALF, everyone=MONTHS) == [HALF]
    assert parts("monthly", "all", *MONTHS, YEARS[0]) == []
    assert parts("monthly", "sex", YEARS[0], MONTHS[0]) == []  # as many of one as of the other: nothing tells


@pytest.mark.parametrize(
    ("periods", "found"),
    [
        ([*QUARTERS, HALF], [*QUARTERS, HALF]),
        ([HALF, QUARTERS[1]], [HALF, QUARTERS[1]]),
        ([MONTHS[0], (date(2026, 4, 1), date(2026, 5, 1))], []),  # told of one month of every year
    ],
)
def test_shorter_than_the_file_says_are_parts_of_what_has_not_come_yet(periods, found):
    assert parts("annual", "all", *periods) == found


@pytest.mark.parametrize("periods", [[HALF], [MONTHS[0]], [MONTHS[0], (date(2026, 6, 1), date(2026, 7, 1))]])
def test_of_less_than_a_year_once_a_year_nothing_tells_whether_it_stands_for_it(periods):
    assert marks("annual", periods) == [Beside.UNCLEAR] * len(periods)
    assert marks("irregular", periods) == [None] * len(periods)


@pytest.mark.parametrize(
    ("frequency", "said", "periods", "found"),
    [
        ("annual", "month", [MONTHS[0]], [None]),  # a survey’s month
        ("annual", "year", [MONTHS[0]], [Beside.PART]),
        ("annual", "year", [HALF, (date(2026, 4, 1), date(2026, 10, 1))], [Beside.PART, Beside.PART]),
        ("annual", "half_year", [HALF, (date(2026, 4, 1), date(2026, 10, 1))], [None, None]),
        ("annual", "month", [MONTHS[0], YEARS[0]], [Beside.LONGER, None]),
        ("irregular", "year", [*YEARS, HALF], [None, None, Beside.PART]),
        ("monthly", "year", [MONTHS[0], YEARS[0]], [None, Beside.PART]),  # rolling years
    ],
)
def test_the_file_may_say_how_long_periods_last(frequency, said, periods, found):
    assert marks(frequency, sorted(periods), said) == found


def marks(frequency, periods, said=None):
    """What each period of everyone’s figures is marked with, in order of time."""
    rows = [{"dimension": "all", "period_start": start, "period_end": end, "value": 1.0} for start, end in periods]
    return [row.get("beside") for row in with_parts(measure(frequency=frequency, reference_period=said), rows)]


def test_what_is_counted_has_the_period_that_its_compute_says():
    with pytest.raises(ValueError, match="reference_period is for figures that are given"):
        measure(PROPORTION, frequency="annual", reference_period="month")


def test_a_year_beside_its_quarters_is_no_newest_figure():
    rows = [{"dimension": "all", "period_start": s, "period_end": e, "value": 1.0} for s, e in [*QUARTERS, YEARS[0]]]
    told = with_parts(measure(frequency="quarterly"), rows)
    assert [row.get("beside") for row in told] == [None, None, Beside.LONGER]


def test_areas_are_told_as_everyone_is():
    assert parts("annual", "area", *YEARS, HALF, everyone=YEARS) == [HALF]
    assert parts("monthly", "area", *YEARS, MONTHS[0], everyone=MONTHS) == []


def test_what_stands_beside_for_another_reason_keeps_it():
    row = {"dimension": "all", "period_start": HALF[0], "period_end": HALF[1], "value": None, "beside": "not_over"}
    years = [{"dimension": "all", "period_start": start, "period_end": end, "value": 1.0} for start, end in YEARS]
    assert with_parts(measure(), [*years, row])[-1] == row


def test_check_can_name_the_periods_of_which_nothing_tells():
    rows = [
        {"dimension": "all", "period_start": s, "period_end": e, "value": 1.0, "period_label": "April 2025"}
        for s, e in MONTHS[:1]
    ]
    assert [row["period_label"] for row in unclear_rows(measure(), rows)] == ["April 2025"]
    assert unclear_rows(measure(reference_period="month"), rows) == []
