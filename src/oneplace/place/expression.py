"""SQL expressions in place files: a scalar or a condition over documented columns, and nothing else.

An expression is parsed when the file is read, so that what reaches the engine is a tree of known nodes over known
columns, never text. Subqueries, other tables, aggregates, windows and unknown functions are refused with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated

import sqlglot
from pydantic import AfterValidator
from sqlglot import exp
from sqlglot.errors import ParseError, TokenError

_NODES = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Paren, exp.Neg,
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.Is, exp.In, exp.Between,
    exp.Like, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Case, exp.If, exp.Coalesce, exp.Nullif,
    exp.Greatest, exp.Least, exp.Abs, exp.Round, exp.Lower, exp.Upper, exp.Trim, exp.Substring, exp.Length,
    exp.StartsWith, exp.Cast, exp.DataType, exp.Interval, exp.Var, exp.DateDiff, exp.TimestampTrunc, exp.DateTrunc,
    exp.Year, exp.Month, exp.Day, exp.Extract, exp.Tuple,
)  # fmt: skip
_CODELIST = "IN_CODELIST"
_NAME = re.compile(r"[A-Za-z0-9_-]+")


def parse(text: str) -> exp.Expr:
    """The tree of an expression; raises ``ValueError`` with a reason a reader can act on.

    One function is ours: ``in_codelist(column, 'name')`` is true where the column's code stands in
    ``codelists/name.csv`` (ICD-10 codes also match everything below them, so J45 takes J459).
    """
    try:
        trees = sqlglot.parse(text, dialect="duckdb")
    except (ParseError, TokenError) as error:
        detail = error.errors[0]["description"] if isinstance(error, ParseError) and error.errors else str(error)
        raise ValueError(f"'{text}' is not a SQL expression ({detail.rstrip('.')}).") from None
    if len(trees) != 1 or trees[0] is None:
        raise ValueError(f"'{text}' must be one SQL expression.")
    tree = trees[0]
    for node in tree.walk():
        if isinstance(node, exp.Anonymous) and str(node.this).upper() == _CODELIST:
            _codelist_name(node)
        elif not isinstance(node, _NODES):
            what = node.sql(dialect="duckdb")
            raise ValueError(f"'{what}' can't stand in an expression: write a comparison or a sum over columns only.")
        elif isinstance(node, exp.In) and (node.args.get("query") or node.args.get("unnest")):
            raise ValueError("IN takes a list of values, not a query.")
        elif isinstance(node, exp.Column) and node.table:
            raise ValueError(f"'{node.sql()}' names a table: write the column's name alone.")
    return tree


def bound(
    text: str, table: str, codes: Mapping[str, Codes], others: Mapping[str, str] = MappingProxyType({})
) -> exp.Expr:
    """The tree with its columns qualified by ``table`` (``others`` by their own) and code lists written out."""

    def change(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Anonymous):
            return codes[_codelist_name(node)].condition(node.expressions[0].transform(change))
        if isinstance(node, exp.Column):
            return exp.column(node.name.lower(), table=others.get(node.name.lower(), table))
        return node

    tree = parse(text).transform(change)
    return exp.paren(tree) if isinstance(tree, exp.Binary | exp.Not) else tree


@dataclass(frozen=True)
class Codes:
    """The codes of a list, and those of them that stand for everything below them (ICD-10 categories)."""

    exact: tuple[str, ...]
    prefixes: tuple[str, ...] = ()

    def condition(self, column: exp.Expr) -> exp.Expr:
        """Whether ``column`` holds a code of the list, whatever its case; ICD-10 and OPCS-4 with a dot or without."""
        found = [_among(column, self.exact)] if self.exact else []
        bare = exp.Upper(this=exp.Replace(this=column.copy(), expression=_text("."), replacement=_text("")))
        prefixes = sorted({code.upper() for code in self.prefixes})
        for length in sorted({len(code) for code in prefixes}):
            start = exp.Substring(this=bare.copy(), start=exp.Literal.number(1), length=exp.Literal.number(length))
            found.append(_among(start, tuple(code for code in prefixes if len(code) == length)))
        return exp.paren(exp.or_(*found)) if found else exp.false()


def _among(column: exp.Expr, codes: tuple[str, ...]) -> exp.Expr:
    upper = tuple(dict.fromkeys(code.upper() for code in codes))
    cased = any(code != code.lower() for code in upper)  # codes of digits alone are compared as they stand
    of = exp.Upper(this=column.copy()) if cased and not isinstance(column, exp.Substring) else column.copy()
    return exp.In(this=of, expressions=[_text(code) for code in upper])


def _text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


def columns(text: str) -> set[str]:
    """The names of the columns that an expression reads, in lower case."""
    return {column.name.lower() for column in parse(text).find_all(exp.Column)}


def codelists(text: str) -> set[str]:
    """The names of the code lists that an expression asks for."""
    return {_codelist_name(node) for node in parse(text).find_all(exp.Anonymous)}


def unknown_columns(text: str, known: set[str]) -> list[str]:
    """The columns of an expression that aren't known, in alphabetical order."""
    return sorted(columns(text) - known)


def _codelist_name(node: exp.Anonymous) -> str:
    arguments = node.expressions
    if len(arguments) != 2 or not isinstance(arguments[1], exp.Literal) or not arguments[1].is_string:
        raise ValueError("in_codelist takes a column and the list's name in quotes: in_codelist(code, 'asthma').")
    name = str(arguments[1].this)
    if not _NAME.fullmatch(name):
        raise ValueError("in_codelist names a list of `codelists/` by letters, digits, `_` and `-` alone.")
    return name


def _checked(text: str) -> str:
    parse(text)
    return text


Expression = Annotated[str, AfterValidator(_checked)]
"""A SQL expression over documented columns, checked when the file is read."""
