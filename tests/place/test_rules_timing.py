"""W24 and W25: whether an outcome can be judged before the strategy ends, and how often it is new."""

from __future__ import annotations

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
    target: not_set
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
