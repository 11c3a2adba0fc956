"""What the reader works with is right by itself: published examples, and draws for what has none."""

from __future__ import annotations

import numpy as np
import pytest

from oneplace.vocabulary.wording import value_words
from tests.reader import sums
from tests.reader.gaps import _times
from tests.reader.printed import UNIT_IN_PRINT

NEWCOMBE = [  # table II of Newcombe 1998, method 10: successes of trials, twice, and the limits of the difference
    ((56, 70), (48, 80), (0.0524, 0.3339)),
    ((9, 10), (3, 10), (0.1705, 0.8090)),
    ((10, 10), (0, 20), (0.6791, 1.0)),
    ((0, 10), (0, 10), (-0.2775, 0.2775)),
]


@pytest.mark.parametrize(("one", "other", "limits"), NEWCOMBE)
def test_a_difference_of_two_shares(one, other, limits):
    sides = [(count / people, *sums.wilson(count, people)) for count, people in (one, other)]
    assert sums.difference(*sides) == pytest.approx(limits, abs=1e-4)


def test_a_share() -> None:
    assert sums.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=1e-4)  # Newcombe 1998, table I, method 3


def test_a_number_of_times_has_the_limits_that_draws_have() -> None:
    draw = np.random.default_rng(9)
    values, error = np.array([20.0, 16.0, 14.0, 12.0, 10.0]), np.array([0.8, 0.5, 0.4, 0.5, 0.6])
    over, under = np.array([0.6, 0.4, 0.2, 0.0, -0.2]), np.array([-0.2, 0.0, 0.2, 0.4, 0.6])
    drawn = values + error * draw.standard_normal((400_000, 5))
    ends = np.quantile((drawn @ over) / (drawn @ under), [0.025, 0.975])
    assert _times(over, under, values, error)[1:] == pytest.approx(tuple(ends), rel=0.004)


@pytest.mark.parametrize("unit", UNIT_IN_PRINT)
def test_a_value_is_printed_with_its_unit(unit: str) -> None:
    assert UNIT_IN_PRINT[unit] in value_words(7.0, unit, 1).lower()
