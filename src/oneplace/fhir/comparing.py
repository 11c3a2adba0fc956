"""FHIRPath's comparisons as SQL: equal or not, before or after, by what the items are (FHIRPath 2.0.0, 6.1 and 6.2)."""

from __future__ import annotations

from dataclasses import replace

from oneplace.fhir.elements import DATES
from oneplace.fhir.moments import compared, identity
from oneplace.fhir.nodes import PathError
from oneplace.fhir.sql import NUMBERS, Names, Sql, as_json, bind, count, listed, number, number_of, single, words


def equal(names: Names, left: Sql, right: Sql) -> str:
    """SQL for whether two collections are the same, item by item; null where one is empty, or it is not known."""
    if right.many and not left.many:
        left, right = right, left
    if right.many:
        pair = f"{{'a': {left.text}, 'b': {right.text}}}"
        dates = _may_be_dates(left, right)
        return bind(names, pair, lambda v: _same_lists(names, f"{v}.a", f"{v}.b", dates=dates))
    if left.many and right.kind != "json":
        one = "CASE {0} WHEN 0 THEN NULL WHEN 1 THEN {1} ELSE CASE WHEN {2} IS NOT NULL THEN false END END"
        return bind(
            names, left.text, lambda v: one.format(count(v), _equals(names, f"{v}[1]", right, left.type), right.text)
        )
    if left.many or right.kind == left.kind == "json":
        return equal(names, *(Sql(listed(names, each), many=True, type=_type(each)) for each in (left, right)))
    if left.kind == "json" or right.kind == "json":
        item, value = (left, right) if left.kind == "json" else (right, left)
        return bind(names, item.text, lambda v: _equals(names, v, value, item.type))
    return _same_values(names, left, right)


def _same_values(names: Names, left: Sql, right: Sql) -> str:
    if left.kind == right.kind == "date":
        return compared(names, "=", left.text, right.text, "false")
    if left.kind == right.kind or {left.kind, right.kind} <= {*NUMBERS}:
        return f"({left.text} = {right.text})"
    return f"CASE WHEN {left.text} IS NOT NULL AND {right.text} IS NOT NULL THEN false END"


def _type(sql: Sql) -> str | None:
    """The FHIR type of a collection's items, where the path says it."""
    return sql.type or (None if sql.kind in ("json", "date") else sql.kind)


def _may_be_dates(*sides: Sql) -> bool:
    """Whether no side is known to hold something else."""
    return all(_type(each) in (None, *DATES) for each in sides)


def _same_lists(names: Names, left: str, right: str, *, dates: bool) -> str:
    """SQL for whether two lists of JSON are the same; one pair that differs tells, before one that is not known."""
    pair = names.new()
    a, b = f"{pair}[1]", f"{pair}[2]"
    same = f"coalesce({a} = {b} OR {number_of(a)} = {number_of(b)}, false)"
    if dates:
        same = f"CASE WHEN {same} THEN true ELSE {compared(names, '=', _text_of(a), _text_of(b), 'false')} END"
    pairs = f"list_transform(list_zip({left}, {right}), lambda {pair}: {same})"
    told = bind(names, pairs, lambda v: f"CASE WHEN list_contains({v}, false) THEN false ELSE {_all_known(v)} END")
    return (
        f"CASE WHEN {count(left)} = 0 OR {count(right)} = 0 THEN NULL WHEN len({left}) <> len({right}) THEN false "
        f"ELSE {told} END"
    )


def _all_known(truths: str) -> str:
    return f"CASE WHEN list_count({truths}) = len({truths}) THEN true END"


def _text_of(json: str) -> str:
    """SQL for the text of an item, null where it is none."""
    return f"CASE WHEN json_type({json}) = 'VARCHAR' THEN {words(json)} END"


def _equals(names: Names, json: str, value: Sql, fhir: str | None) -> str:
    """SQL for whether one item is a value; false where it is of another kind, null where it isn't there."""
    if value.kind in NUMBERS:
        same = f"coalesce({number_of(json, fhir)} = {value.text}, false)"
    elif value.kind == "boolean":
        same = f"(json_type({json}) = 'BOOLEAN' AND {words(json)} = CAST({value.text} AS VARCHAR))"
    elif value.kind == "date":
        dates = _may_be_dates(Sql(json, type=fhir))
        same = compared(names, "=", _text_of(json), value.text, "false") if dates else "false"
    else:
        same = f"({words(json)} = {value.text} AND json_type({json}) = 'VARCHAR')"
    return f"CASE WHEN {json} IS NOT NULL AND {value.text} IS NOT NULL THEN {same} END"


