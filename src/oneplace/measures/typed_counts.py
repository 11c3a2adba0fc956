"""The small-number rule applied to figures that a place types itself or has in a file of its own, of groups and areas.

What a national publisher gives was protected there; of a figure that somebody here took from a survey or a register
nobody did it. So a small count is hidden as that of a record is, with whatever else of its breakdown and period would
tell it (``hiding``). The whole place's own figure stays: readers are taken to know it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np

from oneplace.measures.editions import Whom
from oneplace.measures.hiding import Counts, hidden
from oneplace.measures.holding import Published, hidden_before
from oneplace.measures.of_counts import OUT_OF
from oneplace.measures.rows import Row
from oneplace.measures.tally import Key
from oneplace.place import Measure, SmallNumbers
from oneplace.population import Group
from oneplace.stats import REASONS
from oneplace.vocabulary.dimensions import AREA, EVERYONE

_Line = tuple[Any, ...]
_Counts = tuple[float | None, ...]
_NEIGHBOURHOOD, _DEPRIVATION = "neighbourhood", "deprivation"
_COUNTS, _STANDARDISED = ("count", "people"), "per_100k_dsr"
_FIGURE = ("value", "lower", "upper", "numerator", "denominator")


def protected(
    measure: Measure, rows: Sequence[Row], rule: SmallNumbers, past: Sequence[Published] = (), adds: Adds | None = None
) -> list[Row]:
    """The rows as they may be shown after ``past``, what earlier runs have shown: what was hidden stays hidden."""
    hide = not_shown(measure, rows, rule, hidden_before(past), adds)
    gone, whose = {id(row) for row in hide}, {(row["dimension"], row["group"]) for row in hide}
    empty = dict.fromkeys((*_FIGURE, "gap")) | {"method": "", "suppressed": True, "reason": REASONS["suppressed"]}
    # why periods are unlike is told with the counts of both
    told = [_without_counts(row) if (row["dimension"], row["group"]) in whose else row for row in rows]
    return [row | empty if id(was) in gone else row for was, row in zip(rows, told, strict=True)]


def _without_counts(row: Row) -> Row:
    return row | {"unlike": row["unlike"].partition(":")[0] + "."} if row.get("unlike") else row


def not_shown(
    measure: Measure,
    rows: Sequence[Row],
    rule: SmallNumbers,
    before: Container[Whom] = (),
    adds: Adds | None = None,
) -> list[Row]:
    """The rows of groups and areas that are not shown: of few, or would tell of few, or hidden ``before``.

    So is a group without a count of its own, where what the others leave of the total is few.
    """
    line = partial(_line, adds or Adds())
    every = [(row, _counts(measure, row)) for row in rows]
    told = [(row, counts) for row, counts in every if any(count is not None for count in counts)]
    groups = [_Some([row], counts, line(row)) for row, counts in told if row["dimension"] != EVERYONE]
    if not groups:
        return []
    by_whom = {(row["dimension"], row["group"], *_when(row)): counts for row, counts in told}
    totals = {one.line: by_whom.get(_over(one.line), ()) for one in groups}
    untold = [
        (line(row), row) for row, counts in every if row["dimension"] != EVERYONE and not any(map(_is_told, counts))
    ]
    left = list(_left(totals, groups, untold, rule))
    apart = _apart(totals, [*groups, *left], rule)
    keys = tuple(_key(one, one.line in apart) for one in (*groups, *left))
    by_kind = zip(*(one.counts for one in (*groups, *left)), strict=True)
    kinds = tuple(np.array([rule.below if count is None else count for count in kind], float) for kind in by_kind)
    unseen = np.arange(len(keys)) >= len(groups)
    counts = Counts(keys, kinds, rule, -1, unseen).after(before)
    fifths = adds.fifths if adds else {}
    [hide] = hidden([counts], {**fifths, **{f"{_LEFT}{fifth}": fifth for fifth in fifths.values()}})
    hide &= ~unseen | counts.small
    return [row for one, gone in zip((*groups, *left), hide, strict=True) if gone for row in one.rows]


class Adds(NamedTuple):
    """What of a file's areas adds up to what: each neighbourhood's fifth, of which fifths are made, and the areas that
    stand ``beside`` the place and are no part of it."""

    fifths: Mapping[str, int] = {}
    beside: Container[str] = ()


class _Some(NamedTuple):
    """Whose counts are known, typed or by what the others leave: their rows, none where they have no row."""

    rows: Sequence[Row]
    counts: _Counts
    line: _Line


def _is_told(count: float | None) -> bool:
    return count is not None


def _left(
    totals: Mapping[_Line, _Counts], groups: Sequence[_Some], untold: Sequence[tuple[_Line, Row]], rule: SmallNumbers
) -> Iterator[_Some]:
    """Of each breakdown and period those whom the total leaves beside the groups with counts of their own.

    Readers know them by taking away: together those of whom no count is told, or few whom no group names.
    """
    lines = defaultdict[_Line, list[_Counts]](list)
    without = defaultdict[_Line, list[Row]](list)
    for one in groups:
        lines[one.line].append(one.counts)
    for on, row in untold:
        without[on].append(row)
    for line, members in lines.items():
        kinds = list(zip(totals[line], *members, strict=False))
        rest = tuple(None if None in kind else kind[0] - sum(kind[1:]) for kind in kinds)
        known = [count for count in rest if count is not None]
        of_many = without[line] and min(known, default=0) >= rule.below
        if min(known, default=-1) >= 0 and (of_many or any(map(rule.hides, known))):
            yield _Some(without[line], rest, line)


def _counts(measure: Measure, row: Row) -> _Counts:
    """What must not be small: of a share both sides and what it is out of, of a rate the events and the people.

    Of a mean it is the people. None is what nobody can know from the row.
    """
    value, events, out_of = (row[name] for name in ("value", "numerator", "denominator"))
    per = OUT_OF.get(measure.unit)
    if measure.unit in _COUNTS:
        return (_whole(value if events is None else events),)
    if per is None and measure.unit != _STANDARDISED:
        return (_whole(out_of),)
    if per and value is not None:
        low, high = _as_typed(value)
        if events is None and out_of is not None:
            events = _only(low * out_of / per, high * out_of / per)
        elif out_of is None and events is not None and low > 0:
            out_of = _only(events * per / high, events * per / low)
    events, out_of = _whole(events), _whole(out_of)
    rest = out_of - events if events is not None and out_of is not None else None
    return (events, out_of, rest) if measure.unit == "percent" else (events, out_of)


def _whole(count: float | None) -> float | None:
    """A count, where it can be one: thousands or pounds with decimals are none."""
    return count if count is not None and count == int(count) else None


def _as_typed(value: float) -> tuple[float, float]:
    """Between what a value lies that was rounded to the decimals that it is typed with."""
    decimals = Decimal(repr(value)).normalize().as_tuple().exponent
    half = 0.5 * 10.0 ** min(int(decimals), 0)
    return value - half, value + half


def _only(least: float, most: float) -> float | None:
    """The only whole number between two; None where there are several, or none."""
    first, last = ceil(round(least, 6)), floor(round(most, 6))
    return float(first) if first == last else None


def _apart(totals: Mapping[_Line, _Counts], groups: Sequence[_Some], rule: SmallNumbers) -> set[_Line]:
    """The breakdowns and periods of which no group follows from the total: they overlap, or leave people out."""
    lines = defaultdict[_Line, list[_Counts]](list)
    for one in groups:
        lines[one.line].append(one.counts)
    return {line for line, members in lines.items() if _differ(totals[line], members, rule)}


def _differ(total: _Counts, members: Sequence[_Counts], rule: SmallNumbers) -> bool:
    """Whether each count of the total, as far as they are known, is far from what the groups add up to."""
    kinds = [kind for kind in zip(total, *members, strict=False) if None not in kind]
    return bool(kinds) and all(abs(whole - sum(parts)) >= rule.below for whole, *parts in kinds)


def _line(adds: Adds, row: Row) -> _Line:
    """What a row is counted along: its breakdown, which part of it (of neighbourhoods a fifth), and when."""
    part: int | str = 0
    if row["dimension"] == _NEIGHBOURHOOD:
        part = adds.fifths.get(row["group"], 0)
    elif row["dimension"] == AREA and row["group"] in adds.beside:
        part = row["group"]
    return row["dimension"], part, *_when(row)


def _over(line: _Line) -> _Line:
    """Whom all along a line are together: dimension, group and when; an area beside the place is of no whole."""
    dimension, part, *when = line
    if dimension == _NEIGHBOURHOOD and part:
        return _DEPRIVATION, str(part), *when
    return (EVERYONE, "all", *when) if not part else (dimension, None, *when)


def _when(row: Row) -> _Line:
    return row["period_start"], row["period_end"]


def _key(one: _Some, is_apart: bool) -> Key:
    """Whom and when, told apart by the period's end too, and where nothing adds up from every other group."""
    dimension, part, start, end = one.line
    row = one.rows[0] if one.rows else None
    group = Group(row["group"], row["group_label"], row["group_order"]) if row else Group(f"{_LEFT}{part}", _LEFT, 0)
    alone = is_apart or (part and dimension == AREA)
    return Key(f"to {end}" + (f" {group.code}" if alone else ""), start, end, dimension, group)


_LEFT = "left "
"""What stands for those whom no group names, with the fifth that they are of: of nobody a row is made of it."""
