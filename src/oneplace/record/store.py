"""Where a linked record stands, what names it, and how it is read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import duckdb

from oneplace import whole
from oneplace.fingerprint import record_code
from oneplace.place import Place
from oneplace.place.canonical import KEPT, Table
from oneplace.place.purposes import BUILT_IN
from oneplace.place.sources import Sources
from oneplace.problems import OneplaceError
from oneplace.record import stored
from oneplace.record.database import open_database
from oneplace.record.engines import Engine
from oneplace.record.engines.duck import DuckDB
from oneplace.record.engines.spark import Spark
from oneplace.record.files import Extract
from oneplace.record.reading import quoted, text

MANIFEST = "record.json"
ANEW = "encrypted_anew"
"""In it, while identities are encrypted with another key: the hashes that their files will have."""
LINK = "person_link.parquet"
BEFORE = ".before-"
"""How the names of the two folders begin that stand where a record is put that was made again, until it is there."""
LOADING = ".loading-"
"""How the name of a folder begins that a load makes a record in: it has names, unencrypted, until it is whole."""
HALF = f"{LOADING}half-"
"""The same of a record without its identities, or of identities without their record."""
SPILLED = ".spilled"
"""Beside the records, so shut for others as they are: where DuckDB puts what its memory can't hold, until it is closed.
Else that would lie in whatever folder it was started from."""
_EVERYTHING: Mapping[str, tuple[str, ...]] = {table.name: () for table in KEPT}


def clear_unfinished(into: Path) -> None:
    """Remove what a load left that was killed or failed, in records and identities; the caller holds the records.

    What was moved out of the way for a record that was made again is put back where that one did not come.
    """
    records, identities = into / "record", into / "identity"
    for name in {path.name.removeprefix(BEFORE) for zone in (records, identities) for path in zone.glob(f"{BEFORE}*")}:
        came = (records / name).exists() and (records / f"{BEFORE}{name}").exists()
        for zone in (identities, records):  # identities are moved first, put back first, and removed first
            if (before := zone / f"{BEFORE}{name}").exists():
                if came:
                    stored.remove(before)
                else:
                    _put_back(before, zone / name)
    for stale in [*records.glob(LOADING + "*"), *identities.glob(LOADING + "*")]:
        stored.remove(stale)


def _put_back(before: Path, folder: Path) -> None:
    if folder.exists():
        stored.remove(folder)
    before.rename(folder)


def connect(
    record_folder: Path, *, purpose: str = "planning", by: str = "", only: Collection[str] = ()
) -> duckdb.DuckDBPyConnection:
    """Open a record for reading: one view for each canonical table of the person and reference zones, or for ``only``
    those that are named.

    ``planning`` has nobody who opted out; ``direct_care`` has everyone. Any other purpose is one that the place
    declared as the record was made: it has nobody who opted out, and only the tables and kinds that are named for it,
    ``by`` one of those who may, and from one of the machine's accounts where it names any; its connection reaches no
    file but theirs, and its settings can't be changed. None has identities. A table of which the record holds
    nothing is an empty view, and one that a purpose doesn't name is none. Raises `OneplaceError` where there is no
    record, or nothing is given. Tables in object storage are fetched first.
    """
    connection, files = opened(record_folder, purpose=purpose, by=by, only=only)
    if purpose not in BUILT_IN:
        listed = ", ".join(text(str(path)) for path in files)
        connection.execute(f"SET allowed_paths = [{listed}]")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    return connection


def opened(
    record_folder: Path, *, purpose: str, by: str = "", only: Collection[str] = ()
) -> tuple[duckdb.DuckDBPyConnection, list[Path]]:
    """Open what `connect` does for the place's own work, which writes files too; and the files that it reads."""
    there = _stored(record_folder)
    given = _EVERYTHING if purpose in BUILT_IN else _given(record_folder, purpose, by)
    given = {name: kinds for name, kinds in given.items() if not only or name in only}
    names, folder = _names(record_folder, there, purpose, given), record_folder
    if there:
        made = manifest(record_folder)["made"]["record"]
        folder = there.fetched(record_folder, {name: made[name] for each in names.values() for name in each})
    connection = open_database()
    own = "" if purpose in BUILT_IN else f"-{purpose}"  # a connection reaches what lies there of any other
    connection.execute(f"SET temp_directory = {text(str(record_folder.parent / (SPILLED + own)))}")
    files = {name: [folder / each for each in names[name]] for name in given}
    for table in KEPT:
        if table.name in given:
            _view(connection, table, files[table.name])
    return connection, [path for each in files.values() for path in each]


