"""What partners' data were tested for, as it may be shown, and whether it gets better or worse."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from oneplace import results, stats
from oneplace.measures.quality import rounded_note
from oneplace.place import Place, SmallNumbers
from oneplace.problems import Problem
from oneplace.vocabulary.data_tests import DATA_TESTS

Row = dict[str, Any]
_NAME, _SHRANK = "data_tests", "submission_shrank"
_OF = ("test", "source", "dataset", "field", "group")
"""What two rows must share to be held against each other."""


def data_tests(record_folder: Path, rule: SmallNumbers, before: pa.Table | None = None) -> pa.Table:
    """The tests of a record in the form of ``results.TABLES["data_tests"]``; no rows where none were kept with it.

    Counts are of records and hidden like those of the quality report: rounded to the rule's step, and where fewer
    failed, ``failed`` is null. A quarter is held against the quarter before, all days against those of another record
    in ``before``: better or worse where the limits (Wilson's, 95 %) of the shares shown lie apart.
    """
    path = record_folder / f"{_NAME}.parquet"
    schema = results.TABLES[_NAME].schema
    if not path.exists():
        return schema.empty_table()
    shown = [_hidden(row, rule) for row in pq.read_table(path).to_pylist()]
    earlier = {_key(row): row for row in before.to_pylist() if row["period_start"] is None} if before else {}
    return pa.Table.from_pylist(list(_compared(shown, earlier)), schema=schema)


def _hidden(row: Row, rule: SmallNumbers) -> Row:
    if DATA_TESTS[row["test"]].of_feeds:
        return {**row, "note": row["note"] and rounded_note(row["note"], rule)}
    failed, checked = (int(stats.rounded(row[name], rule.step)) for name in ("failed", "checked"))
    few = 0 < row["failed"] < rule.step
    return {**row, "failed": None if few else failed, "checked": max(checked, failed)}


def _compared(rows: Iterable[Row], earlier: dict[tuple[object, ...], Row]) -> Iterator[Row]:
    last: dict[tuple[object, ...], Row] = {}
    for row in rows:
        quarterly = row["period_start"] is not None and not DATA_TESTS[row["test"]].of_feeds
        yield {**row, **_against(row, (last if quarterly else earlier).get(_key(row)))}
        if quarterly:
            last[_key(row)] = row


def _against(row: Row, before: Row | None) -> Row:
    if before is None or None in (row["failed"], before["failed"]) or not row["checked"] or not before["checked"]:
        return {"before": None, "trend": None}
    share = stats.proportion([before["failed"], row["failed"]], [before["checked"], row["checked"]], 100)
    then, now = 0, 1
    better, worse = share.upper[now] < share.lower[then], share.lower[now] > share.upper[then]
    trend = "better" if better else "worse" if worse else "no_clear_change"
    if DATA_TESTS[row["test"]].of_feeds and row["failed"] != before["failed"]:
        trend = "worse" if row["failed"] else "better"
    return {"before": float(share.value[then]), "trend": trend}


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
