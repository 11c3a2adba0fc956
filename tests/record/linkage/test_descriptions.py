"""What is compared: names without accents and marks, and each different description once."""

from __future__ import annotations

import pytest

from oneplace.record.linkage import describing
from tests.record.linkage.conftest import said, table, what_is_said

NUMBERED = {"source_system": "VARCHAR", "source_record_id": "VARCHAR", "nhs_number": "VARCHAR", "agrees": "BOOLEAN"}
ENOUGH = {"given_name": "Liz", "family_name": "Okafor", "birth_date": "1950-02-03", "postcode": "SO60 1AA"}


def compared(connection, *rows, own=()):
    """The sides of the comparison; ``own`` are records with their number, and whether it agrees."""
    numbers = [(*record.split(":"), number, agrees) for record, number, agrees in own]
    numbered = table(connection, "own", NUMBERED, numbers)
    return describing.prepare(connection, what_is_said(connection, *rows), numbered)


def described(connection, **facts):
    sides = compared(connection, said("links:1", **facts))
    (row,) = connection.sql(f"FROM {sides.rest}").to_arrow_table().to_pylist()
    return row


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"given_name": "Zoë-Ann"},
            {"given": "zoeann", "given_root": "zoeann", "first_roots": ["zoe"], "single": False},
        ),
        ({"given_name": "LIZ"}, {"given": "liz", "given_root": "elizabeth", "given_roots": ["elizabeth"]}),
        ({"given_name": "Al"}, {"given": "al", "given_root": "alan", "given_roots": ["alan", "albert"]}),
        ({"given_name": "--"}, {"given": None, "given_root": None}),
        ({"given_name": "E."}, {"given": None}),
        ({"given_name": "Jo"}, {"given": "jo", "single": True}),
        ({"given_name": "Baby"}, {"given": None, "single": None}),
        ({"given_name": "BABY BOY of Ann"}, {"given": None}),
        ({"given_name": "Not Known"}, {"given": None}),
        ({"given_name": "Girl"}, {"given": None}),
        ({"given_name": "Mr"}, {"given": None}),
        ({"given_name": "Miss Ann"}, {"given": "missann"}),
        ({"given_name": "Babak"}, {"given": "babak"}),
        ({"family_name": "O'Kafor Smith"}, {"family": "okaforsmith", "family_start": "o"}),
        ({"family_name": "1"}, {"family": None, "family_start": None}),
        (
            {"birth_date": "1950-02-03"},
            {"born": "1950-02-03", "born_swapped": "1950-03-02", "birth_year": "1950"},
        ),
        ({}, {"born": None, "born_swapped": None, "birth_year": None}),
        ({"birth_date": "1950-07-01", "birth_date_precision": "year"}, {"born": None, "birth_year": None}),
        ({"sex": "F"}, {"sex": "F"}),
        ({"sex": "M"}, {"sex": "M"}),
        ({"sex": "U"}, {"sex": None}),
        ({"sex": "I"}, {"sex": None}),
        (
            {"postcode": "SO60 1AA", "phone": "07", "email": "a@x"},
            {"postcode": "SO60 1AA", "phone": "07", "email": "a@x", "postcodes": ["SO60 1AA"]},
        ),
        ({"shared_number": "AB 12-34/56 c"}, {"number": "ab123456c"}),
        ({"address_line": "12a, High St."}, {"address": "12ahighst"}),
        ({"shared_number": "--", "address_line": " "}, {"number": None, "address": None}),
        ({"shared_number": "not known"}, {"number": None}),
        ({"shared_number": "0000 0001"}, {"number": None}),
        ({"shared_number": "X12"}, {"number": None}),
        ({"town": "Newcastle-upon-Tyne"}, {"town": "newcastleupontyne"}),
        ({"given_name": "Liz", "family_name": "Adams"}, {"names": "adams liz", "family": "adams", "family_start": "a"}),
        ({"given_name": "Adams", "family_name": "Liz"}, {"names": "adams liz", "family": "liz", "family_start": "l"}),
        ({"death_date": "2020-01-02"}, {"died": "2020-01-02"}),
    ],
)
def test_a_description(connection, facts, expected):
    row = described(connection, **facts)
    assert {name: row[name] for name in expected} == expected
    about_given = (
        "given",
        "given_root",
        "given_roots",
        "first_roots",
        "spelling",
        "single",
        "listed",
        "bearers",
        "grown",
    )
    other = {name for name, value in row.items() if name not in (*expected, *about_given) and value is not None}
    assert other == {"unique_id"}


