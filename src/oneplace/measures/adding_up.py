"""What of a measure's counts adds up to what, and what readers can know of hidden ones from that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from oneplace.measures.tally import Key
from oneplace.place import POOLED, YEARS
from oneplace.population import UNKNOWN

Lines = dict[tuple[object, ...], list[int]]
_At = tuple[str, str, date, str]

_ANY = 1e9
"""More than any count is, and few enough that sums of them stay exact."""


@dataclass(frozen=True)
class Tree:
    """What adds up: by name each line's positions among the keys; as arrays (-1 for none) ``members`` and ``total``.

    A line without a total has one that is published nowhere, which readers are taken to know all the same.
    """

    lines: Lines
    members: np.ndarray
    total: np.ndarray
    of_everyone: np.ndarray

    @classmethod
    def of(cls, keys: Sequence[Key], fifths: Mapping[str, int]) -> Tree:
        """The months, quarters and years of what holds them, groups of everyone, neighbourhoods of their fifth."""
        at = {(key.dimension, key.kind, key.start, key.group.code): i for i, key in enumerate(keys)}
        lines, totals = defaultdict[tuple[object, ...], list[int]](list), dict[tuple[object, ...], int]()
        for i, key in enumerate(keys):
            name, over = _line(key, fifths, at)
            lines[name].append(i)
            totals[name] = -1 if over is None else at.get(over, -1)
        members = np.full((len(lines), max(map(len, lines.values()), default=0)), -1)
        for row, line in zip(members, lines.values(), strict=True):
            row[: len(line)] = line
        total = np.array([totals[name] for name in lines], dtype=np.int64)
        return cls(lines, members, total, np.array([name[0] != "neighbourhood" for name in lines], dtype=np.bool_))

    def ranges(self, values: np.ndarray, hide: np.ndarray, least: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The least and the greatest that each count can be for readers who know the shown ones and ``least`` of all.

        Each line narrows its members and its total, again and again: as what adds up is a tree, that finds everything.
        """
        low, high = np.where(hide, least, values), np.where(hide, _ANY, values)
        there, total = self.members >= 0, np.where(self.adds(values), self.total, -1)
        at, over, sums = self.members[there], total >= 0, self._sums(values)
        alone = there.sum(axis=1) == 1  # with no total: it may be hidden by itself
        fewest, most = np.where(alone, 0.0, sums), np.where(alone, _ANY, sums)
        before = None
        while before is None or (low != before[0]).any() or (high != before[1]).any():
            before = low.copy(), high.copy()
            lows, highs = (np.where(there, side[self.members], 0.0) for side in (low, high))
            np.maximum.at(low, total[over], lows.sum(axis=1)[over])
            np.minimum.at(high, total[over], highs.sum(axis=1)[over])
            bottom, top = (np.where(over, side[total], known)[:, None] for side, known in ((low, fewest), (high, most)))
            np.maximum.at(low, at, (bottom - (highs.sum(axis=1, keepdims=True) - highs))[there])
            np.minimum.at(high, at, (top - (lows.sum(axis=1, keepdims=True) - lows))[there])
        return low, high

    def nobody(self, values: np.ndarray, hide: np.ndarray) -> np.ndarray:
        """Which counts are of nobody, as a nought above them says that is shown or known."""
        found: np.ndarray = ~hide & (values == 0)
        before = -1
        nought = self.members[(self.total < 0) & (self._sums(values) == 0)]
        found[nought[nought >= 0]] = True
        while before != (before := int(found.sum())):
            beneath = self.members[(self.total >= 0) & found[self.total] & self.adds(values)]
            found[beneath[beneath >= 0]] = True
        return found

    def adds(self, values: np.ndarray) -> np.ndarray:
        """Along which lines the counts are together the total: not people of an average day, in months and a year."""
        found: np.ndarray = (self.total >= 0) & (values[self.total] == self._sums(values))
        return found

    def _sums(self, values: np.ndarray) -> np.ndarray:
        found: np.ndarray = np.where(self.members >= 0, values[self.members], 0.0).sum(axis=1)
        return found


def _line(key: Key, fifths: Mapping[str, int], at: Container[_At]) -> tuple[tuple[object, ...], _At | None]:
    """The line that a key is on, by its name, and the total of that line as ``Tree.of`` names keys."""
    when = (key.kind, key.start)
    if key.dimension == "neighbourhood":
        fifth = fifths.get(key.group.code, 0)
        return (key.dimension, *when, fifth), ("deprivation", *when, str(fifth) if fifth else UNKNOWN)
    if key.dimension != "all":
        return (key.dimension, *when), ("all", *when, "all")
    quarter = ("all", "quarter", key.start.replace(month=(key.start.month - 1) // 3 * 3 + 1), "all")
    if key.kind == "month" and quarter in at:
        return ("all", *quarter), quarter
    years = {kind: date(key.start.year - (key.start.month < begins), begins, 1) for kind, begins in YEARS.items()}
    pooled = [
        (kind, years[of].replace(year=years[of].year - before)) for kind, of in POOLED.items() for before in range(3)
    ]
    if key.kind in POOLED:
        return ("all", *when), None
    longer = (
        [*years.items(), *pooled] if key.kind not in years else [each for each in pooled if key.kind == POOLED[each[0]]]
    )
    found = next((each for each in longer if ("all", *each, "all") in at), None)
    if found is None and key.kind in years:
        return ("all", *when), None
    kind, start = found or ("financial_year", years["financial_year"])
    return ("all", key.kind, start), ("all", kind, start, "all")
