"""A part of the strategy's page: a heading with its items."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    """A part of the strategy: its id, its words, where they are from."""

    id: str
    name: str
    text: str
    more: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with its items."""

    id: str
    title: str
    lead: str
    items: list[Item]
