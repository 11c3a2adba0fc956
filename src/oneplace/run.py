"""The pipeline: load, measure, progress, pack; each step resumes, and a run is switched in whole or not at all.

A run is made aside in ``var/runs/.staging-<run id>``. A step writes into ``<step>.part`` and renames it to ``<step>``
when it is complete, so the folder's name is the mark that it is done; the finished run is renamed to
``var/runs/<run id>`` and only then does ``var/current`` name it. Renaming is atomic on one file system: a process
killed at any moment leaves the last good run served and the finished steps of the new one ready to go on with.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from oneplace import __version__, measures, pack, place, record, results
from oneplace.problems import OneplaceError
from oneplace.progress import progress as judge

Reporter = Callable[[str, float], None]
"""Called with what is being done and the share of the step that is done, 0 to 1."""

STEPS = ("load", "measure", "progress", "pack")
_MANIFEST = "run.json"


@dataclass(frozen=True)
class Run:
    """One finished run: where it is and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def id(self) -> str:
        """The as-of date and a hash of everything that the run was made from."""
        return self.folder.name

    @property
    def results(self) -> Path:
        """The folder of result tables."""
        return self.folder / "results"

    @property
    def pack(self) -> Path:
        """The folder of the board pack in every format."""
        return self.folder / "pack"


@dataclass(frozen=True)
class RunReport:
    """What ``run`` did: the run, which steps it did now, the seconds that each took, and the data's problems."""

    run: Run
    done: tuple[str, ...]
    seconds: dict[str, float] = field(default_factory=dict)
    rejected: int = 0


def var(place_folder: Path) -> Path:
    """Where everything that is built for a place stands."""
    return place_folder / "var"


def extracts_folder(place_folder: Path) -> Path:
    """Where partners' extracts are put."""
    return place_folder / "data" / "extracts"


def runs(place_folder: Path) -> list[Run]:
    """Every finished run of a place, oldest first."""
    folder = var(place_folder) / "runs"
    found = [_read(path) for path in folder.glob("*/" + _MANIFEST) if not path.parent.name.startswith(".")]
    return sorted(found, key=lambda run: (run.manifest["built_on"], run.id))


def current(place_folder: Path) -> Run:
    """The run that is served; refuses a place that has none."""
    pointer = var(place_folder) / "current"
    if not pointer.exists():
        raise OneplaceError.at(place_folder, "has no run yet.", f"Make one with `oneplace run {place_folder}`.")
    return named(place_folder, pointer.read_text().strip())


def named(place_folder: Path, run_id: str) -> Run:
    """A finished run by its id."""
    manifest = var(place_folder) / "runs" / run_id / _MANIFEST
    if not manifest.is_file() or Path(run_id).name != run_id:
        known = ", ".join(run.id for run in runs(place_folder)) or "none"
        raise OneplaceError.at(place_folder, f"has no run called '{run_id}'.", f"Its runs are: {known}.")
    return _read(manifest)


def verify(run: Run) -> list[str]:
    """What differs between a run's files and the hashes taken when it was made; empty where nothing does."""
    found = {name: digest for name, digest in _hashes(run.folder).items() if name != _MANIFEST}
    kept: dict[str, str] = run.manifest["files"]
    changed = [f"{name} was changed" for name in sorted(found.keys() & kept.keys()) if found[name] != kept[name]]
    missing = [f"{name} is missing" for name in sorted(kept.keys() - found.keys())]
    extra = [f"{name} was added" for name in sorted(found.keys() - kept.keys())]
    return changed + missing + extra


def run(place_folder: Path, *, as_of: date | None = None, report: Reporter | None = None) -> RunReport:
    """Do every step that isn't done yet and switch the run in.

    ``as_of`` is the day on which the run stands (default: today); it decides what is overdue and what can be judged.
    The same place files, extracts, open data, software and day make the same run: then nothing is done again.
    """
    return _Pipeline(place_folder, as_of or datetime.now(UTC).date(), report or (lambda _what, _share: None)).go()


def rebuild(place_folder: Path, run_id: str, into: Path) -> list[str]:
    """Make a past run again, in ``into``, from the inputs kept with it; return what came out differently.

    Only the date of building may differ, and that stands in files of which the hash is taken without it.
    """
    past = named(place_folder, run_id)
    if past.manifest["software"] != software():
        made, now = past.manifest["software"], software()
        raise OneplaceError.at(past.folder, f"was made by {made}, this is {now}.", "Install that version and try again.")
    if into.exists() and any(into.iterdir()):
        raise OneplaceError.at(into, "is not empty.", "Name a new folder.")
    pipeline = _Pipeline(place_folder, date.fromisoformat(past.manifest["as_of"]), lambda _what, _share: None)
    pipeline.make(past.folder / "inputs", into, past.manifest["record"], past.manifest["previous"], past.manifest["built_on"])
    return verify(Run(into, past.manifest))


