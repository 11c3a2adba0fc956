"""View definitions: iterations inside each other, constants of every type, and what is wrong in one by its place."""

from __future__ import annotations

import json

import duckdb
import pytest

from oneplace.fhir import ViewError, only, read, run, statement
from oneplace.fhir.views import CONSTANTS, read_file
from oneplace.problems import OneplaceError

PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "name": [{"family": "Smith", "given": ["John", "James"]}, {"family": "Jones", "given": ["Jane"]}],
}
ANSWERS = {
    "resourceType": "QuestionnaireResponse",
    "id": "q",
    "item": [
        {"linkId": "1", "item": [{"linkId": "1.1", "answer": [{"valueInteger": 45}]}]},
        {"linkId": "2", "answer": [{"item": [{"linkId": "2.1", "answer": [{"item": [{"linkId": "2.1.1"}]}]}]}]},
    ],
}


def columns(*pairs, **more):
    return {"column": [{"name": name, "path": path, "type": kind} for name, path, kind in pairs], **more}


def rows(view, *resources):
    return [tuple(row.values()) for row in run(view, resources)]


ID = columns(("id", "id", "id"))


def test_repeat_goes_down_and_numbers_what_it_finds_in_its_order():
    found = columns(("link", "linkId", "string"), ("n", "%rowIndex", "integer"), repeat=["item", "answer.item"])
    view = {"resource": "QuestionnaireResponse", "select": [ID, found]}
    empty = {"resourceType": "QuestionnaireResponse", "id": "none"}
    links = ["1", "1.1", "2", "2.1", "2.1.1"]
    assert rows(view, ANSWERS, empty) == [("q", link, n) for n, link in enumerate(links)]


def test_repeat_goes_as_deep_as_the_resource():
    item = {"linkId": "30"}
    for depth in range(29, -1, -1):
        item = {"linkId": str(depth), "item": [item, {"linkId": f"{depth}b", "definition": 1}]}
    view = {"resource": "QuestionnaireResponse", "select": [columns(("link", "linkId", "string"), repeat=["item"])]}
    found = rows(view, {"resourceType": "QuestionnaireResponse", "item": [item]})
    assert found == [(str(depth),) for depth in range(31)] + [(f"{depth}b",) for depth in range(29, -1, -1)]


def test_each_iteration_has_a_row_index_of_its_own():
    given = columns(("g", "%rowIndex", "integer"), ("value", "$this", "string"), forEach="given")
    family = columns(("g", "%rowIndex", "integer"), ("value", "family", "string"))
    names = columns(("n", "%rowIndex", "integer"), forEach="name", select=[{"unionAll": [given, family]}])
    assert rows({"resource": "Patient", "select": [ID, names]}, PATIENT) == [
        ("p", 0, 0, "John"),
        ("p", 0, 1, "James"),
        ("p", 0, 0, "Smith"),
        ("p", 1, 0, "Jane"),
        ("p", 1, 1, "Jones"),
    ]


def test_or_null_gives_a_row_of_nulls_with_index_nought():
    found = columns(("n", "%rowIndex", "integer"), ("city", "city", "string"), forEachOrNull="address")
    assert rows({"resource": "Patient", "select": [ID, found]}, PATIENT) == [("p", 0, None)]


def test_structures_side_by_side_are_multiplied_and_empty_ones_leave_nothing():
    families = columns(("family", "family", "string"), forEach="name")
    given = columns(("given", "$this", "string"), forEach="name.given")
    view = {"resource": "Patient", "select": [families, given]}
    assert len(rows(view, PATIENT)) == 6
    assert rows(view, {"resourceType": "Patient", "name": [{"family": "Smith"}]}) == []


def test_a_column_beside_a_union_inside_an_iteration():
    parts = [columns(("v", "family", "string")), columns(("v", "$this", "string"), forEach="given")]
    names = columns(("family", "family", "string"), forEach="name", unionAll=parts)
    assert rows({"resource": "Patient", "select": [names]}, PATIENT) == [
        ("Smith", "Smith"),
        ("Smith", "John"),
        ("Smith", "James"),
        ("Jones", "Jones"),
        ("Jones", "Jane"),
    ]


def test_a_view_of_some_columns_keeps_its_rows():
    given = columns(("g", "$this", "string"), ("n", "%rowIndex", "integer"), forEach="given")
    view = {
        "resource": "Patient",
        "select": [ID, columns(("family", "family", "string"), forEach="name", select=[given])],
    }
    some = only(read(view), ["id", "n"])
    assert [column.name for column in some.columns] == ["id", "family", "n"]
    assert len(rows(view, PATIENT)) == 3
    with duckdb.connect() as connection:
        sql = statement(some, "SELECT CAST(? AS JSON) AS _resource")
        assert [row[::2] for row in connection.execute(sql, [json.dumps(PATIENT)]).fetchall()] == [
            ("p", 0),
            ("p", 1),
            ("p", 0),
        ]


def test_all_conditions_must_be_met():
    view = {"resource": "Patient", "select": [ID], "where": [{"path": "id = 'p'"}, {"path": "active"}]}
    others = [{**PATIENT, "active": True}, {**PATIENT, "active": False}, {"resourceType": "Group", "id": "p"}]
    assert rows(view, PATIENT, *others) == [("p",)]


