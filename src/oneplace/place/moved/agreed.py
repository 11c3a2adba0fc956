"""What was agreed beside the ambitions and is a promise too: it stays as it is until a decision says otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from oneplace.place.moved.diff import Change, Kind, changes
from oneplace.place.moved.flat import Said

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
_INSIDE = {MILESTONES: ("milestones", "due"), "improvement": ("cycles", "prediction")}
"""By part the things inside it that have an agreed field of their own: a milestone's day, what a cycle predicts."""


def agreed_changes(old: Said, new: Said) -> Iterator[tuple[str, Change]]:
    """Each thing, by its id, of which something that was agreed is another now or is not set any more."""
    parts = {*_FIELDS, *_INSIDE}
    for change in changes(*({part: said.get(part, {}) for part in parts} for said in (old, new))):
        if change.kind is not Kind.CHANGED or change.old is None:
            continue
        listed, _, rest = change.field.partition(".")
        key, _, name = rest.rpartition(".")
        if (listed, name) == _INSIDE.get(change.part):
            yield key, change
        elif change.field in _FIELDS.get(change.part, ()):
            yield change.subject, change
