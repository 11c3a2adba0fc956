"""What changes with the calendar: arrival rates by hour, and capacities by shift."""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.patients import Profile
from oneplace.flow.file.places import Shift
from oneplace.flow.file.quantity import SECONDS
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import article, count_words

Floats = NDArray[np.float64]

HOUR, DAY, WEEK = 3600.0, 86_400.0, 604_800.0
A_MONDAY = date(2026, 1, 5)
"""The first day of a run whose file names none."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_LENGTHS = {"hour_of_day": 24, "day_of_week": 7, "hour_of_week": 168, "month_of_year": 12}


def hourly(profile: Profile | None, start: date, hours: int) -> Floats:
    """What to multiply a mean rate by in each hour of a run; 1 everywhere without a profile."""
    factor = np.ones(hours)
    if profile is None:
        return factor
    hour = np.arange(hours)
    days = hour // 24
    weekday = (start.weekday() + days) % 7
    if profile.hour_of_week:
        factor *= 168 * np.array(profile.hour_of_week)[weekday * 24 + hour % 24]
    if profile.hour_of_day:
        factor *= 24 * np.array(profile.hour_of_day)[hour % 24]
    if profile.day_of_week:
        factor *= 7 * np.array(profile.day_of_week)[weekday]
    if profile.month_of_year:
        first = np.datetime64(start, "D")
        months = (first + np.arange(math.ceil(hours / 24))).astype("datetime64[M]").astype(int) % 12
        factor *= 12 * np.array(profile.month_of_year)[months[days]]
    return factor


def grown(growth: float | None, seconds: Floats) -> Floats:
    """What a rate is multiplied by so many seconds after the start of a run."""
    found: Floats = (1 + (growth or 0.0)) ** (seconds / SECONDS["year"])
    return found


def read_profile(path: Path) -> Profile:
    """A profile from a CSV with columns ``hour_of_week`` (from 0, Monday 0:00; or another of the profile's lists, from
    0, months from 1) and ``share``; the shares may be any weights and are brought to 100 %.
    """
    mend = "Give the columns `hour_of_week,share` with every hour from 0 to 167 (or `hour_of_day`, `day_of_week`, …)."
    try:
        with path.open(newline="", encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
    except (OSError, UnicodeDecodeError) as error:
        raise OneplaceError.at(path, f"cannot be read ({error}).", mend) from None
    kind = next((name for name in _LENGTHS if rows and name in rows[0]), None)
    if kind is None or "share" not in rows[0]:
        raise OneplaceError.at(path, "is not a profile.", mend, line=1)
    offset = 1 if kind == "month_of_year" else 0
    weights = np.full(_LENGTHS[kind], np.nan)
    for number, row in enumerate(rows, start=2):
        try:
            weights[int(row[kind]) - offset] = float(row["share"].strip().rstrip("%"))
        except (ValueError, IndexError, AttributeError):
            raise OneplaceError.at(
                path, f"holds {dict(row)}, which is no share of {article(kind)}.", mend, line=number
            ) from None
    if np.isnan(weights).any() or (weights < 0).any() or weights.sum() <= 0:
        raise OneplaceError.at(path, f"has no share of nought or more for each {kind}.", mend)
    return Profile.model_validate({kind: tuple(f"{100 * share!r} %" for share in (weights / weights.sum()).tolist())})


def read_forecast(path: Path, start: date, days: int) -> tuple[Floats, Floats]:
    """The mean and the standard deviation of each day of a run, from a CSV with ``date``, ``mean`` and ``sd``."""
    mend = "Write the columns `date,mean,sd`, a line for each day of the run; `oneplace forecast` makes such a file."
    try:
        with path.open(newline="", encoding="utf-8") as lines:
            rows = {row["date"]: (float(row["mean"]), float(row["sd"])) for row in csv.DictReader(lines)}
    except (OSError, UnicodeDecodeError, KeyError, ValueError, TypeError) as error:
        raise OneplaceError.at(path, f"cannot be read as a forecast ({error}).", mend) from None
    wanted = [(start + timedelta(days=n)).isoformat() for n in range(days)]
    missing = [day for day in wanted if day not in rows]
    if missing:
        others = f" (and {count_words(len(missing) - 1, 'more day')})" if missing[1:] else ""
        raise OneplaceError.at(path, f"has no line for {missing[0]}{others}.", mend)
    values = np.array([rows[day] for day in wanted])
    if (values < 0).any():
        raise OneplaceError.at(path, "holds a negative number.", mend)
    return values[:, 0], values[:, 1]


def changes(shifts: Sequence[Shift], otherwise: int, start: date, end: float) -> tuple[int, list[tuple[float, int]]]:
    """The number at the start, and each change as (seconds, new number). Of shifts that overlap the last one holds."""
    if not shifts:
        return otherwise, []
    spans = [_span(shift) for shift in shifts]
    edges = sorted({0.0, *(edge % DAY for span in spans for edge in span)})
    made: list[tuple[float, int]] = []
    number: int | None = None
    for day in range(math.ceil(end / DAY) + 1):
        for edge in edges:
            at = day * DAY + edge
            now = _number_at(shifts, spans, start, day=day, second=edge, otherwise=otherwise)
            if now != number and at < end:
                made.append((at, now))
                number = now
    return made[0][1], made[1:]


def _span(shift: Shift) -> tuple[float, float]:
    """Seconds after midnight at which a shift starts and ends; an end at or before the start is on the next day."""
    begin, finish = (timedelta(hours=int(t[:2]), minutes=int(t[3:])).total_seconds() for t in (shift.from_, shift.to))
    return begin, finish if finish > begin else finish + DAY


def _number_at(
    shifts: Sequence[Shift], spans: list[tuple[float, float]], start: date, *, day: int, second: float, otherwise: int
) -> int:
    found = otherwise
    for shift, (begin, finish) in zip(shifts, spans, strict=True):
        for back in (0, 1):
            weekday = _DAYS[(start.weekday() + day - back) % 7]
            if weekday in shift.days and begin <= second + back * DAY < finish:
                number = shift.capacity if shift.capacity is not None else shift.number
                found = number if number is not None else found
    return found


def day_of(start: date, seconds: float) -> datetime:
    """The moment that lies so many seconds after the start of a run."""
    return datetime.combine(start, datetime.min.time()) + timedelta(seconds=seconds)
