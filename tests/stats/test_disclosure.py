"""No hidden count may follow from what is shown."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace.stats import rounded, suppress, suppression_audit

pytestmark = pytest.mark.slow


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
    assert suppress(counts).hidden.astype(int).tolist() == hidden


def test_zeros_and_threshold_are_the_places_choice():
    assert suppress([0, 20, 30], zeros="suppressed").hidden.tolist() == [True, True, False]
    assert suppress([7, 20, 30], threshold=10).hidden.tolist() == [True, True, False]


def test_totals_along_two_axes():
    hidden = suppress([[1, 20, 30], [20, 20, 20], [30, 40, 50]], totals=(0, 1)).hidden
    assert all(line.sum() != 1 for line in [*hidden, *hidden.T])
    assert hidden[0, 0]


def test_negative_counts_are_refused():
    with pytest.raises(ValueError, match="below zero"):
        suppress([-1])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=5))
def test_an_attacker_with_the_total_can_not_pin_a_hidden_count(counts):
    """Every way to fill the hidden cells that fits the total is tried: a hidden cell must have two possible values."""
    result = suppress(counts)
    hidden = result.hidden
    if result.hidden_with_sums[-1]:
        assert hidden.any() or len(counts) == 0  # a hidden total must not be the sum of what is shown
        return
    rest = sum(count for count, cell in zip(counts, hidden, strict=True) if cell)
    fits = [fill for fill in itertools.product(range(rest + 1), repeat=int(hidden.sum())) if sum(fill) == rest]
    for cell in range(int(hidden.sum())):
        assert len({fill[cell] for fill in fits if min(fill) >= 1 or 0 in np.array(counts)[hidden]}) > 1


SHAPES = [((4, 5), (0, 1), None), ((3, 3, 2), (0, 1, 2), None), ((6, 2), (0, 1), {0: ["a", "a", "b", "b", "b", "c"]})]


@pytest.mark.parametrize(("shape", "totals", "nested"), SHAPES)
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10_000), typical=st.sampled_from([1, 3, 8, 20]))
def test_linear_programs_can_not_break_tables_with_totals_and_subtotals(shape, totals, nested, seed, typical):
    counts = np.random.default_rng(seed).poisson(typical, shape)
    result = suppress(counts, totals=totals, nested=nested)
    assert suppression_audit(result).safe
    assert result.hidden[(counts > 0) & (counts < 5)].all()


def test_the_audit_breaks_a_table_with_primary_suppression_alone():
    """Only the 3 is hidden: its row and its column both give it away."""
    safe = suppress([[3, 20], [30, 40]], totals=(0, 1))
    hidden = np.zeros((3, 3), dtype=bool)
    hidden[0, 0] = True
    full = np.array([[3, 20, 23], [30, 40, 70], [33, 60, 93.0]])
    naive = replace(safe, hidden_with_sums=hidden, value_with_sums=np.where(hidden, np.nan, full))
    audit = suppression_audit(naive)
    assert audit.derived.sum() == 1
    assert (audit.lower[0, 0], audit.upper[0, 0]) == (3, 3)
    assert not audit.safe


def test_what_is_shown_is_rounded_and_reasons_given():
    result = suppress([[3, 12, 33], [40, np.nan, 51]], totals=(0, 1), base=5)
    shown = result.value_with_sums[~np.isnan(result.value_with_sums)]
    assert (shown % 5 == 0).all()
    assert (result.reason[0, 0], result.reason[1, 1]) == ("small_number", "missing")
    assert rounded([0, 2, 3, 7.5, 12], 5).tolist() == [0, 0, 5, 10, 10]
    assert suppression_audit(result).safe


def test_bad_tables_are_refused():
    with pytest.raises(ValueError, match="whole"):
        suppress([1.5])
    with pytest.raises(ValueError, match="groups are named"):
        suppress([10, 20], nested={0: ["a"]})
    with pytest.raises(ValueError, match="base"):
        rounded([1], 0)
