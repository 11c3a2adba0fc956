"""Which numbers an ambition’s words promise, and which of them what is set breaks.

Where words may be read another way they are no promise: a fact (``one in ten wants to stop``), of whom is spoken
(``people who wait over 18 weeks``), a means (``doubling the number of link workers``), a limit that isn’t where good is
(``grows by no more than 2%``). A target that goes further than a level that is promised keeps the words.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from oneplace.place.measure import Measure
from oneplace.place.rules import promised_forms as forms
from oneplace.place.rules.promised_amounts import Amount, amounts, bound, count, is_change, is_level, said_from

_NEAR = 0.02
"""By what part of a promised change or part a target may differ from it: nobody halves 11 to 5.5 and no less."""
WHOLE = ("count", "people", "beds")
_NOT_COUNTED = ("seconds", "minutes", "hours", "days", "weeks", "years", "gbp", "gbp_per_head", "km")
"""Units of which nought is no “nobody”: nobody waits for 52 weeks, and the mean wait is not 0."""


@dataclass(frozen=True)
class Promise:
    """What the words promise: how they say it, the numbers that it may be, and whether it is the least or the most."""

    said: str
    numbers: list[float]
    bound: int = 0
    """1 where it is at least so much, −1 where at most, 0 where it is just so."""
    exact: float | None = None
    """By how much what is set may differ, where that is told by how the number is written."""

    def kept_by(self, end: float, unit: str) -> bool:
        """Whether what is set keeps it."""
        return any(self._near(end, number, unit) or self.bound * (end - number) > 0 for number in self.numbers)

    def _near(self, end: float, number: float, unit: str) -> bool:
        if self.exact is not None:
            return abs(end - number) <= self.exact + 1e-9
        return math.isclose(end, number, rel_tol=_NEAR, abs_tol=0.5 if unit in WHOLE else 0.05)


@dataclass(frozen=True)
class About:
    """What words are about: the measure, which way is better, whether they are of a gap, and where it began."""

    text: str
    measure: Measure
    better: int
    of_gap: bool
    start: float | None
    years: tuple[int, ...] = ()
    """How many years lie before the target: since the baseline, and since the strategy began; empty if not known."""

    @property
    def unit(self) -> str:
        """The measure’s unit."""
        return str(self.measure.unit)

    @property
    def aim(self) -> int:
        """Which way is good of what the words are about: a gap’s is down."""
        return -1 if self.of_gap else self.better

    @cached_property
    def own_words(self) -> str:
        """What the measure is of, in its own words."""
        told = (self.measure.name, self.measure.numerator, self.measure.denominator, self.measure.definition)
        return " ".join(part for part in told if part).lower()

    @property
    def way(self) -> int:
        """Whether the words are of more (1) or of less (−1): as they say, else as is good; 0 where neither tells."""
        less, more = bool(forms.LESS.search(self.text)), bool(forms.MORE.search(self.text))
        return (1 if more else -1) if less != more else self.aim


def broken(about: About, end: float) -> list[tuple[str, list[float]]]:
    """What the words promise and ``end`` doesn’t keep: how they say it, and the numbers that it may be.

    Of several numbers that are promised one is the target’s, and the others are of steps or of other things.
    """
    text, start = about.text, about.start
    every = list(_promised(about))
    kept = any(one.kept_by(end, about.unit) for one in every)
    found = [] if kept else [(one.said, one.numbers) for one in every]
    if start is None or about.of_gap:
        return found
    if about.unit == "percent" and (begun := forms.FROM.search(text)) and not _same(start, begun[1]):
        found.append((begun[0], [count(begun[1])]))
    if not found and not kept and (bare := forms.FROM_BARE.search(text)):
        begins, ends = _same(start, bare[1]), _same(end, bare[2])
        if begins != ends and not (begins and (end - count(bare[2])) * about.aim > 0):
            found.append((bare[0], [count(bare[2] if begins else bare[1])]))
    return found


def _same(number: float, figures: str) -> bool:
    return math.isclose(number, count(figures), rel_tol=_NEAR, abs_tol=0.05)


def _promised(about: About) -> Iterator[Promise]:
    """Each number that the words promise."""
    found = list(amounts(about.text, about.unit, about.own_words))
    levels = [level for amount in found if (level := _level(about, amount))]
    yield from levels
    yield from (each for amount in found if (each := _each_year(about, amount)))
    if (few := forms.SINGLE_FIGURES.search(about.text)) and about.aim == -1 and not _of_means(about):
        yield Promise(few[0], [10.0], -1, exact=-1)  # ten itself has two
    yield from (change for amount in found if (change := _change(about, amount)))
    if (times := forms.IN_TIMES.search(about.text)) and about.start is not None and not _of_means(about):
        factor, units = forms.TIMES[times[1]], forms.AS.get(times[1].rpartition(" as ")[2])
        if (factor - 1) * (about.aim or factor - 1) > 0 and about.unit in (units or (about.unit,)):
            yield Promise(times[0], [about.start * factor])
    if not levels and _is_as_measured(about):
        yield from _all_or_none(about)
    if len(found) == 1 and found[0].start <= len("have ") and (share := _bare_share(about, found[0])):
        yield share


def _all_or_none(about: About) -> Iterator[Promise]:
    nobody = forms.NOBODY.search(about.text) or forms.NONE.search(about.text)
    if nobody and about.aim == -1 and (about.of_gap or about.unit not in _NOT_COUNTED):
        yield Promise(nobody[0], [0.0])
    if about.unit == "percent" and about.aim == 1 and (everybody := forms.EVERYBODY.search(about.text)):
        yield Promise(everybody[0], [100.0])
    stops = forms.EVERYBODY_STOPS.search(about.text)
    if about.unit == "percent" and about.aim == -1 and stops and stops[1] in about.own_words:
        yield Promise(stops[0], [0.0])


def _is_as_measured(about: About) -> bool:
    """Whether the measure has each figure of the words: nobody waits 52 weeks, and some wait the 18 that it counts."""
    figures = re.findall(r"\d+", forms.BY_YEAR.sub("", about.text))
    return all(re.search(rf"\b{each}\b", about.own_words) for each in figures)


def _level(about: About, amount: Amount) -> Promise | None:
    """What an amount promises as what is come to: ``to 8%``, ``at least nine in ten``, ``5% or fewer``."""
    text, unit = about.text, about.unit
    if is_change(text, amount) or not is_level(text, amount) or _is_passed_over(about, amount):
        return None
    limit = bound(text, amount)
    if limit and (limit != about.aim or unit == "years"):
        return None  # “over 65 years” is as often of whom is spoken
    said = forms.BOUND.search(text[: amount.start]), forms.OR_MORE.match(text, amount.end)
    begin = said_from(text, amount)
    words = text[begin : said[1].end() if said[1] else amount.end]
    if unit == "percent" and amount.kind in ("percent", "part"):
        if _is_of_others(about, begin, amount):
            return None
        share = amount.number * (100 if amount.kind == "part" else 1)
        part_of = about.start if amount.kind == "part" and about.aim < 0 else None
        of_start = [] if part_of is None else [part_of * amount.number]
        return Promise(words, [share, *of_start], limit or about.aim, amount.exact or None)
    of_unit = amount.kind == "own" or (amount.kind == "points" and (about.of_gap or unit != "percent"))
    return Promise(words, [amount.number], limit or about.aim, amount.exact or None) if of_unit else None


def _is_of_others(about: About, begin: int, amount: Amount) -> bool:
    """Whether a share may be of all but whom the measure counts, or of something that is no whole of it."""
    text = about.text
    rest = f"{text[:begin]} {text[amount.end :]}"
    reach = text.startswith(" of ", amount.end) and forms.TO.search(text[: amount.start])
    return bool(forms.NEGATED.search(rest) or (reach and not forms.LESS.search(text) and not forms.MORE.search(text)))


def _is_passed_over(about: About, amount: Amount) -> bool:
    """Whether an amount is of each year, one end of a range, a fact, or of whom is spoken."""
    text = about.text
    if forms.YEARLY.match(text, amount.end) or forms.RANGE.match(text, amount.end):
        return True
    begin = max((cut.end() for cut in forms.CLAUSE.finditer(text) if cut.end() <= amount.start), default=0)
    after = forms.CLAUSE.search(text, amount.end)
    clause, before = text[begin : after.start() if after else None], text[begin : amount.start]
    if (
        forms.FACT.search(clause)
        or re.search(r"(?<!at )\bmost\b", clause)
        or (forms.BOUND.search(text[: amount.start]) and forms.WHOM.search(before))
    ):
        return True
    times = amount.kind == "own" and about.unit in _NOT_COUNTED
    return times and bool(
        re.search(r"\b(?<!or )(?:fewer|more)\b(?! than\b)", clause) or re.match(r" before\b", text[amount.end :])
    )


def _change(about: About, amount: Amount) -> Promise | None:
    """What an amount promises as by how much it changes: ``by at least a third``, ``25% fewer``, ``by 2 points``."""
    text, start, way = about.text, about.start, about.way
    if start is None or not is_change(text, amount) or _is_passed_over(about, amount) or _of_means(about):
        return None
    limit = bound(text, amount)
    if not way or way * about.aim < 0 or limit < 0 or forms.UP_TO.search(text[: amount.start]):
        return None  # of something else, or no more than a limit
    if amount.kind == "percent" and forms.SHARE.match(text, amount.start):
        return None
    begin = said_from(text, amount)
    tail = forms.CHANGE.match(text, amount.end)
    said = text[begin : tail.end() if tail and begin == amount.start else amount.end]
    if amount.kind in ("points", "own"):
        return Promise(said, [start + way * amount.number], limit * way, amount.exact or None)
    part = amount.number / (100 if amount.kind == "percent" else 1)
    points = start + way * amount.number
    may_be_points = amount.kind == "percent" and about.unit == "percent" and 0 <= points <= 100
    return Promise(said, [start * (1 + way * part), *([points] if may_be_points else [])], limit * way)


def _each_year(about: About, amount: Amount) -> Promise | None:
    """What an amount promises as by how much it changes each year: ``by 1 percentage point each year``.

    So much money or so many of something “a year” may be by how much a year's own number changes, once.
    """
    text, start, way = about.text, about.start, about.way
    yearly = forms.EACH_YEAR.match(text, amount.end)
    if not yearly or start is None or not about.years or amount.kind not in ("points", "own"):
        return None
    if not is_change(text, amount) or way * about.aim <= 0 or bound(text, amount) < 0 or _of_means(about):
        return None
    if forms.UP_TO.search(text[: amount.start]):
        return None
    once = [1] if amount.kind == "own" else []
    ends = [start + way * amount.number * years for years in (*once, *about.years)]
    return Promise(text[said_from(text, amount) : yearly.end()], [end for end in ends if end >= 0] or [0.0], way)


def _of_means(about: About) -> bool:
    """Whether the words tell what is done so that something gets better, or are of a number of something else."""
    of = re.search(r"\bnumbers? of ((?:[a-z]+ ?){1,3})", about.text)
    if of and not any(word[:4] in about.own_words for word in of[1].split() if len(word) > 3):
        return not forms.PERSONS.search(f" {of[1]}")
    return bool(forms.MEANS.search(about.text))


def _bare_share(about: About, amount: Amount) -> Promise | None:
    """``Nine in ten carers are helped``: a share with which an ambition begins, of nobody else; today’s is none."""
    text = about.text
    if (
        about.unit != "percent"
        or about.aim != 1
        or amount.kind == "points"
        or is_level(text, amount)
        or is_change(text, amount)
    ):
        return None
    begins = re.fullmatch(r"(?:are |do |will |is |have )?", text[: amount.start])
    rest = text[amount.end :]
    unsure = (
        forms.CLAUSE.search(rest) or forms.NEGATED.search(rest) or forms.LESS.search(rest) or forms.MORE.search(rest)
    )
    if not begins or unsure or _is_passed_over(about, amount) or not forms.SERVED.search(rest):
        return None
    number = amount.number * (100 if amount.kind == "part" else 1)
    if about.start is not None and math.isclose(number, about.start, rel_tol=_NEAR, abs_tol=0.5):
        return None
    return Promise(text[amount.start : amount.end], [number], about.aim, amount.exact or None)
