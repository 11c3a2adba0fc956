"""Each planted fault is in the files exactly as often, and in the very rows, that the truth says."""

from __future__ import annotations

import json
from typing import Any

import pytest

from oneplace.synth import SynthReport
from tests.synth.files import Extracts

_TRUTH_OF = "JOIN truth_records r ON r.source_record_id = {key} JOIN truth_persons p USING (true_person_id)"


def planted(extracts: Extracts, file: str, fault: str) -> list[str]:
    rows = extracts.rows(f"SELECT row_key FROM truth_faults WHERE file = '{file}' AND fault = '{fault}' ORDER BY 1")
    assert rows, f"{fault} is not planted in {file}"
    return [key for (key,) in rows]


def keys(extracts: Extracts, statement: str) -> list[str]:
    return sorted(key for (key,) in extracts.rows(statement))


def test_counts_agree_with_the_rows_listed(extracts: Extracts, truth: dict[str, Any]) -> None:
    listed = extracts.rows("SELECT file, fault, expected, count(*) FROM truth_faults GROUP BY ALL ORDER BY ALL")
    assert listed == [tuple(item[name] for name in ("file", "fault", "expected", "count")) for item in truth["faults"]]


def test_every_source_has_a_fault(truth: dict[str, Any]) -> None:
    assert {item["file"].split("/")[0] for item in truth["faults"]} == {
        "gp", "gp_fhir", "acute", "maternity", "ambulance", "iuc111", "community", "mental_health", "social_care",
        "voluntary", "feedback", "deaths", "reference",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("view", "file", "key", "number"),
    [
        ("gp_patients", "gp/patients.csv", "practice_code || ':' || patient_id", "nhs_number"),
        ("acute_all", "acute/*.csv", "LOCAL_PATIENT_IDENTIFIER", "NHS_NUMBER"),
        ("maternity_deliveries", "maternity/deliveries.csv", "DELIVERY_ID", "NHS_NUMBER_MOTHER"),
        ("ambulance_incidents", "ambulance/incidents.csv", "INCIDENT_ID", "NHS_NUMBER"),
        ("iuc111_calls", "iuc111/calls.csv", "CALL_ID", "NHS_NUMBER"),
        ("community_CYP001", "community/CYP001.csv", "LocalPatientId", "NHSNumber"),
        ("mental_health_MHS001", "mental_health/MHS001.csv", "LocalPatientId", "NHSNumber"),
        ("social_care_cld", "social_care/cld_*.csv", "LA_Person_Unique_Identifier", "NHS_Number"),
    ],
)
def test_missing_nhs_numbers(extracts: Extracts, view: str, file: str, key: str, number: str) -> None:
    lost = planted(extracts, file, "missing_nhs_number")
    again = {"gp/patients.csv": "registered_twice", "acute/*.csv": "two_hospital_numbers"}.get(file)
    lost += planted(extracts, file, again) if again else []
    assert keys(extracts, f"SELECT DISTINCT {key} FROM {view} WHERE {number} IS NULL") == sorted(lost)


def right_check(column: str) -> str:
    """SQL for the modulus 11 check, written out apart from the product's."""
    digits = " + ".join(f"CAST({column}[{i + 1}] AS INT) * {10 - i}" for i in range(9))
    return f"((11 - ({digits}) % 11) % 11) = CAST({column}[10] AS INT)"


def test_wrong_check_digits(extracts: Extracts) -> None:
    found = keys(extracts, f"SELECT LocalPatientId FROM mental_health_MHS001 WHERE NOT {right_check('NHSNumber')}")
    assert found == planted(extracts, "mental_health/MHS001.csv", "wrong_check_digit")


def test_transposed_nhs_numbers(extracts: Extracts) -> None:
    rows = extracts.rows(
        f"SELECT LOCAL_PATIENT_IDENTIFIER, w.NHS_NUMBER, p.nhs_number FROM acute_all w"
        f" {_TRUTH_OF.format(key='LOCAL_PATIENT_IDENTIFIER')} WHERE NOT {right_check('w.NHS_NUMBER')} ORDER BY 1"
    )
    assert [key for key, *_ in rows] == planted(extracts, "acute/*.csv", "transposed_nhs_number")
    assert all(sorted(written) == sorted(str(true)) for _, written, true in rows)


