"""A chart to take away: its finding above, where its numbers are from below, as SVG or as a bitmap of it."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from html import escape

import vl_convert

from oneplace.charts.theme import FONT, INK, QUIET, WIDTH, register_fonts

_SIDE, _TITLE, _SMALL = 14, 19, 14
"""Units: the margin, and the heights of a line of the title and of what stands below."""
_TITLE_SIGNS, _SMALL_SIGNS = 52, 72
"""Signs that a line of each holds."""
_HEAD, _FOOT = f'font-size="15" font-weight="bold" fill="{INK}"', f'font-size="11" fill="{QUIET}"'
_PIXELS = 2.5
"""Pixels of the bitmap for each unit."""


def picture(svg: str, title: str, below: Sequence[str]) -> str:
    """The chart with its title and the lines below it, as a picture of a fixed size on white."""
    found = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    width, height = (float(found[1]), float(found[2])) if found else (WIDTH, WIDTH)
    shown = round(height * WIDTH / width, 1)
    heads = textwrap.wrap(title, _TITLE_SIGNS)
    feet = [line for text in below for line in textwrap.wrap(text, _SMALL_SIGNS)]
    top = _SIDE + len(heads) * _TITLE
    total = round(top + 8 + shown + 6 + len(feet) * _SMALL + _SIDE, 1)
    inner = re.sub(r"^<svg ", f'<svg x="{_SIDE}" y="{top + 8}" width="{WIDTH}" height="{shown}" ', svg.strip())
    whole = WIDTH + 2 * _SIDE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{total}" viewBox="0 0 {whole} {total}" '
        f'font-family="{FONT}, Arial, sans-serif"><rect width="100%" height="100%" fill="#ffffff"/>'
        f"{_lines(heads, _SIDE, _TITLE, _HEAD)}{inner}"
        f"{_lines(feet, round(top + 14 + shown, 1), _SMALL, _FOOT)}</svg>\n"
    )


def stacked(pictures: Sequence[str]) -> str:
    """Pictures of one width one below the other, as one."""
    sizes = [re.search(r'width="([\d.]+)" height="([\d.]+)"', each) for each in pictures]
    width, heights = sizes[0][1], [float(size[2]) for size in sizes]  # type: ignore[index]
    tops = [sum(heights[:i]) for i in range(len(heights))]
    inner = "".join(each.replace("<svg ", f'<svg y="{top:g}" ', 1) for each, top in zip(pictures, tops, strict=True))
    total = f"{sum(heights):g}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{total}" viewBox="0 0 {width} {total}">'
        f"{inner}</svg>\n"
    )


def bitmap(svg: str) -> bytes:
    """A picture as PNG."""
    register_fonts()
    drawn: bytes = vl_convert.svg_to_png(svg, scale=_PIXELS)
    return drawn


def _lines(texts: Sequence[str], top: float, step: int, look: str) -> str:
    return "".join(
        f'<text x="{_SIDE}" y="{round(top + (number + 0.8) * step, 1)}" {look}>{escape(text)}</text>'
        for number, text in enumerate(texts)
    )
