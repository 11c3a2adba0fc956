"""How much good beds do: what they lower, by formula where places stand alone, else from paired runs."""

from __future__ import annotations

import copy
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.places import ForClass, OneOf, PlaceOfCare
from oneplace.flow.formulas.solution import solve
from oneplace.flow.network.traffic import flows
from oneplace.flow.reading.loads import grows_without_end
from oneplace.flow.reading.reader import apply, remade
from oneplace.flow.simulation.results import Value, key_index, value_of
from oneplace.flow.simulation.spread import per_draw
from oneplace.flow.simulation.variants import Variants
from oneplace.problems import OneplaceError
from oneplace.stats import side

Floats = NDArray[np.float64]
Capacities = Mapping[str, int]
"""How many beds each path has."""

ADDED_UP = ("lost", "left", "waiting", "blocked", "delay days")
"""Measures that can be added up over places."""
_ENDLESS = Value(math.inf, math.nan, math.nan, math.nan, math.nan, math.nan, 1)
_GOAL = re.compile(r"(?P<measure>[a-z][\w -]*?)(?: at (?P<where>[\w-]+))?(?: for (?P<group>deprivation \d|[\w-]+))?")


@dataclass(frozen=True)
class Goal:
    """What is to be lowered: a measure for a group, at some places together."""

    text: str
    measure: str
    places: tuple[str, ...]
    group: str

    @classmethod
    def of(cls, pathway: Pathway, among: Sequence[str], text: str) -> Goal:
        """From words, such as ``lost``, ``lost for deprivation 1`` or ``time blocked at ward``."""
        found = _GOAL.fullmatch(" ".join(text.split()))
        if found is None:
            raise OneplaceError.at(
                pathway.path, f"'{text}' is no measure to lower.", "Name one: `lost`, `time blocked at ward`."
            )
        known = {
            "where": (*pathway.places, *pathway.pools, "pathway"),
            "group": tuple(pathway.groups),
        }
        for part, names in known.items():
            if found[part] is not None and found[part] not in names:
                raise OneplaceError.at(
                    pathway.path,
                    f"'{text}' names `{found[part]}`, which is not there.",
                    f"There is: {', '.join(names)}.",
                )
        places = [path.split(".")[1] for path in among if path.startswith("places.")]
        if found["where"]:
            places = [found["where"]]
        elif found["measure"] not in ADDED_UP or len(places) < len(among):
            places = ["pathway"]
        return cls(" ".join(text.split()), found["measure"], tuple(places), pathway.groups[found["group"] or "all"])


class Judge(Protocol):
    """Tells what beds do."""

    @property
    def formula(self) -> bool:
        """Whether it is a formula."""

    @property
    def unit(self) -> str:
        """The measure's unit."""

    @property
    def path(self) -> Path:
        """The pathway's file."""

    def gain(self, before: Capacities, after: Capacities) -> Value:
        """By how much the measure is lower afterwards."""

    def as_good(self, now: Capacities, best: str, other: str) -> bool:
        """Whether a bed at ``other`` may do as much good as one at ``best``."""

    def refuse_unstable(self, now: Capacities) -> None:
        """Raise ``OneplaceError`` where a queue still grows without end."""


class ByRuns:
    """Paired runs: every allocation has the same chances."""

    formula = False

    def __init__(self, variants: Variants, goal: Goal, replications: int) -> None:
        if replications < 2:
            raise ValueError("benefits need at least 2 replications.")
        self._variants, self._goal, self._replications = variants, goal, replications
        self._nouns: dict[str, str] = {}

    @property
    def path(self) -> Path:
        """The pathway's file."""
        return self._variants.pathway.path

    @cached_property
    def unit(self) -> str:
        """The measure's unit."""
        base = self._variants.at({})
        base.runs(self._replications)
        goal = self._goal
        return base.keys[key_index(base.pathway, base.keys, goal.measure, goal.places[0], goal.group)].unit

    def _cost(self, capacities: Capacities) -> Floats:
        variant = self._variants.at({path: f"{number} beds" for path, number in capacities.items()})
        goal = self._goal
        parts = [variant.measure(goal.measure, place, goal.group, self._replications) for place in goal.places]
        return np.asarray(np.sum(parts, axis=0), dtype=np.float64)

    def gain(self, before: Capacities, after: Capacities) -> Value:
        """By how much the measure is lower afterwards, with paired limits."""
        return value_of(self._cost(before) - self._cost(after), each=per_draw(self._variants.pathway))

    def as_good(self, now: Capacities, best: str, other: str) -> bool:
        """Whether the paired limits of the difference between both do not rule it out."""
        gain = self.gain({**now, other: now[other] + 1}, {**now, best: now[best] + 1})
        return side(gain.lower, gain.upper) != 1

    def refuse_unstable(self, now: Capacities) -> None:
        """Runs end, whatever a queue does."""


