"""Collections as SQL: how what a FHIRPath gives is written for DuckDB, and turned from one kind into another.

A FHIRPath gives a collection. It is a list of JSON (`many`), or a single value of SQL that is null where the collection
is empty. Elements come as JSON, of which little is known but what it holds: no schema is read.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["json", "boolean", "integer", "decimal", "string", "date"]

NUMBER = "DECIMAL(38, 10)"
"""FHIRPath's decimals: 28 figures before the point, and at least 8 after it."""
NUMBERS = ("integer", "decimal")
TEXTS = (
    *("base64Binary", "canonical", "code", "date", "dateTime", "id", "instant", "markdown", "oid", "string", "time"),
    *("uri", "url", "uuid", "xhtml"),
)
"""The primitives of FHIR that JSON writes as text."""
STORED = {
    "boolean": "BOOLEAN",
    **dict.fromkeys(("integer", "positiveInt", "unsignedInt"), "INTEGER"),
    "integer64": "BIGINT",
    "decimal": "DOUBLE",
    **dict.fromkeys(TEXTS, "VARCHAR"),
}
"""DuckDB's type for each primitive of FHIR; all else is JSON."""
_WHAT = {"boolean": "BOOLEAN", "integer": "BIGINT", "decimal": NUMBER, "string": "VARCHAR", "date": "VARCHAR"}


def quoted(name: str) -> str:
    """Return a name as a SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """Return a text as a SQL literal."""
    return "'" + value.replace("'", "''") + "'"


@dataclass(frozen=True)
class Sql:
    """What a path gives: its SQL, its kind, whether it is a list of JSON, and its FHIR type where the path says it."""

    text: str
    kind: Kind = "json"
    many: bool = False
    type: str | None = None


@dataclass
class Names:
    """Variables that no other part of the statement uses, and the elements of the resource that are read."""

    numbers: Iterator[int] = field(default_factory=itertools.count)
    elements: dict[str, None] = field(default_factory=dict)

    def new(self) -> str:
        """A name that is used nowhere else."""
        return f"v{next(self.numbers)}"


def bind(names: Names, sql: str, body: Callable[[str], str]) -> str:
    """SQL for ``body`` of a value that is written (and computed) once however often the body names it."""
    name = names.new()
    return f"list_transform([{sql}], lambda {name}: {body(name)})[1]"


def key(name: str) -> str:
    """The JSON path of an element, as a SQL literal."""
    return text('$."' + name.replace('"', '\\"') + '"')


def items(element: str) -> str:
    """SQL for the items of an element, whether it is a list or not; null or an empty list where there is none."""
    return (
        f"CASE json_type({element}) WHEN 'ARRAY' THEN list_filter(CAST({element} AS JSON[]), lambda x: x IS NOT NULL) "
        f"WHEN 'NULL' THEN NULL ELSE CASE WHEN {element} IS NOT NULL THEN [{element}] END END"
    )


def listed(names: Names, sql: Sql) -> str:
    """SQL for a collection as a list of JSON."""
    if sql.many:
        return sql.text
    return bind(names, as_json(names, sql), lambda v: f"CASE WHEN {v} IS NOT NULL THEN [{v}] END")


def as_json(names: Names, sql: Sql) -> str:
    """SQL for a single value as JSON. JSON knows one kind of number, so the sum of 2 and 3 is 5 and not 5.0."""
    if sql.kind == "json":
        return sql.text
    if sql.kind != "decimal":
        return f"to_json({sql.text})"
    whole = "to_json(CAST({0} AS HUGEINT))"
    said = f"CASE WHEN {{0}} % 1 = 0 THEN {whole} ELSE to_json(CAST({{0}} AS DOUBLE)) END"
    return bind(names, sql.text, said.format)


def count(sql: str) -> str:
    """SQL for the number of items of a list."""
    return f"coalesce(len({sql}), 0)"


def single(names: Names, sql: Sql) -> Sql:
    """The one item of a collection; more than one is an error, as FHIRPath has it."""
    if not sql.many:
        return sql
    several = text("A FHIRPath gives several items where one is needed: say which, as with first().")
    one = bind(names, sql.text, lambda v: f"CASE WHEN len({v}) > 1 THEN error({several}) ELSE {v}[1] END")
    return Sql(one, type=sql.type)


def words(json: str) -> str:
    """SQL for the text of one item."""
    return f"json_extract_string({json}, '$')"


def boolean(names: Names, sql: Sql) -> str:
    """SQL for a collection where a condition is meant: of one item that is no boolean, that it is there."""
    if sql.kind == "boolean":
        return sql.text
    one = single(names, sql)
    if one.kind != "json":
        return f"CASE WHEN {one.text} IS NOT NULL THEN true END"
    said = "CASE json_type({0}) WHEN 'BOOLEAN' THEN {1} = 'true' ELSE CASE WHEN {0} IS NOT NULL THEN true END END"
    return bind(names, one.text, lambda v: said.format(v, words(v)))


def number(names: Names, sql: Sql) -> str:
    """SQL for the one number of a collection, null where its item is none."""
    one = single(names, sql)
    if one.kind == "json":
        return bind(names, one.text, lambda v: number_of(v, sql.type))
    return one.text if one.kind in NUMBERS else f"CAST(NULL AS {NUMBER})"


def number_of(json: str, fhir: str | None = None) -> str:
    """SQL for an item as a number, null where it is none; FHIR writes 64-bit integers as text."""
    cast = f"TRY_CAST({words(json)} AS {NUMBER})"
    if fhir == "integer64":
        return cast
    return f"CASE WHEN json_type({json}) IN ('UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT') THEN {cast} END"


def string(names: Names, sql: Sql) -> str:
    """SQL for the one item of a collection as text."""
    one = single(names, sql)
    return words(one.text) if one.kind == "json" else f"CAST({one.text} AS VARCHAR)"


def literal(value: object, kind: Kind, fhir: str | None = None) -> Sql:
    """A value as SQL; ``fhir`` is its FHIR type, where its kind does not say it."""
    written = text(str(value)) if kind in ("string", "date") else str(value)
    return Sql(f"CAST({written} AS {_WHAT[kind]})", kind, type=fhir)
