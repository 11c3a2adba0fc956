"""Of what sources say about a person, what the record holds: by most sources, else the newest that is known."""

from __future__ import annotations

import pytest

from oneplace.place.canonical import PERSON_FACTS
from oneplace.record.database import Relation, open_database
from oneplace.record.people import best_values

COLUMNS = {"source_system": "VARCHAR", "source_record_id": "VARCHAR", **PERSON_FACTS}


def person(*facts):
    """The one person of whom facts are told, each (source, day, what is said)."""
    with open_database() as connection:
        connection.execute(f"CREATE TABLE told ({', '.join(f'{name} {kind}' for name, kind in COLUMNS.items())})")
        connection.execute("CREATE TABLE theirs (source_system VARCHAR, source_record_id VARCHAR, person_id BIGINT)")
        for number, (source, day, said) in enumerate(facts):
            row = dict.fromkeys(COLUMNS) | said
            row |= {"source_system": source, "source_record_id": str(number), "as_of": day}
            connection.execute(f"INSERT INTO told VALUES ({', '.join('?' for _ in row)})", list(row.values()))
            connection.execute("INSERT INTO theirs VALUES (?, ?, 1)", [source, str(number)])
        connection.execute("INSERT INTO told (source_system, source_record_id, sex) VALUES ('gp', 'nobody', 'F')")
        made = best_values(connection, Relation("told"), Relation("theirs"))
        (row,) = (
            connection.sql(f"SELECT * REPLACE (birth_date::VARCHAR AS birth_date) FROM {made}")
            .to_arrow_table()
            .to_pylist()
        )
    return row


@pytest.mark.parametrize(
    ("facts", "column", "expected"),
    [
        (
            [("gp", "2020-01-01", "1950-02-03"), ("ed", "2021-01-01", "1950-02-03"), ("x", "2022-01-01", "1980-01-01")],
            "birth_date",
            "1950-02-03",
        ),  # two sources against a newer one
        (
            [("gp", "2020-01-01", "1950-02-03"), ("gp", "2020-01-01", "1950-02-03"), ("x", "2022-01-01", "1980-01-01")],
            "birth_date",
            "1980-01-01",
        ),  # a source counts once: of equals the newest
        ([("gp", "2020-01-01", "1980-01-01"), ("ed", "2020-01-01", "1950-02-03")], "birth_date", "1950-02-03"),
        ([("gp", None, "1980-01-01"), ("ed", "1900-01-02", "1990-02-03")], "birth_date", "1990-02-03"),
        ([("gp", "2020-01-01", None)], "birth_date", None),
        ([("gp", "2020-01-01", "F"), ("ed", "2021-01-01", "U")], "sex", "F"),  # not stated replaces nothing
        ([("gp", "2020-01-01", "I"), ("ed", "2019-01-01", "M")], "sex", "I"),
        ([("gp", "2020-01-01", "X")], "sex", "U"),
        ([("gp", "2020-01-01", "A"), ("ed", "2021-01-01", "J")], "ethnic_category", "J"),  # the newest
        ([("gp", "2020-01-01", "A"), ("ed", "2021-01-01", "Z")], "ethnic_category", "A"),
        ([("gp", "2020-01-01", "A"), ("ed", "2021-01-01", "99")], "ethnic_category", "A"),
        ([("gp", "2020-01-01", "Z")], "ethnic_category", "Z"),
        ([("gp", "2020-01-01", "A"), ("ed", "2020-01-01", "B")], "ethnic_category", "B"),  # of one day the greater
        ([("gp", "2020-01-01", "A"), ("ed", None, "B")], "ethnic_category", "A"),
        ([("gp", "2020-01-01", "pl"), ("ed", "2021-01-01", "und")], "main_language", "pl"),
        ([("gp", "2020-01-01", True), ("ed", "2021-01-01", None)], "interpreter_required", True),
    ],
)
def test_the_best_of_what_is_said(facts, column, expected):
    found = person(*((source, day, {column: value}) for source, day, value in facts))
    assert found[column] == expected


@pytest.mark.parametrize(
    ("said", "precision"),
    [
        ({"birth_date": "1950-02-03"}, "day"),
        ({"birth_date": "1950-01-01", "birth_date_precision": "year"}, "year"),
        ({}, None),
    ],
)
def test_a_birth_date_is_known_to_the_day_unless_its_source_says_otherwise(said, precision):
    assert person(("gp", "2020-01-01", said))["birth_date_precision"] == precision


@pytest.mark.parametrize("exact", ["month", "day", None])
def test_of_birth_dates_that_which_is_known_best_stands_whoever_says_less(exact):
    less = {"birth_date": "1950-07-01", "birth_date_precision": "year"}
    best = {"birth_date": "1950-03-15", "birth_date_precision": exact}
    found = person(("gp", "2020-01-01", best), ("ed", "2021-01-01", less), ("x", "2022-01-01", less))
    assert (found["birth_date"], found["birth_date_precision"]) == ("1950-03-15", exact or "day")
