"""Where files of papers stand: in the place's ``var``, shut, each under a random name, written once and checked."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from oneplace import whole

FOLDER = "papers"


def folder_of(place_folder: Path) -> Path:
    """Where a place's files stand: nothing below ``var`` is served by its address."""
    return place_folder / "var" / FOLDER


def keep(place_folder: Path, content: bytes) -> tuple[str, str]:
    """Write a file under a new random name; returns the name and the hash of what it holds."""
    name = secrets.token_hex(16)
    put(place_folder, name, content)
    return name, hashlib.sha256(content).hexdigest()


def put(place_folder: Path, stored: str, content: bytes) -> None:
    """Write a file under the name that a record gives it; one that is there stays."""
    path = folder_of(place_folder) / stored
    if not path.exists():
        whole.private(path.parent)
        whole.replace_bytes(path, content)
        whole.private_file(path)


def forget(place_folder: Path, stored: str) -> None:
    """Take away a file that no record came to name."""
    (folder_of(place_folder) / stored).unlink(missing_ok=True)


def read(place_folder: Path, stored: str, sha256: str) -> bytes | None:
    """What a file holds; None where it is gone, or is not what was taken."""
    path = folder_of(place_folder) / stored
    content = path.read_bytes() if path.is_file() else None
    return content if content is not None and hashlib.sha256(content).hexdigest() == sha256 else None
