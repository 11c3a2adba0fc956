"""The single numbers of a pathway that somebody may want to move, and how what they type becomes a quantity."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.quantity import NOT_SET, RANGE, UNLIMITED, count, duration, limit, parts, rate

Kind = Literal["arrivals", "capacity", "queue", "stay", "delay", "number"]

MOST_THINGS = 100_000
"""Beds, bays, places in a queue or staff that may be asked for by hand."""
LONGEST_MEAN = 3650 * 86_400.0
"""Seconds of the longest mean that may be asked for by hand: ten years."""

_BARE = re.compile(r"[-+]?[\d,]*\.?\d+(?:[eE][-+]?\d+)?")
_READ: dict[Kind, Callable[[Any], float | int | None]] = {
    "arrivals": rate,
    "capacity": limit,
    "queue": limit,
    "stay": duration,
    "delay": duration,
    "number": count,
}


@dataclass(frozen=True)
class Lever:
    """A quantity of a pathway file: its path of names, what it is, of which place, class or pool, and its value."""

    path: str
    kind: Kind
    of: str
    """The id of the place, of the class of patients (``arrivals``) or of the pool (``number``)."""
    about: str | None
    """The class whose stay it is where classes differ; the place to which a ``delay`` leads."""
    text: str
    """The quantity as it stands, ``430 beds``."""
    unit: str
    """The unit that a bare number is taken to be in."""

    def worded(self, given: str) -> str:
        """What somebody typed (``440``, ``440 beds``, ``unlimited``) as a quantity of the file.

        Raises ``ValueError`` with what is wrong and how to mend it.
        """
        given = " ".join(given.split())
        if not given:
            raise ValueError(f"Enter a number, such as {self.text}.")
        if self.kind in ("capacity", "queue") and given.lower() == UNLIMITED:
            return UNLIMITED
        asked = f"{given} {self.unit}" if _BARE.fullmatch(given) else given
        try:
            number, unit = parts(asked)
        except ValueError:
            raise ValueError(f"'{given}' is not a number. Enter one, such as {self.text}.") from None
        try:
            read = _READ[self.kind](asked)
        except ValueError as error:
            said, marked, _ = str(error).partition(" Write it as `")  # how a file has it, of whatever thing
            raise ValueError(f"{said} Enter one, such as {self.text}." if marked else said) from None
        self._sized(read)
        same_thing = self.kind in ("capacity", "queue", "number")
        between = RANGE.fullmatch(asked)
        said = f" ({between['low']} to {between['high']})" if between else ""
        return f"{number:.12g} {self.unit if same_thing else unit}{said}"

    def _sized(self, found: float | int | None) -> None:
        if found is None:
            return
        if self.kind in ("capacity", "queue", "number") and found > MOST_THINGS:
            raise ValueError(f"That is more than {MOST_THINGS:,}. Enter a smaller number.")
        if self.path.endswith(".mean") and not found:
            raise ValueError(f"A mean is more than nought. Enter a time such as {self.text}.")
        if self.kind in ("stay", "delay") and found > LONGEST_MEAN:
            raise ValueError("That is longer than ten years. Enter a shorter time.")


def levers(pathway: Pathway) -> tuple[Lever, ...]:
    """Every arrival rate, capacity, queue, mean stay, mean delay and pool of a pathway, in the file's order.

    Arrivals at exact times or by a forecast, and stays given as lists of values, have no single number to move.
    """
    data = pathway.document.data
    return (
        *(lever for name, of in data["patients"].items() for lever in _of_patients(name, of)),
        *(lever for name, of in data["places"].items() for lever in _of_place(name, of)),
        *(
            _lever(f"pools.{name}.number", "number", name, None, of["number"])
            for name, of in data.get("pools", {}).items()
        ),
    )


_UNIT: Mapping[Kind, str] = {
    "arrivals": "patients per day",
    "capacity": "places",
    "queue": "patients",
    "number": "staff",
}
"""The unit of a quantity that is unlimited or not set."""


def _lever(path: str, kind: Kind, of: str, about: str | None, text: str) -> Lever:
    unit = _UNIT.get(kind, "days") if text in (UNLIMITED, NOT_SET) else parts(text)[1]
    return Lever(path, kind, of, about, text, unit)


def _of_patients(name: str, of: Mapping[str, Any]) -> Iterator[Lever]:
    arrivals = of.get("arrivals") or {}
    if arrivals.get("rate") is not None:
        yield _lever(f"patients.{name}.arrivals.rate", "arrivals", name, None, arrivals["rate"])


def _of_place(name: str, of: Mapping[str, Any]) -> Iterator[Lever]:
    path = f"places.{name}"
    yield _lever(f"{path}.capacity", "capacity", name, None, of.get("capacity", UNLIMITED))
    yield _lever(f"{path}.queue", "queue", name, None, of.get("queue", UNLIMITED))
    yield from _means(path, name, None, of)
    for cls, own in (of.get("for") or {}).items():
        yield from _means(f"{path}.for.{cls}", name, cls, own)


def _means(path: str, place: str, cls: str | None, of: Mapping[str, Any]) -> Iterator[Lever]:
    found = _mean_of(of.get("stay"))
    if found:
        yield _lever(f"{path}.stay{found[0]}", "stay", place, cls, found[1])
    for to, delay in (of.get("delay") or {}).items():
        found = _mean_of(delay)
        if found:
            yield _lever(f"{path}.delay.{to}{found[0]}", "delay", place, to, found[1])


def _mean_of(stay: Any) -> tuple[str, str] | None:
    """Where in a distribution its one middle number stands, and that number; None where it has none."""
    if isinstance(stay, str):
        return "", stay
    for key in ("mean", "value"):
        if isinstance(stay, Mapping) and stay.get(key) is not None:
            return f".{key}", stay[key]
    return None
