"""The one practice that sends FHIR sends what the others send as tables."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oneplace.synth import SynthReport
from tests.synth.files import Extracts


def resources(folder: Path, name: str) -> list[dict[str, Any]]:
    """Whole resources of a file (cut lines left out)."""
    found = []
    for line in (folder / "gp_fhir" / f"{name}.ndjson").read_text("utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            assert name == "Observation"
    return found


@pytest.fixture(scope="module")
def patients(made: SynthReport) -> list[dict[str, Any]]:
    return resources(made.folder, "Patient")


def test_patients_are_the_practices_records(patients: list[dict[str, Any]], extracts: Extracts) -> None:
    known = {
        row[0] for row in extracts.rows("SELECT source_record_id FROM truth_records WHERE source_system = 'gp_fhir'")
    }
    assert {patient["identifier"][-1]["value"] for patient in patients} == known
    assert all(patient["id"] == patient["identifier"][-1]["value"].replace(":", ".") for patient in patients)


def test_a_patient_has_what_uk_core_asks_for(patients: list[dict[str, Any]]) -> None:
    for patient in patients:
        assert patient["resourceType"] == "Patient"
        assert patient["meta"]["profile"] == ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Patient"]
        assert patient["name"][0]["family"]
        assert patient["gender"] in {"female", "male", "other", "unknown"}
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", patient["birthDate"])
        assert re.fullmatch(r"SO6\d \d[A-Z]{2}", patient["address"][0]["postalCode"])
        systems = [identifier["system"] for identifier in patient["identifier"]]
        assert systems[-1] == "https://oneplace.example/id/source-record"
        assert systems[:-1] in ([], ["https://fhir.nhs.uk/Id/nhs-number"])
        assert None not in patient.values()


def test_patients_without_nhs_number_are_those_planted(patients: list[dict[str, Any]], extracts: Extracts) -> None:
    without = {patient["identifier"][-1]["value"] for patient in patients if len(patient["identifier"]) == 1}
    planted = {
        row[0]
        for row in extracts.rows(
            "SELECT row_key FROM truth_faults WHERE file = 'gp_fhir/Patient.ndjson' AND fault = 'missing_nhs_number'"
        )
    }
    assert without == planted


@pytest.mark.parametrize("name", ["Condition", "Observation", "MedicationRequest", "Immunization"])
def test_every_resource_points_to_a_patient(made: SynthReport, patients: list[dict[str, Any]], name: str) -> None:
    known = {f"Patient/{patient['id']}" for patient in patients}
    found = resources(made.folder, name)
    assert found
    assert {(resource.get("subject") or resource.get("patient"))["reference"] for resource in found} <= known
    assert len({resource["id"] for resource in found}) == len(found)


def test_observations_have_value_and_unit_or_are_about_smoking(made: SynthReport) -> None:
    for observation in resources(made.folder, "Observation"):
        code = observation["code"]["coding"][0]["code"]
        if code in {"77176002", "8517006", "266919005"}:
            assert "valueQuantity" not in observation
        else:
            assert observation["valueQuantity"]["value"] >= 0  # a PHQ-9 score may be nought
            assert observation["valueQuantity"]["code"]


def test_appointments_carry_local_time_with_its_offset(made: SynthReport) -> None:
    london = ZoneInfo("Europe/London")
    found = resources(made.folder, "Appointment")
    assert {appointment["status"] for appointment in found} == {"fulfilled", "noshow", "cancelled"}
    for appointment in found:
        for name in ("created", "start", "end"):
            written = datetime.fromisoformat(appointment[name])
            assert written.utcoffset() == written.replace(tzinfo=london).utcoffset()
        assert appointment["created"] < appointment["start"] < appointment["end"]
