"""What became of a rise or fall: it still runs, it has ended, or it was one step; planted series and their words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from oneplace.progress import course, direction
from oneplace.progress.direction import Since
from oneplace.stats import Span
from tests.progress.test_direction import months, years

FELL = [9.6, 9.3, 9.0, 8.7, 8.4, 8.0]
SINCE = Since("falling", "April 2023")


def mirrored(series):
    return [
        replace(one, value=-one.value, lower=one.upper and -one.upper, upper=one.lower and -one.lower) for one in series
    ]


@pytest.mark.parametrize(
    ("since_then", "ended"),
    [
        ([8.3, 8.6, 8.7, 8.8, 8.7, 8.8], True),  # half a year on, half of it given back
        ([8.3, 8.6, 8.7, 8.8, 8.8], False),  # not yet half a year
        ([8.1, 8.3, 8.4, 8.5, 8.6, 8.7], False),  # less than half of it
        ([8.1, 8.3, 8.4, 8.5, 8.6, 8.7, 8.5, 8.5, 8.5, 8.5], True),  # ten months on, and no lower than before
        ([8.1, 8.3, 8.4, 8.5, 8.6, 8.7, 8.5, 8.5, 8.5], False),  # not yet ten months
        ([9.0, 9.0, 9.0, 8.1, 8.05, 8.1, 8.05, 8.1, 8.1, 8.1], False),  # ten months on, and lower than before
        ([8.2, 8.5, 8.3, 8.6, 8.5, 7.9], False),  # lower than ever
    ],
)
def test_a_fall_of_months_has_ended(since_then, ended):
    """Ambulances took 9.6 minutes, then 8.0, and 8.4 a year on: that was told as "falling since November 2024"."""
    series = months([*FELL, *since_then])
    told = course.turned(series, SINCE)
    assert (told.span.label if told else None) == ("September 2023" if ended else None)
    assert (course.turned(mirrored(series), Since("rising", "April 2023")) is None) is (told is None)


def test_quarters_have_half_years_of_two():
    found = course.turned(months([9.6, 9.0, 8.0, 8.2, 8.3, 8.4, 8.4], step=3), SINCE)
    assert found is not None
    assert found.value == 8.0
    assert course.turned(months([9.6, 9.0, 8.0, 8.6, 8.6, 8.2, 8.1], step=3), SINCE) is None


@pytest.mark.parametrize(
    ("values", "half", "ended"),
    [
        ([22.9, 25.1, 24.9, 29.5, 24.9, 28.1], 0.5, True),
        ([22.9, 25.1, 24.9, 29.5, 24.9, 28.1], 4.0, False),  # give or take four, 28.1 is not below 29.5
        ([22.9, 25.1, 24.9, 29.5, 24.9, 28.1], None, True),  # two years back
        ([22.9, 25.1, 24.9, 26.5, 29.5, 28.1], None, False),  # one year back, a fifth of the way
        ([22.9, 25.1, 24.9, 26.5, 29.5, 26.1], None, True),  # one year back, half of the way
        ([20.0, 24.0, 29.0, 29.5, 29.0], 0.1, False),  # beyond chance, and next to nothing
    ],
)
def test_of_years_the_limits_tell_where_they_are_known(values, half, ended):
    assert bool(course.turned(years(values, half), Since("rising", "2000"))) is ended


def test_of_two_that_share_years_no_end_is_told():
    series = years([9.0, 6.0, 5.0, 3.0, 4.0, 5.0], 0.1, spanning=3)
    assert course.turned(series, Since("falling", "2000")) is None


@pytest.mark.parametrize("word", ["no_clear_change", "not_known", "one_figure"])
def test_what_goes_no_one_way_does_not_end(word):
    series = months([*FELL, *FELL])
    assert course.turned(series, Since(word, None)) is None
    assert course.stepped(series, "monthly", Since(word, None), []) is None


def step(values, half, **more):
    series = years(values, half, **more)
    return course.stepped(series, "annual", direction.direction(series, "annual"), [])


def test_one_drop_of_years_is_a_step_and_no_fall():
    """Care homes admitted 1,533 of 100,000, then about 520 four years running: no fall since 2000."""
    series = years([1533.0, 532.0, 516.0, 536.0, 505.0], 40.0)
    assert course.stepped(series, "annual", Since("falling", "2000"), []) == course.Step("2000", 1533.0, "2001", 522.25)


def test_what_a_line_explains_nearly_as_well_is_no_step():
    """Of 100 straight slopes 13 were told as one step while a step had to be better by no more than its place costs."""
    assert step([31.0, 30.9, 28.2, 27.6], 1.1) is None
    assert step([31.0, 31.1, 28.0, 28.1], 1.1) is not None


def test_a_step_has_as_many_years_before_it_as_there_are():
    found = step([31.0, 31.1, 28.0, 28.1], 1.1)
    assert (found.before, found.since) == ("2000", "2002")
    assert (found.old, found.new) == (pytest.approx(31.05), pytest.approx(28.05))


@pytest.mark.parametrize(
    "values",
    [
        [43.2, 45.3, 47.7, 48.7, 49.1],  # a slope
        [60.0, 40.0, 38.0, 34.0, 30.0],  # a drop, and then a fall that goes on
        [30.0, 34.0, 38.0, 60.0, 61.0],  # a rise that went on before the jump
    ],
)
def test_what_goes_on_before_or_after_is_no_step(values):
    assert step(values, 1.0) is None


def test_of_values_that_share_years_no_step_is_told():
    assert step([31.0, 30.9, 28.2, 27.6, 27.5, 27.6, 27.5, 27.5], 0.4, spanning=3) is None


def test_one_value_beyond_all_before_it_is_neither_a_rise_nor_a_step():
    series = years([80.0, 80.2, 80.1, 80.3, 80.2, 80.4, 84.0], 1.0)
    assert direction.direction(series, "annual").word == "rising"
    assert course.course(series, "annual", []) == (("no_clear_change", "2000"), None, None)


def test_two_values_that_differ_are_no_level_at_rest():
    series = years([80.0, 80.0, 80.0, 80.0, 79.9, 83.0, 86.0], 0.5)
    assert course.course(series, "annual", []).word == "rising"
    assert course.course(years([80.0, 80.0, 80.0, 80.0, 79.9, 83.0, 83.2], 0.5), "annual", []).word == "stepped_up"


def charted(means, moved=None, values=None):
    """Signals of a monthly chart with a new level each twelve months."""
    rows = []
    for n, one in enumerate(months(values or [mean for mean in means for _ in range(12)])):
        first = months([0.0] * (n // 12 * 12 + 1))[-1].span.label
        rows.append(
            {"period_start": one.span.start, "period_end": one.span.end, "period_label": one.span.label,
             "value": one.value, "since": first, "mean": means[n // 12], "rules": "trend" if n == moved else "",
             "variation": "common_cause"}
        )  # fmt: skip
    return rows


MONTHS = months([31.8 + 0.1 * (n % 3) for n in range(12)] + [31.1 + 0.1 * (n % 3) for n in range(12)])
FALLING = Since("falling", "April 2023")
SLOPE = [32.4 - 0.05 * n + 0.1 * (n % 5) for n in range(24)]
"""A slow and even fall, of which nothing recurs each year."""


def test_a_step_of_months_is_where_the_chart_begins_anew_between_two_levels_at_rest():
    found = course.stepped(MONTHS, "monthly", FALLING, charted([31.9, 31.2]))
    assert found == course.Step("April 2023", 31.9, "April 2024", 31.2)


def test_a_slope_that_a_chart_takes_up_as_a_new_level_is_no_step():
    """A gentle slope of 36 months was told as one step in a fifth of series."""
    assert course.stepped(months(SLOPE), "monthly", FALLING, charted([31.9, 31.2], values=SLOPE)) is None


@pytest.mark.parametrize(("moved", "word"), [(None, "no_clear_change"), (3, "no_clear_change"), (20, "falling")])
def test_what_its_chart_says_has_stayed_at_a_level_does_not_fall(moved, word):
    """It "has stayed at about the same level since March 2025" and "has been falling since January 2025"."""
    told = course.course(months(SLOPE), "monthly", charted([31.9, 31.2], moved, SLOPE))
    assert (told.word, told.turn, told.step) == (word, None, None)
    assert course.course(months(SLOPE), "monthly", []).word == "falling"


@pytest.mark.parametrize("moved", [3, 20])
def test_a_level_that_moves_beyond_chance_is_no_side_of_a_step(moved):
    assert course.stepped(MONTHS, "monthly", FALLING, charted([31.9, 31.2], moved)) is None


def test_a_step_the_other_way_or_before_the_values_tested_explains_nothing():
    assert course.stepped(MONTHS, "monthly", FALLING, charted([31.2, 31.9])) is None
    assert course.stepped(MONTHS, "monthly", FALLING, charted([31.9])) is None
    assert course.stepped(MONTHS[-12:], "monthly", FALLING, charted([31.9, 31.2])) is None


BACK = [30, 32.7, 28.6, 27.4, 30.2, 28.4, 27.5, 32, 28.4, 30.2, 28.2, 35.4, 38.6, 28.2, 24.6, 22.9, 25.1, 20.9, 19.2,
        20.3, 21.5, 23.3]  # fmt: skip
"""22 months that fell, and had been back beyond where they began."""


@pytest.mark.parametrize(
    ("before", "told"), [(0, "April 2023"), (3, "May 2023"), (4, "June 2023"), (6, None)]
)  # 24 of 25 months and of 26 are as good as all, 24 of 28 are not
def test_one_span_has_one_answer_and_so_has_one_month_more(before, told):
    """Of the same 22 months: "no steady rise or fall since January 2025. Looking back to then, it has risen"."""
    series = months([*[31.0] * before, *BACK])
    found, run = course.course(series, "monthly", []), direction.run_of(series, "monthly")
    asked = direction.tested(series, "monthly")
    assert (found.word, run.word) == ("no_clear_change", "falling")
    one = course.one_answer(run, series, [(found.told, asked)])
    assert one == (("no_clear_change", told) if told else run)


def test_of_two_other_runs_the_one_told_first_answers_for_both():
    """Forty months, and the strategy's 39 of them."""
    series = months([31.0 + 0.1 * (at % 3) for at in range(40)])
    whole, own = Since("no_clear_change", "April 2023"), Since("rising", "May 2023")
    told = [(FALLING, series[-24:]), (whole, series)]
    assert course.one_answer(own, series[1:], told) == whole
    assert course.one_answer(own, series[8:], told) == own
    unknown = Since("not_known", None)
    assert course.one_answer(unknown, series[1:], told) == unknown


