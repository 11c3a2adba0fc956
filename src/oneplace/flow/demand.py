"""Forecast a file of daily counts, with England's bank holidays, and write it as a pathway's arrivals read it."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy as np

from oneplace.flow.forecast import DemandForecast, forecast_demand
from oneplace.problems import OneplaceError

_MEND = "Give a CSV with the columns `date` (2026-03-31) and `count`, a line a day."


def forecast_file(path: Path, horizon: int, *, confidence: float = 0.8) -> DemandForecast:
    """Forecast the daily counts of a CSV (``date,count``; days may be missing) ``horizon`` days ahead.

    Raises ``OneplaceError`` where the file cannot be read or is too short.
    """
    counts = _read(path)
    first, last = min(counts), max(counts)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    series = np.array([counts.get(day, np.nan) for day in days])
    years = range(first.year, (last + timedelta(days=horizon)).year + 1)
    off = {day: name for day, name in holidays.country_holidays("GB", subdiv="ENG", years=years).items()}  # noqa: C416
    try:
        return forecast_demand(series, first, horizon, confidence=confidence, holidays=off)
    except ValueError as error:
        raise OneplaceError.at(path, str(error), _MEND) from None


def write_forecast(made: DemandForecast, path: Path) -> None:
    """Write a forecast as ``forecasts/<name>.csv`` of a pathway: date, mean, sd, median, lower, upper."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(("date", "mean", "sd", "median", "lower", "upper"))
        for row in zip(made.days, made.mean, made.sd, made.median, made.lower, made.upper, strict=True):
            lines.writerow((row[0].isoformat(), *(f"{value:.4f}" for value in row[1:])))


def _read(path: Path) -> dict[date, float]:
    found: dict[date, float] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines)
            if not {"date", "count"} <= set(reader.fieldnames or ()):
                raise OneplaceError.at(path, "has no columns `date` and `count`.", _MEND, line=1)
            for row in reader:
                day = date.fromisoformat(row["date"])
                if day in found:
                    raise OneplaceError.at(path, f"holds {day} twice.", "Keep one line a day.", line=reader.line_num)
                found[day] = float(row["count"])
    except (OSError, UnicodeDecodeError) as error:
        raise OneplaceError.at(path, f"cannot be read ({error}).", _MEND) from None
    except (ValueError, TypeError) as error:
        raise OneplaceError.at(path, f"holds a line that is no day and count ({error}).", _MEND) from None
    if not found:
        raise OneplaceError.at(path, "holds no days.", _MEND)
    return found
