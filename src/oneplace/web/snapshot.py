"""The run that is served, read once and kept in memory until another is switched in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

from django.conf import settings

from oneplace import results
from oneplace import run as runs
from oneplace.delivery import happened
from oneplace.place import moved
from oneplace.report import RunReport


@dataclass(frozen=True)
class Snapshot(RunReport):
    """A place with its run, as this server serves it. ``run`` is None before the first one."""

    place_folder: Path
    run: runs.Run | None

    @cached_property
    def previous(self) -> runs.Run | None:
        """The run that the served one was compared with when it was made; None where there was none that is whole."""
        wanted = self.run.manifest["previous"] if self.run else None
        found = next((item for item in runs.runs(self.place_folder) if item.id == wanted), None) if wanted else None
        return found if found and not runs.verify(found) else None

    @cached_property
    def seen(self) -> list[runs.Run]:
        """The runs that readers have seen and that are there, newest first."""
        known = runs.served(self.place_folder)
        return [one for one in reversed(runs.runs(self.place_folder)) if one.id in known]


Made = TypeVar("Made")


class OnceARun(Generic[Made]):
    """What is made from a snapshot when it is first asked for, and kept until another is served."""

    def __init__(self, make: Callable[[Snapshot], Made]) -> None:
        self._make, self._lock = make, Lock()
        self._kept: tuple[Snapshot, Made] | None = None

    def __call__(self, shot: Snapshot) -> Made:
        """What is made from this snapshot."""
        with self._lock:
            if self._kept is None or self._kept[0] is not shot:
                self._kept = (shot, self._make(shot))
            return self._kept[1]


_lock = Lock()
_kept: dict[Path, tuple[str, Snapshot]] = {}


def snapshot() -> Snapshot:
    """The snapshot of the place that this server serves, read again when ``var/current`` names another run."""
    folder: Path = settings.ONEPLACE_PLACE
    stamp = moved.named_current(folder)
    with _lock:
        kept = _kept.get(folder)
        if kept is None or kept[0] != stamp:
            kept = (stamp, _read(folder, stamp))
            _kept[folder] = kept
    return kept[1]


def _read(folder: Path, run_id: str) -> Snapshot:
    """The run's own copy of the place files is read: a page never shows a definition that made other numbers.

    What was eased and nobody has decided yet stands in it as it still holds.
    """
    if not run_id:
        public = results.tables_for(results.Audience.PUBLIC)
        empty = results.Results({name: table.schema.empty_table() for name, table in public.items()})
        return Snapshot(happened.read_place(folder), empty, None, folder, None)
    served = runs.current(folder)
    if served.instead_of:
        logging.getLogger(__name__).error("%s", served.instead_of)
    written = results.read(served.results, results.Audience.PUBLIC)
    kept = moved.kept_in(served.folder)
    holds = moved.as_it_holds(happened.read_place(served.folder / moved.INPUTS), kept.held if kept else {})
    return Snapshot(holds, written, served.manifest, folder, served)
