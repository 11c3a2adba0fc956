"""A year of the Better Care Fund as the spreadsheet of its return, by a mapping file: no cell is known to the code.

The forms change every year, so a file says which value goes into which cell of which tab.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field

from oneplace.delivery.better_care import BetterCare
from oneplace.place import Model, Period, Text
from oneplace.problems import OneplaceError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

Column = Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")]
At = Annotated[str, Field(pattern=r"^[A-Z]{1,3}[1-9][0-9]{0,5}$")]
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


class One(Model):
    """A cell, and what goes into it: a value of the year, or words."""

    cell: At
    value: Single | None = None
    text: Text | None = None


class Rows(Model):
    """A list, a row each from ``first_row`` down: of which thing, and which field goes into which column."""

    of: Literal["income", "schemes", "metrics"]
    first_row: Annotated[int, Field(strict=True, ge=1, le=100_000)]
    columns: Annotated[dict[Column, Listed], Field(min_length=1)]


class Tab(Model):
    """A tab of the workbook."""

    name: Annotated[str, Field(min_length=1, max_length=31)]
    cells: tuple[One, ...] = ()
    rows: tuple[Rows, ...] = ()


class ReturnMap(Model):
    """The mapping file of one year's form; ``template`` is the form itself, beside the file."""

    format: Literal["better-care-return/1"]
    year: Annotated[str, Field(min_length=4)]
    """Which year of the place's files it is for, by its id."""
    template: Text | None = None
    tabs: Annotated[tuple[Tab, ...], Field(min_length=1)]


Known = Mapping[str, tuple[float, Period | str, str | None]]
"""The newest value of each metric here, its period and where it comes from, by the metric's id."""


def workbook(place: str, year: BetterCare, asked: ReturnMap, beside: Path, known: Known) -> bytes:
    """The return as an Excel workbook. What is not known stays empty: nothing is filled in.

    Raises ``OneplaceError`` for a template that can't be read, a tab that it lacks, and a field that a list has not.
    """
    book = _opened(asked, beside)
    for tab in asked.tabs:
        sheet = _sheet(book, tab, asked, beside)
        for one in tab.cells:
            _put(sheet, one.cell, one.text if one.text is not None else _single(place, year, one.value))
        for rows in tab.rows:
            _write(sheet, rows, year, known, beside)
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
        "income": year.money.income,
        "spend": year.money.spend,
        "social_care_minimum": year.year.social_care_minimum,
        "faults": "; ".join(year.faults) or None,
        None: None,
    }[value]


def _write(sheet: Worksheet, rows: Rows, year: BetterCare, known: Known, beside: Path) -> None:
    if odd := sorted(set(rows.columns.values()) - _FIELDS[rows.of]):
        has = ", ".join(sorted(_FIELDS[rows.of]))
        raise OneplaceError.at(beside, f"asks {rows.of} for {odd[0]}, which they have not.", f"They have: {has}.")
    for number, row in enumerate(_listed(rows.of, year, known), rows.first_row):
        for column, name in rows.columns.items():
            _put(sheet, f"{column}{number}", row[name])


def _put(sheet: Worksheet, at: str, value: Any) -> None:
    """Words stay words, whatever sign they begin with: none becomes a formula."""
    sheet[at] = value
    if isinstance(value, str):
        sheet[at].data_type = "s"


def _listed(of: str, year: BetterCare, known: Known) -> Iterable[Mapping[str, Any]]:
    if of == "income":
        return [{"source": one.source, "amount": one.amount, "provenance": one.provenance} for one in year.year.income]
    if of == "schemes":
        return [
            {"name": one.name, "amount": one.amount, "source": "; ".join(one.sources), "metric": one.metric,
             "social_care": "yes" if one.social_care else "no", "provenance": one.provenance}
            for one in year.year.schemes
        ]  # fmt: skip
    return [
        {"metric": one.id, "words": one.words, "measure": year.year.metrics.get(one.id),
         "value": known[one.id][0] if one.id in known else None,
         "period": str(known[one.id][1]) if one.id in known else None,
         "provenance": known[one.id][2] if one.id in known else None}
        for one in year.metrics
    ]  # fmt: skip
