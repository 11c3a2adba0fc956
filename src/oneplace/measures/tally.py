"""What a measure's statement counted, group by group, and the statistics made from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import ArrayLike

from oneplace import stats
from oneplace.place import FromLinkedRecord
from oneplace.population import EVERYONE, GROUPINGS, STANDARD_STARTS, Among, Group
from oneplace.stats import Estimate
from oneplace.vocabulary.dimensions import BREAKDOWNS, LABELS

_YEAR = 365.25  # days
OF_RATIO = ("out_of", "out_of_squares", "products")


@dataclass(frozen=True)
class Key:
    """Whom and when a count is about."""

    kind: str
    start: date
    end: date
    dimension: str
    group: Group


@dataclass(frozen=True)
class Lengths:
    """Quantities of which percentiles are made: rows in order of key (its position among the keys) and ``value``.

    ``n`` is how many of that key are of the value. Of waits it is how many were that long when last seen, ``ended`` how
    many of those ended, and ``entered`` how many were that long when first seen.
    """

    key: np.ndarray
    value: np.ndarray
    n: np.ndarray
    ended: np.ndarray
    entered: np.ndarray
    made: dict[tuple[int, float], Estimate] = field(default_factory=dict, compare=False, repr=False)
    """Percentiles of waits that were made: what may be shown and what is shown ask for the same ones."""

    @classmethod
    def of(cls, every: Sequence[ArrayLike]) -> Lengths:
        """Of life tables (4, lengths) as ``stats.waiting_percentile_from`` has them, one a key."""
        tables = [np.asarray(table, dtype=np.float64) for table in every]
        key = np.repeat(np.arange(len(tables)), [table.shape[1] for table in tables])
        return cls(key, *np.concatenate([np.zeros((4, 0)), *tables], axis=1))

    def where(self, chosen: np.ndarray) -> Lengths:
        """Those of some keys (a boolean a key)."""
        rows = chosen[self.key]
        number = np.cumsum(chosen) - 1
        parts = (self.value, self.n, self.ended, self.entered)
        return Lengths(number[self.key[rows]], *(part[rows] for part in parts))

    def tables(self, keys: int) -> list[np.ndarray]:
        """The life table (4, lengths) of each of so many keys."""
        every = np.stack([self.value, self.n, self.ended, self.entered])
        return np.split(every, np.searchsorted(self.key, np.arange(1, keys)), axis=1)

    def waiting(self, keys: int, share: float) -> Estimate:
        """The percentile of waits of each of so many keys."""
        if (keys, share) not in self.made:
            self.made[keys, share] = stats.waiting_percentile_from(self.tables(keys), share)
        return self.made[keys, share]

    def ranked(self, rank: np.ndarray, keys: np.ndarray) -> np.ndarray:
        """For each of ``keys`` the value of a rank from 1; the last where it has fewer; NaN where it has none."""
        upto = np.append(0.0, np.cumsum(self.n))
        first, last = (upto[np.searchsorted(self.key, keys, side=side)] for side in ("left", "right"))
        at = np.searchsorted(upto[1:], np.minimum(first + rank, last), side="left")
        found = np.append(self.value, np.nan)[np.minimum(at, len(self.value))]
        return np.where((rank > 0) & (last > first), found, np.nan)


@dataclass(frozen=True)
class Tally:
    """Counts, one a key (first axis); those for a standardised rate have its age bands on a second axis.

    ``n`` rows counted, ``x`` rows in the numerator (of a ratio those that add to what it is out of), ``total`` and
    ``squares`` of the quantity, ``days`` lived, and ``lengths`` the quantities (empty unless asked for). Of waits ``x``
    is how many ended. ``of_ratio`` has on its second axis the sum of what a ratio is out of, that of its squares and
    that of its products with the quantity.
    """

    keys: tuple[Key, ...]
    n: np.ndarray
    x: np.ndarray
    total: np.ndarray
    squares: np.ndarray
    days: np.ndarray
    lengths: Lengths = field(default_factory=lambda: Lengths.of([]))
    of_ratio: np.ndarray = field(default_factory=lambda: np.zeros((0, len(OF_RATIO))))

    @property
    def people(self) -> np.ndarray:
        """How many people lived on an average day of each key's period: whole ones, but some wherever anybody did.

        Years lived are published with their decimals, so 4.8 a year are fewer than five people, not five.
        """
        days = self.days.sum(axis=-1) if self.days.ndim > 1 else self.days
        people = np.floor(days / [(key.end - key.start).days for key in self.keys])
        return np.where(days > 0, np.maximum(people, 1.0), 0.0)

    def where(self, chosen: np.ndarray) -> Tally:
        """The counts of some keys (a boolean a key)."""
        at = np.flatnonzero(chosen)
        parts = {name: getattr(self, name)[at] for name in ("n", "x", "total", "squares", "days")}
        if len(self.of_ratio):
            parts["of_ratio"] = self.of_ratio[at]
        return replace(self, keys=tuple(self.keys[i] for i in at), lengths=self.lengths.where(chosen), **parts)


def tally(found: pa.Table, compute: FromLinkedRecord, names: dict[str, str]) -> Tally:
    """The statement's rows by key; ``names`` are those of neighbourhoods. Keys come in a fixed order."""
    position, keys = _keys(found, compute, names)
    bands = {start: i for i, start in enumerate(band_starts(compute))} if compute.standardise else {}
    at: tuple[np.ndarray, ...] = (position,)
    if bands:
        at = (position, np.array([bands[start] for start in found["band"].to_pylist()], dtype=np.int64))
    arrays, lengths = dict[str, np.ndarray](), Lengths.of([])
    for name in ("n", "x", "total", "squares", "days"):
        arrays[name] = np.zeros((len(keys), len(bands)) if bands else len(keys))
    if compute.statistic == "percentile":
        lengths = _lengths(found, position)
        arrays["n"], arrays["x"] = (np.bincount(lengths.key, of, len(keys)) for of in (lengths.n, lengths.ended))
    else:
        for name, sums in arrays.items():
            sums[at] = np.nan_to_num(found[name].cast(pa.float64()).to_numpy())
    if compute.statistic == "ratio":
        arrays["of_ratio"] = np.zeros((len(keys), len(OF_RATIO)))
        for column, name in enumerate(OF_RATIO):
            arrays["of_ratio"][position, column] = np.nan_to_num(found[name].cast(pa.float64()).to_numpy())
    return Tally(tuple(keys), lengths=lengths, **arrays)


