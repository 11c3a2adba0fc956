"""Many measures of one area in a picture: each on a strip from the worst to the best value among all its like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from oneplace.charts.theme import COMMON_CAUSE, CONCERN, FAINT, IMPROVEMENT, INK, LINE, NEUTRAL, QUIET

_LEFT, _WIDTH, _RIGHT, _STEP, _TOP = 300, 400, 100, 34, 30
_COLOURS = {"better": IMPROVEMENT, "worse": CONCERN, "higher": NEUTRAL, "lower": NEUTRAL}
_FEWEST = 5
"""Values below which no quarter is drawn: of so few, quarters say nothing."""
_LONGEST = 42


@dataclass(frozen=True)
class Strip:
    """A measure's value here, among the values of all areas like it; ``middle`` is the whole place's, where known."""

    name: str
    value: str
    here: float
    among: tuple[float, ...]
    middle: float | None
    high_is_right: bool
    difference: str


def strips(rows: Sequence[Strip], name: str, among: str = "all neighbourhoods") -> str:
    """The picture as SVG; ``among`` says whose values the strips hold.

    Its words are the table's: whoever can't see it reads the table beneath.
    """
    height = _TOP + _STEP * len(rows) + 8
    width = _LEFT + _WIDTH + _RIGHT
    body = "".join(_row(row, _TOP + _STEP * number) for number, row in enumerate(rows))
    title = f"{len(rows)} measures of {name}, each among {among}; the table says the same"
    return (
        f'<svg class="app-strips" viewBox="0 0 {width} {height}" role="img" aria-label="{escape(title)}" '
        f'font-family="Source Sans Pro, Arial, sans-serif" font-size="15">{_ends()}{body}</svg>'
    )


def _ends() -> str:
    return (
        f'<text x="{_LEFT}" y="16" fill="{QUIET}">worst, or lowest</text>'
        f'<text x="{_LEFT + _WIDTH}" y="16" fill="{QUIET}" text-anchor="end">best, or highest</text>'
    )


def _row(row: Strip, top: int) -> str:
    middle = top + _STEP / 2
    colour = _COLOURS.get(row.difference, COMMON_CAUSE)
    parts = [
        f'<text x="{_LEFT - 10}" y="{middle + 5}" text-anchor="end" fill="{INK}">{escape(_short(row.name))}</text>',
        f'<rect x="{_LEFT}" y="{middle - 9}" width="{_WIDTH}" height="18" fill="{FAINT}"/>',
        _quarters(row, middle),
    ]
    if row.middle is not None:
        x = _x(row, row.middle)
        parts.append(f'<path d="M{x} {middle - 12}v24" stroke="{INK}" stroke-width="2"/>')
    parts.append(f'<circle cx="{_x(row, row.here)}" cy="{middle}" r="7" fill="{colour}" stroke="{INK}"/>')
    parts.append(f'<text x="{_LEFT + _WIDTH + 12}" y="{middle + 5}" fill="{INK}">{escape(row.value)}</text>')
    return "".join(parts)


def _quarters(row: Strip, middle: float) -> str:
    """The middle half of the areas, darker."""
    if len(row.among) < _FEWEST:
        return ""
    ends = sorted(_x(row, row.among[len(row.among) * part // 4]) for part in (1, 3))
    return f'<rect x="{ends[0]}" y="{middle - 9}" width="{round(ends[1] - ends[0], 1)}" height="18" fill="{LINE}"/>'


def _x(row: Strip, value: float) -> float:
    """Where a value stands on its strip; one beyond the areas shown stands at its end."""
    low, high = min((*row.among, row.here)), max((*row.among, row.here))
    share = 0.5 if high == low else min(1.0, max(0.0, (value - low) / (high - low)))
    return round(_LEFT + _WIDTH * (share if row.high_is_right else 1 - share), 1)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1].rstrip()}…"
