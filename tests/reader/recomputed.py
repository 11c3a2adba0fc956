"""Each claim worked out again from the plain rows of the tables and the place's files, by other code than the run's.

``wrong`` gives what is false of a claim, in words; nothing where it is true.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise
from math import isclose, sqrt

from oneplace.progress.sentences import Claim, Kind
from tests.reader import commented, counted
from tests.reader.run import Row, Run

GOOD = {"high_good": 1, "low_good": -1, "context": 0}
SIGN = {"rising": 1, "falling": -1}


def wrong(claim: Claim, run: Run) -> str:
    """What is false of the claim; empty where it is true."""
    if claim.kind in WHOLE:
        return WHOLE[claim.kind](claim, run)
    if claim.kind in OF_WORDS:
        return OF_WORDS[claim.kind](claim, run)
    return _whose(claim, run) or OF_ONE[claim.kind](claim, run)


def contradictions(claims: Iterable[Claim]) -> list[tuple[Claim, Claim]]:
    """Pairs of claims about one thing under one name that give two numbers."""
    seen: dict[tuple[object, ...], Claim] = {}
    found = []
    for claim in claims:
        if claim.kind not in (Kind.GAP, Kind.VALUE) or claim.number is None:
            continue
        group = claim.reference.group if claim.reference else None
        key = (claim.kind, claim.subject, claim.whose, claim.period, claim.group, group, claim.statistic)
        before = seen.setdefault(key, claim)
        if not _same(before.number, claim.number):
            found.append((before, claim))
    return found


def _whose(claim: Claim, run: Run) -> str:
    """The number is of the area that the measure's file asks for; of the place itself where that is one of its own."""
    compute = run.measure(claim.subject).compute
    area = getattr(compute, "area", None)
    own = {each.code for each in run.place.place.areas}
    if claim.kind not in (Kind.VALUE, Kind.COMPARISON, Kind.FORECAST):
        return ""
    other, itself = (area if area and area not in own else None), "the place itself"
    return "" if claim.whose == other else f"is of {other or itself}, not of {claim.whose or itself}"


def _value(claim: Claim, run: Run) -> str:
    row = run.at(claim.subject, claim.period)
    if row is None or row is not run.headline(claim.subject)[-1]:
        return f"{claim.period} is not the newest period"
    if not _same(row["value"], claim.number):
        return f"was {row['value']}"
    if claim.limits and claim.limits != (row["lower"], row["upper"]):
        return f"has limits {row['lower']} and {row['upper']}"
    return ""


def _before(claim: Claim, run: Run) -> str:
    row, latest = run.at(claim.subject, claim.period), run.headline(claim.subject)[-1]
    if row is None or row["period_end"] > latest["period_start"]:
        return f"{claim.period} was not over before {latest['period_label']}"
    return "" if _same(row["value"], claim.number) else f"was {row['value']}"


def _comparison(claim: Claim, run: Run) -> str:
    latest, other = run.headline(claim.subject)[-1], claim.reference
    assert other is not None
    rows = run.rows(
        "results", measure=latest["measure"], dimension="area", group=other.whose, period_label=other.period
    )
    if len(rows) != 1 or not _same(rows[0]["value"], other.number):
        return f"{other.whose} had no {other.number} in {other.period}"
    if any(rows[0][name] != latest[name] for name in ("period_start", "period_end")):
        return f"sets {latest['period_label']} against {other.period}"
    good, sign = GOOD[run.measure(claim.subject).polarity], _clear(latest, rows[0])
    if not good:
        expected = "context"
    elif sign is None:
        expected = "not_known"
    else:
        expected = {1: "better", 0: "similar", -1: "worse"}[sign * good]
    return "" if claim.direction == expected else f"is {expected}, not {claim.direction}"


def _target(claim: Claim, run: Run) -> str:
    target = run.outcome(claim.subject).target  # type: ignore[union-attr]
    if isinstance(target, str) or not _same(target.value, claim.number) or target.period.label != claim.period:
        return "is not the target of the file"
    return ""


def _standard(claim: Claim, run: Run) -> str:
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
    enough = newest["value"] >= level if GOOD[measure.polarity] > 0 else newest["value"] <= level
    return "" if claim.direction == ("meets" if enough else "misses") else f"{newest['value']} is against {level}"


