"""What a change does to each group: a dot with its interval beside the line of no difference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.theme import (
    BLUE,
    DEPRIVATION,
    INK,
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
from oneplace.stats import side

Row = Mapping[str, Any]

_STEP = 23


def differences(
    chart_id: str,
    sections: Mapping[str, Sequence[Row]],
    *,
    title: str,
    subtitle: str,
    alt_text: str,
    less: str = "less",
    more: str = "more",
    stamp: str = "",
) -> Chart | None:
    """Differences by group, under headings; None where no group has one.

    Rows have ``label``, ``value``, ``lower``, ``upper`` and perhaps ``fifth`` (1 the most deprived). ``less`` and
    ``more`` stand on the two sides of nought.
    """
    marks = [mark for n, (name, rows) in enumerate(sections.items()) for mark in _marks(n, name, rows)]
    numbers = [mark[key] for mark in marks if mark["kind"] == "group" for key in ("value", "lower", "upper")]
    if not numbers:
        return None
    far = max(map(abs, numbers)) * 1.1 or 1.0
    sides = [
        {"kind": "side", "at": -far, "label": f"← {less}", "align": "left"},
        {"kind": "side", "at": far, "label": f"{more} →", "align": "right"},
    ]
    labels = [mark["key"].partition("|")[2] for mark in marks]
    svg = draw(
        _template(), [*marks, *sides], {"xdomain": [-far, far]}, Frame(left=label_room(labels), top=44, bottom=6)
    )
    return Chart(
        chart_id,
        "differences",
        title,
        subtitle,
        alt_text,
        "The upright line is no difference.",
        finish(svg, chart_id, title, alt_text, stamp=stamp),
    )


def _marks(number: int, heading: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
    made = [
        {
            "kind": "group",
            "key": f"{number}-{i}|{wrapped(row['label'])}",
            **{name: row[name] for name in ("value", "lower", "upper")},
            "colour": DEPRIVATION[row["fifth"] - 1] if row.get("fifth") else BLUE,
            "fill": (DEPRIVATION[row["fifth"] - 1] if row.get("fifth") else BLUE)
            if side(row["lower"], row["upper"])
            else "#ffffff",
        }
        for i, row in enumerate(rows)
    ]
    return [{"kind": "heading", "key": f"{number}|{heading}"}, *made] if made else []


@cache
def _template() -> str:
    signed = "(datum.value > 0 ? '+' : '') + replace(format(datum.value, ',~f'), '-', '−')"
    x, y = value_axis(signed, ticks=5), row_axis("!test(/-[0-9]+\\|/, datum.value)")

    def layer(test: str) -> alt.Chart:
        return alt.Chart(ROWS).transform_filter(test)

    colour = alt.Color("colour:N", scale=None, legend=None)
    space = layer("datum.kind != 'side'").mark_point(opacity=0).encode(y=y)
    group = layer("datum.kind == 'group'")
    nought = layer("datum.kind == 'side' && datum.at > 0").mark_rule(color=INK, strokeWidth=1.5).encode(x=alt.datum(0))
    limits = group.mark_rule(strokeWidth=2.5).encode(x=alt.X("lower:Q", title=None), x2="upper:Q", y=y, color=colour)
    dots = group.mark_point(size=80, filled=True, strokeWidth=2).encode(
        x=x,
        y=y,
        fill=alt.Fill("fill:N", scale=None, legend=None),
        stroke=alt.Stroke("colour:N", scale=None, legend=None),
    )
    side = layer("datum.kind == 'side'").mark_text(color=INK, fontSize=13, fontWeight="bold", baseline="middle")
    left = side.transform_filter("datum.at < 0").mark_text(align="left", color=INK, fontWeight="bold")
    right = side.transform_filter("datum.at > 0").mark_text(align="right", color=INK, fontWeight="bold")
    names = [one.encode(x=alt.X("at:Q", title=None), y=alt.value(-32), text="label:N") for one in (left, right)]
    chart = (space + nought + limits + dots + names[0] + names[1]).properties(width=WIDTH, height=alt.Step(_STEP))
    return with_signals(chart, {"xdomain": [-1, 1]})
