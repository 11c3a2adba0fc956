"""Counts put together: months to the year they fill, neighbourhoods to their ward. Only what is shown is added up.

A sum of figures that readers have seen tells nothing that they couldn't work out; where one is hidden, there is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import isclose

from oneplace.report.rows import Row
from oneplace.stats import Estimate, Span, proportion, rate
from oneplace.vocabulary.dimensions import EVERYONE, WHOLE

_SHARE, _COUNT, _MEAN = "Wilson", ("Byars", "Exact"), "Student's t"
SUMMED = (_SHARE, *_COUNT, _MEAN)
"""The methods whose values are a count out of another: age-adjusted rates, medians and published values are not."""


def in_span(rows: Sequence[Row], span: Span) -> Row | None:
    """The row of just this period; else one made of the rows that fill it without a gap; None where none is."""
    for row in rows:
        if (row["period_start"], row["period_end"]) == (span.start, span.end):
            return row
    parts = sorted(
        (row for row in rows if span.start <= row["period_start"] and row["period_end"] <= span.end),
        key=lambda row: (row["period_start"], row["period_end"]),
    )
    ends = [span.start, *(row["period_end"] for row in parts)]
    starts = [*(row["period_start"] for row in parts), span.end]
    if not parts or ends != starts:
        return None
    return pooled(parts, {"period_start": span.start, "period_end": span.end, "period_label": span.label})


def everyone(rows: Sequence[Row], like: Row) -> Row | None:
    """Of a measure's results everyone in just the period of another row: as the run has it, else its parts together."""
    whole = [row for row in rows if row["dimension"] in (EVERYONE, WHOLE)]
    return in_span(whole, Span(like["period_start"], like["period_end"], like["period_label"]))


def pooled(rows: Sequence[Row], changed: Row) -> Row | None:
    """One row of the rows' counts together, with ``changed`` in it; None where they can't be added up or one is hidden.

    They can where each value is its count divided by what it is out of, times one and the same number.
    """
    if not rows or any(row["suppressed"] or not _counted(row) for row in rows):
        return None
    scales = [row["value"] * row["denominator"] / row["numerator"] for row in rows if row["numerator"]]
    if not scales or any(not isclose(one, other, rel_tol=1e-6) for one, other in pairwise(scales)):
        return None
    numerator, denominator = (sum(row[name] for row in rows) for name in ("numerator", "denominator"))
    value = scales[0] * numerator / denominator
    lower, upper = _limits(rows[0]["method"], numerator, denominator, scales[0])
    counts = {"numerator": numerator, "denominator": denominator}
    return rows[0] | counts | {"value": value, "lower": lower, "upper": upper, "reason": None} | changed


def _counted(row: Row) -> bool:
    return row["method"] in SUMMED and row["numerator"] is not None and bool(row["denominator"])


def _limits(method: str, numerator: float, denominator: float, scale: float) -> tuple[float | None, float | None]:
    """The limits by the method of the parts; a mean's can't be had from sums alone."""
    if method == _MEAN:
        return None, None
    made: Estimate = (proportion if method == _SHARE else rate)(numerator, denominator, scale)
    return float(made.lower), float(made.upper)
