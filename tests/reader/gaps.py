"""Gaps worked out again from the groups' own rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import exp, hypot, inf, log, sqrt
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from oneplace.place import Measure
from oneplace.progress.sentences import Claim
from tests.reader import sums
from tests.reader.run import Row, Run

Array = NDArray[np.float64]
RATIOS = ("RII", "relative_gap")


def counted_anew(subject: str | None, run: Run) -> bool:
    """Whether the newest value is told by another definition than the baseline (or else the target) was set by."""
    outcome = run.outcome(subject)
    terms = (outcome.baseline, outcome.target)  # type: ignore[union-attr]
    periods = [one.period for one in terms if not isinstance(one, str)] or [outcome.gap_begins]  # type: ignore[union-attr]
    (row,) = run.rows("progress", ambition=subject)
    breaks = [change.at.start for change in run.measure(subject).series_breaks]
    return any(periods[0].start < day < row["period_end"] for day in breaks)  # type: ignore[union-attr]


def gap_target(claim: Claim, run: Run) -> str:
    """As the file sets it; and how the newest gap in that statistic stands to the run's path."""
    wish = run.outcome(claim.subject).gap_ambition  # type: ignore[union-attr]
    asked = (wish.dimension, wish.statistic, wish.period.label, aim(wish))
    if asked != (claim.group, claim.statistic, claim.period, claim.number):
        return f"is not what the file sets for the gap: {asked}"
    return stands(claim, run)


def gap_status(claim: Claim, run: Run) -> str:
    """How the newest gap stands to the run's path, and who is behind in it where that is beyond chance."""
    wish, measure = run.outcome(claim.subject).gap_ambition, run.measure(claim.subject)  # type: ignore[union-attr]
    if (wish.dimension, wish.statistic) != (claim.group, claim.statistic):
        return "is another gap than the file sets"
    gaps = run.rows("gaps", measure=measure.id, dimension=wish.dimension, statistic=wish.statistic)
    begun = [gap for gap in gaps if gap["value"] is not None and gap["period_start"] <= run.as_of]
    newest = max(begun, key=lambda gap: gap["period_end"], default=None)
    none = 1 if wish.statistic in RATIOS else 0
    known = newest is not None and newest["lower"] is not None and newest["upper"] is not None
    clear = known and not newest["lower"] <= none <= newest["upper"] and measure.polarity_of_groups != "context"
    behind = newest["group"] if newest is not None and clear else None
    if behind != (claim.reference.group if claim.reference else None):
        return f"is behind: {behind}"
    return stands(claim, run)


def stands(claim: Claim, run: Run) -> str:
    wish, known = run.outcome(claim.subject).gap_ambition, sized(claim.subject, run)  # type: ignore[union-attr]
    (row,) = run.rows("progress", ambition=claim.subject)
    is_past = wish.period.end <= run.as_of and max(known, default=date.min) < wish.period.end
    if claim.direction == "past" or row["gap_target_past"] is not is_past:
        return "" if is_past is row["gap_target_past"] is True else f"is {'' if is_past else 'not '}past"
    if not known:
        expected = "no_data"
    elif counted_anew(claim.subject, run):
        expected = "cannot_be_compared"
    elif row["gap_path"] is None or _baseline_is_newest(claim.subject, max(known), run):
        expected = "cannot_be_judged_yet"
    elif _missed(wish, known):
        expected = "off_path"
    else:
        size, nearest, _ = known[max(known)]
        within = size <= row["gap_path"]
        expected = "on_path" if within else "cannot_be_judged_yet" if nearest <= row["gap_path"] else "off_path"
    return "" if claim.direction == expected else f"is {expected}, not {claim.direction}"


def _missed(wish: Any, known: dict[date, tuple[float, float, str]]) -> bool:
    """Whether the gap of the target's own period was wider than it beyond chance."""
    then = known.get(wish.period.end)
    return then is not None and then[1] > aim(wish)


def aim(wish: Any) -> float:
    number = float(wish.target)
    return max(number, 1 / number) if wish.statistic in RATIOS else abs(number)


