"""Dates that an expression makes are held to the same range as those of a column; deaths are set against each other."""

from __future__ import annotations

from datetime import date

import pyarrow.parquet as pq
import pytest

from tests.record.conftest import NUMBERS, Small, make_place

pytestmark = pytest.mark.slow  # each loads records

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: S
    datasets:
      - id: d
        files: f.csv
        key: [pid]
        person: pid
        facts:
          as_of: seen
          birth_date: "cast(cast(year(seen) - age as varchar) || '-01-01' as date)"
        columns: {pid: required text, seen: required date, age: integer}
"""


def test_a_date_that_an_expression_makes_and_that_cannot_be_is_removed_and_counted(tmp_path):
    made = Small(tmp_path, make_place(SOURCES, tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    rows = ["1,2007-04-05,7001", "2,2007-04-05,107", "3,2007-04-05,108", "4,2007-04-05,-30", "5,2007-04-05,"]
    (made.extracts / "s" / "f.csv").write_text("\n".join(["pid,seen,age", *rows]) + "\n")
    report = made.load()
    born = pq.read_table(report.identity / "identity.parquet").to_pylist()
    assert {row["source_record_id"]: row["birth_date"] for row in born} == {
        "1": None,
        "2": date(1900, 1, 1),
        "3": None,
        "4": None,
        "5": None,
    }
    assert [(line, field, action, reason) for _, line, field, action, reason, _ in made.rejects(report)] == [
        (2, "birth_date", "value removed", "is before 1900"),
        (4, "birth_date", "value removed", "is before 1900"),
        (5, "birth_date", "value removed", "is after the day of the extract, 2026-03-31"),
    ]


def test_two_dates_of_death_and_what_happened_after_death_are_told(peopled):
    anna = f"1,{NUMBERS['anna']},Anna,Adams,1950-02-03,F,A,,SO60 1AA,2010-01-01,,"
    peopled.file("gp/patients.csv", anna + "2021-12-31", anna.replace("1,9", "2,9", 1) + "2022-01-01")
    report = peopled.load()
    told = peopled.tested(report)
    assert told["two_dates_of_death", "gp", "patients"] == (1, 2)
    assert told["after_death", "ed", "attendances"] == (0, 3)  # a visit and its two reasons
    peopled.file("gp/patients.csv", anna + "2021-12-31")
    report = peopled.load()
    assert peopled.tested(report)["after_death", "ed", "attendances"] == (3, 3)


DEATHS = """
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
      - id: spells
        files: f.csv
        key: [id]
        person: pid
        facts: {as_of: start, birth_date: born, death_date: died}
        columns: {id: required text, pid: required text, born: date, start: required date, died: date}
        rows: [{table: activity, values: {activity_type: "'inpatient_spell'", source_record_id: id, start_at: start}}]
"""


def test_two_deaths_in_one_file_a_death_before_birth_and_an_event_before_it_are_told(tmp_path):
    made = Small(tmp_path, make_place(DEATHS, tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    rows = ["1,a,1950-01-01,2024-05-01,2024-06-01", "2,a,1950-01-01,2024-05-02,2024-06-05"]
    rows += ["3,b,1951-01-01,2024-07-01,1950-06-01", "4,c,2024-08-01,2024-07-01,", "5,d,1951-01-01,2024-07-01,"]
    (made.extracts / "s" / "f.csv").write_text("\n".join(["id,pid,born,start,died", *rows]) + "\n")
    told = made.tested(made.load())
    assert told["two_dates_of_death", "s", "spells"] == (1, 3)
    assert told["died_before_birth", "s", "spells"] == (1, 3)
    assert told["after_death", "s", "spells"] == (1, 3)
    assert told["before_birth", "s", "spells"] == (1, 5)


def test_an_event_whose_day_is_not_known_is_not_told_as_before_birth(tmp_path):
    made = Small(tmp_path, make_place(DEATHS.replace("start: required date", "start: date"), tmp_path))
    (made.extracts / "s").mkdir(parents=True)
    rows = ["1,a,1950-01-01,2024-05-01,2024-06-01", "2,a,1950-01-01,soon,2024-06-01", "3,b,1951-01-01,,"]
    (made.extracts / "s" / "f.csv").write_text("\n".join(["id,pid,born,start,died", *rows]) + "\n")
    told = made.tested(made.load())
    assert told["after_death", "s", "spells"] == told["before_birth", "s", "spells"] == (0, 1)


def test_an_address_that_ends_before_it_begins_and_a_registration_after_death_are_told(peopled):
    anna = f"1,{NUMBERS['anna']},Anna,Adams,1950-02-03,F,A,,SO60 1AA,2010-01-01,,2009-05-05"
    bashir = f"2,{NUMBERS['bashir']},Bashir,Begum,1980-12-30,M,J,,SO60 1AB,2015-06-01,2024-07-01,"
    peopled.file("gp/patients.csv", anna, bashir)
    peopled.file("gp/addresses.csv", "1,999001,2008-01-01,", "2,999002,2015-06-01,2014-06-30")
    report = peopled.load()
    told = peopled.tested(report)
    assert told["interval_impossible", "gp", "patients"] == (1, 2)
    assert told["interval_impossible", "gp", "addresses"] == (1, 2)
    assert peopled.rows(report, "SELECT count(*) FROM address") == [(1,)]
