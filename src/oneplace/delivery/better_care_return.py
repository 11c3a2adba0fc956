"""A year of the Better Care Fund as the spreadsheet of its return, by a mapping file: no cell is known to the code.

The forms change every year, so a file says which value goes into which cell of which tab. A cell whose value nobody
knows says so: an empty one would be read, and added up, as nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from oneplace.delivery.better_care import BetterCare
from oneplace.place import Model, Period, Text
from oneplace.problems import OneplaceError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_COLUMN = r"(?:[A-Z]{1,2}|[A-W][A-Z]{2}|X[A-E][A-Z]|XF[A-D])"
"""What a sheet of Excel has: A to XFD."""
Column = Annotated[str, Field(pattern=rf"^{_COLUMN}$")]
At = Annotated[str, Field(pattern=rf"^{_COLUMN}[1-9][0-9]{{0,5}}$")]
Single = Literal["place", "year", "income", "spend", "social_care_minimum", "faults"]
Listed = Literal["source", "name", "amount", "social_care", "metric", "words", "measure", "value", "period",
                 "provenance"]  # fmt: skip
_FIELDS: Mapping[str, frozenset[str]] = {
    "income": frozenset({"source", "amount", "provenance"}),
    "schemes": frozenset({"name", "amount", "source", "social_care", "metric", "provenance"}),
    "metrics": frozenset({"metric", "words", "measure", "value", "period", "provenance"}),
}
MADE_UP = {
    "illustrative": "Some of these amounts are illustrative: they were made up to show the form.",
    "synthetic": "Some of these metrics are synthetic: they come from made-up people.",
}
NOT_TO_SEND = "This is no return to send."
UNSAID = "not set"
"""What a cell says whose value the place's files lack."""
UNKNOWN = "not known"
"""What a cell says whose value no run has."""
_NONE_OF = {
    "income": "The place’s files say nothing of what comes in.",
    "schemes": "The place’s files say nothing of what it pays for.",
    "metrics": "Which metrics this year is judged by is not known here.",
}


class One(Model):
    """A cell, and what goes into it: a value of the year, or words."""

    cell: At
    value: Single | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.value is None) == (self.text is None):
            raise ValueError("A cell takes one thing. Write `value` or `text`, and not both.")
        return self


class Rows(Model):
    """A list, a row each from ``first_row`` down: of which thing, and which field goes into which column."""

    of: Literal["income", "schemes", "metrics"]
    first_row: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    columns: Annotated[dict[Column, Listed], Field(min_length=1)]


class Tab(Model):
    """A tab of the workbook."""

    name: Annotated[str, Field(min_length=1, max_length=31, pattern=r"^[^\[\]:*?/\\]+$")]
    cells: tuple[One, ...] = ()
    rows: tuple[Rows, ...] = ()


class ReturnMap(Model):
    """The mapping file of one year's form; ``template`` is the form itself, beside the file."""

    format: Literal["better-care-return/1"]
    year: Text
    """Which year of the place's files it is for, by its id."""
    template: Text | None = None
    tabs: Annotated[tuple[Tab, ...], Field(min_length=1)]


Known = Mapping[str, tuple[float, Period | str, str | None]]
"""The newest value of each metric here, its period and where it comes from, by the metric's id."""


def workbook(place: str, year: BetterCare, asked: ReturnMap, beside: Path, known: Known) -> bytes:
    """The return as an Excel workbook. What is not known says so: nothing is filled in.

    Raises ``OneplaceError`` for a template that can't be read, a tab that it lacks, a field that a list has not, and a
    cell that two values want, or that the form fills itself.
    """
    book = _opened(asked, beside)
    for tab in asked.tabs:
        sheet = _sheet(book, tab, asked, beside)
        wanted = [(one.cell, one.text or _single(place, year, one.value)) for one in tab.cells]
        wanted += [cell for rows in tab.rows for cell in _cells(rows, year, known, beside)]
        _fill(sheet, wanted, beside)
    given: list[str | None] = [one.provenance for one in year.year.income]
    given += [
        *(one.provenance for one in year.year.schemes),
        *(known[one.id][2] for one in year.metrics if one.id in known),
    ]
    if told := [words for origin, words in MADE_UP.items() if origin in given]:
        book.create_sheet("Made up", 0)["A1"] = " ".join((*told, NOT_TO_SEND))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _opened(asked: ReturnMap, beside: Path) -> Workbook:
    from openpyxl import Workbook, load_workbook  # noqa: PLC0415 - a fifth of a second for whoever asks for none

    if asked.template is None:
        book = Workbook()
        book.remove(book.worksheets[0])
        return book
    path = beside.parent / asked.template
    try:
        return load_workbook(path)
    except Exception as error:
        raise OneplaceError.at(
            path, "can’t be read as an Excel workbook.", "Put the form beside the mapping."
        ) from error


