"""The run that readers see, found in a place's ``var`` folder: what its files said when it was made."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from oneplace.place.folder import read_files
from oneplace.place.moved.flat import said
from oneplace.place.moved.kept import SAID, SOFTENED, Kept, keep
from oneplace.place.moved.softened import BySide, softened
from oneplace.problems import OneplaceError
from oneplace.whole import differences, hashes

MANIFEST, RUNS, CURRENT, SERVED, INPUTS = "run.json", "runs", "current", "served", "inputs"
"""In ``var``: the folder of runs, the file that names the one served, the list of those that readers have seen; in a
run: its manifest, the files it read."""
_NAMED = "named_before.json"
"""Beside the files that a run read: the ids that readers had seen before it, a list."""


@dataclass(frozen=True)
class Published:
    """The last run that readers have seen. Without ``kept`` nothing can be compared with it.

    ``fault`` says how it differs from what was made; without one, what an earlier version kept can't be read today.
    ``older`` is the run before it that ``var/current`` names instead; empty where it names this one, or none.
    """

    run: str
    folder: Path
    kept: Kept | None
    fault: str = ""
    older: str = ""

    def made_since(self, kind: str) -> set[str]:
        """The ids of a kind that the run took from the record of what happened: they were never the files'."""
        return {one["subject"] for one in self._entries if (one["kind"], one["what"]) == (kind, "made")}

    @property
    def recorded(self) -> set[str]:
        """The ids of which the run took something from the record: the file alone doesn't say how they stand."""
        return {one["subject"] for one in self._entries}

    def unrecorded(self, place_folder: Path) -> list[str]:
        """What the run took from the record and the record has no more, or otherwise: ``risk R1, entry 2``."""
        held = {_number_of(one): one for one in _recorded(place_folder)}
        return [
            f"{one['kind']} {one['subject']}, entry {one['number']}"
            for one in self._entries
            if not _says_as_much(held.get(_number_of(one)), {key: one[key] for key in one if key != "imported"})
        ]

    @cached_property
    def _entries(self) -> list[dict[str, Any]]:
        return _recorded(self.folder / INPUTS)


def _recorded(root: Path) -> list[dict[str, Any]]:
    """The entries of a folder's record; none where there is none, or none that can be read: a run says so itself."""
    path = root / "delivery" / "record.jsonl"
    try:
        found = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    except (OSError, ValueError):
        return []
    return [one for one in found if isinstance(one, dict)]


def _number_of(entry: dict[str, Any]) -> tuple[object, ...]:
    return entry.get("kind"), entry.get("subject"), entry.get("number")


