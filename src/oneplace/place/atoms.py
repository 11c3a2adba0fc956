"""The finest kinds of row that several counts' conditions tell apart: each count is a sum over some of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod

import numpy as np
import scipy  # its parts load when they are first named
from numpy.typing import NDArray
from sqlglot import exp

from oneplace.place.nested import Side, follows
from oneplace.place.truth import At, Condition, Point, points

MOST = 1000
"""How many atoms of some counts are told apart."""
MOST_VALUES = 4000
"""How many values together of expressions that one condition names; of more it is only looked at whether it holds."""

_REST = 2
"""The number of a share's side that its other two tell."""

_Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Atoms:
    """What some counts are sums of.

    ``of`` (sides, atoms) says which each side counts. ``unnamed`` (atoms) are those of values that no condition names:
    a reader who knows the whole list knows that there are none.
    """

    of: _Bools
    unnamed: _Bools


@dataclass(frozen=True)
class Overlap:
    """Counts that overlap in part: ``counted`` are numbers of a measure and one of its sides, in the atoms' order.

    ``beyond`` are measures that overlap in part with them and need more atoms than are told apart.
    """

    counted: tuple[tuple[int, int], ...]
    atoms: Atoms
    beyond: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Block:
    """Values of expressions that must be looked at together: ``allowed`` (sides, values) says where each side holds.

    ``unnamed`` values no condition names, and of ``missing`` ones there is no value at all.
    """

    allowed: _Bools
    unnamed: _Bools
    missing: _Bools

    def of(self, some: Sequence[int]) -> _Block:
        """The same of some sides."""
        return replace(self, allowed=self.allowed[some])

    @property
    def restricts(self) -> _Bools:
        """Which sides it leaves something out of."""
        return np.logical_not(self.allowed[:, ~self.missing].all(axis=1))

    def pairs(self) -> tuple[_Bools, _Bools]:
        """Which two sides can count the same row, and of which two the first counts some that the second doesn't."""
        inside = self.allowed.astype(np.int64)
        there = inside[:, ~self.missing]
        return inside @ inside.T > 0, there @ (1 - there).T > 0


def overlaps(every: Sequence[Sequence[Side]]) -> Iterator[Overlap]:
    """Groups of measures that have rows in common, of which some overlap in part: each has rows that the other lacks.

    Of a measure with three sides (rows, those of its numerator and the others) the third is the difference of the first
    two, and is left out; so are the second where no other measure asks for what its numerator does.
    """
    for of, kind in _kinds(every).items():
        if of[0] == "lived":  # people of an average day don't add up; ages lie on one line, where taking away is all
            continue
        sides, counted, measure = zip(*kind, strict=True)
        if len(set(measure)) > 1:
            yield from _of_a_kind(sides, counted, np.array(measure))


def have_rows_in_common(every: Sequence[Sequence[Side]]) -> _Bools:
    """Which two measures, by number, can count the same row."""
    found = np.zeros((len(every), len(every)), dtype=np.bool_)
    for of, kind in _kinds(every).items():
        if of[0] != "lived":
            sides, _, measure = zip(*kind, strict=True)
            _, (both, _) = _apart_and_both(sides, np.array(measure))
            one, other = np.nonzero(both)
            found[np.array(measure)[one], np.array(measure)[other]] = True
    return found


def alike_but_for_ages(every: Sequence[Sequence[Side]]) -> Iterator[Overlap]:
    """Groups of measures of people of several ages, of which, were they of all ages, one holds the rows of another.

    The atoms are those of people of any one age.
    """
    for kind in _kinds(every).values():
        ages, counted, measure = [side.ages for side, *_ in kind], [each for _, each, _ in kind], [m for *_, m in kind]
        if len(set(ages)) == 1:
            continue
        blocks, (both, only) = _apart_and_both([side.of_all_ages for side, *_ in kind], np.array(measure))
        asked = _asked(blocks, np.array(measure), np.ones(len(kind), dtype=np.bool_))
        _, label = scipy.sparse.csgraph.connected_components(both & ~(only & only.T) & asked & asked[:, None])
        for each in np.unique(label[asked]):
            some = np.flatnonzero((label == each) & asked)
            if len({ages[i] for i in some}) > 1:
                yield _together(blocks, [i for i in some.tolist() if counted[i][1] < _REST], counted, set())


