"""Risks: levels at, below and above their scores; appetite met and passed; actions still open."""

from __future__ import annotations

import pytest

from oneplace.delivery import Level, highest_first, is_over_appetite, level, open_actions, score, score_words
from oneplace.place import Risk
from tests.delivery import known


def risk(key="R1", **fields):
    return Risk(id=key, cause="a", event="b", effect="c", **fields)


@pytest.mark.parametrize(
    ("pair", "called"),
    [
        (None, Level.NOT_SCORED),
        ((1, 1), Level.LOW),
        ((1, 3), Level.LOW),
        ((1, 4), Level.MODERATE),
        ((2, 2), Level.MODERATE),
        ((1, 5), Level.MODERATE),
        ((2, 3), Level.MODERATE),
        ((2, 4), Level.HIGH),
        ((3, 3), Level.HIGH),
        ((3, 4), Level.HIGH),
        ((3, 5), Level.EXTREME),
        ((4, 4), Level.EXTREME),
        ((5, 5), Level.EXTREME),
    ],
)
def test_a_level_begins_at_its_score(pair, called):
    assert level(pair) is called


@pytest.mark.parametrize(
    ("lowest", "below", "at"),
    [(4, Level.LOW, Level.MODERATE), (8, Level.MODERATE, Level.HIGH), (15, Level.HIGH, Level.EXTREME)],
)
def test_each_band_by_the_bare_score(lowest, below, at):
    """14 and 7 are no product of two numbers to 5, so the band's edge is asked for with one of them as 1."""
    assert level((1, lowest - 1)) is below
    assert level((1, lowest)) is at


def test_a_score_is_likelihood_times_consequence():
    assert score((3, 4)) == 12
    assert score(None) == 0
    assert score_words((3, 4)) == "12 (3 × 4)"
    assert score_words(None) == "not set"


@pytest.mark.parametrize(("appetite", "over"), [(11, True), (12, False), (13, False), (None, False)])
def test_an_appetite_that_is_met_exactly_is_not_passed(appetite, over):
    assert is_over_appetite(risk(current=(3, 4), appetite=appetite)) is over


def test_a_risk_without_a_score_is_not_over_its_appetite():
    assert not is_over_appetite(risk(appetite=1))


def test_open_actions_are_counted():
    actions = [{"text": "a"}, {"text": "b", "state": "done"}, {"text": "c", "state": "open"}]
    assert open_actions(risk(actions=actions)) == 2
    assert open_actions(risk(actions="not_set")) == 0
    assert open_actions(risk()) == 0


def test_the_highest_come_first_and_equals_stay_in_their_order():
    made = [risk("none"), risk("low", current=(1, 2)), risk("a", current=(3, 4)), risk("b", current=(4, 3))]
    assert [one.id for one in highest_first(made)] == ["a", "b", "low", "none"]


@pytest.mark.parametrize("case", known.of("risk"), ids=lambda case: case["id"])
def test_the_known_scores_and_bands(case):
    pairs = {one["id"]: (one["likelihood"], one["consequence"]) for one in case["given"]["risks"]}
    assert {key: score(pair) for key, pair in pairs.items()} == case["expect"]["score"]
    assert {key: level(pair).value for key, pair in pairs.items()} == case["expect"]["band"]
    over = [key for key, pair in pairs.items() if score(pair) > case["given"]["appetite"]]
    assert over == case["expect"]["outside_appetite"]
