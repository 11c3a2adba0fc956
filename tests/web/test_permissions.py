"""Who may do what: one function decides and says why; roles are codes; a role holds at its own place."""

from __future__ import annotations

import re

import pytest

from tests.web import world

PLANNING, BOARDING = ("ask", "what_if"), ("read", "board")
# action and resource: (a visitor, no role, a planner, a board member, a lead, a clerk, an administrator, an analyst,
# a link reviewer)
POLICY = {
    ("read", "board"): (False, False, False, True, False, False, False, False, False),
    ("read", "pack"): (False, False, False, True, False, False, False, False, False),
    ("ask", "what_if"): (False, False, True, True, False, False, False, False, False),
    ("read", "explore"): (False, False, True, True, False, False, False, True, False),
    ("read", "feedback"): (False, False, True, False, False, False, False, False, False),
    ("read", "delivery"): (False, False, False, True, True, True, False, False, False),
    ("record", "plans"): (False, False, False, False, True, False, False, False, False),
    ("record", "actions"): (False, False, False, False, True, True, False, False, False),
    ("record", "decisions"): (False, False, False, False, True, True, False, False, False),
    ("record", "meetings"): (False, False, False, False, False, True, False, False, False),
    ("read", "papers"): (False, False, False, True, False, True, False, False, False),
    ("read", "exempt"): (False, False, False, True, True, True, False, False, False),
    ("record", "papers"): (False, False, False, False, False, True, False, False, False),
    ("publish", "papers"): (False, False, False, False, False, True, False, False, False),
    ("record", "links"): (False, False, False, False, False, False, False, False, True),
    ("manage", "accounts"): (False, False, False, False, False, False, True, False, False),
    ("use", "own_account"): (False, True, True, True, True, True, True, True, True),
    ("read", "what_if"): (False,) * 9,
    ("ask", "board"): (False,) * 9,
    ("manage", "plans"): (False,) * 9,
}


def cast(site):
    from oneplace.web.accounts.permissions import Actor
    from oneplace.web.accounts.roles import Role

    alone = (Role.PLANNER, Role.BOARD, Role.LEAD, Role.CLERK, Role.ADMINISTRATOR, Role.ANALYST, Role.LINKER)
    held = ((), *((role,) for role in alone))
    return [None, *(Actor("somebody", world.ID, frozenset(roles)) for roles in held)]


@pytest.mark.parametrize("asked", POLICY)
def test_the_policy_is_what_this_table_says(asked, site):
    from oneplace.web.accounts.permissions import Action, Resource, may

    decided = [may(actor, Action(asked[0]), Resource(asked[1])) for actor in cast(site)]
    assert tuple(decision.allowed for decision in decided) == POLICY[asked]
    assert all(decision.because.endswith(".") for decision in decided)


def test_every_grant_stands_in_the_table(site):
    from oneplace.web.accounts.permissions import GRANTS, OF_EVERY_ACCOUNT

    granted = {(wanted.action.value, wanted.resource.value) for wanted in (*GRANTS, *OF_EVERY_ACCOUNT)}
    assert granted == {asked for asked, answers in POLICY.items() if any(answers)}


@pytest.mark.parametrize(
    ("who", "asked", "because"),
    [
        (0, BOARDING, "You are not signed in."),
        (1, BOARDING, "It takes the role: Board member."),
        (1, PLANNING, "It takes the role: Board member or Planner."),
        (2, PLANNING, "You have the role: Planner."),
        (3, PLANNING, "You have the role: Board member."),
        (3, ("ask", "board"), "No role allows it."),
        (1, ("use", "own_account"), "Every account may."),
    ],
)
def test_the_reason_names_what_decided(who, asked, because, site):
    from oneplace.web.accounts.permissions import Action, Resource, may

    assert may(cast(site)[who], Action(asked[0]), Resource(asked[1])).because == because


def test_codes_are_what_stores_hold(site):
    from oneplace.web.accounts.roles import WORDS, Role
    from oneplace.web.audit.trail import Event

    codes = {"board", "planner", "lead", "clerk", "administrator", "analyst", "linker"}
    assert {role.value for role in Role} == set(WORDS) == codes
    assert {event.value for event in Event} == {
        "account_made",
        "password_set",
        "role_given",
        "role_taken",
        "seats_set",
        "pack_file_sent",
        "identities_seen",
        "link_answered",
        "delivery_recorded",
        "delivery_imported",
        "link_made",
        "account_closed",
        "account_opened",
        "email_set",
        "paper_sent",
        "diary_made",
        "diary_ended",
        "exempt_refused",
    }


