"""The amounts that an ambition’s words name, each with what they say of it: a level, a change, the least or the most.

An amount is read in the measure’s own unit, or as a part or per cent of what it was. Of anything else (weeks, where the
measure is a share) nothing is read, as it is of something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from oneplace.place.measure import UNITS
from oneplace.place.rules import promised_forms as forms
from oneplace.vocabulary.wording import half_of_last_figure

Kind = Literal["percent", "part", "points", "own"]
_START = re.compile(r"(?<![\w.,£:/–—-])[£\w]")
_OF_TIME = {"seconds": 1, "minutes": 60, "hours": 3_600, "days": 86_400, "weeks": 604_800}
_COUNTED = ("count", "people", "beds")


@dataclass(frozen=True)
class Amount:
    """An amount that the words name."""

    start: int
    end: int
    kind: Kind
    number: float
    """In the measure’s unit; in per cent; or, of a part, from 0 to 1."""
    exact: float
    """By how much a number that is the same may differ from it: half of what its last figure is worth."""


def amounts(text: str, unit: str, own_words: str) -> Iterator[Amount]:
    """Every amount in the text, in order. ``own_words`` are the measure’s: what is counted is one of them."""
    done = 0
    for word in _START.finditer(text):
        at = word.start()
        if at >= done and (found := _amount(text, at, unit, own_words)):
            done = found.end
            yield found


def _amount(text: str, at: int, unit: str, own_words: str) -> Amount | None:
    if found := forms.PERCENT.match(text, at):
        return Amount(at, found.end(), "percent", count(found[1]), half_of_last_figure(found[1]))
    if (found := forms.POINTS.match(text, at)) and unit in ("percent", "points", "score"):
        return Amount(at, found.end(), "points", count(found[1]), half_of_last_figure(found[1]))
    if (found := forms.RATE.match(text, at)) and _is_out_of(unit, found[2]):
        return Amount(at, found.end(), "own", count(found[1]), half_of_last_figure(found[1]))
    if (found := forms.SHARE.match(text, at)) and 0 < count(found[1]) <= count(found[2]) <= 1_000:
        return Amount(at, found.end(), "percent", 100 * count(found[1]) / count(found[2]), 0)
    if found := forms.PART.match(text, at):
        return Amount(at, found.end(), "part", forms.PARTS[found[1].replace("-", " ")], 0)
    return _of_unit(text, at, unit, own_words)


def _of_unit(text: str, at: int, unit: str, own_words: str) -> Amount | None:
    if (unit in _OF_TIME or unit == "years") and (found := forms.TIME.match(text, at)):
        if (unit == "years") != found[3].startswith("year"):
            return None
        return _measured(found, 1.0 if unit == "years" else forms.SECONDS[found[3][:3]] / _OF_TIME[unit])
    if unit == "km" and (found := forms.DISTANCE.match(text, at)):
        return _measured(found, forms.KILOMETRES[found[3][:3]])
    if unit in ("gbp", "gbp_per_head") and (found := forms.MONEY.match(text, at)):
        scale = forms.MULTIPLES.get(found[2] or "", 1.0)
        return Amount(at, found.end(), "own", count(found[1]) * scale, half_of_last_figure(found[1]) * scale)
    if unit in _COUNTED and (found := forms.NUMBER.match(text, at)):
        after = text[found.end() :]
        if (noun := _noun(after, unit, own_words)) is not None:
            return Amount(at, found.end() + noun, "own", count(found[1]), 0)
    return None


def _measured(found: re.Match[str], scale: float) -> Amount:
    """A length of time or way, of whose units each is so many of the measure’s: ``half an hour``, ``two miles``."""
    many = count(found[2]) if found[2] else forms.MANY[re.sub(r" ?\ban?$", "", found[1])]
    exact = min(scale * half_of_last_figure(found[2]), 0.05 * many * scale) if found[2] else 0.0
    return Amount(found.start(), found.end(), "own", many * scale, exact)


def _noun(after: str, unit: str, own_words: str) -> int | None:
    """How long what is counted is, as it stands after its number; None where it may be of something else."""
    if unit == "people" and (person := forms.PERSONS.match(after)):
        return person.end()
    if unit == "beds":
        beds = re.match(r" (?:more |fewer |extra )?(?:hospital |care )?beds\b", after)
        return beds.end() if beds else 0 if re.match(r"$|[,.;?!]| (?:by|in) ", after) else None
    if forms.NO_NOUN.match(after):
        return 0
    noun = re.match(r" ((?:more|fewer) )?([a-z]{4})[a-z]*", after)
    return noun.end() if noun and unit == "count" and noun[2] in own_words else None


def count(word: str) -> float:
    """A number in figures or in words."""
    return float(forms.WORDED.get(word, 0) or word.replace(",", ""))


def _is_out_of(unit: str, many: str) -> bool:
    """Whether a measure’s unit is a rate out of as many as the words say."""
    return bool(re.match(rf"per {int(many.replace(',', '')):,}\b(?!,\d)", UNITS[unit]))


def bound(text: str, amount: Amount) -> int:
    """1 where the words say at least so much, −1 where at most, 0 where neither."""
    after = forms.OR_MORE.match(text, amount.end)
    before = forms.BOUND.search(text[: amount.start])
    if not after and not before:
        return 0
    least = after[1] if after else before[2]  # type: ignore[index]
    turned = forms.NO_UNIT.search(text) or (before and before[1])
    return (1 if least else -1) * (-1 if turned else 1)


def said_from(text: str, amount: Amount) -> int:
    """Where what the words say of an amount begins: with ``no more than``, ``to``, ``by at least``."""
    before = text[: amount.start]
    found = forms.BY.search(before) or forms.BOUND.search(before) or forms.TO.search(before)
    return found.start() if found else amount.start


def is_change(text: str, amount: Amount) -> bool:
    """Whether an amount is by how much something changes: ``by a third``, ``a third fewer``."""
    return bool(forms.BY.search(text[: amount.start]) or forms.CHANGE.match(text, amount.end)) or (
        amount.kind == "own"
        and bool(re.search(r"\b(?:more|fewer|extra) (?:[a-z]+ )?[a-z]+$", text[amount.start : amount.end]))
    )


def is_level(text: str, amount: Amount) -> bool:
    """Whether an amount is what something comes to: ``to 8%``, ``at least 90%``, ``5% or fewer``."""
    before = text[: amount.start]
    return bool(forms.TO.search(before) or forms.BOUND.search(before) or forms.OR_MORE.match(text, amount.end))
