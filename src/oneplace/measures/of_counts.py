"""Values that are a count out of another: a share of people with Wilson's limits, a rate of events with Byar's."""

from __future__ import annotations

from collections.abc import Iterable
from math import isclose

from oneplace import stats
from oneplace.measures.rows import Row
from oneplace.place import PER, Measure
from oneplace.stats import Counted, Estimate

_PER = PER | {"per_1000_a_year": 1_000, "per_100k_a_year": 100_000}


def kind(measure: Measure) -> Counted:
    """Whether a measure counts people, each of whom has it or not, or events."""
    return "proportion" if measure.unit == "percent" else "rate"


def made(measure: Measure, events: float, out_of: float) -> Estimate:
    """The value, with 95 % limits, of a measure whose unit says out of how many it is."""
    return (stats.proportion if kind(measure) == "proportion" else stats.rate)(events, out_of, _PER[measure.unit])


def counted(measure: Measure, rows: Iterable[Row]) -> Counted | None:
    """What is counted, where every row's value is its count out of its denominator; else nothing.

    Age-standardised rates aren't, though they have counts; nor are values of which a count isn't shown.
    """
    return kind(measure) if all(_is_made(measure, row) for row in rows) else None


def _is_made(measure: Measure, row: Row) -> bool:
    """Whether the row's value is its count out of its denominator, as exact as it is shown or more."""
    value, events, out_of = (row[name] for name in ("value", "numerator", "denominator"))
    if measure.unit not in _PER or value is None or events is None or not out_of:
        return False
    found = made(measure, events, out_of)
    near = isclose(float(found.value), value, rel_tol=1e-9, abs_tol=0.5 * 10**-measure.decimals)
    return near and not str(found.reason)
