"""Series in tables: rows put in order of time within their groups, and groups of like periods taken together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from oneplace.sheets import Kind, Numbers, Period, Sheet, Times, UnreadableError, clocks, read_period
from oneplace.stats.estimate import BoolArray, FloatArray, IntArray, TextArray
from oneplace.stats.table.rows import Groups, grouped


@dataclass(frozen=True)
class Batch:
    """Series with the same periods: ``unit`` their numbers, ``at`` (series, points) the positions of their rows."""

    unit: IntArray
    at: IntArray


@dataclass(frozen=True)
class Series:
    """The rows of a table in order: by group, then by time. Arrays of rows here are in that order.

    ``refused`` says of each group why it is no series (a key of ``REASONS``; empty of one that is): a period twice, or
    periods that overlap, as rolling years do, whose neighbours have most of their days in common. ``unit`` numbers
    stretches of a group that are charted alone (one a group, until ``cut``).
    """

    sheet: Sheet
    groups: Groups
    times: Times
    order: IntArray
    group: IntArray
    place: FloatArray
    unit: IntArray
    refused: TextArray

    def column(self, numbers: Numbers) -> FloatArray:
        """A column's values in order."""
        return numbers.value[self.order]

    def hidden(self, *numbers: Numbers) -> BoolArray:
        """Which rows, in order, hold a hidden number in any of the columns."""
        found: BoolArray = np.any([each.hidden for each in numbers], axis=0)[self.order]
        return found

    def periods(self, batch: Batch) -> list[Period]:
        """The periods of a batch."""
        return [self.times.period[i] for i in self.times.label.code[self.order[batch.at[0]]]]

    def labels(self) -> NDArray[np.str_]:
        """Each row's period as it was written."""
        return np.asarray(self.times.label.texts, dtype=np.str_)[self.times.label.code[self.order]]

    def batches(self) -> Iterator[Batch]:
        """The units of groups that are series, those of the same periods together."""
        edges = np.flatnonzero(np.diff(self.unit, prepend=-1))
        found: dict[bytes, list[IntArray]] = {}
        for at in np.split(np.arange(self.unit.size), edges[1:]):
            if at.size and not self.refused[self.group[at[0]]]:
                found.setdefault(self.place[at].tobytes(), []).append(at)
        for rows in found.values():
            at = np.stack(rows)
            yield Batch(self.unit[at[:, 0]], at)

    def cut(self, starts: BoolArray) -> Series:
        """The same with a new unit at each row marked."""
        first = np.diff(self.group, prepend=-1) != 0
        unit = np.cumsum(starts | first) - 1
        return Series(self.sheet, self.groups, self.times, self.order, self.group, self.place, unit, self.refused)


def in_time(sheet: Sheet, by: str | Sequence[str] | None, period: str) -> Series:
    """The rows in order of time within their groups."""
    return _in_order(sheet, by, sheet.periods(period))


def at_moments(sheet: Sheet, by: str | Sequence[str] | None, period: str) -> Series:
    """Events in order of their dates and, where these have one, times of day: ``place`` is in days.

    Any number may be at one moment. Raises ``ValueError`` for periods that are no dates, or whose times are not alike.
    """
    times = sheet.periods(period)
    if times.kind is not Kind.DAY:
        raise ValueError(f"the events' periods are {times.kind}: give their dates, or a column `between`.")
    try:
        clock = clocks(times.label.texts)
    except UnreadableError as error:
        raise ValueError(f"{error.why}. {error.mend}") from None
    days = [each.start.toordinal() + part for each, part in zip(times.period, clock, strict=True)]
    found = _in_order(sheet, by, replace(times, place=np.array(days, dtype=np.float64)[times.label.code]))
    return replace(found, refused=np.full(len(found.groups), ""))


def _in_order(sheet: Sheet, by: str | Sequence[str] | None, times: Times) -> Series:
    groups = grouped(sheet, by)
    order = np.lexsort((times.place, groups.code)).astype(np.int64)
    group, place = groups.code[order], times.place[order]
    return Series(sheet, groups, times, order, group, place, group, _refused(len(groups), times, order, group, place))


def _refused(size: int, times: Times, order: IntArray, group: IntArray, place: FloatArray) -> TextArray:
    """Of each group why its rows, in order, are no series."""
    found = np.full(size, "", dtype="U40")
    beside = np.diff(group, prepend=-1) == 0
    if times.kind is not Kind.NUMBER:
        starts, ends = (np.array([day.toordinal() for day in days]) for days in _edges(times.period))
        rows = times.label.code[order]
        found[group[beside & (starts[rows] < np.roll(ends[rows], 1))]] = "irregular_periods"
    found[group[beside & (np.diff(place, prepend=np.nan) == 0)]] = "duplicate_periods"
    return found


def _edges(periods: Sequence[Period]) -> tuple[list[date], list[date]]:
    return [period.start for period in periods], [period.end for period in periods]


def _of_period(times: Times, meant: Mapping[Kind, Period]) -> BoolArray:
    """Which of a column's periods a label means: the same, else for dates the only one in the month that it names."""
    asked = meant.get(times.kind)
    same = np.array([each == asked for each in times.period], dtype=np.bool_)
    month = meant.get(Kind.MONTH) if times.kind is Kind.DAY and not same.any() else None
    if month is None:
        return same
    within = np.array([month.start <= each.start < month.end for each in times.period], dtype=np.bool_)
    return within if len({each.start for each, of in zip(times.period, within, strict=True) if of}) == 1 else same


def marked(series: Series, name: str, labels: Sequence[str]) -> BoolArray:
    """The rows whose period is one of those that a setting names; raises ``ValueError`` for one that no row has."""
    found = np.zeros(series.place.size, dtype=np.bool_)
    for label in labels:
        try:
            meant = read_period(label)
        except UnreadableError as error:
            raise ValueError(f"{name} is '{label}', {error.why}.") from None
        rows = _of_period(series.times, meant)[series.times.label.code[series.order]]
        if not rows.any():
            written = series.times.label.texts[0]
            raise ValueError(f"{name} is '{label}', and no row is of that period: they are written as '{written}' is.")
        found |= rows
    return found
