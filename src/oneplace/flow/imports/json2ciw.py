"""A process model of json2ciw (Monks 2026) as a pathway.

The format is that of its published examples: activities with a resource, a distribution of service and perhaps of time
between arrivals and of patience; transitions with probabilities to activities or to ``Exit``; and, in newer models,
customer classes, with any of these ``by_class``. Each activity has servers of its own, queues are unlimited, first come
first served. The model does not name its unit of time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from oneplace.flow.imports.imported import Imported, Names, clock_of, imported, percent, quantity, unit_of_time
from oneplace.flow.imports.shapes import Shape, fixed, of_names
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import plainly

EXIT = "Exit"
LEFT = "left_waiting"
"""The exit of those who lose patience."""
_ALL = "patients"
"""The one class of a model without classes."""

T = TypeVar("T")
_Finite = Annotated[float, Field(allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _Distribution(_Part):
    type: Literal["exponential", "triangular", "uniform", "deterministic", "lognormal", "gamma", "normal"]
    parameters: dict[str, _Finite]


class _ByClass(_Part, Generic[T]):
    by_class: dict[str, T]


class _Resource(_Part):
    name: str
    capacity: int = Field(gt=0)


class _Activity(_Part):
    name: str = Field(min_length=1)
    type: str = "activity"
    resource: _Resource
    service_distribution: _Distribution | _ByClass[_Distribution]
    arrival_distribution: _Distribution | _ByClass[_Distribution] | None = None
    renege_distribution: _Distribution | _ByClass[_Distribution] | None = None


class _Transition(_Part):
    source: str = Field(alias="from")
    target: str = Field(alias="to")
    probability: _Finite | _ByClass[_Finite]


class _Class(_Part):
    name: str = Field(min_length=1)
    label: str | None = None


class _Model(_Part):
    name: str = Field(min_length=1)
    description: str | None = None
    customer_classes: tuple[_Class, ...] = ()
    activities: tuple[_Activity, ...] = Field(min_length=1)
    transitions: tuple[_Transition, ...]


def read_json2ciw(
    model: Path | str, *, unit: str = "minutes", run: str = "365 days", warm_up: str = "90 days"
) -> Imported:
    """A pathway from a process model of json2ciw.

    ``unit`` is the model's unit of time, which it does not name; ``run`` and ``warm_up`` are not in it either. What was
    added or means something else here is in the result's ``notes``. Raises ``OneplaceError`` for what is wrong in the
    model.
    """
    path = Path(model)
    unit = unit_of_time(unit, path)
    return _Import(path, unit, _read(path)).made(run, warm_up)


def _read(path: Path) -> _Model:
    mend = "Give a process model of json2ciw: name, activities and transitions in JSON."
    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise OneplaceError.at(path, f"cannot be read ({error}).", mend, code="I04") from None
    try:
        return _Model.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise OneplaceError.at(path, f"{where or 'the model'}: {first['msg']}.", mend, code="I05") from None


@dataclass
class _Import:
    path: Path
    unit: str
    model: _Model
    notes: list[str] = field(default_factory=list)

    def made(self, run: str, warm_up: str) -> Imported:
        model = self.model
        self.notes += [
            f"json2ciw's models do not name their unit of time: it is taken to be {self.unit}.",
            f"json2ciw's models do not say how long to run: {run} after {warm_up} of warm-up.",
        ]
        self.name = Names(self.path)
        self.classes = {c.name: self.name(c.name) for c in model.customer_classes} or {_ALL: _ALL}
        named = Names(self.path)
        self.places = {activity.name: named(activity.name) for activity in model.activities}
        self._refuse_wrong_names()
        patients = self._patients()
        places = {self.places[activity.name]: self._place(activity) for activity in model.activities}
        leaving = any(activity.renege_distribution for activity in model.activities)
        self._tell_shared_resources()
        data = {
            "format": "pathway/1",
            "id": Names(self.path)(self.path.stem),
            "name": model.name,
            "provenance": "not_set",
            "source": f"Brought over from json2ciw: {self.path.name}",
            **({"note": model.description} if model.description else {}),
            "clock": clock_of(self.unit),
            "warm_up": warm_up,
            "run": run,
            "patients": patients,
            "places": places,
            "exits": [EXIT, *([LEFT] if leaving else [])],
        }
        return imported(data, self.notes, self.path)

    def _bad(self, message: str, mend: str) -> OneplaceError:
        return OneplaceError.at(self.path, message, mend, code="I05")

    def _refuse_wrong_names(self) -> None:
        if len(self.places) < len(self.model.activities):
            raise self._bad("has two activities of one name.", "Rename one.")
        for way in self.model.transitions:
            for named, known in ((way.source, self.places), (way.target, {**self.places, EXIT: EXIT})):
                if named not in known:
                    raise self._bad(
                        f"a transition names '{named}', which is no activity.", f"There is: {', '.join(known)}."
                    )
        for each in (*self.model.activities, *self.model.transitions):
            for value in each.__dict__.values():
                for cls in value.by_class if isinstance(value, _ByClass) else ():
                    if cls not in self.classes:
                        classes = ", ".join(self.classes)
                        raise self._bad(f"there is no customer class '{cls}'.", f"There is: {classes}.")

    def _patients(self) -> dict[str, Any]:
        """Each class where it comes in; a class that comes in at several activities becomes several."""
        entries = [
            (cls, activity.name, distribution)
            for activity in self.model.activities
            for cls in self.classes
            if (distribution := _of(activity.arrival_distribution, cls)) is not None
        ]
        if not entries:
            raise self._bad("has nobody arriving.", "Give an activity its arrival_distribution.")
        self.comes_as: dict[str, list[str]] = {}
        labels = {c.name: c.label for c in self.model.customer_classes}
        found = {}
        for cls, activity, distribution in entries:
            several = sum(other == cls for other, _, _ in entries) > 1
            name = f"{self.classes[cls]}_to_{self.places[activity]}" if several else self.classes[cls]
            self.comes_as.setdefault(cls, []).append(name)
            named: dict[str, Any] = {"name": labels[cls]} if labels.get(cls) else {}
            found[name] = named | {"enters": self.places[activity], "arrivals": self._arrivals(activity, distribution)}
        for cls in self.classes.keys() - self.comes_as.keys():
            self.notes.append(f"The class {cls} is left out: nobody of it arrives.")
        return found

    def _arrivals(self, activity: str, given: _Distribution) -> dict[str, Any]:
        between = self._shape(given, f"the arrivals at {activity}")
        if isinstance(between, dict) and between["shape"] == "exponential":
            number = 1 / float(between["mean"].split()[0])
            return {"rate": quantity(number, f"patients per {self.unit.removesuffix('s')}")}
        return {"every": between}

    def _place(self, activity: _Activity) -> dict[str, Any]:
        here = self.places[activity.name]
        named: dict[str, Any] = {"name": activity.name} if activity.name != here else {}
        found = named | {"capacity": quantity(activity.resource.capacity, "servers")}
        parts = {cls: self._part(activity, cls) for cls in self.classes if cls in self.comes_as}
        first = next(iter(parts.values()))
        if all(part == first for part in parts.values()):
            return found | first
        return found | {"for": {name: parts[cls] for cls in parts for name in self.comes_as[cls]}}

    def _part(self, activity: _Activity, cls: str) -> dict[str, Any]:
        """What holds at an activity for a class."""
        service, patience = _of(activity.service_distribution, cls), _of(activity.renege_distribution, cls)
        if service is None:
            self.notes.append(f"{activity.name} has no service for {cls}: it takes them no time.")
            stay: Shape = fixed(0, self.unit)
        else:
            stay = self._shape(service, f"the service at {activity.name}")
        found: dict[str, Any] = {"stay": stay}
        if patience is not None:
            shape = self._shape(patience, f"the patience at {activity.name}")
            found["leave"] = {"patience": shape, "to": LEFT}
        ways: dict[str, float] = {}
        for way in self.model.transitions:
            share = _of(way.probability, cls) if way.source == activity.name else None
            if share:
                to = self.places.get(way.target, EXIT)
                ways[to] = ways.get(to, 0.0) + share
        if abs(sum(ways.values()) - 1) > 1e-9 or min(ways.values()) < 0:
            raise self._bad(
                f"the probabilities from {activity.name} make {plainly(sum(ways.values()))}, not 1"
                f"{f' for {cls}' if cls != _ALL else ''}.",
                "Correct a transition.",
            )
        return found | {"next": {to: percent(share) for to, share in ways.items()}}

    def _tell_shared_resources(self) -> None:
        by_resource: dict[str, list[str]] = {}
        for activity in self.model.activities:
            by_resource.setdefault(activity.resource.name, []).append(activity.name)
        for resource, names in by_resource.items():
            if len(names) > 1:
                self.notes.append(
                    f"{' and '.join(names)} name one resource, {resource}; as in json2ciw each has its own of it. "
                    "Where they share it, write a pool."
                )

    def _shape(self, given: _Distribution, what: str) -> Shape:
        try:
            made = of_names(given.type, given.parameters, self.unit)
        except KeyError as missing:
            raise self._bad(f"{what}: {given.type} needs {missing}.", "Add it to its parameters.") from None
        except (ValueError, ZeroDivisionError) as error:
            raise self._bad(
                f"{what}: {given.type} cannot be with {dict(given.parameters)} ({error}).", "Correct it."
            ) from None
        if given.type == "normal":
            self.notes.append(
                f"{what[0].upper()}{what[1:]} is normal, which can be negative: here it is a gamma shape with the same "
                "mean and standard deviation."
            )
        return made


def _of(given: T | _ByClass[T] | None, cls: str) -> T | None:
    """What holds for a class."""
    return given.by_class.get(cls) if isinstance(given, _ByClass) else given