SAID = {
    "boolean": (True, True),
    "integer": (3, 3),
    "positiveInt": (3, 3),
    "unsignedInt": (0, 0),
    "integer64": ("9223372036854775807", "9223372036854775807"),
    "decimal": (1.5, 1.50),
    "date": ("2020-01-02", "2020-01-02"),
    "dateTime": ("2020-01-02T10:00:00Z", "2020-01-02T11:00:00+01:00"),
    "instant": ("2020-01-02T10:00:00.000Z", "2020-01-02T10:00:00.000Z"),
    "time": ("10:00:00", "10:00:00"),
}


@pytest.mark.parametrize("kind", sorted(CONSTANTS))
def test_a_constant_of_every_type_equals_the_element_that_says_so(kind):
    constant, element = SAID.get(kind, ("x'y", "x'y"))
    name = "value" + kind[0].upper() + kind[1:]
    view = {
        "resource": "Parameters",
        "constant": [{"name": "c", name: constant}],
        "select": [ID],
        "where": [{"path": f"parameter.value.ofType({kind}) = %c"}],
    }
    other = {"resourceType": "Parameters", "id": "b", "parameter": [{"name": "a"}]}
    assert rows(view, {"resourceType": "Parameters", "id": "a", "parameter": [{name: element}]}, other) == [("a",)]


ONE = {"column": [{"name": "a", "path": "id"}]}
TWO = {"column": [{"name": "b", "path": "id"}]}


@pytest.mark.parametrize(
    ("view", "at", "said"),
    [
        ([], "", "no JSON object"),
        ({}, "resource", "`resource` is missing"),
        ({"resource": "patients", "select": [ONE]}, "resource", "is no resource"),
        ({"resource": "Patient"}, "select", "selects nothing"),
        ({"resource": "Patient", "select": ONE}, "select", "is no list"),
        ({"resource": "Patient", "select": [{}]}, "select[0]", "has no columns"),
        ({"resource": "Patient", "select": [ONE, ONE]}, "select[1].column[0].name", "a is there already"),
        ({"resource": "Patient", "select": [{"column": [{"name": "a"}]}]}, "select[0].column[0].path", "is missing"),
        ({"resource": "Patient", "select": [{"column": [{"path": "id"}]}]}, "select[0].column[0].name", "is missing"),
        (
            {"resource": "Patient", "select": [{"column": [{"name": "a b", "path": "id"}]}]},
            *("select[0].column[0].name", "not a name for a table"),
        ),
        (
            {"resource": "Patient", "select": [{"column": [{"name": "a", "path": "id", "collection": "yes"}]}]},
            *("select[0].column[0].collection", "neither true nor false"),
        ),
        (
            {"resource": "Patient", "select": [{**ONE, "forEach": "name", "forEachOrNull": "name"}]},
            *("select[0]", "stand side by side"),
        ),
        ({"resource": "Patient", "select": [{**ONE, "forEach": 1}]}, "select[0].forEach", "is no text"),
        ({"resource": "Patient", "select": [{**ONE, "repeat": "item"}]}, "select[0].repeat", "no list of paths"),
        ({"resource": "Patient", "select": [{"unionAll": [ONE, TWO]}]}, "select[0].unionAll[1]", "parts differ"),
        (
            {
                "resource": "Patient",
                "select": [{"unionAll": [columns(("a", "id", "id")), columns(("a", "id", "integer"))]}],
            },
            *("select[0].unionAll[1].column[0]", "a is id in the union's first part and integer here"),
        ),
        (
            {"resource": "Patient", "select": [{**ONE, "select": [ONE]}]},
            "select[0].select[0].column[0].name",
            "already",
        ),
        ({"resource": "Patient", "select": [ONE], "where": [{}]}, "where[0].path", "is missing"),
        ({"resource": "Patient", "select": [ONE], "where": [{"path": "name.family"}]}, "where[0].path", "no boolean"),
        ({"resource": "Patient", "select": [ONE], "where": [{"path": "'x'"}]}, "where[0].path", "no boolean"),
        ({"resource": "Patient", "select": [ONE], "constant": [{"name": "c"}]}, "constant[0]", "needs one value"),
        (
            {"resource": "Patient", "select": [ONE], "constant": [{"name": "c", "valueInteger": "x"}]},
            *("constant[0].valueInteger", "'x' is no integer"),
        ),
        (
            {"resource": "Patient", "select": [ONE], "constant": [{"name": "c", "valueCoding": {}}]},
            *("constant[0].valueCoding", "can't be a coding"),
        ),
        (
            {"resource": "Patient", "select": [ONE], "constant": [{"name": "c", "valueId": "x"}] * 2},
            *("constant[1].name", "two constants c"),
        ),
    ],
)
def test_what_is_wrong_is_told_by_its_place(view, at, said):
    with pytest.raises(ViewError, match=said) as error:
        run(view, [PATIENT])
    assert error.value.at == at
    assert error.value.mend.endswith((".", "…"))


def test_a_file_that_is_no_view_is_told(tmp_path):
    file = tmp_path / "view.json"
    file.write_text("{", "utf-8")
    with pytest.raises(OneplaceError, match="is no JSON"):
        read_file(file)
    file.write_text('{"resource": "Patient", "select": [{}]}', "utf-8")
    with pytest.raises(OneplaceError, match=r"select\[0\]: The structure has no columns"):
        read_file(file)
