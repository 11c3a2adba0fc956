"""In a real browser: no barrier that axe-core can find, by keyboard alone, without JavaScript, on a phone, printed."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route

from tests.web import addresses, real_browser

WIDTHS = {"desktop": 1280, "phone": 320}


@pytest.fixture(scope="module")
def address(site) -> Iterator[str]:
    from oneplace.web import application

    with real_browser.serving(application(site)) as at:
        yield at


@pytest.fixture(scope="module", params=WIDTHS)
def page(request, browser, address, signed_in_name) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": WIDTHS[request.param], "height": 800}, base_url=address)
    opened = context.new_page()
    opened.asked = []  # type: ignore[attr-defined]
    opened.said = []  # type: ignore[attr-defined]
    opened.on("request", lambda asked: opened.asked.append(asked.url))  # type: ignore[attr-defined]
    opened.on("console", lambda line: opened.said.append(line.text))  # type: ignore[attr-defined]
    opened.goto("/account/sign-in")
    opened.get_by_label("Name").fill(signed_in_name[0])
    opened.get_by_label("Password").fill(signed_in_name[1])
    real_browser.follow(opened.get_by_role("button", name="Sign in"))
    opened.wait_for_url("**/board")
    yield opened
    context.close()


@pytest.fixture(scope="module")
def signed_in_name(places) -> tuple[str, str]:
    from oneplace.web import create_demo_user

    return create_demo_user(places["full"], "browser")


@pytest.mark.parametrize(
    "path", [*addresses.of_each_kind(), "/ambitions/A4", "/ambitions/A5", "/ambitions/A6", "/nope"]
)
def test_axe_finds_no_barrier_and_nothing_is_asked_of_others(path, page, address):
    page.asked.clear()
    page.said.clear()
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
    page.evaluate(real_browser.AXE.read_text())
    found = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", real_browser.RULES)
    faults = [f"{item['id']}: {item['help']}: {item['nodes'][0]['html'][:200]}" for item in found["violations"]]
    assert not faults, "\n".join(faults)
    assert len(found["passes"]) > 15
    assert all(url.startswith(address) for url in page.asked)
    assert not [line for line in page.said if "Content Security Policy" in line or "Error" in line]
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, f"the page is {wider} pixels wider than the window"


SHIFTED = """() => new Promise(done => {
  let sum = 0;
  new PerformanceObserver(list => { for (const one of list.getEntries()) sum += one.value; })
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 200);
})"""
MOST_SHIFTED = 0.1


def late(route: Route) -> None:
    time.sleep(0.25)
    route.continue_()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_nothing_moves_when_the_fonts_come_late(width, browser, address):
    context = browser.new_context(viewport={"width": width, "height": 800}, base_url=address)
    context.route("**/*.woff2", late)
    for path in ("/", "/measures/smoking", "/wards/E05015490", "/strategy"):
        page = context.new_page()
        with page.expect_response("**/source-sans-400.woff2"):
            page.goto(path)
        assert page.evaluate(SHIFTED) <= MOST_SHIFTED, path
        page.close()
    context.close()


FIRST_VALUE = """async () => {
  await document.fonts.ready;
  const range = document.createRange(), text = document.querySelector(".app-card__finding").firstChild;
  range.setStart(text, 0);
  range.setEnd(text, 3);
  return [range.toString(), range.getBoundingClientRect().bottom];
}"""


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_the_first_value_of_the_home_page_stands_on_the_first_screen(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/")
    words, bottom = page.evaluate(FIRST_VALUE)
    assert re.match(r"\d", words)
    assert bottom <= 700


@pytest.fixture
def reader(browser, address) -> Iterator[Page]:
    """A page of somebody who is not signed in."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, base_url=address)
    yield context.new_page()
    context.close()


def focused(page: Page) -> str:
    """The words of what has the keyboard's focus."""
    return page.evaluate("document.activeElement.textContent.trim()")


def test_axe_finds_no_barrier_in_the_sign_in_form_and_its_errors(reader):
    reader.goto("/account/sign-in")
    for _state in ("empty", "with errors"):
        reader.evaluate(real_browser.AXE.read_text())
        found = reader.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", real_browser.RULES)
        assert not [item["id"] for item in found["violations"]]
        real_browser.follow(reader.get_by_role("button", name="Sign in"))
    assert reader.title().startswith("Error: Sign in")
    reader.get_by_role("alert").get_by_role("link", name="Enter your name").click()
    assert reader.evaluate("document.activeElement.id") == "username"


