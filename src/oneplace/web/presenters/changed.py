"""What changed since the run before: which ambitions stand differently."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from oneplace import results
from oneplace.progress import Status, sentences
from oneplace.progress.sentences import STATUS_LABELS
from oneplace.report import Row, ambitions_called
from oneplace.vocabulary.wording import day_words
from oneplace.web.presenters.dropped import page_of
from oneplace.web.presenters.standing import Standing
from oneplace.web.snapshot import Snapshot


@dataclass(frozen=True)
class Change:
    """An ambition whose status is another one than in the run before."""

    text: str
    href: str
    then: str
    """Empty where it is new."""
    now: str
    """Empty where the strategy no longer has it."""

    @property
    def told(self) -> str:
        """How it stood and stands, old beside new."""
        if not self.then:
            return f"new, and stands at “{self.now}”"
        return f"was “{self.then}”, now “{self.now}”" if self.now else f"was “{self.then}”, no longer in the strategy"


def changes(shot: Snapshot, standings: list[Standing]) -> tuple[str, list[Change]]:
    """The day of the run before, and what stands differently since; an empty day where there was none."""
    before = shot.previous
    if before is None:
        return "", []
    names = ambitions_called(shot.changes)
    by_id = {item.id: item for item in standings}
    moved = sentences.changes([item.row for item in standings], _progress(before.results))
    found = [
        Change(
            text=by_id[key].question if key in by_id else names.get(key, "An ambition that is gone"),
            href=by_id[key].href if key in by_id else page_of(shot, key),
            then=STATUS_LABELS[Status(then)] if then else "",
            now=STATUS_LABELS[Status(now)] if now else "",
        )
        for key, then, now in moved
    ]
    return day_words(date.fromisoformat(before.manifest["as_of"])), found


@lru_cache(maxsize=4)
def _progress(results_folder: Path) -> list[Row]:
    """The rows of progress of a run that never changes, so read once."""
    rows: list[Row] = results.read(results_folder)["progress"].to_pylist()
    return rows
