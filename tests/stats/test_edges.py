"""Nothing at all, and nothing but missing values: every method answers, quietly."""

import warnings

import numpy as np
import pytest

from oneplace import stats


@pytest.fixture(autouse=True)
def _quietly():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_no_areas():
    bands = list(stats.ESP2013)
    assert stats.directly_standardised_rate(np.zeros((0, 19)), np.ones((0, 19)), bands=bands).value.shape == (0,)
    assert stats.life_expectancy(np.zeros((0, 20)), np.ones((0, 20))).value.shape == (0, 20)
    assert stats.slope_index(np.zeros((0, 5)), np.ones((0, 5)), standard_error=np.ones((0, 5))).value.shape == (0,)
    assert stats.xmr(np.zeros((0, 15))).point.shape == (0, 15)
    assert stats.suppress([]).hidden.shape == (0,)


def test_no_points():
    for chart in (stats.xmr([]), stats.p_chart([], []), stats.g_chart([]), stats.run_chart([])):
        assert chart.reason == "too_few_points"


def test_nothing_but_missing_values():
    gone = np.full(15, np.nan)
    assert stats.xmr(gone, "decrease", target=3).reason == "too_few_points"
    assert stats.u_chart(gone, gone).reason == "too_few_points"
    assert set(stats.quantile_groups(gone, 4).reason.tolist()) == {"missing"}
    assert stats.mean(gone).reason == "no_denominator"
    assert stats.recent_trend(stats.rate(gone, gone)).reason == "missing"
    assert set(stats.funnel_significance(gone, gone).reason.tolist()) == {"missing"}
    assert stats.forecast(gone, 2).reason == "too_few_points"
    assert set(stats.suppress(gone).reason.tolist()) == {"missing"}


def test_no_events_anywhere():
    none = np.zeros(5)
    assert stats.recent_trend(stats.rate(none, 100)).value == "No significant change"
    assert stats.recent_trend(stats.proportion(none, 100), kind="proportion").value == "No significant change"
    assert set(stats.funnel_significance(none, np.full(5, 100.0)).value.tolist()) == {"Not significant"}
    assert not stats.suppress(none).hidden.any()
    assert stats.concentration_index(none, np.ones(5)).reason == "zero_reference"
