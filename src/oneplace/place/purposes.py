"""Purposes for which others than the place's planners use the record, as the place declares them: no more is given.

Two are built in and need no declaring: ``planning`` (the place's own, of which measures are made) and ``direct_care``.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, field_validator

from oneplace.place.canonical import ACTIVITY_TYPES, KEPT, OBSERVATION_KINDS
from oneplace.place.fields import Id, Model, Text, Texts

BUILT_IN = ("planning", "direct_care")
_KINDS = {"activity": ACTIVITY_TYPES, "observation": OBSERVATION_KINDS}
_SPLIT = {table.name: table.split for table in KEPT}


class Purpose(Model):
    """One purpose: who may use what of the record for it. Who opted out of secondary use is in none."""

    id: Id
    what: Text = Field(description="What it is for, in words.")
    who: Annotated[Texts, Field(min_length=1)] = Field(description="Who may use the record for it.")
    accounts: Texts = Field(
        (), description="The accounts of the machine that may open it, whoever is named; any where none is given."
    )
    tables: Annotated[dict[str, Texts], Field(min_length=1)] = Field(
        description="The tables that they may use; of activity and observation the kinds, or none named for all."
    )

    @field_validator("id")
    @classmethod
    def _own(cls, name: str) -> str:
        if name in BUILT_IN:
            raise ValueError(f"{name} is built in: give this purpose a name of its own.")
        return name

    @field_validator("tables")
    @classmethod
    def _known(cls, tables: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for table, kinds in tables.items():
            if table not in _SPLIT:
                raise ValueError(f"the record has no table {table}; it has {', '.join(_SPLIT)}.")
            if kinds and _SPLIT[table] is None:
                raise ValueError(f"{table} has no kinds: write `{table}: []`.")
            if unknown := sorted(set(kinds) - set(_KINDS.get(table, kinds))):
                raise ValueError(f"{table} has no kind {unknown[0]}; it has {', '.join(_KINDS[table])}.")
        return tables
