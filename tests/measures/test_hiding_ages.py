"""A reader sets measures of people of different ages side by side, age group by age group, and must not get far.

One measure counts everyone's attendances, another those of people of some ages, a third who of them was admitted:
where their age groups are the same ages they count the same, and one shows what the other hides. Linear programs over
the number at each age find all that follows of everything shown: nothing here is told by the code that hides.
"""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from oneplace.measures.hiding import Counts, hidden
from oneplace.place import SmallNumbers
from oneplace.population import age_starts, groups
from tests.measures.build import counts, key, measure

RULE = SmallNumbers(below=5)
BOUNDS = (0, 5, 10, 15, 17, 18, 20, 40, 60, 65, 75, 85)
ALL, CHILDREN, ADULTS, OF_WORKING_AGE = (0, None), (0, 17), (18, None), (18, 64)
OVER_60, OVER_65, OVER_75, MIDDLE, YOUNGEST, AT_SCHOOL = (60, None), (65, None), (75, None), (40, 74), (0, 4), (5, 16)
AGES = (ALL, CHILDREN, ADULTS, OF_WORKING_AGE, OVER_60, OVER_65, OVER_75, MIDDLE, YOUNGEST, AT_SCHOOL)
EVENTS = "activity_type = 'ed_attendance'"
ASKED = {
    "attended": ({"statistic": "count"}, EVENTS, "count"),
    "admitted": ({"statistic": "count"}, f"{EVENTS} and status = 'admitted'", "count"),
    "share": ({"statistic": "proportion", "numerator": "status = 'admitted'"}, EVENTS, "percent"),
    "rate": ({"statistic": "rate", "per": 1000}, EVENTS, "per_1000"),
}
ADMITTED, SENT_HOME, LIVED = np.eye(3, dtype=bool)
KINDS = {
    "attended": (ADMITTED | SENT_HOME,),
    "admitted": (ADMITTED,),
    "share": (ADMITTED | SENT_HOME, ADMITTED, SENT_HOME),
    "rate": (ADMITTED | SENT_HOME, LIVED),
}
"""What each measure counts, of the rows of a table: admitted, sent home, and people who lived there."""


def made(table, ages, what):
    """A measure's counts, and for each of its kinds and keys which cells of a table (3, ages) it adds up."""
    youngest, oldest = ages
    starts, among = age_starts(youngest, oldest), groups.Among(youngest, oldest)
    spans = [*pairwise((*starts, 999 if oldest is None else oldest + 1)), (youngest, oldest or 999)]
    keys = [*(replace(key(), dimension="age", group=groups.age(start, among)) for start in starts), key()]
    of = [[low <= bound and (bound < end or bound == end == oldest) for bound in BOUNDS] for low, end in spans]
    cells = np.array([[np.outer(kind, ages_) for ages_ in of] for kind in KINDS[what]])
    number = (cells * table).sum(axis=(-1, -2))
    there = [i for i, whom in enumerate(keys) if number[:, i].any() or whom == key()]
    keys, cells, number = [keys[i] for i in there], cells[:, there], number[:, there]
    compute, where, unit = ASKED[what]
    population = {"min_age": youngest} if oldest is None else {"min_age": youngest, "max_age": oldest}
    compute = compute | {"from": "record", "population": population, "events": {"table": "activity", "where": where}}
    tally = counts(list(zip(keys, number[0], number[1] if what == "share" else np.zeros(len(keys)), strict=True)))
    if what == "rate":
        tally = replace(tally, days=number[1] * 366.0)
    return Counts.of(tally, measure(compute, unit=unit).compute, RULE), cells.reshape(*number.shape, -1)


def side_by_side(table, some):
    return [made(np.array(table), ages, what) for ages, what in some]


def told(every, hide):
    """Small hidden counts of which fewer numbers are possible than the rule hides: whose, the count, least, most."""
    sums, values = [], []
    for (counted, cells), gone in zip(every, hide, strict=True):
        sums += [each for kind in cells for each in kind[~gone]]
        values += [each for kind in counted.kinds for each in kind[~gone]]
    shown = {"A_eq": np.array(sums, dtype=float), "b_eq": values} if sums else {}
    for (counted, cells), gone in zip(every, hide, strict=True):
        for kind, number in zip(cells, counted.kinds, strict=True):
            for i in np.flatnonzero(gone & (number > 0) & (number < RULE.below)):
                least, most = (linprog(sign * kind[i].astype(float), **shown) for sign in (1, -1))
                if most.status == 0 and -most.fun - least.fun < RULE.room - 1e-6:
                    yield counted.keys[i].group.code, number[i], round(least.fun, 6), round(-most.fun, 6)


