"""The matrix and its bands counted from the rows, movement, and what is wrong with a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.delivery import Level, level, score
from oneplace.delivery.heatmap import Movement, Row, alike, bands, cells, faults, movement, over_appetite

pairs = st.tuples(st.integers(1, 5), st.integers(1, 5))
TODAY = date(2026, 11, 1)
GOOD = Row((4, 5), (3, 4), (2, 4), date(2027, 3, 1), 8, 1, date(2026, 9, 1))


@given(st.dictionaries(st.text(max_size=3), st.none() | pairs))
def test_every_risk_is_in_one_cell_and_one_band(scores):
    made = cells(scores)
    assert [(one.likelihood, one.consequence) for one in made[:6]] == [(5, 1), (5, 2), (5, 3), (5, 4), (5, 5), (4, 1)]
    assert sorted(key for one in made for key in one.risks) == sorted(key for key, pair in scores.items() if pair)
    for one in made:
        assert one.score == one.likelihood * one.consequence
        assert all(level(scores[key]) is one.level for key in one.risks)
    counted = bands(scores)
    assert sum(one.count for one in counted) == len(scores)
    for band in counted[:-1]:
        assert band.count == sum(len(one.risks) for one in made if one.level is band.level)


def test_the_table_of_bands_is_that_of_the_levels():
    assert [(one.level, one.lowest, one.highest) for one in bands({})] == [
        (Level.EXTREME, 15, 25),
        (Level.HIGH, 8, 12),
        (Level.MODERATE, 4, 6),
        (Level.LOW, 1, 3),
        (Level.NOT_SCORED, 0, 0),
    ]


@pytest.mark.parametrize(
    ("history", "went"),
    [
        ([(3, 4)], Movement.NEW),
        ([None, None, (3, 4)], Movement.NEW),
        ([(3, 4), (3, 4)], Movement.SAME),
        ([(3, 4), (4, 3)], Movement.SAME),
        ([(5, 5), (2, 2), (2, 2), (2, 2), (2, 3)], Movement.UP),
        ([(3, 4), None, (2, 4)], Movement.DOWN),
        ([], Movement.NEW),
        ([(3, 4), None], Movement.NEW),
    ],
)
def test_movement_is_over_the_last_three_periods(history, went):
    assert (movement(history) if history else Movement.NEW) is went


def test_a_good_row_has_no_fault():
    assert faults(GOOD, TODAY) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"inherent": (2, 4)}, ["Its score now is above the one without controls."]),
        ({"target": (5, 3), "appetite": None}, ["Its target is above its score now."]),
        ({"target": None}, ["Its target score is not set."]),
        ({"target_by": None}, ["Its target has no day."]),
        ({"appetite": 6}, ["Its target of 8 is above the appetite of 6."]),
        ({"current": (4, 4), "open_actions": 0}, ["It is extreme and nothing is being done."]),
        ({"current": (4, 4), "open_actions": 1}, []),
        ({"reviewed": date(2026, 7, 31)}, ["Its review is late."]),
        ({"reviewed": date(2026, 8, 1)}, []),
        ({"reviewed": None}, ["It was never reviewed."]),
    ],
)
def test_what_is_wrong_with_a_row_is_told(changed, said):
    assert faults(replace(GOOD, **changed), TODAY) == said


def test_a_score_that_meets_the_appetite_is_within_it():
    rows = {"a": replace(GOOD, current=(2, 4)), "b": replace(GOOD, current=(3, 3)), "c": replace(GOOD, current=(5, 5))}
    assert over_appetite(rows) == ["c", "b"]
    assert over_appetite({"d": replace(GOOD, appetite=None)}) == []
    assert score((3, 3)) > 8


def test_risks_in_much_the_same_words_are_found():
    texts = {"a": "beds close for want of nurses", "b": "beds close for want of nurses today", "c": "money", "d": ""}
    assert [(one, other) for one, other, _ in alike(texts)] == [("a", "b")]
