"""What the table methods share: from rows to arrays by group, and from results to columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from oneplace.sheets import Numbers, Sheet
from oneplace.stats.estimate import (
    REASONS,
    BoolArray,
    Confidence,
    Estimate,
    FloatArray,
    IntArray,
    TextArray,
    levels,
)
from oneplace.stats.table.totals import refuse_twice, refuse_unclear

_FEW = 6
_WHOLE, _DECIMAL = r"^-?(0|[1-9]\d{0,17})$", r"^-?(0|[1-9]\d{0,14})(\.\d+)?$"


@dataclass(frozen=True)
class Groups:
    """The groups of a table's rows, in order of their first: each row's ``code``, each group's ``first`` row."""

    code: IntArray
    first: IntArray
    names: list[str]

    def __len__(self) -> int:
        """How many there are."""
        return len(self.first)


def grouped(sheet: Sheet, by: str | Sequence[str] | None) -> Groups:
    """The groups that the columns ``by`` tell apart; without them all rows are one."""
    names = [by] if isinstance(by, str) else list(by or ())
    for name in names:
        refuse_unclear(sheet, name)
    return _told_apart(sheet, names)


def _told_apart(sheet: Sheet, names: list[str]) -> Groups:
    if not names:
        return Groups(np.zeros(len(sheet), dtype=np.int64), np.arange(min(len(sheet), 1)), [])
    code: IntArray = sheet.coded(names[0]).code
    for name in names[1:]:
        part = sheet.coded(name)
        code = _in_order(code * max(len(part.texts), 1) + part.code)
    first = np.zeros(int(code.max(initial=-1)) + 1, dtype=np.int64)
    first[code[::-1]] = np.arange(code.size)[::-1]
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(order.size)
    return Groups(rank[code], first[order], names)


def _in_order(code: IntArray) -> IntArray:
    return np.asarray(pc.dictionary_encode(pa.array(code)).indices, dtype=np.int64)


@dataclass(frozen=True)
class Wide:
    """Columns as (groups, places), NaN where there is no row, and the groups that a hidden number belongs to."""

    parts: list[FloatArray]
    hidden: BoolArray


def summed(groups: Groups, columns: Sequence[Numbers]) -> Wide:
    """Sums by group; one missing value makes its group missing."""
    size = len(groups)
    parts = [np.bincount(groups.code, each.value, minlength=size).astype(np.float64) for each in columns]
    return Wide(parts, _any(groups, columns))


def refuse_added(sheet: Sheet, groups: Groups, place: IntArray, numbers: Sequence[str], places: Sequence[str]) -> None:
    """Refuse rows of one group and place that shouldn't be added up: a total beside its parts, a row given again.

    ``places`` names the columns that say a row's place in its group.
    """
    cell = groups.code * (int(place.max(initial=0)) + 1) + place
    refuse_twice(sheet, cell, numbers, groups.names, places)


def wide(groups: Groups, place: IntArray, number: int, columns: Sequence[Numbers]) -> Wide:
    """The columns as (groups, places), rows of one place added up: for counts and people."""
    cell = groups.code * number + place
    shape = (len(groups), number)
    there = np.bincount(cell, minlength=shape[0] * number) > 0
    sums = [np.bincount(cell, each.value, minlength=shape[0] * number) for each in columns]
    return Wide([np.where(there, each, np.nan).reshape(shape) for each in sums], _any(groups, columns))


def refuse_repeated(sheet: Sheet, groups: Groups, place: IntArray, name: str) -> None:
    """Refuse rows of one group and place where adding them up would be nonsense, as of values and limits."""
    cell = groups.code * (int(place.max(initial=0)) + 1) + place
    _, first, which = np.unique(cell, return_index=True, return_inverse=True)
    texts = sheet.coded(name)
    repeated = np.flatnonzero(first[which] != np.arange(cell.size))

    def says(row: int) -> tuple[str, str]:
        before = sheet.line(int(first[which[row]]))
        where = f" of its {' and '.join(groups.names)}" if groups.names else ""
        what = f"column '{name}' has '{texts.texts[texts.code[row]]}'{where} again: it stood in line {before}."
        return what, "Take one out, or name the column that tells them apart with by."

    sheet.refuse(repeated, name, says)


def refuse_same(sheet: Sheet, numbers: Sequence[str], by: Sequence[str] = ()) -> None:
    """Refuse two rows that are alike in all their text, and not in ``by`` alone: each row is an area of its own."""
    names = [name for name in sheet.columns if name not in numbers]
    own = [name for name in names if name not in by]
    texts = [name for name in own if any(text and not _plain(text) for text in sheet.coded(name).texts)]
    if not texts:
        return
    code = _told_apart(sheet, names).code
    _, first, which = np.unique(code, return_index=True, return_inverse=True)

    def says(row: int) -> tuple[str, str]:
        what = f"this row is of the same area as line {sheet.line(int(first[which[row]]))}."
        return what, "Take one out, or add them up first: each area counts once."

    sheet.refuse(np.flatnonzero(first[which] != np.arange(code.size)), texts[0], says)


