"""Level and direction, each with its date: from a process's chart, from ranks and from limits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.progress import direction, rules
from oneplace.progress.spans import Span, months_on
from oneplace.stats import Figure, Of

OF = Of("falls", "percent")
CIRCULATORY = [34.0, 32.6, 32.0, 32.2, 33.6, 34.3, 35.3, 36.5, 37.4]
WAITING = [
    *(68.8, 67.6, 68.3, 68.4, 67.7, 68.1, 67.7, 66.8, 65.8, 64.8, 64.5, 64.3),
    *(63.7, 63.4, 64.0, 63.3, 62.1, 61.1, 61.7, 63.0, 63.4, 63.1, 63.7, 63.3),
    *(63.5, 63.7, 63.5, 64.3, 64.6, 64.6, 64.8, 63.6, 64.1, 65.5, 65.0, 65.9),
]


def years(values, half=None, *, spanning=1, first=2000):
    return [
        Figure(
            Span(date(first + n, 1, 1), date(first + n + spanning, 1, 1), str(first + n)),
            value,
            None if half is None else value - half,
            None if half is None else value + half,
            OF,
        )
        for n, value in enumerate(values)
        if value is not None
    ]


def months(values, start=date(2023, 4, 1), step=1):
    found = []
    for n, value in enumerate(values):
        begin = months_on(start, n * step)
        if value is not None:
            found.append(Figure(Span(begin, months_on(begin, step), f"{begin:%B %Y}"), value, of=OF))
    return found


def signal(label, value, mean=10.0, *, since="first", variation="concern_high"):
    return {"period_label": label, "value": value, "mean": mean, "since": since, "variation": variation}


# --- direction now


def test_five_rises_running_are_a_rise_from_the_lowest_period():
    assert direction.direction(years(CIRCULATORY, 5.0, spanning=3), "annual") == ("rising", "2002")
    assert direction.direction(years([-v for v in CIRCULATORY], spanning=3), "annual") == ("falling", "2002")


def test_months_are_held_against_the_same_months_a_year_before():
    assert direction.direction(months(WAITING), "monthly") == ("rising", "September 2024")


def test_what_is_flat_has_no_clear_change_since_the_first_period_that_was_tested():
    assert direction.direction(years([5, 6, 5, 6, 5, 6, 5, 6, 5]), "annual") == ("no_clear_change", "2002")
    flat = months([5, 6, 5] * 12)
    assert direction.direction(flat, "monthly") == ("no_clear_change", "April 2024")


def test_only_the_latest_seven_values_tell_the_direction_of_years():
    fell = [90, 80, 70, 60, 50, 40, 30]
    assert direction.direction(years([*fell, 31, 32, 33, 34, 35, 36]), "annual") == ("rising", "2006")
    assert direction.direction(years([*fell, 31, 32, 33]), "annual")[0] == "no_clear_change"


def test_the_start_of_a_rise_may_lie_before_what_was_tested():
    assert direction.direction(years([9, 1, 2, 3, 4, 5, 6, 7, 8, 9]), "annual") == ("rising", "2001")
    assert direction.direction(years([9, None, 2, 3, 4, 5, 6, 7, 8, 9]), "annual") == ("rising", "2002")
    assert direction.direction(years([3, 3, 3, 4, 5, 6, 7, 8, 9]), "annual") == ("rising", "2002")


def test_limits_tell_a_change_that_is_too_short_for_ranks():
    assert direction.direction(years([47.7, 52.2, 52.9, 56.4, 55.3], 2.3), "annual") == ("rising", "2000")
    assert direction.direction(years([47.7, 52.2, 52.9, 56.4, 55.3]), "annual")[0] == "no_clear_change"
    assert direction.direction(years([47.7, 50.0, 52.2], 2.3), "annual") == ("rising", "2000")
    assert direction.direction(years([47.7, 50.0, 52.2], 9.0), "annual") == ("no_clear_change", "2000")


def test_two_values_tell_no_direction_only_whether_they_differ():
    """Two points have a line through them always: 47.7% and 52.2% were "rising since 2000"."""
    two = years([47.7, 52.2], 2.3)
    told = direction.direction(two, "annual")
    assert (told, direction.run_of(two, "annual").word) == (("no_clear_change", "2000"), "no_clear_change")
    assert direction.ends(two, told, charted=False) == ("higher", 47.7)


def test_a_single_figure_has_no_change_to_tell():
    assert direction.direction(years([5], 1), "annual") == ("one_figure", None)
    assert direction.run_of(years([5], 1), "annual") == ("not_known", None)


HUMP = [80.0, 84.0, 82.0, 83.0, 82.0, 80.0]


@pytest.mark.parametrize(
    ("last", "half", "word"),
    [
        (80.425, 0.3, "higher"),
        (80.424, 0.3, "similar"),
        (79.576, 0.3, "similar"),
        (79.575, 0.3, "lower"),
        (82.0, None, "not_known"),
        (80.0, None, "not_known"),
    ],
)
def test_the_newest_is_held_against_the_first_that_was_tested(last, half, word):
    """Half widths of 0.3 make one of 0.424 for the difference: the first or any limit decides, not the line."""
    series = years([70.0, *HUMP, last], half)
    since = direction.Since("no_clear_change", "2001")
    assert direction.ends(series, since, charted=False) == (word, 80.0)
    assert direction.ends(series, since, charted=True) == (None, 80.0)
    assert direction.ends(series, since._replace(word="rising"), charted=False) == (None, 80.0)


def test_periods_that_share_time_are_not_held_against_each_other():
    series = years([80.0, 82.0], 0.3, spanning=3)
    assert direction.ends(series, direction.Since("no_clear_change", "2000"), charted=False) == (None, 80.0)
    assert direction.ends(series, direction.Since("not_known", None), charted=False) == (None, None)


@pytest.mark.parametrize("series", [[], years([5, 9], 1, spanning=3), years([5, 9, 13, 20], spanning=3)])
def test_too_few_periods_tell_nothing(series):
    assert direction.direction(series, "annual") == ("not_known", None)
    assert direction.run_of(series, "annual") == ("not_known", None)


def test_limits_of_months_are_not_asked():
    """A month's limits say how few people it counts; the process moves more than that."""
    short = [replace(value, lower=value.value - 0.01, upper=value.value + 0.01) for value in months([1, 2, 3, 4])]
    assert direction.direction(short, "monthly") == ("not_known", None)