def _lengths(found: pa.Table, position: np.ndarray) -> Lengths:
    value, *parts = (found[name].cast(pa.float64()).to_numpy() for name in ("length", "n", "x", "entered"))
    rows = np.lexsort((value, position))
    return Lengths(position[rows], value[rows], *(part[rows] for part in parts))


def _keys(found: pa.Table, compute: FromLinkedRecord, names: dict[str, str]) -> tuple[np.ndarray, list[Key]]:
    """For each row the position of its key, and the keys in order."""
    among = Among(compute.population.min_age, compute.population.max_age, names)
    columns = [
        (by.code, found[by.code].combine_chunks().dictionary_encode())
        for by in BREAKDOWNS
        if by.code in found.column_names
    ]
    periods = [found[name].combine_chunks().dictionary_encode() for name in ("kind", "period_start", "period_end")]
    # one whole number a row: of the period's codes and the codes of the only breakdown that isn't null
    parts = [*periods, *(part for _, part in columns)]
    code = np.zeros(found.num_rows, dtype=np.int64)
    for part in parts:
        code = code * (len(part.dictionary) + 1) + part.indices.fill_null(len(part.dictionary)).to_numpy()
    _, first, position = np.unique(code, return_index=True, return_inverse=True)
    keys = []
    for row in first:
        kind, start, end = (part.dictionary[part.indices[int(row)].as_py()].as_py() for part in periods)
        dimension, group = "all", EVERYONE
        for name, part in columns:
            if (index := part.indices[int(row)].as_py()) is not None:
                dimension, group = name, GROUPINGS[name].group(part.dictionary[index].as_py(), among)
        keys.append(Key(kind, start, end, dimension, group))
    order = {name: i for i, name in enumerate(LABELS)}
    sequence = sorted(
        range(len(keys)),
        key=lambda i: (keys[i].kind, keys[i].start, order[keys[i].dimension], keys[i].group.order, keys[i].group.code),
    )
    rank = np.empty(len(keys), dtype=np.int64)
    rank[sequence] = np.arange(len(keys))
    return rank[position.reshape(-1)], [keys[i] for i in sequence]


