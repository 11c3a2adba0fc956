"""The what-if pages in a real browser: no barrier, without JavaScript, by keyboard, on a phone, on one sheet."""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page

from tests.web import real_browser

PAGES = {
    "choose": "/whatif",
    "as it is": "/whatif/steady",
    "scenario": "/whatif/steady?scenario=second_chair",
    "moved": "/whatif/desk?places.desk.capacity=3+seats",
    "mistakes": "/whatif/desk?places.desk.capacity=many&places.moon.capacity=3",
}

WIDTHS = {1280: (1000, 1280), 320: (320,)}
"""The windows to try, the one that a page is opened in last."""


@pytest.fixture(scope="module")
def address(site) -> Iterator[str]:
    from oneplace.web import application

    with real_browser.serving(application(site)) as at:
        yield at


@pytest.fixture(scope="module")
def account(places) -> tuple[str, str]:
    from oneplace.web import create_user

    create_user(places["full"], "pat", "a long and quiet river", "planner")
    return "pat", "a long and quiet river"


def sign_in(context: BrowserContext, account: tuple[str, str]) -> Page:
    page = context.new_page()
    page.goto("/account/sign-in?next=/whatif")
    page.get_by_label("Name").fill(account[0])
    page.get_by_label("Password").fill(account[1])
    real_browser.follow(page.get_by_role("button", name="Sign in"))
    page.wait_for_url("**/whatif")
    return page


@pytest.fixture(scope="module", params=WIDTHS)
def page(request, browser, address, account) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 800}, base_url=address)
    opened = sign_in(context, account)
    opened.asked = []  # type: ignore[attr-defined]
    opened.said = []  # type: ignore[attr-defined]
    opened.on("request", lambda asked: opened.asked.append(asked.url))  # type: ignore[attr-defined]
    opened.on("console", lambda line: opened.said.append(line.text))  # type: ignore[attr-defined]
    yield opened
    context.close()


FITS = "() => document.documentElement.scrollWidth <= document.documentElement.clientWidth"


@pytest.mark.parametrize("name", PAGES)
def test_no_barrier_nothing_from_others_and_nothing_wider_than_the_window(name, page, address):
    page.asked.clear()
    page.said.clear()
    page.goto(PAGES[name])
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    page.evaluate(real_browser.AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", real_browser.RULES)
    faults = [f"{item['id']}: {item['help']}: {item['nodes'][0]['html'][:200]}" for item in found["violations"]]
    assert not faults, "\n".join(faults)
    assert all(url.startswith(address) for url in page.asked)
    assert not [line for line in page.said if "Content Security Policy" in line or "Error" in line]
    assert page.viewport_size
    for width in WIDTHS[page.viewport_size["width"]]:
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_function(FITS)  # the menu is laid anew a moment after the window


@pytest.fixture(scope="module")
def plain(browser, address, account) -> Iterator[Page]:
    """A reader whose browser runs no scripts."""
    context = browser.new_context(java_script_enabled=False, base_url=address)
    yield sign_in(context, account)
    context.close()


def test_without_javascript_one_chooses_moves_a_number_and_reads_the_answer(plain):
    plain.goto("/whatif")
    real_browser.follow(plain.get_by_role("link", name="A clinic that runs like clockwork"))
    real_browser.follow(plain.get_by_role("link", name="A second chair"))
    assert plain.get_by_text("99 fewer people are turned away").is_visible()
    plain.get_by_role("textbox", name="Capacity").fill("3")
    real_browser.follow(plain.get_by_role("button", name="See the difference"))
    assert "scenario=second_chair" in plain.url
    assert "places.clinic.capacity=3+chairs" in plain.url
    assert plain.get_by_text("3 chairs instead of 1 chair").is_visible()
    real_browser.follow(plain.get_by_role("link", name="Start again"))
    assert plain.url.endswith("/whatif/steady")


def test_a_mistake_is_reached_from_the_summary_by_keyboard(browser, address, account):
    context = browser.new_context(base_url=address)
    page = sign_in(context, account)
    page.goto(PAGES["mistakes"])
    assert page.evaluate("document.activeElement.className").startswith("nhsuk-error-summary")
    page.get_by_role("alert").get_by_role("link", name="Enter one, such as 2 seats").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "places.desk.capacity"
    context.close()


@pytest.mark.parametrize("name", ["as it is", "scenario", "moved"])
def test_printed_it_is_one_sheet_with_the_answer_and_without_the_form(name, browser, address, account, tmp_path):
    context = browser.new_context(base_url=address)
    page = sign_in(context, account)
    page.goto(PAGES[name])
    page.emulate_media(media="print")
    assert not page.get_by_role("button", name="See the difference").is_visible()
    assert not page.get_by_role("navigation", name="Menu").is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("table", name="The whole pathway").is_visible()
    assert page.get_by_text("Whoever opens this address").is_visible()
    page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    with pikepdf.open(tmp_path / "page.pdf") as pdf:
        assert len(pdf.pages) == 1
        left, bottom, right, top = (float(number) for number in pdf.pages[0].mediabox)
    assert (round(right - left), round(top - bottom)) in {(595, 842), (594, 841), (596, 842), (595, 841)}
    context.close()


def test_on_a_phone_a_table_is_a_list_of_rows_and_still_a_table(browser, address, account):
    context = browser.new_context(viewport={"width": 320, "height": 700}, base_url=address)
    page = sign_in(context, account)
    page.goto(PAGES["scenario"])
    table = page.get_by_role("table", name="The whole pathway")
    cells = table.get_by_role("row").filter(has_text="People turned away").get_by_role("cell")
    boxes = [cell.bounding_box() for cell in cells.all() if cell.is_visible()]
    assert len(boxes) == 4
    assert len({round(box["x"]) for box in boxes if box}) == 1, "cells stand under each other"
    assert all(box and box["x"] >= 0 and box["x"] + box["width"] <= 320 for box in boxes)
    context.close()
