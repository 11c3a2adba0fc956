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

    Raises ``ValueError`` for a value below nought.
    """
    rows = [row for row in table if row.type == type_]
    if not type_:
        return Decider((), ("its type",))
    functions = [function] if function else sorted({one for row in rows for one in row.functions}) or [""]
    values = [value] if value is not None else cuts(rows)
    found = dict.fromkeys(decides(rows, type_, each, pounds) for each in functions for pounds in values)
    bodies = tuple(dict.fromkeys(body for who in found for body in who))
    if len(found) == 1:  # nobody for some of it is another answer, too
        return Decider(bodies)
    open_ = [words for words, ways in (("its function", functions), ("its value", values)) if len(ways) > 1]
    return Decider(() if open_ else bodies, tuple(open_))


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
