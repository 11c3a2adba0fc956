"""What each path of the subset gives, by FHIRPath's rules."""

from __future__ import annotations

import json

import duckdb
import pytest

from oneplace.fhir import ViewError, read, run, statement

PATIENT = {
    "resourceType": "Patient",
    "id": "p",
    "active": True,
    "name": [{"family": "Smith", "given": ["John", "James"]}, {"family": "Jones", "given": ["Jane"]}],
    "birthDate": "1970-06-01",
    "_birthDate": {"extension": [{"url": "time", "valueDateTime": "1970-06-01T10:00:00Z"}]},
    "multipleBirthInteger": 2,
    "managingOrganization": {"reference": "https://fhir.example/Organization/o/_history/3"},
    "generalPractitioner": [
        {"reference": "#inside"},
        {"reference": "urn:uuid:0a-1", "type": "Organization"},
        {"identifier": {"value": "A1"}},
    ],
    "contact": [{"period": {"start": "2020-02"}}],
}
OBSERVATION = {
    "resourceType": "Observation",
    "id": "o",
    "valueQuantity": {"value": 1.5, "unit": "kg"},
    "effectiveDateTime": "2024-02",
    "issued": "2024-02-03T12:30:00+01:00",
    "contained": [{"resourceType": "Patient", "id": "in"}, {"resourceType": "Device", "id": "d"}],
    "component": [{"valueInteger": 7}, {"valueString": "x"}, {"valueInteger": 0}],
}


