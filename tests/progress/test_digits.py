"""To how many decimals numbers are told: as many as keep them true, two more than the measure's at most."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.progress import sentences
from oneplace.vocabulary.wording import decimal, difference_words, inside, range_words, written
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
