"""A view as one DuckDB statement: each resource becomes its rows in expressions, without a join.

The rows of a structure are a list of structs inside the statement (SQL-on-FHIR v2, Processing Algorithm): columns and
structures side by side are multiplied out, a union is put end to end, and the whole list is unnested once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from oneplace.fhir.nodes import PathError
from oneplace.fhir.outputs import Output, Typed
from oneplace.fhir.paths import RESOURCE, ROOT, Scope, compiled
from oneplace.fhir.sql import Names, Sql, bind, count, listed, quoted, text, words
from oneplace.fhir.views import Column, Selection, View, ViewError, columns

_ROW = "_rows"
_NODES = "STRUCT(way BIGINT[], item JSON)[]"
_STATE = f'STRUCT("all" {_NODES}, now {_NODES})'
"""What a recursive walk has found, and what it found last: each with the places on the way to it."""


@dataclass(frozen=True)
class Part:
    """Rows of some columns: one row of values, or a list of structs."""

    names: tuple[str, ...]
    values: dict[str, str] = field(default_factory=dict)
    rows: str | None = None


def statement(view: View, source: str, output: Output | None = None, *, keep: Sequence[str] = ()) -> str:
    """Return SQL that makes a view of ``source``: SQL of a relation with the column ``_resource`` (JSON).

    Its columns are ``keep``, which are the source's own, and then the view's. A resource that is null (a line that is
    no JSON) gives one row of nulls. Raises `ViewError` where a path says what views don't have.
    """
    compiler = _Compiler(view, output or Typed())
    part = compiler.part(view.select, Scope(compiler.names, view.constants, resource=view.resource))
    kind = words(f"{ROOT}.{quoted('resourceType')}")
    conditions = [f"{kind} = {text(view.resource)}" if view.resource else "true", *compiler.conditions()]
    kept = "".join(f"{quoted(name)}, " for name in keep)
    elements = ", ".join(f'"{name}": "JSON"' for name in dict.fromkeys(("resourceType", *compiler.names.elements)))
    root = f"json_transform({RESOURCE}, {text('{' + elements + '}')}) AS {ROOT}"
    once = [f"{value} AS {quoted(name)}" for name, value in part.values.items()]
    if part.rows:
        empty = f"CASE WHEN {RESOURCE} IS NULL THEN [NULL] ELSE {part.rows} END"
        once.append(f"unnest({empty}) AS {_ROW}")
    chosen = [quoted(name) if name in part.values else f"{_ROW}.{quoted(name)}" for name in part.names]
    return (
        f"SELECT {kept}{', '.join(f'{sql} AS {quoted(name)}' for sql, name in zip(chosen, part.names, strict=True))} "
        f"FROM (SELECT {kept}{', '.join(once)} FROM (SELECT *, {root} FROM ({source})) "
        f"WHERE {RESOURCE} IS NULL OR ({' AND '.join(conditions)}))"
    )


class _Compiler:
    """Compiles the parts of one view."""

    def __init__(self, view: View, output: Output) -> None:
        self.view, self.output, self.names = view, output, Names()
        self.types: dict[str, str | None] = {}
        for column in _every(view.select):
            self.types[column.name] = self.types.get(column.name) or column.type

    def path(self, path: str, at: str, scope: Scope) -> Sql:
        try:
            return compiled(path, scope)
        except PathError as error:
            raise ViewError(at, error.message, error.mend) from error

    def conditions(self) -> list[str]:
        """The view's `where`: a condition that is no boolean is an error, one that is empty is not met."""
        scope = Scope(self.names, self.view.constants, resource=self.view.resource)
        return [f"coalesce({self.condition(self.path(path, at, scope), at)}, false)" for path, at in self.view.where]

    def condition(self, sql: Sql, at: str) -> str:
        if sql.kind not in ("json", "boolean"):
            raise ViewError(at, "The condition is no boolean.", "Compare with something, or ask exists().")
        if sql.kind == "boolean":
            return sql.text
        wrong = text(f"{at}: The condition is no boolean. Compare with something, or ask exists().")
        return bind(
            self.names,
            listed(self.names, sql),
            lambda v: (
                f"CASE WHEN {count(v)} > 1 OR json_type({v}[1]) <> 'BOOLEAN' THEN error({wrong}) "
                f"ELSE json_extract_string({v}[1], '$') = 'true' END"
            ),
        )

    def part(self, selection: Selection, scope: Scope) -> Part:
        """The rows of a structure for the item that the scope is in."""
        if selection.how == "":
            return self.inside(selection, scope)
        found = self.items(selection, scope)
        item, place = self.names.new(), self.names.new()
        inner = self.inside(selection, scope.inside(item, f"({place} - 1)"))

        def rows(of: str) -> str:
            if inner.rows is None:
                return f"list_transform({of}, lambda {item}, {place}: {_struct(inner)})"
            return f"flatten(list_transform({of}, lambda {item}, {place}: {_listed(inner)}))"

        if selection.how != "forEachOrNull":
            return Part(inner.names, rows=rows(found))
        null = self.null(selection)
        either = bind(self.names, found, lambda v: f"CASE WHEN {count(v)} = 0 THEN [{null}] ELSE {rows(v)} END")
        return Part(inner.names, rows=either)

    def items(self, selection: Selection, scope: Scope) -> str:
        """What a structure iterates over, as a list of JSON."""
        at = f"{selection.at}.{selection.how}"
        if selection.how == "repeat":
            return self.repeated(selection, at, scope)
        return listed(self.names, self.path(selection.each[0], at, scope))

    def repeated(self, selection: Selection, at: str, scope: Scope) -> str:
        """What the paths lead to, from there on again and again: each before what is inside it, in the order found.

        Goes a level down at a time, at most as often as the item has objects in it, and sorts by the places on the way.
        """

        def children(of: str, way: str) -> str:
            found = [listed(self.names, self.path(path, at, scope.inside(of))) for path in selection.each]
            name, place = self.names.new(), self.names.new()
            node = f"{{'way': {way.format(place)}, 'item': {name}}}"
            return f"list_transform(list_concat({', '.join(found)}), lambda {name}, {place}: {node})"

        def walked(start: str) -> str:
            state, node = self.names.new(), self.names.new()
            inner = children(f"{node}.item", f"list_append({node}.way, {{}})")
            below = f"flatten(list_transform({state}.now, lambda {node}: {inner}))"
            step = f"lambda {state}, _unused: {{'all': list_concat({state}.all, {state}.now), 'now': {below}}}"
            begin = f"CAST({{'all': [], 'now': {children(start, '[{}]')}}} AS {_STATE})"
            levels = f"list_resize([CAST(NULL AS {_STATE})], {_depth(start)})"
            found = f"list_sort(list_reduce({levels}, {step}, {begin}).all)"
            return f"list_transform({found}, lambda {node}: {node}.item)"

        return bind(self.names, scope.this.text, walked)

    def inside(self, selection: Selection, scope: Scope) -> Part:
        """The rows of a structure's columns, structures and union for one item."""
        values = {column.name: self.column(column, scope) for column in selection.columns}
        parts = [Part(tuple(values), values)] if values else []
        parts += [self.part(each, scope) for each in selection.selects]
        if selection.unions:
            unions = [self.part(each, scope) for each in selection.unions]
            rows = [_listed(each) for each in unions]
            joined = f"list_concat({', '.join(rows)})" if len(rows) > 1 else rows[0]
            parts.append(Part(unions[0].names, rows=joined))
        return self.multiplied(parts)

    def multiplied(self, parts: Sequence[Part]) -> Part:
        """Every row of each part beside every row of the others."""
        names = tuple(name for part in parts for name in part.names)
        values = {name: value for part in parts for name, value in part.values.items()}
        lists = [part for part in parts if part.rows is not None]
        if not lists:
            return Part(names, values)
        if len(lists) == 1:
            return Part(names, values, lists[0].rows)
        variables = [self.names.new() for _ in lists]
        held = {name: f"{v}.{quoted(name)}" for v, part in zip(variables, lists, strict=True) for name in _of(part)}
        row = "{" + ", ".join(f"{text(name)}: {sql}" for name, sql in held.items()) + "}"
        rows = f"list_transform({lists[-1].rows}, lambda {variables[-1]}: {row})"
        for part, variable in reversed(list(zip(lists[:-1], variables[:-1], strict=True))):
            rows = f"flatten(list_transform({part.rows}, lambda {variable}: {rows}))"
        return Part(names, values, rows)

    def column(self, column: Column, scope: Scope) -> str:
        sql = self.path(column.path, f"{column.at}.path", scope)
        return self.output.value(self.names, column, self.types[column.name], sql)

    def null(self, selection: Selection) -> str:
        """The row of a structure that found nothing: nulls, and 0 for the place in the row's own iteration."""
        rows = {c.name: "0" if c.path.strip() == "%rowIndex" else "NULL" for c in columns(selection)}
        typed = {c.name: self.output.type(c, self.types[c.name]) for c in columns(selection)}
        return "{" + ", ".join(f"{text(name)}: CAST({sql} AS {typed[name]})" for name, sql in rows.items()) + "}"


