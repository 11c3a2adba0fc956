"""What several measures tell together: where one counts some of what another counts, what is left is known as well.

Where all of them are shown for a group a reader subtracts. What is left, of two measures or more, is hidden by the same
rule and steps as every other count: it stands in the same sums, is hidden where any of the counts is that it is worked
out from, and where it must not be known one of them goes. So is what two measures count alike in other periods: the
months of the one and the quarters of the other add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np

from oneplace.measures.tally import Key
from oneplace.place import Side, SmallNumbers, Term, relations

Line = tuple[str, object, str]
_Ages = tuple[int, int]
_At = tuple[Line, object]
_ANY = 999


@dataclass(frozen=True)
class Counted:
    """One measure for this: its keys, its counts kind by kind, what each kind counts where that is known, its rule."""

    keys: tuple[Key, ...]
    kinds: tuple[np.ndarray, ...]
    sides: tuple[Side, ...]
    rule: SmallNumbers

    @cached_property
    def line_of(self) -> list[Line]:
        """The breakdown and period of each key."""
        return [(key.kind, key.start, key.dimension) for key in self.keys]

    @cached_property
    def lines(self) -> frozenset[Line]:
        """The breakdowns that it has, each with its period."""
        return frozenset(self.line_of)

    @cached_property
    def ages(self) -> frozenset[_Ages]:
        """The youngest and the oldest of each of its age bands."""
        return frozenset(ages_of(key) for key in self.keys if key.dimension == "age")


@dataclass(frozen=True)
class Shown:
    """One count that others are set beside: of measure ``which``, added or taken away (``sign``).

    ``at`` gives each of its keys' position among those of what is left (-1 for none): several age bands may be one
    where measures cut ages differently. ``values`` are its counts there; NaN where it tells nothing of that breakdown.
    """

    which: int
    sign: int
    at: np.ndarray
    values: np.ndarray

    def holds(self, some: Sequence[np.ndarray]) -> np.ndarray:
        """Which of what is left has one of its measure's keys among ``some`` of each measure."""
        found = np.zeros(self.values.size, dtype=np.bool_)
        found[self.at[some[self.which] & (self.at >= 0)]] = True
        return found


@dataclass(frozen=True)
class Difference:
    """What is left, key by key of ``keys``. Each of ``terms`` is one count in every measure that shows it."""

    keys: tuple[Key, ...]
    values: np.ndarray
    rule: SmallNumbers
    terms: tuple[tuple[Shown, ...], ...]

    def hidden(self, found: Sequence[np.ndarray]) -> np.ndarray:
        """Which nobody can work out, as of the measures these are hidden: where one count is, in all that show it."""
        terms = [np.all([self._gone(shown, found) for shown in term], axis=0) for term in self.terms]
        gone: np.ndarray = np.any(terms, axis=0)
        return gone

    def _gone(self, shown: Shown, found: Sequence[np.ndarray]) -> np.ndarray:
        hide: np.ndarray = np.isnan(shown.values) | shown.holds(found)
        return hide

    def put(self, hide: np.ndarray, found: Sequence[np.ndarray], seen: Sequence[np.ndarray]) -> None:
        """Hide, in place, what hides these: the smallest count that is not small itself, in every measure with it.

        One that readers have ``seen`` in any goes last: what is known can't be hidden.
        """
        lacking = np.flatnonzero(hide & ~self.hidden(found))
        if not lacking.size:
            return
        there = np.array([np.any([np.isin(np.arange(hide.size), s.at) for s in term], axis=0) for term in self.terms])
        counts = np.array([np.nanmax([shown.values for shown in term], axis=0) for term in self.terms])
        # a nought, or few, among the counts would be known to be few again from what is left
        known = np.array([np.any([shown.holds(seen) for shown in term], axis=0) for term in self.terms])
        cost = np.where(counts >= self.rule.below, counts, 1e9 - counts) + np.where(there, 0.0, 4e9) + 2e9 * known
        chosen = cost.argmin(axis=0)
        for i, term in enumerate(self.terms):
            for shown in term:
                found[shown.which][np.isin(shown.at, lacking[chosen[lacking] == i])] = True


