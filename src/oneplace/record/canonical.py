"""Rows of the staging tables into the canonical tables, by the mappings of ``sources.yaml``."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from oneplace.place.canonical import BY_NAME, MAPPED, Table
from oneplace.place.mapping_sql import columns_of, scalar
from oneplace.place.sources import Column, Dataset, Rows, Source, Sources
from oneplace.record import made
from oneplace.record.database import Relation
from oneplace.record.reading import mapping, quoted, text
from oneplace.record.repeated_hour import of_activity, told_apart
from oneplace.record.staging import Staged

NOBODY = "names nobody: the key of the person is empty"
UNKNOWN = "names a person whom no row of the source describes"
"""Why rows of people are set aside that are nobody's in the record."""

_EVERY_ACTIVITY = ("activity_id", "person_id", "parent_activity_id", "source_dataset", "load_id")


def drop_orphans(staged: Staged, sources: Sources, identity: Relation) -> None:
    """Set aside the rows that name nobody, or a person whom no file of the source describes, by ``identity``."""
    for source in sources.sources:
        for dataset in source.datasets:
            if dataset.person or dataset.person_of:
                table = staged.table(source, dataset)
                known = f"SELECT source_record_id FROM {identity} WHERE source_system = {text(source.id)}"
                others = "" if dataset.facts else f" OR s._person NOT IN ({known})"
                without = NOBODY if dataset.person else UNKNOWN
                orphans = f"""
                    SELECT s._load, s._row,
                        CASE WHEN s._person IS NULL THEN {text(without)} ELSE {text(UNKNOWN)} END AS reason
                    FROM {with_key(staged, source, dataset)} AS s WHERE s._person IS NULL{others} ORDER BY ALL
                """
                staged.connection.execute(f"CREATE OR REPLACE TABLE orphans AS {orphans}")
                staged.set_aside("SELECT * FROM orphans", field="NULL", action="'row refused'", reason="reason")
                staged.connection.execute(
                    f"DELETE FROM {table} WHERE (_load, _row) IN (SELECT _load, _row FROM orphans)"
                )


def with_key(staged: Staged, source: Source, dataset: Dataset) -> str:
    """SQL for a staging table with ``_person``, the source's key of the person; null where there is none."""
    table = staged.table(source, dataset)
    if dataset.person_of:
        other_id, _, column = dataset.person_of.partition(".")
        other = next(each for each in source.datasets if each.id == other_id)
        key = f"SELECT {quoted(column)}, any_value({scalar(other.person or 'NULL', other.columns)}) AS _person"
        return f"""(
            SELECT s.*, o._person FROM {table} AS s
            LEFT JOIN ({key} FROM {staged.table(source, other)} GROUP BY {quoted(column)}) AS o USING ({quoted(column)})
        )"""
    key = f"CAST({scalar(dataset.person, dataset.columns)} AS VARCHAR)" if dataset.person else "NULL::VARCHAR"
    return f"(SELECT *, {key} AS _person FROM {table})"


def fill(staged: Staged, sources: Sources, who: Relation) -> dict[str, Relation]:
    """Make every table that a mapping fills (``MAPPED``) from the staging tables; return them by name.

    ``who`` says which person a source's record belongs to: source_system, source_record_id, person_id.
    """
    tables = {name: Relation(name) for name in MAPPED}
    for name, table in tables.items():
        staged.connection.execute(f"CREATE TABLE {table} AS {_none(BY_NAME[name])}")
        for mapped in _mapped(sources, name):
            with mapping(f"{mapped[0].id}.{mapped[1].id}: rows of {name}"):
                staged.connection.execute(f"INSERT INTO {table} BY NAME {_select(staged, sources, mapped, who)}")
    return tables


def homes(staged: Staged, sources: Sources) -> Relation:
    """Make a table of the postcodes at which each record's person has lived, as its mapped addresses say.

    It has source_system, source_record_id and postcode; a property number is looked up among ``place_of_address``.
    """
    lived, gazetteer = Relation("homes"), Relation("gazetteer")
    staged.connection.execute(f"CREATE TABLE {gazetteer} (uprn VARCHAR, postcode VARCHAR)")
    staged.connection.execute(
        f"CREATE TABLE {lived} (source_system VARCHAR, source_record_id VARCHAR, postcode VARCHAR)"
    )
    for source, dataset, rows in _mapped(sources, "place_of_address"):
        uprn, postcode = (scalar(rows.values.get(name, "NULL"), dataset.known) for name in ("uprn", "postcode"))
        staged.connection.execute(
            f"INSERT INTO {gazetteer} SELECT CAST({uprn} AS VARCHAR), {postcode} FROM {staged.table(source, dataset)}"
        )
    for source, dataset, rows in _mapped(sources, "address"):
        if rows.each is None and dataset.person is not None:
            said = {"_uprn": rows.values.get("uprn"), "_code": rows.values.get("postcode"), "_key": dataset.person}
            listed = (f"CAST({scalar(sql or 'NULL', dataset.known)} AS VARCHAR) AS {at}" for at, sql in said.items())
            staged.connection.execute(f"""
                INSERT INTO {lived} SELECT DISTINCT {text(source.id)}, _key, coalesce(_code, g.postcode)
                FROM (SELECT {", ".join(listed)} FROM {staged.table(source, dataset)})
                LEFT JOIN {gazetteer} AS g ON g.uprn = _uprn
            """)
    return lived


def _none(table: Table) -> str:
    """SQL for no rows, with every column that is filled now."""
    filled = {**table.mapped, **table.types("loader")}
    listed = [f"NULL::{kind} AS {column}" for column, kind in filled.items() if column != "parent_record_id"]
    return f"(SELECT {', '.join(listed)} LIMIT 0)"


