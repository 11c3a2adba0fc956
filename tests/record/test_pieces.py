"""A large file that workers read in pieces gives what it gives whole, row by row and line by line."""

from __future__ import annotations

import gzip
import json
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from oneplace.record import files, on_workers
from oneplace.record.database import open_database
from oneplace.record.staging import Staged, read_one
from oneplace.record.together import Apart
from tests.record.conftest import HEADERS, SOURCES, make_place
from tests.record.test_record_fhir import SOURCES as FHIR

HEAD = HEADERS["gp/journal.csv"]
ROWS = [f"{i},2020-05-{1 + i % 28:02},,3834100{i % 10},{i}.5" for i in range(60)]
RESOURCES = [
    json.dumps({"id": f"k{i}", "start": "2024-01-02T10:00:00Z", "participant": [{"actor": {"reference": f"P/{i}"}}]})
    for i in range(40)
]


def lines(*rows, end="\n", header=HEAD):
    return end.join([header, *rows, ""]).encode()


def at(place, row):
    """The rows with another put in at a place."""
    return [*ROWS[:place], row, *ROWS[place:]]


def in_pieces(name, content, folder, monkeypatch):
    """Rows, rejects, what was refused, and the file's line, read whole and by workers; the sizes that these read."""
    monkeypatch.setattr(on_workers, "_PIECE", 400)
    sources = make_place(FHIR if "ndjson" in name else SOURCES, folder).sources
    path = folder / "extracts" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    found, _ = files.find(sources, folder / "extracts")
    (extract,) = [each for each in found if each.path.name == path.name]
    sizes = []

    def collected(pieces, read):
        sizes.append([piece.size for piece in pieces])
        return SimpleNamespace(collect=lambda: [read(piece) for piece in pieces])

    context = SimpleNamespace(parallelize=lambda pieces, _: SimpleNamespace(map=lambda read: collected(pieces, read)))
    spark = SimpleNamespace(told=nullcontext, session=SimpleNamespace(sparkContext=context))
    scratch = folder / "scratch"
    scratch.mkdir()
    part = on_workers.read(spark, sources, [extract], scratch)[extract.load_id]
    told = []
    for how in ("whole", "pieces"):
        with open_database() as connection:
            staged = Staged(connection)
            if how == "whole":
                read_one(staged, sources, extract, Apart([extract], scratch), new=True)
            else:
                part.into(staged, extract, new=True)
            tables = (staged.table(extract.source, extract.dataset), *on_workers._NOTED)
            kept = [connection.sql(f"FROM {table}").to_arrow_table().to_pylist() for table in tables]
            told.append((kept, staged.unread[extract.load_id].tolist()))
    return told, sizes, scratch


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gp/journal.csv", lines(*ROWS)),
        ("gp/journal.csv", lines(*ROWS, end="\r\n")),
        ("gp/journal.csv", lines(*ROWS).removesuffix(b"\n")),
        ("gp/journal.csv", lines(*at(31, ""))),
        ("gp/journal.csv", b"\xef\xbb\xbf" + lines(*ROWS)),
        ("gp/journal.csv", lines(*at(50, "x,no day,,12,much"))),
        ("gp/journal.csv", lines(*(f'"{i}","2020-05-05","","a, ""b""","1"' for i in range(60)))),
        ("fhir/Appointment.ndjson", "\n".join(RESOURCES).encode()),
        ("fhir/Appointment.ndjson", "\n".join([*RESOURCES[:20], "{", *RESOURCES[20:], ""]).encode()),
    ],
    ids=["plain", "crlf", "no last end", "empty line", "mark", "faults", "quoted", "resources", "no resource"],
)
def test_a_file_read_in_pieces_is_the_file(name, content, tmp_path, monkeypatch):
    (whole, pieces), sizes, scratch = in_pieces(name, content, tmp_path, monkeypatch)
    assert pieces == whole
    assert len(sizes) == 1
    assert len(sizes[0]) > 2
    assert sum(sizes[0]) == len(content)
    assert not list(scratch.rglob("piece*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gp/journal.csv", lines(*at(50, "7,2020-05-05"))),
        ("gp/journal.csv", lines(*at(50, '7,2020-05-05,,"1,2'))),
        ("gp/journal.csv", lines(*(each for row in ROWS for each in (row, ",,,,", ",,,,", "x,no day,,,")))),
        ("gp/journal.csv", lines(*at(50, "7,05/28/2020,,1,2"))),
        ("gp/journal.csv", lines(*(f'{i},2020-05-05,,"a\nb\nc\nd\ne\nf\ng",1' for i in range(40)))),
        ("fhir/Appointment.ndjson", "\n".join([*RESOURCES[:20], "", *RESOURCES[20:]]).encode()),
    ],
    ids=["short line", "open mark", "nothing in a piece's last line", "month first", "breaks in fields", "empty line"],
)
def test_what_hangs_on_other_lines_is_read_again_as_a_whole(name, content, tmp_path, monkeypatch):
    (whole, pieces), sizes, _ = in_pieces(name, content, tmp_path, monkeypatch)
    assert pieces == whole
    assert len(sizes[0]) > 2
    assert sizes[1:] == [[len(content)]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("gp/journal.csv", lines(*ROWS[:12])),
        (
            "gp/journal.csv.gz",
            gzip.compress(lines(*(f"{i},2020-05-05,,{i * 2654435761 % 2**32},1" for i in range(400)))),
        ),
        ("gp/journal.csv", lines(*ROWS, header=f"The practice's journal\n{HEAD}")),
    ],
    ids=["small", "packed", "titled"],
)
def test_a_file_that_is_not_cut(name, content, tmp_path, monkeypatch):
    (whole, pieces), sizes, _ = in_pieces(name, content, tmp_path, monkeypatch)
    assert pieces == whole
    assert sizes == [[len(content)]]
