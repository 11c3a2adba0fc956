"""A plan over time: for each step the days agreed, the days now expected, and how long it can wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

import altair as alt

from oneplace.charts.theme import (
    BLUE,
    CAUTION,
    INK,
    LINE,
    QUIET,
    ROWS,
    WIDTH,
    Chart,
    Frame,
    draw,
    finish,
    label_room,
    row_axis,
    with_signals,
    wrapped,
)
from oneplace.vocabulary.wording import count_words

Row = Mapping[str, Any]

MOST = 40
"""Rows that a sheet holds; a longer plan is drawn in parts."""
_STEP = 36
_LETTERS = 20
_NOTE = (
    "Hollow: as agreed. Filled: as now expected, purple where the end hangs on it. A thin line: how long it can wait. "
    "A diamond is a day, a bar is the work before it. The dashed line is the day of this run."
)
_CLOSED = " Grey: closed, so that nobody works."
_DRAG = " “Costs 3 days”: by so many working days its workstream would end sooner if none of its work were left."


def gantt(
    chart_id: str,
    rows: Sequence[Row],
    *,
    today: date,
    title: str,
    alt_text: str,
    subtitle: str = "",
    stamp: str = "",
    closed: Sequence[date] = (),
) -> Chart:
    """The chart of at most ``MOST`` steps with ``id``, ``label``, the days ``begins`` and ``due``, ``starts`` and
    ``expected``, ``last`` (until when it can wait, or None), whether ``critical``, ``drag`` (working days, or None),
    and ``after``: ids of other rows. ``closed`` are days on which nobody works, beside weekends and bank holidays.

    Raises ``ValueError`` for more rows than a sheet holds, and for none.
    """
    if not 0 < len(rows) <= MOST:
        raise ValueError(f"A sheet holds 1 to {MOST} rows, and these are {len(rows)}. Draw the plan in parts.")
    keys = {row["id"]: f"{number:02}|{wrapped(row['label'], _LETTERS)}" for number, row in enumerate(rows)}
    marks = [mark for row in rows for mark in _marks(row, keys[row["id"]])]
    marks += [mark for row in rows for mark in _links(row, rows, keys)]
    marks.append({"kind": "today", "from": _at(today)})
    days = [day for row in rows for name in ("begins", "due", "starts", "expected", "last") if (day := row[name])]
    first, last = min([*days, today]), max([*days, today])
    room = timedelta(days=max(10, (last - first).days // 20))
    costs = any(row.get("drag") for row in rows)
    domain = [_at(first - room), _at(last + room)]
    marks += [_drag(row, keys[row["id"]], first + (last - first) / 2) for row in rows if row.get("drag")]
    off = [day for day in closed if first - room <= day < last + room]
    marks += [{"kind": "closed", "from": _at(start), "to": _at(end + timedelta(days=1))} for start, end in _spans(off)]
    note = _NOTE + (_CLOSED if off else "") + (_DRAG if costs else "")
    left = label_room([key.partition("|")[2] for key in keys.values()])
    svg = draw(_template(), marks, {"xdomain": domain}, Frame(left=left, top=24, bottom=6))
    return Chart(
        chart_id, "gantt", title, subtitle, alt_text, note, finish(svg, chart_id, title, alt_text, stamp=stamp)
    )


def drag_words(drag: int) -> str:
    """By how many working days a step holds up the end, as its bar says it."""
    return f"costs {count_words(drag, 'day')}"


def _spans(days: Sequence[date]) -> list[tuple[date, date]]:
    """Days as spans of days that follow one another, in order."""
    found: list[tuple[date, date]] = []
    for day in sorted(set(days)):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def _at(day: date) -> int:
    """A day as a drawing counts: milliseconds."""
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def _marks(row: Row, key: str) -> list[dict[str, Any]]:
    colour = CAUTION if row["critical"] else BLUE
    found = []
    for kind, start, end in (("agreed", row["begins"], row["due"]), ("expected", row["starts"], row["expected"])):
        whole = {"key": key, "colour": colour, "from": _at(start), "to": _at(end + timedelta(days=1))}
        found += [whole | {"kind": kind}] if start != end else []
        found.append(whole | {"kind": f"{kind} day", "from": _at(end)})
    if row["last"] and row["last"] > row["expected"]:
        found.append({"kind": "float", "key": key, "from": _at(row["expected"]), "to": _at(row["last"])})
    return found


def _drag(row: Row, key: str, middle: date) -> dict[str, Any]:
    """What a step costs, under the end of its bar: on the side on which there is room for it."""
    side = "drag" if row["expected"] < middle else "drag before"
    return {"kind": side, "key": key, "text": drag_words(row["drag"]), "from": _at(row["expected"])}


def _links(row: Row, rows: Sequence[Row], keys: Mapping[str, str]) -> list[dict[str, Any]]:
    """The links between steps on which the end hangs: each drawn from where the one ends to where the other starts."""
    before = [one for one in rows if one["id"] in row["after"] and one["critical"] and row["critical"]]
    return [
        {"kind": "link", "link": f"{one['id']} {row['id']}", "key": keys[of["id"]], "from": _at(of[at])}
        for one in before
        for of, at in ((one, "expected"), (row, "starts"))
    ]


@cache
def _template() -> str:
    scale = alt.Scale(domain=alt.ExprRef("xdomain"), type="utc", nice=False)
    axis = alt.Axis(format="%b %y", tickCount=4, grid=True, orient="top", labelOverlap=True)
    x = alt.X("from:T", title=None, scale=scale, axis=axis)
    y, far, colour = row_axis("false").sort("ascending"), "to:T", alt.Color("colour:N", scale=None, legend=None)

    def only(kind: str) -> alt.Chart:
        return alt.Chart(ROWS).transform_filter(f"datum.kind == '{kind}'")

    links = (
        only("link").mark_line(color=CAUTION, strokeWidth=1, interpolate="step-after").encode(x=x, y=y, detail="link:N")
    )
    waits = only("float").mark_rule(color=QUIET, strokeWidth=1.5).encode(x=x, x2=far, y=y)
    agreed = only("agreed").mark_bar(height=16, filled=False, stroke=QUIET).encode(x=x, x2=far, y=y)
    expected = only("expected").mark_bar(height=8).encode(x=x, x2=far, y=y, color=colour)
    hollow = only("agreed day").mark_point(shape="diamond", size=150, filled=False, stroke=QUIET).encode(x=x, y=y)
    filled = only("expected day").mark_point(shape="diamond", size=55, filled=True).encode(x=x, y=y, color=colour)
    closed = only("closed").mark_rect(color=LINE, opacity=0.5).encode(x=x, x2=far)
    costs = (
        only("drag").mark_text(align="left", fontSize=11, dy=15, color=INK).encode(x=x, y=y, text="text:N")
        + only("drag before").mark_text(align="right", fontSize=11, dy=15, color=INK).encode(x=x, y=y, text="text:N")
    )  # fmt: skip
    today = only("today").mark_rule(color=INK, strokeDash=[5, 4]).encode(x=x)
    layers = closed + waits + agreed + expected + links + hollow + filled + costs + today
    return with_signals(layers.properties(width=WIDTH, height=alt.Step(_STEP)), {"xdomain": [0, 1]})
