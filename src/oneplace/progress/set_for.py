"""Targets for years that their measure does not have: what they are read as, or that nothing will tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import Place
from oneplace.problems import Problem
from oneplace.progress.ambitions import Ambition, ambitions
from oneplace.progress.own_years import YEAR, read_as
from oneplace.progress.rules import Point
from oneplace.results import Results
from oneplace.stats import Span
from oneplace.vocabulary.dimensions import EVERYONE
from oneplace.vocabulary.wording import named

_WHEN = ("period_start", "period_end", "period_label", "dimension")


def other_years(place: Place, *told: Results) -> Iterator[Problem]:
    """A warning (W135) for each target for a year, of an average or of a gap, that is told by several years together or
    by years that begin in another month. A school year that is called as the target's year is none.

    ``told`` are tables of results and of gaps, typed or of a run: of each measure the first that has a value counts.
    """
    for at, ambition in enumerate(ambitions(place)):
        whole = f"“{ambition.about.measure or ambition.measure}”"
        for kind, what, target, by in (
            ("target", "target", ambition.target, whole),
            ("gap_ambition", "gap target", ambition.gap_target, "its gap"),
        ):
            of = (_of_gap(ambition, told) if kind == "gap_ambition" else _newest(ambition, told)) if target else None
            if target and of and (found := _told(target, of, f"the {what} of {ambition.id}", by)):
                line, column = place.mark_in_strategy("outcomes", at, kind, "period")
                yield Problem(place.root / "strategy.yaml", line, column, "W135", *found)


def _told(target: Point, of: Span, what: str, by: str) -> tuple[str, str] | None:
    """What is wrong and how to mend it; None where the target's year is one of those by which it is told."""
    if min(of.months, target.span.months) < YEAR:
        return None
    read = read_as(target, of)
    lead = f"{what} is for {target.span.label}, and {by} is told by "
    if read and of.months > target.span.months:
        years = f"{lead}{of.months // YEAR} years together: it is read as {read}."
        return years, f"Write `period: {read}` if that is meant. Else take a measure that tells each year."
    if read or (target.span.end.month, target.span.end.day) == (of.end.month, of.end.day):
        return None
    years = f"{lead}other years, such as {named(of.label)}: none of them will tell whether it is met."
    return years, f"Write a period that the measure has, such as {of.label.removeprefix('school year ')}."


def _newest(ambition: Ambition, told: Iterable[Results], dimension: str = EVERYONE) -> Span | None:
    """The newest period that an ambition's measure has a value for, by a dimension; else of any part of the place."""
    for one in told:
        if rows := _rows(one["results"], ambition.measure, beside=None):
            return _span(max(rows, key=lambda row: (row["dimension"] == dimension, *_when(row))))
    return None


def _of_gap(ambition: Ambition, told: Iterable[Results]) -> Span | None:
    """The newest period of an ambition's gap: worked out, else recorded in its files; else of the groups it is of."""
    tables, by = list(told), {"dimension": ambition.gap_dimension, "statistic": ambition.gap_statistic}
    for one in tables:
        if rows := _rows(one["gaps"], ambition.measure, **by):
            return _span(max(rows, key=_when))
    recorded = ambition.gap_recorded[-1:]
    return recorded[0].span if recorded else _newest(ambition, tables, ambition.gap_dimension or EVERYONE)


def _rows(table: pa.Table, measure: str | None, **like: str | None) -> list[dict[str, Any]]:
    """The rows of a measure that have a value, and in other columns what is said of them."""
    wanted = pc.is_valid(table["value"])
    for name, value in {"measure": measure, **like}.items():
        wanted = pc.and_(wanted, pc.is_null(table[name]) if value is None else pc.equal(table[name], value))
    rows: list[dict[str, Any]] = table.filter(wanted).select(_WHEN).to_pylist()
    return rows


def _when(row: dict[str, Any]) -> tuple[date, date]:
    return row["period_end"], row["period_start"]


def _span(row: dict[str, Any]) -> Span:
    return Span(row["period_start"], row["period_end"], row["period_label"])
