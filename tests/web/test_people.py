"""An administrator's pages: invite, give and take roles, links, close, open again; each on the trail, none too many."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest

from tests.web import world

QUIET = "a long and quiet river"
OTHER = "a short and noisy brook"


def by(name="adam", why="She joins", place=world.ID):
    from oneplace.web.accounts.keeping import By

    return By(name, place, why)


def role(*codes):
    from oneplace.web.accounts.roles import Role

    return [Role(code) for code in codes]


def invited(name="bob", email="", roles=("lead",)):
    from oneplace.web.accounts.keeping import invite

    return invite(name=name, email=email, roles=role(*roles), by=by())


def administrator(name="adam"):
    from oneplace.web.accounts.actions import appoint

    return appoint(name=name, password=QUIET, role=role("administrator")[0], place=world.ID, by="tests")


def trail(name):
    from oneplace.web.audit.models import AuditEvent

    rows = AuditEvent.objects.filter(about=name).order_by("pk")
    return [(row.by, row.event, row.why, row.before, row.after) for row in rows]


@pytest.fixture
def adam(ready_store, serving):
    """A browser of the one administrator, in a store of its own."""
    from django.test import Client

    from oneplace.web.accounts import throttle

    throttle.forget()
    serving("full")
    client = Client()
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client, path, **said):
    form = client.get(path).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', form)
    return client.post(path, {"why": "Because", **({"seen": seen.group(1)} if seen else {}), **said})


def link_in(response):
    return re.search(r"<code>http://testserver(/account/link/[\w-]+)</code>", response.content.decode()).group(1)


def key(name):
    from oneplace.web.accounts.models import User

    return User.objects.get(username=name).pk


def test_the_way_of_an_account_from_the_invitation_to_the_end(adam):
    from django.test import Client

    path = link_in(adam.post("/account/people/invite", {"name": "bob", "roles": ["lead", "clerk"], "why": "She joins"}))
    bob = Client()
    assert bob.get(path).status_code == bob.get(path).status_code == 200  # looking spends nothing
    assert "Your password is saved" in bob.post(path, {"password": QUIET, "again": QUIET}).content.decode()
    assert bob.get(path).status_code == 404
    assert bob.post("/account/sign-in", {"username": "bob", "password": QUIET})["Location"] == "/account"
    assert bob.get("/delivery").status_code == 200
    here = f"/account/people/{key('bob')}"
    assert send(adam, f"{here}/roles", roles=["planner"], why="Other work")["Location"] == here
    assert bob.get("/delivery").status_code == 403
    assert bob.get("/whatif").status_code == 200
    assert send(adam, f"{here}/close", why="She left")["Location"] == here
    assert bob.get("/whatif").status_code == 302
    assert bob.post("/account/sign-in", {"username": "bob", "password": QUIET}).status_code == 200
    again = link_in(send(adam, f"{here}/reopen", why="Back"))
    assert bob.get("/whatif").status_code == 302  # no session of before comes back
    bob.post(again, {"password": OTHER, "again": OTHER})
    assert bob.post("/account/sign-in", {"username": "bob", "password": OTHER})["Location"] == "/whatif"
    html = adam.get(here).content.decode()
    for words in (
        "She joins",
        "Other work",
        "She left",
        "closed (before: open)",
        "planner, lead, clerk (before: lead, clerk)",
    ):
        assert words in html
    assert [row for row in trail("bob") if row[1] == "role_taken"] == [
        ("adam", "role_taken", "Other work", "planner, lead, clerk", "planner, clerk"),
        ("adam", "role_taken", "Other work", "planner, clerk", "planner"),
    ]


def test_an_invitation_that_ran_out_says_so_to_whoever_can_make_another(adam):
    from datetime import timedelta

    from django.utils import timezone

    from oneplace.web.accounts.models import OneTimeLink

    adam.post("/account/people/invite", {"name": "olga", "roles": ["lead"], "why": "She joins"})
    here = f"/account/people/{key('olga')}"
    assert "Link ran out" not in adam.get(here).content.decode()
    OneTimeLink.objects.filter(user__username="olga").update(expires=timezone.now() - timedelta(seconds=1))
    assert "Link ran out" in adam.get(here).content.decode()
    link_in(send(adam, f"{here}/link"))
    assert "Link ran out" not in adam.get(here).content.decode()


def test_the_store_never_holds_a_link_nor_the_trail_a_password(ready_store):
    from django.core import serializers

    from oneplace.web import backup

    _user, token = invited()
    held = "".join(serializers.serialize("json", model._default_manager.all()) for model in backup._models())
    assert token not in held
    assert QUIET not in held


@pytest.mark.parametrize("spoilt", ["nothing", "x" * 3000, "ü"])
def test_every_link_that_does_not_work_reads_alike(spoilt, adam, ready_store):
    from django.utils import timezone

    from oneplace.web.accounts import links, throttle
    from oneplace.web.accounts.models import OneTimeLink

    user, first = invited()
    newer = links.make(user, world.ID)
    OneTimeLink.objects.filter(user=user).update(expires=timezone.now() - timedelta(seconds=1))
    pages = []
    for token in (spoilt, first, newer):
        throttle.forget()
        answered = adam.get(f"/account/link/{token}")
        assert answered.status_code == 404
        pages.append(re.sub(r"/account/link/[^\"]+", "", answered.content.decode()))
    assert len(set(pages)) == 1
    assert "bob" not in pages[0]


def test_whoever_guesses_links_has_to_wait(adam):
    answers = [adam.get(f"/account/link/{number}").status_code for number in range(6)]
    assert answers == [404] * 5 + [429]
    assert adam.get(f"/account/link/{invited()[1]}").status_code == 200  # whoever holds one sits beside them


@pytest.mark.parametrize(("password", "again", "told"), [
    ("short", "short", "too short"),
    ("1029384756", "1029384756", "numeric"),
    (QUIET, OTHER, "The two are not the same"),
    ("bobbobbob", "bobbobbob", "too similar"),
])  # fmt: skip
def test_a_password_that_is_refused_spends_nothing_and_is_not_sent_back(password, again, told, adam):
    user, token = invited("bobbobbob")
    answered = adam.post(f"/account/link/{token}", {"password": password, "again": again})
    html = answered.content.decode()
    assert answered.status_code == 400
    assert told in html
    assert f'value="{password}"' not in html
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert adam.get(f"/account/link/{token}").status_code == 200


def test_a_new_password_ends_every_session_and_a_link_alone_ends_none(adam, signed_in):
    from oneplace.web.accounts.keeping import make_link
    from oneplace.web.accounts.models import User

    lena = signed_in("lena")
    token = make_link(user=User.objects.get(username="lena"), by=by())
    assert lena.get("/delivery").status_code == 200
    lena.post(f"/account/link/{token}", {"password": OTHER, "again": OTHER})
    assert lena.get("/delivery").status_code == 302


@pytest.mark.parametrize("what", ["close", "roles"])
def test_the_last_administrator_who_can_sign_in_stays(what, adam):
    here = f"/account/people/{key('adam')}/{what}"
    invited("carol", roles=("administrator",))  # who has no password yet, so can't help anybody
    answered = send(adam, here)
    assert answered.status_code == 400
    assert "the last administrator" in answered.content.decode()
    administrator("dora")
    assert send(adam, here).status_code == 302
    assert adam.get("/account/people").status_code in (302, 403)


def test_two_who_change_one_account_see_it(adam):
    user, _token = invited()
    form = adam.get(f"/account/people/{user.pk}/roles").content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', form).group(1)
    assert send(adam, f"/account/people/{user.pk}/roles", roles=["clerk"]).status_code == 302
    late = adam.post(f"/account/people/{user.pk}/roles", {"roles": ["lead"], "why": "Mine", "seen": seen})
    assert late.status_code == 409
    assert "Somebody changed this account meanwhile" in late.content.decode()
    assert [row[4] for row in trail("bob") if row[1] == "role_taken"] == ["clerk"]


def test_an_account_of_two_places_is_not_one_places_to_take_over(adam):
    from oneplace.web.accounts.models import RoleGiven

    user, _token = invited(roles=("lead",))
    RoleGiven.objects.create(user=user, role="administrator", place="elsewhere")
    for what in ("link", "close", "email"):
        answered = send(adam, f"/account/people/{user.pk}/{what}", email="me@evil.example")
        assert answered.status_code == 400
        assert "another place" in answered.content.decode()
    assert send(adam, f"/account/people/{user.pk}/roles", roles=[]).status_code == 302
    assert list(user.roles_given.values_list("place", flat=True)) == ["elsewhere"]


def test_who_is_another_places_alone_is_not_found(adam):
    from oneplace.web.accounts.models import RoleGiven, User

    eve = User.objects.create(username="eve")
    RoleGiven.objects.create(user=eve, role="lead", place="elsewhere")
    assert "eve" not in adam.get("/account/people").content.decode()
    for path in (f"{eve.pk}", f"{eve.pk}/close", "99999", f"{key('adam')}/unheard"):
        assert adam.get(f"/account/people/{path}").status_code == 404


@pytest.mark.parametrize(("said", "told"), [
    ({"name": ""}, "2 to 150 letters"),
    ({"name": "the command line"}, "2 to 150 letters"),
    ({"name": "ADAM"}, "an account of this name already"),
    ({"name": "bob", "why": " "}, "Say why"),
    ({"name": "bob", "email": "bob@"}, "Write an e-mail address"),
    ({"name": "bob", "email": "bob@x.example\nBcc: all@x.example"}, "Write an e-mail address"),
])  # fmt: skip
def test_what_is_wrong_is_told_and_makes_no_account(said, told, adam):
    from oneplace.web.accounts.models import User

    answered = adam.post("/account/people/invite", {"why": "She joins", **said})
    assert answered.status_code == 400
    assert told in answered.content.decode()
    assert list(User.objects.values_list("username", flat=True)) == ["adam"]


def test_a_link_goes_by_e_mail_where_it_can_and_is_else_shown(adam, settings_of_mail):
    from django.core import mail

    shown = adam.post("/account/people/invite", {"name": "bob", "email": "bob@x.example", "why": "She joins"})
    assert "<code>" not in shown.content.decode()
    assert [one.to for one in mail.outbox] == [["bob@x.example"]]
    path = re.search(r"http://testserver(/account/link/[\w-]+)", mail.outbox[0].body).group(1)
    assert adam.get(path).status_code == 200
    assert link_in(adam.post("/account/people/invite", {"name": "carol", "why": "She joins"}))


def test_a_server_for_mail_that_fails_is_told_and_the_link_shown(adam, settings_of_mail, monkeypatch):
    from django.core.mail.backends import locmem

    def broken(*_anything):
        raise ConnectionRefusedError

    monkeypatch.setattr(locmem.EmailBackend, "send_messages", broken)
    shown = adam.post("/account/people/invite", {"name": "bob", "email": "bob@x.example", "why": "She joins"})
    assert "could not be sent" in shown.content.decode()
    assert link_in(shown)


@pytest.fixture
def settings_of_mail(site):
    """A place that can send e-mail, into this process."""
    from django.core import mail
    from django.test import override_settings

    with override_settings(ONEPLACE_MAILS=True, DEFAULT_FROM_EMAIL="oneplace@x.example"):
        mail.outbox.clear()
        yield


def test_the_forms_are_refused_without_their_token(adam):
    from django.test import Client

    user, token = invited()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = adam.cookies
    for path in ("/account/people/invite", f"/account/people/{user.pk}/close", f"/account/link/{token}"):
        assert strict.post(path, {"why": "x"}).status_code == 403


def test_the_command_line_opens_what_was_closed(ready_store):
    from oneplace.web.accounts.keeping import close

    administrator()
    dora = administrator("dora")
    close(user=dora, by=by())
    assert administrator("dora").is_active
    assert ("tests", "account_opened", None, "closed", "open") in trail("dora")


@pytest.mark.parametrize("where", ["invite", "roles"])
def test_a_role_that_there_is_not_is_refused_in_words_and_nothing_is_done(where, adam):
    from oneplace.web.accounts.keeping import roles_of
    from oneplace.web.accounts.models import User

    if where == "invite":
        answered = adam.post("/account/people/invite", {"name": "bob", "roles": ["lead", "owner"], "why": "She joins"})
        assert not User.objects.filter(username="bob").exists()
    else:
        user, _token = invited()
        answered = send(adam, f"/account/people/{user.pk}/roles", roles=["board", "owner"])
        assert roles_of(user, world.ID) == role("lead")
    assert answered.status_code == 400
    assert "There is no role “owner”. Choose from the list." in answered.content.decode()


@pytest.mark.parametrize(
    ("name", "why", "told"),
    [
        ("b", "x", "2 to 150 letters"),
        ("b" * 151, "x", "2 to 150 letters"),
        ("bob smith", "x", "without a space"),
        ("bob\0", "x", "without a space"),
        ("bob\u202e", "x", "without a space"),
        ("<b>bob", "x", "without a space"),
        ("ADAM", "x", "an account of this name already"),
        ("bob", "\0\u202e ", "Say why."),
        ("bob", "x" * 2001, "at most 2,000"),
    ],
)
def test_names_and_notes_have_their_limits_and_signs(name, why, told, adam):
    answered = adam.post("/account/people/invite", {"name": name, "roles": ["lead"], "why": why})
    assert answered.status_code == 400
    assert told in html.unescape(answered.content.decode())


def test_a_note_is_kept_without_signs_that_nobody_sees(adam):
    adam.post("/account/people/invite", {"name": "bob", "roles": ["lead"], "why": "She\0 joins\u202e\r\nin May"})
    assert trail("bob")[0][2] == "She joins\nin May"


@pytest.mark.parametrize("name", ["bob smith", "b", "Adam", "bob\u202e"])
def test_the_command_line_makes_no_account_by_a_name_that_the_site_refuses(name, adam):
    from django.core.exceptions import ValidationError

    from oneplace.web.accounts.actions import appoint

    with pytest.raises(ValidationError):
        appoint(name=name, password=QUIET, role=role("lead")[0], place=world.ID, by="tests")


def test_several_roles_are_given_at_once_and_where_one_is_none_no_other_is(site, places):
    from oneplace.problems import OneplaceError
    from oneplace.web import create_user
    from oneplace.web.accounts.models import RoleGiven

    def held(name):
        return sorted(RoleGiven.objects.filter(user__username=name).values_list("role", flat=True))

    create_user(places["full"], "of-two-roles", "a long and quiet river", "lead", "clerk", "lead")
    assert held("of-two-roles") == ["clerk", "lead"]
    with pytest.raises(OneplaceError, match="knows no role 'leads'"):
        create_user(places["full"], "of-none", "a long and quiet river", "clerk", "leads")
    assert held("of-none") == []
