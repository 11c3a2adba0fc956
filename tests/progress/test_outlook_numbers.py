"""The numbers of an outlook are those of ``stats.forecast`` over the series, its holes, its bounds and its rhythm."""

from __future__ import annotations

from datetime import date
from math import inf, nan

import pytest

from oneplace.progress import Ambition, ForecastStatus, Span, Value, sentences
from oneplace.progress.direction import Since
from oneplace.progress.outlook import Outlook
from oneplace.progress.outlook import outlook as of_base
from oneplace.progress.rules import Point, Untold
from oneplace.progress.spans import months_on, next_span
from oneplace.stats import forecast, probability_of_meeting

STEP = {"annual": 12, "quarterly": 3, "monthly": 1}
END = {"annual": date(2021, 4, 1), "quarterly": date(2020, 7, 1), "monthly": date(2020, 5, 1)}


def spans(frequency, count):
    found = [Span(date(2020, 4, 1), END[frequency], "")]
    while len(found) < count:
        found.append(next_span(found[-1], frequency))
    return found


def series(values, frequency="annual"):
    """One period a value, from April 2020; None is a hole."""
    return [
        Value(span, value)
        for span, value in zip(spans(frequency, len(values)), values, strict=True)
        if value is not None
    ]


def ambition(target=None, ahead=2, of=8, *, frequency="annual", unit="percent", polarity="low_good"):
    """With a target so many periods after the last of the series."""
    about = sentences.About("Fewer", "Fewer?", "Falls", unit, polarity, frequency=frequency)
    aim = None if target is None else Point(spans(frequency, of + ahead)[-1], target)
    return Ambition("A1", about, "falls", frequency, 3, None, aim, None, (), (), None, None)


def outlook(values, wish):
    """As if it were said of the whole series that it goes the way from its first value to its last."""
    rises = values[-1].value > values[0].value
    return of_base(values, wish, Since("rising" if rises else "falling", values[0].span.label))


def told(found):
    return [(value.value, value.lower, value.upper) for value in found.values]


def expected(made):
    return [tuple(map(float, step)) for step in zip(made.value, made.lower, made.upper, strict=True)]


def wave(count):
    return [20.0 + 0.4 * at + 0.5 * (at % 2) for at in range(count)]


WAVE = wave(8)


@pytest.mark.parametrize(("frequency", "steps"), [("annual", 2), ("quarterly", 8), ("monthly", 24)])
def test_without_a_target_it_goes_on_two_years_by_the_series_own_rhythm(frequency, steps):
    values = wave(24)
    found = outlook(series(values, frequency), ambition(frequency=frequency))
    assert told(found) == expected(forecast(values, steps, frequency=frequency, minimum=0.0, maximum=100.0))
    assert (found.chance, found.status) == (None, ForecastStatus.NO_TARGET_SET)


def test_nothing_is_forecast_further_than_the_stretch_is_long():
    found = outlook(series([4.0, 5.0, 6.0, 7.0], "monthly"), ambition(frequency="monthly"))
    assert len(found.values) == 4


@pytest.mark.parametrize("frequency", ["annual", "quarterly", "monthly"])
def test_the_periods_forecast_follow_the_last_one_up_to_the_targets(frequency):
    found = outlook(series(WAVE, frequency), ambition(24.0, 3, frequency=frequency))
    assert [value.span for value in found.values] == spans(frequency, 11)[8:]