def test_people_twice_at_one_source(extracts: Extracts) -> None:
    for source, file, fault in (
        ("gp", "gp/patients.csv", "registered_twice"),
        ("acute", "acute/*.csv", "two_hospital_numbers"),
    ):
        second = planted(extracts, file, fault)
        same = extracts.value(
            "SELECT count(*) FROM truth_faults f JOIN truth_records a ON a.source_record_id = f.row_key"
            f" WHERE fault = '{fault}' AND file = '{file}' AND exists("
            f" FROM truth_records b WHERE b.source_system = '{source}' AND b.true_person_id = a.true_person_id"
            " AND b.source_record_id <> a.source_record_id)"
        )
        assert same == len(second)


@pytest.mark.parametrize(
    ("view", "file", "key", "date"),
    [
        ("maternity_deliveries", "maternity/deliveries.csv", "DELIVERY_ID", "PERSON_BIRTH_DATE_MOTHER"),
        ("mental_health_MHS001", "mental_health/MHS001.csv", "LocalPatientId", "PersonBirthDate"),
    ],
)
def test_swapped_day_and_month(extracts: Extracts, view: str, file: str, key: str, date: str) -> None:
    rows = extracts.rows(
        f"SELECT {key}, CAST({date} AS DATE), p.birth_date FROM {view} {_TRUTH_OF.format(key=key)}"
        f" WHERE CAST({date} AS DATE) <> p.birth_date ORDER BY 1"
    )
    assert [row[0] for row in rows] == planted(extracts, file, "swapped_day_month")
    assert all((a.year, a.month, a.day) == (b.year, b.day, b.month) for _, a, b in rows)


def test_late_entries(extracts: Extracts) -> None:
    late = extracts.value(
        "SELECT count(*) FROM gp_journal WHERE TRY_CAST(entered_date AS DATE) - TRY_CAST(event_date AS DATE) > 180"
    )
    assert late == len(planted(extracts, "gp/journal.csv", "late_entry"))


def test_impossible_dates(extracts: Extracts, made: SynthReport) -> None:
    found = keys(extracts, "SELECT Ref FROM voluntary_link_worker_log WHERE \"Date referred\" LIKE '30/02/%'")
    assert found == planted(extracts, "voluntary/link_worker_log.csv", "impossible_date")
    lines = (made.folder / "gp" / "journal.csv").read_text("utf-8").splitlines()
    wrong = [f"line {number}" for number, line in enumerate(lines, 1) if "-02-30" in line]
    assert sorted(wrong) == planted(extracts, "gp/journal.csv", "impossible_date")


@pytest.mark.parametrize("name", ["iuc111/calls.csv", "acute/rtt.csv"])
def test_short_rows(extracts: Extracts, made: SynthReport, name: str) -> None:
    lines = (made.folder / name).read_text("utf-8").splitlines()
    short = [f"line {number}" for number, line in enumerate(lines, 1) if line.count(",") < lines[0].count(",")]
    assert sorted(short) == planted(extracts, name, "short_row")


