"""A pathway as a drawing: places in the order in which people reach them, how full each is, and who goes where."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field

from oneplace.flow import Pathway
from oneplace.web.presenters.whatif.differences import Runs
from oneplace.web.presenters.whatif.words import title

BOX, TALL, ACROSS, DOWN, TOP = 150, 96, 58, 26, 46
"""Width and height of a box, the room between columns and between rows, and above a place where people enter."""
WAY = 12
"""Height that a way takes where it passes a column."""


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
    below: str


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


@dataclass
class _Layout:
    """Columns of places and of the ways that pass them; the y of each."""

    column: Mapping[str, int]
    slots: dict[int, list[str]] = field(default_factory=dict)
    y: dict[str, float] = field(default_factory=dict)


def flow_drawing(runs: Runs, then: Pathway | None) -> FlowDrawing:
    """Draw the pathway as it is now and, where something is changed, with the change beside it."""
    pathway = runs.now.pathway
    shares = _shares(runs)
    ahead = _ahead(pathway, shares)
    column = _columns(pathway, ahead)
    passing = {(a, b): [f"{a}>{b}@{c}" for c in range(column[a] + 1, column[b])] for a, b in ahead}
    layout = _laid_out(pathway, column, passing)
    boxes = tuple(_box(runs, then, place, _x(column[place]), layout.y[place]) for place in pathway.places)
    ways = tuple(
        _way(layout, pair, share, passing.get(pair), _traffic(runs, pair[0])) for pair, share in shares.items()
    )
    entries = tuple(_entries(pathway, column, layout))
    low = max(layout.y.values()) + TALL
    back = any(way.back for way in ways)
    return FlowDrawing(
        width=_x(max(column.values())) + BOX + 4,
        height=low + (40 if back else 6),
        boxes=boxes,
        ways=ways,
        entries=entries,
        description=_described(pathway, shares),
    )


def _x(column: int) -> float:
    return 2 + column * (BOX + ACROSS)


def _shares(runs: Runs) -> dict[tuple[str, str], float]:
    """The share of a place's patients who go on to each other place; classes weighed by their visits."""
    pathway = runs.now.pathway
    found: dict[tuple[str, str], float] = {}
    for place in pathway.places:
        visits = {cls: _mean(runs, "visits", place, cls) for cls in pathway.classes}
        total = sum(visits.values()) or 1.0
        for cls, number in visits.items():
            for to, share in _onward(pathway, place, cls).items():
                if to in pathway.places and share * number > 0:
                    found[place, to] = found.get((place, to), 0.0) + share * number / total
    return found


def _onward(pathway: Pathway, place: str, cls: str) -> dict[str, float]:
    """The shares of a class from a place: its own, the next of its fixed route, or evenly among the least loaded."""
    route = pathway.file.patients[cls].route
    if route:
        places = [b for a, b in itertools.pairwise(route) if a == place]
        return {to: places.count(to) / len(places) for to in dict.fromkeys(places)}
    onward = pathway.at(place, cls).next
    if onward is None:
        return {}
    if isinstance(onward, dict):
        return onward
    return dict.fromkeys(onward.least_loaded, 1 / len(onward.least_loaded))


def _mean(runs: Runs, measure: str, where: str, group: str = "all") -> float:
    pair = runs.of(measure, where, group)
    return float(pair[0].mean()) if pair is not None else 0.0


def _traffic(runs: Runs, place: str) -> float:
    """The visits of a place as a share of the busiest's."""
    busiest = max(_mean(runs, "visits", other) for other in runs.now.pathway.places) or 1.0
    return _mean(runs, "visits", place) / busiest


def _ahead(pathway: Pathway, shares: Mapping[tuple[str, str], float]) -> list[tuple[str, str]]:
    """The ways that lead on; those that lead back to where one has been (or to the same place) are left out."""
    found: list[tuple[str, str]] = []
    done: set[str] = set()

    def visit(place: str, above: tuple[str, ...]) -> None:
        for a, b in shares:
            if a == place and b != place and b not in above:
                if (a, b) not in found:
                    found.append((a, b))
                if b not in done:
                    visit(b, (*above, b))
        done.add(place)

    entered = [entry for cls in pathway.classes if (entry := pathway.entry(cls))]
    for place in dict.fromkeys([*entered, *pathway.places]):
        if place not in done:
            visit(place, (place,))
    return found


def _columns(pathway: Pathway, ahead: list[tuple[str, str]]) -> dict[str, int]:
    """Each place one column after the last of those that lead to it."""
    column = dict.fromkeys(pathway.places, 0)
    for _ in pathway.places:
        for a, b in ahead:
            column[b] = min(max(column[b], column[a] + 1), len(column))
    return column


def _laid_out(pathway: Pathway, column: Mapping[str, int], passing: Mapping[tuple[str, str], list[str]]) -> _Layout:
    """Every column centred, its places and passing ways in the order of where they come from."""
    layout = _Layout(column)
    entered = {pathway.entry(cls) for cls in pathway.classes}
    before: dict[str, list[str]] = {}
    for (a, b), points in passing.items():
        chain = [a, *points, b]
        for first, second in itertools.pairwise(chain):
            before.setdefault(second, []).append(first)
    at = {**column, **{p: int(p.rpartition("@")[2]) for points in passing.values() for p in points}}
    order: dict[str, float] = {}
    heights = {name: WAY if "@" in name else TALL + (TOP if name in entered else 0) for name in at}
    columns = [[name for name in at if at[name] == c] for c in range(max(column.values()) + 1)]
    for names in columns:
        names.sort(key=lambda name: (_middle([order[b] for b in before.get(name, []) if b in order]), "@" in name))
        for i, name in enumerate(names):
            order[name] = i / max(1, len(names) - 1) if len(names) > 1 else 0.5
    full = max(sum(heights[n] for n in names) + DOWN * (len(names) - 1) for names in columns)
    for names in columns:
        used = sum(heights[n] for n in names) + DOWN * (len(names) - 1)
        y = 2 + (full - used) / 2
        for name in names:
            layout.y[name] = y + (TOP if name in entered else 0)
            y += heights[name] + DOWN
    return layout


