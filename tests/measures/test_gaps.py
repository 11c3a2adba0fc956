"""Gaps between fifths, sexes and ethnic groups: their sign, their limits, and when there is none."""

import numpy as np
import pytest

from oneplace import stats
from oneplace.measures.gaps import Shown, gaps
from oneplace.measures.tally import estimates
from tests.measures.build import counts, key, measure, proportion

FIFTHS = [(key("deprivation", fifth), 1000, 300 - 50 * fifth) for fifth in range(1, 6)]
EVERYONE = (key(), 5000, 750)


def found(rows, hide=(), **changes):
    tally = counts(rows)
    hidden = np.array([i in hide for i in range(len(rows))])
    shown = Shown(tally.keys, estimates(tally, proportion().compute), hidden)
    return {(row["dimension"], row["statistic"]): row for row in gaps(measure(**changes), shown, "financial_year")}


def test_the_most_deprived_end_minus_the_least():
    rows = found([EVERYONE, *FIFTHS])
    assert rows["deprivation", "SII"]["value"] == pytest.approx(25)  # a line through 25, 20, 15, 10, 5 %
    assert rows["deprivation", "absolute_gap"]["value"] == pytest.approx(20)
    assert rows["deprivation", "relative_gap"]["value"] == pytest.approx(5)
    assert rows["deprivation", "RII"]["value"] == pytest.approx(27.5 / 2.5)
    for row in rows.values():
        assert row["lower"] < row["value"] < row["upper"]
        assert row["reason"] is None
        assert row["period_label"] == "2023/24"


def test_without_a_gradient_the_gap_is_none_whatever_the_polarity():
    level = [(key("deprivation", fifth), 1000, 150) for fifth in range(1, 6)]
    for polarity in ("low_good", "high_good", "context"):
        rows = found([EVERYONE, *level], polarity=polarity)
        assert rows["deprivation", "SII"]["value"] == pytest.approx(0, abs=1e-9)
        assert rows["deprivation", "RII"]["value"] == pytest.approx(1)


def test_a_hidden_or_missing_fifth_leaves_no_gap_that_would_give_it_away():
    rows = found([EVERYONE, *FIFTHS], hide=(2,))
    assert {row["reason"] for row in rows.values()} == {stats.REASONS["suppressed"]}
    assert all(row.get("value") is None for row in rows.values())
    rows = found([EVERYONE, *FIFTHS[:4]])
    assert {row["reason"] for row in rows.values()} == {stats.REASONS["missing"]}


@pytest.mark.parametrize(
    ("polarity", "worst", "value"), [("low_good", "Female", 5), ("high_good", "Male", -5), ("context", "Female", 5)]
)
def test_the_group_that_fares_worst_against_everyone(polarity, worst, value):
    rows = [EVERYONE, (key("sex", "F"), 2500, 500), (key("sex", "M"), 2500, 250)]
    row = found(rows, polarity=polarity)["sex", "absolute_gap"]
    assert row["value"] == pytest.approx(value)
    assert row["method"].endswith(f"{worst} against everyone")


def test_unknown_groups_are_never_the_worst_and_one_known_group_is_no_gap():
    rows = [EVERYONE, (key("ethnicity", "white"), 2500, 250), (key("ethnicity", ""), 2500, 2000)]
    row = found(rows)["ethnicity", "absolute_gap"]
    assert row.get("value") is None
    assert row["reason"] == "Fewer than two groups can be shown."
