"""Bad files and bad rows: each said plainly, none lost, the rest read."""

from __future__ import annotations

import gzip

import pytest
from pydantic import ValidationError

from oneplace.place.sources import Dataset
from oneplace.problems import OneplaceError
from tests.record.conftest import SOURCES, make_place

pytestmark = pytest.mark.slow

NEXT = "9990000018"


def patients(small, *rows):
    small.file("gp/patients.csv", *rows)


def refused(small, report, file):
    return [row for row in small.rejects(report) if row[0] == file]


def test_missing_file_stops_the_load_and_says_who_has_not_sent_what(small):
    (small.extracts / "gp/journal.csv").unlink()
    with pytest.raises(OneplaceError) as error:
        small.load()
    (problem,) = error.value.problems
    assert problem.path == small.extracts / "gp/journal.csv"
    assert problem.message == "The practice has sent no journal.csv."
    assert not list((small.var / "record").glob("[!.]*"))


def test_every_unusable_file_is_named_at_once(small):
    (small.extracts / "gp/journal.csv").unlink()
    small.file("links/log.csv", header="Ref,Name")
    with pytest.raises(OneplaceError) as error:
        small.load()
    assert [problem.code for problem in error.value.problems] == ["extract-missing", "extract-header"]


def test_a_source_can_be_left_out_by_name(peopled):
    (peopled.extracts / "links/log.csv").unlink()
    report = peopled.load(without=["links"])
    assert peopled.rows(report, "SELECT count(*) FROM person") == [(2,)]
    with pytest.raises(OneplaceError, match="has no source nobody"):
        peopled.load(without=["nobody"])


def test_a_failed_load_leaves_the_last_record(peopled):
    first = peopled.load()
    peopled.file("gp/journal.csv", header="id,day")
    with pytest.raises(OneplaceError):
        peopled.load()
    assert peopled.rows(first, "SELECT count(*) FROM person") == [(2,)]


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("id,uprn,start,to", "The column from is missing."),
        ("id,uprn,from", "The column to is missing."),
    ],
)
def test_wrong_header(small, header, message):
    small.file("gp/addresses.csv", header=header)
    with pytest.raises(OneplaceError) as error:
        small.load()
    (problem,) = error.value.problems
    assert (problem.where, problem.message) == (f"{small.extracts / 'gp/addresses.csv'}:1", message)


def test_a_byte_order_mark_is_no_fault(small):
    path = small.file("gp/addresses.csv")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    small.load()


def test_empty_file(small):
    (small.extracts / "gp/journal.csv").write_text("")
    with pytest.raises(OneplaceError, match="is empty: it has not even a header"):
        small.load()


def test_what_is_called_gzip_and_is_not(small):
    path = small.extracts / "gp/journal.csv"
    path.rename(path.with_suffix(".csv.gz"))
    with pytest.raises(OneplaceError, match="is not a sound gzip file"):
        small.load()


def test_gzip_in_several_parts(peopled):
    path = peopled.extracts / "gp/journal.csv"
    lines = path.read_bytes().splitlines(keepends=True)
    path.with_suffix(".csv.gz").write_bytes(b"".join(gzip.compress(line) for line in lines))
    path.unlink()
    report = peopled.load()
    assert peopled.rows(report, "SELECT count(*) FROM observation WHERE source_dataset = 'gp.journal'") == [(2,)]


def test_thirtieth_of_february_in_a_required_date_refuses_the_row(peopled):
    peopled.file("gp/journal.csv", "1,2024-02-30,,38341003,", "1,2024-02-29,,38341003,")
    report = peopled.load()
    assert refused(peopled, report, "gp/journal.csv") == [
        ("gp/journal.csv", 2, "day", "row refused", "is not a date", "2024-02-30")
    ]
    assert peopled.rows(
        report, "SELECT count(*) FROM observation WHERE kind = 'diagnosis' AND activity_id IS NULL"
    ) == [(1,)]


