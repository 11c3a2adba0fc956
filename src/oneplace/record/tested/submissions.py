"""Whole feeds: those that stop, pause, jump or come late; and submissions smaller than the last one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import duckdb

from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import Sources
from oneplace.record.database import Relation
from oneplace.record.reading import text
from oneplace.record.staging import Staged
from oneplace.record.tested.tally import Asked, Counted, Feed, counted
from oneplace.vocabulary.wording import list_words

SHRANK = 2 / 3
"""Of the rows of the last submission, the share from which a new one is said to have shrunk."""
_LEAST = 30
"""Rows that the last one had at least: of fewer a third is chance."""


def coverage(
    connection: duckdb.DuckDBPyConnection, sources: Sources, covered: Relation, feeds: Mapping[str, Feed]
) -> Iterator[Counted]:
    """What the coverage of each dataset tells: empty, stopped, filling up, with a hole, a new level, an odd month.

    A fault has the days that it is of; a stop, those from it to the day of the extract. One of a single kind of
    activity names it; of a kind nothing is told that is right.
    """
    known = {(feed.source, feed.dataset): feed for feed in feeds.values()}
    end = sources.as_at + timedelta(days=1)
    found = connection.execute(f"""
        SELECT source_system, dataset, kind, list(start_date ORDER BY start_date), list(end_date ORDER BY start_date),
            any_value(confirmed), any_value(jump), any_value(odd_month), any_value(fills_up)
        FROM {covered} GROUP BY ALL ORDER BY ALL
    """).fetchall()
    whole = {(source, dataset): (starts, ends) for source, dataset, kind, starts, ends, *_ in found if kind is None}
    for source, dataset, kind, starts, ends, confirmed, jump, odd, fills_up in found:
        feed = known.get((source, dataset))
        if feed is None:
            continue
        empty = all(first >= last for first, last in zip(starts, ends, strict=True))
        until = whole[source, dataset][1][-1] if kind else end
        known_holes = _holes(*whole[source, dataset]) if kind else []
        holes = [hole for hole in _holes(starts, ends) if hole not in known_holes]
        stopped = not (confirmed or fills_up or ends[-1] >= until)
        told = [
            ("feed_stopped", (ends[-1], end) if stopped else None),
            ("feed_fills_up", (fills_up, end) if fills_up else None),
            ("feed_hole", holes[0] if holes else None),
            ("feed_jumped", _month(jump)),
            ("odd_month", _month(odd)),
        ]
        if kind:
            note = f"of the kind {kind} alone"
            yield from (replace(_told(test, feed, days), note=note) for test, days in told if days)
            continue
        yield Counted("feed_empty", feed, int(empty), 1)
        if not empty:
            yield from (_told(test, feed, days) for test, days in told)


def not_sent(staged: Staged, sources: Sources, earlier: Path | None) -> Iterator[Counted]:
    """The datasets that may be absent: whether one is in which others look things up, and whether the last record,
    ``earlier``, had it.
    """
    sent = {(each.source.id, each.dataset.id) for each in staged.extracts.values()}
    path = earlier / "reference" / "load.parquet" if earlier else None
    before = f"SELECT DISTINCT source_system, dataset FROM read_parquet({text(str(path))})"
    had = set(staged.connection.execute(before).fetchall()) if path and path.exists() else set()
    for source in sources.sources:
        for dataset in (each for each in source.datasets if each.optional):
            takes = sorted(
                {
                    to
                    for each in source.datasets
                    for one in each.look_up
                    if one.dataset == dataset.id
                    for to in one.take.values()
                }
            )
            if takes:
                missing = (source.id, dataset.id) not in sent
                note = f"{list_words(takes)}{'; the last record had it' if (source.id, dataset.id) in had else ''}"
                feed = Feed(source.id, source.partner, dataset.id)
                yield Counted("not_sent", feed, int(missing), 1, note=note if missing else None)


def _holes(starts: list[date], ends: list[date]) -> list[tuple[date, date]]:
    """The days between spans in order."""
    return list(zip(ends[:-1], starts[1:], strict=True))


def _told(test: str, feed: Feed, days: tuple[date, date] | None) -> Counted:
    return Counted(test, feed, 1, 1, *days) if days else Counted(test, feed, 0, 1)


def _month(first: date | None) -> tuple[date, date] | None:
    return (first, (first + timedelta(days=31)).replace(day=1)) if first else None


def delays(staged: Staged, sources: Sources, feeds: Mapping[str, Feed]) -> Iterator[Counted]:
    """How old the newest event of each dataset is, and how many of its rows were entered late."""
    by_name = {(feed.source, feed.dataset): feed for feed in feeds.values()}
    for source in sources.sources:
        for dataset in source.datasets:
            feed = by_name.get((source.id, dataset.id))
            if dataset.happened is None or feed is None:
                continue
            day = f"CAST({scalar(dataset.happened, dataset.columns)} AS DATE)"
            table = staged.table(source, dataset)
            newest = staged.connection.execute(f"SELECT max({day}) FROM {table}").fetchall()[0][0]
            if newest is not None:
                late = (sources.as_at - newest).days > source.expected_within_days
                yield _told("feed_late", feed, (newest, sources.as_at + timedelta(days=1)) if late else None)
            if dataset.entered and dataset.late_after_days is not None:
                entered = f"CAST({scalar(dataset.entered, dataset.columns)} AS DATE)"
                asked = Asked("day IS NOT NULL AND entered IS NOT NULL", f"entered - day > {dataset.late_after_days}")
                rows = f"SELECT _load AS load_id, {day} AS day, {entered} AS entered FROM {table}"
                yield from counted(staged.connection, rows, {"recorded_late": asked}, feeds)


def shrunk(staged: Staged, earlier: Path | None, feeds: Mapping[str, Feed]) -> Iterator[Counted]:
    """Datasets with a third fewer rows than the record before had of them; without one, nothing is looked at."""
    loads = earlier and earlier / "reference" / "load.parquet"
    if not loads or not loads.exists():
        return
    found = staged.connection.execute(f"""
        SELECT source, dataset, n.rows_read, b.rows_read FROM
        (SELECT source, dataset, sum(rows_read)::BIGINT AS rows_read FROM {staged.loaded} GROUP BY ALL) AS n
        JOIN (SELECT source_system AS source, dataset, sum(rows_read)::BIGINT AS rows_read
            FROM read_parquet({text(str(loads))}) GROUP BY ALL) AS b USING (source, dataset) ORDER BY ALL
    """).fetchall()
    known = {(feed.source, feed.dataset): feed for feed in feeds.values()}
    for source, dataset, now, before in found:
        fewer = before >= _LEAST and now <= SHRANK * before
        note = f"rows: {now}; rows in the last submission: {before}" if fewer else None
        yield Counted("submission_shrank", known[source, dataset], int(fewer), 1, note=note)
