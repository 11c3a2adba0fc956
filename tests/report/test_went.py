"""How an ambition went: by its path, else by trend, level and others; lists of good and bad never share one."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import results
from oneplace.report import Went, beneath, falls_short, is_strength, too_few, went, went_badly
from tests.progress.tiny import a_place

HELD = {"held_label": "2025/26", "held_lower": 25.1, "held_upper": 26.7}
QUIET = {"status": "no_target_set", "trend": "no_clear_change", "level": "usual", "comparison": "similar"}


@pytest.mark.parametrize(
    ("row", "how"),
    [
        ({}, Went.NEITHER),
        ({"status": "on_path"}, Went.WELL),
        ({"status": "on_path", "status_forecast": "unlikely"}, Went.NEITHER),
        ({"status": "on_path", "past_missed": "2023/24"}, Went.NEITHER),
        ({"status": "no_target_set", "trend": "better", "gap_past_missed": "2023/24"}, Went.NEITHER),
        ({"status": "on_path", "told_on": date(2026, 6, 30)}, Went.NEITHER),
        ({"status": "on_path", "trend": "worse"}, Went.NEITHER),
        ({"status": "on_path", "comparison": "worse"}, Went.NEITHER),
        ({"status": "on_path", "status_forecast": "met"}, Went.WELL),
        ({"status": "on_path", "status_forecast": "cannot_be_told"}, Went.NEITHER),
        ({"status": "on_path", "path": 26.0, "lower": 24.9, "upper": 26.9}, Went.NEITHER),
        ({"status": "on_path", "path": 27.0, "lower": 24.9, "upper": 26.9}, Went.WELL),
        ({"status": "on_path", "path": 26.0, "lower": None, "upper": None}, Went.WELL),
        ({"status": "on_path", "path": 26.0, "lower": 24.9, "upper": 25.9, **HELD}, Went.NEITHER),
        ({"status": "on_path", "path": 27.0, "lower": 24.9, "upper": 26.9, "eased_by": "D1"}, Went.NEITHER),
        ({"status": "off_path", "path": 20.0, "eased_by": "D1"}, Went.BADLY),
        ({"status": "on_path", "target": 26.0, "stopped": True}, Went.NEITHER),
        ({"status": "on_path", "target": 26.0, "target_past": True}, Went.NEITHER),
        ({"status": "off_path", "target": 26.0, "stopped": True}, Went.BADLY),
        ({"trend": "better", "stopped": True}, Went.NEITHER),
        ({"status": "off_path", "trend": "better"}, Went.BADLY),
        ({"status": "average_up_but_gap_wider"}, Went.BADLY),
        ({"status": "context", "trend": "worse"}, Went.NEITHER),
        ({"status": "no_data", "why": f"Worse than England {results.WORSE_EVERYWHERE} of them."}, Went.BADLY),
        ({"status": "no_data", "why": "Worse than England beyond chance: A."}, Went.NEITHER),
        ({"trend": "better"}, Went.WELL),
        ({"trend": "better", "level": "worse"}, Went.BADLY),
        ({"trend": "better", "direction": "falling", "newest_step": "lower"}, Went.WELL),
        ({"trend": "better", "direction": "falling", "newest_step": "higher"}, Went.NEITHER),
        ({"trend": "worse", "direction": "rising", "newest_step": "lower"}, Went.BADLY),
        ({"level": "worse"}, Went.BADLY),
        ({"level": "better"}, Went.NEITHER),
        ({"comparison": "worse", "trend": "better"}, Went.BADLY),
        ({"status": "cannot_be_judged_yet", "status_forecast": "missed", "trend": "better"}, Went.BADLY),
        ({"status": "cannot_be_judged_yet", "status_forecast": "cannot_be_told", "trend": "better"}, Went.WELL),
        ({"status": "cannot_be_judged_yet", "path": 61.0, "value": 56.8, "trend": "better"}, Went.NEITHER),
        ({"status": "cannot_be_judged_yet", "status_forecast": "unlikely", "trend": "better"}, Went.NEITHER),
        ({"status": "cannot_be_judged_yet", "path": 61.0, "trend": "worse"}, Went.BADLY),
        ({"trend": "better", "gap_status": "off_path"}, Went.BADLY),
        ({"status": "on_path", "gap_status": "off_path"}, Went.BADLY),
        ({"status": "on_path", "gap_status": "on_path"}, Went.WELL),
        ({"status": "on_path", "gap_status": "cannot_be_judged_yet", "gap_path": 7.0}, Went.NEITHER),
        ({"status": "on_path", "gap_status": "cannot_be_judged_yet"}, Went.WELL),
        ({"status": "on_path", "gap_status": "cannot_be_compared"}, Went.NEITHER),
        ({"status": "on_path", "gap_status": "on_path", "gap_status_forecast": "missed"}, Went.BADLY),
        ({"status": "cannot_be_compared", "trend": "better"}, Went.NEITHER),
        ({"status": "cannot_be_compared", "trend": "worse"}, Went.BADLY),
        ({"status": "cannot_be_compared", "status_forecast": "missed", "trend": "better"}, Went.BADLY),
        ({"gap_status": "cannot_be_compared", "gap_status_forecast": "missed", "trend": "better"}, Went.BADLY),
    ],
)
def test_how_it_went(row, how):
    assert went(QUIET | row) is how


@pytest.mark.parametrize("run", ["long_run", "strategy_run"])
@pytest.mark.parametrize(("word", "called"), [("rising", False), ("falling", True), ("no_clear_change", True)])
def test_what_got_worse_in_the_longer_view_is_no_strength(run, word, called, tmp_path):
    """Fewer since June, and more than when the figures began: a list of strengths would leave that out."""
    measure = a_place(tmp_path).measures["falls"]
    row = QUIET | {"trend": "better", "direction": "falling", run: word, "value": 53.0}
    assert is_strength(row, [], measure, None) is called


@pytest.mark.parametrize(("columns", "short"), [({}, True), ({"stopped": True}, False), ({"target_past": True}, False)])
def test_what_has_stopped_is_not_said_to_keep_to_its_path(columns, short, tmp_path):
    asked = "standards: [{name: NHS standard, value: 5, from: 2015-04, source: Made up}]"
    measure = a_place(tmp_path, more=asked).measures["falls"]
    days = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1)}
    row = QUIET | days | {"status": "on_path", "target": 7.0, "value": 6.0} | columns
    assert falls_short(row, measure, date(2025, 6, 1)) is short


MET = {"status": "on_path", "status_forecast": "met", "path": 7.0, "value": 6.5, "lower": 6.2, "upper": 6.8}
CLOSE = {"lower": 6.0, "upper": 7.1}
WIDER = {"gap_direction": "widening", "gap_dimension": "sex", "gap_group": "1", "gap_sure": True}
CHANCE = "by how much it is better could be chance"


@pytest.mark.parametrize(
    ("columns", "doubt"),
    [
        ({}, None),
        (CLOSE, CHANCE),
        (CLOSE | {"long_run": "rising"}, f"{CHANCE} and it got worse in the longer view"),
        ({"long_run": "rising"}, "it got worse in the longer view"),
        ({"trend": "worse"}, ""),
        (CLOSE | {"status": "off_path"}, None),
        (CLOSE | {"status_forecast": "likely"}, None),
        ({"status": "cannot_be_judged_yet"}, ""),
    ],
)
def test_a_target_that_was_met_and_is_in_doubt_stands_as_both(columns, doubt, tmp_path):
    """It stood in no list at all: neither a strength, nor anything bad."""
    row, measure = QUIET | MET | columns, a_place(tmp_path).measures["falls"]
    assert beneath(row, [], measure, None) == (None if doubt is None else ("Target met, but with a doubt", doubt))


def test_each_stands_in_one_list_that_says_what_is_bad_of_it(tmp_path):
    asked = "standards: [{name: NHS standard, value: 5, from: 2015-04, source: Made up}]"
    measure = a_place(tmp_path, more=asked).measures["falls"]
    days = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1)}
    heading, bad = beneath(QUIET | MET | CLOSE | days, [], measure, date(2025, 6, 1))
    assert heading == "Keeps to its path, but short of a standard that others set"
    assert bad == "short of: NHS standard, 5.0%"


UNTOLD = {"value": 6.0, "direction": "not_known", "trend": "not_known", "target": None, "gap_target": None}


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({}, True),
        ({"direction": "one_figure"}, True),
        ({"direction": "no_clear_change"}, False),
        ({"target": 5.0}, False),
        ({"gap_target": 5.0}, False),
        ({"value": None}, False),
        ({"level": "worse"}, False),
        ({"trend": "context"}, False),
    ],
)
def test_that_too_few_figures_are_known_is_said_once(columns, told):
    said = too_few([QUIET | UNTOLD | columns, QUIET | UNTOLD | {"value": None}])
    assert said == ("For 1 ambition with no target, too few figures are known to say how it goes." if told else "")


@pytest.mark.parametrize("made", [{"target_provenance": "illustrative"}, {"origin": "synthetic"}])
def test_what_is_made_up_never_leads_what_is_real_among_what_needs_attention(made):
    """A target that nobody had agreed, missed by far, led "Needs attention first" and the brief."""
    usual = {**QUIET, "origin": "published", "target_provenance": None, "gap_direction": "not_known", "chance": None}
    invented = usual | {"ambition": "A", "status": "off_path", "status_forecast": "missed"} | made
    real = usual | {"ambition": "Z", "status": "no_target_set", "status_forecast": "no_target_set", "trend": "worse"}
    assert [row["ambition"] for row in went_badly([invented, real])] == ["Z", "A"]
