"""How an ambition went: by its path, else by trend, level and others; lists of good and bad never share one."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace import results
from oneplace.report import Went, falls_short, is_strength, went, went_badly
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
        ({"status": "cannot_be_judged_yet", "status_forecast": "missed", "trend": "better"}, Went.NEITHER),
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
        ({"status": "on_path", "gap_status": "on_path", "gap_status_forecast": "missed"}, Went.NEITHER),
        ({"status": "cannot_be_compared", "trend": "better"}, Went.NEITHER),
        ({"status": "cannot_be_compared", "trend": "worse"}, Went.BADLY),
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


@pytest.mark.parametrize("made", [{"target_provenance": "illustrative"}, {"origin": "synthetic"}])
def test_what_is_made_up_never_leads_what_is_real_among_what_needs_attention(made):
    """A target that nobody had agreed, missed by far, led "Needs attention first" and the brief."""
    usual = {**QUIET, "origin": "published", "target_provenance": None, "gap_direction": "not_known", "chance": None}
    invented = usual | {"ambition": "A", "status": "off_path", "status_forecast": "missed"} | made
    real = usual | {"ambition": "Z", "status": "no_target_set", "status_forecast": "no_target_set", "trend": "worse"}
    assert [row["ambition"] for row in went_badly([invented, real])] == ["Z", "A"]
