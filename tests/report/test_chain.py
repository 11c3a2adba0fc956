"""Where the way breaks for a group: only where it can be told, and never at a step that nothing judges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from oneplace.place import Theme
from oneplace.report import Found, untold_steps, ways
from tests.report import a_run

YEAR = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "period_label": "2024/25"}
STEPS = ("registered", "access", "health", "outcome")


def row(measure, value, group="all"):
    by = "all" if group == "all" else "sex"
    label = {"F": "Female", "M": "Male"}.get(group, "All")
    said = {"dimension": by, "group": group, "group_label": label, "group_order": 1, "origin": "published"}
    limits = {} if value is None else {"lower": value - 0.5, "upper": value + 0.5}
    return {**YEAR, "measure": measure, "value": value, **limits, **said, "suppressed": value is None}


def run_of(folder, women, polarity="low_good", without_limits=""):
    """A run with the women's values at each step, and the theme whose steps they are; one step may have no limits."""
    place = a_run.a_place(folder)
    measures = {
        step: place.measures["smoking"].model_copy(update={"id": step, "name": step.title(), "polarity": polarity})
        for step in STEPS
    }
    facets = {step: {"title": step.title(), "asks": "?", "here": step} for step in STEPS}
    theme = Theme.model_validate({"id": "t", "title": "T", "asks": "A?", "facets": facets, "chain": ["sex"]})
    rows = [row(step, 10.0) for step in STEPS] + [row(step, value, "F") for step, value in women.items()]
    rows = [one | {"lower": None, "upper": None} if one["measure"] == without_limits else one for one in rows]
    report = a_run.report(replace(place, measures=measures, themes={"t": theme}), results=rows)
    return report, theme


def way(folder, women, polarity="low_good"):
    """The women's way: by step their value where everyone's is 10, ``None`` where it is hidden; absent, not told."""
    return next(one for one in ways(*run_of(folder, women, polarity), "sex") if one.people.code == "F")


ALIKE = dict.fromkeys(STEPS, 10.1)
DARK = "Can’t be told: no figure says whether they fare worse at"


@pytest.mark.parametrize(
    ("women", "said"),
    [
        (ALIKE | {"access": 13.0}, "Breaks at “Access”: there they fare worse than everyone beyond chance, and at no "),
        (ALIKE | {"access": 13.0, "outcome": 13.0}, "Breaks at “Access”"),
        (ALIKE, "Nowhere that can be seen"),
        (ALIKE | {"outcome": 7.0}, "Nowhere that can be seen"),
        ({"health": 10.1, "outcome": 13.0}, "Broken at “Outcome”: there they fare worse than everyone beyond chance. "
         "Whether it breaks before that can’t be told: no figure says so of “Registered” and “Access”."),
        (ALIKE | {"registered": None}, f"{DARK} “Registered”. At the others"),
        ({}, f"{DARK} “Registered”, “Access”, “Health” and “Outcome”."),
    ],
)  # fmt: skip
def test_it_breaks_at_the_first_step_at_which_they_are_worse_and_all_before_are_known(tmp_path, women, said):
    assert way(tmp_path, women).breaks.startswith(said)


def test_a_step_of_which_neither_side_is_better_is_known_and_judges_nothing(tmp_path):
    found = way(tmp_path, ALIKE | {"access": 13.0}, polarity="context")
    assert {step.found for step in found.steps} == {Found.NEITHER}
    assert found.breaks.startswith("Can’t be told")
    assert [step.by for step in found.steps][1] == ("Access, in 2024/25",)


def test_a_step_with_a_figure_without_limits_is_known_and_judges_nothing(tmp_path):
    report, theme = run_of(tmp_path, ALIKE, without_limits="access")
    found = next(one for one in ways(report, theme, "sex") if one.people.code == "F")
    assert [step.found for step in found.steps][1] is Found.UNSURE
    assert found.steps[1].by == ("Access, in 2024/25",)
    assert found.breaks.startswith("Can’t be told: no figure says whether they fare worse at “Access”. At the others")
    assert not untold_steps(report, theme, "sex", [found])


def test_what_is_not_known_is_never_called_not_worse(tmp_path):
    found = way(tmp_path, {"outcome": 10.1})
    assert [step.found for step in found.steps] == [*[Found.UNKNOWN] * 3, Found.NOT_WORSE]
    assert "At the others they fare no worse beyond chance." in found.breaks


def test_a_step_that_tells_no_group_apart_says_why_when_it_was_looked_for_and_whom_to_ask(tmp_path):
    report, theme = run_of(tmp_path, {"access": 10.1, "outcome": 13.0})
    steps = report.place.measures
    steps["registered"] = steps["registered"].model_copy(
        update={
            "breakdowns": type(steps["registered"].breakdowns).model_validate({"sex": "Lists are of practices"}),
            "breakdown_gap": "Looked for in November 2026. Ask the board.",
        }
    )
    registered, health = untold_steps(report, theme, "sex", ways(report, theme, "sex"))
    assert registered == (
        "Registered. No group is told apart by sex. "
        "Registered: Lists are of practices. Looked for in November 2026. Ask the board."
    )
    assert health.startswith("Health. No group is told apart by sex.")
