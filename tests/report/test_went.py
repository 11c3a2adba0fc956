"""How an ambition went: by its path, else by trend, level and others; lists of good and bad never share one."""

from __future__ import annotations

import pytest

from oneplace import results
from oneplace.report import Went, went

QUIET = {"status": "no_target_set", "trend": "no_clear_change", "level": "usual", "comparison": "similar"}


@pytest.mark.parametrize(
    ("row", "how"),
    [
        ({}, Went.NEITHER),
        ({"status": "on_path", "status_forecast": "unlikely", "trend": "worse"}, Went.WELL),
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
        ({"status": "cannot_be_compared", "trend": "better"}, Went.NEITHER),
        ({"status": "cannot_be_compared", "trend": "worse"}, Went.BADLY),
    ],
)
def test_how_it_went(row, how):
    assert went(QUIET | row) is how
