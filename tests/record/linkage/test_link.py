"""Records without a number: linked where what they say is enough, and to one person clearly, or to each other."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.record.database import open_database
from oneplace.record.linkage import RULES, link
from oneplace.record.linkage.probabilistic import THRESHOLD
from tests.record.linkage.conftest import said, table, what_is_said

pytestmark = pytest.mark.slow

ELIZABETH, SAM_A, SAM_B, NGOZI = "9990000018", "9990000026", "9990000034", "9990000042"
BORN, HOME, PHONE = date(1950, 2, 3), "SO60 1AA", "07700900001"
HERS = {"given_name": "Elizabeth", "family_name": "Okafor", "birth_date": BORN, "sex": "F", "postcode": HOME}
SAMS = {"given_name": "Sam", "family_name": "Underwood", "birth_date": date(1971, 11, 20), "postcode": "SO60 2BB"}
WITH_NUMBERS = {
    ELIZABETH: HERS
    | {"phone": PHONE, "email": "liz@example.org", "shared_number": "qq123456c", "address_line": "7 Quay Street"}
    | {"town": "Testbury"},
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
    "a year mistyped": (HERS | {"birth_date": date(1960, 2, 3)}, ELIZABETH),
    "named after her mother, born on the same day": (HERS | {"birth_date": date(1980, 2, 3)}, None),
    "a year of birth": (HERS | {"birth_date": BORN, "birth_date_precision": "year"}, None),
    "moved, or a namesake": (HERS | {"postcode": "SO61 7QQ"}, None),
    "names and a birth date": (HERS | {"postcode": None}, None),
    "moved, with her phone": (HERS | {"postcode": "SO61 7QQ", "phone": PHONE}, ELIZABETH),
    "married, or another": (HERS | {"family_name": "Brown"}, None),
    "married, with her phone": (HERS | {"family_name": "Brown", "phone": PHONE}, ELIZABETH),
    "no family name": (HERS | {"family_name": None}, None),
    "no family name, with her e-mail": (HERS | {"family_name": None, "email": "liz@example.org"}, ELIZABETH),
    "twin sister": (HERS | {"given_name": "Chioma"}, None),
    "baby": (HERS | {"given_name": "Baby"}, None),
    "baby of": (HERS | {"given_name": "Baby Girl of Elizabeth"}, None),
    "initial": (HERS | {"given_name": "E"}, None),
    "middle name": (HERS | {"given_name": "Elizabeth Jane"}, ELIZABETH),
    "both names and the birth date": (HERS | {"given_name": "Elizabth", "birth_date": date(1950, 3, 2)}, None),
    "given name and birth date of a stranger": (
        {"given_name": "Elizabeth", "family_name": "Adams", "birth_date": BORN, "sex": "F"},
        None,
    ),
    "no given name, with her phone": (HERS | {"given_name": None, "phone": PHONE}, ELIZABETH),
    "names the wrong way round": (HERS | {"given_name": "Okafor", "family_name": "Elizabeth"}, ELIZABETH),
    "another birth date, with her phone": (HERS | {"birth_date": date(1954, 12, 25), "phone": PHONE}, ELIZABETH),
    "another birth date at her home": (HERS | {"birth_date": date(1954, 12, 25)}, None),
    "moved, her e-mail mistyped": (HERS | {"postcode": "SO61 7QQ", "email": "lix@example.org"}, ELIZABETH),
    "by her shared number": ({"shared_number": "QQ 12 34 56 C", "birth_date": BORN, "given_name": "Ngozi"}, ELIZABETH),
    "her shared number, another's birth date and name": (
        {"shared_number": "QQ123456C", "birth_date": date(1988, 7, 9), "given_name": "Ngozi"},
        None,
    ),
    "moved, at an address line of hers": (HERS | {"postcode": "SO61 7QQ", "address_line": "7 quay-street"}, ELIZABETH),
    "she who died": (HERS | {"death_date": date(2020, 1, 1)}, ELIZABETH),
    "by e-mail": ({"email": "liz@example.org", "given_name": "Liz"}, ELIZABETH),
    "another at her home": (HERS | {"given_name": "Chidi", "birth_date": date(1979, 8, 11), "sex": "M"}, None),
    "a name alone": ({"given_name": "Elizabeth", "family_name": "Okafor"}, None),
    "a home alone": ({"postcode": HOME}, None),
    "nothing": ({}, None),
    "either of two": (SAMS, None),
}
NEARER = {
    "moved, a slip in her address line": (HERS | {"postcode": "SO61 7QQ", "address_line": "7 Quay Stret"}, ELIZABETH),
    "another house of her street": (HERS | {"postcode": "SO61 7QQ", "address_line": "9 Quay Street"}, None),
    "the flat beside": (HERS | {"postcode": "SO61 7QQ", "address_line": "7a Quay Street"}, None),
    "moved, a slip of her shared number": (HERS | {"postcode": "SO61 7QQ", "shared_number": "QQ123457C"}, ELIZABETH),
    "a name mistyped, a slip of her shared number": (
        HERS | {"given_name": "Elizabth", "postcode": "SO61 7QQ", "shared_number": "QQ123457C"},
        None,
    ),
    "twin sister with the next shared number": (HERS | {"given_name": "Chioma", "shared_number": "QQ123457C"}, None),
    "a namesake in her town, or herself": (HERS | {"postcode": None, "town": "Testbury"}, None),
    "no family name, her e-mail mistyped": (HERS | {"family_name": None, "email": "lix@example.org"}, ELIZABETH),
    "married, her e-mail mistyped": (HERS | {"family_name": "Brown", "email": "lix@example.org"}, None),
    "another day of her month": (HERS | {"birth_date": date(1950, 2, 27)}, ELIZABETH),
    "the wrong way round with a slip": (HERS | {"given_name": "Okafor", "family_name": "Elizabth"}, ELIZABETH),
}
"""Each linked by itself: two of them would be one person."""
ALONE = {
    "R1": {"given_name": "Quentin", "family_name": "Zimmer", "birth_date": date(1999, 4, 5), "phone": "07700900009"},
    "R2": {"given_name": "Quentyn", "family_name": "Zimmer", "birth_date": date(1999, 4, 5), "phone": "07700900009"},
    "R3": {"given_name": "Quentin", "family_name": "Zimmer", "birth_date": date(1999, 4, 5), "phone": "07700900009"},
    "R4": {"given_name": "Olu", "family_name": "Zimmer", "birth_date": date(1963, 10, 17), "phone": "07700900008"},
}
NUMBERED = {"source_system": "VARCHAR", "source_record_id": "VARCHAR", "nhs_number": "VARCHAR", "agrees": "BOOLEAN"}


def linked(with_numbers, without, how="names"):
    """Link made-up records; what each without a number came to, by its key, and the model."""
    with open_database() as connection:
        known = [said(f"gp:{number}", nhs_number=number, **facts) for number, facts in with_numbers.items()]
        others = [said(f"links:{key}", **facts) for key, facts in without.items()]
        identity = what_is_said(connection, *known, *others)
        numbered = table(connection, "own", NUMBERED, [("gp", number, number, True) for number in with_numbers])
        placed = link(connection, identity, numbered, rules=RULES[how])
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


@pytest.mark.parametrize("case", NEARER)
def test_what_more_holds_a_record_to_its_person_or_does_not(case):
    facts, number = NEARER[case]
    rows, _model = linked(WITH_NUMBERS, {case: facts})
    assert rows[case]["nhs_number"] == number


BY_LIKELIHOOD = {
    "names and a birth date": ELIZABETH,
    "moved, or a namesake": None,
    "married, or another": ELIZABETH,
    "baby": ELIZABETH,
    "both names and the birth date": ELIZABETH,
    "twin sister": None,
    "she who died another day": None,
    "another at her home": None,
    "either of two": None,
    "a name alone": None,
}


def test_by_likelihood_alone_names_and_a_birth_date_join_and_twins_are_not():
    """What is told of the same records where a place only counts them."""
    died = {ELIZABETH: WITH_NUMBERS[ELIZABETH] | {"death_date": date(2020, 1, 1)}}
    cases = {key: facts for key, (facts, _) in CASES.items()} | {
        "she who died another day": HERS | {"death_date": date(2021, 1, 1)},
        # Names that others have too: of a name that nobody else bears it can be thought that it is another's slip.
        **{f"Chioma {n}": {"given_name": "Chioma", "birth_date": date(1990, n, 1)} for n in range(1, 4)},
    }
    found, _model = linked(WITH_NUMBERS | died, cases, "likely")
    assert {case: found[case]["nhs_number"] for case in BY_LIKELIHOOD} == BY_LIKELIHOOD


def test_what_agrees_less_weighs_less(found):
    in_order = ["the same", "day and month swapped", "by e-mail"]
    weights = [found[case]["match_weight"] for case in in_order]
    assert weights == sorted(set(weights), reverse=True)


def test_records_of_someone_without_a_number_are_one_group(found):
    groups = {key: found[key]["group"] for key in ALONE}
    assert groups["R1"] == groups["R2"] == groups["R3"] != groups["R4"]


def test_everyone_else_is_a_group_of_their_own(found):
    alone = {key for key, row in found.items() if row["nhs_number"] is None} - {"R2", "R3"}
    assert len({found[key]["group"] for key in alone}) == len(alone) == 21


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


TWINS = {
    "Tom": {"given_name": "Tom"},
    "Tim": {"given_name": "Tim"},
    "Ella": {"given_name": "Ella", "birth_date": date(2016, 5, 6)},
    "Emma": {"given_name": "Emma", "birth_date": date(2016, 5, 6)},
    "Baby": {"given_name": "Baby", "birth_date": date(2025, 7, 8)},
    "Baby Girl": {"given_name": "Baby Girl", "birth_date": date(2025, 7, 8)},
}
AT_HOME = {"family_name": "Torp", "birth_date": date(2015, 3, 1), "sex": "F", "postcode": HOME, "phone": PHONE}


def test_twins_are_two_people_with_or_without_a_number():
    twins = {key: AT_HOME | facts for key, facts in TWINS.items()}
    apart, _ = linked({}, twins)
    assert len({row["group"] for row in apart.values()}) == len(twins)
    one_each, _ = linked({"1": twins["Tom"], "2": twins["Ella"]}, twins)
    assert {key: row["nhs_number"] for key, row in one_each.items() if row["nhs_number"]} == {"Tom": "1", "Ella": "2"}


JOHN = AT_HOME | {"given_name": "John", "phone": None}


@pytest.mark.parametrize("between", [None, {"family_name": None}], ids=["two", "and one without a family name"])
def test_two_of_one_given_name_birth_date_and_home_are_held_apart_by_their_family_names(between):
    """Weak evidence, with or without a record of no family name that would hold them together."""
    names = {name: JOHN | {"family_name": name} for name in ("Smith", "Jones")}
    johns = names | ({"John": JOHN | between} if between else {})
    found, _ = linked({}, johns)
    assert len({row["group"] for row in found.values()}) == len(johns)
    listed = {frozenset((row["source_record_id"], row["other_source_record_id"])) for row in doubtful_of({}, johns)}
    assert frozenset(names) in listed


def test_strangers_with_other_death_dates_are_two_people():
    logan = AT_HOME | {"given_name": "Logan", "birth_date": date(1913, 5, 30)}
    days = {"R1": date(2016, 3, 5), "R2": date(2019, 5, 2), "R3": None}
    found, _ = linked({}, {key: logan | {"death_date": day} for key, day in days.items()})
    assert len({row["group"] for row in found.values()}) == 3  # who says nothing could be either
    found, _ = linked({"1": logan | {"death_date": days["R1"]}}, {"R2": logan | {"death_date": days["R2"]}})
    assert found["R2"]["nhs_number"] is None


def test_a_mistyped_name_is_told_from_another_by_how_many_bear_it():
    """Jayna is borne by three others, so she is no slip of Jayne; Jayme is borne by nobody."""
    jayne = AT_HOME | {"given_name": "Jayne"}
    others = {
        str(n): {"given_name": name, "family_name": f"Other{n}", "birth_date": date(1960 + n, 1, 2)}
        for n, name in enumerate(["Jayna"] * 3 + ["Jayne"] * 3)
    }
    cases = {name: AT_HOME | {"given_name": name} for name in ("Jayna", "Jayme")}
    found, _ = linked(others | {"99": jayne}, cases)
    assert {key: row["nhs_number"] for key, row in found.items()} == {"Jayna": None, "Jayme": "99"}


def doubtful_of(with_numbers, without):
    with open_database() as connection:
        known = [said(f"gp:{number}", nhs_number=number, **facts) for number, facts in with_numbers.items()]
        others = [said(f"links:{key}", **facts) for key, facts in without.items()]
        identity = what_is_said(connection, *known, *others)
        numbered = table(connection, "own", NUMBERED, [("gp", number, number, True) for number in with_numbers])
        placed = link(connection, identity, numbered)
        return connection.sql(f"FROM {placed.doubtful}").to_arrow_table().to_pylist()


def test_who_is_held_apart_is_listed_with_the_evidence_and_the_reason():
    married = HERS | {"family_name": "Brown"}
    cases = {"moved": HERS | {"postcode": "SO61 7QQ"}, "married": married, "Sam": SAMS, "hers": HERS}
    cases["other"] = {"given_name": "Olu"}
    found = {row["source_record_id"]: row for row in doubtful_of(WITH_NUMBERS, cases)}
    assert {key: row["reason"] for key, row in found.items()} == {
        "moved": "no address, phone, e-mail or shared number in common",
        "married": "no family name, phone, e-mail or shared number in common",
        "Sam": "two people are as likely",
    }
    assert found["moved"]["other_source_record_id"] == ELIZABETH
    agrees = "given name same, family name same, birth date same, sex same, postcode different"
    assert found["moved"]["evidence"] == agrees
    assert found["moved"]["match_probability"] > 0.5


def test_a_postcode_of_before_holds_a_record_to_its_person():
    with open_database() as connection:
        known = [said(f"gp:{number}", nhs_number=number, **facts) for number, facts in WITH_NUMBERS.items()]
        moved = said("links:1", **HERS | {"postcode": "SO61 7QQ"})
        numbered = table(connection, "own", NUMBERED, [("gp", number, number, True) for number in WITH_NUMBERS])
        kinds = dict.fromkeys(("source_system", "source_record_id", "postcode"), "VARCHAR")
        lived = table(connection, "lived", kinds, [("gp", ELIZABETH, "SO61 7QQ")])
        placed = link(connection, what_is_said(connection, *known, moved), numbered, lived)
        (row,) = connection.sql(f"FROM {placed.records}").to_arrow_table().to_pylist()
    assert row["nhs_number"] == ELIZABETH
    assert row["evidence"].endswith("sex same, postcode one of theirs")
