"""Rows that would count people twice where rows are added up: a total beside its parts, and a row given again."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence

import numpy as np

from oneplace.problems import OneplaceError
from oneplace.sheets import Numbers, Sheet, is_total
from oneplace.stats.estimate import IntArray

_NAMES_INDICATORS = re.compile(
    r"(indicator|measure|metric|kpi)[ _-]?(id|code|name|title|description|label)?", re.IGNORECASE
)
"""What publishers call the column that says which of a file's several measures a row is of."""


def refuse_twice(
    sheet: Sheet, cell: IntArray, numbers: Sequence[str], groups: Sequence[str], places: Sequence[str]
) -> None:
    """Refuse what is added up into one ``cell`` (a number for each row) and shouldn't be.

    That is a total beside its parts, in a column that is neither one of the ``numbers`` nor tells cells apart; two
    indicators of one file; and, of a cell that has a place in its group such as an age (``places`` names the columns
    that say it), a row that is in all columns like another, or in all but the numbers where hardly any cell has two.
    Without places such rows may be meant: they are added up, with a ``LikeRowsWarning``.
    """
    if cell.size < 2 or np.bincount(cell).max() < 2:
        return
    others = [name for name in sheet.columns if name not in {*numbers, *groups, *places}]
    for name in others:
        refuse_total(sheet, name, cell)
        _refuse_indicators(sheet, name, cell)
    if not places and (not groups or _is_list(sheet, numbers[0])):
        return
    told_apart = _joined(sheet, cell, others)
    ways = {"the same as": _joined(sheet, told_apart, numbers)}
    _, number = np.unique(told_apart, return_counts=True)
    if 2 * (number == 1).sum() > number.size:  # rows that nothing tells apart are no habit of this file
        ways[f"of the same {' and '.join(places[:1] or groups)} as"] = told_apart
    for how, code in ways.items():
        _, first, which = np.unique(code, return_index=True, return_inverse=True)
        again = np.flatnonzero(first[which] != np.arange(code.size))
        if again.size:
            say = _refuse_again if places else _tell_again
            say(sheet, again, first[which], how, numbers[0])
            return


def _refuse_indicators(sheet: Sheet, name: str, cell: IntArray) -> None:
    """Refuse rows of several indicators in one ``cell``: a sum of smokers and of people with obesity is of nothing."""
    if not _NAMES_INDICATORS.fullmatch(name.strip()):
        return
    coded = sheet.coded(name)
    _, first, which = np.unique(cell, return_index=True, return_inverse=True)
    before = coded.code[first][which]
    filled = np.array([bool(text) for text in coded.texts])

    def says(row: int) -> tuple[str, str]:
        text, other = coded.texts[coded.code[row]], coded.texts[before[row]]
        what = f"column '{name}' has '{text}' and '{other}', and both would be added up."
        return what, "Take the rows of one, or name the column with by."

    unlike = (coded.code != before) & filled[coded.code] & filled[before]
    sheet.refuse(np.flatnonzero(unlike)[:1], name, says)


class LikeRowsWarning(UserWarning):
    """Rows were added up that may be one row given again."""


def _tell_again(sheet: Sheet, again: IntArray, before: IntArray, how: str, _: str) -> None:
    line, other = sheet.line(int(again[0])), sheet.line(int(before[again[0]]))
    few = "" if again.size == 1 else f", and so are {again.size - 1:,} more of its rows"
    what = f"{sheet.path}:{line}: this row is {how} line {other}{few}; all were added up. Take out what is there twice."
    warnings.warn(what, LikeRowsWarning, stacklevel=2)


def _refuse_again(sheet: Sheet, again: IntArray, before: IntArray, how: str, name: str) -> None:
    def says(row: int) -> tuple[str, str]:
        what = f"this row is {how} line {sheet.line(int(before[row]))}, and both would be added up."
        return what, "Take one out, or add a column that tells them apart."

    sheet.refuse(again[:1], name, says)


def _is_list(sheet: Sheet, name: str) -> bool:
    """Whether a column of counts holds noughts and ones: what is listed is an event or a person a row."""
    return bool(np.nanmax(sheet.numbers(name).value, initial=0) <= 1)


