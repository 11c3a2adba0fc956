"""A statement's tree as Spark's SQL, with the same answer to the cell as DuckDB gives.

SQLGlot writes most of it. What stands here is what the two engines mean differently by the same words, which a
translation of words alone passes over in silence: whole units gone by or beginnings of units passed, halves rounded up
or to even, days between dates, where null sorts. What has no counterpart is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache

from sqlglot import exp
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.schema import MappingSchema

from oneplace.place.canonical import KEPT

_UNITS = {
    "MICROSECOND": ("us", "usec", "usecs", "usecond", "useconds", "microseconds"),
    "MILLISECOND": ("ms", "msec", "msecs", "milliseconds"),
    "SECOND": ("s", "sec", "secs", "seconds"),
    "MINUTE": ("m", "min", "mins", "minutes"),
    "HOUR": ("h", "hr", "hrs", "hours"),
    "DAY": ("d", "days", "dayofmonth"),
    "WEEK": ("w", "weeks"),
    "MONTH": ("mon", "mons", "months"),
    "QUARTER": ("quarters",),
    "YEAR": ("y", "yr", "yrs", "years"),
}
_UNIT = {spelt.upper(): unit for unit, others in _UNITS.items() for spelt in (unit, *others)}
_PARTS = {
    "DOW": "DOW",
    "DAYOFWEEK": "DOW",
    "WEEKDAY": "DOW",
    "ISODOW": "DAYOFWEEK_ISO",
    "DOY": "DOY",
    "DAYOFYEAR": "DOY",
}
_WHOLE = {exp.DType.TINYINT, exp.DType.SMALLINT, exp.DType.INT, exp.DType.BIGINT}
_TYPES = _WHOLE | {
    *(exp.DType.DATE, exp.DType.TIMESTAMP, exp.DType.TIMESTAMPNTZ, exp.DType.BOOLEAN, exp.DType.DECIMAL),
    *(exp.DType.DOUBLE, exp.DType.FLOAT, exp.DType.VARCHAR, exp.DType.TEXT, exp.DType.CHAR),
}


def spark_sql(tree: exp.Expr) -> str:
    """The query in Spark's dialect; raises ``ValueError`` with what has no counterpart there."""
    made = annotate_types(_apart(_chosen(tree.copy())), schema=_schema(), dialect="duckdb")
    for node in reversed(list(made.walk())):
        write = _WRITTEN.get(type(node))
        if write is not None and (new := write(node)) is not node:
            if node is made:
                made = new
            else:
                node.replace(new)
    for part in made.find_all(exp.CTE):
        part.set("materialized", None)  # Spark joins by the parts as they are written, and has no word for it
    return made.sql("spark", pretty=True, copy=False)


@cache
def _schema() -> MappingSchema:
    return MappingSchema({table.name: table.kept for table in KEPT}, dialect="duckdb")


def _chosen(tree: exp.Expr) -> exp.Expr:
    """The lowest or highest of pairs, of which one side is taken, as that side by the other: null sorts last."""
    for dot in list(tree.find_all(exp.Dot)):
        if isinstance(dot.this, (exp.Min, exp.Max)) and isinstance(dot.this.this, exp.Struct):
            pair = {each.name: each.expression for each in dot.this.this.expressions}
            taken = pair[dot.expression.name]
            by = [part.copy() for key in pair.values() for part in (exp.Is(this=key, expression=exp.null()), key)]
            chosen = exp.ArgMin if isinstance(dot.this, exp.Min) else exp.ArgMax
            dot.replace(chosen(this=taken.copy(), expression=exp.func("STRUCT", *by)))
    return tree


def _apart(tree: exp.Expr) -> exp.Expr:
    """Steps within a step, under a name of their own where another step has theirs: Spark is given all as one list."""
    named = Counter(step.alias for step in tree.find_all(exp.CTE))
    for step in list(tree.find_all(exp.CTE)):
        for inner in step.this.ctes:
            old = inner.alias
            if named[old] > 1:
                new = f"{step.alias}_{old}"
                for table in [one for one in step.this.find_all(exp.Table) if one.name == old and not one.db]:
                    table.set("alias", exp.TableAlias(this=exp.to_identifier(table.alias_or_name)))
                    table.set("this", exp.to_identifier(new))
                inner.args["alias"].set("this", exp.to_identifier(new))
    return tree


