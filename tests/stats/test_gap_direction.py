"""The direction of a gap: the slope of a weighted line, beyond 1.96 of its errors, widened where points scatter."""

from __future__ import annotations

from datetime import date
from math import exp, sqrt

import pytest

from oneplace import stats
from oneplace.stats import Figure as Value
from oneplace.stats import Span

Z = 1.959963984540054


def gap(year, value, error, length=1):
    """A gap with its standard error, in a period from the first of January."""
    return Value(
        Span(date(year, 1, 1), date(year + length, 1, 1), str(year)), value, value - Z * error, value + Z * error
    )


def ratio(year, size, error):
    """A ratio whose logarithm has that size and error."""
    low, high = exp(size - Z * error), exp(size + Z * error)
    return Value(Span(date(year, 1, 1), date(year + 1, 1, 1), ""), exp(size), low, high)


def way(gaps, statistic="SII"):
    return stats.gap_direction(gaps, statistic).way


@pytest.mark.parametrize(("count", "found"), [(0, "not_known"), (1, "not_known"), (2, "not_known"), (3, "narrowing")])
def test_two_gaps_tell_no_direction_however_sure_and_three_say_since_when(count, found):
    told = stats.gap_direction([gap(2019 + at, 90.0 - 10 * at, 0.1) for at in range(count)], "absolute_gap")
    assert told == (found, "2019" if count == 3 else None, None)


@pytest.mark.parametrize(("part", "word"), [(0.999, "no_clear_change"), (1.001, "widening")])
@pytest.mark.parametrize("statistic", ["RII", "relative_gap"])
def test_ratios_are_compared_by_their_logarithms(part, word, statistic):
    """As three on a line (below): days 0, 365 and 730 with errors of 0.04."""
    sizes = [0.5 + at * 0.04 * sqrt(2) * Z * part / 2 for at in range(3)]
    assert way([ratio(2021 + at, size, 0.04) for at, size in enumerate(sizes)], statistic) == word
    assert way([ratio(2021 + at, -size, 0.04) for at, size in enumerate(sizes)], statistic) == word


@pytest.mark.parametrize(("part", "word"), [(0.995, "no_clear_change"), (1.005, "widening")])
def test_three_gaps_on_a_line_have_the_slopes_own_error(part, word):
    """Days 0, 365 and 730 with errors of 1: the slope's error is 1/√(2 × 365²), so the ends differ by √2 errors."""
    ends = sqrt(2) * Z * part
    line = [gap(2021, 50.0, 1), gap(2022, 50.0 + ends / 2, 1), gap(2023, 50.0 + ends, 1)]
    assert way(line) == word


@pytest.mark.parametrize(("part", "word"), [(0.99, "no_clear_change"), (1.01, "widening")])
def test_points_that_scatter_beyond_their_errors_widen_the_error(part, word):
    """A middle off the line by 3 leaves 3² × 2/3 over for one degree of freedom: Birge's ratio is √6."""
    ends = sqrt(2) * Z * sqrt(6) * part
    points = [gap(2021, 50.0, 1), gap(2022, 50.0 + ends / 2 + 3.0, 1), gap(2023, 50.0 + ends, 1)]
    assert way(points) == word


@pytest.mark.parametrize(("part", "word"), [(0.98, "no_clear_change"), (1.02, "widening")])
def test_of_four_gaps_the_scatter_is_shared_by_two_degrees_of_freedom(part, word):
    """Off the line by 2, -2, -2 and 2 leaves 16 over, 8 for each degree of freedom, and does not turn the line."""
    slope = Z / sqrt(5) * sqrt(8) * part
    points = [gap(2021 + n, 50.0 + n * slope + off, 1) for n, off in enumerate((2, -2, -2, 2))]
    assert way(points) == word


def test_a_gap_with_little_error_counts_for_more():
    """A wild first year with a wide interval does not hide that the two sure ones moved."""
    sure = [gap(2021, 5.0, 0.1), gap(2022, 6.0, 0.1)]
    assert way([gap(2020, 9.0, 5.0), *sure]) == "widening"
    assert way([gap(2020, 9.0, 0.1), *sure]) == "no_clear_change"


@pytest.mark.parametrize(
    ("first", "second", "word"),
    [
        ((10.0, 1), (20.0, 1), "widening"),
        ((-10.0, 1), (-20.0, 1), "widening"),
        ((-20.0, 1), (-10.0, 1), "narrowing"),
        ((20.0, 1), (10.0, 1), "narrowing"),
        ((-1.0, 1), (20.0, 1), "not_known"),
        ((-20.0, 1), (1.0, 1), "not_known"),
    ],
)
def test_widening_is_away_from_none_on_either_side(first, second, word):
    between = ((first[0] + second[0]) / 2, 1)
    assert way([gap(2021 + at, *each) for at, each in enumerate((first, between, second))]) == word


