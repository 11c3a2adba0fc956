"""The matrix and its bands counted from the rows, movement, and what is wrong with a row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.delivery import Level, is_over_appetite, level, score
from oneplace.delivery.heatmap import Movement, bands, cells, faults, movement
from oneplace.place import Risk

pairs = st.tuples(st.integers(1, 5), st.integers(1, 5))
TODAY = date(2026, 11, 1)
GOOD = {
    "id": "R",
    **dict.fromkeys(("cause", "event", "effect"), "A"),
    "inherent": (4, 5),
    "current": (3, 4),
    "target": (2, 4),
    "target_by": "2027-03-01",
    "appetite": 8,
    "actions": [{"text": "Act"}],
    "reviewed": "2026-09-01",
    "review_cycle": "quarterly",
}


def risk(**changed):
    return Risk.model_validate({**GOOD, **changed})


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
    assert faults(risk(), TODAY) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"inherent": (2, 4)}, ["Its score now is above the one without controls."]),
        ({"target": (5, 3), "appetite": None}, ["Its target is above its score now."]),
        ({"target": None}, ["Its target score is not set."]),
        ({"target_by": None}, ["Its target has no day."]),
        ({"appetite": 6}, ["Its target of 8 is above the appetite of 6."]),
        (
            {"current": (4, 4), "actions": [{"text": "Act", "state": "done"}]},
            ["It is extreme and nothing is being done."],
        ),
        ({"current": (4, 4)}, []),
        ({"reviewed": "2026-07-31"}, ["Its review is late."]),
        ({"reviewed": "2026-08-01"}, []),
        ({"reviewed": "2026-10-01", "review_cycle": "monthly"}, []),
        ({"reviewed": "2026-09-30", "review_cycle": "monthly"}, ["Its review is late."]),
        ({"reviewed": None}, ["It was never reviewed."]),
    ],
)
def test_what_is_wrong_with_a_row_is_told(changed, said):
    assert faults(risk(**changed), TODAY) == said


def test_a_score_that_meets_the_appetite_is_within_it():
    assert [is_over_appetite(risk(current=pair)) for pair in ((2, 4), (3, 3), (5, 5))] == [False, True, True]
    assert not is_over_appetite(risk(appetite=None, current=(5, 5)))
    assert score((3, 3)) > 8
