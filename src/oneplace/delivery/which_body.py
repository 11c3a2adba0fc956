"""Which body decides what, with how many present, and who may not take part.

A scheme of delegation (``place.delegation``) is a table of rows by which each decision resolves to exactly one body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oneplace.place.delegation import RECOMMENDS, Delegated, Span, cuts, decides, faults

__all__ = ["RECOMMENDS", "Decider", "Delegated", "Meeting", "Span", "decider", "decides", "faults", "must_withdraw"]


@dataclass(frozen=True)
class Decider:
    """The ``bodies`` that a scheme gives a decision to, and what has to be ``unsaid`` no longer so that it is one."""

    bodies: tuple[str, ...]
    unsaid: tuple[str, ...] = ()


def decider(table: Iterable[Delegated], type_: str, function: str, value: float | None) -> Decider:
    """Who decides by a scheme. What was not said (an empty text, None) counts only where it makes a difference.

    A function that was not said may be one that no row names.

    Raises ``ValueError`` for a value below nought.
    """
    rows = [row for row in table if row.type == type_]
    if not type_:
        return Decider((), ("its type",))
    functions = [function] if function else ["", *sorted({one for row in rows for one in row.functions})]
    values = [value] if value is not None else cuts(rows)
    found = {each: [decides(rows, type_, each, pounds) for pounds in values] for each in functions}
    every = dict.fromkeys(who for some in found.values() for who in some)
    if len(every) == 1:  # nobody for some of it is another answer, too
        return Decider(next(iter(every)))
    by_function = any(some != found[functions[0]] for some in found.values())
    by_value = any(len(set(some)) > 1 for some in found.values())
    return Decider((), ("its function",) * by_function + ("its value",) * by_value)


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
