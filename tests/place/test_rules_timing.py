"""W24, W25, W119, W120, W154: whether an outcome can be judged in time; what is said before its time or not after."""

from __future__ import annotations

from datetime import date

import pytest

from tests.place.build import judged, outcome, table

MEASURE = (
    "measures: [{id: m, name: M, definition: ons:1, unit: percent, polarity: low_good, role: outcome, frequency: %s, "
    "expected_lag_months: %s}]\n"
)


@table(
    """
    target: {period: 2023/24, value: 8}
    """,
    """
    target: {period: 2024-06, value: 8}
    """,
    """
    target: {period: 2024-07, value: 8}
    > 2:11 W24 O1 can first be judged in May 2025, after the strategy's end: m comes out 9 months late. Add earlier
    >   steps, or a measure that comes sooner.
    """,
    """
    target: {period: 2024/25, value: 8}
    trajectory: {2024-06: 9}
    """,
    """
    target: {period: 2024/25, value: 8}
    trajectory: {2024-08: 9, 2024-07: 9}
    > 3:15 W24 O1 can first be judged in May 2025, after the strategy's end: m comes out 9 months late. Add earlier
    >   steps, or a measure that comes sooner.
    """,
    """
    baseline: {period: 2022/23, value: 9}
    target: {period: 2026/27, value: 8}
    """,
    """
    baseline: {period: 2023/24, value: 9}
    target: {period: 2026/27, value: 8}
    > 3:11 W24 O1 can first be judged in January 2026, after the strategy's end: m comes out 9 months late. Add earlier
    >   steps, or a measure that comes sooner.
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, baseline: 9, baseline_period: 2022/23, target: 5, period: 2026/27}
    """,
    """
    target: not_set
    > 2:3 W24 O1 has no target, so nobody can say whether it is reached. Agree a target and its year, or keep the gap
    >   on the list of known gaps.
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, target: 5, period: 2023/24}
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, target: 5, period: 2024/25}
    > 2:17 W24 O1 can first be judged in January 2026, after the strategy's end: m comes out 9 months late. Add earlier
    >   steps, or a measure that comes sooner.
    """,
    """
    gap_ambition: {dimension: sex, statistic: SII, target: 5}
    > 2:3 W24 O1 has no target, so nobody can say whether it is reached. Agree a target and its year, or keep the gap
    >   on the list of known gaps.
    """,
)
def test_w24_nine_months_late_before_the_end_of_march_2025(case, tmp_path):
    judged(tmp_path, case, "W24", of=outcome)


@table(
    """
    target: {period: 2049/50, value: 8}
    """,
)
def test_w24_a_strategy_without_an_end_is_never_over(case, tmp_path):
    judged(tmp_path, case, "W24", of=lambda lines: outcome(lines) + "period: {start: 2020-04}\n")
    judged(tmp_path, case, "W24", of=lambda lines: outcome(lines) + "period: not_set\n")


@pytest.mark.parametrize(
    ("frequency", "reported", "found"),
    [
        ("annual", "annual", False),
        ("annual", "six_monthly", True),
        ("annual", "quarterly", True),
        ("quarterly", "quarterly", False),
        ("quarterly", "bimonthly", True),
        ("quarterly", "six_monthly", False),
        ("monthly", "monthly", False),
        ("monthly", "bimonthly", False),
        ("monthly", "weekly", True),
        ("monthly", "daily", True),
        ("irregular", "daily", False),
        ("annual", "as_needed", False),
        ("annual", "not_set", False),
    ],
)
def test_w25_reported_more_often_than_it_is_new(frequency, reported, found, tmp_path):
    said = (
        f"> 2:20 W25 O1 is reported {reported}, but m is new only {frequency}. "
        f"Write `reporting_cycle: {frequency}`, or add a measure that comes more often.\n"
    )
    case = f"reporting_cycle: {reported}\n" + said * found
    judged(tmp_path, case, "W25", of=lambda lines: outcome(lines) + MEASURE % (frequency, 9))


