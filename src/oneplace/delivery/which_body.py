"""Which body decides what, with how many present, and who may not take part.

A scheme of delegation (``place.delegation``) is a table of rows by which each decision resolves to exactly one body.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from oneplace.place.delegation import Delegated, Span, decides, faults

__all__ = ["Delegated", "Meeting", "Span", "decides", "faults", "must_withdraw"]


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
