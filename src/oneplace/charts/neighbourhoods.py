"""The map of neighbourhoods: five shades of the value, hatched where it could be the place's average by chance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Any

from oneplace.charts.theme import DEPRIVATION, INK, QUIET, Chart, finish
from oneplace.geo import Own, map_paths
from oneplace.vocabulary.wording import places, value_words

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
    cuts = fifths([row["value"] for row in known.values()], unit, decimals)
    outlines = sorted(drawn.paths.items())
    areas = "".join(_area(path, known.get(code), cuts) for code, path in outlines)
    stripes = "".join(f'<path d="{path}"/>' for code, path in outlines if code in by_chance and code in known)
    height = int(drawn.view_box.split()[3])
    legend, legend_height = _legend(cuts, height, bool(by_chance))
    size = f"0 0 1000 {height + legend_height}"
    shapes = f'<g stroke="#ffffff" stroke-width="2">{areas}</g><g fill="url(#chance)">{stripes}</g>'
    svg = f'<svg viewBox="{size}">{_textures()}{shapes}{legend}</svg>'
    note = "Each shade holds a fifth of the neighbourhoods that have a value."
    return Chart(chart_id, "map", title, subtitle, alt_text, note, finish(svg, chart_id, title, alt_text, stamp=stamp))


@dataclass(frozen=True)
class Fifths:
    """The values between the shades of a map, the lowest first, and how all values on it are told."""

    cuts: tuple[float, ...]
    decimals: int
    words: tuple[str, ...]
    """What each shade holds, the lowest first: one more than there are cuts."""

    def step(self, value: float) -> int:
        """Which of the five shades a value has: 0 the lightest, 4 the darkest, over the whole scale."""
        return self.steps[sum(value >= cut for cut in self.cuts)]

    @property
    def steps(self) -> list[int]:
        """The shade of each class."""
        return [round(at * 4 / max(1, len(self.cuts))) for at in range(len(self.cuts) + 1)]


def fifths(values: Sequence[float], unit: str, decimals: int) -> Fifths:
    """Five shades for values: each holds a fifth of them (nearest rank); fewer where many share a value.

    Limits are told to as many decimals as tell each from the value next below it: none reads as lying in another shade.
    """
    ordered = sorted(values)
    found = {ordered[min(len(ordered) - 1, len(ordered) * fifth // 5)] for fifth in (1, 2, 3, 4)} if ordered else set()
    cuts = sorted(cut for cut in found if cut > ordered[0])
    below = (ordered[bisect_left(ordered, cut) - 1] for cut in cuts)
    told = max(
        (places(cut, None, None, unit, decimals, less) for cut, less in zip(cuts, below, strict=True)), default=decimals
    )
    ends = [value_words(cut, unit, told) for cut in cuts]
    between = [f"{low} to {high}" for low, high in pairwise(ends)]
    words = [f"below {ends[0]}", *between, f"{ends[-1]} or more"] if ends else ["the same everywhere"]
    return Fifths(tuple(cuts), told, tuple(words))


def _area(path: str, row: Row | None, cuts: Fifths) -> str:
    shade = _SHADES[cuts.step(row["value"])] if row else "url(#few)"
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


def _legend(cuts: Fifths, top: int, striped: bool) -> tuple[str, int]:
    """The shades with their limits, and the two textures with their words, under the map."""
    items = [(f'fill="{_SHADES[step]}"', text) for step, text in zip(cuts.steps, cuts.words, strict=True)]
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
