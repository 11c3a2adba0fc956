"""A record's tables in object storage: put there whole, found as they were put, fetched for reading, removed with it.

Every record has an address of its own there, drawn when it is made, at which nothing is ever written over. The record's
folder stays the record: it says where its tables are, so that they are there for readers when the folder gets its name,
and whoever removes the folder knows what else is to go.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TypeVar

from pyarrow import fs

from oneplace import whole
from oneplace.problems import OneplaceError
from oneplace.record import object_storage

FILE = "stored.json"
"""In a record's folder: where its tables are. It is there before the first of them is sent."""
FETCHED = ".fetched"
"""In a record's folder: its tables as they were fetched, for an engine that reads files of this machine."""
ZONES = ("person", "direct_care", "reference")
"""The folders of tables; what pages show of a record, its counts of quality and faults, stays on this machine."""
_AT_ONCE = 8
_BLOCK = 8 << 20
_T = TypeVar("_T")


@dataclass(frozen=True)
class Stored:
    """The tables of a record: at the address ``at``, below ``storage``, which its place asked for.

    ``etags`` is how the storage named each file's content when it was put there; none while they are being sent.
    """

    storage: str
    at: str
    etags: Mapping[str, str]

    def address(self, name: str) -> str:
        """A file's address, without the scheme."""
        return f"{self.at.removeprefix(object_storage.SCHEME)}/{name}"

    def as_put(self, record_folder: Path) -> set[str]:
        """The files that are there as they were put."""
        with self._told(record_folder):
            files = object_storage.opened(record_folder)
            found = _each(self.etags, lambda name: _etag_now(files, self.address(name)))
        return {name for name, etag in found.items() if etag == self.etags[name]}

    def fetched(self, record_folder: Path, wanted: Mapping[str, str]) -> Path:
        """A folder on this machine with the files that are wanted, each by its SHA-256; what it lacks is fetched.

        Raises `OneplaceError` where the storage can't be asked, or a file there is missing or another than was put.
        """
        folder = whole.private(record_folder / FETCHED)
        lacking = [name for name, made in wanted.items() if not _is(folder / name, made)]
        if lacking:
            with whole.writing(folder), self._told(record_folder):
                files = object_storage.opened(record_folder)
                _each(lacking, lambda name: _fetch(files, self.address(name), folder / name, wanted[name]))
        return folder

    def remove(self, record_folder: Path) -> None:
        """Remove whatever is at the record's address."""
        with self._told(record_folder), object_storage.gone():
            object_storage.opened(record_folder).delete_dir(self.address("").rstrip("/"))

    def _told(self, record_folder: Path) -> AbstractContextManager[None]:
        return object_storage.told(record_folder, f"has its tables in {self.at}")


def of(record_folder: Path) -> Stored | None:
    """Where the tables of a record are that are in object storage; None where they are in its folder."""
    path = record_folder / FILE
    if not path.exists():
        return None
    try:
        return Stored(**json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        message = f"is damaged: {FILE}, which says where its tables are, can't be read."
        mend = "Put it back from your backup; or remove the folder, and in object storage what begins with its name."
        raise OneplaceError.at(record_folder, message, mend) from None


def put(record_folder: Path, name: str, storage: str, asked_in: Path) -> None:
    """Send the tables of the record that is being made in a folder to object storage, and remove them here.

    Raises `OneplaceError` at ``asked_in`` where that is refused; what was sent until then goes with the folder.
    """
    paths = [path for zone in ZONES for path in sorted((record_folder / zone).rglob("*.parquet"))]
    names = {path.relative_to(record_folder).as_posix(): path for path in paths}
    there = Stored(storage, f"{storage}/{name}-{secrets.token_hex(4)}", {})
    _say(record_folder, there)
    with object_storage.told(asked_in, f"asks for `storage: {storage}`"):
        files = object_storage.opened(asked_in)
        etags = _each(names, lambda name: _put(files, names[name], there.address(name)))
    _say(record_folder, replace(there, etags=etags))
    for zone in ZONES:
        shutil.rmtree(record_folder / zone)


def remove(folder: Path) -> None:
    """Remove a folder, and where it is a record's its tables with it, wherever they are."""
    if there := of(folder):
        there.remove(folder)
    shutil.rmtree(folder)


def forget_fetched(records: Path) -> None:
    """Remove what was fetched of every record in a folder."""
    for folder in records.glob(f"[!.]*/{FETCHED}"):
        shutil.rmtree(folder)


def _say(record_folder: Path, there: Stored) -> None:
    whole.replace(record_folder / FILE, json.dumps(asdict(there), indent=1, sort_keys=True))


def _each(names: Collection[str], do: Callable[[str], _T]) -> dict[str, _T]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(zip(names, pool.map(do, names), strict=True))


def _put(files: fs.S3FileSystem, path: Path, address: str) -> str:
    with path.open("rb") as here, files.open_output_stream(address) as there:
        shutil.copyfileobj(here, there, _BLOCK)
    return _etag(files, address)


def _etag(files: fs.S3FileSystem, address: str) -> str:
    with files.open_input_file(address) as there:
        return object_storage.etag(there)


def _etag_now(files: fs.S3FileSystem, address: str) -> str | None:
    """None where there is no such file any more."""
    try:
        return _etag(files, address)
    except FileNotFoundError:
        return None


def _fetch(files: fs.S3FileSystem, address: str, into: Path, made: str) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    part = whole.own_file(into.with_name(f"{into.name}.{secrets.token_hex(4)}{whole.PART}"))
    try:
        with files.open_input_stream(address) as there, part.open("wb") as here:
            shutil.copyfileobj(there, here, _BLOCK)
        if not _is(part, made):
            raise FileNotFoundError(f"{address} is another file than was put there")
        part.replace(into)
    finally:
        part.unlink(missing_ok=True)


def _is(path: Path, made: str) -> bool:
    return path.is_file() and whole.sha256(path) == made
