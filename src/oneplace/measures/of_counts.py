"""Values that are a count out of another: a share of people with Wilson's limits, a rate of events with Byar's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from oneplace import stats
from oneplace.measures.rows import Row
from oneplace.place import PER, FromDocument, FromPublished, Measure
from oneplace.stats import Counted, Estimate

FROM_COUNTS = "limits from the counts"
"""What the method of a row says of limits that were worked out here."""
OUT_OF = PER | {"per_1000_a_year": 1_000, "per_100k_a_year": 100_000}
"""Units of which a value is a count out of another, of people or of years lived, and out of how many."""


def kind(measure: Measure) -> Counted:
    """Whether a measure counts people, each of whom has it or not, or events."""
    return "proportion" if measure.unit == "percent" else "rate"


def made(measure: Measure, events: float, out_of: float) -> Estimate:
    """The value, with 95 % limits, of a measure whose unit says out of how many it is."""
    return (stats.proportion if kind(measure) == "proportion" else stats.rate)(events, out_of, OUT_OF[measure.unit])


def counted(measure: Measure, rows: Iterable[Row]) -> Counted | None:
    """What is counted, where every row's value is its count out of its denominator; else nothing.

    Age-standardised rates aren't, though they have counts; nor are values of which a count isn't shown.
    """
    return kind(measure) if all(_is_made(measure, row) for row in rows) else None


def _is_made(measure: Measure, row: Row) -> bool:
    """Whether the row's value is its count out of its denominator, as exact as it is shown or more."""
    value, events, out_of = (row[name] for name in ("value", "numerator", "denominator"))
    if measure.unit not in OUT_OF or value is None or events is None or not out_of:
        return False
    found = made(measure, events, out_of)
    return stats.rounds_to(float(found.value), value, measure.decimals) and not str(found.reason)


def with_limits(measure: Measure, compute: FromPublished | FromDocument, rows: Sequence[Row]) -> list[Row]:
    """The rows with limits from their counts, where none are given and the value is its count out of its denominator.

    A share has Wilson's limits, a rate Byar's (below 10 events exact ones); the method says so. As they are where the
    measure's file says that nothing but what is given is to stand (``limits: as_published``).
    """
    if compute.limits == "as_published":
        return list(rows)
    return [_with_limits(measure, row) for row in rows]


def _with_limits(measure: Measure, row: Row) -> Row:
    if row["lower"] is not None or row["upper"] is not None or not counted(measure, [row]):
        return row
    found = made(measure, row["numerator"], row["denominator"])
    method = f"{row['method']}; {FROM_COUNTS}: {found.method}"
    return {**row, "lower": float(found.lower), "upper": float(found.upper), "method": method}


def without_limits(measure: Measure, compute: FromPublished | FromDocument, rows: Iterable[Row]) -> list[Row]:
    """The rows with a count, what it is out of and no limits: they have none because the value is not made of these.

    ``rows`` are those that ``with_limits`` gives.
    """
    if compute.limits == "as_published" or measure.unit not in OUT_OF:
        return []
    bare = [row for row in rows if row["value"] is not None and row["lower"] is None and row["upper"] is None]
    return [row for row in bare if row["numerator"] is not None and row["denominator"] and not counted(measure, [row])]