def column(path, resource=PATIENT, **more):
    view = {"resource": resource["resourceType"], "select": [{"column": [{"name": "x", "path": path, **more}]}]}
    return run(view, [resource])[0]["x"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("7 / 2", 3.5),
        ("7 div 2", 3),
        ("7 mod 4", 3),
        ("0.1 + 0.2", 0.3),
        ("1 / 0", None),
        ("-3 + 1", -2),
        ("'a' + 'b'", "ab"),
        ("'a' & {}", "a"),
        ("{} is string", None),
        ("id is string", True),
        ("active is string", False),
        ("nothing is string", None),
        ("name.given.skip(1).first()", "James"),
        ("name.given.skip(-1).first()", "John"),
        ("name.given.skip(9).exists()", False),
        ("name.given.take(2).join(',')", "John,James"),
        ("name.given.take(0).exists()", False),
        ("name.given.tail().join(',')", "James,Jane"),
        ("name.take(1).single().family", "Smith"),
        ("nothing.single()", None),
        ("(name.family | name.family).count()", 2),
        ("name.select.distinct().count()", 0),
        ("generalPractitioner.type.distinct().join(',')", "Organization"),
        ("id.startsWith('p')", True),
        ("id.startsWith('q')", False),
        ("nothing.startsWith('q')", None),
        ("'Jane' in name.given", True),
        ("'Ann' in name.given", False),
        ("{} in name.given", None),
        ("'Ann' in {}", False),
        ("name.given contains 'John' and active", True),
        ("1 in (1.0 | 2)", True),
        ("1.5.lowBoundary()", 1.45),
        (r"'it\'s \u0041'", "it's A"),
        ("`name`[1].family", "Jones"),
        ("Patient.id", "p"),
        ("%resource.id", "p"),
        ("// words\n id", "p"),
        ("name[1].given[0]", "Jane"),
        ("name[5].family", None),
        ("name[name.count() - 1].family", "Jones"),
        ("name.first().given.last()", "James"),
        ("name.given.join(', ')", "John, James, Jane"),
        ("name.where(family = 'Nobody').given.join(',')", None),
        ("name.where(given.where($this = 'Jane').exists()).family", "Jones"),
        ("name.exists(family = 'Smith')", True),
        ("name.exists().not()", False),
        ("name.family = 'Smith'", False),
        ("name.where(family = 'Smith').family = 'Smith'", True),
        ("nothing = 'Smith'", None),
        ("nothing.exists() or active", True),
        ("active and nothing.exists().not()", True),
        ("true and {}", None),
        ("false and {}", False),
        ("true or {}", True),
        ("false or {}", None),
        ("true xor false", True),
        ("false implies {}", True),
        ("1 = 1.0", True),
        ("'1' = 1", False),
        ("id != 'q'", True),
        ("id < 'q'", True),
        ("multipleBirth", 2),
        ("multipleBirth.ofType(integer) + 1", 3),
        ("multipleBirth as integer", 2),
        ("multipleBirth is string", False),
        ("birthDate < @1980", True),
        ("birthDate = @1970", None),
        ("birthDate > @1970", None),
        ("birthDate >= @1970-06-01", True),
        ("birthDate.extension('time').value.ofType(dateTime)", "1970-06-01T10:00:00Z"),
        ("(name.given | name.given | name.family).count()", 5),
        ("iif(active, 'yes', 'no')", "yes"),
        ("managingOrganization.getReferenceKey(Organization)", "o"),
        ("managingOrganization.getReferenceKey(Patient)", None),
        ("generalPractitioner.getReferenceKey(Organization)", "0a-1"),
        ("generalPractitioner.getReferenceKey(Practitioner)", None),
        ("contact.period.lowBoundary()", "2020-02-01T00:00:00.000+14:00"),
        ("contact.period.start.highBoundary()", "2020-02-29T23:59:59.999-12:00"),
        ("contact.period.highBoundary()", None),
        ("birthDate.highBoundary()", "1970-06-01"),
        ("%rowIndex", 0),
    ],
)
def test_of_a_patient(path, value):
    assert column(path) == value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("value.ofType(Quantity).value", 1.5),
        ("value.unit", "kg"),
        ("value.ofType(Quantity).value + 1", 2.5),
        ("value.value * 2", 3),
        ("value.value - 0.5 > 0.9", True),
        ("value.value.highBoundary()", 1.55),
        ("contained.ofType(Patient).id", "in"),
        ("contained.ofType(FHIR.Device).id", "d"),
        ("component.value.ofType(integer).count()", 2),
        ("component.where(value.ofType(integer) > 5).value.ofType(integer)", 7),
        ("component.where(value = 'x').exists()", True),
        ("effective.ofType(dateTime).lowBoundary()", "2024-02-01T00:00:00.000+14:00"),
        ("issued.lowBoundary()", "2024-02-03T12:30:00.000+01:00"),
        ("issued = @2024-02-03T11:30:00Z", True),
        ("issued < @2024-02-03T11:31:00Z", True),
    ],
)
def test_of_an_observation(path, value):
    assert column(path, OBSERVATION) == value


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("@@", "can't be read from `@@` on"),
        ("name.", r"At its end \(character 6\) the name of an element or a function was expected"),
        ("name.where(", "a name, a function or a value was expected"),
        ("name[0", "`]` was expected"),
        ("name family", "the path should end"),
        ("name; drop table t", "can't be read from `; drop table` on"),
        ("a ~ b", "an operator that views don't have"),
        ("name.all(true)", r"There is no function all\(\) in a view. Views have count, distinct"),
        ("name.first('x')", r"first\(\) takes no argument, and was given 1"),
        ("name.where()", r"where\(\) takes 1 argument, and was given 0"),
        ("%nowhere", "There is no constant %nowhere. Declare it in the view's `constant`, which has none"),
        ("value.ofType(1)", "A type was expected"),
        ("name['x']", r"What stands in \[ \] is not a number"),
        ("true * 2", "stands beside what is no number"),
        ("$index", "a name, a function or a value was expected"),
    ],
)
def test_what_is_no_path_is_told_with_its_place(path, said):
    with pytest.raises(ViewError, match=said) as error:
        column(path)
    assert error.value.at == "select[0].column[0].path"