def _gap_target(claim: Claim, run: Run) -> str:
    """As the file sets it; and how the newest gap in that statistic stands to the run's path."""
    wish = run.outcome(claim.subject).gap_ambition  # type: ignore[union-attr]
    asked = (wish.dimension, wish.statistic, wish.period.label, abs(wish.target))
    if asked != (claim.group, claim.statistic, claim.period, claim.number):
        return f"is not what the file sets for the gap: {asked}"
    gaps = run.rows("gaps", measure=run.measure(claim.subject).id, dimension=claim.group, statistic=claim.statistic)
    known = [gap for gap in gaps if gap["value"] is not None]
    (row,) = run.rows("progress", ambition=claim.subject)
    if not known:
        expected = "no_data"
    elif row["gap_path"] is None:
        expected = "cannot_be_judged_yet"
    else:
        newest = max(known, key=lambda gap: gap["period_end"])
        way = 1 if newest["value"] >= 0 else -1
        nearest = min(way * newest["lower"], way * newest["upper"])
        within = abs(newest["value"]) <= row["gap_path"]
        expected = "on_path" if within else "cannot_be_judged_yet" if nearest <= row["gap_path"] else "off_path"
    return "" if claim.direction == expected else f"is {expected}, not {claim.direction}"


def _gap_size(claim: Claim, run: Run) -> str:
    """The newest gap in the statistic that something was set for, without its sign; else the newest of the file."""
    wish = run.outcome(claim.subject).gap_ambition  # type: ignore[union-attr]
    gaps = run.rows("gaps", measure=run.measure(claim.subject).id, dimension=wish.dimension, statistic=claim.statistic)
    begun = [gap for gap in gaps if gap["value"] is not None and gap["period_start"] <= run.as_of]
    known = {(gap["period_end"], gap["period_label"]): gap["value"] for gap in begun}
    known = known or {(when.end, when.label): size for when, size in wish.actuals.items() if when.start <= run.as_of}
    (_, label), value = max(known.items())
    size = max(value, 1 / value) if claim.statistic in ("RII", "relative_gap") else abs(value)
    return "" if (label, size) == (claim.period, claim.number) else f"was {size} in {label}"


def _gap_path(claim: Claim, run: Run) -> str:
    """On the straight line from the baseline to what was set for the gap, in the middle of the period."""
    outcome = run.outcome(claim.subject)
    assert outcome is not None
    wish, start = outcome.gap_ambition, outcome.baseline
    (line,) = [
        row
        for row in run.rows("gap_paths", ambition=claim.subject, period_label=claim.period)
        if row["kind"] in ("actual", "recorded")
    ]
    begun, ends = (_middle(when.start, when.end) for when in (start.period, wish.period))  # type: ignore[union-attr]
    share = (_middle(line["period_start"], line["period_end"]) - begun) / (ends - begun)
    first, last = abs(wish.baseline), abs(wish.target)  # type: ignore[union-attr]
    expected = first + min(1.0, share) * (last - first)
    if not isclose(expected, claim.number or 0.0, rel_tol=1e-9):
        return f"the path is at {expected}"
    known = line["lower"] is not None and line["upper"] is not None
    way = "unclear" if known and line["lower"] <= expected <= line["upper"] else None
    return "" if claim.direction == way else f"is {way}, not {claim.direction}"


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


def _held(claim: Claim, run: Run) -> str:
    row = _as_long(claim, run)
    if row is run.headline(claim.subject)[-1]:
        return "is not what is held against the path"
    if not _same(row["value"], claim.number):
        return f"was {row['value']}"
    return (
        "" if claim.limits in (None, (row["lower"], row["upper"])) else f"has limits {row['lower']} and {row['upper']}"
    )


def _status(claim: Claim, run: Run) -> str:
    (row,) = run.rows("progress", ambition=claim.subject)
    latest, good = _as_long(claim, run), GOOD[run.measure(claim.subject).polarity]
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


def _path(claim: Claim, run: Run) -> str:
    """On the straight line between the steps that the file sets."""
    outcome, latest = run.outcome(claim.subject), _as_long(claim, run)
    assert outcome is not None
    steps = [(_middle(when.start, when.end), float(number)) for when, number in outcome.trajectory.items()]
    steps += [
        (_middle(each.period.start, each.period.end), float(each.value))  # type: ignore[union-attr,arg-type]
        for each in (outcome.baseline, outcome.target)
        if not isinstance(each, str)
    ]
    day, steps = _middle(latest["period_start"], latest["period_end"]), sorted(set(steps))
    expected = steps[0][1] if day <= steps[0][0] else steps[-1][1]
    for (first, low), (last, high) in pairwise(steps):
        if first <= day <= last:
            expected = low + (high - low) * (day - first).days / (last - first).days
    return "" if _same(expected, claim.number) else f"the path is at {expected}"


