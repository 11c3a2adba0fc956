"""Where a place's runs stand, how they are found, verified, summed up and handed on."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from oneplace import __version__, assets, results, whole
from oneplace.problems import OneplaceError
from oneplace.progress import sentences

MANIFEST = "run.json"
_SHOWING = ("web", "cli", "demo.py", "synth", "_shipped")
_COMPILED = (".pyc", ".nbi", ".nbc")


@dataclass(frozen=True)
class Run:
    """One finished run: where it is and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The as-of date and a hash of everything that the run was made from."""
        return str(self.manifest["run"])

    @property
    def results(self) -> Path:
        """The folder of result tables."""
        return self.folder / "results"

    @property
    def pack(self) -> Path:
        """The folder of the board pack in every format."""
        return self.folder / "pack"


def var(place_folder: Path) -> Path:
    """Where everything that is built for a place stands."""
    return place_folder / "var"


def extracts_folder(place_folder: Path) -> Path:
    """Where partners' extracts are put."""
    return place_folder / "data" / "extracts"


def shut_extracts(extracts: Path) -> None:
    """Shut the folder of extracts when it is first read; later whoever delivers there may be let in again.

    Where this user may not say who reads the folder, whoever owns it does.
    """
    with suppress(PermissionError):
        whole.private(extracts)


def place_files(place_folder: Path) -> dict[str, str]:
    """The hash of every file that describes a place: all but what was built and what partners sent."""
    every = (path for path in sorted(place_folder.rglob("*")) if path.is_file())
    return whole.hashes(place_folder, [path for path in every if not _is_built(path.relative_to(place_folder))])


def _is_built(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    return hidden or path.parts[0] == "var" or path.parts[:2] == ("data", "extracts")


def runs(place_folder: Path) -> list[Run]:
    """Every finished run of a place, oldest first."""
    found = [read(path.parent) for path in (var(place_folder) / "runs").glob("[!.]*/" + MANIFEST)]
    return sorted(found, key=lambda run: (run.manifest["built_on"], run.id))


def current(place_folder: Path) -> Run:
    """The run that is served; refuses a place that has none."""
    if not place_folder.is_dir():
        raise OneplaceError.at(
            place_folder, "is not a folder.", "Give the folder of a place, or make one with `oneplace new DIR`."
        )
    pointer = var(place_folder) / "current"
    if not pointer.is_file():
        raise OneplaceError.at(place_folder, "has no run yet.", f"Make one with `oneplace run {place_folder}`.")
    return named(place_folder, pointer.read_text().strip())


def named(place_folder: Path, run_id: str) -> Run:
    """A finished run by its id; refuses an id that the place doesn't have."""
    folder = var(place_folder) / "runs" / run_id
    if Path(run_id).name != run_id or not (folder / MANIFEST).is_file():
        known = ", ".join(run.id for run in runs(place_folder)) or "none"
        raise OneplaceError.at(place_folder, f"has no run called '{run_id}'.", f"Its runs are: {known}.")
    return read(folder)


def read(folder: Path) -> Run:
    """The run that stands in a folder."""
    return Run(folder, json.loads((folder / MANIFEST).read_text()))


def verify(run: Run) -> list[str]:
    """What differs between a run's files and the hashes taken when it was made; empty where nothing does."""
    found = {name: digest for name, digest in whole.hashes(run.folder).items() if name != MANIFEST}
    return whole.differences(run.manifest["files"], found)


def export(run: Run, into: Path) -> None:
    """Copy a run's pack into a new or empty folder."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise OneplaceError.at(into, "is not an empty folder.", "Name a new one.")
    whole.copy(
        run.pack, whole.hashes(run.pack), into
    )  # the run is shut; what is handed on is as open as its reader likes


def summary(run: Run) -> str:
    """What a run says in a few sentences."""
    return sentences.summary(results.read(run.results)["progress"].to_pylist())


@cache
def software() -> str:
    """The version with a fingerprint of what computes: a change of code, template, font or open data is a new run."""
    package = Path(__file__).parents[1]
    code = [path for path in _files(package) if path.relative_to(package).parts[0] not in _SHOWING]
    digest = hashlib.sha256()
    for path in code + _files(assets.folder("opendata")):
        digest.update(f"{path.name} {whole.sha256(path)}\n".encode())
    return f"oneplace {__version__}+{digest.hexdigest()[:8]}"


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in _COMPILED]