def test_quarters_are_held_against_the_same_quarters():
    seasonal = [5, 9, 1, 4]
    rising = [value + 2 * year for year in range(3) for value in seasonal]
    assert direction.direction(months(rising, step=3), "quarterly")[0] == "rising"
    assert direction.direction(months(seasonal * 3, step=3), "quarterly") == ("no_clear_change", "April 2023")


def test_where_the_two_tests_contradict_each_other_nothing_is_clear():
    jump = years([10, 11, 12, 13, 14, 15, 2], 5.0)
    tight = [*jump[:-1], replace(jump[-1], lower=1.99, upper=2.01)]
    tight[0] = replace(tight[0], lower=9.99, upper=10.01)
    assert direction.direction(years([10, 11, 12, 13, 14, 15, 2]), "annual")[0] == "no_clear_change"
    assert direction.direction(tight, "annual")[0] in ("falling", "no_clear_change")


def test_irregular_values_are_taken_in_their_order():
    days = [Figure(Span(date(y, 9, d), date(y, 9, d + 1), str(y)), v, of=OF) for y, d, v in
            ((2004, 1, 1.0), (2007, 4, 2.0), (2010, 3, 3.0), (2015, 5, 4.0), (2019, 26, 5.0))]  # fmt: skip
    assert direction.direction(days, "irregular") == ("rising", "2004")
    assert direction.direction(days, "annual") == ("rising", "2004")


@pytest.mark.parametrize(("last", "word"), [(15.01, "higher"), (14.99, "similar"), (5.01, "similar"), (4.99, "lower")])
def test_two_values_differ_where_their_limits_together_leave_out_none(last, word):
    """Half widths of 3 and 4 make one of 5 for the difference."""
    first, second = years([10, last], 3.0)
    both = [first, replace(second, lower=last - 4, upper=last + 4)]
    assert direction.ends(both, direction.direction(both, "annual"), charted=False).word == word


@pytest.mark.parametrize(("count", "since"), [(6, "2000"), (7, "2000"), (8, "2001"), (9, "2002")])
def test_of_years_seven_are_tested(count, since):
    assert direction.direction(years([5, 6] * 4 + [5])[:count], "annual") == ("no_clear_change", since)


@pytest.mark.parametrize(
    ("count", "since"), [(23, "April 2023"), (24, "April 2023"), (25, "May 2023"), (30, "October 2023")]
)
def test_of_months_two_years_are_tested(count, since):
    assert direction.direction(months(([5, 6, 5] * 10)[:count]), "monthly") == ("no_clear_change", since)


@pytest.mark.parametrize(
    ("count", "since"), [(11, "April 2023"), (12, "April 2023"), (13, "July 2023"), (14, "October 2023")]
)
def test_of_quarters_three_years_are_tested(count, since):
    assert direction.direction(months(([5, 6, 5] * 5)[:count], step=3), "quarterly") == ("no_clear_change", since)


ROSE = [5, 9, 8, 7, 6, 5, 4, 3, 2, 1, 2, 3, 6, 10, 9, 8, 7, 6, 5, 4, 3, 4, 3, 5]


