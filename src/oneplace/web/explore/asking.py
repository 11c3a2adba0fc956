"""What was asked, out of what the run has: each choice is one of a list, and what is none of it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from oneplace.place import Measure
from oneplace.report import Row, of_dimension
from oneplace.results import to_judge
from oneplace.vocabulary.dimensions import LABELS, ROLLING
from oneplace.web.snapshot import Snapshot

EVERYONE = "all"
AREA = "area"
NOBODY = ""
OVER_TIME = (EVERYONE, ROLLING)
"""What is one figure a period: all of them are asked for unless some are."""
_ORDER = tuple(LABELS)


@dataclass(frozen=True)
class Choice:
    """One of a list: its code in the address, and the words for it."""

    code: str
    words: str


@dataclass(frozen=True)
class Asked:
    """A question with the lists that its parts are chosen from, and what of the address is in none of them.

    ``first`` and ``last`` are periods by their labels; ``beside`` is a group of the breakdown, an area where ``by`` is
    everyone, or nobody. ``measure`` is None where the run has rows of none.
    """

    measure: Measure | None
    by: str
    first: str
    last: str
    beside: str
    measures: list[Choice]
    breakdowns: list[Choice]
    periods: list[Choice]
    others: list[Choice]
    unknown: list[str]

    @property
    def address(self) -> str:
        """What asks the same again, as a query."""
        named = {"measure": self.measure.id if self.measure else "", "by": self.by, "from": self.first}
        return urlencode({**named, "to": self.last, "beside": self.beside})

    @property
    def href(self) -> str:
        """The address to share."""
        return f"{reverse('explore:overview')}?{self.address}"

    @property
    def beside_words(self) -> str:
        """Whom the rows stand beside; empty where nobody."""
        return next((each.words for each in self.others if each.code == self.beside and each.code), "")


def asked(shot: Snapshot, query: Mapping[str, str]) -> Asked:
    """The question that an address asks; what it leaves open, or asks for in vain, is the first of its list."""
    unknown: list[str] = []

    def chosen(part: str, named: str, choices: list[Choice], else_: str) -> str:
        wanted = query.get(part, "")
        if wanted and wanted not in {each.code for each in choices}:
            unknown.append(f"There is no {named} “{wanted[:60]}” here.")
            return else_
        return wanted or else_

    measures = _measures(shot)
    measure = shot.measure(chosen("measure", "measure", measures, measures[0].code if measures else ""))
    every = shot.every_row(measure.id) if measure else []
    breakdowns = _breakdowns(every)
    by = chosen("by", "breakdown", breakdowns, breakdowns[0].code if breakdowns else EVERYONE)
    rows = of_dimension(every, by)
    periods = _periods(rows)
    newest = (_periods(to_judge(rows)) or periods)[-1].code if periods else ""
    first = chosen("from", "period", periods, newest if by not in OVER_TIME else periods[0].code if periods else "")
    last = chosen("to", "period", periods, newest)
    others = [Choice(NOBODY, "Nobody"), *_groups(of_dimension(every, AREA) if by == EVERYONE else rows)]
    beside = chosen("beside", "group or area", others, NOBODY)
    return Asked(measure, by, first, last, beside, measures, breakdowns, periods, others, unknown)


def _measures(shot: Snapshot) -> list[Choice]:
    held = set(shot.tables["results"].keys)
    found = [Choice(key, measure.name) for key, measure in shot.place.measures.items() if key in held]
    return sorted(found, key=lambda each: each.words)


def _breakdowns(rows: Iterable[Row]) -> list[Choice]:
    held = {row["dimension"] for row in rows}
    return [Choice(code, LABELS[code]) for code in _ORDER if code in held]


def _periods(rows: Iterable[Row]) -> list[Choice]:
    """The periods of rows, oldest first."""
    found = {(row["period_end"], row["period_start"]): row["period_label"] for row in rows}
    return [Choice(found[key], found[key]) for key in sorted(found)]


def _groups(rows: Iterable[Row]) -> list[Choice]:
    found = {(row["group_order"] or 0, row["group_label"] or row["group"]): row["group"] for row in rows}
    return [Choice(found[key], str(key[1])) for key in sorted(found)]