def test_thirtieth_of_february_elsewhere_removes_the_value_and_keeps_the_row(small):
    patients(small, f"1,{NEXT},Anna,Adams,1950-02-30,F,A,,SO60 1AA,2010-01-01,,")
    report = small.load()
    assert refused(small, report, "gp/patients.csv") == [
        ("gp/patients.csv", 2, "born", "value removed", "is not a date", "1950-02-30")
    ]
    assert small.rows(report, "SELECT birth_date, sex FROM person") == [(None, "F")]


def test_a_value_that_can_not_be_right_is_removed_and_its_row_kept(small):
    patients(
        small,
        "1,,Ann,A,2026-04-01,F,A,,,2010-01-01,,",
        "2,,Ann,A,1850-01-01,F,A,,,2010-01-01,,",
        "3,,Ann,A,1950-01-01,woman,A,,,2010-01-01,,",
        "4,,Ann,A,1950-01-01,F,A,12,,2010-01-01,,",
        "5,,Ann,A,1950-01-01,F,A,,SOUTH,2010-01-01,,",
        "6,9990000019,Ann,A,1950-01-01,F,A,,,2010-01-01,,",
    )
    report = small.load()
    assert [(row[1], row[2], row[4], row[5]) for row in refused(small, report, "gp/patients.csv")] == [
        (2, "born", "is after the day of the extract, 2026-03-31", "2026-04-01"),
        (3, "born", "is before 1900", "1850-01-01"),
        (4, "sex", "is not one of the codes that sources.yaml lists", "woman"),
        (5, "phone", "is not a phone number", None),  # what identifies stays in the identity zone
        (6, "postcode", "is not a postcode", None),
        (7, "nhs_number", "is not a valid NHS number (ten digits, the last a check digit)", None),
    ]
    assert report.rows["identity"] == 6


def test_several_faults_of_one_row_are_all_said(small):
    patients(small, "1,,Ann,A,1950-13-01,woman,A,,,2010-02-30,,")
    report = small.load()
    assert [row[2] for row in refused(small, report, "gp/patients.csv")] == ["born", "registered", "sex"]
    assert {row[3] for row in small.rejects(report)} == {"row refused"}


def test_invalid_utf8_refuses_that_row_only(small):
    path = small.file(
        "gp/patients.csv",
        f"1,{NEXT},Anna,Adams,1950-02-03,F,A,,,2010-01-01,,",
        "2,,Andr?,Adams,1950-02-03,M,A,,,2010-01-01,,",
        "3,,Cy,Adams,1950-02-30,M,A,,,2010-01-01,,",
    )
    path.write_bytes(path.read_bytes().replace(b"?", b"\xe9"))
    report = small.load()
    assert refused(small, report, "gp/patients.csv") == [
        (
            "gp/patients.csv",
            3,
            "",
            "row refused",
            "is not valid UTF-8: declare `encoding: cp1252` if Excel wrote the file on Windows",
            None,
        ),
        ("gp/patients.csv", 4, "born", "value removed", "is not a date", "1950-02-30"),
    ]


@pytest.mark.parametrize("answer", ["TRUE", "False", "Yes", "n"])
def test_yes_where_a_day_is_meant_is_told_with_its_mend(small, answer):
    patients(small, f"1,{NEXT},Anna,Adams,{answer},F,A,,,2010-01-01,,")
    ((*_, field, _, reason, value),) = refused(small, small.load(), "gp/patients.csv")
    assert (field, value) == ("born", answer)
    assert reason == "says yes or no and not when: have the date sent, or declare the column's type as text"


def test_too_few_and_too_many_columns(peopled):
    peopled.file("gp/journal.csv", "1,2024-01-01", "1,2024-01-01,,1,,6", "1,2024-01-01,,38341003,")
    report = peopled.load()
    assert [(row[1], row[4]) for row in refused(peopled, report, "gp/journal.csv")] == [
        (2, "has too few columns"),
        (3, "has too many columns"),
    ]


