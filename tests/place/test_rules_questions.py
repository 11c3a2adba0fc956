"""W52: a question and the measure that answers it are of one kind: question, unit, statistic, age, group."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace import place
from oneplace.place.rules.questions import unlike
from tests.place.build import AS_OF, REST, STRATEGY, check

PLACES = Path(__file__).parents[2] / "places"
TIME = "gives a time in minutes, not how many are within one"
PREFER = "doesn’t tell whether it is so “prefer”"
CRIME = "Crime: violence, robbery and theft."
GAP = ", gap_ambition: {dimension: deprivation, statistic: SII}"


def said(
    folder: Path,
    question: str,
    unit: str,
    *,
    name: str = "A",
    more: str = "",
    by: str = "no",
    wish: str = "A",
    whom: str = "",
    defined: str = "",
) -> list[str]:
    """What W52 says of a question and an ambition whose measure has this unit and name."""
    text = (
        f'outcomes: [{{id: O1, text: "{wish}", question: "{question}", measure: m, provenance: not_set{more}}}]\n'
        f'measures: [{{id: m, name: "{name}", unit: {unit}, polarity: low_good, role: outcome, frequency: annual, '
        f'expected_lag_months: 9, numerator: A, denominator: B, {whom}definition: "{defined or name}", '
        f'breakdowns: {{deprivation: "{by}"}}}}]\n'
    )
    rest = "".join(line for key, line in REST.items() if key not in ("outcomes", "measures"))
    (folder / STRATEGY).write_text(text + rest, encoding="utf-8")
    found = [problem.message for problem in check(folder, as_of=AS_OF, public=False) if problem.code == "W52"]
    return [message.partition(" and m ")[2].removesuffix(".") for message in found]


@pytest.mark.parametrize(
    ("question", "unit", "name", "says"),
    [
        ("How many fall?", "percent", "A", ["gives a share, not a number"]),
        ("How many fall?", "ratio", "A", ["gives a share, not a number"]),
        ("How many fall?", "count", "A", []),
        ("How many fall?", "per_100k", "A", []),
        ("What share fall, and how many?", "percent", "A", []),
        ("Are more people satisfied?", "score", "A", ["gives a mean score, not how many people"]),
        ("Are more people satisfied?", "days", "A", []),
        ("Are people more at ease?", "score", "A", []),
        ("Do more people who use care live better?", "score", "A", []),
        ("Do staff feel respected?", "percent", "A", ["gives the share of whom that is not so"]),
        ("Do staff feel respected?", "days", "A", []),
        ("How long do they wait?", "percent", "A", ["gives a share, not a length of time"]),
        ("How long do they wait?", "days", "A", []),
        (
            "Do they come within seven minutes?",
            "minutes",
            "A",
            [TIME],
        ),
        ("Do they come within half an hour?", "minutes", "A", [TIME]),
        ("Do they come within a year?", "minutes", "A", []),
        ("Do they come within seven minutes on average?", "minutes", "A", []),
        ("Do they come within seven minutes?", "percent", "A", []),
        ("Do they come within reach?", "minutes", "A", []),
        ("Do they pass at 16?", "percent", "Passed by age 19", ["is of another age (19)"]),
        ("Do they pass by 19?", "percent", "Passed by age 19", []),
        ("Do they pass at 16?", "percent", "Passed", []),
        ("Do they pass at 16?", "percent", "Passed between 16 and 19", []),
        ("Are more treated?", "percent", "Waiting less than 18 weeks", ["is of people still waiting"]),
        ("Are more treated?", "percent", "Waiting times of people treated", []),
        ("Do more wait less?", "percent", "Waiting less than 18 weeks", []),
        ("Are fewer older people ill?", "percent", "Ill", ["is of people of all ages, not of older people alone"]),
        ("Are fewer older people lonely?", "percent", "Lonely, 65 and over", []),
        ("Are fewer people lonely?", "percent", "Lonely", []),
        ("Are fewer children lonely?", "percent", "Lonely", []),
        ("Is care given at home?", "km", "Distance to the nearest pharmacy", ["shares no word with it"]),
        ("How far is the next pharmacy?", "km", "Distance to the nearest pharmacy", []),
        ("Do people recover?", "percent", "Recovery after therapy", []),
        ("Do fewer die early?", "per_100k", "Early deaths", []),
        ("Do people see the GP they prefer?", "percent", "Saw the GP of last time", [PREFER]),
        ("Do people see the GP they prefer?", "percent", "Saw the GP they prefer", []),
        ("Do people die where they wish?", "percent", "Deaths at home", ["doesn’t tell whether it is so “wish”"]),
        (
            "Do people get help when they need it?",
            "per_1000",
            "Help given",
            ["doesn’t tell whether it is so “they need”"],
        ),
        ("Do fewer stay who need not be there?", "count", "Stays", []),
    ],
)
def test_question_unit_and_statistic_are_of_one_kind(tmp_path, question, unit, name, says):
    assert said(tmp_path, question, unit, name=name) == says


@pytest.mark.parametrize(
    ("wish", "unit", "name", "says"),
    [
        ("More pass at 16", "percent", "Passed by age 19", ["is of another age (19)"]),
        ("More pass by 19", "percent", "Passed by age 19", []),
        ("More are treated within 18 weeks", "percent", "Waiting less than 18 weeks", ["is of people still waiting"]),
        ("More of those who wait have waited under 18 weeks", "percent", "Waiting less than 18 weeks", []),
        ("Ambulances come within seven minutes", "minutes", "A", [TIME]),
        ("The gap narrows", "percent", "A", ["gives the average: no `gap_ambition:` is set"]),
        ("More people are satisfied", "score", "A", ["gives a mean score, not how many people"]),
    ],
)
def test_what_an_ambition_says_is_held_to_its_measure_as_its_question_is(tmp_path, wish, unit, name, says):
    assert said(tmp_path, "Is it so?", unit, name=name, wish=wish) == says


def test_what_the_file_says_of_what_is_left_open_answers_for_words_that_stay(tmp_path):
    told = ", leaves_open: it is a mean of all who answered"
    assert said(tmp_path, "Is it so?", "score", wish="More people are satisfied", more=told) == []


@pytest.mark.parametrize(
    ("question", "more", "by", "says"),
    [
        ("Is the gap narrowing?", "", "yes", ["gives the average: no `gap_ambition:` is set"]),
        ("Is the gap narrowing?", GAP, "n/a", ["is not broken down by deprivation, so it gives the average"]),
        ("Is the gap narrowing?", GAP, "yes", []),
        ("Do gaps close?", "", "yes", ["gives the average: no `gap_ambition:` is set"]),
        ("Is there a gap?", "", "yes", []),
        ("Do they fall less?", "", "yes", []),
    ],
)
def test_a_gap_that_is_asked_for_is_measured(tmp_path, question, more, by, says):
    assert said(tmp_path, question, "percent", more=more, by=by) == says


@pytest.mark.parametrize(
    ("question", "youngest", "says"),
    [
        ("Are fewer older people lonely?", 49, ["is of people from 49 on, not of older people alone"]),
        ("Are fewer older people lonely?", 50, []),
        ("Are fewer children lonely?", 17, []),
        ("Are fewer children lonely?", 18, ["is of people from 18 on, not of children"]),
    ],
)
def test_adults_of_all_ages_are_no_older_people_and_no_children(tmp_path, question, youngest, says):
    assert said(tmp_path, question, "percent", whom=f"people: {{min_age: {youngest}}}, ") == says


@pytest.mark.parametrize(
    ("question", "name", "says"),
    [
        ("Does less violence happen?", "Crime", ["counts more: violence, robbery and theft"]),
        ("Does crime, such as violence, fall?", "Crime", []),
        ("Do violence, robbery and theft fall?", "Crime", []),
        ("Does less violence happen?", "Violence recorded", []),
    ],
)
def test_what_counts_several_things_tells_of_none_of_them_alone(tmp_path, question, name, says):
    assert said(tmp_path, question, "per_1000", name=name, defined=CRIME) == says


THEME = (
    'themes: [{{id: t, title: T, asks: "A?", facets: {{f: {{title: F, asks: "{asks}", here: [{here}]{more}}}}}}}]\n'
    'measures: [{{id: km, name: "Distance to the nearest pharmacy", unit: km, polarity: low_good, role: outcome, '
    "frequency: annual, expected_lag_months: 9, numerator: A, denominator: B}}, "
    '{{id: falls, name: "Admitted after a fall", unit: percent, polarity: low_good, role: outcome, '
    "frequency: annual, expected_lag_months: 9, numerator: A, denominator: B}}]\n"
)


@pytest.mark.parametrize(
    ("asks", "here", "more", "says"),
    [
        ("Is care given at home?", "km", "", ["km shares no word with it"]),
        ("Is care given at home?", "km", ", leaves_open: how much is not told", []),
        ("How far is a pharmacy, and who falls?", "km, falls", "", []),
        ("How many fall?", "falls", "", ["falls gives a share, not a number"]),
        ("How many fall?", "km, falls", "", []),
        ("Is care given at home?", "", "", []),
    ],
)
def test_what_a_theme_asks_is_held_to_all_that_answers_it(tmp_path, asks, here, more, says):
    rest = "".join(line for key, line in REST.items() if key != "measures")
    (tmp_path / STRATEGY).write_text(THEME.format(asks=asks, here=here, more=more) + rest, encoding="utf-8")
    found = [
        one.message
        for one in check(tmp_path, as_of=AS_OF, public=False)
        if one.code == "W52" and "t asks" in one.message
    ]
    assert [message.partition("” and ")[2].removesuffix(".") for message in found] == says


@pytest.mark.parametrize(
    "name", ["southampton", "south-east-london", "north-and-mid-hampshire", "south-east-coast-ambulance"]
)
def test_no_theme_that_is_shipped_asks_what_its_measures_do_not_answer(name):
    shipped = place.read(PLACES / name)
    asked = [(one.id, key, facet) for one in shipped.themes.values() for key, facet in one.facets.items()]
    assert len(asked) > 15
    assert {(t, key): said for t, key, one in asked if (said := unlike(one, one.answered_by(shipped.measures)))} == {}
