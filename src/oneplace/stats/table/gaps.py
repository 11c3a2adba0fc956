"""Gaps between groups, comparisons and joined ratios over tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any

import numpy as np

from oneplace.problems import OneplaceError, did_you_mean
from oneplace.sheets import Sheet, is_total
from oneplace.stats import comparison, decomposition, gaps, rates
from oneplace.stats.counted import Counted, counted_difference, counted_ratio
from oneplace.stats.estimate import BoolArray, Estimate, FloatArray, IntArray, TextArray, published
from oneplace.stats.mantel_haenszel import Ratio
from oneplace.stats.mantel_haenszel import mantel_haenszel as joined
from oneplace.stats.table.absent import Absent, absent
from oneplace.stats.table.columns import alike, counts, events, target_of, with_limits
from oneplace.stats.table.declared import By, Column, Level, Setting, method
from oneplace.stats.table.rates import ESTIMATE, Age, Events, life_bands
from oneplace.stats.table.rows import (
    build,
    columns_of,
    grouped,
    reason_of,
    refuse_added,
    refuse_repeated,
    texts_at,
    wide,
    withheld,
)
from oneplace.stats.table.totals import refuse_total

Group = Annotated[str, Column("the groups; a row each within ``by``")]
Value = Annotated[str, Column("each group's value", unless="count")]
Lower = Annotated[str, Column("its lower limit", unless="count")]
Upper = Annotated[str, Column("its upper limit", unless="count")]
Count = Annotated[str | None, Column("what is counted of each group, instead of a value with limits")]
OutOf = Annotated[str | None, Column("what it is out of: people, or people-years")]
As = Annotated[Counted, Setting("whether people are counted, each of whom has it or not, or events")]
Per = Annotated[float, Setting("for how many the gap of counts is given", above=0)]
Reference = Annotated[str | None, Setting("the group that the others are held against, as it stands in the column")]


@method(**{"group": "each other group", **ESTIMATE})
def absolute_gap(
    sheet: Sheet,
    *,
    group: Group = "group",
    reference: Reference = None,
    value: Value = "value",
    lower: Lower = "lower",
    upper: Upper = "upper",
    count: Count = None,
    denominator: OutOf = None,
    counted: As = "proportion",
    per: Per = 100,
    by: By = None,
) -> Any:
    """Each group's value less the reference group's, with limits made from both sides', or from their counts."""
    if count or denominator:
        return _of_counts(sheet, counted_difference, (group, count, denominator), reference, by, counted, per)
    return _gap(sheet, gaps.absolute_gap, (group, value, lower, upper), reference, by)


@method(**{"group": "each other group", **ESTIMATE})
def relative_gap(
    sheet: Sheet,
    *,
    group: Group = "group",
    reference: Reference = None,
    value: Value = "value",
    lower: Lower = "lower",
    upper: Upper = "upper",
    count: Count = None,
    denominator: OutOf = None,
    counted: As = "proportion",
    by: By = None,
) -> Any:
    """Each group's value over the reference group's, with limits on the log scale from both sides', or from counts."""
    if count or denominator:
        return _of_counts(sheet, counted_ratio, (group, count, denominator), reference, by, counted, 1)
    return _gap(sheet, gaps.relative_gap, (group, value, lower, upper), reference, by)


@method(compared="higher, similar, lower, or not_known")
def compare(
    sheet: Sheet,
    *,
    value: Value = "value",
    lower: Lower = "lower",
    upper: Upper = "upper",
    target: Annotated[str | float | None, Setting("a number, or a column of numbers, known without error")] = None,
    group: Annotated[str | None, Column("the groups, where one of them is the reference")] = None,
    reference: Reference = None,
    by: By = None,
) -> Any:
    """Whether each row differs beyond chance from a number, or from its reference group's value with its limits."""
    columns = with_limits(sheet, value, lower, upper)
    own = published(*(each.value for each in columns))
    if (target is None) == (group is None):
        raise ValueError("give either a target, or a group column and the reference among them.")
    if target is not None:
        named = str(target) in sheet.columns
        against: Any = alike(sheet, value, str(target))[1].value if named else target_of(target, columns[0])
    else:
        at = _reference_rows(sheet, str(group), reference, by)
        against = published(*(_at(each.value, at) for each in columns))
    found = comparison.compare(own, against).astype("U9")
    if target is None:
        found[at == np.arange(len(sheet))] = ""  # the reference itself
    return build(sheet, None, sheet.columns, {"compared": found})