def _sheet(book: Workbook, tab: Tab, asked: ReturnMap, beside: Path) -> Worksheet:
    if tab.name in book.sheetnames:
        found: Worksheet = book[tab.name]
        return found
    if asked.template is not None:
        tabs = ", ".join(book.sheetnames)
        raise OneplaceError.at(beside, f"names the tab '{tab.name}', which the form lacks.", f"Its tabs are: {tabs}.")
    made: Worksheet = book.create_sheet(tab.name)
    return made


def _single(place: str, year: BetterCare, value: str | None) -> Any:
    return {
        "place": place,
        "year": year.year.year.words,
        "income": year.money.income if year.year.income else UNSAID,
        "spend": year.money.spend if year.year.schemes else UNSAID,
        "social_care_minimum": _said(year.year.social_care_minimum),
        "faults": "; ".join(year.faults) or "none",
    }[value or ""]


def _said(value: Any) -> Any:
    return UNSAID if value is None or value == "" else value


def _cells(rows: Rows, year: BetterCare, known: Known, beside: Path) -> list[tuple[str, Any]]:
    """Each cell of a list with its value; its first cell says so where there is no row."""
    if odd := sorted(set(rows.columns.values()) - _FIELDS[rows.of]):
        has = ", ".join(sorted(_FIELDS[rows.of]))
        raise OneplaceError.at(beside, f"asks {rows.of} for {odd[0]}, which they have not.", f"They have: {has}.")
    listed = list(_listed(rows.of, year, known))
    if not listed:
        return [(f"{next(iter(rows.columns))}{rows.first_row}", _NONE_OF[rows.of])]
    return [
        (f"{column}{number}", _said(row[name]))
        for number, row in enumerate(listed, rows.first_row)
        for column, name in rows.columns.items()
    ]


def _fill(sheet: Worksheet, wanted: Iterable[tuple[str, Any]], beside: Path) -> None:
    """Each value into its cell. Words stay words, whatever sign they begin with: none becomes a formula."""
    from openpyxl.cell.cell import Cell  # noqa: PLC0415 - as the workbook
    from openpyxl.utils.exceptions import IllegalCharacterError  # noqa: PLC0415 - as the workbook

    filled: set[str] = set()
    for at, value in wanted:
        cell, where = sheet[at], f"cell {at} of the tab '{sheet.title}'"
        if at in filled:
            mend = "A list takes a row for each thing in it: begin the next one further down, or in another column."
            raise OneplaceError.at(beside, f"puts two values into {where}.", mend)
        if not isinstance(cell, Cell):
            mend = "Name the cell at the top left of those that are merged."
            raise OneplaceError.at(beside, f"names {where}, which the form merges with another.", mend)
        if cell.data_type == "f":
            mend = "The form works that cell out itself: name another, or leave it out."
            raise OneplaceError.at(beside, f"names {where}, which holds a formula.", mend)
        filled.add(at)
        try:
            cell.value = value
        except IllegalCharacterError:
            mend = "Take it out of the mapping, or of the place’s files."
            told = f"puts words into {where} with a character that no spreadsheet holds."
            raise OneplaceError.at(beside, told, mend) from None
        if isinstance(value, str):
            cell.data_type = "s"


def _listed(of: str, year: BetterCare, known: Known) -> Iterable[Mapping[str, Any]]:
    if of == "income":
        return [{"source": one.source, "amount": one.amount, "provenance": one.provenance} for one in year.year.income]
    if of == "schemes":
        return [
            {"name": one.name, "amount": one.amount, "source": "; ".join(one.sources), "metric": one.metric,
             "social_care": "yes" if one.social_care else "no", "provenance": one.provenance}
            for one in year.year.schemes
        ]  # fmt: skip
    found = {one.id: known.get(one.id, (UNKNOWN, UNKNOWN, UNKNOWN)) for one in year.metrics}
    return [
        {"metric": one.id, "words": one.words, "measure": year.year.metrics.get(one.id), "value": found[one.id][0],
         "period": str(found[one.id][1]), "provenance": found[one.id][2]}
        for one in year.metrics
    ]  # fmt: skip
