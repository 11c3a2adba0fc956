"""How an ambition stands: its row or what is said before the first run, its words, the order for a board."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneplace.report import Standing, row_of, worst_first
from tests.report import a_run

EMPTY = dict.fromkeys(
    ("value", "lower", "upper", "origin", "target_provenance", "chance", "gap_direction", "comparison")
)


@pytest.fixture
def place(tmp_path):
    return a_run.a_place(tmp_path)


def standing(place, ambition="A1", **row):
    outcome = next(item for item in place.strategy.outcomes if item.id == ambition)
    about = next(item for item in a_run.report(place).ambitions if item.id == ambition)
    return Standing(outcome, about, {**EMPTY, "ambition": ambition, "status": "no_data", **row})


def test_the_row_is_the_runs_own(place):
    found = a_run.report(place, progress=[{"ambition": "A1", "status": "on_path", "value": 3.0}])
    assert row_of(found, found.ambitions[0])["value"] == 3.0


def test_before_the_first_run_the_row_says_so(place):
    found = a_run.report(place)
    measured, unmeasured = (row_of(found, one) for one in found.ambitions)
    assert (measured["status"], unmeasured["status"]) == ("no_data", "no_measure")
    assert measured["measure"] == "smoking"
    assert (measured["ambition"], unmeasured["ambition"], unmeasured["measure"]) == ("A1", "A2", None)
    assert measured["why"] == "No run has been made yet."
    assert (measured["status_forecast"], measured["trend"], measured["value"]) == ("not_known", "not_known", None)


def test_its_question_is_the_places_or_its_text(place):
    assert standing(place).question == "Do fewer smoke?"
    assert standing(place, "A2").question == "Better buildings"


def test_a_value_and_a_range_are_told_in_the_measures_unit(place):
    one = standing(place)
    assert one.words(7.24) == "7.2%"
    assert one.words(0.0) == "0.0%"
    assert one.words(None) == "not known"
    assert one.range({"lower": 1.0, "upper": 2.0}) == "1.0% to 2.0%"
    assert one.range({"lower": 0.0, "upper": 0.0}) == "0.0% to 0.0%"
    assert one.range({"lower": None, "upper": 2.0}) == ""
    assert one.range({"lower": 1.0, "upper": None}) == ""


def test_values_and_ranges_have_the_measures_decimals(place):
    one = standing(place)
    fine = replace(one, ambition=replace(one.ambition, about=replace(one.about, decimals=2, unit="days")))
    assert fine.words(7.246) == "7.25 days"
    assert fine.range({"lower": 1.0, "upper": 2.0}) == "1.00 to 2.00 days"


@pytest.mark.parametrize(
    ("origin", "target", "made_up"),
    [
        ("published", None, None),
        ("published", "agreed", None),
        ("synthetic", "illustrative", "synthetic"),
        ("published", "illustrative", "illustrative target"),
        ("illustrative", None, "illustrative"),
    ],
)
def test_a_number_that_is_made_up_says_how(place, origin, target, made_up):
    one = standing(place, value=1.0, target=None if target is None else 2.0, origin=origin, target_provenance=target)
    assert one.made_up == made_up
    assert one.origins == {name for name in (origin, target) if name}


def test_worst_comes_first_then_the_least_chance(place):
    states = [("on_path", 0.1), ("off_path", 0.9), ("off_path", 0.2), ("off_path", None), ("context", None)]
    made = [standing(place, status=status, chance=chance, status_forecast="uncertain") for status, chance in states]
    made = [
        Standing(one.outcome.model_copy(update={"id": f"N{i}"}), one.ambition, {**one.row, "ambition": f"N{i}"})
        for i, one in enumerate(made)
    ]
    assert [one.id for one in worst_first(made)] == ["N2", "N3", "N1", "N0", "N4"]


def test_it_is_known_by_its_ambition_and_its_main_measure(place):
    one, other = standing(place), standing(place, "A2")
    assert (one.id, one.measure, one.about.unit) == ("A1", "smoking", "percent")
    assert (other.id, other.measure) == ("A2", None)


@pytest.mark.parametrize(
    ("status", "proposed", "words"),
    [
        ("on_path", None, ("On path", "")),
        ("off_path", "on_path", ("Off path", "On path")),
        ("no_target_set", "average_up_but_gap_wider", ("No target set", "Average better, gap wider")),
    ],
)
def test_the_status_and_the_one_proposed_are_told_in_words(place, status, proposed, words):
    one = standing(place, status=status)
    one = replace(one, agreed={**one.row, "proposed_status": proposed})
    assert (one.status, one.status_proposed) == words


def test_its_finding_is_the_sentence_of_its_row(place):
    assert standing(place, "A2", status="no_measure").finding == "Not measured yet. Three"
