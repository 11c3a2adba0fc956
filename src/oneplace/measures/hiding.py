"""The place's small-number rule applied to a measure's counts.

Readers know the total of each breakdown in each period, of a financial year's months, and of the neighbourhoods in a
deprivation fifth: along each of these lines no hidden count may follow from those that are shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from oneplace import stats
from oneplace.measures.tally import Tally
from oneplace.place import FromLinkedRecord, SmallNumbers


def hidden(counts: Tally, compute: FromLinkedRecord, rule: SmallNumbers, fifths: Mapping[str, int]) -> np.ndarray:
    """Which keys must not be shown. ``fifths`` gives each neighbourhood's deprivation fifth."""
    lines = _lines(counts, fifths)
    longest = max(map(len, lines.values()), default=0)
    padded = np.full((len(lines), longest), -1)
    for i, line in enumerate(lines.values()):
        padded[i, : len(line)] = line
    there = padded >= 0
    found = np.zeros(len(counts.keys), dtype=np.bool_)
    for values in _protected(counts, compute):
        table = np.where(there, values[padded], np.nan)
        found[padded[there]] |= stats.suppress(table, rule.below, rule.zeros, sums="known").hidden[there]
    return _fifths_hold(counts, found, lines)


def _protected(counts: Tally, compute: FromLinkedRecord) -> list[np.ndarray]:
    """The counts of people or events that must not be small: both sides of a proportion, and what it is out of."""
    n, x = (values.sum(axis=-1) if values.ndim > 1 else values for values in (counts.n, counts.x))
    return [n, x, n - x] if compute.statistic == "proportion" else [n]


def _lines(counts: Tally, fifths: Mapping[str, int]) -> dict[tuple[object, ...], list[int]]:
    """Positions of the keys that add up to something known."""
    lines: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, key in enumerate(counts.keys):
        if key.dimension == "all":
            year = key.start.year - (key.start.month < 4)
            lines["all", key.kind, year].append(i)
        elif key.dimension == "neighbourhood":
            lines[key.dimension, key.kind, key.start, fifths.get(key.group.code, 0)].append(i)
        else:
            lines[key.dimension, key.kind, key.start].append(i)
    return lines


def _fifths_hold(counts: Tally, found: np.ndarray, lines: Mapping[tuple[object, ...], list[int]]) -> np.ndarray:
    """A hidden fifth must not be the sum of shown neighbourhoods: then two of them, the smallest, go as well."""
    result = found.copy()
    for i, key in enumerate(counts.keys):
        if key.dimension != "deprivation" or not found[i]:
            continue
        line = lines.get(("neighbourhood", key.kind, key.start, 0 if key.group.order == 9 else key.group.order), [])
        if line and not result[line].any():
            result[_smallest(counts, line)] = True
    return result


def _smallest(counts: Tally, line: Iterable[int]) -> list[int]:
    n = counts.n.sum(axis=-1) if counts.n.ndim > 1 else counts.n
    return sorted(line, key=lambda i: (n[i] == 0, n[i], i))[:2]
