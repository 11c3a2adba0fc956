"""Where an ambition is heading: what is forecast how far, and what decides once the target's date has come."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.progress import Ambition, ForecastStatus, Span, Value, sentences
from oneplace.progress.direction import Since, direction
from oneplace.progress.outlook import outlook as of_base
from oneplace.progress.rules import Point, Untold
from oneplace.progress.spans import moved_on, next_span


def year(start: int) -> Span:
    return Span(date(start, 4, 1), date(start + 1, 4, 1), f"{start}/{(start + 1) % 100:02d}")


def ambition(target=None, until=2027, *, polarity="low_good", frequency="annual", unit="percent") -> Ambition:
    about = sentences.About("Fewer", "Are there fewer?", "Falls", unit, polarity, frequency=frequency)
    aim = None if target is None else Point(year(until), target)
    return Ambition("A1", about, "falls", frequency, 3, None, aim, None, (), (), None, None)


def series(*values: float, first: int = 2016) -> list[Value]:
    return [Value(year(first + number), value) for number, value in enumerate(values)]


def outlook(values, wish):
    """By the direction that is said of the values."""
    return of_base(values, wish, direction(values, wish.frequency) if values else Since("not_known", None))


FALLING = series(*(20.0 - number for number in range(10)))  # 2016/17 to 2025/26, at 11.0


def labels(found) -> list[str]:
    return [value.span.label for value in found.values]


def test_it_is_forecast_to_the_targets_period():
    found = outlook(FALLING, ambition(9.0, 2027))
    assert labels(found) == ["2026/27", "2027/28"]
    assert found.columns()["forecast_label"] == "2027/28"
    assert found.columns()["forecast"] == found.values[-1].value
    assert found.values[-1].lower < found.values[-1].value < found.values[-1].upper


def test_without_a_target_it_is_forecast_two_years_on_and_no_chance_is_told():
    found = outlook(FALLING, ambition())
    assert labels(found) == ["2026/27", "2027/28"]
    assert found.chance is None
    assert found.status is ForecastStatus.NO_TARGET_SET


def test_an_easy_target_is_likely_and_a_far_one_unlikely():
    easy, far = outlook(FALLING, ambition(15.0)), outlook(FALLING, ambition(1.0))
    assert easy.status is ForecastStatus.LIKELY
    assert far.status is ForecastStatus.UNLIKELY
    assert easy.chance > 0.75
    assert far.chance < 0.25


def test_where_higher_is_better_the_chances_turn_round():
    low, high = outlook(FALLING, ambition(10.0)), outlook(FALLING, ambition(10.0, polarity="high_good"))
    assert low.chance + high.chance == pytest.approx(1.0)


@pytest.mark.parametrize(("until", "told"), [(2029, True), (2030, True), (2031, False)])
def test_nothing_is_forecast_further_ahead_than_the_series_reaches_back(until, told):
    """Five values, the last of 2025/26: five years ahead is 2030/31."""
    five = series(20.0, 19.0, 18.5, 17.0, 16.0, first=2021)
    found = outlook(five, ambition(15.0, until))
    assert (found.chance is not None) is told
    if not told:
        assert found.status is ForecastStatus.NOT_KNOWN
        assert labels(found) in ([], ["2026/27", "2027/28"])


@pytest.mark.parametrize(
    ("target", "polarity", "status"),
    [
        (11.0, "low_good", ForecastStatus.MET),
        (10.9, "low_good", ForecastStatus.MISSED),
        (11.1, "low_good", ForecastStatus.MET),
        (11.0, "high_good", ForecastStatus.MET),
        (11.1, "high_good", ForecastStatus.MISSED),
    ],
)
def test_once_the_targets_period_has_a_value_that_value_decides(target, polarity, status):
    found = outlook(FALLING, ambition(target, 2025, polarity=polarity))
    assert found.status is status
    assert found.values == ()
    assert found.chance is None
    assert {value for name, value in found.columns().items() if name != "forecast_untold"} == {None}


def test_a_miss_that_could_be_chance_is_not_told():
    sample = [*FALLING[:-1], Value(year(2025), 11.0, 10.0, 12.0)]
    assert outlook(sample, ambition(10.5, 2025)).status is ForecastStatus.CANNOT_BE_TOLD
    assert outlook(sample, ambition(9.9, 2025)).status is ForecastStatus.MISSED


def test_a_value_after_the_targets_date_does_not_stand_for_it():
    assert outlook(FALLING, ambition(12.0, 2024)).status is ForecastStatus.MET
    assert outlook(FALLING, ambition(11.5, 2024)).status is ForecastStatus.MISSED


def test_where_the_targets_period_is_over_and_has_no_value_nobody_can_tell():
    """Else what comes after it reads as on the path to a day that is past."""
    without = [value for value in FALLING if value.span != year(2024)]
    found = outlook(without, ambition(11.5, 2024))
    assert (found.status, found.untold, found.values) == (ForecastStatus.CANNOT_BE_TOLD, Untold.MISSING, ())


def months(*values: float) -> list[Value]:
    spans = [Span(date(2025, 4, 1), date(2025, 5, 1), "April 2025")]
    while len(spans) < len(values):
        spans.append(next_span(spans[-1], "monthly"))
    return [Value(span, value, value - 1, value + 1) for span, value in zip(spans, values, strict=True)]


def test_of_several_values_in_the_targets_period_the_mean_decides_with_limits_of_its_own():
    """Each month's limits are 1 away: the mean's, of twelve apart, are 0.29 away."""
    year_of_months = months(*([10.0] * 6 + [12.0] * 6))
    assert outlook(year_of_months, ambition(11.0, 2025, frequency="monthly")).status is ForecastStatus.MET
    assert outlook(year_of_months, ambition(10.8, 2025, frequency="monthly")).status is ForecastStatus.CANNOT_BE_TOLD
    assert outlook(year_of_months, ambition(10.7, 2025, frequency="monthly")).status is ForecastStatus.MISSED


def test_a_year_that_still_goes_on_decides_nothing():
    eleven = months(*([10.0] * 11))
    assert outlook(eleven, ambition(11.0, 2025, frequency="monthly")).status is not ForecastStatus.MET


def test_a_share_stays_between_nought_and_a_hundred():
    near = series(91.0, 93.0, 95.0, 96.0, 98.0, 99.0, 99.5, 99.9)
    rising = outlook(near, ambition())
    assert all(value.upper <= 100.0 for value in rising.values)
    counts = outlook(near, ambition(unit="per_1000"))
    assert any(value.upper > 100.0 for value in counts.values)
    falling = outlook(series(9.0, 7.0, 5.0, 4.0, 2.0, 1.0, 0.5, 0.1), ambition(unit="per_1000"))
    assert all(value.lower >= 0.0 for value in falling.values)


def test_what_may_fall_below_nought_is_not_stopped_there():
    found = outlook(series(3.0, 2.0, 1.0, 0.0, -1.0, -2.0, -3.0, -4.0), ambition(unit="score"))
    assert found.values[-1].value < -4.0


UNEVEN = [value for value in FALLING if value.span != year(2020)]


def test_what_comes_at_uneven_steps_is_not_forecast():
    found = outlook(UNEVEN, ambition(9.0, frequency="irregular"))
    assert found.values == ()
    assert found.status is ForecastStatus.NOT_KNOWN
    assert found.untold is Untold.IRREGULAR


def half_years(*values):
    """Half-years from April 2023, with limits of 1 on either side."""
    at = Span(date(2023, 4, 1), date(2023, 10, 1), "April 2023 to September 2023")
    return [Value(moved_on(at, 6 * number), value, value - 1, value + 1) for number, value in enumerate(values)]


def test_values_that_follow_each_other_at_even_steps_are_forecast_whatever_their_file_calls_them():
    """Half-years can only be declared as irregular; a forecast goes on by half-years."""
    found = outlook(half_years(20.0, 19.1, 18.2, 17.0, 16.1, 15.2), ambition(frequency="irregular"))
    assert labels(found) == [
        *("April 2026 to September 2026", "October 2026 to March 2027"),
        *("April 2027 to September 2027", "October 2027 to March 2028"),
    ]
    assert [value.value for value in found.values] == pytest.approx([14.2, 13.3, 12.3, 11.3], abs=0.3)
    assert labels(outlook(FALLING, ambition(9.0, frequency="irregular"))) == labels(outlook(FALLING, ambition(9.0)))


def test_periods_that_do_not_follow_each_other_are_not_forecast():
    odd = [*FALLING[:-1], Value(Span(date(2025, 6, 1), date(2026, 6, 1), "odd"), 11.0)]
    assert outlook(odd, ambition(9.0)).values == ()


def test_a_year_without_a_value_is_no_reason_not_to_forecast():
    without = [value for value in FALLING if value.span != year(2020)]
    assert labels(outlook(without, ambition(9.0))) == ["2026/27", "2027/28"]


@pytest.mark.parametrize("target", [None, 9.0])
def test_of_no_values_nothing_is_forecast(target):
    found = outlook([], ambition(target))
    assert found.values == ()
    assert found.chance is None
    assert found.columns()["forecast"] is None


def test_context_has_a_forecast_and_no_chance():
    found = outlook(FALLING, ambition(9.0, polarity="context"))
    assert labels(found) == ["2026/27", "2027/28"]
    assert found.chance is None
    assert found.status is ForecastStatus.NOT_KNOWN


@pytest.mark.parametrize(
    ("day", "told"), [(date(2028, 3, 31), True), (date(2028, 4, 1), False), (date(2028, 4, 2), False)]
)
def test_a_forecast_is_told_until_its_period_is_over(day, told):
    """Two years on from 2025/26: 2027/28, over on 1 April 2028."""
    for found, status in (
        (outlook(FALLING, ambition()), ForecastStatus.NO_TARGET_SET),
        (outlook(FALLING, ambition(11.0)), ForecastStatus.NOT_KNOWN),
    ):
        ahead = found.ahead_of(day)
        assert len(found.values) > 1
        expected = (found.values[-1:], found.chance, found.status) if told else ((), None, status)
        assert (ahead.values, ahead.chance, ahead.status) == expected


def test_of_a_forecast_only_what_is_not_over_is_told():
    found = outlook(FALLING, ambition())
    last = found.values[-1].span
    assert found.ahead_of(found.values[0].span.end).values == found.values[1:]
    assert found.ahead_of(date(found.values[0].span.end.year, 1, 1)) == found
    assert found.ahead_of(last.start).values == found.values[-1:]


# --- one base for the direction that is told and for what is forecast of it

TURNED_UP = series(*(34.0 - 2 * number for number in range(9)), 18.5, 19.0, 20.0, 21.0, 22.5, 23.0, first=2011)


def test_what_rises_is_not_forecast_to_fall_as_it_did_before():
    """Early deaths fell for years and rise since: the fall is no part of what goes on."""
    told = direction(TURNED_UP, "annual")
    assert (told.word, told.since) == ("rising", "2019/20")
    found = of_base(TURNED_UP, ambition(), told)
    values = [value.value for value in found.values]
    assert TURNED_UP[-1].value < values[0] < values[1]


@pytest.mark.parametrize("word", ["no_clear_change", "not_known", "one_figure"])
def test_without_a_direction_nothing_is_forecast(word):
    found = of_base(FALLING, ambition(9.0), Since(word, "2016/17"))
    assert (found.values, found.chance, found.status) == ((), None, ForecastStatus.NOT_KNOWN)
    assert found.untold is (Untold.NO_DIRECTION if word == "no_clear_change" else Untold.TOO_FEW)
    assert of_base(FALLING, ambition(), Since(word, None)).status is ForecastStatus.NO_TARGET_SET


def test_what_has_turned_is_not_forecast():
    back = series(20.0, 18.0, 16.0, 14.0, 12.0, 13.0, 14.0)
    assert of_base(back, ambition(9.0), Since("falling", "2016/17")).untold is Untold.TURNED
    assert of_base(FALLING, ambition(9.0), Since("fell", "2016/17")).untold is Untold.TURNED


@pytest.mark.parametrize("word", ["stepped_up", "stepped_down"])
def test_a_step_goes_on_nowhere(word):
    found = of_base(FALLING, ambition(9.0), Since(word, "2016/17"))
    assert (found.values, found.untold) == ((), Untold.STEPPED)


def test_a_stretch_of_three_values_is_too_short_to_go_on_from():
    assert of_base(FALLING, ambition(9.0), Since("falling", "2023/24")).untold is Untold.TOO_SHORT
    assert of_base(FALLING, ambition(9.0), Since("falling", "2022/23")).values


def test_the_reason_is_told_where_the_outlook_has_no_forecast():
    over = [*FALLING[:-1], Value(year(2025), 11.0, 10.0, 12.0)]
    assert outlook(over, ambition(10.5, 2025)).untold is Untold.CHANCE
    assert outlook(FALLING, ambition(11.0, 2025)).untold is None
    assert outlook(UNEVEN, ambition(9.0, frequency="irregular")).untold is Untold.IRREGULAR
    assert outlook(FALLING, ambition()).ahead_of(date(2030, 1, 1)).untold is Untold.PAST
    assert outlook(FALLING, ambition()).untold is None


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ((51.1, 48.9, 38.9, 36.8), Untold.MAY_BE_STEP),
        ((31.0, 30.9, 28.2, 27.6), Untold.MAY_BE_STEP),
        ((51.1, 46.9, 41.9, 36.8), None),
    ],
)
def test_a_slope_that_may_be_one_step_does_not_go_on(values, why):
    years = [Value(year(2021 + at), one, one - 0.02 * one, one + 0.02 * one) for at, one in enumerate(values)]
    found = outlook(years, ambition(20.0, 2026))
    assert direction(years, "annual").word == "falling"
    assert found.untold is why
    assert bool(found.values) is (why is None)
    assert (found.chance is None) is (why is not None)


def test_the_value_of_the_targets_own_period_is_what_decides():
    past, mean = (
        outlook(FALLING, ambition(11.5, 2024)),
        outlook(months(*([10.0] * 6 + [12.0] * 7)), ambition(11.5, 2025, frequency="monthly")),
    )
    assert past.decides == next(value for value in FALLING if value.span == year(2024))
    assert (mean.decides.value, mean.decides.span.label) == (11.0, year(2025).label)
    assert outlook(FALLING, ambition(4.0, 2030)).decides is None
