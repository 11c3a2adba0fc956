"""The map of neighbourhoods: five shades of the value, hatched where it could be the place's average by chance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from oneplace.charts.theme import DEPRIVATION, INK, QUIET, Chart, finish
from oneplace.geo import Own, map_paths
from oneplace.vocabulary.wording import value_words

Row = Mapping[str, Any]

_SHADES = DEPRIVATION[::-1]  # the higher the darker
_MISSING = "#f0f4f5"


def neighbourhoods(
    chart_id: str,
    rows: Sequence[Row],
    by_chance: Collection[str],
    *,
    title: str,
    subtitle: str,
    alt_text: str,
    unit: str,
    decimals: int,
    stamp: str = "",
    own: Own | None = None,
) -> Chart | None:
    """The map of one measure's ``neighbourhood`` rows of one period; None where fewer than half of them have a value.

    Shades are fifths of the neighbourhoods shown, so their limits are told beside them. Two textures, told in words:
    lines for "could be the average by chance" (the codes in ``by_chance``), dots for "too few to show". ``own`` are the
    place's own outlines, where it has some.
    """
    known = {row["group"]: row for row in rows if row["value"] is not None and not row["suppressed"]}
    drawn = map_paths(sorted(row["group"] for row in rows), own=own)
    if not drawn.paths or 2 * len(known.keys() & drawn.paths.keys()) < len(drawn.paths):
        return None
    cuts = _cuts([row["value"] for row in known.values()])
    outlines = sorted(drawn.paths.items())
    areas = "".join(_area(path, known.get(code), cuts) for code, path in outlines)
    stripes = "".join(f'<path d="{path}"/>' for code, path in outlines if code in by_chance and code in known)
    height = int(drawn.view_box.split()[3])
    legend, legend_height = _legend(cuts, height, bool(by_chance), unit, decimals)
    size = f"0 0 1000 {height + legend_height}"
    shapes = f'<g stroke="#ffffff" stroke-width="2">{areas}</g><g fill="url(#chance)">{stripes}</g>'
    svg = f'<svg viewBox="{size}">{_textures()}{shapes}{legend}</svg>'
    note = "Each shade holds a fifth of the neighbourhoods that have a value."
    return Chart(chart_id, "map", title, subtitle, alt_text, note, finish(svg, chart_id, title, alt_text, stamp=stamp))


def _cuts(values: Sequence[float]) -> list[float]:
    """The four values between fifths of the neighbourhoods (nearest rank); fewer where many share a value."""
    ordered = sorted(values)
    found = {ordered[min(len(ordered) - 1, len(ordered) * fifth // 5)] for fifth in (1, 2, 3, 4)}
    return sorted(cut for cut in found if cut > ordered[0])


def _shades(cuts: Sequence[float]) -> list[str]:
    """As many shades as there are classes, from light to dark over the whole scale."""
    return [_SHADES[round(step * 4 / max(1, len(cuts)))] for step in range(len(cuts) + 1)]


def _area(path: str, row: Row | None, cuts: Sequence[float]) -> str:
    shade = _shades(cuts)[sum(row["value"] >= cut for cut in cuts)] if row else "url(#few)"
    return f'<path d="{path}" fill="{shade}"/>'


def _textures() -> str:
    return (
        "<defs>"
        '<pattern id="chance" width="14" height="14" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect width="5" height="14" fill="#ffffff" opacity="0.65"/></pattern>'
        '<pattern id="few" width="14" height="14" patternUnits="userSpaceOnUse">'
        f'<rect width="14" height="14" fill="{_MISSING}"/><circle cx="7" cy="7" r="2.5" fill="{QUIET}"/></pattern>'
        "</defs>"
    )


def _legend(cuts: Sequence[float], top: int, striped: bool, unit: str, decimals: int) -> tuple[str, int]:
    """The shades with their limits, and the two textures with their words, under the map."""
    words = [value_words(cut, unit, decimals) for cut in cuts]
    between = [f"{low} to {high}" for low, high in pairwise(words)]
    entries = [f"below {words[0]}", *between, f"{words[-1]} or more"] if words else ["the same everywhere"]
    items = [(f'fill="{shade}"', text) for shade, text in zip(_shades(cuts), entries, strict=True)]
    items.append(('fill="url(#few)"', "too few to show"))
    if striped:
        items.append((f'fill="{_SHADES[2]}"', "striped: could be the average by chance"))
    parts = []
    for index, (fill, text) in enumerate(items):
        y = top + 40 + index * 46
        parts.append(f'<rect x="10" y="{y - 26}" width="46" height="32" {fill}/>')
        if "striped" in text:
            parts.append(f'<rect x="10" y="{y - 26}" width="46" height="32" fill="url(#chance)"/>')
        parts.append(f'<text x="72" y="{y}" font-size="32" fill="{INK}">{escape(text)}</text>')
    group = f'<g font-family="Source Sans Pro, Arial, sans-serif">{"".join(parts)}</g>'
    return group, 40 + len(items) * 46
