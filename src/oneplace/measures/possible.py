"""What of a typed figure can't be: limits the wrong way round, a share above 100, counts that make another number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from oneplace.measures.rows import Row
from oneplace.place import PER, Measure
from oneplace.stats import may_be_made_of
from oneplace.vocabulary.wording import half_of_last_figure, plainly

_MEND = "Correct the line by the document."
_MEND_SHARE = (
    "Correct it. If what is counted is no part of what it is out of, give the measure the unit `ratio` and write 1.04 "
    "for 104%."
)
_MEND_COUNTS = "Correct it. If the value is weighted or standardised, leave `numerator` empty, as it is not made of it."


def impossible(measure: Measure, row: Row, written: Mapping[str, str]) -> tuple[str, str] | None:
    """What is wrong with a figure and how to mend it; None where nothing is beyond what rounding explains.

    ``written`` are the cells as they are typed: what their last figure is worth tells how far each is rounded.
    """
    return next(_faults(measure, row, written), None)


def _faults(measure: Measure, row: Row, written: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    value, lower, upper = (row[name] for name in ("value", "lower", "upper"))
    if lower is not None and upper is not None and lower > upper:
        yield f"has limits the wrong way round, {written['lower']} to {written['upper']}.", _MEND
    for name in ("numerator", "denominator", "value"):
        if measure.unit in PER and (row[name] or 0) < 0:
            yield f"has {written[name]} as {name}, which is below 0.", _MEND
    if value is None:
        return
    for name, limit, beyond in (("lower", lower, -1), ("upper", upper, 1)):
        if limit is None:
            continue
        rounding = max(half_of_last_figure(written["value"]), half_of_last_figure(written[name]))
        if beyond * (value - limit) > rounding + 1e-9:
            side = "below its lower" if name == "lower" else "above its upper"
            yield f"has the value {written['value']}, which is {side} limit, {written[name]}.", _MEND
    if measure.unit == "percent" and value > 100:
        yield f"has {written['value']} as value: a percentage of a whole is 0 to 100.", _MEND_SHARE
    if measure.unit == "percent" and row["numerator"] is not None and row["denominator"]:
        yield from _of_other_counts(measure, row, written)


def _of_other_counts(measure: Measure, row: Row, written: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    numerator, denominator = row["numerator"], row["denominator"]
    of = f"{written['numerator']} of {written['denominator']}"
    if numerator > denominator:
        yield f"has {of}: more than the whole.", _MEND_SHARE
    exact = max(half_of_last_figure(written["value"]), 0.5 * 10**-measure.decimals)
    if not may_be_made_of(row["value"], numerator, denominator, exact):
        made = plainly(round(100 * numerator / denominator, measure.decimals))
        yield f"has {written['value']} as value beside {of}, which is {made}%.", _MEND_COUNTS
