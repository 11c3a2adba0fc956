"""Rates, proportions and means: the published tables, the laws, and rows that can't be computed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from oneplace.stats import limits, mean, mean_from, percentile_ranks, proportion, rate, ratio_from
from oneplace.stats.estimate import floats
from tests.stats.cases import number, numbers, rows

BOTH = (0.95, 0.998)


@pytest.mark.parametrize("case", rows("byars_wilson.csv"))
def test_limits_of_counts_agree_with_the_published_table(case):
    level, x = floats([float(case["confidence"])]), floats([float(case["x"])])
    lower, upper = (
        limits.byars(x, level) if case["method"] == "Byars" else limits.wilson(x, floats([float(case["n"])]), level)
    )
    np.testing.assert_allclose([lower[0], upper[0]], [number(case["lower"]), number(case["upper"])], rtol=1e-10)


@pytest.mark.parametrize(("function", "name"), [(rate, "rates.csv"), (proportion, "proportions.csv")])
def test_values_and_limits_agree_with_the_published_table(function, name):
    for multiplier in {row["multiplier"] for row in rows(name)}:
        found = [row for row in rows(name) if row["multiplier"] == multiplier]
        result = function(numbers(found, "numerator"), numbers(found, "denominator"), float(multiplier), BOTH)
        np.testing.assert_allclose(result.value, numbers(found, "value"), rtol=1e-10)
        for i, level in enumerate(("95_0cl", "99_8cl")):
            np.testing.assert_allclose(result.lower[:, i], numbers(found, f"lower{level}"), rtol=1e-10, atol=1e-12)
            np.testing.assert_allclose(result.upper[:, i], numbers(found, f"upper{level}"), rtol=1e-10)
        assert result.method.tolist() == [row["method"] for row in found]


def test_means_agree_with_the_published_table_from_values_and_from_sums():
    inputs = rows("means_inputs.csv")
    for case in rows("means_expected.csv"):
        values = [float(row["values"]) for row in inputs if case["area"] in (row["area"], "No grouping")]
        known = (len(values), sum(values), sum(value**2 for value in values))
        for result in (mean(values, BOTH), mean_from(*known, BOTH)):
            expected = [
                [float(case[f"{side}{level}"]) for level in ("95_0cl", "99_8cl")] for side in ("lower", "upper")
            ]
            np.testing.assert_allclose(result.value, float(case["value"]), rtol=1e-10)
            np.testing.assert_allclose([result.lower, result.upper], expected, rtol=1e-10)


def test_zero_events_have_a_rate_of_zero_and_an_upper_limit():
    result = rate([0], [1000], 1000)
    assert (result.value[0], result.lower[0]) == (0, 0)
    assert result.upper[0] == pytest.approx(3.688879, abs=1e-6)  # Garwood's exact limit of no event


def test_a_bad_row_has_a_reason_and_leaves_its_neighbours_alone():
    result = rate([5, np.nan, -1, 5, 12], [100, 100, 100, 0, 100], 100)
    assert result.reason.tolist() == ["", "missing", "negative", "no_denominator", ""]
    assert np.isnan(result.value).tolist() == [False, True, True, True, False]
    alone = rate([5], [100], 100)
    assert (result.lower[0], result.upper[0]) == (alone.lower[0], alone.upper[0])


@pytest.mark.parametrize("function", [rate, proportion])
def test_infinite_numbers_and_empty_arrays(function):
    assert function([np.inf, 5, 3], [100, np.inf, 9]).reason.tolist() == ["missing", "missing", ""]
    assert function([], []).value.shape == (0,)
    assert function(np.zeros((0, 3)), 1, confidence=[0.9, 0.95]).lower.shape == (0, 3, 2)


def test_a_proportion_of_more_than_all_is_refused_with_a_reason():
    assert proportion([5, 4], [4, 4]).reason.tolist() == ["count_exceeds_denominator", ""]


def test_one_value_has_a_mean_and_no_limits():
    result = mean_from([1, 0], [3, 0], [9, 0])
    assert result.value[0] == 3
    assert np.isnan(result.lower[0])
    assert result.reason.tolist() == ["one_value", "no_denominator"]


PAIRS = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 900)), min_size=2, max_size=40)


def of_pairs(pairs, **settings):
    y, x = np.array(pairs, dtype=float).T
    return ratio_from(
        len(y),
        sum=y.sum(),
        sum_of_squares=(y**2).sum(),
        out_of=x.sum(),
        out_of_squares=(x**2).sum(),
        products=(x * y).sum(),
        **settings,
    )


UNIT = np.finfo(float).eps / 2
"""By how much of itself a number is rounded at most."""


def lost(y, x):
    """How much of half the interval rounding can take or add, where only the sums are known.

    The squared distances are the small rest of three large terms, S = Σy² - 2(Σy/Σx)Σxy + (Σy/Σx)²Σx². The sums of
    whole numbers are exact, so S is wrong by 8u of the terms' sizes at most: two roundings of the line in each, and
    those of the products and sums (Higham 2002, 3.1). A root of S + d is at most √|d| from the root of S.
    """
    line, n = y.sum() / x.sum(), len(y)
    terms = (y**2).sum() + 2 * line * (x * y).sum() + line**2 * (x**2).sum()
    return student.ppf(0.975, n - 1) * np.sqrt(8 * UNIT * terms / (n - 1) / n) / x.mean()


@given(PAIRS)
def test_a_ratio_of_sums_has_the_limits_of_the_distances_from_its_line(pairs):
    """Cochran 1977, equation 6.13 without its correction for a finite population, with Student's t."""
    y, x = np.array(pairs, dtype=float).T
    line, n = y.sum() / x.sum(), len(y)
    error = np.sqrt(((y - line * x) ** 2).sum() / (n - 1) / n) / x.mean()
    found = of_pairs(pairs, per=100)
    assert found.value == pytest.approx(100 * line)
    half = 100 * student.ppf(0.975, n - 1) * error
    assert found.upper - found.value == pytest.approx(half, rel=1e-9, abs=100 * lost(y, x) + 4 * UNIT * found.upper)
    assert (found.count, found.denominator) == (y.sum(), x.sum())