def open_engine(place: Place, record_folder: Path) -> Engine:
    """Open a record for planning with the engine that its place asks for, which must be closed.

    Raises `OneplaceError` where there is no record, or the engine is not there.
    """
    if place.place.engine == "duckdb":
        return DuckDB(connect(record_folder))
    there, asked_in = _stored(record_folder), place.root / "place.yaml"
    names = _names(record_folder, there, "planning", _EVERYTHING)
    if there:
        objects = {table: [(there.address(name), there.etags[name]) for name in each] for table, each in names.items()}
        return Spark.over_objects(objects, asked_in)
    return Spark.over({table: [record_folder / name for name in each] for table, each in names.items()}, asked_in)


def _stored(record_folder: Path) -> stored.Stored | None:
    """Where a record's tables are in object storage, if there; refuses what is no record."""
    there = stored.of(record_folder)
    if there is None and not (record_folder / "person").is_dir():
        raise OneplaceError.at(record_folder, "is not a linked record.", "Make one with `oneplace load PLACE`.")
    return there


def _names(
    record_folder: Path, there: stored.Stored | None, purpose: str, given: Mapping[str, tuple[str, ...]]
) -> dict[str, list[str]]:
    """The files of each table that is given, by their names in the record; of those that have kinds, the kinds named
    (none named: all)."""
    here = (path.relative_to(record_folder).as_posix() for path in record_folder.glob("*/**/*.parquet"))
    every = sorted(there.etags if there else here)
    zones = ["person", "direct_care"] if purpose == "direct_care" else ["person"]
    found = {}
    for table in KEPT:
        if (kinds := given.get(table.name)) is not None:
            pattern = f"{table.name}/*.parquet" if table.split else f"{table.name}.parquet"
            patterns = [f"{zone}/{pattern}" for zone in (zones if table.zone == "person" else ["reference"])]
            names = [name for wanted in patterns for name in every if fnmatchcase(name, wanted)]
            found[table.name] = [name for name in names if not kinds or Path(name).stem in kinds]
    return found


def _given(record_folder: Path, purpose: str, by: str) -> dict[str, tuple[str, ...]]:
    """The tables, each with the kinds (none named: all), that a declared purpose gives to somebody."""
    declared = {one["id"]: one for one in manifest(record_folder).get("purposes", ())}
    if purpose not in declared:
        known = ", ".join((*BUILT_IN, *declared))
        mend = f"Declare it under `purposes` in sources.yaml and load again. Known are: {known}."
        raise OneplaceError.at(record_folder, f"gives nothing for '{purpose}': nobody declared that purpose.", mend)
    if by not in declared[purpose]["who"]:
        named = ", ".join(declared[purpose]["who"])
        message = f"gives {by or 'one who is not named'} nothing for '{purpose}'."
        raise OneplaceError.at(record_folder, message, f"Those who may use it are: {named}.")
    accounts = declared[purpose].get("accounts")
    if accounts and (account := _account()) not in accounts:
        message = f"gives the account {account} of this machine nothing for '{purpose}', whoever uses it."
        raise OneplaceError.at(record_folder, message, f"Its accounts are: {', '.join(accounts)}.")
    return {table: tuple(kinds) for table, kinds in declared[purpose]["tables"].items()}


def _account() -> str:
    """The account as which this process runs, by the system: what the environment says of it is anybody's word."""
    import pwd  # noqa: PLC0415 - not every system has it

    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:  # a number without a name, as in a container
        return str(os.geteuid())


