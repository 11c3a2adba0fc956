"""What it would have meant had all done as well: with its noun and interval, and only beyond chance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneplace.progress import sentences
from tests.progress.sentence_row import ABOUT

TOLD = (
    "Mothers who smoke, where the fifth is known: 300 (synthetic) in 2024/25. There would have been 50 fewer (95% "
    "interval 30 to 70) had everyone done as well as the least deprived fifth."
)


def fifth(group, numerator, denominator=1000, half=2.0, **more):
    value = 100 * numerator / denominator
    return {
        "measure": "smoking",
        "group": str(group),
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
        "lower": value - half,
        "upper": value + half,
        "origin": "synthetic",
        "period_label": "2024/25",
        **more,
    }


def said(*rows, about=ABOUT):
    return sentences.if_all_did_as_well(rows, about, "Mothers who smoke").text


def test_it_says_how_many_of_what_with_limits_from_the_least_deprived_fifth():
    """One other fifth of 1,000 with 175 in it: at 12.5 % 50 fewer, at 10.5 % 70, at 14.5 % 30."""
    assert said(fifth(1, 175), fifth(5, 125)) == TOLD


def test_what_chance_could_explain_is_not_said():
    assert said(fifth(1, 145), fifth(5, 125)) == ""
    assert said(fifth(1, 145.1), fifth(5, 125)) != ""
    assert said(fifth(1, 144.9), fifth(5, 125)) == ""


@pytest.mark.parametrize(
    ("rows", "about"),
    [
        ([fifth(1, 125), fifth(5, 175)], ABOUT),  # the least deprived do worse
        ([fifth(1, 175), fifth(5, 125)], replace(ABOUT, polarity="context")),
        ([fifth(1, 175), fifth(5, 125)], replace(ABOUT, polarity="high_good")),
        ([fifth(1, 175), fifth(5, 125)], replace(ABOUT, groups_unlike="they are not of like ages")),
        ([fifth(1, 175), fifth(5, 125, lower=None)], ABOUT),
        ([fifth(1, 175), fifth(5, 125, upper=None)], ABOUT),
        ([fifth(1, 175), fifth(4, 125)], ABOUT),  # nobody of the least deprived is shown
        ([fifth(5, 125)], ABOUT),
        ([fifth(1, 175, value=31.0), fifth(5, 125)], ABOUT),  # standardised: counts don't divide to the value
        ([], ABOUT),
    ],
)
def test_where_it_cannot_be_told_nothing_is_said(rows, about):
    assert said(*rows, about=about) == ""


def test_more_is_said_where_more_is_better():
    high = replace(ABOUT, polarity="high_good")
    assert "There would have been 50 more (95% interval 30 to 70)" in said(fifth(1, 125), fifth(5, 175), about=high)
