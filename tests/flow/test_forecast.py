"""Demand forecasts: what is planted is found, intervals hold what they say, and bad series are refused."""

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import nbinom

from oneplace import flow

pytestmark = pytest.mark.slow

START = date(2022, 1, 1)  # a Saturday


def made_up(days=3 * 365, level=200.0, seed=0):
    """Counts with a week (Mondays a fifth higher), a year and Poisson chance."""
    n = np.arange(days)
    weekday = (START.weekday() + n) % 7
    mean = level * np.where(weekday == 0, 1.2, 1.0) * np.exp(0.1 * np.cos(2 * np.pi * n / 365.25))
    return np.random.default_rng(seed).poisson(mean).astype(float), mean


def test_the_week_and_the_year_are_found():
    counts, mean = made_up(days=3 * 365 + 84)
    found = flow.forecast_demand(counts[:-84], START, 84)
    assert found.days[0] == START + timedelta(days=3 * 365)
    assert np.abs(found.median / mean[-84:] - 1).mean() < 0.03
    mondays = np.array([day.weekday() == 0 for day in found.days])
    assert found.median[mondays].mean() / found.median[~mondays].mean() == pytest.approx(1.2, abs=0.04)


def test_intervals_cover_what_they_say():
    covered = []
    for seed in range(25):
        counts, _ = made_up(days=2 * 365 + 30 + 28, seed=seed)
        found = flow.forecast_demand(counts[:-28], START, 28, confidence=0.8)
        covered.append(((counts[-28:] >= found.lower) & (counts[-28:] <= found.upper)).mean())
    assert 0.74 <= np.mean(covered) <= 0.87


def test_the_spread_is_never_below_that_of_a_poisson_count():
    counts, _ = made_up(level=2.0)
    found = flow.forecast_demand(counts, START, 14)
    assert (found.sd >= np.sqrt(found.mean) - 1e-12).all()
    for limit in (found.lower, found.median, found.upper):
        assert (limit == np.round(limit)).all()
    assert (np.abs(found.median - found.mean) <= 1).all()


@pytest.mark.parametrize("level", [0.4, 2.0, 8.0])
@pytest.mark.parametrize("size", [1.5, 1e6], ids=["over-dispersed", "poisson"])
def test_limits_of_small_counts_hold_what_they_say(level, size):
    """Negative binomial counts around a week and a year. Limits that are whole numbers hold at least what they say; the
    forecast's hold about what those of the true distribution do.
    """
    held = {0.8: [], 0.95: []}
    could = {0.8: [], 0.95: []}
    _, mean = made_up(days=3 * 365 + 28, level=level)
    ends = {
        confidence: [nbinom.ppf(0.5 + side * confidence / 2, size, size / (size + mean[-28:])) for side in (-1, 1)]
        for confidence in could
    }
    for seed in range(30):
        random = np.random.default_rng(seed)
        counts = random.negative_binomial(size, size / (size + mean)).astype(float)
        found, came = flow.forecast_demand(counts[:-28], START, 28), counts[-28:]
        for confidence, shares in held.items():
            lower, upper = found.limits(confidence)
            shares.append(((came >= lower) & (came <= upper)).mean())
            low, high = ends[confidence]
            could[confidence].append(((came >= low) & (came <= high)).mean())
    for confidence, shares in held.items():
        assert np.mean(shares) >= confidence - 0.01
        assert np.mean(shares) == pytest.approx(np.mean(could[confidence]), abs=0.025)


def test_over_dispersion_is_found():
    _, mean = made_up(days=3 * 365, level=3.0)
    counts = np.random.default_rng(2).negative_binomial(2, 2 / (2 + mean)).astype(float)
    found = flow.forecast_demand(counts, START, 28)
    assert np.mean(found.sd**2 / (found.mean + found.mean**2 / 2)) == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize(
    ("week", "hang_together"),
    [((1, 1, 1, 1, 1, 0, 0), 0.0), ((1, 1, 1, 1, 1, 0, 0), 0.6), ((0, 0, 1, 0, 0, 0, 0), 0.0)],
)
def test_days_on_which_a_service_is_closed_say_nothing_of_the_others(week, hang_together):
    """Their nought is no error of the size of a day's count: it threw the open days out by a third."""
    open_, means, held = np.resize(week, 928) > 0, [], []
    for seed in range(5):
        rng = np.random.default_rng(seed)
        late = np.zeros(928)
        for day in range(1, 928):
            late[day] = hang_together * late[day - 1] + rng.normal(0, 0.1) * (hang_together > 0)
        counts = rng.poisson(60 * open_ * np.exp(late)).astype(float)
        made = flow.forecast_demand(counts[:900], START, 28)
        means.append(made.mean[open_[900:]])
        held.append((made.lower <= counts[900:]) & (counts[900:] <= made.upper))
        assert made.level_shifts == ()
        assert made.mean[~open_[900:]].max() < 0.01
    assert np.mean(means) == pytest.approx(60, rel=0.05)
    assert np.min(means) > 60 * 0.75
    assert np.max(means) < 60 * 1.3
    assert 0.7 < np.mean(np.array(held)[:, open_[900:]]) < 0.92


