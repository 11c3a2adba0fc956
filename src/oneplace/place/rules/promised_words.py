"""W121: words of an ambition that promise another number, or another year, than its target."""

from __future__ import annotations

import re
from collections.abc import Iterator

from oneplace.place.folder import Spot
from oneplace.place.period import Period
from oneplace.place.rules import promised_forms as forms
from oneplace.place.rules.outcomes import Ambition, ambitions
from oneplace.place.rules.promised_amounts import count
from oneplace.place.rules.promised_numbers import WHOLE, About, broken
from oneplace.place.rules.registry import Case, Finding, given, rule
from oneplace.place.strategy.outcomes import gap_size
from oneplace.vocabulary.wording import difference_words, plainly, value_words, written

_MEND = (
    "Set the target that the words promise, or say in the words what is set. Where the words are the strategy’s own "
    "and stay, say in `leaves_open:` what the target does not promise."
)
_GAP = re.compile(r"\bgaps?\b")
_FEW = 10
"""Below what a number has a decimal, where no few decimals write it exactly."""


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
    text = words.lower().strip()
    start, end, when = _set(ambition, text)
    if end is not None and ambition.measure:
        about = About(
            text, ambition.measure, ambition.better, bool(_GAP.search(text)), start, _years(case, ambition, text)
        )
        for said, numbers in broken(about, end)[:1]:
            asked = " or ".join(dict.fromkeys(_sized(about, number) for number in numbers))
            moved = _sized(about, end) if start is None else f"{_sized(about, start)} to {_sized(about, end)}"
            message = f"{ambition.id} says “{said}” in “{words}”, which is {asked}. What is set is {moved}."
            yield Finding(at, message, _MEND)
    if when is not None and (late := _too_late(case, when, text)):
        yield Finding(at, f"{ambition.id} says “{late}” in “{words}”. Its target is for {when}.", _MEND)
    years = list(forms.BY_YEAR.finditer(text))
    if when is not None and years and all(_later(when, int(year[1]), year[2]) for year in years):
        yield Finding(at, f"{ambition.id} says “{years[-1][0]}” in “{words}”. Its target is for {when}.", _MEND)


def _sized(about: About, number: float) -> str:
    """A number with its unit: ``8%``, ``4 percentage points`` of a gap."""
    if about.unit in WHOLE and number % 1:
        return plainly(number, 3)
    words = difference_words if about.of_gap else value_words
    told_to = written(round(number, 6), 0, 3)
    near = told_to == 0 and number % 1 and abs(number) < _FEW  # two miles are 3.2 km, and no 3
    return words(number, about.unit, 1 if near else told_to)


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


def _years(case: Case, ambition: Ambition, text: str) -> tuple[int, ...]:
    """How many years lie before the target's, since the baseline's and since the strategy began, where it did so later.

    Empty of a gap, whose baseline has no period, and where one of them isn't set.
    """
    baseline, target = ambition.baseline, ambition.target
    if baseline is None or target is None or _GAP.search(text):
        return ()
    since, began = baseline.period.start.year, case.period[0]
    starts = [since, *([began.year] if began and since < began.year < target.period.start.year else [])]
    return tuple(target.period.start.year - start for start in starts)


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
    last = start.year + int(count(within[1] or within[2]))
    return within[0] if (when.start.year, when.start.month) >= (last, start.month) and when.start.year > last else ""


def _later(when: Period, year: int, second: str | None) -> bool:
    """Whether a period begins after the year that the words name is over: ``by 2030``, ``by 2029/30``."""
    last = year + 1 if second else year
    return when.start.year > last or (bool(second) and (when.start.year, when.start.month) >= (last, 4))
