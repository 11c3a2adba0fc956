"""A record as tables of the OMOP common data model: what comes out, and that it reads in again as it was."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import duckdb
import pyarrow as pa
import pytest

from oneplace.problems import OneplaceError
from oneplace.record.omop import write_omop
from tests.record.conftest import NUMBERS
from tests.record.ready.layouts import AS_AT, place_with, put
from tests.record.ready.test_omop import SAMPLE, days, moments, parquet

pytestmark = pytest.mark.slow  # each loads records

COLUMNS = {
    "person": """
        person_id gender_concept_id year_of_birth month_of_birth day_of_birth birth_datetime race_concept_id
        ethnicity_concept_id location_id provider_id care_site_id person_source_value gender_source_value
        gender_source_concept_id race_source_value race_source_concept_id ethnicity_source_value
        ethnicity_source_concept_id
    """,
    "observation_period": """
        observation_period_id person_id observation_period_start_date observation_period_end_date
        period_type_concept_id
    """,
    "visit_occurrence": """
        visit_occurrence_id person_id visit_concept_id visit_start_date visit_start_datetime visit_end_date
        visit_end_datetime visit_type_concept_id provider_id care_site_id visit_source_value
        visit_source_concept_id admitted_from_concept_id admitted_from_source_value discharged_to_concept_id
        discharged_to_source_value preceding_visit_occurrence_id
    """,
    "visit_detail": """
        visit_detail_id person_id visit_detail_concept_id visit_detail_start_date visit_detail_start_datetime
        visit_detail_end_date visit_detail_end_datetime visit_detail_type_concept_id provider_id care_site_id
        visit_detail_source_value visit_detail_source_concept_id admitted_from_concept_id
        admitted_from_source_value discharged_to_source_value discharged_to_concept_id
        preceding_visit_detail_id parent_visit_detail_id visit_occurrence_id
    """,
    "condition_occurrence": """
        condition_occurrence_id person_id condition_concept_id condition_start_date condition_start_datetime
        condition_end_date condition_end_datetime condition_type_concept_id condition_status_concept_id
        stop_reason provider_id visit_occurrence_id visit_detail_id condition_source_value
        condition_source_concept_id condition_status_source_value
    """,
    "procedure_occurrence": """
        procedure_occurrence_id person_id procedure_concept_id procedure_date procedure_datetime
        procedure_end_date procedure_end_datetime procedure_type_concept_id modifier_concept_id quantity
        provider_id visit_occurrence_id visit_detail_id procedure_source_value procedure_source_concept_id
        modifier_source_value
    """,
    "drug_exposure": """
        drug_exposure_id person_id drug_concept_id drug_exposure_start_date drug_exposure_start_datetime
        drug_exposure_end_date drug_exposure_end_datetime verbatim_end_date drug_type_concept_id stop_reason
        refills quantity days_supply sig route_concept_id lot_number provider_id visit_occurrence_id
        visit_detail_id drug_source_value drug_source_concept_id route_source_value dose_unit_source_value
    """,
    "device_exposure": """
        device_exposure_id person_id device_concept_id device_exposure_start_date device_exposure_start_datetime
        device_exposure_end_date device_exposure_end_datetime device_type_concept_id unique_device_id
        production_id quantity provider_id visit_occurrence_id visit_detail_id device_source_value
        device_source_concept_id unit_concept_id unit_source_value unit_source_concept_id
    """,
    "measurement": """
        measurement_id person_id measurement_concept_id measurement_date measurement_datetime
        measurement_time measurement_type_concept_id operator_concept_id value_as_number value_as_concept_id
        unit_concept_id range_low range_high provider_id visit_occurrence_id visit_detail_id
        measurement_source_value measurement_source_concept_id unit_source_value unit_source_concept_id
        value_source_value measurement_event_id meas_event_field_concept_id
    """,
    "observation": """
        observation_id person_id observation_concept_id observation_date observation_datetime
        observation_type_concept_id value_as_number value_as_string value_as_concept_id qualifier_concept_id
        unit_concept_id provider_id visit_occurrence_id visit_detail_id observation_source_value
        observation_source_concept_id unit_source_value qualifier_source_value value_source_value
        observation_event_id obs_event_field_concept_id
    """,
    "death": """
        person_id death_date death_datetime death_type_concept_id cause_concept_id cause_source_value
        cause_source_concept_id
    """,
    "cdm_source": """
        cdm_source_name cdm_source_abbreviation cdm_holder source_description source_documentation_reference
        cdm_etl_reference source_release_date cdm_release_date cdm_version cdm_version_concept_id
        vocabulary_version
    """,
}
"""The columns of a published set of the model (Synthea27Nj 5.4), in their order."""


@pytest.fixture
def sample(tmp_path):
    place = place_with(tmp_path, "omop")
    for name, content in SAMPLE.items():
        put(place, name, content)
    return place, place.load()


def rows(folder, table, columns="*"):
    return duckdb.sql(f"SELECT {columns} FROM '{folder / table}.parquet' ORDER BY ALL").fetchall()


def test_columns_are_the_model_s_in_its_order(sample, tmp_path):
    _, report = sample
    write_omop(report.folder, tmp_path / "out", as_at=AS_AT)
    for table, names in COLUMNS.items():
        described = duckdb.sql(f"DESCRIBE SELECT * FROM '{tmp_path / 'out' / table}.parquet'").fetchall()
        assert [row[0] for row in described] == names.split(), table
    assert {path.stat().st_mode & 0o077 for path in (tmp_path / "out", *(tmp_path / "out").iterdir())} == {0}


def test_what_came_in_as_the_model_goes_out_as_it_was(sample, tmp_path):
    _, report = sample
    out = tmp_path / "out"
    write_omop(report.folder, out, as_at=AS_AT)
    born = "gender_concept_id, year_of_birth, month_of_birth, day_of_birth"
    assert rows(out, "person", born) == [(0, 1990, None, None), (8507, 1950, 2, 3), (8532, 1980, 12, None)]
    stays = "visit_concept_id, visit_source_value, visit_start_date, visit_end_date, discharged_to_source_value"
    assert rows(out, "visit_occurrence", stays) == [
        (262, "inpatient_spell", date(2025, 6, 1), AS_AT, None),  # goes on: ends with the extract
        (9201, "inpatient_spell", date(2025, 5, 1), date(2025, 5, 4), "home"),
        (9203, "ed_attendance", date(2025, 5, 1), date(2025, 5, 1), None),
    ]
    drug = "drug_source_value, drug_exposure_start_date, drug_exposure_end_date"
    assert rows(out, "drug_exposure", drug) == [("308182", date(2025, 4, 22), date(2025, 5, 6))]
    assert rows(out, "measurement", "measurement_source_value, value_as_number, unit_source_value") == [
        ("29463-7", 48.1, "kg")
    ]
    lived = "observation_period_start_date, observation_period_end_date"
    assert rows(out, "observation_period", lived) == [(date(2010, 1, 1), date(2025, 12, 31))]
    assert rows(out, "death", "death_date") == [(date(2024, 5, 28),)]


def read_in_again(out, root):
    """A place that reads these tables by the ready mapping, as they were written, and what loading them told."""
    root.mkdir()
    again = place_with(root, "omop")
    for path in out.iterdir():
        put(again, f"omop/{path.name}", path.read_bytes())
    return again, again.load()


def test_what_goes_out_reads_in_again(sample, tmp_path):
    place, report = sample
    write_omop(report.folder, tmp_path / "out", as_at=AS_AT)
    again, came = read_in_again(tmp_path / "out", tmp_path / "again")
    assert came.rows_rejected == 0
    for asked in (
        "SELECT birth_date, birth_date_precision, sex, death_date FROM person ORDER BY ALL",
        "SELECT kind, code, recorded_date, end_date, value_number, value_unit FROM observation ORDER BY ALL",
        "SELECT registration_type, start_date, end_date FROM registration ORDER BY ALL",
        "SELECT activity_type, method_code, start_at, end_at, end_known, status FROM activity ORDER BY ALL",
    ):
        assert again.rows(came, asked) == place.rows(report, asked)


def test_where_people_live_who_cared_for_them_and_what_codes_are_of_comes_back(tmp_path):
    place = place_with(tmp_path, "omop")
    here = SAMPLE | {
        "omop/person.parquet": parquet(
            person_id=[1, 2, 3],
            gender_concept_id=[8532, 8507, 0],
            year_of_birth=[1950, 1980, 1990],
            month_of_birth=[2, 12, 7],
            day_of_birth=[3, 15, 1],
            location_id=[5, 6, None],
            care_site_id=[8, None, 7],
            race_source_value=["A", "white", None],
        ),
        "omop/location.parquet": parquet(
            location_id=[5, 6], zip=[None, "SO14 0AA"], location_source_value=["E01017138", "of a list of its own"]
        ),
        "omop/care_site.parquet": parquet(
            care_site_id=[7, 8], care_site_name=["A hospital", None], care_site_source_value=["RHM01", "J82001"]
        ),
        "omop/concept.parquet": parquet(
            concept_id=[372328, 9, 3025315],
            vocabulary_id=["SNOMED", "ICD10", "LOINC"],
            concept_code=["65363002", "I10", "29463-7"],
        ),
        "omop/condition_occurrence.parquet": parquet(
            condition_occurrence_id=[1, 2, 3],
            person_id=[1, 1, 1],
            condition_concept_id=[372328, 0, 0],
            condition_start_date=days("2025-05-01", "2025-05-02", "2025-05-03"),
            condition_end_date=days(None, None, None),
            condition_source_value=["65363002.0", "I10", "our own"],
            condition_source_concept_id=[372328, 9, 0],
        ),
        "omop/death.parquet": parquet(person_id=[3], death_date=days("2024-05-28"), cause_source_value=["I21.9"]),
    }
    for name, content in here.items():
        put(place, name, content)
    report = place.load()
    asked = {
        "SELECT code, code_system FROM observation WHERE kind = 'diagnosis' ORDER BY 1": [
            *(("65363002", "snomed"), ("I10", "icd10"), ("our own", "local")),
        ],
        "SELECT lsoa21_code FROM address JOIN person USING (person_id) ORDER BY 1": [("E01017138",)],
        "SELECT sex, ethnic_category, underlying_cause_icd10 FROM person ORDER BY 1": [
            *(("F", "A", None), ("M", None, None), ("U", None, "I21.9")),
        ],
        "SELECT activity_type, organisation_code FROM activity ORDER BY ALL": [
            *(("ed_attendance", None), ("inpatient_spell", "RHM01"), ("inpatient_spell", None), ("ward_stay", None)),
        ],
        "SELECT DISTINCT organisation_code FROM registration WHERE registration_type = 'gp'": [("J82001",)],
    }
    for sql, told in asked.items():
        assert sorted(place.rows(report, sql), key=str) == sorted(told, key=str)
    write_omop(report.folder, tmp_path / "out", as_at=AS_AT)
    again, came = read_in_again(tmp_path / "out", tmp_path / "again")
    for sql in asked:
        assert sorted(again.rows(came, sql), key=str) == sorted(place.rows(report, sql), key=str), sql


def test_care_outside_hospital_is_of_its_type_again_and_what_goes_on_goes_on(tmp_path):
    place = place_with(tmp_path, "omop")
    started = ["2025-07-01T09:00", "2025-07-02T09:00", "2025-07-03T09:00"]
    kinds = ["social_care_service", "reablement", "carer_support"]
    for name, content in SAMPLE.items():
        put(place, name, content)
    visits = parquet(
        visit_occurrence_id=[31, 32, 33],
        person_id=[1, 1, 2],
        visit_concept_id=[0, 0, 0],
        visit_start_date=days(*(each[:10] for each in started)),
        visit_start_datetime=moments(*started),
        visit_end_date=days("2026-03-31", "2025-08-02", "2026-03-31"),
        visit_end_datetime=moments(None, "2025-08-02T17:00", None),
        visit_type_concept_id=[32220, 32817, 32220],
        visit_source_value=kinds,
        care_site_id=pa.nulls(3, pa.string()),
        admitted_from_source_value=pa.nulls(3, pa.string()),
        discharged_to_source_value=pa.nulls(3, pa.string()),
    )
    put(place, "omop/visit_occurrence.parquet", visits)
    report = place.load()
    theirs = STAYS.replace("ORDER", "WHERE activity_type <> 'ward_stay' ORDER")
    told = place.rows(report, theirs)
    assert [(row[0], row[2], row[3]) for row in told] == [
        ("social_care_service", None, True),
        ("reablement", "2025-08-02 17:00:00", True),
        ("carer_support", None, True),
    ]
    write_omop(report.folder, tmp_path / "out", as_at=AS_AT)
    again, came = read_in_again(tmp_path / "out", tmp_path / "again")
    assert again.rows(came, theirs) == told


VISITS = {
    "omop/visit_occurrence.parquet": parquet(
        visit_occurrence_id=[31, 32, 33, 34, 35],
        person_id=[1, 1, 2, 2, 2],
        visit_concept_id=[9203, 9201, 9201, 0, 0],
        visit_start_date=days("2025-07-01", "2026-03-20", "2025-08-01", "2025-09-01", "2025-09-02"),
        visit_start_datetime=moments(
            "2025-07-01T00:21", "2026-03-20T09:00", "2025-08-01T10:00", "2025-09-01T11:00", "2025-09-02T11:00"
        ),
        visit_end_date=days("2025-07-01", "2026-03-31", "2025-08-01", "2025-09-01", "2025-09-02"),
        visit_end_datetime=moments(None, None, None, None, "2025-09-02T12:00"),
        visit_type_concept_id=[32817, 32220, 32817, 32817, 32817],
        visit_source_value=["ed_attendance", "inpatient_spell", "inpatient_spell", "voluntary_contact", "7bc8c026"],
        care_site_id=pa.nulls(5, pa.string()),
        admitted_from_source_value=pa.nulls(5, pa.string()),
        discharged_to_source_value=pa.nulls(5, pa.string()),
    ),
    "omop/visit_detail.parquet": parquet(
        visit_detail_id=[41, 42],
        person_id=[1, 2],
        visit_detail_concept_id=[9201, 9201],
        visit_detail_start_date=days("2026-03-21", "2025-08-01"),
        visit_detail_start_datetime=moments("2026-03-21T09:00", "2025-08-01T11:00"),
        visit_detail_end_date=days("2026-03-31", "2025-08-01"),
        visit_detail_end_datetime=pa.nulls(2, pa.timestamp("us")),
        visit_detail_type_concept_id=[32220, 32817],
        care_site_id=pa.nulls(2, pa.string()),
        visit_detail_source_value=["ward_stay", "ward_stay"],
        visit_occurrence_id=[32, 33],
    ),
    "omop/drug_exposure.parquet": parquet(
        drug_exposure_id=[1, 2],
        person_id=[1, 1],
        drug_concept_id=[0, 0],
        drug_exposure_start_date=days("2025-04-22", "2025-04-23"),
        drug_exposure_start_datetime=moments("2025-04-22T00:00", "2025-04-23T00:00"),
        drug_exposure_end_date=days("2025-04-22", "2025-04-23"),
        drug_exposure_end_datetime=moments(None, "2025-04-23T00:00"),
        drug_source_value=["goes on", "one day"],
    ),
}
"""Ends that nobody knows, a stay that goes on, and a visit of which the model has no concept."""

STAYS = "SELECT activity_type, start_at::VARCHAR, end_at::VARCHAR, end_known, status FROM activity ORDER BY start_at"
DRUGS = "SELECT code, end_date::VARCHAR FROM observation WHERE kind = 'medication' ORDER BY code"


@pytest.fixture
def visited(tmp_path):
    place = place_with(tmp_path, "omop")
    for name, content in {**SAMPLE, **VISITS}.items():
        put(place, name, content)
    return place, place.load()


def test_a_stay_that_goes_on_is_open_and_an_end_that_nobody_knows_is_none(visited):
    place, report = visited
    assert place.rows(report, STAYS) == [
        ("ed_attendance", "2025-07-01 00:21:00", None, True, "attended"),
        ("inpatient_spell", "2025-08-01 10:00:00", None, False, "attended"),
        ("ward_stay", "2025-08-01 11:00:00", None, False, "attended"),
        ("voluntary_contact", "2025-09-01 11:00:00", None, True, "attended"),
        ("inpatient_spell", "2026-03-20 09:00:00", None, True, "open"),
        ("ward_stay", "2026-03-21 09:00:00", None, True, "open"),
    ]
    assert place.rows(report, DRUGS) == [("goes on", None), ("one day", "2025-04-24")]


def test_no_visit_ends_before_it_begins_and_each_comes_back_as_it_was(visited, tmp_path):
    place, report = visited
    out = tmp_path / "out"
    write_omop(report.folder, out, as_at=AS_AT)
    ends = "visit_source_value, visit_end_date::VARCHAR, visit_end_datetime, visit_type_concept_id"
    assert rows(out, "visit_occurrence", ends) == [
        ("ed_attendance", "2025-07-01", None, 32817),
        ("inpatient_spell", "2025-08-01", None, 32817),
        ("inpatient_spell", "2026-03-31", None, 32220),
        ("voluntary_contact", "2025-09-01", None, 32817),
    ]
    ends = "visit_detail_end_date::VARCHAR, visit_detail_end_datetime, visit_detail_type_concept_id"
    assert rows(out, "visit_detail", ends) == [("2025-08-01", None, 32817), ("2026-03-31", None, 32220)]
    again, came = read_in_again(out, tmp_path / "again")
    assert again.rows(came, STAYS) == place.rows(report, STAYS)
    assert again.rows(came, DRUGS) == place.rows(report, DRUGS)


def test_only_what_was_held_of_those_who_take_part_goes_out(peopled, tmp_path):
    peopled.file("gp/journal.csv", "1,2020-05-05,,38341003,", "2,2020-05-05,,271649006,141", "2,2020-05-05,,opt-out,")
    who = f"H7,{NUMBERS['anna']},01,Anna,Adams,1950-02-03,A"
    peopled.file("ed/attendances_1.csv", f"A1,{who},2022-01-01 10:00:00,2022-01-01 12:00:00,urgent,11,12,2022-02-01")
    out = tmp_path / "out"
    written = write_omop(peopled.load().folder, out, as_at=AS_AT)
    assert rows(out, "measurement") == []  # who opted out
    assert written.rows["person"] == len(rows(out, "person"))
    ((visit,),) = rows(out, "visit_occurrence", "visit_occurrence_id")
    told = rows(out, "condition_occurrence", "condition_source_value, visit_occurrence_id, condition_concept_id")
    assert told == [("11", visit, 0), ("12", visit, 0), ("38341003", None, 0)]


CONCEPTS = """concept_id\tconcept_name\tvocabulary_id\tstandard_concept\tconcept_code
316866\tHypertensive disorder, "essential"\tSNOMED\tS\t38341003
1\tNot standard\tSNOMED\t\t11
2\tAnother vocabulary\tLOINC\tS\t12
"""


def test_concepts_stand_beside_codes_where_they_are_given(peopled, tmp_path):
    peopled.file("gp/journal.csv", "1,2020-05-05,,38341003,")
    who = f"H7,{NUMBERS['anna']},01,Anna,Adams,1950-02-03,A"
    peopled.file("ed/attendances_1.csv", f"A1,{who},2022-01-01 10:00:00,2022-01-01 12:00:00,urgent,11,12,2022-02-01")
    given = tmp_path / "CONCEPT.csv"
    given.write_text(CONCEPTS)
    write_omop(peopled.load().folder, tmp_path / "out", as_at=AS_AT, concepts=given)
    named = "condition_source_value, condition_concept_id, condition_source_concept_id"
    assert rows(tmp_path / "out", "condition_occurrence", named) == [
        ("11", 0, 1),
        ("12", 0, 2_000_000_001),  # of the record's own system: no vocabulary has it
        ("38341003", 316866, 316866),
    ]
    named = "concept_id, concept_name, vocabulary_id, concept_code, standard_concept"
    assert rows(tmp_path / "out", "concept", named) == [
        (1, "Not standard", "SNOMED", "11", None),
        (316866, 'Hypertensive disorder, "essential"', "SNOMED", "38341003", "S"),
        (2_000_000_001, "12", "SNOMED", "12", None),
    ]


def test_nothing_is_written_over_and_a_file_that_is_no_table_of_concepts_is_told(peopled, tmp_path):
    report = peopled.load()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("")
    with pytest.raises(OneplaceError, match="already holds something"):
        write_omop(report.folder, tmp_path / "full", as_at=AS_AT)
    wrong = tmp_path / "CONCEPT.csv"
    wrong.write_text("a\tb\n1\t2\n")
    with pytest.raises(OneplaceError, match="is no table of concepts"):
        write_omop(report.folder, tmp_path / "out", as_at=AS_AT, concepts=wrong)
    assert not (tmp_path / "out").exists()


def test_one_that_was_killed_leaves_nothing_in_its_place_and_the_next_goes_on(peopled, tmp_path):
    report, out = peopled.load(), tmp_path / "out"
    code = f"""
