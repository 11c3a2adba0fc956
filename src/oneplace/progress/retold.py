"""Figures on which a verdict rests and that readers were told otherwise, as columns of ``progress``: said beside it.

Somebody typed another figure, or a verdict is another one since a publisher revised it or the files were counted anew.
It is said in every later run that judges by the period, for as long as the figure isn't the one that they were told.
Where an ambition is measured otherwise since, its figures tell nothing of that one: it is said for as long as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from math import isclose
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import FromDocument, Place
from oneplace.place.moved import AVERAGE, GAP, Fields, Kept, renamed, set_for
from oneplace.progress.ambitions import Ambition, ambitions
from oneplace.progress.past import was_missed
from oneplace.progress.rules import ForecastStatus, Status
from oneplace.progress.sentences import gap_words
from oneplace.results import Results
from oneplace.stats import Span
from oneplace.vocabulary.wording import value_words, written

Row = Mapping[str, Any]
_Find = Callable[[Results, str], pa.Table]

_SETTLED = (ForecastStatus.MET, ForecastStatus.MISSED)
_STANDS = (Status.ON_PATH, Status.OFF_PATH)


class _Side(NamedTuple):
    """The average or the gap of an ambition: how its columns begin, its rows of a run by a measure, what is judged."""

    begins: str
    rows: _Find
    asked: Sequence[Span]
    latest: str
    """The column of the label of its latest figure."""


def retold(  # noqa: PLR0917 - of one call
    place: Place, judged: Iterable[Row], before: Kept, kept: Kept, earlier: Results, results: Results
) -> list[Row]:
    """The rows of ``judged`` (of ``progress``) with what the ``earlier`` run said else, which kept ``before``."""
    asked = {one.id: one for one in ambitions(place)}
    then = {row["ambition"]: row for row in earlier["progress"].to_pylist()}
    ids, told_on = renamed(before.said, kept.said), date.fromisoformat(before.as_of)
    found: list[Row] = []
    for row in judged:
        was, ambition, columns = then.get(row["ambition"]), asked.get(row["ambition"]), dict[str, Any]()
        if was and ambition:
            measure = place.measures.get(row["measure"] or "")
            old = before.said.get("measures", {}).get(was["measure"] or "", {})
            other = bool(was["measure"]) and row["measure"] not in (was["measure"], ids.get(was["measure"]))
            typed = measure is not None and isinstance(measure.compute, FromDocument)
            for side in _sides(ambition, row, kept):
                handed = _handed_on(side, was)
                by = handed.get(f"{side.begins}told_measure")
                if other:
                    columns |= _measured_otherwise(side, was, handed, old, earlier, told_on)
                elif by and (measure is None or by != measure.name):
                    columns |= _unless_hidden(place, side, handed, by, results)
                else:
                    columns |= _otherwise(side, was, row, handed, earlier, results, told_on, typed=typed)
        found.append({**row, **columns})
    return found


def _sides(ambition: Ambition, row: Row, kept: Kept) -> Iterable[_Side]:
    points = [*ambition.path, *((ambition.target,) if ambition.target else ())]
    yield _Side(
        "",
        lambda run, key: run["results"].filter((pc.field("measure") == key) & (pc.field("dimension") == "all")),
        [*(point.span for point in points), *_past(kept, ambition, AVERAGE)],
        "period_label",
    )
    by, told_as = row["gap_target_dimension"] or "", row["gap_target_statistic"] or ""
    of = (pc.field("dimension") == by) & (pc.field("statistic") == told_as)
    aims = [ambition.gap_target.span] if ambition.gap_target else []
    yield _Side(
        "gap_",
        lambda run, key: run["gaps"].filter((pc.field("measure") == key) & of),
        [*aims, *_past(kept, ambition, GAP)],
        "gap_held_label",
    )


def _past(kept: Kept, ambition: Ambition, side: str) -> list[Span]:
    """The periods of targets that were over when another took their place: they are judged, too."""
    aims = (set_for(one.terms, side) for one in kept.past.get(ambition.id, {}).get(side, ()))
    return [Span(aim[1].start, aim[1].end, aim[1].words) for aim in aims if aim]


def _otherwise(  # noqa: PLR0917 - of one call
    side: _Side, before: Row, row: Row, handed: Row, earlier: Results, results: Results, told_on: date, *, typed: bool
) -> Row:
    """The columns of one side; none where readers were told nothing else. ``handed`` are those that are handed on."""
    now = {_span(one): one for one in side.rows(results, row["measure"] or "").to_pylist()}
    if handed:
        told, found = handed[f"{side.begins}told"], now.get(_told_span(side, handed))
        if _hidden(found):
            return _unnumbered(side, handed)
        if told is not None and _differs(told, found):
            return {**handed, **dict.fromkeys(_columns(side)[-2:])}
    for was in _weighed(side, before, row.get(side.latest), earlier):
        verdict, found = _verdict(side, before, was["period_label"]), now.get(_span(was))
        if _hidden(found) and verdict:
            return _unnumbered(side, _told(side, was, verdict, told_on))
        if not _differs(was["value"], found):
            continue
        if typed or verdict != _verdict(side, row, was["period_label"]):
            return _told(side, was, verdict, told_on)
    return {}


def _measured_otherwise(  # noqa: PLR0917 - of one call
    side: _Side, before: Row, handed: Row, measure: Fields, earlier: Results, told_on: date
) -> Row:
    """The columns of one side where ``measure`` was the ambition's, and another is now: the verdict by its figures."""
    found = handed
    if not found:
        weighed = _weighed(side, before, before.get(side.latest), earlier)
        verdicts = ((was, _verdict(side, before, was["period_label"])) for was in weighed)
        found = next((_told(side, was, verdict, told_on) for was, verdict in verdicts if verdict), {})
    if not found or found[f"{side.begins}told_measure"] or found[f"{side.begins}told"] is None:
        return found
    number, unit, decimals = found[f"{side.begins}told"], str(measure.get("unit", "")), measure.get("decimals", 1)
    if side.begins:
        words = gap_words(number, unit, int(str(decimals)), before["gap_target_statistic"])
    else:
        words = value_words(number, unit, written(number, int(str(decimals))))
    name = measure.get("name", before["measure"])
    return {**found, f"{side.begins}told_measure": name, f"{side.begins}told_words": words}


