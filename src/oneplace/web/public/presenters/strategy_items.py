"""A part of the strategy's page: a heading with its items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from oneplace.report import in_words


def sourced(sections: Iterable[Section], documents: Mapping[str, str]) -> list[Section]:
    """The sections with every document that their words name by its title, without the lines of our copy of it."""
    return [replace(one, items=[_told(item, documents) for item in one.items]) for one in sections]


def _told(item: Item, documents: Mapping[str, str]) -> Item:
    more = tuple(in_words(text, documents) for text in item.more)
    return replace(item, text=in_words(item.text, documents), more=more, source=source_words(item.source, documents))


def source_words(source: str, documents: Mapping[str, str]) -> str:
    """``ccg-vision L18; report L46`` as the titles of the two documents; other words as they stand."""
    parts = (in_words(part.strip(), documents) for part in source.split(";"))
    return "; ".join(dict.fromkeys(part for part in parts if part))


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
