"""How an ambition stands to what was set for it, judged again from the results and the place's files."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import sqrt
from statistics import median
from typing import Any

from oneplace.place import Measure
from oneplace.progress.sentences import Claim
from oneplace.results import NOT_COVERED
from tests.reader import sums
from tests.reader.gap_ways import trend
from tests.reader.gaps import counted_anew
from tests.reader.moves import ways
from tests.reader.run import Row, Run

GROWING = (
    *("count", "people", "gbp", "gbp_per_head", "tonnes", "tonnes_per_head", "rank"),
    *("per_1000", "per_10k", "per_100k", "per_100k_dsr"),
)
"""Units of which nobody says that a year is as large as its months."""


def target(claim: Claim, run: Run) -> str:
    outcome = run.outcome(claim.subject)
    target = outcome.target  # type: ignore[union-attr]
    if (
        isinstance(target, str)
        or not sums.same(target.value, claim.number)
        or sums.named(target.period) != claim.period
    ):
        return "is not the target of the file"
    if target.period is None:
        return ""
    measured = outcome is not None and outcome.measure_ids
    rows = (run.headline(claim.subject) or _parts(str(claim.subject), run)) if measured else []
    start, end = own(target.period, rows[-1]) if rows else (target.period.start, target.period.end)
    read = next((row["period_label"] for row in rows if (row["period_start"], row["period_end"]) == (start, end)), None)
    other = (start, end) != (target.period.start, target.period.end) and (end - start).days > 360
    said = claim.reference.period if claim.reference else None
    if (said is not None) != (other and not _is_second_year(target.period, rows[-1])) or (
        said and read and said != read
    ):
        return f"is read as {read}"
    ends = [row["period_end"] for row in (run.headline(claim.subject) if measured else [])]
    past = end <= run.as_of and max(ends, default=date.min) < end
    return "" if past == (claim.direction == "past") else f"is {'' if past else 'not '}past without a figure of it"


def own(period: Any, row: Row) -> tuple[date, date]:
    """The days of the value that tells a year: of as many years as the newest has, and ended with that year; of a
    measure by school years the one of that name. Of all else the days that were set.
    """
    end, days = row["period_end"], (row["period_end"] - row["period_start"]).days
    school = row["period_label"].startswith("school year") and "/" in str(period)
    alike = (end.month, end.day) == (period.end.month, period.end.day)
    if min(days, (period.end - period.start).days) < 360 or not (alike or school):
        return period.start, period.end
    last = date(period.end.year, end.month, end.day)
    return last.replace(year=last.year - round(days / 365.25)), last


def _is_second_year(period: Any, row: Row) -> bool:
    """Whether what was set is for more years than a value is of: it is judged by the last of them, and reads as set."""
    start, end = own(period, row)
    return bool(period.start < start and period.end == end)


def provisional(claim: Claim, run: Run) -> str:
    """Of the months of the year that ends with the newest value, or of that value alone."""
    return _so_many(claim, run, "provisional")


def earlier(claim: Claim, run: Run) -> str:
    """Likewise how many stand by an earlier definition."""
    return _so_many(claim, run, "earlier_definition")


def _so_many(claim: Claim, run: Run, column: str) -> str:
    rows = [row for row in run.headline(claim.subject) if row["value"] is not None]
    newest = rows if claim.number is not None else rows[-1:]
    end = rows[-1]["period_end"]
    year = [row for row in newest if (row["period_start"].year, row["period_start"].month) >= (end.year - 1, end.month)]
    marked = sum(row[column] is True for row in year)
    return "" if marked == (claim.number or 1) else f"{marked} of them are {column}"


def status(claim: Claim, run: Run) -> str:
    """As the value stands to the path that the file sets, not as the run's row has it."""
    found = possible(claim.subject, run)
    return "" if claim.direction in found else f"is {' or '.join(sorted(found))}, not {claim.direction}"


