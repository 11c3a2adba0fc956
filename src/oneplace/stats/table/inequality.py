"""Measures of inequality, quantile groups and funnels over tables."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from oneplace.stats import funnel, inequality, quantiles
from oneplace.stats import spread as all_groups
from oneplace.stats.estimate import Confidence, Estimate
from oneplace.stats.gradient import Scale
from oneplace.stats.table.frames import Frame
from oneplace.stats.table.rows import By, columns_of, names_of, ordered, reason_of, wide


def slope_index(data: object, **columns: Any) -> Any:
    """Slope index of inequality, a row for each quantile coming in: see ``relative_index`` for the columns."""
    return _index(inequality.slope_index, data, **columns)


def relative_index(data: object, **columns: Any) -> Any:
    """Relative index of inequality: ``oneplace.stats.relative_index``.

    Columns: ``quantile`` (1 the most deprived), ``population``, ``value``, and ``lower`` and ``upper`` or
    ``standard_error``; further ``by``, ``transform``, ``spread``, ``multiplier``, ``confidence``.
    """
    return _index(inequality.relative_index, data, **columns)


def concentration_index(
    data: object,
    *,
    quantile: str = "quantile",
    population: str = "population",
    value: str = "value",
    standard_error: str | None = None,
    by: By = None,
    confidence: Confidence = 0.95,
) -> Any:
    """Concentration index over ordered groups: ``oneplace.stats.concentration_index``."""
    frame = Frame.of(data)
    columns = [value, population, *([standard_error] if standard_error else [])]
    first, parts = wide(frame, by, *ordered(frame.numbers(quantile)), columns)
    error = parts[2] if standard_error else None
    result = all_groups.concentration_index(parts[0], parts[1], standard_error=error, confidence=confidence)
    return frame.build(first, names_of(by), columns_of(result, confidence))


def quantile_groups(
    data: object,
    *,
    value: str = "value",
    population: str | None = None,
    by: By = None,
    groups: int = 10,
    highest_first: bool = True,
) -> Any:
    """Each row's quantile group among the rows of its ``by``: ``oneplace.stats.quantile_groups``."""
    frame = Frame.of(data)
    x = frame.numbers(value)
    people = frame.numbers(population) if population else np.ones(x.size)
    group = frame.groups(names_of(by))[0] if by else np.zeros(x.size, dtype=np.int64)
    found, reason = np.full(x.size, np.nan), np.full(x.size, "", dtype="U40")
    for each in range(int(group.max(initial=-1)) + 1):
        rows = group == each
        result = quantiles.quantile_groups(x[rows], groups, highest_first=highest_first, population=people[rows])
        found[rows], reason[rows] = result.value, result.reason
    return frame.build(np.arange(x.size), frame.table.columns, {"quantile": found} | reason_of(reason))


def funnel_significance(
    data: object,
    *,
    count: str = "count",
    denominator: str = "denominator",
    kind: funnel.Kind = "proportion",
    overdispersion: bool = False,
) -> Any:
    """Whether each row's area lies beyond the lines of the funnel: ``oneplace.stats.funnel_significance``."""
    frame = Frame.of(data)
    x, n = frame.numbers(count), frame.numbers(denominator)
    found = funnel.funnel_significance(x, n, kind, overdispersion=overdispersion)
    columns = {"significance": found.value, "z": found.z} | reason_of(found.reason)
    return frame.build(np.arange(x.size), frame.table.columns, columns)


def _index(
    method: Callable[..., Estimate],
    data: object,
    *,
    quantile: str = "quantile",
    population: str = "population",
    value: str = "value",
    lower: str = "lower",
    upper: str = "upper",
    standard_error: str | None = None,
    by: By = None,
    transform: Scale = "none",
    spread: Scale | None = None,
    multiplier: float = 1,
    confidence: Confidence = 0.95,
) -> Any:
    frame = Frame.of(data)
    of_spread = [standard_error] if standard_error else [lower, upper]
    first, parts = wide(frame, by, *ordered(frame.numbers(quantile)), [value, population, *of_spread])
    named = dict(zip(["standard_error"] if standard_error else ["lower", "upper"], parts[2:], strict=True))
    settings = {"transform": transform, "spread": spread, "multiplier": multiplier, "confidence": confidence}
    result = method(parts[0], parts[1], **named, **settings)
    return frame.build(first, names_of(by), columns_of(result, confidence))


passed_on = tuple(name for name in inspect.signature(_index).parameters if name not in ("method", "data"))
"""The columns and options that methods of this module take without naming them."""
