"""Small tables made safe by hand: which other numbers go with a small one, and in which order."""

import numpy as np
import pytest

from oneplace.stats import rounded, suppress, suppression_audit

NONE = np.nan


def hides(table, **how):
    """What is hidden, the sums with it, as noughts and ones."""
    return suppress(table, **how).hidden_with_sums.astype(int).tolist()


@pytest.mark.parametrize(
    ("count", "zeros", "small"),
    [(0, "shown", 0), (1, "shown", 1), (4, "shown", 1), (5, "shown", 0), (0, "suppressed", 1), (5, "suppressed", 0)],
)
def test_the_least_and_the_greatest_small_count(count, zeros, small):
    assert hides([count, 40, 50], zeros=zeros) == [small, small, 0, 0]
    assert suppress([count], zeros=zeros).hidden.tolist() == [bool(small)]


def test_a_small_total_is_hidden_too_and_a_known_one_never():
    assert hides([3]) == [1, 1]
    assert hides([2, 1]) == [1, 1, 1]
    assert hides([3], sums="known") == [1, 0]
    assert hides([2, 1], sums="known") == [1, 1, 0]
    assert hides([3, 9], sums="known") == [1, 1, 0]


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ([3, 20, 30, 10], [1, 0, 0, 1, 0]),  # the smallest other goes along
        ([3, 20, 20, 30], [1, 1, 0, 0, 0]),  # the first of two that are alike
        ([3, 0, 30], [1, 0, 1, 0]),  # a nought hides nothing while there is something greater
        ([3, 0], [1, 0, 1]),  # then the total goes, and the nought stays
        ([3, NONE, 30], [1, 0, 1, 0]),  # who is missing is nowhere
        ([3, NONE], [1, 0, 1]),
        ([1, 1, 30], [1, 1, 1, 0]),  # 1 and 1 alone would be known by their sum
        ([1, 2, 30], [1, 1, 0, 0]),
    ],
)
def test_who_goes_along_in_one_line(table, hidden):
    assert hides(table) == hidden


@pytest.mark.parametrize(
    ("table", "room", "hidden"),
    [
        ([2, 2, 30, 9], 2, [1, 1, 0, 0, 0]),
        ([2, 2, 30, 9], 3, [1, 1, 0, 1, 0]),
        ([3, 2, 30, 9], 3, [1, 1, 0, 0, 0]),
    ],
)
def test_hidden_numbers_lie_that_much_above_their_least_together(table, room, hidden):
    assert hides(table, room=room) == hidden


def test_with_noughts_hidden_a_nought_is_the_least():
    assert hides([0, 1, 30], zeros="suppressed", room=1) == [1, 1, 0, 0]
    assert hides([0, 0, 30, 40], zeros="suppressed", room=1) == [1, 1, 1, 0, 0]


def test_a_small_number_takes_a_rectangle_with_it():
    """3 is alone in its row and its column; what goes in the row then serves the column, and the other way round."""
    assert hides([[3, 20], [30, 40]], totals=(0, 1)) == [[1, 1, 0], [1, 1, 0], [0, 0, 0]]
    # 60 would be the smallest left in the last row, but 70 stands where a number is hidden already
    table = [[3, 20, 50], [30, 70, 60]]
    assert hides(table, totals=(0, 1)) == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0]]