@table(
    """
    events: [{id: E, text: Inspection, on: 2026-11-23, rating: Good}]
    > 1:40 W119 E happened on 23 November 2026, which is still to come. Give the day on which it was; leave out
    >   what is yet to happen.
    """,
    """
    events: [{id: E, text: Inspection, on: 2026-11-22, rating: Good}, {id: F, text: Other, on: 2026-11}]
    """,
    """
    engagement: [{id: E, text: Survey, on: 2026-12}, {id: F, text: Survey, on: 2026-12, changed: The hours}]
    > 1:76 W119 F took place, and changed something, in December 2026, which is still to come. Give the day on
    >   which it was; leave out what is yet to happen.
    """,
    """
    decisions:
      - {id: D, title: A, on: 2027-01-10, outcome: refused, options: not_set, reasons: not_set}
      - {id: E, title: A, on: 2027-01-10, options: not_set, reasons: not_set}
    > 2:27 W119 D was decided on 10 January 2027, which is still to come. Give the day on which it was; leave out
    >   what is yet to happen.
    """,
    """
    workstreams: [{id: W, name: Clinics, reports: [{period: 2026-12, status: at_risk}]}]
    > 1:57 W119 this report says what was done in December 2026, which is still to come. Give the day on which it
    >   was; leave out what is yet to happen.
    """,
)
def test_w119_what_has_happened_was_on_no_day_to_come(case, tmp_path):
    judged(tmp_path, case, "W119", as_of=date(2026, 11, 22))


@table(
    """
    baseline: {period: 2026/27, value: 8}
    > 2:22 W120 the value is of 2026/27, which runs until 31 March 2027: it isn't known. Give the newest period that is
    >   over. What is expected belongs into `trajectory:` or `target:`.
    """,
    """
    baseline: {period: 2025-11-23 to 2026-11-22, value: 8}
    """,
    """
    actuals: {2026-11: 8, 2026-10: 9}
    > 2:22 W120 the value is of November 2026, which runs until 30 November 2026: it isn't known. Give the newest period
    >   that is over. What is expected belongs into `trajectory:` or `target:`.
    """,
    """
    gap_ambition: {dimension: deprivation, statistic: SII, actuals: {2027-03-31: 8}}
    > 2:80 W120 the value is of 31 March 2027, which is still to come: it isn't known. Give the newest period
    >   that is over. What is expected belongs into `trajectory:` or `target:`.
    """,
    """
    trajectory: {2026/27: 8}
    target: {period: 2027/28, value: 7}
    """,
)
def test_w120_no_value_is_known_of_a_period_that_is_not_over(case, tmp_path):
    judged(tmp_path, case, "W120", of=outcome, as_of=date(2026, 11, 22))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("meeting: 2026-11-21", "on 21 November 2026"),
        ("meeting: 2026-10", "in October 2026"),
        ("meeting: 2026-11-22", ""),
        ("meeting: 2026-11", ""),
        ("meeting: 2026-11-20, on: 2026-11-20", ""),
        ("meeting: 2026-11-20, on: 2026-12-20", ""),
        ("meeting: 2026-11-20, outcome: withdrawn", ""),
        ("meeting: 2026-11-20, on_text: 7 MARCH 8 MARCH, on: not_set", ""),
        ("on: not_set", ""),
    ],
)
def test_w154_a_decision_is_not_asked_for_after_its_meeting(said, told, tmp_path):
    case = f"decisions: [{{id: D, title: A, reasons: not_set, options: not_set, {said}}}]\n"
    found = (
        f"> 1:{case.index('meeting: ') + 10} W154 the decision D was to be taken {told}, and nothing says what came of "
        if told
        else ""
    )
    rest = "it: it still stands as asked for. Write `on:` where it was taken, with `outcome:` where it was not simply "
    rest += "agreed; else the next `meeting:`.\n"
    judged(tmp_path, case + (found + rest if told else ""), "W154", as_of=date(2026, 11, 22))
