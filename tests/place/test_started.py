"""A measure started from a question and five choices: every choice gives a definition that reads as it is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import place
from oneplace.place.canonical import ACTIVITY_TYPES
from oneplace.place.started import WORDS, How
from oneplace.problems import OneplaceError
from tests.record.conftest import SOURCES

_ATTENDED = "status: \"'attended'\""
MAPPED = SOURCES.replace("priority_code: acuity", f"priority_code: acuity\n              {_ATTENDED}").replace(
    "start_at: Day::timestamp}", f"start_at: Day::timestamp, end_at: Day::timestamp, {_ATTENDED}}}"
)
"""With all that a way may ask for: of the small place itself no share and no length can be told."""
HELD = ("ed_attendance", "social_prescribing")


@pytest.fixture(scope="module")
def a_place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place") / "p"
    place.scaffold(folder, name="Testton")
    (folder / "sources.yaml").write_text(MAPPED)
    (folder / "sources.example.yaml").unlink()
    return folder


def started(folder, **chosen):
    of = {"question": "How often?", "of": "ed_attendance", "how": "rate", "ages": "all", "period": "month"}
    path = place.start_measure(place.read(folder), place.Choices(**(of | {"polarity": "low_good"} | chosen)))
    return path, place.read(folder).measures[path.stem]


def test_every_kind_of_activity_has_words():
    assert set(WORDS) == set(ACTIVITY_TYPES)


@pytest.mark.parametrize("of", HELD)
@pytest.mark.parametrize("how", get_args(How))
def test_each_way_gives_a_measure_without_an_error(a_place, how, of):
    path, measure = started(a_place, how=how, of=of)
    found = [problem for problem in place.check(a_place) if problem.path == path]
    assert {problem.code for problem in found} <= {"W47", "W109", "W69"}  # unused; other periods; no such
    assert measure.compute.datasets == ({"ed_attendance": "attendances", "social_prescribing": "log"}[of],)
    assert all(measure.breakdowns.has(by) for by in ("deprivation", "ethnicity", "sex", "age"))


@pytest.mark.parametrize(
    ("ages", "between", "name"),
    [
        ("all", (0, None), "A&E attendances"),
        ("65+", (65, None), "A&E attendances, aged 65 and over"),
        ("18 to 64", (18, 64), "A&E attendances, aged 18 to 64"),
        ("0-17", (0, 17), "A&E attendances, aged 0 to 17"),
    ],
)
def test_ages_are_those_chosen(a_place, ages, between, name):
    _, measure = started(a_place, ages=ages)
    assert (measure.compute.population.min_age, measure.compute.population.max_age) == between
    assert measure.name == name


@pytest.mark.parametrize("period", ["month", "quarter", "financial_year"])
def test_how_often_it_comes_follows_from_the_period(a_place, period):
    _, measure = started(a_place, period=period)
    assert measure.compute.period == period
    assert measure.frequency == {"month": "monthly", "quarter": "quarterly", "financial_year": "annual"}[period]


@pytest.mark.slow
@settings(max_examples=20)
@given(question=st.text().map(lambda text: text + "?"))
def test_whatever_is_asked_stays_a_remark(a_place, question):
    path, _ = started(a_place, question=question)
    path.unlink()


def test_nothing_is_written_over(a_place):
    one, two = (started(a_place, ages="1-2")[0] for _ in range(2))
    assert two.stem == one.stem + "_2"


def test_two_who_start_the_same_in_one_moment_both_have_theirs(a_place, monkeypatch):
    link, first = Path.hardlink_to, []

    def another_was_first(path, aside):
        if not first:
            first.append(path)
            path.write_text(aside.read_text() + "# theirs\n")
        link(path, aside)

    monkeypatch.setattr(Path, "hardlink_to", another_was_first)
    path, _ = started(a_place, ages="3-4")
    assert first[0].read_text().endswith("# theirs\n")
    assert path.stem == first[0].stem + "_2"
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": " \x8b\u202e"}, "the question is empty"),
        ({"of": "swim"}, "can't be 'swim'. Choose from: referral,"),
        ({"how": "sum"}, "can't be 'sum'"),
        ({"period": "week"}, "can't be 'week'"),
        ({"polarity": "good"}, "can't be 'good'"),
        ({"ages": "old"}, "'old' are no ages"),
        ({"ages": "64-18"}, "'64-18' are no ages"),
        ({"ages": "130+"}, "'130+' are no ages"),
        ({"ages": "１８+"}, "'１８+' are no ages"),
    ],
)
def test_a_choice_that_there_is_not_is_told_with_those_there_are(a_place, wrong, said):
    with pytest.raises(ValueError, match=r"Choose from|Write|Ask it") as told:
        started(a_place, **wrong)
    assert said in str(told.value)


@pytest.fixture
def nobody_registered(tmp_path):
    folder = tmp_path / "p"
    place.scaffold(folder, name="Testton")
    rows = """        rows:
          - table: registration
            values: {organisation_code: "'Z1'", start_date: registered, end_date: '"left"'}
"""
    assert rows in SOURCES
    (folder / "sources.yaml").write_text(SOURCES.replace(rows, ""))
    return folder


def test_where_nobody_is_registered_events_are_counted_as_they_are(nobody_registered):
    path, measure = started(nobody_registered, how="count")
    assert measure.compute.population.registration == "none"
    assert not measure.breakdowns.has("sex")
    assert {p.code for p in place.check(nobody_registered) if p.path == path} <= {"W47", "W109"}
    for wrong in ({"how": "rate"}, {"how": "people"}, {"how": "count", "ages": "65+"}):
        with pytest.raises(OneplaceError, match="registers nobody"):
            started(nobody_registered, **wrong)


def test_what_no_source_holds_cannot_be_counted(a_place):
    with pytest.raises(OneplaceError, match="declares no births") as told:
        started(a_place, of="maternity_delivery")
    assert "It has: " in str(told.value)


@pytest.mark.parametrize("how", get_args(How))
def test_where_nobody_is_known_to_live_here_those_registered_are_counted(a_place, how):
    """A set of another country's, or of a place that has named no authority: nobody of it is a resident."""
    (a_place / "sources.yaml").write_text(MAPPED.replace("local_authorities: [E06000045]", "local_authorities: []"))
    try:
        path, measure = started(a_place, how=how, ages="18-64")
        found = [problem for problem in place.check(a_place) if problem.path == path]
    finally:
        (a_place / "sources.yaml").write_text(MAPPED)
    assert {problem.code for problem in found} <= {"W47", "W109", "W69"}
    whom = measure.compute.population
    assert (whom.registration, whom.min_age, whom.max_age) == ("gp", 18, 64)
    assert "resident" not in measure.definition
    assert not measure.breakdowns.has("deprivation")
    assert measure.breakdowns.has("sex")
