"""What the datasets behind the measures are called."""

from __future__ import annotations

from collections.abc import Mapping

from oneplace.place import Place
from oneplace.record import opendata
from oneplace.report.names import in_words, titles_of
from oneplace.vocabulary.columns import column_words

_RECORD = "The linked record of the partners’ files"


def datasets_of(place: Place) -> dict[str, str]:
    """Every dataset that a place's measures may be made from, by its id: its title; of a partner's file what it holds,
    out of which system, and whose it is."""
    held = {key: dataset.title for key, dataset in opendata.all_of(place).items()}
    return held | _extracts(place) | {"record": _RECORD}


def datasets_named(sources: str | None, named: Mapping[str, str], place: Place) -> str:
    """The datasets that a run says that it read (ids with "; " between), each once by its title.

    ``named`` is ``datasets_of`` the place. What has none is a document, called by its title wherever it is quoted.
    """
    keys = [key for key in (sources or "").split("; ") if key]
    return "; ".join(dict.fromkeys(named.get(key) or in_words(key, titles_of(place)) for key in keys))


def _extracts(place: Place) -> dict[str, str]:
    declared = place.sources.sources if place.sources else ()
    return {
        each.id: f"{source.system}, {source.partner}: {column_words(each.id)}{' (made up)' if source.synthetic else ''}"
        for source in declared
        for each in source.datasets
    }
