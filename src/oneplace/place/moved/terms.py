"""The terms of an ambition, out of what the files said: its numbers, its path, and what its measure means."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from oneplace.days import middle_in_months
from oneplace.place.fields import NOT_SET
from oneplace.place.folder import Place
from oneplace.place.moved.flat import Fields, Said
from oneplace.place.period import Period, period
from oneplace.place.small_numbers import BELOW
from oneplace.place.strategy.outcomes import Outcome

_FIGURES = ("baseline", "target", "trajectory", "gap_ambition")
_OF_A_FIGURE = ("period", "value", "unit", "provenance")


@dataclass(frozen=True)
class Terms:
    """One ambition as it was said, with its main measure as that was said; the id may be one that others publish."""

    outcome: Fields
    measure_id: str
    measure: Fields

    @property
    def binding(self) -> bool:
        """Whether anything was promised in numbers: a target, a path, a baseline, a gap ambition."""
        return any(key.partition(".")[0] in _FIGURES and not key.endswith(_SAYS_ONLY) for key in self.outcome)

    @property
    def better(self) -> int:
        """1 where high is good, -1 where low is good, 0 where neither is or nothing is known."""
        return {"high_good": 1, "low_good": -1}.get(str(self.measure.get("polarity")), 0)

    def number(self, field: str) -> float | None:
        """A number of the ambition; None where it isn't set."""
        found = self.outcome.get(field)
        return float(found) if isinstance(found, int | float) else None

    def period(self, field: str) -> Period | None:
        """A period of the ambition; None where it isn't set."""
        found = self.outcome.get(field)
        return period(found) if isinstance(found, str | int) else None

    @property
    def path(self) -> list[tuple[Period, float]]:
        """Baseline, the path's steps and the target in the order of time; empty without a target."""
        if self.number("target.value") is None:
            return []
        steps = {
            period(key.partition(".")[2]): float(value)
            for key, value in self.outcome.items()
            if key.startswith("trajectory.") and isinstance(value, int | float)
        }
        for name in ("baseline", "target"):
            when, value = self.period(f"{name}.period"), self.number(f"{name}.value")
            if when is not None and value is not None:
                steps[when] = value
        return sorted(steps.items(), key=lambda step: _middle(step[0]))

    def path_at(self, when: Period) -> float | None:
        """Where a straight line between the path's steps stands; it stays at the last, and begins at the first."""
        steps = [(_middle(when), value) for when, value in self.path]
        middle = _middle(when)
        if not steps or middle < steps[0][0]:
            return None
        for (before, start), (after, end) in pairwise(steps):
            if before <= middle < after:
                share = (middle - before) / (after - before)
                return (1 - share) * start + share * end
        return steps[-1][1]


@dataclass(frozen=True)
class Standing:
    """The terms of an ambition that still hold, and the run (with its day) that readers saw them in."""

    terms: Terms
    run: str
    as_of: str

    def as_json(self) -> dict[str, Any]:
        """The content of the file that a run keeps."""
        return {"run": self.run, "as_of": self.as_of, **vars(self.terms)}

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Standing:
        """The file's content as a run kept it."""
        held = Terms(content["outcome"], content["measure_id"], content["measure"])
        return cls(held, content["run"], content["as_of"])


_SAYS_ONLY = (".provenance", ".dimension", ".statistic", ".source", ".note", ".reference", ".group")
"""Fields of a figure that promise nothing as long as it has no number."""


def _middle(when: Period) -> float:
    return middle_in_months(when.start, when.end)


def terms(said: Said, ambition: str) -> Terms | None:
    """The terms of an ambition; None where it isn't there."""
    outcome = said.get("outcomes", {}).get(ambition)
    if outcome is None:
        return None
    others = outcome.get("measures", [])
    first = others[0] if isinstance(others, list) and others else ""
    main = str(outcome.get("measure") or first or outcome.get("published", ""))
    return Terms(outcome, main, said.get("measures", {}).get(main, {}))


def easier(new: float, old: float, better: int) -> bool:
    """Whether a number asks for less than another; any other number does, where nothing says which way is good."""
    if math.isclose(new, old, rel_tol=1e-9, abs_tol=1e-9):
        return False
    return better == 0 or (new - old) * better < 0


def small_numbers(fields: Mapping[str, object]) -> tuple[int, int, int]:
    """A small-number rule as numbers of which lower is looser: below what is hidden, noughts, rounding."""

    def whole(key: str, default: int) -> int:
        found = fields.get(f"small_numbers.{key}", default)
        return found if isinstance(found, int) else default

    return whole("below", BELOW), fields.get("small_numbers.zeros") == "suppressed", whole("round_to", 1)


def as_agreed(place: Place, ambition: str, held: Terms) -> Place | None:
    """The place with one ambition alone, as it was agreed; None where its measure is gone or counts something else."""
    now = place.measures.get(held.measure_id)
    if now is None or now.unit != held.measure.get("unit"):
        return None
    measure = now.model_copy(update={"polarity": held.measure["polarity"]})
    outcome = Outcome.model_validate(_outcome(ambition, held))
    strategy = place.strategy.model_copy(update={"outcomes": (outcome,)})
    return replace(place, strategy=strategy, measures={**place.measures, held.measure_id: measure})


def as_it_holds(place: Place, held: Mapping[str, Terms]) -> Place:
    """The place with each ambition that was eased undecided by the terms that hold: whatever counts, judges or draws
    by a target asks this one. One whose terms its measure can't be held against any more has no target.
    """
    outcomes = tuple(_as_held(place, one, held[one.id]) if one.id in held else one for one in place.strategy.outcomes)
    return replace(place, strategy=place.strategy.model_copy(update={"outcomes": outcomes})) if held else place


def held_against(place: Place, outcome: Outcome, held: Terms) -> bool:
    """Whether an ambition is measured as it was when its terms were agreed: by the same measure, good the same way."""
    measure = place.measures.get(held.measure_id)
    main = next((key for key in outcome.measure_ids if key in place.measures), None)
    alike = measure is not None and all(getattr(measure, name) == held.measure.get(name) for name in _ALIKE)
    return alike and main == held.measure_id


_ALIKE = ("unit", "polarity")


def _as_held(place: Place, outcome: Outcome, held: Terms) -> Outcome:
    if not held_against(place, outcome, held):
        return outcome.model_copy(update={name: {} if name == "trajectory" else NOT_SET for name in _FIGURES})
    found = Outcome.model_validate(_outcome(outcome.id, held))
    kept: dict[str, object] = {name: getattr(found, name) for name in (*_FIGURES, "provenance")}
    if not isinstance(found.target, str) and not isinstance(outcome.target, str):
        kept["target"] = found.target.model_copy(update={"history": outcome.target.history})
    return outcome.model_copy(update=kept)


def _outcome(ambition: str, held: Terms) -> dict[str, object]:
    found: dict[str, object] = {
        "id": ambition,
        "text": held.outcome.get("text", ambition),
        "measure": held.measure_id,
        "provenance": held.outcome.get("provenance", "not_set"),
    }
    if question := held.outcome.get("question"):
        found["question"] = question
    for key, value in held.outcome.items():
        name, _, field = key.partition(".")
        if name in ("trajectory", "gap_ambition") or (name in ("baseline", "target") and field in _OF_A_FIGURE):
            found.setdefault(name, {})[field] = value  # type: ignore[index]
    return found
