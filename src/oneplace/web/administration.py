"""What the people who run a site do at the command line: accounts and the store. Each sets Django up by itself."""

from __future__ import annotations

import getpass
import os
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oneplace import place, whole
from oneplace.delivery import happened
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import count_words
from oneplace.web.accounts.roles import WORDS, Role
from oneplace.web.environment import DATABASE, STORE, address
from oneplace.web.starting import set_up

if TYPE_CHECKING:
    from oneplace.delivery.owed import Owed
    from oneplace.web.diaries.reminding import Letter


def create_user(place_folder: Path, name: str, password: str, *roles: str, bodies: Iterable[str] = ()) -> None:
    """Give somebody an account with roles (codes of ``Role``), or a new password and the roles besides theirs.

    They serve ``bodies`` (ids of boards and delivery groups) besides those that they serve already. Refuses a password
    that is easily guessed, a role and a body that there is not: then none is given.
    """
    known = [one.value for one in Role]
    if strange := [role for role in roles if role not in known]:
        raise OneplaceError.at(place_folder, f"knows no role '{strange[0]}'.", f"The roles are: {', '.join(known)}.")
    found, bodies = place.as_written(place_folder), tuple(bodies)
    there = found.strategy.governance.bodies
    if odd := [one for one in bodies if one not in there]:
        mend = f"They are: {', '.join(there) or 'none yet'}."
        raise OneplaceError.at(place_folder, f"has no board or group '{odd[0]}'.", mend)
    set_up(place_folder)
    # models need Django set up
    from django.core.exceptions import ValidationError  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from oneplace.web.accounts import keeping  # noqa: PLC0415
    from oneplace.web.accounts.actions import appoint  # noqa: PLC0415
    from oneplace.web.store import ready  # noqa: PLC0415

    ready(place_folder)
    where, by = found.place.id, _machine_user()
    try:
        with transaction.atomic():
            for role in dict.fromkeys(roles):
                user = appoint(name=name, password=password, role=Role(role), place=where, by=by)
                served = {*keeping.seats_of(user, where), *bodies}
                keeping.seat(user=user, bodies=served, by=keeping.By(by, where, "At the command line"))
    except ValidationError as error:
        raise OneplaceError.at(place_folder, f"made no account for {name}.", " ".join(error.messages)) from None


def dismiss_user(place_folder: Path, name: str) -> list[str]:
    """Take away what somebody may do at a place; returns the codes of the roles that they held there.

    Refuses a name that holds none.
    """
    set_up(place_folder)
    from oneplace.web.accounts.actions import dismiss  # noqa: PLC0415  models need Django set up
    from oneplace.web.store import ready  # noqa: PLC0415

    ready(place_folder)
    taken = dismiss(name=name, place=place.as_written(place_folder).place.id, by=_machine_user())
    if not taken:
        raise OneplaceError.at(
            place_folder, f"has nobody named {name} who may do anything here.", "Write the name as in the trail."
        )
    return taken


def create_demo_user(place_folder: Path, name: str = "board") -> tuple[str, str]:
    """Make (or renew) a demonstration board member; returns the name and a new password, which is kept nowhere."""
    password = secrets.token_urlsafe(12)
    bodies = place.as_written(place_folder).strategy.governance.bodies
    create_user(place_folder, name, password, Role.BOARD, bodies=bodies)
    return name, password


@dataclass(frozen=True)
class Migrated:
    """What bringing a store on did: what was changed, the copy that was made before, and who is left without a seat."""

    changes: list[str]
    copied: Path | None
    unseated: dict[str, str]
    """Who serves boards and groups by their role and none that there is, by name, each with their roles in words."""
    bodies: list[str]
    """The names of the boards and groups that there are."""


def migrate(place_folder: Path) -> Migrated:
    """Bring a place's store to this version's form; tells too who reads nothing exempt until their board is said."""
    set_up(place_folder)
    from oneplace.web import store  # noqa: PLC0415  needs Django set up
    from oneplace.web.accounts import keeping  # noqa: PLC0415

    changes, copied = store.migrate(place_folder / "var")
    found = place.as_written(place_folder)
    where, bodies = found.place.id, found.strategy.governance.bodies
    unseated = {
        user.username: ", ".join(str(WORDS[role].title) for role in keeping.roles_of(user, where)).lower()
        for user in keeping.unseated(where, bodies)
    }
    return Migrated(changes, copied, unseated, list(bodies.values()))


def export_record(place_folder: Path, *, papers: bool = False) -> tuple[Path, int]:
    """Write what happened, as the store has it, to the place's folder; returns the file and how many entries it has.

    With ``papers`` their files go beside it, exempt ones too; a run freezes what is said of them alone.

    Refuses to write over entries that the store doesn't hold: they have to be imported first.
    """
    _ready(place_folder)
    from oneplace.web.delivery.record import entries  # noqa: PLC0415  models need Django set up
    from oneplace.web.papers import carried  # noqa: PLC0415

    path = place_folder / happened.FILE
    held = entries(place.as_written(place_folder).place.id)
    if told := _differences(happened.merged(held, happened.read(path))):
        mend = f"Nothing was written over. Read it in with `oneplace delivery import {place_folder}`, or move it away."
        raise OneplaceError.at(path, f"holds what the store does not: {told}.", mend)
    if held:
        path.parent.mkdir(exist_ok=True)
        if papers:
            carried.export(place_folder, held)
        whole.replace(path, happened.written(held))
    return path, len(held)


