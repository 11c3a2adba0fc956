"""What can be worked out of a run: ``python benchmarks/disclosure.py PLACE [--results FOLDER]``.

The attacker has the results table, knows which neighbourhood is in which fifth, and that breakdowns add up to everyone,
neighbourhoods to their fifth, months and quarters to their year. For each hidden count two linear programs (HiGHS) find
the least and the greatest that it can be: how many of the hidden counts follow exactly, how many of those are small,
how many are nought, how many are known to be small within 2, and for how many the rule's own small counts aren't all
possible any more.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from oneplace import geo, place, results, run
from oneplace.place import FromLinkedRecord, Place
from oneplace.population import UNKNOWN

Row = dict[str, Any]
At = tuple[date, date, str, str]
KINDS = {
    "proportion": ("denominator", "numerator", "rest"),
    "rate": ("numerator",),
    "count": ("numerator",),
    "mean": ("denominator",),
    "percentile": ("denominator",),
}


@dataclass(frozen=True)
class Table:
    """One measure in one financial year: its counts (NaN where hidden), a row a group, a column a kind."""

    at: list[At]
    counts: np.ndarray
    below: int
    fifths: dict[str, int]
    peopled: bool

    @property
    def lines(self) -> list[tuple[list[int], int]]:
        """Rows that add up to another."""
        index = {at: i for i, at in enumerate(self.at)}
        parts: dict[At, list[int]] = defaultdict(list)
        for i, (start, end, dimension, group) in enumerate(self.at):
            if dimension == "neighbourhood":
                fifth = self.fifths.get(group)
                parts[start, end, "deprivation", str(fifth) if fifth else UNKNOWN].append(i)
            elif dimension != "all":
                parts[start, end, "all", dimension].append(i)
            elif (end - start).days < 360:
                year = start.year - (start.month < 4)
                parts[date(year, 4, 1), date(year + 1, 4, 1), "all", str((end - start).days > 31)].append(i)
        found = [(line, index.get((*at[:3], "all" if at[2] == "all" else at[3]))) for at, line in parts.items()]
        return [(line, total) for line, total in found if total is not None]

    def beneath_noughts(self) -> Iterator[int]:
        """The counts of which a total that is shown as nought says that they are nought as well."""
        groups, kinds = self.counts.shape
        numbers = np.arange(groups * kinds).reshape(groups, kinds)
        for line, total, kind in self.true_lines():
            if self.counts[total, kind] == 0:
                yield from numbers[line, kind]

    def alike(self, i: int) -> object:
        """The same for groups that stand in the same sums."""
        start, end, dimension, group = self.at[i]
        if dimension in ("all", "deprivation"):
            return i
        return start, end, dimension, self.fifths.get(group) if dimension == "neighbourhood" else None

    def true_lines(self) -> Iterator[tuple[list[int], int, int]]:
        """Those lines that nothing shown contradicts, with the kinds of count that add up along them."""
        for line, total in self.lines:
            for kind in range(self.counts.shape[1]):
                left = self.counts[total, kind] - np.nansum(self.counts[line, kind])
                hidden = np.isnan(self.counts[line, kind]).sum()
                if np.isnan(left) or (left >= 0 and (hidden or left == 0)):
                    yield line, total, kind


def tables(a_place: Place, rows: list[Row], fifths: dict[str, int]) -> Iterator[Table]:
    """The tables of every measure of the record."""
    for (name, _), found in groupby(sorted(rows, key=_named), key=_named):
        measure, listed = a_place.measures[name], list(found)
        if isinstance(measure.compute, FromLinkedRecord) and any(row["suppressed"] for row in listed):
            kinds = KINDS[measure.compute.statistic]
            counts = np.array([[_count(row, kind) for kind in kinds] for row in listed], dtype=float)
            at = [(row["period_start"], row["period_end"], row["dimension"], row["group"]) for row in listed]
            peopled = measure.compute.statistic != "rate"
            yield Table(at, counts, a_place.small_numbers(measure).below, fifths, peopled)


def _named(row: Row) -> tuple[str, int]:
    return row["measure"], row["period_start"].year - (row["period_start"].month < 4)


def _count(row: Row, kind: str) -> float:
    n, x = row["denominator"], row["numerator"]
    if row["suppressed"]:
        return np.nan
    return n - x if kind == "rest" else {"denominator": n, "numerator": x}[kind]


def attack(table: Table) -> Counter[str]:
    """What follows of one table."""
    groups, kinds = table.counts.shape
    value, numbers = table.counts.ravel(), np.arange(groups * kinds).reshape(groups, kinds)
    rows = [
        ([*numbers[line, kind], numbers[total, kind]], [1] * len(line) + [-1])
        for line, total, kind in table.true_lines()
    ]
    if not rows and kinds < 3:
        return Counter(hidden=int(np.isnan(value).sum()))
    if kinds == 3:  # one side and the other
        rows += [(list(numbers[i]), [-1, 1, 1]) for i in range(groups)]
    sums = coo_array(
        (
            np.concatenate([c for _, c in rows]).astype(float),
            (np.repeat(np.arange(len(rows)), [len(at) for at, _ in rows]), np.concatenate([at for at, _ in rows])),
        ),
        shape=(len(rows), value.size),
    ).tocsr()
    open_ = np.flatnonzero(np.isnan(value))
    rest = -(sums @ np.nan_to_num(value))
    _, label = connected_components(sums[:, open_].T @ sums[:, open_], directed=False)
    found, nobody = Counter[str](), set(map(int, table.beneath_noughts()))
    for block in range(label.max() + 1):
        inside = open_[label == block]
        matrix = sums[:, inside]
        used = np.flatnonzero(np.diff(matrix.tocsr().indptr))
        known = {"A_eq": matrix[used], "b_eq": rest[used]} if used.size else {}
        # who is in a breakdown is somebody; of a rate they may have no event
        least = np.array([1.0 if table.peopled and each % kinds == 0 else 0.0 for each in inside])
        if linprog(0 * least, bounds=[(low, None) for low in least], **known).status:
            least = np.zeros(inside.size)
        ranges: dict[object, tuple[float, float]] = {}
        for i, each in enumerate(inside):
            same = table.alike(each // kinds), each % kinds
            if same not in ranges:  # counts in the same sums have the same range
                aim = np.eye(1, inside.size, i)[0]
                low, high = (linprog(sign * aim, bounds=[(a, None) for a in least], **known) for sign in (1, -1))
                ranges[same] = low.fun, np.inf if high.status else -high.fun
            found.update("beneath a nought" if each in nobody else name for name in said(*ranges[same], table.below))
    return found


def said(low: float, high: float, below: int) -> Iterator[str]:
    """What a range tells."""
    yield "hidden"
    if high - low < 1 - 1e-6:
        yield "nought" if high < 0.5 else "exactly"
        if 0.5 <= high < below - 0.5:
            yield "small exactly"
    elif high - low < 4 + 1e-6 and low < below:
        yield "within 2"
    if 1 - 1e-6 < high < below - 1 - 1e-6:
        yield "narrowed"


def fifths_of(a_place: Place) -> dict[str, int]:
    """The deprivation fifth of each of a place's neighbourhoods."""
    found = geo.deprivation(2025, [area.code for area in a_place.place.areas]).to_pylist()
    return {row["lsoa_code"]: row["fifth"] for row in found}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("place", nargs="?", type=Path, default=Path("demo/southampton"))
    parser.add_argument("--results", type=Path, help="other results than those of the current run")
    options = parser.parse_args()
    started = perf_counter()
    a_place = place.read(options.place)
    found = results.read(options.results or run.current(options.place).results)
    every = list(tables(a_place, found["results"].to_pylist(), fifths_of(a_place)))
    with ProcessPoolExecutor() as pool:
        total = sum(pool.map(attack, every, chunksize=8), Counter[str]())
    print(f"{len(every)} tables, {total['hidden']:,} hidden counts, {perf_counter() - started:.0f} s")
    print(f"follow exactly: {total['exactly']}, small: {total['small exactly']}; follow as nought: {total['nought']}")
    print(f"small within 2: {total['within 2']}; not every small count possible: {total['narrowed']}")


if __name__ == "__main__":
    main()
