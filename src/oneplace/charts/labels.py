"""Where the name of a level stands: beside its line, on nothing that the chart shows if there is such a place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, product
from math import ceil, hypot
from typing import Literal

Pixel = tuple[float, float]
Side = Literal["left", "right"]

_LETTER = 6.2
"""How wide a letter is at most, on average over a name."""
_ABOVE, _BELOW = 10.0, 3.0
"""How far letters reach above and below the line that they stand on."""
_STEPS = {"above": (-8.0, 16.0, -22.0, 30.0, -36.0, 44.0), "below": (16.0, -8.0, 30.0, -22.0, 44.0, -36.0)}
"""How far the letters' line may lie from the level's, the nearest first."""
_EVERY = 2.0
"""Lines are looked at every so many units."""


@dataclass(frozen=True)
class Level:
    """A level line in pixels, from ``left`` to ``right`` at the height ``y`` (downwards), its name, and on which side
    that belongs where both are free.
    """

    name: str
    left: float
    right: float
    y: float
    belongs: Literal["above", "below"] = "above"


@dataclass(frozen=True)
class Spot:
    """Where a name is written: its end ``side`` stands at ``x``, its letters ``dy`` below the level."""

    x: float
    side: Side
    dy: float


@dataclass(frozen=True)
class Box:
    """Letters' room, or the room that there is for them, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, at: Pixel) -> bool:
        """Whether a pixel lies in it."""
        return self.left <= at[0] <= self.right and self.top <= at[1] <= self.bottom

    def is_in(self, room: Box) -> bool:
        """Whether all of it lies in ``room``."""
        return room.holds((self.left, self.top)) and room.holds((self.right, self.bottom))

    def pixels(self) -> Iterator[Pixel]:
        """Pixels all over it, for the names that are written after it."""
        across, down = (max(1, ceil(size / 4)) for size in (self.right - self.left, self.bottom - self.top))
        for i, j in product(range(across + 1), range(down + 1)):
            yield self.left + i * (self.right - self.left) / across, self.top + j * (self.bottom - self.top) / down


def box(name: str, x: float, side: Side, y: float) -> Box:
    """The room of a name whose letters stand at the height ``y``."""
    wide = _LETTER * len(name)
    left = x if side == "left" else x - wide
    return Box(left, y - _ABOVE, left + wide, y + _BELOW)


def placed(levels: Sequence[Level], lines: Sequence[Sequence[Pixel]], room: Box) -> list[Spot]:
    """Where each level's name goes: on the fewest pixels of ``lines`` and of names before it, then nearest to its line.

    ``lines`` are what the chart shows, each as its corners in pixels; a name stays in the room where one of its places
    does.
    """
    taken = [at for line in lines for at in _along(line)]
    spots = []
    for level in levels:
        found = min(
            (Spot(x, side, dy) for dy in _STEPS[level.belongs] for x, side in _ends(level)),
            key=lambda spot, level=level: _cost(level, spot, taken, room),  # type: ignore[misc]
        )
        spots.append(found)
        taken += box(level.name, found.x, found.side, level.y + found.dy).pixels()
    return spots


def _ends(level: Level) -> tuple[tuple[float, Side], tuple[float, Side]]:
    return (level.left, "left"), (level.right, "right")


def _cost(level: Level, spot: Spot, taken: Sequence[Pixel], room: Box) -> tuple[bool, int]:
    here = box(level.name, spot.x, spot.side, level.y + spot.dy)
    return not here.is_in(room), sum(here.holds(at) for at in taken)


def _along(line: Sequence[Pixel]) -> Iterator[Pixel]:
    if line:
        yield line[0]
    for (x, y), (to_x, to_y) in pairwise(line):
        steps = max(1, ceil(hypot(to_x - x, to_y - y) / _EVERY))
        for step in range(1, steps + 1):
            yield x + (to_x - x) * step / steps, y + (to_y - y) * step / steps
