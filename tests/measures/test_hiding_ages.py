"""A reader sets measures of people of different ages side by side, age group by age group, and must not get far.

One measure counts everyone's attendances, another those of people of some ages: where their age groups are the same
ages they count the same, and one shows what the other hides. Linear programs over the number at each age find all that
follows of everything shown: nothing here is told by the code that hides.
"""

from dataclasses import replace

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
BOUNDS = (0, 5, 10, 15, 20, 40, 65, 75, 85)
ALL, OVER_65, OVER_75, MIDDLE = (0, None), (65, None), (75, None), (40, 74)
ATTENDED, ADMITTED = "activity_type = 'ed_attendance'", "activity_type = 'ed_attendance' and status = 'admitted'"


def number(at_each, ages, where=ATTENDED):
    """The counts of attendances of people of these ages, and for each count which of ``BOUNDS`` it adds up."""
    youngest, oldest = ages
    starts, among = age_starts(youngest, oldest), groups.Among(youngest, oldest)
    mine = [i for i, age in enumerate(BOUNDS) if age >= youngest and (oldest is None or age <= oldest)]
    parts = [[i for i in mine if low <= BOUNDS[i] < end] for low, end in zip(starts, (*starts[1:], 999), strict=True)]
    keys = [replace(key(), dimension="age", group=groups.age(start, among)) for start in starts]
    some = [
        (each, part)
        for each, part in zip([*keys, key()], [*parts, mine], strict=True)
        if at_each[part].sum() or part is mine
    ]
    population = {"min_age": youngest} if oldest is None else {"min_age": youngest, "max_age": oldest}
    compute = {"from": "record", "statistic": "count", "events": {"table": "activity", "where": where}}
    one = measure(compute | {"population": population}, unit="count").compute
    return Counts.of(counts([(each, at_each[part].sum(), 0) for each, part in some]), one, RULE), [p for _, p in some]


def told(at_each, every_age, alone=False):
    """Small hidden counts of which fewer numbers are possible than the rule hides: whose, the count, least, most."""
    made = [number(at_each, ages) for ages in every_age]
    counted = [each for each, _ in made]
    hide = [hidden([each], {})[0] for each in counted] if alone else hidden(counted, {})
    sums = [np.isin(range(len(BOUNDS)), part).astype(float) for _, parts in made for part in parts]
    gone, values = np.concatenate(hide), np.concatenate([each.kinds[0] for each in counted])
    shown = {"A_eq": np.array(sums)[~gone], "b_eq": values[~gone]} if (~gone).any() else {}
    names = [each.group.code for one in counted for each in one.keys]
    for i in np.flatnonzero(gone & (values > 0) & (values < RULE.below)):
        least, most = (linprog(sign * sums[i], **shown) for sign in (1, -1))
        if most.status == 0 and -most.fun - least.fun < RULE.room - 1e-6:
            yield names[i], values[i], least.fun, -most.fun


FALLS = np.array([6, 6, 12, 300, 20, 40, 40, 300, 3])


def test_an_age_group_that_one_measure_hides_another_does_not_show():
    """Three over 85: the measure of those over 65 hides the 40 with them, which that of everyone showed."""
    assert ("85+", 3, 3, 3) in list(told(FALLS, (ALL, OVER_65), alone=True))  # what each by itself leaves over
    assert list(told(FALLS, (ALL, OVER_65))) == []


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from([0, 1, 3, 4, 6, 8, 12, 40, 300]), min_size=9, max_size=9).map(np.array),
    st.sampled_from([OVER_65, OVER_75, MIDDLE]),
)
def test_no_small_number_follows_from_measures_of_other_ages(at_each, ages):
    assert list(told(at_each, (ALL, ages))) == []


@pytest.mark.parametrize(("left", "hides"), [(3, True), (30, False)])
def test_what_two_counts_of_other_ages_differ_by_is_hidden_where_both_tell(left, hides):
    """Of those from 65 to 74 all but three were admitted, though neither measure counts only what the other does."""
    attended = np.array([90, 90, 90, 90, 90, 90, 400, 300, 200])
    admitted = np.array([30, 30, 30, 30, 30, 30, 400 - left, 100, 60])
    wide, narrow = number(attended, OVER_65)[0], number(admitted, ALL, ADMITTED)[0]
    found = hidden([wide, narrow], {})
    assert bool(np.any(found[0]) or np.any(found[1])) is hides
