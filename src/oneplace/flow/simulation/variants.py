"""Variants of one pathway under the same chances, each made once and run on where more replications are asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.formulas.exact import Exact
from oneplace.flow.formulas.solution import solve
from oneplace.flow.reading.loads import grows_without_end
from oneplace.flow.reading.reader import apply
from oneplace.flow.simulation.measures import Key
from oneplace.flow.simulation.replications import Runner
from oneplace.flow.simulation.results import key_index
from oneplace.flow.simulation.spread import per_draw, whole_draws
from oneplace.problems import OneplaceError

Floats = NDArray[np.float64]
Changes = Mapping[str, str]
"""Quantities by their path of names, as a scenario sets them."""


class Variant:
    """A pathway with some quantities changed, and what is known of it by now."""

    def __init__(self, pathway: Pathway, seed: int) -> None:
        self.pathway = pathway
        self.keys: tuple[Key, ...] = ()
        self._seed = seed
        self._done: list[Floats] = []

    @cached_property
    def exact(self) -> Exact | None:
        """The answer by formula, where one holds."""
        return solve(self.pathway)

    @property
    def grows_without_end(self) -> bool:
        """Whether some queue gets more patients than it can let out, so that there is no answer in the long run."""
        return grows_without_end(self.pathway)

    def runs(self, replications: int) -> Floats:
        """The measures (replications × keys) of the first so many replications."""
        replications = whole_draws(replications, per_draw(self.pathway))
        missing = replications - len(self._done)
        if missing > 0:
            for made in self._runner.run(len(self._done), missing):
                self.keys = made.keys
                self._done.append(made.values)
        return np.array(self._done[:replications])

    def measure(self, measure: str, where: str, group: str, replications: int) -> Floats:
        """One measure in each of the first so many replications.

        Raises ``OneplaceError`` where there is no such measure.
        """
        runs = self.runs(replications)
        return runs[:, key_index(self.pathway, self.keys, measure, where, group)]

    @cached_property
    def _runner(self) -> Runner:
        return Runner.of(self.pathway, self._seed)


class Variants:
    """Every variant of a pathway that was asked for so far; replication for replication they have the same chances."""

    def __init__(self, pathway: Pathway, seed: int) -> None:
        self.pathway = pathway
        self._seed = seed
        self._made: dict[tuple[tuple[str, str], ...], Variant] = {}

    def at(self, changes: Changes) -> Variant:
        """The variant with these changes. Raises ``OneplaceError`` where they do not go together with the pathway."""
        key = tuple(sorted(changes.items()))
        if key not in self._made:
            self._made[key] = Variant(apply(self.pathway, changes) if changes else self.pathway, self._seed)
        return self._made[key]


def counted(pathway: Pathway, path: str) -> tuple[int | None, str]:
    """How many a capacity or a pool has by its path (None: unlimited or not set), and the noun that it is counted in.

    Raises ``OneplaceError`` where the path is none of ``places.<place>.capacity`` and ``pools.<pool>.number``.
    """
    kind, _, rest = path.partition(".")
    name, _, what = rest.rpartition(".")
    named = {("places", "capacity"): pathway.places, ("pools", "number"): pathway.pools}.get((kind, what), ())
    if name not in named:
        known = [f"places.{n}.capacity" for n in pathway.places] + [f"pools.{n}.number" for n in pathway.pools]
        raise OneplaceError.at(
            pathway.path, f"has no capacity `{path}`.", f"Its capacities are: {', '.join(known)}.", code="E74"
        )
    text = str(pathway.document.data[kind][name].get(what, ""))
    number, _, noun = text.strip().partition(" ")
    has = int(number.replace(",", "")) if number.replace(",", "").isdigit() else None
    noun = noun.strip() or "places"
    return has, f"{noun}s" if has == 1 and not noun.endswith("s") else noun
