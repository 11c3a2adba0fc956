"""The page that sets simulated beside observed: one file that stands alone, with a table for each chart."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from oneplace import flow
from oneplace.pack import write_validation

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
TEXT = """\
format: pathway/1
id: clinic
name: A clinic <&> its ward
provenance: illustrative
start: "2026-01-05"
run: 28 days
patients: {a: {enters: clinic, arrivals: {rate: 100 patients per day}}}
places:
  clinic:
    name: Clinic
    capacity: 20 rooms
    stay: {shape: lognormal, mean: 4 hours, cv: 60 %}
    next: {out: 90 %, ward: 10 %}
  ward: {capacity: unlimited, stay: {shape: gamma, mean: 2 days, cv: 80 %}}
exits: [out]
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("validation") / "page.html"
    made = flow.parse(TEXT)
    log = flow.simulate(made, replications=1, log=True).log
    assert log is not None
    spells = flow.read_spells(log, zone="UTC", synthetic=True)
    wrong = flow.apply(made, {"places.clinic.stay.mean": "5 hours"})
    write_validation(flow.validate(wrong, spells, replications=6), flow.calibrate(spells), path)
    return path


@pytest.mark.slow
def test_it_says_what_was_found(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert "A clinic &lt;&amp;&gt; its ward: simulated beside observed" in text
    assert "The pathway does not fit: " in text
    assert "What is off, the furthest first" in text
    assert "Limits are those within which all" in text
    assert "How the numbers were found" in text
    for shape in ("exponential", "lognormal", "gamma", "weibull"):
        assert f"<td>{shape}</td>" in text
    assert "The people are synthetic" in text


def test_each_chart_says_that_its_people_are_synthetic_and_has_a_table(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    figures = re.findall(r"<figure.*?</figure>\s*<div[^>]*>\s*<table>", text, re.DOTALL)
    assert len(figures) == text.count("<figure") == 5  # arrivals; of each place who is inside and how long they stay
    for figure in figures:
        assert "Synthetic people, not residents" in figure
        assert re.search(r"<desc[^>]*>[^<]{40,}</desc>", figure)


def test_it_stands_alone(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\((?!#)", text)
    assert set(re.findall(r'href="([^#"][^"]*)"', text)) == set()


@pytest.mark.parametrize("width", [1280, 320])
def test_axe_finds_no_barrier_and_it_fits_the_screen(page: Path, browser: Browser, width: int) -> None:
    opened = browser.new_page(viewport={"width": width, "height": 900})
    opened.goto(page.as_uri())
    opened.evaluate(AXE.read_text())
    violations = opened.evaluate("axe.run()")["violations"]
    assert [(found["id"], found["nodes"][0]["html"]) for found in violations] == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.close()
