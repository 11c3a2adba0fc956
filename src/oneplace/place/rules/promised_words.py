"""W121: words of an ambition that promise another number, or another year, than its target; of what is to be better
by a day, another year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oneplace.place.measure import Measure
from oneplace.place.period import Period
from oneplace.place.rules import promised_forms as forms
from oneplace.place.rules.outcomes import Aimed, ambitions
from oneplace.place.rules.promised_amounts import count
from oneplace.place.rules.promised_numbers import WHOLE, About, broken
from oneplace.place.rules.registry import Case, Finding, each, given, rule
from oneplace.place.strategy import Strategy
from oneplace.place.strategy.outcomes import Outcome, gap_size
from oneplace.vocabulary.wording import difference_words, plainly, value_words, written

_MEND = (
    "Set the target that the words promise, or say in the words what is set. Where the words are the strategy’s own "
    "and stay, say in `leaves_open:` what the target does not promise."
)
_GAP = re.compile(r"\bgaps?\b")
_FEW = 10
"""Below what a number has a decimal, where no few decimals write it exactly."""


@dataclass(frozen=True)
class Broken:
    """Words of an ambition that what is set breaks: which of its texts, what it says, and how that differs."""

    field: str
    words: str
    said: str
    unlike: str
    """What follows what it says: ``, which is 6%. What is set is 12% to 8%.``"""


@rule("W121")
def words_promise_another_number(case: Case) -> Iterator[Finding]:
    """Words that promise another number than the target."""
    for ambition in ambitions(case):
        for one in _broken(ambition, case.strategy):
            message = f"{ambition.id} says “{one.said}” in “{one.words}”{one.unlike}"
            yield Finding(ambition.at / one.field, message, _MEND)
    for objective in each(case.strategy.improvement, case.top / "improvement"):
        text, end = objective.item.text, objective.item.end
        if said := _sooner(text.lower(), end):
            message = f"{objective.item.id} says “{said}” in “{text}”. It is to be judged at its end, {end.words}."
            yield Finding(
                objective.at / "text", message, "Set the `end:` that the words promise, or correct the words."
            )


def promised_otherwise(outcome: Outcome, measure: Measure | None, strategy: Strategy) -> str:
    """That an ambition's words promise another number or year than what is set, for its page; empty where they don't.

    ``measure`` is its main one. By the rule of W121.
    """
    found = next(_broken(Aimed(outcome, measure), strategy), None)
    return f"Its words say “{found.said}”{found.unlike}" if found else ""


def _broken(ambition: Aimed, strategy: Strategy) -> Iterator[Broken]:
    outcome = ambition.outcome
    if outcome.leaves_open:
        return
    for key, words in (("text", outcome.text), ("question", outcome.question)):
        if words:
            yield from (Broken(key, words, *told) for told in _told(strategy, ambition, words))


def _told(strategy: Strategy, ambition: Aimed, words: str) -> Iterator[tuple[str, str]]:
    text = words.lower().strip()
    start, end, when = _set(ambition, text)
    if end is not None and ambition.measure:
        about = About(
            text, ambition.measure, ambition.better, bool(_GAP.search(text)), start, _years(strategy, ambition, text)
        )
        for said, numbers in broken(about, end)[:1]:
            asked = " or ".join(dict.fromkeys(_sized(about, number) for number in numbers))
            moved = _sized(about, end) if start is None else f"{_sized(about, start)} to {_sized(about, end)}"
            yield said, f", which is {asked}. What is set is {moved}."
    if when is not None and (late := _too_late(strategy, when, text)):
        yield late, f". Its target is for {when}."
    if when is not None and (year := _sooner(text, when)):
        yield year, f". Its target is for {when}."


def _sized(about: About, number: float) -> str:
    """A number with its unit: ``8%``, ``4 percentage points`` of a gap."""
    if about.unit in WHOLE and number % 1:
        return plainly(number, 3)
    words = difference_words if about.of_gap else value_words
    told_to = written(round(number, 6), 0, 3)
    near = told_to == 0 and number % 1 and abs(number) < _FEW  # two miles are 3.2 km, and no 3
    return words(number, about.unit, 1 if near else told_to)


def _set(ambition: Aimed, text: str) -> tuple[float | None, float | None, Period | None]:
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


def _years(strategy: Strategy, ambition: Aimed, text: str) -> tuple[int, ...]:
    """How many years lie before the target's, since the baseline's and since the strategy began, where it did so later.

    Empty of a gap, whose baseline has no period, and where one of them isn't set.
    """
    baseline, target = ambition.baseline, ambition.target
    if baseline is None or target is None or _GAP.search(text):
        return ()
    since, began = baseline.period.start.year, _began(strategy)
    starts = [since, *([began.year] if began and since < began.year < target.period.start.year else [])]
    return tuple(target.period.start.year - start for start in starts)


def _too_late(strategy: Strategy, when: Period, text: str) -> str:
    """Words of a time from the strategy's start on that is over when the target's period begins; else empty."""
    start = _began(strategy)
    if start is None:
        return ""
    if decade := forms.DECADE.search(text):
        return decade[0] if when.start.year > (start.year // 10 + 1) * 10 else ""
    within = forms.WITHIN.search(text)
    if within is None:
        return ""
    last = start.year + int(count(within[1] or within[2]))
    return within[0] if (when.start.year, when.start.month) >= (last, start.month) and when.start.year > last else ""


def _began(strategy: Strategy) -> date | None:
    span = strategy.period
    return None if isinstance(span, str) or isinstance(span.start, str) else span.start.start


def _sooner(text: str, when: Period) -> str:
    """The last of the years by which words promise something, where all of them are over before it; else empty."""
    years = list(forms.BY_YEAR.finditer(text))
    return years[-1][0] if years and all(_later(when, int(year[1]), year[2]) for year in years) else ""


def _later(when: Period, year: int, second: str | None) -> bool:
    """Whether a period begins after the year that the words name is over: ``by 2030``, ``by 2029/30``."""
    last = year + 1 if second else year
    return when.start.year > last or (bool(second) and (when.start.year, when.start.month) >= (last, 4))
