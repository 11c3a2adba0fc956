"""What the truth files say holds in the extracts: whose record each is, nobody before birth or after death."""

from __future__ import annotations

from typing import Any

import pytest

from oneplace.synth import SynthReport
from tests.synth.files import Extracts

RECORDS = {
    "gp": ("gp_patients", "practice_code || ':' || patient_id"),
    "acute": ("acute_all", "LOCAL_PATIENT_IDENTIFIER"),
    "maternity": ("maternity_deliveries", "DELIVERY_ID"),
    "ambulance": ("ambulance_incidents", "INCIDENT_ID"),
    "community": ("community_CYP001", "LocalPatientId"),
    "mental_health": ("mental_health_MHS001", "LocalPatientId"),
    "social_care": ("social_care_cld", "LA_Person_Unique_Identifier"),
    "deaths": ("deaths_registrations", "registration_id"),
}


def test_report_and_truth_tell_the_same(made: SynthReport, truth: dict[str, Any]) -> None:
    assert made.rows == truth["rows"]
    assert made.total_rows == sum(truth["rows"].values())
    assert made.faults == truth["faults"]
    assert (made.residents, made.people, made.seed) == (truth["residents"], truth["people"], truth["seed"])


def test_rows_are_counted_as_they_stand(made: SynthReport) -> None:
    for name, rows in made.rows.items():
        path = made.folder / name
        if path.suffix in {".csv", ".ndjson"}:
            lines = path.read_bytes().count(b"\n")
            assert rows == lines - (path.suffix == ".csv"), name


def test_each_record_belongs_to_one_person(extracts: Extracts) -> None:
    assert extracts.value("SELECT count(*) - count(DISTINCT (source_system, source_record_id)) FROM truth_records") == 0
    assert (
        extracts.rows("SELECT true_person_id FROM truth_records EXCEPT SELECT true_person_id FROM truth_persons") == []
    )
    assert extracts.value("SELECT count(*) - count(DISTINCT (true_person_id, nhs_number)) FROM truth_persons") == 0


@pytest.mark.parametrize("source", sorted(RECORDS))
def test_every_record_sent_is_in_the_truth_and_no_other(extracts: Extracts, source: str) -> None:
    view, key = RECORDS[source]
    sent = {row[0] for row in extracts.rows(f"SELECT DISTINCT {key} FROM {view}")}
    known = {
        row[0] for row in extracts.rows(f"SELECT source_record_id FROM truth_records WHERE source_system = '{source}'")
    }
    assert sent == known


def test_a_right_nhs_number_is_that_persons(extracts: Extracts) -> None:
    wrong = extracts.value(
        "SELECT count(*) FROM gp_patients g"
        " JOIN truth_records r ON r.source_record_id = g.practice_code || ':' || g.patient_id"
        " JOIN truth_persons p USING (true_person_id) WHERE CAST(g.nhs_number AS BIGINT) <> p.nhs_number"
    )
    assert wrong == 0


@pytest.mark.parametrize(
    ("view", "key", "day"),
    [
        ("acute_ecds", "LOCAL_PATIENT_IDENTIFIER", "EMERGENCY_CARE_ARRIVAL_DATE_TIME"),
        ("acute_apc", "LOCAL_PATIENT_IDENTIFIER", "START_DATE_TIME_SPELL"),
        ("acute_op", "LOCAL_PATIENT_IDENTIFIER", "APPOINTMENT_DATE_TIME"),
        ("gp_appointments", "practice_code || ':' || patient_id", "start_at"),
        ("gp_medication", "practice_code || ':' || patient_id", "issue_date"),
        ("iuc111_calls", "CALL_ID", "CALL_START"),
        ("maternity_deliveries", "DELIVERY_ID", "DELIVERY_DATE"),
    ],
)
def test_things_happen_to_residents_only(extracts: Extracts, view: str, key: str, day: str) -> None:
    """Nobody is seen before birth or moving in, nor after leaving or death, nor outside the five years."""
    outside = extracts.value(
        f"SELECT count(*) FROM {view} JOIN truth_records r ON r.source_record_id = {key}"
        f" JOIN truth_persons p USING (true_person_id) WHERE CAST(CAST({day} AS TIMESTAMP) AS DATE) < p.resident_from"
        f" OR CAST(CAST({day} AS TIMESTAMP) AS DATE) >= coalesce(p.resident_to, DATE '2026-04-01')"
    )
    assert outside == 0