import os
from datetime import date
from pathlib import Path
from oneplace import whole
from oneplace.record.omop import write_omop

whole.own_file = whole.switch_in = lambda *_: os._exit(9)
write_omop(Path({str(report.folder)!r}), Path({str(out)!r}), as_at=date(2024, 7, 1))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert not out.exists()
    assert list(tmp_path.glob(".out.part/*.parquet"))
    out.mkdir()  # an empty one is as good as none
    write_omop(report.folder, out, as_at=AS_AT)
    assert (out / "person.parquet").is_file()
    assert not list(tmp_path.glob(".out.part"))
    assert not (out / ".lock").exists()


def test_what_is_refused_leaves_nothing_beside(peopled, tmp_path):
    (tmp_path / "wrong.csv").write_text("a,b\n")
    with pytest.raises(OneplaceError, match="no table of concepts"):
        write_omop(peopled.load().folder, tmp_path / "out", as_at=AS_AT, concepts=tmp_path / "wrong.csv")
    assert not list(tmp_path.glob(".out*"))


def test_how_somebody_was_admitted_comes_back(tmp_path):
    """Emergency admissions are told by their method, for which the model has no column."""
    place = place_with(tmp_path, "omop")
    said = [
        "inpatient_spell:21",
        "inpatient_spell:2A",
        "inpatient_spell:11",
        "inpatient_spell",
        "call_111:by: hand",
        "a:b",
    ]
    visits = parquet(
        visit_occurrence_id=[31, 32, 33, 34, 35, 36],
        person_id=[1] * 6,
        visit_concept_id=[9201, 9201, 9201, 262, 0, 9201],
        visit_start_date=days(*(f"2025-07-0{day}" for day in range(1, 7))),
        visit_start_datetime=moments(*(f"2025-07-0{day}T09:00" for day in range(1, 7))),
        visit_end_date=days(*(f"2025-07-0{day}" for day in range(2, 8))),
        visit_end_datetime=moments(*(f"2025-07-0{day}T09:00" for day in range(2, 8))),
        visit_source_value=said,
        care_site_id=pa.nulls(6, pa.string()),
        admitted_from_source_value=["19", *[None] * 5],
        discharged_to_source_value=pa.nulls(6, pa.string()),
    )
    for name, content in (SAMPLE | {"omop/visit_occurrence.parquet": visits}).items():
        put(place, name, content)
    report, out = place.load(), tmp_path / "out"
    asked = """
        SELECT activity_type, method_code, source_code FROM activity
        WHERE activity_type <> 'ward_stay' ORDER BY start_at
    """
    told = [
        ("inpatient_spell", "21", "19"),
        ("inpatient_spell", "2A", None),
        ("inpatient_spell", "11", None),
        ("inpatient_spell", "by way of the emergency department", None),
        ("call_111", "by: hand", None),
        ("inpatient_spell", None, None),
    ]
    assert place.rows(report, asked) == told
    write_omop(report.folder, out, as_at=AS_AT)
    visited = "visit_start_date, visit_concept_id, visit_source_value"
    assert [row[1:] for row in rows(out, "visit_occurrence", visited)] == [
        *zip([262, 262, 9201, 262, 0, 9201], [*said[:-1], "inpatient_spell"], strict=True),
    ]
    again, came = read_in_again(out, tmp_path / "again")
    assert again.rows(came, asked) == told


