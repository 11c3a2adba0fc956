"""A table as somebody keeps it, in a file or in memory: its columns read as texts, numbers, ages and periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import narwhals as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from oneplace.problems import OneplaceError, Problem, did_you_mean
from oneplace.sheets import periods as time
from oneplace.sheets.ages import Band, band
from oneplace.sheets.cells import Mark, UnreadableError, number, number_among
from oneplace.sheets.period import Kind, Period

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
IN_MEMORY = Path("the table")
_TOLD = 3
"""Of many cells with the same fault these are told by their rows, and the others counted."""
_LONGEST = 60
"""Letters of a cell that are told."""
_Read = TypeVar("_Read")


@dataclass(frozen=True)
class Numbers:
    """A column of numbers, a row each: NaN where there is none; ``hidden`` where a mark stands for one."""

    value: FloatArray
    hidden: BoolArray
    percent: bool


@dataclass(frozen=True)
class Coded:
    """A column of few different cells: each row's position among ``texts``, which come in order of appearance."""

    code: IntArray
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Times:
    """A column of periods: each row's ``place`` in time (see ``sheets.periods.places``), and ``of`` which it is."""

    kind: Kind
    place: FloatArray
    label: Coded
    period: tuple[Period, ...]


@dataclass(frozen=True)
class Sheet:
    """A table being read. ``path`` names it in errors; ``lines_of`` tells on which line of it each row stands."""

    table: nw.DataFrame[Any]
    path: Path = IN_MEMORY
    lines_of: Callable[[], Sequence[int]] | None = None
    positions: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """For the columns of a file, by the name that stands there, where they are (from 1): more than one if repeated."""
    notes: tuple[str, ...] = ()
    """What a reader is to know of the reading: notes below the table are no part of it, a column is hidden."""
    delimiter: str = ","
    """What parts the cells of a text."""

    @classmethod
    def of(cls, data: object) -> Sheet:
        """Wrap a pandas, polars or Arrow table (or a ``Sheet``, as it is)."""
        if isinstance(data, Sheet):
            return data
        try:
            table: nw.DataFrame[Any] = nw.from_native(data, eager_only=True)
            names = list(table.columns)
        except TypeError:
            kind = type(data).__name__
            raise OneplaceError.at(IN_MEMORY, f"{kind} is no table.", "Give a pandas, polars or Arrow table.") from None
        except nw.exceptions.DuplicateError as error:
            twice = " and ".join(re.findall("'.+'", str(error)))
            what = f"has more than one column {twice}."
            raise OneplaceError.at(IN_MEMORY, what, "Give each its own name.") from None
        if odd := [name for name in names if not isinstance(name, str)]:
            what = f"has a column named {odd[0]!r}, which is no text."
            raise OneplaceError.at(IN_MEMORY, what, "Give each column a name such as 'deaths'.")
        return cls(table)

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.table)

    @property
    def columns(self) -> list[str]:
        """The names, in their order."""
        return list(self.table.columns)

    @property
    def filed(self) -> bool:
        """Whether its cells are text as they stand in a file, without types of their own."""
        return bool(self.positions)

    @cached_property
    def _lines(self) -> Sequence[int]:
        return self.lines_of() if self.lines_of else range(1, len(self) + 1)

    def line(self, row: int) -> int:
        """The line of the file on which a row stands; in memory rows count from 1."""
        return self._lines[row]

    def column_number(self, name: str) -> int:
        """Where a column stands, from 1."""
        return self.positions[name][0] if name in self.positions else self.columns.index(name) + 1

    def need(self, *names: str) -> None:
        """Refuse, all at once, the columns that aren't there or are there twice."""
        has = self.columns
        problems = []
        for name in dict.fromkeys(names):
            at = self.positions.get(name, ())
            if name not in has:
                mend = did_you_mean(name, has, _across(has) or f"The table has: {', '.join(has)}.")
                problems.append(Problem(self.path, 0, 0, "", f"there is no column '{name}'.", mend))
            elif len(at) > 1:
                what = f"column '{name}' is there {len(at)} times: as column {' and '.join(map(str, at))}."
                problems.append(Problem(self.path, 0, 0, "", what, "Give each its own name."))
        if problems:
            raise OneplaceError(*problems)

    def problem(self, row: int, name: str, message: str, mend: str) -> Problem:
        """What is wrong with one cell."""
        return Problem(self.path, self.line(row), self.column_number(name), "", message, mend)

    def refuse(self, rows: Iterable[int], name: str, says: Callable[[int], tuple[str, str]]) -> None:
        """Raise for the first rows, if there are any, and count the others; ``says`` gives a row's message and mend."""
        every = list(rows)
        problems = [self.problem(int(row), name, *says(int(row))) for row in every[:_TOLD]]
        if more := len(every) - len(problems):
            what = f"{'1 more row has' if more == 1 else f'{more:,} more rows have'} such a cell in column '{name}'."
            problems.append(Problem(self.path, 0, 0, "", what, "Mend them all alike."))
        if problems:
            raise OneplaceError(*problems)

    def coded(self, name: str) -> Coded:
        """A column as texts, each space in them a single one and none at the ends; an empty cell is the empty text."""
        self.need(name)
        column = self._arrow(name)
        encoded = pc.dictionary_encode(column if _texts(column) else column.cast(pa.string()), null_encoding="encode")
        texts = ["" if each is None else " ".join(each.split()) for each in encoded.dictionary.to_pylist()]
        if pa.types.is_timestamp(column.type):
            texts = [_MIDNIGHT.sub("", text) for text in texts]
        code = np.asarray(encoded.indices, dtype=np.int64)
        different = tuple(dict.fromkeys(texts))
        if len(different) < len(texts):
            place = {text: i for i, text in enumerate(different)}
            code = np.array([place[text] for text in texts], dtype=np.int64)[code]
        return Coded(code, different)

    def numbers(self, name: str) -> Numbers:
        """A column as numbers; a cell that is no number is an error that names its row."""
        self.need(name)
        column = self._arrow(name)
        if not _texts(column):
            try:
                value = np.array(pc.cast(column, pa.float64()), dtype=np.float64)  # an empty cell becomes NaN
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
                raise OneplaceError.at(
                    self.path, f"column '{name}' holds {column.type}, no numbers.", "Give a column of numbers."
                ) from None
            return self._finite(name, Numbers(value, np.zeros(value.size, dtype=np.bool_), percent=False))
        try:
            value = np.array(pc.cast(column, pa.float64()), dtype=np.float64)
            if self.delimiter != ";" and not np.isinf(value).any():
                return Numbers(value, np.zeros(value.size, dtype=np.bool_), percent=False)
        except pa.ArrowInvalid:
            pass
        return self._read_numbers(name)

    def _read_numbers(self, name: str) -> Numbers:
        coded = self.coded(name)
        found = self._each(coded, name, number_among(coded.texts) if self.delimiter == ";" else number)
        value = np.array([each for each, _ in found])[coded.code]
        marks = [mark for _, mark in found]
        percent, plain = Mark.PERCENTAGE in marks, Mark.NUMBER in marks
        if percent and plain:
            rare = [i for i, mark in enumerate(marks) if mark is (Mark.PERCENTAGE, Mark.NUMBER)[percent]]
            row = int(np.flatnonzero(np.isin(coded.code, rare))[0])
            what = f"column '{name}' has '{coded.texts[coded.code[row]]}' among percentages."
            raise OneplaceError(self.problem(row, name, what, "Write all its cells with a % sign, or none."))
        hidden = np.array([mark is Mark.HIDDEN for mark in marks])[coded.code]
        return Numbers(value, hidden, percent)

    def ages(self, name: str) -> tuple[IntArray, tuple[Band, ...]]:
        """A column of age labels: each row's position among the different bands, which come in order of age."""
        coded = self.coded(name)
        found = self._each(coded, name, band)
        bands = sorted(set(found), key=lambda each: (each.first, each.end))
        place = np.array([bands.index(each) for each in found], dtype=np.int64)
        return place[coded.code], tuple(bands)

    def periods(self, name: str) -> Times:
        """A column of periods, all of one kind."""
        self.need(name)
        column = self._arrow(name)
        numeric = pa.types.is_floating(column.type) or pa.types.is_integer(column.type)
        coded = self._plain(name) if numeric else self.coded(name)
        may_be = self._each(coded, name, time.read)
        kind = time.agreed(may_be)
        if isinstance(kind, int):
            row = int(np.flatnonzero(coded.code == kind)[0])
            other = next(each for each in Kind if each in may_be[kind])
            what = f"column '{name}' has '{coded.texts[kind]}', {other} among periods of another kind."
            raise OneplaceError(
                self.problem(row, name, what, "Write all its periods in one way, or take that row out.")
            )
        found = tuple(each[kind] for each in may_be)
        if kind is Kind.DAY and time.may_be_months(coded.texts):
            row = int(np.flatnonzero(coded.code == 0)[0])
            what = f"column '{name}' has only days of January, up to the 12th: '{coded.texts[0]}' and so on."
            mend = "Write them as 2023-02-01, so that the first of a month and a day of January are told apart."
            raise OneplaceError(self.problem(row, name, what, mend))
        if kind is Kind.NUMBER:
            self._refuse_lost_nought(coded, name)
            self._refuse_turn(coded, name, [each.place for each in found])
        return Times(kind, np.array(time.places(found), dtype=np.float64)[coded.code], coded, found)

    def _plain(self, name: str) -> Coded:
        """A column of numbers as texts: 2023.0 is 2023."""
        texts = ["" if np.isnan(each) else f"{each:.15g}" for each in self.numbers(name).value.tolist()]
        different = {text: i for i, text in enumerate(dict.fromkeys(texts))}
        return Coded(np.array([different[text] for text in texts], dtype=np.int64), tuple(different))

    def _refuse_lost_nought(self, coded: Coded, name: str) -> None:
        """Months after a point, of which a spreadsheet has made October 2022 the number 2022.1."""
        lost = [text.endswith(".1") for text in coded.texts]
        if any(lost) and not all(lost) and all(map(_MONTH_AFTER_POINT.fullmatch, coded.texts)):
            row = int(np.flatnonzero(coded.code == lost.index(True))[0])
            text = coded.texts[lost.index(True)]
            what = f"column '{name}' has '{text}', which may be {text}0 without its last nought."
            raise OneplaceError(self.problem(row, name, what, f"Write months as {text[:4]}-10."))

    def _refuse_turn(self, coded: Coded, name: str, places: Sequence[float]) -> None:
        """Weeks or months that begin again at 1 below the last of a year have no order without the year."""
        for i, (before, after) in enumerate(pairwise(places), 1):
            turned = after == min(places) and before >= 12 and before == max(places)
            if turned and (coded.texts[i][:1].isalpha() or _is_a_year_that_turns(places)):
                what = f"column '{name}' has '{coded.texts[i]}' after '{coded.texts[i - 1]}': of which year is it?"
                row = int(np.flatnonzero(coded.code == i)[0])
                raise OneplaceError(self.problem(row, name, what, "Write the year too, such as 2024-W01."))

    def _each(self, coded: Coded, name: str, read: Callable[[str], _Read]) -> list[_Read]:
        """Read each different cell once; all that can't be read are told by their first rows."""
        found: list[_Read] = []
        wrong: dict[int, UnreadableError] = {}
        for i, text in enumerate(coded.texts):
            try:
                found.append(read(text))
            except UnreadableError as error:
                wrong[i] = error
        if wrong:
            rows = np.flatnonzero(np.isin(coded.code, list(wrong)))
            self.refuse(rows, name, lambda row: _told(name, coded.texts[coded.code[row]], wrong[int(coded.code[row])]))
        return found

    def _finite(self, name: str, numbers: Numbers) -> Numbers:
        endless = np.flatnonzero(np.isinf(numbers.value))
        self.refuse(
            endless, name, lambda _: (f"column '{name}' has infinity, which is not a number.", "Leave it empty.")
        )
        return numbers

    def _of_each(self, name: str) -> Any:
        texts = map(str, self.table[name].to_list())
        return pa.array([None if text in {"None", "nan", "NaT", "<NA>"} else text for text in texts], pa.string())

    def _arrow(self, name: str) -> Any:
        try:
            column = self.table[name].to_arrow()
        except (pa.ArrowInvalid, pa.ArrowTypeError, TypeError):  # values of several types, such as numbers and marks
            column = self._of_each(name)
        if isinstance(column, pa.ChunkedArray):
            column = column.combine_chunks()
        if isinstance(column, pa.ChunkedArray):  # of no chunk at all
            column = pa.array([], column.type)
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if isinstance(column.type, pa.BaseExtensionType | pa.StructType):  # pandas' own: periods, intervals
            column = self._of_each(name)
        return column.cast(pa.string()) if pa.types.is_null(column.type) else column


