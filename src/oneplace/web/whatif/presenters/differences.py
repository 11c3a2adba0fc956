"""The rows of a what-if: now, with the change, and the paired difference, of the whole pathway and of each place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from oneplace import flow
from oneplace.flow import Comparison, Pathway, Result, Value
from oneplace.progress.sentences import Claim, Kind, Sentence, phrase
from oneplace.vocabulary.dimensions import EVERYONE
from oneplace.vocabulary.wording import list_words
from oneplace.web.whatif.presenters.words import (
    MEASURES,
    OVERRUN,
    Measure,
    Scale,
    Verdict,
    difference_scale,
    duration_words,
    is_overrun,
    title,
    value_scale,
    verdict,
    verdict_words,
)

Floats = NDArray[np.float64]

WHERE = "pathway"
"""Where the measures of the whole are found."""
WHOLE = (
    "time held up",
    "lost",
    "left",
    "sent on",
    "delay days",
    "completed",
    "time in pathway",
    "time in pathway p90",
    "cost",
    "capital",
    "carbon",
)
_PAID = {
    "occupied": "occupied days",
    "staffed": "staffed beds",
    "on duty": "staff on duty",
    "fixed": "fixed sums",
}
AT_PLACES = (
    "wait",
    "wait p90",
    "wait p95",
    "time since arrival",
    "time since arrival p90",
    "share within target",
    "lost",
    "left",
    "sent on",
    "time blocked",
    "delay days",
    "occupancy",
)
_SUMMED = ("left", "sent on", "delay days")
"""Measures of places that are added up for the whole pathway."""


@dataclass(frozen=True)
class Forest:
    """A difference drawn small: the dot and the ends of its limits, from 0 to 100 with nought in the middle."""

    dot: float
    low: float
    high: float


@dataclass(frozen=True)
class Line:
    """One measure: now and, where something is changed, with the change and the difference, in words."""

    code: str
    label: str
    now: str
    then: str
    difference: str
    limits: str
    verdict: Verdict
    words: str
    forest: Forest | None
    claim: Claim
    sentence: Sentence
    """What is said of it in the answer; empty where it has no sentence."""


Rows = tuple[str, tuple[Line, ...]]
"""Lines of a table under a heading, which may be empty."""


@dataclass(frozen=True)
class Part:
    """The lines of the whole pathway, of a place or of a pool."""

    id: str
    name: str
    lines: tuple[Line, ...]

    @property
    def rows(self) -> list[Rows]:
        """The lines as a table's rows that need not name the part."""
        return [("", self.lines)]


@dataclass(frozen=True)
class Runs:
    """The same measures of every run, now and perhaps with a change; each column is found by what it measures."""

    now: Result
    comparison: Comparison | None

    @property
    def each(self) -> int:
        """How many runs share a draw of what is known only within a range."""
        return self.comparison.per_draw if self.comparison else flow.per_draw(self.now.pathway)

    def of(self, measure: str, where: str = "pathway", group: str = "all") -> tuple[Floats, Floats] | None:
        """A measure's values (runs) now and with the change, the same twice without one; None where there is none."""
        if where == "pathway" and measure in _SUMMED:
            return self._summed(measure, group)
        if not self.now.has(measure, where, group):
            return None
        column = self.now.find(measure, where, group)
        now = self.now.runs[:, column]
        return now, (self.comparison.after[:, column] if self.comparison else now)

    def _summed(self, measure: str, group: str) -> tuple[Floats, Floats] | None:
        found = [pair for place in self.now.pathway.places if (pair := self.of(measure, place, group)) is not None]
        if not found:
            return None
        now, then = (np.sum([pair[i] for pair in found], axis=0) for i in (0, 1))
        return now, then


def whole(runs: Runs) -> Part:
    """The lines of the whole pathway."""
    return Part("pathway", "The whole pathway", (*_lines(runs, WHOLE, "pathway"), *_clock_lines(runs)))


def _clock_lines(runs: Runs) -> Iterator[Line]:
    """The shares of clocks over several places that stop in time."""
    code = "share within target"
    for key, of in runs.now.pathway.file.clocks.items():
        pair = runs.of(code, key)
        if pair is not None and _is_told(*pair):
            said = f"{title(of.name, key)}: within {duration_words(of.within)} of arrival"
            yield line(code, pair, "share", said, runs.each, where=key)


def parts(runs: Runs) -> tuple[Part, ...]:
    """The lines of each place and pool that has any."""
    file = runs.now.pathway.file
    made = [
        *(Part(key, title(of.name, key), tuple(_lines(runs, AT_PLACES, key))) for key, of in file.places.items()),
        *(
            Part(key, title(of.name, key), tuple(_lines(runs, ("share in use",), key)))
            for key, of in file.pools.items()
        ),
    ]
    return tuple(part for part in made if part.lines)


def _lines(runs: Runs, measures: Sequence[str], where: str) -> Iterator[Line]:
    for code in measures:
        pair = runs.of(code, where)
        if pair is not None and _is_told(*pair) and not _is_the_wait(runs, code, where):
            unit, label = _unit(runs.now, code, where), _label(runs.now.pathway, code, where)
            made = line(code, pair, unit, label, runs.each, where=where)
            yield _bill(made, runs.now.pathway) if code == "cost" else made


