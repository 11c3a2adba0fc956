"""No page of the pack is nearly empty, but the last of a chapter; no heading stands at the foot of a page by itself."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from oneplace import charts
from oneplace.pack.document import Document, Figure, Icons, Section, Table, Text
from oneplace.pack.document import charts as charts_of
from oneplace.pack.formats import write_pdf

LEAST = 0.25
"""How much of a page is filled, counted from above, wherever its chapter goes on."""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="500" height="360"><rect width="500" height="360"/></svg>'
FACTS = (("Place", "Testton"),)


def a_chart(name: str) -> charts.Chart:
    return charts.Chart(name, "trend", "It rose.", "Share, %", "A line that rises.", "", SVG)


def a_section(at: int, dice: random.Random, chapter: str) -> Section:
    """An ambition or a measure: some words, a chart or none, tables of any length, a note."""
    words = [Text("So it is said. " * dice.randint(1, 40), "lead") for _ in range(dice.randint(1, 2))]
    drawn = [Figure(a_chart(f"{chapter}{at}"))] if dice.random() < 0.8 else []
    tables = [
        Table(f"Table {at}.{n}", ("What", "Value"), (("A row " * dice.randint(1, 9), "1"),) * dice.randint(1, 30))
        for n in range(dice.randint(0, 3))
    ]
    return Section(f"{chapter}{at}", f"Section {at}", (*words, *drawn, *tables, Text("Source: a book.", "note")))


def a_pack(seed: int) -> Document:
    dice = random.Random(seed)
    chapters = tuple(
        Section(
            name, f"Chapter {name}", (Text("First.", "lead"),), tuple(a_section(at, dice, name) for at in range(14))
        )
        for name in "ab"
    )
    return Document("Pack", "Of a place", FACTS, (), chapters, "2026-05-02T08:00:00+00:00")


def filled(page: pypdfium2.PdfPage) -> float:
    """The share of a page, from above, down to the last thing on it above the footer."""
    drawn = np.asarray(page.render(scale=0.3).to_pil().convert("L"))
    body = drawn[int(len(drawn) * 0.07) : int(len(drawn) * 0.93)]
    inked = np.flatnonzero((body < 200).any(axis=1))
    return float(inked.max() + 1) / len(body) if len(inked) else 0.0


def begun(pdf: pypdfium2.PdfDocument) -> list[int]:
    """The pages, from 0, on which a chapter begins."""
    return [mark.get_dest().get_index() for mark in pdf.get_toc() if mark.level == 0]


def nearly_empty(pdf: pypdfium2.PdfDocument, begins: list[int]) -> list[int]:
    """The pages that are filled too little though their chapter goes on overleaf."""
    goes_on = (at for at in range(begins[0], len(pdf) - 1) if at + 1 not in begins)
    return [at for at in goes_on if filled(pdf[at]) < LEAST]


def written(document: Document, folder: Path) -> pypdfium2.PdfDocument:
    (folder / "charts").mkdir()
    for chart in charts_of(document):
        (folder / "charts" / f"{chart.id}.svg").write_text(chart.svg)
    return pypdfium2.PdfDocument(write_pdf(document, folder))


@pytest.mark.parametrize("seed", range(4))
def test_no_page_is_nearly_empty_but_the_last_of_a_chapter_and_no_heading_ends_one(tmp_path, seed):
    pdf = written(a_pack(seed), tmp_path)
    assert nearly_empty(pdf, begun(pdf)) == []
    assert [
        line for line in list(map(last_line, pdf))[begun(pdf)[0] :] if line.startswith(("Section", "Chapter"))
    ] == []


def last_line(page: pypdfium2.PdfPage) -> str:
    """The last line above the footer."""
    return page.get_textpage().get_text_range().strip().splitlines()[-2]


def test_a_nearly_empty_page_is_found_unless_a_chapter_begins_overleaf(tmp_path):
    short = Section("c", "C", (Text("A line."), Text("Another.")))
    pdf = written(Document("Pack", "", FACTS, (), (short,) * 3, "2026-05-02T08:00:00+00:00"), tmp_path)
    first = begun(pdf)
    assert nearly_empty(pdf, first) == []
    assert nearly_empty(pdf, first[:1]) == first[:2]


@pytest.mark.parametrize("after", ["table", "chart"])
def test_what_leads_to_a_table_or_chart_ends_no_page(tmp_path, after):
    """However long the words before: some of these lengths would leave heading and words at the foot of a page."""
    table = Table("T", ("What",), (("A row",),) * 9)
    icons = (Icons((a_chart("i"),)), Figure(a_chart("a"))) if after == "chart" else ()
    lasts = set()
    for lines in range(20, 36, 2):
        (folder := tmp_path / str(lines)).mkdir()
        said = Section("b", "B", tuple(Text(f"Line {at}.") for at in range(lines)))
        led = Section("c", "C", icons or (Text("It leads."), table))
        pdf = written(
            Document("Pack", "", FACTS, (), (Section("a", "A", (), (said, led)),), "2026-05-02T08:00:00+00:00"), folder
        )
        lasts |= set(map(last_line, pdf))
    assert not lasts & {"It leads.", "It rose.", "C"}


def test_a_charts_source_stands_on_its_page(tmp_path):
    """However long the words before: one of these lengths would leave the source alone on the next page."""
    table, chart, source = (
        Table("T", ("What",), (("A row",),) * 9),
        Figure(a_chart("a")),
        Text("Source: a book.", "note"),
    )
    firsts = set()
    for lines in range(9, 14):
        said = (*(Text(f"Line {at}.") for at in range(lines)), table, chart, source)
        (folder := tmp_path / str(lines)).mkdir()
        one = Section("a", "A", (Text("First."),), (Section("b", "B", said),))
        pdf = written(Document("Pack", "", FACTS, (), (one,), "2026-05-02T08:00:00+00:00"), folder)
        firsts |= {page.get_textpage().get_text_range().strip().splitlines()[0] for page in pdf}
    assert source.text not in firsts
