"""Rates, means and life tables over tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import pairwise
from typing import Annotated, Any, Literal

import numpy as np

from oneplace.problems import OneplaceError
from oneplace.sheets import Band, Sheet
from oneplace.stats import indirect, life, rates, standardised, standards, waits
from oneplace.stats.estimate import Confidence, Estimate, FloatArray, IntArray
from oneplace.stats.table.columns import amounts, counts, events
from oneplace.stats.table.declared import By, Column, Levels, Per, Setting, Standard, method
from oneplace.stats.table.rows import Groups, Wide, build, columns_of, grouped, refuse_added, summed, wide, withheld
from oneplace.stats.table.totals import refuse_total
from oneplace.vocabulary.wording import plainly

ESTIMATE = {
    "value": "the result",
    "lower, upper": "its limits; with several levels lower_95, upper_95, lower_99_8 …",
    "count, denominator": "what it is made of",
    "method": "how value and limits were made",
    "reason, reason_text": "why a number is missing: a code and a sentence",
}
Events = Annotated[str, Column("numbers of events, added up within a group")]
People = Annotated[str, Column("numbers of people, added up within a group")]
Age = Annotated[str, Column("age bands, in any publisher's spelling")]


@method(**ESTIMATE)
def rate(
    sheet: Sheet,
    *,
    count: Events = "count",
    exposure: Annotated[str, Column("people or person-years, added up within a group")] = "exposure",
    by: By = None,
    per: Per = 100_000,
    confidence: Levels = 0.95,
) -> Any:
    """Rates with limits: exact Poisson below ten events, Byar's from ten. Without ``by`` each row stands alone."""
    return _of_two(sheet, (count, exposure), by, confidence, lambda x, n: rates.rate(x, n, per, confidence))


@method(**ESTIMATE)
def proportion(
    sheet: Sheet,
    *,
    count: Events = "count",
    denominator: People = "denominator",
    by: By = None,
    per: Per = 1,
    confidence: Levels = 0.95,
) -> Any:
    """Proportions with Wilson's limits. Without ``by`` each row stands alone."""
    return _of_two(sheet, (count, denominator), by, confidence, lambda x, n: rates.proportion(x, n, per, confidence))


@method(**ESTIMATE)
def mean(
    sheet: Sheet,
    *,
    value: Annotated[str, Column("values, a row each")] = "value",
    by: By = None,
    confidence: Levels = 0.95,
) -> Any:
    """The mean of each group's rows, missing ones left out, with Student's t limits."""
    groups = grouped(sheet, by)
    x = sheet.numbers(value)
    _refuse_totals(sheet, groups, [value])
    there = ~np.isnan(x.value)
    n, total = (
        np.bincount(groups.code, side, minlength=len(groups)).astype(np.float64)
        for side in (there.astype(np.float64), np.where(there, x.value, 0.0))
    )
    away = np.where(there, x.value - (total / np.maximum(n, 1))[groups.code], 0.0)
    # squares about the mean, then moved back: large values keep their spread
    squares = np.bincount(groups.code, away**2, minlength=len(groups)).astype(np.float64)
    found = withheld(rates.mean_of_deviations(n, total, squares, confidence), summed(groups, [x]).hidden)
    return build(sheet, groups.first, groups.names, columns_of(found, confidence))


def _refuse_totals(sheet: Sheet, groups: Groups, numbers: Sequence[str]) -> None:
    """Refuse a row of all beside rows of its parts: it is neither one more value nor one more wait."""
    for name in sheet.columns:
        if name not in {*numbers, *groups.names}:
            refuse_total(sheet, name, groups.code)


_NEGATIVE = ("has a length of time below nought.", "Correct it, or leave it empty.")


