"""Whether an estimate differs from a reference beyond chance."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.estimate import Estimate, TextArray, floats
from oneplace.stats.inequality import absolute_gap


def compare(estimate: Estimate, reference: Estimate | ArrayLike) -> TextArray:
    """``higher``, ``similar``, ``lower`` or ``not_known``, element by element.

    Against plain numbers (a target, a national average without limits) the estimate differs where its limits leave
    the number out, as the national profiles do it. Against another estimate it differs where the limits of their
    difference (``absolute_gap``) leave out zero.
    """
    if isinstance(reference, Estimate):
        gap = absolute_gap(estimate, reference)
        lower, upper, against = gap.lower, gap.upper, np.zeros(gap.value.shape)
    else:
        against = floats(reference)
        lower, upper = estimate.lower, estimate.upper
    known = ~(np.isnan(lower) | np.isnan(upper) | np.isnan(against))
    return np.select([~known, lower > against, upper < against], ["not_known", "higher", "lower"], "similar").astype(
        np.str_
    )
