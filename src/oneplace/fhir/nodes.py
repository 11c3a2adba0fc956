"""The parts that a FHIRPath is read into."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from oneplace.vocabulary.wording import plainly


class PathError(ValueError):
    """What is wrong with a FHIRPath, and how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        """``message`` is a sentence that names the path's part; ``mend`` says what to write instead."""
        super().__init__(f"{message} {mend}")
        self.message, self.mend = message, mend


_LIMITS: Mapping[str, int] = {"integer": 2**63, "decimal": 10**28}
"""Where the numbers end that a statement computes with."""


@dataclass(frozen=True)
class Value:
    """A literal, or what a constant of the view holds."""

    value: bool | int | Decimal | str
    kind: Literal["boolean", "integer", "decimal", "string", "date"]
    type: str | None = None
    """Which of FHIR's dates and times it is, where it is one: `date`, `dateTime`, `instant` or `time`."""

    def __post_init__(self) -> None:
        limit = _LIMITS.get(self.kind)
        if limit is not None and not -limit < self.value < limit:  # type: ignore[operator]  # a number, by its kind
            raise PathError(f"{self.value} is too large for a number.", f"Write one below {plainly(limit)}.")


@dataclass(frozen=True)
class Nothing:
    """``{}``, the empty collection."""


@dataclass(frozen=True)
class Variable:
    """``%name``: a constant of the view, or what the standard defines."""

    name: str


@dataclass(frozen=True)
class This:
    """``$this``, or what a path without a beginning starts from."""


@dataclass(frozen=True)
class Name:
    """An element of each item of ``of``."""

    of: Node
    name: str


@dataclass(frozen=True)
class Key:
    """What stands in the JSON of each item of ``of`` by this very name, which a choice's type is part of."""

    of: Node
    name: str


@dataclass(frozen=True)
class Call:
    """A function of the items of ``of``."""

    of: Node
    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Item:
    """The item of ``of`` at a place, counted from nought."""

    of: Node
    place: Node


@dataclass(frozen=True)
class Binary:
    """Two operands and what stands between them."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Minus:
    """A number with its sign turned."""

    of: Node


Node = Value | Nothing | Variable | This | Name | Key | Call | Item | Binary | Minus
