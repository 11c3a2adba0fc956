"""Trends and forecasts over tables."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np

from oneplace.problems import OneplaceError
from oneplace.sheets import Kind, Period, Sheet
from oneplace.stats import trend
from oneplace.stats.estimate import FloatArray, IntArray, levels, published
from oneplace.stats.forecast import Frequency, probability_of_meeting
from oneplace.stats.forecast import forecast as forecast_series
from oneplace.stats.table.columns import alike, counts, target_of, with_limits
from oneplace.stats.table.declared import By, Column, Level, Levels, Setting, method
from oneplace.stats.table.rates import ESTIMATE
from oneplace.stats.table.rows import build, reason_of
from oneplace.stats.table.series import Batch, Series, in_time

Periods = Annotated[str, Column("periods, a row each within a group; in any publisher's spelling, in any order")]


@method(
    trend="Increasing, Decreasing or No significant change",
    gradient="the change a year",
    chi_squared="the test's chi-squared, significant above 9.55",
    **{"reason, reason_text": ESTIMATE["reason, reason_text"]},
)
def recent_trend(
    sheet: Sheet,
    *,
    period: Periods = "period",
    value: Annotated[str, Column("values", unless="count")] = "value",
    lower: Annotated[str | None, Column("their lower limits")] = None,
    upper: Annotated[str | None, Column("their upper limits")] = None,
    count: Annotated[str | None, Column("events, to test proportions by their counts")] = None,
    denominator: Annotated[str | None, Column("the people of whom they are a part")] = None,
    by: By = None,
    confidence: Level = 0.95,
) -> Any:
    """The last five years' trend of each group, by its limits or, of proportions, by its counts.

    A year that is absent is missing; a year twice, periods that overlap and those that aren't years are not judged.
    """
    kind: Literal["proportion", "other"] = "proportion" if count and denominator else "other"
    if not all((count, denominator) if count or denominator else (lower, upper)):
        raise OneplaceError.at(
            sheet.path, "a trend needs limits or counts.", "Name the columns lower and upper, or count and denominator."
        )
    series = in_time(sheet, by, period)
    names = [name for name in ((count, denominator) if kind == "proportion" else (value, lower, upper)) if name]
    columns = [counts(sheet, name) for name in names] if kind == "proportion" else with_limits(sheet, *names)
    size = len(series.groups)
    found = {"trend": np.full(size, "", "U24"), "gradient": np.full(size, np.nan), "chi_squared": np.full(size, np.nan)}
    reason = series.refused.astype("U40")
    hidden = series.hidden(*columns)
    for batch in series.batches():
        grid = _yearly(series.periods(batch))
        if grid is None:
            reason[batch.unit] = "irregular_periods"
            continue
        years, at = grid
        parts = [_spread(series.column(each)[batch.at], years, at) for each in columns]
        with np.errstate(divide="ignore", invalid="ignore"):
            shares = {"count": parts[0], "denominator": parts[1]} if kind == "proportion" else {}
            given = published(parts[0] / parts[1], **shares) if shares else published(*parts)
        result = trend.recent_trend(given, years, kind=kind, confidence=confidence)
        last = _spread(hidden[batch.at].astype(np.float64), years, at)[:, -trend.POINTS :] > 0
        found["trend"][batch.unit], found["gradient"][batch.unit] = result.value, result.gradient
        found["chi_squared"][batch.unit] = result.chi_squared
        reason[batch.unit] = np.where(last.any(axis=-1) & (result.reason == "missing"), "suppressed", result.reason)
    return build(sheet, series.groups.first, series.groups.names, found | reason_of(reason))


def _yearly(periods: Sequence[Period]) -> tuple[FloatArray, IntArray] | None:
    """The years from the first period to the last, absent ones too, and where each period is; None if they overlap."""
    if any(one.end > other.start for one, other in pairwise(periods) if one.kind is not Kind.NUMBER):
        return None
    year = np.array([_year(each) for each in periods])
    step = np.diff(year).min(initial=np.inf)
    if not np.isfinite(step):
        return year, np.zeros(year.size, dtype=np.int64)
    place = (year - year[0]) / step
    if np.abs(place - np.rint(place)).max() > 0.01:
        return None
    at = np.rint(place).astype(np.int64)
    return year[0] + step * np.arange(at[-1] + 1), at


def _year(period: Period) -> float:
    day = period.start
    return (
        period.place if period.kind is Kind.NUMBER else round(day.year + (day.month - 1 + (day.day - 1) / 31) / 12, 6)
    )


def _spread(values: FloatArray, years: FloatArray, at: IntArray) -> FloatArray:
    """Values, (series, periods), where they are among the years; absent ones missing."""
    found = np.full((values.shape[0], years.size), np.nan)
    found[:, at] = values
    return found


_STEPS: dict[float, Frequency] = {1: "monthly", 3: "quarterly", 6: "six_monthly", 12: "annual"}


@method(
    period="the period ahead: its first day, or its number",
    **{"value, lower, upper": "the forecast and its interval; with several levels lower_80, upper_80 …"},
    chance="the chance to be at or beyond the target, where one is set",
    **{"reason, reason_text": ESTIMATE["reason, reason_text"]},
)
def forecast(
    sheet: Sheet,
    *,
    period: Periods = "period",
    value: Annotated[str, Column("values")] = "value",
    by: By = None,
    horizon: Annotated[int, Setting("how many periods ahead", least=1, most=1000)] = 4,
    minimum: Annotated[float, Setting("the least that a value can be")] = -np.inf,
    maximum: Annotated[float, Setting("the greatest that a value can be")] = np.inf,
    target: Annotated[float | None, Setting("a number whose chance is asked for")] = None,
    improvement: Annotated[Literal["increase", "decrease"], Setting("the good side of the target")] = "increase",
    confidence: Levels = 0.8,
) -> Any:
    """Forecast each group's series; months, quarters and years with seasons, other periods without."""
    series = in_time(sheet, by, period)
    [x] = alike(sheet, value)
    if target is not None:
        target_of(target, x)
    size = len(series.groups)
    ahead = {name: np.full((size, horizon), np.nan) for name in ("value", "chance")}
    level, single = levels(confidence)
    sides = np.full((2, size, horizon, level.size), np.nan)
    reason, labels = series.refused.astype("U40"), np.full((size, horizon), "", dtype="U16")
    for batch in series.batches():
        place = series.place[batch.at[0]]
        at, step = evenly(series, batch), _step(place)
        dated = series.periods(batch)[-1]
        labels[batch.unit] = [_label(dated, float(place[-1]), step * (k + 1)) for k in range(horizon)]
        if is_scattered(at):
            reason[batch.unit] = "irregular_periods"
            continue
        y = _spread(series.column(x)[batch.at], np.arange(at[-1] + 1.0), at)
        frequency = _STEPS.get(step, "annual") if dated.kind is not Kind.NUMBER else "annual"
        found = forecast_series(
            y, horizon, frequency=frequency, confidence=level.tolist(), minimum=minimum, maximum=maximum
        )
        ahead["value"][batch.unit], reason[batch.unit] = found.value, found.reason
        sides[0][batch.unit], sides[1][batch.unit] = found.lower, found.upper
        if target is not None:
            ahead["chance"][batch.unit] = probability_of_meeting(found, target, improvement)
    limits: dict[str, FloatArray] = {}
    for i, each in enumerate(level.tolist()):
        name = "" if single else "_" + f"{each * 100:g}".replace(".", "_")
        limits |= {f"lower{name}": sides[0][..., i].ravel(), f"upper{name}": sides[1][..., i].ravel()}
    columns = {"period": labels.ravel(), "value": ahead["value"].ravel()} | limits
    if target is not None:
        columns["chance"] = ahead["chance"].ravel()
    rows = np.repeat(series.groups.first, horizon)
    return build(sheet, rows, series.groups.names, columns | reason_of(np.repeat(reason, horizon)))


def evenly(series: Series, batch: Batch) -> IntArray:
    """Where each period of a batch is among steps of their usual length, from 0; an absent one leaves its place."""
    place = series.place[batch.at[0]]
    at: IntArray = np.rint((place - place[0]) / _step(place)).astype(np.int64)
    return at


def is_scattered(at: IntArray) -> bool:
    """Whether nearly all between the periods would be missing: one is slipped, or months are read as numbers."""
    return bool(at[-1] >= 3 * at.size)


def _step(place: FloatArray) -> float:
    """How far apart periods usually are."""
    return float(np.median(np.diff(place))) if place.size > 1 else 1.0


def _label(last: Period, place: float, steps: float) -> str:
    """The period so many steps of place after the last: the first day of one, or its number."""
    day = last.start
    if last.kind is Kind.NUMBER:
        return f"{place + steps:g}"
    if place == day.toordinal():
        return date.fromordinal(round(place + steps)).isoformat()
    if place == day.year * 12 + day.month - 1:
        month = round(place + steps)
        return f"{month // 12}-{month % 12 + 1:02d}-01"
    return str(np.busday_offset(day, round(steps)))
