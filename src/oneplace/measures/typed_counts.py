"""The small-number rule applied to figures that a place types itself, of groups and of areas.

What a national publisher gives was protected there; of a figure that somebody here typed from a survey or a register
nobody did it. So a small count is hidden as that of a record is, with whatever else of its breakdown and period would
tell it (``hiding``). The whole place's own figure stays: readers are taken to know it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Sequence
from decimal import Decimal
from math import ceil, floor

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
from oneplace.vocabulary.dimensions import EVERYONE

_Line = tuple[object, ...]
_Counts = tuple[float | None, ...]
_COUNTS, _STANDARDISED = ("count", "people"), "per_100k_dsr"
_FIGURE = ("value", "lower", "upper", "numerator", "denominator")


def protected(measure: Measure, rows: Sequence[Row], rule: SmallNumbers, past: Sequence[Published] = ()) -> list[Row]:
    """The rows as they may be shown after ``past``, what earlier runs have shown: what was hidden stays hidden."""
    gone = {id(row) for row in not_shown(measure, rows, rule, hidden_before(past))}
    empty = dict.fromkeys(_FIGURE) | {"method": "", "suppressed": True, "reason": REASONS["suppressed"]}
    return [row | empty if id(row) in gone else row for row in rows]


def not_shown(measure: Measure, rows: Sequence[Row], rule: SmallNumbers, before: Container[Whom] = ()) -> list[Row]:
    """The rows of groups and areas that are not shown: of few, or would tell of few, or hidden ``before``."""
    every = ((row, _counts(measure, row)) for row in rows)
    told = [(row, counts) for row, counts in every if any(count is not None for count in counts)]
    groups = [(row, counts) for row, counts in told if row["dimension"] != EVERYONE]
    if not groups:
        return []
    apart = _apart(told, rule)
    keys = tuple(_key(row, _line(row) in apart) for row, _ in groups)
    by_kind = zip(*(counts for _, counts in groups), strict=True)
    kinds = tuple(np.array([rule.below if count is None else count for count in kind], float) for kind in by_kind)
    counts = Counts(keys, kinds, rule, -1, np.zeros(len(keys), dtype=np.bool_)).after(before)
    [hide] = hidden([counts], {})
    return [row for (row, _), gone in zip(groups, hide, strict=True) if gone]


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


def _apart(told: Sequence[tuple[Row, _Counts]], rule: SmallNumbers) -> set[_Line]:
    """The breakdowns and periods of which no group follows from the total: they overlap, or leave people out."""
    totals = {_when(row): counts for row, counts in told if row["dimension"] == EVERYONE}
    lines = defaultdict[_Line, list[_Counts]](list)
    for row, counts in told:
        lines[_line(row)].append(counts)
    return {line for line, members in lines.items() if _differ(totals.get(line[1:], ()), members, rule)}


def _differ(total: _Counts, members: Sequence[_Counts], rule: SmallNumbers) -> bool:
    """Whether each count of the total, as far as they are known, is far from what the groups add up to."""
    kinds = [kind for kind in zip(total, *members, strict=False) if None not in kind]
    return bool(kinds) and all(abs(whole - sum(parts)) >= rule.below for whole, *parts in kinds)


def _line(row: Row) -> _Line:
    return row["dimension"], *_when(row)


def _when(row: Row) -> _Line:
    return row["period_start"], row["period_end"]


def _key(row: Row, is_apart: bool) -> Key:
    """Whom and when, told apart by the period's end too, and where nothing adds up from every other group."""
    group = Group(row["group"], row["group_label"], row["group_order"])
    kind = f"to {row['period_end']}" + (f" {group.code}" if is_apart else "")
    return Key(kind, row["period_start"], row["period_end"], row["dimension"], group)
