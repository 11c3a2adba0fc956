"""Files with the habits that partners have: each ends in a record, or in one line that says what is wrong."""

from __future__ import annotations

import json
from datetime import date

import pytest

from oneplace.problems import OneplaceError
from tests.record.conftest import Small, make_place, sources_of

pytestmark = pytest.mark.slow  # each loads records

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: made up
    synthetic: true
    datasets:
      - id: d
        files: f.csv
        {more}
        columns: {{{columns}}}
        key: [id]
        rows:
          - table: organisation
            values: {{organisation_code: id, name: name, start_date: d}}
"""
COLUMNS = "id: required text, name: text, d: date"


def place(tmp_path, written, *, more="format: csv", columns=COLUMNS):
    made = Small(tmp_path, make_place(SOURCES.format(more=more, columns=columns), tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    (made.extracts / "s" / "f.csv").write_bytes(written if isinstance(written, bytes) else written.encode())
    return made


def organisations(made, what="organisation_code, name, start_date"):
    report = made.load()
    return made.rows(report, f"SELECT {what} FROM organisation ORDER BY 1"), made.rejects(report)


FORMS = (
    *(
        "2025-04-01",
        "2025-04-01T00:00:00",
        "2025-04-01 00:00:00",
        "2025-04-01Z",
        "2025-03-31T23:00:00Z",
        "2025/04/01",
        "20250401",
    ),
    *("01/04/2025", "1/4/2025", "01.04.2025", "01-04-2025", "01/04/25", "01/04/2025 00:00", "31/03/2025 24:00"),
    *("01-Apr-2025", "01-APR-2025", "1-Apr-25", "01 Apr 2025", "1 April 2025", "31-Mar-25 24:00:00"),
    *("Tue 1 Apr 2025", "Tuesday, 1 April 2025", "1st April 2025", "April 1, 2025", "Apr  1 2025 12:00AM"),
    *("01/04/2025 11:59 pm", "01/04/2025 11:59:59PM", "01/04/2025 23:59:59.997", "2025/04/01 23:59:59.1234567"),
)
SERIAL = (
    "is a number of days, as Excel keeps dates: declare `format: excel serial` of its column, "
    "or have it written as a date"
)
NO_DATES = (
    ("31/04/2025", "is not a date"),
    ("01/04/2025 24:30", "is not a date"),
    ("soon", "is not a date"),
    ("45748", SERIAL),
    ("18296", SERIAL),
    ("45748.0", SERIAL),
    ("1801-01-01", "is before 1900"),
    ("01/04/2031", "is after the day of the extract, 2026-03-31"),
)
NOTHING = ("NA", "n/a", "NULL", "None", "nan", "-", ".", r"\N")


def numbered(days):
    return "id,name,d\n" + "".join(f'{i:02d},a,"{day}"\n' for i, day in enumerate(days))


def test_a_date_in_any_of_the_common_forms(tmp_path):
    found, rejects = organisations(place(tmp_path, numbered(FORMS)), "organisation_code, start_date")
    assert [FORMS[int(i)] for i, day in found if day != date(2025, 4, 1)] == []
    assert (len(found), rejects) == (len(FORMS), [])


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-07-01T23:00:00Z", 2),  # midnight in London
        ("2025-07-01T23:00Z", 2),
        ("2025-07-01 23:00:00.000Z", 2),
        ("2025-07-01T22:59:59Z", 1),
        ("2025-07-01T00:00:00Z", 1),
        ("2025-07-01T23:00:00", 1),
        ("2025-12-01T23:00:00Z", 1),
        ("2025-07-01T23:00:00+00:00", 2),
        ("2025-07-01T23:30:00+01:00", 1),
        ("2025-07-01 23:00:00.000 +0000", 2),
        ("2025-12-01 23:30:00-01", 2),
    ],
)
def test_the_day_of_a_clock_with_its_offset_is_londons(tmp_path, written, day):
    ((found,),), rejects = organisations(place(tmp_path, f"id,name,d\n1,a,{written}\n"), "start_date")
    assert (found.day, rejects) == (day, [])


def test_a_date_that_is_none_says_why(tmp_path):
    found, rejects = organisations(place(tmp_path, numbered(day for day, _ in NO_DATES)), "start_date")
    assert found == [(None,)] * len(NO_DATES)
    assert [(said, reason) for *_, reason, said in rejects] == list(NO_DATES)


@pytest.mark.parametrize(("written", "year"), [("01/04/26", 1926), ("01/03/26", 2026), ("01/04/45", 1945)])
def test_a_year_of_two_digits_is_past(tmp_path, written, year):
    ((found,),), _ = organisations(place(tmp_path, f"id,name,d\n1,a,{written}\n"), "start_date")
    assert found.year == year


def test_declared_forms_are_tried_in_their_order(tmp_path):
    columns = 'id: required text, name: text, d: {type: date, format: ["%m/%d/%Y", "%d/%m/%Y"]}'
    written = "id,name,d\n1,a,04/01/2025\n2,b,31/12/2024\n3,c,2025-04-01\n"
    found, rejects = organisations(place(tmp_path, written, columns=columns))
    assert [day for *_, day in found] == [date(2025, 4, 1), date(2024, 12, 31), None]
    assert len(rejects) == 1


def test_what_stands_for_no_date_is_none(tmp_path):
    assert organisations(place(tmp_path, numbered(NOTHING)), "start_date") == ([(None,)] * len(NOTHING), [])


def test_a_code_is_its_lists_whatever_its_case(tmp_path):
    columns = "id: required text, name: {codes: [F, m, Unk, x, X]}, other: {codes: [ed, IP]}, d: date"
    more = "format: csv\n        refuse: [{when: other = 'ip', because: not as listed}]"
    lines = ["id,name,d,other", "1,F,,", "2,x,,", "3,X,,", "4,f,,", "5,F,,ip", "6,F,,Ed", "7,F,,op"]
    made = place(tmp_path, "\n".join(lines) + "\n", more=more, columns=columns)
    found, rejects = organisations(made, "organisation_code, name")
    assert found == [("1", "F"), ("2", "x"), ("3", "X"), ("4", None), ("5", "F"), ("6", "F"), ("7", "F")]
    assert [(line, field) for _, line, field, *_ in rejects] == [(5, "name"), (8, "other")]


@pytest.mark.parametrize(
    "written",
    [
        "id,name,d\r\n1,a,\r\n2,b,\n",
        "id,name,d\n1,a,\r\n2,b,\n",
        "id,name,d\n1,a,\n2,b,\r\n",
        "id,name,d\r1,a,\r2,b,\r",
    ],
)
def test_lines_that_end_otherwise(tmp_path, written):
    found, rejects = organisations(place(tmp_path, written), "organisation_code, name")
    assert (found, rejects) == ([("1", "a"), ("2", "b")], [])


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"PK\x03\x04", r"is a workbook \(Excel's\), whatever its name says\. Declare `format: excel`"),
        (b"\xd0\xcf\x11\xe0", r"is a workbook \(Excel's\), whatever its name says\. Ask"),
        (b"\x1f\x8b\x08", r"is compressed \(gzip\), and its name doesn't say so\. Let its name end in \.gz"),
        (b"%PDF-1.7", r"is a PDF\. Ask the partner for the table"),
        (b"\xef\xbb\xbf\n<HTML>", "is a web page or XML, whatever its name says. Ask"),
    ],
)
def test_a_file_of_another_kind_whatever_its_name_says(tmp_path, start, said):
    with pytest.raises(OneplaceError, match=rf"f\.csv: .*{said}"):
        place(tmp_path, start + b"\0" * 99).load()


def test_what_stands_for_no_text_is_what_the_dataset_declares(tmp_path):
    written = "id,name,d\n1,NA,\n2,NULL,\n3,x,\n"
    told = [("1", None, None), ("2", "NULL", None), ("3", "x", None)]
    assert organisations(place(tmp_path, written, more="missing: [na]"))[0] == told


def test_columns_in_another_order_and_case_among_others(tmp_path):
    written = 'D,other,ID,"na me",Name\n2025-04-01,x,1,y,a\n'
    assert organisations(place(tmp_path, written)) == ([("1", "a", date(2025, 4, 1))], [])


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_windows_1252(tmp_path, end):
    written = f"id,name,d{end}1,“Street” team – £5,{end}".encode("cp1252")
    assert organisations(place(tmp_path, written, more="encoding: cp1252"))[0] == [("1", "“Street” team – £5", None)]


def test_windows_1252_that_nobody_declared_is_refused(tmp_path):
    found, rejects = organisations(place(tmp_path, "id,name,d\n1,£5,\n2,b,\n".encode("cp1252")))
    assert found == [("2", "b", None)]
    ((reason,),) = [(why,) for *_, why, _ in rejects]
    assert reason == "is not valid UTF-8: declare `encoding: cp1252` if Excel wrote the file on Windows"


NUMBERS = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: made up
    datasets:
      - id: d
        files: f.csv
        columns: {id: required text, nhs: nhs_number}
        person: id
        facts: {nhs_number: nhs}
"""


