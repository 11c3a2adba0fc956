"""The pathways of the run that is served, as the run keeps them, each with a short hash of all that it is made of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from oneplace import flow
from oneplace.problems import OneplaceError, Problem
from oneplace.run import Run
from oneplace.web.snapshot import Snapshot

FOLDER = "inputs/pathways"


@dataclass(frozen=True)
class Served:
    """A pathway file of the run: read, or with the problems that it has."""

    id: str
    pathway: flow.Pathway | None
    problems: tuple[Problem, ...]
    fit: Path | None
    """The page that sets it beside what was observed (``pathways/<id>.html``), where the place keeps one."""
    version: str
    """Eight hexadecimal figures of a hash of the file and of every series and forecast that it may name."""


def pathways(shot: Snapshot) -> Mapping[str, Served]:
    """Every pathway of the served run by its file's name; none before the first run."""
    return _pathways(shot.run.folder, _versions(shot.run)) if shot.run else {}


def _versions(run: Run) -> tuple[tuple[str, str], ...]:
    """Each pathway with its version, from the hashes that the run took of its files when it was made."""
    kept = {name: digest for name, digest in run.manifest["files"].items() if name.startswith(f"{FOLDER}/")}
    own = {PurePosixPath(name).stem: digest for name, digest in kept.items() if _is_pathway(name)}
    shared = sorted(item for item in kept.items() if not item[0].endswith((".yaml", ".html")))
    return tuple((stem, _short([digest, shared])) for stem, digest in sorted(own.items()))


def _is_pathway(name: str) -> bool:
    return str(PurePosixPath(name).parent) == FOLDER and name.endswith(".yaml")


def _short(of: object) -> str:
    return hashlib.sha256(json.dumps(of).encode()).hexdigest()[:8]


@lru_cache(maxsize=8)
def _pathways(run_folder: Path, versions: tuple[tuple[str, str], ...]) -> Mapping[str, Served]:
    """Read once: a run never changes."""
    return {stem: _read(run_folder / FOLDER / f"{stem}.yaml", stem, version) for stem, version in versions}


def _read(path: Path, stem: str, version: str) -> Served:
    page = path.with_suffix(".html")
    fit = page if page.is_file() else None
    try:
        return Served(stem, flow.read(path), (), fit, version)
    except OneplaceError as error:
        return Served(stem, None, error.problems, fit, version)
