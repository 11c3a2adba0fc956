"""A draft of sources.yaml for FHIR: through the views of the resources that a file holds."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from oneplace.problems import OneplaceError
from oneplace.record.proposing import draft
from tests.record.conftest import NUMBERS, Small, make_place, sources_of
from tests.record.test_proposing import TODAY


def test_fhir_is_proposed_through_its_views(tmp_path):
    lines = [{"resourceType": "Condition", "id": "1"}, {"resourceType": "Condition", "id": "2"}]
    bundle = {
        "resourceType": "Bundle",
        "entry": [{"resource": {"resourceType": kind}} for kind in ("Patient", "Device")],
    }
    (tmp_path / "Condition.ndjson.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    (tmp_path / "all.json").write_text(json.dumps(bundle), "utf-8")
    paths = [tmp_path / "Condition.ndjson.gz", tmp_path / "all.json"]
    text = draft(paths, source="gp", partner="GPs", as_at=TODAY)
    condition, patient = sources_of(text, tmp_path).sources[0].datasets
    assert (condition.id, condition.files, condition.format, condition.view) == (
        *("condition", "Condition.ndjson", "ndjson", "condition"),
    )
    assert condition.rows[0].values["kind"] == "'diagnosis'"
    assert condition.rows[0].values["recorded_date"] == "coalesce(onset, recorded)"
    assert (patient.format, patient.view, patient.person) == ("bundle", "patient", "id")
    assert patient.facts["sex"].startswith("case gender when 'female'")
    assert "# all.json has Device, of which no view ships: nothing of it is read." in text


@pytest.mark.parametrize(
    ("kind", "column", "left_out", "kept"),
    [
        ("Condition", "verification_status", {"refuted", "entered-in-error"}, {"confirmed"}),
        ("Immunization", "status", {"not-done", "entered-in-error"}, {"completed"}),
        ("Encounter", "status", {"planned", "cancelled", "entered-in-error"}, {"finished", "in-progress"}),
        ("Appointment", "status", {"entered-in-error"}, {"cancelled", "booked", "noshow"}),
    ],
)
def test_what_was_never_so_is_left_out_of_a_draft(tmp_path, kind, column, left_out, kept):
    """A cancelled visit was an attendance, and an injection that was not given an immunisation."""
    (tmp_path / f"{kind}.ndjson").write_text(json.dumps({"resourceType": kind, "id": "1"}))
    text = draft([tmp_path / f"{kind}.ndjson"], source="gp", partner="GPs", as_at=TODAY)
    (dataset,) = sources_of(text, tmp_path).sources[0].datasets
    where = dataset.rows[0].where
    assert f"coalesce({column}, '') not in (" in where
    assert {each for each in left_out | kept if f"'{each}'" in where} == left_out


PRESSURE = {
    "resourceType": "Observation",
    "id": "bp",
    "status": "final",
    "subject": {"reference": "Patient/1"},
    "effectiveDateTime": "2025-05-01",
    "code": {"coding": [{"system": "http://snomed.info/sct", "code": "75367002"}]},
    "component": [
        {
            "code": {"coding": [{"system": "http://snomed.info/sct", "code": code}]},
            "valueQuantity": {"value": value, "unit": "mmHg"},
        }
        for code, value in (("271649006", 141), ("271650006", 90))
    ],
}
PATIENT = {
    "resourceType": "Patient",
    "id": "1",
    "birthDate": "1950-02-03",
    "contained": [{"resourceType": "Organization", "id": "o", "name": "A practice"}],
}


def fhir_file(folder: Path, form: str, *resources: dict[str, object]) -> Path:
    """A Bundle, or a file of lines, of some resources."""
    path = folder / f"all.{form}"
    entries = [{"resource": each} for each in resources]
    bundle = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})
    path.write_text(bundle if form == "json" else "\n".join(map(json.dumps, resources)), "utf-8")
    return path


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_what_stands_inside_another_resource_alone_is_not_declared(tmp_path, form):
    paths = [fhir_file(tmp_path, form, PATIENT, PRESSURE | {"component": []})]
    text = draft(paths, source="gp", partner="GPs", as_at=TODAY)
    assert [each.view for each in sources_of(text, tmp_path).sources[0].datasets] == ["patient", "observation"]
    assert "Organization" not in text


@pytest.mark.slow
@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_parts_of_observations_are_declared_where_there_are_any_and_are_read(tmp_path, form):
    (tmp_path / "extracts" / "hospital").mkdir(parents=True)
    paths = [fhir_file(tmp_path / "extracts" / "hospital", form, PATIENT, PRESSURE)]
    text = draft(paths, source="hospital", partner="H", as_at=TODAY)
    place = Small(tmp_path, make_place(text, tmp_path))
    views = [each.view for each in place.place.sources.sources[0].datasets]
    assert views == ["patient", "observation", "observation_component"]
    found = place.rows(place.load(), "SELECT code, value_number, value_unit FROM observation ORDER BY 1")
    assert found == [("271649006", 141, "mmHg"), ("271650006", 90, "mmHg"), ("75367002", None, None)]


def test_a_resource_far_down_a_bundle_is_declared_and_a_bundle_that_breaks_off_is_told(tmp_path):
    long = PATIENT | {"text": {"status": "generated", "div": "x" * 1_200_000}}
    path = fhir_file(tmp_path, "json", long, PRESSURE)
    assert "        view: observation\n" in draft([path], source="gp", partner="GPs", as_at=TODAY)
    path.write_text(path.read_text("utf-8")[:-9], "utf-8")
    with pytest.raises(OneplaceError, match="is a FHIR Bundle that breaks off or is damaged"):
        draft([path], source="gp", partner="GPs", as_at=TODAY)


def test_a_draft_of_fhir_says_that_the_day_from_which_it_is_complete_is_to_be_set(tmp_path):
    text = draft([fhir_file(tmp_path, "json", PATIENT)], source="gp", partner="GPs", as_at=TODAY)
    assert "# complete_from: 2021-04-01  # needed to count: take the mark away, and say from when" in text


def test_a_bundle_a_person_is_read_as_one_dataset_a_resource(tmp_path):
    for name, kinds in (("a1f", ("Patient", "Condition")), ("b7c", ("Patient", "Encounter"))):
        entries = [{"resource": {"resourceType": kind, "id": name}} for kind in kinds]
        (tmp_path / f"{name}.json").write_text(json.dumps({"resourceType": "Bundle", "entry": entries}))
    text = draft([tmp_path / "a1f.json", tmp_path / "b7c.json"], source="gp", partner="GPs", as_at=TODAY)
    datasets = sources_of(text, tmp_path).sources[0].datasets
    assert {(each.view, each.files) for each in datasets} == {
        (view, "*.json") for view in ("patient", "condition", "encounter")
    }


@pytest.mark.slow
def test_each_class_of_an_encounter_is_a_kind_of_activity(tmp_path):
    said = [{"id": kind, "class": {"code": kind}} for kind in ("IMP", "EMER", "AMB", "HH", "FLD")]
    same = {"resourceType": "Encounter", "subject": {"reference": "Patient/1"}, "period": {"start": "2025-05-01"}}
    (tmp_path / "extracts" / "hospital").mkdir(parents=True)
    paths = [tmp_path / "extracts" / "hospital" / f"{name}.ndjson" for name in ("Encounter", "Patient")]
    paths[0].write_text("\n".join(json.dumps(same | each) for each in said))
    paths[1].write_text(json.dumps({"resourceType": "Patient", "id": "1"}))
    place = Small(tmp_path, make_place(draft(paths, source="hospital", partner="H", as_at=TODAY), tmp_path))
    found = place.rows(place.load(), "SELECT source_record_id, activity_type FROM activity ORDER BY 1")
    kinds = {
        "AMB": "outpatient_attendance",
        "EMER": "ed_attendance",
        "HH": "community_contact",
        "IMP": "inpatient_spell",
    }
    assert dict(found) == kinds


def result(key, system, code, value, **more):
    coding = [{"system": system, "code": code}]
    quantity = {"value": value, "unit": "mmol/mol"}
    return PRESSURE | {"id": key, "component": [], "code": {"coding": coding}, "valueQuantity": quantity} | more


@pytest.mark.slow
def test_a_code_of_another_system_than_snomed_is_read_with_its_system(tmp_path):
    (tmp_path / "extracts" / "hospital").mkdir(parents=True)
    results = [
        result("1", "http://loinc.org", "4548-4", 48),
        result("2", "http://snomed.info/sct", "999791000000106", 49),
        result("3", "https://lab.example/codes", "HBA", 50),
        PRESSURE | {"id": "4", "component": [], "code": {"text": "No code at all"}},
    ]
    paths = [fhir_file(tmp_path / "extracts" / "hospital", "ndjson", PATIENT, *results)]
    place = Small(tmp_path, make_place(draft(paths, source="hospital", partner="H", as_at=TODAY), tmp_path))
    found = place.rows(place.load(), "SELECT code, code_system, value_number FROM observation ORDER BY 3")
    assert found == [
        ("4548-4", "loinc", 48),
        ("999791000000106", "snomed", 49),
        ("HBA", "https://lab.example/codes", 50),
        (None, None, None),
    ]


@pytest.mark.slow
def test_a_result_that_comes_again_corrected_is_counted_once_as_the_later_file_has_it(tmp_path):
    folder = tmp_path / "extracts" / "hospital"
    folder.mkdir(parents=True)
    loinc = "http://loinc.org"
    first = [result("1", loinc, "4548-4", 48), result("2", loinc, "4548-4", 60)]
    second = [result("2", loinc, "4548-4", 66), result("3", loinc, "4548-4", 70)]
    without = [result("x", loinc, "4548-4", value) for value in (80, 81)]
    for each in without:
        del each["id"]  # what has no id is no other's repeat
    (folder / "Patient.ndjson").write_text(json.dumps(PATIENT))
    for month, rows in (("01", [*first, *without]), ("02", second)):
        (folder / f"results_{month}.ndjson").write_text("\n".join(map(json.dumps, rows)))
    text = draft(sorted(folder.iterdir()), source="hospital", partner="H", as_at=TODAY)
    place = Small(tmp_path, make_place(text, tmp_path))
    found = place.rows(place.load(), "SELECT value_number FROM observation ORDER BY 1")
    assert [value for (value,) in found] == [48, 66, 70, 80, 81]


@pytest.mark.slow
def test_an_answer_that_is_no_number_is_read_as_a_code_words_or_a_whole_number(tmp_path):
    """Whether somebody smokes, of what they died: a question without its answer says nothing."""
    (tmp_path / "extracts" / "hospital").mkdir(parents=True)
    loinc = {"system": "http://loinc.org", "code": "LA18978-9"}
    never = {"system": "http://snomed.info/sct", "code": "266919005"}
    part = {"code": {"coding": [never]}, "valueString": "a few"}
    answers = [
        {"valueCodeableConcept": {"coding": [loinc, never], "text": "Never smoked"}},
        {"valueCodeableConcept": {"coding": [loinc]}},
        {"valueString": "in words"},
        {"valueInteger": 7},
        {"valueBoolean": False},
        {"valueDateTime": "2025-04-30"},
        {"valueQuantity": {"value": 1.5, "unit": "kg"}, "component": [part]},
    ]
    about = PRESSURE | {"component": [], "code": {"coding": [loinc]}}
    results = [about | {"id": str(key)} | said for key, said in enumerate(answers)]
    paths = [fhir_file(tmp_path / "extracts" / "hospital", "ndjson", PATIENT, *results)]
    place = Small(tmp_path, make_place(draft(paths, source="hospital", partner="H", as_at=TODAY), tmp_path))
    found = place.rows(place.load(), "SELECT value_code, value_text, value_number, value_unit FROM observation")
    assert sorted(found, key=str) == [
        ("266919005", "Never smoked", None, None),
        ("LA18978-9", None, None, None),
        *((None, words, None, None) for words in ("2025-04-30", "a few", "false", "in words")),
        (None, None, 1.5, "kg"),
        (None, None, 7, None),
    ]


@pytest.mark.parametrize("kind", ["Observation", "Condition", "Procedure"])
def test_a_draft_says_that_what_was_recorded_is_not_tied_to_its_contact(tmp_path, kind):
    text = draft(
        [fhir_file(tmp_path, "ndjson", {"resourceType": kind, "id": "1"})], source="gp", partner="GPs", as_at=TODAY
    )
    assert "# The contact in which it was recorded (encounter) is not used: `parent_record_id`, with" in text
    for other in ("Patient", "Encounter"):
        text = draft(
            [fhir_file(tmp_path, "ndjson", {"resourceType": other, "id": "1"})], source="gp", partner="GPs", as_at=TODAY
        )
        assert "The contact in which it was recorded" not in text


def uk_core(key, **more):
    """A patient as UK Core has one, with a number, its status, an ethnic category, an address and a practice."""
    core, ids = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-", "https://fhir.nhs.uk/Id/"

    def said(extension, code):
        return [{"url": core + extension, "valueCodeableConcept": {"coding": [{"code": code}]}}]

    number = {"system": ids + "nhs-number", "value": NUMBERS["anna"]}
    return {
        "resourceType": "Patient",
        "id": key,
        "meta": {"lastUpdated": "2025-05-01T10:00:00Z"},
        "identifier": [number | {"extension": said("NHSNumberVerificationStatus", more.pop("status"))}],
        "extension": said("EthnicCategory", "J"),
        "name": [{"family": "Adams", "given": ["Anna"]}],
        "birthDate": "1950-02-03",
        "address": [{"postalCode": "SO60 1AA", "period": {"start": "2021-06-01"}}],
        "generalPractitioner": [{"identifier": {"system": ids + "ods-organization-code", "value": "J82001"}}],
        "communication": [{"language": {"coding": [{"code": "pl"}]}, "preferred": True}],
    } | more


@pytest.mark.slow
def test_patients_of_uk_core_have_all_that_their_view_holds(tmp_path):
    """Without the postcode, the practice and the ethnic category nothing is told by who people are."""
    folder = tmp_path / "extracts" / "hospital"
    folder.mkdir(parents=True)
    people = [
        uk_core("1", status="01"),
        uk_core("2", status="02", birthDate="1990-12-30"),  # an untraced number of somebody else
        {"resourceType": "Patient", "id": "3"},
        {
            "resourceType": "Patient",
            "id": "4",
            "address": [{"postalCode": "SO60 1AB"}],
            "generalPractitioner": [{"reference": "Organization/o"}],
        },
    ]
    paths = [fhir_file(folder, "ndjson", *people)]
    place = Small(tmp_path, make_place(draft(paths, source="hospital", partner="H", as_at=TODAY), tmp_path))
    report = place.load()
    found = pq.read_table(report.identity / "identity.parquet").to_pylist()
    said = {each["source_record_id"]: each for each in found}
    assert (said["1"]["postcode"], said["1"]["nhs_number_status"], said["2"]["nhs_number_status"]) == (
        "SO60 1AA",
        "01",
        "02",
    )
    assert report.rows["person"] == 4
    known = place.rows(report, "SELECT ethnic_category, main_language, strftime(updated_at, '%Y-%m-%d') FROM person")
    assert sorted(known, key=str) == [("J", "pl", "2025-05-01")] * 2 + [(None, None, None)] * 2
    day = "strftime(start_date, '%Y-%m-%d')"
    registered = f"SELECT organisation_code, {day} FROM registration WHERE registration_type = 'gp' ORDER BY 2"
    assert place.rows(report, registered) == [("o", "1900-01-01"), ("J82001", "1950-02-03"), ("J82001", "1990-12-30")]
    assert place.rows(report, f"SELECT {day} FROM address ORDER BY 1") == [
        ("1900-01-01",),
        ("2021-06-01",),
        ("2021-06-01",),
    ]


def test_a_draft_of_patients_says_from_when_practice_and_home_are_taken(tmp_path):
    text = draft([fhir_file(tmp_path, "ndjson", PATIENT)], source="gp", partner="GPs", as_at=TODAY)
    assert "# FHIR says at which practice a patient is and not since when: it is taken for so from birth." in text
    assert "# An address without its first day is taken for so from birth." in text
    assert "          at_address_from: date\n" in text
    assert "address_line" not in text
