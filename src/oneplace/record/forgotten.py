"""Who was erased, and is kept out of every later record: known by keyed hashes alone, from which nobody is told.

The partners' files go on naming them. What is kept is a hash, with the place's secret, of each number and of each key
that a source gave them: enough to leave their rows out as files are read, and nothing that names anybody.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from oneplace import whole
from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import Dataset, Source, Sources
from oneplace.problems import OneplaceError
from oneplace.record import sealing
from oneplace.record.canonical import with_key
from oneplace.record.database import open_database
from oneplace.record.reading import text
from oneplace.record.staging import Staged, line_numbers

NAME = "forgotten.jsonl"


@dataclass(frozen=True)
class Forgotten:
    """Everybody who is kept out of records, with the secret by which they are known."""

    secret: str
    hashes: frozenset[str] = frozenset()

    @property
    def digest(self) -> str:
        """What decides who is left out, as one hash; empty where nobody is."""
        return hashlib.sha256("\n".join(sorted(self.hashes)).encode()).hexdigest() if self.hashes else ""

    def holds(self, kind: str, key: str) -> str:
        """SQL for whether the hash of a key (SQL) is among them; ``kind`` is "number", or "record" with the source."""
        listed = ", ".join(text(each) for each in sorted(self.hashes))
        return f"sha256({text(f'{self.secret}|{kind}|')} || {key}) IN ({listed})" if listed else "false"


def of_record(source: str) -> str:
    """The kind of a source's keys."""
    return f"record|{source}"


def hashed(secret: str, kind: str, key: str) -> str:
    """What is kept of a number or a source's key."""
    return hashlib.sha256(f"{secret}|{kind}|{key}".encode()).hexdigest()


def path_in(into: Path) -> Path:
    """Where the hashes stand, below the place's ``var``."""
    return into / "identity" / NAME


RECORD = "source_system || '|' || source_record_id"
"""SQL for what a record is hashed by, of the kind "record"."""


def by_name(into: Path) -> dict[str, frozenset[str]]:
    """The hashes of everybody who is kept out now, by the log's name: who was forgotten, less whom was let in again."""
    kept: dict[str, frozenset[str]] = {}
    for line in _lines(path_in(into)):
        if "undone" in line:
            kept.pop(line["undone"], None)
        else:
            kept[line["id"]] = frozenset(line["hashes"])
    return kept


def read(into: Path, secret: str) -> Forgotten:
    """Everybody who is kept out now."""
    return Forgotten(secret, frozenset().union(*by_name(into).values()))


def add(into: Path, name: str, hashes: Iterable[str]) -> None:
    """Keep somebody out of every later record, by the name of the line in the log."""
    _append(path_in(into), {"id": name, "hashes": sorted(hashes)})


def undo(into: Path, name: str) -> None:
    """Let somebody in again. Raises `OneplaceError` where no such line is."""
    path = path_in(into)
    known = by_name(into)
    if name not in known:
        mend = f"Those that can be undone are: {', '.join(known) or 'none'}."
        raise OneplaceError.at(path, f"'{name}' is nobody who is kept out.", mend)
    _append(path, {"undone": name})


def _lines(path: Path) -> list[dict[str, Any]]:
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    except ValueError as error:
        mend = "Put it back from your backup: without it those who were erased would come back."
        raise OneplaceError.at(path, f"can't be read ({error}).", mend) from None


def _append(path: Path, line: dict[str, object]) -> None:
    with whole.private_file(path).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())


def named_in(staged: Staged, sources: Sources, forgotten: Forgotten) -> frozenset[str]:
    """The loads in which anything may name one of those who were forgotten, to be asked before any row is sifted.

    More widely than `leave_out` takes rows: a row that another replaces, or that is refused, names them, too, and so
    does a row of whoever has their key by now.
    """
    if not forgotten.hashes:
        return frozenset()
    ids = [source.id for source in sources.sources]
    torn = f"SELECT load_id, load_id AS _load, raw AS _raw FROM {staged.rejects_raw}"
    asked = [f"SELECT load_id FROM ({torn}) WHERE {_names(forgotten, ids)}"]
    for source in sources.sources:
        keys = _keys(staged, source, forgotten)
        for dataset in source.datasets:
            theirs = f"_person IN ({keys})" if dataset.person or dataset.person_of else "false"
            rows = with_key(staged, source, dataset)
            asked.append(f"SELECT _load FROM {rows} WHERE {theirs} OR {_names(forgotten, ids)}")
    return frozenset(load for (load,) in staged.connection.execute(" UNION ".join(asked)).fetchall())


def leave_out(staged: Staged, sources: Sources, forgotten: Forgotten) -> None:
    """Take every row of those who were forgotten out of the staging tables, and what was set aside of them.

    As if the files didn't have them: they count neither as read nor as set aside.
    """
    if not forgotten.hashes:
        return
    connection = staged.connection
    connection.execute("CREATE TABLE forgotten_rows (source VARCHAR, dataset VARCHAR, _load VARCHAR, _row BIGINT)")
    datasets = [(source, dataset) for source in sources.sources for dataset in source.datasets]
    for source in sources.sources:
        keys = _keys(staged, source, forgotten)
        for dataset in source.datasets:
            if dataset.person or dataset.person_of:
                connection.execute(f"""
                    INSERT INTO forgotten_rows
                    SELECT {text(source.id)}, {text(dataset.id)}, _load, _row
                    FROM {with_key(staged, source, dataset)} WHERE _person IN ({keys})
                """)
    for source, dataset in datasets:
        mine = (
            f"SELECT _load, _row FROM forgotten_rows WHERE source = {text(source.id)} AND dataset = {text(dataset.id)}"
        )
        connection.execute(f"DELETE FROM {staged.table(source, dataset)} WHERE (_load, _row) IN ({mine})")
    _forget_rejects(staged, sources, forgotten)
    connection.execute(f"""
        UPDATE {staged.loaded} AS l SET rows_read = rows_read - n
        FROM (SELECT load_id, count(DISTINCT line) AS n FROM forgotten_lines GROUP BY load_id) AS f
        WHERE f.load_id = l.load_id
    """)