@method(**{"group": "each other group", **ESTIMATE})
def mantel_haenszel(
    sheet: Sheet,
    *,
    stratum: Annotated[str, Column("the strata, such as age bands")] = "stratum",
    group: Annotated[str, Column("the groups")] = "group",
    reference: Reference = None,
    count: Events = "count",
    denominator: Annotated[str, Column("person-years for a rate ratio, else people")] = "denominator",
    by: By = None,
    ratio: Annotated[Ratio, Setting("what is joined")] = "rate_ratio",
    confidence: Level = 0.95,
) -> Any:
    """Each group's rate, risk or odds over the reference group's, joined over strata."""
    names = [by] if isinstance(by, str) else list(by or ())
    groups, band = grouped(sheet, [*names, group]), sheet.coded(stratum)
    refuse_total(sheet, stratum, groups.code)
    refuse_added(sheet, groups, band.code, [count, denominator], [stratum])
    parts = wide(groups, band.code, len(band.texts), [counts(sheet, count), counts(sheet, denominator)])
    other = _reference_groups(sheet, groups.first, group, reference, by)
    x, n = parts.parts
    absent = np.isnan(n)  # a stratum without a row has nobody
    x, n = np.where(absent, 0.0, x), np.where(absent, 0.0, n)
    found = joined(x, n, x[other], n[other], ratio, confidence=confidence)
    return _without(sheet, _known(found, [parts.hidden], other), (names, group), groups.first, other)


@method(
    **{
        "gap": "the group's life expectancy at the first age less the reference's, in years",
        "age, cause": "the part",
        "contribution": "the years that it adds to the gap",
        "reason, reason_text": ESTIMATE["reason, reason_text"],
    }
)
def decompose_life_expectancy(
    sheet: Sheet,
    *,
    age: Age = "age",
    deaths: Events = "deaths",
    population: Annotated[str, Column("people of that age, the same in each row of a cause")] = "population",
    group: Annotated[str, Column("the groups")] = "group",
    reference: Reference = None,
    cause: Annotated[str | None, Column("causes of death, which together are all deaths")] = None,
    by: By = None,
) -> Any:
    """Why two life expectancies differ: the years that each age (and cause) adds to the gap (Arriaga)."""
    names = [by] if isinstance(by, str) else list(by or ())
    groups = grouped(sheet, [*names, group])
    place, bands = sheet.ages(age)
    starts = life_bands(sheet, age, bands)
    causes = sheet.coded(cause) if cause else None
    kinds = len(causes.texts) if causes else 1
    at = place + len(bands) * causes.code if causes else place
    d, p = counts(sheet, deaths), counts(sheet, population)
    parts = wide(groups, at, len(bands) * kinds, [d, p])
    x, n = (each.reshape(len(groups), kinds, len(bands)) for each in parts.parts)
    if causes:
        refuse_repeated(sheet, groups, at, age)  # people would be added up
        x = np.where(np.isnan(x) & ~np.isnan(n).all(axis=1, keepdims=True), 0.0, x)
        n = np.nanmax(np.where(np.isnan(n), -np.inf, n), axis=1)
        n = np.where(np.isfinite(n), n, np.nan)
    else:
        refuse_added(sheet, groups, at, [deaths, population], [age])
    other = _reference_groups(sheet, groups.first, group, reference, by)
    own = (x, n) if causes else (x[:, 0], n if n.ndim == 2 else n[:, 0])
    found = decomposition.decompose_life_expectancy(
        *own, own[0][other], own[1][other], starts, causes=causes.texts if causes else None
    )
    reason = _reasons(found.reason, [parts.hidden], other)
    unknown = reason != found.reason
    kept = np.flatnonzero(other != np.arange(len(groups)))
    size = kinds * len(bands)
    reason = reason[kept]
    columns: dict[str, Any] = {
        "gap": np.repeat(np.where(unknown, np.nan, found.value)[kept], size),
        "age": np.tile(starts, kept.size * kinds),
    }
    if causes:
        columns["cause"] = np.tile(np.repeat(np.asarray(causes.texts), len(bands)), kept.size)
    contribution = np.where(unknown[:, None], np.nan, found.contribution.reshape(len(groups), size))[kept]
    columns |= {"contribution": contribution.ravel()} | reason_of(np.repeat(reason, size))
    return build(sheet, np.repeat(groups.first[kept], size), [*names, group], columns)


