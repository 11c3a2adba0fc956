"""``oneplace delivery`` on files: what it prints, and what it says of a file that it can't work with."""

from __future__ import annotations

import json

import pytest
from icalendar import Calendar

PLAN = """
start: 2026-03-30
deadline: 2026-04-17
activities:
  - {id: scope, duration: 3}
  - {id: recruit, duration: 10, after: scope}
  - {id: premises, duration: 6, after: [scope]}
  - {id: train, duration: 4, after: [recruit], not_before: 2026-04-06}
  - {id: fit out, duration: 8, after: {premises: 2}}
  - {id: go live, after: [train, {fit out: 0}]}
"""
BENEFITS = """
base: 1000
measured: 240
schemes:
  - {name: falls, reduction: 0.1}
  - {name: frailty, reduction: 0.15}
  - {name: rapid response, reduction: 0.2}
"""
PRIORITIES = """
weights: {access: 30, quality: 40, cost: 15, deliverable: 15}
options:
  keep two sites: {access: 8, quality: 4, cost: 5, deliverable: 9}
  one new site: {access: 4, quality: 9, cost: 6, deliverable: 4}
  hub and spokes: {access: 6, quality: 7, cost: 5, deliverable: 6}
"""


@pytest.fixture
def file(tmp_path):
    def write(text):
        path = tmp_path / "asked.yaml"
        path.write_text(text)
        return path

    return write


def test_a_plan_in_days_over_easter(oneplace, file):
    found = json.loads(oneplace("delivery", "plan", file(PLAN), "--json").out)
    days = {one["id"]: (one["starts"], one["ends"]) for one in found["activities"]}
    assert days == {
        "scope": ("2026-03-30", "2026-04-01"),
        "recruit": ("2026-04-02", "2026-04-17"),
        "premises": ("2026-04-02", "2026-04-13"),
        "train": ("2026-04-20", "2026-04-23"),
        "fit out": ("2026-04-16", "2026-04-27"),
        "go live": ("2026-04-28", None),
    }
    assert [one["id"] for one in found["activities"] if one["critical"]] == ["scope", "premises", "fit out", "go live"]
    assert (found["ends"], found["working_days"], found["too_late"]) == ("2026-04-27", 19, 6)
    said = oneplace("delivery", "plan", file(PLAN)).out
    assert "2 working days after premises" in said
    assert "19 working days, to 2026-04-27; 6 working days too late for 2026-04-17." in said


def test_what_begins_before_another_is_over_says_so(oneplace, file):
    overlapping = PLAN.replace("premises: 2", "premises: -1")
    assert "1 working day before the end of premises" in oneplace("delivery", "plan", file(overlapping)).out


@pytest.mark.parametrize(
    ("rule", "day"), [("weekdays", "2026-04-10"), ("calendar", "2026-04-06"), ("no_sundays", "2026-04-13")]
)
def test_clear_days_say_how_they_were_counted(oneplace, rule, day):
    asked = ("delivery", "clear-days", "--from", "2026-03-31", "--days", "5", "--rule", rule)
    assert json.loads(oneplace(*asked, "--json").out)["earliest_meeting"] == day
    assert f"({rule})" in oneplace(*asked).out


def test_a_bodys_day_off_is_no_clear_day(oneplace):
    found = oneplace("delivery", "clear-days", "--from", "2026-03-31", "--closed", "2026-04-07", "--json")
    assert json.loads(found.out)["earliest_meeting"] == "2026-04-13"


def test_benefits_together(oneplace, file):
    found = json.loads(oneplace("delivery", "benefits", file(BENEFITS), "--json").out)
    assert (found["naive"], round(found["combined"], 9)) == (450, 388)
    assert sum(one["of what was measured"] for one in found["schemes"]) == pytest.approx(240)
    assert "Together 388 of 1,000, not 450; 240 measured." in oneplace("delivery", "benefits", file(BENEFITS)).out
    unmeasured = file(BENEFITS.replace("measured: 240\n", ""))
    assert "not measured" in oneplace("delivery", "benefits", unmeasured).out


def test_priorities_and_the_weight_at_which_another_wins(oneplace, file):
    found = json.loads(oneplace("delivery", "prioritise", file(PRIORITIES), "--criterion", "access", "--json").out)
    assert [one["option"] for one in found["options"]] == ["one new site", "hub and spokes", "keep two sites"]
    assert [one["options"] for one in found["winners"]] == [["one new site"], ["hub and spokes"], ["keep two sites"]]
    said = oneplace("delivery", "prioritise", file(PRIORITIES), "--criterion", "access").out
    assert "access from 31.7% to 34.9% of the weight: hub and spokes" in said


@pytest.mark.parametrize(
    ("command", "text", "said"),
    [
        ("plan", PLAN.replace("after: scope", "after: skope"), "'recruit' comes after 'skope'"),
        ("plan", PLAN.replace("duration: 3}", "duration: 3, after: train}"), "scope → recruit → train → scope"),
        ("plan", PLAN.replace("duration: 6", "duration: soon"), ":7:"),
        ("plan", PLAN.replace("start: 2026-03-30", "start: 30/03/26"), "start"),
        ("plan", PLAN.replace("duration: 3", "duration: -3"), ":5:"),
        ("plan", "activities: []\nstart: 2026-03-30\n", "activities"),
        ("plan", "", "the file is empty"),
        ("benefits", BENEFITS.replace("0.1}", "10}"), "A reduction is 10.0"),
        ("benefits", BENEFITS.replace("base: 1000", "base: many"), ":2:"),
        ("prioritise", PRIORITIES.replace("access: 8, ", ""), "'keep two sites'"),
        ("prioritise", PRIORITIES.replace("access: 30", "access: -30"), "Weights are 0 or more"),
    ],
)
def test_a_file_that_cannot_be_is_told_with_its_mend(oneplace, file, command, text, said):
    found = oneplace("delivery", command, file(text))
    assert found.code == 1
    assert said in found.err + found.out
    assert "asked.yaml" in found.err + found.out
    assert "Traceback" not in found.err


@pytest.mark.parametrize(
    "asked",
    [
        ("clear-days", "--from", "31.3.2026"),
        ("clear-days", "--from", "2026-03-31", "--rule", "sundays"),
        ("clear-days", "--from", "0001-01-01"),
        ("clear-days", "--from", "2026-03-31", "--days", "-1"),
    ],
)
def test_misuse_is_2(oneplace, asked):
    assert oneplace("delivery", *asked).code == 2


def test_a_criterion_that_is_not_there_is_misuse(oneplace, file):
    assert oneplace("delivery", "prioritise", file(PRIORITIES), "--criterion", "beauty").code == 2


def test_a_places_calendar_can_be_read_by_a_diary(oneplace, finished_place, tmp_path):
    into = tmp_path / "due.ics"
    assert oneplace("delivery", "calendar", finished_place, "--out", into).code == 0
    assert Calendar.from_ical(into.read_bytes())["x-wr-calname"]
    assert oneplace("delivery", "calendar", finished_place).out.startswith("BEGIN:VCALENDAR")