def test_a_service_that_began_in_the_middle_can_be_forecast():
    counts, _ = made_up(level=5.0)
    counts[:300] = 0
    found = flow.forecast_demand(counts, START, 14)
    assert (found.mean > 2).all()
    assert (found.mean < 9).all()


def test_missing_days_are_passed_over():
    counts, mean = made_up(days=3 * 365 + 28)
    holes = counts[:-28].copy()
    holes[::11] = np.nan
    found = flow.forecast_demand(holes, START, 28)
    assert np.abs(found.median / mean[-28:] - 1).mean() < 0.03


def test_a_level_shift_is_flagged():
    counts, _ = made_up()
    counts[700:] *= 1.4
    shifts = flow.forecast_demand(counts, START, 7).level_shifts
    assert any(abs((day - (START + timedelta(days=700))).days) <= 7 for day in shifts)
    assert flow.forecast_demand(made_up()[0], START, 7).level_shifts == ()


def test_holidays_are_taken_apart_from_their_weekday():
    counts, _ = made_up(days=3 * 365 + 28)
    holidays = {START + timedelta(days=d): "a holiday" for d in range(50, 3 * 365 + 28, 88)}
    for day in holidays:
        counts[(day - START).days] *= 0.5
    found = flow.forecast_demand(counts[:-28], START, 28, holidays=holidays)
    on = [i for i, day in enumerate(found.days) if day in holidays]
    assert on == [11]
    assert found.median[11] < 0.65 * np.median(found.median)


@pytest.mark.parametrize(
    ("counts", "horizon", "message"),
    [
        (np.ones(100), 7, "at least 732 days"),
        (np.full(800, -1.0), 7, "nought or more"),
        (np.full(800, np.nan), 7, "most days must be there"),
        (np.ones(800), 0, "horizon must be at least 1"),
        (np.zeros(800), 7, "no day has a count above nought"),
        (["3"] * 799 + ["many"], 7, "must be numbers"),
        (np.full(800, np.inf), 7, "nought or more"),
        (np.ones((800, 2)), 7, "one series"),
        (np.eye(1, 800, 799)[0], 7, "only 1 were counted in all, too few to forecast by day"),
        (np.resize([0, 0, 0, 0, 0, 0, 0, 1], 792), 7, "only 99 were counted in all"),
    ],
)
def test_bad_series_are_refused(counts, horizon, message):
    with pytest.raises(ValueError, match=message):
        flow.forecast_demand(counts, START, horizon)


def test_a_published_series_is_forecast_better_than_by_last_week():
    """One region and origin of Monks and others 2023; the whole benchmark is in ``benchmarks/forecast.py``."""
    path = Path(__file__).parents[2] / "opendata" / "flow" / "ambulance_daily_south_west.csv.gz"
    with gzip.open(path, "rt") as lines:
        counts = np.array([float(row["Actual_Value"]) for row in csv.DictReader(lines) if row["ORA"] == "Devon"])
    train, test = counts[:-84], counts[-84:]
    found = flow.forecast_demand(train, date(2013, 12, 30), 84)
    naive = np.tile(train[-7:], 12)
    assert np.abs(test - found.median).mean() < 0.9 * np.abs(test - naive).mean()


# --- accuracy ----------------------------------------------------------------------------------------------------
def test_accuracy_of_the_past_by_horizon():
    counts, _ = made_up(days=3 * 365)
    rows = flow.forecast_accuracy(counts, START, horizons=(7, 28), origins=20)
    assert [(row.method, row.horizon, row.origins) for row in rows] == [
        ("Oneplace", 7, 20), ("Oneplace", 28, 20), ("Seasonal naive", 7, 20), ("Seasonal naive", 28, 20),
    ]  # fmt: skip
    ours, naive = rows[1], rows[3]
    assert ours.mase < 0.85 * naive.mase
    assert ours.rmse == pytest.approx(np.sqrt(200), rel=0.1)  # no more than the chance of Poisson counts
    assert 0.75 <= ours.cover_80 <= 0.88
    assert 0.92 <= ours.cover_95 <= 0.98


def test_accuracy_by_hand():
    """The seasonal naive on a week that repeats, with one day higher by 7 at the very end."""
    week = np.array([10.0, 12, 14, 16, 14, 12, 10])
    counts = np.tile(week, 110)
    counts[-1] += 7
    [row] = [r for r in flow.forecast_accuracy(counts, START, horizons=(7,), origins=1) if r.method == "Seasonal naive"]
    steps = np.abs(np.diff(counts[:-7])).mean()
    assert row.mase == pytest.approx((7 / 7) / steps)
    assert row.rmse == pytest.approx(np.sqrt(49 / 7))
    assert row.cover_80 == pytest.approx(6 / 7)


