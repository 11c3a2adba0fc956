"""Which of a record's files a statement may read a row of, so that what it gave holds while these are as they were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from sqlglot import exp

from oneplace.place.canonical import BY_NAME

_ZONES = ("person", "reference")
"""Those that a record for planning is of."""


def files_read(trees: Iterable[exp.Expr], files: Mapping[str, str]) -> list[tuple[str, str]]:
    """Of ``files`` (the hash of each file of a record, by its name in it) those that statements may read, in order.

    Of a table that has a file for each kind of row those are meant of whose kind a row may be: where each mention of it
    asks for kinds by name, in what must hold of every row that it gives, no other.
    """
    asked: dict[str, set[str] | None] = {}
    for tree in trees:
        for table in tree.find_all(exp.Table):
            if (name := table.name.lower()) in BY_NAME:
                kinds, before = _kinds(table), asked.get(name, set())
                asked[name] = None if kinds is None or before is None else before | kinds
    return sorted((name, digest) for name, digest in files.items() if _is_read(PurePosixPath(name), asked))


def _is_read(file: PurePosixPath, asked: Mapping[str, set[str] | None]) -> bool:
    if file.parts[0] not in _ZONES or len(file.parts) == 1:
        return False
    table = file.parts[1].removesuffix(file.suffix)
    kinds = asked.get(table, set())
    return table in asked if len(file.parts) == 2 else kinds is None or file.stem in kinds


def _kinds(table: exp.Table) -> set[str] | None:
    """The kinds of a table's rows that a mention of it takes; None where it may take any."""
    split = BY_NAME[table.name].split
    select = table.parent_select
    where = select.args.get("where") if select else None
    conditions = [where.this] if where else []
    if isinstance(table.parent, exp.Join) and table.parent.side in ("", "LEFT"):
        conditions += [on for on in (table.parent.args.get("on"),) if on]
    found = [_named(part, table.alias_or_name, split) for each in conditions for part in _parts(each)]
    return next((kinds for kinds in found if split and kinds), None)


def _parts(condition: exp.Expr) -> Iterable[exp.Expr]:
    """All that must hold for a condition to."""
    inner = condition.unnest()
    if isinstance(inner, exp.And):
        yield from _parts(inner.this)
        yield from _parts(inner.expression)
    else:
        yield inner


def _named(part: exp.Expr, alias: str, split: str | None) -> set[str]:
    """The kinds that a condition names, where it asks that the column be one of them."""
    if not isinstance(part, exp.EQ | exp.In) or not isinstance(part.this, exp.Column):
        return set()
    values = [part.expression] if isinstance(part, exp.EQ) else part.expressions
    if (part.this.table, part.this.name) != (alias, split) or not all(isinstance(each, exp.Literal) for each in values):
        return set()
    return {each.this for each in values}
