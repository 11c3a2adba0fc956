"""How much follows of numbers that nobody is shown from sums of them that are: linear programs, solved by HiGHS.

None of them is less than nought, and what is not known otherwise may be any number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import scipy  # its parts load when they are first named
from numpy.typing import NDArray

from oneplace.place import SmallNumbers

_Bools = NDArray[np.bool_]
_Numbers = NDArray[np.float64]
_At = NDArray[np.intp]
_NEAR = 1e-6
_INFEASIBLE, _UNBOUNDED = 2, 3
"""How scipy calls these ends of a linear program."""


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

    def could_be(self, many: int) -> _Bools | None:
        """Which unknowns of one solution are that many; None where there is no solution."""
        if not self.key.size:  # noughts are shown wherever anything could be
            return None if self.equal.any() else np.zeros(0, dtype=np.bool_)
        found = self._most_at_once(np.ones(self.key.size, dtype=np.bool_), many)
        return None if found is None else found >= many - _NEAR

    def reaching(self, some: _Bools, many: float) -> _Bools:
        """Which of ``some`` unknowns can be that many, as solutions show in which several are at once."""
        left = some.copy()
        while left.any():
            block = np.isin(self._block, self._block[left])
            found = self.within(block)._most_at_once(left[block], max(many, 1.0))
            reached = np.zeros_like(left)
            if found is None:
                raise _unsolved("there is no solution, though there was one of all")
            reached[block] = found >= many - _NEAR / 2
            if not (reached & left).any():
                break
            left &= ~reached
        return some & ~left

    def told(self, few: _Bools, hidden: _Bools, of: _Bools, rule: SmallNumbers) -> Iterator[_At]:
        """The counts (number, key) that tell a small number, for each key of which one follows, those of one number.

        Only of ``few`` unknowns that is looked at. A ``hidden`` count (counts, keys) of the atoms ``of`` follows where
        it can't be as many different numbers as the rule hides, or not the largest; others where they can't be three.
        """
        left = self.reaching(few, _NEAR)  # the others are nought
        for block in np.unique(self._block[left]):
            inside = self._block == block
            part, some, open_ = self.within(inside), left[inside], ~few[inside]
            for key in np.unique(part.key[some]):
                here = part.key == key
                own = [here & of[i, part.atom] for i in np.flatnonzero(hidden[:, key])]
                counted = [np.flatnonzero(one & some).tolist() for one in own if not (one & open_).any()]
                yield from part._told_of(np.flatnonzero(here & some).tolist(), [one for one in counted if one], rule)

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

    def _told_of(self, unknowns: list[int], counted: list[list[int]], rule: SmallNumbers) -> Iterator[_At]:
        """The same of one key's, and of those of each hidden count."""
        for some in counted:
            low, high, by = self._range(some)
            if _NEAR < high < rule.below - _NEAR and (high - low < rule.room - _NEAR or high < rule.below - 1 - _NEAR):
                yield by
                return
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
        aim = np.zeros(self.key.size)
        aim[some] = sign
        found = _solved(aim, self.sums, self.equal)
        if found.status == _UNBOUNDED:
            return -np.inf, self.told_by[:0]
        if found.status:
            raise _unsolved(found.message)
        return float(found.fun), self.told_by[np.abs(found.eqlin.marginals[: len(self.told_by)]) > _NEAR]

    def _most_at_once(self, some: _Bools, many: float) -> _Numbers | None:
        """A solution in which these are many, as far as they can be at once."""
        at, size = np.flatnonzero(some), some.size
        part = scipy.sparse.coo_array((-np.ones(at.size), (np.arange(at.size), at)), shape=(at.size, size))
        highest = np.append(np.full(size, np.inf), np.full(at.size, many))
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


def _unsolved(why: str) -> ArithmeticError:
    """Nothing is shown of which nobody can say what follows from it."""
    return ArithmeticError(f"what measures that overlap tell together could not be worked out: {why}")


def _solved(aim: _Numbers, sums: Any, equal: _Numbers, **more: Any) -> Any:
    """The least of ``aim`` @ x where ``sums`` @ x are ``equal``, as scipy tells it (its types know no sparse ones)."""
    return scipy.optimize.linprog(aim, A_eq=sums, b_eq=equal, method="highs", **more)