def _baseline_is_newest(subject: str | None, end: date, run: Run) -> bool:
    """Whether the newest gap is no newer than the one that its path begins with."""
    begins = run.outcome(subject).gap_begins  # type: ignore[union-attr]
    told = isinstance(run.outcome(subject).gap_ambition.baseline, int | float)  # type: ignore[union-attr]
    return told and begins is not None and end <= begins.end


def gap_size(claim: Claim, run: Run) -> str:
    """The newest in the statistic that something was set for, without its sign, else the newest of the file; or that
    of the period in which its path begins or ends.
    """
    known, outcome = sized(claim.subject, run), run.outcome(claim.subject)
    ends = [when.end for when in (outcome.gap_begins, outcome.gap_ambition.period) if when]  # type: ignore[union-attr]
    told = [known[max(known)], *(found for end, found in known.items() if end in ends)]
    if (claim.number, claim.period) in ((size, label) for size, _, label in told):
        return ""
    return " or ".join(f"was {size} in {label}" for size, _, label in told)


def sized(subject: str | None, run: Run) -> dict[date, tuple[float, float, str]]:
    """How large the gap was in the statistic that something was set for, how near to none it may be, and when: by the
    end of each period; what the files record where none was worked out.
    """
    wish = run.outcome(subject).gap_ambition  # type: ignore[union-attr]
    gaps = run.rows("gaps", measure=run.measure(subject).id, dimension=wish.dimension, statistic=wish.statistic)
    begun = [gap for gap in gaps if gap["value"] is not None and gap["period_start"] <= run.as_of]
    found = {gap["period_end"]: (*_from_none(gap, wish.statistic), gap["period_label"]) for gap in begun}
    told = {when.end: (abs(size), abs(size), when.label) for when, size in wish.actuals.items()}
    return found or {end: row for end, row in told.items() if end <= run.as_of}


def _from_none(gap: Row, statistic: str) -> tuple[float, float]:
    value, ends = gap["value"], [end for end in (gap["lower"], gap["upper"]) if end is not None]
    if statistic in RATIOS:
        sizes = [end if value >= 1 else 1 / end for end in (value, *ends)]
    else:
        sizes = [end if value >= 0 else -end for end in (value, *ends)]
    return sizes[0], min(sizes)


def gap_path(claim: Claim, run: Run) -> str:
    """On the straight line from the baseline to what was set for the gap, in the middle of the period."""
    outcome = run.outcome(claim.subject)
    assert outcome is not None
    wish, start = outcome.gap_ambition, outcome.gap_begins
    (line,) = [
        row
        for row in run.rows("gap_paths", ambition=claim.subject, period_label=claim.period)
        if row["kind"] in ("actual", "recorded")
    ]
    begun, ends = (sums.in_months(when.start, when.end) for when in (start, wish.period))  # type: ignore[union-attr]
    share = (sums.in_months(line["period_start"], line["period_end"]) - begun) / (ends - begun)
    first, last = abs(wish.baseline), abs(wish.target)  # type: ignore[union-attr]
    expected = first + min(1.0, share) * (last - first)
    if not sums.same(expected, claim.number):
        return f"the path is at {expected}"
    known = line["lower"] is not None and line["upper"] is not None
    way = "unclear" if known and line["lower"] <= expected <= line["upper"] else None
    return "" if claim.direction == way else f"is {way}, not {claim.direction}"


def gap(claim: Claim, run: Run) -> str:
    """Worked out from the groups' rows; beyond chance by its own limits; nobody shown fares worse than the worst."""
    measure = run.measure(claim.subject)
    if claim.direction is None:
        return (_hidden if claim.group == "hidden" else _compared)(claim, run)
    if sums.counts_alone(measure):
        return "a larger group counts more"
    reference = claim.reference.group if claim.reference else None
    rows = [
        row
        for row in run.rows("gaps", measure=measure.id, period_label=claim.period, statistic=claim.statistic)
        if (row["group"], row["reference"]) == (claim.group, reference) or row["dimension"] == claim.group
    ]
    if not rows:
        return "no such gap was worked out"
    found = worked_out(run, rows[0])
    none = 1.0 if claim.statistic in RATIOS else 0.0
    ends = found.lower, found.upper
    beyond = None not in ends and not ends[0] <= none <= ends[1]
    unclear = "same" if sums.same(found.value, none) else "unclear"
    if not beyond or claim.direction in ("unclear", "same"):
        return "is beyond chance" if beyond else "" if claim.direction == unclear else f"is {unclear}"
    same = claim.limits is None or all(
        sums.same(a, b, 1e-6) for a, b in zip((found.lower, found.upper), claim.limits or (), strict=True)
    )
    if not sums.same(found.value, claim.number, 1e-6) or not same:
        return f"is {found.value} ({found.lower} to {found.upper})"
    return _worse(claim, run, rows[0], found, higher=found.value > none)


