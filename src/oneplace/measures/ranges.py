"""How much follows of numbers that nobody is shown from sums of them that are: linear programs, solved by HiGHS.

None of them is less than nought, and what is not known otherwise may be any number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import highspy
import numpy as np
import scipy  # its parts load when they are first named
from numpy.typing import NDArray

from oneplace.place import SmallNumbers

_Bools = NDArray[np.bool_]
_Numbers = NDArray[np.float64]
_At = NDArray[np.intp]
_NEAR = 1e-6
_FEW_ENOUGH = 20
"""Of so few unknowns each is asked for by itself: from where the last program ended that takes less than all anew."""
_INFEASIBLE = 2
"""How scipy calls this end of a linear program."""


@dataclass(frozen=True)
class Equations:
    """What a reader knows of unknowns, each of one ``key`` and ``atom``: ``sums`` @ x = ``equal``.

    ``told_by`` (shown counts, 2) are the number of count and key of the first rows; the others say what adds up.
    ``several`` says of which unknowns there are more than one alike, each of a key of its own.
    """

    sums: scipy.sparse.csr_array
    equal: _Numbers
    told_by: _At
    key: _At
    atom: _At
    several: _Bools
    ends: dict[tuple[tuple[int, ...], float], tuple[float, _At]] = field(default_factory=dict)
    """Those that were worked out: one is asked for again and again."""
    parts: dict[int, tuple[Equations, _At]] = field(default_factory=dict)
    """Those that have to do with each other, by block."""

    def could_be(self, many: int) -> _Bools | None:
        """Which unknowns of one solution are that many; None where there is no solution."""
        if not self.key.size:  # noughts are shown wherever anything could be
            return None if self.equal.any() else np.zeros(0, dtype=np.bool_)
        found = self._most_at_once(np.ones(self.key.size, dtype=np.bool_), many)
        return None if found is None else found >= many - _NEAR

    def reaching(self, some: _Bools, many: float | _Numbers) -> _Bools:
        """Which of ``some`` unknowns can be so many (each its own number, or all the same), seen of several at once."""
        goal = np.broadcast_to(many, some.shape)
        left = some & (self._top < goal - _NEAR / 2)
        while left.sum() > _FEW_ENOUGH:
            block = np.isin(self._block, self._block[left])
            found = self.within(block)._most_at_once(left[block], np.maximum(goal[left], 1.0))
            if found is None:
                raise _unsolved("there is no solution, though there was one of all")
            self._top[block] = np.maximum(self._top[block], found)
            if not (left & (self._top >= goal - _NEAR / 2)).any():
                return some & ~left
            left &= self._top < goal - _NEAR / 2
        for i in np.flatnonzero(left):
            inside, number = self._around(int(i))
            self._top[i] = -inside._end([int(number[i])], -1.0)[0]
        return some & (self._top >= goal - _NEAR / 2)

    @cached_property
    def _top(self) -> _Numbers:
        """The most that each unknown was seen to be able to be."""
        return np.zeros(self.key.size)

    def told(self, few: _Bools, rule: SmallNumbers) -> Iterator[_At]:
        """The counts (number, key) that tell a small number, for each key of which one follows, those of one number.

        Only of ``few`` unknowns that is looked at: what they are together follows where it can't be three numbers.
        """
        left = self.reaching(few, _NEAR)  # the others are nought
        for key in self._unclear(left, min(rule.room, 2)):
            some = np.flatnonzero(left & (self.key == key))
            inside, number = self._around(some[0])
            yield from inside._told_of(number[some].tolist(), rule)

    def _unclear(self, few: _Bools, room: int) -> _At:
        """The keys of which one of few unknowns isn't seen to reach so far beyond the least that all are together."""
        if not few.any():
            return self.key[:0]
        keys, own = np.unique(self.key[few], return_inverse=True)
        together = scipy.sparse.csr_array((np.ones(own.size), (own, np.flatnonzero(few))), shape=(keys.size, few.size))
        least = np.asarray(together @ self._towards(together, np.zeros(keys.size), -1.0))
        goal = np.zeros(few.size)
        goal[few] = np.where(self.several[few], 0.0, least[own]) + room
        return np.unique(self.key[few & ~self.reaching(few, goal)])

    def narrow(self, some: _At, of: _Bools, rule: SmallNumbers, seen: tuple[_Numbers, _Numbers]) -> Iterator[_At]:
        """The counts (number, key) that tell too much of one of ``some`` (count and key), for each of which any do.

        Too much is a range of fewer numbers than the rule hides, or one that ends below the largest of them. ``seen``
        (each counts, keys) are the least and the greatest that each was seen to be able to be, which grow apart here.
        """
        first = np.searchsorted(self.key, [some[:, 1], some[:, 1] + 1]).T  # unknowns are in order of keys
        counts = zip(some[:, 0], first, strict=True)
        own = [low + np.flatnonzero(of[i, self.atom[low:high]]) for i, (low, high) in counts]
        rows, some = [row for row in own if row.size], some[[row.size > 0 for row in own]]
        part = scipy.sparse.csr_array(
            (np.ones(sum(map(len, rows))), np.concatenate([self.key[:0], *rows]), np.cumsum([0, *map(len, rows)])),
            shape=(len(rows), self.key.size),
        )
        least, greatest = (each[tuple(some.T)] for each in seen)
        for sign in (1.0, -1.0):
            left = np.flatnonzero(_is_narrow(least, greatest, rule))
            goal = np.maximum(least + rule.room, rule.below - 1.0) if sign > 0 else np.maximum(greatest - rule.room, 0)
            if left.size:
                found = part @ self._towards(part[left], goal[left], sign)
                least, greatest = np.fmin(least, found), np.fmax(greatest, found)
        done = set[int]()
        for i in np.flatnonzero(_is_narrow(least, greatest, rule)):
            if (key := int(some[i, 1])) in done:
                continue
            inside, number = self._around(rows[i][0])
            low, high, by = inside._range(number[rows[i]].tolist())
            least[i], greatest[i] = min(least[i], low), max(greatest[i], high)
            if high > _NEAR and _is_narrow(low, high, rule):
                done.add(key)
                yield by
        seen[0][tuple(some.T)], seen[1][tuple(some.T)] = least, greatest

    def _around(self, unknown: int) -> tuple[Equations, _At]:
        """The equations of all that have to do with one of the unknowns, and the number there of each of these."""
        block = int(self._block[unknown])
        if block not in self.parts:
            inside = self._block == block
            self.parts[block] = self.within(inside), np.cumsum(inside) - 1
        return self.parts[block]

    def touched(self, keys: _Bools) -> _Bools:
        """Which keys have to do with any of some keys (by number)."""
        found = keys.copy()
        found[self.key[np.isin(self._block, self._block[keys[self.key]])]] = True
        return found

    def within(self, some: _Bools) -> Equations:
        """The equations of unknowns that have no sum in common with the others."""
        sums = self.sums[:, np.flatnonzero(some)].tocsr()
        rows = np.flatnonzero(np.diff(sums.indptr))
        told_by = self.told_by[rows[rows < len(self.told_by)]]
        return Equations(sums[rows], self.equal[rows], told_by, self.key[some], self.atom[some], self.several[some])

    @cached_property
    def _block(self) -> _At:
        """The same number for unknowns that have a sum in common, or one with others that have."""
        rows, size = self.sums.shape
        row, column = self.sums.nonzero()
        links = scipy.sparse.coo_array((np.ones(row.size), (row, column + rows)), shape=(rows + size,) * 2)
        _, label = scipy.sparse.csgraph.connected_components(links, directed=False)
        found: _At = label[rows:].astype(np.intp)
        return found

    def _told_of(self, unknowns: list[int], rule: SmallNumbers) -> Iterator[_At]:
        """The same of one key's."""
        room = min(rule.room, 2) - _NEAR
        most = {i: self._end([i], -1.0) for i in unknowns}
        few = [i for i in unknowns if _NEAR < -most[i][0] < rule.below - _NEAR]
        least = self._least(few)[0] if few else 0.0  # no more of them than that there are of all at the least
        for first in few:
            some, (low, high, by) = [first], (0.0, -most[first][0], most[first][1])
            for i in [first, *few] if high - least < room <= high else []:
                wider = self._range(sorted({*some, i}))
                if wider[1] < rule.below - _NEAR and high - low >= room:
                    some, (low, high, by) = sorted({*some, i}), wider
            if high - low < room:
                yield by
                return

    def _range(self, some: list[int]) -> tuple[float, float, _At]:
        """The least and the greatest that some can be together, and which counts say so."""
        high, by = self._end(some, -1.0)
        low, also = self._least(some)
        return low, -high, np.concatenate([by, also]) if low > _NEAR else by

    def _least(self, some: list[int]) -> tuple[float, _At]:
        """Where there are several alike, all may be of another."""
        return (0.0, self.told_by[:0]) if self.several[some[0]] else self._end(some, 1.0)

    def _end(self, some: list[int], sign: float) -> tuple[float, _At]:
        """The least that ``sign`` times the sum of some can be, and which counts say so."""
        asked = (tuple(some), sign)
        if asked not in self.ends:
            self.ends[asked] = self._worked_out(some, sign)
        return self.ends[asked]

    def _worked_out(self, some: list[int], sign: float) -> tuple[float, _At]:
        asked, number = np.array(some, dtype=np.int32), len(some)
        self._program.changeColsCost(number, asked, np.full(number, sign))
        self._program.run()
        status, least = self._program.getModelStatus(), self._program.getInfo().objective_function_value
        dual = np.array(self._program.getSolution().row_dual)
        self._program.changeColsCost(number, asked, np.zeros(number))
        if status == highspy.HighsModelStatus.kUnbounded:
            return -np.inf, self.told_by[:0]
        if status != highspy.HighsModelStatus.kOptimal:
            raise _unsolved(self._program.modelStatusToString(status))
        return float(least), self.told_by[np.abs(dual[: len(self.told_by)]) > _NEAR]

    @cached_property
    def _program(self) -> Any:
        """The linear program of these equations, of which one aim after another is asked from where the last ended."""
        columns, (rows, size) = self.sums.tocsc(), self.sums.shape
        model = highspy.HighsLp()
        model.num_row_, model.num_col_ = rows, size
        model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(size), np.zeros(size), np.full(size, np.inf)
        model.row_lower_ = model.row_upper_ = self.equal
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = columns.indptr, columns.indices
        model.a_matrix_.value_ = columns.data
        program: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in {"output_flag": False, "threads": 1, "simplex_strategy": 4}.items():  # 4 is primal
            program.setOptionValue(name, value)
        program.passModel(model)
        return program

    def _most_at_once(self, some: _Bools, many: float | _Numbers) -> _Numbers | None:
        """A solution in which these are many, as far as they can be at once."""
        at, size = np.flatnonzero(some), some.size
        part = scipy.sparse.coo_array((-np.ones(at.size), (np.arange(at.size), at)), shape=(at.size, size))
        highest = np.append(np.full(size, np.inf), np.broadcast_to(many, at.shape))
        found = _solved(
            np.append(np.zeros(size), -np.ones(at.size)),
            scipy.sparse.hstack([self.sums, scipy.sparse.csr_array((self.sums.shape[0], at.size))]),
            self.equal,
            A_ub=scipy.sparse.hstack([part, scipy.sparse.eye_array(at.size)]),
            b_ub=np.zeros(at.size),
            bounds=np.column_stack([np.zeros_like(highest), highest]),
        )
        if found.status not in (0, _INFEASIBLE):
            raise _unsolved(found.message)
        return None if found.x is None else np.asarray(found.x[:size])

    def _towards(self, part: Any, goal: _Numbers, sign: float) -> _Numbers:
        """A solution in which sums of parts come near goals from below (``sign`` 1) or above (-1), all together.

        What has nothing to do with them is NaN.
        """
        inside = np.isin(self._block, self._block[part.nonzero()[1]])
        these, part = self.within(inside), part[:, np.flatnonzero(inside)]
        size, rows = these.key.size, len(goal)
        lowest = np.append(np.zeros(size), np.full(rows, -np.inf) if sign > 0 else goal)
        highest = np.append(np.full(size, np.inf), goal if sign > 0 else np.full(rows, np.inf))
        found = _solved(
            np.append(np.zeros(size), np.full(rows, -sign)),
            scipy.sparse.hstack([these.sums, scipy.sparse.csr_array((these.sums.shape[0], rows))]),
            these.equal,
            A_ub=sign * scipy.sparse.hstack([-part, scipy.sparse.eye_array(rows)]),
            b_ub=np.zeros(rows),
            bounds=np.column_stack([lowest, highest]),
        )
        if found.status:
            raise _unsolved(found.message)
        solution = np.full(inside.size, np.nan)
        solution[inside] = found.x[:size]
        self._top[:] = np.fmax(self._top, solution)
        return solution


