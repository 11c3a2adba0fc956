"""Directly age-standardised rates: the published cases, joining by label, ranges, empty bands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.stats import ESP2013, directly_standardised_rate
from tests.stats.cases import number, rows

BANDS = list(ESP2013)


def inputs(case, area):
    return [row for row in rows("dsr_inputs.csv") if (row["case"], row["area"]) == (case, area)]


def test_the_standard_population_is_the_published_one():
    assert list(ESP2013.values()) == [float(row["population"]) for row in rows("esp2013.csv")]
    assert sum(ESP2013.values()) == 100_000


@pytest.mark.parametrize("case", rows("dsr_expected.csv"), ids=lambda case: f"{case['area']}-{case['multiplier']}")
def test_published_cases(case):
    found = inputs(case["case"], case["area"])
    bands = list(dict.fromkeys(row["ageband"] for row in found))
    times = sorted({float(row["event_frequency"]) for row in found})
    of = {(row["ageband"], float(row["event_frequency"])): row for row in found}
    counts = [[number(of[band, f]["x"]) if (band, f) in of else 0 for f in times] for band in bands]
    n = [float(of[band, times[0]]["n"]) for band in bands]
    standard = {band: float(of[band, times[0]]["stdpop"]) for band in bands}
    result = directly_standardised_rate(
        counts, n, standard, bands=bands, per=float(case["multiplier"]), confidence=(0.95, 0.998), frequency=times
    )
    np.testing.assert_allclose(result.value, number(case["value"]), rtol=1e-10)
    np.testing.assert_allclose(result.lower[0], number(case["lower95_0cl"]), rtol=1e-10)
    np.testing.assert_allclose(result.upper[0], number(case["upper95_0cl"]), rtol=1e-10)
    if case["lower99_8cl"]:
        np.testing.assert_allclose(result.lower[1], number(case["lower99_8cl"]), rtol=1e-10)
    if not case["value"]:
        assert result.reason == "fewer_than_10_events"


def test_bands_are_joined_by_label_never_by_position():
    found = inputs("esp2013", "testdata_big")
    x, n = [float(row["x"]) for row in found], [float(row["n"]) for row in found]
    straight = directly_standardised_rate(x, n, bands=BANDS)
    turned = directly_standardised_rate(x[::-1], n[::-1], bands=BANDS[::-1])
    assert turned.value == pytest.approx(straight.value, rel=1e-14)


def test_a_part_of_the_ages_is_standardised_to_that_part():
    result = directly_standardised_rate([10, 20], [100, 100], bands=["0-4", "5-9"], per=1)
    assert result.value == pytest.approx((5000 * 0.1 + 5500 * 0.2) / 10500)


def test_an_unknown_or_repeated_band_is_refused():
    with pytest.raises(ValueError, match="no age band '85\\+'"):
        directly_standardised_rate([10], [100], bands=["85+"])
    with pytest.raises(ValueError, match="named twice"):
        directly_standardised_rate([10, 1], [100, 1], bands=["90+", "90+"])
    with pytest.raises(ValueError, match="2 bands are named"):
        directly_standardised_rate([10], [100], bands=["0-4", "5-9"])


def test_an_empty_band_is_missing_or_pooled_with_the_next_younger_and_other_areas_stay():
    counts, people = [[10, 20, 0], [10, 20, 5]], [[100, 100, 0], [100, 100, 50]]
    bands = ["80-84", "85-89", "90+"]
    strict = directly_standardised_rate(counts, people, bands=bands, per=1)
    assert strict.reason.tolist() == ["no_denominator", ""]
    pooled = directly_standardised_rate(counts, people, bands=bands, per=1, empty_bands="pool")
    assert pooled.value[0] == pytest.approx((2500 * 0.1 + 2500 * 0.2) / 5000)
    assert pooled.value[1] == strict.value[1]
    first_empty = directly_standardised_rate([0, 20], [0, 100], bands=["0-4", "5-9"], per=1, empty_bands="pool")
    assert first_empty.value == pytest.approx(0.2)
    nobody = directly_standardised_rate([0, 0], [0, 0], bands=["0-4", "5-9"], empty_bands="pool")
    assert nobody.reason == "no_denominator"


@given(st.lists(st.integers(1, 500), min_size=19, max_size=19), st.integers(1, 9))
def test_equal_rates_in_every_band_give_that_rate(people, percent):
    n = np.array(people) * 100.0
    result = directly_standardised_rate(n * percent / 100, n, bands=BANDS, per=100)
    assert result.value == pytest.approx(percent)
    assert result.lower <= result.value <= result.upper
