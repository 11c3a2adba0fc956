"""Did it work? Whether the measures that decisions were to move have moved, and what else could have moved them.

The order of proof: is it judgeable; set against places that did nothing of the sort, where the decision names them;
beyond chance by limits that short series bear (``stats.interrupted``), all that is asked of one measure counted
together (Holm 1979); more than a curve without any break could make; as large at dates, or in places, at which
nothing was done? begun because of a bad run, which would have ended? and did it come as far as was expected?
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from oneplace.place import Expected, Measure, Place
from oneplace.progress.rules import Value
from oneplace.progress.spans import months_on
from oneplace.stats import (
    MONTHS,
    Change,
    Comparison,
    Interruption,
    Over,
    Span,
    Way,
    bends,
    elsewhere,
    interrupted,
    like_with_like,
    placebo,
    side,
)

FloatArray = NDArray[np.float64]
CHANCES = {"step": 0.06, "slope": 0.005}
"""How likely a series in which nothing happened is called changed, of each part, where one effect of a measure is asked
for: most of it is the step's, for another slope can hardly be told from a curve (decision record 60)."""
LIMITS = 1 - CHANCES["step"]
"""The limits of all that is said of an effect leave out nought where its step is beyond chance."""
RARE = 0.05
"""As much at no more of the dates, or places, at which nothing was done."""
SEEN = 0.95
"""A change is beyond chance so often that about four of five come through what is asked then (decision record 60)."""
PARTS = tuple(CHANCES)
LEAST_BEFORE, LEAST_AFTER, SEASONS = 12, 8, 24
"""Periods before and after; and months before without a place beside it, which would share its seasons."""
BAD_RUN, FAR = 3, 2.25
"""The mean of the last value before it, or of up to so many, on the bad side of the line through those before them by
more than so many of its errors."""


class Verdict(StrEnum):
    """What is said of an expected effect."""

    WORKED = "worked"
    LESS = "less"
    LESS_SO_FAR = "less_so_far"
    NOT_SEEN = "not_seen"
    HARM = "harm"
    NOT_JUDGED = "not_judged"


class Known(NamedTuple):
    """The comparable values of a measure in order of time: the place's, and those of other areas; and whence."""

    own: Sequence[Value] = ()
    areas: Sequence[Value] = ()
    origin: str | None = None
    names: Mapping[str, str] = MappingProxyType({})
    """Those of the other areas, by code."""


@dataclass(frozen=True)
class Asked:
    """What was said beforehand: by how much a measure (or a gap in it) is to change, from and until when."""

    change: float
    since: date
    since_words: str
    until: date
    """The first day after the time by which it was expected."""
    until_words: str
    controls: Sequence[str] = ()
    illustrative: bool = False


