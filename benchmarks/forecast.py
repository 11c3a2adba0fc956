"""Forecasts of daily ambulance demand, seven regions, 41 origins in 2019, up to 84 days ahead: ours, the seasonal naive
and statsmodels, in one run.

The protocol is that of Monks and others 2023 (BMC Medical Informatics and Decision Making 23:117), whose chosen
ensemble has MASE 0.70 and 80 % intervals covering 84 % at 84 days on the same data. ``--seen`` judges the year before
(2018), on which the stiffness of the trend was chosen. statsmodels is measured where it is installed.
"""

from __future__ import annotations

import csv
import gzip
import sys
import time
import warnings
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np

from oneplace.flow.demand.accuracy import LEVELS, Accuracy, Ahead, Method, judge, own_method, seasonal_naive

DATA = Path(__file__).parents[1] / "opendata" / "flow" / "ambulance_daily_south_west.csv.gz"
HORIZONS, ORIGINS = (7, 14, 21, 28, 42, 56, 70, 84), 41


def series() -> tuple[date, dict[str, np.ndarray]]:
    """The first day, and each region's daily counts."""
    by_region: dict[str, dict[date, float]] = defaultdict(dict)
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            by_region[row["ORA"]][date.fromisoformat(row["Actual_dt"])] = float(row["Actual_Value"])
    start = min(next(iter(by_region.values())))
    regions = {name: np.array([days[d] for d in sorted(days)]) for name, days in by_region.items()}
    return start, {name: values for name, values in regions.items() if name not in ("Trust", "OOA")}


def others() -> dict[str, Method]:
    """Well-known libraries, where they are installed."""
    try:
        import pandas as pd
        from statsmodels.tsa.exponential_smoothing.ets import ETSModel
    except ImportError:
        return {}

    def ets(known: np.ndarray, start: date, horizon: int) -> Ahead:
        days = pd.Series(known, index=pd.date_range(start, periods=len(known)))
        model = ETSModel(days, error="add", trend="add", damped_trend=True, seasonal="add", seasonal_periods=7)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that the optimiser stopped early
            made = model.fit(disp=False).get_prediction(start=len(known), end=len(known) + horizon - 1)
        frames = {level: made.summary_frame(alpha=1 - level) for level in LEVELS}
        limits = {level: (of["pi_lower"].to_numpy(), of["pi_upper"].to_numpy()) for level, of in frames.items()}
        return Ahead(frames[0.8]["mean"].to_numpy(), limits)

    return {"ETS(A,Ad,A) (statsmodels)": ets}


def main() -> None:
    """Print one table: method by horizon."""
    start, regions = series()
    length = len(next(iter(regions.values()))) - (365 if "--seen" in sys.argv else 0)
    ends = [length - 365 + 7 * fold for fold in range(ORIGINS)]
    print(f"{len(regions)} regions, {ORIGINS} origins; the mean over the regions")
    print(f"{'method':27} days   MASE   RMSE  80 %  95 %  CPU ms a fit")
    for name, method in ({"seasonal naive": seasonal_naive, "oneplace": own_method()} | others()).items():
        began = time.process_time()
        rows: dict[int, list[Accuracy]] = defaultdict(list)
        for values in regions.values():
            for row in judge(name, method, values, start, ends=ends, horizons=HORIZONS):
                rows[row.horizon].append(row)
        cost = (time.process_time() - began) / len(regions) / ORIGINS * 1000
        for horizon, some in rows.items():
            mean = {
                key: np.mean([getattr(row, key) for row in some]) for key in ("mase", "rmse", "cover_80", "cover_95")
            }
            print(
                f"{name:27} {horizon:4} {mean['mase']:6.3f} {mean['rmse']:6.2f} {mean['cover_80']:5.3f} "
                f"{mean['cover_95']:5.3f} {cost:9.1f}"
            )


if __name__ == "__main__":
    main()
