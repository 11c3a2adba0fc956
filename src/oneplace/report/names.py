"""What the things are called that a field of the files may name by their ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from oneplace.place import Place, Strategy


def names_of(place: Place) -> dict[str, str]:
    """The name of everything in a place's files that has an id, else its words; of other documents their title."""
    strategy = place.strategy
    alone = [item for of in (place.cohorts, place.decisions, place.themes) for item in of.values()]
    things = [*alone, *_listed(strategy), *place.measures.values()]
    others = {item.ref: item.title or foreign(item.ref) for item in strategy.parents}
    own = {strategy.id: strategy.title, "vision": "the vision", "mission": "the mission"}
    return {item.id: _called(item) for item in things} | others | own


def foreign(ref: str) -> str:
    """A reference to another document in words, where nothing gives its title: ``ext:scc-vision`` is "scc vision"."""
    return ref.removeprefix("ext:").removeprefix("doc:").replace("-", " ").replace("_", " ")


def in_words(text: str, documents: Mapping[str, str]) -> str:
    """A text in which each document's id, with the lines after it, is its title."""
    if not documents:
        return text
    ids = "|".join(re.escape(key) for key in sorted(documents, key=len, reverse=True))
    return re.sub(rf"(?<![\w-])({ids})(?![\w-])(?:,? L\d+(?:-\d+)?)*", lambda found: documents[found[1]], text)


def without_references(text: str, documents: Mapping[str, str]) -> str:
    """A text without the brackets that name a document and its lines: where the whole is from one, it is said once."""
    ids = "|".join(re.escape(key) for key in sorted(documents, key=len, reverse=True))
    return re.sub(rf" ?\((?:{ids})[^()]*\)", "", text) if ids else text


def titles_of(place: Place) -> dict[str, str]:
    """The titles of the strategy's documents, by id."""
    return {item.id: item.title for item in place.strategy.documents}


def _listed(strategy: Strategy) -> Iterator[Any]:
    """Everything with an id that stands in a list of the strategy, or in one of a part of it."""
    for part in (strategy, strategy.governance, strategy.budget, *strategy.workstreams, *strategy.improvement):
        for _, value in () if isinstance(part, str) else part:
            yield from (item for item in (value if isinstance(value, tuple) else ()) if hasattr(item, "id"))


def _called(item: Any) -> str:
    words = (getattr(item, field, None) for field in ("name", "title", "text", "event", "aim"))
    return next((text for text in words if text), foreign(item.id))
