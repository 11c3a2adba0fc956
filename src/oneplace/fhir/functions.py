"""The functions of a view's paths: FHIRPath's subset, FHIR's `extension`, and the two keys of SQL-on-FHIR."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from oneplace.fhir import boundaries
from oneplace.fhir.comparing import distinct
from oneplace.fhir.nodes import Binary, Call, Key, Name, Node, PathError, This, Value
from oneplace.fhir.sql import TEXTS, Sql, bind, boolean, count, listed, number, single, string, text, words

if TYPE_CHECKING:
    from oneplace.fhir.paths import Scope

Compile = Callable[[Node, "Scope"], Sql]
_Function = Callable[[Call, "Scope", Compile], Sql]

_PRIMITIVE = {
    "boolean": "'BOOLEAN'",
    **dict.fromkeys(("integer", "positiveInt", "unsignedInt"), "'UBIGINT', 'BIGINT'"),
    "integer64": "'UBIGINT', 'BIGINT', 'VARCHAR'",
    "decimal": "'UBIGINT', 'BIGINT', 'DOUBLE'",
    **dict.fromkeys(TEXTS, "'VARCHAR'"),
}
"""How JSON writes each primitive type."""


def called(node: Call, scope: Scope, compile_: Compile) -> Sql:
    """What a function gives; raises `PathError` where views have none of that name, or it is called otherwise."""
    if node.name not in _FUNCTIONS:
        raise PathError(
            f"There is no function {node.name}() in a view.", f"Views have {', '.join(sorted(_FUNCTIONS))}."
        )
    fewest, most, function = _FUNCTIONS[node.name]
    if not fewest <= len(node.arguments) <= most:
        asked = str(most) if fewest == most else f"{fewest} or {most}"
        takes = f"{asked if most else 'no'} argument{'s' * (most > 1)}"
        given = len(node.arguments)
        raise PathError(f"{node.name}() takes {takes}, and was given {given}.", "Give it what it takes.")
    return function(node, scope, compile_)


def _where(node: Call, scope: Scope, compile_: Compile) -> Sql:
    of, item = compile_(node.of, scope), scope.names.new()
    condition = boolean(scope.names, compile_(node.arguments[0], scope.inside(item, fhir=of.type)))
    kept = f"list_filter({listed(scope.names, of)}, lambda {item}: coalesce({condition}, false))"
    return Sql(kept, many=True, type=of.type)


def _exists(node: Call, scope: Scope, compile_: Compile) -> Sql:
    of = _where(node, scope, compile_) if node.arguments else compile_(node.of, scope)
    return Sql(f"({count(of.text)} > 0)" if of.many else f"({of.text} IS NOT NULL)", "boolean")


def _empty(node: Call, scope: Scope, compile_: Compile) -> Sql:
    return Sql(f"(NOT {_exists(node, scope, compile_).text})", "boolean")


def _count(node: Call, scope: Scope, compile_: Compile) -> Sql:
    return Sql(count(listed(scope.names, compile_(node.of, scope))), "integer")


def _not(node: Call, scope: Scope, compile_: Compile) -> Sql:
    return Sql(f"(NOT {boolean(scope.names, compile_(node.of, scope))})", "boolean")


def _first(node: Call, scope: Scope, compile_: Compile) -> Sql:
    of = compile_(node.of, scope)
    return replace(of, text=f"list_extract({of.text}, 1)", many=False) if of.many else of


def _last(node: Call, scope: Scope, compile_: Compile) -> Sql:
    of = compile_(node.of, scope)
    return replace(of, text=f"list_extract({of.text}, -1)", many=False) if of.many else of


def _slice(node: Call, scope: Scope, compile_: Compile) -> Sql:
    """The items from a place on (`skip`, `tail`), or up to it (`take`)."""
    of = compile_(node.of, scope)
    at = f"CAST({number(scope.names, compile_(node.arguments[0], scope))} AS BIGINT)" if node.arguments else "1"
    places = f"1:greatest({at}, 0)" if node.name == "take" else f"greatest({at}, 0) + 1:"
    return Sql(f"{listed(scope.names, of)}[{places}]", many=True, type=of.type)


def _single(node: Call, scope: Scope, compile_: Compile) -> Sql:
    return single(scope.names, compile_(node.of, scope))


def _distinct(node: Call, scope: Scope, compile_: Compile) -> Sql:
    return distinct(scope.names, compile_(node.of, scope))


def _starts_with(node: Call, scope: Scope, compile_: Compile) -> Sql:
    said, begin = (string(scope.names, compile_(each, scope)) for each in (node.of, node.arguments[0]))
    return Sql(f"starts_with({said}, {begin})", "boolean")


def _join(node: Call, scope: Scope, compile_: Compile) -> Sql:
    between = string(scope.names, compile_(node.arguments[0], scope)) if node.arguments else "''"
    of, item = listed(scope.names, compile_(node.of, scope)), scope.names.new()
    said = f"array_to_string(list_transform({{0}}, lambda {item}: {words(item)}), {between})"
    return Sql(
        bind(scope.names, of, lambda v: f"CASE WHEN {count(v)} > 0 THEN {said.format(v)} END"), "string", type="string"
    )


def _extension(node: Call, scope: Scope, compile_: Compile) -> Sql:
    """The extensions of that address; those of a primitive element stand beside it, after an underscore."""
    filtered = Call(Name(node.of, "extension"), "where", (Binary("=", Name(This(), "url"), node.arguments[0]),))
    found = compile_(filtered, scope)
    if not isinstance(node.of, Name):
        return found
    beside = replace(filtered, of=Name(Key(node.of.of, "_" + node.of.name), "extension"))
    return Sql(f"list_concat({found.text}, {compile_(beside, scope).text})", many=True)


def _type_name(node: Node) -> str:
    """The type that an argument names: `Quantity`, `FHIR.Quantity`, `System.String`."""
    if isinstance(node, Name) and isinstance(node.of, This):
        return node.name
    if isinstance(node, Name) and isinstance(node.of, Name) and node.of.name in ("FHIR", "System"):
        return node.name if node.of.name == "FHIR" else node.name[0].lower() + node.name[1:]
    if isinstance(node, Value) and isinstance(node.value, str):
        return node.value
    raise PathError("A type was expected.", "Write the type's name: `value.ofType(Quantity)`.")


def typed(node: Binary, scope: Scope, compile_: Compile) -> Sql:
    """`as` and `is`, as `ofType` has them."""
    found = compile_(Call(node.left, "ofType", (node.right,)), scope)
    if node.operator == "as":
        return found
    there = count(listed(scope.names, compile_(node.left, scope)))
    return Sql(f"CASE WHEN {there} > 0 THEN {count(listed(scope.names, found))} > 0 END", "boolean")


def _of_type(node: Call, scope: Scope, compile_: Compile) -> Sql:
    """The items of a type, which an element's name says in JSON (`valueQuantity`), else what the item is."""
    name, item = _type_name(node.arguments[0]), scope.names.new()
    if name in _PRIMITIVE:
        right = f"json_type({item}) IN ({_PRIMITIVE[name]})"
    else:
        right = f"coalesce(json_extract_string({item}, '$.resourceType') = {text(name)}, json_type({item}) = 'OBJECT')"
    of = Key(node.of.of, node.of.name) if isinstance(node.of, Name) else node.of
    plain = f"list_filter({listed(scope.names, compile_(of, scope))}, lambda {item}: {right})"
    if not isinstance(of, Key):
        return Sql(plain, many=True, type=name)
    chosen = compile_(Key(of.of, of.name + name[0].upper() + name[1:]), scope)
    either = bind(scope.names, chosen.text, lambda v: f"CASE WHEN {count(v)} > 0 THEN {v} ELSE {plain} END")
    return Sql(either, many=True, type=name)


