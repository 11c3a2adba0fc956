"""What is kept no longer: who is forgotten, and what is older than a place says; with a log that names nobody."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oneplace import place, record, whole
from oneplace.days import months_after
from oneplace.place import moved
from oneplace.problems import OneplaceError
from oneplace.run import erased
from oneplace.run.store import extracts_folder, runs, served, var

_GOING = ".going-"
"""How the name of a folder begins that is being removed: it is there for nobody any more."""


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
    records: int | None
    gone: tuple[str, ...]
    files: tuple[str, ...] | None
    """Partners' files that still tell of the person, whose rows each load leaves out; None where it was begun before
    and the record that knew is no more."""
    alike: tuple[int, ...] = ()
    """The ids of others who may be the same person, of whom nothing was erased; as far as it is known, like the files.
    """


def erased_on(place_folder: Path, record_id: str | None) -> str | None:
    """The day on which a record was erased, or that was begun; None where it was not."""
    found = [one.at[:10] for one in erased.entries(place_folder) if (one.what, one.id) == ("record", record_id)]
    return found[-1] if found else None


def no_longer_rebuilt(place_folder: Path, record_id: str | None) -> str | None:
    """That a run of this record can't be made again, in words; None where its record is there, or it has none."""
    if record_id is None or (var(place_folder) / "record" / record_id).is_dir():
        return None
    day = erased_on(place_folder, record_id)
    return f"can no longer be rebuilt: erased on {day}" if day else None


def unended(place_folder: Path) -> tuple[str, ...]:
    """Each erasure of a person that was begun and is not ended, in words: no command but the same one ends it."""
    return tuple(
        f"The erasure {one.id}, begun on {one.at[:10]}, is not ended: what is kept may still tell of that person. Give "
        "the same `oneplace forget` again: it goes on where it stopped."
        for one in erased.unfinished(place_folder, "person")
    )


def old(place_folder: Path, today: date) -> list[Old]:
    """What is older on a day than ``place.yaml`` says (``retention``) and not needed any more; removes nothing."""
    kept = place.of_record(place_folder).place.retention
    if kept is None:
        return []
    return [
        *_old_records(place_folder, kept.records, today),
        *_old_runs(place_folder, kept.runs, today),
        *_old_extracts(place_folder, kept.extracts, today),
    ]


def prune(place_folder: Path, found: Collection[Old], *, by: str) -> None:
    """Remove what `old` found, each noted in the log, after what an earlier removal or a load left that was cut short.

    Raises `OneplaceError` where something is refused: it is not called erased, and the next removal goes on with it.
    """
    with whole.alone(var(place_folder)), whole.alone(var(place_folder) / "record"):
        _clear(place_folder, by=by)
        for each in found:
            _remove(place_folder, each, by=by)


def _remove(place_folder: Path, old: Old, *, by: str) -> None:
    def gone() -> None:
        for path in old.paths:
            _take_away(path)
        if old.kind == "extract":
            record.forget_files(var(place_folder))  # as it was read; the next load keeps the others again

    erased.noted(place_folder, old.kind, old.name, gone, by=by, why=old.because)


def _clear(place_folder: Path, *, by: str) -> None:
    """Remove what is left of what was begun to be removed, and note that it is gone; and what a killed load left."""
    folder = var(place_folder)
    record.clear_unfinished(folder)
    for path in folder.glob(f"*/{_GOING}*"):
        record.remove(path)
    for entry in erased.unfinished(place_folder, "record"):
        paths = _of_record(place_folder, entry.id)
        if not paths[0].exists():  # else it was refused whole: it is there, and judged anew
            for path in paths:
                _take_away(path)
            erased.note(place_folder, "record", entry.id, erased.State.DONE, by=by, why=entry.why)
    for kind, where in (("run", folder / moved.RUNS), ("extract", extracts_folder(place_folder))):
        for entry in erased.unfinished(place_folder, kind):
            if not (where / entry.id).exists():
                erased.note(place_folder, kind, entry.id, erased.State.DONE, by=by, why=entry.why)


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


