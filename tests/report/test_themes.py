"""Themes below page and pack: who is to get a number, what is being done, the rows of the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from oneplace.place import Theme
from oneplace.report import gap_words, groups_of, themes
from oneplace.vocabulary.people import KNOWN
from tests.report import a_run

SMOKE = {"title": "Smoking", "asks": "Do fewer smoke?", "here": "smoking"}
HOMES = {"title": "Homes", "asks": "Are homes warm?", "plan": {"number": "Cold homes", "held_by": "The ministry"}}


def a_theme(**changes):
    facets = {"smoke": SMOKE, "homes": HOMES | {"plan": HOMES["plan"] | changes}}
    return Theme.model_validate({"id": "t", "title": "T", "asks": "A?", "facets": facets})


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Held by: The ministry."),
        (
            {"owner": {"org": "council"}, "due": "2026-06"},
            "To be got by June 2026: Testton City Council. That day is over.",
        ),
        ({"due": "2027-03"}, "To be got by March 2027: nobody is named."),
        ({"owner": {"org": "council"}}, "To be got by a day that is not set: Testton City Council."),
        ({"ask": "the data team"}, "Whom to ask there: the data team."),
        (
            {"owner": {"org": "council"}, "due": "2027-03", "provenance": "illustrative"},
            "To be got by March 2027: Testton City Council (illustrative: nobody agreed it).",
        ),
    ],
)
def test_a_plan_says_who_by_when_and_what_of_it_is_not_set(tmp_path, changes, said):
    place = a_run.a_place(tmp_path)
    told = themes.plan_words(place, a_theme(**changes).facets["homes"], date(2026, 11, 30))
    assert told.startswith("Cold homes. Held by: The ministry.")
    assert told.endswith(said)


def test_each_question_has_a_row_with_its_measure_or_its_plan_and_a_gap_or_its_reason(tmp_path):
    place = replace(a_run.a_place(tmp_path), themes={"t": a_theme()})
    report = replace(a_run.report(place), place=place)
    rows = themes.lines(report)
    assert [tuple(row) for row in rows] == [themes.COLUMNS] * len(rows)
    asked = {row["question"]: row for row in rows}
    assert set(asked) == {"smoke", "homes"}
    assert (asked["homes"]["measure"], asked["homes"]["held_by"], asked["homes"]["owner"]) == (
        None,
        "The ministry",
        "not_set",
    )


@pytest.mark.parametrize(
    ("whose", "counted", "wanted"),
    [
        (None, "A number is known for 1 of its 2 questions.", "1 has"),
        ("E06000001", "A number is known for none of its 2 questions; for 1 only a figure of Hartlepool is known.",
         "2 have"),
        ("E92000001", "A number is known for none of its 2 questions; for 1 only a figure of England is known.",
         "2 have"),
    ],
)  # fmt: skip
def test_a_figure_of_england_or_of_another_area_alone_is_no_number_of_here(
    tmp_path, monkeypatch, whose, counted, wanted
):
    """“A number is known for 4 of its 8 questions”: one of the four was England's, and the plan for it went unsaid."""
    place = replace(a_run.a_place(tmp_path), themes={"t": a_theme()})
    report = replace(a_run.report(place), place=place)
    row, about = {"whose": whose, "origin": "published"}, None
    monkeypatch.setattr(themes, "measure_stands", lambda *_: (row, about))
    assert themes.counted(report, place.themes["t"]).text == counted
    assert themes.wanted(report).text.startswith(f"Of 2 questions that the themes ask, {wanted} no number here.")
    assert bool(themes.origins(report, place.themes["t"].facets["smoke"])) is (whose is None)


@pytest.mark.parametrize(
    ("wider", "told"),
    [
        ([], ""),
        ([["England"]], "; for 1 more only a figure of England is known"),
        ([["England"], ["England"]], "; for 2 more only figures of England are known"),
        ([["England", "Kent"]], "; for 1 more only figures of England and Kent are known"),
    ],
)
def test_whose_the_other_figures_are_is_said(wider, told):
    assert themes._of_others(wider, more=True) == told


