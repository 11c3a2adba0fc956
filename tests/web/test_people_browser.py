"""An administrator's pages and the one behind a link in a real browser: no barrier with axe, on a desk and a phone."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex

import pytest
from playwright.sync_api import Page

from tests.web import real_browser
from tests.web.test_delivery_browser import walk


@pytest.fixture(scope="module", params=[1280, 320])
def page(request, browser, site, places) -> Iterator[Page]:
    from oneplace.web import application, create_user

    create_user(places["full"], "adam-in-a-browser", "a long and quiet river", "administrator")
    with real_browser.serving(application(site)) as at:
        context = browser.new_context(
            viewport={"width": request.param, "height": 800}, base_url=at, java_script_enabled=True
        )
        opened = context.new_page()
        opened.goto("/account/sign-in")
        opened.get_by_label("Name").fill("adam-in-a-browser")
        opened.get_by_label("Password").fill("a long and quiet river")
        real_browser.follow(opened.get_by_role("button", name="Sign in"))
        opened.wait_for_url("**/account/people")
        yield opened
        context.close()


def test_an_administrator_invites_somebody_who_chooses_a_password(page):
    walk(page)
    real_browser.follow(page.get_by_role("link", name="Invite somebody"))
    walk(page)
    real_browser.follow(page.get_by_role("button", name="Invite them"))
    assert page.title().startswith("Error: ")
    walk(page)
    name = f"bea-{token_hex(4)}"
    page.get_by_label("Name to sign in with").fill(name)
    page.get_by_label("Clerk:").check()
    page.get_by_role("textbox", name="Why").fill("She is the new clerk")
    real_browser.follow(page.get_by_role("button", name="Invite them"))
    walk(page)
    link = page.get_by_role("main").locator("code").inner_text()
    real_browser.follow(page.get_by_role("link", name=f"The account of {name}"))
    walk(page)
    for words in (
        "Give and take roles",
        "Change the e-mail address",
        "Have them choose a new password",
        "Close the account",
    ):
        real_browser.follow(page.get_by_role("link", name=words))
        walk(page)
        page.go_back()
    page.goto(link.replace(link.split("/account")[0], ""))
    walk(page)
    page.get_by_label("Password", exact=True).fill("a short and noisy brook")
    page.get_by_label("The same password again").fill("a short and noisy brook")
    real_browser.follow(page.get_by_role("button", name="Save the password"))
    assert page.get_by_role("heading", level=1).inner_text() == "Your password is saved"
    walk(page)
    page.goto(link.replace(link.split("/account")[0], ""))
    assert page.get_by_role("heading", level=1).inner_text() == "This link does not work"
    walk(page)
    page.goto("/account/people")
