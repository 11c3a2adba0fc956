"""The place beside its comparators on one definition: dots with intervals, never a league table without them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.theme import (
    BLUE,
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

Row = Mapping[str, Any]

_STEP = 21


def comparison(
    chart_id: str,
    own: Row | None,
    areas: Sequence[Row],
    *,
    names: Mapping[str, str],
    place: str,
    own_areas: Collection[str] = (),
    title: str,
    subtitle: str,
    alt_text: str,
    unit: str,
    stamp: str = "",
) -> Chart | None:
    """The chart of a measure's headline row and its ``area`` rows of the same period; None without comparators.

    A place of several areas may have no headline (``own`` is None); its ``own_areas`` are then marked as its own.
    """
    others = [row for row in areas if row["value"] is not None and not row["suppressed"]]
    if not others:
        return None
    marks = [_mark(row, names.get(row["group"], row["group_label"]), row["group"] in own_areas) for row in others]
    if own is not None:
        marks.append(_mark(own, place, True))
    marks.sort(key=lambda mark: (-mark["value"], mark["key"]))
    numbers = [mark[key] for mark in marks for key in ("value", "lower", "upper") if mark[key] is not None]
    low, high = min(numbers), max(numbers)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    bottom = 0.0 if 0 <= low <= 0.5 * high else low - room
    notes = [] if bottom <= 0 <= high + room else ["The axis does not start at zero."]
    if any(mark["lower"] is None for mark in marks):
        notes.append("Where there is no line, no interval is published.")
    labels = [mark["key"].partition("|")[2] for mark in marks]
    frame = Frame(left=label_room(labels), top=26, bottom=6)
    svg = draw(_template(), marks, {"xdomain": [bottom, high + room], **affixes(unit)}, frame)
    return Chart(
        chart_id,
        "comparison",
        title,
        subtitle,
        alt_text,
        " ".join(notes),
        finish(svg, chart_id, title, alt_text, stamp=stamp),
    )


def _mark(row: Row, name: str, own: bool) -> dict[str, Any]:
    return {
        "key": f"{'own' if own else row['group']}{row['group']}|{wrapped(name)}",
        "value": row["value"],
        "lower": row["lower"],
        "upper": row["upper"],
        "colour": BLUE if own else QUIET,
        "fill": BLUE if own else "#ffffff",
        "shape": "circle" if own else "diamond",
        "own": own,
    }


@cache
def _template() -> str:
    x, y = value_axis(), row_axis("test(/^own/, datum.value)")
    colour = alt.Color("colour:N", scale=None, legend=None)
    data = alt.Chart(ROWS)
    order = data.mark_point(opacity=0).encode(y=y)  # every row, so that rows stay in the order given
    limits = data.mark_rule(strokeWidth=2.5).encode(x=alt.X("lower:Q", title=None), x2="upper:Q", y=y, color=colour)
    dots = data.mark_point(size=80, filled=True, strokeWidth=2).encode(
        x=x,
        y=y,
        fill=alt.Fill("fill:N", scale=None, legend=None),
        stroke=alt.Stroke("colour:N", scale=None, legend=None),
        shape=alt.Shape("shape:N", scale=None, legend=None),
    )
    signals = {"xdomain": [0, 1], "before": "", "after": ""}
    chart = (order + limits + dots).properties(width=WIDTH, height=alt.Step(_STEP))
    return with_signals(chart, signals)