def _forecast(claim: Claim, run: Run) -> str:
    rows = run.rows("paths", ambition=claim.subject, kind="forecast", period_label=claim.period)
    if not rows:
        return _forecast_of_a_year(claim, run)
    if len(rows) != 1 or not _same(rows[0]["value"], claim.number):
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
    if not _same(mean, claim.number, 1e-9) and not (stopped and mean >= (claim.number or 0)):
        return f"the mean of its months is {mean}"
    return "" if ends[0] <= mean <= ends[1] and ends[1] - ends[0] <= widest else "has other limits"


def _chance(claim: Claim, run: Run) -> str:
    (row,) = run.rows("progress", ambition=claim.subject)
    target = run.outcome(claim.subject).target  # type: ignore[union-attr]
    if isinstance(target, str) or target.period.end <= run.as_of:  # type: ignore[union-attr]
        return "is a chance for a day that is past"
    return "" if _same(row["chance"], claim.number) else f"is {row['chance']}"


def _outcome(claim: Claim, run: Run) -> str:
    target, good = run.outcome(claim.subject).target, GOOD[run.measure(claim.subject).polarity]  # type: ignore[union-attr]
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


def _due(claim: Claim, run: Run) -> str:
    days = {f"{day.day} {day:%B %Y}": day for each in run.tables["progress"] if (day := each["judgeable_on"])}
    if claim.period not in days:
        return "no such day is known"
    return "" if (days[claim.period] <= run.as_of) == (claim.direction == "late") else "is on the other side of today"


def _moves(claim: Claim, run: Run) -> str:
    """What is said to rise or fall from a period on has risen or fallen since it."""
    if claim.direction not in SIGN or claim.period is None:
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
    gone = f"went from {inside[0]['value']} to {inside[-1]['value']}"
    return "" if SIGN[claim.direction] in _ways(inside) else gone


def _ways(rows: Sequence[Row]) -> set[int]:
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


def _level(claim: Claim, run: Run) -> str:
    """Of a process: on that side of its mean since then; else: beyond chance on that side of that period's value."""
    good, measure = GOOD[run.measure(claim.subject).polarity], run.measure(claim.subject)
    if claim.direction not in ("better", "worse"):
        return ""
    side = good if claim.direction == "better" else -good
    signals = sorted(run.rows("signals", measure=measure.id), key=lambda row: row["period_end"])
    if measure.frequency == "monthly" and signals:
        labels = [row["period_label"] for row in signals]
        since = signals[labels.index(claim.period) :] if claim.period in labels else signals[-1:]
        values = [row["value"] for row in since if row["value"] is not None]
        away = sum(values) / len(values) - since[-1]["mean"]
        return "" if away * side > 0 else f"has been {away} from its mean since {claim.period}"
    first, latest = run.at(claim.subject, claim.period), run.headline(claim.subject)[-1]
    return "" if first and _clear(latest, first) == side else f"is not on that side of {claim.period}"


def _gap(claim: Claim, run: Run) -> str:
    measure = run.measure(claim.subject)
    if claim.direction is None:
        rows = run.rows("gaps", measure=measure.id, period_label=claim.period)
        return "" if any(row["groups_hidden"] == claim.number for row in rows) else "other groups are hidden"
    reference = claim.reference.group if claim.reference else None
    rows = [
        row
        for row in run.rows("gaps", measure=measure.id, period_label=claim.period, statistic=claim.statistic)
        if (row["group"], row["reference"]) == (claim.group, reference) or row["dimension"] == claim.group
    ]
    if not rows:
        return "no such gap was worked out"
    (row, *_) = rows
    ratio = claim.statistic in ("RII", "relative_gap")
    none = 1.0 if ratio else 0.0
    limits = (row["lower"], row["upper"])
    beyond = None not in limits and (limits[0] > none or limits[1] < none)
    if claim.direction == "unclear":
        return "is beyond chance" if beyond else ""
    if not beyond:
        return "could be chance"
    if not _same(row["value"], claim.number) or claim.limits != limits:
        return f"is {row['value']} ({limits[0]} to {limits[1]})"
    return _sides(claim, run, row)


def _sides(claim: Claim, run: Run, row: Row) -> str:
    """The group is on the side that is said, and worse off where a way is good: by the groups' own values.

    The slope and relative index are of the ends of a line through all groups, so no two groups' values give them.
    """
    if claim.statistic not in ("absolute_gap", "relative_gap"):
        return ""
    ours, theirs = _of_group(run, row, claim.group), _of_group(run, row, claim.reference and claim.reference.group)
    if ours is None or theirs is None:
        return ""
    higher = ours > theirs
    if higher != (claim.direction == "higher"):
        return f"is {ours} against {theirs}"
    size = ours - theirs if claim.statistic == "absolute_gap" else ours / theirs if theirs else None
    if size is not None and not _same(size, claim.number, 1e-6):
        return f"is {ours} against {theirs}"
    good = GOOD[run.measure(claim.subject).polarity]
    return f"the group fares better ({ours} against {theirs})" if good and higher == (good > 0) else ""


