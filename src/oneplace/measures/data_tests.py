"""What partners' data were tested for, as it may be shown, and whether it gets better or worse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import nan
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from oneplace import results, stats
from oneplace.measures.quality import rounded_note, rounded_records
from oneplace.place import Place, SmallNumbers
from oneplace.problems import Problem
from oneplace.vocabulary.data_tests import DATA_TESTS, GROUPED_BY

Row = dict[str, Any]
_NAME, _SHRANK = "data_tests", "submission_shrank"
_OF = ("test", "source", "dataset", "field", "group")
"""What two rows must share to be held against each other."""
_SURE = 0.998
"""Of so many shares one in twenty would change by chance."""
_TRENDS = {"higher": "worse", "lower": "better", "similar": "no_clear_change"}


def data_tests(record_folder: Path, rule: SmallNumbers, before: pa.Table | None = None) -> pa.Table:
    """The tests of a record in the form of ``results.TABLES["data_tests"]``; no rows where none were kept with it.

    Counts are of records and hidden like those of the quality report: rounded to the rule's step, and where fewer
    failed, ``failed`` is null. Of a test of people a group is not there of whom all failed, or all but fewer than that
    step, nor what it would follow from. A quarter is held against the quarter before, all days against those of
    another record in ``before``: better or worse where the limits (99.8 %) of the difference of the shares shown leave
    out nought.
    """
    path = record_folder / f"{_NAME}.parquet"
    schema = results.TABLES[_NAME].schema
    if not path.exists():
        return schema.empty_table()
    shown = [_hidden(row, rule) for row in _telling_of_nobody(pq.read_table(path).to_pylist(), rule)]
    earlier = {_key(row): row for row in before.to_pylist() if row["period_start"] is None} if before else {}
    return pa.Table.from_pylist(list(_compared(shown, earlier)), schema=schema)


def _telling_of_nobody(rows: Iterable[Row], rule: SmallNumbers) -> list[Row]:
    """The rows without groups of people of which so many failed that each one's answer is known to who knows them.

    With them go the smallest others of their dimension, until those that are gone are not told of together either:
    they are the whole less what stays.
    """
    every = list(rows)
    of_people: dict[tuple[object, ...], list[Row]] = {}
    for row in every:
        if DATA_TESTS[row["test"]].of_people:
            dimension = next((name for name in GROUPED_BY if (row["group"] or "").startswith(name)), None)
            of_people.setdefault((row["test"], row["source"], row["dataset"], dimension), []).append(row)
    gone: list[Row] = []
    for alike in of_people.values():
        telling = [row for row in alike if row["failed"] and _rest([row]) < rule.step]
        others = sorted((row for row in alike if row not in telling), key=lambda row: row["checked"])
        while telling and others and _rest(telling) < rule.step:
            telling.append(others.pop(0))
        gone += telling
    return [row for row in every if row not in gone]


def _rest(rows: Iterable[Row]) -> int:
    return sum(row["checked"] - row["failed"] for row in rows)


def _hidden(row: Row, rule: SmallNumbers) -> Row:
    if DATA_TESTS[row["test"]].of_feeds:
        return {**row, "note": row["note"] and rounded_note(row["note"], rule)}
    failed, checked = rounded_records([row["failed"], row["checked"]], rule).tolist()
    few = 0 < row["failed"] < rule.step
    return {**row, "failed": None if few else failed, "checked": checked}


def _compared(rows: Sequence[Row], earlier: Mapping[tuple[object, ...], Row]) -> Iterator[Row]:
    """Each row with what it is held against: per cent before, and the trend since."""
    pairs = list(zip(rows, _before(rows, earlier), strict=True))
    now = stats.proportion(*_counts(row for row, _ in pairs), 100, _SURE)
    then = stats.proportion(*_counts(before for _, before in pairs), 100, _SURE)
    for (row, before), share, change in zip(pairs, then.value, stats.compare(now, then), strict=True):
        trend = _TRENDS.get(str(change))
        if trend and before and DATA_TESTS[row["test"]].of_feeds and row["failed"] != before["failed"]:
            trend = "worse" if row["failed"] else "better"  # one feed is no share
        yield {**row, "before": float(share) if trend else None, "trend": trend}


def _before(rows: Sequence[Row], earlier: Mapping[tuple[object, ...], Row]) -> Iterator[Row | None]:
    last: dict[tuple[object, ...], Row] = {}
    for row in rows:
        quarterly = row["period_start"] is not None and not DATA_TESTS[row["test"]].of_feeds
        yield (last if quarterly else earlier).get(_key(row))
        if quarterly:
            last[_key(row)] = row


def _counts(rows: Iterable[Row | None]) -> tuple[list[float], list[float]]:
    """Failed and checked; not a number where one is not told."""
    told = [row if row and row["failed"] is not None else {"failed": nan, "checked": nan} for row in rows]
    return [row["failed"] for row in told], [row["checked"] for row in told]


def _key(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _OF)


def shrunk(place: Place, tests: pa.Table) -> list[Problem]:
    """A warning (W116) for each submission that a run with these tests found to have shrunk by a third or more."""
    test = DATA_TESTS[_SHRANK]
    return [
        Problem(
            place.root / "sources.yaml",
            0,
            0,
            "W116",
            f"{row['source']}.{row['dataset']}: the submission {test.fails} ({row['note']}).",
            test.mend,
        )
        for row in tests.to_pylist()
        if row["test"] == _SHRANK and row["failed"]
    ]
