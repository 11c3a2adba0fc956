"""Why a figure is not given: of several reasons the first, and the boundary at which each begins."""

import numpy as np
import pytest

from oneplace import stats

NAN = np.nan
SERIES = [10.0, 12.0] * 6  # twelve points: one fewer than a chart needs


def dsr(counts, people, **how):
    return stats.directly_standardised_rate(counts, people, bands=["0-4", "5-9"], **how)


def life(deaths, people, **how):
    return stats.life_expectancy(deaths, people, (0, 50), **how)


def ratio(counts, people, events=(5, 20), reference=(1000, 1000)):
    return stats.standardised_ratio(counts, people, events, reference)


def of_pairs(n, total, squares, *over):
    out_of, out_of_squares, products = over
    return stats.ratio_from(
        n, sum=total, sum_of_squares=squares, out_of=out_of, out_of_squares=out_of_squares, products=products
    )


def slope(value, people, error=(1, 1, 1), **how):
    return stats.slope_index(value, people, standard_error=error, **how)


def trend(counts, people=100, years=None, kind="proportion"):
    return stats.recent_trend(stats.proportion(counts, people), years, kind=kind)


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        # rates and proportions
        (lambda: stats.rate(NAN, -1), "missing"),
        (lambda: stats.rate(-1, 0), "negative"),
        (lambda: stats.rate(0, 0), "no_denominator"),
        (lambda: stats.rate(2, -1), "negative"),
        (lambda: stats.rate(2, np.inf), "missing"),
        (lambda: stats.rate(11, 10), ""),
        (lambda: stats.proportion(NAN, 0), "missing"),
        (lambda: stats.proportion(-1, 10), "negative"),
        (lambda: stats.proportion(1, 0), "no_denominator"),
        (lambda: stats.proportion(10, 10), ""),
        (lambda: stats.proportion(11, 10), "count_exceeds_denominator"),
        # means
        (lambda: stats.mean_from(0, 0, 0), "no_denominator"),
        (lambda: stats.mean_from(1, 4, 16), "one_value"),
        (lambda: stats.mean_from(2, 4, 10), ""),
        (lambda: stats.mean_from(-1, 4, 16), "negative"),
        (lambda: stats.mean_from(NAN, 4, 16), "missing"),
        (lambda: stats.mean_from(3, NAN, 16), "missing"),
        (lambda: stats.mean_from(3, 4, NAN), "missing"),
        (lambda: of_pairs(3, 4, 6, 0, 0, 0), "no_denominator"),
        (lambda: of_pairs(0, 0, 0, 0, 0, 0), "no_denominator"),
        (lambda: of_pairs(3, 4, 6, -2, 4, 1), "negative"),
        (lambda: of_pairs(1, 4, 16, 2, 4, 8), "one_value"),
        (lambda: of_pairs(3, 4, 6, NAN, 4, 1), "missing"),
        (lambda: of_pairs(3, 4, 6, 4, 6, 5), ""),
        (lambda: stats.mean([NAN, NAN]), "no_denominator"),
        (lambda: stats.mean([NAN, 3]), "one_value"),
        # directly standardised rates
        (lambda: dsr([4, 5], [100, 100]), "fewer_than_10_events"),
        (lambda: dsr([5, 5], [100, 100]), ""),
        (lambda: dsr([5, NAN], [100, 100]), "fewer_than_10_events"),
        (lambda: dsr([50, 5], [100, NAN]), "missing"),
        (lambda: dsr([-1, 50], [100, 100]), "negative"),
        (lambda: dsr([1, 50], [-100, 100]), "negative"),
        (lambda: dsr([50, 0], [100, 0]), "no_denominator"),
        (lambda: dsr([5, 0], [100, 0]), "no_denominator"),
        (lambda: dsr([50, 0], [100, 0], standard={"0-4": 1.0, "5-9": 0.0}), ""),
        (lambda: dsr([50, 5], [100, 10], standard={"0-4": 0.0, "5-9": 0.0}), "no_denominator"),
        # indirectly standardised ratios
        (lambda: ratio([3, 9], [100, 200]), ""),
        (lambda: ratio([3, NAN], [100, 200]), ""),
        (lambda: ratio([3, 9], [0, 0]), "no_expected_events"),
        (lambda: ratio([3, 9], [100, 200], events=(0, 0)), "no_expected_events"),
        (lambda: ratio([-3, 9], [100, 200]), "negative"),
        (lambda: ratio([3, 9], [-100, 200]), "negative"),
        (lambda: ratio([3, 9], [100, 200], events=(-5, 20)), "negative"),
        (lambda: ratio([3, 9], [100, 200], reference=(-1000, 1000)), "negative"),
        (lambda: ratio([3, 9], [100, 200], reference=(1000, 0)), "missing"),
        (lambda: ratio([3, 9], [100, 200], reference=(NAN, 1000)), "missing"),
        (lambda: stats.standardised_ratio(None, [100], [5], [1000], observed=NAN), "missing"),
        (lambda: stats.standardised_ratio(None, [100], [5], [1000], observed=-1), "negative"),
        # life expectancy: more than 5,000 people
        (lambda: life([5, 100], [4000, 1001]), ""),
        (lambda: life([5, 100], [4000, 1000]), "too_few_people"),
        (lambda: life([5, 100], [4000, 1000], fewest_people=4999), ""),
        (lambda: life([5, 0], [9000, 1000]), "no_deaths_at_the_end"),
        (lambda: life([5, 1000], [9000, 1000]), ""),
        (lambda: life([5, 1001], [9000, 1000]), "count_exceeds_denominator"),
        (lambda: life([5, 100], [9000, 0]), "no_denominator"),
        (lambda: life([-5, 100], [9000, 1000]), "negative"),
        (lambda: life([5, 100], [-9000, 1000]), "negative"),
        (lambda: life([NAN, 100], [9000, 1000]), "missing"),
        (lambda: life([5, 100], [9000, NAN]), "missing"),
        # indices of inequality
        (lambda: slope([1, 2, 3], [1, 1, 1]), ""),
        (lambda: slope([1, NAN, 3], [1, 1, 1]), "missing"),
        (lambda: slope([1, 2, 3], [1, NAN, 1]), "missing"),
        (lambda: slope([1, 2, 3], [1, 1, 1], (1, NAN, 1)), "missing"),
        (lambda: slope([1, 2, 3], [1, 1, -1]), "negative"),
        (lambda: slope([1, 2, 3], [1, 1, 1], (1, 1, -1)), "negative"),
        (lambda: slope([1, 2, 3], [1, 0, 1]), "no_denominator"),
        (lambda: slope([0, 2, 3], [1, 1, 1], transform="log"), "outside_scale"),
        (lambda: slope([-1, 2, 3], [1, 1, 1]), ""),
        (lambda: slope([0.1, 0.2, 1], [1, 1, 1], transform="logit"), "outside_scale"),
        (lambda: slope([0, 0.2, 0.4], [1, 1, 1], transform="logit"), "outside_scale"),
        (lambda: slope([0, 0.2, 0.4], [1, 1, 1], spread="log"), "outside_scale"),
        (
            lambda: stats.slope_index([1, 2], [1, 1], lower=[0, 1], upper=[2, 3], transform="log"),
            "outside_scale",
        ),
        (
            lambda: stats.slope_index([0.4, 0.5], [1, 1], lower=[0.1, 0.2], upper=[0.9, 1], transform="logit"),
            "outside_scale",
        ),
        (lambda: stats.relative_index([-1, 0, 1], [1, 1, 1], standard_error=[1e-9] * 3), ""),
        (lambda: stats.relative_index([0, 0, 0], [1, 1, 1], standard_error=[1] * 3), "zero_reference"),
        (lambda: stats.relative_index([0.1, 1, 2], [1, 1, 1], standard_error=[1] * 3), "ratio_unbounded"),
        # measures over all groups
        (lambda: stats.concentration_index([0, 0], [1, 1]), "zero_reference"),
        (lambda: stats.concentration_index([0, 1], [1, 1]), ""),
        (lambda: stats.concentration_index([1, 2], [1, 0]), "no_denominator"),
        (lambda: stats.concentration_index([1, 2], [1, -1]), "negative"),
        (lambda: stats.concentration_index([1, 2], [NAN, 1]), "missing"),
        (lambda: stats.concentration_index([1, 2], [1, 1], standard_error=[1, NAN]), "missing"),
        (lambda: stats.concentration_index([1, 2], [1, 1], standard_error=[1, -1]), "negative"),
        (lambda: stats.concentration_index([1, 2], [1, 1], standard_error=[1, 0]), ""),
        (lambda: stats.population_attributable_fraction([0, 0], [1, 1]), "zero_reference"),
        (lambda: stats.population_attributable_fraction([2, 0], [1, 1], standard_error=[1, 1]), "zero_reference"),
        (lambda: stats.population_attributable_fraction([2, 1], [1, 1], standard_error=[1, 1]), ""),
        (lambda: stats.population_attributable_fraction([2, 1], [1, 1]), "no_spread"),
        (lambda: stats.between_group_variance([2, 1], [1, 1]), "no_spread"),
        (lambda: stats.between_group_variance([2, 1], [1, 1], standard_error=[0, 0]), ""),
        (lambda: stats.between_group_variance([-2, 1], [1, 1]), "negative"),
        # trends
        (lambda: trend([1, 2, 3, 4, 5]), ""),
        (lambda: trend([1, 2, 3, 4]), "too_few_points"),
        (lambda: trend([1, 2, 3, 4, NAN]), "missing"),
        (lambda: trend([NAN, 2, 3, 4, 5, 6]), ""),
        (lambda: trend([1, 2, 3, 4, 5], years=[1, 2, 3, 4, 4]), "duplicate_periods"),
        (lambda: trend([1, 2, 3, 4, 5], years=[1, 2, 3, 4, 4.5]), "irregular_periods"),
        (lambda: trend([1, 2, 3, 4, 5], years=[1, 2, 3, 4, 6]), ""),
        (lambda: trend([1, 2, 3, 4, 5], years=[1, 2, 3, 4, NAN]), "irregular_periods"),
        (lambda: trend([1, 2, 3, 4, -5]), "negative"),
        (lambda: trend([1, 2, 3, 4, 5], [9, 9, 9, 9, -9]), "negative"),
        (lambda: trend([1, 2, 3, 4, 0], [9, 9, 9, 9, 0]), "no_denominator"),
        (lambda: trend([1, 2, 3, 4, 10], [9, 9, 9, 9, 9]), "count_exceeds_denominator"),
        (lambda: trend([1, 2, 3, 4, 9], [9, 9, 9, 9, 9]), ""),
        (lambda: stats.recent_trend(stats.published([1, 2, 3, 4, 5], 0, 6)), ""),
        (lambda: stats.recent_trend(stats.published([1, 2, 3, 4, 5], 0, [6, 6, 6, 6, 0])), "missing_limits"),
        (lambda: stats.recent_trend(stats.published([1, 2, 3, 4, 5], 0, [6, 6, 6, 6, NAN])), "missing_limits"),
        (lambda: stats.recent_trend(stats.published([1, 2, 3, 4, NAN], 0, 6)), "missing"),
        # charts
        (lambda: stats.xmr(SERIES, target=1), "too_few_points"),
        (lambda: stats.xmr([*SERIES, 10], target=1), ""),
        (lambda: stats.xmr(SERIES, target=1, fewest_points=12), ""),
        (lambda: stats.xmr([*SERIES, NAN], target=1), "too_few_points"),
        (lambda: stats.xmr([3.0] * 13, target=1), "constant"),
        (lambda: stats.xmr([3.0] * 12, target=1), "too_few_points"),
        (lambda: stats.xmr([*SERIES, 10]), "no_target"),
        (lambda: stats.p_chart([1, 2] * 6, 10, target=1), "too_few_points"),
        (lambda: stats.p_chart([1, 2] * 7, 10, target=1), ""),
        (lambda: stats.p_chart([1, 2] * 6, 10, target=1, fewest_points=12), ""),
        (lambda: stats.p_chart([1, -1] * 7, 10, target=1), "negative"),
        (lambda: stats.p_chart([1, 1] * 7, [10, -1] * 7, target=1), "negative"),
        (lambda: stats.p_chart([1, 11] * 7, 10, target=1), "count_exceeds_denominator"),
        (lambda: stats.u_chart([1, 11] * 7, 10, target=1), ""),
        (lambda: stats.p_chart([10] * 14, 10, target=1), "constant"),
        (lambda: stats.u_chart([0] * 14, 10, target=1), "constant"),
        (lambda: stats.u_chart([1, 2] * 7, [10, 0] * 7, target=1), "too_few_points"),
        (lambda: stats.g_chart([1, 2, 3]), "too_few_points"),
        (lambda: stats.g_chart([1, 2, 3, NAN]), "too_few_points"),
        (lambda: stats.g_chart([1, 2, 3, 4]), ""),
        (lambda: stats.g_chart([1, 2, 3, -1]), "negative"),
        (lambda: stats.t_chart([1, 2, 3, 0]), ""),
        (lambda: stats.run_chart([1, 2, 3, 4, 4.5, 5, 5, 6, 7, 8, 9]), "too_few_points"),
        (lambda: stats.run_chart([1, 2, 3, 4, 4.5, 6, 7, 8, 9, 9.5]), ""),
        (lambda: stats.run_chart([1, 2, 3, 4, 5, 6, 7, 8, 9, 5]), "too_few_points"),
        (lambda: stats.forecast([1, 2, 3], 1), "too_few_points"),
        (lambda: stats.forecast([1, 2, 3, NAN], 1), "too_few_points"),
        (lambda: stats.forecast([1, 2, 3, 4], 1), ""),
    ],
)
def test_the_first_reason_is_given(call, reason):
    codes = set(np.ravel(call().reason).tolist())
    assert codes == {reason}
    assert reason in stats.REASONS


