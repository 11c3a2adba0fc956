"""Which sums of several measures' counts are counts of certain rows, told from the definitions."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.place import relations, sides
from oneplace.place.relations import MOST
from tests.measures.build import measure

TYPES, STATUSES = ("ed", "gp", "call"), ("home", "admitted", "left")


def counted(where="TRUE", statistic="count", **population):
    compute = {
        "from": "record",
        "statistic": statistic,
        "events": {"table": "activity", "where": where},
        "population": population,
    }
    per = {"per": 1000} if statistic == "rate" else {}
    return measure({**compute, **per}, unit="count" if statistic == "count" else "per_1000").compute


def sums(*computes):
    """Each relation as the sign of every measure that it names, first sides only."""
    found = relations([sides(each)[:1] for each in computes])
    return [{which: term.sign for term in terms for which, _ in term.counted} for terms in found]


def test_several_that_have_nothing_in_common_are_taken_away_from_what_holds_them_all():
    parts = [counted(f"activity_type = 'ed' and {one}") for one in
             ("status = 'home'", "status = 'admitted'", "status in ('left', 'died')")]  # fmt: skip
    found = sums(counted("activity_type = 'ed'"), *parts)
    assert {0: 1, 1: -1, 2: -1, 3: -1} in found
    assert {0: 1, 1: -1, 3: -1} in found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("starts_with(source_code, 'I')", "starts_with(source_code, 'C')"),
        ("starts_with(source_code, 'I')", "source_code in ('C1', 'C2')"),
        ("quantity < 5", "quantity >= 5"),
        ("status = 'a' or status = 'b'", "status = 'c'"),
        ("status = 'a' and quantity > 4", "status = 'b' and quantity > 3"),
    ],
)
def test_conditions_that_cannot_both_hold_are_seen(one, other):
    assert {0: 1, 1: -1, 2: -1} in sums(counted(), counted(one), counted(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("starts_with(source_code, 'I')", "starts_with(source_code, 'I2')"),
        ("quantity < 5", "status = 'a'"),
        ("quantity < 5", "quantity in (1, 9)"),
        ("status = 'a' or status = 'b'", "status = 'b' or status = 'c'"),
    ],
)
def test_what_both_may_hold_of_is_not_taken_away_twice(one, other):
    assert {0: 1, 1: -1, 2: -1} not in sums(counted(), counted(one), counted(other))


def test_ages_that_overlap_tell_those_in_both():
    """Adults and under 75s less everybody: those from 18 to 74."""
    assert {0: -1, 1: 1, 2: 1} in sums(counted(), counted(min_age=18), counted(max_age=74))
    assert {0: 1, 1: -1, 2: -1} in sums(counted(), counted(min_age=75), counted(max_age=17))


def test_both_taken_away_and_what_they_share_added_again_is_who_is_neither():
    late, admitted = "quantity > 4", "status = 'admitted'"
    assert {0: 1, 1: -1, 2: -1, 3: 1} in sums(
        counted(), counted(late), counted(admitted), counted(f"{late} and {admitted}")
    )


def test_the_years_lived_by_some_are_set_beside_those_of_all():
    computes = [counted(f"activity_type = '{name}'", "rate", **ages) for name, ages in
                (("ed", {}), ("gp", {"max_age": 17}), ("call", {"min_age": 65}), ("gp", {}))]  # fmt: skip
    found = [{term.counted: term.sign for term in terms} for terms in relations([sides(each) for each in computes])]
    assert {((0, 1), (3, 1)): 1, ((1, 1),): -1, ((2, 1),): -1} in found  # one count, in both measures that show it


def test_of_many_there_is_an_end():
    found = sums(counted(), *(counted(f"quantity = {number}") for number in range(30)))
    assert len(found) >= MOST
    assert max(map(len, found)) > 1


def named(values, column):
    return st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(
        lambda some: f"{column} in ({', '.join(map(repr, some))})"
    )


DEFINITIONS = st.tuples(
    st.one_of(st.just("TRUE"), named(TYPES, "activity_type")),
    st.one_of(st.just("TRUE"), named(STATUSES, "status"), st.sampled_from([f"status <> '{one}'" for one in STATUSES])),
    st.sampled_from([{}, {"min_age": 18}, {"max_age": 74}, {"min_age": 75}]),
)


def holds(definition, row):
    kind, status, ages = definition
    is_type = kind == "TRUE" or repr(row[0]) in kind
    is_status = status == "TRUE" or (repr(row[1]) in status) is (" in " in status)
    return is_type and is_status and ages.get("min_age", 0) <= row[2] <= ages.get("max_age", 200)


@settings(max_examples=60, deadline=None)
@given(st.lists(DEFINITIONS, min_size=2, max_size=5))
def test_every_sum_counts_each_row_once_or_not_at_all(definitions):
    computes = [counted(f"{kind} and {status}", **ages) for kind, status, ages in definitions]
    for terms in relations([sides(each) for each in computes]):
        told = [sum(term.sign * holds(definitions[term.counted[0][0]], row) for term in terms)
                for row in product(TYPES, STATUSES, (5, 40, 90))]  # fmt: skip
        assert set(told) <= {0, 1}
