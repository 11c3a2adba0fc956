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
    told = {row["note"]: (row["passed"], row["checked"]) for row in peopled.quality(report, field="death_date")}
    assert told["death dates that no other source contradicts"] == (1, 2)
    assert told["events of people who died, none after the day of death"] == (1, 1)
    peopled.file("gp/patients.csv", anna + "2021-12-31")
    report = peopled.load()
    told = {row["note"]: (row["passed"], row["checked"]) for row in peopled.quality(report, field="death_date")}
    assert told["events of people who died, none after the day of death"] == (0, 1)
