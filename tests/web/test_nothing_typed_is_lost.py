"""Whoever is signed out while they write, or loses their role, reads that nothing was saved, and what they typed."""

from __future__ import annotations

import html

import pytest

from tests.web import world
from tests.web.test_delivery import emptied  # noqa: F401

FORM = "/delivery/add/decision"
TYPED = {"text": "Pay for <two> advisers\nand a room", "body": "hwb", "after": "", "seen": "0"}
OURS = {"sec-fetch-site": "same-origin"}


def told(answered) -> str:
    return html.unescape(answered.content.decode())


def test_a_session_that_ended_loses_no_text(signed_in, serving, emptied):  # noqa: F811
    serving("full")
    client = signed_in("clare")
    client.logout()
    answered = client.post(FORM, TYPED, headers=OURS)
    assert answered.status_code == 403
    for words in (
        "You were signed out",
        "Nothing was saved.",
        "readonly>Pay for <two> advisers\nand a room</textarea>",
    ):
        assert words in told(answered)
    assert f'href="/account/sign-in?next={FORM.replace("/", "%2F")}"' in told(answered)
    assert "no-store" in answered.headers["Cache-Control"]
    assert client.get(FORM).status_code == 302, "whoever reads is asked to sign in, as ever"


def test_a_role_that_was_taken_meanwhile_loses_no_text(signed_in, serving, emptied):  # noqa: F811
    from oneplace.web.accounts.actions import dismiss

    serving("full")
    client = signed_in("clare")
    dismiss(name="clare", place=world.ID, by="tests")
    answered = client.post(FORM, TYPED, headers=OURS)
    assert answered.status_code == 403
    assert "Nothing was saved." in told(answered)
    assert "and a room</textarea>" in told(answered)


def test_a_form_that_expired_loses_no_text(site, serving):
    from django.test import Client

    serving("full")
    answered = Client(enforce_csrf_checks=True).post(FORM, TYPED, headers=OURS)
    assert "This form has expired" in told(answered)
    assert "and a room</textarea>" in told(answered)


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}])
def test_what_another_site_sent_is_not_shown(headers, site, serving):
    from django.test import Client

    serving("full")
    answered = Client(enforce_csrf_checks=True).post(FORM, TYPED, headers=headers)
    assert "advisers" not in told(answered)


def test_no_password_and_no_token_is_shown(visitor, serving):
    serving("full")
    sent = TYPED | {"password": "correct horse", "new_password2": "correct horse", "csrfmiddlewaretoken": "t" * 64}
    answered = visitor.post(FORM, sent, headers=OURS)
    assert "correct horse" not in told(answered)
    assert "tttt" not in told(answered)


def test_a_file_that_was_sent_is_not_shown(visitor, serving):
    from django.core.files.uploadedfile import SimpleUploadedFile

    serving("full")
    answered = visitor.post(
        "/meetings/papers/add", {"file": SimpleUploadedFile("a.txt", b"KANARIENVOGEL")}, headers=OURS
    )
    assert answered.status_code == 403
    assert "KANARIENVOGEL" not in told(answered)
