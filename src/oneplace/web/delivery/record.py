"""Reading the record of the place that is served, and how everything stands by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils import timezone

from oneplace import place
from oneplace.delivery import decision_path, happened
from oneplace.delivery.happened import (
    Decision,
    Entry,
    Kind,
    State,
    Subject,
    agreed,
    for_everybody,
    lacks,
    newest,
    open_to,
)
from oneplace.web.delivery.models import Change
from oneplace.web.snapshot import OnceARun, Snapshot

declared = OnceARun(lambda shot: place.read(shot.run.folder / "inputs" if shot.run else shot.place_folder))
"""The place as its files have it, without what happened since."""

as_agreed = OnceARun(lambda shot: agreed(declared(shot)))
"""How everything stands by the files of the run that is served, worked out once."""

FIELDS = ("kind", "subject", "number", "at", "by", "what", "why", "before", "after", "imported")


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


def standing(shot: Snapshot) -> dict[Subject, State]:
    """How everything stands at this moment: the files of the run that is served, and all that was recorded."""
    return _standing(shot, entries(shot.place.place.id))


def now(shot: Snapshot) -> dict[Subject, State]:
    """``standing`` as everybody may read it: without texts that say what is exempt in a decision (``exempt`` apart)."""
    return _standing(shot, told(shot.place.place.id))


def told(place_id: str) -> list[Entry]:
    """Every entry as everybody may read it, oldest first (``exempt`` and minutes have readers of their own)."""
    return for_everybody(entries(place_id))


def _standing(shot: Snapshot, listed: Iterable[Entry]) -> dict[Subject, State]:
    return as_agreed(shot) | {of: entry.now() for of, entry in newest(listed).items()}


def thing(shot: Snapshot, kind: Kind, subject: str) -> State | None:
    """How one thing stands; None for what is not known."""
    held = history(shot.place.place.id, (kind, subject))
    return held[-1].now() if held else as_agreed(shot).get((kind, subject))


def facts(shot: Snapshot, kind: Kind, stands: State | None, said: Mapping[str, str]) -> dict[str, str]:
    """What the files and the record say of a thing: of a decision its body's rules, of a duty what it rests on."""
    if kind is not Kind.DECISION:
        return happened.duty_facts(declared(shot), standing(shot), kind)
    before = stands if isinstance(stands, Decision) else Decision()
    body, after = said.get("body") or before.body, said.get("after", before.after)
    boards = {one.id: one for one in declared(shot).strategy.governance.boards}
    told = happened.facts(boards.get(body), after, thing(shot, Kind.DECISION, after) if after else None)
    value = "" if before.value is None else str(before.value)
    asked = said.get("matter", before.matter), said.get("function", before.function), said.get("value", value)
    scheme = happened.scheme(declared(shot), body, *asked)
    return (told if body != before.body or "body" not in said else _as_checked(before, told)) | scheme


def _as_checked(before: Decision, told: dict[str, str]) -> dict[str, str]:
    """What a decision was checked by stays where its words are put right and its body isn't."""
    kept = {name: str(known) for name in told if (known := getattr(before, name)) is not None}
    return dict.fromkeys(told, "") | kept | {"recommended": told["recommended"]}


def lacking(shot: Snapshot, kind: Kind, stands: State) -> list[tuple[str, list[str]]]:
    """For each step that a decision may take next, what it still waits for; those that wait for nothing left out."""
    if kind is not Kind.DECISION or not isinstance(stands, Decision):
        return []
    texts = facts(shot, kind, stands, {})
    known = Decision.model_validate(stands.model_dump() | {name: value for name, value in texts.items() if value})
    steps = {what: rule for what, rule in open_to(kind, stands).items() if rule.into}
    told = [
        (rule.words, lacks(stands, known, decision_path.Stage(what), timezone.localdate()))
        for what, rule in steps.items()
    ]
    return [(words, found) for words, found in told if found]


def _read(rows: Iterable[Change]) -> list[Entry]:
    ordered = sorted(rows, key=lambda row: row.pk)
    return [Entry.model_validate({name: getattr(row, name) for name in FIELDS}) for row in ordered]
