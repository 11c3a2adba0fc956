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
    polarity: str = "low_good",
    often: str = "annual",
    out_of: str = "B",
) -> list[str]:
    """What W52 says of a question and an ambition whose measure has this unit and name."""
    text = (
        f'outcomes: [{{id: O1, text: "{wish}", question: "{question}", measure: m, provenance: not_set{more}}}]\n'
        f'measures: [{{id: m, name: "{name}", unit: {unit}, polarity: {polarity}, role: outcome, frequency: {often}, '
        f'expected_lag_months: 9, numerator: A, denominator: {out_of}, {whom}definition: "{defined or name}", '
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
        ("Do staff feel respected?", "percent", "Staff", ["gives the share of whom that is not so"]),
        ("Do staff feel respected?", "days", "Staff", []),
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
        ("How many people live here?", "people", "Number of residents", []),
        ("How many of us live in this city?", "people", "Population", []),
        ("How many people live here?", "count", "Empty shops", ["shares no word with it"]),
        ("How many people live in cold flats?", "count", "Residents with asthma", ["shares no word with it"]),
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
        ("Do men have a flu jab?", "percent", "People over 65 who had a flu jab", ["is of women and men together"]),
        ("Do more have a flu jab?", "percent", "Over 65s with a flu jab", []),
        ("Do nine in ten people leave on time?", "days", "Wait to leave", ["gives a time in days, not how many"]),
        ("Do nine in ten people leave on time?", "days", "90th percentile of the wait to leave", []),
        ("Do nine in ten people leave on time?", "percent", "Leave on time", []),
    ],
)
def test_question_unit_and_statistic_are_of_one_kind(tmp_path, question, unit, name, says):
    polarity = "high_good" if " more " in question else "low_good"
    assert said(tmp_path, question, unit, name=name, polarity=polarity) == says


@pytest.mark.parametrize(
    ("question", "unit", "name", "says"),
    [
        ("What share are admitted?", "per_100k", "Admitted", ["gives no share"]),
        ("What share are admitted?", "percent", "Admitted", []),
        ("How much does a stay cost?", "percent", "Stays", ["gives no sum of money"]),
        ("How much does a stay cost?", "gbp", "Cost of a stay", []),
        ("What is the median wait?", "weeks", "Mean wait", ["gives a mean, not a median"]),
        ("What is the average wait?", "weeks", "92nd percentile of the wait", ["gives a percentile, not a mean"]),
        ("How long do nine in ten wait?", "weeks", "92nd percentile of the wait", []),
        ("How long is the wait?", "weeks", "Mean wait", []),
        ("Are they out in four hours?", "percent", "Out in 12 hours", ["is of another length of time (12 hours)"]),
        ("Are they out in four hours?", "percent", "Out in 4 hours, of 12 hours", []),
        ("Do they leave in half an hour?", "percent", "Leave in 30 minutes", []),
        ("Do they leave in a week?", "percent", "Leave in 7 days", []),
        (
            "Are they at home after 91 days?",
            "percent",
            "At home after 28 days",
            ["is of another length of time (28 days)"],
        ),
        ("Do they survive five years?", "percent", "One-year survival", ["is of another length of time (one-year)"]),
        ("How many die each year?", "count", "Deaths a month", ["is of each month, not of each year"]),
        ("How many die each year?", "count", "Deaths", []),
        ("Do men live longer?", "years", "Years of life at birth, women", ["is of women"]),
        ("Do men live longer?", "years", "Years of life at birth", ["is of women and men together"]),
        ("Do men live longer?", "years", "Years of life of men", []),
        ("Do women and men live longer?", "years", "Years of life", []),
        ("Do fewer women smoke?", "percent", "Smoking when a baby is delivered", []),
        ("Do carers meet others?", "percent", "Meet others, users of care", ["is not of carers"]),
        ("Do carers meet others?", "percent", "Meet others, people who care unpaid (carers)", []),
        ("Is asthma reviewed?", "percent", "Reviewed for diabetes", ["is of another illness (diabetes)"]),
        ("Is asthma reviewed?", "percent", "Reviewed for asthma or COPD", []),
        ("Is it reviewed?", "percent", "Reviewed for diabetes", []),
        ("Do fewer have diabetes?", "per_100k", "Deaths from diabetes", ["is of deaths"]),
        ("Do fewer die of cancer?", "per_100k", "New cases of cancer", ["is not of deaths"]),
        ("Do fewer die on the street?", "count", "People found dead on the street", []),
        ("Do fewer die of cancer?", "per_100k", "Deaths from cancer", []),
        (
            "Is cancer treated early?",
            "percent",
            "Cancers diagnosed early",
            ["tells who was found, not who was treated"],
        ),
        ("Is cancer found early?", "percent", "Cancers diagnosed early", []),
        ("Is care safe at night?", "percent", "Care safe at the weekend", ["is not of what happens at night"]),
        ("Is care safe at night?", "percent", "Care safe overnight", []),
        ("Are children admitted?", "per_100k", "Admitted, all ages", ["is of people of all ages, not of children"]),
        ("Do young people smoke?", "percent", "Smoking of adults", ["is of adults, not of children"]),
        ("Are adults lonely?", "percent", "Loneliness of pupils", ["is of children, not of adults"]),
        ("Are under-80s treated?", "percent", "Treated, all ages", ["is of all ages"]),
    ],
)
def test_of_whom_how_and_how_soon_are_held_together(tmp_path, question, unit, name, says):
    assert said(tmp_path, question, unit, name=name, polarity="context") == says


