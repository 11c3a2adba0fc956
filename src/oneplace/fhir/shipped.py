"""The views that ship: UK Core's resources as tables, a file each, for a place to read by name, copy or correct."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from oneplace.fhir.views import View, read_file
from oneplace.problems import OneplaceError

_FOLDER = Path(__file__).parent / "shipped_views"


def names() -> tuple[str, ...]:
    """The shipped views by name, in order."""
    return tuple(sorted(path.stem for path in _FOLDER.glob("*.json")))


@cache
def shipped(name: str) -> View:
    """A shipped view; raises `ValueError` where none has that name."""
    if name not in names():
        raise ValueError(f"No view {name} ships. Write one of {', '.join(names())}, or a view definition.")
    return read_file(_FOLDER / f"{name}.json")


def export(folder: Path) -> list[Path]:
    """Copy every shipped view into a folder, which is made; a file that is there stays, and is not among them."""
    if folder.exists() and not folder.is_dir():
        raise OneplaceError.at(folder, "is no folder.", "Name one, or a place for a new one.")
    folder.mkdir(parents=True, exist_ok=True)
    wanted = [folder / f"{name}.json" for name in names()]
    made = [path for path in wanted if not path.exists()]
    for path in made:
        shutil.copyfile(_FOLDER / path.name, path)
    return made