def _mapped(sources: Sources, table: str) -> Iterator[tuple[Source, Dataset, Rows]]:
    for source in sources.sources:
        for dataset in source.datasets:
            for rows in dataset.rows:
                if rows.table == table:
                    yield source, dataset, rows


def _identifier(source_id: str, kind: str, record: str) -> str:
    """SQL for the id of an activity: the same source record has the same id in every load."""
    return f"CAST('0x' || left(sha256({text(source_id)} || '|' || {kind} || '|' || {record}), 15) AS BIGINT)"


def _select(staged: Staged, sources: Sources, mapped: tuple[Source, Dataset, Rows], who: Relation) -> str:
    source, dataset, rows = mapped
    columns = (*dataset.known, *(("item", "item_position") if rows.each else ()))
    kinds, filled = MAPPED[rows.table], BY_NAME[rows.table].types("loader")
    values = {name: f"CAST({scalar(sql, columns)} AS {kinds[name]})" for name, sql in rows.values.items()}
    looked_at = {each.field: each for each in made.of_dataset(dataset) if each.rows is rows}
    values |= {name: each.sound(sources) for name, each in looked_at.items()}
    added = {"load_id": "_load"}
    if "person_id" in filled:
        added["person_id"] = "w.person_id"
    parent = values.pop("parent_record_id", None)
    parent_id = _identifier(rows.parent_source or source.id, text(rows.parent_type or ""), parent) if parent else None
    if rows.table == "activity":
        kind, record = values["activity_type"], values["source_record_id"]
        added["activity_id"] = _identifier(source.id, kind, record)
        added["parent_activity_id"] = parent_id or "NULL::BIGINT"
        if lost := _lost(dataset, rows, lambda column: column.type == "clock"):
            values["end_at"] = f"CASE WHEN NOT {lost} THEN {values['end_at']} END"
        told = values.pop("end_known", "true")
        known = _end_known(sources, dataset, rows, values.get("end_at"), looked_at.get("end_at"))
        added["end_known"] = f"({known} AND ({values.get('end_at', 'NULL')} IS NOT NULL OR coalesce({told}, true)))"
        if "end_at" in values and "start_at" in values:  # days alone: an end may come without its time
            too_early = f"CAST({values['end_at']} AS DATE) < CAST({values['start_at']} AS DATE)"
            added["end_known"] = f"({added['end_known']} AND coalesce(NOT {too_early}, true))"
            values["end_at"] = f"CASE WHEN coalesce(NOT {too_early}, true) THEN {values['end_at']} END"
    elif rows.table == "observation":
        added["activity_id"] = parent_id or "NULL::BIGINT"
    elif rows.table == "plan":
        added["plan_id"] = _identifier(source.id, "'plan'", values.pop("source_record_id"))
    if "source_dataset" in filled:
        added["source_dataset"] = text(f"{source.id}.{dataset.id}")
    if rows.end == "inclusive":
        end = "end_at" if "end_at" in values else "end_date"
        values[end] = f"CAST({values[end]} + INTERVAL 1 DAY AS {kinds[end]})"
    listed = ", ".join(f"{sql} AS {name}" for name, sql in {**added, **values}.items())
    known = f"(SELECT source_record_id AS _person, person_id FROM {who} WHERE source_system = {text(source.id)})"
    join = (
        f"JOIN {known} AS w USING (_person)"
        if dataset.person or dataset.person_of
        else "CROSS JOIN (SELECT NULL::BIGINT AS person_id) AS w"
    )
    asked = [f"{each.fault(sources)} IS NULL" for each in looked_at.values() if each.required]
    asked += [f"({scalar(rows.where, columns)})"] if rows.where else []
    where = f" WHERE {' AND '.join(asked)}" if asked else ""
    made_of = f"SELECT {listed} FROM {_each(staged, source, dataset, rows)} AS s {join}{where}"
    return f"({told_apart(made_of, of_activity(values) if rows.table == 'activity' else {}, {})})"


def _end_known(sources: Sources, dataset: Dataset, rows: Rows, end: str | None, looked_at: made.Made | None) -> str:
    """SQL for whether a row's end is one, or rightly blank; not where the file gives one that can't be, or its day and
    no time of day beside a start that has one."""
    if end is None:
        return "true"
    unknown = [lost] if (lost := _lost(dataset, rows, lambda _column: True)) else []
    unknown += [f"{looked_at.fault(sources)} IS NOT NULL"] if looked_at else []
    parts = _of_end(dataset, rows)
    if any(column.type == "clock" for column in parts.values()):
        unknown += [f"{quoted(name)} IS NOT NULL" for name, column in parts.items() if column.type != "clock"]
    return f"({end} IS NOT NULL OR NOT ({' OR '.join(unknown) or 'false'}))"


def _lost(dataset: Dataset, rows: Rows, which: Callable[[Column], bool]) -> str:
    """SQL for whether one of some columns that make a row's end says what can't be; nothing where it has none."""
    said = ", ".join(text(name) for name, column in _of_end(dataset, rows).items() if which(column))
    return f"coalesce(list_has_any(_removed, [{said}]), false)" if said else ""


def _of_end(dataset: Dataset, rows: Rows) -> dict[str, Column]:
    """The columns that say when a row ended, by name."""
    used = columns_of(rows.values["end_at"]) if "end_at" in rows.values else frozenset[str]()
    return {name: dataset.columns[name] for name in sorted(dataset.ends) if name.casefold() in used}


def _each(staged: Staged, source: Source, dataset: Dataset, rows: Rows) -> str:
    """SQL for the staging table with its person, a row for each that is to become one."""
    return made.each(with_key(staged, source, dataset), dataset, rows)
