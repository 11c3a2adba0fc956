"""Files as people have them: the same table comes out, whatever program wrote it; and each row knows its line."""

import csv
import gzip
import io
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import sheets
from oneplace.problems import OneplaceError
from oneplace.sheets import excel

NAMES = ["Area", "Deaths", "Population"]
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["North", "Ynys Môn", 'St "Mary"', "Bath, East", "007", "Två\nrader"]),
        st.integers(0, 2_000_000),
        st.integers(1, 9_000_000),
    ),
    min_size=2,
    max_size=6,
)
TITLES = [[], [["Deaths by area"]], [["Deaths, by area", "2023"], []], [[], ["Table 1"], [], []]]
NOTES = [[], [[], ["Source: made up"]], [[], ["1. A note, with a comma"], ["2. Another"], []]]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("sheets") / "table.csv"


@pytest.mark.slow
@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    rows=ROWS,
    delimiter=st.sampled_from(",;\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    titles=st.sampled_from(TITLES),
    notes=st.sampled_from(NOTES),
    thousands=st.booleans(),
    padded=st.booleans(),
    blank=st.sets(st.integers(0, 5)),
    quoted=st.booleans(),
)
def test_the_same_table_comes_out_of_every_habit(  # noqa: PLR0917 (each is a habit)
    file, rows, delimiter, encoding, ending, titles, notes, thousands, padded, blank, quoted
):
    lines = [*titles, NAMES]
    for i, (area, deaths, people) in enumerate(rows):
        lines += [[]] * (i in blank) + [[area, *(f"{x:,}" if thousands else str(x) for x in (deaths, people))]]
    lines += notes
    if padded:
        lines = [[*line, *[""] * (3 - len(line))] for line in lines]
    text = io.StringIO(newline="")
    every = quoted or ending == "\r"
    writer = csv.writer(text, delimiter=delimiter, lineterminator=ending, quoting=csv.QUOTE_ALL if every else 0)
    writer.writerows(lines)
    file.write_bytes(text.getvalue().encode(encoding))
    sheet = sheets.read(file, ["Deaths", "Population"])
    assert sheet.columns == NAMES
    areas = sheet.coded("Area")
    assert [areas.texts[i] for i in areas.code] == [" ".join(area.split()) for area, *_ in rows]
    assert sheet.numbers("Deaths").value.tolist() == [deaths for _, deaths, _ in rows]
    assert sheet.numbers("Population").value.tolist() == [people for *_, people in rows]
    assert len(sheet.notes) == sum(map(bool, notes))


def test_a_long_file_is_the_same_and_knows_its_lines(file):
    body = [f"A{i},{i},{i + 1}" for i in range(5000)]
    body[4000:4000] = [",,", ""]
    body[3000] = '"A\nB",3000,3001'
    file.write_text("\n".join(["Title", "", ",".join(NAMES), *body]) + "\n")
    sheet = sheets.read(file)
    assert len(sheet) == 5000
    assert [sheet.line(i) for i in (0, 2999, 3000, 3001, 4999)] == [4, 3003, 3004, 3006, 5006]
    file.write_text(file.read_text().replace("A4500,4500,", "A4500,4x,"))
    with pytest.raises(OneplaceError, match=r"csv:4507:2: column 'Deaths' has '4x'"):
        sheets.read(file).numbers("Deaths")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"  \n", "is empty"),
        (b"1,2\n3,4\n", "csv:1: has numbers where the names of columns should stand"),
        (b"a,b\n1,2,3\n", "csv:2: has 3 cells where the line of names has 2. Put a cell"),
        (b"a,b\n1\n", "csv:2: has 1 cell where the line of names has 2"),
        (b'a,b\n3,4\n"1,2\n5,6\n', r":3: can't be read: unexpected end of data"),
        (b' [{"a": 1}]', "is JSON, and no table"),
        (b'\xef\xbb\xbf{"rows": []}', "is JSON, and no table"),
        (b"\xd0\xcf\x11\xe0old", r"old Excel file \(.xls\) or one that a password protects. Save it as .xlsx"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<html><table>", "is a web page"),
        (b"a,b\n\x81\x8d\x00", "is no text in UTF-8, UTF-16 or Windows-1252"),
        (b"PK\x03\x04broken", "is no workbook of Excel"),
        (b"PAR1broken", "can't be read"),
    ],
)
def test_what_can_not_be_read_is_told_in_one_line(file, content, said):
    file.write_bytes(content)
    with pytest.raises(OneplaceError, match=said) as caught:
        sheets.read(file)
    assert len(caught.value.problems) == 1


