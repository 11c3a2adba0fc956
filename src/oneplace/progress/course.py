"""What became of a rise or fall: whether it still runs, has ended, or was one step from one level to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean
from typing import Any, NamedTuple

import numpy as np

from oneplace.progress import rules
from oneplace.progress.direction import FEWEST, WAYS, Since, direction, is_sure, run_of, tested, without_season
from oneplace.progress.rules import Value
from oneplace.progress.spans import months_between
from oneplace.stats import STEP_PRICE, Z95, Over, one_step, sustained_shifts, xmr

ENDED = {"rising": "rose", "falling": "fell"}
STEPPED = {"rising": "stepped_up", "falling": "stepped_down"}
YEAR = 12
HALF, FIFTH = 0.5, 0.2
"""The parts of a rise or fall that must have been given back: half of it, or a fifth where limits of years tell that
giving it back was more than chance."""
NEAR = 0.9
"""The part of all their values that two spans share of which one thing is told."""
SOONEST, LATER, YEARS = 6, 10, 24
"""How many months ago the furthest point lies: half a year where half was given back; ten months where the
newest half-year went no further than the one before; two years of yearly values without limits. ``benchmarks/
rebasing.py`` tells how often straight slopes are said to have ended: in 4 of 100 at most."""


class Course(NamedTuple):
    """What is told of a series: its direction, the point at which that has ended, the step that it was."""

    told: Since
    turn: Value | None
    step: Step | None

    @property
    def word(self) -> str:
        """rising, falling, rose, fell, stepped_up, stepped_down, or what else the direction says."""
        return (ENDED if self.turn else STEPPED if self.step else {}).get(self.told.word, self.told.word)


def course(series: Sequence[Value], frequency: str, signals: Sequence[Mapping[str, Any]]) -> Course:
    """The direction of a series, and whether it still runs; ``signals`` are the rows of its control chart, if any.

    Where one step to the newest value alone explains it, that value differs, and no direction is told; nor where the
    chart has stayed at one level since it began anew: what stays does not fall. A chart knows no season, which widens
    its limits until a steady rise is at rest between them: where there is a clear one, the series without it must have
    ended, stepped or stayed too. Where only one of the two has ended nothing is clear, but for a rise or fall that is
    sure at 99 % and ends by its season alone.
    """
    told = direction(series, frequency)
    free = without_season(series, frequency) if told.word in WAYS else None
    turn = turned(series, told)
    ended = turned(free, told) if free else turn
    by_season = turn is not None and ended is None
    if (ended is not None and turn is None) or (by_season and not is_sure(series, frequency)):
        return _unclear(series, frequency)
    turn = None if by_season else turn
    step = None if turn else stepped(series, frequency, told, signals, free)
    now_alone = step is not None and step.since == series[-1].span.label
    at_rest = _stays(signals) and (free is None or _rests([value.value for value in free]))
    if now_alone or (told.word in WAYS and not turn and not step and at_rest):
        return _unclear(series, frequency)
    return Course(told, turn, step)


def _unclear(series: Sequence[Value], frequency: str) -> Course:
    return Course(Since("no_clear_change", tested(series, frequency)[0].span.label), None, None)


def _stays(signals: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the newest level of a control chart has no point that is more than chance."""
    if not signals or signals[-1]["variation"] != "common_cause":
        return False
    return not any(row["rules"] for row in signals if row["since"] == signals[-1]["since"])


def _rests(values: Sequence[float]) -> bool:
    """Whether the newest level of a control chart of these values would have no point that is more than chance."""
    begun = np.flatnonzero(sustained_shifts(values).starts).tolist()
    return not xmr(values, "neutral", rebase=[0, *begun]).rules[begun[-1] if begun else 0 :].any()


class Step(NamedTuple):
    """Two levels: the label of the first period of each and their means."""

    before: str
    old: float
    since: str
    new: float


def turned(series: Sequence[Value], told: Since) -> Value | None:
    """The furthest point of a rise or fall that ``told``, a direction, says, where it has ended there; else None.

    That lies half a year back or more, and half of the way was given back since; or it lies ten months back or more,
    and the newest half-year's mean is no further than that of the half-year before. Of yearly values with limits what
    was given back must be a fifth and beyond chance; without limits, half, or the point lies two years back.
    """
    way = WAYS.get(told.word)
    if way is None:
        return None
    labels = [value.span.label for value in series]
    since = series[labels.index(told.since) :] if told.since in labels else series
    furthest = max(reversed(since), key=lambda value: value.value * way)
    gone, back = ((furthest.value - other.value) * way for other in (since[0], series[-1]))
    ago = round((series[-1].span.end - furthest.span.end).days / 30.44)
    if ago < SOONEST or not gone > 0 or not back > 0:
        return None
    if _apart(series) < YEAR:
        over = back >= HALF * gone or (ago >= LATER and _stands([value.value * way for value in since], _apart(series)))
    elif series[-1].limits and furthest.limits:
        over = back >= FIFTH * gone and bool(rules.sign(series[-1], furthest, Over.TIME))
    else:
        over = back >= HALF * gone or ago >= YEARS
    return furthest if over else None


