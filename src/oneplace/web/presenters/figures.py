"""Rows of results as cells: value, interval, count, and why one of them is missing."""

from __future__ import annotations

from dataclasses import dataclass

from oneplace.place import Measure
from oneplace.report import Row, count
from oneplace.vocabulary.asides import EARLIER
from oneplace.vocabulary.beside import LENGTH_WORDS
from oneplace.vocabulary.wording import places, range_words, value_words
from oneplace.web.formats import capital

TOO_FEW = "too few to say"
MISSING = "not known"


@dataclass(frozen=True)
class Figure:
    """One row of a table of results, in words."""

    label: str
    value: str
    interval: str
    count: str
    note: str
    origin: str | None
    code: str
    known: bool


def figure(
    row: Row, measure: Measure, label: str | None = None, decimals: int | None = None, asked: float | None = None
) -> Figure:
    """A row of results in words. A suppressed value says so; a missing one gives its reason.

    ``asked`` is the level that it is held against: a value that misses it never reads as that level.
    """
    known = row["value"] is not None and not row["suppressed"]
    return Figure(
        label=label if label is not None else row["group_label"] or row["group"],
        value=value_words(row["value"], measure.unit, _digits(row, measure, decimals, asked))
        if known
        else TOO_FEW
        if row["suppressed"] and not row.get("beside")
        else MISSING,
        interval=interval(row, measure, decimals) if known else "",
        count="" if row["suppressed"] else count(row, measure),  # else it would seem to be hidden, and follow
        note=_note(row),
        origin=row["origin"] if known and row["origin"] in ("synthetic", "illustrative") else None,
        code=row["group"],
        known=known,
    )


def _note(row: Row) -> str:
    """What must be known of a row: the first that holds; and that it is by an earlier definition, whatever else is."""
    note = (
        row["reason"]
        or row.get("unlike")
        or LENGTH_WORDS.get(row.get("beside") or "", "")
        or ("Provisional: the publisher will revise it." if row.get("provisional") else "")
        or ("Not all of its rows could be used." if row.get("read_in_part") else "")
    )
    earlier = f"{capital(EARLIER)}." if row.get("earlier_definition") else ""
    return " ".join(filter(None, (note, earlier)))


def interval(row: Row, measure: Measure, decimals: int | None = None) -> str:
    """The limits of a row in words; empty where there are none."""
    if row["lower"] is None or row["upper"] is None:
        return ""
    return range_words(row["lower"], row["upper"], measure.unit, _digits(row, measure, decimals))


def _digits(row: Row, measure: Measure, decimals: int | None, asked: float | None = None) -> int:
    """The decimals of a value and its limits: so 13.2% never stands beside limits of 13.22% to 13.25%."""
    least = measure.decimals if decimals is None else decimals
    return places(row["value"], row["lower"], row["upper"], measure.unit, least, asked)
