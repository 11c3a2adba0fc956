"""Linear programs, solved by HiGHS: what has nothing in common by itself, and two of them at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple, TypeVar

import highspy
import numpy as np
import scipy  # its parts load when they are first named
from numpy.typing import NDArray

_Numbers = NDArray[np.float64]
_At = NDArray[np.intp]
_Asked = TypeVar("_Asked")
_Answer = TypeVar("_Answer")
_MANY = 1000
"""Programs of fewer unknowns are put together: to begin one takes longer than to solve it."""
_NEAR = 1e-6
_OPTIONS = {"output_flag": False, "threads": 1}
_PRIMAL = 4
"""The simplex method that goes on from a solution when another aim is asked for."""


class Constraints(NamedTuple):
    """``equal`` @ x = ``of``, ``least`` @ x <= 0, and ``bounds`` (unknowns, 2) of each x."""

    equal: Any
    of: _Numbers
    least: Any
    bounds: _Numbers

    @classmethod
    def nothing_less(cls, equal: Any, of: _Numbers) -> Constraints:
        """Sums of what may be any numbers but less than nought."""
        size = equal.shape[1]
        return cls(
            equal, of, scipy.sparse.csr_array((0, size)), np.column_stack([np.zeros(size), np.full(size, np.inf)])
        )

    def part(self, columns: _At) -> Constraints:
        """Those of some unknowns, which have nothing in common with the others."""
        (equal, told), (least, _) = (_of_columns(rows, columns) for rows in (self.equal, self.least))
        return Constraints(equal, self.of[told], least, self.bounds[columns])


class Program:
    """One linear program, of which one aim after another is asked from where the last ended."""

    def __init__(self, asked: Constraints) -> None:
        """Lay down what holds, with no aim yet."""
        rows = scipy.sparse.vstack([asked.equal, asked.least]).tocsc()
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows.shape
        model.col_cost_ = np.zeros(rows.shape[1])
        model.col_lower_, model.col_upper_ = np.ascontiguousarray(asked.bounds.T)
        unequal = asked.least.shape[0]
        model.row_lower_ = np.append(asked.of, np.full(unequal, -np.inf))
        model.row_upper_ = np.append(asked.of, np.zeros(unequal))
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = rows.indptr, rows.indices
        model.a_matrix_.value_ = rows.data
        self._program: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in _OPTIONS.items():
            self._program.setOptionValue(name, value)
        self._program.passModel(model)
        self._found: Any = None

    def least(self, columns: _At, costs: _Numbers) -> float | None:
        """The least that these unknowns times their costs can be (minus infinity where there is none).

        None where there is no solution at all.
        """
        program, asked = self._program, columns.astype(np.int32)
        program.changeColsCost(asked.size, asked, costs)
        program.run()
        program.setOptionValue("simplex_strategy", _PRIMAL)
        status, least = program.getModelStatus(), program.getInfo().objective_function_value
        self._found = program.getSolution()
        program.changeColsCost(asked.size, asked, np.zeros(asked.size))
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnbounded):
            return None if status == highspy.HighsModelStatus.kInfeasible else -np.inf
        if status != highspy.HighsModelStatus.kOptimal:
            raise unsolved(program.modelStatusToString(status))
        return float(least)

    @property
    def x(self) -> _Numbers:
        """The unknowns where the last was least."""
        return np.array(self._found.col_value)

    def tells(self, number: int) -> NDArray[np.bool_]:
        """Which of the first so many sums say that the last can't be less."""
        found: NDArray[np.bool_] = np.abs(self._found.row_dual[:number]) > _NEAR
        return found


def solved(aim: _Numbers, asked: Constraints) -> _Numbers | None:
    """The x of the least ``aim`` @ x; None where there is no solution."""
    found = np.zeros(aim.size)
    if asked.of[np.diff(asked.equal.tocsr().indptr) == 0].any():
        return None

    def one(columns: _At) -> bool:
        program = Program(asked.part(columns))
        if program.least(np.arange(columns.size), aim[columns]) is None:
            return False
        found[columns] = program.x
        return True

    return found if all(two_at_a_time(one, apart(scipy.sparse.vstack([asked.equal, asked.least])))) else None


def two_at_a_time(one: Callable[[_Asked], _Answer], every: Sequence[_Asked]) -> list[_Answer]:
    """The answers in their order: while HiGHS works on one question another is laid down."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(one, every))


def linked(rows: Any) -> _At:
    """The same number for columns that have a row in common, or one with others that have."""
    number, size = rows.shape
    row, column = rows.nonzero()
    links = scipy.sparse.coo_array((np.ones(row.size), (row, column + number)), shape=(number + size,) * 2)
    _, label = scipy.sparse.csgraph.connected_components(links, directed=False)
    found: _At = np.unique(label[number:], return_inverse=True)[1].astype(np.intp)
    return found


def apart(rows: Any) -> list[_At]:
    """Columns that have no row in common with the others: several such together where they are few."""
    block = linked(rows)
    each = np.bincount(block)
    group = ((np.cumsum(each) - each) // _MANY)[block]
    order = np.argsort(group, kind="stable").astype(np.intp)
    return np.split(order, np.flatnonzero(np.diff(group[order])) + 1) if order.size else []


def unsolved(why: str) -> ArithmeticError:
    """Nothing is shown of which nobody can say what follows from it."""
    return ArithmeticError(f"what measures that overlap tell together could not be worked out: {why}")


def _of_columns(rows: Any, columns: _At) -> tuple[Any, _At]:
    """Those rows in which some columns stand, of these alone, and where they were."""
    some = rows.tocsr()[:, columns]
    there = np.flatnonzero(np.diff(some.indptr))
    return some[there], there