@method(**ESTIMATE)
def waiting_percentile(
    sheet: Sheet,
    *,
    left: Annotated[str, Column("how long each had lasted when it ended or was last seen, a row each")] = "left",
    ended: Annotated[str, Column("whether it had ended then: 1, or 0 of one that still went on")] = "ended",
    entered: Annotated[
        str | None, Column("how long each had lasted when it was first seen, if not from the start")
    ] = None,
    by: By = None,
    share: Annotated[
        float, Setting("the share of which the percentile is: 0.5 for the median", above=0, below=1)
    ] = 0.5,
    confidence: Levels = 0.95,
) -> Any:
    """A percentile of each group's waits, those still waiting counted in (Kaplan-Meier, Brookmeyer-Crowley limits)."""
    groups = grouped(sheet, by)
    names = [name for name in (left, ended, entered) if name]
    columns = [amounts(sheet, name) for name in names]
    wrong = np.flatnonzero(~np.isin(columns[1].value, (0, 1)) & ~np.isnan(columns[1].value))
    sheet.refuse(wrong, ended, lambda _: ("says neither that it ended nor that it goes on.", "Write 1 or 0."))
    for name, column in zip(names, columns, strict=True):
        sheet.refuse(np.flatnonzero(column.value < 0), name, lambda _: _NEGATIVE)
    _refuse_totals(sheet, groups, names)
    there = ~np.isnan(np.stack([column.value for column in columns])).any(axis=0)
    found = [
        waits.waiting_percentile(
            columns[0].value[rows],
            columns[1].value[rows],
            share,
            entered=columns[2].value[rows] if entered else None,
            confidence=confidence,
        )
        for rows in (there & (groups.code == group) for group in range(len(groups)))
    ]
    each = {one.name: np.array([getattr(made, one.name) for made in found]) for one in fields(Estimate)}
    made = withheld(Estimate(**each), summed(groups, columns).hidden)
    return build(sheet, groups.first, groups.names, columns_of(made, confidence))


@method(**ESTIMATE)
def directly_standardised_rate(
    sheet: Sheet,
    *,
    age_band: Age = "age_band",
    count: Events = "count",
    population: People = "population",
    by: By = None,
    standard: Standard = "ESP2013",
    limits: Annotated[
        Literal["byars", "gamma"], Setting("how limits are made: Dobson's with Byar's, or gamma")
    ] = "byars",
    per: Per = 100_000,
    confidence: Levels = 0.95,
) -> Any:
    """Age-standardised rates. Bands meet the standard population's by their ages, and finer ones are added up to them.

    A band that a group has no row for makes its rate missing; bands that no group has are left out of the standard.
    """
    groups = grouped(sheet, by)
    place, members, weights = _bands_of(sheet, age_band, standards.named(standard))
    bands = int(place.max(initial=-1)) + 1
    refuse_added(sheet, groups, place, [count, population], [age_band])
    parts = wide(groups, place, bands, [counts(sheet, count), counts(sheet, population)])
    x, n = (np.stack([side[:, each].sum(axis=1) for each in members], axis=1) for side in parts.parts)
    labels = [str(i) for i in range(len(members))]
    found = standardised.directly_standardised_rate(
        x,
        n,
        dict(zip(labels, weights.tolist(), strict=True)),
        bands=labels,
        per=per,
        confidence=confidence,
        limits=limits,
    )
    return build(sheet, groups.first, groups.names, columns_of(withheld(found, parts.hidden), confidence))


Reference = Annotated[str, Column("the reference population's events in the band")]
ReferencePeople = Annotated[str, Column("the reference population's people in the band")]
PoissonLimits = Annotated[Literal["byars", "exact"], Setting("Byar's limits from ten events on, or always exact ones")]


@method(**ESTIMATE)
def standardised_ratio(
    sheet: Sheet,
    *,
    age_band: Age = "age_band",
    count: Events = "count",
    population: People = "population",
    reference_count: Reference = "reference_count",
    reference_population: ReferencePeople = "reference_population",
    by: By = None,
    limits: PoissonLimits = "byars",
    per: Per = 1,
    confidence: Levels = 0.95,
) -> Any:
    """Observed events over those expected at a reference population's rates, which stand in each row."""
    columns = (count, population, reference_count, reference_population)
    groups, parts = _banded(sheet, by, age_band, columns)
    found = indirect.standardised_ratio(*parts.parts, per=per, confidence=confidence, limits=limits)
    return build(sheet, groups.first, groups.names, columns_of(withheld(found, parts.hidden), confidence))


@method(**ESTIMATE)
def indirectly_standardised_rate(
    sheet: Sheet,
    *,
    age_band: Age = "age_band",
    count: Events = "count",
    population: People = "population",
    reference_count: Reference = "reference_count",
    reference_population: ReferencePeople = "reference_population",
    by: By = None,
    limits: PoissonLimits = "byars",
    per: Per = 100_000,
    confidence: Levels = 0.95,
) -> Any:
    """The standardised ratio times the reference population's crude rate."""
    columns = (count, population, reference_count, reference_population)
    groups, parts = _banded(sheet, by, age_band, columns)
    found = indirect.indirectly_standardised_rate(*parts.parts, per=per, confidence=confidence, limits=limits)
    return build(sheet, groups.first, groups.names, columns_of(withheld(found, parts.hidden), confidence))


