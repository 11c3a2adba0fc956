"""Everything that the strategy's files hold, part by part, so that nothing is written down that nobody can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oneplace.place.moved import Fields, Leaf, field_words, name_of, said, words
from oneplace.report import called, in_words, inner_names, names_of
from oneplace.web.formats import capital
from oneplace.web.snapshot import Snapshot

ELSEWHERE = ("measures", "cohorts", "codelists")
"""Parts that stand on the pages of the measures, with all that they say."""
_TITLES = {"outcomes": "Ambitions", "strategy": "The strategy itself", "place": "The place"}


@dataclass(frozen=True)
class Part:
    """A part of the files: its address, its heading, and how many things are in it."""

    key: str
    title: str
    count: int


@dataclass(frozen=True)
class Thing:
    """One thing of a part: what it is called, its id, and each field in words, of a list each of its values."""

    id: str
    name: str
    fields: list[tuple[str, list[str]]]


def parts(shot: Snapshot) -> list[Part]:
    """The parts that the files fill."""
    return [Part(key, title(key), len(things)) for key, things in said(shot.place).items() if key not in ELSEWHERE]


def things(shot: Snapshot, part: str) -> list[Thing]:
    """The things of one part; none for a part that the files don't fill."""
    found = {} if part in ELSEWHERE else said(shot.place).get(part, {})
    names, documents = names_of(shot.place), {item.id: item.title for item in shot.place.strategy.documents}
    return [
        Thing(key, name_of(key, fields), _fields(fields, names | inner_names(shot.place, part, key), documents))
        for key, fields in found.items()
    ]


def weight(thing: Thing) -> int:
    """Bytes, roughly, that a thing takes on a page."""
    return 100 + sum(60 + sum(len(one) + 9 for one in values) for _name, values in thing.fields)


def title(part: str) -> str:
    """The heading of a part."""
    return _TITLES.get(part, capital(part.replace("_", " ")))


def _fields(fields: Fields, names: Mapping[str, str], documents: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    return [(capital(field_words(key, names)), _values(value, names, documents)) for key, value in fields.items()]


def _values(value: Leaf, names: Mapping[str, str], documents: Mapping[str, str]) -> list[str]:
    """A value in words, of a list each; what it names by its name, and documents by their titles."""
    every = value if isinstance(value, list) else [value]
    return [in_words(called(words(one), names), documents) for one in every]
