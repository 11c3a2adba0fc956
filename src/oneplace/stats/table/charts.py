"""Control charts over tables: each kind with a frozen baseline, new levels and points left out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
import pyarrow as pa

from oneplace.sheets import Numbers, Sheet
from oneplace.stats import charts, control, rare_events, spc
from oneplace.stats.control import ControlChart
from oneplace.stats.estimate import BoolArray, FloatArray, IntArray
from oneplace.stats.shifts import sustained_shifts
from oneplace.stats.table.columns import alike, amounts, counts, target_of
from oneplace.stats.table.declared import By, Column, Setting, method
from oneplace.stats.table.rates import ESTIMATE
from oneplace.stats.table.rows import build, reason_of
from oneplace.stats.table.series import Batch, Series, at_moments, in_time, marked
from oneplace.stats.table.trends import Periods

Events = Annotated[str, Column("numbers of events")]
Target = Annotated[float | str | None, Setting("the target: a number, or a column of numbers")]
Improvement = Annotated[control.Improvement, Setting("the good direction")]
Run = Annotated[int, Setting("points in a row that make a run or a trend", least=3)]
Baseline = Annotated[int | None, Setting("centre and limits come from the first so many points of each level", least=2)]
Freeze = Annotated[str | None, Setting("the last period from which the first level's centre and limits come")]
Rebase = Annotated[
    str | Sequence[str], Setting("never, shifts (found in the series), or periods at which all starts again")
]
Exclude = Annotated[str | Sequence[str], Setting("periods that are shown, but play no part")]
CHART = {
    "period, value": "the point",
    "mean, lower, upper": "the centre and the limits",
    "point": "common_cause, improvement, concern, neutral_high, neutral_low; excluded",
    "variation, assurance": "the icons of the series",
    "since, taken_up": "where levels start again: the period since which, and the one in which that was certain",
    "reason, reason_text": ESTIMATE["reason, reason_text"],
}


@dataclass(frozen=True)
class _How:
    """The settings that all kinds of chart share."""

    rebase: str | Sequence[str]
    freeze: str | None
    baseline: int | None
    exclude: str | Sequence[str]
    evenly: bool = True
    """Whether periods follow each other, so that an absent one is a gap."""


@method(**CHART)
def xmr(
    sheet: Sheet,
    *,
    period: Periods = "period",
    value: Annotated[str, Column("values")] = "value",
    target: Target = None,
    by: By = None,
    improvement: Improvement = "neutral",
    run_length: Run = 7,
    screening: Annotated[bool, Setting("whether great moving ranges are left out of a second average")] = True,
    centre: Annotated[
        Literal["mean", "median"], Setting("the centre line: the median makes an I-median chart")
    ] = "mean",
    baseline: Baseline = None,
    freeze: Freeze = None,
    rebase: Rebase = "never",
    exclude: Exclude = (),
) -> Any:
    """Control chart of single values (XmR) of each group's series, a row for each point."""
    series = in_time(sheet, by, period)
    [x] = alike(sheet, value)

    def chart(parts: Sequence[FloatArray], aim: FloatArray, base: int | None) -> ControlChart:
        return spc.xmr(
            parts[0],
            improvement,
            target=aim,
            run_length=run_length,
            screening=screening,
            baseline=base,
            centre=centre,
        )

    return _charted(series, [x], _How(rebase, freeze, baseline, exclude), target, chart)


@method(**CHART)
def moving_range_chart(
    sheet: Sheet,
    *,
    period: Periods = "period",
    value: Annotated[str, Column("values")] = "value",
    by: By = None,
    run_length: Run = 7,
    baseline: Baseline = None,
    freeze: Freeze = None,
    rebase: Rebase = "never",
    exclude: Exclude = (),
) -> Any:
    """The chart of moving ranges that belongs to an XmR chart."""
    series = in_time(sheet, by, period)

    def chart(parts: Sequence[FloatArray], aim: FloatArray, base: int | None) -> ControlChart:
        return spc.moving_range_chart(parts[0], run_length=run_length, baseline=base)

    return _charted(series, alike(sheet, value), _How(rebase, freeze, baseline, exclude), None, chart)


