"""What the column of counts says: how many, and never minutes or days added up as if they were events."""

from __future__ import annotations

import pytest

from oneplace.place import Measure
from oneplace.report import count
from oneplace.web.presenters.figures import figure

MADE = "19 of 148"


@pytest.mark.parametrize(
    ("numerator", "denominator", "unit", "words"),
    [
        (19, 148, "percent", "19 of 148"),
        (740411, 27126, "minutes", "27,126 counted"),
        (5520, 1380, "days", "1,380 counted"),
        (740411, None, "minutes", "740,411"),
        (35_300_000, 248_700, "gbp_per_head", "248,700 counted"),
        (126_000, 248_900, "km", "248,900 counted"),
        (640, 100000, "per_100k", "640"),
        (None, 52911, "years", "52,911 counted"),
        (None, None, "years", ""),
    ],
)
def test_what_was_counted(numerator, denominator, unit, words):
    assert count({"numerator": numerator, "denominator": denominator, "value": 12.8}, of(unit)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12.79, MADE),
        (12.8, MADE),
        (12.9, f"{MADE} (these counts make 12.8%)"),
        (12.7, f"{MADE} (these counts make 12.8%)"),
    ],
)
def test_a_share_that_is_not_made_of_the_counts_beside_it_says_so(value, words):
    """19 of 148 is 12.838%."""
    assert count({"numerator": 19, "denominator": 148, "value": value}, of("percent")) == words


@pytest.mark.parametrize(
    ("value", "numerator", "denominator", "words"),
    [
        (54.1, 1_230, 2_270, "1,230 of 2,270"),  # 54.2% if they are as they stand, and both may be rounded to tens
        (81.0, 162, 300, "162 of 300 (these counts make 54.0%)"),
        (81.0, 0, 0, "0 of 0 (these counts make no percentage)"),
    ],
)
def test_no_reason_is_told_that_nobody_gave(value, numerator, denominator, words):
    row = {"numerator": numerator, "denominator": denominator, "value": value}
    assert count(row, of("percent")) == words


def test_a_count_without_a_value_is_shown_and_one_that_is_hidden_is_not():
    """Five events are too few for a standardised rate: as all others are shown, a dash would hide nothing."""
    row = {
        "group": "not_known", "group_label": "Not known", "value": None, "numerator": 5.0, "denominator": 138.1,
        "lower": None, "upper": None, "origin": "synthetic", "reason": "Fewer than 10 events.", "suppressed": False,
    }  # fmt: skip
    assert figure(row, of("per_100k_dsr")).count == "5"
    assert figure({**row, "numerator": 3.0, "denominator": 8.0}, of("percent")).count == "3 of 8"
    assert figure({**row, "suppressed": True}, of("per_100k_dsr")).count == ""


@pytest.mark.parametrize(
    ("value", "beside", "told", "note"),
    [
        (None, None, "too few to say", "Why."),
        (None, "no_data_left", "not known", "Why."),  # it was too few to say while there was something to say
        (12.0, "part", "12.0%", "Of a part of a period: nothing is judged by it."),
    ],
)
def test_a_row_that_stands_beside_says_why(value, beside, told, note):
    row = {
        "group": "M", "group_label": "Male", "value": value, "numerator": None, "denominator": None, "lower": None,
        "upper": None, "origin": "recorded", "reason": None if value else "Why.", "suppressed": value is None,
        "beside": beside,
    }  # fmt: skip
    assert (figure(row, of("percent")).value, figure(row, of("percent")).note) == (told, note)


def of(unit: str) -> Measure:
    told = {"id": "a", "name": "A", "polarity": "low_good", "role": "outcome", "frequency": "annual"}
    return Measure.model_validate({**told, "unit": unit, "expected_lag_months": 1})
