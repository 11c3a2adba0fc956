"""Which body decides what, with how many present, and who may not take part.

A scheme of delegation is a table of rows. Each decision type, function and value resolves to exactly one body: what no
row covers and what two cover are both found.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf


@dataclass(frozen=True)
class Delegated:
    """A row: a body decides one type of decision in some functions, from a value in pounds to below another.

    ``functions`` empty: all of them. ``below`` is infinite where there is no upper limit.
    """

    body: str
    type: str
    functions: frozenset[str] = frozenset()
    from_: float = 0
    below: float = inf

    def covers(self, type_: str, function: str, value: float) -> bool:
        """Whether the row is about it."""
        return self.type == type_ and self._in(function) and self.from_ <= value < self.below

    def _in(self, function: str) -> bool:
        return not self.functions or function in self.functions


@dataclass(frozen=True)
class Span:
    """Values in pounds of one type in one function that no body decides, or several do."""

    type: str
    function: str
    from_: float
    below: float
    bodies: tuple[str, ...]

    def __str__(self) -> str:
        span = f"from £{self.from_:,.0f}" + ("" if self.below == inf else f" to below £{self.below:,.0f}")
        who = f"{' and '.join(self.bodies)} all decide it" if self.bodies else "nobody decides it"
        return f"{self.type}, {self.function}, {span}: {who}."


def decides(table: Iterable[Delegated], type_: str, function: str, value: float) -> tuple[str, ...]:
    """The bodies that decide it: exactly one where the table is sound.

    Raises ``ValueError`` for a value below nought.
    """
    if not value >= 0:
        raise ValueError(f"A value of {value} can't be decided on. Give pounds, 0 or more.")
    return tuple(dict.fromkeys(row.body for row in table if row.covers(type_, function, value)))


def faults(table: Sequence[Delegated], types: Iterable[str], functions: Iterable[str]) -> list[Span]:
    """Every span of values, from nought on, that does not resolve to exactly one body.

    Raises ``ValueError`` for a row whose values end before they begin.
    """
    for row in table:
        if not 0 <= row.from_ < row.below:
            raise ValueError(f"{row.body} decides {row.type} from {row.from_:g} to below {row.below:g}: nothing.")
    asked, all_functions = list(types), list(functions)
    return [fault for type_ in asked for function in all_functions for fault in _faults(table, type_, function)]


def _faults(table: Sequence[Delegated], type_: str, function: str) -> Iterable[Span]:
    cuts = sorted({0.0, *(end for row in table if row.type == type_ for end in (row.from_, row.below) if end != inf)})
    spans: list[Span] = []
    for low, high in zip(cuts, [*cuts[1:], inf], strict=True):
        bodies = decides(table, type_, function, low)
        if spans and spans[-1].bodies == bodies and spans[-1].below == low:
            spans[-1] = Span(type_, function, spans[-1].from_, high, bodies)
        else:
            spans.append(Span(type_, function, low, high, bodies))
    return [span for span in spans if len(span.bodies) != 1]


@dataclass(frozen=True)
class Meeting:
    """Who sits on a body (``members``), who was there, and who withdrew from an item for an interest declared."""

    quorum: int
    members: frozenset[str]
    present: frozenset[str]
    withdrew: frozenset[str] = frozenset()

    @property
    def counted(self) -> frozenset[str]:
        """Members who were there and took part: guests don't count, nor does who withdrew."""
        return (self.members & self.present) - self.withdrew

    @property
    def is_quorate(self) -> bool:
        """Whether enough took part; a decision without is not taken."""
        return len(self.counted) >= self.quorum


def must_withdraw(interests: Mapping[str, frozenset[str]], item: str, dispensed: Iterable[str] = ()) -> frozenset[str]:
    """Who declared an interest in an item and has no dispensation (Localism Act 2011 ss.31 and 33)."""
    return frozenset(who for who, items in interests.items() if item in items) - frozenset(dispensed)
