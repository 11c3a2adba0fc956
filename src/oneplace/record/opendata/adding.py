"""Rows of a publisher's file that are parts of one figure, added up: none hidden, none twice, no total among them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import Layout
from oneplace.problems import OneplaceError
from oneplace.sheets import Sheet, is_total

HIDDEN_PART = "A part of it is too small for its publisher to show."
EMPTY_PART = "A part of it is empty in its publisher's file."
_Flags = npt.NDArray[np.bool_]


def added_up(rows: pa.Table) -> pa.Table:
    """One row for the rows of one figure: their counts added up, or their values where there are none.

    A sum of which the publisher hides a part is hidden too, and one of which a part is empty, as at the end of a file
    that was cut off, isn't known: without the part it would be too low.
    """
    key = ["series", "kind", "period", "area_code", "group_type", "group", "per"]
    sums, known = ("numerator", "denominator", "value"), pc.CountOptions(mode="only_valid")
    found = rows.group_by(key).aggregate([
        *((name, "sum") for name in sums), *((name, "count", known) for name in (*sums, "note")), ([], "count_all"),
    ])  # fmt: skip
    counted = pc.greater(found["denominator_count"], 0)
    whole = pc.if_else(
        counted,
        pc.and_(*(pc.equal(found[f"{name}_count"], found["count_all"]) for name in ("numerator", "denominator"))),
        pc.equal(found["value_count"], found["count_all"]),
    )
    nothing = pa.scalar(None, pa.float64())
    columns = {
        **{name: found[name] for name in key},
        **{name: pc.if_else(whole, found[f"{name}_sum"], nothing) for name in ("numerator", "denominator")},
        "value": pc.if_else(pc.and_(whole, pc.invert(counted)), found["value_sum"], nothing),
        "note": pc.if_else(whole, pa.scalar(None, pa.string()), _why(found)),
    }
    return pa.table({**columns, **{name: pa.nulls(len(found), pa.float64()) for name in ("lower", "upper")}})


def _why(found: pa.Table) -> pa.ChunkedArray:
    return pc.if_else(pc.greater(found["note_count"], 0), HIDDEN_PART, EMPTY_PART)


def refuse_counted_twice(path: Path, layout: Layout, sheet: Sheet, kept: _Flags) -> None:
    """Refuse a row that is word for word another's, and one that is the total of others by a word in it."""
    rows = np.flatnonzero(kept)
    for name in sheet.columns:
        if name in layout.columns:
            continue
        coded = sheet.coded(name)
        total = is_total(coded.texts)[coded.code[rows]]
        if total.any() and not total.all():
            row = int(rows[np.flatnonzero(total)[0]])
            what = f"column '{name}' has '{coded.texts[coded.code[row]]}' among the parts that are added up."
            raise OneplaceError.at(path, what, "Take the total out, or keep it alone, by `keep`.", line=sheet.line(row))
    code = np.zeros(rows.size, dtype=np.int64)
    for name in sheet.columns:
        part = sheet.coded(name)
        _, code = np.unique(code * max(len(part.texts), 1) + part.code[rows], return_inverse=True)
        if not code.size or code.max() == code.size - 1:
            return
    _, first, which = np.unique(code, return_index=True, return_inverse=True)
    again = int(np.flatnonzero(first[which] != np.arange(code.size))[0])
    lines = sheet.line(int(rows[first[which[again]]])), sheet.line(int(rows[again]))
    what = f"this row is the same as line {lines[0]}, and both would be added up."
    raise OneplaceError.at(path, what, "Take one out, or add a column that tells them apart.", line=lines[1])
