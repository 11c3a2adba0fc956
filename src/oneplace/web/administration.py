"""What the people who run a site do at the command line: accounts and the store. Each sets Django up by itself."""

from __future__ import annotations

import getpass
import secrets
from pathlib import Path

from oneplace import place
from oneplace.problems import OneplaceError
from oneplace.web.accounts.roles import Role
from oneplace.web.starting import set_up


def create_user(place_folder: Path, name: str, password: str, role: str) -> None:
    """Give somebody an account with a role (the code of a ``Role``), or a new password and the role besides theirs.

    Refuses a password that is easily guessed, and a role that there is not.
    """
    known = [one.value for one in Role]
    if role not in known:
        raise OneplaceError.at(place_folder, f"knows no role '{role}'.", f"The roles are: {', '.join(known)}.")
    set_up(place_folder)
    # models need Django set up
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from oneplace.web.accounts.actions import appoint  # noqa: PLC0415
    from oneplace.web.store import ready  # noqa: PLC0415

    ready(place_folder)
    where = place.read(place_folder).place.id
    try:
        appoint(name=name, password=password, role=Role(role), place=where, by=_machine_user())
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
    taken = dismiss(name=name, place=place.read(place_folder).place.id, by=_machine_user())
    if not taken:
        raise OneplaceError.at(
            place_folder, f"has nobody named {name} who may do anything here.", "Write the name as in the trail."
        )
    return taken


def create_demo_user(place_folder: Path, name: str = "board") -> tuple[str, str]:
    """Make (or renew) a demonstration board member; returns the name and a new password, which is kept nowhere."""
    password = secrets.token_urlsafe(12)
    create_user(place_folder, name, password, Role.BOARD)
    return name, password


def migrate(place_folder: Path) -> tuple[list[str], Path | None]:
    """Bring a place's store to this version's form; returns what was changed, and the copy that was made before."""
    set_up(place_folder)
    from oneplace.web import store  # noqa: PLC0415  needs Django set up

    return store.migrate(place_folder / "var")


def _machine_user() -> str:
    """Who is at the command line, told apart from the names of accounts."""
    try:
        return f"{getpass.getuser()} at the command line"
    except OSError:  # a user without a name, as in some containers
        return "the command line"
