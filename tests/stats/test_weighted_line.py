"""The weighted line, by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from oneplace.stats import weighted_line


def test_two_points_are_the_z_test_of_their_difference():
    line = weighted_line([10, 16], [3, 4], [2020, 2022])
    assert (float(line.slope), float(line.error)) == (pytest.approx(3), pytest.approx(math.hypot(3, 4) / 2))
    assert float(line.mean) == pytest.approx((10 / 9 + 16 / 16) / (1 / 9 + 1 / 16))


def test_points_on_a_line_have_the_error_of_their_limits():
    line = weighted_line([1, 2, 3, 4], 0.5, [0, 1, 2, 3])
    assert (float(line.slope), float(line.error)) == (pytest.approx(1), pytest.approx(0.5 / math.sqrt(5)))


def test_points_that_scatter_more_than_their_errors_widen_it():
    """Residuals -a, 2a, -a: chi-squared 6 a², one degree of freedom."""
    for a, wide in ((0.4, 1.0), (1.0, math.sqrt(6))):
        line = weighted_line([-a, 2 * a, -a], 1, [0, 1, 2])
        assert float(line.error) == pytest.approx(wide / math.sqrt(2))


@pytest.mark.parametrize("series", [([1.0], 1, [0]), ([], [], []), ([1, 2], 1, [5, 5]), ([1, np.nan], 1, [0, 1])])
def test_less_than_two_times_have_no_line(series):
    line = weighted_line(*series)
    assert (str(line.reason), math.isnan(line.slope), math.isnan(line.error)) == ("too_few_points", True, True)


def test_points_without_value_or_error_are_left_out():
    line = weighted_line([1, np.nan, 3, 99], [1, 1, 1, 0], [0, 1, 2, 3])
    assert (float(line.slope), float(line.error)) == (pytest.approx(1), pytest.approx(1 / math.sqrt(2)))


@pytest.mark.slow
@given(st.lists(st.integers(-50, 50), min_size=3, max_size=8), st.integers(-1000, 1000), st.sampled_from([-2.0, 0.5]))
def test_origin_of_values_and_times_and_scale(values, origin, scale):
    y, t = np.array(values, dtype=float), np.arange(len(values))
    one, other = weighted_line(y, 1.0, t), weighted_line(scale * y + origin, abs(scale), t + origin)
    assert float(other.slope) == pytest.approx(scale * float(one.slope), abs=1e-9)
    assert float(other.error) == pytest.approx(abs(scale) * float(one.error), abs=1e-9)