def test_a_quotation_mark_left_open_costs_its_own_row_only(peopled):
    rows = [f"1,2024-01-01,,{i}," for i in range(1000)]
    rows[100] = '1,2024-01-01,,"100,'
    rows[500] = '1,2024-01-01,,"500,'
    peopled.file("gp/journal.csv", *rows)
    report = peopled.load()
    assert [(row[1], row[4]) for row in refused(peopled, report, "gp/journal.csv")] == [
        (102, "has a quotation mark that is not closed"),
        (502, "has a quotation mark that is not closed"),
    ]
    assert peopled.rows(report, "SELECT count(*) FROM observation WHERE source_dataset = 'gp.journal'") == [(998,)]


def test_a_repeated_key_keeps_the_first(small):
    patients(
        small,
        f"1,{NEXT},Anna,Adams,1950-02-03,F,A,,,2010-01-01,,",
        f"1,{NEXT},Anna,Adams,1950-02-03,F,A,,,2011-01-01,,",
    )
    report = small.load()
    differs = "has the key of an earlier row and says something else: the earlier one is kept"
    assert refused(small, report, "gp/patients.csv") == [("gp/patients.csv", 3, "id", "row repeated", differs, None)]
    assert str(small.rows(report, "SELECT start_date FROM registration")[0][0]) == "2010-01-01"


def test_a_row_that_is_there_twice_word_for_word_only_repeats_its_key(small):
    patients(small, *[f"1,{NEXT},Anna,Adams,1950-02-03,F,A,,,2010-01-01,,"] * 2)
    assert refused(small, small.load(), "gp/patients.csv") == [
        ("gp/patients.csv", 3, "id", "row repeated", "repeats the key of an earlier row", None)
    ]


def test_of_overlapping_submissions_the_newest_edition_counts(peopled):
    row = f"A1,H7,{NEXT},01,Anna,Adams,1950-02-03,A,2022-01-01 10:00:00,%s,urgent,,,%s"
    peopled.file("ed/attendances_1.csv", row % ("", "2022-02-01"))
    peopled.file("ed/attendances_2.csv", row % ("2022-01-01 15:00:00", "2022-03-01"))
    report = peopled.load()
    assert str(peopled.rows(report, "SELECT end_at FROM activity")[0][0]) == "2022-01-01 15:00:00"
    (found,) = [row for row in peopled.rejects(report) if row[3] == "row superseded"]
    assert found[:2] == ("ed/attendances_1.csv", 2)


def test_end_before_start_is_refused_by_the_declared_rule(peopled):
    peopled.file(
        "ed/attendances_1.csv",
        f"A1,H7,{NEXT},01,Anna,Adams,1950-02-03,A,2022-01-01 10:00:00,2022-01-01 09:00:00,urgent,,,2022-02-01",
    )
    report = peopled.load()
    assert refused(peopled, report, "ed/attendances_1.csv") == [
        ("ed/attendances_1.csv", 2, "departed", "row refused", "departed before arrival", None)
    ]
    assert report.rows["activity"] == 0


def test_a_row_about_nobody_is_refused(peopled):
    peopled.file("gp/journal.csv", "77,2024-01-01,,1,", "1,2024-01-01,,1,")
    report = peopled.load()
    assert refused(peopled, report, "gp/journal.csv") == [
        ("gp/journal.csv", 2, "", "row refused", "names a person whom no row of the source describes", None)
    ]


def test_what_a_refused_row_said_stands_in_the_identity_zone(small):
    import pyarrow.parquet as pq

    patients(small, f"1,{NEXT},Anna,Adams,1950-02-03,F,A,,,,,")
    report = small.load()
    (path,) = (report.identity / "rejects").glob("gp.patients.*.parquet")
    assert pq.read_table(path).to_pylist() == [
        {
            "load_id": path.stem,
            "file": "gp/patients.csv",
            "row": 2,
            "raw": f"1,{NEXT},Anna,Adams,1950-02-03,F,A,,,,,",
        }
    ]


