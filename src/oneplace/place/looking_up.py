"""What a file's rows take from another file of its source: the code behind a concept's number, a site's, a home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from oneplace.place.fields import Id, Model, Text
from oneplace.place.mapping_sql import MappingError, Sql, scalar

if TYPE_CHECKING:
    from oneplace.place.sources import Dataset


class LookUp(Model):
    """Columns of the one row of another dataset that has a value for its key; nothing where no row has it."""

    dataset: Id = Field(description="Which dataset of this source; it must have a `key` of one column.")
    by: Sql = Field(description="What its key is: an expression over the columns, and what was looked up before.")
    take: dict[Id, Text] = Field(description="What is taken, by the name that the expressions know it by.")


def names_of(look_up: tuple[LookUp, ...]) -> tuple[str, ...]:
    """The names by which what is looked up is known, in order."""
    return tuple(name for one in look_up for name in one.take)


def fault(dataset: Dataset, there: Mapping[str, Dataset]) -> str | None:
    """What is wrong with what a dataset takes from those of its source, ``there`` by id; None where nothing is."""
    if dataset.person_of:
        other_id, _, column = dataset.person_of.partition(".")
        other = there.get(other_id)
        both = other is not None and column in other.columns and column in dataset.columns
        if other is None or other.person is None or not both:
            return "person_of must name a dataset here and a column of both."
    known = list(dataset.columns)
    for one in dataset.look_up:
        if wrong := _wrong(one, there.get(one.dataset), known):
            return f"look_up: {wrong}"
        known += one.take
    return None


def _wrong(one: LookUp, other: Dataset | None, known: Sequence[str]) -> str | None:
    """What is wrong with one look-up in another dataset, by a row that has the ``known`` columns."""
    if other is None:
        return f"there is no dataset {one.dataset} in this source."
    if len(other.key) != 1:
        return f"{one.dataset} needs a `key` of one column, by which its rows are found."
    try:
        scalar(one.by, known)
    except MappingError as error:
        return str(error)
    if strange := [column for column in one.take.values() if column not in other.columns]:
        return f"{one.dataset} declares no column {strange[0]}."
    if taken := {name.casefold() for name in one.take} & {each.casefold() for each in known}:
        return f"{min(taken)} is the name of a column already. Take it by another name."
    return None
