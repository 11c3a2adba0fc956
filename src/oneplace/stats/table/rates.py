"""Rates, means and life tables over tables."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from oneplace.problems import OneplaceError, Problem
from oneplace.stats import indirect, life, rates, standardised
from oneplace.stats.estimate import Confidence, Estimate, FloatArray, IntArray
from oneplace.stats.table.frames import Frame, summed
from oneplace.stats.table.rows import By, columns_of, names_of, numbered, wide


def rate(
    data: object,
    *,
    count: str = "count",
    exposure: str = "exposure",
    by: By = None,
    per: float = 100_000,
    confidence: Confidence = 0.95,
) -> Any:
    """Rates with limits: ``oneplace.stats.rate``."""
    frame, first, (x, n) = _summed(data, by, count, exposure)
    return frame.build(first, names_of(by, frame), columns_of(rates.rate(x, n, per, confidence), confidence))


def proportion(
    data: object,
    *,
    count: str = "count",
    denominator: str = "denominator",
    by: By = None,
    per: float = 1,
    confidence: Confidence = 0.95,
) -> Any:
    """Proportions with limits: ``oneplace.stats.proportion``."""
    frame, first, (x, n) = _summed(data, by, count, denominator)
    return frame.build(first, names_of(by, frame), columns_of(rates.proportion(x, n, per, confidence), confidence))


def mean(data: object, *, value: str = "value", by: By = None, confidence: Confidence = 0.95) -> Any:
    """Means of each group's rows, missing ones left out, with limits: ``oneplace.stats.mean``."""
    frame = Frame.of(data)
    names = names_of(by)
    group, first = frame.groups(names) if names else (np.zeros(len(frame.table), dtype=np.int64), np.arange(1))
    x = frame.numbers(value)
    there = ~np.isnan(x)
    n = summed(there.astype(np.float64), group, first.size)
    total = summed(np.where(there, x, 0.0), group, first.size)
    away = np.where(there, x - (total / np.maximum(n, 1))[group], 0.0)
    # squares about the mean, then moved back: large values keep their spread
    result = rates.mean_of_deviations(n, total, summed(away**2, group, first.size), confidence)
    return frame.build(first, names, columns_of(result, confidence))


def directly_standardised_rate(
    data: object,
    *,
    age_band: str = "age_band",
    count: str = "count",
    population: str = "population",
    by: By = None,
    standard: Mapping[str, float] = standardised.ESP2013,
    per: float = 100_000,
    confidence: Confidence = 0.95,
) -> Any:
    """Age-standardised rates, a row for each age band coming in: ``oneplace.stats.directly_standardised_rate``.

    Bands are joined to the standard population by label; a band that a group has no row for makes it missing.
    """
    frame = Frame.of(data)
    labels = frame.texts(age_band)
    _refuse_bands(frame, age_band, labels, standard)
    bands = [band for band in standard if band in set(labels)]
    first, (x, n) = wide(frame, by, [bands.index(label) for label in labels], len(bands), (count, population))
    result = standardised.directly_standardised_rate(x, n, standard, bands=bands, per=per, confidence=confidence)
    return frame.build(first, names_of(by), columns_of(result, confidence))


def standardised_ratio(data: object, *, per: float = 1, **columns: Any) -> Any:
    """Standardised ratios, the reference standing in each row: ``oneplace.stats.standardised_ratio``.

    Columns: ``age_band``, ``count``, ``population``, ``reference_count``, ``reference_population``; further ``by``,
    ``per`` and ``confidence``.
    """
    return _against_reference(indirect.standardised_ratio, data, per=per, **columns)


def indirectly_standardised_rate(data: object, *, per: float = 100_000, **columns: Any) -> Any:
    """Indirectly standardised rates: see ``standardised_ratio`` for the columns."""
    return _against_reference(indirect.indirectly_standardised_rate, data, per=per, **columns)


def life_expectancy(
    data: object,
    *,
    age: str = "age",
    deaths: str = "deaths",
    population: str = "population",
    by: By = None,
    confidence: Confidence = 0.95,
) -> Any:
    """Life expectancy at every age: ``oneplace.stats.life_expectancy``; ``age`` is each band's first age (or label)."""
    frame = Frame.of(data)
    ages = _first_ages(frame, age)
    starts, column = np.unique(ages, return_inverse=True)
    first, (d, p) = wide(frame, by, column.tolist(), starts.size, (deaths, population))
    result = life.life_expectancy(d, p, starts.tolist(), confidence=confidence)
    rows = np.repeat(first, starts.size)
    return frame.build(rows, names_of(by), {"age": np.tile(starts, first.size)} | columns_of(result, confidence))


def _summed(data: object, by: By, *columns: str) -> tuple[Frame, IntArray, list[FloatArray]]:
    """The table, each group's first row, and the columns added up by group."""
    frame = Frame.of(data)
    group, first = frame.groups(names_of(by))
    return frame, first, [summed(frame.numbers(name), group, first.size) for name in columns]


def _refuse_bands(frame: Frame, column: str, labels: list[str], standard: Mapping[str, float]) -> None:
    wrong = [(i, label) for i, label in enumerate(labels) if label not in standard]
    if wrong:
        at = frame.table.columns.index(column) + 1
        mend = f"The standard population has: {', '.join(standard)}."
        raise OneplaceError(
            *(
                Problem(frame.path, i + 1 + frame.header, at, "", f"column '{column}' has age band '{label}'.", mend)
                for i, label in wrong[:20]
            )
        )


def _first_ages(frame: Frame, column: str) -> FloatArray:
    """Each band's first age: a number, or the first number of a label such as "85+"."""
    found = [re.match(r"\D*(\d+)", text) for text in frame.texts(column)]
    bad = [i for i, match in enumerate(found) if match is None]
    if bad:
        raise OneplaceError.at(
            frame.path,
            f"column '{column}' has no age.",
            "Write each band's first age, such as 85 or 85+.",
            line=bad[0] + 1 + frame.header,
            column=frame.table.columns.index(column) + 1,
        )
    return np.array([float(match[1]) for match in found if match])


def _against_reference(
    method: Callable[..., Estimate],
    data: object,
    *,
    age_band: str = "age_band",
    count: str = "count",
    population: str = "population",
    reference_count: str = "reference_count",
    reference_population: str = "reference_population",
    by: By = None,
    per: float,
    confidence: Confidence = 0.95,
) -> Any:
    frame = Frame.of(data)
    columns = (count, population, reference_count, reference_population)
    first, parts = wide(frame, by, *numbered(frame.texts(age_band)), columns)
    return frame.build(first, names_of(by), columns_of(method(*parts, per=per, confidence=confidence), confidence))


passed_on = tuple(name for name in inspect.signature(_against_reference).parameters if name not in ("method", "data"))
"""The columns and options that methods of this module take without naming them."""
