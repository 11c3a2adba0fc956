"""Steps that the statements of several measures have in common, each made once for all of them.

A measure's own statement is whole: it says all that its answer rests on, and is what a page shows and what is run where
no other measure asks for the same. Where others do, a step is made as a table, the rest of each statement reads it, and
it goes when the last has. Steps are alike where they are to the letter. Measures that differ only in the ages that they
are of are counted among the ages of all, which `statement` takes care not to let change anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from sqlglot import exp

from oneplace.measures.statement import Ages, dimensions, steps_alike
from oneplace.place import FromLinkedRecord, Measure

if TYPE_CHECKING:
    import pyarrow as pa

    from oneplace.record import Engine

_OLDEST = 100
"""What is reckoned as the end of ages without one, in years: few are older."""


@dataclass
class Step:
    """A table for several statements; ``left`` is how many have yet to read it."""

    table: exp.Create
    left: int = 0
    is_made: bool = False
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True)
class Alike:
    """What is run of each measure that has a step in common with another, by its id, and the steps that this reads."""

    engine: Engine
    queries: Mapping[str, tuple[exp.Query, Sequence[Step]]]

    def rows(self, measure: Measure) -> pa.Table:
        """The rows of a measure's statement; the first that asks for a step makes it."""
        query, steps = self.queries[measure.id]
        for step in steps:
            with step.lock:
                if not step.is_made:
                    self.engine.make(step.table)
                    step.is_made = True
        return self.engine.rows(self.engine.written(query))

    def let_go(self, measure: Measure) -> None:
        """Say that a measure has its answer, read or kept from another; the last drops a step's table."""
        _, steps = self.queries.get(measure.id, (None, ()))
        for step in steps:
            with step.lock:
                step.left -= 1
                if step.is_made and not step.left:
                    self.engine.drop(step.table.this.name)

    def in_order(self, asked: Sequence[tuple[Measure, FromLinkedRecord]]) -> list[tuple[Measure, FromLinkedRecord]]:
        """Measures with the same first step next to each other, so that its table doesn't stand for long."""
        first: dict[str, int] = {}
        for i, (measure, _) in enumerate(asked):
            first.setdefault(self._first(measure), i)
        return sorted(asked, key=lambda each: first[self._first(each[0])])

    def _first(self, measure: Measure) -> str:
        _, steps = self.queries.get(measure.id, (None, ()))
        return steps[0].table.this.name if steps else measure.id


def alike(
    engine: Engine,
    asked: Sequence[tuple[Measure, FromLinkedRecord]],
    statement: Callable[[Measure, FromLinkedRecord, Ages | None], exp.Query],
) -> Alike:
    """The steps that the statements of some measures have in common."""
    steps: dict[str, Step] = {}
    used: dict[str, tuple[exp.Query, dict[str, Step]]] = {}
    for measure, compute, ages in _among(asked):
        tree, own = statement(measure, compute, ages), dict[str, Step]()
        for name in steps_alike(compute):
            made = _step(tree, name)
            own[name] = steps.setdefault(made.sql(), Step(_table(f"alike_{len(steps) + 1}", made)))
            own[name].left += 1
        used[measure.id] = tree, own
    queries = {}
    for name, (tree, own) in used.items():
        if shared := {part: step for part, step in own.items() if step.left > 1}:
            queries[name] = _reading(tree, shared), tuple(shared.values())
    return Alike(engine, queries)


def _among(
    asked: Sequence[tuple[Measure, FromLinkedRecord]],
) -> Iterator[tuple[Measure, FromLinkedRecord, Ages | None]]:
    """Each measure with the ages among which it is counted; None where these are its own.

    They are those from the youngest to the oldest of all that differ in nothing else, if each of those years is in one
    of theirs: nobody is to be counted whom no measure asks for.
    """
    kin: dict[object, list[tuple[int, int | None]]] = defaultdict(list)
    for measure, compute in asked:
        kin[_but_for_ages(measure, compute)].append((compute.population.min_age, compute.population.max_age))
    for measure, compute in asked:
        every = kin[_but_for_ages(measure, compute)]
        ends = [_OLDEST if oldest is None else oldest for _, oldest in every]
        youngest = min(start for start, _ in every)
        oldest = None if any(end is None for _, end in every) else max(ends)
        asked_for = {age for (start, _), end in zip(every, ends, strict=True) for age in range(start, end + 1)}
        yield measure, compute, (youngest, oldest) if max(ends) - youngest < len(asked_for) else None


def _but_for_ages(measure: Measure, compute: FromLinkedRecord) -> object:
    """All of a definition on which a step that may be shared depends, but for ages."""
    ages = {"min_age", "max_age"}
    rest = compute.model_dump_json(exclude={"population": ages, "per": True, "percentile": True, "standardise": True})
    return dimensions(measure, compute), rest


def _table(name: str, query: exp.Query) -> exp.Create:
    return exp.Create(this=exp.to_table(name), kind="TABLE", expression=query)


def _step(tree: exp.Query, name: str) -> exp.Query:
    """A step of a statement with those that it rests on, as a query of its own."""
    parts = {part.alias: part for part in tree.ctes}
    query: exp.Query = parts[name].this.copy()
    return _with(query, parts)


def _reading(tree: exp.Query, shared: Mapping[str, Step]) -> exp.Query:
    """A statement that reads some of its steps from their tables."""
    parts = {part.alias: part for part in tree.ctes}
    for name, step in shared.items():
        parts[name].set("this", exp.select("*").from_(step.table.this.copy()))
    tree.set("with_", None)
    return _with(tree, parts)


def _with(query: exp.Query, parts: Mapping[str, exp.CTE]) -> exp.Query:
    """A query with the parts that it rests on, in order."""
    needed, new = set[str](), [query]
    while new:
        names = {table.name for each in new for table in each.find_all(exp.Table)} & (parts.keys() - needed)
        needed |= names
        new = [parts[name].this for name in names]
    for name, part in parts.items():
        if name in needed:
            query = query.with_(name, as_=part.this.copy(), materialized=part.args.get("materialized"), copy=False)
    return query
