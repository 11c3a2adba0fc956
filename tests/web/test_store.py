"""The store: made where there is none, refused when another version left it, brought on by a command with its copy."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

from oneplace.problems import OneplaceError
from tests.web import world
from tests.web.conftest import another_store

OLD = (Path(__file__).parent / "data" / "store-0.1.0.sql").read_text()
"""What version 0.1.0 left: alice on the board, bob a planner, alice-and-bob both, charlie inactive and without role."""


def oneplace(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """A process of its own: Django serves one place a process."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("ONEPLACE_", "DJANGO_"))}
    called = [sys.executable, "-m", "oneplace.cli", *map(str, arguments)]
    return subprocess.run(called, capture_output=True, text=True, env=environment, cwd=folder, check=False)


def leave(path: Path) -> None:
    """Make the store as version 0.1.0 left it, readable by all as it was."""
    with closing(sqlite3.connect(path)) as store:
        store.executescript(OLD)
    path.chmod(0o644)


@pytest.fixture
def left(site, tmp_path):
    """What 0.1.0 left, in the place of the site's own store."""
    path = tmp_path / "var" / "web.sqlite3"
    path.parent.mkdir()
    leave(path)
    with another_store(path.parent):
        yield path


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as store:
        return {name for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_a_new_store_is_made_ready_and_then_is_current(store):
    from oneplace.web import store as stores

    assert stores.standing() is stores.Standing.NEW
    stores.ready(Path("place"))
    assert stores.standing() is stores.Standing.CURRENT
    assert stores.waiting() == []
    stores.ready(Path("place"))  # once more changes nothing


def test_a_start_that_is_stopped_leaves_no_half_of_a_store(site, tmp_path, monkeypatch):
    from django.db.migrations.executor import MigrationExecutor

    from oneplace.web import store as stores

    def stop(*_, **__):
        raise KeyboardInterrupt

    (tmp_path / "var").mkdir()
    with another_store(tmp_path / "var"):
        apply = MigrationExecutor.apply_migration
        made = iter(range(5))
        monkeypatch.setattr(
            MigrationExecutor,
            "apply_migration",
            lambda *a, **k: apply(*a, **k) if next(made, None) is not None else stop(),
        )
        with pytest.raises(KeyboardInterrupt):
            stores.ready(tmp_path)
        monkeypatch.undo()
        assert stores.standing() is stores.Standing.NEW
        stores.ready(tmp_path)
        assert stores.standing() is stores.Standing.CURRENT
    assert {path.name.partition("-")[0] for path in (tmp_path / "var").glob("*web.sqlite3*")} == {"web.sqlite3"}


def test_a_store_behind_is_refused_with_the_command_that_mends_it(store):
    from django.core.management import call_command

    from oneplace.web import store as stores

    call_command("migrate", "accounts", "0001", verbosity=0)
    assert stores.standing() is stores.Standing.BEHIND
    with pytest.raises(OneplaceError, match=r"an earlier version of Oneplace\. .*`oneplace migrate ourplace`"):
        stores.ready(Path("ourplace"))


def test_a_store_ahead_is_refused_and_left_alone(ready_store, tmp_path):
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from oneplace.web import store as stores

    MigrationRecorder(connection).record_applied("accounts", "9999_from_the_future")
    for touch in (lambda: stores.ready(tmp_path), lambda: stores.migrate(tmp_path / "var")):
        with pytest.raises(OneplaceError, match="a later version of Oneplace"):
            touch()
    assert not (tmp_path / "var" / stores.COPIES).exists()


@pytest.mark.parametrize("act", ["ready", "migrate"])
def test_a_file_that_is_no_database_is_refused_in_words_and_left_alone(site, tmp_path, act):
    from oneplace.web import store as stores

    (tmp_path / "var").mkdir()
    file = tmp_path / "var" / "web.sqlite3"
    file.write_bytes(b"no database at all" * 400)
    with another_store(tmp_path / "var"), pytest.raises(OneplaceError, match=r"web\.sqlite3: can't be read as a data"):
        getattr(stores, act)(tmp_path / "var")
    assert file.read_bytes() == b"no database at all" * 400


def test_migrating_brings_a_store_on_and_then_has_nothing_to_do(store, tmp_path):
    from django.core.management import call_command

    from oneplace.web import store as stores

    call_command("migrate", "accounts", "0001", verbosity=0)
    changes, copied = stores.migrate(tmp_path / "var")
    assert "accounts.0002_accounts_of_0_1" in changes
    assert (copied is not None) == (store == "sqlite")
    assert stores.standing() is stores.Standing.CURRENT
    assert stores.migrate(tmp_path / "var") == ([], None)


def test_the_store_and_its_companions_are_its_owners_alone_whatever_the_umask(ready_store, tmp_path):
    from oneplace.web.accounts.models import User

    before = os.umask(0)
    try:
        User.objects.create(username="alice")
    finally:
        os.umask(before)
    files = list((tmp_path / "var").glob("web.sqlite3*"))
    assert bool(files) == (ready_store == "sqlite")
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} <= {0o600}