def _keys(staged: Staged, source: Source, forgotten: Forgotten) -> str:
    """SQL for the keys that a source gives to those who were forgotten: by the key itself, or by a row's number."""
    parts = ["SELECT NULL::VARCHAR WHERE false"]
    for dataset in source.datasets:
        if not (dataset.person or dataset.person_of):
            continue
        rows = with_key(staged, source, dataset)
        known = f"SELECT DISTINCT _person FROM {rows} WHERE _person IS NOT NULL"
        parts.append(f"SELECT _person FROM ({known}) WHERE {forgotten.holds(of_record(source.id), '_person')}")
        if "nhs_number" in dataset.facts:
            parts.append(_by_number(rows, dataset, forgotten))
    return " UNION ".join(parts)


def _by_number(rows: str, dataset: Dataset, forgotten: Forgotten) -> str:
    number = f"CAST({scalar(dataset.facts['nhs_number'], dataset.columns)} AS VARCHAR)"
    return f"""
        SELECT _person FROM (SELECT DISTINCT _person, {number} AS _number FROM {rows} WHERE _person IS NOT NULL)
        WHERE _number IS NOT NULL AND {forgotten.holds("number", "_number")}
    """


def _forget_rejects(staged: Staged, sources: Sources, forgotten: Forgotten) -> None:
    """Take out what was set aside of them: of the rows that were kept, and of those that were refused whole."""
    connection = staged.connection
    rows = connection.execute("SELECT _load, _row FROM forgotten_rows ORDER BY ALL").fetchnumpy()
    gone: list[tuple[str, int]] = []
    for load in np.unique(np.asarray(rows["_load"], str)):
        extract = staged.extracts[str(load)]
        first = 2 + extract.above if extract.dataset.in_lines else 1
        places = np.asarray(rows["_row"], np.int64)[np.asarray(rows["_load"], str) == load]
        gone += [(str(load), int(line)) for line in line_numbers(places, staged.unread[str(load)], first=first)]
    connection.execute("CREATE TABLE forgotten_lines (load_id VARCHAR, line BIGINT)")
    if gone:
        connection.executemany("INSERT INTO forgotten_lines VALUES (?, ?)", gone)
    connection.execute(
        f"INSERT INTO forgotten_lines {_refused(staged, [one.id for one in sources.sources], forgotten)}"
    )
    for table in (staged.rejects, staged.rejects_raw):
        connection.execute(f'DELETE FROM {table} WHERE (load_id, "row") IN (SELECT load_id, line FROM forgotten_lines)')


def _refused(staged: Staged, source_ids: Sequence[str], forgotten: Forgotten) -> str:
    """SQL for the lines refused whole that name one of them: a part of the line is their number or their key."""
    part = "unnest(list_distinct(regexp_extract_all(raw, '[^,;|\\t\"{}\\[\\]]+')))"
    number = forgotten.holds("number", "regexp_replace(part, '[ -]', '', 'g')")
    by_source = " OR ".join(
        f"(source = {text(name)} AND {forgotten.holds(of_record(name), 'trim(part)')})" for name in source_ids
    )
    return f"""
        SELECT DISTINCT load_id, "row" FROM (
            SELECT r.load_id, r."row", l.source, {part} AS part
            FROM {staged.rejects_raw} AS r JOIN {staged.loaded} AS l USING (load_id)
        ) WHERE {number} OR {by_source}
    """


def _names(forgotten: Forgotten, source_ids: Sequence[str]) -> str:
    """SQL for whether the words of a row, where something is wrong with it, name one of them: by number, or by a key of
    its source."""
    number = forgotten.holds("number", "regexp_replace(part, '[ -]', '', 'g')")
    by_source = " OR ".join(
        f"(starts_with(_load, {text(name + '.')}) AND {forgotten.holds(of_record(name), 'trim(part)')})"
        for name in source_ids
    )
    parts = "list_distinct(regexp_extract_all(_raw, '[^,;|\\t\"{}\\[\\]]+'))"
    return f"(_raw IS NOT NULL AND len(list_filter({parts}, lambda part: {number} OR {by_source})) > 0)"


def links_without(connection: duckdb.DuckDBPyConnection, link: Path, forgotten: Forgotten, into: Path) -> Path:
    """The history of links at ``link`` without those who were forgotten: itself, or a copy in ``into``."""
    if not forgotten.hashes:
        return link
    gone = forgotten.holds("record", RECORD)
    without = into / link.name
    listed = f"SELECT * FROM {sealing.reading(connection, link)} WHERE NOT {gone}"
    sealing.write(connection, listed, without)
    return without


def records_of(link: Path, people: Collection[int]) -> list[tuple[str, str]]:
    """The records that are these people's, or were theirs last: what is now another's is not."""
    with open_database() as connection:
        return connection.execute(
            f"""
            SELECT source_system, source_record_id FROM (
                SELECT source_system, source_record_id, arg_max(person_id, coalesce(valid_to, 'infinity'::TIMESTAMP))
                    AS last FROM {sealing.reading(connection, link)} GROUP BY ALL
            ) WHERE last IN ({", ".join(map(str, people)) or "NULL"}) ORDER BY ALL
            """
        ).fetchall()
