"""What measures that overlap in part tell together, and one count more hidden beside each small number that follows.

Where one measure counts those who went home or to a ward and another those who went to a ward or died, neither lies in
the other; with the whole, who knows that there is nothing else can still work out who went to a ward. Each count is a
sum over ``atoms``, the finest kinds of row that the definitions tell apart, and atoms add up over groups as counts do:
linear programs find how much follows of any of them together (``ranges``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from oneplace.measures.adding_up import Tree
from oneplace.measures.joined import Counted, bands_of, group_of, stricter
from oneplace.measures.ranges import Equations, equations, nearest
from oneplace.measures.tally import Key
from oneplace.place import Overlap, SmallNumbers, overlaps

_Bools = NDArray[np.bool_]
_Numbers = NDArray[np.float64]
_At = NDArray[np.intp]


@dataclass(frozen=True)
class Together:
    """Counts of measures that have rows in common, over the keys of all of them.

    ``which`` (counts) says of which measure each is, ``values`` and ``known`` (counts, keys) what it is there and
    whether its measure tells; ``at`` gives by count where each of its measure's own keys is (-1 for one that is of
    another count). ``of`` (counts, atoms) says what each counts. Along each line the atoms of ``members`` (-1 for none)
    add up to those of ``total``. ``many`` (keys, atoms) are those of which it was seen that they can be many, ``seen``
    (each counts, keys) the least and the greatest that counts were seen to be able to be: what more is hidden leaves
    them so. ``beyond`` are measures too many to be looked at.
    """

    which: tuple[int, ...]
    values: _Numbers
    known: _Bools
    at: tuple[_At, ...]
    of: _Bools
    members: _At
    total: _At
    rule: SmallNumbers
    many: _Bools
    seen: tuple[_Numbers, _Numbers]
    beyond: tuple[int, ...]
    last: list[_Bools] = field(default_factory=list)
    """What was shown when it was last looked at: of the same nothing else follows."""

    def protect(self, found: Sequence[_Bools], seen: Sequence[_Bools]) -> None:
        """Hide, in place, a count beside each small number that follows from those that are shown.

        One that readers have ``seen`` in any measure goes last: what is known can't be hidden.
        """
        for which in self.beyond:
            found[which][:] = True
        shown = self._shown(found)
        new = (shown != self.last[0]).any(axis=0) if self.last else np.ones(shown.shape[1], dtype=np.bool_)
        self.last[:] = [shown]
        if not new.any():
            return
        alike = self._alike(shown)
        made, many = self._equations(shown, alike), self._many(alike)
        asked = made.touched(np.bincount(alike, new) > 0)  # of all else nothing follows that didn't before
        narrow = list(self._narrow(made, shown, alike, asked))
        few = ~many[made.key, made.atom] & asked[made.key]
        reached = made.reaching(few, self.rule.below)
        many[made.key[reached], made.atom[reached]] = True
        self.many[:] = many[alike]
        for told in narrow or made.told(few & ~reached, self.rule):
            picks = [(int(i), int(key)) for i, key in told if self._named[i, key]]
            if picks and not any(found[self.which[i]][self.at[i] == key].all() for i, key in picks):
                cost = {pick: (self._is_among(seen, *pick), self.values[pick] < self.rule.below) for pick in picks}
                i, key = min(picks, key=lambda pick: (*cost[pick], self.values[pick], pick))
                for same in np.flatnonzero(self._same == self._same[i]):
                    found[self.which[same]][self.at[same] == key] = True

    def _is_among(self, some: Sequence[_Bools], i: int, key: int) -> bool:
        """Whether a count's key, in any measure that counts the same, is among ``some`` of its measure's."""
        same = np.flatnonzero(self._same == self._same[i])
        return any(some[self.which[each]][self.at[each] == key].any() for each in same)

    def _narrow(self, made: Equations, shown: _Bools, alike: _At, asked: _Bools) -> Iterator[_At]:
        """What tells of a small hidden count that it is one of fewer numbers than the rule hides."""
        count, key = np.nonzero(self._named & ~shown & (self.values < self.rule.below) & asked[alike])
        some = np.unique(np.column_stack([count, alike[key]]), axis=0)
        least, greatest = (np.zeros((len(self.which), alike.max() + 1)) for _ in self.seen)
        np.maximum.at(least.T, alike, self.seen[0].T)
        np.maximum.at(greatest.T, alike, self.seen[1].T)
        least[:, np.bincount(alike) > 1] = 0.0
        yield from made.narrow(some, self.of, self.rule, (least, greatest))
        self.seen[0][:], self.seen[1][:] = least[:, alike], greatest[:, alike]

    @cached_property
    def _same(self) -> _At:
        """The same number for counts of the same atoms."""
        _, found = np.unique(self.of, axis=0, return_inverse=True)
        return found.ravel()

    @cached_property
    def _named(self) -> _Bools:
        """Which counts are of keys that their measure names: in others it counts nobody, which can't be hidden."""
        found = np.zeros_like(self.known)
        for row, at in zip(found, self.at, strict=True):
            row[at[at >= 0]] = True
        return found

    def _shown(self, found: Sequence[_Bools]) -> _Bools:
        shown = self.known.copy()
        for row, at, which in zip(shown, self.at, self.which, strict=True):
            row[at[found[which] & (at >= 0)]] = False
        return shown

    def _alike(self, shown: _Bools) -> _At:
        """A number for each key, the same for members of a line of which nothing is shown but the same noughts."""
        keys = np.arange(shown.shape[1])
        line = np.full(keys.size, -1)
        there = self.members >= 0
        line[self.members[there]] = np.nonzero(there)[0]
        alone = (shown & (self.values > 0)).any(axis=0) | (line < 0) | np.isin(keys, self.total)
        names = np.vstack([np.where(alone, keys, -1), np.where(alone, -1, line), shown & ~alone])
        _, alike = np.unique(names, axis=1, return_inverse=True)
        found: _At = alike.ravel()
        return found

    def _many(self, alike: _At) -> _Bools:
        """Which atoms of alike keys have been seen to be many."""
        found = np.zeros((alike.max() + 1, self.of.shape[1]), dtype=np.bool_)
        np.logical_or.at(found, alike, self.many)
        return found

    def _equations(self, shown: _Bools, alike: _At) -> Equations:
        told, before = np.where(shown, self.values, np.nan), np.full((self._same.max() + 1, shown.shape[1]), np.nan)
        for row, same in zip(told, self._same, strict=True):
            row[row == before[same]] = np.nan  # another measure says the same
            before[same] = np.where(np.isnan(row), before[same], row)
        return equations(told, alike, self.of, self.members, self.total)


