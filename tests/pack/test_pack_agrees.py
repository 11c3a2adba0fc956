"""Every format is read back and every number of every ambition compared with the results."""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import pyarrow.csv as pa_csv
import pypdfium2
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from oneplace import results
from oneplace.progress import ambitions, sentences
from oneplace.vocabulary import wording
from tests.pack import made_up

Cells = dict[str, dict[str, str]]
"""Ambition to line of its table of numbers to value."""

NUMBERS = {
    "Latest value": ("value", "origin"),
    "Baseline": ("baseline", "target_provenance"),
    "Target": ("target", "target_provenance"),
    "Path now": ("path", "target_provenance"),
    "Forecast": ("forecast", "origin"),
    "Comparator": ("comparator_value", None),
}
RANGES = {"95% interval": ("lower", "upper"), "80% interval of the forecast": ("forecast_lower", "forecast_upper")}
CALLED = {one.id: one.about.question for one in ambitions(made_up.a_place())}
"""The questions by which ambitions are named: no pack prints an id."""


@pytest.fixture(scope="module")
def expected(results_folder: Path) -> Cells:
    """What every format has to say, written from the table ``progress`` by the one function for numbers."""
    about = {one.id: one.about for one in ambitions(made_up.a_place())}
    tables = results.read(results_folder)
    counted = {
        (row["ambition"], row["period_label"]): row for row in tables["paths"].to_pylist() if row["kind"] == "actual"
    }
    return {
        row["ambition"]: _words(row, about[row["ambition"]], counted.get((row["ambition"], row["baseline_label"])))
        for row in tables["progress"].to_pylist()
    }


def _words(row: dict[str, Any], about: sentences.About, counted: dict[str, Any] | None) -> dict[str, str]:
    found = {}
    for line, (name, origin) in NUMBERS.items():
        if row[name] is not None:
            words = wording.value_words(row[name], about.unit, about.decimals)
            found[line] = wording.marked(words, row[origin] if origin else None)
    if then := sentences.counted_then(row, about, counted).text:
        found["Counted then"] = then
    for line, (lower, upper) in RANGES.items():
        if row[lower] is not None:
            found[line] = wording.range_words(row[lower], row[upper], about.unit, about.decimals)
    if row["held"] is not None:
        found["Held against the path"] = sentences.held_value(row, about).text
    if row["chance"] is not None:
        found["Chance of meeting the target"] = wording.percent_words(row["chance"])
    if row["gap"] is not None:
        doubt = "" if sentences.sure(row) else "≈ "
        found["Gap"] = f"{doubt}{wording.marked(sentences.gap_value(row, about), row['origin'])}"
    if row["judgeable_on"] is not None:
        found["Next value"] = sentences.due_words(row, made_up.AS_OF)
    return found


def _kept(lines: dict[str, str]) -> dict[str, str]:
    """The lines without those that only say that something is not set, a comparator's name taken off."""
    return {name.partition(":")[0]: words for name, words in lines.items() if words != "—"}


