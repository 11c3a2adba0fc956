"""The operational store: whether it is as this version needs it, its copy, and who may read its file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from oneplace import whole
from oneplace.problems import OneplaceError

COPIES = "store-copies"
PAST = {"axes"}
"""Parts of earlier versions, of which a store's list of changes still tells."""


class Standing(Enum):
    """How a store stands to the software that opens it."""

    NEW = "new"
    CURRENT = "current"
    BEHIND = "behind"
    AHEAD = "ahead"


def standing() -> Standing:
    """How the store stands: by the changes of its form that it has seen, and those that this version knows."""
    loader = MigrationLoader(connection)
    seen = {change for change in loader.applied_migrations if change[0] not in PAST}
    if not seen:
        return Standing.NEW
    if seen - set(loader.disk_migrations):
        return Standing.AHEAD
    return Standing.BEHIND if waiting() else Standing.CURRENT


def waiting() -> list[str]:
    """The changes of the store's form that it has yet to see, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def ready(place_folder: Path) -> None:
    """Make a new store; refuse one that another version left, with what to do. Its file is its owner's alone."""
    keep_private()
    _refuse_damaged()
    refuse_newer(found := standing())
    if found is Standing.BEHIND:
        mend = f"Stop the site and run `oneplace migrate {place_folder}`; it makes a copy first."
        raise OneplaceError.at(_where(), "was left by an earlier version of Oneplace.", mend)
    if found is Standing.NEW:
        _make()


def _make() -> None:
    """Make a store: SQLite's file aside and renamed when it is whole, so that a stopped start leaves none half made."""
    path = _file()
    if path is None or connection.introspection.table_names():
        call_command("migrate", verbosity=0, interactive=False)
        return
    aside = path.with_name(f"making-{path.name}")
    _drop(aside)  # of a start that was stopped
    whole.private_file(aside)
    connection.close()
    named = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(aside)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = named
    _drop(path)
    aside.replace(path)


def _drop(path: Path) -> None:
    """Take away a file of SQLite's and its companions, of which nothing is needed."""
    for file in (path, *path.parent.glob(f"{path.name}-*")):
        file.unlink(missing_ok=True)


def _refuse_damaged() -> None:
    """Refuse a file that SQLite can't read; a database that can't be reached says so itself."""
    if _file() is None:
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA schema_version")
    except DatabaseError as error:
        mend = f"Put back a copy from {COPIES} or your backup. Without one, move it away: accounts are made anew."
        raise OneplaceError.at(_where(), f"can't be read as a database ({error}).", mend) from None


def refuse_newer(found: Standing) -> None:
    """Refuse a store of a later version: this one can't know what its tables mean."""
    if found is Standing.AHEAD:
        mend = f"Install the version that it was used with last, or put back a copy from {COPIES}."
        raise OneplaceError.at(_where(), "was left by a later version of Oneplace.", mend)


def migrate(var: Path) -> tuple[list[str], Path | None]:
    """Bring the store to this version's form; returns what was changed, and the copy made before (SQLite's alone)."""
    keep_private()
    _refuse_damaged()
    refuse_newer(standing())
    changes = waiting()
    if not changes:
        return [], None
    copied = copy(var / COPIES)
    call_command("migrate", verbosity=0, interactive=False)
    return changes, copied


def copy(folder: Path) -> Path | None:
    """A whole copy of SQLite's file, even while it is used, named by the time; None for PostgreSQL or no file yet."""
    path = _file()
    if path is None or not path.stat().st_size:
        return None
    made = whole.private_file(folder / f"web-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.sqlite3")
    with closing(sqlite3.connect(path)) as store, closing(sqlite3.connect(made)) as kept:
        store.backup(kept)
    return made


def keep_private() -> None:
    """Shut SQLite's file for everybody but its owner, and its companions, which take its mode when they are new."""
    if path := _file():
        for kept in (path, *path.parent.glob(f"{path.name}-*")):
            whole.private_file(kept)


def _file() -> Path | None:
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def _where() -> Path:
    return _file() or Path("ONEPLACE_DATABASE")
