"""The tables that every run writes and that pages, packs and downloads read: nothing else carries a number.

Every table says who may read it. One that doesn't is read by nobody: no page, pack, download or reference has it.

One folder a run: ``<run>/results/<table>.parquet``. Periods are half-open ``[period_start, period_end)``;
``period_label`` is what people call it ("2024/25", "March 2026", "2022 to 2024").
``dimension`` and ``group`` say whom a row is about: ``all``/``all`` is the place's headline; ``area``/<code>
is a comparator; the others are breakdowns (see ``DIMENSIONS``). ``origin`` says where the number comes from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from oneplace.problems import OneplaceError
from oneplace.results.figures import FIGURES, HOW_MADE
from oneplace.results.judgements import COMMENTARY, GAP_EFFECTS, JUDGEMENTS
from oneplace.vocabulary.dimensions import LABELS

DIMENSIONS = LABELS

ORIGINS = ("published", "recorded", "local", "synthetic", "illustrative")
"""``published``: a publisher's figure; ``recorded``: typed from a document, with its source; ``local``: computed
from the linked record of real people; ``synthetic``: computed from made-up people; ``illustrative``: invented to
show a form. The last two say so wherever they are shown."""

TOGETHER = "+"
"""What joins the codes of several areas or organisations in ``whose`` where a headline is of all of them together."""

BY_PART = "not for all of it"
"""What a ``reason`` says of a headline that is published for each part of the place, and of which no whole is made."""

WORSE_EVERYWHERE = "beyond chance: all"
"""What a ``reason`` says of such parts where each of which it can be told is worse than who they stand beside."""

BY_GROUP = "There is no value of everyone: what is known stands by group."
"""What ``why`` says of an ambition of whose measure groups have values and everyone together has none."""

NOT_COVERED = "Not covered by the partners' files"
"""The ``method`` of a period of which some file that the measure reads doesn't hold every day: it has no value."""


NOT_OVER = "Its period is not over"
"""The ``method`` of a figure given for a period that ends after the day of the run: it has no value; its ``reason``
says which was given."""


def is_over(row: Mapping[str, Any], on: date) -> bool:
    """Whether a row's period is over on a day, which may be its last: what is told of a period is told of all of it."""
    last: date = row["period_end"] - timedelta(days=1)
    return last <= on


def to_judge(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of ``results`` but for those that stand ``beside``: only these are the newest of anything, or judged."""
    return [row for row in rows if not row.get("beside")]


class Audience(Enum):
    """Who may read a table."""

    PUBLIC = "public"
    BOARD = "board"
    TEAM = "team"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Table:
    """A table of the contract: its name, its columns, and who may read it."""

    name: str
    schema: pa.Schema
    audience: Audience = Audience.NOBODY

    def open_to(self, reader: Audience) -> bool:
        """Whether a reader may have it: everyone has what is public, board and team their own besides."""
        return self.audience is not Audience.NOBODY and self.audience in (Audience.PUBLIC, reader)


_PUBLIC: dict[str, pa.Schema] = {**FIGURES, **JUDGEMENTS, **HOW_MADE}
_BOARD: dict[str, pa.Schema] = {
    "board_commentary": COMMENTARY,  # what the place's files say to the board alone
    "board_gap_effects": GAP_EFFECTS,  # of actions that are not for everybody
}

TABLES: dict[str, Table] = {
    name: Table(name, schema, audience)
    for audience, tables in ((Audience.PUBLIC, _PUBLIC), (Audience.BOARD, _BOARD))
    for name, schema in tables.items()
}
"""The contract: every table that a run may write, by its name."""


def tables_for(reader: Audience) -> dict[str, Table]:
    """The tables that a reader may have, by name, in the contract's order."""
    return {name: table for name, table in TABLES.items() if table.open_to(reader)}


@dataclass(frozen=True)
class Results:
    """A run's tables, each of its schema in ``TABLES``, by name; a table that the run did not write is empty."""

    tables: Mapping[str, pa.Table]

    def __getitem__(self, name: str) -> pa.Table:
        return self.tables[name]

    def about(self, measures: Collection[str]) -> Results:
        """The tables that tell of measures, with the rows of these alone."""
        named = pa.array(sorted(measures), pa.string())
        return Results(
            {
                name: table.filter(pc.is_in(table["measure"], value_set=named))
                for name, table in self.tables.items()
                if "measure" in table.schema.names
            }
        )


def write(folder: Path, name: str, table: pa.Table) -> Path:
    """Write one table of ``TABLES`` into ``folder`` (cast to its schema, rows in the order given)."""
    schema = TABLES[name].schema
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.parquet"
    pq.write_table(table.select(schema.names).cast(schema), path, compression="zstd")
    return path


def read(folder: Path, reader: Audience = Audience.PUBLIC) -> Results:
    """Read those of a run's tables that ``reader`` may have, and no other; refuses a folder that holds none of them."""
    tables = tables_for(reader)
    if not any((folder / f"{name}.parquet").exists() for name in tables):
        raise OneplaceError.at(folder, "holds no results.", "Make them with `oneplace run PLACE`.")
    return Results({name: _read(folder / f"{name}.parquet", table.schema) for name, table in tables.items()})


def read_one(folder: Path, name: str, reader: Audience) -> pa.Table:
    """One of a run's tables; no rows where the reader may not have it or the run did not write it."""
    table = TABLES[name]
    return _read(folder / f"{name}.parquet", table.schema) if table.open_to(reader) else table.schema.empty_table()


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    try:
        return _whole(pq.read_table(path), schema) if path.exists() else schema.empty_table()
    except (pa.ArrowInvalid, OSError) as error:
        what = str(error).splitlines()[0]
        raise OneplaceError.at(path, f"is damaged ({what}).", "Move its run away and make it again.") from error


def _whole(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table with every column of its contract: null in one that a run of an earlier version did not write."""
    for name in schema.names:
        if name not in table.column_names:
            table = table.append_column(schema.field(name), pa.nulls(len(table), schema.field(name).type))
    return table