def _resource_key(node: Call, scope: Scope, compile_: Compile) -> Sql:
    """The resource's id; references give the same (`getReferenceKey`)."""
    of = _first(Call(Name(node.of, "id"), "first", ()), scope, compile_)
    return Sql(words(of.text), "string")


_REFERENCE = r"^(?:.*/)?([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[A-Za-z0-9.-]+)?$"
_WITHIN = r"^urn:(?:uuid|oid):([A-Za-z0-9.-]+)$"


def _reference_key(node: Call, scope: Scope, compile_: Compile) -> Sql:
    """The id that a reference leads to, of the type asked for; null for what leads nowhere outside the resource.

    `Patient/7`, with an address before it or a version after it; `urn:uuid:…` (a Bundle's own) is its UUID, of the type
    that the reference says if it says one.
    """
    asked = _type_name(node.arguments[0]) if node.arguments else None
    of, item = compile_(node.of, scope), scope.names.new()
    said, kind = f"json_extract_string({item}, '$.reference')", f"json_extract_string({item}, '$.type')"
    fits = "true" if asked is None else f"regexp_extract({said}, {text(_REFERENCE)}, 1) = {text(asked)}"
    within = "true" if asked is None else f"coalesce({kind} = {text(asked)}, true)"
    found = (
        f"CASE WHEN regexp_matches({said}, {text(_REFERENCE)}) THEN "
        f"CASE WHEN {fits} THEN regexp_extract({said}, {text(_REFERENCE)}, 2) END "
        f"WHEN {within} THEN nullif(regexp_extract({said}, {text(_WITHIN)}, 1), '') END"
    )
    keys = f"list_transform({listed(scope.names, of)}, lambda {item}: to_json({found}))"
    known = scope.names.new()
    return Sql(f"list_filter({keys}, lambda {known}: {known} IS NOT NULL)", many=True, type="string")


def _boundary(node: Call, scope: Scope, compile_: Compile) -> Sql:
    of = compile_(node.of, scope)
    return boundaries.of(scope.names, of, of.type, boundaries.low if node.name == "lowBoundary" else boundaries.high)


def _iif(node: Call, scope: Scope, compile_: Compile) -> Sql:
    condition = boolean(scope.names, compile_(node.arguments[0], scope))
    then, *other = (listed(scope.names, compile_(each, scope)) for each in node.arguments[1:])
    return Sql(f"CASE WHEN {condition} THEN {then} ELSE {other[0] if other else 'NULL'} END", many=True)


_FUNCTIONS: dict[str, tuple[int, int, _Function]] = {
    "where": (1, 1, _where),
    "exists": (0, 1, _exists),
    "empty": (0, 0, _empty),
    "count": (0, 0, _count),
    "not": (0, 0, _not),
    "first": (0, 0, _first),
    "last": (0, 0, _last),
    "skip": (1, 1, _slice),
    "take": (1, 1, _slice),
    "tail": (0, 0, _slice),
    "single": (0, 0, _single),
    "distinct": (0, 0, _distinct),
    "startsWith": (1, 1, _starts_with),
    "join": (0, 1, _join),
    "extension": (1, 1, _extension),
    "ofType": (1, 1, _of_type),
    "getResourceKey": (0, 0, _resource_key),
    "getReferenceKey": (0, 1, _reference_key),
    "lowBoundary": (0, 0, _boundary),
    "highBoundary": (0, 0, _boundary),
    "iif": (2, 3, _iif),
}
"""Each function with the fewest and most arguments that it takes."""
