"""No hidden count may follow from what is shown."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.stats import suppress


@pytest.mark.parametrize(
    ("counts", "hidden"),
    [
        ([10, 20, 30], [0, 0, 0]),
        ([3, 20, 30], [1, 1, 0]),  # the smallest other goes too, else 3 = total - 50
        ([3, 4, 30], [1, 1, 0]),
        ([0, 20, 30], [0, 0, 0]),
        ([3, 0, 30], [1, 0, 1]),  # a zero hides nothing while there is something greater
        ([1, 1, 30, 9], [1, 1, 0, 1]),  # two hidden that sum to 2 are known to be 1 and 1
        ([3, np.nan, 9, 8], [1, 0, 0, 1]),
        ([5, 5], [0, 0]),
        ([3], [1]),
    ],
)
def test_one_line_of_cells(counts, hidden):
    assert suppress(counts).astype(int).tolist() == hidden


def test_zeros_and_threshold_are_the_places_choice():
    assert suppress([0, 20, 30], zeros="suppressed").tolist() == [True, True, False]
    assert suppress([7, 20, 30], threshold=10).tolist() == [True, True, False]


def test_totals_along_two_axes():
    hidden = suppress([[1, 20, 30], [20, 20, 20], [30, 40, 50]], totals=(0, 1))
    assert all(line.sum() != 1 for line in [*hidden, *hidden.T])
    assert hidden[0, 0]


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="below zero"):
        suppress([-1])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_an_attacker_with_the_total_can_not_pin_a_hidden_count(counts):
    """Every way to fill the hidden cells that fits the total is tried: a hidden cell must have two possible values."""
    hidden = suppress(counts)
    shown_all = hidden.all()
    if not hidden.any() or shown_all:
        return  # where everything is hidden the total itself must not be shown: the caller's rule
    rest = sum(count for count, cell in zip(counts, hidden, strict=True) if cell)
    fits = [fill for fill in itertools.product(range(rest + 1), repeat=int(hidden.sum())) if sum(fill) == rest]
    for cell in range(int(hidden.sum())):
        assert len({fill[cell] for fill in fits if min(fill) >= 1 or 0 in np.array(counts)[hidden]}) > 1