@pytest.mark.parametrize(
    ("values", "unit", "minimum", "maximum"),
    [
        (WAVE, "percent", 0.0, 100.0),
        (WAVE, "days", 0.0, inf),
        ([8.0, 6.0, 4.0, 3.0, 1.5, 1.0, 0.4, 0.0], "percent", 0.0, 100.0),
        ([8.0, 6.0, 4.0, 3.0, 1.5, 1.0, 0.4, -0.1], "percent", -inf, 100.0),
        ([91.0, 93.0, 95.0, 96.0, 98.0, 99.0, 99.5, 100.0], "percent", 0.0, 100.0),
        ([91.0, 93.0, 95.0, 96.0, 98.0, 99.0, 99.5, 100.1], "percent", 0.0, inf),
        ([91.0, 93.0, 95.0, 96.0, 98.0, 99.0, 99.5, 100.0], "days", 0.0, inf),
    ],
)
def test_it_stays_within_the_bounds_that_the_series_kept_to(values, unit, minimum, maximum):
    found = outlook(series(values), ambition(unit=unit))
    assert told(found) == expected(forecast(values, 2, minimum=minimum, maximum=maximum))


@pytest.mark.parametrize("values", [[60.0, 40.0, 28.0, 15.0, 2.0], [40.0, 60.0, 72.0, 85.0, 98.0]])
def test_what_never_was_none_or_all_is_not_forecast_to_become_it(values):
    """Nobody's forecast is that no older person moves into a care home, or that everyone is seen in time."""
    made = forecast(values, 2, minimum=0.0, maximum=100.0)
    assert {*made.value.tolist()} & {0.0, 100.0}
    found = outlook(series(values), ambition(unit="percent"))
    assert (found.values, found.chance) == ((), None)


def test_a_hole_is_a_missing_point_and_not_a_shorter_series():
    found = outlook(series([20.0, None, 22.0, 22.5, None, 23.5, 23.0, 24.0]), ambition())
    holed = [20.0, nan, 22.0, 22.5, nan, 23.5, 23.0, 24.0]
    assert told(found) == expected(forecast(holed, 2, minimum=0.0, maximum=100.0))


@pytest.mark.parametrize(("polarity", "way"), [("low_good", "decrease"), ("high_good", "increase")])
def test_the_chance_is_that_of_the_last_step_in_the_good_direction(polarity, way):
    made = forecast(WAVE, 3, minimum=0.0, maximum=100.0)
    found = outlook(series(WAVE), ambition(25.0, 3, polarity=polarity))
    assert found.chance == float(probability_of_meeting(made, 25.0, way)[-1])
    assert found.values[-1].value == float(made.value[-1])


@pytest.mark.parametrize(("count", "forecast_"), [(1, 0), (3, 0), (4, 2)])
def test_fewer_than_four_values_are_too_few(count, forecast_):
    found = outlook(series(WAVE[:count]), ambition(20.0, 2, of=count))
    assert len(found.values) == forecast_
    assert (found.chance is None) is (forecast_ == 0)
    assert (found.status is ForecastStatus.NOT_KNOWN) is (forecast_ == 0)


@pytest.mark.parametrize(("ahead", "steps", "known"), [(7, 7, True), (8, 8, True), (9, 2, False), (30, 2, False)])
def test_it_reaches_as_far_ahead_as_the_series_goes_back(ahead, steps, known):
    found = outlook(series(WAVE), ambition(20.0, ahead))
    assert len(found.values) == steps
    assert (found.chance is not None) is known


def test_what_is_neither_good_nor_bad_has_no_chance_and_is_not_met():
    ahead = outlook(series(WAVE), ambition(25.0, 2, polarity="context"))
    assert (len(ahead.values), ahead.chance, ahead.status) == (2, None, ForecastStatus.NOT_KNOWN)
    come = outlook(series(WAVE), ambition(26.0, 0, polarity="context"))
    assert come.status is ForecastStatus.NOT_KNOWN
    assert come.chance is None


