"""What was made up bears its mark in every file that can be taken away, as it does on the page."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from docx.table import Table
from docx.text.paragraph import Paragraph

from tests.web import world
from tests.web.packed import pack_the_run
from tests.web.world_files import PATHWAYS

MARKS = ("synthetic", "illustrative")
MADE_UP, OF_IT = "smoking", "A1"
"""A measure computed from people made up by computer, and the ambition that it leads."""
Row = Mapping[str, Any]


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    folder = world.make(tmp_path_factory.mktemp("marked") / "place")
    pack_the_run(folder)
    return folder


def is_marked(row: Row) -> bool:
    return any(mark in str(value).lower() for value in row.values() for mark in MARKS)


def unmarked(rows: Iterable[Row]) -> list[Row]:
    """The rows with a number of the made-up measure or its ambition that no cell of theirs calls made up."""
    of_it = (row for row in rows if row.get("measure") == MADE_UP or row.get("ambition") == OF_IT)
    return [row for row in of_it if row.get("value") not in (None, "") and not is_marked(row)]


def of_csv(content: bytes) -> list[Row]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def of_book(content: bytes) -> Iterator[tuple[str, list[Row]]]:
    for sheet in openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets:
        head, *rows = sheet.iter_rows(values_only=True)
        yield sheet.title, [dict(zip(map(str, head), row, strict=False)) for row in rows]


def of_json(node: Any, ambition: str = "") -> Iterator[Row]:
    """Every object that holds a value; a line of an ambition is of the ambition that it stands under."""
    if isinstance(node, dict):
        ambition = node.get("ambition", ambition)
        yield {"ambition": ambition} | {key: one for key, one in node.items() if not isinstance(one, list | dict)}
        node = list(node.values())
    for one in node if isinstance(node, list) else ():
        yield from of_json(one, ambition)


def tables(visitor) -> Iterator[tuple[str, list[Row]]]:
    """Every table of every file that the site offers, by the file's address."""
    listed = json.loads(visitor.get("/api.json").content)
    of_measure = next(one for one in listed["measures"] if one["id"] == MADE_UP)
    group = "/groups/deprivation/1-most-deprived"
    addresses = [
        *listed["files"],
        *(of_measure[form] for form in ("csv", "json", "xlsx")),
        f"{group}.csv",
        f"{group}.xlsx",
    ]
    for address in addresses:
        content = b"".join(visitor.get(address))
        yield from of_file(address, content)


def of_file(address: str, content: bytes) -> Iterator[tuple[str, list[Row]]]:
    match address.rpartition(".")[2]:
        case "csv":
            yield address, of_csv(content)
        case "json" if "schema" not in address and "datapackage" not in address:
            yield address, list(of_json(json.loads(content)))
        case "xlsx":
            yield from ((f"{address} {sheet}", rows) for sheet, rows in of_book(content))
        case "zip":
            archive = zipfile.ZipFile(io.BytesIO(content))
            for name in archive.namelist():
                yield from of_file(f"{address} {name}", archive.read(name))


def test_every_row_of_every_table_is_marked(visitor, serving, packed):
    serving(packed)
    found = dict(tables(visitor))
    assert {name: rows[:1] for name, made in found.items() if (rows := unmarked(made))} == {}
    holding = [name for name, rows in found.items() if any(row.get("value") not in (None, "") for row in rows)]
    for part in ("results", "gaps", "paths", "signals", "progress", "pack.json", "smoking", "groups"):
        assert [name for name in holding if part in name], part


@pytest.mark.parametrize("part", ["results", "gaps", "paths", "progress", "pack.json", "smoking.csv", "smoking.json"])
def test_a_file_that_dropped_the_mark_is_found(visitor, serving, packed, part):
    serving(packed)
    rows = next(rows for name, rows in tables(visitor) if part in name)
    bare = [{key: value for key, value in row.items() if not is_marked({key: value})} for row in rows]
    assert unmarked(bare)


