"""Options by weighted criteria: ranking, ties, and the weight at which another one wins."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.delivery import Matrix, rank, winners
from tests.delivery import known


def matrix(of):
    return Matrix(tuple(of["options"]), tuple(of["criteria"]), tuple(map(tuple, of["scores"])), tuple(of["weights"]))


@pytest.mark.parametrize("case", known.of("mcda"), ids=lambda case: case["id"])
def test_the_known_rankings(case):
    of, expected = matrix(case["given"]), case["expect"]
    found = rank(of)
    assert [one.option for one in found] == expected["ranking"]
    assert {one.option: one.total for one in found} == pytest.approx(expected["total"], rel=1e-9)
    criterion = expected["sensitivity"]["criterion"]
    told = [{"from": one.first, "to": one.last, "option": one.options[0]} for one in winners(of, criterion)]
    assert [one["option"] for one in told] == [one["option"] for one in expected["sensitivity"]["winner"]]
    for ours, theirs in zip(told, expected["sensitivity"]["winner"], strict=True):
        assert (ours["from"], ours["to"]) == pytest.approx((theirs["from"], theirs["to"]), rel=1e-9)


def test_options_of_one_total_share_a_rank():
    found = rank(Matrix(("a", "b", "c"), ("x", "y"), ((1, 2), (2, 1), (0, 0)), (0.1, 0.1)))
    assert [(one.option, one.rank) for one in found] == [("a", 1), ("b", 1), ("c", 3)]


def test_a_tenth_is_a_tenth():
    found = rank(Matrix(("a", "b"), ("x", "y", "z"), ((0.1, 0.2, 0), (0, 0, 0.3)), (1, 1, 1)))
    assert {one.rank for one in found} == {1}


@given(
    st.lists(st.lists(st.integers(0, 10), min_size=3, max_size=3), min_size=1, max_size=5),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
    st.floats(0.01, 0.99),
)
def test_who_wins_at_a_weight_is_first_when_ranked_by_it(scores, weights, share):
    options = tuple(f"o{place}" for place in range(len(scores)))
    of = Matrix(options, ("x", "y", "z"), tuple(map(tuple, scores)), tuple(weights))
    spans = winners(of, "x")
    assert (spans[0].first, spans[-1].last) == (0, 1)
    assert all(a.last == b.first and a.options != b.options for a, b in pairwise(spans))
    if any(abs(share - one.first) < 1e-6 for one in spans):
        return
    rest = weights[1] + weights[2]
    turned = (share, (1 - share) * weights[1] / rest, (1 - share) * weights[2] / rest)
    moved = Matrix(options, of.criteria, of.scores, turned)
    inside = next(one for one in spans if one.first <= share <= one.last)
    best = max(one.total for one in rank(moved))
    first = {one.option for one in rank(moved) if one.total > best - 1e-9}
    assert set(inside.options) <= first


@pytest.mark.parametrize(("given_", "told"), [
    ((("a", "a"), ("x",), ((1,), (2,)), (1,)), "The option 'a' stands twice."),
    ((("a",), ("x", "x"), ((1, 2),), (1, 1)), "The criterion 'x' stands twice."),
    ((("a",), ("x",), ((1,),), (1, 2)), "There are 1 criteria and 2 weights."),
    ((("a", "b"), ("x",), ((1,),), (1,)), "There are 2 options and 1 rows of scores."),
    ((("a",), ("x",), ((1, 2),), (1,)), "'a' has 2 scores for 1 criteria."),
    ((("a",), ("x",), ((1,),), (0,)), "Weights are 0 or more, and not all 0."),
    ((("a",), ("x", "y"), ((1, 1),), (-1, 2)), "Weights are 0 or more, and not all 0."),
])  # fmt: skip
def test_a_matrix_that_does_not_fit_is_refused(given_, told):
    with pytest.raises(ValueError, match=f"^{re.escape(told)}$"):
        Matrix(*given_)


def test_a_criterion_must_be_there_and_leave_some_weight():
    of = Matrix(("a",), ("x", "y"), ((1, 2),), (1, 0))
    with pytest.raises(ValueError, match="'z' is none of the criteria x, y"):
        winners(of, "z")
    with pytest.raises(ValueError, match="All weight is on 'x'"):
        winners(of, "x")