def test_blanks_around_values_are_no_fault(small):
    patients(small, f"1, {NEXT} , Anna ,Adams, 1950-02-03 ,F,A,,so601aa,2010-01-01,,")
    report = small.load()
    assert small.rejects(report) == []
    assert report.linked == {"nhs_number": 1}


def test_no_people_at_all(small):
    report = small.load()
    assert report.rows["person"] == 0
    assert small.rows(report, "SELECT count(*) FROM activity") == [(0,)]


def test_a_mapping_that_does_not_fit_its_values_says_where(peopled, tmp_path):
    text = SOURCES.replace("start_at: arrived", "start_at: given")
    broken = type(peopled)(peopled.root, make_place(text, tmp_path))
    with pytest.raises(OneplaceError) as error:
        broken.load()
    assert "ed.attendances: start_at can't be computed: `given` gives no date in any row" in str(error.value)
    assert not list((peopled.var / "record").glob("[!.]*"))


def test_a_whole_file_in_another_encoding_is_refused_with_the_encoding_to_declare(peopled):
    path = peopled.file("links/log.csv", *(f"R{n},Zo\u00eb,Adams,01/01/1990,,,01/01/2025" for n in range(3000)))
    path.write_bytes(path.read_text("utf-8").encode("cp1252"))
    with pytest.raises(OneplaceError, match=r"log\.csv:2: .* is not in UTF-8.* Declare `encoding: cp1252`"):
        peopled.load()


def test_of_a_file_in_utf8_only_the_lines_in_another_encoding_are_set_aside(peopled):
    rows = (f"R{n},{'Zo?' if n % 100 else 'Zo' + chr(235)},Adams,01/01/1990,,,01/01/2025" for n in range(1000))
    path = peopled.file("links/log.csv", *rows)
    path.write_bytes(path.read_bytes().replace(b"?", b"\xeb"))
    report = peopled.load()
    assert report.rows_rejected == 990
    [reason] = {row[4] for row in refused(peopled, report, "links/log.csv")}
    assert reason == "is not valid UTF-8: declare `encoding: cp1252` if Excel wrote the file on Windows"


def test_a_column_that_is_there_twice_is_named_with_its_places(peopled):
    path = peopled.extracts / "gp" / "addresses.csv"
    header, rest = path.read_text().split("\n", 1)
    path.write_text(f"{header},from\n{rest}")
    with pytest.raises(OneplaceError, match=r"addresses\.csv:1: .*The column from is there 2 times: as column 3 and 5"):
        peopled.load()


def test_a_link_out_of_the_extracts_is_refused_unread(peopled):
    path = peopled.extracts / "gp" / "addresses.csv"
    outside = peopled.root / "outside.csv"
    path.rename(outside)
    path.symlink_to(outside)
    with pytest.raises(OneplaceError, match=r"addresses\.csv: .*leads out of the folder of extracts"):
        peopled.load()


def test_a_link_to_another_file_of_the_extracts_is_read(peopled):
    path = peopled.extracts / "gp" / "addresses.csv"
    path.rename(path.with_name("sent.csv"))
    path.symlink_to("sent.csv")
    assert peopled.load().new


@pytest.mark.parametrize("files", ["../outside.csv", "/etc/hostname", "a/../../b.csv"])
def test_a_path_out_of_the_extracts_is_refused_in_sources(files):
    with pytest.raises(ValidationError, match="leads out of the source's folder"):
        Dataset.model_validate({"id": "a", "files": files, "columns": {"x": "text"}})


@pytest.mark.parametrize("number", ["48,5", "1,234", "1,234.50"])
def test_a_number_with_a_comma_is_told_with_what_mends_it(peopled, number):
    peopled.file("gp/journal.csv", f'1,2020-05-05,2020-05-06,38341003,"{number}"', "1,2020-05-05,2020-05-06,38341003,x")
    told = {row[1]: row[4] for row in refused(peopled, peopled.load(), "gp/journal.csv")}
    assert told[2].startswith("is a number with a comma: declare the column as text")
    assert told[3] == "is not a number"
