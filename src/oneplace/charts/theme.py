"""The one theme of all charts: type, colours, sizes, and how a specification becomes an SVG.

A chart is drawn 400 units wide with 13-unit type, so it reads at 320 pixels and in print. Vega-Lite compiles each
kind of chart once, with empty data; every chart of that kind is then the compiled form filled with its rows.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from oneplace.charts.trim import trimmed

FONT = "Source Sans Pro"
FONTS_FOLDER = Path(__file__).parent / "fonts"
WIDTH, HEIGHT = 400, 230

INK, QUIET, LINE, FAINT = "#212b32", "#4c6272", "#aeb7bd", "#e8edee"
BLUE = "#005eb8"
CAUTION = "#7c2855"  # marks what is made up
DEPRIVATION = ("#08306b", "#2161a5", "#4f93c8", "#88bcdc", "#b7d4ea")
"""Fifths from the most deprived (darkest): one hue, evenly spaced in lightness, so they hold in greyscale."""
COMMON_CAUSE, IMPROVEMENT, CONCERN, NEUTRAL = "#a6a6a6", "#00b0f0", "#e46c0a", "#490092"
"""The colours of NHS control charts."""

ROWS: Any = alt.Data(name="rows")  # type: ignore[no-untyped-call]
"""The data of every template: named, and filled when it is drawn."""

_CONFIG = {
    "aria": False,
    "background": None,
    "font": f"{FONT}, Arial, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "domainColor": LINE,
        "gridColor": FAINT,
        "labelColor": QUIET,
        "labelFontSize": 13,
        "labelPadding": 4,
        "tickColor": LINE,
        "tickSize": 4,
        "titleColor": QUIET,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
    },
    "axisX": {"grid": False},
    "axisY": {"domain": False, "ticks": False},
    "text": {"fontSize": 13, "color": INK},
    "line": {"color": BLUE, "strokeWidth": 2.5, "strokeJoin": "round"},  # a pointed join looks like an interval
    "point": {"filled": True, "size": 55, "color": BLUE, "opacity": 1},
    "rule": {"color": QUIET},
}


@dataclass(frozen=True)
class Chart:
    """One chart: its file's name, the finding, what it shows, what to mind, its words for who can't see it, the SVG."""

    id: str
    kind: str
    title: str
    subtitle: str
    alt: str
    note: str
    svg: str

    @property
    def file(self) -> str:
        """The SVG as a file of its own, which holds what to mind as well, for whoever shows the file."""
        told = f"</desc><metadata>{escape(self.note)}</metadata>"
        return self.svg.replace("</desc>", told, 1) if self.note else self.svg


@cache
def compiled(chart: str) -> str:
    """The Vega form of an Altair chart given as JSON, with the theme and without data."""
    specification = json.loads(chart)
    specification["config"] = _CONFIG
    return json.dumps(vl_convert.vegalite_to_vega(specification))


def template(chart: alt.LayerChart | alt.Chart) -> str:
    """An Altair chart as the text that ``draw`` fills; not held to its schema, for it is compiled at once."""
    return json.dumps(chart.to_dict(validate=False), sort_keys=True)


def with_signals(chart: alt.LayerChart, signals: Mapping[str, Any]) -> str:
    """The template of a chart, with the signals that ``draw`` fills and what they are until then."""
    return template(chart.add_params(*[alt.param(name=key, value=value) for key, value in signals.items()]))


_LINE, _BETWEEN = 12, 4
"""How high a line of a row's label is, and what stays free between two labels."""
_ROW_HEIGHT = "y_step"
"""What the compiled form calls the height of a row."""


def _room_for_labels(rows: Sequence[Mapping[str, Any]]) -> float:
    """How high rows (see ``row_axis``) must be for the labels of no two neighbours to touch; one axis, so all alike."""
    lines = [key.count("~") + 1 for key in dict.fromkeys(str(row["key"]) for row in rows if row.get("key"))]
    return max((_LINE * (above + below) / 2 + _BETWEEN for above, below in pairwise(lines)), default=0.0)


def row_axis(is_heading: str) -> alt.Y:
    """The axis of charts with a row a group: what stands behind ``|`` of its ``key``, in lines parted by ``~``.

    ``is_heading`` is the Vega expression of a label (``datum.value``) that is set in bold.
    """
    return alt.Y(
        "key:N",
        title=None,
        sort=None,
        axis=alt.Axis(
            labelExpr="split(split(datum.value, '|')[1], '~')",
            labelLimit=0,
            labelLineHeight=_LINE,
            labelOffset=alt.condition("indexof(datum.value, '~') > 0", alt.value(-6), alt.value(0)),
            grid=False,
            labelFontWeight=alt.condition(is_heading, alt.value("bold"), alt.value("normal")),
            labelColor=alt.condition(is_heading, alt.value(INK), alt.value(QUIET)),
        ),
    )