def _of_group(run: Run, gap: Row, code: str | None) -> float | None:
    dimension = "all" if code == "all" else gap["dimension"]
    rows = run.rows("results", measure=gap["measure"], dimension=dimension, group=code, period_end=gap["period_end"])
    same = [row["value"] for row in rows if row["period_start"] == gap["period_start"]]
    return same[0] if same else None


def _gap_direction(claim: Claim, run: Run) -> str:
    rows = run.rows("gaps", measure=run.measure(claim.subject).id, period_label=claim.period, statistic=claim.statistic)
    if not any(row["direction"] == claim.direction for row in rows):
        return "the run says otherwise"
    series = sorted(
        (
            row
            for row in run.rows("gaps", measure=rows[0]["measure"], dimension=rows[0]["dimension"])
            if row["statistic"] == claim.statistic and row["value"] is not None
        ),
        key=lambda row: row["period_end"],
    )
    if claim.direction not in ("narrowing", "widening") or {row["group"] for row in series} != {claim.group}:
        return ""
    way = {"widening": 1, "narrowing": -1}[claim.direction] * (1 if sum(row["value"] for row in series) > 0 else -1)
    gone = f"has gone from {series[0]['value']} to {series[-1]['value']}"
    return "" if way in _ways([row for row in series if row["upper"] is not None]) else gone


def _process(claim: Claim, run: Run) -> str:
    rows = sorted(run.rows("signals", measure=run.measure(claim.subject).id), key=lambda row: row["period_end"])
    if claim.number is not None:
        return "" if _same(rows[-1]["mean"], claim.number) else f"the mean is {rows[-1]['mean']}"
    return "" if claim.direction in (rows[-1]["variation"], rows[-1]["assurance"]) else "the chart says otherwise"


def _spread(claim: Claim, run: Run) -> str:
    measure = run.measure(claim.subject)
    rows = run.rows("results", measure=measure.id, dimension="neighbourhood", period_label=claim.period)
    (average,) = run.rows(
        "results", measure=measure.id, dimension="all",
        period_start=rows[0]["period_start"], period_end=rows[0]["period_end"],
    )  # fmt: skip
    assert claim.reference is not None
    if not _same(average["value"], claim.reference.number) or claim.reference.period != average["period_label"]:
        return f"the average of {claim.period} is {average['value']}"
    side = {"higher": 1, "lower": -1}.get(str(claim.direction)) or GOOD[measure.polarity] * (
        1 if claim.direction == "better" else -1
    )
    shown = [row for row in rows if row["value"] is not None and not row["suppressed"] and row["group"] != "not_known"]
    count = sum(_clear(row, average) == side for row in shown)
    return "" if count == claim.number else f"there are {count}"


def _if_all(claim: Claim, run: Run) -> str:
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
    return "" if _same(change, claim.number, 1e-6) and (change < 0) == (claim.direction == "fewer") else f"is {change}"


def _count(claim: Claim, run: Run) -> str:
    rows = [row for row in run.tables["progress"] if row["status"] == claim.direction and _figures(row, claim, run)]
    return "" if len(rows) == claim.number else f"there are {len(rows)}"


def _gap_count(claim: Claim, run: Run) -> str:
    rows = [
        row
        for row in run.tables["progress"]
        if row["gap_dimension"] == "deprivation" and row["gap_direction"] == claim.direction and row["gap_sure"]
    ]
    count = sum(_figures(row, claim, run) for row in rows)
    return "" if count == claim.number else f"there are {count}"


def _figures(row: Row, claim: Claim, run: Run) -> bool:
    """Whether a row's figures are of the kind that is counted: real ones and made-up ones are never added."""
    made = ("synthetic", "illustrative")
    unreal = row["status"] not in ("no_data", "no_measure") and (
        row["origin"] in made or row["target_provenance"] in made
    )
    return unreal == (claim.group == "made-up")


