"""The same inputs give the same bytes; another day of building changes only the metadata that holds it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest

from oneplace import pack
from tests.pack import made_up

pytestmark = pytest.mark.slow

LATER = {**made_up.MANIFEST, "built_on": "2027-02-03T04:05:06+00:00"}


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


@pytest.fixture(scope="module")
def again(results_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("again")
    pack.build(made_up.a_place(), results_folder, out, manifest=made_up.MANIFEST)
    return _files(out)


@pytest.fixture(scope="module")
def later(results_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("later")
    pack.build(made_up.a_place(), results_folder, out, manifest=LATER)
    return _files(out)


def test_the_same_inputs_give_the_same_bytes(built: Path, again: dict[str, bytes]) -> None:
    first = _files(built)
    assert list(first) == list(again)
    assert [name for name in first if first[name] != again[name]] == []


def test_another_day_of_building_changes_only_its_own_metadata(built: Path, later: dict[str, bytes]) -> None:
    first = _files(built)
    changed = {name for name in first if first[name] != later[name]}
    dated = {name for name in first if name.startswith("html/") and name.endswith(".html")}
    assert changed == {
        "board-brief.pdf",
        "board-pack.pdf",
        "board-pack.docx",
        "csv/datapackage.json",
        "open-data.zip",
        "pack.json",
        *dated,
    }
    for name in changed:
        assert _undated(name, first[name]) == _undated(name, later[name]), name


def _undated(name: str, content: bytes) -> object:
    if name.endswith((".docx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return {part: _without_dates(parts.read(part)) for part in parts.namelist()}
    if name.endswith(".pdf"):
        return _pdf_objects(content)
    return _without_dates(content)


def _without_dates(content: bytes) -> bytes:
    dates = rb"2026-11-22T08:00:00(\+00:00|Z)|2027-02-03T04:05:06(\+00:00|Z)"
    return re.sub(dates, b"", content)


def _pdf_objects(content: bytes) -> list[bytes]:
    """Every object of a PDF but its information, identity and XMP metadata, which hold the date."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        del pdf.docinfo["/CreationDate"]
        for name in ("/ModDate",):
            if name in pdf.docinfo:
                del pdf.docinfo[name]
        del pdf.Root["/Metadata"]
        return [
            item.read_raw_bytes() + repr(dict(item.stream_dict)).encode()
            if isinstance(item, pikepdf.Stream)
            else item.unparse()
            for item in pdf.objects
            if not (isinstance(item, pikepdf.Stream) and item.stream_dict.get("/Type") == pikepdf.Name.Metadata)
        ]
