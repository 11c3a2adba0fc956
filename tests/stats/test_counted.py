"""Limits of differences, ratios and standard errors in closed form from counts, worked out by hand."""

import math

import numpy as np
import pytest

from oneplace import stats

Z = stats.Z95


def sides(found):
    return [float(side) for side in (found.value, found.lower, found.upper)]


def test_a_difference_of_rates_has_a_variance_of_events_over_the_square_of_people():
    found = stats.counted_difference(stats.rate(16, 400, 100), stats.rate(9, 300, 100), "rate")
    half = Z * math.sqrt(16 / 400**2 + 9 / 300**2) * 100  # 1 % and 1 %: √2
    assert sides(found) == pytest.approx([1, 1 - half, 1 + half])
    assert half == pytest.approx(Z * math.sqrt(2))
    assert str(found.method) == "Difference (normal limits of counts)"


def test_a_difference_of_proportions_is_newcombe_s():
    found = stats.counted_difference(stats.proportion(56, 70), stats.proportion(48, 80), "proportion")
    assert sides(found) == pytest.approx([0.2, 0.0524, 0.3339], abs=5e-5)
    assert str(found.method) == "Difference (MOVER limits)"


@pytest.mark.parametrize(
    ("kind", "variance"), [("rate", 1 / 20 + 1 / 5), ("proportion", 1 / 20 - 1 / 100 + 1 / 5 - 1 / 50)]
)
def test_a_ratio_is_even_on_the_log_scale(kind, variance):
    found = stats.counted_ratio(getattr(stats, kind)(20, 100, 100), getattr(stats, kind)(5, 50, 100), kind)
    times = math.exp(Z * math.sqrt(variance))
    assert sides(found) == pytest.approx([2, 2 / times, 2 * times])
    assert str(found.method) == "Ratio (log limits of counts)"


def test_errors_are_those_of_counts():
    assert stats.counted_error(stats.rate(25, 100, 1000), "rate") == pytest.approx(50)
    assert stats.counted_error(stats.proportion(20, 100, 100), "proportion") == pytest.approx(4)


def test_nought_and_everyone_have_the_spread_of_their_limits():
    """Each element by itself: the counted ones keep theirs."""
    none, some = stats.rate([0, 16], 400, 100), stats.rate(9, 300, 100)
    for counted, plain in (
        (stats.counted_difference, stats.absolute_gap),
        (stats.counted_ratio, stats.relative_gap),
    ):
        found, instead = counted(none, some, "rate"), plain(none, some)
        assert [found.lower[0], found.upper[0]] == [instead.lower[0], instead.upper[0]]
        assert found.method[0] == instead.method[0] != found.method[1]
    assert stats.counted_error(none, "rate")[0] == pytest.approx(none.upper[0] / (2 * Z))
    everyone = stats.proportion([10, 9], 10)
    errors = stats.counted_error(everyone, "proportion")
    assert errors == pytest.approx([(1 - everyone.lower[0]) / (2 * Z), 0.3 / math.sqrt(10)])
    whole = stats.counted_ratio(everyone, everyone, "proportion")
    assert whole.lower[0] < 1 < whole.upper[0]
    over_nought = stats.counted_ratio(some, stats.rate(0, 400, 100), "rate")
    assert (str(over_nought.reason), np.isnan(over_nought.value)) == ("zero_reference", True)
