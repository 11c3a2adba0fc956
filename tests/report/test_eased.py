"""A target that a decision eased is told with what it was and who decided, in every later run."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.progress.sentences import About
from oneplace.report import eased_by, eased_told, eased_words, record_of
from tests.report import a_run

ROW = {
    "target": 14.0,
    "target_label": "2029/30",
    "target_provenance": "agreed",
    "eased_from": 10.8,
    "eased_from_label": "2029/30",
    "eased_by": "D1",
}
OF_GAP = {
    "gap_target": -7.0,
    "gap_target_label": "2029/30",
    "gap_target_provenance": "agreed",
    "gap_eased_from": -5.0,
    "gap_eased_from_label": "2029/30",
    "gap_eased_by": "D1",
}
TOLD = {"told": 66.0, "told_label": "2023/24", "told_verdict": "missed", "told_on": date(2026, 11, 20)}
WHO = "the decision “Fund it” of 10 June 2026"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return a_run.a_place(tmp_path_factory.mktemp("eased"))


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"target": 14.0}, ""),
        (ROW, f"Its target was eased from 10.8% by {WHO}."),
        (ROW | {"target_provenance": "illustrative"}, f"Its target was eased from 10.8% (illustrative) by {WHO}."),
        (ROW | {"eased_from_label": "2027/28"}, f"Its target was eased from 10.8% in 2027/28 by {WHO}."),
        (
            ROW | {"eased_by": "D1; D2"},
            "Its target was eased from 10.8% by the decisions “Fund it” of 10 June 2026 and “Approve it” of early "
            "2019.",
        ),
        (
            ROW | {"then_label": "2025/26", "then_status": "off_path", "then_path": 12.0},
            f"Its target was eased from 10.8% by {WHO}. By what held when 2025/26 ended, a path of 12.0%, it was off "
            "path.",
        ),
        (
            OF_GAP | {"gap_then_label": "2025/26", "gap_then_status": "off_path", "gap_then_path": -4.0},
            f"Its target for the gap was eased from 5.0 percentage points by {WHO}. By what held when 2025/26 ended, "
            "a path of 4.0 percentage points, the gap was off path.",
        ),
        (ROW | {"eased_by": "gone"}, "Its target was eased from 10.8% by a decision."),
        (ROW | {"eased_from": None, "eased_from_label": None}, f"Its path was made easier by {WHO}."),
        (
            ROW | {"target": None, "target_label": None, "target_provenance": None},
            f"Its target, 10.8% in 2029/30, was taken away by {WHO}.",
        ),
        (OF_GAP, f"Its target for the gap was eased from 5.0 percentage points by {WHO}."),
        (OF_GAP | {"gap_eased_from": None}, f"The path of its gap was made easier by {WHO}."),
        (TOLD, "Readers were told 66.0% in 2023/24, missed, on 20 November 2026. That figure has been changed since."),
        (
            {f"gap_{name}": value for name, value in TOLD.items()} | {"gap_told_verdict": None},
            "Readers were told a gap of 66.0 percentage points in 2023/24 on 20 November 2026. That figure has "
            "been changed since.",
        ),
        (
            TOLD | {"told_measure": "coughing", "told_words": "66 people"},
            "Readers were told 66 people in 2023/24, missed, on 20 November 2026. The measure has been changed since: "
            "from “coughing” to “smoking”.",
        ),
        (
            {f"gap_{name}": value for name, value in TOLD.items()} | {"gap_told": None},
            "Readers were told on 20 November 2026 that the gap in 2023/24 missed what was set for it. By the rule for "
            "small numbers it is no longer shown.",
        ),
        (
            {"past_missed": "2023/24", "past_targets": "70.0%"},
            "Its target, 70.0% by 2023/24, was missed as it was set and measured then.",
        ),
        (
            {"gap_past_missed": "2022/23; 2023/24", "gap_past_targets": "2.0 points; 3.0 points"},
            "Its targets for the gap, 2.0 points by 2022/23 and 3.0 points by 2023/24, were missed as they were set "
            "and measured then.",
        ),
    ],
)
def test_what_was_eased_is_told(place, row, words):
    about = About("A1", "Do fewer smoke?", "smoking", "percent", "low_good")
    assert eased_words(row, about, "absolute_gap", place) == words


def test_a_list_has_those_alone_of_which_something_was_eased():
    assert eased_told([("Do fewer smoke?", "It was."), ("Do more run?", ""), ("Less noise", "So.")]) == [
        "Do fewer smoke? It was.",
        "Less noise. So.",
    ]


OF = "of “Do fewer smoke?”"
TAKEN_AWAY = ROW | {"target": None, "target_label": None, "target_provenance": None}
AGREED = {
    "ambition": "A1",
    "name": "Do fewer smoke?",
    "decision": "D1",
    "asks": "average",
    "unit": "percent",
    "decimals": 1,
    "target": 10.8,
    "target_label": "2029/30",
    "proposed_target": 14.0,
    "proposed_target_label": "2030/31",
    "proposed_status": "on_path",
}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"target": 14.0}, ()),
        (ROW | {"eased_by": "D2"}, ()),
        (ROW, (f"It eased the target {OF} from 10.8% in 2029/30 to 14.0% in 2029/30.",)),
        (
            ROW | {"target_provenance": "illustrative", "eased_from_label": "2027/28"},
            (f"It eased the target {OF} from 10.8% (illustrative) in 2027/28 to 14.0% (illustrative) in 2029/30.",),
        ),
        (
            ROW | {"eased_by": "D1; D2"},
            (
                f"With the decision “Approve it” of early 2019 it eased the target {OF} from 10.8% in 2029/30 to 14.0% "
                "in 2029/30.",
            ),
        ),
        (ROW | {"eased_from": None, "eased_from_label": None}, (f"It made the path {OF} easier.",)),
        (TAKEN_AWAY, (f"It took away the target {OF}, 10.8% in 2029/30.",)),
        (
            ROW | OF_GAP,
            (
                f"It eased the target {OF} from 10.8% in 2029/30 to 14.0% in 2029/30.",
                f"It eased the target for the gap {OF} from 5.0 percentage points in 2029/30 to 7.0 percentage "
                "points in 2029/30.",
            ),
        ),
        (OF_GAP | {"gap_eased_from": None}, (f"It made the path of the gap {OF} easier.",)),
    ],
)
def test_a_decision_tells_what_it_eased_from_what_to_what(place, row, told):
    found = a_run.report(place, progress=[{"ambition": "A1", "measure": "smoking", **row}])
    decision = place.decisions["D1"]
    assert eased_by(found, decision) == told
    said = next(
        part for one in record_of(found, decision) for part in one.inside if part.title.startswith("What it is")
    )
    assert said.texts[: len(told)] == told


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({}, (f"It is to ease the target {OF} from 10.8% by 2029/30 to 14.0% by 2030/31.",)),
        ({"decision": "D2"}, ()),
        ({"proposed_status": None}, ()),
        ({"proposed_target": None}, (f"It is to take away the target {OF}, 10.8% by 2029/30.",)),
        (
            {"proposed_target": 10.8, "proposed_target_label": "2029/30"},
            (f"It is to make the path {OF} easier.",),
        ),
        ({"asks": "gap", "proposed_gap_status": "on_path"}, (f"It is to make the path of the gap {OF} easier.",)),
    ],
)
def test_a_decision_that_is_asked_for_tells_what_it_is_to_ease(place, row, told):
    found = a_run.report(place, agreed=[AGREED | row])
    assert eased_by(found, place.decisions["D1"]) == told
