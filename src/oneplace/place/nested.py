"""Which counts are of some of those that another counts, as the definitions tell.

Who is shown both knows how many are in the one and not in the other. A count is taken to be within another where every
condition of the other follows from its own: the same condition, fewer codes or values, a narrower range, a longer
beginning, one side of an "or", narrower ages. Of two conditions that say the same in other words two kinds are seen
through: a stay and its first episode, and a day and its moment; others show in the counts (`measures/other_words.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from oneplace.place.computing import FromLinkedRecord, Related
from oneplace.place.expression import parse

_AGE = exp.column("age", "population")


@dataclass(frozen=True)
class Side:
    """One count of a measure: rows of one kind for which every one of ``conditions`` holds, ages among them."""

    of: tuple[object, ...]
    conditions: tuple[exp.Expr, ...]

    def is_within(self, other: Side) -> bool:
        """Whether all that this counts is counted by the other, which may be the same."""
        return self.of == other.of and not self.lacks(other)

    def lacks(self, other: Side) -> list[exp.Expr]:
        """Those conditions of another count that do not follow from this one's own."""
        return [wanted for wanted in other.conditions if not any(follows(wanted, known) for known in self.conditions)]

    def without(self, other: Side) -> Side:
        """What this counts and the other doesn't."""
        return Side(self.of, _narrowed((*self.conditions, *_none_of(self.lacks(other)))))

    def is_of_other_rows(self, other: Side) -> bool:
        """Whether both count events, of kinds of activity of which none is the other's: no row is one of both.

        The first episode of each stay is that stay: there is one for one.
        """
        mine, theirs = (_activity(each.conditions) for each in (self, other))
        return "person" not in {self.of[0], other.of[0]} and bool(mine and theirs) and not mine & theirs

    @property
    def of_all_ages(self) -> Side:
        """The same of people however old."""
        return Side(self.of, tuple(each for each in self.conditions if each.this != _AGE))

    @property
    def ages(self) -> tuple[int, int | None]:
        """The youngest that it counts, and the age that it ends before; None where it ends nowhere."""
        bounds = {type(each): int(each.expression.name) for each in self.conditions if each.this == _AGE}
        return bounds.get(exp.GTE, 0), bounds.get(exp.LT)


def sides(compute: FromLinkedRecord) -> tuple[Side, ...]:
    """What a measure counts that must not be small, rows first: of a share also its numerator and the rest."""
    who = compute.population
    dated = _dated(compute.events.dated_by) if compute.events else None
    of = (compute.each, compute.events.table if compute.events else None, dated, who.registration)
    whom = _whom(compute)
    where = _all_of(compute.events.where if compute.events else "TRUE")
    found = (*_of_stays([*where, *_kept(compute, compute.keep)]), *whom)
    rows = Side(of, _narrowed(found))
    if compute.statistic == "rate":
        return rows, Side(("lived", who.registration), whom)
    if compute.numerator is None:
        return (rows,)
    counted = _kept(compute, compute.numerator)
    both = ((*found, *counted), (*found, *_none_of(counted)))
    return rows, *(Side(of, _narrowed(conditions)) for conditions in both)


def _dated(by: str) -> str:
    """What dates a row, in one spelling: whether by the day or the moment, the period is the same."""
    tree = parse(by).transform(lambda node: exp.column(node.name.lower()) if isinstance(node, exp.Column) else node)
    while isinstance(tree, (exp.Cast, exp.Paren)):
        tree = tree.this
    return tree.sql()


def _of_stays(conditions: list[exp.Expr]) -> list[exp.Expr]:
    """The same conditions, those of a stay's first episode as of the stay: each has one, of the same person and day.

    Where more is asked of it that a stay may have otherwise, it stays as it is.
    """
    first = [each for each in conditions if each.this == exp.column("quantity") and _values(each) in ({"1"}, {"1.0"})]
    episode = [each for each in conditions if _values(each) == {"'consultant_episode"} and each.this == _TYPE]
    rest = [each for each in conditions if each not in [*first, *episode]]
    read = {node.name for each in rest for node in each.find_all(exp.Column) if not node.find_ancestor(exp.Anonymous)}
    if not first or not episode or not read <= _ALIKE:
        return conditions
    return [exp.EQ(this=_TYPE.copy(), expression=exp.Literal.string("inpatient_spell")), *rest]