def test_what_serves_a_line_already_is_taken_before_what_is_smaller():
    """Both 3s are alone in their columns: one row hides them both, though each has smaller numbers elsewhere."""
    table = [[3, 4, 90], [20, 50, 90], [40, 30, 90]]
    assert hides(table, totals=(0,)) == [[1, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0]]
    assert hides(table, totals=(0, 1)) == [[1, 1, 0, 0], [1, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


RING = [[1, 3, 20, 50], [30, 3, 1, 50], [3, 40, 3, 50], [90, 90, 90, 90]]
"""Six small numbers two by two in their rows and columns; two are one, so none can be any other than it is."""


@pytest.mark.slow
def test_what_follows_from_several_sums_together_takes_as_many_more_with_it():
    """Along each line alone there is room. The smallest six go that start no other line, then those of one column."""
    assert hides(RING, totals=(0, 1)) == [[1, 1, 1, 1, 0]] * 3 + [[0] * 5] * 2
    assert suppression_audit(suppress(RING, totals=(0, 1))).safe
    small = [[2, 3, 20, 50], [30, 3, 2, 50], [3, 40, 3, 50], [90, 90, 90, 90]]
    assert hides(small, totals=(0, 1)) == [[1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [1, 0, 1, 0, 0], [0] * 5, [0] * 5]


def test_what_follows_in_one_table_hides_nothing_in_another():
    ring, other = [[*line, 60] for line in RING], [[6, 7, 8, 9, 9]] * 4
    assert hides([other, ring], totals=(1, 2)) == [[[0] * 6] * 5, [[1, 1, 1, 1, 0, 0]] * 3 + [[0] * 6] * 2]


def test_where_nothing_is_left_to_hide_what_follows_stays():
    assert hides([[1, 3, NONE], [NONE, 3, 1], [3, NONE, 3]], totals=(0, 1), sums="known") == [
        [1, 1, 0, 0],
        [0, 1, 1, 0],
        [1, 0, 1, 0],
        [0, 0, 0, 0],
    ]


def test_axes_that_are_not_summed_are_separate_tables():
    assert hides([[3, 20, 30], [50, 60, 70]]) == [[1, 1, 0, 0], [0, 0, 0, 0]]
    assert hides([[3, 50], [20, 60], [30, 70]], totals=(0,)) == [[1, 0], [1, 0], [0, 0], [0, 0]]


def test_a_small_number_is_hidden_in_its_group_and_its_group_s_sum_stays():
    groups = {0: ["a", "a", "b", "b"]}
    assert hides([3, 20, 30, 40], nested=groups) == [1, 1, 0, 0, 0, 0, 0]
    assert hides([3, 20, 30, 1], nested=groups) == [1, 1, 1, 1, 0, 0, 0]


def test_a_group_of_one_has_a_small_sum_and_what_goes_with_it_starts_no_other_line():
    """The sum of the others, 90, is smaller than that of all, but one of its members would have to go along."""
    assert hides([3, 20, 30, 40], nested={0: ["a", "b", "b", "b"]}) == [1, 0, 0, 0, 1, 0, 1]


def test_why_a_number_is_not_shown():
    found = suppress([[3, 12, 33], [40, NONE, 51]], totals=(1,))
    assert found.reason.tolist() == [["small_number", "protects_small_numbers", ""], ["", "missing", ""]]
    np.testing.assert_array_equal(found.value, [[NONE, NONE, 33], [40, NONE, 51]])
    np.testing.assert_array_equal(found.value_with_sums[:, -1], [48, 91])
    assert found.hidden.tolist() == [[True, True, False], [False, False, False]]


def test_what_is_shown_is_rounded_each_by_itself_and_the_audit_allows_for_it():
    found = suppress([3, 12, 33, 41], base=5)
    np.testing.assert_array_equal(found.value_with_sums, [NONE, NONE, 35, 40, 90])
    assert found.base == 5
    audit = suppression_audit(found)  # 3 and 12 are 90 less 35 and 40, each two more or less
    assert audit.lower[:2].tolist() == [1, 1]
    assert audit.upper[:2].tolist() == [20, 20]


def test_the_audit_knows_the_least_that_the_rule_leaves():
    found = suppress([3, 12, 33])
    audit = suppression_audit(found)
    assert (audit.lower[:2].tolist(), audit.upper[:2].tolist()) == ([1, 1], [14, 14])
    found = suppress([0, 12, 33], zeros="suppressed")
    audit = suppression_audit(found)
    assert (audit.lower[:2].tolist(), audit.upper[:2].tolist()) == ([0, 0], [12, 12])


@pytest.mark.parametrize(
    ("values", "base", "found"),
    [
        ([0, 2, 2.5, 3, 7.4, 7.5], 5, [0, 0, 5, 5, 5, 10]),
        ([1, 2, 3], 1, [1, 2, 3]),
        ([14, 15, 24, 25], 10, [10, 20, 20, 30]),
    ],
)
def test_halves_are_rounded_up(values, base, found):
    assert rounded(values, base).tolist() == found


def test_five_is_the_usual_base():
    assert rounded([2, 3, 8]).tolist() == [0, 5, 10]


COUNTS = "a table of counts has a number below zero or one that isn't whole."


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: suppress(3), "a table has at least one axis."),
        (lambda: suppress([3, -1]), COUNTS),
        (lambda: suppress([3, 1.5]), COUNTS),
        (lambda: suppress([NONE, -1]), COUNTS),
        (lambda: rounded([1], 0), "base must be 1 or more."),
        (lambda: rounded([1], -5), "base must be 1 or more."),
    ],
)
def test_what_is_no_table_of_counts_is_refused(call, message):
    with pytest.raises(ValueError, match=f"^{message}$"):
        call()


def test_a_table_of_noughts_and_of_nobody_is_fine():
    assert hides([0, 0]) == [0, 0, 0]
    assert hides([NONE, NONE]) == [0, 0, 0]
