"""How much follows of numbers that nobody is shown from sums of them that are, which linear programs tell.

None of them is less than nought, and what is not known otherwise may be any number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

import numpy as np
import scipy  # its parts load when they are first named
from numpy.typing import NDArray

from oneplace.measures.programs import Constraints, Program, apart, linked, solved, two_at_a_time, unsolved
from oneplace.place import SmallNumbers

_Bools = NDArray[np.bool_]
_Numbers = NDArray[np.float64]
_At = NDArray[np.intp]
_Range = tuple[float, float, _At]
_Lot = tuple[_At, _At]
_NEAR = 1e-6
_FEW = 20
"""Of so few unknowns each is asked for by itself: from where the last program ended that takes less than all anew."""
_NO_MORE = "there is no solution, though there was one of all"


class _Part(NamedTuple):
    """The program of unknowns that have to do with each other, and what its first rows are told by."""

    program: Program
    unknowns: _At
    told_by: _At


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
    parts: dict[int, _Part] = field(default_factory=dict)
    """By block, those that have to do with each other."""

    def could_be(self, many: int) -> _Bools | None:
        """Which unknowns of one solution are that many; None where there is no solution."""
        size = self.key.size
        towards = self._towards(scipy.sparse.eye_array(size), np.full(size, float(many)), 1.0)
        found = solved(np.append(np.zeros(size), np.full(size, -1.0)), towards)
        return None if found is None else found[:size] >= many - _NEAR

    def reaching(self, some: _Bools, many: float | _Numbers) -> _Bools:
        """Which of ``some`` unknowns can be so many (each its own number, or all the same), seen of several at once."""
        goal = np.broadcast_to(many, some.shape)
        left = np.flatnonzero(some & (self._top < goal - _NEAR / 2))
        _, _, alone = self._seen(scipy.sparse.eye_array(some.size, format="csr")[left], goal[left], 1.0)
        for i in left[alone].tolist():
            self._top[i] = -self._end([i], -1.0)[0]
        return some & (self._top >= goal - _NEAR / 2)

    def _seen(self, part: Any, goal: _Numbers, sign: float) -> tuple[_Numbers, _Numbers, _At]:
        """The least and the greatest that sums of ``part`` were seen to be, and which are to be asked by themselves.

        As many as can be come to their goals at once, from below (``sign`` 1) or above (-1), and again those that did
        not, until none more does or so few are left that each is better asked for alone.
        """
        least, greatest = np.full(goal.size, np.inf), np.full(goal.size, -np.inf)

        def see(lot: _Lot) -> _At:
            unknowns, every = lot
            own, left = part[every][:, unknowns], np.arange(every.size)
            program = Program(self.within(unknowns)._towards(own, goal[every], sign)) if left.size > _FEW else None
            while program and left.size > _FEW:
                if program.least(unknowns.size + left, np.full(left.size, -sign)) is None:
                    raise unsolved(_NO_MORE)
                found = program.x[: unknowns.size]
                self._top[unknowns] = np.maximum(self._top[unknowns], found)
                sums, before = own @ found, left.size
                least[every], greatest[every] = np.minimum(least[every], sums), np.maximum(greatest[every], sums)
                left = left[sign * (goal[every[left]] - sums[left]) > _NEAR / 2]
                if left.size == before:
                    left = left[:0]
            alone: _At = every[left]
            return alone

        alone = two_at_a_time(see, self._lots(part))
        return least, greatest, np.concatenate([np.zeros(0, dtype=np.intp), *alone])

    def _lots(self, part: Any) -> list[_Lot]:
        """Unknowns that have nothing to do with the others, and which sums of ``part`` are of them."""
        lot = np.zeros(self.key.size, dtype=np.intp)
        unknowns = apart(scipy.sparse.vstack([self.sums, part]))
        for number, some in enumerate(unknowns):
            lot[some] = number
        own = lot[part.indices[part.indptr[:-1]]]
        return [(unknowns[number], np.flatnonzero(own == number)) for number in np.unique(own)]

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
            yield from self._told_of(some.tolist(), rule)

    def _unclear(self, few: _Bools, room: int) -> _At:
        """The keys of which one of few unknowns isn't seen to reach so far beyond the least that all are together."""
        if not few.any():
            return self.key[:0]
        keys, own = np.unique(self.key[few], return_inverse=True)
        together = scipy.sparse.csr_array((np.ones(own.size), (own, np.flatnonzero(few))), shape=(keys.size, few.size))
        least, _, alone = self._seen(together, np.zeros(keys.size), -1.0)
        for i in alone.tolist():
            least[i] = self._end(np.flatnonzero(few)[own == i].tolist(), 1.0)[0]
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
            low, high, _ = self._seen(part[left], goal[left], sign)
            least[left], greatest[left] = np.minimum(least[left], low), np.maximum(greatest[left], high)
        left = np.flatnonzero(_is_narrow(least, greatest, rule))
        asked = [[(int(i), int(some[i, 1]), rows[i].tolist()) for i in left[own]] for _, own in self._lots(part[left])]
        ranges = chain(*two_at_a_time(lambda lot: list(self._ranges(lot, rule)), asked))
        for i, (fewest, most, by) in sorted(ranges, key=itemgetter(0)):
            least[i], greatest[i] = min(least[i], fewest), max(greatest[i], most)
            if most > _NEAR and _is_narrow(fewest, most, rule):
                yield by
        seen[0][tuple(some.T)], seen[1][tuple(some.T)] = least, greatest

    def _ranges(self, asked: Iterable[tuple[int, int, list[int]]], rule: SmallNumbers) -> Iterator[tuple[int, _Range]]:
        """The ranges of counts (their number, key and unknowns), of each key until one is too narrow."""
        done = set[int]()
        for number, key, unknowns in asked:
            if key not in done:
                found = self._range(unknowns)
                yield number, found
                if found[1] > _NEAR and _is_narrow(*found[:2], rule):
                    done.add(key)

    def touched(self, keys: _Bools) -> _Bools:
        """Which keys have to do with any of some keys (by number)."""
        found = keys.copy()
        found[self.key[np.isin(self._block, self._block[keys[self.key]])]] = True
        return found

    def within(self, some: _At) -> Equations:
        """The equations of unknowns that have no sum in common with the others."""
        sums = self.sums[:, some].tocsr()
        rows = np.flatnonzero(np.diff(sums.indptr))
        told_by = self.told_by[rows[rows < len(self.told_by)]]
        return Equations(sums[rows], self.equal[rows], told_by, self.key[some], self.atom[some], self.several[some])

    @cached_property
    def _block(self) -> _At:
        """The same number for unknowns that have a sum in common, or one with others that have."""
        return linked(self.sums)

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

    def _range(self, some: list[int]) -> _Range:
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
            blocks, of = self._block[some], np.array(some)
            each = [self._worked_out(block, of[blocks == block], sign) for block in np.unique(blocks).tolist()]
            self.ends[asked] = sum(least for least, _ in each), np.concatenate([by for _, by in each])
        return self.ends[asked]

    def _worked_out(self, block: int, some: _At, sign: float) -> tuple[float, _At]:
        if block not in self.parts:
            self.parts[block] = self._alone(block)
        part = self.parts[block]
        found = part.program.least(np.searchsorted(part.unknowns, some), np.full(some.size, sign))
        if found is None:
            raise unsolved(_NO_MORE)
        return found, part.told_by[part.program.tells(len(part.told_by)) if found > -np.inf else []]

    def _alone(self, block: int) -> _Part:
        unknowns = np.flatnonzero(self._block == block)
        inside = self.within(unknowns)
        return _Part(Program(Constraints.nothing_less(inside.sums, inside.equal)), unknowns, inside.told_by)

    def _towards(self, part: Any, goal: _Numbers, sign: float) -> Constraints:
        """These, and further unknowns: how near sums of parts come to goals from below (``sign`` 1) or above (-1)."""
        rows, size = part.shape
        none = scipy.sparse.csr_array((self.sums.shape[0], rows))
        lowest = np.append(np.zeros(size), np.zeros(rows) if sign > 0 else goal)
        highest = np.append(np.full(size, np.inf), np.maximum(goal, 1.0) if sign > 0 else np.full(rows, np.inf))
        return Constraints(
            scipy.sparse.hstack([self.sums, none], format="csr"),
            self.equal,
            sign * scipy.sparse.hstack([-part, scipy.sparse.eye_array(rows)], format="csr"),
            np.column_stack([lowest, highest]),
        )


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
    found = solved(
        cost, Constraints.nothing_less(scipy.sparse.hstack([every.sums, off, -off], format="csr"), every.equal)
    )
    if found is None:
        raise unsolved("no counts are near to these")
    return np.where(found[:size] > _NEAR, found[:size], 0.0)


def _is_narrow(least: Any, greatest: Any, rule: SmallNumbers) -> Any:
    """Of a hidden count that can be from the least to the greatest, whether it can be fewer than the rule hides."""
    return (greatest - least < rule.room - _NEAR) | (greatest < rule.below - 1 - _NEAR)
