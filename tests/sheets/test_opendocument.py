"""Spreadsheets of the government's own form (.ods): what its reader sees, without a million empty rows."""

import zipfile

import pytest

from oneplace import sheets
from oneplace.problems import OneplaceError

SPACES = " ".join(f'xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{p}:1.0"' for p in ("office", "table", "text"))


def _cell(shown="", kind="string", value="", often=1):
    if not shown:
        return f'<table:table-cell table:number-columns-repeated="{often}"/>'
    what = {"date": "date-value"}.get(kind, "value")
    given = f'office:value-type="{kind}"' + (f' office:{what}="{value}"' if value else "")
    return (
        f"<table:table-cell {given} table:number-columns-repeated='{often}'><text:p>{shown}</text:p></table:table-cell>"
    )


def _row(*cells, often=1):
    return f'<table:table-row table:number-rows-repeated="{often}">{"".join(cells)}</table:table-row>'


def _write(path, **tables):
    found = "".join(f'<table:table table:name="{name}">{"".join(rows)}</table:table>' for name, rows in tables.items())
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", f"<office:document-content {SPACES}>{found}</office:document-content>")
    return path


@pytest.fixture
def book(tmp_path):
    empty = _row(_cell(often=1024), often=2)
    rows = [
        *(_row(_cell("Deaths by month")), empty),
        _row(*map(_cell, ("Area", "Month", "Deaths", "Share")), _cell(often=1020)),
        _row(
            _cell("007", "float", "7"),
            _cell("Apr 23", "date", "2023-04-01T00:00:00"),
            _cell("1,234", "float", "1234"),
            _cell("13%", "percentage", "0.125"),
        ),
        _row(
            _cell("008", "float", "8"),
            _cell("May 23", "date", "2023-05-01"),
            _cell("[c]"),
            _cell("50%", "percentage", "0.5"),
        ),
        _row(_cell(often=1024), often=1_048_000),
    ]
    return _write(tmp_path / "a.ods", Cover=[_row(_cell("A note"))], Table=rows)


def test_a_sheet_shows_what_its_reader_sees(book):
    sheet = sheets.read(book, ["Deaths", "Share"])
    assert sheet.columns == ["Area", "Month", "Deaths", "Share"]
    assert sheet.coded("Area").texts == ("007", "008")
    assert sheet.coded("Month").texts == ("2023-04-01", "2023-05-01")
    assert sheet.numbers("Share").value.tolist() == [12.5, 50]
    assert sheet.numbers("Deaths").value.tolist()[0] == 1234
    assert sheet.numbers("Deaths").hidden.tolist() == [False, True]
    assert [sheet.line(row) for row in (0, 1)] == [5, 6]


def test_sheets_are_chosen_as_excels_are(book):
    assert len(sheets.read(book, sheet="Table")) == 2
    with pytest.raises(OneplaceError, match=r"has 2 sheets with a table: Cover, Table. Name one"):
        sheets.read(book)


def test_a_broken_one_is_told_in_one_line(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", "<a>")
    with pytest.raises(OneplaceError, match="is no OpenDocument spreadsheet that can be read") as caught:
        sheets.read(tmp_path / "a.ods")
    assert len(caught.value.problems) == 1