_MONEY = (
    "abs(datum.value) >= 1e6 ? format(abs(datum.value) / 1e6, ',~f') + ' million'"
    " : format(abs(datum.value), datum.value % 1 ? ',.2f' : ',~f')"
)
AXIS_LABEL = (
    f"(datum.value < 0 ? '−' : '') + before + (before == '£' ? ({_MONEY}) : format(abs(datum.value), ',~f')) + after"
)
"""The Vega expression of an axis label: its sign first, then what stands before the number; money as in words."""


def value_axis(label: str = AXIS_LABEL, ticks: int = 4) -> alt.X:
    """The axis of values above such rows, between the ends of the signal ``xdomain``."""
    return alt.X(
        "value:Q",
        title=None,
        scale=alt.Scale(domain=alt.ExprRef("xdomain"), nice=False, zero=False),
        axis=alt.Axis(labelExpr=label, tickCount=ticks, grid=True, orient="top"),
    )


@dataclass(frozen=True)
class Frame:
    """The room that a chart's labels take on each side: told, because measuring it would draw every chart twice."""

    left: float
    top: float = 10
    right: float = 16
    bottom: float = 26


def label_room(labels: Sequence[str]) -> float:
    """How wide the longest of some axis labels is drawn, with the gap to the axis."""
    return 12 + 6.6 * max(len(line) for label in labels for line in label.split("~"))


def draw(chart: str, rows: Sequence[Mapping[str, Any]], signals: Mapping[str, Any], frame: Frame) -> str:
    """Fill a template with rows (its data named ``rows``) and signals, and draw it as SVG, ``WIDTH`` units wide."""
    vega = json.loads(compiled(chart))
    vega["autosize"] = {"type": "none"}
    vega["padding"] = {"left": frame.left, "top": frame.top, "right": frame.right, "bottom": frame.bottom}
    vega["width"] = WIDTH - frame.left - frame.right
    for data in vega["data"]:
        if data["name"] == "rows":
            data["values"] = [dict(row) for row in rows]
    for signal in vega["signals"]:
        if signal["name"] in signals:
            signal["value"] = signals[signal["name"]]
        elif signal["name"] == _ROW_HEIGHT:
            signal["value"] = max(signal["value"], _room_for_labels(rows))
    register_fonts()
    svg: str = vl_convert.vega_to_svg(vega)
    return svg


def finish(svg: str, chart_id: str, title: str, description: str, *, stamp: str = "") -> str:
    """Make an SVG fit to stand alone or inside a page: named, described, its ids its own, without fixed size.

    ``stamp`` is written under the drawing: where numbers are made up, the chart itself says so.
    """
    body = re.sub(r"^<svg[^>]*>", "", svg).removesuffix("</svg>")
    found = re.search(r'viewBox="([^"]+)"', svg)
    view_box = found.group(1) if found else f"0 0 {WIDTH} {HEIGHT}"
    view_box, mark = _stamped(view_box, stamp)
    body = re.sub(r'\bid="([^"]+)"', rf'id="{chart_id}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{chart_id}-\1)", body)
    body = re.sub(r' (?:class|role|aria-[a-z]+)="[^"]*"', "", body)
    whole = trimmed(f"<svg>{body}{mark}</svg>", chart_id)
    return (
        whole.replace(
            "<svg",
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view_box}" role="img" '
            f'aria-labelledby="{chart_id}-desc"',  # which holds the finding: heard with the title it would come twice
            1,
        ).replace(
            ">",
            f'><title id="{chart_id}-title">{escape(title)}</title>'
            f'<desc id="{chart_id}-desc">{escape(description)}</desc>',
            1,
        )
        + "\n"
    )


def _stamped(view_box: str, stamp: str) -> tuple[str, str]:
    """The view box made room for a line of text, and that text."""
    if not stamp:
        return view_box, ""
    left, top, width, height = (float(number) for number in view_box.split())
    size = width * 0.031
    text = (
        f'<text x="{left + 4:g}" y="{top + height + size * 1.1:g}" font-size="{size:g}" font-weight="bold" '
        f'font-family="{FONT}, Arial, sans-serif" fill="{CAUTION}">{escape(stamp)}</text>'
    )
    return f"{left:g} {top:g} {width:g} {height + size * 1.5:g}", text


def wrapped(label: str, width: int = 30) -> str:
    """A label in lines of at most ``width`` characters, joined by ``~``, where an axis splits it."""
    return "~".join(textwrap.wrap(label, width)) or label


@cache
def register_fonts() -> None:
    """Let the drawer know the charts' own face, once."""
    vl_convert.register_font_directory(str(FONTS_FOLDER))
