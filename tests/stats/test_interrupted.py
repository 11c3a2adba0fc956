"""Interrupted time series: what is fitted, with which limits, and that nothing is rarely called something."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import stats
from oneplace.problems import OneplaceError

# made with a step of -9 and a slope of -0.6 after 20 of 36 points; worked out in R by matrix algebra
DECIDED = [
    *(97.95, 101.07, 103.24, 100.98, 99.22, 101.71, 103.62, 105.56, 101.64, 101.02, 105.22, 105.91, 108.49, 108.22),
    *(106.32, 105.92, 111.84, 107.63, 106.12, 105.43, 98.58, 99.03, 98.06, 98.35, 99.0, 99.88, 100.79, 99.12, 94.7),
    *(98.72, 95.21, 96.92, 94.58, 96.98, 95.82, 97.49),
]
# a rising, clinging series in which nothing happened after 18
QUIET = [
    *(49.12, 52.51, 50.31, 53.04, 50.72, 54.49, 54.31, 57.67, 57.95, 56.87, 56.3, 58.06, 57.99, 56.73, 59.72, 54.97),
    *(58.72, 64.59, 63.59, 59.88, 64.14, 64.04, 62.88, 62.93, 64.83, 67.25, 66.51, 70.41, 67.27, 69.68, 66.07, 64.63),
    *(68.27, 70.52, 74.77, 72.11),
]


@pytest.mark.parametrize(
    ("series", "last", "coefficients", "error", "newey_west"),
    [
        (
            *(DECIDED, 20, [99.507736842105, 0.4616917293233, -9.134321428572, -0.6858534940292]),
            [0.9136230303602, 0.07626777700373, 1.334958454694, 0.1311247461517],
            [0.5848960396122, 0.07445699830835, 1.04972716086, 0.1046698435841],
        ),
        (
            *(QUIET, 18, [50.072352941176, 0.6009803921569, 0.2389542483659, -0.01934984520126]),
            [1.056481242155, 0.09760223286798, 1.435560414805, 0.1380304014398],
            [0.6974142170332, 0.07969265966564, 1.139968217126, 0.1168255505333],
        ),
    ],
)
def test_least_squares_as_others_print_them(series, last, coefficients, error, newey_west):
    found = stats.segmented_regression(series, last)
    assert found.coefficients == pytest.approx(coefficients, rel=1e-9)
    assert found.error == pytest.approx(error, rel=1e-6)
    assert found.newey_west == pytest.approx(newey_west, rel=1e-6)


@pytest.mark.slow
def test_what_was_decided_is_seen_and_what_was_not_is_not():
    worked, nothing = stats.interrupted(DECIDED, 20), stats.interrupted(QUIET, 18)
    assert (worked.step.upper < 0, worked.slope.upper < 0, worked.step.p < 0.05) == (True, True, True)
    assert (nothing.step.lower < 0 < nothing.step.upper, nothing.slope.p > 0.05) == (True, True)
    assert (abs(nothing.step.value) < nothing.step.smallest, abs(worked.step.value) > worked.step.smallest) == (
        True,
        True,
    )


@pytest.mark.slow
@pytest.mark.parametrize("missing", [[], [0, 7, 8, 25]])
def test_the_fit_is_that_of_generalised_least_squares(missing):
    """By the whole matrix of correlations, at the likeliest of the autocorrelations that are tried."""
    y = np.array(DECIDED)
    y[missing] = np.nan
    known = np.flatnonzero(~np.isnan(y))
    after = known - 19
    x = np.column_stack([np.ones(known.size), known + 1, after > 0, np.maximum(after, 0)])

    def at(rho):
        inverse = np.linalg.inv(rho ** np.abs(np.subtract.outer(known, known)))
        within = x.T @ inverse @ x
        beta = np.linalg.solve(within, x.T @ inverse @ y[known])
        left = y[known] - x @ beta
        squares = left @ inverse @ left
        size = np.linalg.slogdet(within)[1] - np.linalg.slogdet(inverse)[1]
        return -0.5 * ((known.size - 4) * np.log(squares) + size), beta

    _, beta = max((at(rho) for rho in np.round(np.arange(0.04, 0.97, 0.04), 2)), key=lambda one: one[0])
    found = stats.interrupted(y, 20)
    assert found.coefficients == pytest.approx(beta, rel=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize(("series", "last"), [(DECIDED, 20), (QUIET, 18)])
def test_least_squares_and_the_fit_at_an_autocorrelation_are_those_of_statsmodels(series, last):
    """Whose step is the same where time after is counted from 1, and one slope less of it where it begins at 0."""
    api = pytest.importorskip("statsmodels.api")
    y, at = np.array(series), np.arange(len(series))
    after = at >= last
    from_one, from_nought = (np.maximum(at - last + begins, 0) * after for begins in (1, 0))
    x, other = (np.column_stack([np.ones(at.size), at, after, since]) for since in (from_one, from_nought))
    found = stats.segmented_regression(series, last)
    plain = api.OLS(y, x).fit()
    clinging = api.OLS(y, x).fit(cov_type="HAC", cov_kwds={"maxlags": 3, "use_correction": False})
    assert found.coefficients[1:] == pytest.approx(plain.params[1:], rel=1e-10)
    assert found.error[1:] == pytest.approx(plain.bse[1:], rel=1e-10)
    assert found.newey_west[1:] == pytest.approx(clinging.bse[1:], rel=1e-10)
    step, slope = found.coefficients[2:]
    assert api.OLS(y, other).fit().params[2] == pytest.approx(step + slope, rel=1e-10)
    likeliest = stats.interrupted(series, last)
    fits = [api.GLS(y, x, sigma=rho ** np.abs(np.subtract.outer(at, at))).fit() for rho in np.arange(0.04, 0.97, 0.04)]
    assert any(fit.params[1:] == pytest.approx(likeliest.coefficients[1:], rel=1e-8) for fit in fits)


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e3), st.sampled_from([-1.0, 1.0]))
@settings(max_examples=10)
def test_another_unit_or_origin_changes_nothing_but_the_numbers(origin, unit, sign):
    one, other = stats.interrupted(DECIDED, 20), stats.interrupted(origin + sign * unit * np.array(DECIDED), 20)
    assert other.step.value == pytest.approx(sign * unit * one.step.value, rel=1e-5)
    assert other.step.smallest == pytest.approx(unit * one.step.smallest, rel=1e-5)
    assert other.slope.p == pytest.approx(one.slope.p, abs=1e-3)


@pytest.mark.slow
def test_series_are_judged_alone_whatever_stands_beside_them():
    gone = np.array(DECIDED)
    gone[3] = np.nan
    found = stats.interrupted([[DECIDED, gone], [QUIET, np.full(36, 5.0)]], 20)
    assert found.reason.tolist() == [["", ""], ["", "constant"]]
    assert found.coefficients.shape == (2, 2, 4)
    alone = stats.interrupted(gone, 20)
    assert (found.step.value[0, 1], found.step.upper[0, 1]) == pytest.approx((alone.step.value, alone.step.upper))
    assert np.isnan(found.slope.p[1, 1])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "after", "reason"), [(12, 8, ""), (11, 9, "too_few_before"), (12, 7, "too_few_after")]
)
def test_too_few_points_are_not_judged(before, after, reason):
    y = np.r_[np.nan, DECIDED[: before + after]]
    assert stats.interrupted(y, before + 1).reason == reason


@pytest.mark.slow
@pytest.mark.parametrize("clinging", [0.0, 0.6])
def test_nothing_is_rarely_called_something(clinging):
    """At most 6 % of series in which nothing happened; 1,000 of them, so 2.2 % of chance more."""
    noise = np.random.default_rng(7).normal(size=(1_000, 24))
    for at in range(1, 24):
        noise[:, at] = clinging * noise[:, at - 1] + noise[:, at] * np.sqrt(1 - clinging**2)
    found = stats.interrupted(noise, 12)
    for one in (found.step, found.slope):
        assert np.mean((one.lower > 0) | (one.upper < 0)) <= 0.06 + 0.022
        assert ((one.p < 0.05) == ((one.lower > 0) | (one.upper < 0))).mean() > 0.99


def test_a_position_outside_the_series_is_refused():
    with pytest.raises(ValueError, match="last_before"):
        stats.interrupted(QUIET, 37)


MONTHS = [f"{2022 + i // 12}-{i % 12 + 1:02d}" for i in range(36)]


@pytest.mark.slow
def test_of_a_table_an_absent_month_is_missing_and_a_control_is_taken_off():
    rows = [i for i in range(36) if i != 5]
    data = {"period": [MONTHS[i] for i in rows], "value": [DECIDED[i] for i in rows], "beside": [1.0] * 35}
    pandas = pytest.importorskip("pandas")
    gone = np.array(DECIDED)
    gone[5] = np.nan
    expected = stats.interrupted(gone, 20)
    for control in (None, "beside"):
        found = stats.table.interrupted(pandas.DataFrame(data), since="Sep 2023", control=control)
        assert found["step"][0] == pytest.approx(float(expected.step.value))
        assert found["slope_upper"][0] == pytest.approx(float(expected.slope.upper))


@pytest.mark.parametrize(
    ("given", "what"), [({}, "needs the setting 'since'"), ({"since": "2031-01"}, "no row is of that period")]
)
def test_a_table_without_the_moment_is_refused(given, what):
    pandas = pytest.importorskip("pandas")
    with pytest.raises(OneplaceError, match=what):
        stats.table.interrupted(pandas.DataFrame({"period": MONTHS, "value": DECIDED}), **given)


def test_periods_that_are_no_steps_are_not_judged():
    """Months written 01.2022, 02.2022 … are numbers to a reader of tables: their steps have no length."""
    pandas = pytest.importorskip("pandas")
    months = [f"{i % 12 + 1:02d}.{2022 + i // 12}" for i in range(36)]
    found = stats.table.interrupted(pandas.DataFrame({"period": months, "value": DECIDED}), since="09.2023")
    assert found["reason"].tolist() == ["irregular_periods"]


def test_the_way_that_was_expected_is_seen_sooner_and_the_other_later_as_surely_all_in_all():
    rng = np.random.default_rng(5)
    quiet = rng.normal(size=(1_500, 36))
    stepped = quiet + 2 * (np.arange(36) >= 18)

    def beyond(series, expected):
        step = stats.interrupted(series, 18, expected=expected).step
        same = ((step.lower > 0) | (step.upper < 0)) == (step.p <= 0.05)
        assert np.mean(same) > 0.99, "but for what lies between two simulated autocorrelations"
        return float(np.mean((step.lower > 0) | (step.upper < 0))), float(step.smallest.mean())

    ways = {way: beyond(stepped, way) for way in ("decrease", "either", "increase")}
    shares, smallest = zip(*ways.values(), strict=True)
    assert list(shares) == sorted(shares)
    assert shares[2] > 0.78, "four of five, within what 1,500 series say of it"
    assert smallest[2] == smallest[0] < smallest[1], "of whichever way was expected"
    assert beyond(quiet, "increase")[0] < 0.06


@pytest.mark.slow
def test_an_expected_way_gives_the_other_way_round_for_the_series_the_other_way_round():
    series = np.random.default_rng(6).normal(size=(3, 30)) + 1.5 * (np.arange(30) >= 16)
    up, down = (stats.interrupted(sign * series, 16, expected=way).step
                for sign, way in ((1, "increase"), (-1, "decrease")))  # fmt: skip
    np.testing.assert_allclose(up.lower, -down.upper)
    np.testing.assert_allclose(up.p, down.p)


@pytest.mark.slow
def test_what_both_have_reached_in_a_period_is_step_and_so_many_slopes():
    sloping = np.array(DECIDED) - 0.3 * np.maximum(np.arange(36) - 19, 0)
    ends = [stats.interrupted(sloping, 20, by=by) for by in (1, 10, 16)]
    for by, found in zip((1, 10, 16), ends, strict=True):
        assert float(found.reached.value) == pytest.approx(float(found.step.value + by * found.slope.value))
        assert found.reached.lower < found.reached.value < found.reached.upper
    assert stats.interrupted(sloping, 20).reached.value == ends[-1].reached.value


def test_the_smallest_that_is_seen_grows_with_the_tests_and_with_how_often():
    sizes = [float(stats.interrupted(DECIDED, 20, **more).step.smallest)
             for more in ({}, {"tests": 2}, {"tests": 2, "power": 0.95})]  # fmt: skip
    assert sizes == sorted(set(sizes))


@pytest.mark.slow
def test_a_parabola_bends_and_a_step_does_not():
    """Nor is another slope one beside a curve, unless it breaks sharply."""
    chance = np.random.default_rng(8).normal(size=(40, 36))
    months = np.arange(36)
    after = np.maximum(months - 17, 0)
    parabola, step, slope, sharp = (
        [stats.bends(one + of, 18, expected=way) for one in chance]
        for of, way in (
            (-0.02 * months**2, "decrease"),
            (3.0 * (months >= 18), "increase"),
            (-0.1 * after, "decrease"),
            (-1.2 * after, "decrease"),
        )
    )
    assert np.mean([one.step for one in parabola]) > 0.8
    assert np.mean([one.slope for one in parabola]) > 0.9
    assert np.mean([one.step for one in step]) < 0.05
    assert np.mean([one.slope for one in slope]) > 0.8
    assert np.mean([one.slope for one in sharp]) < 0.2


def test_limits_leave_out_as_much_as_the_chance_that_is_asked_for():
    usual, wider = (stats.interrupted(DECIDED, 20, chance=chance).step for chance in (0.06, 0.01))
    assert wider.lower < usual.lower < usual.value < usual.upper < wider.upper
    assert usual.p == wider.p
