"""Levels that hold for a time, such as national standards, as lines with their names on a chart over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

import altair as alt

from oneplace.charts.labels import Box, Level, Pixel, placed
from oneplace.charts.theme import HEIGHT, INK, ROWS, WIDTH, Frame

BEYOND = 14.0
"""How far a name may reach beyond the right end of the days, in pixels."""


@dataclass(frozen=True)
class Line:
    """A level that holds from the day ``start`` to before ``end`` (None: without end), its name, and a note on it."""

    value: float
    label: str
    words: str
    start: date | None = None
    end: date | None = None
    kind: Literal["standard", "before"] = "standard"
    """``before``: it holds no longer, and is drawn thin and dashed."""

    def overlaps(self, first: int, last: int) -> bool:
        """Whether it holds on more than one of the days, counted from year 1."""
        begins_before = self.start is None or self.start.toordinal() < last
        return begins_before and (self.end is None or self.end.toordinal() > first)

    def ends(self, first: int, last: int) -> tuple[int, int]:
        """Its first and its last day among those shown."""
        start = max(first, self.start.toordinal()) if self.start else first
        return start, min(last, self.end.toordinal()) if self.end else last


@dataclass(frozen=True)
class Scales:
    """Where days and values lie in a chart, in pixels from its upper left corner."""

    days: tuple[float, float]
    values: tuple[float, float]
    frame: Frame

    @property
    def width(self) -> float:
        """How wide the chart is without what stands around it."""
        return WIDTH - self.frame.left - self.frame.right

    def at(self, day: float, value: float) -> Pixel:
        """The pixel of a value on a day."""
        (first, last), (low, high) = self.days, self.values
        return (day - first) / (last - first) * self.width, (high - value) / (high - low) * HEIGHT


def level_rows(lines: Sequence[Line], first: int, last: int) -> list[dict[str, Any]]:
    """Both ends of each line within the days shown, for ``level_layer``."""
    return [
        {"kind": one.kind, "value": one.value, "lower": None, "upper": None, "segment": number, "day": day}
        for number, one in enumerate(lines)
        for day in one.ends(first, last)
    ]


def levels_of(lines: Sequence[Line], first: int, last: int, scales: Scales) -> list[Level]:
    """The same in pixels, with their names."""
    found = []
    for one in lines:
        (left, y), (right, _) = (scales.at(day, one.value) for day in one.ends(first, last))
        found.append(Level(one.label, left, right, y))
    return found


def name_rows(levels: Sequence[Level], drawn: Sequence[Sequence[Pixel]], scales: Scales) -> list[dict[str, Any]]:
    """The names of levels for ``name_layer``, each where it lies on nothing else that is drawn."""
    spots = placed(levels, drawn, Box(0, -scales.frame.top, scales.width + BEYOND, HEIGHT))
    return [
        {"kind": "name", "day": spot.x, "value": level.y + spot.dy, "label": level.name, "side": spot.side}
        for level, spot in zip(levels, spots, strict=True)
        if level.name
    ]


def level_layer(x: alt.X, y: alt.Y) -> alt.LayerChart:
    """The lines."""
    lines = _layer("standard").mark_line(color=INK, strokeWidth=1).encode(x, y, detail="segment:N")
    before = _layer("before").mark_line(color=INK, strokeWidth=1, strokeDash=[3, 3]).encode(x, y, detail="segment:N")
    both: alt.LayerChart = lines + before
    return both


def name_layer() -> alt.LayerChart:
    """The names, with a halo, to stand over everything else."""
    beside: dict[str, Any] = {"align": alt.ExprRef("datum.side"), "fontSize": 12, "baseline": "alphabetic"}
    there = {"x": alt.X("day:Q", scale=None, axis=None), "y": alt.Y("value:Q", scale=None, axis=None)}  # in pixels
    halo = _layer("name").mark_text(**beside, color="white", stroke="white", strokeWidth=4)
    over = _layer("name").mark_text(**beside).encode(**there, text="label:N")
    both: alt.LayerChart = halo.encode(**there, text="label:N") + over
    return both


def _layer(kind: str) -> alt.Chart:
    return alt.Chart(ROWS).transform_filter(f"datum.kind == '{kind}'")
