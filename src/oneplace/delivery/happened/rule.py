"""What one thing that may be done is, and what is wrong with a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


class WrongError(ValueError):
    """What is wrong with a change, by the field that it is about."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


@dataclass(frozen=True)
class Rule:
    """One thing that may be done. ``into`` None: the state stays. ``needs`` must be said, ``may`` can be."""

    words: str
    out_of: tuple[str, ...]
    into: str | None
    needs: tuple[str, ...]
    may: tuple[str, ...] = ()
    check: Callable[[Any, Any, date], dict[str, str]] | None = None
    facts: tuple[str, ...] = ()
    """What is filled from the place's files and the record itself, and no form asks for."""
    ends: tuple[str, ...] = ()
    """What holds no more once it is done, and is emptied: it stays in the history."""
    formerly: tuple[str, ...] = ()
    """What its form asked for once: entries of then are read, and none is made anew."""

    @property
    def changes(self) -> frozenset[str]:
        """Everything that an entry of it may change, besides the state and the days on which something was said."""
        return frozenset(self.fields + self.facts + self.ends + self.formerly)

    @property
    def fields(self) -> tuple[str, ...]:
        """Everything that its form asks for."""
        return self.needs + self.may


NEW = ("new",)
"""The state of what is not there yet."""