@pytest.mark.parametrize(("lowest", "told"), [(11, ("rising", "March 2024")), (12, ("no_clear_change", "April 2023"))])
def test_a_rise_of_months_dates_from_a_month_a_year_ago_or_more(lowest, told):
    values = [0.7 if n == lowest else value for n, value in enumerate(ROSE)]
    assert direction.direction(months(values), "monthly") == told


@pytest.mark.parametrize(("back", "word"), [(1.1, "rising"), (1.0, "no_clear_change"), (0.9, "no_clear_change")])
def test_what_was_back_where_it_came_from_has_not_risen(back, word):
    """Answers to 999 calls of 58 seconds, 2, then 61 and 2 again were told as "falling since September 2024"."""
    values = [*ROSE[:20], back, *ROSE[21:]]
    assert direction.direction(months(values), "monthly").word == word
    fallen = direction.direction(months([-value for value in values]), "monthly").word
    assert fallen == word.replace("rising", "falling")


def test_what_ends_where_it_began_or_below_has_not_risen():
    """Most months are above the same month a year before, and the newest is the lowest of all."""
    values = [5, 9, 8, 7, 6, 5, 4, 3, 2, 1, 2, 3, 6, 10, 9, 8, 7, 6, 5, 4, 3, 4, 3, 0.7]
    assert direction.direction(months(values), "monthly") == ("no_clear_change", "April 2023")
    assert direction.run_of(months(values), "monthly") == ("no_clear_change", "April 2023")


def test_of_several_lowest_periods_the_latest_is_the_start():
    assert direction.direction(years([3, 3, 4, 5, 6, 7, 8]), "annual") == ("rising", "2001")
    assert direction.direction(years([-3, -3, -4, -5, -6, -7, -8]), "annual") == ("falling", "2001")


# --- over the whole series, and over the strategy's own period


def test_a_long_fall_is_a_fall_though_its_end_rises():
    series = years(
        [65, 63.2, 58.6, 57.8, 53.1, 50.5, 44.3, 39.1, 36.4, 38.7, 38.7, 37.5, *CIRCULATORY], 6.0, spanning=3
    )
    assert direction.run_of(series, "annual") == ("falling", "2000")
    assert direction.direction(series, "annual").word == "rising"


def test_the_strategys_run_takes_the_periods_that_lie_within_it():
    series = years([9, 8, 7, 6, 5, 6, 7, 8, 9, 10])
    own = direction.within(series, date(2004, 1, 1), date(2009, 1, 1))
    assert [value.span.label for value in own] == ["2004", "2005", "2006", "2007", "2008"]
    assert direction.run_of(own, "annual") == ("rising", "2004")
    assert len(direction.within(series, date(2004, 1, 2), date(2008, 12, 31))) == 3


# --- level


def test_the_level_is_that_of_the_charts_present_mean():
    old = signal("April", 3.0, 3.0, since="first")
    usual = [old, signal("May", 11.0, since="May", variation="common_cause")]
    assert direction.level([], usual, "low_good", "annual") == ("usual", "May")
    run = [old, signal("May", 9.0, since="May"), signal("June", 11.0, since="May"), signal("July", 12.0, since="May")]
    assert direction.level([], run, "low_good", "annual") == ("worse", "June")
    better = [{**row, "variation": "improvement_high"} for row in run]
    assert direction.level([], better, "high_good", "annual") == ("better", "June")


def test_a_run_ends_at_the_mean_at_a_missing_value_and_at_a_new_level():
    assert (
        direction.level([], [signal("A", 12.0), signal("B", 10.0), signal("C", 12.0)], "low_good", "annual").since
        == "C"
    )
    assert (
        direction.level([], [signal("A", 12.0), signal("B", None), signal("C", 12.0)], "low_good", "annual").since
        == "C"
    )
    assert direction.level([], [signal("A", 12.0, since="x"), signal("C", 12.0)], "low_good", "annual").since == "C"
    assert direction.level([], [signal("A", 12.0), signal("C", 12.0)], "low_good", "annual").since == "A"


def test_a_chart_that_is_not_judged_gives_no_level_and_context_has_none():
    assert direction.level(years([1, 9], 0.1), [signal("A", 12.0, variation=None)], "low_good", "annual") == (
        "not_known",
        None,
    )
    assert direction.level(years([1, 9], 0.1), [signal("A", 12.0)], "context", "annual") == ("context", None)


@pytest.mark.parametrize(
    ("values", "half", "found"),
    [
        ([47.7, 52.2, 55.3], 2.0, ("worse", "2000")),
        ([55.3, 52.2, 47.7], 2.0, ("better", "2000")),
        ([55.3, 52.2, 54.9], 2.0, ("usual", "2000")),
        ([55.3, 52.2, 47.7], None, ("not_known", None)),
        ([55.3], 2.0, ("not_known", None)),
        ([50.0, 99.0, 52.83], 2.0, ("worse", "2000")),
        ([50.0, 99.0, 52.82], 2.0, ("usual", "2000")),
        ([50.0, 99.0, 47.17], 2.0, ("better", "2000")),
        ([50.0, 99.0, 47.18], 2.0, ("usual", "2000")),
    ],
)
def test_without_a_chart_the_level_is_held_against_the_first_period(values, half, found):
    assert direction.level(years(values, half), [], "low_good", "annual") == found