def test_everyone_who_died_here_is_registered_once_the_coroner_has_spoken(extracts: Extracts) -> None:
    dead = extracts.value("SELECT count(*) FROM truth_persons WHERE death_date IS NOT NULL")
    registered = extracts.value("SELECT count(DISTINCT registration_id) FROM deaths_registrations")
    late = extracts.value("SELECT count(*) FROM truth_persons WHERE death_date >= DATE '2025-06-01'")
    assert dead - late <= registered <= dead
    assert registered > 0.9 * dead


def test_nobody_is_in_hospital_twice_at_once(extracts: Extracts) -> None:
    twice = extracts.value(
        "WITH spells AS (SELECT DISTINCT true_person_id, HOSPITAL_PROVIDER_SPELL_NUMBER,"
        " CAST(START_DATE_TIME_SPELL AS TIMESTAMP) s, CAST(DISCHARGE_DATE_TIME AS TIMESTAMP) e FROM acute_apc"
        " JOIN truth_records ON source_system = 'acute' AND source_record_id = LOCAL_PATIENT_IDENTIFIER)"
        " SELECT count(*) FROM (SELECT e, lead(s) OVER (PARTITION BY true_person_id ORDER BY s) following FROM spells)"
        " WHERE following < e"
    )
    assert twice == 0


def test_registrations_at_a_practice_follow_each_other(extracts: Extracts) -> None:
    overlapping = extracts.value(
        "WITH stays AS (SELECT true_person_id, CAST(registered_date AS DATE) s, CAST(deducted_date AS DATE) e"
        " FROM gp_patients"
        " JOIN truth_records ON source_system = 'gp' AND source_record_id = practice_code || ':' || patient_id"
        " WHERE CAST(patient_id AS INT) < 900000)"
        " SELECT count(*) FROM (SELECT e, lead(s) OVER (PARTITION BY true_person_id ORDER BY s) following FROM stays)"
        " WHERE following IS NOT NULL AND (e IS NULL OR following < e)"
    )
    assert overlapping == 0


def test_each_submission_holds_the_events_of_its_twelve_months(extracts: Extracts) -> None:
    assert (
        extracts.value(
            "SELECT count(*) FROM social_care_cld"
            " WHERE CAST(Event_Start_Date AS DATE) > CAST(Reporting_Period_End AS DATE)"
            " OR CAST(Event_End_Date AS DATE) > CAST(Reporting_Period_End AS DATE)"
            " OR CAST(Event_End_Date AS DATE) < CAST(Reporting_Period_Start AS DATE)"
            " OR (Event_End_Date IS NULL AND Event_Type <> 'Service')"
        )
        == 0
    )
    periods = extracts.rows(
        "SELECT DISTINCT Reporting_Period_Start, Reporting_Period_End FROM social_care_cld ORDER BY 2"
    )
    assert len(periods) == 20
    assert periods[0] == ("2020-07-01", "2021-06-30")
    assert periods[-1] == ("2025-04-01", "2026-03-31")


def test_an_open_service_comes_again_ended(extracts: Extracts) -> None:
    again = extracts.value(
        "SELECT count(*) FROM (SELECT 1 FROM social_care_cld WHERE Event_Type = 'Service'"
        " GROUP BY LA_Person_Unique_Identifier, Event_Start_Date, Service_Component"
        " HAVING count(Event_End_Date) > 0 AND count(*) > count(Event_End_Date))"
    )
    assert again > 20


def test_births_have_twins_and_residents_have_namesakes_born_on_the_same_day(extracts: Extracts) -> None:
    share = "SELECT count({alike}_true_person_id) / count(*) FROM truth_persons WHERE {whom}"
    assert extracts.value(share.format(alike="twin", whom="mother_true_person_id IS NOT NULL")) >= 0.01
    assert extracts.value(share.format(alike="namesake", whom="resident_to IS NULL AND death_date IS NULL")) >= 0.02
