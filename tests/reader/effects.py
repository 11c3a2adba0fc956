"""What is said to have moved since a decision, by lines drawn through the plain rows at every degree of clinging."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import numpy as np

from oneplace.progress.sentences import Claim
from tests.reader import sums
from tests.reader.run import Run


def effect(claim: Claim, run: Run) -> str:
    """The number is of a line with a step and another slope, however much neighbours cling; of a decision taken."""
    decision = run.place.decisions.get(str(claim.reference and claim.reference.group))
    if decision is None:
        return _of_gap(claim, run)
    asked = next(one for one in decision.expects if one.measure == claim.subject)
    if isinstance(decision.on, str) or decision.on.start > run.as_of:
        return "is of a decision that is not taken"
    rows = run.headline(claim.subject)
    at = np.array([_month(row["period_start"]) - _month(asked.from_.start) + 1 for row in rows])
    if claim.direction == "not_judged":
        return ""
    said = _month(asked.by.end) - _month(asked.from_.start)
    return _judged(claim, (asked.change, said), at, np.array([row["value"] for row in rows]))


def _judged(claim: Claim, asked: tuple[float, int], at: np.ndarray, y: np.ndarray) -> str:
    """``asked`` is by how much it was to change, within how many months."""
    before, after = int((at <= 0).sum()), int((at > 0).sum())
    if before < 12 or after < 8:
        return f"is judged by {before} values before and {after} after"
    if claim.direction in ("worked", "less", "less_so_far", "harm"):
        return _as_far(claim, *asked, at, y)
    if claim.statistic is None:
        return "" if claim.number and claim.number > 0 else "does not say what could have been seen"
    return _moved(claim, at, y)


def _aim(claim: Claim, run: Run) -> Any:
    return next(
        one for one in run.tables["gap_effects"] if one["action"] == (claim.reference and claim.reference.group)
    )


def _of_gap(claim: Claim, run: Run) -> str:
    """A group's value less everyone's in the same month, turned round where more is better; or as so many times."""
    row = _aim(claim, run)
    if claim.direction == "not_judged":
        return ""
    own = {
        each["period_start"]: each["value"]
        for each in run.rows("results", measure=claim.subject)
        if each["group"] == row["group"]
    }
    pairs = [(each["period_start"], own[each["period_start"]], each["value"]) for each in run.headline(claim.subject)]
    since = datetime.strptime(row["from_label"], "%d %B %Y").replace(tzinfo=UTC)
    first = since.year * 12 + since.month + (since.day > 1)
    at = np.array([_month(day) - first + 1 for day, *_ in pairs])
    if claim.statistic == "relative_gap":
        times = np.array([one / everyone for _, one, everyone in pairs])
        fell = times[at > 0].mean() < times[at <= 0].mean()
        told = {"narrowed": fell, "widened": not fell}.get(str(claim.direction), True)
        return "" if told else f"went from {times[at <= 0].mean()} to {times[at > 0].mean()} times"
    until = datetime.strptime(row["by_label"], "%d %B %Y").replace(tzinfo=UTC)
    said = until.year * 12 + until.month + 1 - first
    return _judged(claim, (row["expected"], said), at, np.array([one - everyone for _, one, everyone in pairs]))


def expected(claim: Claim, run: Run) -> str:
    """As the decision's file says it; or, of an action, the run."""
    decision = run.place.decisions.get(str(claim.reference and claim.reference.group))
    if decision is None:
        row = _aim(claim, run)
        told = "fall", -row["expected"], row["by_label"]
        return "" if told == (claim.direction, claim.number, claim.period) else f"is {told}"
    asked = next(one for one in decision.expects if one.measure == claim.subject)
    told = "fall" if asked.change < 0 else "rise", abs(asked.change), sums.named(asked.by)
    return "" if told == (claim.direction, claim.number, claim.period) else f"is {told}"


def _moved(claim: Claim, at: np.ndarray, y: np.ndarray) -> str:
    ends = sorted(_line(at, y, rho)[claim.statistic == "slope"] for rho in np.linspace(-0.6, 0.96, 40))
    number, low, high = float(claim.number or 0), *(claim.limits or (0, 0))
    if not ends[0] - 1e-9 <= number <= ends[-1] + 1e-9:
        return f"lies between {ends[0]} and {ends[-1]}, not at {number}"
    if low <= 0 <= high or not low < number < high:
        return f"could be nought by its limits {low} to {high}"
    return "" if claim.direction == ("up" if number > 0 else "down") else f"goes the other way than {number}"


def _as_far(claim: Claim, change: float, said: int, at: np.ndarray, y: np.ndarray) -> str:
    """Whether what the lines came to by the period that was said is short of what was expected, as the words say."""
    lines = [_line(at, y, rho) for rho in np.linspace(-0.6, 0.96, 40)]
    came = [np.sign(change) * (step + slope * min(said, at[-1])) / abs(change) for step, slope in lines]
    if (claim.direction == "harm") != (max(step * change for step, _ in lines) < 0):
        return f"came to {came} of what was expected"
    if claim.direction in ("less", "less_so_far"):
        over = said <= at[-1]
        return "" if min(came) < 1 and over == (claim.direction == "less") else f"came to {came} of it, {over=}"
    return ""


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _line(at: np.ndarray, y: np.ndarray, rho: float) -> tuple[float, float]:
    """Step and slope where each error is so like the one before, by the whole matrix of their correlations."""
    apart = np.abs(np.subtract.outer(at, at))
    weights = np.linalg.inv(np.where(apart == 0, 1.0, np.sign(rho) ** apart * abs(rho) ** apart))
    x = np.column_stack([np.ones(at.size), at, at > 0, np.maximum(at, 0)])
    found = np.linalg.solve(x.T @ weights @ x, x.T @ weights @ y)
    return float(found[2]), float(found[3])
