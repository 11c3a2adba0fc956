"""What people call the things that health and care is about: ``topics.csv``, reviewed, for all places in England.

A row is a topic: what people say, and words that stand near it in titles and definitions. Whoever says one of the first
finds what has it, then what has another of them, then what is near it. ``not_meant`` are phrases of pages in which the
words mean something else (a page that "sends" is not about SEND).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oneplace.web.public.finding.words import stems

FILE = Path(__file__).parent / "topics.csv"
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Topic:
    """A topic: its heading on the search page, what people say (the first names it), what is near it and what isn't."""

    heading: str
    said: tuple[str, ...]
    near: tuple[str, ...]
    not_meant: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the topic is called."""
        return self.said[0]


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the file's order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Topic(row["heading"], *(_parts(row[name]) for name in ("people_say", "near_it", "not_meant")))
            for row in csv.DictReader(file)
        )


def phrase(text: str) -> Phrase:
    """A text as the row of its words without their endings."""
    return tuple(stems(text))


@cache
def by_phrase() -> dict[Phrase, tuple[Topic, ...]]:
    """The topics that each phrase stands for."""
    found: dict[Phrase, tuple[Topic, ...]] = {}
    for topic in topics():
        for said in dict.fromkeys(phrase(text) for text in topic.said):
            found[said] = (*found.get(said, ()), topic)
    return found


@cache
def around(said: Phrase) -> tuple[frozenset[Phrase], frozenset[Phrase]]:
    """What else is said for a phrase's topics, and what is near them."""
    others = {phrase(text) for topic in by_phrase().get(said, ()) for text in topic.said}
    near = {phrase(text) for topic in by_phrase().get(said, ()) for text in topic.near}
    return frozenset(others - {said}), frozenset(near - others - {said})


@cache
def not_meant(said: Phrase) -> tuple[Phrase, ...]:
    """Phrases in which a phrase's words mean something else than its topics, the longest first."""
    found = {phrase(text) for topic in by_phrase().get(said, ()) for text in topic.not_meant}
    return tuple(sorted(found, key=lambda other: (-len(other), other)))


@cache
def longest() -> int:
    """Words of the longest phrase."""
    return max(len(said) for said in by_phrase())


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
