"""Where a place's runs stand, how they are found, verified, summed up and handed on."""

from __future__ import annotations

import errno
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from oneplace import place, whole
from oneplace.delivery import happened
from oneplace.place import moved
from oneplace.problems import OneplaceError

MANIFEST = moved.MANIFEST
SERVED = moved.SERVED
"""The list of the runs that readers have seen, in ``var``."""


@dataclass(frozen=True)
class Run:
    """One finished run: where it is and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]
    instead_of: str = ""
    """Where this run is served because a later one is damaged: which, why, and how to mend it."""

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

    Where this user may not say who reads the folder, or it can't be written, whoever owns it does.
    """
    try:
        whole.private(extracts)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.EACCES, errno.EROFS}:
            raise


def place_files(place_folder: Path) -> dict[str, str]:
    """The hash of every file that describes a place: all but what was built, what partners sent, and papers.

    Papers may be exempt, and a run freezes what is said of them alone.
    """
    every = (path for path in sorted(place_folder.rglob("*")) if path.is_file())
    own = [path for path in every if not _is_built(path.relative_to(place_folder))]
    return whole.hashes(place_folder, [place.inside(place_folder, path) for path in own])


def _is_built(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts)
    papers = (*Path(happened.FILE).parent.parts, happened.PAPERS)
    return hidden or path.parts[0] == "var" or path.parts[:2] in (("data", "extracts"), papers)


def runs(place_folder: Path) -> list[Run]:
    """Every finished run of a place whose manifest can be read, oldest first, whatever the clock said when."""
    found = [run for folder in _folders(place_folder) if (run := _readable(folder)) is not None]
    return sorted(found, key=lambda run: (run.manifest.get("number", 0), run.manifest.get("built_on", ""), run.id))


def number_after(earlier: Sequence[Run]) -> int:
    """The number of the run that follows ``earlier``: what orders runs where the clock went back."""
    return max((run.manifest.get("number", 0) for run in earlier), default=0) + 1


def unreadable(place_folder: Path) -> list[Path]:
    """The folders of runs whose manifest can't be read."""
    return [folder for folder in _folders(place_folder) if _readable(folder) is None]


def current(place_folder: Path) -> Run:
    """The run to serve: the one that ``var/current`` names, or, where its files are damaged, the newest that is whole.

    Every file's hash is compared. Refuses a place that has no run, or none that is whole.
    """
    if not place_folder.is_dir():
        raise OneplaceError.at(
            place_folder, "is not a folder.", "Give the folder of a place, or make one with `oneplace new DIR`."
        )
    pointer = var(place_folder) / moved.CURRENT
    if not pointer.is_file():
        raise OneplaceError.at(place_folder, "has no run yet.", f"Make one with `oneplace run {place_folder}`.")
    return _sound(place_folder, moved.named_current(place_folder))


def _sound(place_folder: Path, run_id: str) -> Run:
    folder = var(place_folder) / moved.RUNS / run_id
    if folder.name != run_id or not folder.is_dir():
        mend = f"Make one with `oneplace run {place_folder}`."
        return _instead(place_folder, var(place_folder) / moved.CURRENT, run_id, "names no run", mend)
    faults = damage(folder)
    if not faults:
        return read(folder)
    mend = f"Move {folder} away and make it again with `oneplace run {place_folder}`."
    return _instead(place_folder, folder, run_id, f"is not as it was made ({'; '.join(faults[:3])})", mend)


def _instead(place_folder: Path, at: Path, run_id: str, what: str, mend: str) -> Run:
    """The newest run that is whole, with why it is served."""
    earlier = next((run for run in reversed(runs(place_folder)) if run.id != run_id and not verify(run)), None)
    if earlier is None:
        raise OneplaceError.at(at, f"{what}, and no other run is whole.", mend)
    subject = f"Run {run_id}" if at.name == run_id else str(at)
    return replace(earlier, instead_of=f"{subject} {what}; {earlier.id} is served instead. {mend}")


def damage(folder: Path) -> list[str]:
    """What is wrong with a run's folder, as `verify` says it; a manifest that can't be read is one thing more."""
    run = _readable(folder)
    return [f"{MANIFEST} can't be read"] if run is None else verify(run)


def named(place_folder: Path, run_id: str) -> Run:
    """A finished run by its id; refuses an id that the place doesn't have."""
    folder = var(place_folder) / moved.RUNS / run_id
    if Path(run_id).name != run_id or not (folder / MANIFEST).is_file():
        known = ", ".join(run.id for run in runs(place_folder)) or "none"
        raise OneplaceError.at(place_folder, f"has no run called '{run_id}'.", f"Its runs are: {known}.")
    return read(folder)


def served(place_folder: Path) -> list[str]:
    """The runs that readers have seen, in that order; of a place from before they were noted, every finished one."""
    if not (var(place_folder) / SERVED).exists():
        return [run.id for run in runs(place_folder)]
    return list(dict.fromkeys(moved.listed_served(place_folder)))


def note_served(place_folder: Path, run_id: str) -> None:
    """Note that readers see a run from now on; nothing is ever taken off the list, and its last is what they see."""
    listed = moved.listed_served(place_folder) or served(place_folder)
    if not (var(place_folder) / SERVED).exists() or listed[-1:] != [run_id]:
        added = [] if listed[-1:] == [run_id] else [run_id]
        whole.replace(var(place_folder) / SERVED, "\n".join([*listed, *added]) + "\n")


def shown(place_folder: Path, run_id: str) -> Run:
    """A run that readers have seen; refuses to go on without it."""
    folder = var(place_folder) / moved.RUNS / run_id
    if not (folder / MANIFEST).is_file():
        message = "is gone, but readers have seen it: without it nobody can tell what a new run would give away."
        raise OneplaceError.at(folder, message, "Put it back from a backup.")
    return read(folder)


def of_other_data(place_folder: Path, record_id: str | None = None) -> list[Run]:
    """The runs that readers have seen and that are there, oldest first: of those of one record the last, and none of
    the record ``record_id``."""
    seen = served(place_folder)
    by_record = {one.manifest["record"]: one for one in runs(place_folder) if one.id in seen and one.manifest["record"]}
    return [one for record, one in by_record.items() if record != record_id]


def read(folder: Path) -> Run:
    """The run that stands in a folder; refuses one whose manifest can't be read."""
    run = _readable(folder)
    if run is None:
        raise OneplaceError.at(folder / MANIFEST, "can't be read.", f"Move {folder} away and run again.")
    return run


def _readable(folder: Path) -> Run | None:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return Run(folder, manifest) if isinstance(manifest, dict) and "files" in manifest else None


def _folders(place_folder: Path) -> list[Path]:
    return [path.parent for path in (var(place_folder) / moved.RUNS).glob("[!.]*/" + MANIFEST)]


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
    """What a run says in a few sentences: those that open its pack."""
    said: str = json.loads((run.pack / "pack.json").read_text())["summary"]
    return said


def held(provenance: Iterable[Mapping[str, Any]]) -> str:
    """How many figures stay as an earlier run published them, as a sentence; empty where none does."""
    number = sum(row.get("rows_held") or 0 for row in provenance)
    if not number:
        return ""
    few = "few people's data could be worked out by setting this run beside those before it"
    return f"{number:,} figure{' stays' if number == 1 else 's stay'} as published before: otherwise {few}."