def given_an_account(name, *roles, place=world.ID):
    from oneplace.web.accounts.models import RoleGiven, User

    user = User.objects.create(username=name)
    for role in roles:
        RoleGiven.objects.create(user=user, role=role, place=place)
    return user


def test_other_words_for_a_role_lose_nobody(ready_store, monkeypatch):
    from oneplace.web.accounts import roles
    from oneplace.web.accounts.actors import actor

    alice = given_an_account("alice", "board")
    monkeypatch.setitem(roles.WORDS, roles.Role.BOARD, roles.Words("Governor", "Governs.", "board:overview"))
    assert actor(alice, world.ID).roles == {roles.Role.BOARD}


def test_a_role_at_one_place_is_none_at_another_in_the_same_store(ready_store):
    from oneplace.web.accounts.actors import actor
    from oneplace.web.accounts.roles import Role

    alice = given_an_account("alice", "board", place="elsewhere")
    assert actor(alice, world.ID).roles == frozenset()
    assert actor(alice, "elsewhere").roles == {Role.BOARD}


def test_who_was_shut_out_and_a_role_that_is_no_more_count_for_nothing(ready_store):
    from oneplace.web.accounts.actors import actor

    bob = given_an_account("bob", "board")
    bob.is_active = False
    assert actor(bob, world.ID) is None
    assert actor(given_an_account("charlie", "king"), world.ID).roles == frozenset()


def test_a_role_is_held_once(ready_store):
    from django.db import IntegrityError

    from oneplace.web.accounts.models import RoleGiven

    alice = given_an_account("alice", "board")
    with pytest.raises(IntegrityError):
        RoleGiven.objects.create(user=alice, role="board", place=world.ID)


def test_a_page_that_does_not_say_what_it_needs_is_refused_even_to_the_board(signed_in, serving):
    from django.core.exceptions import PermissionDenied
    from django.test import RequestFactory

    from oneplace.web.accounts.guard import PermissionMiddleware
    from oneplace.web.accounts.models import User

    serving("full")
    signed_in("alice")
    request = RequestFactory().get("/new")
    request.user = User.objects.get(username="alice")
    with pytest.raises(PermissionDenied):
        PermissionMiddleware(lambda request: None).process_view(request, lambda request: None, (), {})


def test_a_refused_page_says_which_role_it_takes(signed_in, serving):
    serving("full")
    assert "It takes the role: Board member." in signed_in("paul").get("/board").content.decode()


@pytest.mark.parametrize(
    ("name", "answers"),
    [
        ("charlie", ["No."] * 16),
        ("paul", ["No.", "No.", *["Yes."] * 3, *["No."] * 11]),
        ("alice", [*["Yes."] * 4, "No.", "Yes.", *["No."] * 3, "Yes.", "Yes.", *["No."] * 5]),
        ("lena", [*["No."] * 5, *["Yes."] * 3, "No.", "No.", "Yes.", "No.", "No.", "Yes.", "No.", "No."]),
        ("clare", [*["No."] * 5, "Yes.", "No.", *["Yes."] * 7, "No.", "No."]),
        ("adam", [*["No."] * 15, "Yes."]),
        ("anna", [*["No."] * 3, "Yes.", *["No."] * 12]),
        ("lin", [*["No."] * 14, "Yes.", "No."]),
    ],
)
def test_the_account_page_tells_what_one_may_do_and_why(name, answers, signed_in, serving):
    serving("full")
    html = signed_in(name).get("/account").content.decode()
    assert re.findall(r"<dd[^>]*>(Yes\.|No\.) (?:You have|It takes) the role:", html) == answers


@pytest.mark.parametrize(
    ("name", "seen", "hidden"),
    [
        ("charlie", ["Gaps"], ["Board", "What if?"]),
        ("paul", ["Gaps", "What if?"], ["Board"]),
        ("alice", ["Gaps", "What if?", "Board"], []),
    ],
)
def test_the_menu_leads_nobody_to_a_page_that_they_may_not_open(name, seen, hidden, signed_in, serving):
    serving("full")
    html = signed_in(name).get("/").content.decode()
    menu = re.findall(r'nhsuk-header__navigation-link" href="[^"]+"[^>]*>([^<]+)</a>', html)
    assert set(seen) <= set(menu)
    assert not set(hidden) & set(menu)


def test_pages_are_found_by_those_who_may_open_them(visitor, signed_in, serving):
    serving("full")
    asked = "/search?q=simulation"
    found = {
        name: 'href="/whatif"' in client.get(asked).content.decode().split("<main")[1].split("</main>")[0]
        for name, client in {"visitor": visitor, **{name: signed_in(name) for name in ("charlie", "paul")}}.items()
    }
    assert found == {"visitor": False, "charlie": False, "paul": True}
