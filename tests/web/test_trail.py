"""The trail: what was done to accounts, which pack was saved, and by whom; the database lets nobody change it."""

from __future__ import annotations

import pytest

from tests.web import world

QUIET = "a long and quiet river"


def appoint(name="bob", role="board", password=QUIET):
    from oneplace.web.accounts.actions import appoint as act
    from oneplace.web.accounts.roles import Role

    return act(name=name, password=password, role=Role(role), place=world.ID, by="alice")


def dismiss(name="bob", place=world.ID):
    from oneplace.web.accounts.actions import dismiss as act

    return act(name=name, place=place, by="alice")


def trail():
    from oneplace.web.audit.models import AuditEvent

    rows = AuditEvent.objects.order_by("pk")
    return [(row.place, row.by, row.event, row.about, row.detail) for row in rows]


def test_a_new_account_leaves_what_was_done_in_its_order(ready_store):
    appoint()
    assert trail() == [
        (world.ID, "alice", "account_made", "bob", ""),
        (world.ID, "alice", "password_set", "bob", ""),
        (world.ID, "alice", "role_given", "bob", "board"),
    ]


def test_a_new_password_alone_is_told_as_that_alone(ready_store):
    appoint()
    appoint(password="a short and noisy brook")
    assert [event for _place, _by, event, *_rest in trail()[3:]] == ["password_set"]


def test_who_leaves_loses_every_role_here_and_none_elsewhere_and_the_trail_says_so(ready_store):
    from oneplace.web.accounts.models import RoleGiven

    appoint()
    user = appoint(role="planner")
    RoleGiven.objects.create(user=user, role="board", place="elsewhere")
    appoint("carol")
    before = len(trail())
    assert dismiss() == ["board", "planner"]
    assert trail()[before:] == [(world.ID, "alice", "role_taken", "bob", role) for role in ("board", "planner")]
    left = set(RoleGiven.objects.values_list("user__username", "place"))
    assert left == {("bob", "elsewhere"), ("carol", world.ID)}
    assert dismiss() == dismiss("nobody") == []
    assert len(trail()) == before + 2


def test_an_open_session_may_do_nothing_from_the_moment_its_owner_is_dismissed(signed_in, serving):
    serving("full")
    alice = signed_in("alice")
    assert alice.get("/board").status_code == 200
    dismiss("alice")
    assert alice.get("/board").status_code == 403


def test_no_password_stands_in_the_trail(ready_store):
    user = appoint()
    assert QUIET not in str(trail())
    assert user.password not in str(trail())


def test_a_password_that_is_easily_guessed_changes_nothing_and_leaves_nothing(ready_store):
    from django.core.exceptions import ValidationError

    from oneplace.web.accounts.models import User

    for easy in ("bobbobbob", "password1", "1029384756", "short"):
        with pytest.raises(ValidationError):
            appoint("bobbobbob", password=easy)
    assert not User.objects.exists()
    assert trail() == []


def test_what_fails_after_the_mark_takes_the_mark_with_it(ready_store, monkeypatch):
    from oneplace.web.accounts.models import RoleGiven, User

    def broken(**_values):
        raise RuntimeError

    monkeypatch.setattr(RoleGiven.objects, "get_or_create", broken)
    with pytest.raises(RuntimeError):
        appoint()
    assert trail() == []
    assert not User.objects.exists()


COLUMNS = "(id, at, place, by, event, about, detail)"
ROWS = f"{COLUMNS} SELECT id, at, place, 'nobody', event, about, detail FROM audit_auditevent"
REPLACING = {
    "sqlite": f"INSERT OR REPLACE INTO audit_auditevent {ROWS}",
    "postgresql": f"INSERT INTO audit_auditevent {ROWS} ON CONFLICT (id) DO UPDATE SET by = excluded.by",
}


@pytest.mark.parametrize(
    "change", ["UPDATE audit_auditevent SET by = 'nobody'", "DELETE FROM audit_auditevent", REPLACING]
)
def test_the_database_refuses_to_change_or_remove_a_row(change, ready_store):
    from django.db import IntegrityError, connection, transaction

    appoint()
    before = trail()
    said = change if isinstance(change, str) else change[connection.vendor]
    with pytest.raises(IntegrityError, match="only ever added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(said)
    assert trail() == before


def test_a_saved_pack_is_told_and_a_page_that_is_shown_is_not(signed_in, serving):
    serving("full")
    alice = signed_in("alice")
    before = len(trail())
    assert alice.get(f"/board/packs/{world.RUN}/html/index.html").status_code == 200
    assert alice.get(f"/board/packs/{world.RUN}/nothing.pdf").status_code == 404
    assert len(trail()) == before
    assert alice.get(f"/board/packs/{world.RUN}/board-pack.pdf").status_code == 200
    assert trail()[before:] == [(world.ID, "alice", "pack_file_sent", f"{world.RUN}/board-pack.pdf", "")]


def test_the_command_line_is_told_by_the_machines_user(places, site):
    from oneplace.web import create_user

    create_user(places["full"], "dora-of-the-machine", QUIET, "planner")
    told = [(by, event) for _place, by, event, about, _detail in trail() if about == "dora-of-the-machine"]
    assert [event for _by, event in told] == ["account_made", "password_set", "role_given"]
    assert all(by.endswith("the command line") for by, _event in told)
