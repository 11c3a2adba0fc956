"""Figures that stand with a count which the small-number rule hides now: readers saw them by the rule before."""

from __future__ import annotations

from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

_OUT_OF = ("proportion", "mean", "ratio", "percentile")
_COUNTED = ("proportion", "rate", "count")


def still_below(rows: pa.Table, statistic: str, *, below: int, least: int, round_to: int) -> int:
    """How many of a measure's rows of results are shown with a count from ``least`` to below ``below``.

    Looked at are those counts that the rule is of: events or people, what they are out of, and the rest of a share.
    Counts are rounded to ``round_to``, so one that is only rounded to less is none.
    """
    counts = [rows["denominator"]] if statistic in _OUT_OF else []
    counts += [rows["numerator"]] if statistic in _COUNTED else []
    if statistic == "proportion":
        counts.append(pc.subtract(rows["denominator"], rows["numerator"]))
    few = [pc.and_(pc.greater_equal(each, least), pc.less(pc.add(each, round_to / 2), below)) for each in counts]
    if not few:
        return 0
    shown = pc.and_(pc.is_valid(rows["value"]), pc.invert(rows["suppressed"]))
    found = reduce(pc.or_, (pc.fill_null(each, fill_value=False) for each in few))
    return int(pc.sum(pc.and_(shown, found)).as_py() or 0)
