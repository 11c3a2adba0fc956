"""What was made up bears its mark in every file that can be taken away, as it does on the page."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest

from tests.web import world
from tests.web.packed import pack_the_run

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


def test_what_the_machine_readable_strategy_says_is_marked(visitor, serving, packed):
    serving(packed)
    tree = ElementTree.fromstring(b"".join(visitor.get("/downloads/stratml.xml")))  # noqa: S314 - our own file
    said = [" ".join(one.itertext()) for one in tree.iter() if one.tag.endswith("ActualResult")]
    told = [one for one in said if "%" in one or any(letter.isdigit() for letter in one)]
    assert [one for one in told if "synthetic" in one]


@pytest.mark.parametrize("form", [".svg", ".png", "/drawing.svg"])
def test_a_drawing_that_is_taken_away_bears_the_mark(visitor, serving, packed, form, monkeypatch):
    monkeypatch.setattr("oneplace.web.public.charts.bitmap", str.encode)  # what is drawn as a picture of points
    serving(packed)
    content = visitor.get(f"/charts/{OF_IT}/trend{form}").content
    assert b"synthetic" in content.lower()
