"""Official codes: known, in use at a date, or newer than the list."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.place.codes import area_problem, organisation_problem


@pytest.mark.parametrize(
    ("code", "start", "end"),
    [
        ("E06000045", date(2020, 4, 1), date(2025, 4, 1)),  # Southampton
        ("E92000001", None, None),
        ("E12000008", None, None),
        ("E10000014", None, None),  # Hampshire
        ("E54000042", date(2022, 7, 1), None),
        ("E07000048", date(2015, 4, 1), date(2019, 4, 1)),  # Christchurch, until 31 March 2019
        ("E06000058", date(2019, 4, 1), None),  # Bournemouth, Christchurch and Poole
        ("E05001234", None, None),  # a ward: not a kind of area that the list holds
        ("W06000015", None, None),
        ("E06000199", date(2026, 4, 1), None),  # newer than the list
        ("RHM", None, None),
        ("J82022", None, None),  # a practice
    ],
)
def test_a_code_in_use(code, start, end):
    assert area_problem(code, start, end) is None


@pytest.mark.parametrize(
    ("code", "start", "end", "words"),
    [
        ("E06000013x", None, None, "has not the form"),
        ("Southampton", None, None, "has not the form"),
        ("E06000199", date(2020, 4, 1), None, "is not a code of the Office for National Statistics"),
        ("E99999999", None, None, "is not a code of the Office for National Statistics"),
        ("X06000045", None, None, "has not the form"),
        ("E07000001", None, None, "is not a code of the Office for National Statistics"),
        ("E07000048", date(2019, 4, 1), None, "(Christchurch) was abolished in 2019"),
        ("E06000058", date(2015, 1, 1), date(2018, 4, 1), "exists only since 2019"),
        ("E54000042", date(2017, 4, 1), date(2022, 1, 1), "exists only since 2022"),
    ],
)
def test_a_code_that_is_unknown_or_not_in_use(code, start, end, words):
    assert words in area_problem(code, start, end)[0]


def test_a_trust_code_is_looked_up():
    assert organisation_problem("RYD", None) is None
    assert "is not that of an NHS trust" in organisation_problem("RZ9", None)[0]
    assert organisation_problem("RZ9", date(2025, 4, 1)) is None
    assert "was closed" in organisation_problem("RD3", date(2023, 4, 1))[0]
    assert organisation_problem("RD3", date(2018, 4, 1)) is None


SUCCESSOR, BEFORE = "Use the code of the area that took its place.", "Use the code of the area that was there before."


@pytest.mark.parametrize(
    ("code", "start", "end", "trouble"),
    [
        ("E07000048", date(2019, 3, 31), None, None),
        ("E07000048", date(2019, 4, 1), None, ("(Christchurch) was abolished in 2019.", SUCCESSOR)),
        ("E07000048", None, None, None),
        (
            "E06000058",
            None,
            date(2019, 1, 1),
            ("(Bournemouth, Christchurch and Poole) exists only since 2019.", BEFORE),
        ),
        ("E06000058", None, date(2019, 1, 2), None),
        ("E06000199", date(2025, 1, 1), None, None),
        (
            "E06000199",
            date(2024, 12, 31),
            None,
            (
                "is not a code of the Office for National Statistics (2016 to 2024).",
                "Look the code up and correct it; a code made later has `from: 2025` or later.",
            ),
        ),
        (
            "RZ9",
            date(2021, 12, 31),
            None,
            (
                "is not that of an NHS trust of 2022 or before.",
                "Look the code up and correct it; a trust made later has `from: 2022` or later.",
            ),
        ),
        ("RZ9", date(2022, 1, 1), None, None),
        ("RD3", date(2021, 12, 31), None, None),
        (
            "R",
            None,
            None,
            ("has not the form of an ONS code (E06000045) or ODS code (RHM).", "Look the code up and correct it."),
        ),
    ],
)
def test_the_days_on_which_a_code_begins_and_ends_to_be_one(code, start, end, trouble):
    assert area_problem(code, start, end) == trouble


def test_a_closed_trust_is_named_from_the_year_of_the_list():
    assert organisation_problem("RD3", date(2022, 1, 1)) == (
        "(Poole Hospital NHS Foundation Trust) was closed by 2022.",
        "Use the code of the trust that took its place.",
    )
