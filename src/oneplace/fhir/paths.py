"""A FHIRPath as DuckDB SQL over a resource's JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from oneplace.fhir import functions
from oneplace.fhir.comparing import distinct, equal, ordered, within
from oneplace.fhir.elements import TYPES
from oneplace.fhir.grammar import parse
from oneplace.fhir.nodes import Binary, Call, Item, Key, Minus, Name, Node, Nothing, PathError, This, Value, Variable
from oneplace.fhir.sql import (
    NUMBER,
    NUMBERS,
    Kind,
    Names,
    Sql,
    as_json,
    bind,
    boolean,
    items,
    key,
    listed,
    literal,
    number,
    quoted,
    single,
    string,
    words,
)

RESOURCE, ROOT = "_resource", "_root"
"""The columns that a statement reads: the resource as JSON, and a struct of those of its elements that are named."""

_CHOICES = frozenset(
    (
        *("abatement", "age", "asNeeded", "born", "collected", "content", "deceased", "defaultValue", "dose"),
        *("due", "effective", "fixed", "identified", "maxValue", "medication", "minValue", "multipleBirth"),
        *("occurred", "occurrence", "onset", "pattern", "performed", "rate", "reported", "scheduled", "serviced"),
        *("timing", "used", "value"),
    )
)
"""Elements whose type is a choice, and part of their name in JSON (`valueQuantity`): R4's in which facts stand."""


@dataclass(frozen=True)
class Scope:
    """Where a path is: what `$this` and `%rowIndex` are, and the constants of its view."""

    names: Names
    constants: Mapping[str, Value]
    this: Sql = field(default_factory=lambda: Sql(RESOURCE))
    row: str = "0"
    resource: str | None = None
    """The resource's type, where `$this` is the resource itself."""

    def inside(self, item: str, row: str | None = None, fhir: str | None = None) -> Scope:
        """The scope of an item of a collection; ``fhir`` is its type, where the path says it."""
        return replace(self, this=Sql(item, type=fhir), row=row or self.row, resource=None)


def compiled(path: str, scope: Scope) -> Sql:
    """Return what a path gives, as SQL; raises `PathError` where it is none or more than views have."""
    return _sql(parse(path), scope)


def _sql(node: Node, scope: Scope) -> Sql:
    """What a node gives, by its kind."""
    return _KINDS[type(node)](node, scope)


def _variable(name: str, scope: Scope) -> Sql:
    if name == "rowIndex":
        return Sql(f"CAST({scope.row} AS BIGINT)", "integer")
    if name in ("resource", "rootResource"):
        return Sql(RESOURCE)
    if name not in scope.constants:
        known = ", ".join(f"%{each}" for each in scope.constants) or "none"
        raise PathError(f"There is no constant %{name}.", f"Declare it in the view's `constant`, which has {known}.")
    value = scope.constants[name]
    return literal(value.value, value.kind, value.type)


def _element(node: Name, scope: Scope) -> Sql:
    if isinstance(node.of, This) and node.name == scope.resource:
        return scope.this  # `Patient.name` is what `name` is
    if node.name not in _CHOICES:
        return _child(_sql(node.of, scope), node.name, scope)
    return _walk(_sql(node.of, scope), scope, lambda v: items(_chosen(v, node.name)))


def _child(of: Sql, name: str, scope: Scope) -> Sql:
    """The items of the element ``name`` of each item of a collection."""
    if of.text == RESOURCE:
        scope.names.elements[name] = None
        return Sql(items(f"{ROOT}.{quoted(name)}"), many=True, type=TYPES.get(name))
    return replace(_walk(of, scope, lambda v: items(f"json_extract({v}, {key(name)})")), type=TYPES.get(name))


def _walk(of: Sql, scope: Scope, step: Callable[[str], str]) -> Sql:
    if of.many:
        v = scope.names.new()
        return Sql(f"flatten(list_transform({of.text}, lambda {v}: {step(v)}))", many=True)
    if of.kind != "json":
        return Sql("CAST([] AS JSON[])", many=True)  # a value has no elements
    return Sql(step(of.text) if of.text.isidentifier() else bind(scope.names, of.text, step), many=True)


def _chosen(json: str, name: str) -> str:
    """SQL for an element whatever its type, which is part of its name."""
    k = "k"
    keys = f"list_filter(json_keys({json}), lambda {k}: regexp_full_match({k}, '{name}[A-Z][A-Za-z0-9]*'))[1]"
    return f"coalesce(json_extract({json}, '$.{name}'), json_extract({json}, '$.' || {keys}))"


def _item(node: Item, scope: Scope) -> Sql:
    of, place = _sql(node.of, scope), _sql(node.place, scope)
    if place.kind not in (*NUMBERS, "json"):
        raise PathError("What stands in [ ] is not a number.", "Write the item's place, counted from 0: `name[0]`.")
    at = number(scope.names, place)
    return Sql(f"list_extract({listed(scope.names, of)}, TRY_CAST({at} + 1::HUGEINT AS BIGINT))", type=of.type)