def _unless_hidden(place: Place, side: _Side, handed: Row, name: str, results: Results) -> Row:
    """What was told by another measure, of that name; without the figure where that hides it now."""
    by = next((key for key, one in place.measures.items() if one.name == name), None)
    rows = side.rows(results, by).to_pylist() if by else []
    is_hidden = any(_hidden(one) for one in rows if _span(one) == _told_span(side, handed))
    return _unnumbered(side, handed) if is_hidden else handed


def _weighed(side: _Side, before: Row, latest: str | None, earlier: Results) -> list[Row]:
    """The figures of the earlier run that a verdict rests on, that which tells most of it first."""
    rows = side.rows(earlier, before["measure"]).to_pylist() if before["measure"] else []
    judged = [one for one in rows if _weight(one, side)[0] or one["period_label"] == latest]
    return sorted((one for one in judged if one["value"] is not None), key=lambda one: _weight(one, side), reverse=True)


def _told(side: _Side, was: Row, verdict: str | None, told_on: date) -> dict[str, Any]:
    told = (was["value"], was["period_label"], was["period_start"], was["period_end"], verdict, told_on, None, None)
    return dict(zip(_columns(side), told, strict=True))


def _columns(side: _Side) -> list[str]:
    names = ("", "_label", "_start", "_end", "_verdict", "_on", "_measure", "_words")
    return [f"{side.begins}told{name}" for name in names]


def _handed_on(side: _Side, before: Row) -> Row:
    """What the run before said that readers had been told; a run of an earlier version said nothing of it."""
    return {} if before.get(f"{side.begins}told_on") is None else {name: before.get(name) for name in _columns(side)}


def _told_span(side: _Side, row: Row) -> tuple[date, date]:
    return row[f"{side.begins}told_start"], row[f"{side.begins}told_end"]


def _span(row: Row) -> tuple[date, date]:
    return row["period_start"], row["period_end"]


def _weight(row: Row, side: _Side) -> tuple[bool, date]:
    """What tells most of a verdict comes first: a period for which something was set, the newest."""
    start, end = _span(row)
    return any(span.start <= start and end <= span.end for span in side.asked), end


def _differs(told: float, now: Row | None) -> bool:
    """Whether a figure is another now, or gone; not one that is hidden."""
    if now is None or now["value"] is None:
        return not _hidden(now)
    return not isclose(told, now["value"], rel_tol=1e-9)


def _hidden(now: Row | None) -> bool:
    """Whether a figure, or the gap between groups, is not shown to protect people."""
    return bool(now and now["value"] is None and (now.get("suppressed") or now.get("groups_hidden")))


def _unnumbered(side: _Side, told: Row) -> Row:
    """What was told without its number, which is hidden now; nothing where it had no verdict."""
    unsaid = {f"{side.begins}told": None, f"{side.begins}told_words": None}
    return {**told, **unsaid} if told[f"{side.begins}told_verdict"] else {}


def _verdict(side: _Side, row: Row, label: str) -> str | None:
    """What a row of ``progress`` says of a period: missed, met, on or off path; None where it says none of these."""
    if was_missed(row, side.begins, label):
        return ForecastStatus.MISSED.value
    if label == row.get(f"{side.begins}target_label") and row[f"{side.begins}status_forecast"] in _SETTLED:
        return str(row[f"{side.begins}status_forecast"])
    if label == row.get(side.latest) and row[f"{side.begins}status"] in _STANDS:
        return str(row[f"{side.begins}status"])
    return None
