"""Rings of whole-number points: joined, made simpler and written as SVG path data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from itertools import pairwise

Point = tuple[int, int]
Ring = list[Point]


def rounded(ring: Sequence[tuple[float, float]]) -> Ring:
    """The ring's points in whole numbers, those that fall together once; the first is not said again at the end."""
    return _once([(round(x), round(y)) for x, y in ring[:-1]])


def _once(ring: Ring) -> Ring:
    """The ring without a point that follows itself."""
    return [point for before, point in pairwise([*ring[-1:], *ring]) if point != before]


def simplified(shapes: Mapping[str, Sequence[Ring]], smallest: int) -> dict[str, list[Ring]]:
    """The shapes without the points that nobody would miss, the same ones on both sides of a border.

    A point goes whose triangle with the two beside it is at most ``smallest`` square units, the smallest triangle
    first (Visvalingam and Whyatt, "Line generalisation by repeated elimination of points", 1993). Points where borders
    meet stay, and so does whatever an area needs to remain one. Rings of fewer than three points hold nothing and go.
    """
    drawn = {code: [ring for ring in rings if len(ring) >= 3] for code, rings in shapes.items()}
    gone = _unneeded((ring for rings in drawn.values() for ring in rings), smallest)
    return {
        code: [_once([point for point in ring if point not in gone]) for ring in rings] for code, rings in drawn.items()
    }


def _unneeded(rings: Iterable[Ring], smallest: int) -> Collection[Point]:
    beside = _beside(pair for ring in rings for pair in pairwise([*ring, *ring[:1]]))
    waiting = [(_twice_the_area(point, *ends), point) for point, ends in beside.items() if len(ends) == 2]
    heapify(waiting)
    gone: set[Point] = set()
    while waiting and waiting[0][0] <= 2 * smallest:
        area, point = heappop(waiting)
        ends = beside[point]
        if point in gone or area != _twice_the_area(point, *ends):
            continue  # a neighbour went since this was worked out, and the point stands here again with what it is now
        one, other = ends
        if other in beside[one]:
            continue
        gone.add(point)
        for here, there in ((one, other), (other, one)):
            beside[here] = (beside[here] - {point}) | {there}
            if len(beside[here]) == 2:
                heappush(waiting, (_twice_the_area(here, *beside[here]), here))
    return gone


def _beside(borders: Iterable[tuple[Point, Point]]) -> dict[Point, frozenset[Point]]:
    found: dict[Point, set[Point]] = defaultdict(set)
    for one, other in borders:
        if one != other:
            found[one].add(other)
            found[other].add(one)
    return {point: frozenset(ends) for point, ends in found.items()}


def _twice_the_area(point: Point, one: Point, other: Point) -> int:
    """Of the triangle of three points."""
    (x, y), (one_x, one_y), (other_x, other_y) = point, one, other
    return abs((one_x - x) * (other_y - y) - (one_y - y) * (other_x - x))


def outline(rings: Iterable[Ring]) -> list[Ring]:
    """The rings around areas that touch: a border that two of them share is inside, and is left out."""
    borders: set[frozenset[Point]] = set()
    for points in rings:
        for border in map(frozenset, pairwise([*points, *points[:1]])):
            borders ^= {border}
    beside: dict[Point, list[Point]] = {}
    for one, other in map(sorted, borders):
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    found = []
    for start in sorted(beside):
        while beside[start]:
            ring, here = [start], start
            while beside[here]:
                onward = beside[here].pop()
                beside[onward].remove(here)
                here = onward
                if here == start:
                    break
                ring.append(here)
            found.append(ring)
    return found


def path_data(rings: Iterable[Ring]) -> str:
    """Whole-number steps from point to point, without a space where a minus parts two numbers."""
    parts: list[str] = []
    for points in rings:
        steps = (f"{x - before_x} {y - before_y}" for (before_x, before_y), (x, y) in pairwise(points))
        if len(points) >= 3:
            parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z")
    return "".join(parts).replace(" -", "-")
