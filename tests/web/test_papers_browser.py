"""A clerk's pages of papers in a real browser: no barrier with axe, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex

import pytest
from playwright.sync_api import Page

from tests.web import real_browser
from tests.web.test_delivery_browser import walk
from tests.web.test_taking import word


@pytest.fixture(params=[(1280, True), (320, False)])
def page(request, browser, site, places) -> Iterator[Page]:
    """A clerk who signed in, on a desk, and on a phone without scripts."""
    from oneplace.web import application, create_user

    width, scripts = request.param
    create_user(places["full"], "clerk-in-a-browser", "a long and quiet river", "clerk")
    with real_browser.serving(application(site)) as at:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, base_url=at, java_script_enabled=scripts
        )
        opened = context.new_page()
        opened.goto("/account/sign-in")
        opened.get_by_label("Name").fill("clerk-in-a-browser")
        opened.get_by_label("Password").fill("a long and quiet river")
        real_browser.follow(opened.get_by_role("button", name="Sign in"))
        opened.wait_for_url("**/delivery")
        opened.seen = walk if scripts else fits
        yield opened
        context.close()


def fits(page: Page) -> None:
    """No sideways scrolling; axe needs scripts, so the desk's pages are the ones that it reads."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_clerk_uploads_looks_and_marks_a_paper_public(page):
    page.goto("/meetings/papers")
    page.seen(page)
    real_browser.follow(page.get_by_role("link", name="Upload a paper"))
    page.seen(page)
    real_browser.follow(page.get_by_role("button", name="Upload it"))
    assert page.title().startswith("Error: ")
    page.seen(page)
    title = f"Paper {token_hex(4)}_of_the_meeting_without_a_space_in_its_whole_long_name"
    page.get_by_label("What it is about").select_option(index=1)
    page.get_by_label("What it is", exact=True).select_option("report")
    page.get_by_label("Title").fill(title)
    page.get_by_label("File").set_input_files(
        {"name": f"{'a_name_without_a_space_' * 4}.docx", "mimeType": "application/octet-stream", "buffer": word()}
    )
    real_browser.follow(page.get_by_role("button", name="Upload it"))
    assert page.get_by_role("heading", level=1).inner_text() == title
    page.seen(page)
    here = page.url
    real_browser.follow(page.get_by_role("link", name="Mark it public"))
    assert "Author in its properties: Ann Author." in page.get_by_role("main").inner_text()
    page.seen(page)
    page.get_by_label("Why").fill("The agenda is out")
    real_browser.follow(page.get_by_role("button", name="Mark it public"))
    page.goto("/papers")
    assert title in page.get_by_role("main").inner_text()
    page.seen(page)
    page.goto(f"{here}/withdrawn")
    page.get_by_label("Why").fill("A test alone")
    real_browser.follow(page.get_by_role("button", name="Withdraw it"))
    page.seen(page)
