"""Typed figures that readers have seen and that are others now, in words: one figure is of one period and group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from oneplace.place.measure import Measure
from oneplace.place.moved.flat import Fields, Said
from oneplace.place.period import Period, period
from oneplace.vocabulary.dimensions import whom
from oneplace.vocabulary.wording import decimal, range_words, value_words, written

TAKEN_OUT = "taken out"
"""What stands in the place of a figure that the file no longer has."""
NOT_THERE = "not there"
"""What stands in the place of a figure that the file had not when readers saw it."""

SOURCE = "source"
"""What a field of a series says after its period that tells where a figure comes from."""
_COUNTS = "counts"
_EVERYONE = "all"
_WITH_LIMITS = re.compile(r"(?P<value>\S*)(?: \((?P<lower>\S*) to (?P<upper>\S*)\))?")
_UNKNOWN = "not known "
_NO_VALUE, _NO_COUNTS, _NO_SOURCE = "no value", "no counts", "no source"


class Of(NamedTuple):
    """What a field of a series is of: its period as typed, what is told of it ("": the value), whom."""

    when: str
    what: str
    group: str


def figure_of(field: str) -> Of:
    """What ``2019, all`` or ``2019, counts, sex: F`` is of."""
    when, _, group = field.partition(", ")
    first, _, rest = group.partition(", ")
    return Of(when, first, rest) if rest and first in (_COUNTS, SOURCE) else Of(when, "", group)


def newest_seen(series: Fields) -> dict[tuple[str, str], date]:
    """The end of the newest period of which a series tells each thing of each group."""
    found: dict[tuple[str, str], date] = {}
    for of in map(figure_of, series):
        if span := _period(of.when):
            found[of.what, of.group] = max(span.end, found.get((of.what, of.group), date.min))
    return found


def is_newer(field: str, seen: Mapping[tuple[str, str], date]) -> bool:
    """Whether a figure is of a later period than the newest that readers saw of its group: it moves none of these."""
    of = figure_of(field)
    span = _period(of.when)
    return span is None or span.end > seen.get((of.what, of.group), date.min)


def taken_out(before: Mapping[str, Fields], now: Said) -> dict[str, Fields]:
    """Of each series what it told of everyone ``before`` and tells no more ``now``.

    Not of groups: what one run hid, to protect people, another does not tell.
    """
    series = now.get("series", {})
    return {
        measure: gone
        for measure, fields in before.items()
        if (gone := {key: one for key, one in fields.items() if _is_gone(key, series.get(measure, {}))})
    }


def back_otherwise(out: Fields, now: Fields) -> Fields:
    """Of what was ``taken_out`` of a series all that was told of periods of which it tells another thing ``now``."""
    periods = {figure_of(key).when for key, one in out.items() if now.get(key, one) != one}
    return {key: one for key, one in out.items() if figure_of(key).when in periods}


def _is_gone(field: str, now: Fields) -> bool:
    return figure_of(field).group == _EVERYONE and field not in now


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
    only_source: bool = False
    """Whether it is the same figure from elsewhere."""

    @property
    def of(self) -> str:
        """Its period, and whom it is of where that isn't everyone."""
        return f"{self.when}, {self.group}" if self.group else self.when


def figures(told: Iterable[tuple[str, object, object]], old: ToldIn | None, new: ToldIn | None) -> list[Figure]:
    """The changed fields of one series (``2019, all``; ``2019, counts, all``), each with what it was and is, in time.

    What it was is told in ``old``, what it is in ``new``: its unit may have changed with it. As they were typed where
    there is none. A value, the counts that it was worked out from and its source are one figure.
    """
    found: dict[tuple[str, str], _Told] = {}
    for field, was, now in told:
        of = figure_of(field)
        found.setdefault((of.when, of.group), {})[of.what] = _text(was), _text(now)
    dated = [(_period(when), when, group, sides) for (when, group), sides in found.items()]
    return [
        Figure(span.words if span else when, _whose(group), *_sides(sides, (old, new)), set(sides) == {SOURCE})
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


_Told = dict[str, tuple[str | None, str | None]]


def _sides(sides: _Told, told_in: tuple[ToldIn | None, ToldIn | None]) -> tuple[str, str]:
    """What a figure was and is: its value with its counts, or those alone where the value stayed.

    Its source stands beside them where it is another too; of a figure that was not there, or is gone, it is left out.
    """
    kept = sides.get(SOURCE, ())  # a run of an earlier version kept none
    sources = [f"source: {one or _NO_SOURCE}" for one in kept] if None not in kept or set(sides) == {SOURCE} else []
    counts = [_counts(one) for one in sides.get(_COUNTS, (None, None))]
    if set(sides) == {SOURCE}:
        return sources[0], sources[1]
    if "" not in sides:
        told = [one or _NO_COUNTS for one in counts]
        return told[0], told[1]
    values = sides[""]
    beside = counts if None in values or not sources else [_and(*both) for both in zip(counts, sources, strict=True)]
    old, new = (_value(*each) for each in zip(values, told_in, beside, (NOT_THERE, TAKEN_OUT), strict=True))
    # as typed where the words don't tell the old from the new
    return (old, new) if old != new else (values[0] or _NO_VALUE, values[1] or _NO_VALUE)


def _value(typed: str | None, told: ToldIn | None, counts: str, missing: str) -> str:
    if typed is None:
        return missing
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
    told = _and(*beside)
    return f"{value} ({told})" if told else value


def _and(*told: str) -> str:
    return ", ".join(filter(None, told))


def _counts(typed: str | None) -> str:
    """``870 of 2,000`` for ``870 of 2000``; of the two what is known: ``870``, ``of 2,000``."""
    if typed is None:
        return ""
    return " of ".join(_number(one) for one in typed.removesuffix(" of not known").split(" of ")).removeprefix(_UNKNOWN)


def _number(typed: str) -> str:
    try:
        number = float(typed)
    except ValueError:
        return typed
    return decimal(number, written(number, 0))