def band_starts(compute: FromLinkedRecord) -> tuple[int, ...]:
    """Where the standard population's bands start that hold any of the measure's ages."""
    oldest = compute.population.max_age if compute.population.max_age is not None else 200
    return tuple(
        s for s in STANDARD_STARTS if (s + 4 >= compute.population.min_age and s <= oldest) or s == 90 <= oldest
    )


def estimates(counts: Tally, compute: FromLinkedRecord) -> Estimate:
    """Value and limits of every key."""
    if compute.statistic == "rate":
        years = counts.days / _YEAR
        if not compute.standardise:
            return stats.rate(counts.n, years, compute.per)
        bands = [f"{start}-{start + 4}" if start < 90 else "90+" for start in band_starts(compute)]
        return stats.directly_standardised_rate(counts.n, years, bands=bands, per=compute.per, empty_bands="pool")
    if compute.statistic == "proportion":
        return stats.proportion(counts.x, counts.n, compute.per)
    if compute.statistic == "mean":
        return stats.mean_from(counts.n, counts.total, counts.squares)
    if compute.statistic == "percentile":
        return (waiting if compute.each == "wait" else _percentiles)(counts, compute.percentile)
    return _ratios(counts, compute.per) if compute.statistic == "ratio" else _counts(counts.n)


def rounded(counts: Tally, base: int) -> Tally:
    """The counts as they may be shown where a place rounds, so that nothing made of them tells more.

    Sums are rounded each on its own. Events in age bands are scaled so that all together are the rounded number: the
    standardised rate keeps their ages and doesn't tell how many there were.
    """
    if base == 1:
        return counts
    n, x, total, squares = (stats.rounded(side, base) for side in (counts.n, counts.x, counts.total, counts.squares))
    if counts.n.ndim > 1:
        events = counts.n.sum(axis=-1, keepdims=True)
        n = counts.n * np.divide(stats.rounded(events, base), events, out=np.zeros_like(events), where=events > 0)
    if len(counts.of_ratio):  # neither of its sums is shown
        return replace(counts, n=n, x=x)
    return replace(counts, n=n, x=x, total=total, squares=squares)


def _counts(n: np.ndarray) -> Estimate:
    return replace(stats.rate(n, np.ones_like(n), 1), denominator=np.full_like(n, np.nan))


def _ratios(counts: Tally, per: float) -> Estimate:
    """Of neither sum is told: what one person adds to it need not be small, and is that person's own."""
    out_of, out_of_squares, products = counts.of_ratio.T
    found = stats.ratio_from(
        counts.n,
        sum=counts.total,
        sum_of_squares=counts.squares,
        out_of=out_of,
        out_of_squares=out_of_squares,
        products=products,
        per=per,
    )
    return replace(found, count=np.full_like(counts.n, np.nan), denominator=counts.n)


def _percentiles(counts: Tally, share: float) -> Estimate:
    keys = np.arange(len(counts.keys))
    value = _quantile(counts.lengths, share, keys)
    lower, upper = (counts.lengths.ranked(rank, keys) for rank in stats.percentile_ranks(counts.n, share))
    reason = np.select([counts.n == 0, np.isnan(lower)], ["no_denominator", "too_few_for_limits"], "").astype(np.str_)
    method = np.full(value.shape, "Percentile, binomial limits")
    return Estimate(value, lower, upper, np.full_like(value, np.nan), counts.n, method, reason)


def waiting(counts: Tally, share: float) -> Estimate:
    """The percentile of waits of every key. Limits stand only where both are reached: one alone is no range."""
    found = counts.lengths.waiting(len(counts.keys), share)
    lower, upper = found.lower, found.upper
    both = ~np.isnan(lower + upper)
    lower, upper = (np.where(both, side, np.nan) for side in (lower, upper))
    return replace(found, lower=lower, upper=upper, count=np.full_like(lower, np.nan), denominator=counts.n)


def _quantile(lengths: Lengths, share: float, keys: np.ndarray) -> np.ndarray:
    """Between the two values next to the share, to the last bit as ``np.quantile`` has it of the values one by one."""
    rank = share * np.maximum(np.bincount(lengths.key, lengths.n, len(keys)) - 1, 0)
    before, after = (lengths.ranked(np.floor(rank) + step, keys) for step in (1, 2))
    part, width = rank - np.floor(rank), after - before
    found: np.ndarray = np.where(part >= 0.5, after - width * (1 - part), before + width * part)
    return found