def _activity(conditions: Sequence[exp.Expr]) -> set[str]:
    """The kinds of activity of which rows with these conditions are; empty where they name none."""
    named = [found for each in conditions if each.this == _TYPE and (found := _values(each))]
    found = set.intersection(*named) if named else set[str]()
    is_first = any(each.this == exp.column("quantity") and _values(each) <= _FIRST and _values(each)
                   for each in conditions)  # fmt: skip
    return {"'inpatient_spell" if is_first and each == "'consultant_episode" else each for each in found}


_FIRST = {"1", "1.0"}
_TYPE = exp.column("activity_type")
_ALIKE = {"method_code", "priority_code", "organisation_code", "site_code", "commissioner_code"}
"""What a stay and its first episode have alike, besides who and when."""


def _whom(compute: FromLinkedRecord) -> tuple[exp.Expr, ...]:
    who = compute.population
    named = [f"sex {who.sex}"] if who.sex else []
    named += [f"cohort {who.cohort}"] if who.cohort else []
    found: list[exp.Expr] = [_named(each) for each in named]
    if who.min_age > 0:
        found.append(exp.GTE(this=_AGE.copy(), expression=exp.Literal.number(who.min_age)))
    if who.max_age is not None:
        found.append(exp.LT(this=_AGE.copy(), expression=exp.Literal.number(who.max_age + 1)))
    return tuple(found)


def uneven(one: FromLinkedRecord, other: FromLinkedRecord) -> bool:
    """Whether each gives periods that the other lacks, or groups of others: sums of the one's can then be set beside
    the other's.
    """
    periods, theirs = ({each.period, each.breakdown_period} for each in (one, other))
    return bool(periods - theirs and theirs - periods) or one.breakdown_period != other.breakdown_period


def nested(mine: Sequence[Side], theirs: Sequence[Side]) -> list[tuple[int, int]]:
    """The sides of one measure and of another of which the first holds more than the second, by number.

    None that a measure's own sides tell: rows less the numerator are the rest.
    """
    pairs = ((i, j, wide, narrow) for i, wide in enumerate(mine) for j, narrow in enumerate(theirs))
    return [
        (i, j)
        for i, j, wide, narrow in pairs
        if narrow.is_within(wide)
        and not any(_same(wide, each) for each in theirs)
        and not any(_same(narrow, each) for each in mine)
    ]


def _same(one: Side, other: Side) -> bool:
    return one.is_within(other) and other.is_within(one)


def _all_of(text: str) -> list[exp.Expr]:
    """The conditions of which an expression is the "and", in one spelling."""
    tree = parse(text).transform(lambda node: exp.column(node.name.lower()) if isinstance(node, exp.Column) else node)
    return [each for each in map(_plain, _flat(tree)) if each != exp.true()]


def _none_of(conditions: Sequence[exp.Expr]) -> list[exp.Expr]:
    """The conditions that hold where those of a numerator do not all hold."""
    if len(conditions) != 1:
        each = [exp.and_(*(part.copy() for part in _none_of([one]))) for one in conditions]
        return [exp.or_(*each)] if conditions else [exp.false()]
    tree = conditions[0].unnest()
    if isinstance(tree, exp.Or):
        return [each for side in (tree.this, tree.expression) for each in _none_of(list(_flat(side)))]
    return list(_flat(tree.this)) if isinstance(tree, exp.Not) else [_plain(exp.Not(this=tree.copy()))]


def _narrowed(conditions: Sequence[exp.Expr]) -> tuple[exp.Expr, ...]:
    """The same conditions, a list of values without those that another of them rules out."""
    return tuple(_left(each, conditions) for each in conditions)


def _left(listed: exp.Expr, conditions: Sequence[exp.Expr]) -> exp.Expr:
    if not isinstance(listed, exp.In) or not _values(listed):
        return listed
    ones = [exp.EQ(this=listed.this, expression=value) for value in listed.expressions]
    some = [one for one in ones if not any(_rules_out(each, one) for each in conditions)]
    if len(some) == len(ones):
        return listed
    if len(some) == 1:
        return some[0]
    return exp.In(this=listed.this, expressions=[one.expression for one in some]) if some else exp.false()