def equations(counts: _Numbers, alike: _At, of: _Bools, members: _At, total: _At) -> Equations:
    """What ``counts`` (counts, keys; NaN where hidden) tell of the atoms ``of`` (counts, atoms) that each counts.

    Keys that are ``alike`` are one. Along each line the atoms of ``members`` (-1 for none) are those of ``total``.
    Atoms that a count of nobody has are left out.
    """
    _, first, number = np.unique(alike, return_index=True, return_counts=True)
    shown = counts[:, first]
    there = ((shown == 0).T.astype(np.int64) @ of == 0).ravel()
    count, key = np.nonzero(shown > 0)
    row, atom = np.nonzero(of[count])
    size = (count.size, there.size)
    told = scipy.sparse.csr_array((np.ones(row.size), (row, key[row] * of.shape[1] + atom)), shape=size)
    line, position = np.nonzero(members >= 0)
    pairs = np.unique(np.column_stack([line, alike[members[line, position]]]), axis=0)
    pairs = np.vstack([pairs, np.column_stack([np.arange(total.size), alike[total]])]).astype(np.intp)
    signs = np.append(np.ones(len(pairs) - total.size), -np.ones(total.size))
    lines = scipy.sparse.csr_array((signs, tuple(pairs.T)), shape=(total.size, first.size))
    sums = scipy.sparse.vstack([told, scipy.sparse.kron(lines, scipy.sparse.eye_array(of.shape[1]))], format="csr")
    unknown = np.flatnonzero(there)
    return Equations(
        sums=sums[:, unknown],
        equal=np.append(shown[count, key], np.zeros(total.size * of.shape[1])),
        told_by=np.column_stack([count, first[key]]),
        key=unknown // of.shape[1],
        atom=unknown % of.shape[1],
        several=np.repeat(number > 1, of.shape[1])[unknown],
    )