@pytest.mark.parametrize(
    ("question", "unit", "often", "says"),
    [
        ("How many people sleep rough each year?", "count", "monthly", ["is of each month, not of each year"]),
        ("How many people sleep rough each year?", "count", "annual", []),
        ("How many people sleep rough each month?", "count", "monthly", []),
        ("How many people sleep rough each night?", "count", "monthly", []),
        ("How many people sleep rough each year?", "per_1000", "monthly", []),  # a rate a year may come each month
    ],
)
def test_a_number_of_events_is_of_as_long_as_it_comes(tmp_path, question, unit, often, says):
    found = said(tmp_path, question, unit, name="Found sleeping rough", often=often)
    assert [one for one in found if "each" in one] == says


@pytest.mark.parametrize(
    ("out_of", "says"),
    [
        ("People aged 65 and over", ["is of another age (65)"]),
        ("People over 75", []),
        ("People aged 75 and over", []),
        ("1,000 people", []),
    ],
)
def test_the_age_that_is_asked_about_is_that_of_whom_it_is_out_of(tmp_path, out_of, says):
    found = said(tmp_path, "Are people over 75 falling less?", "percent", name="Falls", out_of=f'"{out_of}"')
    assert [one for one in found if "another age" in one] == says


@pytest.mark.parametrize(
    ("question", "polarity", "says"),
    [
        ("Are more seen on time?", "low_good", ["is better when lower, though “more” is asked for"]),
        ("Are fewer seen late?", "high_good", ["is better when higher, though “fewer” is asked for"]),
        ("Are people less often late?", "high_good", ["is better when higher, though “less” is asked for"]),
        ("Are more seen on time?", "high_good", []),
        ("Are more seen on time?", "context", []),
        ("Are they seen on time more often?", "low_good", []),
    ],
)
def test_a_share_of_which_less_is_better_does_not_stand_beneath_a_question_for_more(tmp_path, question, polarity, says):
    assert said(tmp_path, question, "percent", name="Seen late", polarity=polarity) == says


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


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["southampton", "south-east-london", "north-and-mid-hampshire", "south-east-coast-ambulance"]
)
def test_no_theme_that_is_shipped_asks_what_its_measures_do_not_answer(name):
    shipped = place.read(PLACES / name)
    asked = [(one.id, key, facet) for one in shipped.themes.values() for key, facet in one.facets.items()]
    assert len(asked) > 15
    assert {(t, key): said for t, key, one in asked if (said := unlike(one, one.answered_by(shipped.measures)))} == {}
