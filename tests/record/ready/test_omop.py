"""Tables of the OMOP common data model, Parquet as a published set has them."""

from __future__ import annotations

import io
from datetime import date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.record.ready.layouts import aside, place_with, put, same, table

pytestmark = pytest.mark.slow  # each loads records


def parquet(**columns):
    with io.BytesIO() as out:
        pq.write_table(pa.table(columns), out)
        return out.getvalue()


def moments(*said):
    return [None if each is None else datetime.fromisoformat(each) for each in said]


def days(*said):
    return [None if each is None else date.fromisoformat(each) for each in said]


SAMPLE = {
    "omop/person.parquet": parquet(
        person_id=[1, 2, 3],
        gender_concept_id=[8507, 8532, 0],
        year_of_birth=[1950, 1980, 1990],
        month_of_birth=[2, 12, None],
        day_of_birth=[3, None, None],
        race_concept_id=[8527, 0, 0],
    ),
    "omop/observation_period.parquet": parquet(
        observation_period_id=[1, 2],
        person_id=[1, 2],
        observation_period_start_date=days("2010-01-01", "2015-01-01"),
        observation_period_end_date=days("2025-12-31", "2014-01-01"),
    ),
    "omop/visit_occurrence.parquet": parquet(
        visit_occurrence_id=[21, 22, 23, 24],
        person_id=[1, 1, 1, 2],
        visit_concept_id=[9201, 9203, 262, 581458],
        visit_start_date=days("2025-05-01", "2025-05-01", "2025-06-01", "2025-06-01"),
        visit_start_datetime=moments("2025-05-01T10:00", "2025-05-01T08:00", None, None),
        visit_end_date=days("2025-05-04", "2025-05-01", None, None),
        visit_end_datetime=moments("2025-05-04T16:00", "2025-05-01T10:00", None, None),
        care_site_id=[7.0, None, None, None],
        admitted_from_source_value=["home", None, None, None],
        discharged_to_source_value=["home", None, None, None],
    ),
    "omop/visit_detail.parquet": parquet(
        visit_detail_id=[31, 32],
        person_id=[1, 1],
        visit_detail_concept_id=[9201, 9203],
        visit_detail_start_date=days("2025-05-02", "2025-05-01"),
        visit_detail_start_datetime=moments("2025-05-02T09:00", "2025-05-01T08:00"),
        visit_detail_end_date=days("2025-05-04", "2025-05-01"),
        visit_detail_end_datetime=moments("2025-05-04T16:00", "2025-05-01T10:00"),
        care_site_id=[None, None],
        visit_detail_source_value=["7bc8c026", None],
        visit_occurrence_id=[21, 22],
    ),
    "omop/device_exposure.parquet": parquet(
        device_exposure_id=[1],
        person_id=[1],
        device_concept_id=[4217646],
        device_exposure_start_date=days("2025-05-03"),
        device_exposure_end_date=pa.nulls(1),
        device_source_value=["72506001.0"],
    ),
    "omop/observation.parquet": parquet(
        observation_id=[1, 2],
        person_id=[1, 2],
        observation_concept_id=[40770471, 0],
        observation_date=days("2025-05-05", "2025-05-06"),
        value_as_number=pa.array([None, 6.0]),
        value_as_string=["renting", None],
        unit_source_value=[None, "points"],
        observation_source_value=["67875-5", "worry"],
        value_source_value=[None, "often"],
    ),
    "omop/condition_occurrence.parquet": parquet(
        condition_occurrence_id=[1],
        person_id=[1],
        condition_concept_id=[372328],
        condition_start_date=days("2025-05-01"),
        condition_end_date=days(None),
        condition_source_value=["65363002.0"],
    ),
    "omop/procedure_occurrence.parquet": parquet(
        procedure_occurrence_id=[1],
        person_id=[9],
        procedure_concept_id=[0],
        procedure_date=days("2025-05-01"),
        procedure_source_value=["386516004"],
    ),
    "omop/drug_exposure.parquet": parquet(
        drug_exposure_id=[1],
        person_id=[1],
        drug_concept_id=[19073183],
        drug_exposure_start_date=days("2025-04-22"),
        drug_exposure_end_date=days("2025-05-06"),
        drug_source_value=["308182"],
    ),
    "omop/measurement.parquet": parquet(
        measurement_id=[1],
        person_id=[2],
        measurement_concept_id=[3025315],
        measurement_date=days("2025-05-17"),
        value_as_number=[48.1],
        unit_source_value=["kg"],
        measurement_source_value=["29463-7"],
    ),
    "omop/death.parquet": parquet(person_id=[3], death_date=days("2024-05-28")),
}


def test_the_tables_become_a_record(tmp_path):
    place = place_with(tmp_path, "omop")
    for name, content in SAMPLE.items():
        put(place, name, content)
    report = place.load()
    stays = "activity_type, source_record_id, start_at, end_at, status"
    assert same(
        table(place, report, "SELECT birth_date, birth_date_precision, sex, death_date FROM person ORDER BY 1"),
        """
        1950-02-03 | day   | M |
        1980-12-15 | month | F |
        1990-07-01 | year  | U | 2024-05-28
        """,
    )
    assert same(
        table(place, report, f"SELECT {stays} FROM activity ORDER BY 2"),
        """
        inpatient_spell | 21 | 2025-05-01 10:00:00 | 2025-05-04 16:00:00 | attended
        ed_attendance   | 22 | 2025-05-01 08:00:00 | 2025-05-01 10:00:00 | attended
        inpatient_spell | 23 | 2025-06-01 00:00:00 |                     | open
        ward_stay       | 31 | 2025-05-02 09:00:00 | 2025-05-04 16:00:00 | attended
        """,
    )
    spell = "SELECT s.source_record_id FROM activity AS a JOIN activity AS s ON s.activity_id = a.parent_activity_id"
    assert table(place, report, f"{spell} WHERE a.activity_type = 'ward_stay'") == "21"
    what = "kind, code, value_code, recorded_date, end_date, value_number, value_unit, value_text"
    assert same(
        table(place, report, f"SELECT {what} FROM observation ORDER BY 1, 2"),
        """
        diagnosis   | 65363002 | 372328   | 2025-05-01 |            |      |        |
        finding     | 67875-5  | 40770471 | 2025-05-05 |            |      |        | renting
        finding     | 72506001 | 4217646  | 2025-05-03 |            |      |        |
        finding     | worry    |          | 2025-05-06 |            | 6.0  | points | often
        measurement | 29463-7  | 3025315  | 2025-05-17 |            | 48.1 | kg     |
        medication  | 308182   | 19073183 | 2025-04-22 | 2025-05-07 |      |        |
        """,
    )
    assert table(place, report, "SELECT start_date, end_date FROM registration") == "2010-01-01 | 2026-01-01"
    assert same(
        aside(place, report),
        """
        observation_period.parquet 2 observation_period_end_date row refused: ends before it starts
        procedure_occurrence.parquet 1 row refused: names a person whom no row of the source describes
        """,
    )
