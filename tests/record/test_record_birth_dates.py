"""Birth dates as systems write them: with the month first, with the year alone."""

from __future__ import annotations

import json

import pytest

from oneplace.record import dates
from oneplace.record.database import open_database
from tests.record.conftest import Small, make_place

pytestmark = pytest.mark.slow  # loads records

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
      - id: csv
        files: "*.csv"
        key: [id]
        person: id
        columns: {id: required text, born: date, seen: date}
        facts: {as_of: seen, birth_date: born}
      - id: fhir
        files: "*.ndjson"
        format: ndjson
        key: [id]
        person: id
        columns: {id: {path: id}, born: {path: birthDate, type: date}, seen: {path: seen, type: date}}
        facts: {as_of: seen, birth_date: born}
"""
TOLD = {
    "english.csv": [("a1", "02/03/1950", "1950-03-02"), ("a2", "31/12/1950", "1950-12-31")],
    "american.csv": [("b1", "02/03/1950", None), ("b2", "12/31/50", None), ("b3", "4 May 1950", "1950-05-04")],
    "both.csv": [
        *(("c1", "2.3.50", None), ("c2", "12/31/1950", None), ("c3", "25/12/1950", "1950-12-25")),
        *(("c4", "04/04/1950", "1950-04-04"), ("c5", "1950-03-02", "1950-03-02")),
    ],
    "slip.csv": [
        *(("e1", "02/03/1950", "1950-03-02"), ("e2", "12/31/1950", None)),
        *((f"e{n}", "25/12/1950", "1950-12-25") for n in range(3, 103)),
    ],
    "fhir.ndjson": [
        *(("d1", "1950", "1950-07-01"), ("d2", "1950-03", "1950-03-15"), ("d3", "1950-03-02", "1950-03-02")),
        *(("d4", "2026", "2026-03-31"), ("d5", "2027", None), ("d6", "1850", None), ("d7", "1950-13", None)),
    ],
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("born")
    made = Small(folder, make_place(SOURCES, folder))
    (made.extracts / "s").mkdir(parents=True)
    for name, rows in TOLD.items():
        lines = ["id,born,seen", *(f"{key},{born},2026-03-01" for key, born, _ in rows)]
        if name.endswith("ndjson"):
            lines = [json.dumps({"id": key, "birthDate": born, "seen": "2026-03-01"}) for key, born, _ in rows]
        (made.extracts / "s" / name).write_text("\n".join(lines) + "\n")
    report = made.load()
    who = {key.partition(":")[2]: person for key, person in made.person_of(report).items()}
    born = made.rows(report, "SELECT person_id, birth_date::VARCHAR, birth_date_precision FROM person")
    people = {person: told for person, *told in born}
    return {key: people[person] for key, person in who.items()}, made.rejects(report)


@pytest.mark.parametrize("file", TOLD)
def test_each_file_is_read_as_its_dates_can_only_be_meant(loaded, file):
    people, _ = loaded
    assert {key: people[key][0] for key, *_ in TOLD[file]} == {key: right for key, _, right in TOLD[file]}


def test_what_is_known_of_a_birth_date_is_kept(loaded):
    people, _ = loaded
    assert [people[f"d{n}"][1] for n in (1, 2, 3, 4, 5)] == ["year", "month", "day", "year", None]


def test_what_could_be_either_is_told_with_its_line_and_its_mend(loaded):
    _, rejects = loaded
    told = [(file, line, reason) for file, line, _, _, reason, _ in rejects if file.endswith("csv")]
    none = "is no date with its day first, only with its month first"
    either = "may have its day or its month first, as other dates of the file have the month first: declare `format`"
    assert told == [
        *(("s/american.csv", 2, either), ("s/american.csv", 3, none)),
        *(("s/both.csv", 2, either), ("s/both.csv", 3, none), ("s/slip.csv", 3, none)),
    ]


@pytest.mark.parametrize(
    ("raw", "either"),
    [
        *(("02/03/1950", True), ("2.3.50", True), ("02-03-1950 10:30", True)),
        *(("03/03/1950", False), ("13/03/1950", False), ("03/13/1950", False), ("1950-03-02", False), ("", False)),
    ],
)
def test_a_date_has_two_meanings_where_both_parts_could_be_a_month(raw, either):
    with open_database() as connection:
        found = connection.execute(f"SELECT {dates.two_ways('raw')} FROM (SELECT ? AS raw)", [raw])
        assert found.fetchall() == [(either,)]
