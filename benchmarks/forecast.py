"""Forecasts of daily ambulance demand, seven regions, 41 origins in 2019, 84 days ahead: ours and the seasonal naive.

The protocol is that of Monks and others 2023 (BMC Medical Informatics and Decision Making 23:117), whose chosen
ensemble has MASE 0.70 and 80 % intervals covering 84 % at 84 days on the same data.
"""

from __future__ import annotations

import csv
import gzip
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
from scipy.special import ndtri

from oneplace.flow.forecast import forecast_demand

DATA = Path(__file__).parents[1] / "opendata" / "flow" / "ambulance_daily_south_west.csv.gz"
HORIZON, ORIGINS = 84, 41


def series() -> tuple[date, dict[str, np.ndarray]]:
    by_region: dict[str, dict[date, float]] = defaultdict(dict)
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            by_region[row["ORA"]][date.fromisoformat(row["Actual_dt"])] = float(row["Actual_Value"])
    start = min(next(iter(by_region.values())))
    regions = {name: np.array([days[d] for d in sorted(days)]) for name, days in by_region.items()}
    return start, {name: values for name, values in regions.items() if name not in ("Trust", "OOA")}


def seasonal_naive(train: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    point = np.tile(train[-7:], HORIZON // 7)
    spread = np.std(train[7:] - train[:-7]) * np.sqrt(np.arange(HORIZON) // 7 + 1)
    half = ndtri(0.9) * spread
    return point, point - half, point + half


def ours(train: np.ndarray, start: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    made = forecast_demand(train, start, HORIZON)
    return made.median, made.lower, made.upper


def others() -> dict:
    """Well-known libraries, where they are installed."""
    try:
        from statsmodels.tsa.holtwinters import ExponentialSmoothing
    except ImportError:
        return {}

    def holt_winters(train: np.ndarray, start: date) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        fit = ExponentialSmoothing(train, trend="add", damped_trend=True, seasonal="add", seasonal_periods=7).fit()
        point = fit.forecast(HORIZON)
        half = ndtri(0.9) * np.std(fit.resid)
        return point, point - half, point + half

    return {"Holt-Winters (statsmodels)": holt_winters}


def main() -> None:
    start, regions = series()
    length = len(next(iter(regions.values())))
    first = length - 365
    methods = {"seasonal naive": lambda train, _: seasonal_naive(train), "oneplace": ours, **others()}
    print(f"{len(regions)} regions, {ORIGINS} origins")
    print(f"{'method':28} MASE 84  MASE 7  80 % cover at 84  CPU ms a fit")
    for name, method in methods.items():
        scores, week, covered, began = [], [], [], time.process_time()
        for values in regions.values():
            for fold in range(ORIGINS):
                end = first + 7 * fold
                train, test = values[:end], values[end : end + HORIZON]
                point, lower, upper = method(train, start)
                errors = np.abs(test - point) / np.abs(np.diff(train)).mean()
                scores.append(errors.mean())
                week.append(errors[:7].mean())
                covered.append(((test >= lower) & (test <= upper)).mean())
        cost = (time.process_time() - began) / len(scores) * 1000
        print(f"{name:28} {np.mean(scores):7.3f} {np.mean(week):7.3f} {np.mean(covered):17.3f} {cost:13.1f}")


if __name__ == "__main__":
    main()