def results_of(tree: ElementTree.Element, name: str) -> list[str]:
    """What the machine-readable strategy says of each result with a number of what measures ``name``."""
    space = {"s": tree.tag.partition("}")[0].strip("{")}
    of_it = [one for one in tree.iter() if one.findtext("s:MeasurementDimension", namespaces=space) == name]
    found = [
        one for at in of_it for kind in ("ActualResult", "TargetResult") for one in at.iterfind(f".//s:{kind}", space)
    ]
    return [" ".join(one.itertext()) for one in found if one.find("s:NumberOfUnits", space) is not None]


def test_what_the_machine_readable_strategy_says_is_marked(visitor, serving, packed):
    """All that was counted of made-up people, and the targets that were made up; and nothing that was counted."""
    serving(packed)
    tree = ElementTree.fromstring(b"".join(visitor.get("/downloads/stratml.xml")))  # noqa: S314 - our own file
    told = results_of(tree, "Smoking at time of delivery")
    assert len(told) > len(world.YEARS)
    assert [one for one in told if not any(mark in one for mark in MARKS)] == []
    real = results_of(tree, "Breastfeeding at 6 to 8 weeks")
    assert [one for one in real if "Actual" in one and any(mark in one for mark in MARKS)] == []


ABOUT_IT = ("Smoking at time of delivery", "Are fewer babies exposed to smoking before birth?")
SIZES = ("Value", "Size", "Latest value")
"""The columns that hold a number of what a row is about."""


def of_word(path: Path) -> Iterator[tuple[str, str]]:
    """Each number about the made-up measure in the tables of a Word file: what the row is called, and the cell."""
    document, caption = docx.Document(str(path)), ""
    for element in document.element.body:
        if element.tag.endswith("}p"):
            caption = Paragraph(element, document).text
        elif element.tag.endswith("}tbl"):
            head, *rows = ([cell.text for cell in row.cells] for row in Table(element, document).rows)
            for row in rows:
                if any(name in caption or name in row[0] for name in ABOUT_IT) and "interval" not in row[0]:
                    yield from ((row[0], cell) for name, cell in zip(head, row, strict=True) if name in SIZES)


def numbers_unmarked(path: Path) -> list[tuple[str, str]]:
    told = ((name, cell) for name, cell in of_word(path) if "%" in cell or "points" in cell)
    return [(name, cell) for name, cell in told if not any(mark in cell for mark in MARKS)]


def test_every_number_in_the_tables_of_the_word_file_is_marked(packed, tmp_path):
    path = packed / "var" / "runs" / world.RUN / "pack" / "board-pack.docx"
    assert len(list(of_word(path))) > 12
    assert numbers_unmarked(path) == []
    bare = docx.Document(str(path))
    for cell in (cell for table in bare.tables for row in table.rows for cell in row.cells):
        cell.text = cell.text.replace(" (synthetic)", "")
    bare.save(str(tmp_path / "bare.docx"))
    assert len(numbers_unmarked(tmp_path / "bare.docx")) > 6, "a file that dropped the mark is found"


@pytest.mark.parametrize("provenance", ["illustrative", "published"])
def test_every_row_of_a_what_if_says_whether_the_pathway_is_made_up(
    signed_in, serving, tmp_path, monkeypatch, provenance
):
    told = PATHWAYS["desk"].replace("provenance: published", f"provenance: {provenance}")
    monkeypatch.setitem(PATHWAYS, "desk", told)
    serving(world.make(tmp_path / "place"))
    planner = signed_in("paul")
    for change in ({}, {"places.desk.capacity": "3"}):
        rows = of_csv(planner.get("/whatif/desk/differences.csv", change).content)
        assert len(rows) > 5
        assert {is_marked(row) for row in rows} == {provenance == "illustrative"}


@pytest.mark.parametrize("form", [".svg", ".png", "/drawing.svg"])
def test_a_drawing_that_is_taken_away_bears_the_mark(visitor, serving, packed, form, monkeypatch):
    monkeypatch.setattr("oneplace.web.public.charts.bitmap", str.encode)  # what is drawn as a picture of points
    serving(packed)
    content = visitor.get(f"/charts/{OF_IT}/trend{form}").content
    assert b"synthetic" in content.lower()
