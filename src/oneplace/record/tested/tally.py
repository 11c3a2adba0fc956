"""Counts of a test, by file and quarter, added up to those of a source's dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from oneplace.record.reading import quoted

QUARTERS = 8
"""The newest quarters of a dataset that are told one by one; the whole has every day."""


@dataclass(frozen=True)
class Feed:
    """What a partner sends: one dataset of a source."""

    source: str
    partner: str
    dataset: str


@dataclass(frozen=True)
class Counted:
    """How many of those a test looked at (``checked``) failed it, in one quarter or (None) on days not known.

    ``end`` is None for the quarter that begins with ``start``.
    """

    test: str
    feed: Feed
    failed: int
    checked: int
    start: date | None = None
    end: date | None = None
    field: str | None = None
    note: str | None = None
    group: str | None = None


@dataclass(frozen=True)
class Asked:
    """A test as SQL: which rows it looks at, and which of these fail."""

    looks_at: str
    fails: str


def counted(
    connection: duckdb.DuckDBPyConnection, rows: str, tests: Mapping[str, Asked], feeds: Mapping[str, Feed]
) -> Iterator[Counted]:
    """Put rows (SQL with ``load_id`` and ``day``) to several tests in one pass."""
    asked = ", ".join(
        f"count(*) FILTER ({test.looks_at}) AS {quoted('of ' + name)}, "
        f"count(*) FILTER (({test.looks_at}) AND ({test.fails})) AS {quoted(name)}"
        for name, test in tests.items()
    )
    found = connection.sql(
        f"SELECT load_id, CAST(date_trunc('quarter', day) AS DATE) AS start, {asked} FROM ({rows}) GROUP BY ALL"
    )
    for row in found.to_arrow_table().to_pylist():
        for name in tests:
            if row["of " + name] and row["load_id"] in feeds:
                yield Counted(name, feeds[row["load_id"]], row[name], row["of " + name], row["start"])


def added(found: Iterable[Counted]) -> Iterator[Counted]:
    """One of each test, dataset, field, note and group for all days, and one for each of its newest quarters."""
    alike: dict[tuple[Any, ...], list[Counted]] = defaultdict(list)
    for one in found:
        alike[one.test, one.feed, one.field or "", one.note or "", one.group or ""].append(one)
    for own in alike.values():
        if own[0].end is not None:  # a feed's fault, with days of its own
            yield from own
            continue
        yield _sum(own, None, None)
        starts = sorted({one.start for one in own if one.start})[-QUARTERS:]
        for start in starts:
            yield _sum([one for one in own if one.start == start], start, _next(start))


def _sum(own: list[Counted], start: date | None, end: date | None) -> Counted:
    failed, checked = sum(one.failed for one in own), sum(one.checked for one in own)
    first = own[0]
    return Counted(first.test, first.feed, failed, checked, start, end, first.field, first.note, first.group)


def _next(start: date) -> date:
    return date(start.year + start.month // 10, (start.month + 2) % 12 + 1, 1)
