"""Which measures count some of those that another counts, as their counts tell and their definitions don't.

Stays with an operation are some of all stays, however they are asked for. Where in every group and period one measure
counts at most what another does, by so little that two unrelated counts would cross somewhere, whoever is shown both
knows how many are in the one and not in the other. Events of two kinds are never set beside each other: of stays and
episodes, or visits, no row is one of both, and what they differ by is nobody's number.
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


_Numbered = tuple[int, int]
"""A count: the number of its measure, and of its kind there."""


def in_other_words(every: Sequence[Counted]) -> Iterator[tuple[_Numbered, _Numbered]]:
    """Counts of two measures, of which the first counts some of those of the second in words that don't say so."""
    told = have_rows_in_common([one.sides for one in every])
    counts, numbered = _side_by_side(every)
    sides = [every[measure].sides[kind] for measure, kind in numbered]
    for i, mine in enumerate(counts):
        there = ~np.isnan(mine)
        for j, other in enumerate(counts):
            which, of = numbered[i][0], numbered[j][0]
            if which == of or told[which, of] or sides[i].of[0] != sides[j].of[0]:
                continue
            if _is_within(mine, other, there) and not sides[i].is_of_other_rows(sides[j]):
                yield numbered[i], numbered[j]


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


def _side_by_side(every: Sequence[Counted]) -> tuple[_Numbers, list[_Numbered]]:
    """The counts of each side, on groups that are apart: those of the breakdown with the most of them; NaN elsewhere.

    With the number of each.
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
    counts, numbered = list[_Numbers](), list[_Numbered]()
    for which, one in enumerate(every):
        for kind, (side, values) in enumerate(zip(one.sides, one.kinds, strict=False)):
            if side.of[0] != "lived" and (at[which] >= 0).any():
                row = np.full(len(place), np.nan)
                row[at[which][at[which] >= 0]] = values[at[which] >= 0]
                counts.append(row)
                numbered.append((which, kind))
    return np.array(counts).reshape(len(counts), len(place)), numbered
