"""Files of the record that were read only in part: what is told beside each figure that rests on them.

Told is a file that breaks off, and one of which one row in a hundred or more could not be used: it could not be split
into fields, lacked what it needs, or named nobody who is known. What a rule of ``sources.yaml`` leaves out, and rows
that came twice or were replaced, are no loss. Counts of records are shown by the small-number rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oneplace.measures.coverage import file_words
from oneplace.measures.rows import Row
from oneplace.place import FromLinkedRecord, SmallNumbers
from oneplace.place.sources import Sources
from oneplace.vocabulary.wording import day_words

SHARE = 0.01
"""Of the rows of a file, the least that could not be used for it to be told."""

_OF_PEOPLE = ("registration", "address")
"""The tables that say who is counted among whom: what fills them is behind every measure but those of nobody known."""


@dataclass(frozen=True)
class InPart:
    """What of a dataset's files was read in part: all of them together, and the days of their events, if known."""

    file: str
    of_people: bool
    read: int
    unused: int
    breaks_off: bool
    first: date | None
    end: date | None

    def told(self, rule: SmallNumbers) -> str:
        """How much of it is missing, as a sentence."""
        days = f", of {day_words(self.first)} to {day_words(self._last)}," if self.first and self.end else ""
        unknown = "how many of its rows are missing is not known"
        if self.unused < SHARE * self.read:
            return f"{self.file}{days or ''} breaks off: {unknown}."
        some = f"{rule.of_records(self.unused)} of {rule.of_records(self.read)} rows of {self.file}"
        more = f". It breaks off too: {unknown.replace('how many', 'how many more')}" if self.breaks_off else ""
        return f"{some}{days} could not be used{more}."

    def holds(self, start: date, end: date) -> bool:
        """Whether its events may be of a period."""
        return self.first is None or self.end is None or (self.first < end and start < self.end)

    @property
    def _last(self) -> date:
        return date.fromordinal(self.end.toordinal() - 1) if self.end else date.max


def read(loads: Iterable[Mapping[str, Any]], sources: Sources) -> dict[str, InPart]:
    """The datasets of which a file was read in part, by ``source.dataset``, from the rows of the table ``load``."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for row in loads:
        if row["breaks_off"] or (row["rows_unused"] and row["rows_unused"] >= SHARE * row["rows_read"]):
            found.setdefault(f"{row['source_system']}.{row['dataset']}", []).append(row)
    return {
        f"{source.id}.{dataset.id}": _together(
            found[f"{source.id}.{dataset.id}"],
            file_words(source.partner, dataset.id),
            of_people=any(rows.table in _OF_PEOPLE for rows in dataset.rows),
        )
        for source in sources.sources
        for dataset in source.datasets
        if f"{source.id}.{dataset.id}" in found
    }


def _together(rows: Sequence[Mapping[str, Any]], file: str, *, of_people: bool) -> InPart:
    starts, ends = ([row[name] for row in rows] for name in ("period_start", "period_end"))
    return InPart(
        file,
        of_people,
        sum(row["rows_read"] for row in rows),
        sum(row["rows_unused"] for row in rows),
        any(row["breaks_off"] for row in rows),
        None if None in starts else min(starts),
        None if None in ends else max(ends),
    )


def sentences(
    known: Mapping[str, InPart], counted: Sequence[str], compute: FromLinkedRecord, rule: SmallNumbers
) -> list[tuple[InPart, str]]:
    """What is told of the datasets behind a measure: those its events come from (``counted``), and those of people."""
    with_people = compute.population.registration != "none"
    behind = [(key, each) for key, each in known.items() if key in counted or (each.of_people and with_people)]
    return [(each, f"{each.told(rule)} {_effect(each, key in counted, compute)}") for key, each in behind]


def _effect(each: InPart, is_counted: bool, compute: FromLinkedRecord) -> str:
    fewer = compute.statistic == "count" or (compute.statistic == "rate" and not each.of_people)
    if fewer and is_counted and not compute.related:
        return "The figure is too low by an unknown number."
    return "The figure may be too low or too high: nobody knows by how much."


def marked(rows: Iterable[Row], told: Sequence[tuple[InPart, str]]) -> list[Row]:
    """Rows with what is told of the files that hold their days; as they are where nothing is."""
    return [row | {"read_in_part": _of_row(row, told)} for row in rows] if told else list(rows)


def _of_row(row: Row, told: Sequence[tuple[InPart, str]]) -> str | None:
    if row["value"] is None:
        return None
    return " ".join(words for each, words in told if each.holds(row["period_start"], row["period_end"])) or None
