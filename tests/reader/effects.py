"""What is said to have moved since a decision, by lines drawn through the plain rows at every degree of clinging."""

from __future__ import annotations

from datetime import date

import numpy as np

from oneplace.place import Expected
from oneplace.progress.sentences import Claim
from tests.reader import sums
from tests.reader.run import Run


def effect(claim: Claim, run: Run) -> str:
    """The number is of a line with a step and another slope, however much neighbours cling; of a decision taken."""
    decision = run.place.decisions[str(claim.reference and claim.reference.group)]
    asked = next(one for one in decision.expects if one.measure == claim.subject)
    if isinstance(decision.on, str) or decision.on.start > run.as_of:
        return "is of a decision that is not taken"
    rows = run.headline(claim.subject)
    at = np.array([_month(row["period_start"]) - _month(asked.from_.start) + 1 for row in rows])
    before, after = int((at <= 0).sum()), int((at > 0).sum())
    if claim.direction == "not_judged":
        return ""
    if before < 12 or after < 8:
        return f"is judged by {before} values before and {after} after"
    if claim.direction in ("worked", "less", "less_so_far", "harm"):
        return _as_far(claim, asked, at, np.array([row["value"] for row in rows]))
    if claim.statistic is None:
        return "" if claim.number and claim.number > 0 else "does not say what could have been seen"
    return _moved(claim, at, np.array([row["value"] for row in rows]))


def expected(claim: Claim, run: Run) -> str:
    """As the decision's file says it."""
    decision = run.place.decisions[str(claim.reference and claim.reference.group)]
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


def _as_far(claim: Claim, asked: Expected, at: np.ndarray, y: np.ndarray) -> str:
    """Whether what the lines came to by the period that was said is short of what was expected, as the words say."""
    said = _month(asked.by.end) - _month(asked.from_.start)
    lines = [_line(at, y, rho) for rho in np.linspace(-0.6, 0.96, 40)]
    came = [np.sign(asked.change) * (step + slope * min(said, at[-1])) / abs(asked.change) for step, slope in lines]
    if (claim.direction == "harm") != (max(step * asked.change for step, _ in lines) < 0):
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
