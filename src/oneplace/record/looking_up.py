"""Columns that staged rows take from another file of their source (`LookUp`), added before anything is made of them."""

from __future__ import annotations

from collections.abc import Iterable

from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import Column, Dataset, Source, Sources
from oneplace.record.files import Extract
from oneplace.record.reading import mapping, quoted, text
from oneplace.record.staging import Staged

_KINDS = {"date": "DATE", "time": "TIMESTAMP", "instant": "TIMESTAMP", "clock": "INTERVAL", "integer": "BIGINT"} | {
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}
"""The DuckDB type of a column's values, by its declared type; of any other it is text."""


def absent(staged: Staged, sources: Sources, files: Iterable[Extract]) -> None:
    """Give every dataset that may be absent, and is none of the ``files``', a staging table without rows."""
    sent = {(each.source.id, each.dataset.id) for each in files}
    for source in sources.sources:
        for dataset in source.datasets:
            if dataset.optional and (source.id, dataset.id) not in sent:
                kinds = {quoted(name): _kind(column) for name, column in dataset.columns.items()}
                kinds |= {"_load": "VARCHAR", "_row": "BIGINT", "_removed": "VARCHAR[]"}
                kinds |= {"_born_precision": "VARCHAR"} if dataset.born else {}
                listed = ", ".join(f"{name} {kind}" for name, kind in kinds.items())
                staged.connection.execute(f"CREATE TABLE {staged.table(source, dataset)} ({listed})")


def look_up(staged: Staged, sources: Sources) -> None:
    """Add to each staging table what its rows look up, and note of which rows the key is in no row of the other file.

    To be called when rows are sifted: of the other file the one row with a key is left. Where that file may be absent,
    and is, nothing is known, and nothing noted.
    """
    sent = {(each.source.id, each.dataset.id) for each in staged.extracts.values()}
    for source in sources.sources:
        there = {dataset.id: dataset for dataset in source.datasets}
        for dataset in source.datasets:
            known = list(dataset.columns)
            for one in dataset.look_up:
                other = there[one.dataset]
                with mapping(f"{source.id}.{dataset.id}: look_up {one.dataset}"):
                    _add(staged, source, (dataset, other), scalar(one.by, known), one.take)
                    if (source.id, other.id) in sent:
                        _note(staged, source, dataset, other)
                for column in ("_by", "_found"):
                    staged.connection.execute(f"ALTER TABLE {staged.table(source, dataset)} DROP COLUMN {column}")
                known += one.take


def _add(staged: Staged, source: Source, between: tuple[Dataset, Dataset], by: str, take: dict[str, str]) -> None:
    """Add columns to the first table of the two from the row of the second whose key is ``by``."""
    table, rows = (staged.table(source, each) for each in between)
    (key,) = between[1].key
    taken = "".join(f", o.{quoted(column)} AS {quoted(name)}" for name, column in take.items())
    staged.connection.execute(f"""
        CREATE OR REPLACE TABLE {table} AS
        SELECT s.*{taken}, o.{quoted(key)} IS NOT NULL AS _found
        FROM (SELECT *, CAST({by} AS VARCHAR) AS _by FROM {table}) AS s
        LEFT JOIN {rows} AS o ON CAST(o.{quoted(key)} AS VARCHAR) = s._by
    """)


def _note(staged: Staged, source: Source, dataset: Dataset, other: Dataset) -> None:
    staged.set_aside(
        f"SELECT _load, _row FROM {staged.table(source, dataset)} WHERE _by IS NOT NULL AND NOT _found ORDER BY ALL",
        field=text(other.key[0]),
        action="'value removed'",
        reason=text(f"is the key of no row of {other.id}"),
    )


def _kind(column: Column) -> str:
    return _KINDS.get(column.type, "VARCHAR")
