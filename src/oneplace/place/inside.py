"""The one door to a file that a place's files name: what stands outside the folder is not read."""

from __future__ import annotations

from pathlib import Path

from oneplace.problems import OneplaceError


def inside(folder: Path, path: Path) -> Path:
    """``path``, if it leads into ``folder`` once every link and ``..`` is followed; it need not exist.

    Raises ``OneplaceError`` otherwise, and for what is neither a file nor a folder, before anything of the file is
    read: a place's folder may come from somebody else, and what it makes public must be its own.
    """
    try:
        end = path.resolve()
        within = end.is_relative_to(folder.resolve()) and not end.is_symlink()
    except (OSError, RuntimeError):  # a link that leads to itself: Python before 3.13 raises, later ones stay on it
        within = False
    if not within:
        mend = "Put the file itself there, and name it without `..`."
        raise OneplaceError.at(path, f"leads out of the folder {folder}.", mend, code="F04")
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe would be waited for, without end
        raise OneplaceError.at(path, "is not an ordinary file.", "Put the file itself there.", code="F01")
    return path
