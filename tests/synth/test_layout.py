"""The files are as ``docs/reference/extracts.md`` says."""

from __future__ import annotations

import pytest

from oneplace.synth import SynthReport
from tests.synth.files import Extracts, documented

FORMS = {
    "date": "TRY_CAST({0} AS DATE) IS NOT NULL AND length({0}) = 10",
    "datetime": "TRY_CAST({0} AS TIMESTAMP) IS NOT NULL AND length({0}) = 19",
    "integer": "TRY_CAST({0} AS BIGINT) IS NOT NULL AND NOT contains({0}, '.')",
    "number": "TRY_CAST({0} AS DOUBLE) IS NOT NULL",
    "DD/MM/YYYY": "TRY_STRPTIME({0}, '%d/%m/%Y') IS NOT NULL",
    "text": "true",
    "code": "true",
}
PLANTED = {
    ("gp/journal.csv", "event_date"): "impossible_date",
    ("voluntary/link_worker_log.csv", "Date referred"): "impossible_date",
}
FILES = documented()


def test_every_file_is_documented_and_every_documented_file_is_made(made: SynthReport) -> None:
    found = {str(path.relative_to(made.folder)) for path in made.folder.glob("*/*.csv")}
    submissions = {name for name in found if name.startswith("social_care/cld_")}
    assert len(submissions) == 20
    assert (found - submissions) | {"social_care/cld_*.csv"} == set(FILES)
    assert {path.name for path in (made.folder / "gp_fhir").iterdir()} == {
        f"{name}.ndjson"
        for name in ("Patient", "Condition", "Observation", "MedicationRequest", "Immunization", "Appointment")
    }


@pytest.mark.parametrize("name", sorted(FILES))
def test_header(made: SynthReport, name: str) -> None:
    for path in made.folder.glob(name):
        with path.open("rb") as file:
            assert file.readline().decode().rstrip("\n").split(",") == [column for column, _ in FILES[name]]


@pytest.mark.parametrize("name", sorted(FILES))
def test_every_value_has_its_form_but_for_planted_faults(extracts: Extracts, truth: dict, name: str) -> None:
    view = name.removesuffix(".csv").replace("/", "_").removesuffix("_*")
    for column, form in FILES[name]:
        right = FORMS[form].format(f'"{column}"')
        wrong = extracts.value(f'SELECT count(*) FROM {view} WHERE "{column}" IS NOT NULL AND NOT ({right})')
        fault = PLANTED.get((name, column))
        expected = sum(item["count"] for item in truth["faults"] if item["file"] == name and item["fault"] == fault)
        assert wrong == expected, (column, form)


@pytest.mark.parametrize(
    ("view", "key"),
    [
        ("gp_patients", "practice_code, patient_id"),
        ("gp_addresses", "practice_code, patient_id, from_date"),
        ("gp_appointments", "practice_code, appointment_id"),
        ("acute_apc", "HOSPITAL_PROVIDER_SPELL_NUMBER, EPISODE_NUMBER"),
        ("acute_ecds", "ATTENDANCE_IDENTIFIER"),
        ("acute_rtt", "PATIENT_PATHWAY_IDENTIFIER"),
        ("maternity_deliveries", "DELIVERY_ID"),
        ("ambulance_incidents", "INCIDENT_ID"),
        ("iuc111_calls", "CALL_ID"),
        ("community_CYP001", "LocalPatientId"),
        ("community_CYP101", "ServiceRequestId"),
        ("community_CYP201", "CareContactId"),
        ("mental_health_MHS001", "LocalPatientId"),
        ("mental_health_MHS101", "ServiceRequestId"),
        ("mental_health_MHS201", "CareContactId"),
        ("social_care_cld", "filename, Event_Reference"),
        ("voluntary_link_worker_log", "Ref"),
        ("feedback_fft", "response_id"),
        ("reference_organisations", "organisation_code"),
    ],
)
def test_keys_are_unique(extracts: Extracts, view: str, key: str) -> None:
    assert extracts.value(f"SELECT count(*) - count(DISTINCT ({key})) FROM {view}") == 0


@pytest.mark.parametrize(
    ("child", "parent", "key"),
    [
        ("gp_addresses", "gp_patients", "practice_code, patient_id"),
        ("gp_journal", "gp_patients", "practice_code, patient_id"),
        ("gp_medication", "gp_patients", "practice_code, patient_id"),
        ("gp_appointments", "gp_patients", "practice_code, patient_id"),
        ("community_CYP101", "community_CYP001", "LocalPatientId"),
        ("community_CYP201", "community_CYP101", "ServiceRequestId"),
        ("mental_health_MHS101", "mental_health_MHS001", "LocalPatientId"),
        ("mental_health_MHS201", "mental_health_MHS101", "ServiceRequestId"),
    ],
)
def test_every_reference_resolves(extracts: Extracts, child: str, parent: str, key: str) -> None:
    assert extracts.value(f"SELECT count(*) FROM {child}") > 0
    assert extracts.rows(f"SELECT {key} FROM {child} EXCEPT SELECT {key} FROM {parent}") == []


def test_conveyed_incidents_are_the_attendances_that_came_by_ambulance(extracts: Extracts) -> None:
    incidents = extracts.rows("SELECT INCIDENT_ID FROM ambulance_incidents WHERE OUTCOME = 'conveyed_to_ed' ORDER BY 1")
    brought = extracts.rows(
        "SELECT AMBULANCE_INCIDENT_ID FROM acute_ecds WHERE AMBULANCE_INCIDENT_ID IS NOT NULL ORDER BY 1"
    )
    assert incidents == brought
    assert len(brought) > 100


def test_every_postcode_stands_in_the_look_up(extracts: Extracts) -> None:
    known = set(extracts.rows("SELECT postcode FROM reference_postcodes"))
    places = "SELECT count(DISTINCT lsoa21_code) FROM reference_postcodes GROUP BY postcode"
    assert set(extracts.rows(places)) == {(1,)}
    for view, column in [
        ("gp_patients", "postcode"),
        ("acute_apc", "POSTCODE_OF_USUAL_ADDRESS"),
        ("deaths_registrations", "postcode"),
    ]:
        assert set(extracts.rows(f"SELECT DISTINCT {column} FROM {view}")) <= known
