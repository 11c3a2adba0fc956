"""W121: the number in an ambition's words is the number that is set."""

from __future__ import annotations

from pathlib import Path

import pytest

from oneplace.place import promised_otherwise
from oneplace.place.folder import read_files
from tests.place.build import AS_OF, REST, STRATEGY, check

HALF = "baseline: {period: 2018/19, value: 11}, target: {period: 2029/30, value: 5.5}"
THIRD = "baseline: {period: 2018/19, value: 12}, target: {period: 2029/30, value: 8}"
GAP = f"{THIRD}, gap_ambition: {{dimension: deprivation, statistic: SII, baseline: 8, target: 4, period: 2029/30}}"


def said(
    folder: Path, text: str, what: str, *, polarity: str = "low_good", unit: str = "percent", name: str = "A"
) -> list[str]:
    """What W121 says of an ambition with these words and numbers."""
    written = (
        f'outcomes: [{{id: O1, text: "{text}", question: "Is it so?", measure: m, provenance: agreed, {what}}}]\n'
        f"measures: [{{id: m, name: {name}, unit: {unit}, polarity: {polarity}, role: outcome, frequency: annual, "
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
        ("Halve smoking by 2030", THIRD, "low_good", "which is 6%. What is set is 12% to 8%."),
        ("Cut smoking by a quarter", THIRD, "low_good", "“by a quarter” in “Cut smoking by a quarter”, which is 9%."),
        ("Twice as many are jabbed", THIRD, "high_good", "which is 24"),
        ("Cut smoking by 50%", THIRD, "low_good", "which is 6%. What"),
        ("A 50% reduction in smoking", THIRD, "low_good", "“50% reduction” in"),
        ("Fewer than 5% smoke", THIRD, "low_good", "“fewer than 5%”"),
        ("5% or fewer smoke", THIRD, "low_good", "“5% or fewer”"),
        ("Cut smoking by two-fifths", THIRD, "low_good", "which is 7.2%."),
        ("Cut smoking from 14% to 8%", THIRD, "low_good", "which is 14%. What is set is 12% to 8%."),
        ("No mother smokes", THIRD, "low_good", "“no mother” in “No mother smokes”, which is 0%."),
        ("Fewer smoke by the end of 2027", HALF, "low_good", "“by the end of 2027”"),
        ("Cut smoking by 5 percentage points", THIRD, "low_good", "which is 7"),
        ("Bring smoking to 5%", THIRD, "low_good", "“to 5%”"),
        ("At least 95% are jabbed", THIRD, "high_good", "“at least 95%”"),
        ("Increase it by two thirds", THIRD, "high_good", "which is 20"),
        ("Halve smoking by 2027", HALF, "low_good", "“by 2027”"),
        ("Fewer smoke by 2028/29", HALF, "low_good", "Its target is for 2029/30."),
        ("Close the gap by a third", GAP, "low_good", "What is set is 8 percentage points to 4 percentage points."),
    ],
)  # fmt: skip
def test_words_that_promise_another_number_are_told(tmp_path, text, what, polarity, part):
    (message,) = said(tmp_path, text, what, polarity=polarity)
    assert part in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Halve smoking", "Its words say “halve”, which is 6%. What is set is 12% to 8%."),
        ("Fewer smoke by 2027", "Its words say “by 2027”. Its target is for 2029/30."),
        ("Cut smoking by a third", ""),
    ],
)
def test_the_page_says_what_the_check_says(tmp_path, text, words):
    said(tmp_path, text, THIRD)
    found = read_files(tmp_path).as_place()
    (outcome,) = found.strategy.outcomes
    assert promised_otherwise(outcome, found.measures["m"], found.strategy) == words


def test_a_level_of_another_unit_is_no_share(tmp_path):
    assert said(tmp_path, "Nine minutes for at least 90% of calls", THIRD, unit="minutes") == []


def test_a_level_of_a_rate_is_held_against_a_rate_out_of_as_many(tmp_path):
    (message,) = said(tmp_path, "Cut early deaths to 5 per 100,000", THIRD, unit="per_100k")
    assert "“to 5 per 100,000”" in message
    assert said(tmp_path, "Cut early deaths to 5 per 1,000", THIRD, unit="per_100k") == []


