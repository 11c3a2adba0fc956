"""The pack's pages in a real browser: no barrier that axe-core can find, nothing wider than a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("index", "start_well", "processes", "fairness", "assurance")


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
