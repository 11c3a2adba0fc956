"""The synthetic place, whole: every planted fault found, every person found again."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from oneplace import synth
from tests.record.conftest import Small, make_place

pytestmark = pytest.mark.slow

SOURCES = Path(__file__).parents[2] / "places" / "southampton" / "sources.yaml"
RESIDENTS = 1000
IN_WINDOWS_1252 = "is not valid UTF-8: declare `encoding: cp1252` if Excel wrote the file on Windows"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    root = tmp_path_factory.mktemp("synthetic")
    city = Small(root, make_place(SOURCES.read_text("utf-8"), root))
    synth.generate(city.extracts, residents=RESIDENTS, seed=1)
    return city, city.load()


@pytest.fixture(scope="module")
def faults(loaded):
    city, _ = loaded
    planted = json.loads((city.extracts / "truth" / "truth.json").read_text("utf-8"))["faults"]
    counted = Counter()
    for fault in planted:
        counted[fault["file"].split("/")[0], fault["fault"]] += fault["count"]
    return counted


def set_aside(loaded, source, **where):
    city, report = loaded
    names = ("file", "row", "field", "action", "reason", "value")
    rows = [dict(zip(names, row, strict=True)) for row in city.rejects(report)]
    mine = [row for row in rows if row["file"].startswith(source + "/")]
    return len({(r["file"], r["row"]) for r in mine if all(r[key] == value for key, value in where.items())})


@pytest.mark.parametrize(
    ("source", "fault", "found"),
    [
        ("gp", "impossible_date", {"reason": "is not a date", "action": "row refused"}),
        ("gp_fhir", "cut_line", {"reason": "is not a whole line of JSON"}),
        ("acute", "end_before_start", {"reason": "discharged before admission"}),
        ("acute", "repeated_row", {"action": "row repeated"}),
        ("acute", "unknown_code", {"value": "999999999", "action": "value removed"}),
        ("acute", "short_row", {"reason": "has too few columns"}),
        ("ambulance", "arrival_before_call", {"reason": "arrived before the call"}),
        ("iuc111", "short_row", {"reason": "has too few columns"}),
        ("community", "wrong_encoding", {"reason": IN_WINDOWS_1252}),
        ("feedback", "unknown_code", {"action": "row refused", "field": "score"}),
        ("deaths", "amended_registration", {"action": "row superseded"}),
        ("voluntary", "impossible_date", {"reason": "is not a date", "action": "row refused"}),
        ("reference", "repeated_row", {"action": "row repeated"}),
    ],
)
def test_each_planted_fault_is_found(loaded, faults, source, fault, found):
    assert faults[source, fault] > 0
    assert set_aside(loaded, source, **found) == faults[source, fault]


def test_late_entries_are_counted_and_kept(loaded, faults):
    city, report = loaded
    rows = city.quality(report, source="gp", dataset="journal", aspect="timeliness")
    (late,) = [row for row in rows if row["note"] == "entered within 180 days"]
    assert late["checked"] - late["passed"] == faults["gp", "late_entry"]


def test_people_are_found_again(loaded):
    _, report = loaded
    overall = next(quality for quality in report.evaluation if quality.by == "all")
    assert overall.true > 13_000
    assert overall.precision >= 0.999
    assert overall.recall >= 0.999
    for quality in report.evaluation:
        assert quality.precision >= 0.99, quality
        assert quality.recall >= 0.98, quality
    assert {q.group for q in report.evaluation if q.by == "deprivation"} == {"1", "2", "3", "4", "5"}
    assert report.linked["probabilistic"] > 400


def test_every_row_read_is_kept_or_set_aside(loaded):
    city, report = loaded
    rows = city.rows(report, "SELECT file_name, rows_read, rows_kept, rows_rejected FROM load")
    refused = Counter(
        name for name, _ in {(row[0], row[1]) for row in city.rejects(report) if row[3] != "value removed"}
    )
    for name, read, kept, rejected in rows:
        assert read == kept + rejected
        assert rejected == refused[name], name


def test_planted_facts_come_back(loaded):
    city, report = loaded
    with duckdb.connect() as connection:
        truth = f"read_parquet('{city.extracts}/truth/persons.parquet')"
        records = f"read_parquet('{city.extracts}/truth/records.parquet')"
        links = f"read_parquet('{report.identity}/person_link.parquet')"
        person = f"read_parquet('{report.folder}/*/person.parquet')"
        rows = connection.execute(f"""
            SELECT count(*), count(*) FILTER (WHERE p.birth_date = t.birth_date), count(*) FILTER (WHERE p.sex = t.sex),
                count(*) FILTER (WHERE p.death_date IS NOT DISTINCT FROM t.death_date)
            FROM (
                SELECT DISTINCT person_id, true_person_id
                FROM {links} JOIN {records} USING (source_system, source_record_id)
            ) AS l
            JOIN {person} AS p USING (person_id) JOIN {truth} AS t USING (true_person_id)
        """).fetchall()
    people, births, sexes, deaths = rows[0]
    assert people > RESIDENTS
    assert births / people > 0.995
    assert sexes / people > 0.995
    assert deaths / people > 0.99


def test_nobody_is_registered_twice_at_a_time(loaded):
    city, report = loaded
    overlaps = """
        SELECT count(*) FROM registration AS a JOIN registration AS b USING (person_id, registration_type)
        WHERE a.start_date < b.start_date AND b.start_date < coalesce(a.end_date, DATE '9999-12-31')
    """
    assert city.rows(report, overlaps, purpose="direct_care") == [(0,)]
    assert city.rows(report, "SELECT count(*) FROM registration WHERE end_date <= start_date") == [(0,)]


def test_every_activity_has_its_own_id_and_parents_exist(loaded):
    city, report = loaded
    assert city.rows(report, "SELECT count(*) - count(DISTINCT activity_id) FROM activity") == [(0,)]
    orphans = """
        SELECT count(*) FROM activity AS c LEFT JOIN activity AS p ON c.parent_activity_id = p.activity_id
        WHERE c.activity_type IN ('consultant_episode', 'community_contact', 'mental_health_contact')
            AND p.activity_id IS NULL
    """
    assert city.rows(report, orphans, purpose="direct_care") == [(0,)]


def test_no_name_or_number_outside_the_identity_zone(loaded):
    _, report = loaded
    identity = pq.read_table(report.identity / "identity.parquet").to_pydict()
    secrets = {
        value
        for column in ("nhs_number", "postcode", "uprn", "phone")
        for value in identity[column]
        if value is not None
    } | {f"{first} {last}" for first, last in zip(identity["given_name"], identity["family_name"], strict=True)}
    assert len(secrets) > RESIDENTS
    for path in report.folder.rglob("*.parquet"):
        table = pq.read_table(path)
        for name in table.column_names:
            held = {str(value) for value in table[name].unique().to_pylist()}
            assert not held & secrets, (path.name, name)