def possible(subject: str | None, run: Run) -> set[str]:
    """How an ambition stands; several where only the trend of its average decides, which is tested elsewhere."""
    outcome = run.outcome(subject)
    assert outcome is not None
    measure = run.place.measures.get(outcome.measure_ids[0]) if outcome.measure_ids else None
    if measure is None or measure.compute is None:
        return {"no_measure"}
    rows, good = run.headline(subject), sums.GOOD[measure.polarity]
    if not rows or not good:
        return {"context" if rows else "no_data"}
    if run.told_by_another(subject):
        return {"cannot_be_judged_yet"}
    wider = {"average_up_but_gap_wider"} if _gap_wider(subject, run) else set()
    if isinstance(outcome.target, str):
        alone = "gap_target_only" if outcome.gap_target_period else "no_target_set"
        return {alone, *(wider if good in ways(rows) else ())}
    return _against_path(subject, run, good, wider)


def _against_path(subject: str | None, run: Run, good: int, wider: set[str]) -> set[str]:
    if counted_anew(subject, run) or _never_as_long(subject, run):
        return {"cannot_be_compared"}
    latest, allowed = _as_long(subject, run), path_at(subject, run)
    if (
        latest is None
        or allowed is None
        or is_where_it_begins(subject, latest["period_end"], run)
        or _is_hidden_by_coverage(subject, run)
    ):
        return {"cannot_be_judged_yet"}
    if _missed_its_period(subject, run, good):
        return {"off_path"}
    if _too_close(latest, allowed, run.measure(subject)):
        return {"cannot_be_judged_yet"}
    if (latest["value"] - allowed) * good >= 0:
        return wider or {"on_path"}
    best = latest["upper" if good > 0 else "lower"]
    return {"off_path" if best is None or (best - allowed) * good < 0 else "cannot_be_judged_yet"}


def is_where_it_begins(subject: str | None, end: date, run: Run) -> bool:
    """Whether a figure that ends then is no newer than the baseline: by the path it is held against itself."""
    baseline = run.outcome(subject).baseline  # type: ignore[union-attr]
    return not isinstance(baseline, str) and end <= baseline.period.end  # type: ignore[union-attr]


def _never_as_long(subject: str | None, run: Run) -> bool:
    """Whether a target is for a time that no value, nor the mean of several, is ever of."""
    (row,), period = run.rows("progress", ambition=subject), run.outcome(subject).target.period  # type: ignore[union-attr]
    days, asked = (row["period_end"] - row["period_start"]).days, (period.end - period.start).days
    return days > 360 > asked or (days < 360 <= asked and run.measure(subject).unit in GROWING)


def _too_close(told: Row, allowed: float, measure: Measure) -> bool:
    """Without limits: whether it prints as the path does and is another, or is on its other side counted alike."""
    if told["lower"] is not None and told["lower"] < told["upper"]:
        return False
    good, value = sums.GOOD[measure.polarity], told["value"]
    worse = (value - allowed) * good < 0
    other = ((told.get("alike", value) - allowed) * good < 0) != worse
    places = 0 if measure.unit in ("rank", "count", "people") or abs(value) >= 1000 else measure.decimals
    return other or (not sums.same(value, allowed) and f"{value:.{places}f}" == f"{allowed:.{places}f}")


def _hidden_by(told: Row, allowed: float, measure: Measure) -> str:
    """What hides on which side of what was asked a value is; empty where nothing does."""
    good, worse = sums.GOOD[measure.polarity], (told["value"] - allowed) * sums.GOOD[measure.polarity] < 0
    if told["lower"] is not None:
        return "chance" if worse and (told["upper" if good > 0 else "lower"] - allowed) * good >= 0 else ""
    if not _too_close(told, allowed, measure):
        return ""
    return "counting" if ((told.get("alike", told["value"]) - allowed) * good < 0) != worse else "rounding"