def refuse_total(sheet: Sheet, name: str, cell: IntArray | None = None, mend: str = "") -> None:
    """Refuse a row that is the total of others in its ``cell``, told by its word in a column."""
    coded = sheet.coded(name)
    word = is_total(coded.texts)
    if not word.any() or word.all():
        return
    total, filled = word[coded.code], np.array([bool(text) for text in coded.texts])[coded.code]
    cells = np.zeros(total.size, dtype=np.int64) if cell is None else cell
    beside = np.bincount(cells[~total & filled], minlength=int(cells.max()) + 1) > 0

    def says(row: int) -> tuple[str, str]:
        text = coded.texts[coded.code[row]]
        part = int(np.flatnonzero((cells == cells[row]) & ~total & filled)[0])
        what = f"column '{name}' has '{text}' beside '{coded.texts[coded.code[part]]}', whose people it counts again."
        one_of_them = "Take one of them out" + (", or name the column with by." if cell is not None else ".")
        return what, mend or one_of_them

    sheet.refuse(np.flatnonzero(total & beside[cells])[:1], name, says)


def _joined(sheet: Sheet, cell: IntArray, names: Sequence[str]) -> IntArray:
    """A number for each row, which it shares with those of its cell that are alike in every one of the columns."""
    code = cell
    for name in names:
        part = sheet.coded(name)
        _, code = np.unique(code * max(len(part.texts), 1) + part.code, return_inverse=True)
    return code


def refuse_sum(sheet: Sheet, numbers: Sequence[tuple[str, Numbers]]) -> None:
    """Refuse a row that is an area's total in a table of areas: by its word, or as the sum of all the others."""
    names = {name for name, _ in numbers}
    for name in sheet.columns:
        if name not in names:
            refuse_total(sheet, name)
    known = np.all([np.isfinite(each.value) for _, each in numbers], axis=0)
    if known.sum() < 4:
        return
    whole = known.copy()
    for _, each in numbers:
        whole &= np.isclose(each.value * 2, each.value[known].sum(), rtol=1e-12) & (each.value > 0)

    def says(_: int) -> tuple[str, str]:
        return "this row is the sum of all the others.", "Take the total out: it is no area."

    sheet.refuse(np.flatnonzero(whole)[:1], numbers[0][0], says)


def refuse_unclear(sheet: Sheet, name: str) -> None:
    """Refuse a column that tells groups apart and is empty in some rows, or has one name written in two ways."""
    coded = sheet.coded(name)
    if "" in coded.texts:
        rows = np.flatnonzero(coded.code == coded.texts.index(""))
        mend = "Fill it in each row: where a spreadsheet merges cells, only the first holds the text."
        raise OneplaceError(sheet.problem(int(rows[0]), name, f"column '{name}' is empty in {_rows(rows.size)}.", mend))
    same: dict[str, int] = {}
    for i, text in enumerate(coded.texts):
        if (before := same.setdefault(_however_written(text), i)) != i:
            row = int(np.flatnonzero(coded.code == i)[0])
            what = f"column '{name}' has '{text}' and '{coded.texts[before]}'."
            raise OneplaceError(sheet.problem(row, name, what, "Write it in one way, or tell them apart otherwise."))


_ODD = re.compile(r"[&'’‘`,.\-‐‑–—_]|^0\d+$")
_WAYS = (
    (re.compile("['’‘`]"), ""),
    (re.compile(r" ?& ?"), " and "),
    (re.compile(r"(?<=[^\W\d])[-‐‑–—_](?=[^\W\d])"), " "),
    (re.compile(r"[,.](?=\D|$)"), ""),
    (re.compile(r"^0+(?=\d+$)"), ""),
)
"""What of a name or code is written now so and now so: apostrophes, ``&``, hyphens, commas, first noughts."""


def _however_written(text: str) -> str:
    found = text.casefold()
    if _ODD.search(found):
        for pattern, plain in _WAYS:
            found = pattern.sub(plain, found)
    return " ".join(found.split()) if found != text else found


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"