def leaks(table, *some):
    every = side_by_side(table, some)
    return list(told(every, hidden([counted for counted, _ in every], {})))


NUMBERS = st.sampled_from([0, 0, 1, 3, 4, 6, 8, 12, 40, 300])
TABLES = st.tuples(*[st.lists(each, min_size=12, max_size=12)
                     for each in (NUMBERS, NUMBERS, st.sampled_from([1, 3, 6, 40, 2000, 2000, 2000]))])  # fmt: skip
SOME = st.lists(st.tuples(st.sampled_from(AGES), st.sampled_from(list(ASKED))), min_size=2, max_size=6, unique=True)


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(TABLES, SOME)
def test_no_small_number_follows_from_measures_of_any_ages(table, some):
    assert leaks(table, *some) == []


@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(TABLES, SOME, st.randoms())
def test_what_is_hidden_does_not_hang_on_the_order_of_measures(table, some, random):
    every = [counted for counted, _ in side_by_side(table, some)]
    order = random.sample(range(len(every)), len(every))
    again = hidden([every[i] for i in order], {})
    found = hidden(every, {})
    assert [again[order.index(i)].tolist() for i in range(len(every))] == [each.tolist() for each in found]


FALLS = [[0] * 12, [6, 6, 12, 100, 100, 100, 20, 40, 40, 40, 300, 3], [2000] * 12]


def test_an_age_group_that_one_measure_hides_another_does_not_show():
    """Three over 85: the measure of those over 65 hides the 40 with them, which that of everyone showed."""
    every = side_by_side(FALLS, ((ALL, "attended"), (OVER_65, "attended")))
    alone = [hidden([counted], {})[0] for counted, _ in every]
    assert ("85+", 3, 3, 3) in list(told(every, alone))  # what each by itself leaves over
    assert list(told(every, hidden([counted for counted, _ in every], {}))) == []


@pytest.mark.parametrize(
    ("table", "some"),
    [
        (
            [[0] * 12, [40, 40, 40, 40, 40, 40, 40, 40, 40, 40, 4, 300], [0] * 12],
            ((ALL, "attended"), (OF_WORKING_AGE, "attended"), (MIDDLE, "attended"), (ADULTS, "attended")),
        ),
        (
            [[0, 4, 6, 12, 12, 1, 0, 40, 6, 0, 40, 1], [1, 1, 1, 6, 4, 0, 40, 300, 4, 1, 3, 1], [2000] * 12],
            ((ALL, "admitted"), (ADULTS, "share"), (OVER_75, "admitted")),
        ),
    ],
)
def test_three_and_more_measures_tell_no_small_number(table, some):
    assert leaks(table, *some) == []


@pytest.mark.parametrize(("left", "hides"), [(3, True), (30, False)])
def test_what_two_counts_of_other_ages_differ_by_is_hidden_where_both_tell(left, hides):
    """Of those from 65 to 74 all but three were admitted, though neither measure counts only what the other does."""
    admitted = [30, 30, 30, 30, 30, 30, 30, 30, 30, 400 - left, 100, 60]
    table = [admitted, [60, 60, 60, 60, 60, 60, 60, 60, 60, left, 200, 140], [2000] * 12]
    found = hidden([counted for counted, _ in side_by_side(table, ((OVER_65, "attended"), (ALL, "admitted")))], {})
    assert bool(np.any(found[0]) or np.any(found[1])) is hides


@pytest.mark.slow
def test_where_every_age_has_many_nothing_is_hidden():
    every = side_by_side(
        [[40] * 12, [60] * 12, [2000] * 12], [(ages, what) for ages in AGES[:4] for what in ("share", "rate")]
    )
    assert not any(map(np.any, hidden([counted for counted, _ in every], {})))
