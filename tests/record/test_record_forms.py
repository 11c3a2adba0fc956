"""One table in every form that partners keep it in is one record; cut anywhere it ends in clear lines."""

from __future__ import annotations

import gzip
import io
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from oneplace.place.sources import Dataset
from oneplace.problems import OneplaceError
from oneplace.record.proposing import draft
from tests.record.conftest import Small, make_place
from tests.record.test_record_any_habits import loaded
from tests.record.test_record_habits import COLUMNS, SOURCES

pytestmark = pytest.mark.slow  # each loads records

TABLE = [["id", "name", "d"], ["1", "Café", "2025-04-01"], ["2", "The\nHut", "01/05/2025"], ["3", "C", "no day"]]
SAID = [("1", "Café", date(2025, 4, 1)), ("2", "The Hut", date(2025, 5, 1)), ("3", "C", None)]
FHIR = '{{"resourceType": "Organization", "id": "{}", "name": "{}"}}\n'
PATHS = "id: {type: text, path: id, required: true}, name: {type: text, path: name}, d: {type: date, path: d}"


def zst(content):
    packed = pa.BufferOutputStream()
    with pa.CompressedOutputStream(packed, "zstd") as file:
        file.write(content)
    return packed.getvalue().to_pybytes()


def workbook(*, titles=(), others=(), day=None, text=None):
    book = Workbook()
    sheet = book.active
    sheet.title = "Teams"
    for row in (*titles, *TABLE):
        sheet.append(list(row))
    if day or text:
        sheet.cell(len(titles) + 2, 3).value = day or text
    for name in others:
        book.create_sheet(name).append(["Sent in May"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def parquet():
    file = io.BytesIO()
    pq.write_table(pa.table({name: [row[i] for row in TABLE[1:]] for i, name in enumerate(TABLE[0])}), file)
    return file.getvalue()


CSV = "\n".join(",".join(row) for row in TABLE).replace("The\nHut", "The Hut").encode()
LINES = "".join(FHIR.format(n, name) for n, name in enumerate("abc")).encode()
BUNDLE = b'{"resourceType": "Bundle", "entry": [%s]}' % b", ".join(
    b'{"resource": %s}' % line for line in LINES.splitlines()
)
EXCEL = "format: excel"
FORMS = {
    "f.csv": (CSV, ""),
    "f.csv.gz": (gzip.compress(CSV, mtime=0), ""),
    "f.csv.zst": (zst(CSV), ""),
    "f.csv.zst in Windows-1252": (zst(CSV.decode().encode("cp1252")), "encoding: cp1252"),
    "f.csv.zst below titles": (zst(b"Teams\n\n" + CSV), ""),
    "f.parquet": (parquet(), "format: parquet"),
    "f.xlsx": (workbook(), EXCEL),
    "f.xlsx with days": (workbook(day=date(2025, 4, 1)), EXCEL),
    "f.xlsx with titles and notes": (workbook(titles=[["Teams of April"], []], others=["Notes"]), EXCEL),
    "f.xlsx of which a sheet is named": (workbook(others=["Notes"]), f"{EXCEL}\n        sheet: Teams"),
}
"""Bytes and declaration by the form; the first word names the file, and what stands after a blank is said of it."""
STREAMED = {
    "f.ndjson": (LINES, "format: ndjson"),
    "f.ndjson.zst": (zst(LINES), "format: ndjson"),
    "f.json": (BUNDLE, "format: bundle\n        resource: Organization"),
    "f.json.gz": (gzip.compress(BUNDLE, mtime=0), "format: bundle\n        resource: Organization"),
}


def made(folder, form, written, more):
    name = form.split()[0]
    plain = name.removesuffix(".gz").removesuffix(".zst")
    columns = PATHS if form in STREAMED else COLUMNS
    sources = SOURCES.replace("f.csv", plain).format(more=more, columns=columns)
    place = Small(folder, make_place(sources, folder))
    (place.extracts / "s").mkdir(parents=True)
    (place.extracts / "s" / name).write_bytes(written)
    return place


@pytest.mark.parametrize("form", FORMS)
def test_a_table_is_the_same_record_in_every_form(tmp_path, form):
    place = made(tmp_path, form, *FORMS[form])
    report = place.load()
    assert place.rows(report, "SELECT organisation_code, name, start_date FROM organisation ORDER BY 1") == [
        (code, name if form != "f.parquet" else name.replace("The Hut", "The\nHut"), day) for code, name, day in SAID
    ]
    above = 2 if "titles" in form else 0
    line = 3 if form == "f.parquet" else 4 + above
    [(_, row, field, action, *_)] = place.rejects(report)
    assert (row, field, action) == (line, "d", "value removed")


def test_a_row_in_which_nothing_stands_is_no_row_and_later_ones_keep_their_numbers(tmp_path):
    book = load_workbook(io.BytesIO(workbook()))
    book.active.insert_rows(3, amount=2)
    book.active["B4"] = "  "
    file = io.BytesIO()
    book.save(file)
    place = made(tmp_path, "f.xlsx", file.getvalue(), EXCEL)
    report = place.load()
    assert [told[1:4] for told in place.rejects(report)] == [(6, "d", "value removed")]
    assert place.rows(report, "SELECT rows_read, rows_kept FROM load") == [(3, 3)]


@pytest.mark.parametrize("year", [1, 970, 9999])
@pytest.mark.parametrize("form", ["f.csv", "f.xlsx"])
def test_a_wrong_year_is_one_value_removed(tmp_path, form, year):
    day = f"{year:04}-12-31"
    written = workbook(text=day) if form == "f.xlsx" else CSV.replace(b"2025-04-01", day.encode())
    place = made(tmp_path, form, written, FORMS[form][1])
    report = place.load()
    assert len(place.rows(report, "SELECT * FROM organisation")) == 3
    reason = "is before 1900" if year < 1900 else "is after the day of the extract, 2026-03-31"
    assert ("d", "value removed", reason) in [told[2:5] for told in place.rejects(report)]


@pytest.mark.parametrize("form", ["f.csv", "f.csv.gz", "f.csv.zst", "f.parquet", "f.xlsx", *STREAMED])
@settings(max_examples=2, deadline=None, derandomize=True)
@given(cut=st.floats(0, 1, exclude_max=True))
def test_a_file_cut_anywhere_ends_in_clear_lines_or_in_what_came_before_the_cut(form, cut):
    written, more = (FORMS | STREAMED)[form]
    with TemporaryDirectory() as folder:
        place = made(Path(folder), form, written, more)
        path = next((place.extracts / "s").iterdir())
        path.write_bytes(written[: int(cut * len(written))])
        found = loaded(place)
        if isinstance(found, OneplaceError):
            assert [problem.path for problem in found.problems] == [path]
            assert [problem for problem in found.problems if "\n" in problem.message or not problem.mend] == []
        else:
            cut_off = any(reason.startswith("breaks off") for *_, reason, _ in place.rejects(found))
            assert cut_off or path.suffix in (".csv", ".ndjson"), "what is missing of a form that says so is told"
            kept = {code for (code,) in place.rows(found, "SELECT organisation_code FROM organisation")}
            assert kept <= set("012" if ".ndjson" in path.name else "123")


@pytest.mark.parametrize(
    ("written", "more", "said"),
    [
        (workbook()[:-30], EXCEL, "is no workbook of Excel that can be read"),
        (workbook(), f"{EXCEL}\n        sheet: Patients", "has no sheet 'Patients'"),
        (CSV, EXCEL, "is no workbook of Excel that can be read"),
    ],
)
def test_what_is_no_such_workbook_is_told_before_a_row_is_read(tmp_path, written, more, said):
    with pytest.raises(OneplaceError, match=said) as told:
        made(tmp_path, "f.xlsx", written, more).load()
    assert told.value.problems[0].code == "extract-unusable"


def test_a_workbook_that_is_declared_as_text_is_told_with_what_to_declare(tmp_path):
    with pytest.raises(OneplaceError, match=r"is a workbook.*Declare `format: excel`"):
        made(tmp_path, "f.csv", workbook(), "").load()


@pytest.mark.parametrize(("given", "said"), [({"sheet": "A"}, "format: excel"), ({"delimiter": ";"}, "`delimiter`")])
def test_a_sheet_is_a_workbook_s_and_a_delimiter_is_not(given, said):
    form = {} if "sheet" in given else {"format": "excel"}
    with pytest.raises(ValueError, match=said):
        Dataset.model_validate({"id": "d", "files": "f", "columns": {"id": "text"}, **form, **given})


def test_a_workbook_is_proposed_by_its_largest_sheet(tmp_path):
    path = tmp_path / "visits 2025.xlsx"
    path.write_bytes(workbook(titles=[["Teams of April"], []], others=["Notes"]))
    text = draft([path], source="s", partner="P", as_at=date(2026, 3, 31))
    assert "        format: excel\n        sheet: Teams  # the largest" in text
    assert "          id: text\n          name: name\n          d: text\n" in text
