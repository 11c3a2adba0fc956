"""Measures of inequality over tables, and the dividing of areas into quantile groups."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np

from oneplace.problems import OneplaceError
from oneplace.sheets import Sheet, is_total
from oneplace.stats import inequality, quantiles
from oneplace.stats import spread as all_groups
from oneplace.stats.estimate import Confidence, Estimate, IntArray
from oneplace.stats.gradient import Scale
from oneplace.stats.table.columns import amounts, with_limits
from oneplace.stats.table.declared import By, Column, Levels, Setting, method
from oneplace.stats.table.rates import ESTIMATE
from oneplace.stats.table.rows import (
    Groups,
    Wide,
    build,
    columns_of,
    each_group,
    grouped,
    reason_of,
    refuse_repeated,
    refuse_same,
    wide,
    withheld,
)
from oneplace.stats.table.totals import refuse_total

Quantile = Annotated[str, Column("the quantile, 1 the most deprived; a row each within a group")]
People = Annotated[str, Column("the quantile's people")]
Value = Annotated[str, Column("the quantile's value")]
Lower = Annotated[str, Column("its lower 95 % limit", unless="standard_error")]
Upper = Annotated[str, Column("its upper 95 % limit", unless="standard_error")]
Error = Annotated[str | None, Column("the value's standard error, instead of limits")]
Number = Annotated[
    int | None, Setting("how many quantiles there are, where the last may be absent", least=2, most=1000)
]
Spread = Annotated[Literal["as fitted", "none", "log", "logit"], Setting("the scale on which the limits are even")]
Transform = Annotated[Scale, Setting("the scale on which the line is fitted")]
Multiplier = Annotated[float, Setting("by what the result is multiplied; a negative one turns it round")]


@method(
    **ESTIMATE,
    **{"intercept, intercept_lower, intercept_upper": "the line's value at the most deprived end, with its limits"},
)
def slope_index(
    sheet: Sheet,
    *,
    quantile: Quantile = "quantile",
    population: People = "population",
    value: Value = "value",
    lower: Lower = "lower",
    upper: Upper = "upper",
    standard_error: Error = None,
    quantiles: Number = None,
    by: By = None,
    transform: Transform = "none",
    spread: Spread = "as fitted",
    multiplier: Multiplier = 1,
    confidence: Levels = 0.95,
) -> Any:
    """Slope index of inequality: the fitted value at the least deprived end less that at the most deprived."""
    names = [standard_error] if standard_error else [lower, upper]
    groups, parts = _quantiled(sheet, _Columns(by, quantile, quantiles, population, [value, *names]))
    given = _given(parts, transform, spread) | {"multiplier": multiplier, "confidence": confidence}
    found, start = (withheld(each(**given), parts.hidden) for each in (inequality.slope_index, inequality.intercept))
    more = {
        name.replace("value", "intercept").replace("lower", "intercept_lower").replace("upper", "intercept_upper"): each
        for name, each in columns_of(start, confidence).items()
        if name.startswith(("value", "lower", "upper"))
    }
    return build(sheet, groups.first, groups.names, columns_of(found, confidence) | more)


@method(**ESTIMATE)
def relative_index(
    sheet: Sheet,
    *,
    quantile: Quantile = "quantile",
    population: People = "population",
    value: Value = "value",
    lower: Lower = "lower",
    upper: Upper = "upper",
    standard_error: Error = None,
    quantiles: Number = None,
    by: By = None,
    transform: Transform = "none",
    spread: Spread = "as fitted",
    multiplier: Multiplier = 1,
    confidence: Levels = 0.95,
) -> Any:
    """Relative index of inequality: the fitted value at the least deprived end over that at the most deprived."""
    names = [standard_error] if standard_error else [lower, upper]
    groups, parts = _quantiled(sheet, _Columns(by, quantile, quantiles, population, [value, *names]))
    given = _given(parts, transform, spread) | {"multiplier": multiplier, "confidence": confidence}
    found = withheld(inequality.relative_index(**given), parts.hidden)
    return build(sheet, groups.first, groups.names, columns_of(found, confidence))


@method(**ESTIMATE)
def concentration_index(
    sheet: Sheet,
    *,
    quantile: Quantile = "quantile",
    population: People = "population",
    value: Value = "value",
    standard_error: Error = None,
    quantiles: Number = None,
    by: By = None,
    confidence: Levels = 0.95,
) -> Any:
    """Concentration index over ordered groups: below nought where the worst off have more of it."""
    names = [value, *([standard_error] if standard_error else [])]
    return _over_all(
        sheet, all_groups.concentration_index, _Columns(by, quantile, quantiles, population, names), confidence
    )


@method(**ESTIMATE)
def between_group_variance(
    sheet: Sheet,
    *,
    quantile: Annotated[str, Column("the group; a row each")] = "quantile",
    population: People = "population",
    value: Value = "value",
    standard_error: Error = None,
    quantiles: Number = None,
    by: By = None,
    confidence: Levels = 0.95,
) -> Any:
    """The groups' squared distances from the overall rate, weighted by people."""
    names = [value, *([standard_error] if standard_error else [])]
    return _over_all(
        sheet, all_groups.between_group_variance, _Columns(by, quantile, quantiles, population, names), confidence
    )


