"""A number over time as a fan: within the inner band half of what may be, within the outer nine in ten."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.theme import (
    AXIS_LABEL,
    BLUE,
    HEIGHT,
    QUIET,
    ROWS,
    WIDTH,
    Chart,
    Frame,
    draw,
    finish,
    label_room,
    with_signals,
)
from oneplace.vocabulary.wording import plainly

Row = Mapping[str, Any]

_NOTE = "The line is the middle of all runs. Half of them lie within the dark band, nine in ten within the light one."
_SHARES = ("p5", "p25", "p50", "p75", "p95")


def fan(
    chart_id: str,
    rows: Sequence[Row],
    *,
    title: str,
    subtitle: str = "",
    percent: bool = False,
    limit: float | None = None,
    stamp: str = "",
) -> Chart:
    """The chart of rows (at least one) with ``day``, ``p5``, ``p25``, ``p50``, ``p75`` and ``p95``.

    The axis of values begins at nought. ``percent`` says that values are shares, written as per cent. ``limit`` is
    drawn as a line: what there is room for.
    """
    factor = 100.0 if percent else 1.0
    marks: list[dict[str, Any]] = [
        {"kind": "run", "day": row["day"], **{name: factor * row[name] for name in _SHARES}} for row in rows
    ]
    top = max(*(mark["p95"] for mark in marks), factor * (limit or 0.0), 0.0) * 1.05 or 1.0
    if limit is not None:
        marks.append({"kind": "limit", "p50": factor * limit})
    last = float(rows[-1]["day"])
    ticks = _ticks(last)
    signals = {
        "xdomain": [0.0, max(last, 1.0)],
        "ydomain": [0.0, top],
        "ticks": ticks,
        "labels": {f"{day:g}": f"day {plainly(day)}" for day in ticks},
        "before": "",
        "after": "%" if percent else "",
    }
    frame = Frame(left=max(34, label_room([f"{top:,.{0 if top >= 4 else 1}f}{signals['after']}"])), right=34)
    words = _words(rows, title, percent=percent)
    svg = draw(_template(), marks, signals, frame)
    return Chart(chart_id, "fan", title, subtitle, words, _NOTE, finish(svg, chart_id, title, words, stamp=stamp))


def _ticks(last: float) -> list[float]:
    """Round days, at most four of them."""
    size = 10.0 ** math.floor(math.log10(max(last, 1.0)))
    apart = next(step for step in (size / 5, size / 2, size, 2 * size, 5 * size) if last / step < 4)
    return [part * apart for part in range(4) if part * apart <= last]


def _words(rows: Sequence[Row], title: str, *, percent: bool) -> str:
    """The chart in words: how it ends, and where the outer band is highest."""

    def told(value: float) -> str:
        return f"{100 * value:,.0f}%" if percent else plainly(value, 3) if value < 1000 else f"{value:,.0f}"

    end, most = rows[-1], max(rows, key=lambda row: float(row["p95"]))
    return (
        f"{title}. At the end {told(end['p50'])} in the middle of the runs, from {told(end['p5'])} to "
        f"{told(end['p95'])} in nine of ten. The light band is highest on day {most['day']:,.0f}, at "
        f"{told(most['p95'])}."
    )


@cache
def _template() -> str:
    x = alt.X(
        "day:Q",
        title=None,
        scale=alt.Scale(domain=alt.ExprRef("xdomain"), nice=False),
        axis=alt.Axis(values=alt.ExprRef("ticks"), labelExpr="labels[datum.value]"),
    )
    scale = alt.Scale(domain=alt.ExprRef("ydomain"), nice=False)
    axis = alt.Axis(labelExpr=AXIS_LABEL, tickCount=4)

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", title=None, scale=scale, axis=axis)

    runs = alt.Chart(ROWS, width=WIDTH, height=HEIGHT).transform_filter("datum.kind == 'run'")
    layers = [
        runs.mark_area(color=BLUE, opacity=opacity, line=False).encode(x=x, y=y(low), y2=f"{high}:Q")
        for low, high, opacity in (("p5", "p95", 0.18), ("p25", "p75", 0.3))
    ]
    middle = runs.mark_line(color=BLUE).encode(x=x, y=y("p50"))
    limit = alt.Chart(ROWS).transform_filter("datum.kind == 'limit'")
    signals = {"xdomain": [0, 1], "ydomain": [0, 1], "ticks": [], "labels": {}, "before": "", "after": ""}
    chart: alt.LayerChart = layers[0] + layers[1] + middle
    return with_signals(chart + limit.mark_rule(color=QUIET, strokeDash=[5, 4]).encode(y=y("p50")), signals)