def _rules_out(condition: exp.Expr, one: exp.Expr) -> bool:
    return all(follows(wanted, one) for wanted in _none_of([condition]))


def _flat(tree: exp.Expr) -> Iterator[exp.Expr]:
    tree = tree.unnest()
    if isinstance(tree, exp.And):
        yield from _flat(tree.this)
        yield from _flat(tree.expression)
    elif isinstance(tree, exp.Between):
        yield exp.GTE(this=tree.this.copy(), expression=tree.args["low"].copy())
        yield exp.LTE(this=tree.this.copy(), expression=tree.args["high"].copy())
    else:
        yield tree


def _plain(tree: exp.Expr) -> exp.Expr:
    """Not of a comparison as the comparison the other way, a literal always on the right."""
    other: Mapping[type[exp.Expr], type[exp.Binary]] = {
        exp.GT: exp.LTE,
        exp.GTE: exp.LT,
        exp.LT: exp.GTE,
        exp.LTE: exp.GT,
        exp.EQ: exp.NEQ,
        exp.NEQ: exp.EQ,
    }
    if isinstance(tree, exp.Not) and type(inner := tree.this.unnest()) in other:
        tree = other[type(inner)](this=inner.this.copy(), expression=inner.expression.copy())
    flipped: Mapping[type[exp.Expr], type[exp.Binary]] = {
        exp.GT: exp.LT,
        exp.GTE: exp.LTE,
        exp.LT: exp.GT,
        exp.LTE: exp.GTE,
        exp.EQ: exp.EQ,
    }
    if type(tree) in flipped and isinstance(tree.this, exp.Literal):
        tree = flipped[type(tree)](this=tree.expression.copy(), expression=tree.this.copy())
    return tree


