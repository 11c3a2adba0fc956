"""FHIR lines: values by path, and lines that are cut in half."""

from __future__ import annotations

import json

import pytest

from oneplace.problems import OneplaceError
from tests.record.conftest import Small, make_place

PATIENT = {
    "resourceType": "Patient",
    "identifier": [
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"},
        {"system": "local", "value": "7"},
    ],
    "name": [{"family": "Adams", "given": ["Anna", "Beth"]}, {"family": "Smith"}],
    "birthDate": "1950-02-03",
    "extension": [{"url": "e", "extension": [{"url": "value", "valueString": "O'Neil"}]}],
}

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: fhir
    partner: The practice
    system: made up
    synthetic: true
    datasets:
      - id: Patient
        files: Patient.ndjson
        format: ndjson
        columns:
          id: {path: "identifier.where(system = 'local').value", required: true}
          nhs_number: {path: "identifier.where(system = 'https://fhir.nhs.uk/Id/nhs-number').value", type: nhs_number}
          family: {path: "name[0].family", type: name}
          born: {path: birthDate, type: date}
        key: [id]
        person: id
        facts: {nhs_number: nhs_number, family_name: family, birth_date: born}
      - id: Appointment
        files: Appointment.ndjson
        format: ndjson
        columns:
          id: {path: id, required: true}
          start: {path: start, type: instant, required: true}
          patient: {path: "participant[0].actor.reference", required: true}
        key: [id]
        person: split_part(patient, '/', 2)
        rows:
          - table: activity
            values: {activity_type: "'gp_appointment'", source_record_id: id, start_at: start}
"""


@pytest.fixture
def practice(tmp_path):
    small = Small(tmp_path, make_place(SOURCES, tmp_path))
    (small.extracts / "fhir").mkdir(parents=True)
    return small


def write(practice, name, *lines):
    (practice.extracts / "fhir" / name).write_text("".join(f"{line}\n" for line in lines), "utf-8")


def appointment(key, start, patient="7"):
    return json.dumps({"id": key, "start": start, "participant": [{"actor": {"reference": f"Patient/{patient}"}}]})


@pytest.mark.slow
def test_resources_become_rows_and_instants_local_time(practice):
    write(practice, "Patient.ndjson", json.dumps(PATIENT))
    times = {"a": "2024-01-10T09:00:00Z", "b": "2024-07-10T09:00:00Z"}
    write(practice, "Appointment.ndjson", *(appointment(key, start) for key, start in times.items()))
    report = practice.load()
    assert report.linked == {"nhs_number": 1}
    rows = practice.rows(report, "SELECT source_record_id, start_at::VARCHAR FROM activity ORDER BY 1")
    assert rows == [("a", "2024-01-10 09:00:00"), ("b", "2024-07-10 10:00:00")]  # British Summer Time


@pytest.mark.slow
def test_a_line_cut_in_half_costs_itself_only(practice):
    whole = appointment("a", "2024-01-10T09:00:00Z")
    write(practice, "Patient.ndjson", json.dumps(PATIENT))
    write(practice, "Appointment.ndjson", whole[: len(whole) // 2], whole, '{"id": "c"}')
    report = practice.load()
    assert [(row[1], row[2], row[4]) for row in practice.rejects(report)] == [
        (1, "", "is not a whole line of JSON"),
        (3, "patient", "is missing"),
        (3, "start", "is missing"),
    ]
    assert report.rows["activity"] == 1


LINE, OTHER = json.dumps(PATIENT), '{"resourceType": "Encounter", "id": "7"}'


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([LINE, OTHER], "holds several kinds of resources: Encounter and Patient. Say .*`resource: Patient`"),
        (['{"resourceType": "Bundle", "entry": []}'], "holds a FHIR Bundle, not a resource a line"),
        (["", "{", '"resourceType": "Patient"', "}"], "is one piece of JSON over several lines"),
        ([f"[{LINE}]"], "or a list: not a resource a line"),
    ],
)
def test_lines_of_another_kind_are_told(practice, lines, told):
    write(practice, "Patient.ndjson", *lines)
    write(practice, "Appointment.ndjson")
    with pytest.raises(OneplaceError, match=told):
        practice.load()


@pytest.mark.slow
def test_empty_lines_and_other_resources_than_asked_for_are_no_rows(tmp_path):
    asked = SOURCES.replace("format: ndjson", "format: ndjson\n        resource: Patient", 1)
    small = Small(tmp_path, make_place(asked, tmp_path))
    (small.extracts / "fhir").mkdir(parents=True)
    partial = json.dumps({**PATIENT, "birthDate": "1950", "identifier": [{"system": "local", "value": "8"}]})
    write(small, "Patient.ndjson", "\ufeff" + LINE, "", OTHER, partial, "   ", LINE[:50])
    write(small, "Appointment.ndjson", "")
    report = small.load()
    assert [(row, why) for _, row, _, _, why, _ in small.rejects(report)] == [(6, "is not a whole line of JSON")]
    born = small.rows(report, "SELECT birth_date_precision FROM person ORDER BY ALL")
    assert (born, report.rows_read) == ([("day",), ("year",)], 3)
