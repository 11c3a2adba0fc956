"""What a workbook hides: its reader believes the table to be what is shown, so hidden rows never count unseen."""

import zipfile

import openpyxl
import pytest

from oneplace import sheets
from oneplace.problems import OneplaceError
from tests.sheets.test_opendocument import SPACES, _cell, _row, _write

NAMES = ["Area", "Deaths", "Population"]
ROWS = [["North", 1, 10], ["South", 2, 20], ["East", 3, 30], ["West", 4, 40]]


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    for row in (NAMES, *ROWS):
        made.active.append(row)
    return made, made.active, tmp_path / "a.xlsx"


def _read(book, wanted=("Deaths", "Population"), **more):
    made, _, path = book
    made.save(path)
    return sheets.read(path, list(wanted), **more)


def _hide_by_filter(page):
    page.auto_filter.ref = "A1:C5"
    page.auto_filter.add_filter_column(0, ["North", "South"])
    for row in (4, 5):
        page.row_dimensions[row].hidden = True


def _fold(page):
    page.row_dimensions.group(3, 5, hidden=True)


@pytest.mark.parametrize(
    ("hide", "said"),
    [
        (_hide_by_filter, r"xlsx:4: row 4 and 1 more of its rows are hidden by a filter, of 4 in the table"),
        (_fold, r"xlsx:3: row 3 and 2 more of its rows are hidden, of 4 in the table. Show all its rows"),
    ],
)
def test_rows_that_are_not_shown_are_refused(book, hide, said):
    hide(book[1])
    with pytest.raises(OneplaceError, match=said):
        _read(book)


def test_a_filter_that_hides_nothing_and_hidden_rows_around_the_table_are_no_matter(book):
    page = book[1]
    page.auto_filter.ref = "A1:C5"
    page.insert_rows(1, 2)
    page["A1"] = "Deaths by area, draft"
    for row in (1, 2, 9, 10):
        page.row_dimensions[row].hidden = True
    assert len(_read(book)) == 4


def test_a_hidden_column_that_is_asked_for_by_name_is_read_and_told(book):
    page = book[1]
    page["D1"], page["E1"] = "Note", "Other"
    page.column_dimensions.group("C", "E", hidden=True)
    assert _read(book).notes == ("Column 'Population' is hidden in the workbook, and was read.",)
    assert not _read(book, ["Deaths"]).notes


def test_a_hidden_sheet_is_read_only_by_its_name(book):
    made, page, _ = book
    old = made.create_sheet("Last year")
    for row in (NAMES, ["North", 9, 10]):
        old.append(row)
    old.sheet_state = "hidden"
    assert len(_read(book)) == 4
    assert len(_read(book, sheet="Last year")) == 1
    for row in page.iter_rows():
        for cell in row:
            cell.value = None
    with pytest.raises(OneplaceError, match=r"has its table on the sheet 'Last year', which is hidden. Say sheet=Last"):
        _read(book)
    page["A1"] = "See the other sheet"
    page["A2"] = "Thanks"
    with pytest.raises(OneplaceError, match=r"columns on the sheet 'Last year', which is hidden, and not on 'Sheet'"):
        _read(book)


def test_an_opendocument_spreadsheet_hides_alike(tmp_path):
    header = _row(*map(_cell, NAMES))
    body = [_row(_cell(str(a)), *(_cell(str(x), "float", str(x)) for x in rest)) for a, *rest in ROWS]
    hidden = body[1].replace("<table:table-row", '<table:table-row table:visibility="filter"')
    path = _write(tmp_path / "a.ods", Table=[header, body[0], hidden])
    with pytest.raises(OneplaceError, match=r"ods:3: row 3 is hidden by a filter, of 2 in the table"):
        sheets.read(path, NAMES)
    columns = "<table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='2'/>"
    path = _write(tmp_path / "a.ods", Table=[columns, header, *body])
    assert sheets.read(path, ["Deaths"]).notes == ("Column 'Deaths' is hidden in the workbook, and was read.",)


def test_a_hidden_sheet_of_an_opendocument_spreadsheet_is_no_rival(tmp_path):
    rows = [_row(*map(_cell, NAMES)), _row(_cell("North"), _cell("1", "float", "1"), _cell("10", "float", "10"))]
    path = _write(tmp_path / "a.ods", Old=rows, New=rows)
    with pytest.raises(OneplaceError, match="2 sheets with a table"):
        sheets.read(path, NAMES)
    with zipfile.ZipFile(path) as parts:
        text = parts.read("content.xml").decode()
    style = '<style:style style:name="ta9"><style:table-properties table:display="false"/></style:style>'
    text = text.replace(SPACES, SPACES + ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"')
    text = text.replace(
        '<table:table table:name="Old">', style + '<table:table table:name="Old" table:style-name="ta9">'
    )
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parts.writestr("content.xml", text)
    assert len(sheets.read(path, NAMES)) == 1
