"""Demand forecasts: what is planted is found, intervals hold what they say, and bad series are refused."""

import csv
import gzip
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from oneplace import flow

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
    assert (found.mean > found.median).all()


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
