"""Which files are a place's pathways. What stands in one is read by ``oneplace.flow``."""

from __future__ import annotations

import re
from pathlib import Path

from oneplace.place.folder import files_in
from oneplace.place.inside import inside
from oneplace.problems import OneplaceError, Problem

_FORMAT = re.compile(r"""^\s*\{?\s*"?format"?\s*:\s*["']?pathway/""", re.MULTILINE)


def is_pathway(path: Path) -> bool:
    """Whether a file says that it is a pathway."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as lines:
        return bool(_FORMAT.search(lines.read(4000)))


def pathways(place: Path) -> tuple[list[Path], list[Problem]]:
    """The pathway files of a place's folder, or the one that was named, and the files that would not be read."""
    if is_pathway(place):
        return [place], []
    found, problems = files_in(place / "pathways", (".yaml", ".json"))
    paths: list[Path] = []
    for path in found:
        try:
            paths.append(inside(place, path))
        except OneplaceError as error:
            problems += error.problems
    return paths, problems
