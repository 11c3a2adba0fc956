"""A measure that has no figure says its true cause, looked for in the record."""

from __future__ import annotations

import pytest

from oneplace import place, record
from oneplace.cli.measure import why_nothing
from oneplace.measures import why_none
from tests.cli.conftest import Command

pytestmark = pytest.mark.slow  # each loads a record

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
complete_from: 2022-04-01
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: S
    datasets:
      - id: people
        files: people.csv
        columns: {id: required text, born: date, from: required date, lsoa: text}
        person: id
        facts: {as_of: born, birth_date: born}
        rows:
          - {table: registration, values: {organisation_code: "'B'", start_date: "\\"from\\""}}
          - {table: address, values: {start_date: "\\"from\\"", lsoa_code: lsoa}}
      - id: visits
        files: visits.csv
        complete_from: 2022-04-01
        complete_to: 2026-03-31
        columns: {key: required text, id: required text, at: required time, how: text}
        person: id
        rows:
          - table: activity
            values: {activity_type: "'community_contact'", source_record_id: key, start_at: "at", method_code: how}
"""
MEASURE = """id: m
name: m
definition: "d"
unit: UNIT
polarity: low_good
role: outcome
frequency: annual
expected_lag_months: 0
source: "x"
numerator: n
denominator: d
breakdowns: {deprivation: yes, ethnicity: yes, sex: yes, age: yes}
compute:
  from: record
  events: {table: activity, where: "WHERE"}
"""
KIND = "activity_type = 'community_contact'"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "p"
    place.scaffold(made, name="Testton")
    strategy = (made / "strategy.yaml").read_text()
    (made / "strategy.yaml").write_text(strategy.replace("falls_admissions_65", "m"))
    (made / "sources.yaml").write_text(SOURCES)
    extracts = made / "data" / "extracts" / "s"
    extracts.mkdir(parents=True)
    (extracts / "people.csv").write_text(
        "id,born,from,lsoa\n" + "".join(f"P{n},1950-02-03,2010-01-01,E01017140\n" for n in range(40))
    )
    return made


def visited(folder, who="P"):
    days = [f"{y}-{m:02}-0{d} 10:00" for y in (2022, 2023, 2024, 2025) for m in range(1, 13) for d in (1, 4)]
    lines = "".join(f"V{n},{who}{n % 40},{day},21\n" for n, day in enumerate(days))
    (folder / "data" / "extracts" / "s" / "visits.csv").write_text("key,id,at,how\n" + lines)


def measured(folder, compute, where=KIND, unit="percent"):
    for old in (folder / "measures").glob("*.yaml"):
        old.unlink()
    text = MEASURE.replace("WHERE", where).replace("UNIT", unit)
    (folder / "measures" / "m.yaml").write_text(text + compute)


RATE = "  statistic: rate\n  per: 1000\n"
CAUSES = {
    "status": (
        "  statistic: proportion\n  numerator: \"status = 'attended'\"\n",
        KIND,
        "percent",
        "`status` is given by",
    ),
    "an end": (
        '  statistic: percentile\n  keep: "end_at is not null"\n  quantity: "date_diff(\'day\', start_at, end_at)"\n',
        *(KIND, "days", "`end_at` is given by no row"),
    ),
    "a kind": (RATE, "activity_type = 'call_111'", "per_1000_a_year", "Nothing in the record is a row of activity"),
    "a code": (RATE, f"{KIND} and site_code = 'A'", "per_1000_a_year", "`site_code` is given by no row"),
    "a keep": (
        '  statistic: percentile\n  keep: "method_code = \'99\'"\n  quantity: "length(method_code)"\n',
        *(KIND, "days", "`method_code = '99'` is true of, or known for, no row"),
    ),
}


@pytest.mark.parametrize("cause", CAUSES)
def test_what_no_row_gives_or_meets_is_named(oneplace: Command, folder, cause):
    compute, where, unit, told = CAUSES[cause]
    visited(folder)
    measured(folder, compute, where, unit)
    assert oneplace("load", folder).code == 0
    said = why_nothing(folder, "m")
    assert told in said
    assert "no whole period" not in said


def test_that_nobody_who_is_counted_lives_here_is_told(oneplace: Command, folder):
    sources = SOURCES.replace("        person: id\n        rows:\n          - table: activity", FACTS)
    (folder / "sources.yaml").write_text(sources)
    visited(folder, who="Q")
    measured(folder, RATE, unit="per_1000_a_year")
    assert oneplace("load", folder).code == 0
    assert "was a resident on its day" in why_nothing(folder, "m")


FACTS = '        person: id\n        facts: {as_of: "at"}\n        rows:\n          - table: activity'


def test_days_that_hold_no_whole_period_are_told_as_such(oneplace: Command, folder):
    (folder / "sources.yaml").write_text(SOURCES.replace("2022-04-01", "2026-02-01"))
    visited(folder)
    measured(folder, RATE, unit="per_1000_a_year")
    assert oneplace("load", folder).code == 0
    assert "`complete_from`" in why_nothing(folder, "m")


def test_what_is_not_found_out_is_said_to_be_not_known(oneplace: Command, folder):
    visited(folder)
    measured(folder, RATE, unit="per_1000_a_year")
    assert oneplace("load", folder).code == 0
    read = place.read(folder)
    assert why_none(read, read.measures["m"], record.newest(folder / "var")).startswith(
        "It is not known why: look at what"
    )


def test_a_measure_without_a_figure_has_a_line_among_those_with_one(oneplace: Command, folder):
    visited(folder)
    measured(folder, RATE, unit="per_1000_a_year")
    bare = MEASURE.replace("id: m\nname: m", "id: bare\nname: bare").replace("WHERE", KIND).replace("UNIT", "percent")
    (folder / "measures" / "bare.yaml").write_text(bare + CAUSES["status"][0])
    said = " ".join(oneplace("measure", folder).out.split())
    assert "bare `status` is given by no row" in said


def test_no_measure_is_started_of_what_no_dataset_maps(oneplace: Command, folder):
    measured(folder, RATE, unit="per_1000_a_year")
    choices = ("--of", "community_contact", "--ages", "all", "--period", "year", "--better", "neither")
    assert list(place.hows(place.read(folder), "community_contact")) == ["rate", "people", "count"]
    for how, column in (("share", "status"), ("median", "end_at"), ("mean", "end_at")):
        told = oneplace("measure", folder, "--new", "How many?", "--how", how, *choices)
        assert told.code == 1
        assert f"maps no `{column}` of community health contacts" in " ".join(told.err.replace("│", " ").split())
    assert oneplace("measure", folder, "--new", "How many?", "--how", "count", *choices).code == 0