@method(**ESTIMATE)
def population_attributable_fraction(
    sheet: Sheet,
    *,
    quantile: Quantile = "quantile",
    population: People = "population",
    value: Value = "value",
    standard_error: Error = None,
    quantiles: Number = None,
    reference: Annotated[
        int | None, Setting("the quantile that the others are held to; else the last", least=1)
    ] = None,
    by: By = None,
    confidence: Levels = 0.95,
) -> Any:
    """The share of all events that would not be there if every group had the reference group's rate."""

    def fraction(y: Any, n: Any, **more: Any) -> Estimate:
        if reference is not None and reference > y.shape[-1]:
            raise ValueError(f"there is no quantile {reference} among {y.shape[-1]}.")
        at = -1 if reference is None else reference - 1
        return all_groups.population_attributable_fraction(y, n, reference=at, **more)

    names = [value, *([standard_error] if standard_error else [])]
    return _over_all(sheet, fraction, _Columns(by, quantile, quantiles, population, names), confidence)


@method(quantile="the row's group", **{"reason, reason_text": ESTIMATE["reason, reason_text"]})
def quantile_groups(
    sheet: Sheet,
    *,
    value: Annotated[str, Column("the areas' values, a row an area")] = "value",
    population: Annotated[str | None, Column("the areas' people, for groups of equally many people")] = None,
    by: By = None,
    groups: Annotated[int, Setting("how many groups to make", least=2)] = 10,
    highest_first: Annotated[bool, Setting("whether the highest values come into group 1")] = True,
) -> Any:
    """Each area's quantile group among the rows of its ``by``."""
    x = sheet.numbers(value)
    people = amounts(sheet, population) if population else None
    n = np.ones(len(sheet)) if people is None else people.value
    within = grouped(sheet, by)
    refuse_same(sheet, [value, *([population] if population else [])], within.names)
    for name in sheet.columns:
        if name not in {value, population, *within.names}:
            refuse_total(sheet, name, within.code)
    found, reason = np.full(len(sheet), np.nan), np.full(len(sheet), "", dtype="U40")

    def divide(rows: IntArray) -> None:
        result = quantiles.quantile_groups(x.value[rows], groups, highest_first=highest_first, population=n[rows])
        found[rows], reason[rows] = result.value, result.reason

    each_group(within, divide)
    hidden = x.hidden if people is None else x.hidden | people.hidden
    reason[hidden] = "suppressed"
    return build(sheet, None, sheet.columns, {"quantile": found} | reason_of(reason))


@dataclass(frozen=True)
class _Columns:
    """Which columns hold what: ``expected`` is the number of quantiles, where it is told."""

    by: str | Sequence[str] | None
    quantile: str
    expected: int | None
    population: str
    names: list[str]


def _quantiled(sheet: Sheet, columns: _Columns) -> tuple[Groups, Wide]:
    """People and further columns as (groups, quantiles): an absent quantile is missing, one given twice is refused."""
    groups = grouped(sheet, columns.by)
    place, number = ranks(sheet, columns.quantile, columns.expected)
    refuse_repeated(sheet, groups, place, columns.quantile)
    if number < 2:
        at = sheet.column_number(columns.quantile)
        what = f"column '{columns.quantile}' has a single quantile."
        raise OneplaceError.at(sheet.path, what, "Give two or more.", column=at)
    numbers = [amounts(sheet, columns.population), *with_limits(sheet, *columns.names)]
    return groups, wide(groups, place, number, numbers)