def test_the_level_of_rolling_years_is_held_against_the_first_that_shares_no_year():
    """The same two that the direction names: one row never says both that it is above a level and that it is not."""
    assert direction.level(years([50.0, 99.0, 99.0, 99.0, 60.0], 2.0, spanning=3), [], "low_good", "annual") == (
        "worse",
        "2000",
    )
    assert direction.level(years([50.0, 99.0, 60.0], 2.0, spanning=3), [], "low_good", "annual") == ("not_known", None)


# --- laws

SERIES = st.lists(st.integers(1, 99), min_size=2, max_size=14)


@given(SERIES, st.sampled_from([None, 4.0]), st.sampled_from([1, 3]), st.integers(-50, 50))
def test_a_constant_more_leaves_direction_and_dates(values, half, spanning, more):
    one, other = years(values, half, spanning=spanning), years([v + more for v in values], half, spanning=spanning)
    for found in (direction.direction, direction.run_of):
        assert found(one, "annual") == found(other, "annual")


@given(SERIES, st.sampled_from([None, 4.0]), st.sampled_from([0.5, 4.0]))
def test_the_unit_does_not_matter(values, half, scale):
    one = years(values, half)
    other = years([v * scale for v in values], half and half * scale)
    assert direction.direction(one, "annual") == direction.direction(other, "annual")


@given(st.sampled_from(["rising", "falling", "no_clear_change", "not_known"]))
def test_the_other_polarity_turns_better_and_worse_round(word):
    other = {"better": "worse", "worse": "better"}
    low = rules.trend(word, "low_good")
    assert rules.trend(word, "high_good") == other.get(low, low)
    assert rules.trend(word, "context") == "context"
    assert rules.trend("rising", "high_good") == "better"


@pytest.mark.parametrize("value", [9.0, 10.0])
@pytest.mark.parametrize("polarity", ["low_good", "high_good"])
def test_a_trend_on_the_other_side_of_the_mean_puts_nothing_above_its_level(value, polarity):
    """Seven rises running that still lie below the mean, or have come to it, are not above the usual level."""
    found = "concern_high" if polarity == "low_good" else "improvement_high"
    rises = [signal(str(n), value - 6 + n, variation=found) | {"rules": "trend"} for n in range(7)]
    assert direction.level([], rises, polarity, "annual") == direction.Since("unsettled", "first")


def test_a_level_dates_from_the_first_point_that_the_chart_calls_more_than_chance():
    """Beds at 90.5% in July lay within the limits; only August's 88.6% did not."""
    beds = [signal("June", 12.0), signal("July", 9.0), signal("August", 6.0) | {"rules": "outside_limits"}]
    beds = [row | {"variation": "improvement_low"} for row in beds]
    assert direction.level([], beds, "low_good", "annual").since == "August"
    shift = [row | {"rules": "shift"} for row in beds[1:]]
    assert direction.level([], [beds[0], *shift], "low_good", "annual").since == "July"


def test_a_process_that_moved_has_not_stayed_at_its_level():
    still = [signal("May", 10.1, variation="common_cause"), signal("June", 9.9, variation="common_cause")]
    assert direction.level([], still, "low_good", "annual").word == "usual"
    moved = [still[0] | {"rules": "shift"}, still[1]]
    assert direction.level([], moved, "low_good", "annual") == direction.Since("unsettled", "first")
    before = [still[0] | {"rules": "shift", "since": "long ago"}, still[1]]
    assert direction.level([], before, "low_good", "annual").word == "usual"


@pytest.mark.parametrize(
    ("values", "half", "frequency", "word"),
    [
        ([26.8, 23.8], 1.0, "annual", "lower"),
        ([23.8, 26.8], 1.0, "annual", "higher"),
        ([26.8, 26.2], 1.0, "annual", "similar"),
        ([26.8, 23.8], None, "annual", "not_known"),
        ([26.8, 23.8], 1.0, "monthly", None),
        ([26.8, 23.8], 1.0, "irregular", "lower"),
    ],
)
def test_how_the_newest_year_stands_to_the_one_before(values, half, frequency, word):
    before, latest = years(values, half)
    assert direction.step(latest, before, frequency) == word


def test_of_a_longer_period_no_step_is_told():
    (before,), (latest,) = years([26.8], 1.0, spanning=3), years([23.8], 1.0, first=2003)
    assert direction.step(latest, before, "annual") is None
