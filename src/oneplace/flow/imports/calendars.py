"""PathSimR's calendars, which start again at their end, as weekly profiles and shifts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from oneplace.flow.imports.imported import percent, quantity

DAY, WEEK = 86_400, 604_800
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Segment:
    """A value from one moment to another; times in whole seconds from midnight on a Monday, ``end`` None: for ever."""

    start: int
    end: int | None
    value: float


def repeated(segments: Sequence[Segment]) -> list[Segment]:
    """The segments of one day (where they repeat within it) or of one week.

    Raises ``ValueError`` where they are not one after another from nought, or do not fit into a week.
    """
    if len(segments) == 1 and segments[0].end is None:
        return [Segment(0, DAY, segments[0].value)]
    at = 0
    for one in segments:
        if one.end is None:
            raise ValueError("a row without an end stands beside others.")
        if one.start != at or one.end <= one.start:
            raise ValueError("the rows do not follow each other from 0 on, each starting where the one before ends.")
        at = one.end
    if WEEK % at:
        raise ValueError("it does not repeat within a day or a week, as calendars and profiles here do.")
    span = DAY if DAY % at == 0 else WEEK
    return [
        Segment(one.start + shift, (one.end or 0) + shift, one.value)
        for shift in range(0, span, at)
        for one in segments
    ]


def arrivals(segments: Sequence[Segment], per: int) -> dict[str, Any] | None:
    """Arrivals with these rates per ``per`` seconds; None where nobody comes.

    Raises ``ValueError`` where rates change within an hour.
    """
    whole = repeated(segments)
    if any(one.value < 0 for one in whole):
        raise ValueError("a rate is negative.")
    if any(one.start % 3600 for one in whole):
        raise ValueError("a rate changes within an hour; profiles here go from hour to hour.")
    hours = (whole[-1].end or 0) // 3600
    rates = [next(one.value for one in whole if one.start <= h * 3600 < (one.end or 0)) for h in range(hours)]
    total = sum(rates)
    if total == 0:
        return None
    found: dict[str, Any] = {"rate": quantity(total / hours * DAY / per, "patients per day")}
    if min(rates) < max(rates):
        kind = "hour_of_day" if hours == 24 else "hour_of_week"
        found["profile"] = {kind: [percent(rate / total) for rate in rates]}
    return found


def capacities(segments: Sequence[Segment]) -> tuple[str, list[dict[str, Any]]]:
    """The capacity and the shifts in which it is another. Raises ``ValueError`` where it changes within a minute."""
    whole = repeated(segments)
    if any(one.value < 0 or one.value != int(one.value) for one in whole):
        raise ValueError("a capacity is not a whole number of nought or more.")
    if any(one.start % 60 for one in whole):
        raise ValueError("a capacity changes within a minute.")
    base, weekly = whole[0].value, (whole[-1].end or 0) > DAY
    shifts: dict[tuple[int, int, float], list[str]] = {}
    for one in whole:
        start, end = one.start, one.end or 0
        while start < end and one.value != base:  # apart at midnight
            day = start // DAY
            upto = min(end, (day + 1) * DAY)
            shifts.setdefault((start - day * DAY, upto - day * DAY, one.value), []).append(_DAYS[day])
            start = upto
    return quantity(base, "places"), [
        ({"days": days} if weekly and len(days) < 7 else {})
        | {"from": _clock(start), "to": _clock(end), "capacity": quantity(value, "places")}
        for (start, end, value), days in shifts.items()
    ]


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds % 3600 // 60:02d}"
