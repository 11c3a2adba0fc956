"""For which days everything that a measure reads is complete: outside them its periods are not known, never nought."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from sqlglot import exp

from oneplace.measures.matching import NEVER_CAME
from oneplace.place import Codes, Cohort, Events, FromLinkedRecord, Related, bound
from oneplace.record import Engine
from oneplace.vocabulary.columns import column_words
from oneplace.vocabulary.wording import day_words, list_words

_OF_DATASETS = ("activity", "observation")

Came = tuple[str, str | None]
"""A dataset from which rows came, and of which kind of activity they are."""


@dataclass(frozen=True)
class Dataset:
    """One dataset's intervals, half-open and in order; ``jump`` is the month of a doubled or halved level, and
    ``odd_month`` one that alone is so. From ``fills_up``, where the last of them ends, more events are to come.
    ``kinds`` are those of one kind of its activities, where they differ.
    """

    partner: str
    name: str
    spans: tuple[tuple[date, date], ...]
    confirmed: bool
    jump: date | None
    odd_month: date | None = None
    fills_up: date | None = None
    kind: str | None = None
    kinds: Mapping[str, Dataset] = field(default_factory=dict)

    def of(self, kinds: Collection[str | None]) -> Dataset:
        """The same, of its kinds only those that are counted."""
        return replace(self, kinds={kind: each for kind, each in self.kinds.items() if kind in kinds})

    @property
    def parts(self) -> tuple[Dataset, ...]:
        """The whole, then each kind that differs."""
        return (self, *self.kinds.values())

    def missing(self, start: date, end: date) -> str:
        """Why the days from ``start`` up to ``end`` are not known; empty where they are."""
        own = self._missing(start, end)
        return own or list_words([why for each in self.kinds.values() if (why := each.missing(start, end))])

    def _missing(self, start: date, end: date) -> str:
        if any(first <= start and end <= last for first, last in self.spans):
            return ""
        first, last = self.spans[0][0], self.spans[-1][1]
        if first == last:
            return f"{self._file} holds no event"
        if end > last and self.fills_up == last:
            return f"{self._file} is still filling up from {day_words(last)}"
        if end > last:
            return f"{self._file} ends in {_month(last - timedelta(days=1))}"
        if start < first:
            return f"{self._file} begins in {_month(first)}"
        hole = next(i for i, (_, stop) in enumerate(self.spans) if end > stop)
        after = self.spans[hole + 1][0]
        return f"{self._file} is silent from {day_words(self.spans[hole][1])} to {day_words(after - timedelta(days=1))}"

    @property
    def words(self) -> str:
        """Its days in words."""
        days = [
            f"{day_words(first)} to {day_words(last - timedelta(days=1))}" for first, last in self.spans if first < last
        ]
        return (
            f"{self._file}: {list_words(days) or 'no day'}, {'confirmed' if self.confirmed else 'found from the data'}"
        )

    @property
    def odd(self) -> str:
        """What to look at before its figures are trusted; empty where nothing is."""
        return " ".join(filter(None, (self._new_level, self._odd_month)))

    @property
    def _new_level(self) -> str:
        if self.jump is None:
            return ""
        return f"{self._file} doubles or halves from {_month(self.jump)}: is every edition of it there once?"

    @property
    def _odd_month(self) -> str:
        if self.odd_month is None:
            return ""
        when = _month(self.odd_month)
        return f"{self._file} has twice or half as many events in {when} as in the months beside it: is it there once?"

    @property
    def _file(self) -> str:
        file = file_words(self.partner, self.name)
        return f"“{column_words(self.kind)}” in {file}" if self.kind else file


def file_words(partner: str, dataset: str) -> str:
    """Whose file it is, and which."""
    if partner.casefold() == "not known":  # as a draft has it
        return f"the file “{column_words(dataset)}”"
    whose = f"{partner}'" if partner.endswith("s") else f"{partner}'s"
    return f"{whose} file “{column_words(dataset)}”"


@dataclass(frozen=True)
class Coverage:
    """The datasets that a measure reads."""

    datasets: tuple[Dataset, ...] = ()
    unheld: str = ""
    """Why no day is known, where nothing that it counts ever came and no file is named that would hold it."""
    names: tuple[str, ...] = ()
    """Of each, ``source.dataset``."""

    def missing(self, start: date, end: date) -> str:
        """Why something between the days is not known, as a sentence; empty where everything is."""
        if self.unheld:
            return self.unheld
        found = dict.fromkeys(reason for each in self.datasets if (reason := each.missing(start, end)))
        return f"Not known: {list_words(found)}." if found else ""

    @property
    def words(self) -> str | None:
        """The days of each dataset; None where the measure reads none of events."""
        return "; ".join(part.words for each in self.datasets for part in each.parts) or None

    @property
    def jump(self) -> date | None:
        """The newest month from which one of them doubles or halves, and no file confirms it."""
        return max((part.jump for each in self.datasets for part in each.parts if part.jump), default=None)

    @property
    def odd(self) -> tuple[str, ...]:
        """What to look at before the figures are trusted."""
        return tuple(part.odd for each in self.datasets for part in each.parts if part.odd)


def read(engine: Engine) -> dict[str, Dataset]:
    """The record's coverage, by ``source.dataset``."""
    spans = sorted(engine.rows("SELECT * FROM coverage").to_pylist(), key=lambda row: row["start_date"])
    found: dict[str, dict[str | None, list[dict[str, Any]]]] = {}
    for span in spans:
        of = found.setdefault(f"{span['source_system']}.{span['dataset']}", {})
        of.setdefault(span["kind"], []).append(span)
    return {
        key: replace(
            _dataset(found[key][None]),
            kinds={kind: _dataset(found[key][kind]) for kind in sorted(filter(None, found[key]))},
        )
        for key in sorted(found)
    }


