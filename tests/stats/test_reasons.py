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


def slope(value, people, error=(1, 1, 1), **how):
    return stats.slope_index(value, people, standard_error=error, **how)


def trend(counts, people=100, years=None, kind="proportion"):
    return stats.recent_trend(stats.proportion(counts, people), years, kind=kind)


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        # rates and proportions
        (stats.rate(NAN, -1), "missing"),
        (stats.rate(-1, 0), "negative"),
        (stats.rate(0, 0), "no_denominator"),
        (stats.rate(2, -1), "negative"),
        (stats.rate(2, np.inf), "missing"),
        (stats.rate(11, 10), ""),
        (stats.proportion(NAN, 0), "missing"),
        (stats.proportion(-1, 10), "negative"),
        (stats.proportion(1, 0), "no_denominator"),
        (stats.proportion(10, 10), ""),
        (stats.proportion(11, 10), "count_exceeds_denominator"),
        # means
        (stats.mean_from(0, 0, 0), "no_denominator"),
        (stats.mean_from(1, 4, 16), "one_value"),
        (stats.mean_from(2, 4, 10), ""),
        (stats.mean_from(-1, 4, 16), "negative"),
        (stats.mean_from(NAN, 4, 16), "missing"),
        (stats.mean_from(3, NAN, 16), "missing"),
        (stats.mean_from(3, 4, NAN), "missing"),
        (stats.mean([NAN, NAN]), "no_denominator"),
        (stats.mean([NAN, 3]), "one_value"),
        # directly standardised rates
        (dsr([4, 5], [100, 100]), "fewer_than_10_events"),
        (dsr([5, 5], [100, 100]), ""),
        (dsr([5, NAN], [100, 100]), "fewer_than_10_events"),
        (dsr([50, 5], [100, NAN]), "missing"),
        (dsr([-1, 50], [100, 100]), "negative"),
        (dsr([1, 50], [-100, 100]), "negative"),
        (dsr([50, 0], [100, 0]), "no_denominator"),
        (dsr([5, 0], [100, 0]), "no_denominator"),
        (dsr([50, 0], [100, 0], standard={"0-4": 1.0, "5-9": 0.0}), ""),
        (dsr([50, 5], [100, 10], standard={"0-4": 0.0, "5-9": 0.0}), "no_denominator"),
        # indirectly standardised ratios
        (ratio([3, 9], [100, 200]), ""),
        (ratio([3, NAN], [100, 200]), ""),
        (ratio([3, 9], [0, 0]), "no_expected_events"),
        (ratio([3, 9], [100, 200], events=(0, 0)), "no_expected_events"),
        (ratio([-3, 9], [100, 200]), "negative"),
        (ratio([3, 9], [-100, 200]), "negative"),
        (ratio([3, 9], [100, 200], events=(-5, 20)), "negative"),
        (ratio([3, 9], [100, 200], reference=(-1000, 1000)), "negative"),
        (ratio([3, 9], [100, 200], reference=(1000, 0)), "missing"),
        (ratio([3, 9], [100, 200], reference=(NAN, 1000)), "missing"),
        (stats.standardised_ratio(None, [100], [5], [1000], observed=NAN), "missing"),
        (stats.standardised_ratio(None, [100], [5], [1000], observed=-1), "negative"),
        # life expectancy: more than 5,000 people
        (life([5, 100], [4000, 1001]), ""),
        (life([5, 100], [4000, 1000]), "too_few_people"),
        (life([5, 100], [4000, 1000], fewest_people=4999), ""),
        (life([5, 0], [9000, 1000]), "no_deaths_at_the_end"),
        (life([5, 1000], [9000, 1000]), ""),
        (life([5, 1001], [9000, 1000]), "count_exceeds_denominator"),
        (life([5, 100], [9000, 0]), "no_denominator"),
        (life([-5, 100], [9000, 1000]), "negative"),
        (life([5, 100], [-9000, 1000]), "negative"),
        (life([NAN, 100], [9000, 1000]), "missing"),
        (life([5, 100], [9000, NAN]), "missing"),
        # indices of inequality
        (slope([1, 2, 3], [1, 1, 1]), ""),
        (slope([1, NAN, 3], [1, 1, 1]), "missing"),
        (slope([1, 2, 3], [1, NAN, 1]), "missing"),
        (slope([1, 2, 3], [1, 1, 1], (1, NAN, 1)), "missing"),
        (slope([1, 2, 3], [1, 1, -1]), "negative"),
        (slope([1, 2, 3], [1, 1, 1], (1, 1, -1)), "negative"),
        (slope([1, 2, 3], [1, 0, 1]), "no_denominator"),
        (slope([0, 2, 3], [1, 1, 1], transform="log"), "outside_scale"),
        (slope([-1, 2, 3], [1, 1, 1]), ""),
        (slope([0.1, 0.2, 1], [1, 1, 1], transform="logit"), "outside_scale"),
        (slope([0, 0.2, 0.4], [1, 1, 1], transform="logit"), "outside_scale"),
        (slope([0, 0.2, 0.4], [1, 1, 1], spread="log"), "outside_scale"),
        (
            stats.slope_index([1, 2], [1, 1], lower=[0, 1], upper=[2, 3], transform="log"),
            "outside_scale",
        ),
        (
            stats.slope_index([0.4, 0.5], [1, 1], lower=[0.1, 0.2], upper=[0.9, 1], transform="logit"),
            "outside_scale",
        ),
        (stats.relative_index([-1, 0, 1], [1, 1, 1], standard_error=[1e-9] * 3), ""),
        (stats.relative_index([0, 0, 0], [1, 1, 1], standard_error=[1] * 3), "zero_reference"),
        (stats.relative_index([0.1, 1, 2], [1, 1, 1], standard_error=[1] * 3), "ratio_unbounded"),
        # measures over all groups
        (stats.concentration_index([0, 0], [1, 1]), "zero_reference"),
        (stats.concentration_index([0, 1], [1, 1]), ""),
        (stats.concentration_index([1, 2], [1, 0]), "no_denominator"),
        (stats.concentration_index([1, 2], [1, -1]), "negative"),
        (stats.concentration_index([1, 2], [NAN, 1]), "missing"),
        (stats.concentration_index([1, 2], [1, 1], standard_error=[1, NAN]), "missing"),
        (stats.concentration_index([1, 2], [1, 1], standard_error=[1, -1]), "negative"),
        (stats.concentration_index([1, 2], [1, 1], standard_error=[1, 0]), ""),
        (stats.population_attributable_fraction([0, 0], [1, 1]), "zero_reference"),
        (stats.population_attributable_fraction([2, 0], [1, 1], standard_error=[1, 1]), "zero_reference"),
        (stats.population_attributable_fraction([2, 1], [1, 1], standard_error=[1, 1]), ""),
        (stats.population_attributable_fraction([2, 1], [1, 1]), "no_spread"),
        (stats.between_group_variance([2, 1], [1, 1]), "no_spread"),
        (stats.between_group_variance([2, 1], [1, 1], standard_error=[0, 0]), ""),
        (stats.between_group_variance([-2, 1], [1, 1]), "negative"),
        # trends
        (trend([1, 2, 3, 4, 5]), ""),
        (trend([1, 2, 3, 4]), "too_few_points"),
        (trend([1, 2, 3, 4, NAN]), "missing"),
        (trend([NAN, 2, 3, 4, 5, 6]), ""),
        (trend([1, 2, 3, 4, 5], years=[1, 2, 3, 4, 4]), "duplicate_periods"),
        (trend([1, 2, 3, 4, 5], years=[1, 2, 3, 4, 4.5]), "irregular_periods"),
        (trend([1, 2, 3, 4, 5], years=[1, 2, 3, 4, 6]), ""),
        (trend([1, 2, 3, 4, 5], years=[1, 2, 3, 4, NAN]), "irregular_periods"),
        (trend([1, 2, 3, 4, -5]), "negative"),
        (trend([1, 2, 3, 4, 5], [9, 9, 9, 9, -9]), "negative"),
        (trend([1, 2, 3, 4, 0], [9, 9, 9, 9, 0]), "no_denominator"),
        (trend([1, 2, 3, 4, 10], [9, 9, 9, 9, 9]), "count_exceeds_denominator"),
        (trend([1, 2, 3, 4, 9], [9, 9, 9, 9, 9]), ""),
        (stats.recent_trend(stats.published([1, 2, 3, 4, 5], 0, 6)), ""),
        (stats.recent_trend(stats.published([1, 2, 3, 4, 5], 0, [6, 6, 6, 6, 0])), "missing_limits"),
        (stats.recent_trend(stats.published([1, 2, 3, 4, 5], 0, [6, 6, 6, 6, NAN])), "missing_limits"),
        (stats.recent_trend(stats.published([1, 2, 3, 4, NAN], 0, 6)), "missing"),
        # charts
        (stats.xmr(SERIES, target=1), "too_few_points"),
        (stats.xmr([*SERIES, 10], target=1), ""),
        (stats.xmr(SERIES, target=1, fewest_points=12), ""),
        (stats.xmr([*SERIES, NAN], target=1), "too_few_points"),
        (stats.xmr([3.0] * 13, target=1), "constant"),
        (stats.xmr([3.0] * 12, target=1), "too_few_points"),
        (stats.xmr([*SERIES, 10]), "no_target"),
        (stats.p_chart([1, 2] * 6, 10, target=1), "too_few_points"),
        (stats.p_chart([1, 2] * 7, 10, target=1), ""),
        (stats.p_chart([1, 2] * 6, 10, target=1, fewest_points=12), ""),
        (stats.p_chart([1, -1] * 7, 10, target=1), "negative"),
        (stats.p_chart([1, 1] * 7, [10, -1] * 7, target=1), "negative"),
        (stats.p_chart([1, 11] * 7, 10, target=1), "count_exceeds_denominator"),
        (stats.u_chart([1, 11] * 7, 10, target=1), ""),
        (stats.p_chart([10] * 14, 10, target=1), "constant"),
        (stats.u_chart([0] * 14, 10, target=1), "constant"),
        (stats.u_chart([1, 2] * 7, [10, 0] * 7, target=1), "too_few_points"),
        (stats.g_chart([1, 2, 3]), "too_few_points"),
        (stats.g_chart([1, 2, 3, NAN]), "too_few_points"),
        (stats.g_chart([1, 2, 3, 4]), ""),
        (stats.g_chart([1, 2, 3, -1]), "negative"),
        (stats.t_chart([1, 2, 3, 0]), ""),
        (stats.run_chart([1, 2, 3, 4, 6, 7, 8, 9, 5]), "too_few_points"),
        (stats.run_chart([1, 2, 3, 4, 4.5, 6, 7, 8, 9, 9.5]), ""),
        (stats.run_chart([1, 2, 3, 4, 5, 6, 7, 8, 9, 5]), "too_few_points"),
        (stats.forecast([1, 2, 3], 1), "too_few_points"),
        (stats.forecast([1, 2, 3, NAN], 1), "too_few_points"),
        (stats.forecast([1, 2, 3, 4], 1), ""),
    ],
)
def test_the_first_reason_is_given(found, reason):
    codes = set(np.ravel(found.reason).tolist())
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
