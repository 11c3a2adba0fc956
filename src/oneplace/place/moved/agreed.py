"""What was agreed beside the ambitions and is a promise too: it stays as it is until a decision says otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oneplace.place.moved.diff import Change, Kind, changes
from oneplace.place.moved.flat import Fields, Leaf, Said

MILESTONES = "workstreams"
_FIELDS = {
    "risks": ("target", "appetite", "target_by"),
    "benefits": (
        *("measure", "population", "period", "unit", "baseline", "baseline_on", "reduction"),
        "tracked_until",
    ),
    "improvement": ("measure", "start", "end"),
    "decisions": ("expects",),
}
"""By part the fields of a thing that were agreed: where a risk should be, what a benefit claims, what an objective is
judged by and when, what a decision should move."""
_DROPPED = ("benefits", "improvement")
"""The parts of which a thing may not go either: what it claimed would be forgotten. A risk goes when it is closed."""
_CYCLES = re.compile(r"cycles\.(?P<id>.+)\.prediction")
_DAYS = re.compile(r"milestones\.(?P<id>.+)\.due")


def agreed_changes(old: Said, new: Said) -> Iterator[tuple[str, Change]]:
    """Each thing, by its id, of which something that was agreed is another now or is not set any more, or that is gone.

    Milestones are told by their own ids, whatever workstream they stand in; one that is gone is told by another rule.
    """
    for change in changes(*({part: said.get(part, {}) for part in _FIELDS} for said in (old, new))):
        if change.kind is Kind.DROPPED and change.part in _DROPPED:
            yield change.subject, change
        elif change.kind is Kind.CHANGED and change.old is not None:
            if change.field in _FIELDS[change.part]:
                yield change.subject, change
            elif change.part == "improvement" and (inside := _CYCLES.fullmatch(change.field)):
                yield inside["id"], change
    yield from _days(_due(old), _due(new))


def _due(said: Said) -> dict[str, Leaf | None]:
    """The agreed day of each milestone that there is; None where none is set."""
    streams = said.get(MILESTONES, {}).values()
    texts = {one for fields in streams for one in _ids(fields)}
    days = {found["id"]: day for fields in streams for key, day in fields.items() if (found := _DAYS.fullmatch(key))}
    return dict.fromkeys(texts) | days


def _ids(fields: Fields) -> Iterator[str]:
    for field in fields:
        listed, _, rest = field.partition(".")
        if listed == "milestones" and rest:
            yield rest.rpartition(".")[0]


def _days(old: dict[str, Leaf | None], new: dict[str, Leaf | None]) -> Iterator[tuple[str, Change]]:
    for key, day in old.items():
        if day is not None and key in new and new[key] != day:
            yield key, Change(MILESTONES, key, key, Kind.CHANGED, "due", day, new[key])