@pytest.mark.parametrize(
    ("path", "more", "said"),
    [
        ("name.family", {"type": "string"}, "x has several values. Choose one"),
        ("name.first()", {"type": "string"}, "x is no string but has elements of its own"),
        ("name.family.first()", {"type": "integer"}, "x is no integer. Correct its type, or its path"),
        ("name.given < 'x'", {}, "gives several items where one is needed"),
    ],
)
def test_a_value_that_a_column_cannot_take_is_told(path, more, said):
    with pytest.raises(ViewError, match=said):
        column(path, **more)


@pytest.mark.parametrize(
    ("path", "more", "value"),
    [
        ("name.family", {"type": "string", "collection": True}, ["Smith", "Jones"]),
        ("nothing", {"type": "string", "collection": True}, []),
        ("birthDate", {"type": "date", "collection": True}, ["1970-06-01"]),
        ("name.first()", {"type": "HumanName"}, PATIENT["name"][0]),
        ("name.first()", {}, PATIENT["name"][0]),
        ("active", {}, True),
        ("multipleBirth", {"type": "decimal"}, 2.0),
    ],
)
def test_what_a_column_is_said_to_be_comes_out_so(path, more, value):
    assert column(path, **more) == value


def test_a_whole_result_is_written_as_a_whole_number():
    paths = [
        "2 + 3",
        "low + high",
        "high / 2",
        "7 / 2",
        "0.5 * 4",
        "1000000.0 * 1000000.0",
    ]
    columns = [{"name": f"c{n}", "path": path} for n, path in enumerate(paths)]
    view = {"resource": "Basic", "select": [{"column": columns}]}
    rows = run(view, [{"resourceType": "Basic", "low": 2, "high": 4}])
    assert json.dumps(list(rows[0].values())) == "[5, 6, 2, 3.5, 2, 1000000000000]"


@pytest.mark.parametrize(
    "path", ["99999999999999999999", "name[99999999999999999999]", "99999999999999999999999999999.5"]
)
def test_a_number_that_no_statement_can_hold_is_refused(path):
    with pytest.raises(ViewError, match="is too large for a number"):
        run({"resource": "Patient", "select": [{"column": [{"name": "x", "path": path}]}]}, [PATIENT])


@pytest.mark.parametrize(
    "path", ["9223372036854775807 + 1", "9223372036854775807 * 2", "name[9223372036854775807].family"]
)
def test_what_outgrows_a_number_gives_nothing(path):
    found = run({"resource": "Patient", "select": [{"column": [{"name": "x", "path": path}]}]}, [PATIENT])
    assert found == [{"x": None}]


@pytest.mark.parametrize("path", ["'1' + 1", "1 + '1'", "true + 'a'"])
def test_a_text_and_a_number_are_not_added(path):
    with pytest.raises(ViewError, match="no number"):
        column(path)


def test_single_of_several_is_an_error_of_the_view():
    with pytest.raises(ViewError, match="several items where one is needed"):
        column("name.single()")


@pytest.mark.parametrize(
    ("path", "kind"), [("'abc'", "integer"), ("id", "integer"), ("3000000000", "integer"), ("'x'", "boolean")]
)
def test_a_value_that_is_not_of_its_columns_type_is_told_with_the_column(path, kind):
    with pytest.raises(ViewError, match=rf"x is no {kind}") as error:
        column(path, type=kind)
    assert "column[0]" in str(error.value)


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [("1500.0", 1499.95, 1500.05), ("15e-1", 1.45, 1.55), ("1.5e-7", 1.45e-7, 1.55e-7), ("7", 6.5, 7.5)],
)
def test_the_precision_of_a_number_is_that_of_how_it_is_written(written, low, high):
    paths = ["value.lowBoundary()", "value.highBoundary()"]
    columns = [{"name": name, "path": path, "type": "decimal"} for name, path in zip("ab", paths, strict=True)]
    view = {"resource": "Observation", "select": [{"column": columns}]}
    line = f'{{"resourceType": "Observation", "value": {written}}}'
    sql = statement(read(view), f"SELECT CAST('{line}' AS JSON) AS _resource")
    assert duckdb.sql(sql).fetchall() == [(low, high)]