def _apart(series: Sequence[Value]) -> int:
    """How many months a value is of; of single days, how many lie between the newest two."""
    before, newest = series[-2].span, series[-1].span
    return newest.months or max(months_between(before.start, newest.start), 1)


def _stands(values: Sequence[float], apart: int) -> bool:
    """Whether the newest half-year's mean is no further than that of the half-year before."""
    half = max(YEAR // 2 // apart, 1)
    return len(values) > half and fmean(values[-half:]) <= fmean(values[-2 * half : -half])


def stepped(
    series: Sequence[Value],
    frequency: str,
    told: Since,
    signals: Sequence[Mapping[str, Any]],
    free: Sequence[Value] | None = None,
) -> Step | None:
    """The step that a rise or fall was, where it shows no change before it and none since; else None.

    One step must explain the values (those ``free`` of their season, where they have one) better than a line does
    (``stats.one_step``). Of a process that has a control chart
    it is the newest level of the chart, where that began among the values tested and no point of it or of the level
    before is beyond chance: a chart takes up a slope as one new level after another.
    """
    way, latest = WAYS.get(told.word), tested(series, frequency)
    if way is None or len(latest) < 4:
        return None
    charted = bool(signals and signals[-1]["variation"])
    found = _of_chart(signals, free or ()) if charted else _of_values(latest, frequency)
    inside = found is not None and found.since in [value.span.label for value in latest[1:]]
    return found if found and inside and (found.new - found.old) * way > 0 else None


def _of_chart(signals: Sequence[Mapping[str, Any]], free: Sequence[Value]) -> Step | None:
    new = [row for row in signals if row["since"] == signals[-1]["since"]]
    earlier = [row for row in signals if row["period_end"] <= new[0]["period_start"]]
    old = [row for row in earlier if row["since"] == earlier[-1]["since"]]
    less = {value.span.label: value.value for value in free}
    values = [less.get(row["period_label"], row["value"]) for row in (*old, *new)]
    if not old or any(row["rules"] for row in (*old, *new)) or not _no_line(values):
        return None
    return Step(old[-1]["since"], old[-1]["mean"], new[-1]["since"], new[-1]["mean"])


def _no_line(values: Sequence[float | None]) -> bool:
    """Whether a step explains the values of two levels better than a line through both."""
    return int(one_step([np.nan if value is None else value for value in values])) > 0


def _of_values(latest: Sequence[Value], frequency: str) -> Step | None:
    at = int(one_step([value.value for value in latest], [_error(value) for value in latest]))
    old, new = latest[:at], latest[at:]
    if at < 1 or latest[1].span.start < latest[0].span.end or any(_moves(side, frequency) for side in (old, new)):
        return None
    means = (fmean(value.value for value in side) for side in (old, new))
    return Step(old[0].span.label, next(means), new[0].span.label, next(means))


def own_run(inside: Sequence[Value], frequency: str, step: Step | None) -> Since:
    """Whether the values of the strategy's own years rise or fall; not known of too few, nor across a step in them.

    What went in one step from a level to another goes steadily neither way, and did change.
    """
    crossed = step is not None and step.since in [value.span.label for value in inside[1:]]
    if crossed or len(inside) < FEWEST:
        return Since("not_known", None)
    return run_of(inside, frequency)


Answer = tuple[Since, Sequence[Value]]
"""Whether values rise or fall, and the values of which that is told."""


def one_answer(run: Since, values: Sequence[Value], told: Iterable[Answer]) -> Since:
    """A ``run`` of ``values``; where another is ``told`` of these, or of as good as these, that other.

    A run minds its two ends alone, so what has since been back where it came from would be told as a rise beside "no
    steady rise" of the same periods; and one month more of 25 may turn a test round. One span has one answer, and so
    have two of which a reader would not know what makes them differ.
    """
    clear = (*WAYS, "no_clear_change")
    if run.word not in clear:
        return run
    return next((one for one, of in told if one.word in clear and one.word != run.word and _near(values, of)), run)


def _near(values: Sequence[Value], others: Sequence[Value]) -> bool:
    """Whether two spans share nine in ten of all their values, or more."""
    ours, theirs = ({value.span.label for value in some} for some in (values, others))
    return len(ours & theirs) >= NEAR * len(ours | theirs)


def may_be_step(stretch: Sequence[Value]) -> bool:
    """Whether one step fits values of years or quarters better than a line does, by Akaike's own price of its place.

    It is not told as a step by that alone (``stepped``); but no slope that may be one goes on.
    """
    if any(later.span.start < one.span.end for one, later in pairwise(stretch)):
        return False
    return int(one_step([one.value for one in stretch], [_error(one) for one in stretch], better=STEP_PRICE)) > 0


def _moves(side: Sequence[Value], frequency: str) -> bool:
    """Whether one side of a step rises or falls itself, or ends beyond chance from where it began."""
    return run_of(side, frequency).word in WAYS or bool(rules.sign(side[-1], side[0], Over.TIME))


def _error(value: Value) -> float:
    return np.nan if value.limits is None else (value.limits[1] - value.limits[0]) / (2 * Z95)