def test_the_models_and_the_changes_of_their_form_agree(site, capsys):
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run")
    assert capsys.readouterr().out == "No changes detected\n"


@pytest.mark.slow
def test_djangos_own_commands_work_by_the_settings_module(tmp_path):
    world.write_place(tmp_path / "place")
    place = {"ONEPLACE_PLACE": str(tmp_path / "place"), "DJANGO_SETTINGS_MODULE": "oneplace.web.settings"}
    asked = [sys.executable, "-m", "django", "check"]
    done = subprocess.run(asked, capture_output=True, text=True, env=os.environ | place, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_0_1_left_is_refused_with_the_command(left):
    from oneplace.web import store as stores

    with pytest.raises(OneplaceError, match=r"was left by an earlier version of Oneplace\. .*oneplace migrate"):
        stores.ready(Path("ourplace"))
    assert "auth_user" in tables(left)


def test_accounts_of_0_1_keep_their_ids_passwords_and_roles(left):
    from django.contrib.auth import authenticate
    from django.test import RequestFactory

    from oneplace.web import store as stores
    from oneplace.web.accounts.models import User

    stores.migrate(left.parent)
    users = User.objects.order_by("pk")
    assert [(user.pk, user.username, user.is_active) for user in users] == [
        (1, "alice", True),
        (2, "bob", True),
        (3, "alice-and-bob", True),
        (4, "charlie", False),
    ]
    assert [sorted(user.roles_given.values_list("role", "place")) for user in users] == [
        [("board", world.ID)],
        [("planner", world.ID)],
        [("board", world.ID), ("planner", world.ID)],
        [],
    ]
    request = RequestFactory().post("/account/sign-in")
    assert authenticate(request, username="alice", password="a long and quiet river").pk == 1
    assert "accounts_user" in tables(left)
    assert not {name for name in tables(left) if name.startswith(("auth_user", "axes_"))}


def test_the_copy_made_first_is_the_store_as_it_was_and_private(left):
    from oneplace.web import store as stores

    _changes, copied = stores.migrate(left.parent)
    assert list((left.parent / stores.COPIES).iterdir()) == [copied]
    with closing(sqlite3.connect(copied)) as store:
        assert "\n".join(store.iterdump()) + "\n" == OLD
    assert stat.S_IMODE(copied.stat().st_mode) == 0o600
    assert stat.S_IMODE(copied.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(left.stat().st_mode) == 0o600


@pytest.mark.slow
def test_the_commands_refuse_what_0_1_left_and_bring_it_on_once(tmp_path):
    folder = world.make(tmp_path / "place", "empty")
    leave(folder / "var" / "web.sqlite3")
    refused = oneplace("serve", folder, "--port", "1", folder=folder)
    assert refused.returncode == 1
    assert "was left by an earlier version of Oneplace" in refused.stdout + refused.stderr
    assert "oneplace migrate" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr
    assert "auth_user" in tables(folder / "var" / "web.sqlite3")
    done, again = (oneplace("migrate", folder, folder=folder) for _ in range(2))
    assert done.returncode == again.returncode == 0, done.stderr + again.stderr
    told = "which boards and groups they serve:\n  alice (board member)\n  alice-and-bob (board member, planner)\nAn"
    assert told.replace("\n", " ") in " ".join(done.stdout.split("\n")), "who lost what they read"
    (copied,) = (folder / "var" / "store-copies").iterdir()
    assert copied.name in done.stdout.replace("\n", "")
    assert "The store is as this version needs it." in again.stdout


def test_an_address_that_is_not_postgresqls_is_refused_without_repeating_it(monkeypatch, tmp_path):
    from oneplace.web import environment

    for address in ("mysql://ann:hush@db/one", "postgresql://ann:hush@db", "hush"):
        monkeypatch.setenv("ONEPLACE_DATABASE", address)
        with pytest.raises(OneplaceError, match="not the address of a PostgreSQL database") as refused:
            environment.database(tmp_path)
        assert "hush" not in str(refused.value)


def test_without_its_driver_postgresql_is_asked_for_by_name(monkeypatch, tmp_path):
    from oneplace.web import environment

    monkeypatch.setenv("ONEPLACE_DATABASE", "postgresql://ann:hush@db:5433/one")
    monkeypatch.setattr(environment, "find_spec", lambda name: None)
    with pytest.raises(OneplaceError, match=r"pip install 'oneplace\[postgresql\]'"):
        environment.database(tmp_path)


def test_every_part_of_the_address_is_read(monkeypatch, tmp_path):
    from oneplace.web import environment

    monkeypatch.setenv("ONEPLACE_DATABASE", "postgresql://ann%40x:h%2Fsh@db.example:5433/one?sslmode=verify-full")
    read = environment.database(tmp_path)
    parts = {key: read[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME", "OPTIONS")}
    assert parts == {
        "USER": "ann@x",
        "PASSWORD": "h/sh",
        "HOST": "db.example",
        "PORT": "5433",
        "NAME": "one",
        "OPTIONS": {"sslmode": "verify-full"},
    }


def test_the_command_line_tells_of_migrating():
    from oneplace.cli import app

    assert "migrate" in CliRunner().invoke(app, ["--help"]).stdout
