"""From spells to a pathway: its arrivals, stays, ways and delays, with what lies behind each number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from oneplace import stats
from oneplace.flow.calibration.arrivals import ArrivalFit, fit_arrivals
from oneplace.flow.calibration.families import FEWEST
from oneplace.flow.calibration.notes import Note, notes_of
from oneplace.flow.calibration.places import ELSEWHERE, PlaceFit, fit_place, resolution
from oneplace.flow.calibration.spells import GAP, ZONE, Spells, read_spells
from oneplace.flow.file.fifths import FIFTHS
from oneplace.flow.file.pathway import Pathway
from oneplace.flow.reading.reader import read
from oneplace.place import BELOW
from oneplace.problems import OneplaceError, Problem

ArrivalsAs = Literal["fitted", "observed"]


@dataclass(frozen=True)
class Calibration:
    """What was found in spells, ready to be written as a pathway file."""

    spells: Spells = field(repr=False)
    arrivals: tuple[ArrivalFit, ...]
    """Of each class of the pathway; where a class came in at several places, each of them is a class."""
    deprivation: Mapping[str, tuple[int, ...]]
    """Of each of those classes, how many came from each fifth, where no count is small."""
    places: tuple[PlaceFit, ...]
    """Of each place of the spells; those with too few spells are not ``enough``."""
    base: Pathway | None
    """The pathway whose numbers are to be renewed; None where a new one is made."""
    arrivals_as: ArrivalsAs
    notes: tuple[Note, ...]
    """What was taken for granted, left out or is doubtful, a sentence each."""

    def place(self, name: str) -> PlaceFit:
        """The fit of one place; raises ``KeyError`` where the spells have no such place."""
        return {fit.place: fit for fit in self.places}[name]

    def classes_of(self, label: str) -> list[str]:
        """The classes of the pathway that a class of the spells became."""
        return [cls for cls, of in self._origins.items() if of == label]

    @property
    def _origins(self) -> dict[str, str]:
        return {fit.cls: fit.label for fit in self.arrivals}


def calibrate(
    source: Path | str | Spells | Any,
    into: Path | str | None = None,
    *,
    gap: str = GAP,
    since: str | None = None,
    until: str | None = None,
    zone: str = ZONE,
    arrivals: ArrivalsAs = "fitted",
    small: int = BELOW,
) -> Calibration:
    """Fit a pathway to spells of care.

    ``source`` is a CSV or Parquet file, a data frame, or spells already read (see ``read_spells`` for its columns and
    for ``gap``, ``since``, ``until`` and ``zone``). ``into`` may name a pathway file that exists: then its places,
    classes and exits are those looked for, and its other numbers stay. ``arrivals="observed"`` lets patients come again
    at the times at which they came. No count from 1 to ``small`` - 1 shows or follows from what does.

    Raises ``OneplaceError`` where the spells cannot be read, name what the pathway does not have, or are too few.
    """
    spells = source if isinstance(source, Spells) else read_spells(source, gap=gap, since=since, until=until, zone=zone)
    if spells.recorded and arrivals == "observed":
        what = "gives no times of arrival: they are about single people."
        raise OneplaceError.at(spells.source, what, "Take the arrivals as fitted.", code="E92")
    base = read(into) if into is not None and Path(into).exists() else None
    if base is not None:
        spells = as_named(spells, base)
    step = resolution(spells)
    fitted = [fit_place(spells, p, step, small) for p in range(len(spells.places))]
    places = tuple(sorted(fitted, key=lambda fit: -fit.spells))
    if not any(fit.enough for fit in places):
        what = f"has no place with {FEWEST} stays that ended: too few to say anything."
        raise OneplaceError.at(spells.source, what, "Give spells of a longer time.", code="E90")
    groups, left_out = _classes(spells, base, {fit.place for fit in places if fit.enough})
    fits = tuple(
        replace(fit_arrivals(spells, rows, cls, spells.places[place], small), label=label)
        for cls, (label, place, rows) in groups.items()
    )
    if not fits:
        what = f"has no class of which {FEWEST} came in at a place with spells enough."
        raise OneplaceError.at(spells.source, what, "Give spells of a longer time.", code="E90")
    deprivation, hidden = _deprivation(spells, {cls: rows for cls, (_, _, rows) in groups.items()}, small)
    notes = (*notes_of(spells, fits, places, gap, step), *left_out, *hidden)
    return Calibration(spells, fits, deprivation, places, base, arrivals, notes)


def _classes(
    spells: Spells, base: Pathway | None, known: set[str]
) -> tuple[dict[str, tuple[str, int, NDArray[np.bool_]]], list[Note]]:
    """Of each class of the pathway its label in the spells, the place where it enters and its rows that do."""
    within = (spells.arrived >= spells.since) & (spells.arrived < spells.until)
    groups: dict[str, tuple[str, int, NDArray[np.bool_]]] = {}
    left_out = []
    for c, label in enumerate(spells.classes):
        rows = spells.entry & within & (spells.cls == c)
        counts = np.bincount(spells.place[rows], minlength=len(spells.places))
        for place in np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)]:
            name, number = spells.places[place], counts[place]
            wanted = number >= FEWEST and name in known
            if base is not None:
                wanted &= label in base.classes and base.entry(label) == name
            if wanted:
                cls = label if label not in groups else f"{label}_{name}"
                groups[cls] = (label, int(place), rows & (spells.place == place))
            else:
                many = f"{number:,}" if number >= FEWEST else f"Fewer than {FEWEST}"
                left_out.append(Note(label, f"{many} came in at {name}: they are left out of the arrivals."))
    return groups, left_out


def _deprivation(
    spells: Spells, groups: Mapping[str, NDArray[np.bool_]], small: int
) -> tuple[dict[str, tuple[int, ...]], list[Note]]:
    """How many of each class came from each fifth; not where a small count would show."""
    found, notes = {}, []
    for cls, rows in groups.items():
        known = spells.fifth[rows]
        counts = np.bincount(known[known >= 0], minlength=len(FIFTHS))
        if counts.sum() == 0:
            continue
        if counts.sum() < FEWEST or stats.suppress(counts, small, sums="known").hidden.any():
            notes.append(Note(cls, "Too few came from some fifth of deprivation to say how they spread."))
            continue
        found[cls] = tuple(int(n) for n in counts)
        unknown = (known < 0).mean()
        if unknown >= 0.005:
            text = f"{100 * unknown:.0f}% have no fifth of deprivation: shares are of the rest."
            notes.append(Note(cls, text))
    return found, notes


def as_named(spells: Spells, base: Pathway) -> Spells:
    """The spells with the names of a pathway's places, classes and exits (matched by id or name)."""
    file = base.file
    places = _matched(spells, spells.places, {name: of.name for name, of in file.places.items()}, "place", base)
    ways = {**{name: of.name for name, of in file.places.items()}, **dict.fromkeys(base.exits)}
    exits = _matched(spells, spells.exits, ways, "place or exit", base)
    if "class" in spells.given:
        classes = _matched(spells, spells.classes, {n: of.name for n, of in file.patients.items()}, "class", base)
        cls = spells.cls
    else:
        classes, cls = _by_entry(spells, places, base)
    known = tuple(dict.fromkeys(name for name in exits if name not in places))
    to = spells.to.copy()
    for e, name in enumerate(exits):  # an exit of the table may be a place of the pathway
        to[spells.to == -1 - e] = places.index(name) if name in places else -1 - known.index(name)
    return replace(spells, places=places, exits=known, classes=classes, cls=cls, to=to)


