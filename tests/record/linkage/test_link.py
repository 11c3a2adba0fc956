"""Records without a number: linked where what they say is enough, and to one person clearly, or to each other."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.record.database import open_database
from oneplace.record.linkage import link
from oneplace.record.linkage.probabilistic import THRESHOLD
from tests.record.linkage.conftest import said, table, what_is_said

pytestmark = pytest.mark.slow

ELIZABETH, SAM_A, SAM_B, NGOZI = "9990000018", "9990000026", "9990000034", "9990000042"
BORN, HOME, PHONE = date(1950, 2, 3), "SO60 1AA", "07700900001"
HERS = {"given_name": "Elizabeth", "family_name": "Okafor", "birth_date": BORN, "sex": "F", "postcode": HOME}
SAMS = {"given_name": "Sam", "family_name": "Underwood", "birth_date": date(1971, 11, 20), "postcode": "SO60 2BB"}
WITH_NUMBERS = {
    ELIZABETH: HERS | {"phone": PHONE, "email": "liz@example.org"},
    SAM_A: SAMS,
    SAM_B: SAMS,
    NGOZI: {"given_name": "Ngozi", "family_name": "Adichie", "birth_date": date(1988, 7, 9), "postcode": "SO60 9ZZ"},
}
CASES = {
    "the same": (HERS, ELIZABETH),
    "nickname": (HERS | {"given_name": "Liz"}, ELIZABETH),
    "mistyped": (HERS | {"given_name": "Elizabth", "family_name": "Okaffor"}, ELIZABETH),
    "accents and marks": (HERS | {"given_name": "Élizabeth", "family_name": "O'Kafor"}, ELIZABETH),
    "day and month swapped": (HERS | {"birth_date": date(1950, 3, 2)}, ELIZABETH),
    "moved": (HERS | {"postcode": "SO61 7QQ"}, ELIZABETH),
    "by e-mail": ({"email": "liz@example.org", "given_name": "Liz"}, ELIZABETH),
    "another at her home": (HERS | {"given_name": "Chidi", "birth_date": date(1979, 8, 11), "sex": "M"}, None),
    "a name alone": ({"given_name": "Elizabeth", "family_name": "Okafor"}, None),
    "a home alone": ({"postcode": HOME}, None),
    "nothing": ({}, None),
    "either of two": (SAMS, None),
}
ALONE = {
    "R1": {"given_name": "Quentin", "family_name": "Zimmer", "birth_date": date(1999, 4, 5), "phone": "07700900009"},
    "R2": {"given_name": "Quentyn", "family_name": "Zimmer", "birth_date": date(1999, 4, 5), "phone": "07700900009"},
    "R3": {"given_name": "Quentin", "family_name": "Zimmer", "birth_date": date(1999, 4, 5), "phone": "07700900009"},
    "R4": {"given_name": "Olu", "family_name": "Zimmer", "birth_date": date(1963, 10, 17), "phone": "07700900008"},
}
NUMBERED = {"source_system": "VARCHAR", "source_record_id": "VARCHAR", "nhs_number": "VARCHAR", "agrees": "BOOLEAN"}


def linked(with_numbers, without):
    """Link made-up records; what each without a number came to, by its key, and the model."""
    with open_database() as connection:
        known = [said(f"gp:{number}", nhs_number=number, **facts) for number, facts in with_numbers.items()]
        others = [said(f"links:{key}", **facts) for key, facts in without.items()]
        identity = what_is_said(connection, *known, *others)
        numbered = table(connection, "own", NUMBERED, [("gp", number, number, True) for number in with_numbers])
        placed = link(connection, identity, numbered)
        found = connection.sql(f"FROM {placed.records}").to_arrow_table().to_pylist()
    assert {row["source_system"] for row in found} <= {"links"}
    assert len(found) == len(without)
    return {row["source_record_id"]: row for row in found}, placed.model


@pytest.fixture(scope="module")
def found():
    return linked(WITH_NUMBERS, {key: facts for key, (facts, _) in CASES.items()} | ALONE)[0]


@pytest.mark.parametrize("case", CASES)
def test_a_record_is_linked_to_the_person_whom_it_describes(found, case):
    assert found[case]["nhs_number"] == CASES[case][1]


@pytest.mark.parametrize("case", CASES)
def test_a_link_says_how_sure_it_is(found, case):
    row = found[case]
    if CASES[case][1] is None:
        assert (row["match_weight"], row["match_probability"]) == (None, None)
    else:
        assert THRESHOLD <= row["match_probability"] <= 1
        assert row["match_weight"] == round(row["match_weight"], 4) > 4.2  # log2(0.95 / 0.05)


def test_what_agrees_less_weighs_less(found):
    in_order = ["the same", "day and month swapped", "by e-mail"]
    weights = [found[case]["match_weight"] for case in in_order]
    assert weights == sorted(set(weights), reverse=True)


def test_records_of_someone_without_a_number_are_one_group(found):
    groups = {key: found[key]["group"] for key in ALONE}
    assert groups["R1"] == groups["R2"] == groups["R3"] != groups["R4"]


def test_everyone_else_is_a_group_of_their_own(found):
    alone = {key for key, row in found.items() if row["nhs_number"] is None} - {"R2", "R3"}
    assert len({found[key]["group"] for key in alone}) == len(alone) == 7


def test_records_link_to_each_other_where_nobody_has_a_number():
    rows, model = linked({}, ALONE)
    assert model == "starting values 1"
    assert {key for key, row in rows.items() if row["group"] == rows["R1"]["group"]} == {"R1", "R2", "R3"}
    assert {row["nhs_number"] for row in rows.values()} == {None}


def test_where_every_record_has_its_number_no_model_is_used():
    assert linked(WITH_NUMBERS, {}) == ({}, "none")


def test_a_common_name_says_less_than_a_rare_one():
    many = {f"99{n:08}": {"given_name": f"G{chr(97 + n)}", "family_name": "Smith"} for n in range(20)}
    born = {"birth_date": BORN, "postcode": HOME}
    people = {"1": {"given_name": "Ada", "family_name": "Smith"}, "2": {"given_name": "Bea", "family_name": "Quill"}}
    known = many | {number: facts | born for number, facts in people.items()}
    rows, _ = linked(known, {number: facts | born for number, facts in people.items()})
    assert [rows[key]["nhs_number"] for key in "12"] == ["1", "2"]
    assert rows["1"]["match_weight"] < rows["2"]["match_weight"]
