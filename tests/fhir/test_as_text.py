"""A view's values as text: the first of several for a column's own path, and a mark where a view takes only one."""

from __future__ import annotations

import json

import duckdb
import pytest

from oneplace import fhir

LINE = {
    "resourceType": "Patient",
    "identifier": [
        {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"},
        {"system": "local", "value": "7", "deep": {"w": "3"}},
    ],
    "name": [{"family": "Adams", "given": ["Anna", "Beth"]}, {"family": "Smith"}],
    "birthDate": "1950-02-03",
    "multipleBirthInteger": 5,
    "extension": [{"url": "e", "extension": [{"url": "value", "valueString": "O'Neil"}]}],
}


def said(path, output, *lines):
    view = fhir.View("", "v", {}, (), fhir.Selection("", (fhir.Column("x", path, "columns.x"),), (), ()))
    sql = fhir.statement(view, "SELECT CAST(unnest(lines) AS JSON) AS _resource FROM given", output)
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE given AS SELECT ?::VARCHAR[] AS lines", [[*map(json.dumps, lines or [LINE])]])
        return [row[0] for row in connection.sql(sql).fetchall()]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("birthDate", "1950-02-03"),
        ("multipleBirthInteger", "5"),
        ("multipleBirth + 1", "6.0"),
        ("name[0].family", "Adams"),
        ("name.family", "Adams"),
        ("name[0].given[1]", "Beth"),
        ("name[2].family", None),
        ("identifier.where(system = 'local').value", "7"),
        ("identifier.where(system='nowhere').value", None),
        ("identifier.where(deep.w = '3').value", "7"),
        ("extension.where(url = 'e').extension.where(url = 'value').valueString", "O'Neil"),
        ("extension('e').extension('value').value.ofType(string)", "O'Neil"),
        ("nothing.at.all", None),
        ("name.exists()", "true"),
    ],
)
def test_a_path_of_its_own_takes_the_first(path, value):
    assert said(path, fhir.FirstAsText()) == [value]


@pytest.mark.parametrize(
    "path",
    [
        *("a.", ".a", "a..b", "a b", "1a", "a[0", "a['x']", "a.b'", "name; drop table t", "a.where()"),
        *("a.where(b", "a ~ b", "a.nosuch()", "", "%x"),
    ],
)
def test_what_is_no_path_is_refused_by_the_column(path):
    with pytest.raises(fhir.ViewError) as error:
        said(path, fhir.FirstAsText())
    assert error.value.at == "columns.x.path"


def test_a_view_marks_several_and_reads_null_as_a_row_of_nulls():
    assert said("name.family", fhir.AsText()) == [fhir.SEVERAL]
    assert said("name.family.first()", fhir.AsText(), LINE, {"resourceType": "Patient", "name": []}) == ["Adams", None]
    null = fhir.statement(fhir.shipped("questionnaire_response"), "SELECT NULL::JSON AS _resource, 3 AS n", keep="n")
    assert duckdb.sql(f"SELECT n, id, link FROM ({null})").fetchall() == [(3, None, None)]