def _good(measure: Measure) -> int:
    """Which way is good between groups: neither, where the file says that they are of unlike people."""
    return 0 if measure.groups_unlike else sums.GOOD[measure.polarity]


def _hidden(claim: Claim, run: Run) -> str:
    """How many groups of one kind are hidden in the period."""
    told = {"period_label": claim.period} if claim.period else {}  # without a period: of each kind the newest
    rows = run.rows("results", measure=run.measure(claim.subject).id, **told)
    last = {row["dimension"]: row["period_end"] for row in sorted(rows, key=lambda row: row["period_end"])}
    rows = [row for row in rows if row["period_end"] == last[row["dimension"]]]
    counts = {
        by: sum(row["suppressed"] for row in rows if row["dimension"] == by and row["group"] != "not_known")
        for by in ("deprivation", "sex", "ethnicity")
    }
    return "" if claim.number in counts.values() else "other groups are hidden"


def _compared(claim: Claim, run: Run) -> str:
    """How many kinds of groups have a difference in their newest period, or how many of those beyond chance."""
    rows = run.rows("gaps", measure=run.measure(claim.subject).id, statistic="absolute_gap")
    newest = [max((row for row in rows if row["dimension"] == by), key=lambda row: row["period_end"])
              for by in {row["dimension"] for row in rows} & {"deprivation", "ethnicity", "sex"}]  # fmt: skip
    known = [worked_out(run, row) for row in newest if row["value"] is not None]
    beyond = [one for one in known if one.lower is not None and not one.lower <= 0 <= (one.upper or 0.0)]
    counted = len(known if claim.group == "compared" else beyond)
    return "" if counted == claim.number else f"are {counted}"


def _worse(claim: Claim, run: Run, row: Row, found: Worked, *, higher: bool) -> str:
    """The group fares better, or another than the one named fares worse than everyone by more."""
    if higher is not (claim.direction == "higher"):
        return f"is {found.value}"
    good = _good(run.measure(claim.subject))
    if good and higher == (good > 0):
        return f"the group fares better ({found.value})"
    if row["reference"] != "all" or not good:
        return ""
    whole = of_group(run, row, "all")
    others = [
        each for each in groups(run, row) if (whole["value"] - each["value"]) * good > abs(found.value) * (1 + 1e-9)
    ]
    return f"{others[0]['group']} fares worse" if others else ""


class Worked(NamedTuple):
    """A gap with its limits; None where they aren't known."""

    value: float
    lower: float | None
    upper: float | None


def worked_out(run: Run, row: Row) -> Worked:
    """A row of gaps again from the rows of its groups: by hand of two of them, by least squares through all fifths."""
    if row["statistic"] in ("SII", "RII"):
        return _over_all(run, row)
    one, other = (of_group(run, row, row[name]) for name in ("group", "reference"))
    if counted := _of_counts(run.measure(row["measure"]), row["statistic"], one, other):
        return counted
    if row["statistic"] == "absolute_gap":
        a, b = ((each["value"], each["lower"], each["upper"]) for each in (one, other))
        if None in (*a, *b):
            return Worked(a[0] - b[0], None, None)
        return Worked(a[0] - b[0], *sums.difference(a, b))
    if min(each[name] for each in (one, other) for name in ("value", "lower", "upper")) <= 0:
        return Worked(one["value"] / other["value"] if other["value"] else inf, None, None)
    a, b = ([log(each[name]) for name in ("value", "lower", "upper")] for each in (one, other))
    low, high = sums.difference(a, b)
    return Worked(exp(a[0] - b[0]), exp(low), exp(high))


