"""The table in a publisher's zip: taken where there is one, refused by name where it can't be told which."""

from __future__ import annotations

import io
import zipfile

import pytest

from oneplace.problems import OneplaceError
from oneplace.record.opendata import fetching
from oneplace.record.opendata.unpacking import unpacked

TABLE = b"code,year\nE1,2024\n"


def archive(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in files.items():
            into.writestr(name, content)
    return held.getvalue()


def given(tmp_path, content):
    path = tmp_path / "given.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "files",
    [
        {"full.csv": TABLE},
        {"full.csv": TABLE, "Read me.txt": b"notes"},
        {"2026/full.CSV": TABLE, "__MACOSX/2026/._full.csv": b"x", "2026/.hidden.csv": b"x"},
        {"../../full.csv": TABLE},
        {"full": TABLE},
    ],
)
def test_one_table_is_taken_from_its_archive_into_the_folder(tmp_path, files):
    (tmp_path / "work").mkdir()
    found = unpacked(given(tmp_path, archive(**files)), tmp_path / "work")
    assert found.read_bytes() == TABLE
    assert found.parent == tmp_path / "work" / "unpacked"


@pytest.mark.parametrize("content", [TABLE, b"", archive(**{"[Content_Types].xml": b"", "xl/a.csv": b""})])
def test_what_is_no_archive_or_is_a_workbook_is_left_as_it_is(tmp_path, content):
    path = given(tmp_path, content)
    assert unpacked(path, tmp_path) == path


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (archive(**{"a.csv": TABLE, "b.csv": TABLE}), "holds a.csv, b.csv. Unpack it"),
        (archive(**{f"{name}.csv": TABLE for name in "abcde"}), "holds a.csv, b.csv, c.csv and 2 more."),
        (archive(), "with nothing in it. Fetch it again."),
        (archive(**{"a.csv": TABLE})[:-30], "can't be read"),
        (archive(**{"a.csv": TABLE * 20}).replace(b"PK\x01\x02", b"PK\x01\x03"), "can't be read"),
    ],
)
def test_what_leaves_open_which_table_or_is_broken_is_refused(tmp_path, content, says):
    with pytest.raises(OneplaceError, match=r"given\.csv") as told:
        unpacked(given(tmp_path, content), tmp_path)
    assert says in str(told.value)


def test_what_swells_beyond_what_may_be_fetched_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(fetching, "MOST_BYTES", 1_000)
    with pytest.raises(OneplaceError, match="holds a file of more than"):
        unpacked(given(tmp_path, archive(**{"a.csv": b"0" * 100_000})), tmp_path)
