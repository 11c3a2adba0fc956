"""A target in words: ``95 % wait at ward within 4 hours``, ``share lost at ward <= 2 %``, ``wait p95 < 6 hours``.

At a clock of the pathway ``95 % wait at left within 4 hours`` is of the time on it, from arrival.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.quantity import CLOCKS, SECONDS, duration, parts, proportion, singular
from oneplace.flow.simulation.measures import Key
from oneplace.problems import OneplaceError

WITHIN = "share within target"
_SHORT = {"h": "hours", "hr": "hours", "hrs": "hours", "min": "minutes", "mins": "minutes", "d": "days"}
"""How people write units of time in a target."""
_MEND = (
    "Write `95 % wait at ward within 4 hours`, or a measure, where, a comparison and a quantity: "
    "`share lost at ward <= 2 %`, `wait p95 at ed for frail < 6 hours`, `time in pathway <= 3 days`."
)
_AT_MOST = {"<=": True, "<": True, "at most": True, "below": True, "under": True}
_AT_LEAST = {">=": False, ">": False, "at least": False, "above": False, "over": False}
_WHERE = r"(?: at (?P<where>[\w-]+))?(?: for (?P<group>deprivation \d|[\w-]+))?"
_WITHIN = re.compile(rf"(?P<share>\S+ ?%) wait{_WHERE} (?:within|under) (?P<time>.+)")
_COMPARES = "|".join(map(re.escape, (*_AT_MOST, *_AT_LEAST)))
_COMPARED = re.compile(rf"(?P<measure>[a-z][\w -]*?){_WHERE} ?(?P<compares>{_COMPARES}) ?(?P<quantity>.+)")


@dataclass(frozen=True)
class Target:
    """A measure at a place (or of the ``pathway``, or a pool) for a group, and the limit that it is to keep to."""

    text: str
    measure: str
    where: str
    group: str
    at_most: bool
    """Whether the measure is to be at most the limit; else at least."""
    limit: float
    """In the unit that results have the measure in: shares as fractions, times in the pathway's clock."""
    unit: str
    """``share``, a unit of time, or the unit as it was written."""
    changes: Mapping[str, str] = field(default_factory=dict)
    """What the pathway must be told so that the measure is there: a place's target for waits, or a clock's time."""

    def met_by(self, value: float) -> bool:
        """Whether a value keeps to the limit."""
        return value <= self.limit if self.at_most else value >= self.limit

    def check_unit(self, pathway: Pathway, key: Key) -> None:
        """Raise ``OneplaceError`` where the limit was written in another unit than the measure has."""
        if key.unit != self.unit:
            right = {"share": "%", **{clock: f"a unit of time such as {clock}" for clock in CLOCKS}}
            wanted = right.get(key.unit, f"'{key.unit}'")
            raise OneplaceError.at(
                pathway.path,
                f"the target '{self.text}' has a limit in another unit than '{key.measure}', which is in {wanted}.",
                f"Write the limit in {wanted}.",
                code="E75",
            )


def read_target(pathway: Pathway, text: str, where: str | None = None) -> Target:
    """A target from words. ``where`` is taken where the words name no place; the whole ``pathway`` where it is None.

    Raises ``OneplaceError`` where the words are no target, or name a place or group that is not there.
    """
    words = " ".join(text.split())
    number, space, unit = words.rpartition(" ")
    words = f"{number}{space}{_SHORT.get(unit, unit)}"
    try:
        target = _within(pathway, words, where) or _compared(pathway, words, where)
    except ValueError as error:
        raise _refused(pathway, f"the target '{words}' is not right: {error}") from None
    if target is None:
        raise _refused(pathway, f"'{words}' is not a target.")
    _known(pathway, target)
    return target


def _refused(pathway: Pathway, message: str) -> OneplaceError:
    return OneplaceError.at(pathway.path, message, _MEND, code="E75")


def _within(pathway: Pathway, words: str, where: str | None) -> Target | None:
    found = _WITHIN.fullmatch(words)
    if not found:
        return None
    place, clocks = found["where"] or where, pathway.file.clocks
    if place not in pathway.places and place not in clocks:
        named = ", ".join([*pathway.places, *clocks])
        raise ValueError(f"it names no place or clock at which to wait. There is: {named}")
    duration(found["time"])
    return Target(
        text=words,
        measure=WITHIN,
        where=place,
        group=_group(pathway, found["group"] or "all"),
        at_most=False,
        limit=proportion(found["share"]),
        unit="share",
        changes={f"clocks.{place}.within" if place in clocks else f"places.{place}.target": found["time"]},
    )


def _compared(pathway: Pathway, words: str, where: str | None) -> Target | None:
    found = _COMPARED.fullmatch(words)
    if not found:
        return None
    number, unit = parts(found["quantity"])
    if number < 0:
        raise ValueError(f"'{found['quantity']}' is below nought, which no result is")
    if unit == "%":
        number, unit = number / 100, "share"
        if number > 1 and found["measure"] != "occupancy":  # which overruns where people stay after a shift
            raise ValueError(f"'{found['quantity']}' is more than 100 %, which no share is")
    elif singular(unit) in SECONDS:
        number, unit = duration(found["quantity"]) / CLOCKS[pathway.file.clock], pathway.file.clock
    return Target(
        text=words,
        measure=found["measure"],
        where=found["where"] or where or "pathway",
        group=_group(pathway, found["group"] or "all"),
        at_most=found["compares"] in _AT_MOST,
        limit=number,
        unit=unit,
    )


def _group(pathway: Pathway, words: str) -> str:
    if words not in pathway.groups:
        raise ValueError(f"it is for `{words}`; there is: {', '.join(pathway.groups)}.")
    return pathway.groups[words]


def _known(pathway: Pathway, target: Target) -> None:
    clocks = pathway.file.clocks
    places = (*pathway.places, *pathway.pools, *clocks, "pathway")
    if target.where not in places:
        raise _refused(pathway, f"the target '{target.text}' is about `{target.where}`; there is: {', '.join(places)}.")
    of = pathway.file.places.get(target.where)
    if target.measure == WITHIN and of is not None and not target.changes and of.target is None:
        raise _refused(pathway, f"`{target.where}` has no target for waits, which '{target.text}' needs.")
