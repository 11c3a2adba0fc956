"""Percentiles from histograms of times, and from moments sampled."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.kernel import layout as at

Floats = NDArray[np.float64]


def _edges() -> Floats:
    k = np.arange(at.BINS)
    octave, part = np.divmod(k - 1, at.BINS_PER_DOUBLING)
    edges = np.ldexp(0.5 + part / (2 * at.BINS_PER_DOUBLING), octave)
    return np.where(k == 0, 0.0, edges)


_EDGES = _edges()
"""The lower edge of each bin of a histogram, in seconds."""


def of_histograms(counts: Floats, shares: Sequence[float]) -> Floats:
    """The values (shares × histograms, seconds) below which shares of what histograms (… × bins) counted lie.

    NaN where a histogram counted nothing. Within a bin (about 2 % wide) values are taken as spread evenly; what lies
    under half a second counts as nought.
    """
    below = counts.cumsum(axis=-1)
    total = below[..., -1]
    found = np.empty((len(shares), *total.shape))
    for i, share in enumerate(shares):
        wanted = share * total
        k = np.minimum((below < wanted[..., None]).sum(axis=-1), at.BINS - 2)
        inside = np.take_along_axis(counts, k[..., None], -1)[..., 0]
        before = np.take_along_axis(below, k[..., None], -1)[..., 0] - inside
        part = np.divide(wanted - before, inside, out=np.zeros_like(wanted), where=inside > 0)
        value = _EDGES[k] + part * (_EDGES[k + 1] - _EDGES[k])
        found[i] = np.where(total == 0, np.nan, np.where(k == 0, 0.0, value))
    return found


def of_moments(sampled: NDArray[np.int32], shares: Sequence[float]) -> Floats:
    """The values (shares × columns) below which shares of a table of moments (moments × columns) lie, column by
    column, linear between two of them; NaN where there are none.
    """
    if len(sampled) == 0:
        return np.full((len(shares), sampled.shape[1]), np.nan)
    ordered = np.sort(np.ascontiguousarray(sampled.T), axis=1)
    at_place = np.array(shares) * (ordered.shape[1] - 1)
    low = np.floor(at_place).astype(int)
    high = np.minimum(low + 1, ordered.shape[1] - 1)
    part = at_place - low
    found: Floats = (ordered[:, low] + part * (ordered[:, high] - ordered[:, low])).T
    return found
