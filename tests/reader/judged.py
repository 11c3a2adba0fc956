"""How an ambition stands to what was set for it, judged again from the results and the place's files."""

from __future__ import annotations

from itertools import pairwise
from math import sqrt

from oneplace.progress.sentences import Claim
from tests.reader import sums
from tests.reader.run import Row, Run


def target(claim: Claim, run: Run) -> str:
    target = run.outcome(claim.subject).target  # type: ignore[union-attr]
    if isinstance(target, str) or not sums.same(target.value, claim.number) or target.period.label != claim.period:
        return "is not the target of the file"
    return ""


def status(claim: Claim, run: Run) -> str:
    (row,) = run.rows("progress", ambition=claim.subject)
    latest, good = _as_long(claim, run), sums.GOOD[run.measure(claim.subject).polarity]
    if not good:
        expected = {"context"}
    elif isinstance(run.outcome(claim.subject).target, str):  # type: ignore[union-attr]
        expected = {"no_target_set", "average_up_but_gap_wider"}
    elif row["path"] is None:
        expected = {"cannot_be_judged_yet"}
    elif (latest["value"] - row["path"]) * good >= 0:
        expected = {"on_path", "average_up_but_gap_wider"}
    else:
        best = latest["upper" if good > 0 else "lower"]
        short = best is None or (best - row["path"]) * good < 0
        expected = {"off_path" if short else "cannot_be_judged_yet"}
    return "" if claim.direction in expected else f"is {' or '.join(sorted(expected))}, not {claim.direction}"


def path(claim: Claim, run: Run) -> str:
    """On the straight line between the steps that the file sets."""
    outcome, latest = run.outcome(claim.subject), _as_long(claim, run)
    assert outcome is not None
    steps = [(sums.middle(when.start, when.end), float(number)) for when, number in outcome.trajectory.items()]
    steps += [
        (sums.middle(each.period.start, each.period.end), float(each.value))  # type: ignore[union-attr,arg-type]
        for each in (outcome.baseline, outcome.target)
        if not isinstance(each, str)
    ]
    day, steps = sums.middle(latest["period_start"], latest["period_end"]), sorted(set(steps))
    expected = steps[0][1] if day <= steps[0][0] else steps[-1][1]
    for (first, low), (last, high) in pairwise(steps):
        if first <= day <= last:
            expected = low + (high - low) * (day - first).days / (last - first).days
    return "" if sums.same(expected, claim.number) else f"the path is at {expected}"


def held(claim: Claim, run: Run) -> str:
    row = _as_long(claim, run)
    if row is run.headline(claim.subject)[-1]:
        return "is not what is held against the path"
    if not sums.same(row["value"], claim.number):
        return f"was {row['value']}"
    return (
        "" if claim.limits in (None, (row["lower"], row["upper"])) else f"has limits {row['lower']} and {row['upper']}"
    )


def _as_long(claim: Claim, run: Run) -> Row:
    """The newest value, or the mean of the newest year of months where the target is for a year; as a row."""
    rows, target = run.headline(claim.subject), run.outcome(claim.subject).target  # type: ignore[union-attr]
    days = (rows[-1]["period_end"] - rows[-1]["period_start"]).days
    if isinstance(target, str) or days > 31 or (target.period.end - target.period.start).days < 365:  # type: ignore[union-attr]
        return rows[-1]
    twelve = rows[-12:]
    people = [row["denominator"] or 0 for row in twelve]
    people = people if all(people) else [1] * 12
    shares = [each / sum(people) for each in people]
    mean = sum(share * row["value"] for share, row in zip(shares, twelve, strict=True))
    limited = all(row["lower"] is not None and row["lower"] < row["upper"] for row in twelve)
    ends = [
        mean + way * sqrt(sum((s * (row[side] - row["value"])) ** 2 for s, row in zip(shares, twelve, strict=True)))
        if limited
        else None
        for side, way in (("lower", -1), ("upper", 1))
    ]
    return {**rows[-1], "period_start": twelve[0]["period_start"], "value": mean, "lower": ends[0], "upper": ends[1]}


def forecast(claim: Claim, run: Run) -> str:
    rows = run.rows("paths", ambition=claim.subject, kind="forecast", period_label=claim.period)
    if not rows:
        return _forecast_of_a_year(claim, run)
    if len(rows) != 1 or not sums.same(rows[0]["value"], claim.number):
        return f"no such forecast for {claim.period}"
    if rows[0]["period_end"] <= run.as_of:
        return f"{claim.period} is past"
    return "" if claim.limits in (None, (rows[0]["lower"], rows[0]["upper"])) else "has other limits"


def _forecast_of_a_year(claim: Claim, run: Run) -> str:
    """Of months and a target for a year: the mean of its months, those forecast and those that are here."""
    target = run.outcome(claim.subject).target.period  # type: ignore[union-attr]
    parts = [
        row
        for row in run.rows("paths", ambition=claim.subject)
        if row["kind"] in ("actual", "forecast") and target.start <= row["period_start"] < target.end
    ]
    if claim.period != target.label or len(parts) != 12:
        return f"no such forecast for {claim.period}"
    if target.end <= run.as_of:
        return f"{claim.period} is past"
    mean = sum(row["value"] for row in parts) / 12
    ends = claim.limits or (mean, mean)
    known = sum(row["kind"] == "actual" for row in parts)
    widest = max(row["upper"] - row["lower"] for row in parts if row["kind"] == "forecast") * (12 - known) / 12
    stopped = any(row["value"] == 0 for row in parts)  # a forecast below nought is told as nought
    if not sums.same(mean, claim.number, 1e-9) and not (stopped and mean >= (claim.number or 0)):
        return f"the mean of its months is {mean}"
    return "" if ends[0] <= mean <= ends[1] and ends[1] - ends[0] <= widest else "has other limits"


def chance(claim: Claim, run: Run) -> str:
    (row,) = run.rows("progress", ambition=claim.subject)
    target = run.outcome(claim.subject).target  # type: ignore[union-attr]
    if isinstance(target, str) or target.period.end <= run.as_of:  # type: ignore[union-attr]
        return "is a chance for a day that is past"
    return "" if sums.same(row["chance"], claim.number) else f"is {row['chance']}"


def outcome(claim: Claim, run: Run) -> str:
    target, good = run.outcome(claim.subject).target, sums.GOOD[run.measure(claim.subject).polarity]  # type: ignore[union-attr]
    assert not isinstance(target, str)
    start, end = target.period.start, target.period.end  # type: ignore[union-attr]
    inside = [row for row in run.headline(claim.subject) if start < row["period_end"] <= end]
    if not inside or run.headline(claim.subject)[-1]["period_end"] < end:
        return "has no value of the target's period yet"
    people = [row["denominator"] or 0 for row in inside]
    people = people if all(people) else [1] * len(inside)
    mean = sum(row["value"] * count for row, count in zip(inside, people, strict=True)) / sum(people)
    met = (mean - float(target.value)) * good >= 0  # type: ignore[arg-type]
    return "" if (claim.direction == "met") == met else f"the value was {mean}"


def due(claim: Claim, run: Run) -> str:
    days = {f"{day.day} {day:%B %Y}": day for each in run.tables["progress"] if (day := each["judgeable_on"])}
    if claim.period not in days:
        return "no such day is known"
    return "" if (days[claim.period] <= run.as_of) == (claim.direction == "late") else "is on the other side of today"
