"""The matrix and its bands counted from the rows, movement, and what is wrong with a row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.delivery import Level, is_over_appetite, level, score
from oneplace.delivery.heatmap import Movement, bands, cells, faults, movement, other_appetites
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
        ({"reviewed": "2026-11-01"}, []),
        ({"reviewed": "2026-11-02"}, ["Its last review is said to be of a day that is still to come."]),
    ],
)
def test_what_is_wrong_with_a_row_is_told(changed, said):
    assert faults(risk(**changed), TODAY) == said


BANDS = {"low": (1, 2, 3), "moderate": (4, 5, 6), "high": (8, 9, 10, 12), "extreme": (15, 16, 20, 25)}
"""Every product of two numbers to 5, by hand."""


@pytest.mark.parametrize("category", ["money", "Quality", None])
def test_each_cell_of_each_category_against_its_band_and_every_appetite(category):
    every = [(high, along) for high in range(1, 6) for along in range(1, 6)]
    named = {f"R{high}{along}": (high, along) for high, along in every}
    counted = {one.level.value: one for one in bands(named)}
    for name, scores in BANDS.items():
        inside = [pair for pair in every if pair[0] * pair[1] in scores]
        assert (counted[name].lowest, counted[name].highest, counted[name].count) == (
            scores[0],
            scores[-1],
            len(inside),
        )
        assert all(level(pair).value == name for pair in inside)
    for cell in cells(named):
        assert cell.risks == (f"R{cell.likelihood}{cell.consequence}",)
    for pair in every:
        for appetite in range(1, 26):
            made = risk(current=pair, inherent=(5, 5), appetite=appetite, category=category)
            assert is_over_appetite(made) is (pair[0] * pair[1] > appetite)


def test_risks_of_one_category_are_held_to_one_appetite():
    given_ = [
        ("A", "Money", 8),
        ("B", "money ", 8),
        ("C", "money", 12),
        ("D", "quality", 4),
        ("E", None, 6),
        ("F", "money", None),
    ]
    found = other_appetites([risk(id=key, category=kind, appetite=most) for key, kind, most in given_])
    assert found == {
        "A": "Its appetite is 8; others of its category (Money) have 12.",
        "B": "Its appetite is 8; others of its category (money) have 12.",
        "C": "Its appetite is 12; others of its category (money) have 8.",
        "F": "It has no appetite; others of its category (money) have 8 and 12.",
    }


def test_a_score_that_meets_the_appetite_is_within_it():
    assert [is_over_appetite(risk(current=pair)) for pair in ((2, 4), (3, 3), (5, 5))] == [False, True, True]
    assert not is_over_appetite(risk(appetite=None, current=(5, 5)))
    assert score((3, 3)) > 8
