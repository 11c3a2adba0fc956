"""Letters of what is due soon or late: each thing once a cycle, each account once a day at most, nothing private."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from django.db import transaction

from oneplace.delivery.happened import standing
from oneplace.delivery.owed import CLERKS, Owed, When, owed
from oneplace.place import Place
from oneplace.vocabulary.wording import day_words, expected_words
from oneplace.web import mail
from oneplace.web.accounts.actors import actor
from oneplace.web.accounts.models import User
from oneplace.web.accounts.roles import Role
from oneplace.web.delivery import record
from oneplace.web.diaries import whose
from oneplace.web.diaries.models import Reminded
from oneplace.web.diaries.views import link_of


class Told(StrEnum):
    """What became of what somebody owes."""

    SENT = "sent"
    BEFORE = "told before"
    NO_SERVER = "no server for e-mail is set"
    NO_ADDRESS = "no e-mail address is set"
    FAILED = "the server for e-mail did not take it"
    CLOSED = "the account is closed: name another owner"
    NO_ROLE = "the role that reads delivery was taken"
    NOBODY = "there is no account of that name"


@dataclass(frozen=True)
class Letter:
    """What one account owes that is due soon or late, and what became of it."""

    account: str
    told: Told
    things: list[Owed] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """For which place letters are written, on which day, how many days ahead, with links to where."""

    found: Place
    today: date
    within: int
    address: str


def remind(asked: Asked) -> list[Letter]:
    """Send each account what is due soon or late and was not told in this cycle; what became of each, by account."""
    place = asked.found.place.id
    return [_letter(asked, place, name, own) for name, own in sorted(_by_account(place, _due(asked)).items())]


def unnamed(asked: Asked) -> list[Owed]:
    """What is due soon or late and names no account, so that nobody hears of it."""
    return [one for one in _due(asked) if not one.account]


def _due(asked: Asked) -> list[Owed]:
    """What is open and due soon or late, by the place's files and the record as they are at this moment."""
    now = standing(asked.found, record.told(asked.found.place.id))
    everything = owed(asked.found, now, asked.today)
    return [one for one in everything if one.is_open and one.stands(asked.today, asked.within) is not When.LATER]


def _by_account(place: str, things: Iterable[Owed]) -> dict[str, list[Owed]]:
    clerks = User.objects.filter(roles_given__place=place, roles_given__role=Role.CLERK.value, is_active=True)
    names = [user.username for user in clerks]
    found: dict[str, list[Owed]] = {}
    for one in things:
        for name in names if one.account == CLERKS else [one.account] if one.account else []:
            found.setdefault(name, []).append(one)
    return found


def _letter(asked: Asked, place: str, name: str, things: list[Owed]) -> Letter:
    user = User.objects.filter(username=name).first()
    if user is None or not user.is_active:
        return Letter(name, Told.CLOSED if user else Told.NOBODY, things)
    if not whose.may_be_told(actor(user, place)):
        return Letter(name, Told.NO_ROLE, things)
    if not mail.is_set() or not user.email:
        return Letter(name, Told.NO_ADDRESS if mail.is_set() else Told.NO_SERVER, things)
    rows = _taken(asked, place, name, things)
    if not rows:
        return Letter(name, Told.BEFORE, things)
    new = [one for one in things if (one.kind, one.subject) in rows]
    if mail.send(user.email, _subject(asked, new), _text(asked, name, new)):
        return Letter(name, Told.SENT, new)
    Reminded.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    return Letter(name, Told.FAILED, new)


@transaction.atomic
def _taken(asked: Asked, place: str, name: str, things: list[Owed]) -> dict[tuple[str, str], Reminded]:
    """Write down what is told now, before it is: two that run at once never both send. Nothing twice in a day."""
    User.objects.select_for_update().get(username=name)  # the second waits for the first
    if Reminded.objects.filter(place=place, account=name, on=asked.today).exists():
        return {}
    taken = {}
    for one in things:
        cycle = one.cycle(asked.today, asked.within)
        row, is_new = Reminded.objects.get_or_create(
            place=place, account=name, kind=one.kind, subject=one.subject, cycle=cycle, defaults={"on": asked.today}
        )
        if is_new:
            taken[one.kind, one.subject] = row
    return taken


def _subject(asked: Asked, things: list[Owed]) -> str:
    late = sum(one.stands(asked.today, asked.within) is When.LATE for one in things)
    parts = [f"{late} late"] if late else []
    parts += [f"{len(things) - late} due soon"] if len(things) > late else []
    return f"{asked.found.place.name}: {', '.join(parts)}"


def _text(asked: Asked, name: str, things: list[Owed]) -> str:
    """Plain words: of each thing its kind, its day and a link; its own words only where everybody may read them."""
    last = asked.today + timedelta(days=asked.within)
    lines = [f"{name}, this is yours at {asked.found.place.name}."]
    for when, heading in ((When.LATE, "Late by the day first agreed:"), (When.SOON, f"Due by {day_words(last)}:")):
        own = [one for one in things if one.stands(asked.today, asked.within) is when]
        lines += ["", heading] if own else []
        for one in own:
            expected = f", {expected_words(one.expected, asked.today)}" if one.expected != one.due else ""
            lines += [f"- {one.outside} (due {day_words(one.due)}{expected})", f"  {asked.address}{link_of(one)}"]
    lines += ["", f"Everything of yours: {asked.address}/delivery/mine"]
    return "\n".join([*lines, "To hear of something no more, say there how it stands, or name another owner.", ""])
