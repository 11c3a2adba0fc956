"""Which files are a place's pathways. What stands in one is read by ``oneplace.flow``."""

from __future__ import annotations

import re
from pathlib import Path

from oneplace.place.folder import files_in
from oneplace.problems import Problem

_FORMAT = re.compile(r"""^\s*\{?\s*"?format"?\s*:\s*["']?pathway/""", re.MULTILINE)


def is_pathway(path: Path) -> bool:
    """Whether a file says that it is a pathway."""
    if not path.is_file():
        return False
    with path.open(encoding="utf-8", errors="replace") as lines:
        return bool(_FORMAT.search(lines.read(4000)))


def pathways(place: Path) -> tuple[list[Path], list[Problem]]:
    """The pathway files of a place's folder, or the one that was named, and the files that would not be read."""
    return ([place], []) if is_pathway(place) else files_in(place / "pathways", (".yaml", ".json"))
