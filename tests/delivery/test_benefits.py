"""Benefits of several schemes on one measure are counted once, and shared whatever the order."""

from __future__ import annotations

import re
from datetime import date
from math import fsum, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.delivery import Benefit, Claim, combine, overlapping, split
from tests.delivery import known

SHARES = st.lists(st.floats(0, 0.95), min_size=1, max_size=6)


@pytest.mark.parametrize("case", known.of("benefit"), ids=lambda case: case["id"])
def test_the_known_combinations(case):
    given_, expected = case["given"], case["expect"]
    found = combine(given_["base"], given_["reductions"])
    assert isclose(found.naive, expected["naive"], rel_tol=1e-9)
    assert isclose(found.combined, expected["combined"], rel_tol=1e-9)
    assert found.shares == pytest.approx(expected["shares"], rel=1e-9)
    assert split(given_["measured"], given_["reductions"]) == pytest.approx(expected["split_of_measured"], rel=1e-9)


@given(st.floats(0, 1e6), SHARES, st.randoms())
def test_together_they_do_no_more_than_each_alone_and_never_more_than_there_is(base, reductions, order):
    found = combine(base, reductions)
    assert found.combined <= found.naive * (1 + 1e-9) + 1e-9
    assert base * max(reductions) - 1e-9 <= found.combined * (1 + 1e-9)
    assert found.combined <= base
    turned = order.sample(reductions, len(reductions))
    assert isclose(combine(base, turned).combined, found.combined, rel_tol=1e-9, abs_tol=1e-9)


@given(SHARES)
def test_shares_add_up_to_all(reductions):
    found = fsum(combine(1.0, reductions).shares)
    assert isclose(found, 1.0) if any(reductions) else found == 0


@pytest.mark.parametrize(("base", "reductions", "told"), [
    (-1, [0.1], "The base is -1. Give what there is before anything is reduced, 0 or more."),
    (100, [1.0], "A reduction is 1.0. Give a share of the base from 0 to below 1 (15 % is 0.15)."),
    (100, [15], "A reduction is 15. Give a share of the base from 0 to below 1 (15 % is 0.15)."),
    (100, [-0.1], "A reduction is -0.1. Give a share of the base from 0 to below 1 (15 % is 0.15)."),
    (100, [float("nan")], "A reduction is nan. Give a share of the base from 0 to below 1 (15 % is 0.15)."),
])  # fmt: skip
def test_what_is_no_share_is_refused(base, reductions, told):
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        combine(base, reductions)


def claim(scheme, **more):
    return Claim(**({"scheme": scheme, "measure": "admissions", "reduction": 0.1, "start": date(2026, 4, 1),
                     "end": date(2027, 4, 1)} | more))  # fmt: skip


def names(claims):
    return sorted(sorted(one.scheme for one in group) for group in overlapping(claims))


def test_a_benefit_claimed_twice_under_two_names_is_found():
    assert names([claim("a"), claim("b"), claim("c", measure="stays")]) == [["a", "b"]]


def test_other_people_other_times_and_losses_do_not_overlap():
    assert names([claim("a", people=frozenset({"children"})), claim("b", people=frozenset({"older"}))]) == []
    assert names([claim("a"), claim("b", start=date(2027, 4, 1), end=date(2028, 4, 1))]) == []
    assert names([claim("a"), claim("b", kind=Benefit.DIS_BENEFIT)]) == []
    assert names([claim("a", people=frozenset({"children"})), claim("b")]) == [["a", "b"]]


def test_claims_overlap_through_another():
    early, late = {"end": date(2026, 9, 1)}, {"start": date(2026, 10, 1)}
    assert names([claim("a", **early), claim("b", **late), claim("c")]) == [["a", "b", "c"]]


def test_without_a_base_frozen_before_it_began_it_is_unproven():
    assert claim("a").unproven
    assert claim("a", baseline_frozen_on=date(2026, 4, 2)).unproven
    assert not claim("a", baseline_frozen_on=date(2026, 4, 1)).unproven