def _plain(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()


def _any(groups: Groups, columns: Sequence[Numbers]) -> BoolArray:
    hidden = np.zeros(len(groups), dtype=np.bool_)
    for each in columns:
        if each.hidden.any():
            hidden[groups.code[each.hidden]] = True
    return hidden


def withheld(found: Estimate, hidden: BoolArray) -> Estimate:
    """The estimate without what a hidden number would go into: it is not missing, nor nought, but suppressed."""
    if not hidden.any():
        return found
    gone = np.broadcast_to(hidden.reshape(hidden.shape + (1,) * (found.value.ndim - hidden.ndim)), found.value.shape)
    level = gone[..., None] if found.lower.ndim > found.value.ndim else gone
    return replace(
        found,
        value=np.where(gone, np.nan, found.value),
        lower=np.where(level, np.nan, found.lower),
        upper=np.where(level, np.nan, found.upper),
        count=np.where(gone, np.nan, found.count),
        denominator=np.where(gone, np.nan, found.denominator),
        reason=np.where(gone, "suppressed", found.reason).astype(np.str_),
    )


def columns_of(found: Estimate, confidence: Confidence) -> dict[str, Any]:
    """An estimate as columns, its elements one below the other; several levels make columns such as ``lower_99_8``."""
    level, single = levels(confidence)
    limits: dict[str, Any] = {}
    for i, each in enumerate(level.tolist()):
        name = "" if single else "_" + f"{each * 100:g}".replace(".", "_")
        for side, values in (("lower", found.lower), ("upper", found.upper)):
            limits[side + name] = (values if single else values[..., i]).ravel()
    rest = {"count": found.count, "denominator": found.denominator, "method": found.method}
    return (
        {"value": found.value.ravel()}
        | limits
        | {name: side if side.ndim == 1 else side.ravel() for name, side in rest.items()}
        | reason_of(found.reason)
    )


def reason_of(reason: TextArray) -> dict[str, Any]:
    """The code of each reason, and the sentence."""
    codes = _arrow(reason.reshape(-1) if reason.ndim != 1 else reason)
    encoded = pc.dictionary_encode(codes)
    words = pa.array([REASONS[code] for code in encoded.dictionary.to_pylist()], pa.string())
    return {"reason": codes, "reason_text": words.take(encoded.indices)}


def build(sheet: Sheet, rows: IntArray | None, keep: Sequence[str], columns: Mapping[str, object]) -> Any:
    """A table of the caller's own kind: the kept columns at ``rows`` (all, if None), then the new ones.

    NaN becomes empty. Of a file, a kept column whose every cell is a plain number becomes one; codes with leading
    noughts stay text.
    """
    names = [name for name in keep if name not in columns]
    new = pa.table({name: _arrow(values) for name, values in columns.items()})
    backend = nw.get_native_namespace(sheet.table)
    made = nw.from_arrow(new, backend=backend)
    if not names:
        return made.to_native()
    kept = sheet.table.select(names)
    kept = kept if rows is None else kept[rows.tolist(), :]
    if sheet.filed:
        typed = pa.table({name: _typed(kept[name].to_arrow()) for name in names})
        kept = nw.from_arrow(typed, backend=backend)
    return nw.concat([nw.maybe_reset_index(kept), made], how="horizontal").to_native()


def texts_at(sheet: Sheet, name: str, rows: IntArray) -> Any:
    """A column's cells at rows; of a file as numbers, where ``build`` would make them numbers."""
    column = sheet.table[name].to_arrow().take(pa.array(rows))
    return _typed(column) if sheet.filed else column


def _typed(column: Any) -> Any:
    """A column of text as numbers, where every cell is one in its plainest form."""
    if column.null_count == len(column):
        return column
    for form, kind in ((_WHOLE, pa.int64()), (_DECIMAL, pa.float64())):
        if all(pc.all(pc.match_substring_regex(part, form)).as_py() for part in (column.slice(0, 100), column)):
            return column.cast(kind)
    return column


def _arrow(values: Any) -> Any:
    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values
    array = np.asarray(values)
    if array.dtype.kind == "f":
        return pa.array(array, from_pandas=True)
    if array.dtype.kind == "U" and array.size:
        return _words(array)
    return pa.array(array.tolist() if array.dtype.kind == "O" else array)


def _words(array: TextArray) -> Any:
    """Texts, of which mostly few differ: each is written once, and taken where it stands."""
    words: list[str] = []
    which = np.full(array.size, -1, dtype=np.int8)
    while len(words) < _FEW:
        left = np.flatnonzero(which < 0)
        if not left.size:
            return pa.array(words, pa.string()).take(pa.array(which))
        words.append(str(array[left[0]]))
        which[array == words[-1]] = len(words) - 1
    return pa.array(array)


def each_group(groups: Groups, of: Callable[[IntArray], None]) -> None:
    """Call with the rows of each group, in their order."""
    order = np.argsort(groups.code, kind="stable")
    for rows in np.split(order, np.flatnonzero(np.diff(groups.code[order])) + 1) if order.size else ():
        of(rows)
