"""The small chart of a card: the line with its interval, the path dashed, the target as a tick."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace.place import Outcome
from oneplace.report import Row
from oneplace.web.snapshot import Snapshot

WIDTH, HEIGHT, MARGIN = 320, 112, 10

Point = tuple[float, float]


@dataclass(frozen=True)
class Sparkline:
    """SVG coordinates in a box of ``WIDTH`` by ``HEIGHT``; ``line``, ``path`` and ``band`` are lists of points."""

    lines: list[str]
    band: list[str]
    path: str
    target: Point | None
    dots: list[Point]
    first_label: str
    last_label: str
    view_box: str = f"0 0 {WIDTH} {HEIGHT}"


def sparkline(shot: Snapshot, outcome: Outcome) -> Sparkline | None:
    """The chart of an ambition's own lines; None where fewer than two values are known."""
    rows = shot.tables["paths"].of(outcome.id)
    actual = [row for row in rows if row["kind"] == "actual"]
    if sum(row["value"] is not None for row in actual) < 2:
        return None
    path = [row for row in rows if row["kind"] == "path" and row["value"] is not None]
    target = [row for row in rows if row["kind"] == "target" and row["value"] is not None]
    scale = _Scale([*actual, *path, *target])
    known = [row for row in actual if row["value"] is not None]
    return Sparkline(
        lines=[_points([scale.at(row) for row in part]) for part in _unbroken(actual)],
        band=[_points(_band(part, scale)) for part in _unbroken(actual) if _has_limits(part)],
        path=_points([scale.at(row) for row in path]),
        target=scale.at(target[-1]) if target else None,
        dots=[scale.at(known[-1])] if len(known) > 12 else [scale.at(row) for row in known],
        first_label=known[0]["period_label"],
        last_label=max([*known, *target], key=lambda row: row["period_start"])["period_label"],
    )


class _Scale:
    def __init__(self, rows: list[Row]) -> None:
        days = [_middle(row) for row in rows]
        values = [row[name] for row in rows for name in ("value", "lower", "upper") if row[name] is not None]
        self.first, self.days = min(days), max(1.0, max(days) - min(days))
        self.low: float = min(values)
        self.range: float = max(values) - min(values) or 1.0

    def x(self, row: Row) -> float:
        return round(MARGIN + (_middle(row) - self.first) / self.days * (WIDTH - 2 * MARGIN), 1)

    def y(self, value: float) -> float:
        return round(HEIGHT - MARGIN - (value - self.low) / self.range * (HEIGHT - 2 * MARGIN), 1)

    def at(self, row: Row) -> Point:
        return self.x(row), self.y(row["value"])


def _middle(row: Row) -> float:
    start: date = row["period_start"]
    end: date = row["period_end"]
    return (start.toordinal() + end.toordinal()) / 2


def _unbroken(rows: list[Row]) -> list[list[Row]]:
    """The parts of the series between missing values: a gap in the data is a gap in the line."""
    parts: list[list[Row]] = [[]]
    for row in rows:
        if row["value"] is None:
            parts.append([])
        else:
            parts[-1].append(row)
    return [part for part in parts if part]


def _has_limits(rows: list[Row]) -> bool:
    return len(rows) > 1 and all(row["lower"] is not None and row["upper"] is not None for row in rows)


def _band(rows: list[Row], scale: _Scale) -> list[Point]:
    over = [(scale.x(row), scale.y(row["upper"])) for row in rows]
    under = [(scale.x(row), scale.y(row["lower"])) for row in reversed(rows)]
    return over + under


def _points(points: list[Point]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
