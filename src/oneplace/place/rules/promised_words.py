"""W121: words of an ambition that promise another number, or another year, than its target."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from oneplace.place.folder import Spot
from oneplace.place.measure import UNITS
from oneplace.place.period import Period
from oneplace.place.rules import promised_forms as forms
from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.registry import Case, Finding, given, rule
from oneplace.place.strategy.outcomes import gap_size
from oneplace.vocabulary.wording import plainly

_MEND = (
    "Set the target that the words promise, or say in the words what is set. Where the words are the strategy’s own "
    "and stay, say in `leaves_open:` what the target does not promise."
)
_GAP = re.compile(r"\bgaps?\b")
_NEAR = 0.02
"""By what part of the promised number a target may differ from it: nobody halves 11 to 5.5 and no less."""


@rule("W121")
def words_promise_another_number(case: Case) -> Iterator[Finding]:
    """Words that promise another number than the target."""
    for ambition in ambitions(case):
        outcome = ambition.outcome
        if outcome.leaves_open:
            continue
        for key, words in (("text", outcome.text), ("question", outcome.question)):
            if words:
                yield from _told(case, ambition, ambition.at / key, words)


def _told(case: Case, ambition: Ambition, at: Spot, words: str) -> Iterator[Finding]:
    text = words.lower()
    start, end, when = _set(ambition, text)
    years = list(forms.BY_YEAR.finditer(text))
    if end is not None:
        every = list(_promised(ambition, text, start))
        found = [one for one in every if not any(_near(end, number) for number in one[1])]
        if len(years) > 1 and len(found) < len(every):
            found = []  # of two steps, each with its year, one is the target
        if start is not None and (begun := forms.FROM.search(text)) and not _near(start, float(begun[1])):
            found.append((begun[0], [float(begun[1])]))
        if start is not None and not found and (bare := forms.FROM_BARE.search(text)):
            found += _half_kept(bare, start, end)
        for said, numbers in found[:1]:
            asked = " or ".join(dict.fromkeys(plainly(number) for number in numbers))
            moved = plainly(end) if start is None else f"{plainly(start)} to {plainly(end)}"
            message = f"{ambition.id} says “{said}” in “{words}”, which is {asked}. What is set is {moved}."
            yield Finding(at, message, _MEND)
    if when is not None and (late := _too_late(case, when, text)):
        yield Finding(at, f"{ambition.id} says “{late}” in “{words}”. Its target is for {when}.", _MEND)
    if when is not None and years and all(_later(when, int(year[1]), year[2]) for year in years):
        yield Finding(at, f"{ambition.id} says “{years[-1][0]}” in “{words}”. Its target is for {when}.", _MEND)


def _set(ambition: Ambition, text: str) -> tuple[float | None, float | None, Period | None]:
    """From where, to where and when: of the gap where the words are of one, else of the average."""
    if not _GAP.search(text):
        baseline, target = ambition.baseline, ambition.target
        start = None if baseline is None else baseline.value
        return (start, None, None) if target is None else (start, target.value, target.period)
    gap = ambition.gap
    if gap is None:
        return None, None, None
    ends = (given(gap.baseline), given(gap.target))
    wide, narrow = (None if one is None else gap_size(gap.statistic, one) for one in ends)
    return wide, narrow, given(gap.period)


def _promised(ambition: Ambition, text: str, start: float | None) -> Iterator[tuple[str, list[float]]]:
    """Each number that the words promise: how they say it, and what it may be."""
    percent = ambition.measure is not None and ambition.measure.unit == "percent"
    of_all = percent and not forms.NEGATED.search(text)
    if of_all and (level := forms.TO.search(text)):
        yield level[0], [float(level[1] or level[2])]
    if (
        ambition.measure is not None
        and (rate := forms.TO_RATE.search(text))
        and _is_out_of(ambition.measure.unit, rate[2])
    ):
        yield rate[0], [float(rate[1])]
    if (nobody := forms.NOBODY.search(text) or forms.NONE.search(text)) and ambition.better == -1:
        yield nobody[0], [0.0]
    if percent and ambition.better == 1 and (everybody := forms.EVERYBODY.search(text)):
        yield everybody[0], [100.0]
    if of_all and (share := forms.TO_SHARE.search(text)) and _count(share[1]) <= _count(share[2]):
        yield share[0], [100 * _count(share[1]) / _count(share[2])]
    if of_all and (level := forms.TO_PART.search(text)):
        part = forms.PARTS[level[1].replace("-", " ")]
        yield level[0], [100 * part, *([] if start is None else [start * part])]
    if (
        ambition.measure is not None
        and ambition.measure.unit in forms.COUNTED
        and (many := forms.TO_COUNT.search(text))
    ):
        yield many[0], [float(many[1].replace(",", ""))]
    if start is None:
        return
    way = _way(ambition, text)
    if times := forms.IN_TIMES.search(text):
        yield times[0], [start * forms.TIMES[times[1]]]
    if by_part := forms.BY_PART.search(text):
        part = forms.PARTS[(by_part[1] or by_part[2]).replace("-", " ")]
        yield by_part[0], [start * (1 + way * part)]
    if share := forms.BY_PERCENT.search(text):
        change = float(share[1] or share[2])
        points = start + way * change
        yield share[0], [start * (1 + way * change / 100), *([points] if percent and 0 <= points <= 100 else [])]
    if by_points := forms.BY_POINTS.search(text):
        yield by_points[0], [start + way * float(by_points[1] or by_points[2])]


def _count(word: str) -> float:
    return float(forms.WORDED.get(word, 0) or word)


def _half_kept(said: re.Match[str], start: float, end: float) -> Iterator[tuple[str, list[float]]]:
    """``from 12 to 8`` without a unit, of which one is what is set and one is not: else it is of something else."""
    begun, ended = float(said[1]), float(said[2])
    if _near(start, begun) != _near(end, ended):
        yield said[0], [ended if _near(start, begun) else begun]


def _too_late(case: Case, when: Period, text: str) -> str:
    """Words of a time from the strategy's start on that is over when the target's period begins; else empty."""
    span = case.strategy.period
    start = None if isinstance(span, str) or isinstance(span.start, str) else span.start.start
    if start is None:
        return ""
    if decade := forms.DECADE.search(text):
        return decade[0] if when.start.year > (start.year // 10 + 1) * 10 else ""
    within = forms.WITHIN.search(text)
    if within is None:
        return ""
    last = start.year + int(_count(within[1] or within[2]))
    return within[0] if (when.start.year, when.start.month) >= (last, start.month) and when.start.year > last else ""


def _is_out_of(unit: str, many: str) -> bool:
    """Whether a measure's unit is a rate out of as many as the words say."""
    return bool(re.match(rf"per {int(many.replace(',', '')):,}\b(?!,)", UNITS[unit]))


def _way(ambition: Ambition, text: str) -> int:
    """Whether the words are of more (1) or of less (-1): as they say, else as is better."""
    less, more = bool(forms.LESS.search(text)), bool(forms.MORE.search(text))
    return (1 if more else -1) if less != more else (-1 if _GAP.search(text) else ambition.better or -1)


def _near(number: float, promised: float) -> bool:
    return math.isclose(number, promised, rel_tol=_NEAR, abs_tol=0.05)


def _later(when: Period, year: int, second: str | None) -> bool:
    """Whether a period begins after the year that the words name is over: ``by 2030``, ``by 2029/30``."""
    last = year + 1 if second else year
    return when.start.year > last or (bool(second) and (when.start.year, when.start.month) >= (last, 4))