def short(claim: Claim, run: Run) -> str:
    """How far the newest value (or the mean that is held) is from the path."""
    held, allowed = _as_long(claim.subject, run), path_at(claim.subject, run)
    apart = abs(held["value"] - allowed) if held and allowed is not None else None
    if claim.reference is None or not sums.same(allowed, claim.reference.number):
        return f"the path is at {allowed}"
    return "" if sums.same(apart, claim.number) else f"it is {apart} off"


def _is_hidden_by_coverage(subject: str | None, run: Run) -> bool:
    """Whether a period newer than the newest value is one that the partners' files don't cover."""
    rows = run.rows("results", measure=run.measure(subject).id, dimension="all")
    newest = max((row for row in rows if row["period_start"] <= run.as_of), key=lambda row: row["period_end"])
    return bool(newest["method"] == NOT_COVERED)


def _gap_wider(subject: str | None, run: Run) -> bool:
    """Whether the gap widens to the harm of the disadvantaged, by its own line through the groups' rows."""
    gap = headline_gap(subject, run)
    if gap is None or gap["value"] is None:
        return False
    harms = gap["dimension"] != "deprivation" or gap["group"] == "1"
    return harms and trend(run, gap)[0] == "widening"


def headline_gap(subject: str | None, run: Run) -> Row | None:
    """The newest gap between groups that the ambition names, else by deprivation; None without one."""
    wish = run.outcome(subject).gap_ambition  # type: ignore[union-attr]
    own = [wish.dimension] if not isinstance(wish, str) else []
    for dimension in (*own, "deprivation"):
        rows = run.rows("gaps", measure=run.measure(subject).id, dimension=dimension, statistic="absolute_gap")
        begun = [row for row in rows if row["period_start"] <= run.as_of]
        if begun:
            return max(begun, key=lambda row: (row["period_end"], row["period_start"]))
    return None


def path(claim: Claim, run: Run) -> str:
    """On the straight line between the steps that the file sets."""
    expected = path_at(claim.subject, run)
    return "" if sums.same(expected, claim.number) else f"the path is at {expected}"


def path_at(subject: str | None, run: Run) -> float | None:
    """Where the newest value (or the mean that is held) should be; None before the path begins."""
    outcome, latest = run.outcome(subject), _as_long(subject, run)
    if outcome is None or latest is None:
        return None
    newest = run.headline(subject)[-1]
    told = {own(when, newest): float(number) for when, number in outcome.trajectory.items()}
    told |= {
        own(each.period, newest): float(each.value)  # type: ignore[union-attr,arg-type]
        for each in (outcome.baseline, outcome.target)
        if not isinstance(each, str)
    }
    steps = sorted((sums.in_months(*days), number) for days, number in told.items())
    day = sums.in_months(latest["period_start"], latest["period_end"])
    if day <= steps[0][0]:
        return steps[0][1] if latest["period_start"] >= min(start for start, _ in told) else None
    for (first, low), (last, high) in pairwise(steps):
        if first <= day <= last:
            return low + (high - low) * (day - first) / (last - first)
    return steps[-1][1]


def held(claim: Claim, run: Run) -> str:
    row = _as_long(claim.subject, run)
    if row is None or row is run.headline(claim.subject)[-1]:
        return "is not what is held against the path"
    if not sums.same(row["value"], claim.number):
        return f"was {row['value']}"
    return (
        "" if claim.limits in (None, (row["lower"], row["upper"])) else f"has limits {row['lower']} and {row['upper']}"
    )


def alike(claim: Claim, run: Run) -> str:
    """The mean of the newest twelve months, each counted once."""
    twelve = [row["value"] for row in run.headline(claim.subject)[-12:]]
    mean = sum(twelve) / len(twelve)
    return "" if sums.same(mean, claim.number) else f"would be {mean}"