def _says_as_much(now: Any, then: Any) -> bool:
    """Whether what is said now says all that was: a later version may say more of each thing."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(_says_as_much(now.get(key), said) for key, said in then.items())
    return bool(now == then)


def named_current(place_folder: Path) -> str:
    """What ``var/current`` names as the run to serve, whatever was written there; empty where there is no such file."""
    pointer = place_folder / "var" / CURRENT
    return pointer.read_text("utf-8", errors="replace").strip() if pointer.is_file() else ""


def published(place_folder: Path) -> Published | None:
    """The published run of a place; None where nothing was published yet.

    It is the last that readers have seen, whatever ``var/current`` names now: what they were promised isn't forgotten.
    """
    current = named_current(place_folder)
    run = _newest(place_folder, current) or current
    if not run:
        return None
    folder, older = place_folder / "var" / RUNS / run, current if run != current else ""
    if folder.parent.is_file():
        return Published(run, folder, None)  # whoever makes a run is told what stands in its place
    try:
        return Published(run, folder, kept_in(folder), older=older)
    except OneplaceError as error:
        return Published(run, folder, None, error.problems[0].message, older)


def named_before(place_folder: Path) -> set[str]:
    """The ids that readers have seen, which a decision may name when they are gone: of a place, or of a run's inputs.

    Inputs have no runs of their own to ask: they hold what ``keep_named`` laid beside them.
    """
    seen, kept = published(place_folder), place_folder / _NAMED
    if seen is not None:
        return seen.kept.named if seen.kept else set()
    return set(json.loads(kept.read_text("utf-8"))) if kept.is_file() else set()


def keep_named(place_folder: Path, into: Path) -> None:
    """Lay the ids that readers of a place have seen beside its files in ``into``; nothing where they saw none."""
    if named := named_before(place_folder):
        (into / _NAMED).write_text(json.dumps(sorted(named), ensure_ascii=False), "utf-8")


def listed_served(place_folder: Path) -> list[str]:
    """The list of the runs that readers have seen, as it is written: one that was switched in again is there twice."""
    listed = place_folder / "var" / SERVED
    return listed.read_text("utf-8", errors="replace").split() if listed.is_file() else []


def _newest(place_folder: Path, current: str) -> str:
    """The last run that was listed as seen, or one made after it and not listed: each run is, once it is whole."""
    seen = listed_served(place_folder)
    folders = (place_folder / "var" / RUNS).glob(f"[!.]*/{MANIFEST}")
    strays = {path.parent.name: _number(path) for path in folders if path.parent.name not in {*seen, current}}
    last = seen[-1] if seen else current
    most = max(strays, key=lambda one: strays[one], default="")
    return most if most and strays[most] > _number(place_folder / "var" / RUNS / last / MANIFEST) else last


def _number(manifest: Path) -> int:
    """The number of a run; -1 of one whose manifest can't be read."""
    try:
        found = json.loads(manifest.read_text("utf-8"))
    except (OSError, ValueError):
        return -1
    number = found.get("number", 0) if isinstance(found, dict) else -1
    return number if isinstance(number, int) else -1


def kept_in(folder: Path) -> Kept | None:
    """What the run in a folder kept of its files. One that an earlier version made kept no more than the files.

    None where those can't be read any more. Raises ``OneplaceError`` where that is not as it was made.
    """
    manifest = _manifest(folder)
    run, as_of, files = str(manifest["run"]), str(manifest["as_of"]), dict(manifest["files"])
    own = {name: digest for name, digest in files.items() if name == SAID or name.startswith(f"{INPUTS}/")}
    found = [folder / name for name in own if (folder / name).is_file()]
    if faults := differences(own, hashes(folder, found)):
        raise OneplaceError.at(folder, f"is not as it was made ({faults[0]}).", "Put it back from a backup.")
    if SAID not in files:
        return _of_inputs(folder, run, as_of)
    content = json.loads((folder / SAID).read_text("utf-8"))
    kept = Kept.from_json(run, as_of, content)
    return kept if SOFTENED in content else replace(kept, softened=_from_earlier(folder, manifest, kept))


def _from_earlier(folder: Path, manifest: dict[str, Any], kept: Kept) -> dict[str, BySide]:
    """What was promised before decisions made it easier, where a run didn't keep it: out of the runs before it.

    Nothing where those are gone or not as they were made: what they said can't be told any more.
    """
    previous = folder.parent / str(manifest.get("previous") or "")
    if previous == folder.parent or not (previous / MANIFEST).is_file():
        return {}
    try:
        before = kept_in(previous)
    except OneplaceError:
        return {}
    return softened(before, kept.said, kept.taken, kept.undecided) if before else {}


def as_they_are(folder: Path) -> Kept:
    """What the files of a place say now, whatever the rules find in them; no run has kept it yet."""
    return replace(keep(read_files(folder).as_place(), None, str(folder), date.max), as_of="")


def _of_inputs(folder: Path, run: str, as_of: str) -> Kept | None:
    try:
        return Kept(run, as_of, said(read_files(folder / INPUTS).as_place()))
    except OneplaceError:
        return None


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError:
        raise OneplaceError.at(folder, "is gone.", "Put it back from a backup.") from None
    except (OSError, ValueError):
        manifest = None
    if not isinstance(manifest, dict) or not {"run", "as_of", "files"} <= manifest.keys():
        raise OneplaceError.at(folder / MANIFEST, f"{MANIFEST} can't be read.", "Put it back from a backup.")
    return manifest
