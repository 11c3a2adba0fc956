"""Signing in and out: the same words for every mistake, a lock after five, an end after a working day."""

from __future__ import annotations

import stat
from time import time

import pytest

from tests.web import world

RIGHT = {"username": "alice", "password": "a long and quiet river"}


@pytest.fixture
def form(site, signed_in):
    """Sends the form from an address of its own, so that one test's failures don't lock another out."""
    from django.test import Client

    from oneplace.web.accounts import throttle

    signed_in("alice")
    throttle.forget()
    client = Client()

    def send(**values: str):
        return client.post("/account/sign-in", RIGHT | values)

    send.client = client
    return send


def test_alice_signs_in_and_reads_the_board(form, serving):
    serving("full")
    response = form(next="/board")
    assert response["Location"] == "/board"
    assert form.client.get("/board").status_code == 200


@pytest.mark.parametrize(
    ("roles", "starts_at"),
    [(["board"], "/board"), (["planner"], "/whatif"), (["board", "planner"], "/account"), ([], "/account")],
)
def test_without_a_next_page_everybody_starts_where_they_may(roles, starts_at, ready_store, serving):
    from django.test import Client

    from oneplace.web.accounts.models import RoleGiven, User

    serving("full")
    bob = User.objects.create(username="bob")
    bob.set_password(RIGHT["password"])
    bob.save()
    for role in roles:
        RoleGiven.objects.create(user=bob, role=role, place=world.ID)
    client = Client()
    response = client.post("/account/sign-in", RIGHT | {"username": "bob"})
    assert response["Location"] == starts_at
    assert client.get(starts_at).status_code == 200
    assert client.get("/account/sign-in")["Location"] == starts_at


def test_the_token_of_the_forms_ends_with_the_browser(form):
    cookie = form.client.get("/account/sign-in").cookies["csrftoken"]
    assert cookie["max-age"] == ""
    assert cookie["expires"] == ""


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(form, elsewhere):
    assert form(next=elsewhere)["Location"] == "/board"


def test_a_wrong_name_and_a_wrong_password_read_alike(form):
    name, password = form(username="nobody").content.decode(), form(password="wrong").content.decode()
    assert "Enter the name and password of your account" in name
    assert "Error: Sign in" in name
    for words in (name, password):
        assert 'href="#username"' in words
    assert name.count("nhsuk-error-message") == password.count("nhsuk-error-message") == 1


def test_empty_fields_are_named(form):
    html = form(username="", password="").content.decode()
    assert html.count("Enter your name") == 2
    assert html.count("Enter your password") == 2


def test_the_password_is_never_sent_back(form):
    assert "s3cret-typed" not in form(password="s3cret-typed").content.decode()


def test_signing_out_needs_a_form_and_ends_the_session(form, serving):
    serving("full")
    form()
    assert form.client.get("/account/sign-out").status_code == 405
    assert form.client.post("/account/sign-out")["Location"] == "/"
    assert form.client.get("/board").status_code == 302


def test_a_session_ends_after_a_working_day(form, serving):
    serving("full")
    form()
    session = form.client.session
    session["signed_in_at"] = time() - 12 * 3600 - 1
    session.save()
    assert form.client.get("/board").status_code == 302


def test_an_idle_session_ends_after_half_an_hour(form):
    form()
    assert form.client.session.get_expiry_age() == 30 * 60


def test_the_session_is_renamed_on_signing_in(form):
    form.client.get("/account/sign-in")
    before = form.client.cookies.get("sessionid")
    form()
    after = form.client.cookies["sessionid"]
    assert before is None or before.value != after.value
    assert after["httponly"]
    assert after["samesite"] == "Lax"


def test_the_form_is_refused_without_its_token(site, serving):
    from django.test import Client

    serving("full")
    response = Client(enforce_csrf_checks=True).post("/account/sign-in", RIGHT)
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_the_account_page_tells_what_a_role_allows(signed_in):
    assert "Reads the board’s page" in signed_in("alice").get("/account").content.decode().replace("&#39;", "’")
    assert "No role has been given to you yet" in signed_in("charlie").get("/account").content.decode()


def test_the_demo_user_gets_a_new_password_each_time(places):
    from oneplace.web import create_demo_user

    first, second = create_demo_user(places["full"]), create_demo_user(places["full"])
    assert first[0] == second[0] == "board"
    assert first[1] != second[1]
    assert len(first[1]) >= 12


def test_an_account_gets_the_role_that_is_named_and_no_other(places):
    from oneplace.problems import OneplaceError
    from oneplace.web import create_user
    from oneplace.web.accounts.actors import actor
    from oneplace.web.accounts.models import User
    from oneplace.web.accounts.roles import Role

    create_user(places["full"], "petra", "a long and quiet river", "planner")
    assert actor(User.objects.get(username="petra"), world.ID).roles == {Role.PLANNER}
    with pytest.raises(OneplaceError, match="The roles are: board, planner"):
        create_user(places["full"], "petra", "a long and quiet river", "king")


def test_the_store_of_accounts_is_its_owners_alone(places):
    folder = places["full"] / "var"
    stores = [folder, *folder.glob("web.sqlite3*")]
    assert folder / "web.sqlite3" in stores
    assert [path.name for path in stores if stat.S_IMODE(path.stat().st_mode) & 0o077] == []
