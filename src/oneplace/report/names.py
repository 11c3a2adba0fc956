"""What the things are called that a field of the files may name by their ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from oneplace.place import Decision, Place, Strategy
from oneplace.place.moved import LEADS, field_words, foreign, names_in_pathway, plain, things
from oneplace.vocabulary.wording import day_words

_ID = re.compile(r"(?<![\w:-])(?:ext:|doc:)?[A-Za-z](?:[\w.:/-]*\w)?")
_CODED = re.compile(r"\w*_\w*|[A-Z]+\w*-[\w.-]+")
"""What may stand within a sentence and is no word of it: ``IM-team``. Others are ids where nothing stands beside."""


_SCORES = ("inherent", "current", "target")
_SCORE = re.compile(r"(\d+); (\d+)")


def names_of(place: Place) -> dict[str, str]:
    """The name of everything in a place's files that has an id, else its words; of other documents their title."""
    strategy = place.strategy
    alone = [item for of in (place.cohorts, place.decisions, place.themes) for item in of.values()]
    things = [*alone, *_listed(strategy), *place.measures.values()]
    others = {item.ref: item.title or foreign(item.ref) for item in strategy.parents}
    elsewhere = (link for link in strategy.alignment if link.to.startswith(("ext:", "doc:")))
    others |= {link.to: link.title for link in elsewhere if link.title}
    own = {strategy.id: strategy.title, "vision": "the vision", "mission": "the mission"}
    return {item.id: _called(item) for item in things} | others | own


def inner_names(place: Place, part: str, subject: str) -> dict[str, str]:
    """The names that hold inside one thing only: of a theme what it is looked at by, of a pathway its places, of a
    measure the areas that its figures are of.
    """
    if part == "measures":
        own = place.place
        return {one.code: one.name for of in (own.areas, own.organisations, own.comparators, own.wider) for one in of}
    if part == "pathways":
        return names_in_pathway(place, subject)
    theme = place.themes.get(subject) if part == "themes" else None
    return {key: facet.title for key, facet in theme.facets.items()} if theme else {}


def said_in(part: str, field: str, text: str, names: Mapping[str, str]) -> str:
    """What one field of a part says, in words: of a list of things each, with what it says led in by words."""
    if part == "risks" and field in _SCORES and (found := _SCORE.fullmatch(text)):
        return f"likelihood {found[1]}, consequence {found[2]}"
    listed = things(field, text)
    return "; ".join(_thing(one, part, names) for one in listed) if listed else called(text, names)


def _thing(said: Mapping[str, str], part: str, names: Mapping[str, str]) -> str:
    """``from 31 March 2026, to 30 June 2026, because it rained``."""
    return ", ".join(_led(key, called(value, names), part) for key, value in said.items())


def _led(key: str, words: str, part: str) -> str:
    lead = LEADS.get(key)
    if lead is None:
        lead = f"{field_words(key, part=part)}:"
    return f"{lead} {words}".lstrip()


def called(text: str, names: Mapping[str, str]) -> str:
    """What the files say in one value, as people say it: each id by its name, days and words of the format as well.

    A value is an id or a text, or a line of several ("from: G2; to: ext:scc-vision").
    """
    return plain("; ".join(_part(part, names) for part in text.split("; ")))


def _part(text: str, names: Mapping[str, str]) -> str:
    key, colon, value = text.rpartition(": ")
    members = value.split(", ")
    if all(one in names for one in members):
        return f"{key}{colon}{', '.join(names[one] for one in members)}"
    return _ID.sub(lambda found: _name(found[0], names), text)


def _name(word: str, names: Mapping[str, str]) -> str:
    """Within a sentence, what it names: a name that is a sentence itself stands in quotes, without its full stop."""
    if word.startswith(("ext:", "doc:")):
        return names.get(word) or foreign(word)
    name = names.get(word, word) if _CODED.fullmatch(word) else word
    return f"“{name.removesuffix('.')}”" if name.endswith(".") else name


def in_words(text: str, documents: Mapping[str, str]) -> str:
    """A text in which each document's id, with the lines after it, is its title.

    An id that is a word of the language (``background``) stands for its document alone or with lines after it: within
    a sentence it is that word.
    """
    if not documents:
        return text

    def title(found: re.Match[str]) -> str:
        is_word = found[1].isalpha() and found[0] == found[1] != text
        return found[0] if is_word else documents[found[1]]

    ids = "|".join(re.escape(key) for key in sorted(documents, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])({ids})(?![\w-])(?:,? L\d+(?:-\d+)?)*", title, text)


def without_references(text: str, documents: Mapping[str, str]) -> str:
    """A text without the brackets that name a document and its lines: where the whole is from one, it is said once."""
    ids = "|".join(re.escape(key) for key in sorted(documents, key=len, reverse=True))
    return re.sub(rf" ?\((?:{ids})[^()]*\)", "", text) if ids else text


def decided_on(decision: Decision) -> str:
    """The day of a decision in words, as far as it is known; empty where none is."""
    if decision.on_text or isinstance(decision.on, str):
        return decision.on_text or ""
    label = str(decision.on)
    return day_words(decision.on.start) if len(label) == len("2024-01-01") else label


def titles_of(place: Place) -> dict[str, str]:
    """The titles of the strategy's documents, by id."""
    return {item.id: item.title for item in place.strategy.documents}


def _listed(strategy: Strategy) -> Iterator[Any]:
    """Everything with an id that stands in a list of the strategy, or in one of a part of it."""
    for part in (
        strategy,
        strategy.governance,
        strategy.budget,
        *strategy.workstreams,
        *strategy.improvement,
        *strategy.better_care,
    ):
        for _, value in () if isinstance(part, str) else part:
            yield from (item for item in (value if isinstance(value, tuple) else ()) if hasattr(item, "id"))


def _called(item: Any) -> str:
    words = (getattr(item, field, None) for field in ("name", "title", "text", "event", "aim"))
    return next((text for text in words if text), foreign(item.id))