def test_rows_that_are_not_utf8(extracts: Extracts, made: SynthReport) -> None:
    wrong = []
    for number, line in enumerate((made.folder / "community" / "CYP001.csv").read_bytes().splitlines(), 1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            wrong.append(f"line {number}")
    assert sorted(wrong) == planted(extracts, "community/CYP001.csv", "wrong_encoding")


def test_lines_of_json_cut_in_half(extracts: Extracts, made: SynthReport) -> None:
    for path in (made.folder / "gp_fhir").iterdir():
        wrong = []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            try:
                json.loads(line)
            except json.JSONDecodeError:
                wrong.append(f"line {number}")
        cut = planted(extracts, "gp_fhir/Observation.ndjson", "cut_line") if path.stem == "Observation" else []
        assert sorted(wrong) == cut


def test_ends_before_starts(extracts: Extracts) -> None:
    found = keys(
        extracts,
        "SELECT DISTINCT HOSPITAL_PROVIDER_SPELL_NUMBER FROM acute_apc"
        " WHERE CAST(DISCHARGE_DATE_TIME AS TIMESTAMP) < CAST(START_DATE_TIME_SPELL AS TIMESTAMP)",
    )
    assert found == planted(extracts, "acute/apc.csv", "end_before_start")
    found = keys(
        extracts,
        "SELECT INCIDENT_ID FROM ambulance_incidents"
        " WHERE CAST(ARRIVAL_AT_SCENE AS TIMESTAMP) < CAST(CALL_CONNECT AS TIMESTAMP)",
    )
    assert found == planted(extracts, "ambulance/incidents.csv", "arrival_before_call")


def test_unknown_codes(extracts: Extracts) -> None:
    known = "('1064891000000107', '1064911000000105', '1064901000000103', '1077241000000103', '1077251000000100')"
    found = keys(
        extracts,
        f"SELECT ATTENDANCE_IDENTIFIER FROM acute_ecds WHERE EMERGENCY_CARE_ACUITY_SNOMED_CT NOT IN {known}",
    )
    assert found == planted(extracts, "acute/ecds.csv", "unknown_code")
    found = keys(extracts, "SELECT response_id FROM feedback_fft WHERE score NOT IN ('1', '2', '3', '4', '5', '6')")
    assert found == planted(extracts, "feedback/fft.csv", "unknown_code")


@pytest.mark.parametrize(
    ("view", "file", "key"),
    [
        ("acute_op", "acute/op.csv", "ATTENDANCE_IDENTIFIER"),
        ("reference_postcodes", "reference/postcodes.csv", "uprn"),
    ],
)
def test_repeated_rows(extracts: Extracts, view: str, file: str, key: str) -> None:
    again = keys(extracts, f"SELECT {key} FROM (FROM {view}) t GROUP BY ALL HAVING count(*) = 2")
    whole = extracts.value(
        f"SELECT (SELECT count(*) FROM {view}) - (SELECT count(*) FROM (SELECT DISTINCT * FROM {view}))"
    )
    assert again == planted(extracts, file, "repeated_row")
    assert whole == len(again)


def test_amended_registrations(extracts: Extracts) -> None:
    again = keys(extracts, "SELECT registration_id FROM deaths_registrations GROUP BY 1 HAVING count(*) = 2")
    assert again == planted(extracts, "deaths/registrations.csv", "amended_registration")


def test_changed_references_are_the_same_events(extracts: Extracts) -> None:
    event = "LA_Person_Unique_Identifier, Event_Type, Event_Start_Date, Service_Component"
    renamed = extracts.value(
        "SELECT sum(n - 1) FROM (SELECT count(DISTINCT Event_Reference) n FROM social_care_cld"
        f" GROUP BY {event} HAVING count(DISTINCT (Event_Reference, Event_Outcome)) > 0) WHERE n > 1"
    )
    changed = extracts.value("SELECT count(DISTINCT row_key) FROM truth_faults WHERE fault = 'changed_reference'")
    assert 0 < changed <= renamed  # two events of a person may fall on one day


@pytest.mark.parametrize(
    ("view", "file", "key", "name"),
    [
        ("voluntary_link_worker_log", "voluntary/link_worker_log.csv", "Ref", '(v."First name", v.Surname)'),
        ("ambulance_incidents", "ambulance/incidents.csv", "INCIDENT_ID", "(v.GIVEN_NAME, v.FAMILY_NAME)"),
    ],
)
def test_nicknames_and_slips(extracts: Extracts, view: str, file: str, key: str, name: str) -> None:
    spoilt = keys(
        extracts,
        f"SELECT {key} FROM {view} v {_TRUTH_OF.format(key=key)} WHERE {name} <> (p.given_name, p.family_name)",
    )
    kinds = ("nickname", "typing_error", "former_family_name")
    assert spoilt == sorted({row for kind in kinds for row in planted(extracts, file, kind)})
