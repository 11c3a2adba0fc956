"""A run as a careful reader holds it: the place's files and the plain rows of the result tables, nothing computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import takewhile
from typing import Any

from oneplace.pack.evidence import Evidence
from oneplace.place import Measure, Outcome, Place

Row = Mapping[str, Any]
KEYS = ("measure", "dimension", "group")
OF_PERIODS = ("results", "gaps", "signals")
"""The tables whose rows tell of a period: of none that is not over is anything known."""


@dataclass(frozen=True)
class Run:
    """The rows of a run's tables by name, the place that it is of, and the day on which it stands."""

    place: Place
    tables: Mapping[str, Sequence[Row]]
    as_of: date
    seen: Place | None = None
    """The place as readers saw it at the run before, where an ambition has been eased since."""

    def rows(self, table: str, **columns: Any) -> list[Row]:
        """The rows of a table in which each of the columns has its value."""
        of = self._by[table]
        keys = list(takewhile(lambda name: name in of and name in columns, KEYS))
        rows = of[keys[-1]].get(tuple(columns[name] for name in keys), []) if keys else self.tables[table]
        rest = {name: value for name, value in columns.items() if name not in keys}
        return [row for row in rows if all(row[name] == value for name, value in rest.items())]

    @cached_property
    def _by(self) -> Mapping[str, Mapping[str, Mapping[tuple[Any, ...], list[Row]]]]:
        """The rows of each table by measure, by its dimension too, and by its group: a place has ten thousands."""
        return {name: _indexed(rows) for name, rows in self.tables.items()}

    def outcome(self, subject: str | None) -> Outcome | None:
        """The ambition of this id: as it was agreed, while nobody has decided that less will do."""
        now = next((one for one in self.place.strategy.outcomes if one.id == subject), None)
        if self.seen is None or now is None or subject not in {row["ambition"] for row in self.tables["agreed"]}:
            return now
        then = next(one for one in self.seen.strategy.outcomes if one.id == subject)
        return now.model_copy(update={"target": "not_set"}) if self.told_by_another(subject) else then

    def told_by_another(self, subject: str | None) -> bool:
        """Whether the files name another measure for an eased ambition than the one that was agreed upon."""
        agreed = {row["ambition"]: row["measure"] for row in self.tables["agreed"]}
        outcomes = self.place.strategy.outcomes
        return any(one.id == subject and agreed.get(one.id, one.measure) != one.measure for one in outcomes)

    def measure(self, subject: str | None) -> Measure:
        """The measure that a claim is about: by its own id, or the main one of an ambition."""
        outcome = self.outcome(subject)
        return self.place.measures[str(outcome.measure_ids[0] if outcome else subject)]

    def headline(self, subject: str | None) -> list[Row]:
        """The place's own values of the measure, oldest first."""
        rows = self.rows("results", measure=self.measure(subject).id, dimension="all")
        known = [row for row in rows if row["value"] is not None and not row["suppressed"]]
        return sorted(known, key=lambda row: (row["period_end"], row["period_start"]))

    def at(self, subject: str | None, period: str | None) -> Row | None:
        """The place's own value of a period by its label."""
        return next((row for row in self.headline(subject) if row["period_label"] == period), None)


def _indexed(rows: Sequence[Row]) -> Mapping[str, Mapping[tuple[Any, ...], list[Row]]]:
    there = [name for name in KEYS if rows and name in rows[0]]
    found: dict[str, dict[tuple[Any, ...], list[Row]]] = {name: {} for name in there}
    for row in rows:
        for at, name in enumerate(there, 1):
            found[name].setdefault(tuple(row[each] for each in there[:at]), []).append(row)
    return found


def of(found: Evidence) -> Run:
    """The rows that stand behind what the pack reads."""
    tables = {name: table.to_pylist() for name, table in found.results.tables.items()}
    for name in OF_PERIODS:
        tables[name] = [row for row in tables[name] if row["period_end"] <= found.as_of + timedelta(days=1)]
    return Run(found.place, tables, found.as_of, getattr(found, "seen", None))