@given(st.lists(st.integers(0, 900), min_size=2, max_size=40))
def test_a_ratio_of_ones_is_the_mean(values):
    found, direct = of_pairs([(value, 1) for value in values]), mean(values)
    assert found.value == direct.value
    assert found.upper == pytest.approx(direct.upper, rel=1e-9, abs=lost(np.array(values, float), np.ones(len(values))))


def test_a_ratio_s_limits_are_near_those_of_leaving_one_out():
    rng = np.random.default_rng(5)
    x = rng.gamma(4, 10, 400)
    y = 0.8 * x + rng.normal(0, 5, 400)
    found = of_pairs(np.stack([y, x], axis=1))
    without = (y.sum() - y) / (x.sum() - x)
    error = np.sqrt(399 / 400 * ((without - without.mean()) ** 2).sum())
    assert (found.upper - found.lower) / 2 == pytest.approx(student.ppf(0.975, 399) * error, rel=0.02)


@pytest.mark.parametrize("confidence", [0, 1, 95, -0.5, []])
def test_confidence_outside_nought_to_one_is_refused(confidence):
    with pytest.raises(ValueError, match="confidence is"):
        rate([1], [2], confidence=confidence)


def test_several_confidence_levels_make_one_more_axis_and_wider_limits():
    result = proportion([[3, 4], [5, 6]], 10, 100, [0.9, 0.95, 0.99])
    assert result.lower.shape == (2, 2, 3)
    assert np.all(np.diff(result.lower, axis=-1) < 0)
    assert np.all(np.diff(result.upper, axis=-1) > 0)


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_limits_hold_the_value_and_scale_with_the_multiplier(x, n):
    for function in (rate, proportion):
        once, thousand = function(min(x, n), n, 1), function(min(x, n), n, 1000)
        assert once.lower <= once.value <= once.upper
        np.testing.assert_allclose([thousand.lower, thousand.upper], [once.lower * 1000, once.upper * 1000], rtol=1e-12)


@given(st.lists(st.integers(0, 99), min_size=1, max_size=8), st.randoms())
def test_permuting_rows_permutes_results(counts, random):
    order = list(range(len(counts)))
    random.shuffle(order)
    a, b = rate(counts, 100), rate([counts[i] for i in order], 100)
    assert a.upper[order].tolist() == b.upper.tolist()


def test_ranks_about_the_median_hold_it_as_often_as_they_should():
    lower, upper = percentile_ranks([5, 6, 100], 0.5)
    assert (lower.tolist(), upper.tolist()) == (
        [0, 1, 40],
        [0, 6, 61],
    )  # Conover 1999, table A3: five values are too few
    rng = np.random.default_rng(3)
    drawn = np.sort(rng.normal(size=(4000, 100)))
    assert 0.94 <= ((drawn[:, 39] <= 0) & (drawn[:, 60] >= 0)).mean() <= 0.98
