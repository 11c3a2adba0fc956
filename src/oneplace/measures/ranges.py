"""How much follows of hidden numbers that shown ones are sums of: linear programs, solved by HiGHS.

Nothing is less than nought, and what is not known otherwise may be any number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy  # its parts load when they are first named
from numpy.typing import NDArray

from oneplace.place import SmallNumbers

_Bools = NDArray[np.bool_]
_Numbers = NDArray[np.float64]
_At = NDArray[np.intp]
_NEAR = 1e-6


@dataclass(frozen=True)
class Equations:
    """What a reader knows of atoms, ``atoms`` a key: ``sums`` @ x = ``equal``, and x is not below nought.

    ``told`` (shown counts, 2) are the numbers of count and key of the first rows; the others say what adds up.
    ``several`` (keys) are those that stand for more keys than one. ``block`` (keys) tells which have no sum in common.
    """

    sums: scipy.sparse.csr_array
    equal: _Numbers
    told_by: _At
    atoms: int
    several: _Bools
    block: _At

    def could_be(self, many: int) -> _Bools | None:
        """Which atoms (keys, atoms) of one solution are that many; None where there is no solution."""
        size = self.sums.shape[1]
        found = self._most_at_once(np.ones(size, dtype=np.bool_), many)
        return None if found is None else (found >= many - _NEAR).reshape(-1, self.atoms)

    def told(self, could_be_many: _Bools, rule: SmallNumbers) -> Iterator[_At]:
        """For each key of which a small number follows the counts (number, key) that tell it, those of one number.

        It follows where some atoms together can't be as many different numbers as the rule hides, or not the largest.
        """
        few = ~could_be_many.ravel()
        few &= ~self._reaching(few, rule.below)
        left = self._reaching(few, _NEAR)  # the others are nought
        for key in np.unique(np.flatnonzero(left) // self.atoms):
            some = np.flatnonzero(left[key * self.atoms : (key + 1) * self.atoms])
            yield from _Key.of(self, int(key), some).told(rule)

    def _reaching(self, some: _Bools, many: float) -> _Bools:
        """Which of these can be that many, as far as it is seen from solutions in which several are at once."""
        left = some.copy()
        while left.any() and (found := self._most_at_once(left, max(many, 1.0))) is not None:
            reached = left & (found >= many - _NEAR / 2)
            if not reached.any():
                break
            left &= ~reached
        return some & ~left

    def _most_at_once(self, some: _Bools, many: float) -> _Numbers | None:
        """A solution in which these are many, as far as they can be at once."""
        at, size = np.flatnonzero(some), some.size
        part = scipy.sparse.coo_array((-np.ones(at.size), (np.arange(at.size), at)), shape=(at.size, size))
        found = _solved(
            np.append(np.zeros(size), -np.ones(at.size)),
            scipy.sparse.hstack([self.sums, scipy.sparse.csr_array((self.sums.shape[0], at.size))]),
            self.equal,
            A_ub=scipy.sparse.hstack([part, scipy.sparse.eye_array(at.size)]),
            b_ub=np.zeros(at.size),
            bounds=np.column_stack(
                [np.zeros(size + at.size), np.append(np.full(size, np.inf), np.full(at.size, many))]
            ),
        )
        return None if found.x is None else np.asarray(found.x[:size])


@dataclass(frozen=True)
class _Key:
    """One key's ``atoms`` by their position among what has a sum in common with it, and the equations of that."""

    atoms: _At
    sums: scipy.sparse.csr_array
    equal: _Numbers
    told_by: _At
    several: bool

    @classmethod
    def of(cls, every: Equations, key: int, some: _At) -> _Key:
        """That of some atoms of a key."""
        keys = np.flatnonzero(every.block == every.block[key])
        columns = (keys[:, None] * every.atoms + np.arange(every.atoms)).ravel()
        sums = every.sums[:, columns].tocsr()
        rows = np.flatnonzero(np.diff(sums.indptr))
        first = int(np.searchsorted(keys, key)) * every.atoms
        told_by = every.told_by[rows[rows < len(every.told_by)]]
        return cls(first + some, sums[rows], every.equal[rows], told_by, bool(every.several[key]))

    def told(self, rule: SmallNumbers) -> Iterator[_At]:
        """The counts that tell a small number, where one follows."""
        most = {int(i): self._most([int(i)]) for i in self.atoms}
        few = [i for i, (high, _) in most.items() if _NEAR < high < rule.below - _NEAR]
        for i in few:
            high, by = most[i]
            if high < rule.below - 1 - _NEAR:
                yield by
                return
        for first in few:
            some, (high, by) = [first], most[first]
            for i in few:
                wider = self._most([*some, i])
                if i not in some and wider[0] < rule.below - _NEAR:
                    some, (high, by) = [*some, i], wider
            low, also = self._least(some)
            if high - low < rule.room - _NEAR:
                yield np.concatenate([by, also])
                return

    def _most(self, some: list[int]) -> tuple[float, _At]:
        least, by = self._end(some, -1.0)
        return -least, by

    def _least(self, some: list[int]) -> tuple[float, _At]:
        return (0.0, self.told_by[:0]) if self.several else self._end(some, 1.0)

    def _end(self, some: list[int], sign: float) -> tuple[float, _At]:
        """The least that ``sign`` times the sum of some can be, and which counts say so."""
        aim = np.zeros(self.sums.shape[1])
        aim[some] = sign
        found = _solved(aim, self.sums, self.equal)
        if found.status:
            return -np.inf, self.told_by[:0]
        return float(found.fun), self.told_by[np.abs(found.eqlin.marginals[: len(self.told_by)]) > _NEAR]


