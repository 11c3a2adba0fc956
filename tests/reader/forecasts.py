"""What is said of the time ahead, worked out again from the values of the results (``tests.reader.ahead``)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from oneplace.progress.sentences import Claim, Kind
from tests.reader import moves, sums
from tests.reader.ahead import Ahead, ahead
from tests.reader.judged import own
from tests.reader.run import Row, Run

STEP = {"monthly": 1, "quarterly": 3}
CLOSE = 1e-6
"""How near two ways of solving one regression come."""


class Told(NamedTuple):
    """What is forecast of a period: its value, limits that hold four of five, and by how much it may miss a number."""

    value: float
    limits: tuple[float, float]
    ahead: Ahead
    known: float
    """What is known of the period already, as a part of its mean; the forecast makes up the rest."""
    rest: float

    def below(self, number: float) -> float:
        """The chance that the period's value is a number or less."""
        return float(self.ahead.below((number - self.known) / self.rest)[-1])


def forecast(claim: Claim, run: Run) -> str:  # noqa: PLR0911 - one a fault
    end = _end(claim, run)
    if end is None:
        return f"no such forecast for {claim.period}"
    if end <= run.as_of:
        return f"{claim.period} is past"
    rows, since = _comparable(claim.subject, run), claim.reference and claim.reference.period
    if why := _goes_on(claim, since, rows, run):
        return why
    if _may_be_step(claim.subject, since, run):
        return "goes on from what one step fits better than a slope"
    if not claim.number and min(row["value"] for row in rows) > 0:
        return "makes none of what never was none"
    told = _told(claim.subject, run, end, since)
    if told is None or not sums.same(told.value, claim.number, CLOSE):
        return f"is {told and told.value}"
    same = all(sums.same(a, b, CLOSE) for a, b in zip(told.limits, claim.limits or told.limits, strict=True))
    return "" if same else f"has the limits {told.limits}"


def _goes_on(claim: Claim, since: str | None, rows: list[Row], run: Run) -> str:
    """It went that way since that period, and what is forecast of years lies further that way."""
    if why := moves.moves(replace(claim, kind=Kind.DIRECTION, period=since), run):
        return f"goes on as it has since {since}, but {why}"
    onward = (float(claim.number or 0) - rows[-1]["value"]) * moves.SIGN[str(claim.direction)]
    if onward < 0 and run.measure(claim.subject).frequency not in STEP:
        return f"is {claim.number} after {rows[-1]['value']} of what is {claim.direction}"
    return ""


def none(claim: Claim, run: Run) -> str:
    """No line of a forecast is drawn where the words say that there is none."""
    drawn = run.rows("gap_paths" if claim.statistic else "paths", ambition=claim.subject, kind="forecast")
    if (
        claim.direction == "may_be_step"
        and not claim.statistic
        and not _may_be_step(claim.subject, _since(claim.subject, run), run)
    ):
        return "fits no step better"
    return "is drawn all the same" if drawn else ""


def _may_be_step(subject: str | None, since: str | None, run: Run) -> bool:
    """Whether two levels fit the years since then better than a line does, by Akaike's price: told by least squares."""
    rows = _comparable(subject, run)
    (first,) = [at for at, row in enumerate(rows) if row["period_label"] == since]
    rows = rows[first:]
    shared = any(later["period_start"] < row["period_end"] for row, later in pairwise(rows))
    if run.measure(subject).frequency == "monthly" or shared or len(rows) < 4:
        return False
    y, limits = np.array([row["value"] for row in rows]), [(row["lower"], row["upper"]) for row in rows]
    known = all(None not in ends for ends in limits)
    root = np.array([2 * sums.Z / (high - low) for low, high in limits]) if known else np.ones(len(y))
    at = np.arange(len(y))
    line, *steps = (
        float(np.linalg.lstsq(np.c_[root, root * x], root * y, rcond=None)[1].sum())
        for x in (at, *(at >= first for first in range(1, len(y))))
    )
    if known:
        return (line - min(steps)) / max(1.0, min(steps) / (len(y) - 2)) > 2
    return line > 0 and len(y) * np.log(line / min(steps)) > 2


