"""Measures of the data themselves: the share of checks passed in the report on the extracts' quality."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import ArrayLike, NDArray

from oneplace import stats
from oneplace.measures.linked_record import RecordMeasures
from oneplace.measures.rows import Row, number
from oneplace.place import FromQuality, Measure, SmallNumbers
from oneplace.record import COVERED, NEWEST
from oneplace.stats import REASONS

_COUNT = re.compile(r": (\d+)(?=;|$)")
"""The count at the end of each part of a note."""


def report(record_folder: Path, rule: SmallNumbers) -> pa.Table:
    """The report on the extracts' quality as it may be shown.

    Its counts are of records, file by file, and several of them differ by the records that failed. So checked and
    failed are rounded to the number below which the rule hides counts (or to what it rounds to, if more): no difference
    of any two tells about fewer. Where fewer failed, ``passed`` is null. A file's newest event is no count.
    """
    found = pq.read_table(record_folder / "quality.parquet")
    of_days = pc.match_substring_regex(found["note"], f"^({NEWEST}|{COVERED}) ")
    counted = pc.invert(pc.fill_null(of_days, fill_value=False))
    checked, failed = found["checked"], pc.subtract(found["checked"], found["passed"])
    few = pc.and_(pc.greater(failed, 0), pc.less(failed, rule.step))
    shown = {"checked": _rounded(checked, rule), "passed": pc.subtract(_rounded(checked, rule), _rounded(failed, rule))}
    shown["passed"] = pc.if_else(few, None, shown["passed"])
    for name, column in shown.items():
        found = found.set_column(found.column_names.index(name), name, pc.if_else(counted, column, found[name]))
    notes = [note and rounded_note(note, rule) for note in _notes(found)]
    return found.set_column(found.column_names.index("note"), "note", pa.array(notes, pa.string()))


def rounded_note(note: str, rule: SmallNumbers) -> str:
    """A note with the count at the end of each of its parts as counts of records are shown."""
    return _COUNT.sub(lambda at: f": {rule.of_records(int(at[1]))}", note)


def rounded_records(counts: ArrayLike, rule: SmallNumbers) -> NDArray[np.int64]:
    """Counts of records as they are shown: to the nearest multiple of the rule's step, which stands for any fewer.

    None at all is nought, and only that: of two that were looked at nobody says that nothing was.
    """
    number = np.asarray(counts, dtype=np.float64)
    shown = np.maximum(stats.rounded(number, rule.step), np.where(number > 0, rule.step, 0))
    return shown.astype(np.int64)


def _rounded(counts: pa.ChunkedArray, rule: SmallNumbers) -> pa.Array:
    return pa.array(rounded_records(counts.to_numpy(), rule))


def _notes(found: pa.Table) -> list[str | None]:
    notes: list[str | None] = found["note"].to_pylist()
    return notes


def quality(opened: RecordMeasures, measure: Measure, compute: FromQuality) -> list[Row]:
    """One results row: checks passed out of all, over all extracts of the record, as the report may be shown."""
    found, window = report(opened.folder, opened.place.small_numbers(measure)), opened.window
    field = pc.replace_substring_regex(pc.utf8_lower(found["field"]), "[^a-z0-9]", "")
    wanted = compute.field.lower().replace("_", "")
    found = found.filter(pc.and_(pc.equal(found["aspect"], compute.aspect), pc.starts_with(field, wanted)))
    found = found.set_column(
        found.column_names.index("passed"), "passed", pc.coalesce(found["passed"], found["checked"])
    )
    passed, checked = (np.array([pc.sum(found[name]).as_py() or 0]) for name in ("passed", "checked"))
    share = stats.proportion(passed, checked, 100)
    return [
        {
            "measure": measure.id,
            "period_start": window.start,
            "period_end": window.end,
            "period_label": f"{window.start:%B %Y} to {window.end - timedelta(days=1):%B %Y}",
            "dimension": "all",
            "group": "all",
            "group_label": "Everyone",
            "group_order": 0,
            "numerator": float(passed[0]),
            "denominator": float(checked[0]),
            "value": number(share.value[0]),
            "lower": number(share.lower[0]),
            "upper": number(share.upper[0]),
            "method": str(share.method[0]),
            "suppressed": False,
            "reason": REASONS[str(share.reason[0])] or None,
            "origin": opened.origin,
            "source": "record",
        }
    ]
