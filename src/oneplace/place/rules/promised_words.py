"""W121: words of an ambition that promise another number, or another year, than its target."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from oneplace.place.folder import Spot
from oneplace.place.measure import UNITS
from oneplace.place.period import Period
from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.registry import Case, Finding, given, rule
from oneplace.place.strategy.outcomes import gap_size
from oneplace.vocabulary.wording import plainly

_MEND = (
    "Set the target that the words promise, or say in the words what is set. Where the words are the strategy’s own "
    "and stay, say in `leaves_open:` what the target does not promise."
)
_PARTS = {
    "half": 1 / 2, "a half": 1 / 2, "one half": 1 / 2, "a third": 1 / 3, "one third": 1 / 3, "two thirds": 2 / 3,
    "a quarter": 1 / 4, "one quarter": 1 / 4, "three quarters": 3 / 4, "a fifth": 1 / 5, "one fifth": 1 / 5,
    "two fifths": 2 / 5, "three fifths": 3 / 5, "four fifths": 4 / 5,
    "a tenth": 1 / 10, "one tenth": 1 / 10,
}  # fmt: skip
_TIMES = {
    "halve": 1 / 2, "halves": 1 / 2, "halved": 1 / 2, "halving": 1 / 2, "in half": 1 / 2, "half as many": 1 / 2,
    "double": 2.0, "doubles": 2.0, "doubled": 2.0, "doubling": 2.0, "twice as many": 2.0,
    "treble": 3.0, "trebled": 3.0, "triple": 3.0, "tripled": 3.0,
}  # fmt: skip
_NUMBER = r"(\d+(?:\.\d+)?)"
_NOT_YEARLY = (
    r"(?!(?: points?)? (?:(?:a|per|each|every|over a|in a|within a) (?:year|quarter|month)|annually|yearly)\b)"
)
"""What is promised of each year is another number at the end."""
_PERCENT = rf"{_NUMBER} ?(?:%|per ?cent\b){_NOT_YEARLY}"
_BY_PART = re.compile(rf"\bby ({'|'.join(sorted(_PARTS, key=len, reverse=True))})\b".replace(" ", "[ -]") + _NOT_YEARLY)
_IN_TIMES = re.compile(
    rf"\b({'|'.join(sorted(_TIMES, key=len, reverse=True))})\b"
    r"(?!(?<=in half) of\b|[ -](?:bed|check|count|digit|figure|glaz))"
)
_BY_PERCENT = re.compile(
    rf"\bby {_PERCENT}(?! point)|\b{_PERCENT} (?:reduction|cut|fall|drop|decrease|increase|rise|improvement)\b"
)
_BY_POINTS = re.compile(rf"\bby {_NUMBER} (?:percentage )?points?\b{_NOT_YEARLY}")
_UP_TO = (
    "to|at least|at most|no more than|no fewer than|no less than|(?:fewer|less|more) than|under|below|over|above|reach"
)
_TO = re.compile(rf"\b(?:{_UP_TO}) {_PERCENT}(?! point)|\b{_PERCENT} or (?:fewer|less|lower|more|higher)\b")
_TO_RATE = re.compile(rf"\b(?:{_UP_TO}) {_NUMBER} (?:per|in|out of) (1,?000|10,?000|100,?000)\b")
_FROM = re.compile(rf"\bfrom {_NUMBER} ?(?:%|per ?cent)? to {_PERCENT}(?! point)")
_NOBODY = re.compile(
    r"^(?:nobody|no one|no (?:adult|baby|bab|child|man|men|mother|patient|person|people|pupil|resident|woman|women)"
    r"(?:s|ies|ren)?)\b"
)
_BY_YEAR = re.compile(r"\bby (?:the )?(?:(?:end|year) of )?(?:the year )?(?:\w+ )?(20\d\d)(?:/(\d\d))?\b")
_LESS = re.compile(
    r"\b(?:reduc\w*|cut|cuts|cutting|lower\w*|fewer|less|fall\w*|drop\w*|decreas\w*|narrow\w*|clos\w*)\b"
)
_MORE = re.compile(r"\b(?:increas\w*|rais\w*|more|higher|grow\w*|ris\w*|improv\w*)\b")
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
                yield from _told(ambition, ambition.at / key, words)


def _told(ambition: Ambition, at: Spot, words: str) -> Iterator[Finding]:
    text = words.lower()
    start, end, when = _set(ambition, text)
    years = list(_BY_YEAR.finditer(text))
    if end is not None:
        every = list(_promised(ambition, text, start))
        found = [one for one in every if not any(_near(end, number) for number in one[1])]
        if len(years) > 1 and len(found) < len(every):
            found = []  # of two steps, each with its year, one is the target
        if start is not None and (begun := _FROM.search(text)) and not _near(start, float(begun[1])):
            found.append((begun[0], [float(begun[1])]))
        for said, numbers in found[:1]:
            asked = " or ".join(dict.fromkeys(plainly(number) for number in numbers))
            moved = plainly(end) if start is None else f"{plainly(start)} to {plainly(end)}"
            message = f"{ambition.id} says “{said}” in “{words}”, which is {asked}. What is set is {moved}."
            yield Finding(at, message, _MEND)
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
    if percent and (level := _TO.search(text)):
        yield level[0], [float(level[1] or level[2])]
    if ambition.measure is not None and (rate := _TO_RATE.search(text)) and _is_out_of(ambition.measure.unit, rate[2]):
        yield rate[0], [float(rate[1])]
    if (nobody := _NOBODY.search(text)) and ambition.better == -1:
        yield nobody[0], [0.0]
    if start is None:
        return
    way = _way(ambition, text)
    if times := _IN_TIMES.search(text):
        yield times[0], [start * _TIMES[times[1]]]
    if part := _BY_PART.search(text):
        yield part[0], [start * (1 + way * _PARTS[part[1].replace("-", " ")])]
    if share := _BY_PERCENT.search(text):
        change = float(share[1] or share[2])
        points = start + way * change
        yield share[0], [start * (1 + way * change / 100), *([points] if percent and 0 <= points <= 100 else [])]
    if by_points := _BY_POINTS.search(text):
        yield by_points[0], [start + way * float(by_points[1])]


def _is_out_of(unit: str, many: str) -> bool:
    """Whether a measure's unit is a rate out of as many as the words say."""
    return bool(re.match(rf"per {int(many.replace(',', '')):,}\b(?!,)", UNITS[unit]))


def _way(ambition: Ambition, text: str) -> int:
    """Whether the words are of more (1) or of less (-1): as they say, else as is better."""
    less, more = bool(_LESS.search(text)), bool(_MORE.search(text))
    return (1 if more else -1) if less != more else (-1 if _GAP.search(text) else ambition.better or -1)


def _near(number: float, promised: float) -> bool:
    return math.isclose(number, promised, rel_tol=_NEAR, abs_tol=0.05)


def _later(when: Period, year: int, second: str | None) -> bool:
    """Whether a period begins after the year that the words name is over: ``by 2030``, ``by 2029/30``."""
    last = year + 1 if second else year
    return when.start.year > last or (bool(second) and (when.start.year, when.start.month) >= (last, 4))
