"""Everything that the strategy's files hold, part by part, so that nothing is written down that nobody can read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from oneplace.place.moved import Fields, Leaf, field_words, name_of, plain, said, words
from oneplace.report import in_words, names_of
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
    """One thing of a part: what it is called, its id, and each field in words."""

    id: str
    name: str
    fields: list[tuple[str, str]]


def parts(shot: Snapshot) -> list[Part]:
    """The parts that the files fill."""
    return [Part(key, title(key), len(things)) for key, things in said(shot.place).items() if key not in ELSEWHERE]


def things(shot: Snapshot, part: str) -> list[Thing]:
    """The things of one part; none for a part that the files don't fill."""
    found = {} if part in ELSEWHERE else said(shot.place).get(part, {})
    names, documents = names_of(shot.place), {item.id: item.title for item in shot.place.strategy.documents}
    return [Thing(key, name_of(key, fields), _fields(fields, names, documents)) for key, fields in found.items()]


def title(part: str) -> str:
    """The heading of a part."""
    return _TITLES.get(part, capital(part.replace("_", " ")))


def _fields(fields: Fields, names: Mapping[str, str], documents: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(capital(field_words(key)), _value(value, names, documents)) for key, value in fields.items()]


def _value(value: Leaf, names: Mapping[str, str], documents: Mapping[str, str]) -> str:
    """A value in words; what it names by its name, and documents by their titles."""
    every = [words(one) for one in value] if isinstance(value, list) else [words(value)]
    told = (in_words(plain(one), documents) for one in every)
    return "; ".join(names.get(one, said) for one, said in zip(every, told, strict=True))
