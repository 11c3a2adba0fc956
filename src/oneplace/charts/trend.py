"""An ambition over time: values with limits, the path, the target, the forecast as a fan, breaks of the series."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.labels import Level
from oneplace.charts.levels import BEYOND, Line, Scales, level_layer, level_rows, levels_of, name_layer, name_rows
from oneplace.charts.theme import (
    AXIS_LABEL,
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
from oneplace.vocabulary.wording import UNITS, Unit, is_money, money_words

Row = Mapping[str, Any]


_INNER = 0.5263  # share of the 80 % interval that holds half of what may come (0.6745 / 1.2816)


def trend(
    chart_id: str,
    lines: Sequence[Row],
    *,
    title: str,
    subtitle: str,
    alt_text: str,
    unit: str,
    stamp: str = "",
    breaks: Mapping[date, str],
    standards: Sequence[Line] = (),
) -> Chart | None:
    """The chart of an ambition's ``paths`` rows; None where there is no value yet.

    A target's row may have a ``label`` to stand beside it, and an earlier target's, with ``words`` on it: that is a
    thin dashed step over its period. ``standards`` are level lines for as long as they hold.
    """
    actual = [row for row in lines if row["kind"] == "actual"]
    if not actual:
        return None
    rows = [_point(row, breaks) for row in lines] + _joined(actual, lines)
    days = [row["day"] for row in rows]
    before = [_before(row, (max(days) - min(days)) // 25) for row in lines if row["kind"] == "earlier_target"]
    held = [one for one in (*before, *standards) if one.overlaps(min(days), max(days))]
    rows += level_rows(held, min(days), max(days))
    domain, notes = value_domain([number for row in rows for number in (row["value"], row["lower"], row["upper"])])
    under = falling(lines)
    if under and any(row["kind"] == "target" for row in rows) and domain[0] > 0:
        domain = (domain[0] - (domain[1] - domain[0]) * 0.06, domain[1])  # room for the target's name
    room = max(20, (max(days) - min(days)) * 0.04)
    marks = [
        {"kind": "break", "day": at.toordinal(), "value": domain[1], "label": "break in the series"}
        for at in breaks
        if min(days) < at.toordinal() < max(days)
    ]
    notes += [
        f"From {at.day} {at:%B %Y} on it is not comparable with before: {why}" for at, why in sorted(breaks.items())
    ]
    notes += [one.words for one in held]
    ticks, frame = time_ticks(lines), time_frame(domain, unit)
    around = (min(days) - room, max(days) + room)
    marks += _names(held, rows, (min(days), max(days)), Scales(around, domain, frame), under=under)
    signals = {
        "xdomain": list(around),
        "ydomain": list(domain),
        "ticks": list(ticks),
        "labels": {str(day): label for day, label in ticks.items()},
        **affixes(unit),
    }
    svg = draw(_template(), [*rows, *marks], signals, frame)
    return Chart(
        chart_id,
        "trend",
        title,
        subtitle,
        alt_text,
        " ".join(notes),
        finish(svg, chart_id, title, alt_text, stamp=stamp),
    )


def time_frame(domain: tuple[float, float], unit: str) -> Frame:
    """The room for the numbers of an upright axis over ``domain``, and for half of the last period's name."""
    far, span = max(map(abs, domain)), domain[1] - domain[0]
    decimals = 0 if span >= 4 else 1 if span >= 0.4 else 2 if span >= 0.04 else 3
    number = money_words(far, decimals) if is_money(unit) else f"{far:,.{decimals}f}{affixes(unit)['after']}"
    return Frame(left=max(34, label_room([f"{'−' if domain[0] < 0 else ''}{number}"])), right=30)


def falling(lines: Sequence[Row]) -> bool:
    """Whether the target lies below where the lines come from, so that its name belongs under it."""
    target = next((row["value"] for row in lines if row["kind"] == "target"), 0.0)
    first = next((row["value"] for row in lines if row["kind"] in ("path", "actual")), target)
    return bool(target < first)


def affixes(unit: str) -> dict[str, str]:
    """What stands before and after the numbers of an axis: only what is short; the rest is in the subtitle."""
    form = UNITS.get(unit, Unit())
    return {"before": form.before if form.before == "£" else "", "after": "%" if form.after == "%" else ""}


def value_domain(numbers: Sequence[float | None]) -> tuple[tuple[float, float], list[str]]:
    """Where the axis of a line begins and ends, and what to say of it: lines need not start at zero, and say so."""
    known = [number for number in numbers if number is not None]
    low, high = min(known), max(known)
    room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    if 0 <= low <= 0.4 * high:
        return (0.0, high + room), []
    bottom, top = max(0.0, low - room) if low >= 0 else low - room, high + room
    return (bottom, top), [] if bottom <= 0 <= top else ["The axis does not start at zero."]


def time_ticks(lines: Sequence[Row]) -> dict[int, str]:
    """At most four periods to name under a time axis: the first, the last and those evenly between."""
    days = {
        middle(row): short(row["period_label"])
        for row in lines
        if row["kind"] in ("actual", "path", "forecast", "target")
    }
    known = sorted(days)
    if len(known) <= 4:
        return {day: days[day] for day in known}
    wanted = [known[0] + (known[-1] - known[0]) * step / 3 for step in range(4)]
    nearest = [min(known, key=lambda day: (abs(day - want), day)) for want in wanted]
    return {day: days[day] for day in nearest}


def middle(row: Row) -> int:
    """The day in the middle of a row's period, counted from year 1."""
    return (int(row["period_start"].toordinal()) + int(row["period_end"].toordinal()) - 1) // 2


