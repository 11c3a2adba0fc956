"""Serving one place: the WSGI application, and accounts on it."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import django
from django.conf import settings as django_settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.urls import get_resolver

from oneplace import whole
from oneplace.problems import OneplaceError
from oneplace.web.settings import settings

COMPILED = Path(__file__).parent / "static" / "compiled" / "oneplace.css"
ROLES = {"board": "BOARD_MEMBER", "planner": "PLANNER"}
"""How roles are called on the command line."""


def application(place_folder: Path) -> WSGIHandler:
    """The WSGI application for a place; makes its own small database of accounts where there is none.

    Everything is loaded and the run is read before the first request. Raises ``OneplaceError`` where the style sheet
    was never compiled, the place's files or run can't be read, or another place is already served here.
    """
    _set_up(place_folder)
    # both read Django's settings
    from oneplace.web.public.presenters.neighbourhoods import area_map  # noqa: PLC0415
    from oneplace.web.snapshot import snapshot  # noqa: PLC0415

    get_resolver().url_patterns  # noqa: B018  imports every view
    area_map(snapshot().place)
    return WSGIHandler()


def serve(place_folder: Path, host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve a place until told to end, in the form meant for production; from a process's main thread.

    ``host`` is the address listened on; the names that the site answers to come from ``ONEPLACE_HOSTS``.
    """
    served = application(place_folder)
    # both read Django's settings
    from oneplace.web.listening import listen  # noqa: PLC0415
    from oneplace.web.whatif.answering import warm_up  # noqa: PLC0415

    warm_up()
    listen(served, host, port)


def create_board_member(place_folder: Path, name: str, password: str) -> None:
    """Give somebody an account for the board's pages, or a new password; refuses a password that is easily guessed."""
    create_user(place_folder, name, password, "board")


def create_user(place_folder: Path, name: str, password: str, role: str) -> None:
    """Give somebody an account with a role (``ROLES``), or a new password and the role besides those they have.

    Refuses a password that is easily guessed, and a role that there is not.
    """
    if role not in ROLES:
        raise OneplaceError.at(place_folder, f"knows no role '{role}'.", f"The roles are: {', '.join(ROLES)}.")
    _set_up(place_folder)
    # models need Django set up
    from django.contrib.auth.password_validation import validate_password  # noqa: PLC0415
    from django.core.exceptions import ValidationError  # noqa: PLC0415

    from oneplace.web.accounts.roles import Role, appoint  # noqa: PLC0415

    try:
        validate_password(password)
    except ValidationError as error:
        raise OneplaceError.at(place_folder, f"made no account for {name}.", " ".join(error.messages)) from None
    appoint(name=name, password=password, role=Role[ROLES[role]])


def create_demo_user(place_folder: Path, name: str = "board") -> tuple[str, str]:
    """Make (or renew) a demonstration board member; returns the name and a new password, which is kept nowhere."""
    password = secrets.token_urlsafe(12)
    create_board_member(place_folder, name, password)
    return name, password


def _set_up(place_folder: Path) -> None:
    folder = place_folder.resolve()
    if not COMPILED.exists():
        mend = "Install Oneplace again with Node at hand (`make demo` does), or use the wheel."
        raise OneplaceError.at(COMPILED, "is missing: the pages' style sheet was never compiled.", mend)
    if not django_settings.configured:
        options: dict[str, Any] = settings(folder)
        django_settings.configure(**options)
        django.setup()
    elif folder != django_settings.ONEPLACE_PLACE:
        mend = "Serve each place by a process of its own."
        raise OneplaceError.at(folder, f"can't be served here: {django_settings.ONEPLACE_PLACE} is.", mend)
    whole.private_file(folder / "var" / "web.sqlite3")  # as SQLite's own files beside it then are
    call_command("migrate", verbosity=0, interactive=False)
