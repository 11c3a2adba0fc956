"""What the privacy page says of cookies is what the site sets, and sign-in says truly what is open."""

from __future__ import annotations

from django.test import override_settings
from django.urls import reverse

from tests.web.test_access import DECISIONS, REFUSED, SIGN_IN


def test_each_cookie_that_signing_in_sets_is_named(visitor, signed_in, serving):
    serving("full")
    page = visitor.get("/privacy").content.decode()
    client = signed_in("alice")
    assert client.get("/account/sign-in", follow=True).status_code == 200
    assert client.get("/board").status_code == 200
    assert client.cookies
    for name in client.cookies:
        assert f"<code>{name}</code>" in page


def test_how_long_a_cookie_lasts_follows_the_settings(site):
    from oneplace.web.public.presenters.cookies import cookies

    assert [words.partition(". ")[2][:34] for _, words in cookies()] == ["It goes when the browser is closed"] * 2
    assert "signed out after 30 minutes without use, and at the latest 12 hours after signing in" in cookies()[1][1]
    with override_settings(CSRF_COOKIE_AGE=364 * 86_400, SESSION_EXPIRE_AT_BROWSER_CLOSE=False):
        assert cookies()[0][1] == "protects the forms. It lasts 364 days."
        assert cookies()[1][1].startswith("keeps you signed in. It lasts 30 minutes. ")


def test_sign_in_says_that_all_is_open_but_board_and_what_if(visitor, serving):
    """The sentence names who may read what: no other page asks a visitor to sign in."""
    serving("full")
    page = visitor.get(reverse("accounts:sign_in")).content.decode()
    assert "They can both explore any measure, and so can analysts." in page
    assert (
        "Delivery is for leads, clerks and members of the board. Some papers are not public. They are for the members "
        "and clerks of their own board or group. Doubtful links are for link reviewers. "
        "Accounts are for administrators. Everything else on this site is open to anyone." in page
    )
    shut = {name for name, (_, visitor_may, *_) in DECISIONS.items() if visitor_may in {SIGN_IN, REFUSED}}
    named = {
        name
        for name in shut
        if name.partition(":")[0] in {"board", "whatif", "explore", "delivery", "diaries", "papers", "reviewing"}
    } | {"feedback:said"}
    assert shut - named <= {name for name in shut if name.startswith("accounts:")}
