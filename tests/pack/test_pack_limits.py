"""The pack tells how limits are made as they are made."""

from __future__ import annotations

from oneplace.pack.sections import process
from oneplace.stats import LIMITS_WORDS


def test_the_rule_of_control_charts_is_the_one_by_which_they_are_drawn():
    assert process._RULES.startswith(LIMITS_WORDS)
    assert "2.66 ×" not in process._RULES
