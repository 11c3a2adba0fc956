"""FHIRPath's comparisons as SQL: equal or not, before or after, by what the items are (FHIRPath 2.0.0, 6.1 and 6.2)."""

from __future__ import annotations

from oneplace.fhir.sql import (
    NUMBERS,
    Names,
    Sql,
    as_json,
    bind,
    count,
    listed,
    number,
    number_of,
    single,
    string,
    text,
    words,
)

_DAY = text(r"\d{4}(-\d\d(-\d\d(T\d\d(:\d\d(:\d\d(\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")
_ZONED = text(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*(Z|[+-]\d\d:\d\d)")


def equal(names: Names, left: Sql, right: Sql) -> str:
    """SQL for whether two collections are the same, item by item; null where one is empty."""
    if right.many and not left.many:
        left, right = right, left
    if right.many:
        pair = f"{{'a': {left.text}, 'b': {right.text}}}"
        return bind(names, pair, lambda v: _same_lists(names, f"{v}.a", f"{v}.b"))
    if left.many and right.kind != "json":
        one = "CASE {0} WHEN 0 THEN NULL WHEN 1 THEN {1} ELSE CASE WHEN {2} IS NOT NULL THEN false END END"
        return bind(
            names, left.text, lambda v: one.format(count(v), _equals(names, f"{v}[1]", right, left.type), right.text)
        )
    if left.many or right.kind == left.kind == "json":
        return equal(names, Sql(listed(names, left), many=True), Sql(listed(names, right), many=True))
    if left.kind == "json" or right.kind == "json":
        item, value = (left, right) if left.kind == "json" else (right, left)
        return bind(names, item.text, lambda v: _equals(names, v, value, item.type))
    if left.kind == right.kind or {left.kind, right.kind} <= {*NUMBERS}:
        return f"({left.text} = {right.text})"
    return f"CASE WHEN {left.text} IS NOT NULL AND {right.text} IS NOT NULL THEN false END"


def _same_lists(names: Names, left: str, right: str) -> str:
    pair = names.new()
    a, b = f"{pair}[1]", f"{pair}[2]"
    unlike = f"NOT coalesce({a} = {b} OR {number_of(a)} = {number_of(b)}, false)"
    return (
        f"CASE WHEN {count(left)} = 0 OR {count(right)} = 0 THEN NULL WHEN len({left}) <> len({right}) THEN false "
        f"ELSE len(list_filter(list_zip({left}, {right}), lambda {pair}: {unlike})) = 0 END"
    )


def _equals(names: Names, json: str, value: Sql, fhir: str | None) -> str:
    """SQL for whether one item is a value; false where it is of another kind, null where it isn't there."""
    if value.kind in NUMBERS:
        same = f"coalesce({number_of(json, fhir)} = {value.text}, false)"
    elif value.kind == "boolean":
        same = f"(json_type({json}) = 'BOOLEAN' AND {words(json)} = CAST({value.text} AS VARCHAR))"
    elif value.kind == "date":
        return _temporal(names, "=", words(json), value.text)
    else:
        same = f"({words(json)} = {value.text} AND json_type({json}) = 'VARCHAR')"
    return f"CASE WHEN {json} IS NOT NULL AND {value.text} IS NOT NULL THEN {same} END"


def within(names: Names, item: Sql, many: Sql) -> str:
    """SQL for whether the one item is among others; null where there is none (FHIRPath 2.0.0, 6.4)."""
    each = names.new()

    def among(v: str) -> str:
        same = f"coalesce({each} = {v} OR {number_of(each)} = {number_of(v)}, false)"
        found = count(f"list_filter({listed(names, many)}, lambda {each}: {same})")
        return f"CASE WHEN {v} IS NOT NULL THEN {found} > 0 END"

    return bind(names, as_json(names, single(names, item)), among)


def ordered(names: Names, left: Sql, right: Sql, *, operator: str) -> str:
    """SQL for which of two single values comes first: numbers by size, dates by what is known, text by letter."""
    a, b = single(names, left), single(names, right)
    kinds = {a.kind, b.kind}
    if kinds & {*NUMBERS}:
        return f"({number(names, a)} {operator} {number(names, b)})"
    if kinds in ({"string"}, {"boolean"}):
        return f"({a.text} {operator} {b.text})"
    if kinds == {"json"}:
        pair = f"{{'a': {a.text}, 'b': {b.text}}}"
        return bind(names, pair, lambda v: _either(names, operator, f"{v}.a", f"{v}.b"))
    return _temporal(names, operator, string(names, a), string(names, b))


def _either(names: Names, operator: str, left: str, right: str) -> str:
    x, y = number_of(left), number_of(right)
    return (
        f"CASE WHEN {x} IS NOT NULL AND {y} IS NOT NULL THEN {x} {operator} {y} "
        f"ELSE {_temporal(names, operator, words(left), words(right))} END"
    )


def _temporal(names: Names, operator: str, left: str, right: str) -> str:
    """SQL that compares texts; dates of unlike precision only as far as both go, and null where that does not tell."""

    def compared(v: str) -> str:
        a, b = f"{v}.a", f"{v}.b"
        shorter = f"least(length({a}), length({b}))"
        start = f"left({a}, {shorter}) {operator} left({b}, {shorter})"
        alike = f"left({a}, {shorter}) = left({b}, {shorter})"
        zoned = f"regexp_full_match({a}, {_ZONED}) AND regexp_full_match({b}, {_ZONED})"
        dates = f"regexp_full_match({a}, {_DAY}) AND regexp_full_match({b}, {_DAY})"
        return (
            f"CASE WHEN {zoned} THEN TRY_CAST({a} AS TIMESTAMPTZ) {operator} TRY_CAST({b} AS TIMESTAMPTZ) "
            f"WHEN length({a}) <> length({b}) AND {dates} THEN CASE WHEN NOT ({alike}) THEN {start} END "
            f"ELSE {a} {operator} {b} END"
        )

    return bind(names, f"{{'a': {left}, 'b': {right}}}", compared)