def import_record(place_folder: Path, file: Path | None = None) -> list[happened.Entry]:
    """Add the entries of a file (the place's own if none is named) that the store lacks; returns those that were added.

    Refuses a file that conflicts with the store, and shows both sides of each conflict; and one with entries that no
    form takes, and tells each. Then it adds nothing.
    """
    _ready(place_folder)
    from oneplace.web.accounts.keeping import signing_in  # noqa: PLC0415  models need Django set up
    from oneplace.web.delivery.actions import import_entries  # noqa: PLC0415  models need Django set up
    from oneplace.web.delivery.record import entries  # noqa: PLC0415
    from oneplace.web.papers import carried  # noqa: PLC0415

    path = file or place_folder / happened.FILE
    if not path.is_file():
        raise OneplaceError.at(path, "is not there.", "Name a file that `oneplace delivery export` wrote.")
    held, given = place.as_written(place_folder), happened.read(path)
    where = held.place.id
    found = happened.merged(entries(where), given)
    if not found.conflicts:
        for entry, why, mend in happened.strangers(held, found.new, is_own=file is None):
            raise OneplaceError.at(path, f"{entry.kind} {entry.subject} {why}.", mend)
        before = entries(where)
        happened.refuse_impossible(path, before, found.new, datetime.now(UTC))
        accounts = signing_in((str(one.after.get("account") or "") for one in found.new), where)
        happened.refuse_unlike_forms(path, held, before, found.new, accounts, is_own=file is None)
        carried.take_in(place_folder, found.new, path.parent)
        found = import_entries(place=where, given=given, by=_machine_user())
    if found.conflicts:
        mend = "Nothing was read in. Take the lines of these things out of the file, or the right ones by the pages."
        raise OneplaceError.at(path, f"can't be read in: {_differences(found)}.", mend)
    return found.new


def back_up(place_folder: Path, file: Path) -> int:
    """Write the whole store of a place to a new file; returns how many rows it has."""
    _ready(place_folder)
    from oneplace.web import backup  # noqa: PLC0415  needs Django set up

    return backup.back_up(file, place_folder, place.as_written(place_folder).place.id)


def restore(place_folder: Path, file: Path) -> int:
    """Put a backup into the store of a place, which must hold nothing; returns how many rows were put in."""
    _ready(place_folder)
    from oneplace.web import backup  # noqa: PLC0415  needs Django set up

    return backup.restore(file, place_folder, place.as_written(place_folder).place.id)


def remind(place_folder: Path, today: date, within: int) -> tuple[list[Letter], list[Owed]]:
    """Send everybody what they owe within so many days, or late; what became of each letter, and what names nobody.

    Where no server for e-mail is set nothing is sent, and each letter says so. Refuses to write letters whose links
    would lead nowhere.
    """
    _ready(place_folder)
    from oneplace.web import mail  # noqa: PLC0415  needs Django set up
    from oneplace.web.diaries import reminding  # noqa: PLC0415

    where = address()
    if where is None and mail.is_set():
        mend = "Set it to the name of the site, such as health.example.org: letters link there."
        raise OneplaceError.at(Path("ONEPLACE_HOSTS"), "is not set, so letters could not say where the site is.", mend)
    asked = reminding.Asked(place.as_written(place_folder), today, within, where or "")
    return reminding.remind(asked), reminding.unnamed(asked)


def has_record(place_folder: Path) -> bool:
    """Whether the place has a store at all: a run of a place that nobody serves makes none."""
    return bool(os.environ.get(DATABASE)) or (place_folder / "var" / STORE).is_file()


def _differences(found: happened.Merged) -> str:
    """What a file has that the store hasn't, in words: both sides of what conflicts."""
    told = [
        f"{ours.kind} {ours.subject}, entry {ours.number}: {_side('the store', ours)}; {_side('the file', theirs)}"
        for ours, theirs in found.conflicts
    ]
    return " | ".join([*told, *([f"{count_words(len(found.new), 'new entry', 'new entries')}"] if found.new else [])])


def _side(where: str, one: happened.Entry) -> str:
    """What an entry says: each value that it changed, what it emptied too, and why."""
    before = one.before or {}
    changed = {name: value for name, value in one.after.items() if (before.get(name) or None) != (value or None)}
    told = [f"{name} {value or 'emptied'}" for name, value in sorted(changed.items())]
    because = [f"because “{one.why}”"] if one.why else []
    return f"{where} has “{one.what}” by {one.by} on {one.at:%Y-%m-%d %H:%M} ({', '.join([*told, *because])})"


def _ready(place_folder: Path) -> None:
    set_up(place_folder)
    from oneplace.web.store import ready  # noqa: PLC0415  needs Django set up

    ready(place_folder)


def _machine_user() -> str:
    """Who is at the command line, told apart from the names of accounts."""
    try:
        return f"{getpass.getuser()} at the command line"
    except OSError:  # a user without a name, as in some containers
        return "the command line"
