"""Fifths of deprivation of one edition of the indices beside those of another, and what the two tell together.

Within one run each neighbourhood lies in one fifth, so that what adds up is a tree. Where a place changes its edition
(docs/adr/0070), neighbourhoods go from one fifth to another, and whoever keeps the figures of both knows two sums over
the same hidden neighbourhoods. Linear programs find what follows of them: hidden neighbourhoods that lie in the same
fifth of every edition are alike, so there are few unknowns.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import product

import numpy as np
import scipy  # its parts load when they are first named
from numpy.typing import NDArray

from oneplace.measures.rows import Row
from oneplace.population import UNKNOWN
from oneplace.vocabulary.dimensions import EVERYONE, WHOLE

Fifths = Mapping[str, int]
Whom = tuple[date, date, str, str]
Figures = Mapping[Whom, Row]
Period = tuple[date, date]
_NEIGHBOURHOOD, _DEPRIVATION = "neighbourhood", "deprivation"
_NEAR = 1e-6


@dataclass(frozen=True)
class Edition:
    """What one run shows of a year, and each neighbourhood's fifth by its edition of the indices."""

    figures: Figures
    fifths: Fifths

    def hidden(self, period: Period) -> set[str]:
        """The neighbourhoods of which the run hides the figure."""
        return {at[3] for at, row in self._homes(period).items() if row["suppressed"]}

    def fifth(self, home: str) -> str:
        """The fifth of a neighbourhood as rows call it."""
        return str(self.fifths[home]) if self.fifths.get(home) else UNKNOWN

    def sums(
        self, period: Period, count: Callable[[Row], float | None], older: Sequence[Edition]
    ) -> list[tuple[set[str], float]]:
        """Fifths with what those of their neighbourhoods count together that the run hides.

        Hidden fifths come as one, by what the others leave of everyone. A figure that stands as an ``older`` run of
        another edition published it is of that one.
        """
        shown: dict[str, float] = defaultdict(float)
        homes = self._homes(period)
        for at, row in homes.items():
            shown[self.fifth(at[3])] += count(row) or 0.0
        fifths = {at[3]: row for at, row in self.figures.items() if at[:3] == (*period, _DEPRIVATION)}
        told = {name: each for name, row in fifths.items() if (each := count(row)) is not None}
        held = {name for name in told if _stands_in(older, (*period, _DEPRIVATION, name), fifths[name])}
        found = [({name}, each - shown[name]) for name, each in told.items() if name not in held]
        everyone = self.figures.get((*period, EVERYONE, "all")) or self.figures.get((*period, WHOLE, "all"))
        whole = count(everyone) if everyone else None
        if whole is not None and not held and (rest := set(fifths) - set(told)):
            found.append((rest, whole - sum(told.values()) - sum(shown[name] for name in rest)))
        return found

    def _homes(self, period: Period) -> Figures:
        return {at: row for at, row in self.figures.items() if at[:3] == (*period, _NEIGHBOURHOOD)}


def _stands_in(older: Sequence[Edition], at: Whom, row: Row) -> bool:
    """Whether a figure is as one of some runs published it."""
    names = ("numerator", "denominator", "value")
    return any(
        at in each.figures and all(each.figures[at].get(name) == row.get(name) for name in names) for each in older
    )


def tell_of_few(runs: Sequence[Edition], counts: Callable[[Row], tuple[float | None, ...]], below: int) -> bool:
    """Whether runs, of which one has another edition, tell of a hidden neighbourhood what those of no edition tell.

    That is so where a count could be fewer numbers than the rule hides and one of these is small. Where no numbers fit
    all runs, as figures were corrected between them, what follows can't be told, and is taken to.
    """
    periods = sorted({at[:2] for at in runs[-1].figures if at[2] == _NEIGHBOURHOOD})
    kinds = range(len(counts(next(iter(runs[-1].figures.values())))) if periods else 0)
    return any(_tells(runs, when, partial(_one, counts, kind), below) for when, kind in product(periods, kinds))


def _one(counts: Callable[[Row], tuple[float | None, ...]], kind: int, row: Row) -> float | None:
    return counts(row)[kind]


def _tells(runs: Sequence[Edition], period: Period, count: Callable[[Row], float | None], below: int) -> bool:
    homes = sorted(set().union(*(run.hidden(period) for run in runs)))
    alike = sorted({tuple(run.fifth(home) for run in runs) for home in homes})
    if not homes or all(len(set(each)) == 1 for each in alike):
        return False
    number = Counter(tuple(run.fifth(home) for run in runs) for home in homes)
    sums, of = list[_Sum](), list[Fifths]()
    for i, run in enumerate(runs):
        other = [each for each in runs[:i] if each.fifths != run.fifths]
        for names, total in run.sums(period, count, other):
            sums.append((np.array([each[i] in names for each in alike], dtype=np.float64), max(total, 0.0)))
            of.append(run.fifths)
    alone = [[one for one, fifths in zip(sums, of, strict=True) if fifths == run.fifths] for run in runs]
    for which, each in enumerate(alike):
        ends = _ends(sums, which)
        if ends is None:
            return True
        if _few(ends, number[each], below) and not any(_few(_ends(own, which), number[each], below) for own in alone):
            return True
    return False


_Sum = tuple[NDArray[np.float64], float]


def _ends(sums: Sequence[_Sum], which: int) -> tuple[float, float] | None:
    """The least and the greatest that one of some unknowns can be by sums of them; None where nothing can be so."""
    if not sums:
        return 0.0, np.inf
    matrix, equal = np.array([of for of, _ in sums]), np.array([total for _, total in sums])
    aim = np.zeros(matrix.shape[1])
    aim[which] = 1.0
    least, most = (scipy.optimize.linprog(sign * aim, A_eq=matrix, b_eq=equal, method="highs") for sign in (1, -1))
    return None if least.x is None else (float(least.x[which]), np.inf if most.x is None else float(most.x[which]))


def _few(ends: tuple[float, float] | None, number: int, below: int) -> bool:
    """Whether one of so many alike counts, which together lie between the ends, is a small one of too few numbers."""
    if ends is None:
        return False
    least, most = ends[0] if number == 1 else 0.0, ends[1]
    return least < below - _NEAR and most - least < below - 2 - _NEAR
