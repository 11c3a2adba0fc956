"""Which body decides: no gap, no two, whatever the table; and a decision without quorum."""

from __future__ import annotations

from itertools import product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.delivery.which_body import Decider, Delegated, Meeting, Span, decider, decides, faults, must_withdraw
from oneplace.place.delegation import scheme_faults

TABLE = (
    Delegated("director", "spend", below=500_000),
    Delegated("cabinet", "spend", frozenset({"adult care", "public health"}), 500_000),
    Delegated("council", "budget"),
)
edges = st.sampled_from([0, 10, 20, 30, inf])


@st.composite
def rows(draw):
    low, high = sorted(draw(st.lists(edges, min_size=2, max_size=2, unique=True)))
    functions = draw(st.sampled_from([frozenset(), frozenset({"f"}), frozenset({"g"}), frozenset({"f", "g"})]))
    return Delegated(draw(st.sampled_from("abc")), draw(st.sampled_from(["s", "t"])), functions, low, high)


def test_each_resolves_to_one_body():
    assert decides(TABLE, "spend", "adult care", 499_999.99) == ("director",)
    assert decides(TABLE, "spend", "adult care", 500_000) == ("cabinet",)
    assert faults(TABLE, ["spend"], ["adult care", "public health"]) == []


def test_what_nobody_decides_and_what_two_do_is_found():
    both = (*TABLE, Delegated("board", "spend", frozenset({"adult care"}), 400_000, 600_000))
    assert faults(both, ["spend"], ["adult care"]) == [
        Span("spend", "adult care", 400_000, 500_000, ("director", "board")),
        Span("spend", "adult care", 500_000, 600_000, ("cabinet", "board")),
    ]
    (hole,) = faults(TABLE, ["spend"], ["leisure"])
    assert str(hole) == "spend, leisure, from £500,000: nobody decides it."
    (none,) = faults(TABLE, ["land"], ["leisure"])
    assert (none.from_, none.below, none.bodies) == (0, inf, ())


def test_a_hole_is_told_to_the_penny():
    (hole,) = faults([Delegated("a", "s", below=500_000), Delegated("b", "s", from_=500_000.01)], ["s"], ["f"])
    assert str(hole) == "s, f, from £500,000 to below £500,000.01: nobody decides it."


def test_a_value_that_was_not_said_is_asked_for_where_nobody_decides_some_of_them():
    table = [Delegated("a", "s", below=500_000)]
    assert decider(table, "s", "", None) == Decider((), ("its value",))
    assert decider(table, "s", "", 400_000) == Decider(("a",))
    assert decider(table, "s", "", 500_000) == Decider(())
    assert decider([Delegated("a", "s")], "s", "", None) == Decider(("a",))


@pytest.mark.slow
@given(st.lists(rows(), min_size=1, max_size=5), st.sampled_from(["f", "g"]))
def test_what_was_not_said_is_asked_for_exactly_where_it_makes_a_difference(table, function):
    ways = {decides(table, "s", function, value) for value in (0, 5, 10, 15, 20, 25, 30, 35)}
    found = decider(table, "s", function, None)
    assert found == (Decider(next(iter(ways))) if len(ways) == 1 else Decider((), ("its value",)))


def test_a_type_that_is_listed_for_some_functions_alone_is_decided_once_its_function_is_said():
    """Another function may be meant, and nobody decides that."""
    table = [Delegated("a", "s", frozenset({"f"}))]
    assert decider(table, "s", "", 10) == Decider((), ("its function",))
    assert decider(table, "s", "f", 10) == Decider(("a",))
    assert decider(table, "s", "g", 10) == Decider(())
    assert decider([*table, Delegated("b", "t", frozenset({"g"}))], "s", "", None) == Decider((), ("its function",))


def bodies_one_by_one(table, type_, function, value):
    found = []
    for row in table:
        is_in = len(row.functions) == 0 or function in row.functions
        if row.type == type_ and is_in and value >= row.from_ and value < row.below and row.body not in found:
            found.append(row.body)
    return tuple(found)


VALUES = (0, 5, 10, 15, 20, 25, 30, 35)
"""Each edge of the random tables, and a value between each two."""


@settings(max_examples=100)
@given(st.lists(rows(), max_size=5))
def test_each_type_function_and_value_slowly(table):
    """Every type, function and value, said or not, against a search through all that it could mean."""
    for type_ in ("s", "t"):
        for function in ("f", "g", "another", ""):
            for value in (*VALUES, None):
                functions = ("f", "g", "another") if function == "" else (function,)
                values = VALUES if value is None else (value,)
                grid = {(one, each): bodies_one_by_one(table, type_, one, each) for one in functions for each in values}
                answers = set(grid.values())
                if len(answers) == 1:
                    assert decider(table, type_, function, value) == Decider(answers.pop())
                    continue
                asks = []
                if any(grid[one, each] != grid[functions[0], each] for one in functions for each in values):
                    asks.append("its function")
                if any(grid[one, each] != grid[one, 0] for one in functions for each in values if value is None):
                    asks.append("its value")
                assert decider(table, type_, function, value) == Decider((), tuple(asks))


@settings(max_examples=100)
@given(st.lists(rows(), max_size=5))
def test_a_scheme_without_faults_gives_each_to_one_body_and_one_with_faults_does_not(table):
    if not table:
        return
    functions = sorted({one for row in table for one in row.functions}) or ["any"]
    types = {row.type for row in table}
    answers = [bodies_one_by_one(table, *one) for one in product(types, functions, VALUES)]
    assert all(len(bodies) == 1 for bodies in answers) is (scheme_faults(table) == [])


@given(st.lists(rows(), max_size=6), st.sampled_from(["s", "t"]), st.sampled_from(["f", "g"]), st.floats(0, 50))
def test_a_value_lies_in_a_fault_exactly_where_not_one_body_decides(table, type_, function, value):
    inside = [one for one in faults(table, [type_], [function]) if one.from_ <= value < one.below]
    bodies = decides(table, type_, function, value)
    assert [one.bodies for one in inside] == ([] if len(bodies) == 1 else [bodies])


@pytest.mark.parametrize("row", [Delegated("a", "s", from_=5, below=5), Delegated("a", "s", from_=-1)])
def test_a_row_of_no_values_is_refused(row):
    with pytest.raises(ValueError, match="nothing"):
        faults([row], ["s"], ["f"])


@pytest.mark.parametrize("value", [-1, float("nan")])
def test_a_value_that_is_none_is_refused(value):
    with pytest.raises(ValueError, match="can't be decided on"):
        decides(TABLE, "spend", "leisure", value)


@pytest.mark.parametrize(
    ("present", "withdrew", "quorate"),
    [("abc", "", True), ("ab", "", False), ("abx", "", False), ("abc", "c", False), ("abcd", "d", True)],
)
def test_guests_and_those_who_withdrew_make_no_quorum(present, withdrew, quorate):
    meeting = Meeting(3, frozenset("abcd"), frozenset(present), frozenset(withdrew))
    assert meeting.is_quorate is quorate


def test_who_has_an_interest_withdraws_unless_dispensed():
    interests = {"Alice": frozenset({"item 4"}), "Bob": frozenset({"item 4"}), "Charlie": frozenset({"item 5"})}
    assert must_withdraw(interests, "item 4", ["Bob"]) == {"Alice"}