def within(names: Names, item: Sql, many: Sql) -> str:
    """SQL for whether the one item is among others; null where there is none (FHIRPath 2.0.0, 6.4)."""
    each, dates = names.new(), _may_be_dates(item, many)

    def among(v: str) -> str:
        same = f"coalesce({_key(names, each, dates)} = {v}.key OR {number_of(each)} = {number_of(f'{v}.item')}, false)"
        found = count(f"list_filter({listed(names, many)}, lambda {each}: {same})")
        return f"CASE WHEN {v}.item IS NOT NULL THEN {found} > 0 END"

    one = as_json(names, single(names, item))
    return bind(names, one, lambda v: bind(names, f"{{'item': {v}, 'key': {_key(names, v, dates)}}}", among))


def _key(names: Names, json: str, dates: bool) -> str:
    return identity(names, json) if dates else json


def distinct(names: Names, of: Sql) -> Sql:
    """The items of a collection, each once, in their order; of a moment that is written in several ways, the first."""
    item, place, dates = names.new(), names.new(), _may_be_dates(of)

    def first(v: str) -> str:
        keys = f"list_transform({v}, lambda {item}: {_key(names, item, dates)})"
        position = f"list_position({{0}}, {{0}}[{place}]) = {place}"
        return bind(names, keys, lambda k: f"list_filter({v}, lambda {item}, {place}: {position.format(k)})")

    return replace(of, text=bind(names, listed(names, of), first), kind="json", many=True, type=_type(of))


def ordered(names: Names, left: Sql, right: Sql, *, operator: str) -> str:
    """SQL for which of two single values comes first: numbers by size, dates by what is known, text by letter.

    Raises `PathError` where both are known before any resource is read and have no order.
    """
    a, b = single(names, left), single(names, right)
    known = [_told(each) for each in (a, b) if each.kind != "json"]
    if len({*known}) > 1 or "a boolean" in known:
        raise PathError(
            f"`{operator}` stands beside {' and '.join(known)}, which have no order.",
            "Compare two numbers, two texts or two dates; a date is written @2024-01-31.",
        )
    kinds = {a.kind, b.kind}
    if kinds & {*NUMBERS}:
        return f"({number(names, a)} {operator} {number(names, b)})"
    if kinds == {"string"}:
        return f"({a.text} {operator} {b.text})"
    if kinds == {"date"}:
        return compared(names, operator, a.text, b.text, _NOTHING)
    pair = f"{{'a': {a.text}, 'b': {b.text}}}"
    order = _items if kinds == {"json"} else _beside
    return bind(names, pair, lambda v: order(names, operator, replace(a, text=f"{v}.a"), replace(b, text=f"{v}.b")))


_NOTHING = "CAST(NULL AS BOOLEAN)"


def _told(sql: Sql) -> str:
    if sql.kind in NUMBERS:
        return "a number"
    if sql.type == "time":
        return "a time of day"
    return {"string": "a text", "boolean": "a boolean"}.get(sql.kind, "a date")


def _items(names: Names, operator: str, left: Sql, right: Sql) -> str:
    """SQL for the order of two items: nothing where one is a number and the other none."""
    x, y, plain = number_of(left.text), number_of(right.text), f"({{0}} {operator} {{1}})"
    a, b = _text_of(left.text), _text_of(right.text)
    texts = compared(names, operator, a, b, plain) if _may_be_dates(left, right) else plain.format(a, b)
    return f"CASE WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {x} {operator} {y} ELSE {texts} END"


def _beside(names: Names, operator: str, left: Sql, right: Sql) -> str:
    """SQL for the order of an item and a text or a date; beside a text, an element of a date's type is still one."""
    item, value = (left, right) if left.kind == "json" else (right, left)
    a, b = (_text_of(each.text) if each.kind == "json" else each.text for each in (left, right))
    plain = f"({{0}} {operator} {{1}})" if value.kind == "string" else _NOTHING
    if item.type in DATES or (value.kind == "date" and _may_be_dates(item)):
        return compared(names, operator, a, b, plain)
    return plain.format(a, b)
