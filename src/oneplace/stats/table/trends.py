"""Trends and forecasts over tables."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np

from oneplace.problems import OneplaceError
from oneplace.sheets import Kind, Period, Sheet
from oneplace.stats import trend
from oneplace.stats.estimate import FloatArray, IntArray, published
from oneplace.stats.table.declared import By, Column, Level, method
from oneplace.stats.table.rates import ESTIMATE
from oneplace.stats.table.rows import alike, build, counts, reason_of
from oneplace.stats.table.series import in_time

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
    columns = [counts(sheet, name) for name in names] if kind == "proportion" else alike(sheet, *names)
    size = len(series.groups)
    found = {"trend": np.full(size, "", "U24"), "gradient": np.full(size, np.nan), "chi_squared": np.full(size, np.nan)}
    reason = np.full(size, "duplicate_periods", dtype="U40")
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