def _minus(node: Minus, scope: Scope) -> Sql:
    of = _sql(node.of, scope)
    return Sql(f"(-{number(scope.names, of)})", _numeric(of))


def _numeric(sql: Sql) -> Kind:
    return "integer" if sql.kind == "integer" else "decimal"


_LOGIC = {
    "and": "({0} AND {1})",
    "or": "({0} OR {1})",
    "xor": "({0} <> {1})",
    "implies": "(NOT {0} OR {1})",
}


def _binary(node: Binary, scope: Scope) -> Sql:
    names, operator = scope.names, node.operator
    if operator in ("as", "is"):
        return functions.typed(node, scope, _sql)
    left, right = _sql(node.left, scope), _sql(node.right, scope)
    if operator in _LOGIC:
        return Sql(_LOGIC[operator].format(boolean(names, left), boolean(names, right)), "boolean")
    if operator in _COMPARED:
        return Sql(_COMPARED[operator](names, left, right), "boolean")
    return _JOINED[operator](names, left, right) if operator in _JOINED else _arithmetic(operator, left, right, names)


def _unequal(names: Names, left: Sql, right: Sql) -> str:
    return f"(NOT {equal(names, left, right)})"


def _together(names: Names, left: Sql, right: Sql) -> Sql:
    both = f"list_concat({listed(names, left)}, {listed(names, right)})"
    return distinct(names, Sql(both, many=True, type=left.type if left.type == right.type else None))


def _said(names: Names, left: Sql, right: Sql) -> Sql:
    return Sql(f"(coalesce({string(names, left)}, '') || coalesce({string(names, right)}, ''))", "string")


_COMPARED: Mapping[str, Callable[[Names, Sql, Sql], str]] = {
    "=": equal,
    "!=": _unequal,
    "in": within,
    "contains": lambda names, left, right: within(names, right, left),
    **{each: partial(ordered, operator=each) for each in ("<", "<=", ">", ">=")},
}
_JOINED: Mapping[str, Callable[[Names, Sql, Sql], Sql]] = {"|": _together, "&": _said}


def _arithmetic(operator: str, left: Sql, right: Sql, names: Names) -> Sql:
    """A sum, difference, product or quotient; `+` joins texts; division by nought gives nothing."""
    kinds = {left.kind, right.kind}
    if operator == "+" and kinds & {"string", "date"} and kinds <= {"string", "date", "json"}:
        return Sql(f"({string(names, left)} || {string(names, right)})", "string")
    if kinds & {"boolean", "date", "string"}:
        raise PathError(f"`{operator}` stands beside what is no number.", "Compute with numbers only.")
    if operator == "+" and kinds == {"json"} and not {left.type, right.type} & {"integer", "decimal", "Quantity"}:
        pair = f"{{'a': {single(names, left).text}, 'b': {single(names, right).text}}}"
        return Sql(bind(names, pair, lambda v: _sum(names, f"{v}.a", f"{v}.b")))
    a, b = number(names, left), number(names, right)
    if operator in ("div", "mod"):
        written = f"CAST(trunc({a} / nullif({b}, 0)) AS BIGINT)" if operator == "div" else f"({a} % nullif({b}, 0))"
        return Sql(written, "integer" if operator == "div" or kinds == {"integer"} else "decimal")
    if operator in ("+", "-") or (operator == "*" and kinds == {"integer"}):
        if kinds == {"integer"}:  # what outgrows 64 bits gives nothing, as FHIRPath has it of overflow
            return Sql(f"TRY_CAST({a}::HUGEINT {operator} {b}::HUGEINT AS BIGINT)", "integer")
        return Sql(f"({a} {operator} {b})", "decimal")
    divisor = f"nullif({b}, 0)" if operator == "/" else b
    return Sql(f"TRY_CAST(CAST({a} AS DOUBLE) {operator} CAST({divisor} AS DOUBLE) AS {NUMBER})", "decimal")


def _sum(names: Names, left: str, right: str) -> str:
    """SQL for the sum of two items, or one text after the other."""
    a, b = number(names, Sql(left)), number(names, Sql(right))
    added = as_json(names, Sql(f"({a} + {b})", "decimal"))
    texts = f"json_type({left}) = 'VARCHAR' AND json_type({right}) = 'VARCHAR'"
    return f"CASE WHEN {texts} THEN to_json({words(left)} || {words(right)}) ELSE {added} END"


_KINDS: Mapping[type[Any], Callable[[Any, Scope], Sql]] = {
    Value: lambda node, _: literal(node.value, node.kind, node.type),
    Nothing: lambda _, __: Sql("CAST([] AS JSON[])", many=True),
    This: lambda _, scope: scope.this,
    Variable: lambda node, scope: _variable(node.name, scope),
    Name: _element,
    Key: lambda node, scope: _child(_sql(node.of, scope), node.name, scope),
    Item: _item,
    Minus: _minus,
    Binary: _binary,
    Call: lambda node, scope: functions.called(node, scope, _sql),
}
