"""Twins, namesakes, families who share names and changed names: planted, because linkage goes wrong there."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from oneplace.synth.city.people import People
from oneplace.synth.city.planted import NAMED_AFTER, NAMESAKES, RENAMED, TWINS
from oneplace.synth.draw.calendar import YEAR
from oneplace.synth.draw.randomness import Flags, Ints, Streams


@dataclass(frozen=True)
class Alike:
    """Rows of people in pairs (two columns); ``named_after`` is a child and the head of the household.

    ``renamed`` are rows of women whose family name has changed, none of whom is in a pair.
    """

    twins: Ints
    namesakes: Ints
    named_after: Ints
    renamed: Ints

    def other(self, pairs: Ints, size: int) -> Ints:
        """Of each person the row of the other of their pair; -1 for who is in none."""
        found = np.full(size, -1, dtype=np.int64)
        found[pairs[:, 0]], found[pairs[:, 1]] = pairs[:, 1], pairs[:, 0]
        return found


def plant(streams: Streams, people: People) -> Alike:
    """Make some children twins (of one home, born on one day) and some adults share their birth date, in place."""
    rng = streams.stream("alike")
    child = people.birth > -18 * YEAR
    twins = _pairs(rng, people, np.flatnonzero(child), TWINS, same=("entry",), apart=("head",), born=people.mother >= 0)
    for field in fields(people):
        if field.name not in ("sex", "death"):
            column = getattr(people, field.name)
            column[twins[:, 1]] = column[twins[:, 0]]
    grown = np.flatnonzero(~child)
    namesakes = _pairs(rng, people, grown, NAMESAKES, same=("sex", "group"), apart=("head", "home"))
    people.birth[namesakes[:, 1]] = people.birth[namesakes[:, 0]]
    head = np.maximum(people.head, 0)
    heirs = child & (people.head >= 0) & (people.sex == people.sex[head]) & (rng.random(len(people)) < NAMED_AFTER)
    heirs[twins] = False
    rows = np.flatnonzero(heirs)
    pairs = (twins, namesakes, np.column_stack([rows, people.head[rows]]))
    return Alike(*pairs, _renamed(streams.stream("renamed"), people, np.concatenate(pairs).ravel()))


def _renamed(rng: np.random.Generator, people: People, paired: Ints) -> Ints:
    """Women of an age to marry and in no pair, of whom so many changed their name."""
    may = (people.sex == 0) & (people.birth <= -18 * YEAR) & (people.birth > -60 * YEAR)
    may[paired] = False
    return np.flatnonzero(may & (rng.random(len(people)) < RENAMED))


def former_names(rng: np.random.Generator, people: People, alike: Alike, family: Ints) -> Ints:
    """The family name that everyone had before; the same, but of those whose name has changed."""
    before, rows = family.copy(), alike.renamed
    for ethnic in np.unique(people.ethnic[rows]):
        here = rows[people.ethnic[rows] == ethnic]
        before[here] = family[rng.choice(np.flatnonzero(people.ethnic == ethnic), len(here))]
    return before


def _pairs(
    rng: np.random.Generator,
    people: People,
    rows: Ints,
    share: float,
    *,
    same: tuple[str, ...],
    apart: tuple[str, ...],
    born: Flags | None = None,
) -> Ints:
    """Disjoint pairs of ``rows`` born next to each other, alike and apart in these respects: so many that ``share``
    of the rows are in one. With ``born``, both were born in the city or neither was."""
    keys = [people.birth[rows], *(getattr(people, name)[rows] for name in same if name != "entry")]
    order = rows[np.lexsort(keys if born is None else [*keys, born[rows]])]
    pair = order[: len(order) // 2 * 2].reshape(-1, 2)
    fits = np.ones(len(pair), dtype=bool)
    for name in same:
        column = people.birth < 0 if name == "entry" else getattr(people, name)
        fits &= column[pair[:, 0]] == column[pair[:, 1]]
    if born is not None:
        fits &= born[pair[:, 0]] == born[pair[:, 1]]
    for name in apart:
        fits &= getattr(people, name)[pair[:, 0]] != getattr(people, name)[pair[:, 1]]
    pair = pair[fits]
    wanted = min(max(1, round(share * len(rows) / 2)), len(pair))
    return np.asarray(pair[rng.permutation(len(pair))[:wanted]])


def name_alike(rng: np.random.Generator, people: People, alike: Alike, given: Ints, family: Ints) -> None:
    """Name those who are alike, in place: twins share the family name alone, the others both."""
    for pairs in (alike.namesakes, alike.named_after[:, ::-1]):
        given[pairs[:, 1]], family[pairs[:, 1]] = given[pairs[:, 0]], family[pairs[:, 0]]
    first, second = alike.twins.T
    family[second] = family[first]
    while len(same := second[given[second] == given[first[: len(second)]]]):
        same = same[people.sex[same] == people.sex[same[0]]]
        given[same] = given[rng.permutation(np.flatnonzero(people.sex == people.sex[same[0]]))[: len(same)]]
