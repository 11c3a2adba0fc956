"""Where a series is and where it goes, found again by other tests than the run's."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise
from statistics import fmean, stdev

from oneplace.place import Measure
from oneplace.progress.sentences import Claim, Kind
from tests.reader import sums
from tests.reader.run import Row, Run

SIGN = {"rising": 1, "falling": -1}
PAST = {"rose": 1, "fell": -1}


def moves(claim: Claim, run: Run) -> str:
    """What is said to rise or fall from a period on has risen or fallen since it."""
    if claim.period is None or (claim.direction not in SIGN and claim.kind is not Kind.STRATEGY_RUN):
        return ""
    first, latest = run.at(claim.subject, claim.period), run.headline(claim.subject)[-1]
    if first is None or first["period_start"] >= latest["period_start"]:
        return f"{claim.period} has no value to start from"
    span = run.place.strategy.period
    until = span.end.end if claim.kind is Kind.STRATEGY_RUN else latest["period_end"]  # type: ignore[union-attr]
    inside = [
        row
        for row in run.headline(claim.subject)
        if row["period_start"] >= first["period_start"] and row["period_end"] <= until
    ]
    told = claim.reference and claim.reference.period
    if claim.kind is Kind.STRATEGY_RUN and told != inside[-1]["period_label"]:
        return f"ends with {inside[-1]['period_label']}, not {told}"
    if claim.direction not in SIGN:
        return ""
    gone = f"went from {inside[0]['value']} to {inside[-1]['value']}"
    return "" if SIGN[claim.direction] in ways(inside) else gone


def turn(claim: Claim, run: Run) -> str:
    """The furthest value since a rise or fall began, half a year back or more; and where it began."""
    way, told = PAST[str(claim.direction)], claim.reference
    start = run.at(claim.subject, told and told.period)
    if start is None or told is None or not sums.same(start["value"], told.number):
        return f"began with {start and start['value']}"
    far, ago = furthest(way, start, run.headline(claim.subject))
    if not sums.same(far["value"], claim.number) or far["period_label"] != claim.period:
        return f"was furthest at {far['value']} in {far['period_label']}"
    return "" if ago > 175 and (far["value"] - start["value"]) * way > 0 else "has not ended"


def furthest(way: int, start: Row, rows: Sequence[Row]) -> tuple[Row, int]:
    """The furthest value since one, the latest of several, and how many days before the newest its period ended."""
    since = [row for row in rows if row["period_start"] >= start["period_start"]]
    far = max(since[::-1], key=lambda row: row["value"] * way)
    return far, (since[-1]["period_end"] - far["period_end"]).days


def hidden(claims: Sequence[Claim], run: Run) -> list[str]:
    """The rises and falls told to run of which half was given back half a year ago or longer, beyond chance."""
    return [
        f"{claim.subject} is {claim.direction} since {claim.period}, and its end is not told"
        for claim in claims
        if claim.kind is Kind.DIRECTION and claim.direction in SIGN and _is_over(claim, run)
    ]


def _is_over(claim: Claim, run: Run) -> bool:
    start, rows = run.at(claim.subject, claim.period), run.headline(claim.subject)
    if start is None:
        return False
    far, ago = furthest(SIGN[str(claim.direction)], start, rows)
    gone, back = abs(far["value"] - start["value"]), abs(far["value"] - rows[-1]["value"])
    yearly = (rows[-1]["period_end"] - rows[-1]["period_start"]).days > 360
    clear, shared = sums.clear(rows[-1], far), far["period_end"] > rows[-1]["period_start"]
    if yearly or ago < 295:
        return ago > 175 and 0 < gone <= 2 * back and not (yearly and clear is not None and (clear == 0 or shared))
    newest, before = (fmean(row["value"] for row in part) for part in (rows[-6:], rows[-12:-6]))
    return 0 < gone <= 2 * back or (newest - before) * SIGN[str(claim.direction)] <= 0 < back


def shift(claim: Claim, run: Run) -> str:
    """The means of the values from the old level's first period to the new one's, and since: apart that way."""
    rows, old = run.headline(claim.subject), claim.reference
    labels = [row["period_label"] for row in rows]
    if old is None or old.period not in labels or claim.period not in labels:
        return f"has no value in {claim.period} or in {old and old.period}"
    at = labels.index(str(claim.period))
    before = fmean(row["value"] for row in rows[labels.index(str(old.period)) : at])
    since = fmean(row["value"] for row in rows[at:])
    apart = (since - before) * (1 if claim.direction == "stepped_up" else -1) > 0
    same = sums.same(before, old.number) and sums.same(since, claim.number)
    return "" if apart and same else f"has means of {before} and {since}"


def ends(claim: Claim, run: Run) -> str:
    """The newest value against that of the period named: beyond chance to that side, or without limits."""
    first, latest, told = (
        run.at(claim.subject, claim.reference and claim.reference.period),
        run.headline(claim.subject)[-1],
        claim.reference and claim.reference.number,
    )
    if first is None or not sums.same(first["value"], told):
        return f"was {first and first['value']}, not {told}"
    if run.measure(claim.subject).frequency != "annual" and first["period_start"].month != latest["period_start"].month:
        return f"is set against another time of the year, {first['period_label']}"
    sign = sums.clear(latest, first)
    if sign is None and sums.same(latest["value"], first["value"], 1e-9):
        expected = "same"
    else:
        expected = "not_known" if sign is None else {1: "higher", 0: "similar", -1: "lower"}[sign]
    return "" if claim.direction == expected else f"is {expected}, not {claim.direction}"


def ways(rows: Sequence[Row]) -> set[int]:
    """Which way the values went: of the line through them, each weighing what its limits allow, of most pairs, and of
    most pairs a year apart, since what has a season is held against the year before.
    """
    known = all(row["upper"] is not None and row["upper"] > row["lower"] for row in rows)
    weights = [1 / (row["upper"] - row["lower"]) ** 2 if known else 1.0 for row in rows]
    centre = sum(at * weight for at, weight in enumerate(weights)) / sum(weights)
    slope = sum(
        weight * (at - centre) * row["value"] for at, (weight, row) in enumerate(zip(weights, rows, strict=True))
    )
    ranks = sum((b["value"] > a["value"]) - (b["value"] < a["value"]) for a, b in combinations(rows, 2))
    by_day = {row["period_start"]: row["value"] for row in rows if (row["period_end"] - row["period_start"]).days < 100}
    yearly = [(value, by_day.get(day.replace(year=day.year + 1, day=1))) for day, value in by_day.items()]
    seasons = sum((after > before) - (after < before) for before, after in yearly if after is not None)
    return {(number > 0) - (number < 0) for number in (slope, ranks, seasons)}


def level(claim: Claim, run: Run) -> str:
    """Of a process: on that side of its mean since then; else: beyond chance on that side of that period's value."""
    good, measure = sums.GOOD[run.measure(claim.subject).polarity], run.measure(claim.subject)
    signals = sorted(run.rows("signals", measure=measure.id), key=lambda row: row["period_end"])
    if claim.direction not in ("better", "worse"):
        moved = any(row["rules"] for row in signals if row["since"] == claim.period)
        if moved and claim.direction == "usual" and _as_a_year_before(run.headline(claim.subject)):
            return ""  # its season alone
        return "" if moved == (claim.direction == "unsettled") else "has moved" if moved else "has not moved"
    side = good if claim.direction == "better" else -good
    if measure.frequency == "monthly" and signals:
        labels = [row["period_label"] for row in signals]
        since = signals[labels.index(claim.period) :] if claim.period in labels else signals[-1:]
        values = [row["value"] for row in since if row["value"] is not None]
        away = fmean(values) - level_of(signals)[0]
        return "" if away * side > 0 else f"has been {away} from its mean since {claim.period}"
    first, latest = run.at(claim.subject, claim.period), run.headline(claim.subject)[-1]
    return "" if first and sums.clear(latest, first) == side else f"is not on that side of {claim.period}"


