"""Where a place rounds counts, everything is made from the rounded ones."""

from dataclasses import replace

import numpy as np
import pytest

from oneplace.measures.tally import Lengths, Tally, estimates, rounded
from tests.measures.build import counts, key, measure, proportion

KEYS = (key("sex", "F"), key("sex", "M"))


def test_a_proportion_and_its_limits_are_those_of_the_rounded_counts():
    exact, like = counts([(KEYS[0], 102, 7), (KEYS[1], 103, 8)]), counts([(KEYS[0], 100, 5), (KEYS[1], 105, 10)])
    compute = proportion().compute
    found, wanted = estimates(rounded(exact, 5), compute), estimates(like, compute)
    for name in ("value", "lower", "upper", "count", "denominator"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))


def test_rounding_to_one_changes_nothing():
    exact = counts([(KEYS[0], 102, 7)])
    assert rounded(exact, 1) is exact


def test_of_a_ratio_only_how_many_it_is_of_is_rounded_for_its_sums_are_not_shown():
    exact = counts([(KEYS[0], 12, 0), (KEYS[1], 41, 0)])
    sums = np.array([[2.3, 0.9, 1.4], [203, 2000, 1500]])
    exact = replace(exact, total=np.array([1.9, 118]), squares=np.array([0.7, 900]), of_ratio=sums)
    compute = measure(
        {"from": "record", "statistic": "ratio", "events": {"table": "activity"}, "quantity": "quantity", "out_of": "1"}
    ).compute
    found = estimates(rounded(exact, 5), compute)
    np.testing.assert_allclose(found.value, [100 * 1.9 / 2.3, 100 * 118 / 203])
    assert found.denominator.tolist() == [10, 40]


def test_a_standardised_rate_does_not_tell_how_many_events_there_were():
    compute = measure(
        {
            "from": "record",
            "statistic": "rate",
            "standardise": "ESP2013",
            "events": {"table": "activity", "where": "activity_type = 'ed_attendance'"},
        }
    ).compute
    bands = len(estimates_bands(compute))

    def tally(spread):
        n = np.array([spread])
        none = np.zeros_like(n)
        return Tally(KEYS[:1], n, none, none, none, np.full_like(n, 365_250.0))

    ages = np.arange(bands, dtype=float)
    events = ages.sum()
    found = estimates(rounded(tally(ages), 10), compute)
    assert found.count[0] == round(events / 10) * 10 != events
    scaled = estimates(tally(ages * found.count[0] / events), compute)
    assert found.value[0] == pytest.approx(scaled.value[0])
    assert not rounded(tally(ages * 0), 10).n.any()


def estimates_bands(compute):
    from oneplace.measures.tally import band_starts

    return band_starts(compute)


def test_a_percentile_s_limits_stay_within_its_values_when_their_number_is_rounded_up():
    compute = measure(
        {
            "from": "record",
            "statistic": "percentile",
            "percentile": 0.5,
            "quantity": "date_diff('second', start_at, seen_at)",
            "events": {"table": "activity", "where": "activity_type = 'ed_attendance'"},
        }
    ).compute
    values = [float(i) for i in range(8)]
    none = np.zeros(1)
    exact = Tally(KEYS[:1], np.array([8.0]), none, none, none, none, Lengths.of([(values, *np.eye(3, 1) * np.ones(8))]))
    found = estimates(rounded(exact, 5), compute)
    assert found.denominator[0] == 10
    assert found.value[0] == 3.5
    assert 0 <= found.lower[0] <= 3.5 <= found.upper[0] <= 7