def short(label: str) -> str:
    """A period's label on an axis: ``March 2026`` becomes ``Mar 2026``, ``school year 2024/25`` ``2024/25``, ``April
    2023 to September 2023`` ``Apr–Sep 2023``."""
    label = re.sub(r"^[a-z -]+ (?=\d)", "", label)  # what kind of year it is stands in title and table
    parts = [re.sub(r"^([A-Z][a-z]{2})[a-z]* (?=\d{4}$)", r"\1 ", part) for part in label.split(" to ")]
    told = (" to " if "months" in parts[0] else "–").join(parts)
    return re.sub(r"^([A-Z][a-z]{2}) (\d{4})–(?=[A-Z][a-z]{2} \2$)", r"\1–", told)


def _point(row: Row, breaks: Mapping[date, str]) -> dict[str, Any]:
    value, lower, upper = row["value"], row["lower"], row["upper"]
    inner = (None, None) if lower is None else (value - (value - lower) * _INNER, value + (upper - value) * _INNER)
    return {
        "kind": row["kind"],
        "day": middle(row),
        "value": value,
        "lower": lower,
        "upper": upper,
        "inner_lower": inner[0],
        "inner_upper": inner[1],
        "segment": sum(row["period_start"] >= at for at in breaks),
        "label": row.get("label", "target") if row["kind"] == "target" else "",
    }


def _before(row: Row, least: int) -> Line:
    """An earlier target as a step as long as its period, or so long that it is seen: ``least`` days to each side."""
    middle_of = date.fromordinal(middle(row))
    around = timedelta(days=max(least, 1))
    start, end = min(row["period_start"], middle_of - around), max(row["period_end"], middle_of + around)
    return Line(row["value"], row["label"], row["words"], start, end, kind="before")


def _names(
    held: Sequence[Line], rows: Sequence[Row], ends: tuple[int, int], scales: Scales, *, under: bool
) -> list[dict[str, Any]]:
    """The names of target and level lines, each where it lies on nothing else that is drawn.

    ``under``: the path comes from above, so that the target's name belongs beneath it.
    """
    levels = []
    for row in rows:
        if row["kind"] == "target":
            x, y = scales.at(row["day"], row["value"])
            levels.append(Level(row["label"], x - BEYOND, x + BEYOND, y, "below" if under else "above"))
    levels += levels_of(held, *ends, scales)
    lines = [[scales.at(row["day"], row["value"]) for row in part] for part in _drawn(rows)]
    lines += [
        [scales.at(row["day"], row[end]) for end in ("lower", "upper")] for row in rows if row["lower"] is not None
    ]
    return name_rows(levels, lines, scales)


def _drawn(rows: Sequence[Row]) -> list[list[Row]]:
    """The lines that are drawn: what was, what was asked for, what is forecast; of the first each segment."""
    kinds = dict.fromkeys(
        (row["kind"], row["segment"]) for row in rows if row["kind"] in ("actual", "path", "forecast")
    )
    return [[row for row in rows if (row["kind"], row["segment"]) == kind] for kind in kinds]


def _joined(actual: Sequence[Row], lines: Sequence[Row]) -> list[dict[str, Any]]:
    """The fan begins at the last value, so that line and fan touch."""
    if not any(row["kind"] == "forecast" for row in lines):
        return []
    last = actual[-1]
    start = _point({**last, "kind": "forecast", "lower": last["value"], "upper": last["value"]}, {})
    return [start]


@cache
def _template() -> str:
    x = alt.X(
        "day:Q",
        title=None,
        scale=alt.Scale(domain=alt.ExprRef("xdomain"), nice=False, zero=False),
        axis=alt.Axis(values=alt.ExprRef("ticks"), labelExpr="labels[datum.value]", labelFlush=True),
    )
    y = alt.Y(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=alt.ExprRef("ydomain"), nice=False, zero=False),
        axis=alt.Axis(labelExpr=AXIS_LABEL, tickCount=5),
    )

    def layer(kind: str) -> alt.Chart:
        return alt.Chart(ROWS).transform_filter(f"datum.kind == '{kind}'")

    fan = (
        layer("forecast")
        .mark_area(color=BLUE, opacity=0.14, line=False)
        .encode(x, alt.Y("lower:Q", title=None), alt.Y2("upper:Q"))
    )
    core = fan.encode(alt.Y("inner_lower:Q", title=None), alt.Y2("inner_upper:Q"))
    ahead = layer("forecast").mark_line(strokeWidth=1.5, strokeDash=[1, 3], color=BLUE).encode(x, y)
    limits = (
        layer("actual")
        .mark_rule(color=BLUE, strokeWidth=1.5, opacity=0.5)
        .encode(x, alt.Y("lower:Q", title=None), alt.Y2("upper:Q"))
    )
    path = layer("path").mark_line(color=QUIET, strokeWidth=2, strokeDash=[6, 4]).encode(x, y)
    line = layer("actual").mark_line().encode(x, y, detail="segment:N")
    points = layer("actual").mark_point(size=40).encode(x, y)
    target = layer("target").mark_tick(color=INK, thickness=3, size=22, orient="horizontal").encode(x, y)
    cut = layer("break").mark_rule(color=QUIET, strokeDash=[2, 2]).encode(x)
    cut_name = layer("break").mark_text(align="left", dx=5, dy=6, color=QUIET, fontSize=12).encode(x, y, text="label:N")
    signals = {
        "xdomain": [0, 1],
        "ydomain": [0, 1],
        "ticks": [0],
        "labels": {},
        "before": "",
        "after": "",
    }
    below = fan + core + ahead + limits + level_layer(x, y) + path + line + points
    chart = (below + target + name_layer() + cut + cut_name).properties(width=WIDTH, height=HEIGHT)
    return with_signals(chart, signals)
