"""A pathway as a drawing: places in the order in which people reach them, how full each is, and who goes where."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from dataclasses import dataclass

from oneplace.flow import Pathway
from oneplace.web.whatif.presenters.differences import Runs
from oneplace.web.whatif.presenters.network import ACROSS, BOX, TALL, TOP, WAY, Layout, laid_out, shares_of, traffic
from oneplace.web.whatif.presenters.words import OVERRUN, is_overrun, title

MOST_PLACES = 24
"""Beyond which a drawing is no help; the table tells the same."""


@dataclass(frozen=True)
class Bar:
    """How full a place is: the width of its bar now, where the mark of the change stands, and it in words."""

    now: float
    then: float | None
    words: str


@dataclass(frozen=True)
class Box:
    """A place in the drawing."""

    x: float
    y: float
    name: tuple[str, ...]
    room: str
    changed: bool
    bar: Bar | None
    below: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A way from one place to another: its line, its share, and how much of the traffic it carries."""

    path: str
    share: str
    x: float
    y: float
    width: float
    back: bool


@dataclass(frozen=True)
class Entry:
    """Who enters at a place, above its box."""

    x: float
    y: float
    lines: tuple[str, ...]


@dataclass(frozen=True)
class FlowDrawing:
    """The whole drawing in SVG units, and it in a sentence for who can't see it."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    ways: tuple[Way, ...]
    entries: tuple[Entry, ...]
    description: str
    box: tuple[int, int] = (BOX, TALL)


def flow_drawing(runs: Runs, then: Pathway | None) -> FlowDrawing | None:
    """Draw the pathway as it is now and, where something is changed, with the change; None where it is too large."""
    pathway = runs.now.pathway
    if len(pathway.places) > MOST_PLACES:
        return None
    shares = shares_of(runs)
    layout = laid_out(pathway, shares)
    ways = tuple(_way(layout, pair, share, traffic(runs, pair[0])) for pair, share in shares.items())
    low = max(layout.y[place] for place in pathway.places) + TALL
    return FlowDrawing(
        width=max(layout.x(place) for place in pathway.places) + BOX + 4,
        height=low + (40 if any(way.back for way in ways) else 6),
        boxes=tuple(_box(runs, then, place, layout) for place in pathway.places),
        ways=ways,
        entries=tuple(_entries(pathway, layout)),
        description=_described(pathway, shares),
    )


def _way(layout: Layout, pair: tuple[str, str], share: float, traffic: float) -> Way:
    a, b = pair
    words = f"{100 * share:.0f}%" if share >= 0.01 else "under 1%"
    width = round(1.2 + 5 * (share * traffic) ** 0.5, 1)
    if pair not in layout.passing:
        return _back(layout, a, b, words, width)
    x, y = layout.x(a) + BOX, layout.y[a] + TALL / 2
    path, from_x, from_y = f"M{x:g} {y:g}", x, y
    heights = [layout.y[point] + WAY / 2 for point in layout.passing[pair]] + [layout.y[b] + TALL / 2]
    for point, at in zip(layout.passing[pair], heights, strict=False):
        path += _curve(from_x, from_y, layout.x(point), at) + f"H{layout.x(point) + BOX:g}"
        from_x, from_y = layout.x(point) + BOX, at
    path += _curve(from_x, from_y, layout.x(b) - 7, heights[-1])
    off = 0.22 * (heights[0] - y)  # near where it starts, so that the shares of ways that cross stand apart
    return Way(path, words, x + ACROSS * 0.38, y + off + (10 + width / 2 if off > 1 else -4 - width / 2), width, False)


def _back(layout: Layout, a: str, b: str, words: str, width: float) -> Way:
    """A way back to where people have been, drawn below the boxes."""
    start, end = layout.x(a) + BOX / 2, layout.x(b) + BOX / 2 - 12
    low, down = layout.y[a] + TALL, layout.y[b] + TALL
    deep = max(low, down) + 34
    path = f"M{start:g} {low:g}C{start:g} {deep:g} {end:g} {deep:g} {end:g} {down + 3:g}"
    return Way(path, words, (start + end) / 2, deep - 12, width, True)


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (x + to_x) / 2
    return f"C{half:g} {y:g} {half:g} {to_y:g} {to_x:g} {to_y:g}"


def _box(runs: Runs, then: Pathway | None, place: str, layout: Layout) -> Box:
    of = runs.now.pathway.file.places[place]
    room, changed = _room(runs.now.pathway, then, place)
    name = tuple(textwrap.wrap(title(of.name, place), 22, max_lines=2, placeholder="…"))
    x, y = layout.x(place), layout.y[place]
    return Box(x, y, name, room, changed, _bar(runs, place), _below(runs, place))


def _room(now: Pathway, then: Pathway | None, place: str) -> tuple[str, bool]:
    before, after = _capacity(now, place), _capacity(then, place) if then else None
    if after is None or after == before:
        return before, False
    number, _, unit = before.partition(" ")
    return f"{number if after.endswith(unit) else before} → {after}", True


def _capacity(pathway: Pathway, place: str) -> str:
    text = pathway.document.data["places"][place].get("capacity", "unlimited")
    if text != "unlimited":
        return str(text).replace("_", " ")
    return "as staff allow" if any(pathway.at(place, cls).uses for cls in pathway.classes) else "no limit"


def _bar(runs: Runs, place: str) -> Bar | None:
    pair = runs.of("occupancy", place)
    if pair is None or not (pair[0] >= 0).any():
        return None
    now, then = (float(values.mean()) for values in pair)
    words = f"{100 * now:.0f}% full"
    if runs.comparison and f"{100 * then:.0f}" != f"{100 * now:.0f}":
        words = f"{100 * now:.0f}% → {100 * then:.0f}% full"
    if is_overrun(now) or is_overrun(then):
        words = words.removesuffix(" full") + OVERRUN
    wide = BOX - 20
    return Bar(round(min(1.0, now) * wide, 1), round(min(1.0, then) * wide, 1) if runs.comparison else None, words)


def _below(runs: Runs, place: str) -> tuple[str, ...]:
    """How many wait for the place, and how many in it can't go on, on average."""
    said = []
    for measure, word in (("waiting", "waiting"), ("blocked", "held up")):
        pair = runs.of(measure, place)
        if pair is None:
            continue
        now, then = (_number(float(values.mean())) for values in pair)
        if now != "0" or then != "0":
            said.append(f"{now}{f' → {then}' if runs.comparison and then != now else ''} {word}")
    return tuple(said)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 9.95 else f"{value:.1f}".removesuffix(".0")


def _entries(pathway: Pathway, layout: Layout) -> list[Entry]:
    made = []
    for place in pathway.places:
        names = [
            title(of.name, cls)
            for cls, of in pathway.file.patients.items()
            if pathway.entry(cls) == place and of.arrivals
        ]
        if names:
            shown = names if len(names) <= 2 else [names[0], f"and {len(names) - 1} other groups"]
            shown = [textwrap.shorten(name, 28, placeholder="…") for name in shown]
            made.append(Entry(layout.x(place) + BOX / 2, layout.y[place] - TOP, tuple(shown)))
    return made


def _described(pathway: Pathway, shares: Mapping[tuple[str, str], float]) -> str:
    """Where people go, as sentences."""
    names = {key: title(of.name, key) for key, of in pathway.file.places.items()}
    said = []
    for place, name in names.items():
        onward = [f"{100 * share:.0f}% to {names[b]}" for (a, b), share in shares.items() if a == place]
        said.append(f"{name}: {', '.join(onward) or 'the pathway ends here'}.")
    return " ".join(said)