def _asked(claim: Claim, run: Run) -> str:
    """A decision whose day has not come, or how many ambitions (or known gaps past their date) need one."""
    if claim.subject:
        day = run.place.decisions[claim.subject].on
        told = (
            f"{day.start.day} {day.start:%B %Y}" if not isinstance(day, str) and (day.end - day.start).days == 1 else ""
        )
        if told and told != claim.period:
            return f"is of {told}"
        return "was taken" if not isinstance(day, str) and day.start <= run.as_of else ""
    if claim.direction == "overdue":
        due = [gap.due for gap in run.place.strategy.gaps if not isinstance(gap.due, str)]
        count = sum(day.end <= run.as_of for day in due if day)
    else:
        rows = [row for row in run.tables["progress"] if row["status"] == claim.direction]
        count = sum(claim.group is None or _figures(row, claim, run) for row in rows)
    return "" if count == claim.number else f"there are {count}"


def _ended(claim: Claim, run: Run) -> str:
    span = run.place.strategy.period
    if isinstance(span, str) or isinstance(span.end, str) or isinstance(span.start, str):
        return "no period is set"
    last = span.end.end - timedelta(days=1)
    if claim.period != f"{span.start.start.year} to {last.year}":
        return "is another period"
    return "" if last < run.as_of else "goes on"


def _clear(one: Row, other: Row) -> int | None:
    """The sign of a difference whose limits, by those of both (MOVER), leave out nought; 0 if not; None without."""
    ends = [each[name] for each in (one, other) for name in ("lower", "upper")]
    if None in ends:
        return None
    low1, high1, low2, high2 = ends
    away = one["value"] - other["value"]
    low = away - sqrt((one["value"] - low1) ** 2 + (high2 - other["value"]) ** 2)
    high = away + sqrt((high1 - one["value"]) ** 2 + (other["value"] - low2) ** 2)
    return 1 if low > 0 else -1 if high < 0 else 0


def _middle(start: date, end: date) -> date:
    return start + timedelta(days=((end - start).days - 1) // 2)


def _same(one: float | None, other: float | None, within: float = 1e-9) -> bool:
    return one is other or (
        one is not None and other is not None and isclose(one, other, rel_tol=within, abs_tol=within)
    )


def _age(claim: Claim, run: Run) -> str:
    """Whole months from the day after the newest period to today."""
    latest, months = run.headline(claim.subject)[-1], int(claim.number or 0)
    if latest["period_label"] != claim.period:
        return f"{claim.period} is not the newest period"
    total = latest["period_end"].year * 12 + latest["period_end"].month - 1
    passed = [date((total + n) // 12, (total + n) % 12 + 1, 1) <= run.as_of for n in (months, months + 1)]
    return "" if passed == [True, False] else f"is not {months} months old"


Check = Callable[[Claim, Run], str]
WHOLE: dict[Kind, Check] = {
    Kind.COUNT: _count,
    Kind.GAP_COUNT: _gap_count,
    Kind.PERIOD_ENDED: _ended,
    Kind.ASKED: _asked,
    Kind.APART: counted.apart,
    Kind.APART_COUNT: counted.apart_count,
    Kind.KNOWN_COUNT: counted.known_count,
}
ON_PAGES = {Kind.APART, Kind.APART_COUNT, Kind.KNOWN_COUNT}
"""What no pack says: walked where pages are made (``tests/web/test_counted.py``)."""
OF_RUNS = {Kind.CHANGE, Kind.CHANGE_COUNT}
"""What is said of simulated runs: ``tests/web/test_whatif_true.py``."""
OF_WORDS: dict[Kind, Check] = {Kind.SAID: commented.said, Kind.NEXT_STEP: commented.next_step}
OF_ONE: dict[Kind, Check] = {
    Kind.VALUE: _value,
    Kind.BEFORE: _before,
    Kind.LEVEL: _level,
    Kind.DIRECTION: _moves,
    Kind.LONG_RUN: _moves,
    Kind.STRATEGY_RUN: _moves,
    Kind.COMPARISON: _comparison,
    Kind.TARGET: _target,
    Kind.GAP_TARGET: _gap_target,
    Kind.STANDARD: _standard,
    Kind.GAP_SIZE: _gap_size,
    Kind.GAP_PATH: _gap_path,
    Kind.STATUS: _status,
    Kind.PATH: _path,
    Kind.HELD: _held,
    Kind.FORECAST: _forecast,
    Kind.CHANCE: _chance,
    Kind.OUTCOME: _outcome,
    Kind.DUE: _due,
    Kind.GAP: _gap,
    Kind.GAP_DIRECTION: _gap_direction,
    Kind.PROCESS: _process,
    Kind.SPREAD: _spread,
    Kind.IF_ALL: _if_all,
    Kind.AGE: _age,
}


def all_wrong(claims: Sequence[Claim], run: Run) -> list[str]:
    """What is false of any of the claims."""
    return [f"{claim}: {why}" for claim in claims if (why := wrong(claim, run))]
