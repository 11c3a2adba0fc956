"""Where a condition holds, told by trying it at values that stand for all that its expressions can be.

Each comparison with literals is tried at every value that any of them names, between and beyond them, at some other
value and at none at all. A condition of another form holds, or does not, or it isn't known.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

from sqlglot import exp

Point = str | float | bool | None
At = Mapping[str, Point]
_Test = Callable[[Point], bool | None]

_OTHER = "\uffff"
"""Stands for what no condition names: after every text, and begun by none."""

_COMPARED: Mapping[type[exp.Expr], Callable[[Any, Any], bool]] = {
    exp.EQ: operator.eq,
    exp.NEQ: operator.ne,
    exp.LT: operator.lt,
    exp.LTE: operator.le,
    exp.GT: operator.gt,
    exp.GTE: operator.ge,
}


@dataclass(frozen=True)
class Leaf:
    """One comparison of ``subject`` (``name`` is its text) with what it ``names``, orders by (``bounds``) or begins.

    Of a condition of another form the subject is itself.
    """

    name: str
    subject: exp.Expr
    test: _Test
    names: tuple[Point, ...] = ()
    bounds: tuple[Point, ...] = ()
    begins: tuple[str, ...] = ()
    of_null: bool = False

    @property
    def whole(self) -> bool:
        """Whether it is of another form, its own subject."""
        return not (self.names or self.bounds or self.begins or self.of_null)


@dataclass(frozen=True)
class Condition:
    """What is compared, and whether it ``holds`` at values of the subjects: None where that isn't known."""

    leaves: tuple[Leaf, ...]
    holds: Callable[[At], bool | None]

    @classmethod
    def of(cls, tree: exp.Expr) -> Condition:
        """The condition that an expression is: "and", "or", "not" and ``coalesce(…, false)`` of comparisons."""
        tree = tree.unnest()
        if isinstance(tree, exp.Boolean):
            always = bool(tree.this)
            return cls((), lambda _at: always)
        if isinstance(tree, (exp.And, exp.Or)):
            one, other = cls.of(tree.this), cls.of(tree.expression)
            ends = isinstance(tree, exp.Or)
            return cls(one.leaves + other.leaves, lambda at: _either(ends, one.holds(at), other.holds(at)))
        if isinstance(tree, exp.Not):
            inner = cls.of(tree.this)
            return cls(inner.leaves, lambda at: None if (found := inner.holds(at)) is None else not found)
        if isinstance(tree, exp.Coalesce) and [type(each) for each in tree.expressions] == [exp.Boolean]:
            inner, instead = cls.of(tree.this), bool(tree.expressions[0].this)
            return cls(inner.leaves, lambda at: instead if (found := inner.holds(at)) is None else found)
        leaf = _leaf(tree)
        return cls((leaf,), lambda at: leaf.test(at[leaf.name]))

    @classmethod
    def opaque(cls, tree: exp.Expr) -> Condition:
        """The condition as one thing that holds or doesn't."""
        leaf = Leaf(tree.sql(), tree, _as_it_is)
        return cls((leaf,), lambda at: leaf.test(at[leaf.name]))


def points(leaves: Iterable[Leaf]) -> list[tuple[Point, bool]]:
    """Values that stand for all of the one subject of ``leaves``, and of each whether no condition names it."""
    every = list(leaves)
    named = {each for leaf in every for each in leaf.names}
    bounds = {each for leaf in every for each in leaf.bounds}
    begun = sorted({start for leaf in every for start in leaf.begins})
    null = (None, not any(leaf.of_null for leaf in every))
    if any(leaf.whole for leaf in every):
        return [(True, False), (False, False), null]
    found = [*sorted(named | set(begun), key=str), *(start + "\0" for start in begun)]
    found += [*_around(sorted(each for each in named | bounds if isinstance(each, float)), bounds)]
    found += [*_after(sorted(each for each in named | bounds if isinstance(each, str)), bounds)]
    other = [] if bounds else [(_OTHER, bool(named or begun))]
    return [null, *other, *((each, False) for each in dict.fromkeys(found))]


def _around(numbers: list[float], bounds: set[Point]) -> Iterator[Point]:
    if numbers and bounds:
        yield from (numbers[0] - 1, *numbers, numbers[-1] + 1)
        yield from ((low + high) / 2 for low, high in pairwise(numbers))


def _after(texts: list[str], bounds: set[Point]) -> Iterator[Point]:
    if texts and bounds:
        yield from ("", *texts, *(text + "\0" for text in texts))


def _leaf(tree: exp.Expr) -> Leaf:
    compared = tree.this if isinstance(tree.this, exp.Expr) else tree
    if type(tree) in _COMPARED and (value := _literal(tree.expression)) is not None:
        leaf = Leaf(compared.sql(), compared, partial(_compare, _COMPARED[type(tree)], value), names=(value,))
        return leaf if isinstance(tree, (exp.EQ, exp.NEQ)) else replace(leaf, names=(), bounds=(value,))
    if isinstance(tree, exp.In) and tree.expressions and None not in (some := tuple(map(_literal, tree.expressions))):
        return Leaf(compared.sql(), compared, lambda value: None if value is None else value in some, names=some)
    if isinstance(tree, exp.StartsWith) and isinstance(start := _literal(tree.expression), str):
        return Leaf(compared.sql(), compared, partial(_begins, start), begins=(start,))
    if isinstance(tree, exp.Is) and tree.expression == exp.null():
        return Leaf(compared.sql(), compared, lambda value: value is None, of_null=True)
    return Leaf(tree.sql(), tree, _as_it_is)


def _literal(tree: exp.Expr) -> str | float | None:
    sign, tree = (-1, tree.this) if isinstance(tree, exp.Neg) else (1, tree)
    if not isinstance(tree, exp.Literal):
        return None
    return str(tree.this) if tree.is_string else sign * float(tree.this)


def _compare(how: Callable[[Any, Any], bool], other: str | float, value: Point) -> bool | None:
    if value is None:
        return None
    if type(value) is not type(other):
        return how is operator.ne
    return bool(how(value, other))


def _begins(start: str, value: Point) -> bool | None:
    return None if value is None else isinstance(value, str) and value.startswith(start)


def _as_it_is(value: Point) -> bool | None:
    return value if isinstance(value, bool) else None


def _either(ends: bool, *both: bool | None) -> bool | None:
    """Of "or" (``ends`` is True) or "and" (False) of two, in SQL's logic of three values."""
    return ends if ends in both else None if None in both else not ends