class ByFormula:
    """Places that stand alone, each by the formula that holds for it."""

    formula = True
    unit = "patients"

    def __init__(self, pathway: Pathway, goal: Goal, alone: Mapping[str, Pathway]) -> None:
        self._pathway, self._goal, self._alone = pathway, goal, alone
        self._known: dict[tuple[str, int], float] = {}

    @classmethod
    def of(cls, pathway: Pathway, goal: Goal, start: Capacities) -> ByFormula | None:
        """For a pathway; None where not every place is known by formula."""
        if goal.measure not in ("lost", "waiting") or goal.group != "all" or goal.places == ("pathway",):
            return None
        alone = {path: _alone(pathway, path.split(".")[1]) for path in start if path.startswith("places.")}
        known = {path: one for path, one in alone.items() if one is not None}
        if len(known) < len(start):
            return None
        made = cls(pathway, goal, known)
        return made if all(made._is_known(path, number) for path, number in start.items()) else None

    def _is_known(self, path: str, number: int) -> bool:
        """Whether the formula tells what the place does with so many beds or, if they are too few, with enough."""
        while math.isinf(cost := self._cost(path, number)):
            number = 2 * number + 1
        return not math.isnan(cost)

    @property
    def path(self) -> Path:
        """The pathway's file."""
        return self._pathway.path

    def _cost(self, path: str, number: int) -> float:
        """What a place loses or lets wait with so many beds: infinite where its queue grows without end."""
        if (path, number) not in self._known:
            place, goal = path.split(".")[1], self._goal
            if place not in goal.places:
                return 0.0
            variant = apply(self._alone[path], {path: f"{number} beds"})
            exact = solve(variant)
            values = exact.values if exact else {}
            if grows_without_end(variant):
                cost = math.inf
            elif goal.measure == "lost":
                cost = values.get(("share lost", place), math.nan) * float(flows(variant).sum()) * variant.file.run
            else:
                cost = values.get(("waiting", place), math.nan)
            self._known[path, number] = cost
        return self._known[path, number]

    def gain(self, before: Capacities, after: Capacities) -> Value:
        """By how much the measure is lower afterwards; infinite while a bed still goes to a queue without end."""
        saved = 0.0
        for path, number in before.items():
            if number != after[path]:
                was, then = self._cost(path, number), self._cost(path, after[path])
                saved += was if math.isinf(was) else was - then
        return value_of(np.array([saved])) if math.isfinite(saved) else _ENDLESS

    def as_good(self, now: Capacities, best: str, other: str) -> bool:
        """Whether both do the same good."""
        one, two = (self.gain(now, {**now, path: now[path] + 1}).mean for path in (best, other))
        return math.isclose(one, two, rel_tol=1e-9)

    def refuse_unstable(self, now: Capacities) -> None:
        """Raise ``OneplaceError`` where a queue still grows without end."""
        for path, number in now.items():
            if math.isinf(self._cost(path, number)):
                raise OneplaceError.at(
                    self.path,
                    f"the beds are too few: with {number:,} of `{path}` its queue still grows without end.",
                    "Give out more beds, or start from more.",
                    code="E78",
                )


def _alone(pathway: Pathway, place: str) -> Pathway | None:
    """One place as a pathway of its own, with those who come to it; None where other places act on it.

    Nobody comes to it from another place, and whoever leaves it goes out or where there is always room.
    """
    file = pathway.file
    if file.pools or file.when or any(of.route for of in file.patients.values()):
        return None
    for name in pathway.places:
        ways = {to for cls in pathway.classes for to in _ways(pathway.at(name, cls))}
        held = any(to in file.places and not _always_has_room(file.places[to]) for to in ways)
        if place in ways or (name == place and held):
            return None
    data = copy.deepcopy(pathway.document.data)
    here = data["places"][place]
    for part in (here, *here.get("for", {}).values()):
        part.pop("next", None)
    classes = [cls for cls in pathway.classes if pathway.entry(cls) == place]
    data = {key: data[key] for key in data if key not in ("costs", "carbon", "scenarios", "exits", "priority")}
    data["places"], data["patients"] = {place: here}, {cls: data["patients"][cls] for cls in classes}
    here["for"] = {cls: of for cls, of in here.get("for", {}).items() if cls in classes}
    order = (tuple(c for c in ((item,) if isinstance(item, str) else item) if c in classes) for item in file.priority)
    data["priority"] = [list(rank) for rank in order if rank]
    return remade(pathway, data) if classes else None


def _ways(of: ForClass) -> tuple[str, ...]:
    onward = of.next.among if isinstance(of.next, OneOf) else tuple(of.next or ())
    return (*onward, *((of.leave.to,) if of.leave else ()), *(of.delay or ()))


def _always_has_room(of: PlaceOfCare) -> bool:
    return of.queue is None
