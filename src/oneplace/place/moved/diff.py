"""What is different between two times of saying: a thing added, a thing dropped, a field of one that says another."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from oneplace.place.library import says_the_same
from oneplace.place.measure import WORDED
from oneplace.place.moved.flat import Fields, Leaf, Said
from oneplace.place.moved.retyped import is_newer, newest_seen


class Kind(StrEnum):
    """What became of it."""

    ADDED = "added"
    DROPPED = "dropped"
    BACK = "back"
    """Readers saw it, a decision dropped it, and it is there again."""
    CHANGED = "changed"
    REWORDED = "reworded"
    """The library says in other words what a measure counts; what it counts is the same."""


@dataclass(frozen=True)
class Change:
    """One difference. ``name`` calls the subject by its words; an added or dropped thing has neither field nor values.

    ``old`` and ``new`` are what a changed field said; None where it said nothing. Of two lists only what one of them
    lacks.
    """

    part: str
    subject: str
    name: str
    kind: Kind
    field: str = ""
    old: Leaf | None = None
    new: Leaf | None = None

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is about: part, subject, field."""
        return self.part, self.subject, self.field


def renamed(old: Said, new: Said) -> dict[str, str]:
    """The measures that are there under another id and say all else as before, but for the name of their file."""
    before, after = old.get("measures", {}), new.get("measures", {})
    gone = {_all_but_its_file(before[key]): key for key in before if key not in after}
    come = {_all_but_its_file(after[key]): key for key in after if key not in before}
    return {gone[one]: come[one] for one in gone if one in come}


def _all_but_its_file(measure: Fields) -> str:
    return repr(sorted((name, said) for name, said in measure.items() if name != "compute.file"))


def changes(old: Said, new: Said) -> tuple[Change, ...]:
    """All that is different, by part and subject in the order of the alphabet, fields as ``new`` has them."""
    ids = renamed(old, new)  # figures of a measure with another id are no others
    then = {**old, "series": {ids.get(key, key): fields for key, fields in old.get("series", {}).items()}}
    return tuple(
        change
        for part in sorted(then.keys() | new.keys())
        for change in _of_part(part, then.get(part, {}), new.get(part, {}))
    )


def name_of(subject: str, fields: Fields) -> str:
    """What a thing is called: its name, its words (of commentary how it begins), or its id."""
    for key in ("name", "title", "question", "text", "event"):
        if found := fields.get(key):
            return str(found)
    return textwrap.shorten(str(fields.get("why", subject)), 80, placeholder=" …")


def _of_part(part: str, old: dict[str, Fields], new: dict[str, Fields]) -> Iterator[Change]:
    if part in ("strategy", "place") and len(old) == len(new) == 1:
        yield from _only(part, *old.items(), *new.items())
        return
    if part in ("sources", "feeds", "themes", "datasets", "pathways") and not old:
        return  # a run of an earlier version kept nothing of how files are read, of themes, data sets and prices
    # a measure that is there or gone is told by itself, and not by its figures
    for subject in sorted(old.keys() & new.keys() if part == "series" else old.keys() | new.keys()):
        before, after = old.get(subject), new.get(subject)
        if before is None or after is None:
            kind = Kind.ADDED if before is None else Kind.DROPPED
            yield Change(part, subject, name_of(subject, after or before or {}), kind)
        else:
            yield from _of_subject(part, subject, before, after)


def _only(part: str, old: tuple[str, Fields], new: tuple[str, Fields]) -> Iterator[Change]:
    """There is one strategy and one place: with another id it is still the same."""
    if old[0] != new[0]:
        yield Change(part, new[0], name_of(*new), Kind.CHANGED, "id", old[0], new[0])
    yield from _of_subject(part, new[0], old[1], new[1])


def _of_subject(part: str, subject: str, old: Fields, new: Fields) -> Iterator[Change]:
    seen = newest_seen(old) if part == "series" and new.keys() - old.keys() else {}
    for field in (*new, *(key for key in old if key not in new)):
        before, after = old.get(field), new.get(field)
        if part == "series" and (field == "name" or (before is None and is_newer(field, seen))):
            continue  # a figure of a later period than readers saw goes on; one put in before theirs moves them
        if before != after and not _is_news(part, field, before, after):
            kind = Kind.REWORDED if _is_reworded(part, field, new, before, after) else Kind.CHANGED
            yield Change(part, subject, name_of(subject, new), kind, field, *_apart(before, after))


def _is_reworded(part: str, field: str, measure: Fields, before: Leaf | None, after: Leaf | None) -> bool:
    """Whether both are the library's words for one measure: of a place's own words nobody but the place can tell."""
    name = measure.get("library")
    worded = part == "measures" and field in WORDED
    return worded and says_the_same(str(name or ""), field, str(before), str(after))


def _is_news(part: str, field: str, before: Leaf | None, after: Leaf | None) -> bool:
    """Whether it only goes on: extracts that were cut later than those before."""
    return (part, field) == ("feeds", "as_at") and None not in (before, after) and str(before) < str(after)


def _apart(old: Leaf | None, new: Leaf | None) -> tuple[Leaf | None, Leaf | None]:
    """Of two lists only what one of them lacks; both whole where they hold the same in another order.

    A pair of numbers (how likely, how bad) is no list.
    """
    if not isinstance(old, list) or not isinstance(new, list) or not all(isinstance(one, str) for one in (*old, *new)):
        return old, new
    gone: list[Any] = [one for one in old if one not in new]
    come: list[Any] = [one for one in new if one not in old]
    return (old, new) if not gone and not come else (gone or None, come or None)
