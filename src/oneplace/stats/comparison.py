"""Whether an estimate differs from a reference beyond chance: nothing else in the product compares limits."""

from __future__ import annotations

from math import isclose

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import Estimate, TextArray, coded, floats
from oneplace.stats.gaps import absolute_gap


def compare(estimate: Estimate, reference: Estimate | ArrayLike) -> TextArray:
    """``higher``, ``similar``, ``lower`` or ``not_known``, element by element (and level by level of confidence).

    Against plain numbers (a target, a national average without limits) the estimate differs where its limits leave
    the number out, as the national profiles do it. Against another estimate it differs where the limits of their
    difference (``absolute_gap``) leave out zero.
    """
    if isinstance(reference, Estimate):
        gap = absolute_gap(estimate, reference)
        lower, upper, against = gap.lower, gap.upper, np.zeros(gap.value.shape)
    else:
        lower, upper, against = estimate.lower, estimate.upper, floats(reference)
    if lower.ndim > estimate.value.ndim:
        against = against[..., None]
    known = ~(np.isnan(lower) | np.isnan(upper) | np.isnan(against))
    index = np.select([~known, lower > against, upper < against], [0, 1, 2], 3)
    return coded(index, ["not_known", "higher", "lower", "similar"])


def tied(one: float | None, other: float | None) -> bool:
    """Whether two numbers are the same, but for the last bits of how they were worked out: no difference is left that
    could be chance. False where either isn't known.
    """
    return one is not None and other is not None and isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)


def side(lower: float | None, upper: float | None, of: float = 0.0) -> int | None:
    """On which side of a number two limits lie: +1 above, -1 below, 0 where they hold it, None where one is missing.

    A limit that touches the number holds it.
    """
    if lower is None or upper is None or lower != lower or upper != upper:  # noqa: PLR0124 - NaN only
        return None
    return int(lower > of) - int(upper < of)
