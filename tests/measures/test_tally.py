"""From counts to values: each statistic, the ages of a standardised rate, and the order of keys."""

from dataclasses import replace
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace import stats
from oneplace.measures.rows import number, period_label
from oneplace.measures.tally import Lengths, Tally, band_starts, estimates, tally
from tests.measures.build import key, measure

KEYS = (key("sex", "F"), key("sex", "M"))
EVENTS = {"from": "record", "events": {"table": "activity"}}
COUNT = {**EVENTS, "statistic": "count"}
RATE = {**EVENTS, "statistic": "rate", "per": 1000}
MEAN = {**EVENTS, "statistic": "mean", "quantity": "quantity"}
RATIO = {**EVENTS, "statistic": "ratio", "quantity": "cost_gbp", "out_of": "quantity"}
MEDIAN = {**EVENTS, "statistic": "percentile", "percentile": 0.5, "quantity": "quantity"}


def counts(n, *, x=(0, 0), total=(0, 0), squares=(0, 0), days=(0, 0), values=()):
    arrays = (np.array(side, dtype=float) for side in (n, x, total, squares, days))
    return Tally(KEYS, *arrays, Lengths.of([lengths(each) for each in values]))


def lengths(values):
    """A life table of which nothing is known but the quantities."""
    value, n = np.unique(values, return_counts=True)
    return value, n, 0 * n, 0 * n


def test_a_rate_is_of_person_years():
    found = estimates(counts([20, 5], days=[36_525, 3652.5]), measure(RATE).compute)
    direct = stats.rate([20, 5], [100, 10], 1000)
    assert found.value.tolist() == direct.value.tolist() == [200, 500]
    assert found.upper.tolist() == direct.upper.tolist()


def test_a_count_has_limits_and_nothing_that_it_is_out_of():
    found = estimates(counts([20, 5]), measure(COUNT).compute)
    assert found.value.tolist() == [20, 5]
    assert found.lower.tolist() == stats.rate([20, 5], 1, 1).lower.tolist()
    assert np.isnan(found.denominator).all()


def test_a_mean_is_made_from_sums():
    found = estimates(counts([4, 1], total=[8, 3], squares=[24, 9]), measure(MEAN).compute)
    direct = stats.mean([0.0, 2.0, 2.0, 4.0])
    assert found.value.tolist() == [2, 3]
    assert found.upper[0] == pytest.approx(float(direct.upper))
    assert found.reason.tolist() == ["", "one_value"]


def test_a_ratio_is_one_sum_out_of_another_and_tells_neither():
    given, planned = np.array([6.0, 30, 54, 20]), np.array([8.0, 30, 60, 20])
    sums = [[planned.sum(), (planned**2).sum(), (given * planned).sum()], [0, 0, 0]]
    made = counts([4, 3], total=[given.sum(), 7], squares=[(given**2).sum(), 25])
    found = estimates(replace(made, of_ratio=np.array(sums)), measure(RATIO).compute)
    assert found.value[0] == pytest.approx(100 * 110 / 118)
    assert found.lower[0] < found.value[0] < found.upper[0]
    assert found.reason.tolist() == ["", "no_denominator"]
    assert (np.isnan(found.count).all(), found.denominator.tolist()) == (True, [4, 3])


@pytest.mark.parametrize(
    ("values", "value", "limits", "reason"),
    [
        ([], np.nan, (np.nan, np.nan), "no_denominator"),
        ([3.0, 4, 5, 6, 8], 5, (np.nan, np.nan), "too_few_for_limits"),
        ([3.0, 4, 5, 6, 8, 9], 5.5, (3, 9), ""),
        ([float(i) for i in range(100)], 49.5, (39, 60), ""),
    ],
)
def test_a_percentile_has_the_limits_of_ranks(values, value, limits, reason):
    given = counts([len(values), 7], values=[values, [1.0] * 7])
    found = estimates(given, measure(MEDIAN).compute)
    np.testing.assert_array_equal([found.value[0], found.lower[0], found.upper[0]], [value, *limits])
    assert (found.reason[0], found.method[0]) == (reason, "Percentile, binomial limits")
    assert (found.value[1], found.denominator.tolist()) == (1, [len(values), 7])


