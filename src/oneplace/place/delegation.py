"""A scheme of delegation: a table of rows, by which each decision type, function and value has exactly one body.

What no row covers and what two cover are both found.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import inf

from oneplace.vocabulary.wording import plainly

RECOMMENDS = "recommends"
"""What is no decision by the scheme: it asks the body that decides."""


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

    @property
    def values(self) -> str:
        """Its values in words: ``from £0 to below £500,000``."""
        return _span_words(self.from_, self.below)

    def covers(self, type_: str, function: str, value: float) -> bool:
        """Whether the row is about it."""
        return self.type == type_ and self._in(function) and self.from_ <= value < self.below

    def _in(self, function: str) -> bool:
        return not self.functions or function in self.functions


def _span_words(low: float, high: float) -> str:
    return f"from {_pounds(low)}" + ("" if high == inf else f" to below {_pounds(high)}")


def _pounds(value: float) -> str:
    return f"£{value:,.2f}".removesuffix(".00")


@dataclass(frozen=True)
class Span:
    """Values in pounds of one type in one function that no body decides, or several do."""

    type: str
    function: str
    from_: float
    below: float
    bodies: tuple[str, ...]

    def __str__(self) -> str:
        span = _span_words(self.from_, self.below)
        who = f"{' and '.join(self.bodies)} all decide it" if self.bodies else "nobody decides it"
        return f"{self.type}, {self.function}, {span}: {who}."


def decides(table: Iterable[Delegated], type_: str, function: str, value: float) -> tuple[str, ...]:
    """The bodies that decide it: exactly one where the table is sound.

    Raises ``ValueError`` for a value below nought.
    """
    if not value >= 0:
        raise ValueError(f"A value of {value} can't be decided on. Give pounds, 0 or more.")
    return tuple(dict.fromkeys(row.body for row in table if row.covers(type_, function, value)))


def cuts(rows: Iterable[Delegated]) -> list[float]:
    """The values in pounds, from nought on, at which another body may begin to decide: where a row begins or ends."""
    return sorted({0.0, *(end for row in rows for end in (row.from_, row.below) if end != inf)})


def faults(table: Sequence[Delegated], types: Iterable[str], functions: Iterable[str]) -> list[Span]:
    """Every span of values, from nought on, that does not resolve to exactly one body.

    Raises ``ValueError`` for a row whose values end before they begin.
    """
    for row in table:
        if not 0 <= row.from_ < row.below:
            raise ValueError(
                f"{row.body} decides {row.type} from {plainly(row.from_)} to below {plainly(row.below)}: nothing."
            )
    asked, all_functions = list(types), list(functions)
    return [fault for type_ in asked for function in all_functions for fault in _faults(table, type_, function)]


def _faults(table: Sequence[Delegated], type_: str, function: str) -> Iterable[Span]:
    ends = cuts(row for row in table if row.type == type_)
    spans: list[Span] = []
    for low, high in zip(ends, [*ends[1:], inf], strict=True):
        bodies = decides(table, type_, function, low)
        if spans and spans[-1].bodies == bodies and spans[-1].below == low:
            spans[-1] = Span(type_, function, spans[-1].from_, high, bodies)
        else:
            spans.append(Span(type_, function, low, high, bodies))
    return [span for span in spans if len(span.bodies) != 1]


ALL = "every function"
"""What a scheme that tells no functions apart is asked for."""


def scheme_faults(table: Sequence[Delegated]) -> list[Span]:
    """What of a scheme does not resolve to exactly one body, of the types and functions that it names itself.

    Raises ``ValueError`` for a row whose values end before they begin.
    """
    functions = sorted({name for row in table for name in row.functions}) or [ALL]
    return faults(table, dict.fromkeys(row.type for row in table), functions)