def _of_counts(measure: Measure, statistic: str, one: Row, other: Row) -> Worked | None:
    """The difference of two rates, or the ratio of two values, of counts that are known; a share's are MOVER."""
    parts = _parts_of_counts(measure, (one, other))
    if not parts or (statistic == "absolute_gap" and measure.unit == "percent"):
        return None
    if statistic == "relative_gap":
        ratio, times = one["value"] / other["value"], exp(sums.Z * hypot(*parts))
        return Worked(ratio, ratio / times, ratio * times)
    gap, half = one["value"] - other["value"], sums.Z * hypot(one["value"] * parts[0], other["value"] * parts[1])
    return Worked(gap, gap - half, gap + half)


def _parts_of_counts(measure: Measure, rows: Sequence[Row]) -> list[float]:
    """The standard error of each value as a part of it, where every value is its count out of all: of none else."""
    out_of = {"percent": 100, "per_1000": 1e3, "per_10k": 1e4, "per_100k": 1e5}.get(
        measure.unit.removesuffix("_a_year")
    )
    if out_of is None or not all(row["numerator"] and row["denominator"] for row in rows):
        return []
    shares = [row["numerator"] / row["denominator"] for row in rows]
    near = (abs(out_of * share - row["value"]) for share, row in zip(shares, rows, strict=True))
    if max(near) > 0.5 * 10**-measure.decimals:
        return []
    left = [1 - share if measure.unit == "percent" else 1.0 for share in shares]
    return [sqrt(each / row["numerator"]) for each, row in zip(left, rows, strict=True)] if min(left) > 0 else []


def _over_all(run: Run, row: Row) -> Worked:
    """The ends of the line through the fifths against the middle of their shares of people, by least squares."""
    fifths = sorted(groups(run, row), key=lambda each: each["group_order"])
    share = np.array([each["denominator"] for each in fifths]) / sum(each["denominator"] for each in fifths)
    rank = np.cumsum(share) - share / 2
    design = np.column_stack([np.ones(len(rank)), rank]) * np.sqrt(share)[:, None]
    fit = np.linalg.pinv(design) * np.sqrt(share)
    values = np.array([each["value"] for each in fifths])
    error = np.array([each["upper"] - each["lower"] for each in fifths]) / (2 * sums.Z)
    if parts := _parts_of_counts(run.measure(row["measure"]), fifths):
        error = values * np.array(parts)
    first, last = fit[0], fit[0] + fit[1]  # what each fifth adds to either end of the line
    if row["group"] == fifths[-1]["group"]:
        first, last = last, first
    if row["statistic"] == "RII":
        return _times(first, last, values, error)
    gap = float((first - last) @ values)
    half = sums.Z * float(np.sqrt((((first - last) * error) ** 2).sum()))
    return Worked(gap, gap - half, gap + half)


def _times(over: Array, under: Array, values: Array, error: Array) -> Worked:
    """One end over the other, and every number of times that the two ends' errors leave possible, by halving.

    Possible is a ratio ``r`` from which ``over - r * under`` is no further than chance takes it (Fieller).
    """

    def possible(ratio: float) -> bool:
        left = over - ratio * under
        return bool(abs(left @ values) <= sums.Z * np.sqrt(((left * error) ** 2).sum()))

    middle = float((over @ values) / (under @ values))
    if abs(under @ values) <= sums.Z * np.sqrt(((under * error) ** 2).sum()):
        return Worked(middle, None, None)  # the end divided by may be nought
    return Worked(middle, _edge(possible, middle, -1.0), _edge(possible, middle, 1.0))


def _edge(possible: Callable[[float], bool], inside: float, step: float) -> float:
    """How far a ratio is possible to one side."""
    outside = inside + step
    while possible(outside):
        outside += step
    for _ in range(60):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if possible(middle) else (inside, middle)
    return inside


def groups(run: Run, like: Row) -> list[Row]:
    rows = run.rows("results", measure=like["measure"], dimension=like["dimension"], period_end=like["period_end"])
    same = [row for row in rows if row["period_start"] == like["period_start"]]
    return [row for row in same if sums.shown(row) and row["group"] != "not_known"]


def of_group(run: Run, like: Row, code: str) -> Row:
    rows = run.rows("results", measure=like["measure"], group=code, period_end=like["period_end"])
    wanted = ("all", "whole") if code == "all" else (like["dimension"],)
    return next(row for row in rows if row["period_start"] == like["period_start"] and row["dimension"] in wanted)
