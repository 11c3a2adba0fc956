"""Like with like: what may be set against what, and when a difference is beyond chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from oneplace import stats
from oneplace.stats import Comparison, Figure, Of, Over, Span, Unlike, like_with_like, side

NUMBERS = st.floats(-1000, 1000)
WIDTHS = st.floats(0.01, 100)
OF = Of("falls", "per_100k", "falls/0", "65 and over")


def year(start: int) -> Span:
    return Span(date(start, 4, 1), date(start + 1, 4, 1), f"{start}/{(start + 1) % 100:02d}")


MARCH = Span(date(2025, 3, 1), date(2025, 4, 1), "March 2025")


def figure(value: float, lower: float | None = None, upper: float | None = None, **of: str) -> Figure:
    return Figure(year(2024), value, lower, upper, replace(OF, **of))


def around(value: float, half: float, **of: str) -> Figure:
    return figure(value, value - half, value + half, **of)


def sign(one: Figure, other: Figure, over: Over) -> int | None:
    found = like_with_like(one, other, over)
    assert isinstance(found, Comparison)
    return found.sign


@given(NUMBERS, NUMBERS, WIDTHS, WIDTHS)
def test_a_difference_turned_round_is_the_same_difference(one, other, a, b):
    here, there = around(one, a), around(other, b, area="E92")
    assert sign(here, there, Over.AREAS) == -sign(there, here, Over.AREAS)


@given(NUMBERS, NUMBERS, WIDTHS, WIDTHS)
def test_intervals_that_do_not_touch_differ_beyond_chance(one, other, a, b):
    assume(abs(one - other) > a + b + 1e-9)
    assert sign(around(one, a), around(other, b, area="E92"), Over.AREAS) == (1 if one > other else -1)


@given(st.integers(1, 99), st.integers(1, 99), st.integers(100, 5000), st.integers(100, 5000))
def test_one_figure_is_judged_as_an_array_of_them_is(a, b, n, m):
    one, other = stats.proportion([a], [n]), stats.proportion([b], [m])
    here, there = (
        figure(float(e.value[0]), float(e.lower[0]), float(e.upper[0]), area=area)
        for e, area in ((one, ""), (other, "E92"))
    )
    words = {1: "higher", 0: "similar", -1: "lower"}
    assert words[sign(here, there, Over.AREAS)] == stats.compare(one, other)[0]


@pytest.mark.parametrize(("away", "found"), [(4.99, 0), (5.0, 0), (5.01, 1), (7.0, 1)])
def test_the_limits_of_the_difference_decide_to_the_edge(away, found):
    """Half-widths of 3 and 4 towards each other make one of 5; those away from each other say nothing."""
    high = figure(100 + away, 97 + away, 150 + away)
    low = figure(100, 50, 104, area="E92")
    assert sign(high, low, Over.AREAS) == found
    assert sign(low, high, Over.AREAS) == -found


@pytest.mark.parametrize(("other", "found"), [(6.9, 1), (7.0, 0), (8.0, 0), (9.0, 0), (9.1, -1)])
def test_a_reference_without_limits_is_exact(other, found):
    here = figure(8, 7, 9)
    for over, reference in ((Over.AREAS, figure(other, area="E92")), (Over.GROUPS, figure(other, group="sex:F"))):
        assert sign(here, reference, over) == found
    assert sign(here, figure(other, other - 50, other + 50), Over.AIM) == found  # what was set has no error


@pytest.mark.parametrize("here", [figure(8), figure(8, 7), figure(8, None, 9), figure(8, 8, 8), figure(8, 9, 7)])
def test_a_figure_without_limits_or_room_between_them_is_not_judged(here):
    for over, reference in ((Over.AREAS, around(9, 0.1, area="E92")), (Over.AIM, figure(9))):
        found = like_with_like(here, reference, over)
        assert isinstance(found, Comparison)
        assert found.sign is None
        assert "No limits" in found.method


def test_in_time_both_need_limits():
    before = replace(around(9, 0.1), span=year(2023))
    assert sign(around(8, 0.1), before, Over.TIME) == -1
    assert sign(around(8, 0.1), replace(before, lower=None), Over.TIME) is None


@pytest.mark.parametrize("over", Over)
@pytest.mark.parametrize("name", ["measure", "unit", "definition", "population", "area", "group"])
def test_only_the_one_thing_that_is_compared_may_differ(over, name):
    spans = {Over.TIME: year(2023)}
    alike = {Over.AREAS: {"area": "E92"}, Over.GROUPS: {"group": "sex:F"}}.get(over, {})
    reference = replace(around(9, 0.1, **alike), span=spans.get(over, year(2024)))
    assert isinstance(like_with_like(around(8, 0.1), reference, over), Comparison)
    if name == over.value:
        return
    other = replace(reference, of=replace(reference.of, **{name: "another"}))
    found = like_with_like(around(8, 0.1), other, over)
    assert isinstance(found, Unlike)
    assert found.differ == (name,)
    assert name in found.why


@pytest.mark.parametrize("over", [Over.AREAS, Over.GROUPS])
def test_what_does_not_differ_in_what_is_compared_is_no_comparison(over):
    found = like_with_like(around(8, 0.1), around(9, 0.1), over)
    assert isinstance(found, Unlike)
    assert found.differ == (over.value,)


@pytest.mark.parametrize("over", [Over.AREAS, Over.GROUPS, Over.AIM])
@pytest.mark.parametrize("span", [MARCH, year(2023), Span(date(2024, 4, 1), date(2025, 3, 1), "eleven months")])
def test_a_year_is_not_set_against_a_month_that_ends_with_it_nor_against_another_year(over, span):
    alike = {Over.AREAS: {"area": "E92"}, Over.GROUPS: {"group": "sex:F"}}.get(over, {})
    found = like_with_like(around(8, 0.1), replace(around(9, 0.1, **alike), span=span), over)
    assert isinstance(found, Unlike)
    assert found.differ == ("period",)
    assert span.label in found.why
    assert "2024/25" in found.why


def rolling(start: int) -> Span:
    return Span(date(start, 1, 1), date(start + 3, 1, 1), f"{start} to {start + 2}")


def days(year: int, number: int) -> Span:
    return Span(date(year, 1, 1), date(year, 1, 1 + number), f"{number} days")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        (year(2024), year(2023), True),
        (year(2024), year(2019), True),
        (year(2023), year(2024), True),  # a leap year is a year
        (year(2024), year(2024), False),
        (year(2024), MARCH, False),
        (year(2024), Span(date(2023, 3, 1), date(2023, 4, 1), "March 2023"), False),
        (rolling(2022), rolling(2019), True),
        (rolling(2022), rolling(2020), False),  # they share 2022
        (
            Span(date(2026, 1, 1), date(2026, 1, 2), "1 January"),
            Span(date(2025, 1, 1), date(2025, 1, 2), "a day"),
            True,
        ),
        (
            Span(date(2026, 1, 1), date(2026, 1, 2), "1 January"),
            Span(date(2025, 1, 1), date(2025, 1, 8), "a week"),
            False,
        ),
    ],
)
def test_in_time_periods_are_equally_long_and_share_no_day(one, other, alike):
    found = like_with_like(replace(around(8, 0.1), span=one), replace(around(9, 0.1), span=other), Over.TIME)
    assert isinstance(found, Comparison) == alike


def test_what_nobody_says_what_it_is_of_is_compared_with_nothing():
    bare = Figure(year(2024), 8, 7, 9)
    assert isinstance(like_with_like(bare, bare, Over.AIM), Unlike)
    assert isinstance(like_with_like(around(8, 1), bare, Over.AIM), Unlike)


@pytest.mark.parametrize(
    ("lower", "upper", "found"),
    [(0.1, 1, 1), (0, 1, 0), (-1, 1, 0), (-1, 0, 0), (-1, -0.1, -1), (None, 1, None), (0.1, None, None)],
)
def test_on_which_side_of_nought_limits_lie(lower, upper, found):
    assert side(lower, upper) == found
    if lower is not None and upper is not None:
        assert side(lower + 5, upper + 5, of=5) == found


def test_a_limit_that_is_no_number_is_missing():
    assert side(np.nan, 1.0) is None
    assert side(-1.0, np.nan) is None


@pytest.mark.parametrize(
    ("here", "there", "over"),
    [
        (around(8, 0.1), around(9, 0.1, area="E92"), Over.AREAS),
        (around(8, 0.1), figure(9, area="E92"), Over.AREAS),
        (figure(8), around(9, 0.1, area="E92"), Over.AREAS),
        (around(8, 0.1), around(9, 0.1, unit="days"), Over.AREAS),
    ],
)
def test_what_comes_out_holds_the_two_that_were_compared(here, there, over):
    found = like_with_like(here, there, over)
    assert (found.figure, found.reference) == (here, there)
