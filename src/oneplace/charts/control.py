"""The control chart of a monthly process in the NHS style, with its two icons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.icons import assurance_icon, variation_icon
from oneplace.charts.labels import Level
from oneplace.charts.levels import Line, Scales, level_layer, level_rows, levels_of, name_layer, name_rows
from oneplace.charts.theme import (
    AXIS_LABEL,
    COMMON_CAUSE,
    CONCERN,
    HEIGHT,
    IMPROVEMENT,
    INK,
    NEUTRAL,
    QUIET,
    ROWS,
    WIDTH,
    Chart,
    draw,
    finish,
    with_signals,
)
from oneplace.charts.trend import affixes, middle, time_frame, time_ticks, value_domain
from oneplace.vocabulary.wording import lowest

Row = Mapping[str, Any]

COLOURS = {
    "common_cause": COMMON_CAUSE,
    "improvement": IMPROVEMENT,
    "concern": CONCERN,
    "neutral_high": NEUTRAL,
    "neutral_low": NEUTRAL,
}
SHAPES = {
    "common_cause": "circle",
    "improvement": "diamond",
    "concern": "square",
    "neutral_high": "triangle-up",
    "neutral_low": "triangle-down",
}


def control(
    chart_id: str,
    signals_rows: Sequence[Row],
    target: float | None,
    *,
    title: str,
    subtitle: str,
    alt_text: str,
    unit: str,
    stamp: str = "",
    standards: Sequence[Line] = (),
) -> Chart | None:
    """The chart of one measure's ``signals`` rows; None where there is no value.

    ``standards`` are level lines for as long as they hold.
    """
    rows = [_point(row, unit) for row in signals_rows if row["value"] is not None]
    if not rows:
        return None
    last = rows[-1]
    numbers = [number for row in rows for number in (row["value"], row["lower_limit"], row["upper_limit"])]
    days = (rows[0]["day"], last["day"])
    held = [one for one in standards if one.overlaps(*days)]
    domain, notes = value_domain([*numbers, target, *(one.value for one in held)])
    ticks = time_ticks([{**row, "kind": "actual"} for row in signals_rows if row["value"] is not None])
    marks: list[dict[str, Any]] = [{"kind": "target", "value": target}] if target is not None else []
    frame, around = time_frame(domain, unit), (days[0] - 15, days[1] + 15)
    marks += level_rows(held, *days) + _names(held, target, rows, days, Scales(around, domain, frame))
    signals = {
        "xdomain": list(around),
        "ydomain": list(domain),
        "ticks": list(ticks),
        "labels": {str(day): label for day, label in ticks.items()},
        **affixes(unit),
    }
    notes += ["Dashed lines are the process limits; the grey line is the mean.", *_starts_again(signals_rows)]
    if None in (last["mean"], last["lower_limit"]):  # nothing is drawn but the points
        notes = [note for note in notes if "limits" not in note] + [str(signals_rows[-1]["reason"] or "")]
    notes += [one.words for one in held]
    svg = finish(
        draw(control_template(), [*rows, *marks], signals, frame),
        chart_id,
        title,
        alt_text,
        stamp=stamp,
    )
    return Chart(chart_id, "control", title, subtitle, alt_text, " ".join(filter(None, notes)), svg)


def _names(
    held: Sequence[Line],
    target: float | None,
    rows: Sequence[dict[str, Any]],
    days: tuple[int, int],
    scales: Scales,
) -> list[dict[str, Any]]:
    """The names of the standards and of the target, clear of the points and of the process's limits."""
    drawn = [
        [scales.at(row["day"], row[name]) for row in rows if row[name] is not None]
        for name in ("value", "mean", "lower_limit", "upper_limit")
    ]
    levels = levels_of(held, *days, scales)
    if target is not None:
        levels.append(Level("target", _LEFT, scales.width, scales.at(days[0], target)[1]))
    return name_rows(levels, drawn, scales)


_LEFT = 4.0
"""Where the target's name begins at the left, in pixels."""
_WHY = {
    "sustained_shift": "the process had settled at another level, which was certain with {rebased_in}",
    "new_definition": "the measure was defined anew",
}


def _starts_again(signals_rows: Sequence[Row]) -> list[str]:
    """Since when each mean and its limits hold, and why: once for each level but the first."""
    levels = {row["since"]: row for row in signals_rows if row.get("rebased_why")}
    return [
        f"They start again with {row['since']}: {_WHY[row['rebased_why']].format(**row)}." for row in levels.values()
    ]


def icons(chart_id: str, signals_rows: Sequence[Row]) -> tuple[Chart, ...]:
    """The two icons of a control chart, each with its words: variation, and assurance where a target is set."""
    last = signals_rows[-1]
    found = (variation_icon(chart_id, last["variation"]), assurance_icon(chart_id, last["assurance"]))
    return tuple(icon for icon in found if icon is not None)


def _point(row: Row, unit: str) -> dict[str, Any]:
    point = row["point"] or "common_cause"
    return {
        "kind": "point",
        "day": middle(row),
        "value": row["value"],
        "level": row.get("since") or "",
        "mean": row["mean"],
        "lower_limit": None if row["lower_limit"] is None else lowest(row["lower_limit"], unit),
        "upper_limit": row["upper_limit"],
        "colour": COLOURS[point],
        "shape": SHAPES[point],
    }


@cache
def control_template() -> str:
    """Points with a mean and limits, each level of its own."""
    x = alt.X(
        "day:Q",
        title=None,
        scale=alt.Scale(domain=alt.ExprRef("xdomain"), nice=False, zero=False),
        axis=alt.Axis(values=alt.ExprRef("ticks"), labelExpr="labels[datum.value]", labelFlush=True),
    )
    scale = alt.Scale(domain=alt.ExprRef("ydomain"), nice=False, zero=False)
    axis = alt.Axis(labelExpr=AXIS_LABEL, tickCount=5)

    def y(name: str) -> alt.Y:
        return alt.Y(f"{name}:Q", title=None, scale=scale, axis=axis)

    points = alt.Chart(ROWS).transform_filter("datum.kind == 'point'")
    level = alt.Detail("level:N")  # a new level is a step, not a slope: no line joins it to the one before
    mean = points.mark_line(color=QUIET, strokeWidth=1.2).encode(x, y("mean"), level)
    low = points.mark_line(color=QUIET, strokeWidth=1.2, strokeDash=[5, 4]).encode(x, y("lower_limit"), level)
    high = points.mark_line(color=QUIET, strokeWidth=1.2, strokeDash=[5, 4]).encode(x, y("upper_limit"), level)
    line = points.mark_line(color=COMMON_CAUSE, strokeWidth=1.5).encode(x, y("value"))
    dots = points.mark_point(size=45).encode(
        x,
        y("value"),
        color=alt.Color("colour:N", scale=None, legend=None),
        shape=alt.Shape("shape:N", scale=None, legend=None),
    )
    aim = alt.Chart(ROWS).transform_filter("datum.kind == 'target'")
    target = aim.mark_rule(color=INK, strokeWidth=1.5).encode(y=y("value"))
    signals = {"xdomain": [0, 1], "ydomain": [0, 1], "ticks": [0], "labels": {}, "before": "", "after": ""}
    below = level_layer(x, y("value")) + mean + low + high + line + dots
    chart = (below + target + name_layer()).properties(width=WIDTH, height=HEIGHT)
    return with_signals(chart, signals)
