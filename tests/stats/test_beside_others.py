"""Of several series each has its own reason: one that can't be told leaves those beside it as they are alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from oneplace import stats

GOOD = [9.0, 8.0, 7.0, 6.0, 5.0]
PEOPLE = [10.0, 20.0, 30.0, 40.0, 50.0]


def shares(counts, people):
    """Proportions as somebody made them, whose counts need not be possible."""
    fine = stats.proportion([GOOD] * len(counts), [PEOPLE] * len(people))
    return replace(fine, count=np.array(counts), denominator=np.array(people))


@pytest.mark.parametrize(
    ("counts", "people", "reason"),
    [
        ([9, 8, 7, 6, -0.1], PEOPLE, "negative"),
        (GOOD, [10, 20, 30, 40, -0.1], "negative"),
        ([0, 0, 0, 0, 0], [10, 20, 30, 40, 0], "no_denominator"),
        ([9, 8, 7, 6, 50.1], PEOPLE, "count_exceeds_denominator"),
        ([9, 8, 7, 6, np.nan], PEOPLE, "missing"),
        ([9, 8, 7, 6, 50.0], PEOPLE, ""),
    ],
)
def test_a_trend_of_shares(counts, people, reason):
    alone = stats.recent_trend(shares([GOOD], [PEOPLE]), kind="proportion")
    found = stats.recent_trend(shares([GOOD, counts, GOOD], [PEOPLE, people, PEOPLE]), kind="proportion")
    assert found.reason.tolist() == ["", reason, ""]
    assert found.value.tolist()[::2] == [alone.value.item()] * 2
    assert found.chi_squared[[0, 2]] == pytest.approx(alone.chi_squared.item())


@pytest.mark.parametrize(
    ("upper", "reason"), [([10, 9, 8, 7, 0], "missing_limits"), ([10, 9, 8, 7, np.nan], "missing_limits")]
)
def test_a_trend_of_other_values(upper, reason):
    limits = [10, 9, 8, 7, 6]
    found = stats.recent_trend(stats.published([GOOD, GOOD], [[0] * 5] * 2, [upper, limits]))
    alone = stats.recent_trend(stats.published(GOOD, 0, limits))
    assert found.reason.tolist() == [reason, ""]
    assert found.chi_squared[1] == pytest.approx(alone.chi_squared.item())


STEADY = [5.0, 6.0, 5.5, 6.5, 5.0, 6.0, 5.5, 6.5, 5.0, 6.0, 5.5, 6.5, 6.0]
HIGH, LOW = [*STEADY[:-1], 16.0], [*STEADY[:-1], -5.0]


@pytest.mark.parametrize("improvement", ["neutral", "increase", "decrease"])
def test_a_control_chart(improvement):
    together = stats.xmr([STEADY, HIGH, LOW], improvement)
    for place, values in enumerate((STEADY, HIGH, LOW)):
        alone = stats.xmr(values, improvement)
        for name in ("point", "variation", "improvement", "concern", "assurance", "rules", "reason"):
            assert np.array_equal(getattr(together, name)[place], getattr(alone, name)), name
    assert len(set(together.variation.tolist())) == 3