@given(
    st.lists(st.lists(st.integers(0, 400).map(lambda n: n / 7)), min_size=1, max_size=4),
    st.sampled_from([0.1, 0.5, 0.92]),
)
def test_a_percentile_of_counted_values_is_that_of_the_values_one_by_one(every, share):
    keys = tuple(key("neighbourhood", str(i)) for i in range(len(every)))
    n, nought = np.array([len(values) for values in every], dtype=float), np.zeros(len(every))
    made = Tally(keys, n, nought, nought, nought, nought, Lengths.of([lengths(values) for values in every]))
    compute = measure(MEDIAN | {"percentile": share}).compute
    chosen = n > 2
    np.testing.assert_array_equal(
        estimates(made.where(chosen), compute).value, [np.quantile(each, share) for each in every if len(each) > 2]
    )
    ranks = stats.percentile_ranks(n, share)
    expected = [
        [sorted(each)[rank - 1] if rank else np.nan for each, rank in zip(every, side, strict=True)] for side in ranks
    ]
    found = estimates(made, compute)
    np.testing.assert_array_equal([found.lower, found.upper], expected)


@pytest.mark.parametrize(
    ("ages", "bands"),
    [
        ({}, list(range(0, 95, 5))),
        ({"min_age": 65}, [65, 70, 75, 80, 85, 90]),
        ({"min_age": 64}, [60, 65, 70, 75, 80, 85, 90]),
        ({"min_age": 69}, [65, 70, 75, 80, 85, 90]),
        ({"max_age": 9}, [0, 5]),
        ({"max_age": 10}, [0, 5, 10]),
        ({"min_age": 85, "max_age": 89}, [85]),
        ({"min_age": 85, "max_age": 90}, [85, 90]),
        ({"min_age": 95}, [90]),
        ({"min_age": 4, "max_age": 5}, [0, 5]),
    ],
)
def test_the_bands_that_hold_any_of_a_measure_s_ages(ages, bands):
    compute = measure({**RATE, "standardise": "ESP2013", "population": ages}).compute
    assert list(band_starts(compute)) == bands


def test_keys_come_by_period_then_dimension_then_group():
    years = [date(2023, 4, 1), date(2022, 4, 1), date(2022, 4, 1), date(2022, 4, 1), date(2022, 4, 1)]
    found = pa.table(
        {
            "kind": ["financial_year"] * 5,
            "period_start": years,
            "period_end": [date(start.year + 1, 4, 1) for start in years],
            "deprivation": pa.array([None, None, 5, 1, None], pa.int32()),
            "sex": [None, "M", None, None, None],
            **{name: [1, 2, 3, 4, None] for name in ("n", "x", "total", "squares", "days")},
        }
    )
    got = tally(found, measure({**EVENTS, "statistic": "proportion", "numerator": "true"}).compute, {})
    assert [(each.start.year, each.dimension, each.group.code) for each in got.keys] == [
        (2022, "all", "all"),
        (2022, "deprivation", "1"),
        (2022, "deprivation", "5"),
        (2022, "sex", "M"),
        (2023, "all", "all"),
    ]
    for name in ("n", "x", "total", "squares", "days"):
        assert getattr(got, name).tolist() == [0, 4, 3, 2, 1]
    chosen = got.where(np.array([False, True, False, False, True]))
    assert (chosen.n.tolist(), [each.group.code for each in chosen.keys]) == ([4, 1], ["1", "all"])


@pytest.mark.parametrize(
    ("kind", "start", "label"),
    [
        ("month", date(2026, 1, 1), "January 2026"),
        ("month", date(2026, 12, 1), "December 2026"),
        ("financial_year", date(2025, 4, 1), "2025/26"),
        ("financial_year", date(1999, 4, 1), "1999/00"),
        ("quarter", date(2025, 4, 1), "2025/26 Q1"),
        ("quarter", date(2025, 10, 1), "2025/26 Q3"),
        ("quarter", date(2026, 1, 1), "2025/26 Q4"),
        ("quarter", date(2026, 3, 1), "2025/26 Q4"),
    ],
)
def test_what_people_call_a_period(kind, start, label):
    assert period_label(kind, start) == label


def test_not_a_number_is_nothing():
    assert (number(np.float64("nan")), number(np.float64(0)), number(2)) == (None, 0, 2)
