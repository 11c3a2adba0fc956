"""Standardised rates and ratios worked out by hand, events that one person can have several times, and axes."""

import math

import numpy as np
import pytest

from oneplace import stats

HALVES = {"young": 1.0, "old": 3.0}
BANDS = ["young", "old"]


def byars(count):
    z = 1.959963984540054
    above = count + 1
    return (
        count * (1 - 1 / (9 * count) - z / (3 * math.sqrt(count))) ** 3,
        above * (1 - 1 / (9 * above) + z / (3 * math.sqrt(above))) ** 3,
    )


def dobson(value, variance, events):
    """Dobson's limits: Byar's of the count, scaled to the rate's own variance."""
    scale = math.sqrt(variance / events)
    return [value + scale * (side - events) for side in byars(events)]


def test_a_rate_and_its_limits():
    found = stats.directly_standardised_rate([6, 10], [100, 50], HALVES, bands=BANDS, per=1000)
    value = 0.25 * 6 / 100 + 0.75 * 10 / 50
    variance = 0.25**2 * 6 / 100**2 + 0.75**2 * 10 / 50**2
    assert found.value == pytest.approx(1000 * value)
    np.testing.assert_allclose([found.lower, found.upper], 1000 * np.array(dobson(value, variance, 16)))
    assert (found.count, found.denominator, str(found.method)) == (16, 150, "Dobson")


def test_weights_are_looked_up_by_label():
    turned = stats.directly_standardised_rate([10, 6], [50, 100], HALVES, bands=["old", "young"], per=1)
    assert turned.value == pytest.approx(0.25 * 0.06 + 0.75 * 0.2)


def test_events_that_come_together_widen_the_limits():
    """Six people once and five people twice are sixteen events; a person's events aren't independent."""
    counts = [[6, 0], [0, 5]]
    found = stats.directly_standardised_rate(counts, [100, 50], HALVES, bands=BANDS, per=1, frequency=[1, 2])
    value = 0.25 * 6 / 100 + 0.75 * 10 / 50
    variance = 0.25**2 * 6 / 100**2 + 0.75**2 * (5 * 4) / 50**2
    assert found.value == pytest.approx(value)
    np.testing.assert_allclose([found.lower, found.upper], dobson(value, variance, 16))
    assert found.count == 16
    one = stats.directly_standardised_rate([[6], [10]], [100, 50], HALVES, bands=BANDS, per=1, frequency=1)
    assert one.lower == stats.directly_standardised_rate([6, 10], [100, 50], HALVES, bands=BANDS, per=1).lower


def test_a_band_that_the_standard_gives_no_weight_needs_no_people():
    standard = {"young": 1.0, "old": 0.0}
    found = stats.directly_standardised_rate([20, 3], [100, 0], standard, bands=BANDS, per=1)
    assert found.value == pytest.approx(0.2)


def test_areas_and_levels_broadcast():
    found = stats.directly_standardised_rate(
        [[6, 10], [12, 20]], [100, 50], HALVES, bands=BANDS, per=1, confidence=[0.9, 0.95]
    )
    assert (found.value.shape, found.lower.shape) == ((2,), (2, 2))
    assert found.value[1] == pytest.approx(2 * found.value[0])
    people = stats.directly_standardised_rate([6, 10], [[100, 50], [200, 100]], HALVES, bands=BANDS, per=1)
    assert people.value[0] == pytest.approx(2 * people.value[1])
    assert people.count.tolist() == [16, 16]
    assert people.denominator.tolist() == [150, 300]


@pytest.mark.parametrize(
    ("people", "value"),
    [
        # an empty band joins the next younger one, else the next older
        ([100, 0, 50], 0.75 * 20 / 100 + 0.25 * 10 / 50),
        ([0, 100, 50], 0.75 * 20 / 100 + 0.25 * 10 / 50),
        ([0, 0, 50], 30 / 50),
        ([100, 0, 0], 30 / 100),
    ],
)
def test_empty_bands_are_pooled_with_their_neighbours(people, value):
    standard = {"a": 1.0, "b": 2.0, "c": 1.0}
    counts = {(100, 0, 50): [15, 5, 10], (0, 100, 50): [5, 15, 10]}.get(tuple(people), [10, 10, 10])
    found = stats.directly_standardised_rate(counts, people, standard, bands=["a", "b", "c"], per=1, empty_bands="pool")
    assert found.value == pytest.approx(value)
    assert found.count == 30


def test_a_ratio_and_a_rate_against_a_reference():
    """Expected: 100 x 5/1000 + 200 x 20/500 = 8.5 events; the reference's crude rate is 25 in 1,500."""
    arrays = ([3, 9], [100, 200], [5, 20], [1000, 500])
    low, high = byars(12)
    found = stats.standardised_ratio(*arrays, per=100)
    np.testing.assert_allclose([found.value, found.lower, found.upper], 100 / 8.5 * np.array([12, low, high]))
    assert (found.count, found.denominator, str(found.method)) == (12, 8.5, "Byars")
    rate = stats.indirectly_standardised_rate(*arrays)
    np.testing.assert_allclose(
        [rate.value, rate.lower, rate.upper], 100_000 * 25 / 1500 / 8.5 * np.array([12, low, high])
    )


@pytest.mark.parametrize(("events", "method"), [(9, "Exact"), (10, "Byars")])
def test_the_method_of_a_ratio_changes_at_ten_events(events, method):
    found = stats.standardised_ratio(None, [100], [10], [100], observed=events)
    rate = stats.rate(events, 10, 1)
    assert str(found.method) == method
    assert (found.value, found.lower, found.upper) == (
        pytest.approx(float(rate.value)),
        pytest.approx(float(rate.lower)),
        pytest.approx(float(rate.upper)),
    )


def test_missing_counts_and_people_count_as_none_and_what_was_found_comes_back():
    found = stats.standardised_ratio([[3, np.nan], [3, -9]], [100, np.nan], [5, np.nan], [1000, 500])
    assert (found.count[0], found.denominator[0]) == (3, 0.5)
    assert found.reason.tolist() == ["", "negative"]
    assert np.isnan(found.count[1])
    rate = stats.indirectly_standardised_rate([3, 9], [100, 200], [5, np.nan], [1000, 500], per=1)
    assert rate.value == pytest.approx(12 / 0.5 * 5 / 1500)
    nobody = stats.indirectly_standardised_rate([3, 9], [100, 200], [0, 0], [0, 0])
    assert (str(nobody.reason), bool(np.isnan(nobody.value))) == ("missing", True)


def test_observed_totals_broadcast_over_areas():
    found = stats.standardised_ratio(None, [[100, 200], [200, 400]], [5, 20], [1000, 500], observed=[12, 24])
    np.testing.assert_allclose(found.value, 12 / 8.5)
    several = stats.standardised_ratio([3, 9], [100, 200], [5, 20], [1000, 500], confidence=[0.9, 0.95])
    assert several.upper.shape == (2,)
