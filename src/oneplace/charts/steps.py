"""Step by step from what is to what will be: what each adds or takes away, as a bar from where the last one ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.theme import (
    BLUE,
    CONCERN,
    IMPROVEMENT,
    INK,
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

Row = Mapping[str, Any]

_STEP = 34
_NOTE = (
    "Each bar begins where the one above ends. Orange adds and light blue takes away. Dark blue is what there is at "
    "the beginning and what is needed at the end."
)


def steps(
    chart_id: str,
    rows: Sequence[Row],
    *,
    end: str,
    title: str,
    subtitle: str = "",
    alt_text: str,
    limit: tuple[str, float] | None = None,
    stamp: str = "",
) -> Chart:
    """The chart of steps (at least one) with ``label``, ``value`` after it and its ``change``.

    The first step is drawn from nought, and so is where the last one ends, which is called ``end``.
    ``limit`` is a name and a number drawn as a line.
    """
    marks = [_bar(number, row) for number, row in enumerate(rows)]
    last = marks[-1] | {"key": f"{len(rows)}|{end}", "kind": "bar", "value": 0.0, "to": rows[-1]["value"]}
    last |= {"colour": BLUE, "text": f"{rows[-1]['value']:,.0f}"}
    marks.append(last)
    top = max([*(max(mark["value"], mark["to"]) for mark in marks), limit[1] if limit else 0.0]) * 1.12 or 1.0
    if limit:
        marks.append({"kind": "limit", "to": limit[1], "text": f"{limit[0]}: {limit[1]:,.0f}"})
    room = label_room([mark["key"].partition("|")[2] for mark in marks if "key" in mark])
    svg = draw(_template(), marks, {"xdomain": [0.0, top]}, Frame(left=room, top=44, bottom=6))
    return Chart(
        chart_id, "steps", title, subtitle, alt_text, _NOTE, finish(svg, chart_id, title, alt_text, stamp=stamp)
    )


def _bar(number: int, row: Row) -> dict[str, Any]:
    change = row["change"] if number else row["value"]
    colour = BLUE if not number else CONCERN if change > 0 else IMPROVEMENT
    return {
        "kind": "bar",
        "key": f"{number}|{wrapped(row['label'], 22)}",
        "value": row["value"] - change,
        "to": row["value"],
        "colour": colour,
        "text": f"{change:,.0f}" if not number else f"{change:+,.0f}".replace("-", "−"),
    }


@cache
def _template() -> str:
    x, y = value_axis("format(datum.value, ',~f')"), row_axis("false")
    bars = alt.Chart(ROWS).transform_filter("datum.kind == 'bar'")
    colour = alt.Color("colour:N", scale=None, legend=None)
    bar = bars.mark_bar(height=15).encode(x=x, x2="to:Q", y=y, color=colour)
    far = bars.transform_calculate(far="max(datum.value, datum.to)")
    at_end = {"x": alt.X("far:Q", title=None), "y": y, "text": "text:N"}
    halo = far.mark_text(align="left", dx=4, stroke="#ffffff", strokeWidth=4).encode(**at_end)
    text = far.mark_text(align="left", dx=4, color=INK).encode(**at_end)
    limits = alt.Chart(ROWS).transform_filter("datum.kind == 'limit'")
    limit = limits.mark_rule(color=QUIET, strokeDash=[5, 4]).encode(x=alt.X("to:Q", title=None))
    name = limits.mark_text(color=QUIET, align="right", dx=-2, baseline="middle").encode(
        x=alt.X("to:Q", title=None), y=alt.value(-32), text="text:N"
    )
    chart = (bar + limit + name + halo + text).properties(width=WIDTH, height=alt.Step(_STEP))
    return with_signals(chart, {"xdomain": [0, 1]})
