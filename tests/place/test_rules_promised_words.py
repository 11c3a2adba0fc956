"""W121: the number in an ambition's words is the number that is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.place.build import AS_OF, REST, STRATEGY, check

HALF = "baseline: {period: 2018/19, value: 11}, target: {period: 2029/30, value: 5.5}"
THIRD = "baseline: {period: 2018/19, value: 12}, target: {period: 2029/30, value: 8}"
GAP = f"{THIRD}, gap_ambition: {{dimension: deprivation, statistic: SII, baseline: 8, target: 4, period: 2029/30}}"


def said(folder: Path, text: str, what: str, *, polarity: str = "low_good", unit: str = "percent") -> list[str]:
    """What W121 says of an ambition with these words and numbers."""
    written = (
        f'outcomes: [{{id: O1, text: "{text}", question: "Is it so?", measure: m, provenance: agreed, {what}}}]\n'
        f"measures: [{{id: m, name: A, unit: {unit}, polarity: {polarity}, role: outcome, frequency: annual, "
        "expected_lag_months: 9, numerator: A, denominator: B, definition: A}]\n"
    )
    rest = "".join(line for key, line in REST.items() if key not in ("outcomes", "measures"))
    (folder / STRATEGY).write_text(written + rest, encoding="utf-8")
    return [problem.message for problem in check(folder, as_of=AS_OF, public=False) if problem.code == "W121"]


@pytest.mark.parametrize(
    ("text", "what", "polarity"),
    [
        ("Halve smoking", HALF, "low_good"),
        ("Smoking is cut by half by 2030", HALF, "low_good"),
        ("Cut smoking by a third", THIRD, "low_good"),
        ("Cut smoking by 4%", THIRD, "low_good"),  # of a share it may be percentage points
        ("Cut smoking by 33%", THIRD, "low_good"),
        ("Cut smoking by 4 percentage points", THIRD, "low_good"),
        ("Cut smoking to 8%", THIRD, "low_good"),
        ("Fewer smoke: under 8 per cent by March 2030", THIRD, "low_good"),
        ("Halve the gap between rich and poor", GAP, "low_good"),
        ("Fewer people of 18 smoke within 2 years", THIRD, "low_good"),
        ("Half of all who ask are helped", THIRD, "low_good"),
        ("Fewer smoke", "baseline: not_set, target: not_set", "low_good"),
        ("Warm homes with double glazing", THIRD, "low_good"),
        ("Fewer smoke in half of the wards", THIRD, "low_good"),
        ("Cut smoking by 2% a year", THIRD, "low_good"),
        ("It grows by no more than 1% over a year", THIRD, "low_good"),
        ("Halve it by 2025, and by 2030 reach 8%", THIRD, "low_good"),
        ("Cut smoking from 12% to 8% by the end of 2030", THIRD, "low_good"),
        ("No wrong door for who wants to stop", THIRD, "low_good"),
        ("Halve smoking", f"{THIRD}, leaves_open: the target is a third", "low_good"),
    ],
)
def test_words_that_the_target_keeps_are_not_told(tmp_path, text, what, polarity):
    assert said(tmp_path, text, what, polarity=polarity) == []


@pytest.mark.parametrize(
    ("text", "what", "polarity", "part"),
    [
        ("Halve smoking by 2030", THIRD, "low_good", "which is 6. What is set is 12 to 8."),
        ("Cut smoking by a quarter", THIRD, "low_good", "“by a quarter” in “Cut smoking by a quarter”, which is 9."),
        ("Twice as many are jabbed", THIRD, "high_good", "which is 24"),
        ("Cut smoking by 50%", THIRD, "low_good", "which is 6. What"),
        ("A 50% reduction in smoking", THIRD, "low_good", "“50% reduction” in"),
        ("Fewer than 5% smoke", THIRD, "low_good", "“fewer than 5%”"),
        ("5% or fewer smoke", THIRD, "low_good", "“5% or fewer”"),
        ("Cut smoking by two-fifths", THIRD, "low_good", "which is 7.2."),
        ("Cut smoking from 14% to 8%", THIRD, "low_good", "which is 14. What is set is 12 to 8."),
        ("No mother smokes", THIRD, "low_good", "“no mother” in “No mother smokes”, which is 0."),
        ("Fewer smoke by the end of 2027", HALF, "low_good", "“by the end of 2027”"),
        ("Cut smoking by 5 percentage points", THIRD, "low_good", "which is 7"),
        ("Bring smoking to 5%", THIRD, "low_good", "“to 5%”"),
        ("At least 95% are jabbed", THIRD, "high_good", "“at least 95%”"),
        ("Increase it by two thirds", THIRD, "high_good", "which is 20"),
        ("Halve smoking by 2027", HALF, "low_good", "“by 2027”"),
        ("Fewer smoke by 2028/29", HALF, "low_good", "Its target is for 2029/30."),
        ("Close the gap by a third", GAP, "low_good", "What is set is 8 to 4."),
    ],
)  # fmt: skip
def test_words_that_promise_another_number_are_told(tmp_path, text, what, polarity, part):
    (message,) = said(tmp_path, text, what, polarity=polarity)
    assert part in message


def test_a_level_of_another_unit_is_no_share(tmp_path):
    assert said(tmp_path, "Nine minutes for at least 90% of calls", THIRD, unit="minutes") == []


def test_a_level_of_a_rate_is_held_against_a_rate_out_of_as_many(tmp_path):
    (message,) = said(tmp_path, "Cut early deaths to 5 per 100,000", THIRD, unit="per_100k")
    assert "“to 5 per 100,000”" in message
    assert said(tmp_path, "Cut early deaths to 5 per 1,000", THIRD, unit="per_100k") == []