def _unit(name: str, allowed: Mapping[str, str], what: exp.Expr) -> str:
    if name.upper() not in allowed:
        raise ValueError(f"'{what.sql('duckdb')}' asks for '{name.lower()}', which Spark has no counterpart of.")
    return allowed[name.upper()]


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this=name, expressions=list(arguments))


def _as(value: exp.Expr, kind: str) -> exp.Expr:
    return exp.cast(value, kind, dialect="spark")


def _begun(unit: str, moment: exp.Expr) -> exp.Expr:
    return _call("DATE_TRUNC", exp.Literal.string(unit), moment)


def _days(end: exp.Expr, start: exp.Expr) -> exp.Expr:
    return _call("DATEDIFF", _as(end.copy(), "DATE"), _as(start.copy(), "DATE"))


def _difference(node: exp.Expr) -> exp.Expr:
    """Spark counts whole units gone by, DuckDB beginnings of units that were passed; weeks are seven days to both."""
    unit = _unit(node.args["unit"].name if node.args.get("unit") else "DAY", _UNIT, node)
    end, start = node.this, node.expression
    if unit == "DAY":
        return _days(end, start)
    if unit == "WEEK":
        return exp.paren(exp.IntDiv(this=_days(end, start), expression=exp.Literal.number(7)), copy=False)
    return _call("TIMESTAMPDIFF", exp.var(unit), _begun(unit, start.copy()), _begun(unit, end.copy()))


def _beginning(node: exp.Expr) -> exp.Expr:
    return _begun(_unit(node.args["unit"].name, _UNIT, node), node.this)


def _part(node: exp.Expr) -> exp.Expr:
    """A part of a moment: seconds are whole; Sunday is day 0 of the week to DuckDB and day 1 to Spark."""
    part = _unit(node.name, _UNIT | _PARTS, node)
    taken = exp.Extract(this=exp.var(part), expression=node.expression)
    if part == "DOW":
        return exp.paren(exp.Sub(this=taken, expression=exp.Literal.number(1)), copy=False)
    return _as(taken, "BIGINT")


def _less(node: exp.Expr) -> exp.Expr:
    """Between two dates DuckDB counts days, Spark makes an interval."""
    both = node.this.is_type("date") and node.expression.is_type("date")
    return _days(node.this, node.expression) if both else node


def _divided(node: exp.Expr) -> exp.Expr:
    """Every division is of doubles, and one by nought is not an error: infinite, or not a number."""
    above, below = _as(node.this.copy(), "DOUBLE"), _as(node.expression.copy(), "DOUBLE")
    share = exp.Div(this=above, expression=below, typed=False, safe=False)
    if isinstance(node.expression, exp.Literal) and float(node.expression.name):
        return exp.paren(share, copy=False)
    by_nought = exp.Mul(this=_call("SIGN", above.copy()), expression=_as(exp.Literal.string("Infinity"), "DOUBLE"))
    nought = exp.EQ(this=below.copy(), expression=exp.Literal.number(0))
    return exp.Case().when(nought, by_nought, copy=False).else_(share, copy=False)


def _rounded(node: exp.Expr) -> exp.Expr:
    """Doubles are rounded as such: Spark would round their shortest decimals, which lie on the other side of a half."""
    if node.this.is_type("decimal", *exp.DataType.INTEGER_TYPES):
        return node
    digits = node.args.get("decimals") or exp.Literal.number(0)
    tens = isinstance(digits, exp.Neg)
    scale = _call("POWER", _as(exp.Literal.number(10), "DOUBLE"), digits.this.copy() if tens else digits.copy())
    there, back = (_over, exp.Mul) if tens else (exp.Mul, _over)
    scaled = exp.Round(this=there(this=_as(node.this.copy(), "DOUBLE"), expression=scale))
    return exp.paren(back(this=scaled, expression=scale.copy()), copy=False)


def _over(this: exp.Expr, expression: exp.Expr) -> exp.Expr:
    return exp.Div(this=this, expression=expression, typed=False, safe=False)


def _cast(node: exp.Expr) -> exp.Expr:
    """To whole numbers DuckDB rounds, doubles to even halves; Spark cuts off."""
    kind = node.args["to"].this
    if kind not in _TYPES:
        raise ValueError(f"'{node.sql('duckdb')}' makes a {kind.value}, which Spark has no counterpart of.")
    value = node.this
    if kind not in _WHOLE or value.is_type("boolean", "text", "varchar", *exp.DataType.INTEGER_TYPES):
        return node
    whole = exp.Round(this=value.copy()) if value.is_type("decimal") else _call("RINT", _as(value.copy(), "DOUBLE"))
    node.set("this", whole)
    return node


