"""A long list over several pages: each bears a part of it and leads to the others, however long the list gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import Http404, HttpRequest

T = TypeVar("T")
MOST_SHEETS = 1_000
ROOM = 60_000
"""Bytes that the rows of one page may take before they are compressed, by the weights that are given."""


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """The rows that one page bears: from the ``first`` of all ``total`` on, counted from 1, on sheet ``number`` of
    ``sheets``.
    """

    rows: Sequence[T]
    first: int
    total: int
    number: int
    sheets: int

    @property
    def last(self) -> int:
        """Which row of all is the last of the page."""
        return self.first + len(self.rows) - 1

    @property
    def opens(self) -> bool:
        """Whether it is the first page, which says what is to be said of all rows."""
        return self.number == 1

    @property
    def closes(self) -> bool:
        """Whether it is the last page, which bears what comes after all rows."""
        return self.number == self.sheets


@dataclass(frozen=True)
class Parted(Sheet[tuple[str, T]]):
    """The rows that one page bears of a list in parts, each part under its own heading."""

    def of(self, part: str) -> list[T]:
        """Those of a part."""
        return [row for name, row in self.rows if name == part]


def asked(request: HttpRequest) -> int:
    """The number of the sheet that is asked for; what is none is the first."""
    text = request.GET.get("sheet", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 1
    return number if 1 <= number <= MOST_SHEETS else 1


def of_sheet(request: HttpRequest, _shot: object) -> str:
    """What the answer of a view depends on that shows one sheet of a list (``oneplace.web.kept.keep``)."""
    return str(asked(request))


def cut(rows: Sequence[T], number: int, weigh: Callable[[T], int], room: int = ROOM) -> Sheet[T]:
    """Sheet ``number`` of the rows, each of ``weigh(row)`` bytes; a row too large for a sheet has one of its own.

    Raises:
        Http404: There is no such sheet.
    """
    starts, used = [0], 0
    for at, row in enumerate(rows):
        weight = weigh(row)
        if used and used + weight > room:
            starts.append(at)
            used = 0
        used += weight
    if number > len(starts):
        raise Http404
    first, last = [*starts, len(rows)][number - 1 : number + 1]
    return Sheet(rows[first:last], first + 1, len(rows), number, len(starts))


def cut_parts(parts: Mapping[str, Sequence[T]], number: int, weigh: Callable[[T], int]) -> Parted[T]:
    """Sheet ``number`` of a list in parts, in their order, cut as one list.

    Raises:
        Http404: There is no such sheet.
    """
    rows = [(name, row) for name, each in parts.items() for row in each]
    found = cut(rows, number, lambda one: weigh(one[1]))
    return Parted(found.rows, found.first, found.total, found.number, found.sheets)
