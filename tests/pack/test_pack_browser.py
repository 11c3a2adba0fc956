"""The pack's pages in a real browser: no barrier that axe-core can find, nothing wider than a phone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("index", "start_well", "processes", "fairness", "assurance")

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        system = os.environ.get("ONEPLACE_BROWSER") or shutil.which("chromium") or shutil.which("chromium-browser")
        started = playwright.chromium.launch(executable_path=system, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_barrier_and_pages_fit_the_screen(built: Path, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    for name in PAGES:
        page.goto((built / "html" / f"{name}.html").as_uri())
        page.evaluate(AXE.read_text())
        violations = page.evaluate("axe.run()")["violations"]
        assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.close()
