"""What two measures tell together: one counts some of those that the other counts, so the difference is known as well.

Where both are shown for a group a reader subtracts them. The difference is hidden by the same rule and steps as every
other count: it stands in the same sums, is hidden where either of the two is, and where it must not be known that of
the two goes which counts fewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np

from oneplace.measures.tally import Key
from oneplace.place import Side, SmallNumbers, nested

_At = tuple[str, object, str, object]
_ANY = 999


@dataclass(frozen=True)
class Difference:
    """How many one measure counts and another doesn't, key by key of ``keys``, which are some of the first's.

    ``outer`` and ``inner`` are the numbers of the two measures; ``wide`` and ``narrow`` give, for each of their keys,
    its position among ``keys`` (-1 for none): several age bands may be one where the two cut ages differently.
    """

    keys: tuple[Key, ...]
    values: np.ndarray
    rule: SmallNumbers
    outer: int
    inner: int
    wide: np.ndarray
    narrow: np.ndarray

    def hidden(self, found: Sequence[np.ndarray]) -> np.ndarray:
        """Which differences nobody can work out, as of the two measures these are hidden."""
        hide = np.zeros(len(self.keys), dtype=np.bool_)
        for hides, at in ((found[self.outer], self.wide), (found[self.inner], self.narrow)):
            hide[at[hides & (at >= 0)]] = True
        return hide

    def put(self, hide: np.ndarray, found: Sequence[np.ndarray]) -> None:
        """Hide, in place, of the measures what hides these: of the one that counts fewer, else of the other."""
        lacking = np.flatnonzero(hide & ~self.hidden(found))
        found[self.inner][np.isin(self.narrow, lacking)] = True
        alone = lacking[~np.isin(lacking, self.narrow)]
        found[self.outer][np.isin(self.wide, alone)] = True


@dataclass(frozen=True)
class Counted:
    """One measure for this: its keys, its counts kind by kind, what each kind counts where that is known, its rule."""

    keys: tuple[Key, ...]
    kinds: tuple[np.ndarray, ...]
    sides: tuple[Side, ...]
    rule: SmallNumbers


def differences(every: Sequence[Counted]) -> Iterator[Difference]:
    """Those of every two measures of which one counts some of the other's and any difference is small."""
    for outer, inner in permutations(range(len(every)), 2):
        one, other = every[outer], every[inner]
        pairs = nested(one.sides, other.sides)
        if not pairs:
            continue
        rule = _stricter(one.rule, other.rule)
        keys, wide, narrow = _shared(one.keys, other.keys)
        for i, j in pairs:
            values = _sums(one.kinds[i], wide, len(keys)) - _sums(other.kinds[j], narrow, len(keys))
            if ((rule.least <= values) & (values < rule.below)).any():
                yield Difference(keys, values, rule, outer, inner, wide, narrow)


def _stricter(one: SmallNumbers, other: SmallNumbers) -> SmallNumbers:
    zeros = "suppressed" if "suppressed" in (one.zeros, other.zeros) else "shown"
    return one.model_copy(update={"below": max(one.below, other.below), "zeros": zeros})


def _sums(values: np.ndarray, at: np.ndarray, size: int) -> np.ndarray:
    found = np.zeros(size)
    np.add.at(found, at[at >= 0], values[at >= 0])
    return found


def _shared(mine: Sequence[Key], theirs: Sequence[Key]) -> tuple[tuple[Key, ...], np.ndarray, np.ndarray]:
    """The keys of which both tell, and for each key of the one and of the other its position among them.

    Both tell of a group where both have its breakdown in its period: who isn't named there has nobody.
    """
    both = {_line(key) for key in mine} & {_line(key) for key in theirs}
    bands = _bands(mine, theirs)
    at: dict[_At, int] = {}
    keys, wide = list[Key](), np.full(len(mine), -1)
    for i, key in enumerate(mine):
        if _line(key) in both:
            wide[i] = at.setdefault((*_line(key), _group(key, bands)), len(keys))
            keys += [key] if wide[i] == len(keys) else []
    narrow = [at.get((*_line(key), _group(key, bands)), -1) for key in theirs]
    return tuple(keys), wide, np.array(narrow, dtype=np.int64)


def _line(key: Key) -> tuple[str, object, str]:
    return key.kind, key.start, key.dimension


def _group(key: Key, bands: Sequence[int]) -> object:
    """The group's code; of ages the number of those bounds below it that both measures have."""
    if key.dimension != "age" or not bands:
        return key.group.code
    return int(np.searchsorted(bands, _ages(key)[0], side="right"))


def _ages(key: Key) -> tuple[int, int]:
    youngest, _, oldest = key.group.code.rstrip("+").partition("-")
    return int(youngest), _ANY if key.group.code.endswith("+") else int(oldest or youngest)


def _bands(mine: Sequence[Key], theirs: Sequence[Key]) -> list[int]:
    """The ages at which bands begin in the outer measure that none of the inner one's bands reaches across."""
    wide, narrow = ({_ages(key) for key in keys if key.dimension == "age"} for keys in (mine, theirs))
    return sorted(start for start, _ in wide if not any(lo < start <= hi for lo, hi in narrow))
