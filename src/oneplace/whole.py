"""Files and folders that appear whole or not at all, are their owner's alone, and can be shown to be as they were made.

Something is written under another name and renamed when it is complete and on the disk. Renaming is atomic on one file
system, so a process killed at any moment, or a machine without power, leaves either the old or the new, never a part.
What is kept about people is readable by nobody else on the machine, whatever the umask: folders 0700, files 0600.
"""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from oneplace.problems import OneplaceError

_FOLDER, _FILE = 0o700, 0o600
PART = ".part"
"""How the name ends of what is written beside a file that it is to take the place of."""
_DRAWN = (64, 86)
"""Letters of a secret: as early versions drew it, and as 64 bytes make it."""
MENDS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "Make room on the disk"),
    **dict.fromkeys((errno.EROFS, errno.EACCES, errno.EPERM), "Give this user the right to read and write there"),
    **dict.fromkeys((errno.EEXIST, errno.ENOTDIR, errno.EISDIR), "Move away what stands there"),
}
"""What a user can do where the system refuses a file; any other answer of the system is a fault of ours."""


@contextmanager
def alone(folder: Path, *, wait: float = 0) -> Iterator[None]:
    """One process at a time; the system drops the lock when the process ends, however it ends.

    ``wait`` is for how many seconds another one is waited for: what is quick can be. Makes ``folder`` and shuts it for
    others. Raises `OneplaceError` where another process holds it, and, naming the file, where something in it could
    not be written while it was held.
    """
    with writing(folder):
        private(folder)
        lock = FileLock(folder / ".lock", mode=_FILE, timeout=wait)
        try:
            lock.acquire()
        except Timeout:
            raise OneplaceError.at(folder, "is being built by another process.", "Wait until it has ended.") from None
        try:
            yield
        finally:
            lock.release()


@contextmanager
def writing(where: Path) -> Iterator[None]:
    """Say in words what the system answered where a file was refused; ``where`` if it doesn't name one."""
    try:
        yield
    except OSError as error:
        if error.errno not in MENDS:
            raise
        named = Path(os.fsdecode(error.filename)) if error.filename else where
        message = f"can't be written or read ({os.strerror(error.errno)}); what was finished before is as it was."
        raise OneplaceError.at(named, message, f"{MENDS[error.errno]}, and do it again.") from error


def private(folder: Path) -> Path:
    """Make a folder unless it is there, and shut it for everybody but its owner."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(_FOLDER)
    return folder


def private_file(path: Path) -> Path:
    """Make an empty file unless it is there, and shut it for everybody but its owner."""
    private(path.parent)
    return own_file(path)


def own_file(path: Path) -> Path:
    """The same in a folder that is somebody else's, and stays as open as it is."""
    path.touch(mode=_FILE)
    path.chmod(_FILE)
    return path


def shut(folder: Path) -> None:
    """Shut a folder and everything in it for everybody but its owner."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(_FOLDER if path.is_dir() else _FILE)


def once(folder: Path, make: Callable[[Path], object]) -> None:
    """Make ``folder`` by ``make(part)`` unless it is there."""
    if folder.exists():
        return
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    make(private(part))
    switch_in(part, folder)


def switch_in(made: Path, folder: Path) -> None:
    """Give a complete folder its name, for good: what it holds is shut and on the disk before its name is."""
    settled(made)
    made.rename(folder)
    _flush(folder.parent)


def settled(made: Path) -> None:
    """Shut a folder and everything in it, and have it on the disk."""
    shut(made)
    for path in (*made.rglob("*"), made):
        _flush(path)


def replace(path: Path, text: str) -> None:
    """Put ``text`` in the place of what ``path`` held."""
    _aside(path, text.encode()).replace(path)
    _flush(path.parent)


def new(path: Path, text: str) -> None:
    """Write a file that is not there, as open as others of its user. Raises ``FileExistsError`` where one is."""
    aside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with aside.open("x", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        path.hardlink_to(aside)
    finally:
        aside.unlink(missing_ok=True)
    _flush(path.parent)


def replace_bytes(path: Path, content: bytes) -> None:
    """The same of bytes."""
    _aside(path, content).replace(path)
    _flush(path.parent)


def secret(path: Path, mend: str) -> str:
    """The secret kept at ``path``, drawn by the first who asks and the same for whoever asks later.

    Raises ``OneplaceError`` with ``mend`` where the file was emptied or cut: whoever guessed what is left could make
    what the secret stands for.
    """
    if not path.exists():
        private(path.parent)
        aside = _aside(path, secrets.token_urlsafe(64).encode())
        with suppress(FileExistsError):  # another process was first, and its secret holds
            path.hardlink_to(aside)
        aside.unlink()
        _flush(path.parent)
    kept = path.read_text("utf-8", errors="replace").strip()
    if len(kept) not in _DRAWN:
        raise OneplaceError.at(path, "does not hold the secret that was drawn: it was emptied, cut or changed.", mend)
    return kept


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


def differences(kept: dict[str, str], found: dict[str, str]) -> list[str]:
    """What was changed, is missing, or was added between two answers of ``hashes``, a sentence each."""
    changed = [f"{name} was changed" for name in sorted(found.keys() & kept.keys()) if found[name] != kept[name]]
    missing = [f"{name} is missing" for name in sorted(kept.keys() - found.keys())]
    added = [f"{name} was added" for name in sorted(found.keys() - kept.keys())]
    return changed + missing + added


def sha256(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _aside(path: Path, content: bytes) -> Path:
    """A new file beside ``path`` that holds ``content``, on the disk and shut."""
    aside = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _FILE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(handle, _FILE)
        os.fsync(handle)
    return aside


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