def test_by_keyboard_the_first_stop_skips_to_the_content(reader):
    reader.goto("/")
    reader.keyboard.press("Tab")
    assert focused(reader) == "Skip to main content"
    box = reader.locator(":focus").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["width"] > 50
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")
    assert reader.evaluate("document.activeElement.closest('main') !== null")


def test_by_keyboard_every_stop_shows_that_it_has_the_focus(reader):
    reader.goto("/ambitions/A1")
    stops = []
    for _ in range(60):
        reader.keyboard.press("Tab")
        if reader.evaluate("document.activeElement === document.body"):
            break
        style = reader.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'"
            " || s.backgroundColor !== 'rgba(0, 0, 0, 0)' })()"
        )
        stops.append((focused(reader)[:40], style))
    assert len(stops) > 15
    assert all(shown for _, shown in stops), stops


def test_a_folded_table_opens_by_keyboard(reader):
    reader.goto("/ambitions/A1")
    reader.locator("summary", has_text="Table: the numbers, period by period").focus()
    reader.keyboard.press("Enter")
    assert reader.get_by_role("table").first.is_visible()
    assert reader.get_by_role("rowheader", name="2025/26").first.is_visible()


def test_without_javascript_everything_is_there(browser, address):
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("searchbox").fill("falls")
    real_browser.follow(page.get_by_role("button", name="Search"))
    real_browser.follow(page.get_by_role("link", name="Fewer falls"))
    assert page.get_by_role("heading", level=1).inner_text() == "Fewer falls"
    page.get_by_text("Table: the numbers, period by period").click()
    assert page.get_by_role("table").first.is_visible()
    real_browser.follow(page.get_by_role("link", name="Places compared"))
    page.get_by_label("Measure").select_option("breastfeeding")
    real_browser.follow(page.get_by_role("button", name="Show"))
    assert "measure=breastfeeding" in page.url
    page.goto("/gaps")
    real_browser.follow(page.get_by_role("link", name="Direction of the gap"))
    assert page.get_by_role("table").is_visible()
    context.close()


def test_printed_the_folded_parts_are_there_and_the_menus_are_not(reader):
    reader.goto("/ambitions/A1")
    reader.emulate_media(media="print")
    assert not reader.get_by_role("navigation", name="Menu").is_visible()
    assert reader.get_by_role("rowheader", name="2025/26").first.is_visible()
    assert reader.get_by_role("heading", level=1).is_visible()


def test_zoomed_to_four_times_nothing_runs_off(browser, address):
    context = browser.new_context(viewport={"width": 320, "height": 256}, base_url=address)
    page = context.new_page()
    for path in ("/", "/ambitions/A1", "/gaps", "/data", "/data/quality"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
    context.close()


def test_colours_forced_by_the_reader_leave_the_words(browser, address):
    context = browser.new_context(forced_colors="active", base_url=address)
    page = context.new_page()
    page.goto("/gaps")
    assert page.get_by_text("widening").first.is_visible()
    context.close()


def test_on_a_phone_the_key_of_the_lines_stands_above_the_first_of_them(browser, address):
    """A reader met the first chart a screen before the words that say what its lines are."""
    page = browser.new_page(viewport={"width": 360, "height": 740}, base_url=address)
    page.goto("/")
    key, first = (page.locator(f".app-home__first {each}").first.bounding_box() for each in (".app-key", ".app-spark"))
    assert key["y"] + key["height"] <= first["y"]
    page.close()


LONGEST = "Cannot be judged yet: met or missed, cannot be told"
"""The longest words of a status."""


def test_the_longest_status_is_no_wider_than_a_phone(browser, address):
    page = browser.new_page(viewport={"width": 320, "height": 640}, base_url=address)
    for path in ("/", "/strategy", "/ambitions/A1"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(item => item.open = true)")
        shown = "words => document.querySelectorAll('.app-status').forEach(item => item.textContent = words)"
        page.evaluate(shown, LONGEST)
        assert page.locator(".app-status").count() > 0, path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.close()
