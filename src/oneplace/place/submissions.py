"""Refreshed submissions: which of a partner's submissions has the word on which rows, and which rows were withdrawn."""

from __future__ import annotations

from pydantic import Field, model_validator

from oneplace.place.fields import Model, Texts
from oneplace.place.mapping_sql import Sql


class Submissions(Model):
    """Files that come again and again about the same days: what a newer one says stands in the place of the earlier.

    A row is superseded where a newer submission `of` the same covers a day that the row is about: what changed since is
    taken from the newer one, and what is no longer in it was withdrawn. Days that only an earlier one covers stay.
    """

    of: Texts = Field((), description="Columns that say whose submission it is, and of what: only equals are compared.")
    newest_by: Sql = Field(
        description="Which submission is newest; an expression over the columns and `_file`, the name of the file."
    )
    first: Sql | None = Field(None, description="The first day that the row's submission covers; all, where left out.")
    last: Sql | None = Field(None, description="The last day that it covers, inclusive.")
    begins: Sql | None = Field(None, description="The first day that the row itself is about.")
    ends: Sql | None = Field(None, description="The last; one without an end goes on.")

    @model_validator(mode="after")
    def _days_together(self) -> Submissions:
        given = [name for name in ("first", "last", "begins", "ends") if getattr(self, name) is not None]
        if given and len(given) < len(("first", "last", "begins", "ends")):
            raise ValueError("`first`, `last`, `begins` and `ends` go together. Give all four, or none.")
        return self

    def expressions(self) -> dict[str, str]:
        """The SQL expressions that are given, by name."""
        names = ("newest_by", "first", "last", "begins", "ends")
        return {name: sql for name in names if (sql := getattr(self, name)) is not None}


FILE = "_file"
"""What the name of the file is called in ``newest_by``, within the folder of extracts."""