@method(**CHART)
def p_chart(
    sheet: Sheet,
    *,
    period: Periods = "period",
    count: Events = "count",
    denominator: Annotated[str, Column("numbers of people or cases")] = "denominator",
    target: Target = None,
    by: By = None,
    improvement: Improvement = "neutral",
    primed: Annotated[bool, Setting("Laney's form, for large denominators")] = False,
    run_length: Run = 7,
    baseline: Baseline = None,
    freeze: Freeze = None,
    rebase: Rebase = "never",
    exclude: Exclude = (),
) -> Any:
    """Control chart of proportions (P, or P' with ``primed``) of each group's series."""
    series = in_time(sheet, by, period)
    columns = [counts(sheet, count), counts(sheet, denominator)]
    if (_aim(series, target, columns) > 1).any():
        raise ValueError(f"target is {target}, and the values are shares of one: write 95% or 0.95.")

    def chart(parts: Sequence[FloatArray], aim: FloatArray, base: int | None) -> ControlChart:
        x, n = parts
        return charts.p_chart(x, n, improvement, target=aim, primed=primed, run_length=run_length, baseline=base)

    return _charted(series, columns, _How(rebase, freeze, baseline, exclude), target, chart)


@method(**CHART)
def u_chart(
    sheet: Sheet,
    *,
    period: Periods = "period",
    count: Events = "count",
    exposure: Annotated[str, Column("people, bed days or what else events happen in")] = "exposure",
    target: Target = None,
    by: By = None,
    improvement: Improvement = "neutral",
    primed: Annotated[bool, Setting("Laney's form, for large exposures")] = False,
    run_length: Run = 7,
    baseline: Baseline = None,
    freeze: Freeze = None,
    rebase: Rebase = "never",
    exclude: Exclude = (),
) -> Any:
    """Control chart of rates (U, or U' with ``primed``) of each group's series."""
    series = in_time(sheet, by, period)
    columns = [counts(sheet, count), amounts(sheet, exposure)]

    def chart(parts: Sequence[FloatArray], aim: FloatArray, base: int | None) -> ControlChart:
        x, n = parts
        return charts.u_chart(x, n, improvement, target=aim, primed=primed, run_length=run_length, baseline=base)

    return _charted(series, columns, _How(rebase, freeze, baseline, exclude), target, chart)


@method(**CHART)
def g_chart(
    sheet: Sheet,
    *,
    period: Annotated[str, Column("when each event was, or its number")] = "period",
    between: Annotated[str, Column("numbers of cases between an event and the one before")] = "between",
    by: By = None,
    improvement: Improvement = "increase",
    run_length: Run = 7,
    baseline: Baseline = None,
    freeze: Freeze = None,
    rebase: Rebase = "never",
    exclude: Exclude = (),
) -> Any:
    """Control chart of numbers between rare events (G)."""
    series = in_time(sheet, by, period)

    def chart(parts: Sequence[FloatArray], aim: FloatArray, base: int | None) -> ControlChart:
        return rare_events.g_chart(parts[0], improvement, run_length=run_length, baseline=base)

    return _charted(series, [amounts(sheet, between)], _How(rebase, freeze, baseline, exclude), None, chart)


@method(**CHART)
def t_chart(
    sheet: Sheet,
    *,
    period: Annotated[str, Column("the date of each event, or its number where ``between`` is given")] = "period",
    between: Annotated[
        str | None, Column("times between an event and the one before, where dates aren't known")
    ] = None,
    by: By = None,
    improvement: Improvement = "increase",
    run_length: Run = 7,
    baseline: Baseline = None,
    freeze: Freeze = None,
    rebase: Rebase = "never",
    exclude: Exclude = (),
) -> Any:
    """Control chart of times between rare events (T): days between their dates and times of day, or times given."""
    series = (in_time if between else at_moments)(sheet, by, period)
    gaps = amounts(sheet, between) if between else _days_between(series)

    def chart(parts: Sequence[FloatArray], aim: FloatArray, base: int | None) -> ControlChart:
        return rare_events.t_chart(parts[0], improvement, run_length=run_length, baseline=base)

    return _charted(series, [gaps], _How(rebase, freeze, baseline, exclude, evenly=False), None, chart)


