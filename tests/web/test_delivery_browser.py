"""A lead's pages in a real browser: no barrier with axe, on a desk and on a phone, without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from oneplace.delivery.happened import RULES, Kind
from tests.web import real_browser
from tests.web.test_delivery import KEEPS, SUBJECTS, emptied  # noqa: F401


@pytest.fixture(scope="module", params=[1280, 320])
def page(request, browser, site, places) -> Iterator[Page]:
    from oneplace.web import application, create_user

    create_user(places["full"], "lead-in-a-browser", "a long and quiet river", "lead")
    with real_browser.serving(application(site)) as at:
        context = browser.new_context(viewport={"width": request.param, "height": 800}, base_url=at)
        opened = context.new_page()
        opened.goto("/account/sign-in")
        opened.get_by_label("Name").fill("lead-in-a-browser")
        opened.get_by_label("Password").fill("a long and quiet river")
        real_browser.follow(opened.get_by_role("button", name="Sign in"))
        opened.wait_for_url("**/delivery")
        yield opened
        context.close()


def walk(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    page.evaluate(real_browser.AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", real_browser.RULES)
    assert not [f"{item['id']}: {item['nodes'][0]['html'][:200]}" for item in found["violations"]], page.url
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, page.url


FORMS = [
    *(f"/delivery/{kind.value}/{SUBJECTS[kind]}/{what}" for kind in SUBJECTS for what in RULES[kind] if what != "made"),
    *(f"/delivery/add/{kind.value}" for kind in Kind if kind in KEEPS["lena"] and "made" in RULES[kind]),
]


@pytest.mark.parametrize("path", ["/delivery", "/delivery/plan", "/delivery/assurance", "/delivery/risk/R1", *FORMS])
def test_axe_finds_no_barrier_in_pages_and_forms_and_their_errors(path, page):
    page.goto(path)
    walk(page)
    if path in FORMS[::6]:
        real_browser.follow(page.get_by_role("button", name="Save"))
        assert page.title().startswith("Error: ")
        walk(page)


def test_an_update_is_three_steps_and_stands_in_the_history(page, emptied):  # noqa: F811
    page.goto("/delivery/milestone/M2")
    real_browser.follow(page.get_by_role("link", name="Say how far it is"))
    page.get_by_label("How far it is").fill("The room is found.")
    real_browser.follow(page.get_by_role("button", name="Save"))
    page.wait_for_url("**/delivery/milestone/M2")
    assert "The room is found." in page.get_by_role("main").inner_text()
    walk(page)
