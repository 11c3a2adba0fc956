"""Subtotals and totals beside a table, and what adds up to what."""

import numpy as np
import pytest

from oneplace.stats.margins import with_sums

NONE = np.nan


def made(counts, totals=(), nested=None):
    table, relations = with_sums(np.array(counts, dtype=float), totals, nested)
    return table.tolist(), [(each.axis, each.members.tolist(), each.total) for each in relations]


@pytest.mark.parametrize("axis", [0, -1])
def test_a_total_stands_behind_its_line(axis):
    assert made([1, 2, 4], (axis,)) == ([1, 2, 4, 7], [(0, [0, 1, 2], 3)])


def test_subtotals_stand_between_in_the_order_of_their_first_members():
    found = made([1, 2, 4, 8], (), {0: ["b", "a", "b", "c"]})
    assert found == ([1, 2, 4, 8, 5, 2, 8, 15], [(0, [0, 2], 4), (0, [1], 5), (0, [3], 6), (0, [4, 5, 6], 7)])
    assert found == made([1, 2, 4, 8], (-1,), {-1: ("b", "a", "b", "c")})


def test_an_axis_without_named_groups_has_its_total_alone():
    assert made([1, 2], (), {0: []}) == ([1, 2, 3], [(0, [0, 1], 2)])


def test_sums_along_two_axes_have_a_sum_in_common():
    table, relations = made([[1, 2, 4], [8, 16, 32]], (1, 0))
    assert table == [[1, 2, 4, 7], [8, 16, 32, 56], [9, 18, 36, 63]]
    assert relations == [(0, [0, 1], 2), (1, [0, 1, 2], 3)]


def test_an_axis_that_is_not_named_counts_separate_tables():
    assert made([[1, 2], [4, 8]], (-1,)) == ([[1, 2, 3], [4, 8, 12]], [(1, [0, 1], 2)])
    assert made([[1, 2], [4, 8]]) == ([[1, 2], [4, 8]], [])


def test_groups_along_one_axis_and_a_total_along_the_other():
    table, relations = made([[1], [2], [4]], (1,), {0: ["a", "a", "b"]})
    assert table == [[1, 1], [2, 2], [4, 4], [3, 3], [4, 4], [7, 7]]
    assert relations == [(0, [0, 1], 3), (0, [2], 4), (0, [3, 4], 5), (1, [0], 1)]


def test_a_missing_cell_adds_nothing_and_a_line_of_them_has_no_sum():
    table, _ = made([[1, NONE, 4], [NONE, NONE, NONE]], (0, 1))
    expected = [[1, NONE, 4, 5], [NONE, NONE, NONE, NONE], [1, NONE, 4, 5]]
    np.testing.assert_array_equal(table, expected)


@pytest.mark.parametrize(
    ("axis", "labels", "message"),
    [
        (0, ["a"], "axis 0 has 2 positions, but 1 groups are named."),
        (-1, ["a"] * 4, "axis 1 has 3 positions, but 4 groups are named."),
    ],
)
def test_groups_that_do_not_fit_are_refused(axis, labels, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        made([[1, 2, 3], [4, 5, 6]], (), {axis: labels})
