"""What the datasets behind the measures are called."""

from __future__ import annotations

from oneplace.report import datasets_named, datasets_of
from oneplace.web.snapshot import OnceARun, Snapshot

_titles = OnceARun(lambda shot: datasets_of(shot.place))


def all_called(shot: Snapshot, sources: str | None) -> str:
    """The datasets that a run says that it read (ids with "; " between), each once by its title."""
    return datasets_named(sources, _titles(shot), shot.place)