def together(every: Sequence[Counted], fifths: Mapping[str, int]) -> Iterator[Together]:
    """Groups of measures that overlap in part, of which any has counts."""
    for overlap in overlaps([each.sides for each in every]):
        made = _set_side_by_side(overlap, every, fifths)
        if made.values.any():
            yield as_known(made, overlap.atoms.unnamed)


def _set_side_by_side(overlap: Overlap, every: Sequence[Counted], fifths: Mapping[str, int]) -> Together:
    some = {which: every[which] for which in sorted({which for which, _ in overlap.counted})}
    bands = bands_of(list(some.values()))
    place, keys = dict[object, int](), list[Key]()
    at = {which: np.empty(len(one.keys), dtype=np.intp) for which, one in some.items()}
    for which, one in some.items():
        for i, (key, line) in enumerate(zip(one.keys, one.line_of, strict=True)):
            at[which][i] = place.setdefault((line, group_of(key, bands)), len(keys))
            if at[which][i] == len(keys):
                keys.append(key)
    values, known = np.zeros((len(overlap.counted), len(keys))), np.zeros((len(overlap.counted), len(keys)), np.bool_)
    for i, (which, kind) in enumerate(overlap.counted):
        np.add.at(values[i], at[which], every[which].kinds[kind])
        known[i] = [(key.kind, key.start, key.dimension) in every[which].lines for key in keys]
    tree = Tree.of(keys, fifths)
    adds = tree.total >= 0
    for counts, told in zip(values, known, strict=True):
        adds &= tree.adds(counts) | ~told[tree.members].all(axis=1, where=tree.members >= 0) | ~told[tree.total]
    return Together(
        which=tuple(which for which, _ in overlap.counted),
        values=values,
        known=known,
        at=tuple(at[which] for which, _ in overlap.counted),
        of=overlap.atoms.of,
        members=tree.members[adds],
        total=tree.total[adds],
        rule=reduce(stricter, (one.rule for one in some.values())),
        many=np.zeros((len(keys), overlap.atoms.of.shape[1]), dtype=np.bool_),
        seen=(values.copy(), values.copy()),
        beyond=overlap.beyond,
    )


def as_known(made: Together, unnamed: _Bools) -> Together:
    """Without the atoms that no condition names, as far as the counts can be so, and with counts that are sums."""
    every, named = np.arange(made.values.shape[1]), ~unnamed
    closed = replace(made, of=made.of[:, named], many=made.many[:, named])
    sums = closed._equations(made.known, every)
    if (many := sums.could_be(made.rule.below)) is not None:
        closed.many[sums.key[many], sums.atom[many]] = True
        return closed
    sums, atoms = made._equations(made.known, every), np.zeros_like(made.many, dtype=np.float64)
    atoms[sums.key, sums.atom] = nearest(sums, unnamed[sums.atom])
    some = named | (atoms > 0).any(axis=0)
    values = made.of @ atoms.T
    many, seen = atoms[:, some] >= made.rule.below, (values.copy(), values.copy())
    return replace(made, of=made.of[:, some], values=values, many=many, seen=seen)
