"""Forecast a file of daily counts, with England's bank holidays, and write it as a pathway's arrivals read it."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import holidays
import numpy as np
from numpy.typing import NDArray

from oneplace.flow.demand.accuracy import HORIZONS, Accuracy, forecast_accuracy
from oneplace.flow.demand.forecast import DemandForecast, forecast_demand
from oneplace.problems import OneplaceError

_MEND = "Give a CSV with the columns `date` (2026-03-31) and `count`, a line a day."


def forecast_file(path: Path, horizon: int, *, confidence: float = 0.8) -> DemandForecast:
    """Forecast the daily counts of a CSV (``date,count``; days may be missing) ``horizon`` days ahead.

    Raises ``OneplaceError`` where the file cannot be read or is too short.
    """
    known = _read(path)
    try:
        return forecast_demand(
            known.counts, known.start, horizon, confidence=confidence, holidays=known.holidays(horizon)
        )
    except (ValueError, OverflowError) as error:
        raise OneplaceError.at(path, str(error), _MEND) from None


def accuracy_file(path: Path, horizon: int = max(HORIZONS)) -> list[Accuracy]:
    """How good forecasts of a CSV's counts up to ``horizon`` days ahead would have been, beside the seasonal naive.

    Raises ``OneplaceError`` where the file cannot be read or is too short to judge by.
    """
    known = _read(path)
    horizons = sorted({*(days for days in HORIZONS if days < horizon), horizon})
    try:
        return forecast_accuracy(known.counts, known.start, horizons=horizons, holidays=known.holidays(0))
    except (ValueError, OverflowError) as error:
        raise OneplaceError.at(path, str(error), "Give a longer series, or judge fewer days ahead.") from None


def write_forecast(made: DemandForecast, path: Path) -> None:
    """Write a forecast as ``forecasts/<name>.csv`` of a pathway: date, mean, sd, median, lower, upper."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(("date", "mean", "sd", "median", "lower", "upper"))
        for row in zip(made.days, made.mean, made.sd, made.median, made.lower, made.upper, strict=True):
            lines.writerow((row[0].isoformat(), *(f"{value:.4f}" for value in row[1:])))


@dataclass(frozen=True)
class _Known:
    """Daily counts (missing days NaN) from their first day."""

    start: date
    counts: NDArray[np.float64]

    def holidays(self, ahead: int) -> dict[date, str]:
        """England's bank holidays of all years that the counts and so many days ahead are in."""
        last = self.start + timedelta(days=len(self.counts) + ahead)
        years = range(self.start.year, last.year + 1)
        return dict(holidays.country_holidays("GB", subdiv="ENG", years=years).items())


def _read(path: Path) -> _Known:
    found: dict[date, float] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines)
            if not {"date", "count"} <= set(reader.fieldnames or ()):
                raise OneplaceError.at(path, "has no columns `date` and `count`.", _MEND, line=1)
            for row in reader:
                day, number = _line(path, reader.line_num, row)
                if day in found:
                    raise OneplaceError.at(path, f"holds {day} twice.", "Keep one line a day.", line=reader.line_num)
                found[day] = number
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OneplaceError.at(path, f"cannot be read ({error}).", _MEND) from None
    if not found:
        raise OneplaceError.at(path, "holds no days.", _MEND)
    first, last = min(found), max(found)
    span = (last - first).days + 1
    if len(found) < span / 2:
        raise OneplaceError.at(
            path,
            f"holds {len(found):,} of the {span:,} days from {first} to {last}.",
            "Correct a mistyped date, or give most days.",
        )
    days = (first + timedelta(days=n) for n in range(span))
    return _Known(first, np.array([found.get(day, np.nan) for day in days]))


def _line(path: Path, line: int, row: Mapping[str, str | None]) -> tuple[date, float]:
    """A line's day and count; a count left empty is a missing day."""
    when, text = ((row[name] or "").strip() for name in ("date", "count"))
    try:
        day = date.fromisoformat(when)
    except ValueError:
        what = f"the date `{when}` is not written year-month-day." if when else "the line has no date."
        raise OneplaceError.at(path, what, _MEND, line=line) from None
    try:
        number = float(text or "nan")
    except ValueError:
        raise OneplaceError.at(path, f"the count of {day} is `{text}`, no number.", _MEND, line=line) from None
    if text and not 0 <= number < np.inf:
        raise OneplaceError.at(path, f"the count of {day} is {text}.", "Counts are nought or more.", line=line)
    return day, number