def chance(claim: Claim, run: Run) -> str:
    target = run.outcome(claim.subject).target  # type: ignore[union-attr]
    if isinstance(target, str) or target.period.end <= run.as_of:  # type: ignore[union-attr]
        return "is a chance for a day that is past"
    _, end = own(target.period, run.headline(claim.subject)[-1])  # type: ignore[union-attr]
    told = _told(claim.subject, run, end, _since(claim.subject, run))
    if told is None:
        return "nothing can be said of it"
    below = told.below(float(target.value))  # type: ignore[arg-type]
    expected = below if sums.GOOD[run.measure(claim.subject).polarity] < 0 else 1 - below
    return "" if sums.same(expected, claim.number, 1e-5) else f"is {expected}"


def _end(claim: Claim, run: Run) -> date | None:
    """The day after the period that a forecast is told for: of the target, or of a step of the chart."""
    target = run.outcome(claim.subject).target  # type: ignore[union-attr]
    if not isinstance(target, str) and claim.period == sums.named(target.period):
        return target.period.end  # type: ignore[union-attr]
    rows = run.rows("paths", ambition=claim.subject, kind="forecast", period_label=claim.period)
    return rows[0]["period_end"] if len(rows) == 1 else None


def _since(subject: str | None, run: Run) -> str | None:
    """The period from which the direction is told that a run says of an ambition."""
    (row,) = [row for row in run.tables["progress"] if row["ambition"] == subject]
    return str(row["direction_since"])


def _told(subject: str | None, run: Run, end: date, since: str | None) -> Told | None:
    measure, rows = run.measure(subject), _comparable(subject, run)
    step = STEP.get(measure.frequency, 12)
    series = _by_steps(rows, step)
    count = (end.year * 12 + end.month - _months(rows[-1]["period_end"])) // step
    if series is None or count < 1:
        return None
    parts = _parts(subject, run, rows[-1], end)
    known = [row["value"] for row in rows if row["period_end"] > _before(end, parts * step)] if parts > 1 else []
    rest = parts - len(known)
    share = [0.0] * (count - rest) + [1 / rest] * rest
    (first,) = [row for row in rows if row["period_label"] == since]
    bend = (_months(first["period_start"]) - _months(rows[0]["period_start"])) // step
    if len(series) - bend < max(count, 4):
        return None
    sides = [(row["lower"], row["upper"]) for row in rows if None not in (row["lower"], row["upper"])]
    limits = [ends for ends in sides if ends[0] < ends[1]]
    found = ahead(series, count, measure.frequency, share, bend, limits)
    start, weight = sum(known) / parts, rest / parts
    low, high = (
        0.0 if min(row["value"] for row in rows) >= 0 else -1e300,
        100.0 if _is_share(measure.unit, rows) else 1e300,
    )
    value, *ends = (
        start + weight * min(max(float(side[-1]), low), high) for side in (found.middle, *found.within(0.8))
    )
    return Told(value, (ends[0], ends[1]), found, start, weight)


def _comparable(subject: str | None, run: Run) -> list[Row]:
    """The place's own values since the last change of definition, or of who is counted."""
    breaks = [each.at.start for each in run.measure(subject).series_breaks]
    breaks += [row["period_start"] for row in run.headline(subject) if row["unlike"]]
    return [row for row in run.headline(subject) if all(row["period_start"] >= day for day in breaks)]


def _by_steps(rows: list[Row], step: int) -> list[float | None] | None:
    """The values by equal steps, None where one has none; None at all where they don't follow by such steps."""
    by_month = {_months(row["period_start"]): row["value"] for row in rows}
    grid = range(min(by_month), max(by_month) + 1, step)
    return [by_month.get(month) for month in grid] if set(by_month) <= set(grid) else None


def _parts(subject: str | None, run: Run, latest: Row, end: date) -> int:
    """How many periods like the newest make the target's, where it is the target that is forecast."""
    target = run.outcome(subject).target  # type: ignore[union-attr]
    if isinstance(target, str) or target.period.end != end:  # type: ignore[union-attr]
        return 1
    each = _months(latest["period_end"]) - _months(latest["period_start"])
    if each >= 12 or not each:
        return 1
    return max((_months(end) - _months(target.period.start)) // each, 1)  # type: ignore[union-attr]


def _is_share(unit: str, rows: list[Row]) -> bool:
    return unit == "percent" and max(row["value"] for row in rows) <= 100


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _before(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 - months
    return date(total // 12, total % 12 + 1, 1)
