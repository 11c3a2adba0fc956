"""Figures on which a verdict rests and that readers were told otherwise, as columns of ``progress``: said beside it.

Somebody typed another figure, or a verdict is another one since a publisher revised it or the files were counted anew.
It is said in every later run that judges by the period, for as long as the figure isn't the one that they were told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import isclose
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import FromDocument, Place
from oneplace.progress.ambitions import Ambition, ambitions
from oneplace.progress.rules import ForecastStatus, Status
from oneplace.results import Results
from oneplace.stats import Span

Row = Mapping[str, Any]
_Find = Callable[[Results], pa.Table]

_SETTLED = (ForecastStatus.MET, ForecastStatus.MISSED)
_STANDS = (Status.ON_PATH, Status.OFF_PATH)


class _Side(NamedTuple):
    """The average or the gap of an ambition: how its columns begin, its rows of a run, and what is judged."""

    begins: str
    rows: _Find
    asked: Sequence[Span]
    latest: str
    """The column of the label of its latest figure."""


def retold(place: Place, judged: Iterable[Row], earlier: Results, told_on: date, results: Results) -> list[Row]:
    """The rows of ``judged`` (of ``progress``) with what the ``earlier`` run, of the day ``told_on``, said else."""
    asked = {one.id: one for one in ambitions(place)}
    then = {row["ambition"]: row for row in earlier["progress"].to_pylist()}
    found: list[Row] = []
    for row in judged:
        before, ambition, columns = then.get(row["ambition"]), asked.get(row["ambition"]), dict[str, Any]()
        if before and ambition and row["measure"] and before["measure"] == row["measure"]:
            typed = isinstance(place.measures[row["measure"]].compute, FromDocument)
            for side in _sides(ambition, row):
                columns |= _otherwise(side, before, row, earlier, results, told_on, typed=typed)
        found.append({**row, **columns})
    return found


def _sides(ambition: Ambition, row: Row) -> Iterable[_Side]:
    points = (*ambition.path, *((ambition.target,) if ambition.target else ()))
    measure = pc.field("measure") == row["measure"]
    yield _Side(
        "",
        lambda run: run["results"].filter(measure & (pc.field("dimension") == "all")),
        [point.span for point in points],
        "period_label",
    )
    if ambition.gap_target:
        of = (pc.field("dimension") == row["gap_target_dimension"]) & (
            pc.field("statistic") == row["gap_target_statistic"]
        )
        yield _Side("gap_", lambda run: run["gaps"].filter(measure & of), [ambition.gap_target.span], "gap_held_label")


def _otherwise(  # noqa: PLR0917 - of one call
    side: _Side, before: Row, row: Row, earlier: Results, results: Results, told_on: date, *, typed: bool
) -> dict[str, Any]:
    """The columns of one side; none where readers were told nothing else."""
    now = {_span(one): one for one in side.rows(results).to_pylist()}
    handed = _handed_on(side, before)
    if handed and _differs(handed[f"{side.begins}told"], now.get(_told_span(side, handed))):
        return handed
    for was in sorted(side.rows(earlier).to_pylist(), key=lambda one: _weight(one, side), reverse=True):
        judged = _weight(was, side)[0] or was["period_label"] == row.get(side.latest)
        if was["value"] is None or not judged or not _differs(was["value"], now.get(_span(was))):
            continue
        verdict = _verdict(side, before, was["period_label"])
        if typed or verdict != _verdict(side, row, was["period_label"]):
            told = (was["value"], was["period_label"], was["period_start"], was["period_end"], verdict, told_on)
            return dict(zip(_columns(side), told, strict=True))
    return {}


def _columns(side: _Side) -> list[str]:
    return [f"{side.begins}told{name}" for name in ("", "_label", "_start", "_end", "_verdict", "_on")]


def _handed_on(side: _Side, before: Row) -> dict[str, Any]:
    """What the run before said that readers had been told; a run of an earlier version said nothing of it."""
    return {} if before.get(f"{side.begins}told") is None else {name: before[name] for name in _columns(side)}


def _told_span(side: _Side, row: Row) -> tuple[date, date]:
    return row[f"{side.begins}told_start"], row[f"{side.begins}told_end"]


def _span(row: Row) -> tuple[date, date]:
    return row["period_start"], row["period_end"]


def _weight(row: Row, side: _Side) -> tuple[bool, date]:
    """What tells most of a verdict comes first: a period for which something was set, the newest."""
    start, end = _span(row)
    return any(span.start <= start and end <= span.end for span in side.asked), end


def _differs(told: float, now: Row | None) -> bool:
    """Whether a figure is another now, or gone; not one that is hidden, of which nothing may be told any more."""
    if now is None or now["value"] is None:
        return not (now or {}).get("suppressed")
    return not isclose(told, now["value"], rel_tol=1e-9)


def _verdict(side: _Side, row: Row, label: str) -> str | None:
    """What a row of ``progress`` says of a period: missed, met, on or off path; None where it says none of these."""
    if not side.begins and label in (row.get("missed") or "").split("; "):
        return ForecastStatus.MISSED.value
    if label == row.get(f"{side.begins}target_label") and row[f"{side.begins}status_forecast"] in _SETTLED:
        return str(row[f"{side.begins}status_forecast"])
    if label == row.get(side.latest) and row[f"{side.begins}status"] in _STANDS:
        return str(row[f"{side.begins}status"])
    return None
