"""Small numbers: which cells of a table of counts must not be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import BoolArray, FloatArray, floats

Zeros = Literal["shown", "suppressed"]


def suppress(
    table: ArrayLike, threshold: int = 5, zeros: Zeros = "shown", *, totals: Sequence[int] = (-1,)
) -> BoolArray:
    """Which cells to hide, as an array of the table's shape.

    Primary: counts from 1 to ``threshold - 1``, and zeros where ``zeros`` says so. Secondary: ``totals`` names the
    axes along which sums are known to readers (the total row, the column, the period); along each, hidden cells must
    not follow from the sum. So a single hidden cell takes the smallest shown one with it, and so on until nothing
    follows. A missing cell (NaN) is there for nobody: it is neither shown nor hidden, and adds nothing to the sums.
    """
    counts = floats(table)
    if counts.ndim == 1:
        line: BoolArray = suppress(counts[None], threshold, zeros, totals=(1,))[0]
        return line
    if np.any(counts < 0):
        raise ValueError("a count is below zero.")
    lowest = 0 if zeros == "suppressed" else 1
    hidden = (counts < threshold) & (counts >= lowest)
    changed = bool(hidden.any())
    while changed:
        changed = False
        for axis in totals:
            changed |= _protect(np.moveaxis(counts, axis, -1), np.moveaxis(hidden, axis, -1), lowest)
    return hidden


def _protect(counts: FloatArray, hidden: BoolArray, lowest: int) -> bool:
    """Hide one more cell in each line (last axis) whose hidden cells follow from its sum; was any hidden?"""
    number = hidden.sum(axis=-1)
    total = np.where(hidden, counts, 0.0).sum(axis=-1)
    candidates = ~hidden & ~np.isnan(counts)
    # with a single hidden cell the sum gives it away; with several it does where all must be at their lowest
    given_away = (number == 1) | ((number > 1) & (total <= number * lowest))
    weak = given_away & candidates.any(axis=-1)
    if not weak.any():
        return False
    # the smallest cell above zero goes, so that least is lost; a zero only where there is nothing else
    cost = np.where(candidates, np.where(counts == 0, np.finfo(np.float64).max, counts), np.inf)
    chosen = cost.argmin(axis=-1)
    lines = np.nonzero(weak)
    hidden[(*lines, chosen[lines])] = True
    return True
