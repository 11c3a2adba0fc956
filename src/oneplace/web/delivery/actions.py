"""What adds to the record. Each leaves its mark on the trail in the same transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from oneplace.delivery.happened import (
    TAKEN_BACK,
    Entry,
    Imported,
    Kind,
    Merged,
    State,
    WrongError,
    before_last,
    change,
    is_settled,
    is_to_take_back,
    merged,
    not_taken_back,
    took_back,
)
from oneplace.web.audit.trail import Event, note
from oneplace.web.delivery.models import Change
from oneplace.web.delivery.record import FIELDS, entries, history


class MeanwhileError(Exception):
    """Somebody else changed the thing since it was read: ``since`` are their entries, oldest first."""

    def __init__(self, since: list[Entry]) -> None:
        super().__init__("changed meanwhile")
        self.since = since


def new_id(kind: Kind) -> str:
    """An id for something new that no other store gives, so that records can be put together."""
    return f"{kind.value}-{secrets.token_hex(4)}"


def record_change(
    *,
    place: str,
    kind: Kind,
    subject: str,
    what: str,
    said: Mapping[str, str],
    declared: State | None,
    seen: int,
    by: str,
) -> Entry:
    """Add what was done to a thing. ``declared`` is how the files have it, ``seen`` the number of the entry last read.

    Raises ``WrongError`` for what the rules refuse, and ``MeanwhileError`` where there are entries after ``seen``.
    """
    held = history(place, (kind, subject))
    last = held[-1] if held else None
    if (last.number if last else 0) != seen:
        raise MeanwhileError([one for one in held if one.number > seen])
    before = last.now() if last else declared
    if what == TAKEN_BACK:
        _refuse_to_take_back(held, by)
        after, why = took_back(before, before_last(held), said)
    else:
        after, why = change(kind, before, what, said, timezone.localdate())
    entry = Entry(
        kind=kind,
        subject=subject,
        number=seen + 1,
        at=max([timezone.now().replace(microsecond=0), *(one.at for one in held[-1:])]),  # a clock may be put back
        by=by,
        what=what,
        why=why,
        before=before.model_dump(mode="json") if before else None,
        after=after.model_dump(mode="json"),
    )
    try:
        with transaction.atomic():
            note(Event.DELIVERY_RECORDED, place=place, by=by, about=f"{kind.value} {subject}", detail=what)
            _keep(place, entry)
    except IntegrityError:
        raise MeanwhileError([one for one in history(place, (kind, subject)) if one.number > seen]) from None
    return entry


def _refuse_to_take_back(held: list[Entry], by: str) -> None:
    last = not_taken_back(held)[-1:]
    if last and not is_to_take_back(last[0].what, last[0].by, by):
        raise WrongError({"what": f"Only {last[0].by}, who entered it, takes back that it was called in. {ENDS}"})
    if last and is_settled(last[0].what, last[0].at.date(), timezone.localdate()):
        raise WrongError({"what": "This score has stood for more than a week: score it anew, with its evidence."})


ENDS = "Else scrutiny ends it: enter that it stands, or that who took it thought again."


@transaction.atomic
def import_entries(*, place: str, given: list[Entry], by: str) -> Merged:
    """Add a file's entries that are not held; where any conflicts with what is held, none is added.

    Each is marked as read in, now and by whom: when it was made and by whom is what the file says.
    """
    found = merged(entries(place), given)
    if found.new and not found.conflicts:
        note(Event.DELIVERY_IMPORTED, place=place, by=by, about=f"{len(found.new)} entries")
        read_in = Imported(at=timezone.now().replace(microsecond=0), by=by)
        for entry in found.new:
            _keep(place, entry.model_copy(update={"imported": read_in}))
    return found


def _keep(place: str, entry: Entry) -> None:
    said = entry.model_dump(mode="json", include={"before", "after", "imported"})
    plain = {name: getattr(entry, name) for name in FIELDS if name not in said}
    Change.objects.create(place=place, **{**plain, "kind": entry.kind.value}, **said)