def nearest(every: Equations, unnamed: _Bools) -> _Numbers:
    """Unknowns whose sums are nearest to the counts, with as few of ``unnamed`` as can be."""
    size, rows = every.key.size, len(every.told_by)
    off = scipy.sparse.eye_array(every.sums.shape[0], rows)
    cost = np.append(unnamed.astype(float), np.full(2 * rows, 1e3))
    found = _solved(cost, scipy.sparse.hstack([every.sums, off, -off]), every.equal)
    if found.status:
        raise _unsolved(found.message)
    return np.where(found.x[:size] > _NEAR, found.x[:size], 0.0)


def _is_narrow(least: Any, greatest: Any, rule: SmallNumbers) -> Any:
    """Of a hidden count that can be from the least to the greatest, whether it can be fewer than the rule hides."""
    return (greatest - least < rule.room - _NEAR) | (greatest < rule.below - 1 - _NEAR)


def _unsolved(why: str) -> ArithmeticError:
    """Nothing is shown of which nobody can say what follows from it."""
    return ArithmeticError(f"what measures that overlap tell together could not be worked out: {why}")


def _solved(aim: _Numbers, sums: Any, equal: _Numbers, **more: Any) -> Any:
    """The least of ``aim`` @ x where ``sums`` @ x are ``equal``, as scipy tells it (its types know no sparse ones)."""
    return scipy.optimize.linprog(aim, A_eq=sums, b_eq=equal, method="highs", **more)
