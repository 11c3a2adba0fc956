"""Chance that falls as a test wants it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np


class Dice:
    """Stands for a ``numpy`` generator: ``random`` gives the listed rolls in turn, ``integers`` always the same."""

    def __init__(self, *rolls: Iterable[float], integer: int = 0) -> None:
        self._rolls = [np.asarray(list(roll), dtype=float) for roll in rolls]
        self._integer = integer

    def random(self, shape: Any) -> np.ndarray:
        return self._rolls.pop(0).reshape(shape)

    def integers(self, low: int, high: int, size: int | None = None) -> Any:
        assert low <= self._integer < high
        return self._integer if size is None else np.full(size, self._integer)