def empty(table: Table) -> str:
    """SQL for a table of the record without a row."""
    return f"SELECT {', '.join(f'NULL::{kind} AS {quoted(name)}' for name, kind in table.kept.items())} LIMIT 0"


def _view(connection: duckdb.DuckDBPyConnection, table: Table, files: Sequence[Path]) -> None:
    source = empty(table)
    if files:
        listed = ", ".join(text(str(path)) for path in files)
        source = f"SELECT * FROM read_parquet([{listed}], union_by_name = true)"
    try:
        connection.execute(f"CREATE VIEW {quoted(table.name)} AS {source}")
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        torn = next((path for path in files if str(path) in said), files[0])
        raise _damaged(torn, said) from error


def manifest(record_folder: Path) -> dict[str, Any]:
    """Read what a record says of itself: inputs with their hashes, counts, linkage. Refuses a damaged one."""
    content = _manifest(record_folder)
    if content is None:
        raise _damaged(record_folder / MANIFEST, "can't be read")
    return content


def damage(record_folder: Path, identity: Path) -> list[str]:
    """What differs between the files of a record and its identities and the hashes taken when they were made."""
    content = _manifest(record_folder)
    if content is None:
        return [f"{MANIFEST} can't be read"]
    own = (MANIFEST, stored.FETCHED)  # itself, what was written aside to take its place and cut short, and copies
    found = {name: digest for name, digest in whole.hashes(record_folder).items() if not name.startswith(own)}
    made, who = content["made"]["record"], whole.hashes(identity)
    if there := stored.of(record_folder):
        found |= {name: made.get(name, "") for name in there.as_put(record_folder)}
    return [
        *whole.differences(made, found),
        *whole.differences(as_sealed(content, who), who),
    ]


def as_sealed(content: dict[str, Any], found: Mapping[str, str]) -> dict[str, str]:
    """The hashes that the files of identities must have: of one that is being encrypted anew, before or after."""
    anew = content.get(ANEW, {})
    made: dict[str, str] = content["made"]["identity"]
    return {name: anew[name] if name in anew and found.get(name) == anew[name] else was for name, was in made.items()}


def _manifest(record_folder: Path) -> dict[str, Any] | None:
    try:
        content = json.loads((record_folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return content if isinstance(content, dict) and "made" in content else None


def _damaged(path: Path, what: str) -> OneplaceError:
    return OneplaceError.at(path, f"is damaged: {what}.", "Make the record again with `oneplace load PLACE`.")


def name_of(sources: Sources, extracts: Sequence[Extract], said: str = "") -> str:
    """Return the record's id: a hash of the files, ``sources.yaml``, the code that reads them, and what people ``said``
    of links."""
    inputs = {
        "sources": sources.model_dump_json(),
        "files": {extract.name: extract.sha256 for extract in extracts},
        "code": record_code(),
    } | ({"said": said} if said else {})
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


def secret(into: Path, place_id: str, sources: Sources) -> str:
    """Return the secret with which ids are drawn: one for each installation, and kept with the identities.

    Made-up people need none: theirs is the place's id, so that everyone gets the same record of the same files.
    """
    if sources.synthetic:
        return f"synthetic:{place_id}"
    mend = "Put it back from your backup: another one would give every person another id."
    return whole.secret(into / "identity" / "secret", mend)


def newest(into: Path) -> Path | None:
    """Return the folder of the record that was made last, whatever the clock said when; None where there is none.

    One whose ``person_link`` is not as it was made is passed over: the ids of people follow from what is sound.
    """
    folders = [path.parent for path in (into / "record").glob(f"[!.]*/{MANIFEST}")]
    made = [
        (content["number"], folder) for folder in folders if (content := _manifest(folder)) and _linked(into, folder)
    ]
    return max(made)[1] if made else None


def _linked(into: Path, record_folder: Path) -> bool:
    link = into / "identity" / record_folder.name / LINK
    if not link.is_file():
        return False
    found = {LINK: whole.sha256(link)}
    return as_sealed(manifest(record_folder), found)[LINK] == found[LINK]
