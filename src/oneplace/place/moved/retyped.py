"""Typed figures that readers have seen and that are others now, in words: one figure is of one period and group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from oneplace.place.measure import Measure
from oneplace.place.moved.flat import Said
from oneplace.place.period import Period, period
from oneplace.vocabulary.dimensions import whom
from oneplace.vocabulary.wording import decimal, range_words, value_words, written

TAKEN_OUT = "taken out"
"""What stands in the place of a figure that the file no longer has."""

_COUNTS = "counts, "
_EVERYONE = "all"
_WITH_LIMITS = re.compile(r"(?P<value>\S*)(?: \((?P<lower>\S*) to (?P<upper>\S*)\))?")
_NO_VALUE, _NO_COUNTS = "no value", "no counts"


class ToldIn(NamedTuple):
    """What a measure's values are told in: the code of its unit, and how many decimals."""

    unit: str
    decimals: int


def told_in(said: Said, measure: str) -> ToldIn | None:
    """What a measure's values are in by what files say, or said when readers saw them; None of one they don't have."""
    fields = said.get("measures", {}).get(measure, {})
    if "unit" not in fields:
        return None
    decimals = fields.get("decimals", Measure.model_fields["decimals"].default)
    return ToldIn(str(fields["unit"]), int(str(decimals)))


@dataclass(frozen=True)
class Figure:
    """One figure before and after, as people write it; ``new`` is ``TAKEN_OUT`` where it is gone."""

    when: str
    """Its period, as people write it."""
    group: str
    """Whom it is of; empty of everyone."""
    old: str
    new: str

    @property
    def of(self) -> str:
        """Its period, and whom it is of where that isn't everyone."""
        return f"{self.when}, {self.group}" if self.group else self.when


def figures(told: Iterable[tuple[str, object, object]], old: ToldIn | None, new: ToldIn | None) -> list[Figure]:
    """The changed fields of one series (``2019, all``; ``2019, counts, all``), each with what it was and is, in time.

    What it was is told in ``old``, what it is in ``new``: its unit may have changed with it. As they were typed where
    there is none. A value and the counts that it was worked out from are one figure.
    """
    found: dict[tuple[str, str], dict[bool, tuple[str | None, str | None]]] = {}
    for field, was, now in told:
        when, _, group = field.partition(", ")
        own = found.setdefault((when, group.removeprefix(_COUNTS)), {})
        own[group.startswith(_COUNTS)] = _text(was), _text(now)
    dated = [(_period(when), when, group, sides) for (when, group), sides in found.items()]
    return [
        Figure(span.words if span else when, _whose(group), *_sides(sides, (old, new)))
        for span, when, group, sides in sorted(dated, key=lambda one: one[0].start if one[0] else date.max)
    ]


def _whose(group: str) -> str:
    """Whom a figure is of, by name: ``the most deprived fifth`` for ``deprivation: 1``; empty of everyone."""
    dimension, _, code = group.partition(":")
    return "" if group == _EVERYONE else whom(dimension.strip(), code.strip()) if code else group


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _period(text: str) -> Period | None:
    try:
        return period(text)
    except ValueError:
        return None


def _sides(
    sides: dict[bool, tuple[str | None, str | None]], told_in: tuple[ToldIn | None, ToldIn | None]
) -> Sequence[str]:
    """What a figure was and is: its value with its counts, or those alone where the value stayed."""
    counts = [_counts(one) for one in sides.get(True, (None, None))]
    if False not in sides:
        return [one or _NO_COUNTS for one in counts]
    values = sides[False]
    told = [_value(one, told_as, beside) for one, told_as, beside in zip(values, told_in, counts, strict=True)]
    # as typed where the words don't tell the old from the new
    return told if told[0] != told[1] else [one or _NO_VALUE for one in values]


def _value(typed: str | None, told: ToldIn | None, counts: str) -> str:
    if typed is None:
        return TAKEN_OUT
    found = _WITH_LIMITS.fullmatch(typed)
    if found is None or told is None:
        return _with(typed or _NO_VALUE, counts)
    try:
        value = float(found["value"])
        lower, upper = (float(found[end]) if found[end] else None for end in ("lower", "upper"))
    except ValueError:
        return _with(typed or _NO_VALUE, counts)
    places = written(value, told.decimals)
    both = "" if lower is None or upper is None else range_words(lower, upper, told.unit, places)
    return _with(value_words(value, told.unit, places), *filter(None, (counts, both)))


def _with(value: str, *beside: str) -> str:
    told = ", ".join(filter(None, beside))
    return f"{value} ({told})" if told else value


def _counts(typed: str | None) -> str:
    """``870 of 2,000`` for ``870 of 2000``; a numerator without a denominator by itself."""
    if typed is None:
        return ""
    return " of ".join(_number(one) for one in typed.removesuffix(" of not known").split(" of "))


def _number(typed: str) -> str:
    try:
        number = float(typed)
    except ValueError:
        return typed
    return decimal(number, written(number, 0))
