"""Reading the record of the place that is served, and how everything stands by it."""

from __future__ import annotations

from collections.abc import Iterable

from oneplace import place
from oneplace.delivery.happened import Entry, Kind, State, Subject, standing
from oneplace.web.delivery.models import Change
from oneplace.web.snapshot import OnceARun, Snapshot

declared = OnceARun(lambda shot: place.read(shot.run.folder / "inputs" if shot.run else shot.place_folder))
"""The place as its files have it, without what happened since."""

FIELDS = ("kind", "subject", "number", "at", "by", "what", "why", "before", "after")


def entries(place_id: str) -> list[Entry]:
    """Every entry of a place, oldest first."""
    return _read(Change.objects.filter(place=place_id))


def history(place_id: str, of: Subject) -> list[Entry]:
    """The entries of one thing, oldest first."""
    return _read(Change.objects.filter(place=place_id, kind=of[0].value, subject=of[1]))


def of_kind(place_id: str, kind: Kind) -> dict[str, list[Entry]]:
    """The entries of every thing of a kind, by its id, oldest first."""
    found: dict[str, list[Entry]] = {}
    for entry in _read(Change.objects.filter(place=place_id, kind=kind.value)):
        found.setdefault(entry.subject, []).append(entry)
    return found


def now(shot: Snapshot) -> dict[Subject, State]:
    """How everything stands at this moment: the files of the run that is served, and all that was recorded."""
    return standing(declared(shot), entries(shot.place.place.id))


def thing(shot: Snapshot, kind: Kind, subject: str) -> State | None:
    """How one thing stands; None for what is not known."""
    return standing(declared(shot), history(shot.place.place.id, (kind, subject))).get((kind, subject))


def _read(rows: Iterable[Change]) -> list[Entry]:
    ordered = sorted(rows, key=lambda row: row.pk)
    return [Entry.model_validate({name: getattr(row, name) for name in FIELDS}) for row in ordered]
