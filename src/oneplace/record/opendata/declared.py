"""A publisher's CSV or Excel file read as its declaration says (``oneplace.place.datasets``), into the tidy shape.

Nothing is guessed: a column that isn't there is named with those found, a group that the declaration doesn't know is
refused by name, and a figure given twice is refused rather than added up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from oneplace.assets import read_table
from oneplace.place import GroupColumn, Layout, OwnDataset, PeriodCell, Quantity
from oneplace.problems import OneplaceError
from oneplace.record.opendata.adding import added_up, refuse_counted_twice
from oneplace.record.opendata.counts import contradicted, contradicted_row, told_per
from oneplace.record.opendata.groups import by_group, contradicts, known_group, names_an_end
from oneplace.record.opendata.tidy import SCHEMA, Files
from oneplace.sheets import Kind, Numbers, Sheet, UnreadableError
from oneplace.sheets import Period as Written
from oneplace.sheets import read as read_sheet
from oneplace.sheets import read_period as read_written
from oneplace.vocabulary.wording import plainly

HIDDEN = "Too small for its publisher to show."
_COLUMNS = ("series", "kind", "period", "area_code", "group_type", "group", "numerator", "denominator", "per")
_FIGURES = ("numerator", "denominator", "value", "lower", "upper")
_Texts = npt.NDArray[np.object_]
_Floats = npt.NDArray[np.float64]
_Flags = npt.NDArray[np.bool_]
_NAMED = 5
_ORDERED = ("deprivation_decile", "deprivation_fifth")


def load(entry: OwnDataset, root: Path, connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The rows of a declared dataset in ``SCHEMA``; ``root`` is the folder that its files' names start from."""
    if entry.layout == "tidy":
        found = [_tidy(root / name) for name in entry.files]
        return pa.concat_tables(found)
    parts = [given(root / name, entry.layout) for name in entry.files]
    rows = pa.concat_tables(parts)
    rows = added_up(rows) if entry.layout.rows == "add_up" else rows
    rows = _once(root / entry.files[0], rows)
    connection.register("declared", rows)
    files = Files(root, connection)
    return by_group(files, "from declared", entry.files[0], most_deprived=entry.layout.most_deprived or 1)


def _tidy(path: Path) -> pa.Table:
    table = read_table(path, tuple(SCHEMA.names)).cast(SCHEMA)
    if row := contradicted_row(table):
        which = f"{row['series']} of {row['area_code']} in {row['period_label']} ({row['group_label']})"
        what = (
            f"{which} is {plainly(row['value'], 10)}, which "
            f"{plainly(row['numerator'], 10)} of {plainly(row['denominator'], 10)} do not make."
        )
        raise OneplaceError.at(path, what, "Mend the row, or leave its counts empty.")
    return table


def given(path: Path, layout: Layout) -> pa.Table:
    """The file's rows, one a figure, in the columns that ``groups.by_group`` takes."""
    sheet = read_sheet(path, layout.columns, sheet=layout.sheet)
    sheet.need(*layout.columns)
    return _Reading(path, layout, sheet).table()


