"""The small-number rule applied to the counts of a place's measures.

Readers know the total of each breakdown in each period, of a financial year's months, and of the neighbourhoods in a
deprivation fifth: along each of these lines every hidden small count could be any of those that the rule hides, for all
that the shown ones tell. Where measures count or divide by the same people, what one of them hides the others hide too:
else the total less what the others show would tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from oneplace import stats
from oneplace.measures.holding import Whom
from oneplace.measures.tally import Key, Tally, waiting
from oneplace.place import FromLinkedRecord, SmallNumbers

Lines = dict[tuple[object, ...], list[int]]


@dataclass(frozen=True)
class Counts:
    """What of one measure must not be small: counts of people or events, an array a kind, each with a number a key.

    Of a proportion both sides and what it is out of are protected, of a rate the events and the people among whom they
    happened (on average over the period: of few, the time lived tells when one came or went). ``before`` marks what
    earlier runs have hidden, and ``near_one`` the percentiles of so few that they have no limits: such a one is as good
    as one person's own value.
    """

    keys: tuple[Key, ...]
    kinds: tuple[np.ndarray, ...]
    rule: SmallNumbers
    before: np.ndarray
    near_one: np.ndarray

    @classmethod
    def of(cls, counts: Tally, compute: FromLinkedRecord, rule: SmallNumbers, before: Container[Whom] = ()) -> Counts:
        """The protected counts of a measure, of which earlier runs have hidden those of ``before``."""
        n, x = (values.sum(axis=-1) if values.ndim > 1 else values for values in (counts.n, counts.x))
        kinds: dict[str, tuple[np.ndarray, ...]] = {"proportion": (n, x, n - x), "rate": (n, counts.people)}
        was = [(key.start, key.end, key.dimension, key.group.code) in before for key in counts.keys]
        near_one = np.zeros(len(counts.keys), dtype=np.bool_)
        if compute.statistic == "percentile":
            ranks, _ = stats.percentile_ranks(stats.rounded(n, rule.round_to), compute.percentile)
            near_one = (ranks == 0) & (n > 0)
        if compute.each == "wait":
            near_one |= _few_as_long(counts, compute.percentile, rule.below)
        return cls(counts.keys, kinds.get(compute.statistic, (n,)), rule, np.array(was, dtype=np.bool_), near_one)


def _few_as_long(counts: Tally, share: float, below: int) -> np.ndarray:
    """Which percentiles of waits lie where few ended: fewer than may be told of waited so long or longer.

    With so many still waiting, that may be the longest wait of those seen, which is one person's own.
    """
    found = waiting(counts, share).value
    ended = [sum(done and left >= value for left, done in zip(lefts, dones, strict=True))
             for value, lefts, (_, dones) in zip(found, counts.ordered, counts.waits, strict=True)]  # fmt: skip
    return ~np.isnan(found) & (np.array(ended, dtype=np.int64) < below)


def hidden(every: Sequence[Counts], fifths: Mapping[str, int]) -> list[np.ndarray]:
    """Which keys of each measure must not be shown. ``fifths`` gives each neighbourhood's deprivation fifth."""
    lines = [_lines(counts.keys, fifths) for counts in every]
    found = [_alone(counts, of) | counts.before | counts.near_one for counts, of in zip(every, lines, strict=True)]
    shared, number = _shared(every, lines), -1
    while number != (number := sum(int(each.sum()) for each in found)):
        for same in shared:
            hide = np.any([found[which][at] for which, at in same], axis=0)
            for which, at in same:
                found[which][at] = hide
        for counts, of, each in zip(every, lines, found, strict=True):
            _fifths_hold(counts, of, each)
    return found


def _alone(counts: Counts, lines: Lines) -> np.ndarray:
    """What a measure must hide for its own sake, in any of its kinds of count."""
    longest = max(map(len, lines.values()), default=0)
    padded = np.full((len(lines), longest), -1)
    for i, line in enumerate(lines.values()):
        padded[i, : len(line)] = line
    there = padded >= 0
    found = np.zeros(len(counts.keys), dtype=np.bool_)
    rule = counts.rule
    for values in counts.kinds:
        table = np.where(there, values[padded], np.nan)
        made = stats.suppress(table, rule.below, rule.zeros, sums="known", room=_room(rule))
        found[padded[there]] |= made.hidden[there]
    return found


def _room(rule: SmallNumbers) -> int:
    """How far above the least they can be hidden counts lie together, so that each could be any that the rule hides."""
    return max(rule.below - 1 - rule.least, 1)


def _lines(keys: Sequence[Key], fifths: Mapping[str, int]) -> Lines:
    """Positions of the keys that add up to something known."""
    lines: Lines = defaultdict(list)
    for i, key in enumerate(keys):
        if key.dimension == "all":
            year = key.start.year - (key.start.month < 4)
            lines["all", key.kind, year].append(i)
        elif key.dimension == "neighbourhood":
            lines[key.dimension, key.kind, key.start, fifths.get(key.group.code, 0)].append(i)
        else:
            lines[key.dimension, key.kind, key.start].append(i)
    return lines


def _shared(every: Sequence[Counts], lines: Sequence[Lines]) -> list[list[tuple[int, np.ndarray]]]:
    """Lines that count the same in several measures, with a count among them that is hidden: measure and positions."""
    same: dict[tuple[object, ...], dict[int, np.ndarray]] = defaultdict(dict)
    for which, (counts, of) in enumerate(zip(every, lines, strict=True)):
        for name, line in of.items():
            groups = tuple((counts.keys[i].start, counts.keys[i].group.code) for i in line)
            for values in counts.kinds:
                at = values[line]
                if any(map(counts.rule.hides, at.tolist())):
                    same[name, groups, at.tobytes()][which] = np.array(line)
    return [list(each.items()) for each in same.values() if len(each) > 1]


def _fifths_hold(counts: Counts, lines: Lines, found: np.ndarray) -> None:
    """What the neighbourhoods of a fifth tell of it, and it of them.

    A hidden fifth must not be the sum of shown neighbourhoods: then two of them, the smallest, go as well. A shown one
    whose neighbourhoods are all hidden must leave them room: else (seven people in seven) it goes, and another with it.
    """
    for i, key in enumerate(counts.keys):
        if key.dimension != "deprivation":
            continue
        line = lines.get(("neighbourhood", key.kind, key.start, 0 if key.group.order == 9 else key.group.order), [])
        if line and found[i] and not found[line].any():
            found[_smallest(counts.kinds[0], line)] = True
        elif line and not found[i] and found[line].all() and _is_tight(counts, line):
            fifths = lines["deprivation", key.kind, key.start]
            found[i] = True
            if found[fifths].sum() == 1:
                found[_smallest(counts.kinds[0], [at for at in fifths if at != i])[:1]] = True


def _is_tight(counts: Counts, line: list[int]) -> bool:
    """Whether the sum of some kind of count along a line, all of it hidden, leaves its members too little room."""
    least = counts.rule.least
    spare = ((values[line] - np.minimum(values[line], least)).sum() for values in counts.kinds if values[line].any())
    return any(each < _room(counts.rule) for each in spare)


def _smallest(n: np.ndarray, line: Iterable[int]) -> list[int]:
    return sorted(line, key=lambda i: (n[i] == 0, n[i], i))[:2]