def _kinds(every: Sequence[Sequence[Side]]) -> dict[tuple[object, ...], list[tuple[Side, tuple[int, int], int]]]:
    """The sides of all measures by what they are of, each with its numbers and its measure's."""
    kinds = dict[tuple[object, ...], list[tuple[Side, tuple[int, int], int]]]()
    for which, sides in enumerate(every):
        for i, side in enumerate(sides):
            kinds.setdefault(side.of, []).append((side, (which, i), which))
    return kinds


def _of_a_kind(
    sides: Sequence[Side], counted: Sequence[tuple[int, int]], measure: NDArray[np.int64]
) -> Iterator[Overlap]:
    blocks, (both, only) = _apart_and_both(sides, measure)
    _, label = scipy.sparse.csgraph.connected_components(both, directed=False)
    for each in np.unique(label):
        some = np.flatnonzero((label == each) & _asked(blocks, measure, label == each))
        cross = (only & only.T)[np.ix_(some, some)] & (measure[some, None] != measure[some])
        if cross.any():
            kept = [i for i in some.tolist() if counted[i][1] < _REST]
            yield _together(blocks, kept, counted, set(measure[some[cross.any(axis=1)]].tolist()))


def _apart_and_both(sides: Sequence[Side], measure: NDArray[np.int64]) -> tuple[list[_Block], tuple[_Bools, _Bools]]:
    """The blocks of some sides; which two can count the same row, and of those which first counts some more."""
    blocks = [_known(block, measure) for block in _blocks(sides)]
    pairs = [block.pairs() for block in blocks]
    both = np.logical_and.reduce([share for share, _ in pairs], initial=True, axis=0) & np.ones((len(sides),) * 2, bool)
    only = np.logical_or.reduce([more for _, more in pairs], initial=False, axis=0) & both
    return blocks, (both, only)


def _together(
    blocks: Sequence[_Block], some: list[int], counted: Sequence[tuple[int, int]], partly: set[int]
) -> Overlap:
    """The atoms of some sides; where there are too many, without the last of the measures that overlap in part."""
    beyond = list[int]()
    while (atoms := _atoms([block.of(some) for block in blocks], len(some))) is None:
        left = {counted[i][0] for i in some}
        beyond.append(max(left & partly or left))
        some = [i for i in some if counted[i][0] != beyond[-1]]
    return Overlap(tuple(counted[i] for i in some), atoms, tuple(beyond))


def _known(block: _Block, measure: NDArray[np.int64]) -> _Block:
    """The block where rows of a share, the first of three sides, are those of which the numerator is known."""
    allowed = block.allowed.copy()
    for first in np.flatnonzero(np.diff(measure, prepend=-1)):
        if (measure == measure[first]).sum() == 3:
            allowed[first] = allowed[first + 1] | allowed[first + 2]
    return replace(block, allowed=allowed)


def _asked(blocks: Sequence[_Block], measure: NDArray[np.int64], inside: _Bools) -> _Bools:
    """Which sides are looked at: a share's numerator and rest where another measure asks for something of the same."""
    first = np.diff(measure, prepend=-1) != 0
    third = np.zeros_like(first)
    third[2:] = measure[2:] == measure[:-2]
    wanted: _Bools = first.copy()
    for i in np.flatnonzero(inside & ~first & ~third):
        split = [block for block in blocks if (block.allowed[i] != block.allowed[i - 1]).any()]
        wanted[i : i + 2] = any((block.restricts & inside & (measure != measure[i])).any() for block in split)
    return wanted


def _atoms(blocks: Sequence[_Block], sides: int) -> Atoms | None:
    """What is left of all sides block after block: each set of sides that some row can be in."""
    states = {(1 << sides) - 1: False}
    for block in blocks:
        masks = dict[int, bool]()
        for allowed, unnamed in zip(block.allowed.T, block.unnamed, strict=True):
            mask = sum(1 << int(i) for i in np.flatnonzero(allowed))
            masks[mask] = masks.get(mask, True) and bool(unnamed)
        new = dict[int, bool]()
        for state, before in states.items():
            for mask, unnamed in masks.items():
                new[state & mask] = new.get(state & mask, True) and (before or unnamed)
        new.pop(0, None)
        states = new
        if len(states) > MOST:
            return None
    of = np.array([[state >> i & 1 for state in states] for i in range(sides)], dtype=np.bool_)
    return Atoms(of, np.array(list(states.values()), dtype=np.bool_))