def _kept(compute: FromLinkedRecord, text: str) -> list[exp.Expr]:
    """The conditions of an expression over the counted rows, each related column as what makes it."""

    def told(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name in compute.related:
            return _made(compute.related[node.name])
        return node

    return [each.transform(told) for each in _all_of(text)]


def _made(related: Related) -> exp.Expr:
    """A related column: how it is made, then its conditions."""
    how = related.model_dump(mode="json", exclude={"where"})
    return exp.Anonymous(this="RELATED", expressions=[exp.Literal.string(repr(how)), *_all_of(related.where)])


def _named(what: str) -> exp.Expr:
    return exp.Anonymous(this="NAMED", expressions=[exp.Literal.string(what)])


def follows(wanted: exp.Expr, known: exp.Expr) -> bool:
    """Whether a condition holds wherever another does."""
    if wanted == known or known == exp.false():
        return True
    if isinstance(known, exp.Or):
        return all(any(follows(wanted, each) for each in _flat(side)) for side in (known.this, known.expression))
    if isinstance(wanted, exp.Or):
        return any(all(any(follows(each, k) for k in _flat(known)) for each in _flat(side))
                   for side in (wanted.this, wanted.expression))  # fmt: skip
    return any(rule(wanted, known) for rule in _RULES)


def _fewer_values(wanted: exp.Expr, known: exp.Expr) -> bool:
    theirs = _values(wanted)
    return bool(theirs) and known.this == wanted.this and bool(mine := _values(known)) and mine <= theirs


def _other_value(wanted: exp.Expr, known: exp.Expr) -> bool:
    """One of some values is none of others."""
    theirs = _values(exp.EQ(this=wanted.this, expression=wanted.expression)) if isinstance(wanted, exp.NEQ) else set()
    if isinstance(wanted, exp.Not) and isinstance(wanted.this.unnest(), exp.In):
        wanted = wanted.this.unnest()
        theirs = _values(wanted)
    mine = _values(known)
    if mine or not theirs or known.this != wanted.this:
        return bool(mine and theirs) and known.this == wanted.this and not mine & theirs
    limit = _bound(known)
    return limit is not None and not any(_is_number(each) and _within(known, limit)(float(each)) for each in theirs)


def _values(tree: exp.Expr) -> set[str]:
    """The values of which a condition says that an expression is one; empty for another condition."""
    if isinstance(tree, exp.EQ):
        found = [tree.expression]
    elif isinstance(tree, exp.In):
        found = tree.expressions
    else:
        return set()
    return {_spelt(each) for each in found} if all(isinstance(each, exp.Literal) for each in found) else set()


def _spelt(value: exp.Expr) -> str:
    """A value as it is written, a text told from a number by its quotation mark."""
    sign = "-" if isinstance(value, exp.Neg) else ""
    return f"{sign}{chr(39) if value.is_string else ''}{value.this if not sign else value.this.this}"


def _narrower(wanted: exp.Expr, known: exp.Expr) -> bool:
    """A bound on the same side, no further out; of one value by itself too."""
    limit, mine = _bound(wanted), _bound(known)
    if limit is None or known.this != wanted.this:
        return False
    if mine is None:
        values = [float(each) for each in _values(known) if _is_number(each)]
        return bool(values) and len(values) == len(_values(known)) and all(map(_within(wanted, limit), values))
    upper = isinstance(wanted, (exp.LT, exp.LTE))
    if upper != isinstance(known, (exp.LT, exp.LTE)):
        return False
    strict = isinstance(wanted, (exp.LT, exp.GT)) and not isinstance(known, (exp.LT, exp.GT))
    return (mine < limit if upper else mine > limit) or (mine == limit and not strict)


def _within(wanted: exp.Expr, limit: float) -> Callable[[float], bool]:
    checks: Mapping[type[exp.Expr], Callable[[float], bool]] = {
        exp.LT: lambda value: value < limit,
        exp.LTE: lambda value: value <= limit,
        exp.GT: lambda value: value > limit,
        exp.GTE: lambda value: value >= limit,
    }
    return checks[type(wanted)]


def _bound(tree: exp.Expr) -> float | None:
    if not isinstance(tree, (exp.LT, exp.LTE, exp.GT, exp.GTE)) or not tree.expression.is_number:
        return None
    return float(_spelt(tree.expression))


def _is_number(text: str) -> bool:
    return text.removeprefix("-").replace(".", "", 1).isdigit()


def _longer_beginning(wanted: exp.Expr, known: exp.Expr) -> bool:
    if isinstance(wanted, exp.Not):
        return _other_beginning(wanted.this.unnest(), known)
    if not isinstance(wanted, exp.StartsWith):
        return False
    start = str(wanted.expression.this)
    if isinstance(known, exp.StartsWith):
        return known.this == wanted.this and str(known.expression.this).startswith(start)
    values = _values(known)
    return bool(values) and known.this == wanted.this and all(each[1:].startswith(start) for each in values)


def _other_beginning(unwanted: exp.Expr, known: exp.Expr) -> bool:
    """What begins otherwise doesn't begin so."""
    if not isinstance(unwanted, exp.StartsWith) or known.this != unwanted.this:
        return False
    start = str(unwanted.expression.this)
    if isinstance(known, exp.StartsWith):
        other = str(known.expression.this)
        return not other.startswith(start) and not start.startswith(other)
    values = _values(known)
    return bool(values) and not any(each[1:].startswith(start) for each in values)


def _is_known(wanted: exp.Expr, known: exp.Expr) -> bool:
    """What is compared, or is one of a list, is not null."""
    if not (isinstance(wanted, exp.Not) and isinstance(inner := wanted.this.unnest(), exp.Is)):
        return False
    compared = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.In, exp.StartsWith, exp.Like)
    reads = isinstance(known, compared) and not known.find(exp.Coalesce, exp.Case, exp.Is, exp.Anonymous)
    return inner.expression == exp.null() and reads and inner.this in list(known.find_all(exp.Column))


def _of_related(wanted: exp.Expr, known: exp.Expr) -> bool:
    """Something related made alike, under conditions from which the other's follow; where ``any`` of them is asked."""
    if not all(isinstance(each, exp.Anonymous) and each.this == "RELATED" for each in (wanted, known)):
        return False
    (how, *theirs), (same, *mine) = wanted.expressions, known.expressions
    return how == same and "'take': 'any'" in str(how.this) and all(
        any(follows(each, own) for own in mine) for each in theirs
    )  # fmt: skip


_RULES = (_fewer_values, _other_value, _narrower, _longer_beginning, _is_known, _of_related)
