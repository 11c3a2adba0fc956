"""One row against another in a word: by what is good, by chance, and only like with like."""

from __future__ import annotations

from datetime import date

import pytest

from oneplace.report import against, higher_or_lower
from oneplace.stats import Over
from tests.report import a_run

YEAR = {"period_start": date(2024, 4, 1), "period_end": date(2025, 4, 1), "period_label": "2024/25"}
LATER = {"period_start": date(2025, 4, 1), "period_end": date(2026, 4, 1), "period_label": "2025/26"}


def row(value, half=0.5, group="F", **more):
    limits = {"lower": None, "upper": None} if half is None else {"lower": value - half, "upper": value + half}
    return {**YEAR, "dimension": "sex", "group": group, "value": value, **limits, "suppressed": False, **more}


EVERYONE = row(10.0, 0.5) | {"dimension": "all", "group": "all"}


@pytest.fixture
def measure(tmp_path):
    made = a_run.a_place(tmp_path).measures["smoking"]
    return lambda polarity: made.model_copy(update={"polarity": polarity})


@pytest.mark.parametrize(
    ("value", "polarity", "word", "neutral"),
    [
        (12.0, "low_good", "worse", "higher"),
        (12.0, "high_good", "better", "higher"),
        (12.0, "context", "higher", "higher"),
        (8.0, "low_good", "better", "lower"),
        (8.0, "high_good", "worse", "lower"),
        (8.0, "context", "lower", "lower"),
        (10.2, "low_good", "could be chance", "could be chance"),
    ],
)
def test_the_word_follows_what_is_good(measure, value, polarity, word, neutral):
    assert against(measure(polarity), row(value), EVERYONE, Over.GROUPS) == word
    assert higher_or_lower(measure(polarity), row(value), EVERYONE, Over.GROUPS) == neutral


@pytest.mark.parametrize("half", [0.5, None])
def test_of_the_same_number_no_difference_could_be_chance(measure, half):
    assert against(measure("low_good"), row(10.0, half), EVERYONE, Over.GROUPS) == "the same"
    assert higher_or_lower(measure("low_good"), row(10.0 + 1e-12, half), EVERYONE, Over.GROUPS) == "the same"
    assert against(measure("low_good"), row(10.0, half), EVERYONE | LATER, Over.GROUPS) == ""


def test_what_is_of_unlike_people_is_neither_better_nor_worse_and_areas_may_not_be_compared(measure):
    reasons = dict.fromkeys(("groups_unlike", "areas_not_compared"), "ages differ")
    unlike = measure("low_good").model_copy(update=reasons)
    assert against(unlike, row(12.0), EVERYONE, Over.GROUPS) == "higher"
    area = row(12.0) | {"dimension": "area", "group": "E92000001"}
    assert against(unlike, area, row(9.0) | {"dimension": "area", "group": "E12000008"}, Over.AREAS) == "not compared"
    assert against(unlike, area, None, Over.AREAS) == ""


def test_without_limits_it_is_not_known(measure):
    assert against(measure("low_good"), row(12.0, None), EVERYONE, Over.GROUPS) == "not known"


@pytest.mark.parametrize("other", [None, EVERYONE | LATER, EVERYONE | {"value": None}, EVERYONE | {"suppressed": True}])
def test_with_nothing_like_it_nothing_is_said(measure, other):
    assert against(measure("low_good"), row(12.0), other, Over.GROUPS) == ""
    assert higher_or_lower(measure("low_good"), row(12.0), other, Over.GROUPS) == ""
