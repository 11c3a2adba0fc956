"""Who is behind the average: one dot with its interval for each group, under the average of everyone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.theme import (
    BLUE,
    DEPRIVATION,
    QUIET,
    ROWS,
    WIDTH,
    Chart,
    Frame,
    draw,
    finish,
    label_room,
    row_axis,
    value_axis,
    with_signals,
    wrapped,
)
from oneplace.charts.trend import affixes
from oneplace.vocabulary.dimensions import STATED, Dimension

Row = Mapping[str, Any]

_STEP = 21


def groups(
    chart_id: str,
    rows: Sequence[Row],
    average: float | None,
    *,
    title: str,
    subtitle: str,
    alt_text: str,
    unit: str,
    stamp: str = "",
) -> Chart | None:
    """The chart of one measure by its breakdowns; None where no group has a value.

    ``rows`` are rows of ``results`` of the breakdowns that measures state; where these are not all of one period, each
    breakdown's heading says of which it is. Groups too small to show keep their line and say so.
    """
    mixed = len({row.get("period_label") for row in rows}) > 1
    marks = [mark for by in STATED for mark in _marks(by, [row for row in rows if row["dimension"] == by.code], mixed)]
    numbers = [mark[key] for mark in marks for key in ("value", "lower", "upper") if mark.get(key) is not None]
    if not numbers:
        return None
    top = max([*numbers, average or 0.0]) * 1.04
    low = min([*numbers, average if average is not None else numbers[0]])
    bottom = min(0.0, low * 1.04) if low <= 0.5 * top else low - (top - low) * 0.08
    rule = [{"kind": "average", "value": average}] if average is not None else []
    signals = {"xdomain": [bottom, top], **affixes(unit)}
    notes = ["The upright line is the average of everyone."] if rule else []
    if bottom > 0:
        notes.append("The axis does not start at zero.")
    if any(mark["kind"] == "hidden" for mark in marks):
        notes.append("Groups too small to show keep their line.")
    labels = [mark["key"].partition("|")[2] for mark in marks]
    svg = draw(interval_template(), [*marks, *rule], signals, Frame(left=label_room(labels), top=26, bottom=6))
    return Chart(
        chart_id,
        "groups",
        title,
        subtitle,
        alt_text,
        " ".join(notes),
        finish(svg, chart_id, title, alt_text, stamp=stamp),
    )


def _marks(by: Dimension, rows: Sequence[Row], dated: bool) -> list[dict[str, Any]]:
    """A heading and one mark a group, in the groups' order; nothing where the breakdown isn't there."""
    if not any(row["value"] is not None for row in rows):
        return []
    ordered = sorted(rows, key=lambda row: (row["group_order"] is None, row["group_order"], row["group"]))
    of = f", {ordered[0]['period_label']}" if dated else ""
    heading = {"kind": "heading", "key": f"{by.code}|{by.mark or by.title}{of}"}
    return [heading, *[_mark(by.code, index, row) for index, row in enumerate(ordered)]]


def _mark(dimension: str, index: int, row: Row) -> dict[str, Any]:
    fifth = dimension == "deprivation" and row["group"] in ("1", "2", "3", "4", "5")
    known = row["value"] is not None and not row["suppressed"]
    return {
        "kind": "group" if known else "hidden",
        "key": f"{dimension}{index}|{wrapped(row['group_label'])}",
        "value": row["value"] if known else None,
        "lower": row["lower"] if known else None,
        "upper": row["upper"] if known else None,
        "colour": DEPRIVATION[int(row["group"]) - 1] if fifth else BLUE,
        "label": "" if known else "too few to show",
    }


@cache
def interval_template() -> str:
    """A dot with its interval in a row for each group."""
    x, y = value_axis(), row_axis("!test(/[0-9]\\|/, datum.value)")

    def layer(test: str) -> alt.Chart:
        return alt.Chart(ROWS).transform_filter(test)

    space = layer("datum.kind != 'average'").mark_point(opacity=0).encode(y=y)
    average = layer("datum.kind == 'average'").mark_rule(color=QUIET, strokeWidth=1.5).encode(x=x)
    colour = alt.Color("colour:N", scale=None, legend=None)
    limits = (
        layer("datum.kind == 'group'")
        .mark_rule(strokeWidth=2.5)
        .encode(x=alt.X("lower:Q", title=None), x2="upper:Q", y=y, color=colour)
    )
    dots = layer("datum.kind == 'group'").mark_point(size=80).encode(x=x, y=y, color=colour)
    words: dict[str, Any] = {"align": "left", "fontSize": 12, "fontStyle": "italic"}
    at: dict[str, Any] = {"x": alt.value(6), "y": y, "text": alt.Text("label:N")}
    hidden = layer("datum.kind == 'hidden'")
    halo = hidden.mark_text(**words, color="white", stroke="white", strokeWidth=4).encode(**at)  # the average's line
    said = halo + hidden.mark_text(**words, color=QUIET).encode(**at)
    signals = {"xdomain": [0, 1], "before": "", "after": ""}
    chart = (space + average + limits + dots + said).properties(width=WIDTH, height=alt.Step(_STEP))
    return with_signals(chart, signals)
