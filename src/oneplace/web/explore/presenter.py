"""The answer: the run's rows of a measure, a breakdown and some periods, each beside whom it was asked to stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.charts import Chart
from oneplace.charts.statistic import intervals, series
from oneplace.place import Measure
from oneplace.report import Row, against, count, newest, of_dimension
from oneplace.results import to_judge
from oneplace.stats import Over
from oneplace.vocabulary.wording import count_words, dated, from_to
from oneplace.web.explore.asking import AREA, EVERYONE, OVER_TIME, Asked
from oneplace.web.presenters.charts import in_page
from oneplace.web.presenters.figures import figure
from oneplace.web.presenters.tables import SHEET, Cell, Table, TableLine
from oneplace.web.snapshot import Snapshot


@dataclass(frozen=True)
class Answer:
    """The rows as a table, a picture of them, where they come from, and what can't be seen of them."""

    measure: Measure
    table: Table
    chart: Chart | None
    origins: set[str]
    unseen: str
    apart: str
    """Why its rows are held against no other, as a clause; empty where they are, or could be."""
    in_part: str
    """Which files behind its rows were read only in part; empty where none was."""
    more: int
    """Rows that the page has no room for: all are in the file."""


def cut(shot: Snapshot, question: Asked) -> pa.Table:
    """The run's own rows that a question asks for, in the columns of ``results``."""
    if question.measure is None:
        return shot.tables["results"].arrow.slice(0, 0)
    every = shot.tables["results"].cut(question.measure.id)
    mine = every.filter(pc.equal(every["dimension"], question.by))
    held = _between(mine.select(["period_start", "period_end", "period_label"]).to_pylist(), question)
    return mine.filter(pc.is_in(mine["period_label"], pa.array(sorted(held), pa.string())))


def answer(shot: Snapshot, question: Asked) -> Answer:
    """What the page shows."""
    measure = question.measure
    if measure is None:
        raise ValueError("nothing was asked")
    rows = sorted(cut(shot, question).to_pylist(), key=_in_order)
    others = of_dimension(shot.every_row(measure.id), AREA if question.by == EVERYONE else question.by)
    beside = {_period(row): row for row in others if row["group"] == question.beside}
    return Answer(
        measure=measure,
        table=_table(measure, rows, question, beside, shot.asked(measure.id)),
        chart=_chart(measure, rows, question),
        origins={row["origin"] for row in rows if row["origin"]},
        unseen=_unseen(rows),
        apart="" if question.by in OVER_TIME and not question.beside else measure.held_apart(_held_by(question)),
        in_part=" ".join(dict.fromkeys(row["read_in_part"] for row in rows if row["read_in_part"])),
        more=max(0, len(rows) - SHEET),
    )


def _period(row: Row) -> tuple[object, object]:
    return row["period_start"], row["period_end"]


def _in_order(row: Row) -> tuple[object, ...]:
    """Newest period first, groups in their order."""
    return (-row["period_end"].toordinal(), -row["period_start"].toordinal(), row["group_order"] or 0, row["group"])


def _between(rows: Iterable[Row], question: Asked) -> set[str]:
    """The periods from the first to the last, whichever of the two was named first."""
    order = [each.code for each in question.periods]
    ends = sorted(order.index(label) for label in (question.first, question.last) if label in order)
    return set(order[ends[0] : ends[-1] + 1]) & {row["period_label"] for row in rows} if ends else set()


def _held_by(question: Asked) -> str:
    """The dimension in which rows would differ from what they are held against."""
    return AREA if question.by in OVER_TIME else question.by


def _table(
    measure: Measure,
    rows: list[Row],
    question: Asked,
    beside: dict[tuple[object, object], Row],
    asked: float | None,
) -> Table:
    over = Over.AREAS if question.by == EVERYONE else Over.GROUPS

    def line(row: Row) -> TableLine:
        one = figure(row, measure, asked=asked if row["dimension"] == EVERYONE else None)
        value = Cell(one.value, "" if one.known else one.note, one.origin)
        cells = [Cell(row["group_label"] or "Everyone"), value, Cell(one.interval, one.note if one.known else "")]
        cells.append(Cell("" if row["suppressed"] else count(row, measure)))
        if question.beside:
            cells += _beside(measure, row, beside.get(_period(row)), over)
        return TableLine(row["period_label"], tuple(cells))

    columns = ["Of whom", "Value", "95% interval", "Count"]
    if question.beside:
        columns += [question.beside_words, "Beside it"]
    caption = f"{count_words(len(rows), 'row')} of {measure.name}, newest first"
    worded = frozenset({"Of whom", "Beside it"})
    return Table("explore", caption, "Period", tuple(columns), rows, line, rows[:SHEET], "", worded)


def _beside(measure: Measure, row: Row, other: Row | None, over: Over) -> list[Cell]:
    if other is None:
        return [Cell("", "No row of the same period."), Cell("not known")]
    one = figure(other, measure)
    if other["group"] == row["group"] and other["dimension"] == row["dimension"]:
        return [Cell(one.value, "", one.origin), Cell("the same")]
    return [Cell(one.value, one.interval, one.origin), Cell(against(measure, row, other, over) or "not compared")]


def _chart(measure: Measure, rows: list[Row], question: Asked) -> Chart | None:
    """Over time where everyone was asked for, else the groups in the newest period that has a value.

    None of groups that are not held against each other.
    """
    if question.by not in OVER_TIME and measure.held_apart(question.by):
        return None
    if question.by in OVER_TIME:
        points = [_point(row, row["period_label"]) for row in reversed(to_judge(rows))]
        first, last = question.first, question.last
        title = f"{measure.name}, {first if first == last else from_to(first, last)}"
        drawn = series(points, title, key="explore")
    else:
        now = newest(rows)
        title = dated(measure.name, now[0]["period_label"]) if now else measure.name
        drawn = intervals([_point(row, row["group_label"] or row["group"]) for row in now], title, key="explore")
    return in_page(drawn) if drawn else None


def _point(row: Row, label: str) -> Row:
    known = not row["suppressed"]
    limits = {name: row[name] if known else None for name in ("value", "lower", "upper")}
    return limits | {"label": label, "reason": row["reason"] or ""}


def _unseen(rows: list[Row]) -> str:
    hidden = sum(row["suppressed"] for row in to_judge(rows))
    missing = sum(row["value"] is None for row in rows) - hidden
    told = [f"{count_words(hidden, 'row is', 'rows are')} hidden as too few to say"] if hidden else []
    told += [f"{count_words(missing, 'row has', 'rows have')} no value, each with its reason"] if missing else []
    return f"{', and '.join(told)}." if told else "None of them is hidden or missing."