class _Reading:
    """One file of a declared layout."""

    def __init__(self, path: Path, layout: Layout, sheet: Sheet) -> None:
        self.path, self.layout, self.sheet = path, layout, sheet
        self._texts = {name: self._text(name) for name in layout.columns if name not in _numbers(layout)}

    def _text(self, name: str) -> _Texts:
        coded = self.sheet.coded(name)
        return np.array([*coded.texts, ""], dtype=object)[coded.code]

    def table(self) -> pa.Table:
        kept = self._kept()
        area, known_area = self._cell(self.layout.area)
        kept &= known_area
        if self.layout.rows == "add_up":
            refuse_counted_twice(self.path, self.layout, self.sheet, kept)
        figures = self.layout.figures or ({"": self.layout.figure} if self.layout.figure else {})
        parts = [part for name, each in figures.items() if (part := self._of(name, each, kept, area)) is not None]
        return (
            pa.concat_tables(parts)
            if parts
            else _table({name: [] for name in (*_COLUMNS, "value", "lower", "upper", "note")})
        )

    def _of(self, name: str, quantity: Quantity, kept: _Flags, area: _Texts) -> pa.Table | None:
        series, known = (
            self._cell(self.layout.series) if self.layout.series else (_constant(name, len(self.sheet)), kept)
        )
        kept = kept & known
        kinds, groups, single = self._groups(series, kept)
        kept &= single
        figures = {figure: self._figures(quantity, figure) for figure in _FIGURES}
        hidden = np.logical_or.reduce([each.hidden for each in figures.values() if each is not None])
        values = {figure: _shown(each, len(self.sheet)) for figure, each in figures.items()}
        if len(quantity.numerator) > 1:  # parts of which the publisher leaves every empty one blank
            none = np.isnan(values["numerator"]) & ~hidden & ~np.isnan(values["denominator"])
            values["numerator"] = np.where(none, 0.0, values["numerator"])
        for figure in ("numerator", "denominator"):
            self._refuse_below_nought(figure, values[figure], kept)
        self._refuse_shares(quantity, figures["value"])
        there = ~np.isnan(values["value"]) | (~np.isnan(values["numerator"]) & ~np.isnan(values["denominator"]))
        half = np.isnan(values["numerator"]) != np.isnan(values["denominator"])  # without one of its counts
        if not (quantity.numerator and quantity.denominator):
            half = np.isnan(values["value"])
        partly = half & (self.layout.rows == "add_up")
        rows = np.flatnonzero(kept & (there | hidden | partly) & (series != "") & (area != ""))
        if not rows.size:
            return None
        periods = self._periods(rows)
        self._refuse_contradicted(quantity, series[rows], {name: values[name][rows] for name in _FIGURES}, rows)
        return _table({
            "series": series[rows].tolist(),
            "kind": [self.layout.period.kind] * len(rows),
            "period": periods,
            "area_code": area[rows].tolist(),
            "group_type": kinds[rows].tolist(),
            "group": groups[rows].tolist(),
            "per": self._per(quantity, series[rows], {name: values[name][rows] for name in _FIGURES}),
            **{figure: [None if np.isnan(x) else float(x) for x in values[figure][rows]] for figure in _FIGURES},
            "note": [HIDDEN if hidden[row] and not there[row] else None for row in rows],
        })  # fmt: skip

    def _per(self, quantity: Quantity, series: _Texts, values: Mapping[str, _Floats]) -> list[float | None]:
        """What each row's value is per: as declared, or as its counts and values say throughout its series."""
        if quantity.per is not None or not quantity.numerator or not quantity.denominator:
            return [quantity.per] * len(series)
        known = {
            name: told_per({key: each[series == name] for key, each in values.items()})
            for name in dict.fromkeys(series.tolist())
        }
        return [known[name] for name in series]

    def _refuse_contradicted(
        self, quantity: Quantity, series: _Texts, values: Mapping[str, _Floats], rows: npt.NDArray[np.int64]
    ) -> None:
        """Refuse a value that its own counts don't make, where those of its series do: one of the three is wrong."""
        if not (quantity.value and quantity.numerator and quantity.denominator):
            return
        for name in dict.fromkeys(series.tolist()):
            mine = np.flatnonzero(series == name)
            apart = contradicted({key: each[mine] for key, each in values.items()}, quantity.per)
            if apart.any():
                row = mine[np.flatnonzero(apart)[0]]
                events, out_of, value = (values[key][row] for key in ("numerator", "denominator", "value"))
                what = f"says {plainly(value, 10)}, which {plainly(events, 10)} of {plainly(out_of, 10)} do not make"
                also = f", and so do {apart.sum() - 1} more rows" if apart.sum() > 1 else ""
                mend = "Mend what is wrong, or declare the figure without its counts where they are of something else."
                raise OneplaceError.at(self.path, f"{what}{also}.", mend, line=self.sheet.line(int(rows[row])))

    def _kept(self) -> _Flags:
        kept = np.ones(len(self.sheet), dtype=np.bool_)
        if not kept.size:
            raise OneplaceError.at(self.path, "has names of columns and no rows.", "Give the publisher's whole file.")
        for name, wanted in self.layout.keep.items():
            kept &= np.isin(self._texts[name], list(wanted))
        for name, unwanted in self.layout.leave_out.items():
            kept &= [not any(fnmatchcase(said, like) for like in unwanted) for said in self._texts[name]]
        if not kept.any():
            asked = "; ".join(f"{name} is {' or '.join(wanted)}" for name, wanted in self.layout.keep.items())
            found = {name: list(dict.fromkeys(self._texts[name].tolist()))[:_NAMED] for name in self.layout.keep}
            has = "; ".join(f"{name} says {', '.join(map(repr, said))}" for name, said in found.items())
            raise OneplaceError.at(self.path, f"has no row where {asked}.", f"In the file {has}. Mend `keep`.")
        return kept

    def _cell(self, cell: Any) -> tuple[_Texts, _Flags]:
        """What each row says, and whether it is known here."""
        if cell.always is not None:
            return _constant(cell.always, len(self.sheet)), np.ones(len(self.sheet), dtype=np.bool_)
        said = self._texts[cell.column]
        if not cell.names:
            return said, said != ""
        named = np.array([cell.names.get(text, "") for text in said], dtype=object)
        if (named == "").all():
            found = ", ".join(map(repr, list(dict.fromkeys(said.tolist()))[:_NAMED]))
            mend = f"It says {found}; the declaration names {', '.join(map(repr, list(cell.names)[:_NAMED]))}."
            raise OneplaceError.at(self.path, f"column '{cell.column}' says nothing that is known.", mend)
        return named, named != ""

    def _groups(self, series: _Texts, kept: _Flags) -> tuple[_Texts, _Texts, _Flags]:
        """Each row's breakdown and group, and whether it is of one group at most and of one that is known."""
        size = len(self.sheet)
        kinds, groups = _constant("all", size), _constant("all", size)
        told, usable = np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.bool_)
        for each in self.layout.groups:
            said = self._texts[each.column]
            apart = kept & ~np.isin(said, ["", *each.everyone]) & ~_alike(series, said, kept)
            kind = (
                np.array([each.kinds.get(text, "") for text in self._texts[each.by_column]], dtype=object)
                if each.by_column
                else _constant(each.by or "", size)
            )
            known = (kind != "") & ~np.isin(said, list(each.leave_out))
            usable &= ~apart | known
            self._refuse_unknown(each, said, kind, apart & known)
            kinds[apart], groups[apart] = (
                kind[apart],
                np.array([each.names.get(text, text) for text in said[apart]], dtype=object),
            )
            told += apart
        return kinds, groups, usable & (told <= 1)

    def _refuse_shares(self, quantity: Quantity, values: Numbers | None) -> None:
        if self.layout.rows == "add_up" and values is not None and values.percent and not quantity.denominator:
            what = f"column '{quantity.value[0]}' holds percentages, which can't be added up."
            raise OneplaceError.at(self.path, what, "Give the counts that they are made of, or take one row by `keep`.")

    def _refuse_unknown(self, column: GroupColumn, said: _Texts, kind: _Texts, rows: _Flags) -> None:
        pairs = dict.fromkeys(zip(kind[rows].tolist(), said[rows].tolist(), strict=True))
        unknown = [text for by, text in pairs if not known_group(by, column.names.get(text, text))]
        if unknown:
            few = ", ".join(map(repr, unknown[:_NAMED]))
            mend = "Say under `names` which group each is, or under `everyone` or `leave_out` that it is none."
            raise OneplaceError.at(self.path, f"column '{column.column}' has groups that are not known: {few}.", mend)
        self._refuse_ends_unsaid(column, [(by, column.names.get(text, text), text) for by, text in pairs])
        most = self.layout.most_deprived or 1
        for by, text in pairs:
            if contradicts(by, column.names.get(text, text), text, most_deprived=most):
                what = f"column '{column.column}' has {text!r}, but by the layout {most} is the most deprived tenth."
                raise OneplaceError.at(self.path, what, f"Say `most_deprived: {11 - most}`, or mend `names`.")

    def _refuse_ends_unsaid(self, column: GroupColumn, groups: Sequence[tuple[str, str, str]]) -> None:
        """Refuse tenths or fifths of which nothing says which end is deprived, and tenths that are fifths."""
        ordered = [(by, name, said) for by, name, said in groups if by in _ORDERED]
        if not ordered:
            return
        told = any(names_an_end(name) or names_an_end(said) for _, name, said in ordered)
        if self.layout.most_deprived is None and not told:
            what = f"column '{column.column}' counts deprivation, and nothing says which end is the most deprived."
            mend = "Say `most_deprived: 1` or `most_deprived: 10` (the highest number, of fifths too)."
            raise OneplaceError.at(self.path, what, mend)
        tenths = {int(number[0]) for by, name, _ in ordered if by == _ORDERED[0] and (number := re.match(r"\d+", name))}
        if tenths == set(range(1, 6)):
            what = f"column '{column.column}' is declared as tenths, and holds 1 to 5 alone."
            raise OneplaceError.at(self.path, what, "Say `by: deprivation_fifth` if they are fifths.")

    def _refuse_below_nought(self, name: str, values: _Floats, kept: _Flags) -> None:
        below = np.flatnonzero(kept & (values < 0))
        if below.size:
            what = f"the {name} is {plainly(values[below[0]], 10)}, and no count is below nought."
            mend = "If the publisher hides figures so, write `*` in their place, or leave the rows out by `keep`."
            raise OneplaceError.at(self.path, what, mend, line=self.sheet.line(int(below[0])))

    def _figures(self, quantity: Quantity, name: str) -> Numbers | None:
        columns = getattr(quantity, name) or ()
        each = [self.sheet.numbers(column) for column in ((columns,) if isinstance(columns, str) else columns)]
        return _sum(each) if each else None

    def _periods(self, rows: npt.NDArray[np.int64]) -> list[str]:
        cell = self.layout.period
        said = [cell.always] * len(rows) if cell.always is not None else self._texts[str(cell.column)][rows].tolist()
        known: dict[str, str] = {}
        for text, row in zip(said, rows, strict=True):
            if text not in known:
                try:
                    known[text] = canonical(cell, text)
                except (UnreadableError, KeyError, ValueError):
                    what = f"the period {text!r} is no {cell.kind.replace('_', ' ')}."
                    mend = "Say in the declaration which kind of period it is, or take that row out by `leave_out`."
                    raise OneplaceError.at(self.path, what, mend, line=self.sheet.line(int(row))) from None
        return [known[text] for text in said]