@pytest.mark.parametrize(
    ("first", "values", "target", "status"),
    [
        (date(2020, 4, 1), [10.0, *[12.0] * 11], 11.9, ForecastStatus.MET),
        (date(2020, 4, 1), [10.0, *[12.0] * 11], 11.8, ForecastStatus.MISSED),
        (date(2020, 4, 1), [10.0, *[12.0] * 11, 0.0], 11.8, ForecastStatus.MISSED),
        (date(2020, 3, 1), [0.0, 10.0, *[12.0] * 11], 11.8, ForecastStatus.MISSED),
        (date(2020, 3, 1), [12.2, 11.8] * 6, 12.0, ForecastStatus.LIKELY),
    ],
)
def test_the_twelve_months_of_the_targets_year_alone_decide_by_their_mean(first, values, target, status):
    """Their mean is 11.83. A month before the year or after it counts for nothing; eleven of them decide nothing.

    Of the last, eleven have a mean of 11.98, so the twelfth may be as high as 12.2.
    """
    year = Span(date(2020, 4, 1), date(2021, 4, 1), "2020/21")
    about = sentences.About("Fewer", "Fewer?", "Falls", "days", "low_good", frequency="monthly")
    aim = Ambition("A1", about, "falls", "monthly", 3, None, Point(year, target), None, (), (), None, None)
    months = [Span(first, months_on(first, 1), "")]
    while len(months) < len(values):
        months.append(next_span(months[-1], "monthly"))
    assert outlook([Value(*pair) for pair in zip(months, values, strict=True)], aim).status is status


def a_year_of_months(*values, target, start=date(2019, 4, 1), year=2021):
    aim = Point(Span(date(year, 4, 1), date(year + 1, 4, 1), f"{year}/{year - 1999}"), target)
    about = sentences.About("Fewer", "Fewer?", "Falls", "days", "low_good", frequency="monthly")
    wish = Ambition("A1", about, "falls", "monthly", 3, None, aim, None, (), (), None, None)
    spans_ = [Span(start, months_on(start, 1), "April 2019")]
    while len(spans_) < len(values):
        spans_.append(next_span(spans_[-1], "monthly"))
    return outlook([Value(span, v) for span, v in zip(spans_, values, strict=True) if v is not None], wish)


@pytest.mark.parametrize("known", [0, 1, 11])
def test_the_chance_of_a_years_target_is_that_of_its_mean_and_what_is_known_of_it_counts(known):
    values = wave(24 + known)
    found, rest = a_year_of_months(*values, target=23.0), 12 - known
    mean = forecast(values, rest, frequency="monthly", minimum=0.0, weights=[[1 / rest] * rest])
    to_beat = (12 * 23.0 - sum(values[24:])) / rest
    assert found.chance == pytest.approx(float(probability_of_meeting(mean, to_beat, "decrease")[0]), abs=1e-12)
    assert [value.span.label for value in found.values][-1] == "March 2022"
    columns = found.columns()
    assert columns["forecast_label"] == "2021/22"
    assert columns["forecast"] == pytest.approx((sum(values[24:]) + rest * float(mean.value[0])) / 12)
    assert columns["forecast_lower"] < columns["forecast"] < columns["forecast_upper"]


def test_of_a_year_of_which_a_month_is_missing_there_is_no_chance():
    assert a_year_of_months(*wave(27), target=23.0).chance is not None
    holed = a_year_of_months(*wave(24), 30.0, None, 31.0, target=23.0)
    assert (holed.chance, holed.over_target) == (None, None)
    assert holed.values


def test_columns_tell_the_last_step_and_the_chance():
    last = Value(Span(date(2027, 4, 1), date(2028, 4, 1), "2027/28"), 3.0, 2.0, 4.0)
    first = Value(Span(date(2026, 4, 1), date(2027, 4, 1), "2026/27"), 5.0, 4.0, 6.0)
    assert Outlook((first, last), 0.4, ForecastStatus.UNCERTAIN).columns() == {
        "forecast": 3.0,
        "forecast_lower": 2.0,
        "forecast_upper": 4.0,
        "forecast_label": "2027/28",
        "forecast_untold": None,
        "chance": 0.4,
    }
    assert Outlook((), None, ForecastStatus.NOT_KNOWN, untold=Untold.TURNED).columns() == {
        **dict.fromkeys(("forecast", "forecast_lower", "forecast_upper", "forecast_label", "chance")),
        "forecast_untold": "turned",
    }