@pytest.mark.parametrize(
    ("written", "read", "reason"),
    [
        ("9990000018", "9990000018", None),
        ("999 000 0018", "9990000018", None),
        ("999-000-0018", "9990000018", None),
        ("607230002", None, "is a number as a spreadsheet writes it, without its first nought or with a point"),
        ("9990000034.0", None, "is a number as a spreadsheet writes it, without its first nought or with a point"),
        ("9990000019", None, "is not a valid NHS number (ten digits, the last a check digit)"),
    ],
)
def test_a_number_that_a_spreadsheet_spoilt_says_so(tmp_path, written, read, reason):
    made = Small(tmp_path, make_place(NUMBERS, tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    (made.extracts / "s" / "f.csv").write_text(f"id,nhs\n1,{written}\n")
    report = made.load()
    import pyarrow.parquet as pq

    assert pq.read_table(report.identity / "identity.parquet")["nhs_number"].to_pylist() == [read]
    assert [why for *_, why, _ in made.rejects(report)] == ([reason] if reason else [])


def test_forms_are_checked_when_the_file_is_read(tmp_path):
    wrong = SOURCES.format(more="format: csv", columns='id: text, d: {type: date, format: ["%Q"]}')
    with pytest.raises(Exception, match="format"):
        sources_of(wrong, tmp_path)


BUNDLE = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: FHIR
    datasets:
      - id: d
        files: f.json
        format: bundle
        resource: Organization
        columns: {id: {type: text, path: id, required: true}, name: {type: text, path: name}}
        rows: [{table: organisation, values: {organisation_code: id, name: name}}]
"""


def bundled(tmp_path, written):
    made = Small(tmp_path, make_place(BUNDLE, tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    (made.extracts / "s" / "f.json").write_text(written)
    return made


def test_a_fhir_bundle_is_read_resource_by_resource(tmp_path):
    entries = [
        {"resource": {"resourceType": "Organization", "id": "B1", "name": "Łódź\nStreet"}},
        {"resource": {"resourceType": "Patient", "id": "p"}},
        {"resource": {"resourceType": "Organization", "name": "nameless"}},
    ]
    written = json.dumps({"resourceType": "Bundle", "entry": entries}, indent=2)
    found, rejects = organisations(bundled(tmp_path, written), "organisation_code, name")
    assert found == [("B1", "Łódź\nStreet")]
    assert [(row, field, why) for _, row, field, _, why, _ in rejects] == [(2, "id", "is missing")]


@pytest.mark.parametrize(
    "written", ["", "[]", "{}", '{"resourceType": "Patient"}', '{"resourceType": "Bundle", "entry": [1]}']
)
def test_what_is_no_bundle_is_told_in_a_line(tmp_path, written):
    with pytest.raises(OneplaceError, match="is not a FHIR Bundle"):
        bundled(tmp_path, written).load()


def test_bundles_within_a_bundle_are_read_and_what_is_deleted_or_only_asked_for_is_not(tmp_path):
    def entry(key, kind="Organization", **more):
        return {"resource": {"resourceType": kind, "id": key, "name": key, **more}}

    asked = {"request": {"method": "DELETE", "url": "Organization/B2"}}
    nested = entry("x", "Bundle", type="history", entry=[asked, entry("B2"), entry("B3")])
    written = {"resourceType": "Bundle", "type": "transaction", "entry": [entry("B1"), nested, asked]}
    found, rejects = organisations(bundled(tmp_path, "\ufeff" + json.dumps(written)), "organisation_code")
    assert (found, rejects) == ([("B1",), ("B3",)], [])


@pytest.mark.parametrize(
    ("entry", "holds"), [({"fullUrl": "u"}, "no resource"), ({"resource": {"id": "B2"}}, "a resource without")]
)
def test_an_entry_that_holds_nothing_is_named(tmp_path, entry, holds):
    written = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Organization", "id": "B1"}}, entry]}
    with pytest.raises(OneplaceError, match=f"entry 2 holds {holds}"):
        bundled(tmp_path, json.dumps(written)).load()


def test_a_bundle_without_an_entry_holds_nothing(tmp_path):
    assert organisations(bundled(tmp_path, '{"resourceType": "Bundle"}'), "name") == ([], [])


@pytest.mark.parametrize(("mark", "encoding"), [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_utf_16_is_read_with_either_of_its_marks(tmp_path, mark, encoding):
    made = place(tmp_path, mark + "id,name,d\n01,Zoë,2025-04-01\n".encode(encoding), more="encoding: utf-16")
    assert organisations(made) == ([("01", "Zoë", date(2025, 4, 1))], [])


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-32"])
def test_two_or_four_bytes_a_letter_without_a_mark_of_utf_16_are_told(tmp_path, encoding):
    made = place(tmp_path, "id,name,d\n01,a,2025-04-01\n".encode(encoding))
    with pytest.raises(OneplaceError, match="UTF-16 without the mark"):
        made.load()


def test_a_line_of_dashes_under_the_header_is_no_row(tmp_path):
    made = place(tmp_path, "List of teams\nid,name,d\n----,----,----------\n01,a,2025-04-01\n02,b,soon\n")
    found, rejects = organisations(made)
    assert found == [("01", "a", date(2025, 4, 1)), ("02", "b", None)]
    assert [(line, field) for _, line, field, *_ in rejects] == [(5, "d")]
