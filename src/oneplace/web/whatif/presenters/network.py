"""A pathway as a network on paper: which place stands in which column, and how high, so that ways don't cross boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from oneplace.flow import Pathway
from oneplace.web.whatif.presenters.differences import Runs

BOX, TALL, ACROSS, DOWN, TOP = 168, 112, 54, 26, 46
"""Width and height of a box, the room between columns and between rows, and above a place where people enter."""
WAY = 12
"""Height that a way takes where it passes a column."""


@dataclass
class Layout:
    """Columns of places and of the ways that pass them; the top of each."""

    column: Mapping[str, int]
    passing: Mapping[tuple[str, str], list[str]]
    """Of each way ahead, the names of the points where it passes columns between its ends."""
    y: dict[str, float] = field(default_factory=dict)

    def x(self, place: str) -> float:
        """The left side of a place's box or of a way's point in its column."""
        return 2 + (int(place.rpartition("@")[2]) if "@" in place else self.column[place]) * (BOX + ACROSS)


def shares_of(runs: Runs) -> dict[tuple[str, str], float]:
    """The share of a place's patients who go on to each other place; classes weighed by their visits."""
    pathway = runs.now.pathway
    found: dict[tuple[str, str], float] = {}
    for place in pathway.places:
        visits = {cls: mean_of(runs, "visits", place, cls) for cls in pathway.classes}
        total = sum(visits.values()) or 1.0
        for cls, number in visits.items():
            for to, share in _onward(runs, place, cls).items():
                if to in pathway.places and share * number > 0:
                    found[place, to] = found.get((place, to), 0.0) + share * number / total
    return found


def _onward(runs: Runs, place: str, cls: str) -> dict[str, float]:
    """The shares of a class from a place: its own, the next of its fixed route, or evenly among the least loaded.

    Where the first free is chosen, as many as came to each of the others, and the rest to the first choice.
    """
    pathway = runs.now.pathway
    route = pathway.file.patients[cls].route
    if route:
        places = [b for a, b in pairwise(route) if a == place]
        return {to: places.count(to) / len(places) for to in dict.fromkeys(places)}
    onward = pathway.at(place, cls).next
    if onward is None:
        return {}
    if isinstance(onward, dict):
        return onward
    first, *others = onward.among
    if first not in onward.expected or onward.expected[first] < 1:
        return onward.expected
    came = mean_of(runs, "visits", place, cls) or 1.0
    over = {to: min(1.0, mean_of(runs, "visits", to, cls) / came) for to in others}
    return {first: max(0.0, 1 - sum(over.values())), **over}


def mean_of(runs: Runs, measure: str, where: str, group: str = "all") -> float:
    """A measure's mean over the runs as it is now; nought where there is none."""
    pair = runs.of(measure, where, group)
    return float(pair[0].mean()) if pair is not None else 0.0


def traffic(runs: Runs, place: str) -> float:
    """The visits of a place as a share of the busiest's."""
    busiest = max(mean_of(runs, "visits", other) for other in runs.now.pathway.places) or 1.0
    return mean_of(runs, "visits", place) / busiest


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


def laid_out(pathway: Pathway, shares: Mapping[tuple[str, str], float]) -> Layout:
    """Every column centred, its places and passing ways in the order of where they come from."""
    ahead = _ahead(pathway, shares)
    column = _columns(pathway, ahead)
    passing = {(a, b): [f"{a}>{b}@{c}" for c in range(column[a] + 1, column[b])] for a, b in ahead}
    layout = Layout(column, passing)
    entered = {pathway.entry(cls) for cls in pathway.classes}
    before: dict[str, list[str]] = {}
    for (a, b), points in passing.items():
        chain = [a, *points, b]
        for first, second in pairwise(chain):
            before.setdefault(second, []).append(first)
    at = {**column, **{p: int(p.rpartition("@")[2]) for points in passing.values() for p in points}}
    order: dict[str, float] = {}
    above = {name: TOP if name in entered else 0 for name in at}
    heights = {name: WAY if "@" in name else TALL for name in at}
    by_column = [[name for name in at if at[name] == c] for c in range(max(column.values()) + 1)]
    for names in by_column:
        names.sort(key=lambda name: (_middle([order[b] for b in before.get(name, []) if b in order]), "@" in name))
        for i, name in enumerate(names):
            order[name] = i / max(1, len(names) - 1) if len(names) > 1 else 0.5
    tall = [_heights([heights[n] for n in names], [above[n] for n in names]) for names in by_column]
    for names, used in zip(by_column, tall, strict=True):
        y = (max(tall) - used) / 2
        for i, name in enumerate(names):
            y += above[name] if i else 0
            layout.y[name] = y
            y += heights[name] + DOWN
    top = min(y - above[name] for name, y in layout.y.items())
    layout.y = {name: y - top + 2 for name, y in layout.y.items()}
    return layout


def _heights(heights: list[float], above: list[float]) -> float:
    """How tall a column is, without what stands above its first box: boxes are centred, not who enters."""
    return sum(heights) + sum(above[1:]) + DOWN * (len(heights) - 1)


def _middle(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers) if numbers else 0.5