def _depth(json: str) -> str:
    """SQL for how often objects can stand inside each other in an item: so often as its structure opens one.

    The structure has a list's items as one; where these are unlike, DuckDB gives up and the item itself is counted.
    """
    shape = f"CAST(json_structure({json}) AS VARCHAR)"
    known = f"CASE WHEN contains({shape}, '\"JSON\"') THEN CAST({json} AS VARCHAR) ELSE {shape} END"
    return f"length({known}) - length(replace({known}, '{{', '')) + 1"


def _of(part: Part) -> list[str]:
    """The names that are in a part's list of rows, not beside it."""
    return [name for name in part.names if name not in part.values]


def _listed(part: Part) -> str:
    """A part as a list of structs with its columns in their order."""
    if part.rows is None:
        return f"[{_struct(part)}]"
    if not part.values:
        return part.rows
    return f"list_transform({part.rows}, lambda r: {_struct(part)})"


def _struct(part: Part) -> str:
    """A row as a struct: the part's own values, and those of the row ``r`` of its list."""
    values = (f"{text(name)}: {part.values.get(name, f'r.{quoted(name)}')}" for name in part.names)
    return "{" + ", ".join(values) + "}"


def _every(selection: Selection) -> list[Column]:
    inner = [column for each in (*selection.selects, *selection.unions) for column in _every(each)]
    return [*selection.columns, *inner]
