"""Whose is an NHS number: the record's that carries it, unless the rest of it speaks of someone else."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.record.linkage import by_number
from tests.record.linkage.conftest import said, what_is_said

ANNA, BASHIR = "9990000018", "9990000026"
AT_PRACTICE = said("gp:1", nhs_number=ANNA, birth_date=date(1950, 2, 3), given_name="Anna", family_name="Adams")


def agreeing(connection, *rows, order=("gp", "ed")):
    numbered = by_number(connection, what_is_said(connection, *rows), order)
    found = connection.sql(f"SELECT source_system || ':' || source_record_id, agrees FROM {numbered}").fetchall()
    assert len(found) == len(dict(found))
    return dict(found)


def agrees(connection, described=AT_PRACTICE, **facts):
    """Whether a number that the practice describes is the hospital's patient's too."""
    found = agreeing(connection, described, said("ed:7", nhs_number=described["nhs_number"], **facts))
    assert found["gp:1"]
    return found["ed:7"]


@pytest.mark.parametrize(
    ("born", "near"),
    [
        ("1950-02-03", True),
        ("1951-02-03", True),  # two of three parts: month and day
        ("1950-03-03", True),  # year and day
        ("1950-02-04", True),  # year and month
        ("1950-03-04", False),  # one of three: the year
        ("1951-02-04", False),  # the month
        ("1951-03-03", False),  # the day
        ("1951-03-04", False),  # none
        ("1950-03-02", True),  # day and month swapped
        ("1951-03-02", False),  # swapped, and another year
        ("1950-03-05", False),  # the month is the other's day, and not the other way round
        ("1950-05-02", False),  # the day is the other's month, and not the other way round
        (None, False),
    ],
)
def test_a_birth_date_is_near_where_two_of_three_parts_are_equal_or_day_and_month_swapped(connection, born, near):
    assert agrees(connection, birth_date=born, given_name="Bashir", family_name="Begum") is near


@pytest.mark.parametrize(
    ("known", "born", "near"),
    [
        ("year", "1949-07-01", True),
        ("year", "1951-02-04", True),  # 366 days
        ("year", "1951-02-05", False),
        ("month", "1950-01-15", True),
        ("month", "1950-03-06", True),  # 31 days
        ("month", "1951-03-15", False),
        ("day", "1949-07-01", False),
    ],
)
@pytest.mark.parametrize("swapped", [False, True])
def test_a_year_or_month_of_birth_is_near_within_one(connection, known, born, near, swapped):
    named = {"given_name": "Bashir", "family_name": "Begum"}
    one, other = {"birth_date": date(1950, 2, 3)}, {"birth_date": born, "birth_date_precision": known}
    one, other = (other, one) if swapped else (one, other)
    here = said("gp:1", nhs_number=ANNA, given_name="Anna", family_name="Adams", **one)
    assert agrees(connection, here, **named, **other) is near


def test_a_year_is_not_enough_for_a_number_that_was_not_traced(connection):
    year = {"birth_date": date(1950, 2, 3), "birth_date_precision": "year"}
    assert not agrees(connection, nhs_number_status="02", **year)


@pytest.mark.parametrize(
    ("given_name", "family_name", "alike"),
    [
        ("Anna", "Adams", True),
        ("ANNA", "adams", True),
        ("Änna", "Ádams", True),
        ("Annie", "Adams", False),  # 0.848
        ("Anna", "Begum", False),
        ("Bashir", "Adams", False),
        (None, "Adams", False),
        ("Anna", None, False),
    ],
)
def test_both_names_must_be_alike_where_the_birth_date_is_not_near(connection, given_name, family_name, alike):
    assert agrees(connection, birth_date=date(1980, 12, 30), given_name=given_name, family_name=family_name) is alike


@pytest.mark.parametrize(
    ("left", "right", "alike"),
    [
        ("Maria", "Mary", False),  # Jaro-Winkler 0.848
        ("Mohammed", "Muhammad", True),  # 0.850
        ("Smyth", "Smithe", True),  # 0.858
    ],
)
@pytest.mark.parametrize("name", ["given_name", "family_name"])
def test_names_are_alike_from_a_similarity_of_085(connection, name, left, right, alike):
    same = {"given_name": "Sam", "family_name": "Okafor"}
    described = AT_PRACTICE | same | {name: left}
    assert agrees(connection, described, birth_date=date(1980, 12, 30), **(same | {name: right})) is alike


@pytest.mark.parametrize(
    ("status", "born", "its_own"),
    [
        (None, "1950-03-02", True),
        ("01", "1950-03-02", True),
        ("02", "1950-03-02", False),  # not traced: near is not enough
        ("02", "1950-02-03", True),
        ("02", None, False),
        ("03", "1950-02-04", False),
        ("03", "1950-02-03", True),
    ],
)
def test_a_number_that_was_not_traced_needs_an_equal_birth_date(connection, status, born, its_own):
    names = {"given_name": "Anna", "family_name": "Adams"} if status == "02" else {}
    assert agrees(connection, nhs_number_status=status, birth_date=born, **names) is its_own


@pytest.mark.parametrize(
    ("status", "facts", "its_own"),
    [
        ("01", {}, True),
        ("01", {"given_name": "Bashir"}, True),  # a given name alone says too little
        ("01", {"family_name": "Begum"}, False),
        ("01", {"birth_date": "1980-12-30"}, False),
        ("02", {}, False),
    ],
)
def test_a_traced_number_stands_where_nothing_speaks_against_it(connection, status, facts, its_own):
    assert agrees(connection, nhs_number_status=status, **facts) is its_own


@pytest.mark.parametrize("status", ["01", "02"])
def test_a_number_that_nobody_describes_stands_only_where_it_was_traced(connection, status):
    found = agreeing(connection, said("ed:7", nhs_number=ANNA, nhs_number_status=status, given_name="Anna"))
    assert found == {"ed:7": status == "01"}


def bashir(record):
    return said(record, nhs_number=ANNA, birth_date=date(1980, 12, 30), given_name="Bashir", family_name="Begum")


@pytest.mark.parametrize(
    ("rows", "order", "hers"),
    [
        ([bashir("ed:7"), bashir("ed:8")], ("gp", "ed"), False),  # two against one, whatever the order
        ([bashir("ed:7")], ("gp", "ed"), True),  # of equals the source declared first
        ([bashir("ed:7")], ("ed", "gp"), False),
        ([bashir("ed:7")], ("gp",), True),  # a source that isn't declared comes last
        ([bashir("ed:7")], ("ed",), False),
        ([bashir("gp:2")], ("gp",), True),  # of one source the one born first
    ],
)
def test_a_number_is_whose_most_of_its_records_say(connection, rows, order, hers):
    found = agreeing(connection, AT_PRACTICE, *rows, order=order)
    assert found == {"gp:1": hers} | {f"{row['source_system']}:{row['source_record_id']}": not hers for row in rows}


def test_of_equals_that_tell_no_birth_date_the_first_name_stands(connection):
    names = [("gp:1", "Begum", "Anna"), ("gp:2", "Adams", "Zoe"), ("gp:3", "Adams", "Anna")]
    rows = [said(key, nhs_number=ANNA, family_name=family, given_name=given) for key, family, given in names]
    assert agreeing(connection, *rows) == {"gp:1": False, "gp:2": False, "gp:3": True}


def test_a_birth_date_describes_better_than_none(connection):
    told = [
        said("gp:1", nhs_number=ANNA, family_name="Adams", given_name="Anna"),
        said("gp:2", nhs_number=ANNA, family_name="Begum", given_name="Bashir", birth_date="1980-12-30"),
    ]
    assert agreeing(connection, *told) == {"gp:1": False, "gp:2": True}


def test_a_description_that_says_nothing_never_stands_for_the_number(connection):
    rows = [said(f"ed:{n}", nhs_number=ANNA, given_name="Zoe") for n in range(3)]
    assert agreeing(connection, AT_PRACTICE, *rows) == {"gp:1": True, "ed:0": True, "ed:1": True, "ed:2": True}


def test_each_number_is_judged_by_its_own_records_and_who_has_none_is_left_out(connection):
    other = bashir("ed:7") | {"nhs_number": BASHIR}
    assert agreeing(connection, AT_PRACTICE, other, said("ed:9", family_name="Adams")) == {"gp:1": True, "ed:7": True}


@pytest.mark.parametrize(
    ("facts", "own"),
    [
        ({"given_name": "Tom", "sex": "M"}, False),  # the twin under his sister's number
        ({"given_name": "Tom"}, True),  # a name may change
        ({"given_name": "Ana", "sex": "M"}, True),  # a slip, and the wrong box ticked
        ({"sex": "M"}, True),
        ({"given_name": "Tom", "sex": "F"}, True),
    ],
)
def test_a_twin_of_the_other_sex_is_not_their_sister_by_her_number(connection, facts, own):
    described = {**AT_PRACTICE, "sex": "F"}
    assert agrees(connection, described, birth_date="1950-02-03", family_name="Adams", **facts) is own
