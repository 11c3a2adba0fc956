"""Segmented regression as others print it: for whoever must reproduce a published figure, and not to judge by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import FloatArray, floats
from oneplace.stats.interrupted import TERMS, segments


@dataclass(frozen=True)
class Segmented:
    """Ordinary least squares of the same line: ``coefficients`` of ``TERMS`` with the errors that are usually printed,
    as if nothing clung (``error``) and by Newey and West (``newey_west``). Too narrow to judge by: see
    ``interrupted``."""

    coefficients: FloatArray
    error: FloatArray
    newey_west: FloatArray


def segmented_regression(series: ArrayLike, last_before: int, *, lag: int = 3) -> Segmented:
    """What others print of a series, ``(points,)`` without a gap: for whoever must reproduce a published figure.

    Newey and West 1987, with Bartlett's weights to ``lag`` and no correction for few points.
    """
    y = floats(series)
    at = np.arange(y.size) - last_before + 1
    x = segments(at)
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    left = y - x @ coefficients
    seen = x * left[:, None]
    middle = seen.T @ seen
    for apart in range(1, lag + 1):
        across = seen[apart:].T @ seen[:-apart]
        middle += (1 - apart / (lag + 1)) * (across + across.T)
    at_start = np.eye(len(TERMS))
    at_start[0, 1] = -last_before

    def errors(covariance: FloatArray) -> FloatArray:
        return np.sqrt(np.diag(at_start @ covariance @ at_start.T))

    usual = errors(inverse * (left @ left) / (y.size - len(TERMS)))
    return Segmented(at_start @ coefficients, usual, errors(inverse @ middle @ inverse))