def bare(year, value, lower, upper):
    return Value(Span(date(year, 1, 1), date(year + 1, 1, 1), ""), value, lower, upper)


@pytest.mark.parametrize(
    ("odd", "statistic"),
    [
        (bare(2021, 90.0, None, 91.0), "SII"),
        (bare(2021, 90.0, 89.0, None), "SII"),
        (bare(2021, 90.0, 90.0, 90.0), "SII"),
        (bare(2021, 90.0, 91.0, 89.0), "SII"),
        (bare(2021, 0.5, 0.0, 9.0), "RII"),
        (bare(2021, 0.5, -1.0, 9.0), "relative_gap"),
    ],
)
def test_a_gap_without_limits_to_weigh_it_by_is_left_out(odd, statistic):
    with_two = [bare(2020, 2.0, 1.9, 2.1), odd, bare(2022, 3.0, 2.9, 3.1)]
    assert way(with_two, statistic) == "not_known"
    with_three = [*with_two, bare(2024, 4.0, 3.9, 4.1)]
    assert way(with_three, statistic) == "widening"


def test_a_ratio_just_above_nought_counts():
    low = bare(2021, 0.5, 0.001, 0.9)
    assert way([bare(2019, 2.0, 1.9, 2.1), bare(2020, 2.0, 1.9, 2.1), low], "RII") != "not_known"


def test_periods_with_one_middle_tell_no_direction():
    assert way([gap(2020, 1.0, 0.1), gap(2020, 9.0, 0.1), gap(2020, 5.0, 0.1)]) == "not_known"


def test_a_gap_that_turned_round_has_been_widening_only_since_then():
    """From 12 on one side over none to 16 on the other: it was closing until 2017."""
    gaps = [gap(2014 + at, 12.0 - 4 * at, 0.5) for at in range(8)]
    assert stats.gap_direction(gaps, "absolute_gap") == ("widening", "2018", "2018")
    assert stats.gap_direction(gaps[:6], "absolute_gap") == ("not_known", None, "2018")  # two of the new side
    assert stats.gap_direction(gaps[:4], "absolute_gap") == ("narrowing", "2014", None)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_gap_that_turned_round_is_neither_narrowing_nor_widening_across_none(sign):
    """-16, -8, -2, 6 and 14 was told as narrowing, 16, 8, 0, -8 and -20 as widening since it was at its largest."""

    def told(*values):
        return stats.gap_direction([gap(2021 + at, sign * each, 0.6) for at, each in enumerate(values)], "absolute_gap")

    assert told(-16.0, -8.0, -2.0, 6.0) == ("not_known", None, "2024")
    assert told(-16.0, -8.0, -2.0, 6.0, 14.0) == ("not_known", None, "2024")
    assert told(16.0, 8.0, 0.0, -8.0, -20.0) == ("not_known", None, "2024")
    assert told(16.0, 16.0, 16.0, 16.0, -34.0) == ("not_known", None, "2025")
    assert told(-16.0, -6.0, 4.0, 14.0, 24.0) == ("widening", "2023", "2023")
    assert told(-16.0, -6.0, 24.0, 14.0, 4.0) == ("narrowing", "2023", "2023")
    assert told(6.0, -6.0, 6.0, 6.2, 5.9) == ("no_clear_change", "2023", "2023")


def test_where_the_turn_may_be_chance_no_direction_leads_across_none():
    """Sure of its newest side, it is followed since it lies there; of neither side, it goes neither way."""
    closed = [gap(2018 + at, 9.0 - 2.5 * at, 1.5) for at in range(5)]  # to -1
    assert stats.gap_direction(closed, "SII") == ("not_known", None, None)
    opened = [gap(2018 + at, 1.0 - 2.5 * at, 1.5) for at in range(5)]  # to -9
    assert stats.gap_direction(opened, "SII") == ("widening", "2019", None)


@pytest.mark.parametrize("statistic", ["SII", "absolute_gap"])
def test_a_gap_widens_where_its_line_ends_further_from_none_than_it_begins(statistic):
    """By the side on which the mean lay a gap that went from 2 to -8 was narrowing; across none it isn't either."""
    for sign in (1, -1):
        closing = [gap(2014 + at, sign * (11.0 - 1.1 * at), 1.0) for at in range(10)]  # to 1.1
        opening = [gap(2014 + at, sign * (2.0 - 1.1 * at), 3.0 if at > 1 else 0.1) for at in range(10)]  # to -7.9
        assert (way(closing, statistic), way(opening, statistic)) == ("narrowing", "widening")


def test_a_gap_that_may_be_none_has_not_turned_round():
    assert stats.gap_direction([gap(2018 + at, 3.0 - at, 2.0) for at in range(5)], "SII").since == "2018"
