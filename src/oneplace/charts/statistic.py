"""Charts of a statistic's own result, in the standard style: a series, groups with their limits, a funnel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.control import COLOURS, SHAPES, control_template
from oneplace.charts.groups import interval_template
from oneplace.charts.theme import (
    BLUE,
    COMMON_CAUSE,
    CONCERN,
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
    wrapped,
)
from oneplace.charts.trend import short, time_frame, value_domain
from oneplace.vocabulary.wording import plainly

Row = Mapping[str, Any]

_MOST = 60
"""Groups that a chart has room for."""


def series(rows: Sequence[Row], title: str, target: float | None = None, *, key: str = "series") -> Chart | None:
    """The chart of points in order: ``label``, ``value`` and, where known, ``mean``, ``lower``, ``upper``, ``point``.

    None where there is no value. ``since`` tells levels apart. ``key`` tells apart the drawings of one picture.
    """
    points = [_point(at, row) for at, row in enumerate(rows) if row["value"] is not None]
    if not points:
        return None
    numbers = [each[key] for each in points for key in ("value", "lower_limit", "upper_limit")]
    domain, notes = value_domain([*numbers, target])
    last = len(rows) - 1
    ticks = sorted({round(last * part / 3) for part in range(4)})
    signals = {"xdomain": [-0.5, last + 0.5], "ydomain": list(domain), "ticks": ticks}
    signals["labels"] = {str(at): short(str(rows[at]["label"])) for at in ticks}
    aim = [{"kind": "target", "value": target}] if target is not None else []
    svg = draw(control_template(), [*points, *aim], signals, time_frame(domain, ""))
    if any(each["mean"] is not None for each in points):
        notes.append("The grey line is the centre, dashed lines are the limits.")
    words = (
        f"{title}: {len(points)} points, from {plainly(points[0]['value'], 4)} to {plainly(points[-1]['value'], 4)}."
    )
    return Chart(key, "series", title, "", words, " ".join(notes), finish(svg, key, title, words))


def _point(at: int, row: Row) -> dict[str, Any]:
    word = row.get("point") or "common_cause"
    return {
        "kind": "point",
        "day": at,
        "value": row["value"],
        "level": str(row.get("since") or ""),
        "mean": row.get("mean"),
        "lower_limit": row.get("lower"),
        "upper_limit": row.get("upper"),
        "colour": COLOURS.get(word, COMMON_CAUSE),
        "shape": SHAPES.get(word, "circle"),
    }


def intervals(rows: Sequence[Row], title: str, key: str = "groups") -> Chart | None:
    """The chart of groups: ``label``, ``value``, ``lower`` and ``upper`` each; None where there is no value.

    ``key`` begins the ids in it, so that several can stand on a page.
    """
    known = [row for row in rows if row["value"] is not None]
    if not known:
        return None
    marks = [_group(at, row) for at, row in enumerate(rows[:_MOST])]
    numbers = [row[key] for row in known for key in ("value", "lower", "upper") if row[key] is not None]
    low, high = min(numbers), max(numbers)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    ends = [0.0 if 0 <= low <= 0.5 * high else low - room, high + room]
    signals = {"xdomain": ends, "before": "", "after": ""}
    left = label_room([str(mark["key"]).split("|")[1] for mark in marks])
    svg = draw(interval_template(), marks, signals, Frame(left=left, top=26, right=16, bottom=10))
    notes = [] if len(rows) <= _MOST else [f"The first {_MOST} of {len(rows)}."]
    limited = any(row["lower"] is not None for row in known)
    words = (
        f"{title}: {len(known)} groups between {plainly(low, 4)} and "
        f"{plainly(high, 4)}{', limits included' if limited else ''}."
    )
    return Chart(key, "groups", title, "", words, " ".join(notes), finish(svg, key, title, words))


def _group(at: int, row: Row) -> dict[str, Any]:
    known = row["value"] is not None
    return {
        "kind": "group" if known else "hidden",
        "key": f"g{at}|{wrapped(str(row['label']))}",
        **{key: row[key] if known else None for key in ("value", "lower", "upper")},
        "colour": BLUE,
        "label": "" if known else str(row.get("reason") or "not known"),
    }


def funnel(areas: Sequence[Row], lines: Sequence[Row], baseline: float, title: str) -> Chart | None:
    """The funnel of areas (``at``, ``value``, ``beyond`` a line or not) and its lines (``name``, ``at``, ``value``)."""
    known = [row for row in areas if row["value"] is not None and row["at"] is not None]
    if not known:
        return None
    most = max(row["at"] for row in known) * 1.05
    values = [row["value"] for row in known]
    room = (max(values) - min(values)) * 0.5 or abs(max(values)) or 1.0
    ends = [max(0.0, min(values) - room) if min(values) >= 0 else min(values) - room, max(values) + room]
    inside = [row for row in lines if row["at"] is not None and row["at"] <= most]
    marks = [{"kind": "line", **row} for row in inside if row["value"] is not None]
    marks += [
        {"kind": "area", "at": row["at"], "value": row["value"], "colour": CONCERN if row["beyond"] else BLUE}
        for row in known
    ]
    marks.append({"kind": "base", "value": baseline})
    signals = {"xdomain": [0.0, most], "ydomain": ends}
    svg = draw(_funnel_template(), marks, signals, time_frame((ends[0], ends[1]), ""))
    beyond = sum(bool(row["beyond"]) for row in known)
    words = f"{title.rstrip('.')}: {len(known)} areas, {beyond or 'none'} of them beyond the lines."
    note = "The grey line is the areas' joint value; areas beyond the dashed lines are orange."
    return Chart("funnel", "funnel", title, "", words, note, finish(svg, "funnel", title, words))


@cache
def _funnel_template() -> str:
    axis = alt.Axis(labelExpr="format(datum.value, ',~f')", tickCount=5)
    x = alt.X("at:Q", title=None, scale=alt.Scale(domain=alt.ExprRef("xdomain"), nice=False), axis=axis)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=alt.ExprRef("ydomain"), nice=False, zero=False), axis=axis)

    def layer(kind: str) -> alt.Chart:
        return alt.Chart(ROWS).transform_filter(f"datum.kind == '{kind}'")

    base = layer("base").mark_rule(color=QUIET, strokeWidth=1.2).encode(y=y)
    lines = layer("line").mark_line(color=QUIET, strokeWidth=1.2, strokeDash=[5, 4], clip=True)
    drawn = lines.encode(x, y, alt.Detail("name:N"), order="at:Q")
    dots = layer("area").mark_point(size=45).encode(x, y, color=alt.Color("colour:N", scale=None, legend=None))
    chart = (base + drawn + dots).properties(width=WIDTH, height=HEIGHT)
    return with_signals(chart, {"xdomain": [0, 1], "ydomain": [0, 1]})