def _middle(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.5


def _way(layout: _Layout, pair: tuple[str, str], share: float, points: list[str] | None, traffic: float) -> Way:
    a, b = pair
    words = f"{100 * share:.0f}%" if share >= 0.01 else "under 1%"
    width = round(1.2 + 5 * (share * traffic) ** 0.5, 1)
    x, y = _x(layout.column[a]) + BOX, layout.y[a] + TALL / 2
    to_x, to_y = _x(layout.column[b]), layout.y[b] + TALL / 2
    if points is None:  # back: below the boxes
        start, end = _x(layout.column[a]) + BOX / 2, _x(layout.column[b]) + BOX / 2 - 12
        low, down = layout.y[a] + TALL, layout.y[b] + TALL
        deep = max(low, down) + 34
        return Way(
            f"M{start:g} {low:g}C{start:g} {deep:g} {end:g} {deep:g} {end:g} {down + 3:g}",
            words,
            (start + end) / 2,
            deep - 12,
            width,
            True,
        )
    path, from_x, from_y = f"M{x:g} {y:g}", x, y
    for point in points:
        near = _x(int(point.rpartition("@")[2]))
        at = layout.y[point] + WAY / 2
        path += _curve(from_x, from_y, near, at) + f"H{near + BOX:g}"
        from_x, from_y = near + BOX, at
    path += _curve(from_x, from_y, to_x - 7, to_y)
    label_y = (y + (layout.y[points[0]] + WAY / 2 if points else to_y)) / 2
    return Way(path, words, x + ACROSS / 2 - 3, label_y - 5 - width / 2, width, False)


def _curve(x: float, y: float, to_x: float, to_y: float) -> str:
    half = (x + to_x) / 2
    return f"C{half:g} {y:g} {half:g} {to_y:g} {to_x:g} {to_y:g}"


def _box(runs: Runs, then: Pathway | None, place: str, x: float, y: float) -> Box:
    of = runs.now.pathway.file.places[place]
    room, changed = _room(runs.now.pathway, then, place)
    return Box(
        x, y, tuple(textwrap.wrap(title(of.name, place), 21))[:2], room, changed, _bar(runs, place), _below(runs, place)
    )


def _room(now: Pathway, then: Pathway | None, place: str) -> tuple[str, bool]:
    before, after = _capacity(now, place), _capacity(then, place) if then else None
    if after is None or after == before:
        return before, False
    number, _, unit = before.partition(" ")
    return f"{number if after.endswith(unit) else before} → {after}", True


def _capacity(pathway: Pathway, place: str) -> str:
    text = pathway.document.data["places"][place].get("capacity", "unlimited")
    return "no limit" if text == "unlimited" else str(text).replace("_", " ")


def _bar(runs: Runs, place: str) -> Bar | None:
    pair = runs.of("occupancy", place)
    if pair is None or not (pair[0] >= 0).any():
        return None
    now, then = (float(values.mean()) for values in pair)
    words = f"{100 * now:.0f}% full"
    if runs.comparison and f"{100 * then:.0f}" != f"{100 * now:.0f}":
        words = f"{100 * now:.0f}% → {100 * then:.0f}% full"
    wide = BOX - 20
    return Bar(round(min(1.0, now) * wide, 1), round(min(1.0, then) * wide, 1) if runs.comparison else None, words)


def _below(runs: Runs, place: str) -> str:
    """How many wait for the place, and how many in it can't go on, on average."""
    said = []
    for measure, word in (("waiting", "waiting"), ("blocked", "held up")):
        pair = runs.of(measure, place)
        if pair is None:
            continue
        now, then = (_number(float(values.mean())) for values in pair)
        if now != "0" or then != "0":
            said.append(f"{now}{f' → {then}' if runs.comparison and then != now else ''} {word}")
    return " · ".join(said)


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}".removesuffix(".0")


def _entries(pathway: Pathway, column: Mapping[str, int], layout: _Layout) -> list[Entry]:
    made = []
    for place in pathway.places:
        names = [
            title(of.name, cls)
            for cls, of in pathway.file.patients.items()
            if pathway.entry(cls) == place and of.arrivals
        ]
        if names:
            shown = names if len(names) <= 2 else [names[0], f"and {len(names) - 1} more classes"]
            made.append(Entry(_x(column[place]) + BOX / 2, layout.y[place] - TOP, tuple(shown)))
    return made


def _described(pathway: Pathway, shares: Mapping[tuple[str, str], float]) -> str:
    """Where people go, as sentences."""
    names = {key: title(of.name, key) for key, of in pathway.file.places.items()}
    said = []
    for place, name in names.items():
        onward = [f"{100 * share:.0f}% to {names[b]}" for (a, b), share in shares.items() if a == place]
        said.append(f"{name}: {', '.join(onward) or 'the pathway ends here'}.")
    return " ".join(said)
