"""What can be worked out of several measures' counts together, as their definitions tell: all that nests, to the end.

A count less one that counts some of the same is the count of the others, and of that another can be taken away again:
emergencies less falls less asthma are all other emergencies. What it all comes to are sums of counts, each added or
taken away once, that count certain people or events.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, count

from sqlglot import exp

from oneplace.place.nested import Side, follows

MOST = 400
"""How many sums are looked for among counts of one kind: those of the fewest counts first."""

Counted = tuple[int, int]
"""A measure's number, and that of one of its sides."""


@dataclass(frozen=True)
class Term:
    """A count that is added (``sign`` 1) or taken away (-1); every one of ``counted`` is of the same."""

    sign: int
    counted: tuple[Counted, ...]


@dataclass(frozen=True)
class _Known:
    """A set whose number is shown, or worked out by adding and taking away the counts of numbered sets."""

    side: Side
    conditions: frozenset[int]
    sums: frozenset[tuple[int, int]]


@dataclass
class _Conditions:
    """Conditions by number, and which of them follow from which."""

    number: dict[str, int] = field(default_factory=dict)
    every: list[exp.Expr] = field(default_factory=list)
    found: dict[tuple[int, int], bool] = field(default_factory=dict)

    def known(self, side: Side, sums: frozenset[tuple[int, int]]) -> _Known:
        texts = [each.sql() for each in side.conditions]
        for text, each in zip(texts, side.conditions, strict=True):
            if self.number.setdefault(text, len(self.every)) == len(self.every):
                self.every.append(each)
        return _Known(side, frozenset(self.number[text] for text in texts), sums)

    def is_within(self, narrow: _Known, wide: _Known) -> bool:
        """Whether each condition of the wider follows from one of the narrower."""
        lacking = wide.conditions - narrow.conditions
        return all(any(self._follows(wanted, known) for known in narrow.conditions) for wanted in lacking)

    def _follows(self, wanted: int, known: int) -> bool:
        if (wanted, known) not in self.found:
            self.found[wanted, known] = follows(self.every[wanted], self.every[known])
        return self.found[wanted, known]


def relations(every: Sequence[Sequence[Side]]) -> Iterator[tuple[Term, ...]]:
    """Sums of the counts of several measures that count a set: its terms; of one, where several measures count it.

    None of which one measure alone has two counts: its rows less its numerator are its rest. Some come to nobody, as
    the definitions go, but not always in the record: of who is neither under nor over an age it isn't known.
    """
    kinds: defaultdict[object, list[tuple[Side, Counted]]] = defaultdict(list)
    for which, sides in enumerate(every):
        for i, side in enumerate(sides):
            kinds[side.of].append((side, (which, i)))
    for kind in kinds.values():
        yield from _of_a_kind(kind)


def _of_a_kind(kind: Sequence[tuple[Side, Counted]]) -> Iterator[tuple[Term, ...]]:
    conditions, known, same = _Conditions(), list[_Known](), list[list[Counted]]()
    for side, counted in kind:
        new = conditions.known(side, frozenset({(len(known), 1)}))
        both = (i for i, old in enumerate(known) if conditions.is_within(old, new) and conditions.is_within(new, old))
        if (i := next(both, None)) is None:
            known.append(new)
            same.append([counted])
        else:
            others = [other for other in same[i] if other[0] != counted[0]]
            yield from ((Term(1, (one,)), Term(-1, (two,))) for other in others[:1]
                        for one, two in ((other, counted), (counted, other)))  # fmt: skip
            same[i].append(counted)
    yield from ((Term(1, tuple(each)),) for each in same if len(each) > 1)
    for sums in _left_over(known, [{which for which, _ in each} for each in same], conditions):
        if any(sign < 0 for _, sign in sums):  # of a mere sum of counts nothing is small but what they are
            yield tuple(Term(sign, tuple(same[i])) for i, sign in sorted(sums))


def _left_over(
    known: list[_Known], measures: Sequence[set[int]], conditions: _Conditions
) -> Iterator[frozenset[tuple[int, int]]]:
    """All that can be worked out by taking away again and again, adding to ``known``."""
    seen, most = {each.sums for each in known}, len(known) + MOST
    for new in count():
        if new == len(known):
            return
        pairs = [pair for old in known[:new] for pair in ((known[new], old), (old, known[new]))]
        for wide, narrow in pairs:
            sums = _less(wide.sums, narrow.sums)
            if sums in seen or not _once(sums, measures) or not conditions.is_within(narrow, wide):
                continue
            seen.add(sums)
            yield sums
            if not conditions.is_within(wide, narrow):
                known.append(conditions.known(wide.side.without(narrow.side), sums))
                if len(known) == most:
                    return


def _less(wide: frozenset[tuple[int, int]], narrow: frozenset[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    sums = dict(wide)
    for i, sign in narrow:
        sums[i] = sums.get(i, 0) - sign
    return frozenset((i, sign) for i, sign in sums.items() if sign)


def _once(sums: frozenset[tuple[int, int]], measures: Sequence[set[int]]) -> bool:
    """Whether nothing is counted twice, and of no two counts one is told by none but measures that tell the other."""
    told = [measures[i] for i, _ in sums]
    return all(abs(sign) == 1 for _, sign in sums) and not any(
        one <= other or other <= one for one, other in combinations(told, 2)
    )
