"""Observed beside simulated along an axis: a line of what was seen, in the band in which simulated runs lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import altair as alt

from oneplace.charts.theme import (
    BLUE,
    HEIGHT,
    INK,
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

Row = Mapping[str, float]
"""``along``, ``observed``, ``simulated``, ``lower`` and ``upper``."""


def beside(
    chart_id: str,
    rows: Sequence[Row],
    *,
    ticks: Mapping[int, str],
    title: str,
    subtitle: str,
    alt_text: str,
    percent: bool = False,
    stamp: str = "",
) -> Chart:
    """The chart of rows along an axis that is named at ``ticks``; with ``percent`` values are shares."""
    top = max(max(row["upper"], row["observed"]) for row in rows) * 1.12 or 1.0
    scale = 100.0 if percent else 1.0
    drawn = [{key: value if key == "along" else value * scale for key, value in row.items()} for row in rows]
    labels = [f"{top * scale:,.0f}{'%' if percent else ''}", "0.00"]
    at = [row["along"] for row in rows]
    signals = {
        "xdomain": [min(at), max(at)],
        "ydomain": [0, min(top * scale, 100.0) if percent else top],
        "ticks": list(ticks),
        "labels": {str(key): label for key, label in ticks.items()},
        "after": "%" if percent else "",
    }
    svg = draw(_template(), drawn, signals, Frame(left=max(34, label_room(labels)), right=24, top=12))
    note = "Line: observed. Band: where 95% of simulated runs lie; dashes: their mean."
    return Chart(
        chart_id, "beside", title, subtitle, alt_text, note, finish(svg, chart_id, title, alt_text, stamp=stamp)
    )


@cache
def _template() -> str:
    x = alt.X(
        "along:Q",
        title=None,
        scale=alt.Scale(domain=alt.ExprRef("xdomain"), nice=False, zero=False),
        axis=alt.Axis(values=alt.ExprRef("ticks"), labelExpr="labels[datum.value]", labelFlush=True),
    )
    y = alt.Y(
        "observed:Q",
        title=None,
        scale=alt.Scale(domain=alt.ExprRef("ydomain"), nice=False),
        axis=alt.Axis(labelExpr="format(datum.value, ',~f') + after", tickCount=5),
    )
    data = alt.Chart(ROWS)
    band = data.mark_area(color=QUIET, opacity=0.22, line=False).encode(
        x, alt.Y("lower:Q", title=None), alt.Y2("upper:Q")
    )
    mean = data.mark_line(color=INK, strokeWidth=1.2, strokeDash=[4, 3]).encode(x, alt.Y("simulated:Q", title=None))
    seen = data.mark_line(color=BLUE, strokeWidth=2).encode(x, y)
    signals = {"xdomain": [0, 1], "ydomain": [0, 1], "ticks": [0], "labels": {}, "after": ""}
    chart = (band + mean + seen).properties(width=WIDTH, height=HEIGHT)
    return with_signals(chart, signals)
