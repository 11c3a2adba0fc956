"""The SQL that a mapping may hold: one scalar expression over the file's own columns, and nothing more."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Annotated, Any

import sqlglot
from pydantic import BeforeValidator
from sqlglot import TokenType, exp
from sqlglot.errors import SqlglotError

_GRAMMAR = (
    *(exp.Column, exp.Identifier, exp.Literal, exp.Null, exp.Boolean, exp.Paren, exp.Neg, exp.Not, exp.In),
    *(exp.Between, exp.Case, exp.If, exp.Cast, exp.DataType, exp.DataTypeParam, exp.Interval, exp.Var, exp.Tuple),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.DPipe, exp.And, exp.Or, exp.Like, exp.ILike, exp.Is),
    *(exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.RegexpLike, exp.Coalesce, exp.Nullif, exp.Upper),
    *(exp.Lower, exp.Trim, exp.Left, exp.Right, exp.Substring, exp.Replace, exp.RegexpReplace, exp.SplitPart),
    *(exp.Concat, exp.ConcatWs, exp.Length, exp.Greatest, exp.Least, exp.Round, exp.Abs, exp.DateDiff),
    *(exp.TimestampTrunc, exp.DateTrunc, exp.StartsWith, exp.Year, exp.Month, exp.TimeToStr),
)

_DAYS = {exp.DType.DATE, exp.DType.DATE32}
_TIMES = {exp.DType.TIME, exp.DType.TIMETZ}
_JOINS = (exp.DPipe, exp.Concat, exp.ConcatWs)
_MOMENTS = exp.DataType.TEMPORAL_TYPES - _DAYS - _TIMES


def _number_as_text(value: Any) -> Any:
    return str(value) if isinstance(value, int | float) else value


_NO_WORDS = (TokenType.VAR, TokenType.STRING, TokenType.IDENTIFIER)
_INSIDES = re.compile(r" (?:but got|for) <.*")
"""What a parser says of its own insides, which nobody can act on."""

Sql = Annotated[str, BeforeValidator(_number_as_text, json_schema_input_type=str | float)]
"""One scalar SQL expression over the file's columns; numbers may stand without quotes."""


class MappingError(ValueError):
    """An expression of ``sources.yaml`` that is not a scalar expression over the file's columns."""


def scalar(text: str, columns: Collection[str]) -> str:
    """Return ``text`` as DuckDB SQL with every column quoted.

    ``columns`` are the names that may be used, compared without regard to case. Raises `MappingError` for anything
    but one scalar expression: a sub-query, another table, an aggregate, a window, a function that is not listed here.
    """
    try:
        statements = sqlglot.parse(text, read="duckdb")
    except SqlglotError as error:
        said = _INSIDES.sub("", str(error).splitlines()[0])
        raise MappingError(_unquoted(text, columns) or f"`{text}` is not SQL that can be read: {said}") from error
    if len(statements) != 1 or statements[0] is None:
        raise MappingError(f"`{text}` must be one expression.")
    tree = statements[0]
    known = {name.casefold(): name for name in columns}
    for node in tree.walk():
        if not isinstance(node, _GRAMMAR):
            raise MappingError(
                _unquoted(text, columns)
                or f"`{text}` uses {node.sql('duckdb')}: a mapping is one expression over the file's columns, without "
                "sub-queries, aggregates or other functions than those listed in docs/reference/sources.md."
            )
        if isinstance(node, exp.Column):
            name = known.get(node.name.casefold())
            if name is None or node.table:
                raise MappingError(f"`{text}` uses the column {node.sql()}, which the file does not declare.")
            node.set("this", exp.to_identifier(name, quoted=True))
    return str(tree.sql("duckdb"))


def _unquoted(text: str, columns: Collection[str]) -> str:
    """What to say where a column that is a word of SQL stands without quotes, with which ``text`` could be read."""
    known = {name.casefold() for name in columns}
    try:
        words = [word for word in sqlglot.tokenize(text, read="duckdb") if word.token_type not in _NO_WORDS]
        named = [word for word in words if text[word.start : word.end + 1].casefold() in known]
        mended = text
        for word in reversed(named):
            mended = f'{mended[: word.start]}"{word.text}"{mended[word.end + 1 :]}'
        tree = sqlglot.parse_one(mended, read="duckdb")
    except SqlglotError:
        return ""
    if not named or not all(isinstance(node, _GRAMMAR) for node in tree.walk()):
        return ""
    mended = mended.replace("'", "''")  # as YAML has it inside single quotes
    return (
        f"`{text}` has a column that is a word of SQL as well. Put its name in double quotes, and all in single ones: "
        f"`'{mended}'`."
    )


def columns_of(text: str) -> frozenset[str]:
    """The names of the columns that an expression of a mapping uses, in small letters."""
    return frozenset(column.name.casefold() for column in sqlglot.parse_one(text, read="duckdb").find_all(exp.Column))


def cast_clocks(text: str) -> frozenset[str]:
    """The columns, in small letters, of which a cast reads the time of day: ``at`` of ``at::time``, and of
    ``(came || ' ' || at)::timestamp``, where it alone stands behind the day. ``text`` is an expression of a mapping.
    """
    found = set[str]()
    for cast in sqlglot.parse_one(text, read="duckdb").find_all(exp.Cast):
        said = [[cast.this]] if cast.is_type(*_TIMES) else []
        if cast.is_type(*_MOMENTS):
            inside = cast.this.walk(prune=lambda node: isinstance(node, _JOINS))
            said += [_behind_the_day(node) for node in inside if isinstance(node, _JOINS)]
        for parts in said:
            named = {column.name.casefold() for part in parts for column in part.find_all(exp.Column)}
            found |= named if len(named) == 1 else set()  # hours and minutes in two columns are no clock
    return frozenset(found)


def _behind_the_day(join: exp.Expr) -> list[exp.Expr]:
    """What is joined behind the first blank or T between the parts; nothing where none is."""
    parts = list(join.flatten()) if isinstance(join, exp.DPipe) else join.expressions
    if isinstance(join, exp.ConcatWs):
        parts = [each for part in parts[1:] for each in (part, parts[0])]
    ends = (number for number, part in enumerate(parts, 1) if re.search("[ T]", _written(part)))
    return parts[next(ends, len(parts)) :]


def _written(part: exp.Expr) -> str:
    """The text that a part is, or the form in which it writes a day."""
    part = part.args["format"] if isinstance(part, exp.TimeToStr) else part
    return str(part.this) if isinstance(part, exp.Literal) else ""