def _dataset(spans: Sequence[Mapping[str, Any]]) -> Dataset:
    """Of its intervals, in order; what is said of all of them stands in any."""

    def said(of: str) -> Any:
        return next((span[of] for span in spans if span[of] is not None), None)

    intervals = tuple((span["start_date"], span["end_date"]) for span in spans)
    odd = (said(of) for of in ("jump", "odd_month", "fills_up", "kind"))
    return Dataset(said("partner"), said("dataset"), intervals, said("confirmed"), *odd)


def of_measure(
    engine: Engine,
    known: Mapping[str, Dataset],
    compute: FromLinkedRecord,
    cohort: Cohort | None,
    codes: Mapping[str, Codes],
    *,
    asked: dict[str, list[Came]],
) -> Coverage:
    """What a measure reads: the datasets that its file names, and those that rows like the ones it counts came from; of
    these the kinds of such rows.

    ``asked`` keeps by statement where rows came from: many measures count the same.
    """
    if not known:
        return Coverage()
    names = {key for key in known if key in compute.datasets or key.partition(".")[2] in compute.datasets}
    came = [_came_from(engine, events, codes, asked) for events in _events(compute, cohort)]
    named = bool(names)
    names |= {name for each in came for name, _ in each if name in known}
    kinds = {pair for each in came for pair in each}
    dated = compute.events and compute.events.table in _OF_DATASETS
    unheld = NEVER_CAME if dated and not named and not came[0] else ""
    read = (known[name].of({kind for of, kind in kinds if of == name}) for name in sorted(names))
    return Coverage(tuple(read), unheld, tuple(sorted(names)))


def _events(compute: FromLinkedRecord, cohort: Cohort | None) -> Iterator[Events | Related]:
    if compute.events:
        yield compute.events
    yield from compute.related.values()
    if cohort:
        yield cohort.entry
        if cohort.exit:
            yield cohort.exit


def _came_from(
    engine: Engine, events: Events | Related, codes: Mapping[str, Codes], asked: dict[str, list[Came]]
) -> Sequence[Came]:
    if events.table not in _OF_DATASETS:
        return ()
    sql = engine.written(came_from(events, codes))
    if sql not in asked:
        asked[sql] = [(row["source_dataset"], row.get("activity_type")) for row in engine.rows(sql).to_pylist()]
    return asked[sql]


def came_from(events: Events | Related, codes: Mapping[str, Codes]) -> exp.Select:
    """The datasets that rows like those asked for came from, and of activities which kinds, as a statement."""
    condition = bound(events.where, "t", codes)
    parts = condition.unnest().flatten() if isinstance(condition.unnest(), exp.And) else [condition]
    own = [part for part in parts if all(column.name != "event_date" for column in part.find_all(exp.Column))]
    kind = ("t.activity_type",) if events.table == "activity" else ()
    return exp.select("t.source_dataset", *kind).distinct().from_(f"{events.table} AS t").where(*own)


def _month(day: date) -> str:
    return f"{day:%B %Y}"