def test_a_publishers_archive_says_what_it_holds(tmp_path):
    with zipfile.ZipFile(tmp_path / "figures.csv", "w") as parts:
        for part in range(7):
            parts.writestr(f"{part}.csv", "a,b\n1,2\n")
    said = r"is a zip archive that holds 0.csv, 1.csv, 2.csv, 3.csv, 4.csv and 2 more. Unpack it"
    with pytest.raises(OneplaceError, match=said):
        sheets.read(tmp_path / "figures.csv")


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(OneplaceError, match="can't be read: No such file"):
        sheets.read(tmp_path / "none.csv")


def test_a_name_that_is_there_twice_is_refused_where_it_is_wanted(file):
    file.write_text("x,n,x\n1,2,3\n")
    sheet = sheets.read(file)
    assert sheet.columns == ["x", "n", "x (column 3)"]
    sheet.need("n")
    with pytest.raises(OneplaceError, match="column 'x' is there 2 times: as column 1 and 3"):
        sheet.need("x")


@pytest.mark.parametrize("mark", "\u200b\u200d\u200e\u2060\ufeff")
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_marks_of_no_width_are_not_there(tmp_path, mark, form):
    path, rows = tmp_path / f"copied.{form}", [["Area", f"Deaths{mark}"], [f"{mark}North", f"1{mark}2"]]
    if form == "csv":
        path.write_text("\n".join(map(",".join, rows)), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    sheet = sheets.read(path, ["Deaths"])
    assert sheet.numbers("Deaths").value.tolist() == [12]
    assert sheet.coded("Area").texts == ("North",)


def test_a_workbook_shows_what_its_reader_sees(tmp_path):
    book = openpyxl.Workbook()
    page = book.active
    page.append(["Deaths by area"])
    page.append([])
    page.append(["Area", "Month", "Deaths", "Share"])
    page.append([7, None, 1234, 0.125])
    page.append(["08", None, "*", 0.5])
    for row, day in ((4, 1), (5, 28)):
        page.cell(row, 1).number_format = "000"
        page.cell(row, 2, openpyxl.utils.datetime.from_excel(45017 + day))
        page.cell(row, 4).number_format = "0.0%"
    book.create_sheet("Notes").append(["Nothing"])
    book.save(tmp_path / "a.xlsx")
    sheet = sheets.read(tmp_path / "a.xlsx", ["Deaths", "Share"])
    assert sheet.coded("Area").texts == ("007", "08")
    assert sheet.coded("Month").texts == ("2023-04-02", "2023-04-29")
    assert sheet.numbers("Share").value.tolist() == [12.5, 50]
    assert sheet.numbers("Deaths").hidden.tolist() == [False, True]
    assert [sheet.line(i) for i in (0, 1)] == [4, 5]
    with pytest.raises(OneplaceError, match=r"has 2 sheets with a table: Sheet, Notes. Name one"):
        sheets.read(tmp_path / "a.xlsx")
    with pytest.raises(OneplaceError, match=r"has no sheet 'Data'. It has: Sheet, Notes"):
        sheets.read(tmp_path / "a.xlsx", sheet="Data")
    page["A4"] = "East"
    page.merge_cells("A4:A5")
    page.merge_cells("C4:C5")
    book.save(tmp_path / "a.xlsx")
    merged = sheets.read(tmp_path / "a.xlsx", ["Deaths", "Share"])
    assert merged.coded("Area").texts == ("East",)  # a text holds for all, a number once
    assert merged.numbers("Deaths").value.tolist()[0] == 1234
    assert not merged.numbers("Deaths").hidden.any()
    page.unmerge_cells("C4:C5")
    page["C4"] = "=1+1"
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(OneplaceError, match=r"xlsx:4:3: cell C4 holds a formula without its result"):
        sheets.read(tmp_path / "a.xlsx", sheet="Sheet")


def test_parquet_is_known_by_what_is_in_it(tmp_path):
    pyarrow.parquet.write_table(pa.table({"x": [1, 2]}), tmp_path / "a.csv")
    assert sheets.read(tmp_path / "a.csv").numbers("x").value.tolist() == [1, 2]


@pytest.mark.parametrize("rows", [3, 3000])
def test_a_line_that_says_it_is_a_note_needs_no_empty_line_above(file, rows):
    body = "".join(f"area {i},{i}\n" for i in range(rows))
    file.write_text(f"Area,Deaths\n{body}No number,\nSource: ONS\n1. Deaths registered in a year,\n")
    found = sheets.read(file, ["Area", "Deaths"])
    assert (len(found), found.coded("Area").texts[-1]) == (rows + 1, "No number")
    assert found.notes == tuple(
        f"Left out below the table: {note}" for note in ("Source: ONS", "1. Deaths registered in a year")
    )


def test_a_workbook_that_would_fill_the_memory_is_refused(tmp_path, monkeypatch):
    book, path = openpyxl.Workbook(), tmp_path / "a.xlsx"
    for row in (NAMES, ["North", 1, 2]):
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as parts:
        size = sum(part.file_size for part in parts.infolist())
    monkeypatch.setattr(excel, "MOST_BYTES", size)
    assert sheets.read(path).columns == NAMES
    monkeypatch.setattr(excel, "MOST_BYTES", size - 1)
    with pytest.raises(OneplaceError, match="unpacks to 0 MB; at most 0 MB are read"):
        sheets.read(path)


TABLE = b"Area,Deaths\nNorth,12\nSouth,7\n"


@pytest.mark.parametrize("packed", [gzip.compress(TABLE), gzip.compress(TABLE[:15]) + gzip.compress(TABLE[15:])])
def test_a_table_compressed_by_gzip_is_read_whatever_its_name(tmp_path, packed):
    path = tmp_path / "deaths.csv.gz"
    path.write_bytes(packed)
    plain = tmp_path / "deaths.csv"
    plain.write_bytes(TABLE)
    assert sheets.read(path).table.rows() == sheets.read(plain).table.rows()


@pytest.mark.parametrize(
    ("packed", "says"),
    [
        (gzip.compress(TABLE)[:-9], "is cut off: the gzip stream ends too early."),
        (b"\x1f\x8b" + b"no gzip at all", "is no sound gzip file ("),
        (gzip.compress(gzip.compress(TABLE)), "holds a compressed file that is no text."),
        (gzip.compress(b"PK\x03\x04 a workbook"), "holds a compressed file that is no text."),
        (gzip.compress(b""), "is empty."),
        (gzip.compress(b"<html><body>Not found"), "is a web page or XML"),
    ],
)
def test_a_compressed_file_that_is_no_whole_table_says_why(tmp_path, packed, says):
    path = tmp_path / "deaths.csv.gz"
    path.write_bytes(packed)
    with pytest.raises(OneplaceError) as told:
        sheets.read(path)
    assert says in str(told.value)


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("oneplace.sheets.decoding.MOST_BYTES", 1_000_000)
    path = tmp_path / "bomb.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 1_000_000))
    with pytest.raises(OneplaceError, match="unpacks to more than 1 MB"):
        sheets.read(path)


@pytest.mark.parametrize("before", range(0, 44, 3))
def test_a_long_file_is_read_wherever_its_first_part_is_cut(tmp_path, before):
    """The form is told by the first 20,000 characters, which end within a cell in quotes as often as not."""
    row = 'North,"Bath, ""old"" and new",12\n'
    path = tmp_path / "long.csv"
    path.write_text("Area,Where,Deaths\n" + "x" * before + row * 2000)
    found = sheets.read(path)
    assert len(found) == 2000
    assert found.table["Where"].to_list() == ['Bath, "old" and new'] * 2000


def test_in_a_long_file_a_quotation_that_never_ends_is_told_of_its_line(tmp_path):
    path = tmp_path / "long.csv"
    path.write_text("Area,Where,Deaths\n" + "North,Bath,12\n" * 3000 + 'South,"Wells,7\n' + "North,Bath,12\n" * 3000)
    with pytest.raises(OneplaceError, match="Close each quotation") as told:
        sheets.read(path)
    assert told.value.problems[0].line == 3002


def test_a_workbook_with_broken_parts_is_refused_in_a_line(tmp_path):
    path = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("[Content_Types].xml", "no XML")
    with pytest.raises(OneplaceError, match="is no workbook of Excel that can be read"):
        sheets.read(path)
