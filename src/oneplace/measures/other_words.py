"""Which measures count some of those that another counts, as their counts tell and their definitions don't.

Stays with an operation are some of all stays, however they are asked for. Where in every group and period one measure
counts at most what another does, by so little that two unrelated counts would cross somewhere, whoever is shown both
knows how many are in the one and not in the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from oneplace.measures.joined import Counted
from oneplace.place import have_rows_in_common

CROSSINGS = 24.0
"""So many groups in which one of two unrelated counts is expected to be above the other, and there is none."""

_Numbers = NDArray[np.float64]


def in_other_words(every: Sequence[Counted]) -> Iterator[tuple[int, int]]:
    """The numbers of two measures, of which the first counts some of those of the second in words that don't say so."""
    told = have_rows_in_common([one.sides for one in every])
    counts, measure, of = _side_by_side(every)
    found = set[tuple[int, int]]()
    for i, mine in enumerate(counts):
        there = ~np.isnan(mine)
        for j in np.flatnonzero(~told[measure[i], measure] & (measure != measure[i])).tolist():
            if of[i] == of[j] and (measure[i], measure[j]) not in found and _is_within(mine, counts[j], there):
                found.add((measure[i], measure[j]))
    yield from sorted(found)


def _is_within(narrow: _Numbers, wide: _Numbers, there: NDArray[np.bool_]) -> bool:
    """Whether it never counts more, though it would as counts of other people in such groups, and as those of others.

    The first is what Poisson counts of these sizes would do, the second the same counts dealt to groups anew.
    """
    both = there & ~np.isnan(wide)
    one, other = narrow[both], wide[both]
    if (one > other).any() or (one == other).all():  # what is the same in every group leaves nobody
        return False
    dealt = np.searchsorted(np.sort(other), one).sum() / max(one.size, 1)
    some = one > 0
    return bool(min(dealt, np.sum(stats.skellam.sf(0, one[some], other[some]))) >= CROSSINGS)


def _side_by_side(every: Sequence[Counted]) -> tuple[_Numbers, NDArray[np.intp], list[object]]:
    """The counts of each side, on groups that are apart: those of the breakdown with the most of them; NaN elsewhere.

    With the measure of each, and what is counted: persons, or events.
    """
    place, at = dict[object, int](), list[NDArray[np.intp]]()
    for one in every:
        names = (
            place.setdefault((key.kind, key.start, key.group.code), len(place))
            if key.dimension == "neighbourhood"
            else -1
            for key in one.keys
        )
        at.append(np.fromiter(names, np.intp, len(one.keys)))
    counts, measure, of = list[_Numbers](), list[int](), list[object]()
    for which, one in enumerate(every):
        for side, values in zip(one.sides, one.kinds, strict=False):
            if side.of[0] != "lived" and (at[which] >= 0).any():
                row = np.full(len(place), np.nan)
                row[at[which][at[which] >= 0]] = values[at[which] >= 0]
                counts.append(row)
                measure.append(which)
                of.append(side.of[0])
    return np.array(counts).reshape(len(counts), len(place)), np.array(measure, dtype=np.intp), of