@dataclass(frozen=True)
class Case:
    """An effect that is expected, and the series that could show it: a point a period, NaN where it has none.

    ``subject`` are the columns that say whose effect it is; ``reason`` why it is not judged, empty where it can be.
    """

    subject: Mapping[str, Any]
    asked: Asked
    measure: Measure
    known: Known
    series: FloatArray
    before: int
    reason: str

    @property
    def way(self) -> int:
        """+1 where the measure was to go up."""
        return 1 if self.asked.change > 0 else -1

    @property
    def until(self) -> int:
        """How many periods of the series there are once that by which it was expected is over."""
        months = MONTHS[self.measure.frequency]
        return max((_month(self.asked.until) - _month(self.known.own[0].span.start)) // months, self.before + 1)

    @property
    def expected(self) -> Way:
        """The way that was said beforehand."""
        return "increase" if self.way > 0 else "decrease"

    def fitted(self, series: FloatArray, effects: int = 1) -> Interruption:
        """What a series says of it, where so many ``effects`` are asked of its measure."""
        by = min(self.until, series.size) - self.before
        chance = CHANCES["step"]
        return interrupted(series, self.before, expected=self.expected, by=by, chance=chance, tests=effects, power=SEEN)


def decided(place: Place, known: Mapping[str, Known], as_of: date) -> list[Case]:
    """A case for each effect that a decision taken by ``as_of`` expects; ``known`` by measure."""
    return [
        case({"decision": one.id}, _asked(expected), place.measures[expected.measure], known.get(expected.measure))
        for one in place.decisions.values()
        if one.is_taken(as_of)
        for expected in one.expects
    ]


def _asked(one: Expected) -> Asked:
    made_up = one.provenance == "illustrative"
    return Asked(one.change, one.from_.start, one.from_.words, one.by.end, one.by.words, one.controls, made_up)


def judged(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """What is said of each case, in the columns that ``effects`` and ``gap_effects`` share; all cases of one measure
    are counted together."""
    asked = Counter(case.measure.id for case in cases if not case.reason)
    fits = [None if case.reason else case.fitted(case.series, asked[case.measure.id]) for case in cases]
    return [_row(case, fit, sure) for case, fit, sure in zip(cases, fits, _sure(cases, fits), strict=True)]


def case(subject: Mapping[str, Any], asked: Asked, measure: Measure, known: Known | None) -> Case:
    """What was expected with the series that could show it; ``known`` is None where the run knows nothing of it."""
    known = known or Known()
    months = MONTHS.get(measure.frequency, 0)
    values = known.own
    spans_one = months and all(months_on(value.span.start, months) == value.span.end for value in values)
    if not values or not spans_one:
        reason = "no_values" if not values else "periods_overlap"
        return Case(subject, asked, measure, known, np.empty(0), 0, reason)
    series = laid([value.span for value in values], [_beside(one, known.areas, asked.controls) for one in values])
    first = _month(values[0].span.start)
    before = int(np.clip(-(-(_month(asked.since) - first) // months), 0, series.size))
    return Case(
        subject, asked, measure, known, series, before, unjudged(series, before, measure.frequency, asked.controls)
    )


def laid(spans: Sequence[Span], numbers: Sequence[float]) -> FloatArray:
    """Numbers of spans of equal length in the order of time, a point a period; NaN where a period has none."""
    first, months = _month(spans[0].start), spans[0].months
    at = [(_month(span.start) - first) // months for span in spans]
    series = np.full(at[-1] + 1, np.nan)
    series[at] = numbers
    return series


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _beside(value: Value, areas: Sequence[Value], controls: Sequence[str]) -> float:
    """A value, less the mean of those that it is held beside in the same period; NaN where one of them has none."""
    if not controls:
        return value.value
    like = [like_with_like(value, area, Over.AREAS) for area in areas if area.span.same_time_as(value.span)]
    found = {
        one.reference.of.area: one.reference.value for one in like if isinstance(one, Comparison) and one.reference.of
    }
    beside = [found.get(code, np.nan) for code in controls]
    return value.value - float(np.mean(beside))


def unjudged(series: FloatArray, before: int, frequency: str, controls: Sequence[str] = ()) -> str:
    """Why a series is not judged, as far as the numbers of values tell; empty where they are enough."""
    known = ~np.isnan(series)
    had, has = int(known[:before].sum()), int(known[before:].sum())
    if controls and not known.any():
        return "no_values_beside"
    if had < LEAST_BEFORE:
        return "too_few_before"
    if frequency == "monthly" and had < SEASONS and not controls:
        return "too_few_for_seasons"
    return "too_few_after" if has < LEAST_AFTER else "constant" if np.ptp(series[known]) == 0 else ""


def _parts(fit: Interruption) -> dict[str, Change]:
    return {name: getattr(fit, name) for name in PARTS}


def _sure(cases: Sequence[Case], fits: Sequence[Interruption | None]) -> list[set[str]]:
    """Of each case, which of step and slope are beyond chance, when all that is tested of its measure is counted.

    Holm 1979, weighted: the surest for its share of the chance must be as sure as all the shares ask together, the next
    as those that are left.
    """
    sure: list[set[str]] = [set() for _ in cases]
    for measure in {case.measure.id for case in cases}:
        tests = sorted(
            (float(part.p) / CHANCES[name], float(part.p), i, name)
            for i, (case, fit) in enumerate(zip(cases, fits, strict=True))
            if fit and case.measure.id == measure
            for name, part in _parts(fit).items()
        )
        left = sum(CHANCES[name] for *_, name in tests)
        for _, p, i, name in tests:
            if p > sum(CHANCES.values()) * CHANCES[name] / left:
                break
            sure[i].add(name)
            left -= CHANCES[name]
    return sure


def _row(case: Case, fit: Interruption | None, sure: set[str]) -> dict[str, Any]:
    real = _no_curve(case, sure)
    found, reason = (Verdict.NOT_JUDGED, case.reason) if fit is None else _verdict(case, fit, sure, real)
    numbers = {
        f"{name}{end}": float(getattr(part, of))
        for name, part in ((_parts(fit) | {"reached": fit.reached}).items() if fit else ())
        for end, of in (("", "value"), ("_lower", "lower"), ("_upper", "upper"), ("_smallest", "smallest"))
        if name == "step" or of != "smallest"
    }
    known = ~np.isnan(case.series)
    return {
        **case.subject,
        "measure": case.measure.id,
        "origin": "illustrative" if case.asked.illustrative else case.known.origin,
        "expected": case.asked.change,
        "from_label": case.asked.since_words,
        "by_label": case.asked.until_words,
        "controls": "; ".join(case.asked.controls),
        "controls_label": "; ".join(case.known.names.get(code, code) for code in case.asked.controls),
        **numbers,
        "sure": "; ".join(sorted(real, reverse=True)),
        "before": int(known[: case.before].sum()),
        "after": int(known[case.before :].sum()),
        "verdict": found.value,
        "reason": reason or None,
        "judgeable_on": _judgeable_on(case) if reason == "too_few_after" else None,
    }


def _no_curve(case: Case, sure: set[str]) -> set[str]:
    """Those of step and slope that a curve without any break could not have made."""
    if not sure:
        return sure
    bent = bends(case.series, case.before, expected=case.expected)
    return {name for name in sure if not getattr(bent, name)}


def _verdict(case: Case, fit: Interruption, sure: set[str], real: set[str]) -> tuple[Verdict, str]:
    """What the fit says of what is beyond chance (``real``: no curve's), after what else could have made it."""
    if not sure:
        return Verdict.NOT_SEEN, ""
    if not real:
        return Verdict.NOT_JUDGED, "bends_anyway"
    parts = _parts(fit)
    plain = real | {name for name in sure if parts[name].p <= CHANCES[name]}
    ways = {int(np.sign(parts[name].value)) for name in plain}
    turned = side(float(fit.reached.lower), float(fit.reached.upper)) in {-way for way in ways}
    if len(ways) == 2 or turned:
        return Verdict.NOT_JUDGED, "both_ways"
    if other := _otherwise(case, real):
        return Verdict.NOT_JUDGED, other
    if ways == {-case.way}:
        return Verdict.HARM, ""
    return (Verdict.NOT_JUDGED, "bad_run_before") if _was_bad_run(case, real) else (_how_far(case, fit.reached), "")


def _otherwise(case: Case, sure: set[str]) -> str:
    """What else explains it; empty where nothing does that can be tried."""
    tried = placebo(case.series, case.before)
    if any(getattr(tried, name) > RARE * tried.tried for name in sure):
        return "as_much_at_other_dates"
    if others := _others(case):
        tried = elsewhere(case.series, others, case.before)
        if any(getattr(tried, name) > RARE * tried.tried for name in sure):
            return "as_much_elsewhere"
    return ""


def _how_far(case: Case, reached: Change) -> Verdict:
    """Whether it came as far as was expected, as far as its limits tell, by the period that was said."""
    if side(float(reached.lower), float(reached.upper), case.asked.change) in (0, case.way):
        return Verdict.WORKED
    return Verdict.LESS if case.until <= case.series.size else Verdict.LESS_SO_FAR


def _others(case: Case) -> list[FloatArray]:
    """The measure in the same periods in each other area that it can be held against, and that the decision does not
    name itself; less what the named ones have, where the place's values are."""
    own = {_month(value.span.start): value for value in case.known.own}
    months, first = MONTHS[case.measure.frequency], min(own)
    alone, found = np.full(case.series.size, np.nan), dict[str, FloatArray]()
    for month, value in own.items():
        alone[(month - first) // months] = value.value
    for area in case.known.areas:
        here = own.get(_month(area.span.start))
        if here is None or not area.span.same_time_as(here.span):
            continue
        like = like_with_like(here, area, Over.AREAS)
        if isinstance(like, Comparison) and like.reference.of and like.reference.of.area not in case.asked.controls:
            of = found.setdefault(str(like.reference.of.area), np.full(case.series.size, np.nan))
            of[(_month(area.span.start) - first) // months] = like.reference.value
    return [series - (alone - case.series) for series in found.values()]


def _was_bad_run(case: Case, sure: set[str]) -> bool:
    """Whether the values just before were so bad that better ones were to come anyway, and without them nothing is.

    An outlier that was chosen as what to begin from is a run of one.
    """
    known = np.flatnonzero(~np.isnan(case.series[: case.before]))
    before = case.series[known]
    for run in range(1, BAD_RUN + 1):
        if -case.way * _off_line(before, run) <= FAR:
            continue
        without = case.series.copy()
        without[known[-run:]] = np.nan
        again = case.fitted(without)
        if again.reason or not any(_parts(again)[name].p <= CHANCES[name] for name in sure):
            return True
    return False


def _off_line(values: FloatArray, run: int) -> float:
    """By how many of its errors the mean of the last ``run`` values lies off the line through those before them.

    Both the scatter of the run and that of the line, drawn on so far, are counted.
    """
    rest = values.size - run
    design = np.column_stack([np.ones(rest), np.arange(rest)])
    line = np.linalg.lstsq(design, values[:rest], rcond=None)[0]
    spread = float(np.std(values[:rest] - design @ line, ddof=2))
    to = np.array([1.0, rest + (run - 1) / 2])
    error = spread * np.sqrt(1 / run + to @ np.linalg.solve(design.T @ design, to))
    return float(values[rest:].mean() - to @ line) / error if error else 0.0


def _judgeable_on(case: Case) -> date | None:
    """When there can be so many periods after it that it can be judged."""
    months = MONTHS[case.measure.frequency]
    first = case.known.own[0].span.start
    return months_on(first, (case.before + LEAST_AFTER) * months + case.measure.expected_lag_months)