_GROUPS = {"quartile": 4, "quintile": 5, "fifth": 5, "decile": 10, "tenth": 10}
_EDITION = re.compile(r"[ (\[]*(\(|\[|IMD)[^\d]*(19|20)\d\d.*$", re.IGNORECASE)
_NTH = ("", "second", "third", "fourth", "fifth")
_FROM_AN_END = re.compile(
    rf"(?:({'|'.join(_NTH[1:])}) )?(most|more|less|least)[ -]deprived(?: ({'|'.join(_GROUPS)}))?\b.*", re.IGNORECASE
)
"""As the Public Health Outcomes Framework names them: ``Third more deprived decile (IMD2019)``."""


def _number_of(label: str, size: int) -> int:
    """Which quantile a label means of so many (0: not told how many); 0 where it means none."""
    if found := _FROM_AN_END.fullmatch(label):
        nth, side, group = (part.lower() if part else "" for part in found.groups())
        of, place = _GROUPS.get(group, size), _NTH.index(nth) + 1
        named = place if side in ("most", "more") else of + 1 - place if of else 0
        also = re.search(r"(\d+)(?![\d%])", _EDITION.sub("", label))
        return 0 if also and int(also[1]) != named else named
    numbered = re.fullmatch(r"\D*0*(\d+)(?:\.0+)?\D*", _EDITION.sub("", label))
    return int(numbered[1]) if numbered else 0


def _told(column: str, labels: Sequence[str]) -> int | None:
    """How many quantiles there are, where the column's name or its labels call them quintiles or the like."""
    said = {_GROUPS[word] for text in (column, *labels) for word in _GROUPS if re.search(rf"{word}s?\b", text.lower())}
    said -= {5} if any(re.search("fifth (more|less)", text.lower()) for text in labels) and 10 in said else set()
    return said.pop() if len(said) == 1 else None


def ranks(sheet: Sheet, column: str, expected: int | None) -> tuple[IntArray, int]:
    """Each row's quantile from 0, and how many there are: up to the highest or, if more, as many as expected."""
    coded = sheet.coded(column)
    size = expected or _told(column, coded.texts)
    number = [_number_of(text, size or 0) for text in coded.texts]
    top = max([*number, size or 0])

    def says(row: int) -> tuple[str, str]:
        text = coded.texts[coded.code[row]]
        if is_total([text])[0]:
            return f"column '{column}' has '{text}', which is of all quantiles.", "Take that row out."
        if _FROM_AN_END.fullmatch(text) and size is None:
            what = f"column '{column}' has '{text}', and nothing says of how many."
            return what, "Say quantiles=5, or as many as there are."
        what = f"column '{column}' has '{text}', which is no quantile{f' from 1 to {size or top}' * (top > 1)}."
        return what, "Write 1 for the most deprived, 2 for the next, and so on."

    if size is None and top in (8, 9):
        what = f"column '{column}' ends with {top}: is it the last, or are others up to the tenth absent?"
        mend = f"Say quantiles={top} or quantiles=10."
        raise OneplaceError.at(sheet.path, what, mend, column=sheet.column_number(column))

    turned = [
        not _FROM_AN_END.fullmatch(text)
        and (("least" in text.lower() and each == 1 < top) or ("most" in text.lower() and each == top > 1))
        for text, each in zip(coded.texts, number, strict=True)
    ]
    many = [size is not None and each > size for each in number]
    wrong = [each < 1 or over or way for each, over, way in zip(number, many, turned, strict=True)]
    sheet.refuse(np.flatnonzero(np.array([*wrong, False])[coded.code]), column, says)
    return np.array([*number, 1], dtype=np.int64)[coded.code] - 1, max(top, 1)


def _given(parts: Wide, transform: Scale, spread: str) -> dict[str, Any]:
    people, value, *rest = parts.parts
    named = dict(zip(["lower", "upper"] if len(rest) > 1 else ["standard_error"], rest, strict=True))
    fit = {"transform": transform, "spread": None if spread == "as fitted" else spread}
    return {"value": value, "population": people} | named | fit


def _over_all(sheet: Sheet, of: Callable[..., Estimate], columns: _Columns, confidence: Confidence) -> Any:
    groups, parts = _quantiled(sheet, columns)
    people, values, *error = parts.parts
    found = of(values, people, standard_error=error[0] if error else None, confidence=confidence)
    return build(sheet, groups.first, groups.names, columns_of(withheld(found, parts.hidden), confidence))