def canonical(cell: PeriodCell, text: str) -> str:
    """A publisher's period in the form in which ``periods.read_period`` takes one of the declared kind."""
    named = cell.names.get(text, text).removeprefix(cell.without or "")
    return _CANONICAL[cell.kind](read_written(re.sub(r" 0?0:00(:00)?$", "", named)))


def _of_month(found: Mapping[Kind, Written]) -> str:
    start = (found.get(Kind.MONTH) or found[Kind.DAY]).start
    if start.day != 1:
        raise ValueError(start)
    return f"{start:%Y-%m}"


def _of_years(found: Mapping[Kind, Written]) -> str:
    first = found[Kind.FINANCIAL_YEAR].start.year
    return f"{first}-{(first + 1) % 100:02d}"


def _of_quarters(kind: Kind) -> Callable[[Mapping[Kind, Written]], str]:
    """By its number, or by its three months: "Q1 2024" is of the calendar year alone, and "Q1 2024/25" of the other."""

    def said(found: Mapping[Kind, Written]) -> str:
        one = found.get(kind) or found[Kind.SPAN]
        if (one.end.year - one.start.year) * 12 + one.end.month - one.start.month != 3:
            raise ValueError(one)
        return f"{one.start:%Y-%m}"

    return said


def _of_financial_years(found: Mapping[Kind, Written]) -> str:
    span = found[Kind.SPAN]
    return f"{span.start.year}-{span.end.year - 1}"


