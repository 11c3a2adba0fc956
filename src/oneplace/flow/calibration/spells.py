"""Spells of patients at places: who came where and when, when care began and ended, and where they went."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from oneplace.flow.calibration.faults import faults, faults_between, fifths, former_words
from oneplace.flow.calibration.table import Bools, Floats, Table, read_table
from oneplace.flow.file.pathway import FINISHED
from oneplace.flow.file.quantity import duration
from oneplace.problems import OneplaceError, Problem

Ints = NDArray[np.int64]

GAP = "12 hours"
"""Who comes to another place within this time of leaving one has moved on; later, they come anew."""
ZONE = "Europe/London"
STILL_THERE = np.iinfo(np.int64).min
"""In ``to``: who had not left when the table ends."""
MOST_SET_ASIDE = 0.05
"""The share of faulty spells above which a table is refused."""
NOT_KNOWN = "not_known"
_DAY = 86_400.0


@dataclass(frozen=True)
class Spells:
    """Spells, a row each, by patient and time; times in seconds since 1970 (UTC), NaN where not known.

    ``place``, ``cls`` and ``fifth`` are positions in ``places``, ``classes`` and the fifths of deprivation (-1: not
    known). ``to`` is the position of the next place, -1 - position of an exit, or ``STILL_THERE``. ``entry`` is true
    where the patient came from outside.
    """

    source: Path
    places: tuple[str, ...]
    classes: tuple[str, ...]
    exits: tuple[str, ...]
    names: dict[str, str] = field(repr=False)
    """What the table calls each place, class and exit."""
    patient: Ints = field(repr=False)
    cls: Ints = field(repr=False)
    fifth: Ints = field(repr=False)
    place: Ints = field(repr=False)
    to: Ints = field(repr=False)
    entry: Bools = field(repr=False)
    arrived: Floats = field(repr=False)
    started: Floats = field(repr=False)
    finished: Floats = field(repr=False)
    left: Floats = field(repr=False)
    since: float
    """Spells are complete from here on: midnight before the first arrival, where not said otherwise."""
    until: float
    """And up to here: midnight after the last arrival, or the latest time of all where that is before."""
    seen_until: float
    """Who has not left by now was still there at this time."""
    zone: str
    given: frozenset[str]
    problems: tuple[Problem, ...] = field(default=(), repr=False)
    """Spells set aside, and columns not used."""
    synthetic: bool = False
    recorded: bool = False
    """Whether they come from the linked record, of which only what is true of many may be written."""

    def __len__(self) -> int:
        return len(self.patient)

    @property
    def days(self) -> float:
        """Days between ``since`` and ``until``."""
        return (self.until - self.since) / _DAY

    @property
    def still_there(self) -> Bools:
        """Who had not left when the table ends."""
        return np.asarray(self.to == STILL_THERE)

    def local(self, seconds: Floats) -> NDArray[np.datetime64]:
        """Moments as the clock on the wall shows them."""
        known = np.isfinite(seconds)
        at = pa.array(np.round(np.where(known, seconds, 0) * 1e6).astype(np.int64), pa.timestamp("us", "UTC"))
        shown = pc.local_timestamp(at.cast(pa.timestamp("us", self.zone)))
        return np.where(known, shown.to_numpy(zero_copy_only=False), np.datetime64("NaT", "us"))

    def take(self, rows: Bools, **changes: Any) -> Spells:
        """Some of the spells."""
        columns = ("patient", "cls", "fifth", "place", "to", "entry", "arrived", "started", "finished", "left")
        return replace(self, **{name: getattr(self, name)[rows] for name in columns}, **changes)

    def between(self, since: float, until: float) -> Spells:
        """Only who came within these times, as it looked at the end of them: later times had not happened."""
        kept = self.take((self.arrived >= since) & (self.arrived < until))
        times = {
            n: np.where(getattr(kept, n) < until, getattr(kept, n), np.nan) for n in ("started", "finished", "left")
        }
        to = np.where(np.isnan(times["left"]), STILL_THERE, kept.to)
        columns: dict[str, Any] = {**times, "to": to}
        return replace(kept, **columns, since=since, until=until, seen_until=until)


def read_spells(
    source: Path | str | Any,
    *,
    gap: str = GAP,
    since: str | None = None,
    until: str | None = None,
    zone: str = ZONE,
    name: str = "spells",
    synthetic: bool = False,
) -> Spells:
    """Read spells from a CSV or Parquet file, an Arrow table or another data frame.

    Columns: ``patient``, ``place``, ``arrived`` (joined the queue), ``left`` (empty: still there), and, where known,
    ``class``, ``deprivation`` (1 to 5, from the most deprived fifth), ``started`` (empty: left
    unseen), ``finished`` (ready to leave) and ``to`` (the next place or the way out). Where ``to`` is empty it is the
    place of the patient's next spell if that begins within ``gap`` of leaving, else the exit ``finished``. ``since``
    and ``until`` (ISO dates or times) bound the time in which every arrival is in the table. A data frame is called
    ``name`` in what is said of it.

    A faulty spell is set aside with its line in ``.problems``; more than 5 % of them, or none left, raise
    ``OneplaceError``, as does a table that cannot be read.
    """
    table = read_table(source, zone, name)
    problems, wrong = faults(table)
    order = np.lexsort((table.times["left"], table.times["arrived"], table.codes("patient")[0]))
    wrong, problems = faults_between(table, wrong, order, problems)
    share = wrong.mean()
    if share > MOST_SET_ASIDE:
        what = f"{wrong.sum():,} of {len(wrong):,} spells are faulty: too many to go on without them."
        first = Problem(table.path, 0, 0, "E88", what, "Mend them as said for each below.")
        raise OneplaceError(first, *problems)
    problems += [*former_words(table)]
    problems += [
        Problem(table.path, 1, 0, "W87", f"`{name}` is not used.", "Rename it if it is misspelt.")
        for name in table.unused
    ]
    rows = order[~wrong[order]]
    spells = _linked(table, rows, duration(gap))
    return _bounded(replace(spells, zone=zone, problems=tuple(problems), synthetic=synthetic), since, until)


def _linked(table: Table, rows: Ints, gap: float) -> Spells:
    """The spells in order, each with where it led."""
    at = {name: values[rows] for name, values in table.times.items()}
    patient = table.codes("patient")[0][rows]
    (place_code, place_labels), (to_code, to_labels), (cls, class_labels) = (
        _used(table, name, rows) for name in ("place", "to", "class")
    )
    names: dict[str, str] = {}
    places = [_id(label, names) for label in place_labels]
    ways = [places.index(known) if (known := _id(label, names)) in places else known for label in to_labels]
    exits = tuple(dict.fromkeys([FINISHED, *(way for way in ways if isinstance(way, str))]))
    way_code = np.array([w if isinstance(w, int) else -1 - exits.index(w) for w in ways] or [0], np.int64)
    n = len(rows)
    follows = np.zeros(n, np.bool_)  # the next row is the same patient's
    follows[:-1] = patient[1:] == patient[:-1]
    next_place, next_at = np.roll(place_code, -1), np.roll(at["arrived"], -1)
    said = to_code >= 0
    moves_on = follows & ~said & (next_at <= at["left"] + gap)
    to = np.where(said, way_code[to_code], np.where(moves_on, next_place, -1))
    to = np.where(np.isnan(at["left"]), STILL_THERE, to)
    entry = np.ones(n, np.bool_)
    entry[1:] = ~(follows & (to == next_place) & (said | moves_on))[:-1]
    classes = [_id(label, names) for label in class_labels]
    if (cls < 0).any():
        classes.append(NOT_KNOWN if classes else "patients")
    latest = np.nanmax(np.concatenate(list(at.values())))
    return Spells(
        table.path, tuple(places), tuple(classes), exits, names, patient,
        np.where(cls < 0, len(classes) - 1, cls), fifths(table)[rows], place_code, to, entry,
        at["arrived"], at["started"], at["finished"], at["left"],
        since=0.0, until=0.0, seen_until=float(latest), zone=ZONE, given=table.given,
    )  # fmt: skip


def _used(table: Table, column: str, rows: Ints) -> tuple[Ints, list[str]]:
    """Each row's position among the texts of a column that these rows have, and those texts."""
    codes, texts = table.codes(column)
    used = np.unique(codes[rows][codes[rows] >= 0])
    found = np.searchsorted(used, codes[rows])
    return np.where(codes[rows] < 0, -1, found), [texts[i] for i in used]