def test_missing_days_are_not_judged():
    counts, _ = made_up(days=2 * 366 + 90)
    counts[5::9] = np.nan
    assert all(np.isfinite(row.mase) for row in flow.forecast_accuracy(counts, START, horizons=(14,), origins=3))


@pytest.mark.parametrize("at", [-3, -40])
def test_a_mistyped_day_is_held_against_nobody(at):
    """Neither one that was to be forecast nor one that was known then."""
    counts, _ = made_up(days=2 * 366 + 60)
    typed, missing = counts.copy(), counts.copy()
    typed[at], missing[at] = counts[at] * 10, np.nan
    judged = flow.forecast_accuracy(typed, START, horizons=(14,), origins=2)
    assert judged == flow.forecast_accuracy(missing, START, horizons=(14,), origins=2)
    assert max(row.rmse for row in judged) < 40


@pytest.mark.parametrize(
    ("days", "horizons", "message"),
    [(800, (84,), "takes at least 816 days; there are 800"), (900, (), "at least 1"), (900, (0,), "at least 1")],
)
def test_too_little_to_judge_by_is_refused(days, horizons, message):
    with pytest.raises(ValueError, match=message):
        flow.forecast_accuracy(np.ones(days), START, horizons=horizons)


@pytest.mark.parametrize("ahead", [28, 84])
def test_after_a_step_the_forecast_stays_there(ahead):
    steps = np.r_[np.full(800, 100.0), np.full(100, 200.0)]
    made = flow.forecast_demand(steps, START, ahead)
    assert made.mean[-1] == pytest.approx(200, rel=1e-6)
    assert made.level_shifts == (START + timedelta(days=800),)
    assert flow.forecast_demand(np.random.default_rng(5).poisson(steps), START, ahead).mean[-1] == pytest.approx(
        200, rel=0.05
    )


@pytest.mark.parametrize("lately", [7, 14, 21])
def test_a_step_of_under_four_weeks_is_told_as_not_followed_yet(lately):
    steps = np.random.default_rng(5).poisson(np.r_[np.full(850, 100.0), np.full(lately, 160.0)])
    made = flow.forecast_demand(steps, START, 7)
    assert abs((made.unsettled - START).days - 850) <= 3


def test_a_dip_that_is_over_does_not_pull_the_forecast_down():
    dip = np.r_[np.full(800, 100.0), np.full(60, 40.0), np.full(100, 100.0)]
    made = flow.forecast_demand(np.random.default_rng(5).poisson(dip), START, 28)
    assert made.mean[-1] == pytest.approx(100, rel=0.05)
    assert len(made.level_shifts) == 2
    assert made.unsettled is None


@pytest.mark.parametrize("counts", [np.full(900, 50.0), 20 * 1.004 ** np.arange(900), np.tile([1.0, 0.0], 450)])
def test_what_goes_on_as_it_was_has_no_changes_of_level(counts):
    made = flow.forecast_demand(counts, START, 7)
    assert (made.level_shifts, made.unsettled) == ((), None)


@pytest.mark.parametrize("at", [600, 890, 899])
@pytest.mark.parametrize(("level", "typed"), [(50, 5000), (500, 5000), (5000, 0), (2, 200)])
def test_a_mistyped_day_is_told_and_shifts_nothing(level, typed, at):
    clean = np.random.default_rng(1).poisson(level, 900).astype(float)
    typo = clean.copy()
    typo[at] = typed
    made, right = (flow.forecast_demand(counts, START, 28) for counts in (typo, clean))
    assert made.outliers == (START + timedelta(days=at),)
    assert right.outliers == ()
    assert (made.level_shifts, made.unsettled) == ((), None)
    assert made.mean == pytest.approx(right.mean, rel=0.1)
    assert made.sd == pytest.approx(right.sd, rel=0.1)


@pytest.mark.parametrize(
    "usual",
    [
        np.r_[np.full(800, 50.0), np.full(100, 500.0)],
        np.r_[np.full(890, 50.0), np.full(10, 300.0)],
        np.r_[np.full(600, 50.0), np.full(6, 600.0), np.full(294, 50.0)],
        np.where(np.arange(900) % 7 < 2, 0.0, 500.0),
        np.where(np.arange(900) % 14 == 2, 40.0, 0.0),
        np.full(900, 0.2),
    ],
    ids=["a step", "a late step", "six days", "closed weekends", "a list each fortnight", "few"],
)
def test_what_happened_is_not_taken_for_mistyped(usual):
    made = flow.forecast_demand(np.random.default_rng(1).poisson(usual), START, 28)
    assert made.outliers == ()


def test_closed_bank_holidays_are_not_taken_for_mistyped():
    counts = np.random.default_rng(1).poisson(500, 900).astype(float)
    christmas = {START + timedelta(days=at): "Christmas" for at in (358, 359, 723, 724)}
    counts[[358, 359, 365, 723, 724, 730]] = 0
    assert flow.forecast_demand(counts, START, 28, holidays=christmas).outliers == ()
