"""The grades in which two descriptions agree, field by field, and how much each says."""

from __future__ import annotations

from itertools import pairwise
from math import isclose, log2

import duckdb
import pytest

from oneplace.record.linkage.model import settings

COMPARED = ("given", "family", "born", "sex", "postcode", "phone", "email", "town")
FIELDS = (
    "given",
    "given_root",
    "family",
    "names",
    "born",
    "born_swapped",
    "birth_year",
    "sex",
    "postcode",
    "phone",
    "email",
    "town",
)


def _in(born):
    return {"born": born, "birth_year": born[:4]}


def levels_of(field):
    (levels,) = [
        each["comparison_levels"] for each in settings(0.001)["comparisons"] if each["output_column_name"] == field
    ]
    return levels


def grade(field, left, right):
    """The words for how well two descriptions agree in a field."""
    levels = levels_of(field)
    cases = " ".join(
        f"ELSE '{level['label_for_charts']}'"
        if level["sql_condition"] == "ELSE"
        else f"WHEN {level['sql_condition']} THEN '{level['label_for_charts']}'"
        for level in levels
    )
    sides = ", ".join(
        f"CAST({'NULL' if value is None else repr(value)} AS VARCHAR) AS {name}_{side}"
        for side, description in (("l", left), ("r", right))
        for name, value in (dict.fromkeys(FIELDS) | description).items()
    )
    return duckdb.sql(f"SELECT CASE {cases} END FROM (SELECT {sides})").fetchall()[0][0]


@pytest.mark.parametrize(
    ("field", "left", "right", "expected"),
    [
        ("given", {"given": "anna"}, {"given": "anna"}, "same"),
        (
            "given",
            {"given": "liz", "given_root": "e"},
            {"given": "bess", "given_root": "e"},
            "nickname of the same name",
        ),
        ("given", {"given": "anna"}, {"given": "anne"}, "alike"),  # 0.883
        ("given", {"given": "martha"}, {"given": "maria"}, "different"),  # 0.876
        ("given", {"given": "anna", "names": "anna ray"}, {"given": "ray", "names": "anna ray"}, "the wrong way round"),
        ("given", {"given": "anna", "names": "anna ray"}, {"given": "anna", "names": "anna ray"}, "same"),
        ("family", {"family": "ray", "names": "anna ray"}, {"family": "anna", "names": "anna ray"}, "missing"),
        ("given", {"given": "anna"}, {}, "missing"),
        ("given", {}, {"given": "anna"}, "missing"),
        ("family", {"family": "okafor"}, {"family": "okafor"}, "same"),
        ("family", {"family": "stephen"}, {"family": "steven"}, "alike"),  # 0.894
        ("family", {"family": "jones"}, {"family": "jonson"}, "different"),  # 0.876
        ("family", {}, {"family": "okafor"}, "missing"),
        ("born", {"born": "1950-02-03"}, {"born": "1950-02-03"}, "same"),
        ("born", {"born": "1950-02-03"}, {"born": "1950-03-02", "born_swapped": "1950-02-03"}, "one slip"),
        ("born", {"born": "1950-02-03"}, {"born": "1950-02-08"}, "one slip"),  # one digit
        ("born", {"born": "1950-02-13"}, {"born": "1950-02-31"}, "one slip"),  # two digits the wrong way round
        ("born", {"born": "1950-02-03"}, {"born": "1950-02-28"}, "day, month or year differs"),
        ("born", {"born": "1950-02-03"}, {"born": "1967-02-03"}, "day, month or year differs"),
        ("born", _in("1950-02-03"), _in("1950-11-03"), "day, month or year differs"),
        ("born", _in("1950-02-03"), _in("1950-03-08"), "same year"),
        ("born", _in("1950-02-03"), _in("1961-03-08"), "different"),
        ("born", {"born": "1950-02-03"}, {}, "missing"),
        ("sex", {"sex": "F"}, {"sex": "F"}, "same"),
        ("sex", {"sex": "F"}, {"sex": "M"}, "different"),
        ("sex", {"sex": "F"}, {}, "missing"),
        ("postcode", {"postcode": "SO60 1AA"}, {"postcode": "SO60 1AA"}, "same"),
        ("postcode", {"postcode": "SO60 1AA"}, {"postcode": "SO60 1BB"}, "same sector"),
        ("postcode", {"postcode": "SO60 1AA"}, {"postcode": "SO60 2AA"}, "different"),
        ("postcode", {}, {"postcode": "SO60 2AA"}, "missing"),
        ("phone", {"phone": "07700900001"}, {"phone": "07700900001"}, "same"),
        ("phone", {"phone": "07700900001"}, {"phone": "07700900002"}, "different"),
        ("phone", {"phone": "07700900001"}, {}, "missing"),
        ("email", {"email": "a@x.org"}, {"email": "a@x.org"}, "same"),
        ("email", {"email": "a@x.org"}, {"email": "b@x.org"}, "different"),
        ("email", {}, {"email": "b@x.org"}, "missing"),
        ("town", {"town": "romsey"}, {"town": "romsey"}, "same"),
        ("town", {"town": "romsey"}, {"town": "romesy"}, "alike"),
        ("town", {"town": "romsey"}, {"town": "totton"}, "different"),
        ("town", {"town": "romsey"}, {}, "missing"),
        # A postcode in common has said it.
        ("town", {"town": "romsey", "postcode": "SO60 1AA"}, {"town": "romsey", "postcode": "SO60 1AA"}, "missing"),
    ],
)
def test_the_grade_of_two_descriptions(field, left, right, expected):
    assert grade(field, left, right) == expected


@pytest.mark.parametrize("field", COMPARED)
def test_a_pair_is_in_one_grade(field):
    judged = [level for level in levels_of(field) if not level.get("is_null_level")]
    assert isclose(sum(level["m_probability"] for level in judged), 1)
    assert isclose(sum(level["u_probability"] for level in judged), 1)


@pytest.mark.parametrize("field", COMPARED)
def test_a_better_grade_says_more(field):
    judged = [level for level in levels_of(field) if not level.get("is_null_level")]
    weights = [log2(level["m_probability"] / level["u_probability"]) for level in judged]
    assert all(better > worse for better, worse in pairwise(weights))
    assert weights[0] > 0 > weights[-1]


@pytest.mark.parametrize("field", COMPARED)
def test_what_is_not_known_says_nothing(field):
    missing, *others = levels_of(field)
    assert [level.get("is_null_level", False) for level in (missing, *others)] == [True] + [False] * len(others)
    assert not {"m_probability", "u_probability"} & missing.keys()


def test_a_name_that_many_have_says_less():
    adjusted = {
        (field, level["label_for_charts"]): (level["tf_adjustment_column"], level["tf_adjustment_weight"])
        for field in COMPARED
        for level in levels_of(field)
        if "tf_adjustment_column" in level
    }
    assert adjusted == {("given", "same"): ("given", 1.0), ("family", "same"): ("family", 1.0)} | {
        ("town", "same"): ("town", 1.0)
    }


def test_no_name_is_kept_beside_the_pairs():
    asked = settings(0.25)
    assert asked["retain_matching_columns"] is False
    assert asked["retain_intermediate_calculation_columns"] is False
    assert asked["probability_two_random_records_match"] == 0.25
