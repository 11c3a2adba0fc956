"""What readers can work out of hidden numbers: the least and the greatest that each can be, for all that is shown."""

import numpy as np
import pytest

from oneplace.stats.audit import Published, attack
from oneplace.stats.margins import Relation, with_sums

INF, HIDDEN = np.inf, "hidden"
ONE_LINE = (Relation(0, np.arange(3), 3),)


def told(numbers, relations=ONE_LINE, *, lowest=1.0, slack=0):
    """What an attack finds of a table whose hidden numbers are written as such: least, greatest, derived."""
    hidden = np.array([number is HIDDEN for number in numbers])
    value = np.array([np.nan if number is HIDDEN else number for number in numbers], dtype=float)
    return attack(Published(value, hidden, np.full(value.shape, lowest), relations, slack))


@pytest.mark.parametrize(
    ("numbers", "more", "lower", "upper", "derived"),
    [
        ([HIDDEN, 20, 30, 53], {}, [3], [3], [True]),  # the rest
        ([HIDDEN, HIDDEN, 30, 32], {}, [1, 1], [1, 1], [True, True]),  # two in all: one each
        ([HIDDEN, HIDDEN, 30, 33], {}, [1, 1], [2, 2], [False, False]),  # one apart is enough
        ([HIDDEN, HIDDEN, 30, 35], {}, [1, 1], [4, 4], [False, False]),
        ([HIDDEN, HIDDEN, 30, 31], {"lowest": 0.0}, [0, 0], [1, 1], [False, False]),
        ([HIDDEN, HIDDEN, HIDDEN, 9], {}, [1, 1, 1], [7, 7, 7], [False] * 3),
        ([HIDDEN, 20, 30, HIDDEN], {}, [1, 51], [INF, INF], [False, False]),
        ([HIDDEN, HIDDEN, np.nan, 5], {}, [1, 1], [4, 4], [False, False]),  # who is missing adds nothing
        ([HIDDEN, 20, 30, 55], {"slack": 2}, [1], [11], [False]),  # 53 to 57, less 18 to 22 and 28 to 32
        ([HIDDEN, 0, 0, 5], {"slack": 2, "lowest": 0.0}, [0], [7], [False]),  # no shown number is below nought
        ([HIDDEN, 30, 30, 20], {}, [-INF], [INF], [False]),  # nothing fits, so nothing follows
    ],
)
def test_the_range_of_a_hidden_number(numbers, more, lower, upper, derived):
    found = told(numbers, **more)
    hidden = np.array([number is HIDDEN for number in numbers])
    assert found.lower[hidden] == pytest.approx(lower)
    assert found.upper[hidden] == pytest.approx(upper)
    assert found.derived[hidden].tolist() == derived
    assert np.isnan(found.lower[~hidden]).all()
    assert np.isnan(found.upper[~hidden]).all()
    assert not found.derived[~hidden].any()
    assert found.safe is not any(derived)


def test_without_a_sum_nothing_follows():
    found = told([HIDDEN, 20], relations=())
    assert (found.lower[0], found.upper[0], found.safe) == (1, INF, True)


def test_where_nothing_is_hidden_nothing_is_asked():
    assert np.isnan(told([10, 20, 30, 60]).lower).all()
    assert np.isnan(told([10, 20, 30, 60], slack=2).lower).all()


TABLE, SUMS = with_sums(np.array([[3.0, 20, 7], [30, 2, 41], [9, 50, 60]]), (0, 1), None)


def hiding(*places):
    hidden = np.zeros(TABLE.shape, dtype=bool)
    for place in places:
        hidden[place] = True
    value = np.where(hidden, np.nan, TABLE)
    return attack(Published(value, hidden, np.ones(TABLE.shape), SUMS, 0))


def test_numbers_that_share_no_sum_do_not_hide_each_other():
    found = hiding((0, 0), (1, 1))
    assert [(found.lower[at], found.upper[at]) for at in ((0, 0), (1, 1))] == [(3, 3), (2, 2)]
    assert np.argwhere(found.derived).tolist() == [[0, 0], [1, 1]]


def test_four_corners_hide_each_other_and_a_fifth_number_follows_from_its_own_sums():
    corners = ((0, 0), (0, 1), (1, 0), (1, 1))
    found = hiding(*corners, (2, 2))
    # what one corner gains its neighbours lose, and each is one at least
    assert [(found.lower[at], found.upper[at]) for at in corners] == [(2, 22), (1, 21), (11, 31), (1, 21)]
    assert (found.lower[2, 2], found.upper[2, 2]) == (60, 60)
    assert np.argwhere(found.derived).tolist() == [[2, 2]]
