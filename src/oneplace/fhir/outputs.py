"""How a view's values come out: typed for tables, or as text for what reads and types them itself."""

from __future__ import annotations

from typing import Protocol

from oneplace.fhir.sql import STORED, Names, Sql, as_json, bind, listed, text, words
from oneplace.fhir.views import Column

_ANSI = {
    "BOOLEAN": "BOOLEAN",
    "INT": "INTEGER",
    "INTEGER": "INTEGER",
    "BIGINT": "BIGINT",
    "SMALLINT": "SMALLINT",
    "DATE": "DATE",
    "TIME": "TIME",
    "TIMESTAMP": "TIMESTAMP",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ",
    "CHARACTER VARYING": "VARCHAR",
    "VARCHAR": "VARCHAR",
    "DOUBLE PRECISION": "DOUBLE",
    "REAL": "FLOAT",
}
"""The SQL types that a column's tag `ansi/type` may ask for."""


class Output(Protocol):
    """What a view's columns are made into."""

    def type(self, column: Column, fhir: str | None) -> str:
        """The SQL type of a column whose FHIR type is ``fhir`` (None: not said)."""

    def value(self, names: Names, column: Column, fhir: str | None, sql: Sql) -> str:
        """SQL for a column's value, of its SQL type."""


class Typed:
    """Each column of the type that its view says; a value of another, or several where one is meant, is an error."""

    def type(self, column: Column, fhir: str | None) -> str:
        """The SQL type of a column."""
        one = _ANSI.get((column.ansi or "").upper()) or STORED.get(fhir or "", "JSON")
        return f"{one}[]" if column.collection else one

    def value(self, names: Names, column: Column, fhir: str | None, sql: Sql) -> str:
        """SQL for a column's value."""
        kind = self.type(column, fhir)
        if column.collection:
            item = names.new()
            return (
                f"coalesce(list_transform({listed(names, sql)}, "
                f"lambda {item}: {_cast(item, kind[:-2], column)}), CAST([] AS {kind}))"
            )
        if sql.kind != "json":
            return _plain(names, sql, kind, column)
        if not sql.many:
            return bind(names, sql.text, lambda v: _cast(v, kind, column))
        several = f"{column.at}: {column.name} has several values. Choose one, as with first(), or say `collection`."
        return bind(
            names,
            sql.text,
            lambda v: f"CASE WHEN len({v}) > 1 THEN error({text(several)}) ELSE {_cast(f'{v}[1]', kind, column)} END",
        )


def _plain(names: Names, sql: Sql, kind: str, column: Column) -> str:
    """A computed value as its type; an error where it can't be it."""
    if kind == "JSON":
        return as_json(names, sql)
    if kind == "VARCHAR":
        return f"CAST({sql.text} AS VARCHAR)"
    return bind(names, sql.text, lambda v: _or_error(v, f"TRY_CAST({v} AS {kind})", column))


def _cast(json: str, kind: str, column: Column) -> str:
    """SQL for an item of JSON as a type; an error where it can't be it."""
    if kind == "JSON":
        return json
    if kind == "VARCHAR":
        wrong = text(f"{column.at}: {column.name} is no {column.type} but has elements of its own. Choose one of them.")
        return f"CASE json_type({json}) WHEN 'OBJECT' THEN error({wrong}) ELSE {words(json)} END"
    return _or_error(json, f"TRY_CAST({words(json)} AS {kind})", column)


def _or_error(value: str, cast: str, column: Column) -> str:
    wrong = text(f"{column.at}: {column.name} is no {column.type}. Correct its type, or its path.")
    return f"CASE WHEN {value} IS NOT NULL AND {cast} IS NULL THEN error({wrong}) ELSE {cast} END"


SEVERAL = "\x1dseveral"
"""Stands, in `AsText`, for the value of a column that has several."""


class AsText:
    """Each column as text, for what types it itself; several values where one is meant are marked."""

    def type(self, column: Column, fhir: str | None) -> str:
        """The SQL type of a column."""
        return "VARCHAR"

    def value(self, names: Names, column: Column, fhir: str | None, sql: Sql) -> str:
        """SQL for a column's value."""
        if sql.kind != "json":
            return f"CAST({f'CAST({sql.text} AS DOUBLE)' if sql.kind == 'decimal' else sql.text} AS VARCHAR)"
        if not sql.many:
            return words(sql.text)
        marked = f"CASE WHEN len({{0}}) > 1 THEN {text(SEVERAL)} ELSE {words('{0}[1]')} END"
        return bind(names, sql.text, marked.format)


class FirstAsText(AsText):
    """Each column as text: the first of several."""

    def value(self, names: Names, column: Column, fhir: str | None, sql: Sql) -> str:
        """SQL for a column's value."""
        return words(f"list_extract({sql.text}, 1)") if sql.many else super().value(names, column, fhir, sql)
