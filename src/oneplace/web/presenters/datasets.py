"""What the datasets behind the measures are called."""

from __future__ import annotations

from oneplace.record import opendata
from oneplace.report import in_words, titles_of
from oneplace.web.formats import plain
from oneplace.web.snapshot import OnceARun, Snapshot

_RECORD = "The linked record of the partners’ files"


def _of_run(shot: Snapshot) -> dict[str, str]:
    held = {key: dataset.title for key, dataset in opendata.all_of(shot.place).items()}
    return held | extracts(shot) | {"record": _RECORD}


_titles = OnceARun(_of_run)


def called(shot: Snapshot, key: str) -> str:
    """A dataset, a partner's file or a document in words, by what the run says that it read."""
    return _titles(shot).get(key) or in_words(key, titles_of(shot.place))


def all_called(shot: Snapshot, sources: str | None) -> str:
    """Several of them, each once."""
    return "; ".join(dict.fromkeys(called(shot, key) for key in (sources or "").split("; ") if key))


def extracts(shot: Snapshot) -> dict[str, str]:
    """What the partners' datasets are called: what they hold, out of which system, and whose it is."""
    declared = shot.place.sources.sources if shot.place.sources else ()
    return {
        each.id: f"{source.system}, {source.partner}: {plain(each.id)}{' (made up)' if source.synthetic else ''}"
        for source in declared
        for each in source.datasets
    }
