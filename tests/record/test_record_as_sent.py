"""Files as partners send them, one a kind, whose answer is known: a record, or the line that says what is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.problems import OneplaceError
from tests.record.conftest import NUMBERS, Small, make_place

pytestmark = pytest.mark.slow  # each loads a record

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
linkage: keys
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: S
    datasets:
      - id: d
        files: f.csv
        key: [id]
        person: id
        columns: {id: required text, born: date, age: integer, lsoa: text, seen: date}
        facts: {as_of: seen, birth_date: born, age: age, lsoa_code: lsoa}
"""


def sent(tmp_path, *lines):
    made = Small(tmp_path, make_place(SOURCES, tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    (made.extracts / "s" / "f.csv").write_text("\n".join(lines) + "\n")
    return made


def test_a_pseudonymised_list_with_ages_and_codes_as_a_spreadsheet_writes_them(tmp_path):
    codes = ["E01017137", " e01017137 ", "E01003296", "W01000958", "E99999999", ""]
    made = sent(tmp_path, "id,age,lsoa,seen,born", *(f"K{i},45.0,{code},2025-04-01," for i, code in enumerate(codes)))
    report = made.load()
    assert made.rejects(report) == []
    assert made.rows(report, "SELECT DISTINCT birth_date, birth_date_precision FROM person") == [
        (date(1979, 10, 1), "year")
    ]
    placed = made.rows(report, "SELECT lsoa21_code, count(*) FROM address GROUP BY ALL ORDER BY ALL NULLS LAST")
    assert placed == [("E01017137", 2), (None, 3)]
    (told,) = made.quality(report, field="neighbourhood")
    assert (told["passed"], told["checked"]) == (2, 5)


def test_keys_that_a_spreadsheet_shortened_are_nobody(tmp_path):
    made = sent(
        tmp_path, "id,age,lsoa,seen,born", "1.23E+11,,,,1950-02-01", "1.23E+11,,,,1951-02-01", "12E4,,,,1952-02-01"
    )
    report = made.load()
    assert made.rows(report, "SELECT birth_date FROM person") == [(date(1952, 2, 1),)]
    reason = "is a number that a spreadsheet shortened: have the column written as text"
    assert [(row, field, action, why) for _, row, field, action, why, _ in made.rejects(report)] == [
        (2, "id", "row refused", reason),
        (3, "id", "row refused", reason),
    ]


def test_codes_that_a_spreadsheet_shortened_or_spoilt_are_no_codes(peopled):
    peopled.file("gp/journal.csv", "1,2020-05-05,,3.83E+07,", "1,2020-05-06,,#REF!,", "1,2020-05-07,,38341003,#N/A")
    report = peopled.load()
    assert peopled.rows(report, "SELECT code FROM observation WHERE load_id LIKE 'gp.%'") == [("38341003",)]
    assert [(row, field, why) for file, row, field, _, why, _ in peopled.rejects(report) if "journal" in file] == [
        (2, "code", "is a number that a spreadsheet shortened: have the column written as text"),
        (3, "code", "is a fault of a spreadsheet's formula: have it mended"),
        (4, "value", "is not a number"),
    ]


def test_blanks_that_break_no_line_and_marks_that_nobody_sees_are_not_said(small):
    number = NUMBERS["anna"]
    wide = f"1,\u200b{number}\u00a0,\u00a0Anna,Adams\ufeff,1950-02-03\u00a0,F,A,,SO60\u00a01AA,2010-01-01,,"
    small.file("gp/patients.csv", wide, f"2,{number[:3]}\u202f{number[3:6]}\u00a0{number[6:]},,,,F,A,,,2010-01-01,,")
    report = small.load()
    assert small.rejects(report) == []
    assert small.rows(report, "SELECT birth_date FROM person") == [(date(1950, 2, 3),)]


@pytest.mark.parametrize(
    ("line", "told"),
    [("id;age;lsoa;seen;born", 'delimiter: ";"'), ("id\tage\tlsoa\tseen\tborn", r'delimiter: "\\t"')],
)
def test_another_delimiter_is_named(tmp_path, line, told):
    with pytest.raises(OneplaceError, match=told):
        sent(tmp_path, line).load()


@pytest.mark.parametrize("encoded", ["utf-8", "cp1252"])
def test_titles_above_the_header_are_passed_over_and_lines_keep_their_numbers(tmp_path, encoded):
    text = SOURCES.replace("files: f.csv", f"files: f.csv\n        encoding: {encoded}")
    made = Small(tmp_path, make_place(text, tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    lines = [
        "Patients – 1 April 2026",
        "",
        '"All, of them",,',
        "id,age,lsoa,seen,born",
        "1,,,,1950-02-01",
        "2,,",
        "3,,,,soon",
    ]
    (made.extracts / "s" / "f.csv").write_bytes("\r\n".join([*lines, ""]).encode(encoded))
    report = made.load()
    assert made.rows(report, "SELECT birth_date FROM person ORDER BY ALL NULLS LAST") == [(date(1950, 2, 1),), (None,)]
    assert [(row, field, why) for _, row, field, _, why, _ in made.rejects(report)] == [
        (6, "", "has too few columns"),
        (7, "born", "is not a date"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("extra", ["", "other,"], ids=["declared columns", "one more"])
def test_a_line_in_which_nothing_stands_is_no_row_and_later_ones_keep_their_lines(tmp_path, end, extra):
    """Excel writes such lines for rows that were emptied; where an undeclared column says something it is a row."""
    made = sent(tmp_path, "")
    less = "," * (4 if extra else 3)
    lines = [
        f"{extra}id,age,lsoa,seen,born",
        ",1,,,,1950-02-01" if extra else "1,,,,1950-02-01",
        less + ",",
        less + " , \u00a0",
        f'"",{less}',
        less,  # one column short
        less + ",,",
        "   ",
        ",2,,,,soon" if extra else "2,,,,soon",
        *["x,,,,,"] * bool(extra),
        *[less + ","] * 20,
    ]
    (made.extracts / "s" / "f.csv").write_bytes(end.join([*lines, ""]).encode())
    report = made.load()
    found = [(row, field, why) for _, row, field, _, why, _ in made.rejects(report)]
    assert found == [(9, "born", "is not a date"), *[(10, "id", "is missing")] * bool(extra)]
    of_file = made.rows(report, "SELECT rows_read, rows_kept, rows_rejected FROM load")
    assert of_file == [(3, 2, 1) if extra else (2, 2, 0)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_quotation_mark_that_is_not_closed_costs_one_row_whatever_ends_the_lines(tmp_path, end):
    made = sent(tmp_path, "")
    lines = ["id,age,lsoa,seen,born", "1,,,,1950-02-01", '"2,,,,1951-02-01', "3,,,,1952-02-01", "4,,,,1953-02-01"]
    (made.extracts / "s" / "f.csv").write_bytes(end.join([*lines, ""]).encode())
    report = made.load()
    assert sorted(born.year for (born,) in made.rows(report, "SELECT birth_date FROM person")) == [1950, 1952, 1953]
    assert [row for _, row, *_ in made.rejects(report)] == [3]