def _among(node: exp.Expr) -> exp.Expr:
    """Whether several values together are one of some, value by value: null is like null, and nothing is unknown."""
    if not isinstance(node.this, exp.Tuple):
        return node
    each = [
        exp.and_(
            *(
                exp.NullSafeEQ(this=one.copy(), expression=other)
                for one, other in zip(node.this.expressions, values, strict=True)
            )
        )
        for values in (pair.expressions for pair in node.expressions)
    ]
    return exp.paren(exp.or_(*each), copy=False)


def _told(node: exp.Expr) -> exp.Expr:
    """Whether a condition is null: in brackets, which DuckDB does without."""
    if isinstance(node.this, (exp.Predicate, exp.Not, exp.Binary)):
        node.set("this", exp.paren(node.this.copy(), copy=False))
    return node


def _like(node: exp.Expr) -> exp.Expr:
    """A backslash is a letter like any other to DuckDB."""
    once, twice = exp.Literal.string("\\"), exp.Literal.string("\\\\")
    if node.expression.is_string:
        pattern: exp.Expr = exp.Literal.string(node.expression.name.replace("\\", "\\\\"))
    else:
        pattern = exp.Replace(this=node.expression.copy(), expression=once, replacement=twice)
    node.set("expression", pattern)
    return node


def _substring(node: exp.Expr) -> exp.Expr:
    """The place before the first letter takes up one of the length to DuckDB."""
    start, length = node.args.get("start"), node.args.get("length")
    if isinstance(start, exp.Literal) and start.name == "0":
        start.replace(exp.Literal.number(1))
        if length is not None:
            length.replace(exp.Sub(this=length.copy(), expression=exp.Literal.number(1)))
    return node


def _left(node: exp.Expr) -> exp.Expr:
    """All but the last letters, where their number is below nought: Spark gives none at all."""
    count = node.expression
    if not isinstance(count, exp.Neg):
        return node
    size = exp.Sub(this=exp.func("LENGTH", node.this.copy()), expression=count.this)
    return _call("SUBSTRING", node.this, exp.Literal.number(1), size)


def _alike(node: exp.Expr) -> exp.Expr:
    """DuckDB's own likeness of two words, which `functions` gives to Spark: other people's count letters otherwise."""
    return _call("JARO_WINKLER_SIMILARITY", node.this, node.expression)


_capital = str.upper
_WIDE = "".join(letter for letter in map(chr, range(1, 0x10000)) if len(_capital(letter)) > 1)
"""Letters whose capital is two or three letters to Spark, and one to DuckDB: ß, which is no SS."""
_CAPITALS = "".join("ẞ" if each == "ß" else each.title() if len(each.title()) == 1 else each for each in _WIDE)
_APART = "".join(map(chr, range(0xE000, 0xE000 + len(_WIDE))))
"""What stands for them meanwhile: marks that mean nothing."""


def _capitals(node: exp.Expr) -> exp.Expr:
    plain = exp.Upper(this=_turned(node.this.copy(), _WIDE, _APART))
    return _turned(plain, _APART, _CAPITALS)


def _small_letters(node: exp.Expr) -> exp.Expr:
    return exp.Lower(this=_turned(node.this.copy(), "İ", "i"))


def _turned(text: exp.Expr, these: str, into: str) -> exp.Expr:
    return _call("TRANSLATE", text, exp.Literal.string(these), exp.Literal.string(into))


def _interval(node: exp.Expr) -> exp.Expr:
    """So many units, where their number is worked out."""
    count = node.this
    if count is None or isinstance(count, exp.Literal):
        return node
    one = exp.Interval(this=exp.Literal.string("1"), unit=node.args["unit"].copy())
    return exp.Mul(this=exp.paren(count.copy(), copy=False), expression=one)


_WRITTEN: Mapping[type[exp.Expr], Callable[[exp.Expr], exp.Expr]] = {
    exp.DateDiff: _difference,
    exp.TimestampTrunc: _beginning,
    exp.DateTrunc: _beginning,
    exp.Extract: _part,
    exp.Sub: _less,
    exp.Div: _divided,
    exp.Round: _rounded,
    exp.Cast: _cast,
    exp.In: _among,
    exp.Is: _told,
    exp.Like: _like,
    exp.Substring: _substring,
    exp.Left: _left,
    exp.JarowinklerSimilarity: _alike,
    exp.Interval: _interval,
    exp.Upper: _capitals,
    exp.Lower: _small_letters,
}
