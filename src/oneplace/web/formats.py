"""The few ways of writing things that templates need; numbers in words come from ``oneplace.progress``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from oneplace.place import Measure, Period, Place
from oneplace.record.opendata import DATASETS
from oneplace.vocabulary.wording import day_words


def day(value: date | None) -> str:
    """``1 April 2026``; "not set" for none."""
    return day_words(value) if value else "not set"


def when(value: Period | str | None) -> str:
    """A date as ``1 April 2026``, a month as ``April 2026``, other periods in their own words; else "not set"."""
    return "not set" if value is None or isinstance(value, str) else value.words


def plain(code: str | None) -> str:
    """A code of the place's files as words: ``receives_report`` becomes "receives report"."""
    return (code or "not_set").replace("_", " ")


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def publishers_page(measure: Measure, place: Place | None = None) -> str | None:
    """The address of a measure's publisher's page: its file's own, else that of the dataset that it is read from.

    That is the place's own edition, where it has one; one that gives no address is at the shipped one's, if both are
    of one publisher.
    """
    name = getattr(measure.compute, "dataset", "")
    shipped, own = DATASETS.get(name), place.datasets.get(name) if place else None
    if own and shipped and own.publisher != shipped.publisher:
        shipped = None
    return measure.source_page or (own.address if own else None) or (shipped.address if shipped else None)


def size(count: int) -> str:
    """The size of a file: ``12 kB``, ``1.3 MB``."""
    return f"{count / 1e6:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} kB"


def kind(name: str) -> str:
    """What a file is, by its name's end: ``CSV``."""
    return PurePosixPath(name).suffix.removeprefix(".").upper()


FILTERS: dict[str, Callable[..., Any]] = {
    function.__name__: function for function in (day, when, plain, capital, size, kind)
}
