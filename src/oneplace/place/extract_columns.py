"""The columns of a partner's file: of which type each is, and what may stand in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from oneplace.place.fields import Flag, Id, Model, Text, Texts

# fmt: off
ColumnType = Literal[
    "text", "date", "time", "instant", "clock", "integer", "number", "flag",
    "nhs_number", "name", "postcode", "uprn", "phone", "email", "identifier",
]
# fmt: on
"""``time`` is local time without a zone, ``instant`` has a zone (FHIR), ``clock`` is a time of day whose day stands in
another column: ``day + clock`` is the moment. The second row identifies a person: such a
value is written to the identity zone and nowhere else, not even into the reason for which a row was refused."""

IDENTIFYING = frozenset({"nhs_number", "name", "postcode", "uprn", "phone", "email", "identifier"})


def _column(value: Any) -> Any:
    """Let ``required date`` stand for ``{type: date, required: true}``, and ``optional date`` likewise."""
    if not isinstance(value, str):
        return value
    words = value.split()
    asked, kind = words[:-1], "".join(words[-1:])
    known = asked in ([], ["required"], ["optional"])
    return {"type": kind, **dict.fromkeys(asked, True)} if known else value


EXCEL_SERIAL = "excel serial"
"""The form of dates and times that are numbers of days, as a workbook has them where its cells are no dates."""
DateFormat = Annotated[str, Field(pattern=r"^([^%]|%[dmYybBjHMSIp])+$")]


def _listed(value: object) -> object:
    """Let one form stand for a list of one."""
    return (value,) if isinstance(value, str) else value


class Column(Model):
    """One column of a file. A value that can't be read is removed; where it is required, its row is refused."""

    type: ColumnType = "text"
    required: Flag = False
    optional: Flag = Field(False, description="A file may come without the column: then nothing is known of it.")
    codes: Texts | None = Field(
        None, description="The codes that the publisher allows, whatever their case; any other is removed."
    )
    codelist: Id | None = Field(None, description="The same, by the name of a list in `codelists`.")
    format: Annotated[
        tuple[DateFormat, ...] | None,
        Field(min_length=1),
        BeforeValidator(_listed, json_schema_input_type=DateFormat | list[DateFormat] | None),
    ] = Field(
        None,
        description="How dates are written, as in strptime, or several ways in the order in which they are tried. "
        "Where left out: 2025-04-01, 20250401, 01/04/2025, 01/04/25 (the day first), 01-Apr-2025, 01-Apr-25; "
        "of a birth date also 1950 and 1950-03, kept with that precision. `excel serial`: as the number of days that "
        "Excel keeps (45292 is 2024-01-01, 45292.5 its noon), of a column of type clock the part of a day.",
    )
    future: Flag = Field(False, description="A date after the day of the extract is allowed (an appointment booked).")
    path: Text | None = Field(None, description="Where the value stands in a JSON line, as a FHIRPath.")

    @model_validator(mode="after")
    def _one_of_the_two(self) -> Column:
        if self.required and self.optional:
            raise ValueError("A column that may be absent is not required. Keep `required` or `optional`.")
        return self

    @model_validator(mode="after")
    def _serial_of_a_date(self) -> Column:
        if self.is_serial and self.type not in ("date", "time", "clock"):
            raise ValueError(f"`format: {EXCEL_SERIAL}` is of a column of type date, time or clock.")
        return self

    @property
    def is_serial(self) -> bool:
        """Whether its dates or times may be numbers of days."""
        return EXCEL_SERIAL in (self.format or ())


class MisplacedError(ValueError):
    """A mistake that a whole model finds and that stands further in: ``at``, as keys and numbers of items."""

    def __init__(self, at: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.at = at


def declared(names: Sequence[str], columns: Mapping[str, Column], at: tuple[str | int, ...]) -> None:
    """Refuse what stands ``at`` a place and names no column."""
    for name in names:
        if name not in columns:
            bare = name.strip('"')
            mend = f" These are names, not SQL: write `{bare}` without the quotes inside." if bare in columns else ""
            raise MisplacedError(at, f"there is no column {name}.{mend}")


Columns = dict[str, Annotated[Column, BeforeValidator(_column, json_schema_input_type=str | Column)]]