FORMS: dict[str, tuple[str, float, str, str]] = {
    "cut by a third": ("Smoking is cut by a third", 8, "low_good", "percent"),
    "a fifth lower": ("Smoking is a fifth lower", 9.6, "low_good", "percent"),
    "a sixth fewer": ("A sixth fewer smoke", 10, "low_good", "percent"),
    "double": ("Double the share who stop", 24, "high_good", "percent"),
    "threefold": ("A threefold rise in who stops", 36, "high_good", "percent"),
    "to one in ten": ("Cut smoking to one in ten", 10, "low_good", "percent"),
    "no more than 1 in 20": ("No more than 1 in 20 smoke", 5, "low_good", "percent"),
    "at least nine in ten": ("At least nine in ten are jabbed", 90, "high_good", "percent"),
    "nine people out of ten": ("At least nine people out of ten are jabbed", 90, "high_good", "percent"),
    "to a tenth": ("Cut smoking to a tenth", 10, "low_good", "percent"),
    "per cent": ("Cut smoking to 7.5 per cent", 7.5, "low_good", "percent"),
    "percentage points": ("Cut smoking by 2 percentage points", 10, "low_good", "percent"),
    "points lower": ("Smoking is 2 percentage points lower", 10, "low_good", "percent"),
    "percent fewer": ("25% fewer smoke", 9, "low_good", "percent"),
    "fewer than 50": ("Fewer than 50 wait", 50, "low_good", "people"),
    "no more than 1,200": ("No more than 1,200 wait", 1_200, "low_good", "count"),
    "eliminate": ("Eliminate smoking", 0, "low_good", "percent"),
    "to zero": ("Cut smoking to zero", 0, "low_good", "percent"),
    "no one": ("No one smokes", 0, "low_good", "percent"),
    "everyone": ("Everyone is jabbed", 100, "high_good", "percent"),
    "all children": ("All children are jabbed", 100, "high_good", "percent"),
    "from 12 to 8": ("Cut smoking from 12 to 8", 8, "low_good", "percent"),
    "from 12 to 8 of a count": ("Cut the number from 12 to 8", 8, "low_good", "people"),
}
"""A form, with words of it, the number that they promise of 12, which way is better and the unit."""


def of_twelve(target: float) -> str:
    return f"baseline: {{period: 2018/19, value: 12}}, target: {{period: 2029/30, value: {target:g}}}"


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_quiet_of_the_number_that_it_promises_and_tells_of_another(tmp_path, form):
    text, promised, polarity, unit = FORMS[form]
    assert said(tmp_path, text, of_twelve(promised), polarity=polarity, unit=unit) == []
    other = promised * (0.7 if polarity == "high_good" else 1.3) + 1.7
    (message,) = said(tmp_path, text, of_twelve(other), polarity=polarity, unit=unit)
    assert "What is set is 12" in message


@pytest.mark.parametrize(
    ("text", "when", "told"),
    [
        ("Fewer smoke by the end of the decade", "2029/30", False),
        ("Fewer smoke by the end of the decade", "2034/35", True),
        ("Fewer smoke within five years", "2024/25", False),
        ("Fewer smoke within five years", "2029/30", True),
        ("Fewer smoke in ten years", "2029/30", False),
        ("Fewer smoke over the next 3 years", "2029/30", True),
        ("Fewer people smoke within 2 years of birth", "2029/30", False),
    ],
)
def test_a_time_from_the_strategys_start_on(tmp_path, text, when, told):
    found = said(tmp_path, text, f"baseline: {{period: 2018/19, value: 12}}, target: {{period: {when}, value: 8}}")
    assert bool(found) is told
    assert not told or f"Its target is for {when}." in found[0]


@pytest.mark.parametrize(
    ("text", "polarity", "unit"),
    [
        ("Fewer people aged from 5 to 16 smoke", "low_good", "percent"),
        ("More open from 9 to 5", "high_good", "percent"),
        ("Smoking from 2019 to 2024 falls", "low_good", "percent"),
        ("Fewer wait more than 52 weeks", "low_good", "people"),
        ("Fewer live over 50 miles away", "low_good", "people"),
        ("Fewer wait for at least 4 hours", "low_good", "count"),
        ("More people over 65 are jabbed", "high_good", "percent"),
        ("One in four has a mental health problem", "low_good", "percent"),
        ("Everyone feels safe", "high_good", "minutes"),
        ("Net zero estates", "low_good", "percent"),
        ("A third of the city is green", "high_good", "percent"),
        ("Every contact counts", "high_good", "percent"),
        ("No decision about me without me", "low_good", "percent"),
        ("The number of smokers of 18 to 24 falls", "low_good", "percent"),
        ("More than one in ten smokers wants to stop; fewer smoke", "low_good", "minutes"),
    ],
)
def test_numbers_of_something_else_are_not_told(tmp_path, text, polarity, unit):
    assert said(tmp_path, text, of_twelve(8), polarity=polarity, unit=unit) == []