def _is_the_wait(runs: Runs, code: str, where: str) -> bool:
    """Whether a time since arrival is the wait itself, because everybody's way begins at the place."""
    if not code.startswith("time since arrival"):
        return False
    since, wait = runs.of("time since arrival", where), runs.of("wait", where)
    return since is not None and wait is not None and np.allclose(since, wait, equal_nan=True)


def _is_told(now: Floats, then: Floats) -> bool:
    """Whether there is something to tell: somebody to measure, and not nought throughout."""
    both = np.concatenate([now, then])
    return bool(np.isfinite(both).any() and np.nansum(np.abs(both[np.isfinite(both)])) > 0)


def line(
    code: str,
    pair: tuple[Floats, Floats],
    unit: str,
    label: str,
    each: int = 1,
    *,
    where: str = WHERE,
    group: str = EVERYONE,
) -> Line:
    """One measure in words, from its values in every run now and with the change (``each`` share a draw of ranges)."""
    measure = MEASURES[code]
    now, then = map(_mean, pair)
    difference = flow.difference_of(*pair, flow.most_of(code, unit), each)
    values = value_scale(unit, max((abs(mean) for mean in (now, then) if math.isfinite(mean)), default=0.0))
    apart = difference_scale(unit, difference)
    found = verdict(difference, measure.good, unit)
    claim = claimed(code, difference, found, unit, where=where, group=group)
    return Line(
        code,
        label,
        _value(code, values, now),
        _value(code, values, then),
        apart.signed(difference.mean) if difference.replications else "–",
        apart.limits(difference) if difference.replications else "",
        found if difference.replications else Verdict.UNSURE,
        verdict_words(found, difference, measure),
        _forest(difference),
        claim,
        _sentence(measure, apart, claim),
    )


def claimed(
    code: str, difference: Value, found: Verdict, unit: str, *, where: str = WHERE, group: str = EVERYONE
) -> Claim:
    """What a difference claims: how large it is, its limits, and whether it surely goes down or up."""
    way = {Verdict.UNSURE: "unclear", Verdict.SLIGHT: "slight", Verdict.SAME: "same"}.get(found)
    ends = difference.lower, difference.upper
    return Claim(
        Kind.CHANGE,
        subject=code,
        whose=None if where == WHERE else where,
        group=None if group == EVERYONE else group,
        direction=way or ("down" if difference.mean < 0 else "up"),
        number=difference.mean if difference.replications else None,
        limits=ends if all(map(math.isfinite, ends)) else None,
        unit=unit,
    )


def told(claim: Claim, period: str | None = None) -> Claim:
    """What a sentence tells of a difference: no limits, and its size only where it is sure."""
    sure = claim.direction in ("down", "up")
    return replace(claim, limits=None, number=claim.number if sure else None, period=period)


def _mean(runs: Floats) -> float:
    """Over the runs with somebody to measure; NaN where there is none."""
    known = runs[np.isfinite(runs)]
    return float(known.mean()) if known.size else math.nan


def _value(code: str, scale: Scale, number: float) -> str:
    """A value in words; more than 100 % of the beds or staff that there are is named for what it is."""
    return scale.value(number) + (OVERRUN if code in flow.OVERRUN and is_overrun(number) else "")


def _forest(value: Value) -> Forest | None:
    if not math.isfinite(value.lower) or value.lower == value.upper:
        return None
    far = max(abs(value.lower), abs(value.upper))
    dot, low, high = (round(50 + 46 * number / far, 1) for number in (value.mean, value.lower, value.upper))
    return Forest(dot, low, high)


def _sentence(measure: Measure, here: Scale, claim: Claim) -> Sentence:
    mean = claim.number or 0.0
    form = measure.less if mean < 0 else measure.more
    return Sentence(form.format(here.size(mean)), (told(claim),)) if form else Sentence()


def _bill(line: Line, pathway: Pathway) -> Line:
    """A bill says what it counts; while no bed is paid for by being there, its difference is no saving to be told."""
    paid = [(name, price) for name, prices in pathway.file.costs.items() for price in prices if price.amount]
    kinds = {
        "on duty" if name.startswith("pools.") and price.paid in ("occupied", "staffed") else price.paid
        for name, price in paid
    }
    things = dict.fromkeys(f"{price.unit.rpartition(' ')[2]}s" for _, price in paid if price.paid == "each")
    counted = list_words([*(words for kind, words in _PAID.items() if kind in kinds), *things])
    is_whole = line.sentence and kinds & {"staffed", "on duty"}
    sentence = phrase("{} ({})", line.sentence, counted) if is_whole else Sentence()
    return replace(line, label=f"Bill for {counted} (nothing else is counted)", sentence=sentence)


def _unit(now: Result, code: str, where: str) -> str:
    return next(key.unit for key in now.keys if key.measure == code and (key.where == where or code in _SUMMED))


def _label(pathway: Pathway, code: str, where: str) -> str:
    if code != "share within target":
        return MEASURES[code].label
    seconds = pathway.file.places[where].target or 0.0
    return f"Of those seen: within {duration_words(seconds)}"
