"""To how many decimals numbers are told: as many as keep them true, two more than the measure's at most."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.progress import sentences
from oneplace.vocabulary.wording import (
    apart_words,
    decimal,
    difference_words,
    figures_words,
    inside,
    range_words,
    telling,
    value_words,
    written,
)
from tests.progress.sentence_row import ABOUT, a_row


@pytest.mark.parametrize(
    ("number", "lower", "upper", "decimals"),
    [
        (7.4, 6.8, 8.0, 1),
        (0.02, 0.018, 0.022, 2),
        (0.08, 0.07, 0.09, 2),
        (12.29, 12.288, 12.292, 2),
        (12.2934, 12.2932, 12.2936, 1),  # more than two decimals would be needed
        (7.4, 7.5, 8.0, 1),  # no decimals put it there
    ],
)
def test_a_number_is_told_between_its_limits(number, lower, upper, decimals):
    assert inside(number, lower, upper, "percent") == decimals


@pytest.mark.parametrize(("number", "decimals"), [(6.0, 1), (81.05, 2), (0.125, 3), (1 / 3, 1)])
def test_what_was_set_is_told_as_it_was_written(number, decimals):
    assert written(number) == decimals


def test_a_target_of_more_decimals_is_not_rounded_to_another():
    row = a_row(target=11.25, value=12.4, path=12.0, lower=12.0, upper=12.8)
    assert "to 11.25% by 2026/27, which asked for 12.00%" in sentences.finding(row, ABOUT).text


def test_a_baseline_that_was_worked_out_gives_no_other_number_its_decimals():
    assert sentences.digits(a_row(target=11.0, baseline=4.333, value=3.1), ABOUT) == 1
    assert sentences.digits(a_row(target=11.0, baseline=4.35, value=3.1), ABOUT) == 2


def test_a_value_that_is_not_nought_lies_in_its_interval():
    row = a_row(value=0.02, lower=0.018, upper=0.022, target=0.01, path=0.02, comparator_value=0.06)
    assert sentences.stands(row, ABOUT).text.startswith("0.02% in 2024/25 (95% interval 0.018% to 0.022%).")


def test_a_gap_lies_in_its_interval():
    row = a_row(gap=0.08, gap_lower=0.07, gap_upper=0.09)
    assert "it is 0.08 percentage points higher" in sentences.gap(row, ABOUT).text


def test_a_forecast_lies_in_its_interval():
    row = a_row(direction="falling", value=1.24, lower=1.0, upper=1.4, path=1.0, comparator_value=8.0)
    row |= {"forecast": 1.34, "forecast_lower": 1.337, "forecast_upper": 1.343}
    assert "1.34% in 2026/27 (80% interval 1.337% to 1.343%)" in sentences.outlook(row, ABOUT).text


def test_a_difference_of_ratios_is_no_number_of_times():
    row = a_row(gap=0.8, gap_lower=0.7, gap_upper=0.9)
    assert difference_words(0.8, "ratio") == "0.8"
    assert "it is 0.8 higher" in sentences.gap(row, replace(ABOUT, unit="ratio")).text


def test_limits_in_millions_do_not_read_alike():
    assert range_words(1_549_000, 1_551_000, "gbp") == "£1,549,000 to £1,551,000"
    assert range_words(0.301, 0.304, "gbp") == "£0.30 to £0.30"  # where pence are the most that is told
    assert range_words(1_500_000, 1_551_000, "gbp") == "£1.50 million to £1.55 million"


@given(st.floats(-2000, 2000), st.integers(1, 3))
def test_only_what_two_more_decimals_cannot_tell_from_nought_reads_as_nought(number, decimals):
    told = float(decimal(number, decimals).replace(",", "").replace("−", "-"))
    assert (told == 0) == (round(number, decimals + 2) == 0)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        # what is held against the path: a target of 6.0 is missed by 6.04, and so close that rounding decides it
        ({"status": "cannot_be_judged_yet", "value": 6.04, "path": 6.0}, "6.04% in 2024/25 cannot be judged yet"),
        ({"status": "off_path", "value": 6.04, "path": 6.0}, "6.04% in 2024/25 is 0.04 percentage points off the"),
        ({"status": "cannot_be_judged_yet", "value": 6.04, "path": None}, "6.04% in 2024/25 cannot be judged yet"),
        ({"status": "on_path", "value": 6.04, "path": 6.05}, "6.0% in 2024/25 is on the path to 6.0%"),
        ({"status": "no_target_set", "value": 6.04, "path": None, "target": None}, "6.0% in 2024/25"),
    ],
)
def test_a_value_that_does_not_keep_to_its_path_never_reads_as_the_path(changes, words):
    row = a_row(lower=None, upper=None, comparison="not_known") | changes
    assert sentences.finding(row, ABOUT).text.startswith(words)


def test_a_value_that_misses_a_standard_never_reads_as_the_standard():
    """“NHS standard: 95.0%. The newest figure, 95.0%, misses it.”"""
    about = replace(ABOUT, standards=(95.0,), polarity="high_good")
    row = a_row(value=94.96, lower=94.0, upper=96.0, path=None, target=None, comparison="not_known")
    assert "94.96% in 2024/25, misses it" in sentences.standard(row, about, 95.0).text
    assert "94.96%" in sentences.shown_value(row, about).text  # one number on one page


@pytest.mark.parametrize(
    ("changes", "frequency", "told"),
    [
        ({"newest_step": "higher"}, "annual", "it was 7.36%"),
        ({"newest_step": "similar"}, "annual", "it was 7.4%"),
        ({"newest_step": None, "direction": "falling"}, "annual", "it was 7.36%"),
        ({"newest_step": None, "direction": "rising"}, "annual", "it was 7.4%"),
        ({"newest_step": None, "direction": "falling"}, "monthly", "it was 7.4%"),
    ],
)
def test_what_is_called_higher_than_the_one_before_never_reads_as_that(changes, frequency, told):
    row = a_row(change=0.04, status="no_target_set", target=None, path=None, comparison="not_known") | changes
    assert told in sentences.since(row, replace(ABOUT, frequency=frequency)).text


@pytest.mark.parametrize(
    ("size", "statistic", "other", "words"),
    [
        (4.036, "absolute_gap", 4.0, "4.04 percentage points"),
        (4.036, "absolute_gap", 5.0, "4.0 percentage points"),
        (4.0, "absolute_gap", 4.036, "4.00 percentage points"),
        (1.304, "relative_gap", 1.3, "1.304 times"),
        (1.304, "relative_gap", None, "1.30 times"),
    ],
)
def test_a_gap_that_misses_its_target_never_reads_as_that(size, statistic, other, words):
    assert sentences.size_words(size, ABOUT, statistic, other) == words
    assert sentences.size_between(size, None, None, ABOUT, statistic, other) == (words, "")
    if statistic == "absolute_gap":
        assert sentences.size_between(size, size - 1, size + 1, ABOUT, statistic, other)[0] == words


@pytest.mark.parametrize(("verdict", "seen", "asked"), [("less", "2.96", "3.00"), ("worked", "3.0", "3.0")])
def test_what_moved_by_less_than_it_was_to_never_reads_as_that(verdict, seen, asked):
    sides = {"step": -2.96, "step_lower": -2.97, "step_upper": -2.95, "sure": "step", "verdict": verdict}
    row = {"decision": "D1", "measure": "smoking", "expected": -3.0, "from_label": "2023", "by_label": "2025",
           "origin": "published", "controls": "", "controls_label": "", **sides}  # fmt: skip
    told = sentences.effect(row, ABOUT).text
    assert f"went down at once by {seen} percentage points" in told
    assert f"Expected was a fall of {asked} percentage points" in told


def test_a_thousand_and_more_have_decimals_where_else_two_would_read_alike():
    told_to = telling(2345.4, 2345.0, "per_100k")
    assert [value_words(one, "per_100k", told_to) for one in (2345.4, 2345.0)] == [
        "2,345.4 per 100,000",
        "2,345.0 per 100,000",
    ]
    assert apart_words(2345.4, 2345.0, "per_100k", told_to) == "0.4 per 100,000"
    assert telling(2345.4, 2389.0, "per_100k") == 1
    assert range_words(2345.1, 2345.4, "per_100k") == "2,345.1 to 2,345.4 per 100,000"
    assert decimal(2345.4, 3) == "2,345"


@given(st.floats(0, 5000), st.floats(0.02, 40), st.integers(0, 2), st.sampled_from(["percent", "people", "days"]))
def test_two_that_differ_by_more_than_two_decimals_can_hide_never_read_alike(number, apart, decimals, unit):
    other = number + max(apart, 0.02 if decimals else 0.2)
    told_to = telling(number, other, unit, decimals)
    assert figures_words(number, unit, told_to) != figures_words(other, unit, told_to)


@pytest.mark.parametrize("status", ["cannot_be_judged_yet", "off_path"])
def test_a_typed_value_has_no_decimals_that_nobody_typed(status):
    """66.0% was told as 66.000% beside a path of 66.001%."""
    row = a_row(lower=None, upper=None, comparison="not_known", status=status, value=6.0, path=6.003, target=5.0)
    assert sentences.digits(row, ABOUT) == 1
    assert sentences.digits(row | {"value": 6.02}, ABOUT) == 2