def _as_a_year_before(rows: Sequence[Row]) -> bool:
    """Whether the newest twelve months repeat those a year before: all in all as high, and each nearer to the same
    month than months are to each other.
    """
    apart = [new["value"] - old["value"] for old, new in zip(rows[-24:-12], rows[-12:], strict=True)]
    alike = stdev(apart) < stdev(row["value"] for row in rows[-24:])
    return alike and abs(fmean(apart)) <= 3 * stdev(apart) / 12**0.5


def process(claim: Claim, run: Run) -> str:
    """The mean and limits of the newest level from its own values; how the newest points lie to them."""
    rows = sorted(run.rows("signals", measure=run.measure(claim.subject).id), key=lambda row: row["period_end"])
    mean, low, high = level_of(rows)
    if claim.number is not None:
        if not sums.same(mean, claim.number):
            return f"the mean is {mean}"
        if run.measure(claim.subject).unit not in ("score", "points", "gbp", "gbp_per_head"):
            low = max(low, 0)  # nothing takes less than no time
        ends = claim.limits or (low, high)
        return "" if all(map(sums.same, ends, (low, high))) else f"chance keeps values between {low} and {high}"
    if claim.direction in ("consistent_pass", "consistent_fail", "inconsistent", "not_stable"):
        return _assured(claim, run, low, high)
    value, side = rows[-1]["value"], str(claim.direction).rpartition("_")[2]
    beyond = {"high": value > mean, "low": value < mean}.get(side, low <= value <= high)
    if rows[-1]["rules"] == "trend":
        last = [row["value"] for row in rows[-7:]]
        beyond = last == sorted(last, reverse=side == "low")
    return "" if beyond and claim.direction == rows[-1]["variation"] else "the chart says otherwise"


