"""What is claimed of a value and what it is set beside, worked out again from the rows of the results."""

from __future__ import annotations

from datetime import date

from oneplace.progress.sentences import Claim
from tests.reader import sums
from tests.reader.run import Run


def value(claim: Claim, run: Run) -> str:
    row = run.at(claim.subject, claim.period)
    if row is None or row is not run.headline(claim.subject)[-1]:
        return f"{claim.period} is not the newest period"
    if not sums.same(row["value"], claim.number):
        return f"was {row['value']}"
    if not sums.is_its_share(row, run.measure(claim.subject).unit):
        return f"was counted as {row['numerator']} of {row['denominator']}"
    if claim.limits and claim.limits != (row["lower"], row["upper"]):
        return f"has limits {row['lower']} and {row['upper']}"
    return ""


def before(claim: Claim, run: Run) -> str:
    row, latest = run.at(claim.subject, claim.period), run.headline(claim.subject)[-1]
    if row is None or row["period_end"] > latest["period_start"]:
        return f"{claim.period} was not over before {latest['period_label']}"
    return "" if sums.same(row["value"], claim.number) else f"was {row['value']}"


def step(claim: Claim, run: Run) -> str:
    row, latest = run.at(claim.subject, claim.period), run.headline(claim.subject)[-1]
    if row is None or row["period_end"] > latest["period_start"]:
        return f"{claim.period} was not over before {latest['period_label']}"
    went = "higher" if latest["value"] > row["value"] else "lower" if latest["value"] < row["value"] else "the same"
    return "" if claim.direction == went else f"is {went}, not {claim.direction}"


def newest(claim: Claim, run: Run) -> str:
    """By the limits of the two the newest value is beyond chance on that side of the one of that period."""
    row, latest = run.at(claim.subject, claim.period), run.headline(claim.subject)[-1]
    sign = sums.clear(latest, row) if row and row["period_end"] <= latest["period_start"] else None
    went = {1: "higher", -1: "lower", 0: "within chance", None: "not known"}[sign]
    return "" if claim.direction == went else f"is {went}, not {claim.direction}"


def comparison(claim: Claim, run: Run) -> str:
    latest, other = run.headline(claim.subject)[-1], claim.reference
    assert other is not None
    if sums.held_apart(run.measure(claim.subject), "area"):
        return "is held against no other area"
    rows = run.rows(
        "results", measure=latest["measure"], dimension="area", group=other.whose, period_label=other.period
    )
    if len(rows) != 1 or not sums.same(rows[0]["value"], other.number):
        return f"{other.whose} had no {other.number} in {other.period}"
    if any(rows[0][name] != latest[name] for name in ("period_start", "period_end")):
        return f"sets {latest['period_label']} against {other.period}"
    good, sign = sums.GOOD[run.measure(claim.subject).polarity], sums.stands(latest, rows[0])
    if not good:
        expected = "context"
    elif not sign and sums.same(latest["value"], rows[0]["value"], 1e-9):
        expected = "same"
    elif sign is None:
        expected = "not_known"
    else:
        expected = {1: "better", 0: "similar", -1: "worse"}[sign * good]
    return "" if claim.direction == expected else f"is {expected}, not {claim.direction}"


def standard(claim: Claim, run: Run) -> str:
    """The newest figure against a level that the measure's file gives and that held in all of its period."""
    measure, newest = run.measure(claim.subject), run.headline(claim.subject)[-1]
    level = claim.reference and claim.reference.number
    asked = [one for one in measure.standards if one.value == level]
    if not asked:
        return f"no standard of {level} is in the file"
    if any(one.from_ and one.from_.start > newest["period_start"] for one in asked):
        return "did not hold yet"
    if (newest["value"], newest["period_label"]) != (claim.number, claim.period):
        return f"was {newest['value']}"
    enough = newest["value"] >= level if sums.GOOD[measure.polarity] > 0 else newest["value"] <= level
    return "" if claim.direction == ("meets" if enough else "misses") else f"{newest['value']} is against {level}"


def spread(claim: Claim, run: Run) -> str:
    measure = run.measure(claim.subject)
    if sums.held_apart(measure, "neighbourhood"):
        return "is held against no other area"
    rows = run.rows("results", measure=measure.id, dimension="neighbourhood", period_label=claim.period)
    (average,) = run.rows(
        "results", measure=measure.id, dimension="all",
        period_start=rows[0]["period_start"], period_end=rows[0]["period_end"],
    )  # fmt: skip
    assert claim.reference is not None
    if not sums.same(average["value"], claim.reference.number) or claim.reference.period != average["period_label"]:
        return f"the average of {claim.period} is {average['value']}"
    side = {"higher": 1, "lower": -1}.get(str(claim.direction)) or sums.GOOD[measure.polarity] * (
        1 if claim.direction == "better" else -1
    )
    shown = [row for row in rows if row["value"] is not None and not row["suppressed"] and row["group"] != "not_known"]
    count = sum(sums.stands(row, average) == side for row in shown)
    return "" if count == claim.number else f"there are {count}"


def if_all(claim: Claim, run: Run) -> str:
    if run.measure(claim.subject).groups_unlike:
        return "is of people who are not alike"
    if sums.counts_alone(run.measure(claim.subject)):
        return "a larger group counts more"
    rows = run.rows(
        "results", measure=run.measure(claim.subject).id, dimension="deprivation", period_label=claim.period
    )
    least = next(row for row in rows if row["group"] == "5")
    per = least["numerator"] / least["denominator"] / least["value"]
    others = [row for row in rows if row["group"] in ("1", "2", "3", "4", "not_known")]
    change, *ends = (
        sum(least[name] * per * row["denominator"] - row["numerator"] for row in others)
        for name in ("value", "lower", "upper")
    )
    if min(ends) <= 0 <= max(ends):
        return "could be chance"
    if not all(map(sums.same, sorted(ends), claim.limits or ends)):
        return f"has the limits {ends}"
    return (
        "" if sums.same(change, claim.number, 1e-6) and (change < 0) == (claim.direction == "fewer") else f"is {change}"
    )


def age(claim: Claim, run: Run) -> str:
    """Whole months from the day after the newest period to today."""
    latest, months = run.headline(claim.subject)[-1], int(claim.number or 0)
    if latest["period_label"] != claim.period:
        return f"{claim.period} is not the newest period"
    total = latest["period_end"].year * 12 + latest["period_end"].month - 1
    passed = [date((total + n) // 12, (total + n) % 12 + 1, 1) <= run.as_of for n in (months, months + 1)]
    return "" if passed == [True, False] else f"is not {months} months old"