def _is_a_year_that_turns(places: Sequence[float]) -> bool:
    """Whether bare numbers go up one by one to the last month or week of a year, and then on from 1."""
    steps = [after - before for before, after in pairwise(places) if after != 1]
    return max(places) in (12, 52, 53) and min(places) == 1 and bool(steps) and all(step == 1 for step in steps)


_MONTH_AFTER_POINT = re.compile(r"(?:19|20)\d\d\.(?:0[1-9]|1[0-2]?)")
_MIDNIGHT = re.compile(r" 00:00:00(\.0+)?([+-]\d{4})?Z?$")


def _texts(column: Any) -> bool:
    kind = column.type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _across(names: Sequence[str]) -> str:
    """What to do where periods are the names of columns, as in a table made for readers; empty where they aren't."""
    found = [name for name in names if not name.isdigit() or len(name) == 4]
    periods = [name for name in found if _is_period(name)]
    if len(periods) < 2:
        return ""
    return f"Its columns {periods[0]} to {periods[-1]} are periods: write a row for each, and name it in a column."


def _is_period(name: str) -> bool:
    try:
        return bool(time.read(name))
    except UnreadableError:
        return False


def _told(name: str, text: str, error: UnreadableError) -> tuple[str, str]:
    comma = "" if error.why.startswith(":") else ", "
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    said = f"has '{shown}'" if text else "is empty"
    return f"column '{name}' {said}{comma}{error.why}.", error.mend
