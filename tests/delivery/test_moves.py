"""A milestone that moves pushes what comes after it where the link would be broken, and pulls nothing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.days import working_days_after
from oneplace.delivery import Dated, move
from tests.delivery import known

MONDAY = date(2026, 6, 1)


@pytest.mark.parametrize("case", known.of("slip"), ids=lambda case: case["id"])
def test_the_known_slips(case):
    given_, expected = case["given"], dict(case["expect"])
    milestones = [Dated(one["id"], date.fromisoformat(one["due"]), tuple(map(tuple, one["after"])))
                  for one in given_["milestones"]]  # fmt: skip
    found = move(milestones, {given_["moved"]["id"]: date.fromisoformat(given_["moved"]["to"])})
    assert found.caused == expected.pop("caused")
    assert found.working_days == expected.pop("working_days_moved")
    assert {key: day.isoformat() for key, day in found.days.items()} == expected


def test_the_chain_leads_to_the_root_cause():
    chain = [Dated("c", MONDAY, (("b", 1),)), Dated("b", MONDAY, (("a", 1),)), Dated("a", MONDAY)]
    found = move(chain, {"a": working_days_after(MONDAY, 5)})
    assert found.chain("c") == ("c", "b", "a")
    assert found.chain("a") == ("a",)


def test_what_moves_earlier_pulls_nothing_and_a_link_that_was_broken_before_is_left():
    found = move([Dated("a", MONDAY), Dated("b", MONDAY, (("a", 5),))], {"a": date(2026, 5, 26)})
    assert found.days["b"] == MONDAY
    assert found.caused == {}
    assert found.working_days == {"a": -4}


@given(st.integers(0, 40), st.integers(0, 10), st.integers(0, 10), st.integers(0, 30), st.integers(0, 30))
def test_no_follower_is_earlier_and_none_later_than_its_link_asks(slip, first, second, room, more):
    a, b = MONDAY, working_days_after(MONDAY, room)
    c = working_days_after(b, more)
    milestones = [Dated("a", a), Dated("b", b, (("a", first),)), Dated("c", c, (("b", second), ("a", first)))]
    found = move(milestones, {"a": working_days_after(a, slip)})
    for one in milestones[1:]:
        assert found.days[one.id] >= one.due
        if one.id in found.caused:
            assert found.days[one.id] == max(working_days_after(found.days[before], lag) for before, lag in one.after)


@pytest.mark.parametrize(
    ("to", "lag", "then"),
    [
        (date(2026, 12, 25), 0, date(2026, 12, 25)),
        (date(2026, 12, 27), 1, date(2026, 12, 29)),
        (date(2026, 12, 27), -1, date(2026, 12, 23)),
        (date(2026, 12, 24), -1, date(2026, 12, 23)),
    ],
)
def test_a_day_off_has_the_place_of_the_working_day_before_it(to, lag, then):
    found = move([Dated("a", MONDAY), Dated("b", date(2026, 7, 1), (("a", lag),))], {"a": to})
    assert found.days["b"] == then


def test_one_that_moves_within_its_agreed_days_pushes_what_was_meant_to_follow_sooner():
    agreed = [Dated("a", date(2026, 6, 19)), Dated("b", date(2026, 6, 19), (("a", 0),))]
    found = move(agreed, {"a": date(2026, 6, 17), "b": date(2026, 6, 12)})
    assert (found.days["b"], found.caused) == (date(2026, 6, 17), {"b": "a"})


def test_an_unknown_milestone_cannot_move():
    with pytest.raises(ValueError, match="'b' is to be moved, and is not there"):
        move([Dated("a", MONDAY)], {"b": MONDAY})