def _blocks(sides: Sequence[Side]) -> Iterator[_Block]:
    texts = [[each.sql() for each in side.conditions] for side in sides]
    trees = {text: each for side, named in zip(sides, texts, strict=True)
             for text, each in zip(named, side.conditions, strict=True)}  # fmt: skip
    for conditions, values in _apart({text: Condition.of(tree) for text, tree in trees.items()}, trees):
        mine = [[conditions[text] for text in named if text in conditions] for named in texts]
        allowed = [[all(each.holds(at) is True for each in some) for at, _ in values] for some in mine]
        unnamed = np.array([hid for _, hid in values], dtype=np.bool_)
        missing = np.array([hid and None in at.values() for at, hid in values], dtype=np.bool_)
        yield _Block(np.array(allowed, dtype=np.bool_).reshape(len(sides), len(values)), unnamed, missing)


_Values = list[tuple[At, bool]]


def _apart(every: dict[str, Condition], trees: dict[str, exp.Expr]) -> Iterator[tuple[dict[str, Condition], _Values]]:
    """Conditions with the values of what they compare, as far apart as they can be looked at."""
    subjects = {leaf.name: leaf.subject for each in every.values() for leaf in each.leaves}
    number = {name: i for i, name in enumerate(subjects)}
    links = [(number[one.name], number[each.leaves[0].name]) for each in every.values() for one in each.leaves]
    links += [(number[one], number[other]) for one, other in _tied(subjects)]
    rows, columns = zip(*links, strict=True) if links else ((), ())
    graph = scipy.sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(subjects),) * 2)
    _, label = scipy.sparse.csgraph.connected_components(graph, directed=False)
    none = {text: each for text, each in every.items() if not each.leaves}
    if none:
        yield none, [({}, False)]
    for block in range(label.max(initial=-1) + 1):
        names = [name for name, i in number.items() if label[i] == block]
        inside = {text: each for text, each in every.items() if each.leaves and each.leaves[0].name in names}
        leaves = [leaf for each in inside.values() for leaf in each.leaves]
        each_s = [points(leaf for leaf in leaves if leaf.name == name) for name in names]
        if prod(map(len, each_s)) > MOST_VALUES:
            for text in inside:
                whole = Condition.opaque(trees[text])
                yield {text: whole}, [({whole.leaves[0].name: at}, hid) for at, hid in points(whole.leaves)]
        else:
            yield inside, list(_combined(names, each_s, subjects))


def _combined(
    names: Sequence[str], each_s: Sequence[Sequence[tuple[Point, bool]]], subjects: dict[str, exp.Expr]
) -> Iterator[tuple[At, bool]]:
    tied = [(one, other) for one, other in _tied({name: subjects[name] for name in names})]
    for values in product(*each_s):
        at = dict(zip(names, (value for value, _ in values), strict=True))
        if all(_can_be(subjects[one], at[one], at[other]) for one, other in tied):
            yield at, any(hid for _, hid in values)


def _tied(subjects: dict[str, exp.Expr]) -> Iterator[tuple[str, str]]:
    """Expressions of which one tells of another: it reads the other, or holds only where the other does."""
    for one, subject in subjects.items():
        if not subject.find(exp.Coalesce, exp.Case, exp.Is, exp.Anonymous):
            read = {each.sql() for each in subject.find_all(exp.Column)}
            yield from ((one, other) for other in read & set(subjects) if other != one)
        elif isinstance(subject, exp.Anonymous):
            rest = ((other, wanted) for other, wanted in subjects.items() if isinstance(wanted, exp.Anonymous))
            yield from ((one, other) for other, wanted in rest if other != one and follows(wanted, subject))


def _can_be(subject: exp.Expr, value: object, other: object) -> bool:
    if isinstance(subject, exp.Anonymous):
        return value is not True or other is True
    return value is None or other is not None