def _of_counts(  # noqa: PLR0917 - what the two methods are given
    sheet: Sheet,
    of: Callable[[Estimate, Estimate, Counted], Estimate],
    columns: tuple[str, str | None, str | None],
    reference: str | None,
    by: Any,
    counted: Counted,
    per: float,
) -> Any:
    """A gap of counts, each row's out of its denominator."""
    group, count, denominator = columns
    if not count or not denominator:
        raise ValueError("give both the count and the denominator that it is out of.")
    x, n = events(sheet, count), counts(sheet, denominator)
    at = _reference_rows(sheet, group, reference, by)
    made = rates.proportion if counted == "proportion" else rates.rate
    own, other = made(x.value, n.value, per), made(_at(x.value, at), _at(n.value, at), per)
    found = _known(of(own, other, counted), [x.hidden, n.hidden], at)
    outer = [by] if isinstance(by, str) else list(by or ())
    return _without(sheet, found, (outer, group), np.arange(len(sheet)), at)


def _gap(
    sheet: Sheet,
    of: Callable[[Estimate, Estimate], Estimate],
    columns: tuple[str, str, str, str],
    reference: str | None,
    by: Any,
) -> Any:
    group, *names = columns
    parts = with_limits(sheet, *names)
    at = _reference_rows(sheet, group, reference, by)
    own = published(*(each.value for each in parts))
    other = published(*(_at(each.value, at) for each in parts))
    found = _known(of(own, other), [each.hidden for each in parts], at)
    outer = [by] if isinstance(by, str) else list(by or ())
    return _without(sheet, found, (outer, group), np.arange(len(sheet)), at)


def _at(values: FloatArray, at: IntArray) -> FloatArray:
    """The references' values, NaN where there is none."""
    return np.where(at < 0, np.nan, values[at])


def _reasons(reason: TextArray, hidden: Sequence[BoolArray], at: IntArray) -> TextArray:
    """Why gaps are not known: besides ``reason``, a hidden number on one of the two sides, or no reference."""
    either = np.any([each | (each[at] & (at >= 0)) for each in hidden], axis=0)
    found: TextArray = np.where(at < 0, "absent_reference", np.where(either, "suppressed", reason))
    return found


def _known(found: Estimate, hidden: Sequence[BoolArray], at: IntArray) -> Estimate:
    """The estimate without what a hidden number or an absent reference would go into."""
    reason = _reasons(found.reason, hidden, at)
    return replace(withheld(found, reason != found.reason), reason=reason)


def _without(sheet: Sheet, found: Estimate, names: tuple[list[str], str], first: IntArray, other: IntArray) -> Any:
    """The table of all but the references themselves, those last that have no row; ``found`` has one level."""
    by, group = names
    kept = np.flatnonzero(other != np.arange(first.size))
    columns = {name: np.asarray(values)[kept] for name, values in columns_of(found, 0.95).items()}
    reason = found.reason[kept]
    there = other[other >= 0]
    code = sheet.coded(group).code[first[there]]
    gone = absent(sheet, by, group, int(code[0])) if code.size else Absent(first[:0], first[:0])
    if gone.by.size:
        columns = {name: _longer(values, gone.by.size) for name, values in columns.items()}
        columns = {group: texts_at(sheet, group, np.concatenate([first[kept], gone.group]))} | columns
        reason = np.concatenate([reason, np.full(gone.by.size, "absent_group")])
    return build(sheet, np.concatenate([first[kept], gone.by]), [*by, group], columns | reason_of(reason))


def _longer(values: Any, more: int) -> Any:
    return np.concatenate([values, np.full(more, np.nan if values.dtype.kind == "f" else "", dtype=values.dtype)])


def _reference_rows(sheet: Sheet, group: str, reference: str | None, by: Any) -> IntArray:
    """For each row that of its reference group, -1 of none; each group has one row within ``by``."""
    found = _reference_groups(sheet, np.arange(len(sheet)), group, reference, by)
    refuse_repeated(sheet, grouped(sheet, by), sheet.coded(group).code, group)
    return found


def _reference_groups(sheet: Sheet, rows: IntArray, group: str, reference: str | None, by: Any) -> IntArray:
    """For each of some rows, the position among them of the reference with the same ``by``, -1 where it has none."""
    coded = sheet.coded(group)
    if reference is None or str(reference) not in coded.texts:
        has = ", ".join(coded.texts[:12])
        said = f"reference is '{reference}', which isn't in it" if reference is not None else "no reference is named"
        mend = did_you_mean(str(reference), coded.texts, "Name one of them as reference=NAME.")
        raise OneplaceError.at(sheet.path, f"column '{group}' has {has}; {said}.", mend)
    place = coded.texts.index(str(reference))
    if not is_total(coded.texts)[place]:  # what is held against a total may stand beside it
        refuse_total(sheet, group)
    is_it = coded.code[rows] == place
    outer = grouped(sheet, by).code[rows]
    at = np.full(int(outer.max(initial=-1)) + 1, -1, dtype=np.int64)
    at[outer[is_it]] = np.flatnonzero(is_it)
    return at[outer]
