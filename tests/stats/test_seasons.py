"""A series without its season: taken away where it is clear, the slope left in."""

import numpy as np
import pytest

from oneplace.stats import season_free

WAVE = [0.0, 1.0, 2.0, 1.0, 0.0, -1.0, 3.0, 4.0, 2.0, 1.0, 0.0, 2.0]
AT = np.arange(36)


def waved(points, slope=0.0):
    return np.array([70 + slope * at + WAVE[at % 12] for at in range(points)])


@pytest.mark.parametrize("slope", [0.0, 0.15, -0.3])
def test_what_recurs_each_year_is_gone_and_the_slope_stays(slope):
    less = season_free(waved(36, slope), 12)
    assert np.diff(less) == pytest.approx(slope)
    assert less.mean() == pytest.approx(waved(36, slope).mean(), abs=1e-9)


def test_a_season_starts_at_any_month_and_needs_no_whole_years():
    assert np.diff(season_free(waved(41, 0.1)[3:], 12)) == pytest.approx(0.1)


def test_a_missing_point_stays_missing():
    y = waved(36, 0.1)
    y[7] = np.nan
    less = season_free(y, 12)
    assert np.isnan(less[7])
    assert np.diff(less[8:]) == pytest.approx(0.1)


def test_two_whole_years_must_be_known():
    assert season_free(waved(24), 12) is not None
    assert season_free(waved(23), 12) is None
    assert season_free(waved(24), 1) is None


@pytest.mark.parametrize("series", [70 + 0.2 * AT, np.full(36, 70.0), 70 + (AT > 18) * 5.0])
def test_what_has_no_clear_season_has_none(series):
    assert season_free(series, 12) is None


def test_of_series_without_a_season_one_in_a_hundred_is_taken_to_have_one():
    rng = np.random.default_rng(7)
    found = [season_free(one, 12) is not None for one in rng.normal(size=(1_000, 36))]
    assert 0.002 <= np.mean(found) <= 0.02