@method(
    **{
        "period, value": "the point",
        "median": "the centre",
        "shift, trend": "1 or -1 on the points of a run above or below, or of a rise or fall",
        "runs, fewest_runs, most_runs": "the runs about the median, and how many chance allows",
        "non_random": "whether there are fewer or more",
        "reason, reason_text": ESTIMATE["reason, reason_text"],
    }
)
def run_chart(
    sheet: Sheet,
    *,
    period: Periods = "period",
    value: Annotated[str, Column("values")] = "value",
    by: By = None,
    shift_length: Annotated[int, Setting("points in a row on one side that make a shift", least=3)] = 6,
    trend_length: Annotated[int, Setting("points in a row that make a trend", least=3)] = 5,
    baseline: Baseline = None,
    freeze: Freeze = None,
    rebase: Rebase = "never",
    exclude: Exclude = (),
) -> Any:
    """Run chart of each group's series about its median; what isn't judged has neither runs nor a verdict."""
    series, how = in_time(sheet, by, period), _How(rebase, freeze, baseline, exclude)
    [x] = alike(sheet, value)
    cut, excluded, _ = _cut(series, [x], how)
    rows = cut.place.size
    lines: dict[str, Any] = {"value": x.value[cut.order], "median": np.full(rows, np.nan)}
    lines |= {name: np.zeros(rows, dtype=np.int64) for name in ("shift", "trend", "runs", "fewest_runs", "most_runs")}
    lines["non_random"], reason = np.zeros(rows, dtype=np.bool_), _first_reasons(cut, [x])
    judged = np.zeros(rows, dtype=np.bool_)
    for batch in cut.batches():
        y = np.where(excluded, np.nan, lines["value"])[batch.at]
        base = _base(cut, batch, how)
        found = charts.run_chart(y, shift_length=shift_length, trend_length=trend_length, baseline=base)
        for name in ("median", "shift", "trend"):
            lines[name][batch.at] = getattr(found, name)
        for name in ("runs", "fewest_runs", "most_runs", "non_random"):
            lines[name][batch.at] = getattr(found, name)[:, None]
        judged[batch.at] = (found.reason == "")[:, None]
        reason[batch.at] = np.where(reason[batch.at] == "", found.reason[:, None], reason[batch.at])
    for name in ("shift", "trend", "runs", "fewest_runs", "most_runs", "non_random"):
        lines[name] = pa.array(lines[name], mask=~judged)
    return _built(cut, lines, reason)


def _charted(
    series: Series,
    columns: Sequence[Numbers],
    how: _How,
    target: float | str | None,
    chart: Callable[[Sequence[FloatArray], FloatArray, int | None], ControlChart],
) -> Any:
    """Chart each level of each group's series, and give its rows in order with the icons of its last level."""
    cut, excluded, since = _cut(series, columns, how)
    rows = cut.place.size
    aim = _aim(series, target, columns)
    lines: dict[str, Any] = {name: np.full(rows, np.nan) for name in ("value", "mean", "lower", "upper")}
    words = {name: np.full(rows, "", dtype="U16") for name in ("point", "variation", "assurance")}
    reason = _first_reasons(cut, columns)
    for batch in cut.batches():
        skips = spc.skipped(cut.place[batch.at[0]], batch.at.shape[1]) if how.evenly else np.zeros(0, dtype=np.intp)
        base = _base(cut, batch, how)

        def padded(values: FloatArray, skips: Any = skips, at: IntArray = batch.at) -> FloatArray:
            return np.insert(np.where(excluded, np.nan, values)[at], skips, np.nan, axis=-1)

        found = chart(
            [padded(each.value[cut.order]) for each in columns],
            padded(aim),
            base + int((skips < base).sum()) if base else None,
        )
        keep = np.delete(np.arange(found.value.shape[-1]), skips + np.arange(skips.size))
        for name in ("value", "mean", "lower", "upper"):
            lines[name][batch.at] = getattr(found, name)[..., keep]
        words["point"][batch.at] = found.point[..., keep]
        words["variation"][batch.at] = found.variation[:, None]
        words["assurance"][batch.at] = found.assurance[:, None]
        reason[batch.at] = np.where(reason[batch.at] == "", found.reason[:, None], reason[batch.at])
    last = np.searchsorted(cut.group, cut.group, side="right") - 1
    words |= {name: words[name][last] for name in ("variation", "assurance")}
    if len(columns) == 1:
        lines["value"] = np.where(excluded, columns[0].value[cut.order], lines["value"])
        reason[(reason == "no_target") & np.isnan(lines["value"])] = "missing"
    words["point"][excluded] = "excluded"
    icons = {name: words.pop(name) for name in ("variation", "assurance")}
    return _built(cut, lines | words | since | icons, reason)


