"""What measures of people of several ages tell of each other: one counts everyone, another who is 18 and over.

On one line of ages lie the bounds of all their age groups and of all whom they count. Between two that follow each
other are the finest ages that they tell apart; every count of an age group, or of everyone, is a sum over some of
them, of rows that are alike but for ages. So linear programs find what follows of any of them together, as they do of
measures that overlap in part (``overlapping``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from oneplace.measures.adding_up import Tree
from oneplace.measures.joined import Counted, ages_of, stricter
from oneplace.measures.overlapping import Together, as_known
from oneplace.measures.tally import Key
from oneplace.place import Overlap, Side, alike_but_for_ages
from oneplace.population import EVERYONE as PLACE
from oneplace.population import age_starts
from oneplace.vocabulary.dimensions import EVERYONE

_Bools = NDArray[np.bool_]
_Numbers = NDArray[np.float64]
_At = NDArray[np.intp]
_Ages = tuple[int, int]
_AGE = "age"
_END = 1000
"""Where the last ages end."""


@dataclass(frozen=True)
class _Line:
    """One count of a measure at some ages, of everyone or of one age group.

    Of each period (``at`` gives it for each of the measure's keys, -1 for those of others) there is its value, and
    whether its measure tells it; ``cells`` says of which of the finest ages it is the sum.
    """

    which: int
    at: _At
    values: _Numbers
    known: _Bools
    cells: _Bools


def across_ages(every: Sequence[Counted], fifths: Mapping[str, int]) -> Iterator[Together]:
    """Measures of people of several ages, of everyone and of age groups, as they are set side by side."""
    for overlap in alike_but_for_ages([each.sides for each in every]):
        periods = _periods([every[which] for which, _ in overlap.counted])
        if periods:
            made, unnamed = _set_side_by_side(overlap, every, periods, fifths)
            if made.values.any():
                yield as_known(made, unnamed)


def _set_side_by_side(
    overlap: Overlap, every: Sequence[Counted], periods: Sequence[Key], fifths: Mapping[str, int]
) -> tuple[Together, _Bools]:
    """The counts, and which of their atoms no condition names; the last ages are those that are not known."""
    place = {(key.kind, key.start): i for i, key in enumerate(periods)}
    cuts = sorted({cut for which, kind in overlap.counted for cut in _bounds(every[which].sides[kind])})
    lines, of = list[_Line](), list[_Bools]()
    for (which, kind), atoms in zip(overlap.counted, overlap.atoms.of, strict=True):
        for line in _lines(which, every[which], kind, place, cuts):
            lines.append(line)
            of.append(np.outer(line.cells, atoms).ravel())
    values, known = np.array([line.values for line in lines]), np.array([line.known for line in lines])
    tree = Tree.of(periods, fifths)
    adds = tree.total >= 0
    for counts, told in zip(values, known, strict=True):
        adds &= tree.adds(counts) | ~told[tree.members].all(axis=1, where=tree.members >= 0) | ~told[tree.total]
    sums = np.array(of)
    made = Together(
        which=tuple(line.which for line in lines),
        values=values,
        known=known,
        at=tuple(line.at for line in lines),
        of=sums,
        members=tree.members[adds],
        total=tree.total[adds],
        rule=reduce(stricter, (every[which].rule for which, _ in overlap.counted)),
        many=np.zeros((len(periods), sums.shape[1]), dtype=np.bool_),
        seen=(values.copy(), values.copy()),
        beyond=overlap.beyond,
    )
    unnamed = np.outer(np.arange(len(cuts)) == len(cuts) - 1, np.ones_like(overlap.atoms.unnamed))
    return made, (unnamed.astype(np.bool_) | overlap.atoms.unnamed).ravel()


def _periods(every: Sequence[Counted]) -> list[Key]:
    """Everyone's keys of those periods of which an age group is told."""
    aged = {(key.kind, key.start) for one in every for key in one.keys if key.dimension == _AGE}
    keys = {(key.kind, key.start): key for one in every for key in one.keys}
    return [replace(keys[at], dimension=EVERYONE, group=PLACE) for at in sorted(aged)]


def _lines(
    which: int, one: Counted, kind: int, place: Mapping[tuple[str, date], int], cuts: Sequence[int]
) -> Iterator[_Line]:
    side, counts = one.sides[kind], one.kinds[kind]
    period = np.array([place.get((key.kind, key.start), -1) for key in one.keys], dtype=np.intp)
    youngest = np.array([ages_of(key)[0] if key.dimension == _AGE else -1 for key in one.keys], dtype=np.intp)
    everyone = np.array([key.dimension == EVERYONE for key in one.keys], dtype=np.bool_)
    own = [(EVERYONE, everyone, _span(side))]
    own += [(_AGE, youngest == ages[0], ages) for ages in pairwise(sorted(_bounds(side)))]
    for dimension, those, ages in own:
        at = np.where(those, period, -1)
        values, known = np.zeros(len(place)), np.zeros(len(place), dtype=np.bool_)
        np.add.at(values, at[at >= 0], counts[at >= 0])
        for (period_kind, start), i in place.items():
            known[i] = (period_kind, start, dimension) in one.lines
        if known.any():
            yield _Line(which, at, values, known, _cells(side, ages, cuts))


def _cells(side: Side, ages: _Ages, cuts: Sequence[int]) -> _Bools:
    """Which of the finest ages lie between two; who is of no known age is counted with the youngest where all are."""
    unknown = side.ages == (0, None) and ages[0] == 0
    return np.array([*(ages[0] <= low and end <= ages[1] for low, end in pairwise(cuts)), unknown], dtype=np.bool_)


def _span(side: Side) -> _Ages:
    youngest, end = side.ages
    return youngest, _END if end is None else end


def _bounds(side: Side) -> set[int]:
    """Where its age groups begin, and where the last one ends."""
    youngest, end = side.ages
    return {*age_starts(youngest, None if end is None else end - 1), _span(side)[1]}