def _old_extracts(place_folder: Path, months: int | None, today: date) -> Iterator[Old]:
    newest = record.newest(var(place_folder))
    if newest is None or not months:
        return
    with record.connect(newest, only=("load",)) as connection:
        files = connection.execute("""
            SELECT file_name, period_end, row_number() OVER (
                PARTITION BY source_system, dataset ORDER BY period_end DESC NULLS FIRST, file_name DESC) AS place
            FROM load ORDER BY file_name
        """).fetchall()
    for name, end, position in files:
        path = extracts_folder(place_folder) / name
        if end and position > 1 and months_after(end, months) < today and path.is_file():
            yield Old(
                "extract",
                name,
                f"what counts of it is of days before {end}; extracts are kept {months} months",
                (path,),
            )


def _is_served(place_folder: Path) -> bool:
    return (var(place_folder) / moved.CURRENT).is_file()


def forget(place_folder: Path, *, person: int | None = None, number: str | None = None, by: str, why: str) -> Erased:
    """Erase a person, by their id or NHS number, from the record and every past one, and keep them out of later ones.

    The record is made again without them, which takes a load; past records that hold them are removed, so that runs
    made of these can no longer be rebuilt. Results and packs stay: they tell of nobody. What was begun before and cut
    short or refused is ended first, so that the same command goes on where it stopped. Raises `OneplaceError` where
    the record has no such person, or nobody says why.
    """
    if not why.strip():
        raise OneplaceError.at(place_folder, "an erasure needs its reason.", "Say why, without naming anybody.")
    a_place, into = place.of_record(place_folder), var(place_folder)
    with whole.alone(into):
        ended = _go_on(place_folder, a_place, by=by)
        try:
            found = record.found(into, person=person, number=number)
        except OneplaceError:
            again = ended.get(record.kept_out_as(a_place, into, person=person, number=number) or "")
            if again is None:
                raise
            return again
        name = f"forgotten-{secrets.token_hex(4)}"
        erased.note(place_folder, "person", name, erased.State.BEGUN, by=by, why=why)
        record.keep_out(a_place, into, name, found)
        gone = _end(place_folder, a_place, name, by=by, why=why)
    return Erased(name, len(found.records), gone, found.files, found.alike)


def _go_on(place_folder: Path, a_place: place.Place, *, by: str) -> dict[str, Erased]:
    """End each forgetting that was begun and not ended; one that had kept nobody out yet is given up."""
    with whole.alone(var(place_folder) / "record"):
        _clear(place_folder, by=by)
    ended = {}
    for entry in erased.unfinished(place_folder, "person"):
        if entry.id in record.names_kept_out(var(place_folder)):
            record.forget_answers(a_place, var(place_folder), entry.id)
            ended[entry.id] = Erased(entry.id, None, _end(place_folder, a_place, entry.id, by=by, why=entry.why), None)
        else:
            erased.note(place_folder, "person", entry.id, erased.State.GIVEN_UP, by=by, why=entry.why)
    return ended


def _end(place_folder: Path, a_place: place.Place, name: str, *, by: str, why: str) -> tuple[str, ...]:
    """Make the record again without somebody who is kept out, and remove those that hold them; returns their names."""
    into = var(place_folder)
    loaded = record.load(a_place, extracts_folder(place_folder), into)
    gone = tuple(one for one in record.holding(a_place, into, name) if one != loaded.record_id)
    with whole.alone(into / "record"):
        for one in gone:
            _remove(place_folder, Old("record", one, f"held {name}", _of_record(place_folder, one)), by=by)
    erased.note(place_folder, "person", name, erased.State.DONE, by=by, why=why)
    return gone


def let_in(place_folder: Path, name: str, *, by: str, why: str) -> None:
    """Undo: let somebody who was forgotten in again, from the next load on; what was removed stays removed."""
    if not why.strip():
        raise OneplaceError.at(place_folder, "an undoing needs its reason.", "Say why, without naming anybody.")
    record.let_in(var(place_folder), name)
    if any(one.id == name for one in erased.unfinished(place_folder, "person")):
        erased.note(place_folder, "person", name, erased.State.GIVEN_UP, by=by, why=why)
    erased.note(place_folder, "undone", name, erased.State.DONE, by=by, why=why)


def _take_away(path: Path) -> None:
    """Remove a file, a folder, or a link alone. A folder goes at once, or, refused, is there as it was."""
    if path.is_dir() and not path.is_symlink():
        going = path.with_name(_GOING + path.name)
        path.rename(going)
        record.remove(going)
    else:
        path.unlink(missing_ok=True)
