"""How the page that sets simulated beside observed writes numbers, times and names; each at its own boundary."""

from __future__ import annotations

import pytest

from oneplace.pack.validation import duration, measured, number, worded


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (0.004, "0.00"),
        (0.25, "0.25"),
        (-0.25, "-0.25"),
        (0.994, "0.99"),
        (1, "1.0"),
        (-1, "-1.0"),
        (1.25, "1.2"),
        (12345.67, "12,345.7"),
    ],
)
def test_a_number_has_two_decimals_below_one_and_one_from_there(value, words):
    assert number(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0"),
        (30, "0.5 minutes"),
        (60, "1.0 minute"),
        (7199, "120.0 minutes"),
        (7200, "2.0 hours"),
        (3 * 86_400 - 1, "72.0 hours"),
        (3 * 86_400, "3.0 days"),
        (86_400_000, "1,000.0 days"),
    ],
)
def test_a_length_of_time_is_in_minutes_below_two_hours_and_in_days_from_three(seconds, words):
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (0.256, "share", "25.6%"),
        (0, "share", "0.0%"),
        (1, "share", "100.0%"),
        (7200, "seconds", "2.0 hours"),
        (7200, "patients", "7,200.0"),
        (0, "seconds", "0"),
    ],
)
def test_a_value_is_written_by_its_unit(value, unit, words):
    assert measured(value, unit) == words


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("stay p50", "stay, median"),
        ("stay p90", "stay, 90th percentile"),
        ("wait p95", "wait, 95th percentile"),
        ("waited", "waited over a minute"),
        ("arrivals in other hours", "arrivals in other hours than simulated"),
        ("mean stay", "mean stay"),
    ],
)
def test_a_measures_name_is_as_people_read_it(what, words):
    assert worded(what) == words