def _id(label: str, names: dict[str, str]) -> str:
    """A name that a pathway file can hold for what a table calls ``label``; the same label has the same name."""
    for known, of in names.items():
        if of == label:
            return known
    plain = re.sub(r"[^A-Za-z0-9_-]+", "_", label).strip("_") or "x"
    plain = plain if plain[0].isalpha() else f"x{plain}"
    found, number = plain, 2
    while found in names:
        found, number = f"{plain}_{number}", number + 1
    names[found] = label
    return found


def _bounded(spells: Spells, since: str | None, until: str | None) -> Spells:
    """The spells with the bounds between which every arrival is there."""
    first, last = spells.local(np.array([spells.arrived.min(), spells.arrived.max()])).astype("datetime64[D]")
    start = _moment(spells, since or str(first), "since")
    end = _moment(spells, until or str(last + 1), "until")
    if until is None:
        end = min(end, spells.seen_until + 1e-3)  # the last arrival is inside
    if start >= end:
        mend = "Give a `since` before `until`, and spells between them."
        raise OneplaceError.at(spells.source, "has no time between its bounds.", mend, code="E89")
    if until is None:
        return replace(spells, since=start, until=end)
    cut = spells.between(-np.inf, end)
    if not len(cut):
        mend = "Give an `until` after the first arrival."
        raise OneplaceError.at(spells.source, f"has no spell before {until}.", mend, code="E89")
    return replace(cut, since=start)


def _moment(spells: Spells, text: str, what: str) -> float:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        mend = "Write it as 2026-03-31 or 2026-03-31 14:05."
        raise OneplaceError.at(spells.source, f"`{what}: {text}` is no time.", mend, code="E89") from None
    if at.tzinfo is None:
        naive = pa.array([at], pa.timestamp("us"))
        at_zone = pc.assume_timezone(naive, spells.zone, ambiguous="earliest", nonexistent="latest")
        return float(at_zone.cast(pa.int64())[0].as_py()) / 1e6
    return at.timestamp()


def day_words(spells: Spells) -> str:
    """The time that the spells cover, as ``1 April 2025 to 31 March 2026``."""
    edges = spells.local(np.array([spells.since, spells.until]))
    first, last = (edge.astype("datetime64[s]").astype(datetime) for edge in edges)
    last -= timedelta(seconds=1)
    return f"{first.day} {first:%B %Y} to {last.day} {last:%B %Y}"
