"""A spine: one measure's value on a strip from the worst to the best among all its like, as a picture in a table's row.

The row's words say the same, so the picture is hidden from those who hear the page. Its colours are the page's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

_WIDTH, _HEIGHT, _EDGE = 200, 24, 8
_FEWEST = 5
"""Values below which no quarter is drawn: of so few, quarters say nothing."""
_TOLD = {"better", "worse", "higher", "lower"}


def middle_half(values: Sequence[float]) -> tuple[float, float]:
    """The first and the third quarter of two or more values, between two of them where no value stands there.

    Quantile 7 of Hyndman and Fan, "Sample Quantiles in Statistical Packages", American Statistician 50 (1996): as many
    values lie below the one as above the other, however many they are.
    """
    low, _, high = quantiles(values, n=4, method="inclusive")
    return low, high


@dataclass(frozen=True)
class Spine:
    """A measure's value here with its limits, among the values of all like it.

    ``middle`` is what it is held against, where known. The strip holds the limits too: of two groups that differ by
    chance neither then stands at an end.
    """

    here: float
    limits: tuple[float, float] | None
    among: Sequence[float]
    middle: float | None
    high_is_right: bool
    difference: str

    @property
    def svg(self) -> str:
        """The picture: the strip, its middle half darker, a line for what it is held against, a dot for the value."""
        y = _HEIGHT // 2
        held = "" if self.middle is None else f'<path class="app-spine__middle" d="M{self._x(self.middle)} 1v22"/>'
        told = f" app-spine__here--{self.difference}" if self.difference in _TOLD else ""
        return (
            f'<svg class="app-spine" viewBox="0 0 {_WIDTH} {_HEIGHT}" aria-hidden="true">'
            f'<path class="app-spine__all" d="M{_EDGE} {y}h{_WIDTH - 2 * _EDGE}"/>'
            f"{self._half(y)}{held}{self._limits(y)}"
            f'<circle class="app-spine__here{told}" cx="{self._x(self.here)}" cy="{y}" r="6"/></svg>'
        )

    def _half(self, y: int) -> str:
        """The middle half of the values."""
        if len(self.among) < _FEWEST:
            return ""
        left, right = sorted(map(self._x, middle_half(self.among)))
        return f'<path class="app-spine__half" d="M{left} {y}h{right - left}"/>'

    def _limits(self, y: int) -> str:
        if self.limits is None:
            return ""
        left, right = sorted(map(self._x, self.limits))
        return f'<path class="app-spine__limits" d="M{left} {y}h{right - left}"/>'

    def _x(self, value: float) -> int:
        """Where a value stands; one that lies beyond those shown stands at their end."""
        shown = (*self.among, self.here, *(self.limits or ()))
        low, high = min(shown), max(shown)
        share = 0.5 if high == low else min(1.0, max(0.0, (value - low) / (high - low)))
        return round(_EDGE + (_WIDTH - 2 * _EDGE) * (share if self.high_is_right else 1 - share))