def test_each_is_observed_while_on_a_list_and_who_is_on_none_while_living_there(peopled, tmp_path):
    patients = peopled.extracts / "gp" / "patients.csv"
    later = patients.read_text("utf-8").replace("2010-01-01,,", "2019-01-01,,")  # than the address begins
    nobody = "2012-02-03,2012-02-03,"  # on the list for no day
    patients.write_text(
        f"{later}3,{NUMBERS['cara']},Cara,Cole,1970-05-06,F,A,,,{nobody}\n"
        f"4,{NUMBERS['dan']},Dan,Drew,1960-07-08,M,A,,,{nobody}\n",
        "utf-8",
    )
    addresses = peopled.extracts / "gp" / "addresses.csv"
    addresses.write_text(addresses.read_text("utf-8") + "3,999001,2012-02-03,2020-12-31\n", "utf-8")
    report, out = peopled.load(), tmp_path / "out"
    written = write_omop(report.folder, out, as_at=AS_AT)
    lived = "observation_period_start_date::VARCHAR, observation_period_end_date::VARCHAR, period_type_concept_id"
    periods = [
        ("2012-02-03", "2020-12-31", 32848),
        ("2015-06-01", "2024-06-30", 32817),
        ("2019-01-01", "2026-03-31", 32817),
    ]
    assert rows(out, "observation_period", lived) == periods
    assert (written.rows["person"], written.without_period) == (4, 1)
    again, came = read_in_again(out, tmp_path / "again")
    of_cara = """
        SELECT registration_type, start_date, end_date FROM registration JOIN person USING (person_id)
        WHERE year(birth_date) = 1970
    """
    assert again.rows(came, of_cara) == peopled.rows(report, of_cara)
    assert [kind for kind, *_ in again.rows(came, of_cara)] == ["resident"]
    listed = "SELECT start_date::VARCHAR FROM registration WHERE registration_type = 'gp' ORDER BY 1"
    assert again.rows(came, listed) == [("2015-06-01",), ("2019-01-01",)]
    lives = "SELECT lsoa21_code FROM address JOIN person USING (person_id) WHERE year(birth_date) = 1970"
    assert again.rows(came, lives) == [("E01017137",)]
    write_omop(came.folder, tmp_path / "twice", as_at=AS_AT)
    assert rows(tmp_path / "twice", "observation_period", lived) == periods