@cache
def software() -> str:
    """The version and a fingerprint of the code and open data, so that a change of either makes a new run."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")) + sorted(package.rglob("*.typ")):
        digest.update(path.relative_to(package).as_posix().encode() + path.read_bytes())
    return f"oneplace {__version__}+{digest.hexdigest()[:8]}"


class _Pipeline:
    """One call of ``run``: the folders and the steps."""

    def __init__(self, place_folder: Path, as_of: date, report: Reporter) -> None:
        self.root = place_folder
        self.as_of = as_of
        self.report = report
        self.seconds: dict[str, float] = {}

    def go(self) -> RunReport:
        a_place = place.read(self.root, as_of=self.as_of)  # refuses a faulty place before any work
        with _lock(var(self.root)):
            record_id = self._load(a_place)
            inputs = _place_files(self.root)
            run_id = f"{self.as_of}-{_digest({**inputs, 'record': record_id or '', 'software': software()})}"
            folder = var(self.root) / "runs" / run_id
            if not folder.exists():
                self._assemble(folder, inputs, record_id)
            finished = _read(folder / _MANIFEST)
            if faults := verify(finished):
                message = f"is not as it was made: {'; '.join(faults[:3])}."
                raise OneplaceError.at(folder, message, "Move it away and run again.")
            _point(var(self.root) / "current", run_id)
        return RunReport(finished, self.seconds)

    def _load(self, a_place: place.Place) -> str | None:
        if a_place.sources is None:
            return None
        with self._timed("load"):
            loaded = record.load(a_place, extracts_folder(self.root), var(self.root), progress=self._step("load"))
        return loaded.record_id

    def _assemble(self, folder: Path, inputs: dict[str, str], record_id: str | None) -> None:
        """Make the run in its staging folder, going on where a killed one stopped, and rename it into place."""
        earlier = [run.id for run in runs(self.root)]
        staging = folder.with_name(f".staging-{folder.name}")
        for other in folder.parent.glob(".staging-*"):
            if other != staging:
                shutil.rmtree(other)
        _once(staging / "inputs", lambda part: _copy(self.root, inputs, part))
        manifest = {
            "run": folder.name,
            "as_of": self.as_of.isoformat(),
            "built_on": datetime.now(UTC).isoformat(timespec="seconds"),
            "software": software(),
            "record": record_id,
            "previous": earlier[-1] if earlier else None,
            "inputs": inputs,
        }
        self.make(staging / "inputs", staging, manifest)
        manifest |= {"files": _hashes(staging), "seconds": self.seconds}
        _write(staging / _MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        staging.rename(folder)
        _sync(folder.parent)

    def make(self, inputs: Path, into: Path, manifest: dict[str, Any]) -> None:
        """Do the steps measure, progress and pack that ``into`` doesn't have yet."""
        a_place = place.read(inputs, as_of=self.as_of)
        record_id, previous = manifest["record"], manifest["previous"]
        record_folder = var(self.root) / "record" / record_id if record_id else None
        with self._timed("measure"):
            _once(into / "measured", lambda part: self._measure(a_place, record_folder, part))
        with self._timed("progress"):
            _once(into / "results", lambda part: self._judge(a_place, into / "measured", part))
        with self._timed("pack"):
            before = named(self.root, previous).results if previous else None
            _once(into / "pack", lambda part: self._pack(a_place, into / "results", before, manifest, part))
        shutil.rmtree(into / "measured", ignore_errors=True)

    def _measure(self, a_place: place.Place, record_folder: Path | None, part: Path) -> None:
        tables = measures.measure(a_place, record_folder, progress=self._step("measure")).tables
        if record_folder:
            tables = {**tables, "quality": pq.read_table(record_folder / "quality.parquet")}
        for name, table in tables.items():
            results.write(part, name, table)

    def _judge(self, a_place: place.Place, measured: Path, part: Path) -> None:
        self.report("progress", 0.0)
        shutil.copytree(measured, part, copy_function=os.link)
        for name, table in judge(a_place, results.read(measured), as_of=self.as_of).items():
            results.write(part, name, table)

    def _pack(self, a_place: place.Place, made: Path, before: Path | None, manifest: dict[str, Any], part: Path) -> None:
        pack.build(a_place, made, part, manifest=manifest, previous=before, progress=self._step("pack"))

    def _step(self, step: str) -> Callable[[str, float], None]:
        return lambda what, share: self.report(f"{step}: {what}", share)

    @contextmanager
    def _timed(self, step: str) -> Iterator[None]:
        start = perf_counter()
        yield
        self.seconds[step] = round(perf_counter() - start, 2)


def _read(manifest: Path) -> Run:
    return Run(manifest.parent, json.loads(manifest.read_text()))


def _once(folder: Path, make: Callable[[Path], None]) -> None:
    """Make ``folder`` by ``make(part)`` unless it is there; it appears complete or not at all."""
    if folder.exists():
        return
    part = folder.with_name(folder.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    make(part)
    part.rename(folder)


def _place_files(root: Path) -> dict[str, str]:
    """The hash of every file that describes the place: all but what was built and what partners sent."""
    kept = sorted(p for p in root.rglob("*") if p.is_file() and not _is_built(p.relative_to(root)))
    return {path.relative_to(root).as_posix(): _sha256(path) for path in kept}


def _is_built(path: Path) -> bool:
    return path.parts[0] == "var" or path.parts[:2] == ("data", "extracts") or any(p.startswith(".") for p in path.parts)


def _copy(root: Path, files: dict[str, str], into: Path) -> None:
    for name in files:
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target)


def _hashes(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): _sha256(p) for p in sorted(folder.rglob("*")) if p.is_file()}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digest(inputs: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:8]


def _point(pointer: Path, run_id: str) -> None:
    if not pointer.exists() or pointer.read_text() != run_id:
        aside = pointer.with_name(pointer.name + ".part")
        _write(aside, run_id)
        aside.replace(pointer)
        _sync(pointer.parent)


def _write(path: Path, text: str) -> None:
    """Write and flush to the disk, so that a later rename can't outlive the content after a power cut."""
    with path.open("w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """One run at a time for a place; the system drops the lock when the process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OneplaceError.at(folder, "is being built by another process.", "Wait until it has finished.") from None
        yield