@pytest.mark.parametrize(("people", "kept"), [(6, True), (7, False)])
@pytest.mark.parametrize(
    "given", [("phone", "phone", "023"), ("email", "email", "desk@x.org"), ("shared_number", "number", "1234")]
)
def test_what_very_many_people_give_is_nobody_s_own(connection, given, people, kept):
    fact, name, value = given
    rows = (said(f"links:{n}", birth_date=f"1950-01-0{n + 1}", **{fact: value}) for n in range(people))
    found = connection.table(str(compared(connection, *rows).rest)).select(name).distinct().fetchall()
    assert found == [(value if kept else None,)]


def descriptions(connection, relation):
    return connection.sql(f"SELECT count(*) FROM {relation}").fetchall()[0][0]


@pytest.mark.parametrize(
    ("missing", "together"),
    [
        ((), True),
        (("given_name",), False),
        (("family_name",), False),
        (("birth_date",), False),
        (("postcode",), False),
        (("postcode", "phone"), True),  # a telephone number says enough too
    ],
)
def test_records_alike_in_every_field_are_compared_as_one_where_they_say_enough(connection, missing, together):
    facts = {name: value for name, value in ENOUGH.items() if name not in missing}
    facts |= {"phone": "07700900001"} if "phone" in missing else {}
    sides = compared(connection, said("links:1", **facts), said("links:2", **facts))
    assert descriptions(connection, sides.rest) == (1 if together else 2)
    assert descriptions(connection, sides.members) == 2
    assert descriptions(connection, sides.people) == 0


def test_a_person_is_compared_by_each_different_description(connection):
    rows = [said(f"gp:{n}", **(ENOUGH | {"given_name": name})) for n, name in enumerate(["Liz", "Liz", "Beth"])]
    sides = compared(connection, *rows, own=[(f"gp:{n}", "9990000018", True) for n in range(3)])
    people = connection.sql(f"SELECT unique_id, given FROM {sides.people}").fetchall()
    assert people == [("p1", "beth"), ("p2", "liz")]
    numbers = connection.sql(f"SELECT unique_id, nhs_number FROM {sides.numbers}").fetchall()
    assert sorted(numbers) == [("p1", "9990000018"), ("p2", "9990000018")]
    assert descriptions(connection, sides.rest) == 0


def test_the_model_never_sees_a_number(connection):
    sides = compared(connection, said("gp:1", **ENOUGH), own=[("gp:1", "9990000018", True)])
    for side in (sides.people, sides.rest):
        assert "nhs_number" not in connection.sql(f"FROM {side}").columns


def test_a_record_whose_number_is_someone_else_s_is_looked_for_without_it(connection):
    sides = compared(connection, said("ed:7", **ENOUGH), own=[("ed:7", "9990000018", False)])
    assert descriptions(connection, sides.people) == 0
    assert connection.sql(f"SELECT source_record_id FROM {sides.members}").fetchall() == [("7",)]


@pytest.mark.parametrize(
    ("name", "root"),
    [
        ("liz", "elizabeth"),
        ("elizabeth", "elizabeth"),
        ("abigail", "abigail"),
        ("abe", "abraham"),
        ("al", "alan"),
        ("quentin", None),
    ],
)
def test_nicknames(name, root):
    table = describing.nicknames()
    assert dict(zip(table["name"].to_pylist(), table["root"].to_pylist(), strict=True)).get(name) == root


def test_a_nickname_stands_once_with_all_it_may_stand_for():
    names = describing.nicknames()["name"].to_pylist()
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("name", "spelling"), [("muhammad", "mhmd"), ("mohamed", "mhmd"), ("ahmed", "hmd"), ("abs", None), ("abby", None)]
)
def test_spellings_of_one_name_share_their_consonants_where_they_are_three_or_more(name, spelling):
    (row,) = (row for row in describing.nicknames().to_pylist() if row["name"] == name)
    assert row["spelling"] == spelling
