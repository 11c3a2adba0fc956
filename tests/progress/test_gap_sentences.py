"""The sentences about a gap and about charts of groups, maps and processes, whole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oneplace.progress import sentences
from tests.progress.sentence_row import ABOUT, a_row

CLEAR = "There is no clear change in it."
BETWEEN = "The gap between the most and the least deprived neighbourhoods"
HIGH = replace(ABOUT, polarity="high_good")
CONTEXT = replace(ABOUT, polarity="context")


def ratio(size, lower, upper, statistic="RII", **more):
    return a_row(gap_statistic=statistic, gap=size, gap_lower=lower, gap_upper=upper, **more)


def gap(size=5.2, lower=3.1, upper=7.3, **more):
    return a_row(gap=size, gap_lower=lower, gap_upper=upper, **more)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (gap(None), "Who is behind the average is not known."),
        (gap(lower=None), f"{BETWEEN} is 5.2 percentage points; no interval is known. {CLEAR}"),
        (gap(upper=None), f"{BETWEEN} is 5.2 percentage points; no interval is known. {CLEAR}"),
        (gap(1.0, 0.1, 2.0),
         f"{BETWEEN} is 1.0 percentage point (95% interval 0.1 to 2.0), the most deprived worse off. "
         f"{CLEAR}"),
        (gap(1.0, 0.0, 2.0), f"{BETWEEN}, 1.0 percentage point (95% interval 0.0 to 2.0), could be chance. "
         f"{CLEAR}"),
        (gap(-1.0, -2.0, 0.0), f"{BETWEEN}, 1.0 percentage point (95% interval 0.0 to 2.0), could be chance. "
         f"{CLEAR}"),
        (gap(-1.0, -2.0, -0.1), f"{BETWEEN} is 1.0 percentage point (95% interval 0.1 to 2.0), "
         f"the least deprived worse off. {CLEAR}"),
        (gap(0.0, -1.0, 1.0), f"{BETWEEN}, 0.0 percentage points (95% interval −1.0 to 1.0), could be chance. "
         f"{CLEAR}"),
        (gap(1.0, -0.1, 2.1, gap_direction="widening"), f"{BETWEEN}, 1.0 percentage point (95% interval −0.1 to 2.1), "
         "could be chance, though over the periods it has been widening."),
        (gap(1.0, -0.1, 2.1, gap_direction="narrowing"), f"{BETWEEN}, 1.0 percentage point (95% interval −0.1 to 2.1), "
         "could be chance, though over the periods it has been narrowing."),
        (gap(1.0, -0.1, 2.1, gap_direction=None), f"{BETWEEN}, 1.0 percentage point (95% interval −0.1 to 2.1), "
         "could be chance. Whether it is changing is not known."),
        (gap(gap_direction="widening"), f"{BETWEEN} is 5.2 percentage points (95% interval 3.1 to 7.3), "
         "the most deprived worse off. It is widening."),
        (gap(gap_dimension="sex", gap_direction="narrowing"),
         "The gap between the sex that fares worst and everyone is 5.2 percentage points "
         "(95% interval 3.1 to 7.3). It is narrowing."),
        (ratio(2.0, 1.5, 2.5), f"{BETWEEN} is 2.00 times (95% interval 1.50 to 2.50), the most deprived worse off. "
         f"{CLEAR}"),
        (ratio(2.0, 1.0, 4.0), f"{BETWEEN}, 2.00 times (95% interval 1.00 to 4.00), could be chance. "
         f"{CLEAR}"),
        (ratio(0.5, 0.25, 1.0), f"{BETWEEN}, 2.00 times (95% interval 1.00 to 4.00), could be chance. "
         f"{CLEAR}"),
        (ratio(0.5, 0.4, 0.8, "relative_gap"), f"{BETWEEN} is 2.00 times (95% interval 1.25 to 2.50), "
         f"the least deprived worse off. {CLEAR}"),
        (ratio(1.0, 0.5, 4.0), f"{BETWEEN}, 1.00 times (95% interval 0.50 to 4.00), could be chance. "
         f"{CLEAR}"),
        (ratio(1.5, 0.5, 4.0), f"{BETWEEN}, 1.50 times (95% interval 0.50 to 4.00), could be chance. "
         f"{CLEAR}"),
    ],
)  # fmt: skip
def test_the_gap_whole(row, words):
    assert sentences.gap(row, ABOUT) == words


def test_whom_it_is_worse_for_does_not_turn_with_polarity_and_is_not_said_of_context():
    """A gap is positive where the disadvantaged are worse off, whichever way is good."""
    assert "the most deprived worse off" in sentences.gap(a_row(), HIGH)
    assert sentences.gap(a_row(), CONTEXT) == (
        f"{BETWEEN} is 5.2 percentage points (95% interval 3.1 to 7.3). There is no clear change in it."
    )


def test_a_gap_is_told_in_the_measures_unit_and_decimals():
    about = replace(ABOUT, unit="years", decimals=2)
    assert sentences.gap_value(a_row(), about) == "5.20 years"
    assert sentences.gap_interval(a_row(), about) == "95% interval 3.10 to 7.30"


@pytest.mark.parametrize(
    ("direction", "size", "label"),
    [
        ("narrowing", 1.0, "narrowing"),
        ("widening", 1.0, "widening"),
        ("no_clear_change", 1.0, "no clear change"),
        ("not_known", 1.0, "change not known"),
        (None, 1.0, "change not known"),
        ("widening", 0.0, "widening"),
        ("widening", None, "not known"),
    ],
)
def test_a_direction_in_a_word_or_two(direction, size, label):
    assert sentences.direction_label(a_row(gap=size, gap_direction=direction)) == label


@pytest.mark.parametrize(
    ("statistic", "label"),
    [
        ("SII", "slope index of inequality, by deprivation"),
        ("RII", "relative index of inequality, by deprivation"),
        ("absolute_gap", "difference, by deprivation"),
        ("relative_gap", "ratio, by deprivation"),
        ("between_group_variance", "between group variance, by deprivation"),
        (None, "not known"),
    ],
)
def test_what_the_number_of_a_gap_is(statistic, label):
    assert sentences.statistic_label(a_row(gap_statistic=statistic)) == label


@pytest.mark.parametrize(
    ("size", "suppressed", "words"),
    [
        (None, [False, True], "How large the gap is cannot be said: some groups are too small to show."),
        (None, [False, False], "How large the gap is has not been worked out for these groups."),
        (None, [], "How large the gap is has not been worked out for these groups."),
        (5.2, [True], f"{BETWEEN} is 5.2 percentage points (95% interval 3.1 to 7.3), the most deprived worse off. "
         "There is no clear change in it."),
    ],
)  # fmt: skip
def test_a_chart_of_groups_says_the_gap_or_why_there_is_none(size, suppressed, words):
    rows = [{"suppressed": hidden} for hidden in suppressed]
    assert sentences.groups_finding(a_row(gap=size), rows, ABOUT) == words


def area(lower, upper, value=5.0, suppressed=False):
    return {"lower": lower, "upper": upper, "value": value, "suppressed": suppressed}


HIGHER, LOWER, SAME = area(10.1, 12.0), area(7.0, 9.9), area(9.0, 11.0)
AT_LOWER, AT_UPPER = area(10.0, 12.0), area(8.0, 10.0)
HIDDEN, MISSING, BARE = area(None, None, None, True), area(None, None, None), area(None, None)


@pytest.mark.parametrize(
    ("rows", "polarity", "words"),
    [
        ([HIGHER, LOWER, LOWER, SAME], "low_good",
         "1 of 4 neighbourhoods is worse and 2 better than the average beyond chance."),
        ([HIGHER, HIGHER, SAME], "low_good",
         "2 of 3 neighbourhoods are worse and 0 better than the average beyond chance."),
        ([HIGHER, LOWER], "high_good", "1 of 2 neighbourhoods is better and 1 worse than the average beyond chance."),
        ([LOWER, SAME], "context", "0 of 2 neighbourhoods are higher and 1 lower than the average beyond chance."),
        ([AT_LOWER, AT_UPPER, SAME], "low_good",
         "No neighbourhood differs from the average by more than chance explains."),
        ([HIGHER, HIDDEN], "low_good", "1 of 1 neighbourhoods is worse and 0 better than the average beyond chance. "
         "1 neighbourhood is too small to show."),
        ([SAME, HIDDEN, MISSING], "low_good", "No neighbourhood differs from the average by more than chance explains. "
         "2 neighbourhoods are too small to show."),
        ([area(10.1, 12.0, suppressed=True), SAME], "low_good",
         "No neighbourhood differs from the average by more than chance explains. "
         "1 neighbourhood is too small to show."),
        ([BARE, BARE], "low_good", "2 neighbourhoods, without limits to tell them apart by."),
        ([BARE, HIDDEN], "low_good",
         "1 neighbourhood, without limits to tell them apart by. 1 neighbourhood is too small to show."),
        ([area(10.1, None), area(None, 9.0)], "low_good", "2 neighbourhoods, without limits to tell them apart by."),
        ([BARE, HIGHER], "low_good", "1 of 1 neighbourhoods is worse and 0 better than the average beyond chance."),
    ],
)  # fmt: skip
def test_a_map_counts_the_neighbourhoods_beyond_chance(rows, polarity, words):
    assert sentences.map_finding(rows, 10.0, replace(ABOUT, polarity=polarity)) == words


def test_an_average_of_nought_is_known_and_none_is_not():
    assert sentences.map_finding([HIGHER], 0.0, ABOUT).startswith("1 of 1 neighbourhoods is worse")
    assert sentences.map_finding([HIGHER], None, ABOUT) == "1 neighbourhood, without limits to tell them apart by."


MEAN = " Its mean is 34.1%."


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"variation": "common_cause", "assurance": "inconsistent"},
         "The process is steady: its ups and downs are what chance explains. Chance decides whether it meets the "
         f"target.{MEAN}"),
        ({"variation": "improvement_low", "assurance": "consistent_pass"},
         "The process is improving by more than chance explains. It will meet the target every time unless it "
         f"changes.{MEAN}"),
        ({"variation": "concern_high", "assurance": "consistent_fail"},
         "The process is getting worse by more than chance explains. It will miss the target every time unless it "
         f"changes.{MEAN}"),
        ({"variation": "neutral_low", "assurance": None},
         f"The process is changing by more than chance explains.{MEAN}"),
        ({"variation": "common_cause", "assurance": "", "mean": None},
         "The process is steady: its ups and downs are what chance explains."),
        ({"variation": "common_cause", "mean": 0.0},
         "The process is steady: its ups and downs are what chance explains. Its mean is 0.0%."),
        ({"variation": None, "reason": "Too few points."}, "The process cannot be judged: too few points."),
        ({"variation": None}, "The process is not judged."),
        ({"variation": "odd_word", "reason": "Because."}, "The process cannot be judged: because."),
    ],
)  # fmt: skip
def test_a_control_chart_in_words(changes, words):
    signal = {"variation": None, "assurance": None, "mean": 34.1, "reason": None}
    assert sentences.control_finding(signal | changes, ABOUT) == words


def test_the_mean_is_told_in_the_measures_unit_and_decimals():
    signal = {"variation": "common_cause", "assurance": None, "mean": 34.126, "reason": None}
    assert sentences.control_finding(signal, replace(ABOUT, unit="minutes", decimals=2)).endswith(
        " Its mean is 34.13 minutes."
    )
