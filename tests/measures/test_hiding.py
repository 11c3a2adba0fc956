"""Small numbers in a measure's breakdowns, months and neighbourhoods."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from oneplace.measures import tally
from oneplace.measures.hiding import Counts, hidden
from oneplace.place import SmallNumbers
from oneplace.population import groups
from tests.measures.build import counts, key, measure, proportion

RULE = SmallNumbers(below=5)
FIFTHS = {"N1": 1, "N2": 1, "N3": 2, "N4": 2}
COMPUTE = proportion().compute


def hide(rows, rule=RULE):
    return hidden([Counts.of(counts(rows), COMPUTE, rule)], FIFTHS)[0].tolist()


def test_both_sides_of_a_proportion_are_protected():
    men, women, unknown = key("sex", "M"), key("sex", "F"), key("sex", "not_known")
    assert hide([(men, 100, 50), (women, 200, 50), (unknown, 90, 50)]) == [False, False, False]
    assert hide([(men, 100, 98), (women, 200, 50), (unknown, 90, 50)]) == [True, False, True]  # two of a hundred didn't
    assert hide([(men, 3, 0), (women, 200, 50), (unknown, 90, 50)]) == [True, False, True]  # three people in all


def test_a_small_month_takes_another_of_its_year_with_it_as_the_year_is_known():
    months = [key(kind="month", start=date(2023, month, 1)) for month in range(4, 13)]
    rows = [(month, 100 + i, 50) for i, month in enumerate(months)]
    rows[4] = (months[4], 100, 3)
    found = hide(rows)
    assert found[4]
    assert sum(found) == 2
    other_year = [(key(kind="month", start=date(2022, 5, 1)), 100, 50)]
    assert not hide([*rows, *other_year])[-1]


def test_zeros_are_shown_unless_the_place_hides_them():
    rows = [(key("sex", "M"), 100, 0), (key("sex", "F"), 200, 60), (key("sex", "not_known"), 90, 50)]
    assert not any(hide(rows))
    assert hide(rows, SmallNumbers(below=5, zeros="suppressed")) == [True, False, True]


def test_a_hidden_fifth_does_not_follow_from_its_neighbourhoods():
    fifths = [(key("deprivation", fifth), n, n // 2) for fifth, n in ((1, 60), (2, 6), (3, 400), (4, 400), (5, 400))]
    homes = [(key("neighbourhood", name), n, n // 2) for name, n in (("N1", 28), ("N2", 32), ("N3", 6), ("N4", 0))]
    found = hide(fifths + homes)
    assert found[:5] == [True, True, False, False, False]  # 2 is small, 1 goes with it
    assert any(found[5:7])  # so 1's neighbourhoods can't all be shown
    assert found[7]


@pytest.mark.parametrize(
    ("homes", "hides"),
    [
        ((1, 1, 1, 1, 1, 1, 1), True),  # seven people in seven: one each
        ((2, 2, 1), True),  # none of them could be four
        ((3, 2, 1), False),  # each could be any from one to four
        ((2, 2, 8), False),  # one that is not small leaves room
    ],
)
def test_a_fifth_goes_that_leaves_its_hidden_neighbourhoods_no_room(homes, hides):
    names = {f"N{i}": 1 for i in range(len(homes))}
    fifths = [(key("deprivation", 1), sum(homes), 0), *((key("deprivation", i), 100 * i, 0) for i in range(2, 6))]
    rows = [*fifths, *((key("neighbourhood", name), n, 0) for name, n in zip(names, homes, strict=True))]
    found = hidden([Counts.of(counts(rows), COMPUTE, RULE)], names)[0].tolist()
    assert found[:5] == [hides, hides, False, False, False]  # and the smallest other one with it


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=5))
def test_with_the_total_known_no_hidden_group_stands_alone(pairs):
    rows = [(key("deprivation", i + 1), n + x, x) for i, (n, x) in enumerate(pairs)]
    found = np.array(hide(rows))
    totals = []
    for small in (lambda n, x: n, lambda n, x: x, lambda n, x: n - x):
        values = np.array([small(n, x) for _, n, x in rows])
        assert not any((values > 0) & (values < 5) & ~found)
        totals.append(values.sum())
    assert found.sum() != 1 or min(totals) < 5  # a total below five is hidden itself, so nothing follows from it


@pytest.mark.parametrize(("count", "small"), [(0, False), (1, True), (4, True), (5, False), (6, False)])
@pytest.mark.parametrize("side", ["numerator", "rest", "denominator"])
def test_the_number_itself_is_shown_and_one_below_it_is_not(count, small, side):
    n, x = {"numerator": (100, count), "rest": (100, 100 - count), "denominator": (count, 0)}[side]
    if side == "denominator" and count >= 5:
        x = 0
    rows = [(key("sex", "M"), n, x), (key("sex", "F"), 200, 60), (key("sex", "not_known"), 90, 50)]
    assert hide(rows)[0] is small


@pytest.mark.parametrize(("count", "small"), [(6, True), (7, False), (8, False)])
def test_a_measure_s_own_number_counts(count, small):
    rows = [(key("sex", "M"), 100, count), (key("sex", "F"), 200, 60), (key("sex", "not_known"), 90, 50)]
    assert hide(rows, SmallNumbers(below=7))[0] is small


@pytest.mark.parametrize(
    ("counts_", "rule", "found"),
    [
        ((2, 2, 30, 9), RULE, [1, 1, 0, 1]),  # 2 and 2 lie 2 above 1 and 1: neither could be 4
        ((3, 2, 30, 9), RULE, [1, 1, 0, 0]),
        ((2, 2, 30, 9), SmallNumbers(below=4), [1, 1, 0, 0]),
        ((1, 1, 30, 9), SmallNumbers(below=2), [1, 1, 0, 1]),
        ((3, 0, 30, 9), SmallNumbers(below=5, zeros="suppressed"), [1, 1, 0, 1]),
        ((4, 0, 30, 9), SmallNumbers(below=5, zeros="suppressed"), [1, 1, 0, 0]),
    ],
)
def test_every_hidden_count_could_be_any_that_the_rule_hides(counts_, rule, found):
    rows = [
        (key("ethnicity", name), 1000, n) for name, n in zip(("asian", "black", "mixed", "other"), counts_, strict=True)
    ]
    assert hide(rows, rule) == [bool(each) for each in found]


def test_measures_that_count_the_same_people_hide_the_same_groups():
    sexes = [key("sex", "F"), key("sex", "M"), key("sex", "not_known")]
    one = counts(list(zip(sexes, (600, 40, 3), (300, 20, 1), strict=True)))
    two = counts(list(zip(sexes, (600, 40, 3), (6, 5, 0), strict=True)))
    other = counts(list(zip(sexes, (600, 41, 30), (300, 20, 12), strict=True)))
    rows = [Counts.of(each, COMPUTE, RULE) for each in (one, two, other)]
    alone = [hidden([each], FIFTHS)[0].tolist() for each in rows]
    assert alone == [[False, True, True], [False, True, True], [False, False, False]]
    twice = counts(list(zip(sexes, (600, 40, 3), (598, 20, 1), strict=True)))  # two of 600 women: hides them as well
    together = hidden([*rows, Counts.of(twice, COMPUTE, RULE)], FIFTHS)
    assert [each.tolist() for each in together] == [[True] * 3, [True] * 3, [False] * 3, [True] * 3]


def test_what_was_hidden_before_is_hidden_again_and_where_the_same_people_are_counted():
    sexes = [key("sex", "F"), key("sex", "M"), key("sex", "not_known")]
    found = counts(list(zip(sexes, (600, 40, 50), (300, 20, 12), strict=True)))
    men = (date(2023, 4, 1), date(2024, 4, 1), "sex", "M")
    before = Counts.of(found, COMPUTE, RULE, {men})
    assert hidden([before], FIFTHS)[0].tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("people", "hides"), [(0.2, True), (4.0, True), (4.19, True), (4.99, True), (5.0, False), (0.0, False)]
)
def test_a_rate_among_few_people_is_hidden_and_another_with_it(people, hides):
    keys = [key("sex", "F"), key("sex", "M"), key("sex", "not_known")]
    days = np.array([600, 500, people]) * 366  # the year that began in April 2023 has a leap day
    found = replace(counts([(each, 0, 0) for each in keys]), days=days)
    rate = COMPUTE.model_copy(update={"statistic": "rate"})
    assert hidden([Counts.of(found, rate, RULE)], FIFTHS)[0].tolist() == [False, hides, hides]
    by_age = replace(found, n=np.zeros((3, 2)), days=np.stack([days / 2, days / 2], axis=1))
    assert hidden([Counts.of(by_age, rate, RULE)], FIFTHS)[0].tolist() == [False, hides, hides]
    assert not any(hidden([Counts.of(found, COMPUTE.model_copy(update={"statistic": "count"}), RULE)], FIFTHS)[0])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=3, max_size=6), st.sampled_from([3, 5, 8]))
def test_linear_programs_leave_every_small_count_possible(pairs, below):
    """The readers' knowledge: each line's totals, what is shown, and that a hidden count is at least one."""
    rows = [(key("deprivation", i + 1), n + x, x) for i, (n, x) in enumerate(pairs)]
    found = np.array(hide(rows, SmallNumbers(below=below)))
    for side in (lambda n, _: n, lambda _, x: x, lambda n, x: n - x):
        values = np.array([side(n, x) for _, n, x in rows], dtype=float)
        small = found & (values > 0) & (values < below)
        if not small.any() or found.all():
            continue  # where all is hidden there is nothing to set it against
        lowest = np.minimum(values, 1.0)[found]
        rest = values[found].sum()
        for i in np.flatnonzero(small[found]):
            aim = np.zeros(found.sum())
            aim[i] = -1
            highest = linprog(aim, A_eq=[np.ones(found.sum())], b_eq=[rest], bounds=[(low, None) for low in lowest])
            assert -highest.fun >= below - 1 - 1e-9


ATTENDED = {"events": {"table": "activity"}, "from": "record", "quantity": "case when status = 'attended' then 1 end"}


@pytest.mark.parametrize("statistic", ["mean", "ratio"])
@pytest.mark.parametrize("ones", [2, 498])
def test_a_mean_or_ratio_of_ones_and_noughts_tells_no_more_than_the_share_of_the_ones(statistic, ones):
    """Its value times those it is of is the number of ones: two of five hundred, or all but two."""
    share = counts([(key(), 900, ones + 298), (key("sex", "F"), 500, ones), (key("sex", "M"), 400, 298)])
    told = replace(share, total=share.x, squares=share.x, x=share.n)
    compute = measure(ATTENDED | {"statistic": statistic} | ({"out_of": "1"} if statistic == "ratio" else {})).compute
    of = [Counts.of(share, COMPUTE, RULE), Counts.of(told, compute, RULE)]
    assert [found.tolist() for found in hidden(of, FIFTHS)] == [[False, True, True]] * 2
    minutes = replace(told, total=share.x * 31, squares=share.x * 31**2)
    assert not hidden([Counts.of(minutes, compute, RULE)], FIFTHS)[0].any()


@pytest.mark.parametrize(("oldest", "hides"), [(19, True), (None, False)])
def test_a_standardised_rate_goes_where_it_would_tell_of_an_age_group_too_small_to_show(oldest, hides):
    """Two of four age groups hidden: with their sum, which is known, the rate's weights tell of both."""
    compute = measure(
        {"from": "record", "statistic": "rate", "events": {"table": "activity"}, "standardise": "ESP2013"}
        | {"population": {"max_age": oldest} if oldest else {}}
    ).compute
    among, number = groups.Among(0, oldest), len(tally.band_starts(compute))
    keys = [key(), *(replace(key(), dimension="age", group=groups.age(start, among)) for start in (0, 5, 10, 15))]
    of = np.zeros((5, number))
    of[range(1, 5), range(4)] = 2, 3, 40, 60
    of[0] = of.sum(axis=0)
    none = np.zeros(5)
    counted = tally.Tally(tuple(keys), of, none, none, none, np.where(of > 0, 366.0 * 5000, 0))
    assert hidden([Counts.of(counted, compute, RULE)], {})[0].tolist() == [hides, True, True, False, False]