class Tables(HTMLParser):
    """Every table of a page: caption to its rows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self.rows: list[list[str]] = []
        self.text: str | None = None

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.rows = []
        elif tag == "tr":
            self.rows.append([])
        elif tag in ("th", "td", "caption"):
            self.text = ""

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "caption":
            self.found[self.text or ""] = self.rows
        elif tag in ("th", "td"):
            self.rows[-1].append(self.text or "")
        if tag in ("th", "td", "caption"):
            self.text = None


def test_the_web_pages_have_every_number(built: Path, expected: Cells) -> None:
    tables: dict[str, list[list[str]]] = {}
    for page in (built / "html").glob("*.html"):
        reader = Tables()
        reader.feed(page.read_text())
        tables |= reader.found
    for ambition, words in expected.items():
        rows = tables.get(f"Numbers of: {CALLED[ambition]}", [])  # no table where there is no number
        assert _kept({row[0]: row[1] for row in rows[1:]}) == words


def test_the_word_document_has_every_number(built: Path, expected: Cells) -> None:
    document = docx.Document(str(built / "board-pack.docx"))
    captions, tables = [], {}
    for element in document.element.body:
        if element.tag.endswith("}p"):
            captions.append(Paragraph(element, document).text)
        elif element.tag.endswith("}tbl"):
            tables[captions[-1]] = [[cell.text for cell in row.cells] for row in Table(element, document).rows]
    for ambition, words in expected.items():
        rows = tables.get(f"Numbers of: {CALLED[ambition]}", [])
        assert _kept({row[0]: row[1] for row in rows[1:]}) == words


def test_the_pdf_has_every_number(built: Path, expected: Cells) -> None:
    """Lines of a table are lines of text in a PDF: the table's caption, then each name with its value."""
    pages = pypdfium2.PdfDocument(built / "board-pack.pdf")
    text = "\n".join(page.get_textpage().get_text_range() for page in pages).replace("\r\n", "\n")
    for ambition, words in expected.items():
        caption = r"\s+".join(map(re.escape, f"Numbers of: {CALLED[ambition]}".split()))
        after = re.split(rf"{caption}\s*\n", text)[-1]
        lines = after.partition("Numbers of: ")[0].splitlines()
        for name, value in words.items():
            pattern = rf"^\s*{re.escape(name)}(:.*?)?\s+{re.escape(value)}(\s|$)"
            assert any(re.search(pattern, line) for line in lines), (ambition, name, value)


def test_the_csv_is_the_results_to_the_last_digit(built: Path, results_folder: Path) -> None:
    kept = results.read(results_folder)
    for name, table in results.tables_for(results.Audience.PUBLIC).items():
        options = pa_csv.ConvertOptions(
            column_types=table.schema, strings_can_be_null=True, quoted_strings_can_be_null=False
        )
        found = pa_csv.read_csv(built / "csv" / f"{name}.csv", convert_options=options)
        own = found.select(table.schema.names)
        assert own.schema == table.schema
        assert own.to_pylist() == kept[name].to_pylist(), name


def test_the_json_is_the_results_to_the_last_digit(built: Path, results_folder: Path) -> None:
    pack = json.loads((built / "pack.json").read_text())
    found = {one["ambition"]: one for one in pack["ambitions"]}
    rows = results.read(results_folder)["progress"].to_pylist()
    assert list(found) == [row["ambition"] for row in rows]
    for row in rows:
        plain = {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        assert {name: found[row["ambition"]][name] for name in row} == plain
    assert pack["summary"] == sentences.summary(rows).text


def test_titles_alt_texts_and_pages_say_the_same_sentence(built: Path) -> None:
    pack = json.loads((built / "pack.json").read_text())
    pages = "".join(page.read_text() for page in (built / "html").glob("*.html")).replace("&#39;", "'")
    for one in pack["ambitions"]:
        drawing = built / "charts" / f"{one['ambition']}-trend.svg"
        assert one["answer"] in pages or drawing.exists(), "its chart's title says the first half of the answer"
        if drawing.exists():
            assert f'<title id="{one["ambition"]}-trend-title">{one["finding"]}</title>' in drawing.read_text()
            assert one["finding"] in pages


def test_every_number_made_up_carries_its_word_in_every_format(built: Path, expected: Cells) -> None:
    assert expected["ON"]["Latest value"].endswith("(synthetic)")
    assert expected["ON"]["Target"].endswith("(illustrative)")
    assert "Synthetic people, not residents; illustrative target" in (built / "charts" / "ON-trend.svg").read_text()
    assert "Synthetic people, not residents" in (built / "charts" / "ON-map.svg").read_text()
    assert "ynthetic" not in (built / "charts" / "OFF-trend.svg").read_text()
    with (built / "csv" / "progress.csv").open() as file:
        origins = {row["ambition"]: (row["origin"], row["target_provenance"]) for row in csv.DictReader(file)}
    assert origins["ON"] == ("synthetic", "illustrative")
