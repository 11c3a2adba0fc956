"""What a measure's statement counted, group by group, and the statistics made from it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import pyarrow as pa

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
class Tally:
    """Counts, one a key (first axis); those for a standardised rate have its age bands on a second axis.

    ``n`` rows counted, ``x`` rows in the numerator (of a ratio those that add to what it is out of), ``total`` and
    ``squares`` of the quantity, ``days`` lived, and ``ordered`` the sorted quantities (empty unless asked for). Of
    waits ``x`` is how many ended, and ``waits`` gives for each quantity how long the wait was when first seen and
    whether it ended. ``of_ratio`` has on its second axis the sum of what a ratio is out of, that of its squares and
    that of its products with the quantity.
    """

    keys: tuple[Key, ...]
    n: np.ndarray
    x: np.ndarray
    total: np.ndarray
    squares: np.ndarray
    days: np.ndarray
    ordered: tuple[list[float], ...]
    waits: tuple[tuple[list[float], list[bool]], ...] = ()
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
        ordered = tuple(self.ordered[i] for i in at) if self.ordered else ()
        waits = tuple(self.waits[i] for i in at) if self.waits else ()
        if len(self.of_ratio):
            parts["of_ratio"] = self.of_ratio[at]
        return replace(self, keys=tuple(self.keys[i] for i in at), ordered=ordered, waits=waits, **parts)


def tally(found: pa.Table, compute: FromLinkedRecord, names: dict[str, str]) -> Tally:
    """The statement's rows by key; ``names`` are those of neighbourhoods. Keys come in a fixed order."""
    position, keys = _keys(found, compute, names)
    bands = {start: i for i, start in enumerate(band_starts(compute))} if compute.standardise else {}
    at: tuple[np.ndarray, ...] = (position,)
    if bands:
        at = (position, np.array([bands[start] for start in found["band"].to_pylist()], dtype=np.int64))
    arrays = {}
    for name in ("n", "x", "total", "squares", "days"):
        arrays[name] = np.zeros((len(keys), len(bands)) if bands else len(keys))
        arrays[name][at] = np.nan_to_num(found[name].cast(pa.float64()).to_numpy())
    ordered: list[list[float]] = [[] for _ in keys] if compute.statistic == "percentile" else []
    if ordered:
        for where, values in zip(position, found["ordered"].to_pylist(), strict=True):
            ordered[where] = values
    waits: list[tuple[list[float], list[bool]]] = [([], []) for _ in keys] if compute.each == "wait" else []
    if waits:
        for where, *pair in zip(position, found["entered"].to_pylist(), found["ended"].to_pylist(), strict=True):
            waits[where] = (pair[0], pair[1])
    if compute.statistic == "ratio":
        arrays["of_ratio"] = np.zeros((len(keys), len(OF_RATIO)))
        for column, name in enumerate(OF_RATIO):
            arrays["of_ratio"][position, column] = np.nan_to_num(found[name].cast(pa.float64()).to_numpy())
    return Tally(tuple(keys), ordered=tuple(ordered), waits=tuple(waits), **arrays)


def _keys(found: pa.Table, compute: FromLinkedRecord, names: dict[str, str]) -> tuple[np.ndarray, list[Key]]:
    """For each row the position of its key, and the keys in order."""
    among = Among(compute.population.min_age, compute.population.max_age, names)
    columns = [
        (by.code, found[by.code].combine_chunks().dictionary_encode())
        for by in BREAKDOWNS
        if by.code in found.column_names
    ]
    periods = [found[name].combine_chunks().dictionary_encode() for name in ("kind", "period_start", "period_end")]
    # one whole number a row: the period's codes and the codes of the only breakdown that isn't null
    codes = [part.indices.to_numpy() for part in periods]
    codes += [part.indices.fill_null(-1).to_numpy() for _, part in columns]
    _, first, position = np.unique(np.stack(codes), axis=1, return_index=True, return_inverse=True)
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
    value = np.array([np.quantile(values, share) if values else np.nan for values in counts.ordered])
    lower, upper = (
        np.array([_ranked(values, rank) for values, rank in zip(counts.ordered, side, strict=True)])
        for side in stats.percentile_ranks(counts.n, share)
    )
    reason = np.select([counts.n == 0, np.isnan(lower)], ["no_denominator", "too_few_for_limits"], "").astype(np.str_)
    method = np.full(value.shape, "Percentile, binomial limits")
    return Estimate(value, lower, upper, np.full_like(value, np.nan), counts.n, method, reason)


def waiting(counts: Tally, share: float) -> Estimate:
    """The percentile of waits of every key. Limits stand only where both are reached: one alone is no range."""
    rows = [
        stats.waiting_percentile(left, ended, share, entered=entered)
        for left, (entered, ended) in zip(counts.ordered, counts.waits, strict=True)
    ]
    names = ("value", "lower", "upper", "method", "reason")
    value, lower, upper, method, reason = (np.array([getattr(row, name) for row in rows]) for name in names)
    both = ~np.isnan(lower + upper)
    lower, upper = (np.where(both, side, np.nan) for side in (lower, upper))
    return Estimate(value, lower, upper, np.full_like(value, np.nan), counts.n, method, reason)


def _ranked(values: list[float], rank: int) -> float:
    """The value of a rank from 1; the last where rounding made more of them than there are."""
    return values[min(rank, len(values)) - 1] if rank and values else np.nan