@pytest.mark.parametrize(
    ("values", "people", "groups", "reasons"),
    [
        ([1, 2, NAN], None, 2, ["", "", "missing"]),
        ([1, NAN, NAN], None, 2, ["too_few_areas", "missing", "missing"]),
        ([1, 2], None, 2, ["", ""]),
        ([1, 2], None, 3, ["too_few_areas", "too_few_areas"]),
        ([1, 2, 3], [5, -1, 5], 2, ["", "negative", ""]),
        ([1, 2, 3], [5, 0, 5], 2, ["", "no_denominator", ""]),
        ([1, 2, 3], [5, NAN, 5], 2, ["", "missing", ""]),
    ],
)
def test_areas_that_have_no_quantile_group(values, people, groups, reasons):
    found = stats.quantile_groups(values, groups, population=people)
    assert found.reason.tolist() == reasons
    assert np.isnan(found.value).tolist() == [reason != "" for reason in reasons]


@pytest.mark.parametrize(
    ("count", "denominator", "kind", "reason"),
    [
        (NAN, 100, "proportion", "missing"),
        (5, NAN, "rate", "missing"),
        (-1, 100, "rate", "negative"),
        (1, -100, "ratio", "negative"),
        (0, 0, "rate", "no_denominator"),
        (0, NAN, "rate", "missing"),
        (0, NAN, "standardised_rate", "fewer_than_10_events"),
        (0, 100, "standardised_rate", "fewer_than_10_events"),
        (9, 100, "standardised_rate", "fewer_than_10_events"),
        (10, 100, "standardised_rate", ""),
        (9, 100, "rate", ""),
        (100, 100, "proportion", ""),
        (101, 100, "proportion", "count_exceeds_denominator"),
        (101, 100, "rate", ""),
    ],
)
def test_areas_that_a_funnel_can_not_judge(count, denominator, kind, reason):
    found = stats.funnel_significance([50, count], [500, denominator], kind)
    assert found.reason.tolist() == ["", reason]
    assert (found.value[1] == "", bool(np.isnan(found.z[1]))) == (reason != "", reason != "")
    if reason == "count_exceeds_denominator":
        assert found.baseline == pytest.approx(0.1)
