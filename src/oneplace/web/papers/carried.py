"""Papers' files carried with the record: exported beside it, taken in with it, and backed up beside the store."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from oneplace import whole
from oneplace.delivery.happened import FILE, PAPERS, Entry, Paper
from oneplace.problems import OneplaceError
from oneplace.web.papers import kept
from oneplace.web.papers.taking import NotTakenError, found_in


def files_of(entries: Iterable[Entry]) -> dict[str, Paper]:
    """Each file that entries name: the name under which it is stored, and the paper as it then was."""
    states = [one.now() for one in entries]
    return {one.stored: one for one in states if isinstance(one, Paper) and one.stored}


def export(place_folder: Path, entries: Iterable[Entry]) -> int:
    """Copy the files that entries name to the exported record; returns how many there are. What is there stays."""
    found = files_of(entries)
    folder = (place_folder / FILE).parent / PAPERS
    for stored, one in found.items():
        if not (folder / stored).exists():
            content = _held(place_folder, stored, one)
            whole.private(folder)
            whole.replace_bytes(folder / stored, content)
            whole.private_file(folder / stored)
    return len(found)


def take_in(place_folder: Path, entries: Iterable[Entry], beside: Path) -> None:
    """Take the files that new entries name from the folder beside a record; refuses one that is gone or unfit.

    Every file is looked at before the first is taken: it may come from anywhere.
    """
    taken = {}
    for stored, one in files_of(entries).items():
        if kept.read(place_folder, stored, one.sha256) is None:
            taken[stored] = _fit(beside / PAPERS / stored, one)
    for stored, content in taken.items():
        kept.put(place_folder, stored, content)


def back_up(place_folder: Path, entries: Iterable[Entry], archive: Path) -> int:
    """Write the files that entries name into a new archive, none where there are none; returns how many."""
    found = files_of(entries)
    if found:
        whole.own_file(archive)
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as made:
            for stored, one in sorted(found.items()):
                made.writestr(zipfile.ZipInfo(stored), _held(place_folder, stored, one))
    return len(found)


def check(entries: Iterable[Entry], archive: Path) -> Callable[[Path], None]:
    """Make sure that an archive holds every file that entries name, as they name it; returns what puts them back."""
    found = files_of(entries)
    if not found:
        return lambda _place_folder: None
    try:
        with zipfile.ZipFile(archive) as held:
            for stored, one in found.items():
                if hashlib.sha256(held.read(stored)).hexdigest() != one.sha256:
                    raise OneplaceError.at(archive, f"holds another file than {one.file} was.", "Take another backup.")
    except FileNotFoundError:
        mend = "Put it beside the backup: `oneplace backup` wrote both."
        raise OneplaceError.at(archive, "is not there, and the backup has papers.", mend) from None
    except (zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise OneplaceError.at(archive, f"can't be read ({error}).", "Take another backup.") from None
    return lambda place_folder: _put_back(place_folder, found, archive)


def _put_back(place_folder: Path, found: Iterable[str], archive: Path) -> None:
    with zipfile.ZipFile(archive) as held:
        for stored in found:
            kept.put(place_folder, stored, held.read(stored))


def _held(place_folder: Path, stored: str, one: Paper) -> bytes:
    content = kept.read(place_folder, stored, one.sha256)
    if content is None:
        where = kept.folder_of(place_folder) / stored
        mend = "Put it back from a backup: its record names what it held."
        raise OneplaceError.at(where, f"is gone or was changed: it is {one.file} of a paper.", mend)
    return content


def _fit(path: Path, one: Paper) -> bytes:
    content = path.read_bytes() if path.is_file() else None
    if content is None:
        raise OneplaceError.at(path, f"is not there: it is {one.file} of a paper.", "Copy the folder of papers too.")
    if hashlib.sha256(content).hexdigest() != one.sha256:
        raise OneplaceError.at(path, f"is not what {one.file} was.", "Export the record again.")
    try:
        found_in(one.form, content)
    except NotTakenError as error:
        raise OneplaceError.at(path, f"is not taken as {one.file}.", str(error)) from None
    return content