def _built(series: Series, lines: dict[str, Any], reason: Any) -> Any:
    rows = series.groups.first[series.group]
    columns = {"period": series.labels()} | lines | reason_of(reason)
    return build(series.sheet, rows, series.groups.names, columns)


def _first_reasons(series: Series, columns: Sequence[Numbers]) -> Any:
    """What is known of each row beforehand: its group has a period twice, or its number is hidden."""
    reason = series.refused[series.group].astype("U40")
    return np.where(series.hidden(*columns), "suppressed", reason)


def _cut(series: Series, columns: Sequence[Numbers], how: _How) -> tuple[Series, BoolArray, dict[str, Any]]:
    """The series cut where levels start, the rows left out, and the columns that say since when levels hold."""
    excluded = marked(series, "exclude", _listed(how.exclude))
    wanted = [_rule(each) for each in _listed(how.rebase)]
    if wanted == ["never"]:
        return series, excluded, {}
    if wanted != ["shifts"]:
        cut = series.cut(marked(series, "rebase", wanted))
        first = np.searchsorted(cut.unit, cut.unit)
        return cut, excluded, {"since": series.labels()[first]}
    starts, taken = (np.zeros(series.place.size, dtype=np.bool_) for _ in range(2))
    values = [each.value[series.order] for each in columns]
    with np.errstate(divide="ignore", invalid="ignore"):
        y = np.where(excluded, np.nan, values[0] / values[1] if len(values) > 1 else values[0])
    for batch in series.batches():
        moved = sustained_shifts(y[batch.at])
        starts[batch.at], taken[batch.at] = moved.starts, moved.taken_up
    cut = series.cut(starts)
    first = np.searchsorted(cut.unit, cut.unit)
    labels = series.labels()
    certain = np.full(labels.size, "", dtype=labels.dtype)
    # each level but a group's first was taken up with one point, in the same order
    certain[np.flatnonzero(starts)] = labels[np.flatnonzero(taken)]
    return cut, excluded, {"since": labels[first], "taken_up": certain[first]}


def _base(series: Series, batch: Batch, how: _How) -> int | None:
    """How many points of a batch make its centre and limits; None for all."""
    if how.freeze is None:
        return how.baseline
    if how.baseline is not None:
        raise ValueError("baseline and freeze are two ways of saying the same: give one.")
    last = series.place[marked(series, "freeze", [how.freeze])][0]
    points = int((series.place[batch.at[0]] <= last).sum())  # a series may have no row of the period itself
    if points == 1:
        raise ValueError(f"freeze is '{how.freeze}', the first period: a baseline needs two points or more.")
    return points or None


def _aim(series: Series, target: float | str | None, columns: Sequence[Numbers]) -> FloatArray:
    """The target of each row in order; NaN where there is none. Two columns make a share or rate of one."""
    rows, values = series.place.size, columns[0] if len(columns) == 1 else None
    if target is None:
        return np.full(rows, np.nan)
    if isinstance(target, str) and target in series.sheet.columns:
        found = series.sheet.numbers(target)
        if values is not None and found.percent != values.percent:
            raise ValueError(f"column '{target}' and the values aren't both percentages, or both none.")
        return found.value[series.order] / (100 if values is None and found.percent else 1)
    return np.full(rows, target_of(target, values))


def _rule(label: str) -> str:
    return label.lower() if label.lower() in ("never", "shifts") else label


def _listed(periods: str | Sequence[str]) -> list[str]:
    return [periods] if isinstance(periods, str) else list(periods)


def _days_between(series: Series) -> Numbers:
    """For each row the days since the event before it in its group; missing for the first."""
    gap = np.where(np.diff(series.group, prepend=-1) == 0, np.diff(series.place, prepend=np.nan).round(9), np.nan)
    value = np.full(gap.size, np.nan)
    value[series.order] = gap
    return Numbers(value, np.zeros(gap.size, dtype=np.bool_), percent=False)