def test_a_direction_that_ended_leaves_the_run_of_the_same_span():
    assert course.one_answer(FALLING, MONTHS, [(Since("fell", "April 2023"), MONTHS)]) == FALLING


PATTERN = [0.0, 1.05, 2.0, 1.05, 0.0, -0.95, 3.0, 3.95, 2.0, 1.05, 0.1, 2.15]
"""A season of twelve months, which no rule of a control chart knows."""


def seasonal(slope, points=38, by=1.0):
    return [70 + slope * n + by * PATTERN[n % 12] for n in range(points)]


@pytest.mark.parametrize(("slope", "word"), [(0.15, "rising"), (-0.15, "falling")])
def test_what_a_chart_has_at_rest_by_its_season_alone_rises(slope, word):
    """Each of 26 months was 1.8 above the same one a year before, and "there was no steady rise or fall"."""
    values = seasonal(slope)
    means = [70.0 + slope * 12 * n for n in range(4)]
    assert course.course(months(values), "monthly", charted(means, values=values)).word == word


def test_a_season_that_stays_neither_rises_nor_ends():
    values = seasonal(0.0)
    found = course.course(months(values), "monthly", charted([70.0] * 4, values=values))
    assert (found.word, found.turn, found.step) == ("no_clear_change", None, None)


def test_what_only_its_season_gives_back_has_not_ended():
    """Half a year after the top of the year, half of the way is always given back."""
    at_its_low = months(seasonal(0.15, points=30, by=2.0))
    assert course.turned(at_its_low, Since("rising", "April 2023")) is not None
    assert course.course(at_its_low, "monthly", []).word == "rising"


def test_counts_on_a_day_of_each_year_are_years():
    """Days have no months: those of the middle of a month were a traceback, those of its end were months."""
    for day in (15, 31):
        spans = [Span(date(2018 + n, 3, day), date(2018 + n, 3, day) + timedelta(1), str(n)) for n in range(6)]
        told = [
            replace(one, span=span)
            for one, span in zip(years([22.9, 25.1, 24.9, 29.5, 24.9, 28.1]), spans, strict=True)
        ]
        assert course.turned(told, Since("rising", "0")).span.label == "3"  # two years back
        assert course.turned([*told[:4], replace(told[4], value=28.9)], Since("rising", "0")) is None