def marked(claim: Claim, run: Run) -> str:
    """The points since the mean began on which a rule fires."""
    rows = sorted(run.rows("signals", measure=run.measure(claim.subject).id), key=lambda row: row["period_end"])
    fired = [row for row in rows if row["since"] == claim.period and row["rules"] and row["value"] is not None]
    return "" if len(fired) == claim.number and rows[-1]["since"] == claim.period else f"there are {len(fired)}"


def times_met(claim: Claim, run: Run) -> str:
    """The known points since the mean began that are as good as what each is held against."""
    measure = run.measure(claim.subject)
    rows = sorted(run.rows("signals", measure=measure.id), key=lambda row: row["period_end"])
    asked, good = _asked(run, measure), sums.GOOD[measure.polarity]
    known = [row["value"] for row in rows if row["since"] == rows[-1]["since"] and row["value"] is not None]
    met = [value for value in known if asked is not None and (value - asked) * good >= 0]
    return "" if len(met) == claim.number and rows[-1]["since"] == claim.period else f"{len(met)} of them met it"


def _assured(claim: Claim, run: Run, low: float, high: float) -> str:
    """Whether all that chance makes is on one side of what each period is held against."""
    measure = run.measure(claim.subject)
    level = _asked(run, measure)
    if level is None:
        return "has neither a target for such periods nor a standard"
    if claim.reference is not None and not sums.same(claim.reference.number, level):
        return f"is asked to reach {level}"
    signals = sorted(run.rows("signals", measure=measure.id), key=lambda row: row["period_end"])
    newest = [row for row in signals if row["since"] == signals[-1]["since"] and row["value"] is not None]
    sides = {((end - level) * sums.GOOD[measure.polarity] > 0) for end in (low, high)}
    word = "inconsistent" if len(sides) == 2 else "consistent_pass" if sides == {True} else "consistent_fail"
    if any(row["rules"] for row in newest):
        word = "not_stable"
    elif {(row["value"] - level) * sums.GOOD[measure.polarity] >= 0 for row in newest} != sides:
        return f"is called {claim.direction}, which how often it was met contradicts"
    return "" if claim.direction == word else f"is {word}, not {claim.direction}"


def _asked(run: Run, measure: Measure) -> float | None:
    """The target of the first ambition that the measure leads, if a period as long; else the standard of the newest."""
    newest = max(run.rows("signals", measure=measure.id), key=lambda row: row["period_end"])
    start, end = newest["period_start"], newest["period_end"]
    own = [one.target for one in run.place.strategy.outcomes if one.measure_ids[:1] == (measure.id,)]
    for target in (one for one in own if not isinstance(one, str)):
        if target.period is None or abs((target.period.end - target.period.start) - (end - start)).days <= 3:
            return float(target.value)
        break
    held = [
        (one.until is not None, one.value)
        for one in measure.standards
        if (one.from_ is None or one.from_.start <= start) and (one.until is None or end <= one.until.end)
    ]
    return min(held, key=lambda one: one[0])[1] if held else None


def level_of(signals: Sequence[Row]) -> tuple[float, float, float]:
    """The mean of the newest level's values, and 2.66 average moving ranges to both sides, those too large left out."""
    since = signals[-1]["since"]
    start = next(at for at, row in enumerate(signals) if row["period_label"] == since)
    rows = [row for row in signals[start:] if row["value"] is not None]
    mean = fmean(row["value"] for row in rows)
    steps = [abs(b["value"] - a["value"]) for a, b in pairwise(rows) if a["period_end"] == b["period_start"]]
    usual = [step for step in steps if step < 3.267 * fmean(steps)] or steps
    return mean, mean - 2.66 * fmean(usual), mean + 2.66 * fmean(usual)
