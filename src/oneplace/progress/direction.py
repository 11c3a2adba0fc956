"""Where a series is, where it is heading, and since when: its level and its direction, told apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import Any, NamedTuple

import numpy as np

from oneplace.progress import rules
from oneplace.progress.rules import Value
from oneplace.progress.spans import months_on, next_span
from oneplace.stats import (
    Z95,
    Comparison,
    Over,
    like_with_like,
    rank_trend,
    season_free,
    separate,
    sustained_shifts,
    weighted_line,
    xmr,
)

RECENT = {12: 24, 4: 12, 2: 8, 1: 7}
"""How many of the latest values tell the direction now, by how many come in a year: two years of months, three of
quarters, four of half-years, else seven values."""
WAYS = {"rising": 1, "falling": -1}
SEASON = {"monthly": 12, "quarterly": 4, "six_monthly": 2}
YEAR = 12
_SIDES = {1: "higher", 0: "similar", -1: "lower", None: "not_known"}
SURE = 0.99
_HELD = 9
"""Decimals of a value without its season: what differs by less differs by how numbers are held."""
FEWEST = 3
"""Two values differ or not; they tell no direction."""


class Ends(NamedTuple):
    """How the latest value stands to an earlier one, and that one.

    higher, lower (both beyond chance), similar (could be chance), not_known (no limits are known); None where nothing
    is said of it.
    """

    word: str | None
    first: float | None


class Since(NamedTuple):
    """A word of the contract and the label of the period that it dates from; None where it dates from none."""

    word: str
    since: str | None


def level(series: Sequence[Value], signals: Sequence[Mapping[str, Any]], polarity: str, frequency: str) -> Since:
    """Where a series is: against the mean and limits that its control chart has now, else against its first period.

    ``signals`` are the rows of its control chart in order of time, none where it has no chart; ``series`` its
    comparable values. Of a chart, ``since`` is the first of the latest points on that side of the mean that it calls
    more than chance; without one it is the first period. A chart knows no season: where there is a clear one, a chart
    of the series without it decides, and what the two say unlike is not known, but that the season alone moves it.
    Until two years are known nobody can tell a season: then the newest must differ from the same one a year before too.
    Without a chart the newest month or quarter is held against the first of the same name.
    """
    if polarity == "context":
        return Since("context", None)
    if not signals:
        return _level_of_ends(series, polarity, frequency)
    told, free = _level_of_chart(signals), without_season(series, frequency)
    less = _level_without_season(free, polarity) if free and told.word != "not_known" else told
    if told.word in ("better", "worse") and _may_be_season(series, frequency):
        less = _level_of_ends(series, polarity, frequency)
        return told if less.word == told.word else Since("not_known", None)
    return less if less.word in ("usual", told.word) else Since("not_known", None)


def _may_be_season(series: Sequence[Value], frequency: str) -> bool:
    """Whether too little is known of months or quarters to tell a season: less than two years."""
    known = frequency in SEASON and bool(series)
    return known and series[0].span.start > months_on(series[-1].span.end, -2 * YEAR)


def _level_of_ends(series: Sequence[Value], polarity: str, frequency: str) -> Since:
    first = first_alike(series, frequency)
    if first is None:
        return Since("not_known", None)
    word = rules.judged(rules.sign(series[-1], first, Over.TIME), polarity)
    return Since("usual" if word == "similar" else word, None if word == "not_known" else first.span.label)


def _level_without_season(free: Sequence[Value], polarity: str) -> Since:
    """The level by a chart of a series ``free`` of its season; what is all season has no limits, and stays at it."""
    rows = _charted(free, polarity)
    return _level_of_chart(rows) if rows[-1]["variation"] else Since("usual", rows[-1]["since"])


def _charted(series: Sequence[Value], polarity: str) -> list[dict[str, Any]]:
    """The rows of a control chart of these values, as far as its level is told by them."""
    values = [one.value for one in series]
    begun = [0, *np.flatnonzero(sustained_shifts(values).starts).tolist()]
    good = {1: "increase", -1: "decrease"}[rules.direction_of_good(polarity)]
    chart = xmr(values, good, rebase=begun)
    since = [series[max(start for start in begun if start <= at)].span.label for at in range(len(series))]
    return [
        {
            "period_label": one.span.label,
            "value": one.value,
            "mean": float(chart.mean[at]),
            "since": since[at],
            "rules": bool(chart.rules[at].any()),
            "variation": str(chart.variation),
        }
        for at, one in enumerate(series)
    ]


def _level_of_chart(signals: Sequence[Mapping[str, Any]]) -> Since:
    last = signals[-1]
    found, _, way = (last["variation"] or "").partition("_")
    word = {"improvement": "better", "concern": "worse", "common": "usual"}.get(found)
    if word is None:
        return Since("not_known", None)
    if word == "usual":
        moved = any(row.get("rules") for row in signals if row["since"] == last["since"])
        return Since("unsettled" if moved else word, last["since"])
    side = _side(last)
    if side != _WAYS[way]:  # a trend marks its points wherever they lie: none is above its level that is below the mean
        return Since("unsettled", last["since"])
    run = list(takewhile(lambda row: (row["since"], _side(row)) == (last["since"], side), reversed(signals)))
    beyond = [row for row in run if row.get("rules")] or run
    return Since(word, beyond[-1]["period_label"])


_WAYS = {"high": 1, "low": -1}


def _side(signal: Mapping[str, Any]) -> int | None:
    """+1 above the mean, -1 below it; None without either."""
    if signal["value"] is None or signal["mean"] is None:
        return None
    return int(signal["value"] > signal["mean"]) - int(signal["value"] < signal["mean"])


def direction(series: Sequence[Value], frequency: str) -> Since:
    """Where the number is heading now, by its latest periods, and since when.

    Of a rise that is its lowest period (of a fall the highest), a year ago or more; it may lie before the periods that
    were tested, as long as each one before was lower still. What has since been back where it came from, or beyond,
    has no clear direction. Where nothing is clear the period is the first that was tested.
    A single figure has no change to tell: ``one_figure``.
    """
    if len(series) == 1:
        return Since("one_figure", None)
    steps = _steps(series, frequency)
    grid, recent = steps.values, max(len(steps.values) - RECENT[steps.season], 0)
    latest = [value for value in grid[recent:] if value is not None]
    word = _course(steps._replace(values=grid[recent:]))
    if word in WAYS:
        way = WAYS[word]
        year_ago = [value for value in grid[recent : len(grid) - steps.season] if value is not None]
        first = min(reversed(year_ago), key=lambda value: value.value * way)
        after = [value for value in latest if value.span.start > first.span.start]
        if all(_has_gone(first, later, word) for later in after):
            return Since(word, (_start(first, grid[:recent], way) if first is latest[0] else first).span.label)
        word = "no_clear_change"
    return Since(word, latest[0].span.label if word == "no_clear_change" else None)


def _has_gone(first: Value, last: Value, word: str) -> bool:
    """Whether the two ends agree with a rise or fall: what stands below where it came from has not risen."""
    return (last.value - first.value) * WAYS[word] > 0


def tested(series: Sequence[Value], frequency: str) -> list[Value]:
    """The latest values, those by which a direction is told."""
    steps = _steps(series, frequency)
    return [value for value in steps.values[-RECENT[steps.season] :] if value is not None]


def is_sure(series: Sequence[Value], frequency: str) -> bool:
    """Whether the ranks alone tell a direction of the latest values at 99 %."""
    steps = _steps(series, frequency)
    return _by_ranks(steps._replace(values=steps.values[-RECENT[steps.season] :]), SURE) in WAYS


def ends(series: Sequence[Value], told: Since, *, charted: bool) -> Ends:
    """How the latest value stands to that of the period that ``told``, a direction, dates from.

    Of a direction that is clear, and of a process with a control chart, nothing is said but that value: there chance
    is what moves the process, which its chart tells, not how few a period counts.
    """
    first = next((value for value in series if value.span.label == told.since), None)
    if first is None or told.word != "no_clear_change" or charted:
        return Ends(None, first.value if first else None)
    found = like_with_like(series[-1], first, Over.TIME)
    return Ends(_SIDES[found.sign] if isinstance(found, Comparison) else None, first.value)


def held_to(series: Sequence[Value], told: Since, frequency: str) -> Since:
    """The period that the newest value is held against where no direction is clear: that which ``told`` dates from, but
    of months, quarters and half-years the same one of two to four years before, just ahead of those that were tested.

    Where that isn't known it is the first of the same name after it; where none is, ``told`` as it is.
    """
    if told.word != "no_clear_change":
        return told
    tested_from = next((one.span.start for one in series if one.span.label == told.since), date.min)
    season = SEASON.get(frequency)
    begun = months_on(series[-1].span.start, -YEAR * RECENT[season] // season) if season else tested_from
    first = first_alike([one for one in series if one.span.start >= begun], frequency)
    return Since(told.word, first.span.label) if first else told


def first_alike(series: Sequence[Value], frequency: str) -> Value | None:
    """The first value that the newest may be held against: what comes several times in a year has a season, so that is
    the first of the same name in the calendar; of what comes irregularly it is any, where none has that name.
    """
    before = series[:-1]
    alike = (one for one in before if one.span.start.month == series[-1].span.start.month)
    return next(alike, None if frequency in SEASON or not before else before[0])


def step(latest: Value, before: Value, frequency: str) -> str | None:
    """How the latest value stands to the one before it, by their limits: higher, lower, similar or not_known.

    None of months and quarters, which have a season and are judged by their chart; and of two that are not alike.
    """
    found = None if frequency in SEASON else like_with_like(latest, before, Over.TIME)
    return _SIDES[found.sign] if isinstance(found, Comparison) else None


def _start(first: Value, before: Sequence[Value | None], way: int) -> Value:
    """The period from which a move comes that had begun before the first period that was tested."""
    for earlier in reversed(before):
        if earlier is None or earlier.value * way >= first.value * way:
            break
        first = earlier
    return first


def run_of(series: Sequence[Value], frequency: str) -> Since:
    """Whether a whole series rises or falls, and its first period; its two ends, of one season, must agree."""
    word = _course(_steps(series, frequency))
    first = first_alike(series, frequency) or (series[0] if series else None)
    if word in WAYS and first and not _has_gone(first, series[-1], word):
        word = "no_clear_change"
    return Since(word, None if word == "not_known" else series[0].span.label)


def within(series: Sequence[Value], start: date, end: date) -> list[Value]:
    """The values whose periods lie in ``[start, end)``."""
    return [value for value in series if value.span.start >= start and value.span.end <= end]


def without_season(series: Sequence[Value], frequency: str) -> Sequence[Value] | None:
    """A series of months or quarters without its season; None where it has no clear one (``stats.season_free``)."""
    steps = _steps(series, frequency)
    if steps.season == 1 or steps.spanning > 1:
        return None
    less = season_free([np.nan if value is None else value.value for value in steps.values], steps.season)
    if less is None:
        return None
    told = [(one, round(float(n), _HELD)) for one, n in zip(steps.values, less, strict=True) if one is not None]
    return [replace(one, value=n) for one, n in told]


class _Steps(NamedTuple):
    """A series by equal steps, None where one has no value: how many make a year, and how many each value spans."""

    values: Sequence[Value | None]
    season: int
    spanning: int


def _steps(series: Sequence[Value], frequency: str) -> _Steps:
    """The series step by step; what does not follow step by step: the values that share no time, in their order."""
    apart = _Steps(separate(series), 1, 1)
    if not series or frequency == "irregular":
        return apart
    by_start = {value.span.start: value for value in series}
    span, values = series[0].span, []
    while span.start <= series[-1].span.start:
        values.append(by_start.pop(span.start, None))
        span = next_span(span, frequency)
    season = SEASON.get(frequency, 1)
    return apart if by_start else _Steps(values, season, max(series[-1].span.months * season // 12, 1))


def _course(steps: _Steps) -> str:
    """rising, falling, no_clear_change or not_known, by two tests at 95 %: ranks, and of yearly values their limits.

    One alone is enough; where they contradict each other, nothing is clear.
    """
    words = {_by_ranks(steps), _by_limits(steps)}
    clear = words & WAYS.keys()
    if len(clear) == 1:
        return clear.pop()
    return "not_known" if words == {""} else "no_clear_change"


def _by_ranks(steps: _Steps, level: float = 0.95) -> str:
    values = [np.nan if value is None else value.value for value in steps.values]
    season = steps.season if steps.spanning == 1 else 1
    return str(rank_trend(values, season=season, spanning=steps.spanning, level=level).value)


def _by_limits(steps: _Steps) -> str:
    """By a line through the periods that share no time; not of months and quarters: they move more than limits say."""
    apart = separate([value for value in steps.values if value])
    known = [value for value in apart if value.limits]
    if steps.season > 1 or len(known) < 2:
        return ""
    if len(known) < FEWEST:
        return "no_clear_change" if len(known) == len(apart) else ""
    lower, upper = np.array([value.limits for value in known]).T
    when = [value.span.middle.toordinal() for value in known]
    line = weighted_line([value.value for value in known], (upper - lower) / (2 * Z95), when)
    if abs(line.slope) <= Z95 * line.error:
        return "no_clear_change"
    return "rising" if line.slope > 0 else "falling"