def equations(counts: _Numbers, alike: _At, of: _Bools, members: _At, total: _At) -> Equations:
    """What ``counts`` (counts, keys; NaN where hidden) tell of the atoms ``of`` (counts, atoms) that each counts.

    Keys that are ``alike`` are one. Along each line the atoms of ``members`` (-1 for none) are those of ``total``.
    """
    _, first, number = np.unique(alike, return_index=True, return_counts=True)
    count, key = np.nonzero(~np.isnan(counts[:, first]))
    row, atom = np.nonzero(of[count])
    size = first.size * of.shape[1]
    shown = scipy.sparse.csr_array((np.ones(row.size), (row, key[row] * of.shape[1] + atom)), shape=(count.size, size))
    line, position = np.nonzero(members >= 0)
    pairs = np.unique(np.column_stack([line, alike[members[line, position]]]), axis=0)
    pairs = np.vstack([pairs, np.column_stack([np.arange(total.size), alike[total]])]).astype(np.intp)
    signs = np.append(np.ones(len(pairs) - total.size), -np.ones(total.size))
    lines = scipy.sparse.csr_array((signs, tuple(pairs.T)), shape=(total.size, first.size))
    _, block = scipy.sparse.csgraph.connected_components(abs(lines).T @ abs(lines), directed=False)
    return Equations(
        sums=scipy.sparse.vstack([shown, scipy.sparse.kron(lines, scipy.sparse.eye_array(of.shape[1]))], format="csr"),
        equal=np.append(counts[count, first[key]], np.zeros(total.size * of.shape[1])),
        told_by=np.column_stack([count, first[key]]),
        atoms=of.shape[1],
        several=number > 1,
        block=block.astype(np.intp),
    )


def nearest(every: Equations, unnamed: _Bools) -> _Numbers:
    """Atoms (keys, atoms) whose sums are nearest to the counts, with as few of ``unnamed`` as can be."""
    size, rows = every.sums.shape[1], len(every.told_by)
    off = scipy.sparse.eye_array(every.sums.shape[0], rows)
    cost = np.append(np.tile(unnamed.astype(float), size // every.atoms), np.full(2 * rows, 1e3))
    found = _solved(cost, scipy.sparse.hstack([every.sums, off, -off]), every.equal)
    atoms: _Numbers = np.where(found.x[:size] > _NEAR, found.x[:size], 0.0).reshape(-1, every.atoms)
    return atoms


def _solved(aim: _Numbers, sums: Any, equal: _Numbers, **more: Any) -> Any:
    """The least of ``aim`` @ x where ``sums`` @ x are ``equal``, as scipy tells it (its types know no sparse ones)."""
    return scipy.optimize.linprog(aim, A_eq=sums, b_eq=equal, method="highs", **more)
