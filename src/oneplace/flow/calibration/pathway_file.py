"""A calibration as a pathway file: a new one, or new numbers in one that is there, its comments kept."""

from __future__ import annotations

import io
import math
import re
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from oneplace.flow.calibration.calibration import Calibration
from oneplace.flow.calibration.families import Candidate, Fitted
from oneplace.flow.calibration.notes import Note
from oneplace.flow.calibration.places import PlaceFit, Ways
from oneplace.flow.calibration.quantities import LONGEST_LINE, Lists, figures, flow, listed, percent
from oneplace.flow.calibration.spells import NOT_KNOWN, day_words
from oneplace.flow.file.pathway import FINISHED, Pathway
from oneplace.flow.file.quantity import SECONDS
from oneplace.flow.reading.arrival_times import times_text
from oneplace.flow.reading.reader import parse

_CHOSEN = {"least_loaded", "first_free"}
"""Ways on that are chosen by how things stand, and that no spells can tell."""


@dataclass(frozen=True)
class Written:
    """A pathway that was written, with the files that it names."""

    path: Path
    text: str
    series: tuple[Path, ...]
    notes: tuple[Note, ...]
    """What of the file was left as it was, and why."""
    pathway: Pathway


def write_calibration(made: Calibration, path: Path | str) -> Written:
    """Write a calibration as a pathway file: the same calibration gives the same bytes.

    A new file has unlimited capacities, because the most that were in a place are not what it has room for. In the file
    that was calibrated, arrivals, deprivation, stays, ways, delays and patience are renewed, and nothing else but its
    provenance and source. Lengths that follow no usual distribution, and observed arrivals, are written in ``series/``
    beside it. Raises ``OneplaceError`` where the result could not be read back; then the pathway is not touched.
    """
    path = Path(path)
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = LONGEST_LINE
    if made.base is not None:
        before = made.base.path.read_text(encoding="utf-8")
        yaml.width = 1 + max(LONGEST_LINE, *map(len, before.splitlines()))
        tree = yaml.load(before)
        stem = str(tree["id"])
    else:
        stem = _stem(path)
        tree = _skeleton(made, stem)
    work = _Writing(made, tree, stem)
    work.all()
    stream = io.StringIO()
    yaml.dump(tree, stream)
    text = work.lists.put(re.sub(r" +$", "", stream.getvalue(), flags=re.MULTILINE))
    for name, content in work.series.items():
        (path.parent / name).parent.mkdir(parents=True, exist_ok=True)
        (path.parent / name).write_text(content, encoding="utf-8")
    pathway = parse(text, path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return Written(path, text, tuple(path.parent / name for name in work.series), tuple(work.notes), pathway)


def _stem(path: Path) -> str:
    plain = "".join(c if (c.isalnum() and c.isascii()) or c in "_-" else "_" for c in path.stem)
    return plain if plain[:1].isalpha() else f"p{plain}"


def _skeleton(made: Calibration, stem: str) -> CommentedMap:
    """A new file with all but the numbers that were fitted."""
    spells = made.spells
    start = spells.local(np.array([spells.since]))[0].astype("datetime64[s]").astype(datetime)
    whole = int((spells.days + 0.5) // 7) * 7 or max(1, round(spells.days))
    replayed = made.arrivals_as == "observed"  # they start on the first day, so nothing can come before
    longest = sum(fit.stay.chosen.mean for fit in made.places if fit.stay.chosen)
    patients = CommentedMap({fit.cls: CommentedMap({"enters": fit.enters}) for fit in made.arrivals})
    for fit in made.arrivals:
        name = spells.names.get(fit.label, fit.label)
        first = fit.cls == fit.label
        _named(patients[fit.cls], name if first else f"{name}, in at {spells.names[fit.enters]}", fit.cls)
    places = CommentedMap()
    for place in made.places:
        if place.enough:
            places[place.place] = CommentedMap({"capacity": "unlimited"})
            _named(places[place.place], spells.names.get(place.place, place.place), place.place)
    return CommentedMap(
        {
            "format": "pathway/1",
            "id": stem,
            "name": f"Fitted to {spells.source.name}",
            "provenance": "local",
            "source": "",
            "note": "",
            "clock": "hours",
            "start": DoubleQuotedScalarString(str(start.date())),
            "warm_up": f"{0 if replayed else min(364, max(7, 7 * math.ceil(5 * longest / 604_800)))} days",
            "run": f"{whole} days",
            "patients": patients,
            "places": places,
            "exits": CommentedSeq(),
        }
    )


def _named(into: CommentedMap, label: str, name: str) -> None:
    if label != name:
        into.insert(0, "name", label)


@dataclass
class _Writing:
    made: Calibration
    tree: CommentedMap
    stem: str
    series: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    lists: Lists = field(default_factory=Lists)

    def all(self) -> None:
        for fit in self.made.arrivals:
            self._patients(fit.cls)
        for place in self.made.places:
            if place.enough and place.place in self.tree["places"]:
                self._place(place)
        self._exits()
        about = ["Synthetic people."] if self.made.spells.synthetic else []
        spells = self.made.spells
        about.append(f"Fitted to spells from {day_words(spells)} ({spells.source.name}).")
        if self.made.base is not None:
            before = str(self.tree.get("source") or self.made.base.file.provenance).rstrip(".")
            before = before.partition(" All other numbers: ")[2] or before
            about.append(f"All other numbers: {before}.")
        self.tree["provenance"] = "local"
        self._after("provenance", "source", " ".join(about))
        if self.made.base is None:
            self._notes()

    def _notes(self) -> None:
        """Each note beside what it is about."""
        for kind in ("patients", "places"):
            for name, of in self.tree[kind].items():
                if texts := [note.text for note in self.made.notes if note.about == name]:
                    of["note"] = " ".join(texts)
        named = {*self.tree["patients"], *self.tree["places"]}
        self.tree["note"] = " ".join(str(note) for note in self.made.notes if note.about not in named)

    def _after(self, key: str, name: str, value: str) -> None:
        if name in self.tree:
            self.tree[name] = value
        else:
            self.tree.insert(list(self.tree).index(key) + 1, name, value)

    def _patients(self, cls: str) -> None:
        fit = next(one for one in self.made.arrivals if one.cls == cls)
        into = self.tree["patients"][cls]
        before = into.get("arrivals")
        if before and not {"rate", "observed"} & set(before):
            way = next(iter(set(before) & {"times", "every", "forecast"}), "its own way")
            self._left(cls, f"Arrivals by {way} were left as they are.")
        elif self.made.arrivals_as == "observed":
            name = f"series/{self.stem}_{cls}_arrivals.csv"
            self._series(name, times_text(self._times(cls)))
            into["arrivals"] = flow({"observed": name})
        else:
            arrivals = into.setdefault("arrivals", CommentedMap())
            arrivals["rate"] = f"{figures(fit.rate)} patients per day"
            arrivals.pop("observed", None)
            arrivals.pop("profile", None)
            if fit.profile:
                arrivals.fa.set_block_style()
                arrivals["profile"] = CommentedMap(
                    {name: self.lists.mark(percent(share, 4)) for name, share in fit.profile.items()}
                )
            if "batch" in arrivals:
                self._left(cls, "Batches were left as they are: correct the rate, which is that of single patients.")
        counts = self.made.deprivation.get(cls)
        if counts:
            into["deprivation"] = listed(percent(np.array(counts), 2))

    def _times(self, cls: str) -> list[datetime]:
        spells = self.made.spells
        fit = next(one for one in self.made.arrivals if one.cls == cls)
        rows = spells.entry & (spells.arrived >= spells.since) & (spells.arrived < spells.until)
        rows &= spells.cls == spells.classes.index(fit.label)
        rows &= spells.place == spells.places.index(fit.enters)
        return list(spells.local(spells.arrived[rows]).astype(datetime))

    def _place(self, fit: PlaceFit) -> None:
        into = self.tree["places"][fit.place]
        self._put(into, fit, None, fit.stay, fit.ways)
        own = [*fit.stays, *(cls for cls in fit.ways_of if cls not in fit.stays)]
        for label in own:
            if label != NOT_KNOWN:
                for cls in self.made.classes_of(label):
                    of_class = into.setdefault("for", CommentedMap()).setdefault(cls, CommentedMap())
                    self._put(of_class, fit, label, fit.stays.get(label), fit.ways_of.get(label))
        self._settle(into, fit)

    def _settle(self, into: CommentedMap, fit: PlaceFit) -> None:
        """Classes that the file tells apart but the spells don't go with the rest."""
        for cls, of_class in list((into.get("for") or {}).items()):
            label = next((one.label for one in self.made.arrivals if one.cls == cls), cls)
            for key, own in (("stay", fit.stays), ("next", fit.ways_of)):
                if key in of_class and label in fit.classes and label not in own and not _CHOSEN & set(of_class[key]):
                    del of_class[key]
            if not of_class:
                del into["for"][cls]
        if "for" in into and not into["for"]:
            del into["for"]

    def _put(
        self, into: CommentedMap, fit: PlaceFit, label: str | None, stay: Fitted | None, ways: Ways | None
    ) -> None:
        if stay is not None and stay.chosen is not None:
            into["stay"] = self._shape(stay.chosen, f"{fit.place}{f'_{label}' if label else ''}_stay")
        if ways is not None:
            self._next(into, fit.place, ways, alone=label is None)
        if label is not None:
            return
        held = {}
        for to, delay in fit.delays.items():
            if delay.chosen is None or to not in (into.get("next") or {}):
                continue
            limited = self.made.base is not None and to in self.made.base.places
            if limited and self.made.base is not None and self.made.base.file.places[to].queue is not None:
                text = "its queue is limited, so they cannot be told from waiting for it."
                self._left(fit.place, f"Delays before {to} were left as they are: {text}")
                continue
            held[to] = self._shape(delay.chosen, f"{fit.place}_{to}_delay")
        if held:
            into["delay"] = CommentedMap({**(into.get("delay") or {}), **held})
        if fit.leaving and fit.leaving.patience.chosen:
            patience = self._shape(fit.leaving.patience.chosen, f"{fit.place}_patience")
            into["leave"] = flow({"patience": patience, "to": fit.leaving.to})

    def _next(self, into: CommentedMap, place: str, ways: Ways, *, alone: bool) -> None:
        """The ways on; of a place whose pathway ends there (and not of one class only) none are written."""
        before = into.get("next")
        if before is not None and _CHOSEN & set(before):
            self._left(place, "The way to the least loaded or first free place was left as it is.")
        elif alone and list(ways.shares) == [FINISHED]:
            into.pop("next", None)
        else:
            into["next"] = flow(dict(zip(ways.shares, percent(np.array(list(ways.shares.values())), 3), strict=True)))
            for gone in set(into.get("delay") or {}) - set(ways.shares):
                del into["delay"][gone]

    def _exits(self) -> None:
        """Every way out that is named has to be listed."""
        named: list[str] = []
        for of in self.tree["places"].values():
            for part in (of, *(of.get("for") or {}).values()):
                ways = part.get("next") or {}
                named += [] if _CHOSEN & set(ways) else list(ways)
                named += [part["leave"]["to"]] if "leave" in part else []
        exits = list(self.tree.get("exits") or [])
        new = [name for name in dict.fromkeys(named) if name not in self.tree["places"] and name not in exits]
        if new and set(new) != {FINISHED}:
            self.tree["exits"] = listed([*exits, *(name for name in new if name != FINISHED)])
        elif not exits and "exits" in self.tree:
            del self.tree["exits"]

    def _shape(self, of: Candidate, name: str) -> Any:
        unit = "minute" if of.mean < 7200 else "hour" if of.mean < 3 * 86_400 else "day"
        mean = f"{figures(of.mean / SECONDS[unit])} {unit}s"
        match of.shape:
            case "fixed":
                return mean
            case "exponential":
                return flow({"shape": "exponential", "mean": mean})
            case "empirical":
                file = f"series/{self.stem}_{name}.csv"
                lines = [f"{unit}s", *(figures(value / SECONDS[unit]) for value in of.parameters)]
                self._series(file, "\n".join(lines) + "\n")
                return flow({"shape": "empirical", "file": file})
            case _:
                return flow({"shape": of.shape, "mean": mean, "cv": f"{figures(100 * of.cv)} %"})

    def _left(self, about: str, text: str) -> None:
        self.notes.append(Note(about, text))

    def _series(self, name: str, content: str) -> None:
        self.series[name] = content
