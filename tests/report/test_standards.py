"""Which national standards hold on a day, and how they are told."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.report import standard_words, standards_now
from tests.place.test_standards import measure


def test_it_is_told_with_value_dates_and_source():
    one = measure(**{"from": "2010-06", "until": "2026-03"})
    told = "NHS standard: 95.0% from 1 June 2010 until 31 March 2026 (Handbook)."
    assert standard_words(one, one.standards[0]) == told
    always = measure()
    assert standard_words(always, always.standards[0]) == "NHS standard: 95.0% (Handbook)."


@pytest.mark.parametrize(("day", "holds"), [
    (date(2025, 3, 31), False), (date(2025, 4, 1), True), (date(2026, 3, 31), True), (date(2026, 4, 1), False),
    (None, False),
])  # fmt: skip
def test_it_holds_from_its_first_day_to_its_last(day, holds):
    assert bool(standards_now(measure(**{"from": "2025-04", "until": "2026-03"}), day)) is holds


@pytest.mark.parametrize("day", [None, date(1990, 1, 1), date(2030, 1, 1)])
def test_without_dates_it_always_holds(day):
    assert len(standards_now(measure(), day)) == 1
