"""What several measures tell together: where one counts some of what another counts, what is left is known as well.

Where all of them are shown for a group a reader subtracts. What is left, of two measures or more, is hidden by the same
rule and steps as every other count: it stands in the same sums, is hidden where any of the counts is that it is worked
out from, and where it must not be known one of them goes. So is what two measures count alike in other periods: the
months of the one and the quarters of the other add up.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np

from oneplace.measures.tally import Key
from oneplace.place import Side, SmallNumbers, Term, relations

_Line = tuple[str, object, str]
_Ages = tuple[int, int]
_At = tuple[_Line, object]
_ANY = 999


@dataclass(frozen=True)
class Counted:
    """One measure for this: its keys, its counts kind by kind, what each kind counts where that is known, its rule."""

    keys: tuple[Key, ...]
    kinds: tuple[np.ndarray, ...]
    sides: tuple[Side, ...]
    rule: SmallNumbers

    @cached_property
    def line_of(self) -> list[_Line]:
        """The breakdown and period of each key."""
        return [(key.kind, key.start, key.dimension) for key in self.keys]

    @cached_property
    def lines(self) -> frozenset[_Line]:
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
        hide: np.ndarray = np.isnan(shown.values)
        hide[shown.at[found[shown.which] & (shown.at >= 0)]] = True
        return hide

    def put(self, hide: np.ndarray, found: Sequence[np.ndarray]) -> None:
        """Hide, in place, what hides these: the smallest count that is not small itself, in every measure with it."""
        lacking = np.flatnonzero(hide & ~self.hidden(found))
        if not lacking.size:
            return
        there = np.array([np.any([np.isin(np.arange(hide.size), s.at) for s in term], axis=0) for term in self.terms])
        counts = np.array([np.nanmax([shown.values for shown in term], axis=0) for term in self.terms])
        # a nought, or few, among the counts would be known to be few again from what is left
        cost = np.where(counts >= self.rule.below, counts, 1e9 - counts) + np.where(there, 0.0, 2e9)
        chosen = cost.argmin(axis=0)
        for i, term in enumerate(self.terms):
            for shown in term:
                found[shown.which][np.isin(shown.at, lacking[chosen[lacking] == i])] = True


def differences(every: Sequence[Counted]) -> Iterator[Difference]:
    """What can be worked out from measures together, as far as any of it is small."""
    for terms in relations([each.sides for each in every]):
        if len(terms) == 1 and len({every[which].lines for which, _ in terms[0].counted}) == 1:
            continue  # each has the same sums by itself
        yield from _small(_left(every, terms))


def _small(found: Difference) -> Iterator[Difference]:
    small = (found.rule.least <= found.values) & (found.values < found.rule.below)
    if small.any() and found.values.any():
        yield found


def _left(every: Sequence[Counted], terms: Sequence[Term]) -> Difference:
    """The keys of which all tell, and what is left there: who isn't named in a breakdown that is there has nobody."""
    known = [frozenset[_Line]().union(*(every[which].lines for which, _ in term.counted)) for term in terms]
    lines = frozenset.intersection(*known)
    involved = [every[which] for term in terms for which, _ in term.counted]
    bands, at, keys = bands_of(involved), dict[_At, int](), list[Key]()
    places = {id(each): _places(each, lines, bands, at, keys) for each in involved}
    made = [
        tuple(_shown(every[which], (which, i), term.sign, places[id(every[which])], keys) for which, i in term.counted)
        for term in terms
    ]
    first = [np.nanmax([shown.values for shown in term], axis=0) for term in made]
    values = np.sum([term[0].sign * counts for term, counts in zip(made, first, strict=True)], axis=0)
    rule = reduce(stricter, (each.rule for each in involved))
    return Difference(tuple(keys), np.maximum(values, 0.0), rule, tuple(made))


def _places(
    one: Counted, lines: frozenset[_Line], bands: Sequence[int], at: dict[_At, int], keys: list[Key]
) -> np.ndarray:
    """For each key of a measure its position among ``keys``, which grow by those that it is the first to have."""
    found = np.full(len(one.keys), -1)
    for i, (key, line) in enumerate(zip(one.keys, one.line_of, strict=True)):
        if line in lines:
            position = at.setdefault((line, group_of(key, bands)), len(keys))
            found[i] = position
            if position == len(keys):
                keys.append(key)
    return found


def _shown(one: Counted, counted: tuple[int, int], sign: int, at: np.ndarray, keys: Sequence[Key]) -> Shown:
    which, kind = counted
    values = np.array([0.0 if (key.kind, key.start, key.dimension) in one.lines else np.nan for key in keys])
    np.add.at(values, at[at >= 0], one.kinds[kind][at >= 0])
    return Shown(which, sign, at, values)


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
