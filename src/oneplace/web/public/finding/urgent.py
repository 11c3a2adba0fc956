"""Where to turn before anything is read: who types that they can't go on needs no statistics first.

``urgent.csv`` has what people type then, matter by matter, and phrases in which the words mean something else;
``turn_to.csv`` whom to turn to, the most urgent first, each with the page of its publisher. All are for the whole of
England: what a place has besides, it says on pages of its own. The numbers were read on public pages in November 2026;
the publishers' addresses were written from memory and not opened, so look at each before a site goes public.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from oneplace.web.public.finding.words import stem, words

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Turn:
    """Whom to turn to: when, what to do, its number or page as a link, and its publisher's page."""

    when: str
    do: str
    link: str
    source: str


@dataclass(frozen=True)
class Urgent:
    """A matter that can't wait: its heading, what people type, what they mean otherwise, and whom to turn to."""

    heading: str
    said: tuple[str, ...]
    not_meant: tuple[str, ...]
    turns: tuple[Turn, ...]


@cache
def urgent_matters() -> tuple[Urgent, ...]:
    """Every matter, in the file's order."""
    turns = list(_rows("turn_to.csv"))
    return tuple(
        Urgent(row["matter"], _stemmed(row["people_say"]), _stemmed(row["not_meant"]), _of(row["matter"], turns))
        for row in _rows("urgent.csv")
    )


def urgent(question: str, corrected: Mapping[str, str]) -> Urgent | None:
    """The first matter that a question speaks of, as it was typed or as its spelling was read (``corrected``)."""
    typed = words(question)
    asked = [_padded(map(stem, typed)), _padded(stem(corrected.get(word, word)) for word in typed)]
    return next((matter for matter in urgent_matters() if any(_speaks(text, matter) for text in asked)), None)


def _speaks(text: str, matter: Urgent) -> bool:
    for other in matter.not_meant:
        text = text.replace(other, "  ")
    return any(said in text for said in matter.said)


def _of(matter: str, turns: list[dict[str, str]]) -> tuple[Turn, ...]:
    return tuple(Turn(row["when"], row["do"], row["link"], row["source"]) for row in turns if row["matter"] == matter)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _stemmed(text: str) -> tuple[str, ...]:
    return tuple(_padded(map(stem, words(part))) for part in text.split(";") if part.strip())


def _padded(keys: Iterable[str]) -> str:
    return f" {' '.join(keys)} "
