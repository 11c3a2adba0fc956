"""What a careful reader works out with a pencil: shares of counts, their limits, and whether two values differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from math import hypot, isclose, sqrt
from typing import Any

from oneplace.place import Measure
from tests.reader.run import Row

GOOD = {"high_good": 1, "low_good": -1, "context": 0}
Z = 1.959963984540054


def counts_alone(measure: Measure) -> bool:
    """Whether a measure counts people or things out of nothing, so that the larger of two has more of them."""
    statistic = getattr(measure.compute, "statistic", None)
    if statistic:
        return bool(statistic == "count")
    return measure.unit in ("count", "people", "beds") or (
        measure.unit in ("gbp", "hours", "tonnes")
        and (measure.denominator or "Not divided") == "Not divided"
        and not re.search(
            r"(?i)\b(mean|median|average|per)\b", f"{measure.name} {measure.definition} {measure.numerator}"
        )
    )


def held_apart(measure: Measure, dimension: str | None) -> bool:
    """Whether those of a dimension may not be held against each other: a plain count of any, or areas by its file."""
    areas = dimension in ("all", "area", "neighbourhood") and measure.areas_not_compared
    return counts_alone(measure) or bool(areas)


def clear(one: Row, other: Row) -> int | None:
    """The sign of a difference whose limits, by those of both (MOVER), leave out nought; 0 if not; None without."""
    ends = [each[name] for each in (one, other) for name in ("lower", "upper")]
    if None in ends:
        return None
    low, high = difference(*([each[name] for name in ("value", "lower", "upper")] for each in (one, other)))
    return 1 if low > 0 else -1 if high < 0 else 0


def difference(one: Sequence[float], other: Sequence[float]) -> tuple[float, float]:
    """The limits of a difference of two values with their limits (Newcombe 1998, method 10)."""
    (a, low_a, high_a), (b, low_b, high_b) = one, other
    return a - b - hypot(a - low_a, high_b - b), a - b + hypot(high_a - a, b - low_b)


def stands(one: Row, other: Row) -> int | None:
    """The same where a value without limits is taken as exact; None where the first itself has none, or no room."""
    low, high = one["lower"], one["upper"]
    if low is None or high is None or low >= high:
        return None
    if None in (other["lower"], other["upper"]) or other["lower"] >= other["upper"]:
        return 1 if low > other["value"] else -1 if high < other["value"] else 0
    return clear(one, other)


def together(rows: Sequence[Row]) -> Row:
    """One row of several: their counts added up, the share of the sums, and Wilson's limits of it."""
    if len(rows) == 1:
        return rows[0]
    assert {row["method"] for row in rows} == {"Wilson"}, "only shares are added up by hand"
    count, people = (sum(row[name] for row in rows) for name in ("numerator", "denominator"))
    scale = next(r["value"] * r["denominator"] / r["numerator"] for r in rows if r["numerator"])
    low, high = (end * scale for end in wilson(count, people))
    shown = {"value": count / people * scale, "lower": low, "upper": high}
    return {**rows[0], "numerator": count, "denominator": people, **shown}


def wilson(count: float, people: float) -> tuple[float, float]:
    """The limits of a share: the two that lie Z of their own standard errors from it."""
    share = count / people
    middle = (share + Z**2 / (2 * people)) / (1 + Z**2 / people)
    half = Z * sqrt(share * (1 - share) / people + Z**2 / (4 * people**2)) / (1 + Z**2 / people)
    return middle - half, middle + half


def is_its_share(row: Row, unit: str) -> bool:
    """Whether a share is its count out of all; true of what is no share of a count, or published without them."""
    if unit != "percent" or row["method"] not in ("Wilson", "made up") or not row["denominator"]:
        return True
    return same(row["value"], 100 * row["numerator"] / row["denominator"], 1e-6)


def filling(rows: Sequence[Row], start: date, end: date) -> Row | None:
    """The row of just this period; else its parts together, where they fill it without a gap."""
    for row in rows:
        if (row["period_start"], row["period_end"]) == (start, end):
            return row
    inside = sorted(
        (row for row in rows if start <= row["period_start"] and row["period_end"] <= end),
        key=lambda row: row["period_start"],
    )
    meets = [start, *(row["period_end"] for row in inside)] == [*(row["period_start"] for row in inside), end]
    return together(inside) if inside and meets and all(shown(row) for row in inside) else None


def shown(row: Row) -> bool:
    """Whether a row has a value for readers."""
    return row["value"] is not None and not row["suppressed"]


def middle(start: date, end: date) -> date:
    """The day in the middle of a period whose end is its first day after."""
    return start + timedelta(days=((end - start).days - 1) // 2)


def in_months(start: date, end: date) -> float:
    """The middle of a period in months, by which a path runs: years are equally long; a day lies at its end."""
    first, last = (day.year * 12 + day.month + (day.day - 1) / 31 for day in (start, end))
    return last if (end - start).days < 28 else (first + last) / 2


def same(one: float | None, other: float | None, within: float = 1e-9) -> bool:
    """The same number but for the last bits; nothing is the same as nothing."""
    return one is other or (
        one is not None and other is not None and isclose(one, other, rel_tol=within, abs_tol=within)
    )


def named(period: Any) -> str:
    """A period of the files as its label; a month by its name."""
    days = (period.end - period.start).days
    return f"{period.start:%B %Y}" if 28 <= days <= 31 else str(period.label)
