"""The views that ship: each is the standard's, reads an example to the last column, and copies without overwriting."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from oneplace import fhir
from tests.fhir.examples import EXAMPLES, OTHERS

FOLDER = Path(fhir.__path__[0]) / "shipped_views"
ROWS = json.loads((Path(__file__).parent / "shipped_rows.json").read_text("utf-8"))
MAPPED = (
    *("AllergyIntolerance", "Appointment", "CarePlan", "Condition", "Consent", "Encounter", "EpisodeOfCare", "Flag"),
    *("Immunization", "Location", "MedicationRequest", "MedicationStatement", "Observation", "Organization"),
    *("Patient", "Procedure", "QuestionnaireResponse", "ServiceRequest", "Task"),
)


def definition(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def rows(name, *examples):
    view = definition(name)
    return fhir.run(view, [{"resourceType": view["resource"], "id": "x", **each} for each in examples])


def test_every_resource_of_the_mapping_has_a_view():
    assert {fhir.shipped(name).resource for name in fhir.names()} == set(MAPPED)


@pytest.mark.slow
@pytest.mark.parametrize("name", fhir.names())
def test_an_example_gives_its_rows_and_every_column_is_found_in_one(name):
    found = rows(name, EXAMPLES[name])
    assert found == ROWS[name]
    found += rows(name, *OTHERS.get(name, []))
    assert {column for row in found for column, value in row.items() if value is not None} == set(found[0])


@pytest.mark.parametrize("name", fhir.names())
def test_a_resource_that_says_nothing_but_its_id_is_read(name):
    found = rows(name, {})
    keyed = {column: value for row in found for column, value in row.items() if value not in (None, False)}
    assert keyed == ({"id": "x"} if found else {})


@pytest.mark.parametrize("name", fhir.names())
def test_a_view_says_what_a_shared_one_must(name):
    """The standard's profile of shareable views: address, name, version of FHIR, and the type of each column."""
    view = definition(name)
    assert view["name"] == name == view["url"].rpartition("/")[2]
    assert view["fhirVersion"] == ["4.0.1"]
    assert {column.type is None for column in fhir.shipped(name).columns} == {False}
    said = json.dumps([view["select"], view.get("where")])
    assert [each["name"] for each in view.get("constant", []) if f"%{each['name']}" not in said] == []


def test_copies_leave_what_is_there(tmp_path):
    (tmp_path / "task.json").write_text("mine", "utf-8")
    made = fhir.export(tmp_path)
    assert {path.stem for path in made} == set(fhir.names()) - {"task"}
    assert (tmp_path / "task.json").read_text("utf-8") == "mine"
    assert json.loads((tmp_path / "flag.json").read_text("utf-8")) == definition("flag")
    assert fhir.export(tmp_path) == []


def test_a_name_that_ships_none_is_told_with_those_that_do():
    with pytest.raises(ValueError, match=r"No view patients ships. Write one of .*patient, .*, or a view definition"):
        fhir.shipped("patients")