@dataclass(frozen=True)
class _Named:
    """The lines of some measures, and the groups on them, by a number that is the same in all of them."""

    every: Sequence[Counted]
    lines: dict[Line, int] = field(default_factory=dict)
    groups: dict[_At, int] = field(default_factory=dict)
    keys: list[Key] = field(default_factory=list)
    """A key of each group, by its number."""
    made: dict[tuple[int, tuple[int, ...]], np.ndarray] = field(default_factory=dict)

    @cached_property
    def line_of(self) -> list[np.ndarray]:
        """Of each measure the line of each of its keys."""
        numbers = ([self.lines.setdefault(line, len(self.lines)) for line in one.line_of] for one in self.every)
        return [np.array(each, dtype=np.intp) for each in numbers]

    @cached_property
    def has(self) -> list[np.ndarray]:
        """Of each measure whether it has each line."""
        return [np.bincount(lines, minlength=len(self.lines)) > 0 for lines in self.line_of]

    def group_of(self, which: int, bands: Sequence[int]) -> np.ndarray:
        """Of one measure the group of each of its keys, on its line; several ages may be one of ``bands``."""
        asked = which, tuple(bands)
        if asked not in self.made:
            one, found = self.every[which], list[int]()
            for key, line in zip(one.keys, one.line_of, strict=True):
                found.append(self.groups.setdefault((line, group_of(key, bands)), len(self.keys)))
                if found[-1] == len(self.keys):
                    self.keys.append(key)
            self.made[asked] = np.array(found, dtype=np.intp)
        return self.made[asked]


def differences(every: Sequence[Counted]) -> Iterator[Difference]:
    """What can be worked out from measures together, as far as any of it is small."""
    named = _Named(every)
    for terms in relations([each.sides for each in every]):
        if len(terms) == 1 and len({every[which].lines for which, _ in terms[0].counted}) == 1:
            continue  # each has the same sums by itself
        yield from _small(_left(named, terms))


def left_over(every: Sequence[Counted], narrow: tuple[int, int], wide: tuple[int, int]) -> Difference:
    """What one count leaves of another, each by the number of its measure and of its kind there, where both tell."""
    return _left(_Named(every), (Term(1, (wide,)), Term(-1, (narrow,))))


def _small(found: Difference) -> Iterator[Difference]:
    small = (found.rule.least <= found.values) & (found.values < found.rule.below)
    if small.any() and found.values.any():
        yield found


def _left(named: _Named, terms: Sequence[Term]) -> Difference:
    """The keys of which all tell, and what is left there: who isn't named in a breakdown that is there has nobody."""
    involved = {which: named.every[which] for term in terms for which, _ in term.counted}
    bands = bands_of(list(involved.values()))
    told = np.all([np.any([named.has[which] for which, _ in term.counted], axis=0) for term in terms], axis=0)
    common = {which: told[named.line_of[which]] for which in involved}
    met = np.concatenate([named.group_of(which, bands)[there] for which, there in common.items()])
    line = np.concatenate([named.line_of[which][there] for which, there in common.items()])
    groups, first, number = np.unique(met, return_index=True, return_inverse=True)
    order = np.argsort(first)
    places, ends = np.argsort(order)[number], np.cumsum([there.sum() for there in common.values()])
    at = {which: np.full(there.size, -1) for which, there in common.items()}
    for (which, there), position in zip(common.items(), np.split(places, ends[:-1]), strict=True):
        at[which][there] = position
    lines = line[first[order]]
    made = [
        tuple(
            Shown(which, term.sign, at[which], _counts(named, which, kind, at[which], lines))
            for which, kind in term.counted
        )
        for term in terms
    ]
    counts = [np.nanmax([shown.values for shown in term], axis=0) for term in made]
    values = np.sum([term[0].sign * each for term, each in zip(made, counts, strict=True)], axis=0)
    keys = tuple(named.keys[group] for group in groups[order])
    rule = reduce(stricter, (each.rule for each in involved.values()))
    return Difference(keys, np.maximum(values, 0.0), rule, tuple(made))


def _counts(named: _Named, which: int, kind: int, at: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Of one measure the counts at some positions, of which ``lines`` says on which line each is."""
    values = np.where(named.has[which][lines], 0.0, np.nan)
    np.add.at(values, at[at >= 0], named.every[which].kinds[kind][at >= 0])
    return values


def stricter(one: SmallNumbers, other: SmallNumbers) -> SmallNumbers:
    """The rule that hides what either hides."""
    zeros = "suppressed" if "suppressed" in (one.zeros, other.zeros) else "shown"
    return one.model_copy(update={"below": max(one.below, other.below), "zeros": zeros})


def group_of(key: Key, bands: Sequence[int]) -> object:
    """The group's code; of ages the number of those bounds below it that all measures have."""
    if key.dimension != "age" or not bands:
        return key.group.code
    return int(np.searchsorted(bands, ages_of(key)[0], side="right"))


def ages_of(key: Key) -> _Ages:
    """The youngest and the oldest of an age band."""
    youngest, _, oldest = key.group.code.rstrip("+").partition("-")
    return int(youngest), _ANY if key.group.code.endswith("+") else int(oldest or youngest)


def bands_of(every: Sequence[Counted]) -> list[int]:
    """The ages at which bands begin that no measure's bands reach across."""
    ages = frozenset[tuple[int, int]]().union(*(each.ages for each in every))
    return sorted({start for start, _ in ages if not any(low < start <= high for low, high in ages)})
