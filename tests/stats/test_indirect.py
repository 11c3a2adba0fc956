"""Indirectly standardised ratios and rates: the published cases, missing and empty bands."""

import numpy as np
import pytest

from oneplace.stats import indirectly_standardised_rate, standardised_ratio
from tests.stats.cases import number, numbers, rows

FUNCTIONS = {"rate": indirectly_standardised_rate, "ratio": standardised_ratio}


@pytest.mark.parametrize("case", rows("isr_expected.csv"), ids=lambda c: f"{c['kind']}-{c['area']}-{c['multiplier']}")
def test_published_cases(case):
    name = "isr_inputs.csv" if case["case"] == "main" else "isr_zero_population_inputs.csv"
    found = [row for row in rows(name) if row["area"] == case["area"]]
    columns = [numbers(found, column) for column in ("x", "n", "x_ref", "n_ref")]
    result = FUNCTIONS[case["kind"]](*columns, per=float(case["multiplier"]), confidence=(0.95, 0.998))
    np.testing.assert_allclose(
        [result.value, result.lower[0], result.upper[0], result.count, result.denominator],
        [number(case[c]) for c in ("value", "lower95_0cl", "upper95_0cl", "observed", "expected")],
        rtol=1e-10,
    )
    if case["lower99_8cl"]:
        np.testing.assert_allclose(
            [result.lower[1], result.upper[1]], [number(case["lower99_8cl"]), number(case["upper99_8cl"])], rtol=1e-10
        )
    assert result.method == case["method"]


def test_observed_totals_do_without_ages():
    by_age = standardised_ratio([3, 9], [100, 200], [5, 20], [1000, 1000])
    total = standardised_ratio(None, [100, 200], [5, 20], [1000, 1000], observed=12)
    assert (by_age.value, by_age.lower) == (total.value, total.lower)


def test_an_area_at_the_references_rates_has_a_ratio_of_one():
    assert standardised_ratio([5, 20], [1000, 1000], [5, 20], [1000, 1000]).value == pytest.approx(1)


def test_bad_areas_have_reasons():
    n = [[100, 200], [0, 0], [100, 200]]
    result = standardised_ratio([[3, 9], [0, 0], [-3, 9]], n, [5, 20], [1000, 1000])
    assert result.reason.tolist() == ["", "no_expected_events", "negative"]
    assert standardised_ratio([3, 9], [100, 200], [5, 20], [1000, 0]).reason == "missing"
    with pytest.raises(ValueError, match="either"):
        standardised_ratio(None, [1], [1], [1])
    with pytest.raises(ValueError, match="same age bands"):
        standardised_ratio([1, 2], [1], [1], [1])
