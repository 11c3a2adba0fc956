"""Files and folders that appear whole or not at all, and the hashes that show whether they stayed as they were.

Something is written under another name and renamed when it is complete. Renaming is atomic on one file system, so a
process killed at any moment leaves either the old or the new, never a part.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from oneplace.problems import OneplaceError


def once(folder: Path, make: Callable[[Path], object]) -> None:
    """Make ``folder`` by ``make(part)`` unless it is there."""
    if folder.exists():
        return
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    make(part)
    part.rename(folder)


def switch_in(made: Path, folder: Path) -> None:
    """Give a complete folder its name, for good: what it holds is on the disk before its name is."""
    for path in made.rglob("*"):
        if path.is_file():
            _flush(path)
    made.rename(folder)
    _flush(folder.parent)


def replace(path: Path, text: str) -> None:
    """Put ``text`` in the place of what ``path`` held."""
    aside = path.with_name(path.name + ".part")
    aside.write_text(text)
    _flush(aside)
    aside.replace(path)
    _flush(path.parent)


def copy(root: Path, names: Iterable[str], into: Path) -> None:
    """Copy the files ``names`` below ``root`` to the same names below ``into``."""
    for name in names:
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target)


def hashes(folder: Path, paths: Iterable[Path] | None = None) -> dict[str, str]:
    """The SHA-256 of every file (or of ``paths``) below ``folder``, by its name from there."""
    found = sorted(path for path in folder.rglob("*") if path.is_file()) if paths is None else paths
    return {path.relative_to(folder).as_posix(): sha256(path) for path in found}


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One process at a time; the system drops the lock when the process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OneplaceError.at(folder, "is being built by another process.", "Wait until it has ended.") from None
        yield


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
