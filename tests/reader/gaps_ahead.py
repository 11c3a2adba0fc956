"""What is said of the time ahead of a gap that something was set for, worked out again from its sizes."""

from __future__ import annotations

from datetime import date

from oneplace.progress.sentences import Claim
from tests.reader import gaps, sums
from tests.reader.ahead import Ahead, ahead
from tests.reader.gap_ways import trend
from tests.reader.run import Run

STEP = {"monthly": 1, "quarterly": 3}
CLOSE = 1e-6


def forecast(claim: Claim, run: Run) -> str:
    """As its sizes go on, by the way and from the period that are said of the newest."""
    rows = run.rows("gap_paths", ambition=claim.subject, kind="forecast", period_label=claim.period)
    if len(rows) != 1 or rows[0]["period_end"] <= run.as_of:
        return f"no such forecast for {claim.period}"
    wish = run.outcome(claim.subject).gap_ambition  # type: ignore[union-attr]
    measure = run.measure(claim.subject)
    known = gaps.sized(claim.subject, run)
    (newest,) = [
        gap
        for gap in run.rows("gaps", measure=measure.id, dimension=wish.dimension, statistic=wish.statistic)
        if gap["period_label"] == known[max(known)][2]
    ]
    since = claim.reference.period if claim.reference else None
    if (claim.direction, since) != trend(run, newest):
        return f"goes on as {trend(run, newest)}"
    told = _ahead(claim, run, rows[0]["period_end"], since)
    if told is None or not sums.same(float(told.middle[-1]), claim.number, CLOSE):
        return f"is {told and told.middle[-1]}"
    ends = [max(float(side[-1]), 0.0) for side in told.within(0.8)]
    same = all(sums.same(a, b, CLOSE) for a, b in zip(ends, claim.limits or ends, strict=True))
    return "" if same else f"has the limits {ends}"


def chance(claim: Claim, run: Run) -> str:
    """That the gap is no larger than what was set for it."""
    wish = run.outcome(claim.subject).gap_ambition  # type: ignore[union-attr]
    (row,) = run.rows("progress", ambition=claim.subject)
    if wish.period.end <= run.as_of:
        return "is a chance for a day that is past"
    told = _ahead(claim, run, wish.period.end, row["gap_held_since"])
    expected = told and float(told.below(gaps.aim(wish))[-1])
    return "" if expected is not None and sums.same(expected, claim.number, 1e-5) else f"is {expected}"


def _ahead(claim: Claim, run: Run, end: date, since: str | None) -> Ahead | None:
    lines = run.rows("gap_paths", ambition=claim.subject, kind="actual")
    lines = sorted(lines, key=lambda line: line["period_end"])
    step = STEP.get(run.measure(claim.subject).frequency, 12)
    if lines[-1]["period_end"].toordinal() - lines[-1]["period_start"].toordinal() > 360:
        step = 12
    months = [line["period_end"].year * 12 + line["period_end"].month for line in lines]
    by_month = {month: line["value"] for month, line in zip(months, lines, strict=True)}
    grid = range(months[0], months[-1] + 1, step)
    count = (end.year * 12 + end.month - months[-1]) // step
    if not set(by_month) <= set(grid) or count < 1:
        return None
    first = next(at for at, line in zip(months, lines, strict=True) if line["period_label"] == since)
    sides = [(line["lower"], line["upper"]) for line in lines if None not in (line["lower"], line["upper"])]
    often = {1: "monthly", 3: "quarterly"}.get(step, "annual")
    series = [by_month.get(month) for month in grid]
    return ahead(series, count, often, None, (first - months[0]) // step, [ends for ends in sides if ends[0] < ends[1]])