@pytest.mark.parametrize(
    ("text", "begun", "set_to"),
    [
        ("Half as many again are helped", 20, 30),
        ("Fewer than one in five go without help", 60, 80),
        ("Fewer than 20% don’t get help", 60, 80),
    ],
)
def test_words_that_may_be_read_another_way_are_not_told(tmp_path, text, begun, set_to):
    what = f"baseline: {{period: 2018/19, value: {begun}}}, target: {{period: 2029/30, value: {set_to}}}"
    assert said(tmp_path, text, what, polarity="high_good") == []


TO_2030 = "baseline: {{period: 2019, value: {}}}, target: {{period: 2030, value: {}}}"


@pytest.mark.parametrize(
    ("text", "start", "unit", "targets"),
    [
        ("Every adult stops smoking", 16.5, "percent", (0, 8)),
        ("All people quit smoking", 16.5, "percent", (0, 8)),
        ("Bring smoking down to single figures", 16.5, "percent", (9.9, 10)),
        ("Smoking drops by 1 percentage point each year", 16.5, "percent", (5.5, 8)),
        ("Cut spending by £500,000 a year", 3_000_000, "gbp", (2_500_000, 2_900_000)),  # once, or each year
        ("Cut spending by £200,000 every year", 3_000_000, "gbp", (800_000, 2_950_000)),
        ("Cut smoking from 16.5% to 12%", 16.5, "percent", (10, 13)),
        ("Cut smoking from 16.5 to 12", 16.5, "percent", (10, 13)),
        ("Cut smoking to 12%", 16.5, "percent", (10, 13)),
    ],
)
def test_what_is_promised_of_each_year_of_everyone_and_of_a_level(tmp_path, text, start, unit, targets):
    kept, broken = targets
    about = {"unit": unit, "name": "Adults who smoke"}
    assert said(tmp_path, text, TO_2030.format(start, kept), **about) == []
    (message,) = said(tmp_path, text, TO_2030.format(start, broken), **about)
    assert "What is set is" in message


@pytest.mark.parametrize(("target", "told"), [(70, False), (67, False), (60, True)])
def test_a_share_that_is_promised_is_kept_by_a_larger_one(tmp_path, target, told):
    found = said(tmp_path, "Two in three people are helped", TO_2030.format(40, target), polarity="high_good")
    assert bool(found) is told


@pytest.mark.parametrize(
    "text",
    [
        "Every adult stops worrying",  # of which nothing is measured
        "Everyone who wants to stops smoking",
        "Smoking drops by up to 1 percentage point each year",
        "Smoking grows by 1 percentage point each year",
        "Smoking drops by 1 percentage point each month",
    ],
)
def test_what_each_year_or_everyone_may_not_promise_is_not_told(tmp_path, text):
    assert said(tmp_path, text, TO_2030.format(16.5, 8), name="Adults who smoke") == []


@pytest.mark.parametrize(
    ("text", "end", "told"),
    [
        ("Fewer wait by 2026", "2028-03-31", True),
        ("Fewer wait by March 2028", "2028-03-31", False),
        ("Fewer wait by 2027/28", "2028-03-31", False),
        ("Fewer wait by 2026/27", "2027/28", True),
        ("Fewer wait", "2028-03-31", False),
    ],
)
def test_an_objective_promises_no_year_before_its_end(tmp_path, text, end, told):
    objective = f'improvement: [{{id: I1, text: "{text}", start: 2025-04-01, end: {end}}}]\n'
    (tmp_path / STRATEGY).write_text("".join(REST.values()) + objective, encoding="utf-8")
    found = [one.message for one in check(tmp_path, as_of=AS_OF, public=False) if one.code == "W121"]
    assert bool(found) is told
    assert not told or found[0].startswith(
        f"I1 says “{text[11:].lower()}” in “{text}”. It is to be judged at its end, "
    )
