"""A series in periods as long as the one that something was promised for: a month is never held against a year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from math import fsum, hypot, isclose
from statistics import fmean

from oneplace.stats import MONTHS, Figure, Span, months_on, own_length

_AS_LARGE = {
    *("percent", "per_1000_a_year", "per_100k_a_year", "seconds", "minutes", "hours", "days", "weeks", "years"),
    *("score", "points", "ratio", "beds", "patients_per_gp"),
}
"""Units of which the value of a year is as large as those of its months."""


def as_promised(series: Sequence[Figure], promised: Span) -> list[Figure]:
    """The series, earliest first, in periods like the one promised for; none of it where it has no such periods.

    Of months and a promise for a year it is the year that ends with each month of which every month is known, by one
    definition. Values stand for themselves in a promise as long as they are, and what is counted on a day in any;
    nothing longer than a promise tells a shorter one. Of a unit that grows with the period (events, pounds)
    no file says whether its months add up, so they tell no year.
    """
    if not series or stands_for_itself(series[-1], promised):
        return list(series)
    count = parts_of(promised, series[-1])
    if not count:
        return []
    runs = (series[last - count : last] for last in range(count, len(series) + 1))
    return [together(run, _name(run, promised)) for run in runs if _unbroken(run)]


def length_judged(spans: Sequence[Span], frequency: str, promised: Span | None, said: int = 0) -> int:
    """How many months a period of a measure lasts, by what its file has ``said``, else by how often it comes;
    0 where its ``spans`` are of any length.

    What comes irregularly is as long as what is ``promised`` for, where any of it is.
    """
    if said or frequency in MONTHS:
        return own_length(spans, MONTHS.get(frequency, 0), said)
    asked = min(promised.months if promised else 0, 12)
    return own_length(spans, asked) if any(span.months >= asked for span in spans) else 0


def in_its_period(series: Sequence[Figure], promised: Span) -> Figure | None:
    """The value of the very period that something was promised for; None where that isn't known.

    What is counted on a day tells it by the last day in it: such is held against a promise while its period goes on,
    and no other way once that is over. No other year tells it: a school year ends in the middle of a financial one.
    """
    for value in as_promised(series, promised):
        if value.span.same_time_as(promised):
            return value
    inside = [value for value in series if promised.start < value.span.end <= promised.end]
    return inside[-1] if inside and not inside[-1].span.months else None


def together(parts: Sequence[Figure], label: str) -> Figure:
    """The mean of parts of a period: each counts by what it is out of, where all say so, as in the whole's own value.

    With limits where all parts have them, from each part's own (MOVER of a sum: Zou and Donner 2008).
    """
    out_of = [part.denominator or 0.0 for part in parts]
    weights = out_of if all(out_of) else [1.0] * len(parts)
    shares = [weight / fsum(weights) for weight in weights]
    value = fsum(share * part.value for share, part in zip(shares, parts, strict=True))
    lower = upper = None
    if all(part.limits for part in parts):
        sides = [part.limits or (part.value, part.value) for part in parts]
        below = (share * (part.value - side[0]) for share, part, side in zip(shares, parts, sides, strict=True))
        above = (share * (side[1] - part.value) for share, part, side in zip(shares, parts, sides, strict=True))
        lower, upper = value - hypot(*below), value + hypot(*above)
    span = Span(parts[0].span.start, parts[-1].span.end, label)
    plain, counted = fmean(part.value for part in parts), sum(out_of) if all(out_of) else None
    alike = None if isclose(plain, value, rel_tol=1e-9) else plain
    return Figure(span, value, lower, upper, parts[-1].of, None, counted, alike, parts[-1].decimals)


def stands_for_itself(figure: Figure, promised: Span) -> bool:
    """Whether a value may be held against what was promised for such a period as it is: it is as long, or of a day."""
    return figure.span.months in (0, promised.months)


def as_told_of(span: Span, promised: Span) -> Span:
    """The period that a new value of ``span`` will tell of what is promised: its own, or of a shorter one that which is
    as long as the promise and ends with it.
    """
    short = 0 < span.months < promised.months and promised.months % span.months == 0
    return Span(months_on(span.end, -promised.months), span.end, "") if short else span


def as_long(span: Span, months: int) -> bool:
    """Whether a period may be a measure's own, of so many months, or a day; years are alike, however many they are."""
    return span.months in (0, months) or min(span.months, months) >= 12


def parts_of(promised: Span, figure: Figure) -> int:
    """How many periods like a figure's make the one promised for by their mean; 0 where they don't."""
    count, rest = divmod(promised.months, figure.span.months)
    return 0 if rest or _grows(figure) else count


def _grows(figure: Figure) -> bool:
    return figure.of is not None and figure.of.unit not in _AS_LARGE


def _unbroken(parts: Sequence[Figure]) -> bool:
    """Whether each part follows the one before and all are of one thing."""
    return all(a.span.end == b.span.start and a.of == b.of for a, b in pairwise(parts))


def _name(parts: Sequence[Figure], promised: Span) -> str:
    whole = Span(parts[0].span.start, parts[-1].span.end, promised.label)
    if whole.same_time_as(promised):
        return promised.label
    last = whole.end - timedelta(days=1)
    if whole.months == 12:
        return f"the year to {last:%B %Y}"
    return f"the {whole.months} months to {last:%B %Y}"