def test_where_only_another_areas_figure_answers_its_row_tells_the_plan_too(tmp_path, monkeypatch):
    theme = Theme.model_validate(
        {"id": "t", "title": "T", "asks": "A?", "facets": {"homes": HOMES | {"here": "smoking"}}}
    )
    place = replace(a_run.a_place(tmp_path), themes={"t": theme})
    report = replace(a_run.report(place), place=place)
    monkeypatch.setattr(themes, "_answer", lambda _report, _theme, measure, _stands: {"measure": measure.id})
    for whose, held_by in (("E92000001", "The ministry"), (None, None)):
        stands = {"whose": whose, "origin": "published"}, None
        monkeypatch.setattr(themes, "measure_stands", lambda *_, stands=stands: stands)
        row = next(row for row in themes.lines(report) if row["question"] == "homes")
        assert (row["measure"], row["held_by"]) == ("smoking", held_by)


def test_the_addresses_of_groups_that_check_knows_are_those_of_their_pages(tmp_path):
    report = a_run.report(a_run.a_place(tmp_path))
    found = {f"{one.by}/{one.slug}" for one in groups_of(report)}
    said = {f"{by}/{name}" for by, names in KNOWN.items() for name in names}
    assert said == {one for one in found if not one.startswith(("others/", "condition/"))}


def test_groups_whose_values_are_known_without_limits_are_told_by_their_ends_and_no_other_breakdown_is(
    tmp_path, monkeypatch
):
    """As patients for each GP: by practice, so by fifth, though by no ethnic group, which a theme may ask for first."""
    place = a_run.a_place(tmp_path)
    measure = next(one for one in place.measures.values() if one.breakdowns.has("deprivation"))
    rows = [
        {"dimension": "deprivation", "group": label[0], "value": value, "group_label": label, "period_label": "2023"}
        for value, label in ((26.2, "1 (most deprived here)"), (None, "2"), (14.7, "5 (least deprived here)"))
    ]
    report = SimpleNamespace(latest=lambda _measure, by: rows if by == "deprivation" else [])
    monkeypatch.setattr(themes, "gap_of", lambda *_: None)
    theme = SimpleNamespace(by=("ethnicity", "deprivation"))
    said = themes.gap_here(report, theme, measure)
    assert said.startswith("No gap is worked out. By deprivation: 14.7")
    assert said.endswith(" for the least deprived fifth here to 26.2% for the most deprived fifth here in 2023.")
    rows.clear()
    assert "14.7" not in themes.gap_here(report, theme, measure)


def test_where_no_figures_of_groups_stand_beside_it_a_gap_speaks_of_none(tmp_path, monkeypatch):
    """A row of a theme gives the gap alone; with a table of the groups it says how its figures differ from it."""
    report, measure = a_run.report(a_run.a_place(tmp_path)), SimpleNamespace(id="smoking")
    monkeypatch.setattr(gap_words, "gap_of", lambda *_: {"gap": 5.0})
    monkeypatch.setattr(gap_words, "about_alone", lambda _: None)
    monkeypatch.setattr(gap_words, "beside_gap", lambda *_: "The two figures shown make a little more.")
    monkeypatch.setattr(themes, "gap_of", lambda *_: {"gap": 5.0})
    monkeypatch.setattr(gap_words.sentences, "gap", lambda *_: SimpleNamespace(text="It is 5.0 higher."))
    assert themes.gap_here(report, a_theme(), measure) == "It is 5.0 higher."
    assert gap_words.gap_sentence(report, measure, "sex") == "It is 5.0 higher."
    told = gap_words.gap_with_figures(report, measure, "sex")
    assert told == "It is 5.0 higher. The two figures shown make a little more."