def _as_long(subject: str | None, run: Run) -> Row | None:
    """The newest value, or the mean of the newest year of months where the target is for a year; as a row."""
    rows, target = run.headline(subject), run.outcome(subject).target  # type: ignore[union-attr]
    days = (rows[-1]["period_end"] - rows[-1]["period_start"]).days
    if isinstance(target, str) or days > 31 or (target.period.end - target.period.start).days < 365:  # type: ignore[union-attr]
        return rows[-1]
    twelve = rows[-12:]
    if (
        run.measure(subject).unit in GROWING
        or len(twelve) < 12
        or any(a["period_end"] != b["period_start"] for a, b in pairwise(twelve))
    ):
        return None
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
    alike = sum(row["value"] for row in twelve) / 12
    limits = {"lower": ends[0], "upper": ends[1]}
    return {**rows[-1], "period_start": twelve[0]["period_start"], "value": mean, "alike": alike, **limits}


def outcome(claim: Claim, run: Run) -> str:
    good = sums.GOOD[run.measure(claim.subject).polarity]
    mean = in_its_period(claim.subject, run)
    if mean is None:
        _, end = own(run.outcome(claim.subject).target.period, run.headline(claim.subject)[-1])  # type: ignore[union-attr]
        over = run.headline(claim.subject)[-1]["period_end"] >= end
        return "" if over and claim.direction == "missing" else "has no value of the target's period"
    if claim.number is not None:
        return "" if sums.same(mean["value"], claim.number) else f"was {mean['value']}"
    target = run.outcome(claim.subject).target  # type: ignore[union-attr]
    close = _hidden_by(mean, float(target.value), run.measure(claim.subject))  # type: ignore[union-attr,arg-type]
    if close or claim.direction not in ("met", "missed"):
        return "" if claim.direction == close else f"cannot be told: {close}" if close else "can be told"
    met = (mean["value"] - float(target.value)) * good >= 0  # type: ignore[union-attr,arg-type]
    return "" if (claim.direction == "met") == met else f"the value was {mean['value']}"


def in_its_period(subject: str | None, run: Run) -> Row | None:
    """The value of the target's own period (of several years, of the last), each part by its people; None till then."""
    target, rows = run.outcome(subject).target, run.headline(subject)  # type: ignore[union-attr]
    start, end = own(target.period, rows[-1])  # type: ignore[union-attr]
    start = max(start, end.replace(year=end.year - 1))
    inside = [row for row in rows if start < row["period_end"] <= end]
    if not inside or rows[-1]["period_end"] < end:
        return None
    people = [row["denominator"] or 0 for row in inside]
    people = people if all(people) else [1] * len(inside)
    mean = sum(row["value"] * count for row, count in zip(inside, people, strict=True)) / sum(people)
    if len(inside) == 1:
        return inside[-1]
    alike = (
        mean if all(row["lower"] is not None for row in inside) else sum(row["value"] for row in inside) / len(inside)
    )
    return {**inside[-1], "value": mean, "alike": alike, "lower": None, "upper": None}


def _missed_its_period(subject: str | None, run: Run, good: int) -> bool:
    """Whether the target's own period is over and missed it, not by what could be chance."""
    told, target = in_its_period(subject, run), run.outcome(subject).target  # type: ignore[union-attr]
    if told is None or (told["value"] - float(target.value)) * good >= 0:  # type: ignore[union-attr,arg-type]
        return False
    if _too_close(told, float(target.value), run.measure(subject)):  # type: ignore[union-attr,arg-type]
        return False
    best = told["upper" if good > 0 else "lower"]
    return best is None or (best - float(target.value)) * good < 0  # type: ignore[union-attr,arg-type]


def due(claim: Claim, run: Run) -> str:
    """The end of the period after the newest, and as many months as the measure's file says that it takes."""
    measure = run.place.measures[str(claim.subject)]
    ambitions = [one.id for one in run.place.strategy.outcomes if one.measure_ids[:1] == (measure.id,)]
    days = {f"{day.day} {day:%B %Y}": day for each in ambitions or [measure.id] for day in _following(each, run)}
    if claim.period not in days:
        return f"is due {' or '.join(days)}"
    return "" if (days[claim.period] <= run.as_of) == (claim.direction == "late") else "is on the other side of today"


