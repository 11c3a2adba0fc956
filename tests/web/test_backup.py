"""The drill: everything that a store holds comes back row for row, on either database, and goes on from there."""

from __future__ import annotations

import json
import stat

import pytest

from oneplace.delivery.happened import Kind
from oneplace.problems import OneplaceError
from tests.web import world
from tests.web.test_delivery import record


def models():
    from oneplace.web import backup

    return backup._models()


def everything():
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in models()}


def fill():
    from oneplace.web.accounts.actions import appoint
    from oneplace.web.accounts.roles import Role
    from oneplace.web.feedback.models import Remark

    appoint(name="lena", password="a long and quiet river", role=Role.LEAD, place=world.ID, by="tests")
    Remark.objects.create(place=world.ID, page="/", text="Line one\nline two \u2028 “three”")
    record()
    record("stopped", {"why": "No money"}, seen=1)


def empty():
    """The same database anew, as after a loss."""
    from pathlib import Path

    from django.db import connection

    from oneplace.web import store as stores

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        path = Path(connection.settings_dict["NAME"])
        connection.close()
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
    stores.ready(Path("place"))


def test_the_drill_brings_back_every_row_and_history_and_the_record_goes_on(ready_store, tmp_path):
    from oneplace.web import backup
    from oneplace.web.delivery.record import history

    fill()
    before, told = everything(), history(world.ID, (Kind.MILESTONE, "M2"))
    assert all(before[name] for name in ("User", "RoleGiven", "AuditEvent", "Remark", "Change"))
    count = backup.back_up(tmp_path / "store.backup", tmp_path, world.ID)
    assert count == sum(len(rows) for rows in before.values())
    assert stat.S_IMODE((tmp_path / "store.backup").stat().st_mode) == 0o600
    empty()
    assert not any(everything().values())
    assert backup.restore(tmp_path / "store.backup", tmp_path, world.ID) == count
    assert everything() == before
    assert history(world.ID, (Kind.MILESTONE, "M2")) == told
    record("opened", {"why": "Money came"}, seen=2)
    assert len(history(world.ID, (Kind.MILESTONE, "M2"))) == 3


def test_a_store_that_holds_rows_and_a_file_that_is_there_are_left_alone(ready_store, tmp_path):
    from oneplace.web import backup

    fill()
    backup.back_up(tmp_path / "store.backup", tmp_path, world.ID)
    before = everything()
    with pytest.raises(OneplaceError, match="holds rows already"):
        backup.restore(tmp_path / "store.backup", tmp_path, world.ID)
    with pytest.raises(OneplaceError, match="is there already"):
        backup.back_up(tmp_path / "store.backup", tmp_path, world.ID)
    with pytest.raises(OneplaceError, match="Make the folder first"):
        backup.back_up(tmp_path / "none" / "store.backup", tmp_path, world.ID)
    assert everything() == before


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text[:-40], "cut off or changed"),
        (lambda text: text.replace("No money", "No honey"), "cut off or changed"),
        (lambda text: "", "no backup"),
        (lambda text: "[1]\n", "no backup"),
        (lambda text: text.replace("delivery.0001_initial", "delivery.0009_later", 1), "another version"),
    ],
)
def test_what_is_no_whole_backup_is_refused_and_nothing_is_put_in(spoil, told, ready_store, tmp_path):
    from oneplace.web import backup

    fill()
    backup.back_up(tmp_path / "store.backup", tmp_path, world.ID)
    (tmp_path / "spoilt").write_text(spoil((tmp_path / "store.backup").read_text()))
    assert json.loads((tmp_path / "store.backup").read_text().splitlines()[0])["rows"] > 0
    empty()
    with pytest.raises(OneplaceError, match=told):
        backup.restore(tmp_path / "spoilt", tmp_path, world.ID)
    with pytest.raises(OneplaceError, match="not there"):
        backup.restore(tmp_path / "none", tmp_path, world.ID)
    assert not any(everything().values())
