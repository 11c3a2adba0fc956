"""Named streams of random numbers: adding a draw in one part of the synthetic place never moves another part's."""

from __future__ import annotations

import zlib
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]


class Streams:
    """Gives each part of the place its own generator, a function of the seed and the part's name alone."""

    def __init__(self, seed: int) -> None:
        """Streams of the place with this seed."""
        self.seed = seed

    def stream(self, name: str) -> np.random.Generator:
        """The generator for one named part; the same name gives the same numbers every time."""
        return np.random.Generator(np.random.SFC64(np.random.SeedSequence([self.seed, zlib.crc32(name.encode())])))


def pick(rng: np.random.Generator, weights: Floats | list[float], size: int) -> Ints:
    """``size`` indices drawn in proportion to ``weights``."""
    edges = np.cumsum(np.asarray(weights, dtype=float))
    return np.asarray(np.searchsorted(edges, rng.random(size) * edges[-1], side="right"), dtype=np.int64)


def pick_rows(rng: np.random.Generator, weights: Floats) -> Ints:
    """For each row of a table of weights (n × k), one column index drawn in proportion to that row's weights."""
    edges = np.cumsum(weights, axis=1)
    draws = rng.random(len(edges)) * edges[:, -1]
    return np.asarray((draws[:, None] >= edges).sum(axis=1), dtype=np.int64)


def share(total: int, weights: Floats) -> Ints:
    """Whole numbers that sum to ``total`` in proportion to ``weights`` (largest remainders)."""
    exact = total * weights / weights.sum()
    whole: Ints = np.floor(exact).astype(np.int64)
    left = total - int(whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:left]] += 1
    return whole


def spread(starts: Ints, counts: Ints) -> Ints:
    """``starts[i] + 0, 1, … counts[i] - 1`` for every i, in one array."""
    offsets = np.cumsum(counts) - counts
    return np.asarray(np.repeat(starts - offsets, counts) + np.arange(int(counts.sum())), dtype=np.int64)
