"""Each number that a rule of progress turns on: at it, just below and just above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf, nextafter

import pytest

from oneplace.progress import ForecastStatus, Status, Value, rules
from oneplace.progress.rules import Facts, Point
from oneplace.progress.spans import Span
from oneplace.stats import gap_trend

YEAR = Span(date(2025, 4, 1), date(2026, 4, 1), "2025/26")
TARGET = Point(Span(date(2027, 4, 1), date(2028, 4, 1), "2027/28"), 6.0)


def counted(number: float) -> Value:
    """A full count: no sampling error."""
    return Value(YEAR, number)


def sampled(number: float, lower: float, upper: float) -> Value:
    return Value(YEAR, number, lower, upper)


def facts(**changes) -> Facts:
    usual = {
        "has_measure": True,
        "polarity": "low_good",
        "latest": counted(8.0),
        "target": TARGET,
        "path": 8.0,
        "trend": "no_clear_change",
        "gap_wider": False,
    }
    told = {**usual, **changes}
    return Facts(**{"held": told["latest"], **told})


Z95 = 1.959963984540054


@pytest.mark.parametrize(
    ("polarity", "value", "sign"),
    [
        ("low_good", 7.9, 1),
        ("low_good", 8.0, 1),
        ("low_good", 8.1, -1),
        ("high_good", 7.9, -1),
        ("high_good", 8.0, 1),
        ("high_good", 8.1, 1),
    ],
)
def test_a_full_count_exactly_at_its_path_is_on_it(polarity, value, sign):
    assert rules.against_path(counted(value), 8.0, polarity) == sign
    found, _why = rules.status(facts(polarity=polarity, latest=counted(value)))
    assert found is (Status.ON_PATH if sign > 0 else Status.OFF_PATH)


@pytest.mark.parametrize(
    ("value", "sign"),
    [
        (sampled(8.0, 7.0, 9.0), 1),
        (sampled(nextafter(8.0, inf), 7.0, 9.0), 0),
        (sampled(9.0, 8.0, 10.0), 0),
        (sampled(9.0, nextafter(8.0, inf), 10.0), -1),
        (sampled(9.0, nextafter(8.0, -inf), 10.0), 0),
        (sampled(7.0, 6.0, 8.0), 1),
    ],
)
def test_a_sample_where_lower_is_better(value, sign):
    assert rules.against_path(value, 8.0, "low_good") == sign


@pytest.mark.parametrize(
    ("value", "sign"),
    [
        (sampled(8.0, 7.0, 9.0), 1),
        (sampled(nextafter(8.0, -inf), 7.0, 9.0), 0),
        (sampled(7.0, 6.0, 8.0), 0),
        (sampled(7.0, 6.0, nextafter(8.0, -inf)), -1),
        (sampled(7.0, 6.0, nextafter(8.0, inf)), 0),
    ],
)
def test_a_sample_where_higher_is_better(value, sign):
    assert rules.against_path(value, 8.0, "high_good") == sign


@pytest.mark.parametrize(
    ("latest", "status"),
    [
        (sampled(8.0, 7.0, 9.0), Status.ON_PATH),
        (sampled(8.5, 7.5, 9.5), Status.CANNOT_BE_JUDGED_YET),
        (sampled(9.5, 8.5, 10.5), Status.OFF_PATH),
    ],
)
def test_the_status_of_a_sample(latest, status):
    assert rules.status(facts(latest=latest))[0] is status


def test_off_path_speaks_of_chance_only_where_there_are_limits():
    assert rules.status(facts(latest=counted(9.0)))[1] == f"The latest value is worse than the path. {rules.NO_LIMITS}"
    beyond = rules.status(facts(latest=sampled(9.5, 9.0, 10.0)))[1]
    assert beyond == "The latest value is worse than the path by more than chance explains."


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"has_measure": False, "latest": None, "polarity": "context", "target": None}, Status.NO_MEASURE),
        ({"latest": None, "polarity": "context", "target": None}, Status.NO_DATA),
        ({"polarity": "context", "target": None}, Status.CONTEXT),
        ({"target": None, "path": None}, Status.NO_TARGET_SET),
        ({"target": None, "path": None, "gap_wider": True}, Status.NO_TARGET_SET),
        ({"target": None, "path": None, "trend": "better"}, Status.NO_TARGET_SET),
        ({"target": None, "path": None, "trend": "worse", "gap_wider": True}, Status.NO_TARGET_SET),
        ({"target": None, "path": None, "trend": "better", "gap_wider": True}, Status.AVERAGE_UP_BUT_GAP_WIDER),
        ({"path": None}, Status.CANNOT_BE_JUDGED_YET),
        ({"path": None, "gap_wider": True}, Status.CANNOT_BE_JUDGED_YET),
        ({"gap_wider": True}, Status.AVERAGE_UP_BUT_GAP_WIDER),
        ({"gap_wider": True, "path": 7.0}, Status.OFF_PATH),
        ({"path": 0.0, "latest": counted(0.0)}, Status.ON_PATH),
        ({}, Status.ON_PATH),
    ],
)
def test_the_first_rule_that_holds_decides(changes, status):
    found, why = rules.status(facts(**changes))
    assert found is status
    assert why.endswith(".")


@pytest.mark.parametrize(
    ("chance", "status"),
    [
        (0.0, ForecastStatus.UNLIKELY),
        (nextafter(0.25, 0), ForecastStatus.UNLIKELY),
        (0.25, ForecastStatus.UNLIKELY),
        (nextafter(0.25, 1), ForecastStatus.UNCERTAIN),
        (0.5, ForecastStatus.UNCERTAIN),
        (nextafter(0.75, 0), ForecastStatus.UNCERTAIN),
        (0.75, ForecastStatus.LIKELY),
        (nextafter(0.75, 1), ForecastStatus.LIKELY),
        (1.0, ForecastStatus.LIKELY),
        (None, ForecastStatus.NOT_KNOWN),
    ],
)
def test_likely_begins_at_three_quarters_and_unlikely_ends_at_one(chance, status):
    assert rules.forecast_status(chance, None, has_target=True) is status
    assert rules.forecast_status(chance, None, has_target=False) is ForecastStatus.NO_TARGET_SET


@pytest.mark.parametrize(
    ("reached", "status"), [(1, ForecastStatus.MET), (0, ForecastStatus.CANNOT_BE_TOLD), (-1, ForecastStatus.MISSED)]
)
@pytest.mark.parametrize("chance", [None, 0.0, 1.0])
def test_once_the_date_has_come_the_value_decides_and_not_the_chance(reached, status, chance):
    assert rules.forecast_status(chance, reached, has_target=True) is status
    assert rules.forecast_status(chance, reached, has_target=False) is ForecastStatus.NO_TARGET_SET


@pytest.mark.parametrize(
    ("direction", "dimension", "group", "wider"),
    [
        ("widening", "deprivation", "1", True),
        ("widening", "deprivation", "5", False),
        ("widening", "sex", "F", True),
        ("narrowing", "deprivation", "1", False),
        ("no_clear_change", "deprivation", "1", False),
        ("not_known", None, None, False),
    ],
)
def test_a_gap_is_wider_only_at_the_cost_of_the_disadvantaged(direction, dimension, group, wider):
    assert rules.gap_is_wider(direction, dimension, group) is wider


@pytest.mark.parametrize(
    ("sign", "polarity", "word"),
    [
        (1, "high_good", "better"),
        (-1, "high_good", "worse"),
        (1, "low_good", "worse"),
        (-1, "low_good", "better"),
        (0, "low_good", "similar"),
        (None, "low_good", "not_known"),
        (None, "context", "context"),
        (1, "context", "context"),
    ],
)
def test_a_difference_is_judged_by_what_is_good(sign, polarity, word):
    assert rules.judged(sign, polarity) == word


def test_the_value_before_is_the_last_whose_period_was_over():
    def rolling(first: int) -> Value:
        return Value(Span(date(first, 1, 1), date(first + 3, 1, 1), ""), float(first))

    series = [rolling(year) for year in range(2015, 2023)]
    assert rules.value_before(series) == series[4]
    assert rules.value_before(series[-3:]) is None
    assert rules.value_before(series[-4:]) == series[4]
    assert rules.value_before([]) is None


@pytest.mark.parametrize(
    ("span", "path"),
    [
        (Span(date(2019, 4, 1), date(2020, 4, 1), ""), None),
        (Span(date(2019, 10, 1), date(2020, 10, 1), ""), None),  # it rolls into the first step, and begins before it
        (Span(date(2020, 4, 1), date(2020, 5, 1), ""), 12.0),
        (Span(date(2020, 4, 1), date(2021, 4, 1), ""), 12.0),
        (Span(date(2022, 4, 1), date(2023, 4, 1), ""), 10.0),
        (Span(date(2024, 4, 1), date(2025, 4, 1), ""), 8.0),
        (Span(date(2026, 4, 1), date(2027, 4, 1), ""), 8.0),
    ],
)
def test_the_path_before_at_between_and_after_its_steps(span, path):
    steps = [
        Point(Span(date(2024, 4, 1), date(2025, 4, 1), ""), 8.0),
        Point(Span(date(2020, 4, 1), date(2021, 4, 1), ""), 12.0),
    ]
    found = rules.path_at(steps, span)
    assert found is None if path is None else found == pytest.approx(path, abs=0.002)


@pytest.mark.parametrize(("months", "day"), [(0, date(2027, 4, 1)), (1, date(2027, 5, 1)), (9, date(2028, 1, 1))])
def test_a_period_can_be_judged_after_its_end_and_the_lag(months, day):
    assert rules.judgeable_on(Span(date(2026, 4, 1), date(2027, 4, 1), ""), months) == day


def test_a_ratio_is_as_far_from_none_at_two_as_at_a_half():
    assert gap_trend.gap_size(2.0, "RII") == pytest.approx(-gap_trend.gap_size(0.5, "RII"))
    assert gap_trend.gap_size(2.0, "SII") == 2.0


@pytest.mark.parametrize("polarity", ["low_good", "high_good"])
@pytest.mark.parametrize(("worse_by", "sign"), [(0.04, 0), (0.06, -1), (0.0, 1), (-0.04, 0), (-0.06, 1)])
def test_without_limits_what_prints_as_the_path_is_called_neither_worse_nor_better(polarity, worse_by, sign):
    way = 1 if polarity == "low_good" else -1
    told = replace(counted(30.0 + way * worse_by), decimals=1)
    assert rules.against_path(told, 30.0, polarity) == sign


@pytest.mark.parametrize(
    ("value", "alike", "sign"), [(30.4, 29.8, 0), (29.8, 30.4, 0), (30.4, 30.2, -1), (29.8, 29.9, 1)]
)
def test_without_limits_a_mean_on_either_side_of_the_path_is_on_neither(value, alike, sign):
    told = replace(counted(value), decimals=1, alike=alike)
    assert rules.against_path(told, 30.0, "low_good") == sign
    assert rules.against_path(replace(told, lower=29.9, upper=30.5), 30.0, "low_good") in (0, 1)


def test_a_standard_is_not_asked_of_pooled_years_that_roll_into_its_own():
    """28.0 for 2024 to 2026, with no baseline, was a path of 28.0 in 2022 to 2024, which was "off" it."""

    def pooled(first: int) -> Span:
        return Span(date(first, 1, 1), date(first + 3, 1, 1), f"{first} to {first + 2}")

    standard = [Point(pooled(2024), 28.0)]
    assert [rules.path_at(standard, pooled(first)) for first in (2022, 2023, 2024, 2025)] == [None, None, 28.0, 28.0]