def hidden(claim: Claim, run: Run) -> str:
    """Of which newer period than the latest the value is here and not shown: the newest of them."""
    told = [row["period_label"] for row in _not_shown(str(claim.subject), run)][-1:]
    return "" if told == [claim.period] else f"not shown is {told}"


def _not_shown(subject: str, run: Run) -> list[Row]:
    """What is hidden of the place's own values after the latest that is shown, oldest first."""
    rows, latest = run.rows("results", measure=run.measure(subject).id, dimension="all"), run.headline(subject)[-1]
    after = [row for row in rows if row["suppressed"] and latest["period_end"] <= row["period_start"] <= run.as_of]
    return sorted(after, key=lambda row: row["period_end"])


def _parts(subject: str, run: Run) -> list[Row]:
    """What is known of groups and of parts of the place, or is here and not shown, the newest last."""
    elsewhere = ("E92", *(area.code for area in run.place.place.comparators))
    rows = (row for row in run.rows("results", measure=run.measure(subject).id) if row["dimension"] != "all")
    here = (row for row in rows if not row["group"].startswith(elsewhere))
    told = (row for row in here if row["value"] is not None or row["suppressed"])
    return sorted(told, key=lambda row: row["period_end"])


def known_up_to(subject: str, run: Run) -> bool:
    """Whether what is known of an ambition's path ends before today: what comes has stopped, or its day is past."""
    outcome = run.outcome(subject)
    rows = run.headline(subject) if outcome and outcome.measure_ids else []
    if outcome is None or isinstance(outcome.target, str) or not rows:
        return False
    end = outcome.target.period.end  # type: ignore[union-attr]
    past = rows[-1]["period_end"] < end <= run.as_of
    return past or run.measure(subject).superseded_by is not None or _silent(subject, run)


def _silent(subject: str, run: Run) -> bool:
    """Whether the next value is later than values of the measure come, and than the longest pause between two."""
    measure, own = run.measure(subject), run.headline(subject)
    newest = (_not_shown(subject, run) or own)[-1]["period_end"]
    ends = sorted({row["period_end"] for row in own})
    pauses = [round((later - one).days / 30.44) for one, later in pairwise(ends)]
    often = {"monthly": 1, "quarterly": 3, "annual": 12}.get(measure.frequency)
    if often is None and not pauses:
        return _following(subject, run)[0] <= run.as_of
    patience = often + min(measure.expected_lag_months or often, 12) if often else 2 * int(median(pauses))
    return _on(newest, max([patience, *pauses]) + measure.expected_lag_months) < run.as_of


def _following(subject: str, run: Run) -> list[date]:
    """When the next value can be here, and the first of its path where that begins later."""
    measure = run.measure(subject)
    own = run.headline(subject)
    latest = (_not_shown(subject, run) or own if own else _parts(subject, run))[-1]
    step = {"monthly": 1, "quarterly": 3}.get(measure.frequency, 12)
    if measure.frequency == "irregular":
        before = [row for row in run.headline(subject) if row["period_end"] < latest["period_end"]][-1:]
        follows = [row["period_start"] for row in before if row["period_end"] == latest["period_start"]]
        step = next((round((latest["period_start"] - day).days / 30.44) for day in follows), step)
    end, outcome = _on(latest["period_end"], step), run.outcome(subject)
    if outcome is None or isinstance(outcome.target, str):
        return [_on(end, measure.expected_lag_months)]
    set_for = [each.period for each in (outcome.baseline, outcome.target) if not isinstance(each, str)]  # type: ignore[union-attr]
    begins = min((when.start for when in (*set_for, *outcome.trajectory)), default=date.min)  # type: ignore[union-attr]
    begins = max(begins, date.min if isinstance(outcome.baseline, str) else outcome.baseline.period.end)  # type: ignore[union-attr]
    while end <= begins:
        end = _on(end, step)
    return [_on(end, measure.expected_lag_months)]


def _on(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, min(day.day, 28))
