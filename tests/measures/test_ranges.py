"""What follows of hidden numbers, held against one linear program a question, as a reader with time would ask them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.sparse import csr_array

from oneplace.measures.programs import Constraints, apart, linked, solved
from oneplace.measures.ranges import Equations
from oneplace.place import SmallNumbers

pytestmark = pytest.mark.slow

RULE = SmallNumbers(below=5, zeros="shown")
NONE = np.zeros((0, 2), dtype=np.intp)


@st.composite
def known(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Hidden numbers of keys with two atoms each, as they are, and sums of some of them that are shown."""
    keys = draw(st.integers(1, 30))
    x = np.array(draw(st.lists(st.integers(0, 9), min_size=2 * keys, max_size=2 * keys)), dtype=np.float64)
    sums = [draw(st.sets(st.integers(0, x.size - 1), min_size=1, max_size=4)) for _ in range(draw(st.integers(0, 30)))]
    rows = np.array([np.isin(np.arange(x.size), list(each)) for each in sums], dtype=np.float64).reshape(-1, x.size)
    every = np.vstack([rows, np.tile(np.eye(2), keys)])  # either atom of all keys together: nothing is without end
    return x, every, every @ x


def equations(sums: np.ndarray, equal: np.ndarray) -> Equations:
    atom = np.arange(sums.shape[1])
    told = np.column_stack([np.arange(len(equal)), np.zeros(len(equal), dtype=np.intp)])
    return Equations(csr_array(sums), equal, told, atom // 2, atom % 2, np.zeros(atom.size, dtype=np.bool_))


def end(sums: np.ndarray, equal: np.ndarray, some: np.ndarray, sign: float) -> float:
    """The least or the greatest that some can be together."""
    return sign * linprog(sign * some, A_eq=sums, b_eq=equal, method="highs").fun


@given(known(), st.floats(0.5, 12))
def test_what_is_said_to_be_reached_can_be_and_the_few_are_told_exactly(asked, goal):
    x, sums, equal = asked
    most = np.array([end(sums, equal, each, -1.0) for each in np.eye(x.size)])
    every = np.ones(x.size, dtype=np.bool_)
    reached = equations(sums, equal).reaching(every, goal)
    assert not (reached & (most < goal - 1e-5)).any()
    few = np.arange(x.size) < 20
    told = equations(sums, equal).reaching(few, goal)
    assert (told == few & (most >= goal)).all() or np.isclose(most, goal, atol=1e-5).any()


@given(known())
def test_a_count_is_narrow_where_each_program_by_itself_says_so(asked):
    """A count may be of atoms that have nothing else to do with each other: its ends are sums of theirs."""
    x, sums, equal = asked
    of = np.array([[True, False], [True, True]])
    some = np.array([(count, key) for count in (0, 1) for key in range(x.size // 2)])
    narrow = set[int]()
    for count, key in some.tolist():
        own = np.zeros(x.size)
        own[2 * key : 2 * key + 2] = of[count]
        low, high = end(sums, equal, own, 1.0), end(sums, equal, own, -1.0)
        if high > 1e-6 and (high - low < RULE.room - 1e-6 or high < RULE.below - 1 - 1e-6):
            narrow.add(key)
    seen = (np.zeros((2, x.size // 2)), np.zeros((2, x.size // 2)))
    values = of @ x.reshape(-1, 2).T
    seen[0][:], seen[1][:] = values, values
    assert len(list(equations(sums, equal).narrow(some, of, RULE, seen))) == len(narrow)


@given(known(), st.randoms(use_true_random=False))
def test_parts_that_have_nothing_in_common_are_one_program_together(asked, random):
    _, sums, equal = asked
    aim = np.array([random.uniform(0, 5) for _ in range(2 * sums.shape[1])])
    both = np.kron(np.eye(2), sums)
    found = solved(aim, Constraints.nothing_less(csr_array(both), np.tile(equal, 2)))
    whole = linprog(aim, A_eq=both, b_eq=np.tile(equal, 2), method="highs")
    assert aim @ found == pytest.approx(whole.fun, abs=1e-6)
    assert len(set(linked(csr_array(both)))) == 2 * len(set(linked(csr_array(sums))))


def test_sums_that_no_numbers_give_have_no_solution():
    sums = csr_array(np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]))
    assert solved(np.ones(3), Constraints.nothing_less(sums, np.array([3.0, 4.0, 0.0]))) is None
    assert solved(np.ones(3), Constraints.nothing_less(sums, np.array([3.0, 1.0, 1.0]))) is None


def test_few_unknowns_are_put_together_and_each_is_in_one_part():
    parts = apart(csr_array(np.kron(np.eye(1500), np.ones((1, 2)))))
    assert 1 < len(parts) < 10
    assert sorted(np.concatenate(parts).tolist()) == list(range(3000))
