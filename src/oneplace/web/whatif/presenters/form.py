"""The numbers that can be moved, as fields grouped by the place, class or pool that they belong to."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oneplace.flow import Lever, Pathway, levers
from oneplace.web.whatif.asking import Asked
from oneplace.web.whatif.presenters.naming import called, named
from oneplace.web.whatif.presenters.words import title

LABELS = {
    "arrivals": "Arrivals",
    "capacity": "Capacity",
    "queue": "Room to wait",
    "stay": "Mean stay",
    "delay": "Mean delay",
    "number": "Number",
}
COMERS = "Who comes"
_SEVERAL_OF_ONE = re.compile(r"^1 (\S+?[^s])s$")
"""``1 beds``, as a file has it whose unit is that of several."""


@dataclass(frozen=True)
class Field:
    """One number: its name in the address, what stands in it, its unit, and what was there before."""

    name: str
    label: str
    value: str
    unit: str
    was: str
    """The file's own quantity, where another stands in the field."""
    hint: str
    error: str

    @property
    def id(self) -> str:
        """The field's id in the page."""
        return f"f-{self.name.replace('.', '-')}"


@dataclass(frozen=True)
class Fieldset:
    """The fields of one place or pool, or of everybody who comes."""

    title: str
    fields: tuple[Field, ...]

    @property
    def is_open(self) -> bool:
        """Whether something in it was moved or is wrong."""
        return any(field.was or field.error for field in self.fields)


@dataclass(frozen=True)
class Change:
    """A quantity that the question sets: what it is, from what, to what."""

    what: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """``Hospital ward, capacity: 440 beds instead of 430 beds``."""
        after, before = (_SEVERAL_OF_ONE.sub(r"1 \1", text) for text in (self.after, self.before))
        return f"{self.what}: {after} instead of {before}" if before else f"{self.what}: {after}"


def fieldsets(asked: Asked) -> tuple[Fieldset, ...]:
    """Every number of the pathway that can be moved, as it is asked."""
    own = {lever.path: lever.text for lever in levers(asked.pathway)}
    grouped: dict[str, list[Field]] = {}
    for lever in asked.levers:
        made = _field(lever, asked, own.get(lever.path, ""))
        grouped.setdefault(_owner(asked.pathway, lever), []).append(made)
    return tuple(Fieldset(name, tuple(fields)) for name, fields in grouped.items())


def _field(lever: Lever, asked: Asked, own: str) -> Field:
    text = asked.changes.get(lever.path, lever.text)
    number, _, unit = text.partition(" ")
    return Field(
        name=lever.path,
        label=_label(asked.pathway, lever),
        value=asked.typed.get(lever.path, number if unit == lever.unit else text),
        unit=lever.unit,
        was=own if lever.path in asked.set and text != own else "",
        hint=_hint(asked.pathway, lever),
        error=named(asked.pathway, asked.errors.get(lever.path, "")),
    )


def _owner(pathway: Pathway, lever: Lever) -> str:
    if lever.kind == "arrivals":
        return COMERS
    of = pathway.file.pools[lever.of] if lever.kind == "number" else pathway.file.places[lever.of]
    return title(of.name, lever.of)


def _label(pathway: Pathway, lever: Lever) -> str:
    file = pathway.file
    if lever.kind == "arrivals":
        return title(file.patients[lever.of].name, lever.of)
    if lever.kind == "stay" and lever.about:
        return f"{LABELS['stay']}, {title(file.patients[lever.about].name, lever.about).lower()}"
    if lever.kind == "delay" and lever.about:
        to = file.places.get(lever.about)
        return f"{LABELS['delay']} to {title(to.name if to else None, lever.about)}"
    return LABELS[lever.kind]


def _hint(pathway: Pathway, lever: Lever) -> str:
    file = pathway.file
    of = file.places.get(lever.of) if lever.kind == "capacity" else None
    shifts = (of and of.calendar) or (lever.kind == "number" and file.pools[lever.of].calendar)
    return "outside its shifts, which stay as they are" if shifts else ""


def changes(asked: Asked) -> tuple[Change, ...]:
    """Everything that the question sets otherwise, in words."""
    by_path = {lever.path: lever for lever in asked.levers}
    return tuple(_change(asked.pathway, by_path.get(path), path, value) for path, value in asked.set.items())


def _change(pathway: Pathway, lever: Lever | None, path: str, value: Any) -> Change:
    what = f"{_owner(pathway, lever)}, {_label(pathway, lever).lower()}" if lever else called(pathway, path)
    if lever and lever.kind == "arrivals":
        what = f"{COMERS}, {_label(pathway, lever)}"
    before = _at(pathway.document.data, path.split("."))
    missing = lever is not None and lever.kind in ("capacity", "queue")
    return Change(what, _text(before) if before is not None else "unlimited" if missing else "", _text(value))


def _at(data: Any, path: list[str]) -> Any:
    for part in path:
        if not isinstance(data, Mapping) or part not in data:
            return None
        data = data[part]
    return data


def _text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {_text(item)}" for key, item in value.items())
    return ", ".join(map(_text, value)) if isinstance(value, list | tuple) else str(value).replace(" %", "%")