_CANONICAL: Mapping[str, Callable[[Mapping[Kind, Written]], str]] = {
    "day": lambda found: found[Kind.DAY].start.isoformat(),
    "month": _of_month,
    "quarter": _of_quarters(Kind.QUARTER),
    "financial_quarter": _of_quarters(Kind.FINANCIAL_QUARTER),
    "year": lambda found: str(found[Kind.YEAR].start.year),
    "financial_year": _of_years,
    "academic_year": _of_years,
    "survey_year": _of_years,
    "financial_years": _of_financial_years,
    "span": lambda found: f"{found[Kind.SPAN].start.year}-{found[Kind.SPAN].end.year - 1}",
}


def _sum(each: Sequence[Numbers]) -> Numbers:
    """Several columns added up; an empty cell among full ones counts for nothing, a hidden one hides the sum."""
    values, hidden = np.array([one.value for one in each]), np.logical_or.reduce([one.hidden for one in each])
    found = np.where(np.isnan(values).all(axis=0) | hidden, np.nan, np.nansum(values, axis=0))
    return Numbers(found, hidden, each[0].percent)


def _numbers(layout: Layout) -> set[str]:
    return {name for each in (layout.figure, *layout.figures.values()) if each for name in each.columns}


def _constant(text: str, size: int) -> _Texts:
    return np.array([text] * size, dtype=object)


def _shown(numbers: Numbers | None, size: int) -> _Floats:
    return np.full(size, np.nan) if numbers is None else numbers.value


def _alike(series: _Texts, said: _Texts, kept: _Flags) -> _Flags:
    """The rows of series in which a column says one and the same thing throughout."""
    words: dict[str, set[str]] = {}
    for name, text in zip(series[kept].tolist(), said[kept].tolist(), strict=True):
        words.setdefault(name, set()).add(text)
    return np.array([len(words.get(name, ())) == 1 for name in series], dtype=np.bool_)


def _table(columns: Mapping[str, Sequence[Any]]) -> pa.Table:
    numbers = {*_FIGURES, "per"}
    return pa.table(
        {name: pa.array(said, pa.float64() if name in numbers else pa.string()) for name, said in columns.items()}
    ).select([*_COLUMNS, "value", "lower", "upper", "note"])


def _once(path: Path, rows: pa.Table) -> pa.Table:
    """Each row once, as where a file has an area under two types of area; refuses two unlike figures of one thing."""
    rows = rows.group_by(rows.column_names, use_threads=False).aggregate([])
    key = ["series", "area_code", "period", "group_type", "group"]
    counted = rows.group_by(key).aggregate([("kind", "count")])
    twice = [row for row in counted.to_pylist() if row["kind_count"] > 1]
    if twice:
        one = twice[0]
        what = ", ".join(str(one[name]) for name in key)
        mend = "Choose one of them by `keep`, or say under `groups` what tells them apart."
        raise OneplaceError.at(path, f"has {one['kind_count']} figures of one thing ({what}).", mend)
    return rows