def _matched(
    spells: Spells, found: tuple[str, ...], known: Mapping[str, str | None], kind: str, base: Pathway
) -> tuple[str, ...]:
    ids = {name.lower(): name for name in known} | {text.lower(): name for name, text in known.items() if text}
    labels = [(name, spells.names.get(name, name)) for name in found]
    unknown = [label for name, label in labels if name.lower() not in ids and label.lower() not in ids]
    if ELSEWHERE in known:
        ids |= dict.fromkeys([label.lower() for label in unknown], ELSEWHERE)
    elif unknown:
        there = ", ".join(known)
        raise OneplaceError(
            *(
                Problem(
                    spells.source, 0, 0, "E91", f"`{label}` is no {kind} of {base.path.name}.",
                    f"Name it as there ({there}), or add it there.",
                )
                for label in unknown
            )
        )  # fmt: skip
    return tuple(ids.get(name.lower()) or ids[label.lower()] for name, label in labels)


def _by_entry(spells: Spells, places: tuple[str, ...], base: Pathway) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The class of each spell, where the table has none: that of the pathway which enters where the patient came in."""
    entering: dict[str, list[str]] = {}
    for cls in base.classes:
        entering.setdefault(base.entry(cls) or "", []).append(cls)
    shared = [names for names in entering.values() if len(names) > 1]
    if shared:
        what = f"has no `class`, and {' and '.join(shared[0])} of {base.path.name} enter at the same place."
        raise OneplaceError.at(spells.source, what, "Add the column `class`.", code="E91")
    first = spells.place[spells.entry][np.cumsum(spells.entry) - 1]
    index = {cls: i for i, cls in enumerate(base.classes)}
    of_place = [index.get((entering.get(name) or [""])[0], len(index)) for name in places]
    return (*base.classes, "not_known"), np.array(of_place, np.int64)[first]