@method(age="the first age of the band, from which the years are counted", **ESTIMATE)
def life_expectancy(
    sheet: Sheet,
    *,
    age: Age = "age",
    deaths: Events = "deaths",
    population: People = "population",
    by: By = None,
    confidence: Levels = 0.95,
) -> Any:
    """Life expectancy at every age, a row each (Chiang's second method). The last band is the open one."""
    groups = grouped(sheet, by)
    place, bands = sheet.ages(age)
    starts = life_bands(sheet, age, bands)
    refuse_added(sheet, groups, place, [deaths, population], [age])
    parts = wide(groups, place, len(bands), [counts(sheet, deaths), counts(sheet, population)])
    d, p = parts.parts
    found = withheld(life.life_expectancy(d, p, starts, confidence=confidence), parts.hidden)
    rows = np.repeat(groups.first, len(starts))
    columns = {"age": np.tile(starts, len(groups))} | columns_of(found, confidence)
    return build(sheet, rows, groups.names, columns)


def life_bands(sheet: Sheet, column: str, bands: Sequence[Band]) -> list[int]:
    """The first ages of a life table's bands, which follow each other without a gap and end in an open one."""
    whole = standards.closed(bands)
    for one, other in pairwise(whole):
        if one.end != other.first:
            gap = other.first - 1 if one.end < other.first else 0
            what = (
                f"column '{column}' has no row for ages {plainly(one.end)} to {gap}."
                if gap
                else f"column '{column}' has the bands {one} and {other}, which share ages."
                if str(one) != str(other)
                else f"column '{column}' has the band {one} in two spellings."
            )
            raise OneplaceError.at(sheet.path, what, "Give each age once.", column=sheet.column_number(column))
    if len(whole) < 2 or whole[-1].last is not None:
        what = f"column '{column}' ends with {whole[-1]}, which isn't open." if len(whole) > 1 else "has a single age."
        raise OneplaceError.at(
            sheet.path, what, "A life table ends with a band such as 90+.", column=sheet.column_number(column)
        )
    return [each.first for each in whole]


def _bands_of(sheet: Sheet, column: str, standard: Mapping[str, float]) -> tuple[IntArray, list[list[int]], FloatArray]:
    """Each row's band, which bands are added up, and each sum's weight: joined by age, or by label if it is none."""
    try:
        if not any(standards.is_age(label) for label in standard):
            coded = sheet.coded(column)
            members, weights = standards.joined_by_label(coded.texts, standard)
            return coded.code, members, weights
        place, bands = sheet.ages(column)
        return place, *standards.joined(bands, standard)
    except ValueError as error:
        what = f"column '{column}' can't be standardised: {error}."
        mend = "Give the bands of the standard, finer or coarser ones, or a standard of your own."
        raise OneplaceError.at(sheet.path, what, mend, column=sheet.column_number(column)) from None


def _of_two(sheet: Sheet, names: tuple[str, str], by: Any, confidence: Confidence, of: Any) -> Any:
    """A method of two columns that are added up by group; without ``by`` each row stands alone with its columns."""
    columns = [events(sheet, names[0]), counts(sheet, names[1])]
    if by:
        groups = grouped(sheet, by)
        refuse_added(sheet, groups, np.zeros_like(groups.code), names, [])
        parts = summed(groups, columns)
        found: Estimate = withheld(of(*parts.parts), parts.hidden)
        return build(sheet, groups.first, groups.names, columns_of(found, confidence))
    x, n = columns
    found = withheld(of(x.value, n.value), x.hidden | n.hidden)
    return build(sheet, None, sheet.columns, columns_of(found, confidence))


def _banded(sheet: Sheet, by: Any, age_band: str, names: Sequence[str]) -> tuple[Groups, Wide]:
    groups, band = grouped(sheet, by), sheet.coded(age_band)
    refuse_total(sheet, age_band, groups.code)
    refuse_added(sheet, groups, band.code, names, [age_band])
    return groups, wide(groups, band.code, len(band.texts), [counts(sheet, name) for name in names])
