"""What is kept no longer: who is forgotten, and what is older than a place says; with a log that names nobody."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from oneplace import place, record, whole
from oneplace.days import months_after
from oneplace.place import moved
from oneplace.problems import OneplaceError
from oneplace.run.store import extracts_folder, runs, served, var

LOG = "erased.jsonl"
"""The log's name, in ``var``: a line an erasure, only ever added to."""


@dataclass(frozen=True)
class Old:
    """Something that is older than it is to be kept: a record, a run or an extract, and why it is."""

    kind: str
    name: str
    because: str
    paths: tuple[Path, ...]


@dataclass(frozen=True)
class Erased:
    """What was forgotten: by which name the log has it, how many records it had, and which past records went."""

    id: str
    records: int
    gone: tuple[str, ...]
    files: tuple[str, ...]
    """Partners' files that still tell of the person; each load leaves those rows out."""


def log(place_folder: Path) -> list[dict[str, str]]:
    """Every line of the log, oldest first."""
    path = var(place_folder) / LOG
    try:
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    except ValueError as error:
        raise OneplaceError.at(path, f"can't be read ({error}).", "Put it back from your backup.") from None


def erased_on(place_folder: Path, record_id: str | None) -> str | None:
    """The day on which a record was erased; None where it was not."""
    found = [line["at"][:10] for line in log(place_folder) if (line["what"], line["id"]) == ("record", record_id)]
    return found[-1] if found else None


def no_longer_rebuilt(place_folder: Path, record_id: str | None) -> str | None:
    """That a run of this record can't be made again, in words; None where its record is there, or it has none."""
    if record_id is None or (var(place_folder) / "record" / record_id).is_dir():
        return None
    day = erased_on(place_folder, record_id)
    return f"can no longer be rebuilt: erased on {day}" if day else None


def old(place_folder: Path, today: date) -> list[Old]:
    """What is older than ``place.yaml`` says (``retention``) and not needed any more; removes nothing."""
    a_place = place.read(place_folder)
    kept = a_place.place.retention
    if kept is None:
        return []
    return [
        *_old_records(place_folder, kept.records, today),
        *_old_runs(place_folder, kept.runs, today),
        *_old_extracts(place_folder, a_place, kept.extracts),
    ]


def prune(place_folder: Path, found: Collection[Old], *, by: str) -> None:
    """Remove what `old` found, each with a line in the log first: a removal that is cut short is told all the same."""
    with whole.alone(var(place_folder)), whole.alone(var(place_folder) / "record"):
        for each in found:
            _note(place_folder, each.kind, each.name, by=by, why=each.because)
            for path in each.paths:
                _remove(path)


def _old_records(place_folder: Path, months: int | None, today: date) -> Iterator[Old]:
    folder, current = var(place_folder), moved.named_current(place_folder) if _is_served(place_folder) else None
    newest = record.newest(folder)
    needed = {
        newest.name if newest else None,
        *(one.manifest["record"] for one in runs(place_folder) if one.id == current),
    }
    for path in sorted((folder / "record").glob("[!.]*/record.json")) if months else ():
        name = path.parent.name
        made = date.fromisoformat(record.manifest(path.parent)["loaded_at"][:10])
        if name not in needed and months_after(made, months or 0) < today:
            because = f"made on {made}; records are kept {months} months"
            yield Old("record", name, because, _of_record(place_folder, name))


def _of_record(place_folder: Path, name: str) -> tuple[Path, ...]:
    """The folders of a record: what makes it exist goes first."""
    return tuple(var(place_folder) / part / name for part in ("record", "identity", "counts"))


def _old_runs(place_folder: Path, months: int | None, today: date) -> Iterator[Old]:
    seen = {*served(place_folder), *((moved.named_current(place_folder),) if _is_served(place_folder) else ())}
    for one in runs(place_folder) if months else ():
        made = date.fromisoformat(one.manifest["built_on"][:10])
        if one.id not in seen and months_after(made, months or 0) < today:
            yield Old("run", one.id, f"made on {made}, seen by nobody; runs are kept {months} months", (one.folder,))


def _old_extracts(place_folder: Path, a_place: place.Place, months: int | None) -> Iterator[Old]:
    newest = record.newest(var(place_folder))
    if newest is None or not months or a_place.sources is None:
        return
    with record.connect(newest) as connection:
        files = connection.execute("""
            SELECT file_name, period_end, row_number() OVER (
                PARTITION BY source_system, dataset ORDER BY period_end DESC NULLS FIRST, file_name DESC) AS place
            FROM load ORDER BY file_name
        """).fetchall()
    for name, end, position in files:
        path = extracts_folder(place_folder) / name
        if end and position > 1 and months_after(end, months) < a_place.sources.as_at and path.is_file():
            yield Old("extract", name, f"tells of days before {end}; extracts are kept {months} months", (path,))


def _is_served(place_folder: Path) -> bool:
    return (var(place_folder) / moved.CURRENT).is_file()


def forget(place_folder: Path, *, person: int | None = None, number: str | None = None, by: str, why: str) -> Erased:
    """Erase a person, by their id or NHS number, from the record and every past one, and keep them out of later ones.

    The record is made again without them, which takes a load; past records that hold them are removed, so that runs
    made of these can no longer be rebuilt. Results and packs stay: they tell of nobody. Raises `OneplaceError` where
    the record has no such person, or nobody says why.
    """
    if not why.strip():
        raise OneplaceError.at(place_folder, "an erasure needs its reason.", "Say why, without naming anybody.")
    a_place, into = place.read(place_folder), var(place_folder)
    found = record.found(into, person=person, number=number)
    name = f"forgotten-{secrets.token_hex(4)}"
    with whole.alone(into):
        _note(place_folder, "person", name, by=by, why=why)
        record.keep_out(a_place, into, name, found)
        loaded = record.load(a_place, extracts_folder(place_folder), into)
        gone = tuple(one for one in record.holding(into, found) if one != loaded.record_id)
        with whole.alone(into / "record"):
            for one in gone:
                _note(place_folder, "record", one, by=by, why=f"held {name}")
                for path in _of_record(place_folder, one):
                    _remove(path)
    return Erased(name, len(found.records), gone, found.files)


def let_in(place_folder: Path, name: str, *, by: str, why: str) -> None:
    """Undo: let somebody who was forgotten in again, from the next load on; what was removed stays removed."""
    if not why.strip():
        raise OneplaceError.at(place_folder, "an undoing needs its reason.", "Say why, without naming anybody.")
    record.let_in(var(place_folder), name)
    _note(place_folder, "undone", name, by=by, why=why)


def _remove(path: Path) -> None:
    """Remove a file, a folder, or a link alone; what can't be removed is told, for the log already says it is gone."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _note(place_folder: Path, what: str, name: str, *, by: str, why: str) -> None:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    line = {"at": now, "what": what, "id": name, "by": by, "why": " ".join(why.split())}
    with whole.private_file(var(place_folder) / LOG).open("a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        file.flush()
        os.fsync(file.fileno())
