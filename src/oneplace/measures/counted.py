"""The rows that a measure counts, as common table expressions: ``event``, ``related_…`` and ``row_``.

``event`` has each row with the stratum that its person was in on that day: no stratum, no row, so a numerator can't
hold anybody whom the denominator doesn't. ``related_…`` makes one related column; ``row_`` joins them, keeps what
``keep`` keeps and works out the numerator or quantity.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from oneplace.place import Codes, Cohort, Events, FromLinkedRecord, Related, bound
from oneplace.population import STRATA, in_population, members

_EXACT = "DECIMAL(18, 4)"  # quantities are summed exactly, so that the same record always gives the same bytes

_MATCHES = {
    "person": "r.person_id = e.person_id",
    "activity": "r.activity_id = e.activity_id",
    "children": "r.parent_activity_id = e.activity_id",
    "parent": "r.activity_id = e.parent_activity_id",
    "siblings": "r.parent_activity_id = e.parent_activity_id",
}
_MATCH_COLUMNS = {
    "person": ("person_id",),
    "parent": ("parent_activity_id",),
    "siblings": ("parent_activity_id", "activity_id"),
}
_MATCH_OF_FAMILY = ("children", "parent", "siblings")
_MADE_AT_SIBLINGS = "coalesce(r.parent_activity_id, r.activity_id) = coalesce(e.parent_activity_id, e.activity_id)"
"""Observations made at an activity without a parent have no siblings, but are its own."""
_WHILE_REGISTERED = "LEAST(p.last_day, CAST(q.registered_until - INTERVAL 1 DAY AS DATE))"
OPEN = "open_at_end"
"""The part that is worked out by itself: met with everybody's strata by month it would be many times as much."""


@dataclass(frozen=True)
class Counted:
    """The rows of one definition. ``kinds`` are the periods wanted, ``cohort`` that of its population, if any."""

    compute: FromLinkedRecord
    cohort: Cohort | None
    codes: Mapping[str, Codes]
    kinds: tuple[str, ...]

    def parts(self) -> Iterator[tuple[str, exp.Expr]]:
        """Name and query of each common table expression, in order."""
        if self.cohort:
            yield "cohort", members(self.cohort, self.codes)
        if self.compute.each == "open_event":
            yield OPEN, self._open()
        yield "event", self._people() if self.compute.each == "person" else self._events()
        for name, related in self.compute.related.items():
            yield f"related_{name}", self._related(name, related)
        yield "row_", self._rows()

    @property
    def anonymous(self) -> bool:
        """Whether the rows are about nobody in particular."""
        return self.compute.population.registration == "none"

    @property
    def is_wait(self) -> bool:
        """Whether a row is a wait, followed through each period that it touches."""
        return self.compute.each == "wait"

    @property
    def period_columns(self) -> tuple[str, ...]:
        """What dates a row: its month, or the period at whose end it was taken or in which it was followed."""
        return ("month_start",) if self.compute.each == "event" else ("kind", "period_start", "period_end")

    def wanted_kinds(self, table: str) -> exp.Expr:
        """The condition that a period is of a kind that the measure gives."""
        return exp.column("kind", table).isin(*(exp.Literal.string(kind) for kind in self.kinds))

    def _expression(self, text: str, table: str, others: Mapping[str, str] | None = None) -> exp.Expr:
        return bound(text, table, self.codes, others or {})

    # events and people

    def _date(self, events: Events) -> exp.Expr:
        return self._expression(events.dated_by, "t")

    def _events(self) -> exp.Expr:
        """Events by their day; open ones by the last day of each period at whose end they were open.

        Waits by their beginning, once for each period that they may reach into. They are followed to its last day, or
        for as long as their person is registered: of who died or left nobody knows whether they would still wait.
        """
        events, who = self.compute.events, self.compute.population
        if events is None:
            raise ValueError("a definition that counts events has `events`")
        query = exp.select(*(exp.column(name, "t") for name in self._columns(events)), copy=False)
        if self.compute.each == "open_event":
            query = query.select(*(f"t.{name}" for name in self.period_columns), "t.last_day AS event_date", copy=False)
            query, last = query.from_(f"{OPEN} AS t", copy=False), exp.column("last_day", "t")
            return query if self.anonymous else in_population(query, who, last, "q.person_id = t.person_id")
        query = query.from_(f"{events.table} AS t", copy=False).where(self._expression(events.where, "t"), copy=False)
        if self.is_wait:
            begun = self._date(events)
            query = query.select(
                *(f"p.{name}" for name in ("kind", "period_start", "period_end")),
                f"{'p.last_day' if self.anonymous else _WHILE_REGISTERED} AS last_day",
                exp.alias_(begun, "event_date", copy=False),
                "t.end_at AS closed_at",
                "t.end_known AS is_closing_known",
                copy=False,
            )
            started = exp.LT(this=begun.copy(), expression=exp.column("period_end", "p"))
            on = exp.and_(
                self.wanted_kinds("p"), started, "(t.end_at IS NULL OR t.end_at >= p.period_start)", copy=False
            )
            query = query.join("measure_period AS p", on=on, copy=False)
            day: exp.Expr = _day(exp.func("GREATEST", begun.copy(), exp.column("period_start", "p")))
        else:
            day = exp.cast(self._date(events), "DATE", copy=False)
            month = exp.cast(exp.TimestampTrunc(this=day.copy(), unit=exp.var("MONTH")), "DATE", copy=False)
            query = query.select(
                exp.alias_(self._date(events), "event_date", copy=False),
                exp.alias_(month, "month_start", copy=False),
                copy=False,
            )
        return query if self.anonymous else in_population(query, who, day, "q.person_id = t.person_id")

    def _open(self) -> exp.Expr:
        """Activities, once for each period at whose end they were open."""
        events = self.compute.events
        if events is None:
            raise ValueError("a definition that counts events has `events`")
        own = (exp.column(name, "t") for name in self._columns(events))
        query = exp.select(*own, "p.kind", "p.period_start", "p.period_end", "p.last_day", copy=False)
        on = exp.and_(self.wanted_kinds("p"), "t.start_at < p.period_end", copy=False)
        return (
            query.from_(f"{events.table} AS t", copy=False)
            .join("measure_period AS p", on=on, copy=False)
            .where(
                self._expression(events.where, "t"),
                "(t.end_at >= p.period_end OR (t.end_at IS NULL AND t.end_known))",
                copy=False,
            )
        )

    def _people(self) -> exp.Expr:
        """Everyone in the population on the last day of each period."""
        query = exp.select(
            "p.kind", "p.period_start", "p.period_end", "p.last_day AS event_date", "q.person_id", copy=False
        )
        query = query.from_("measure_period AS p", copy=False).where(self.wanted_kinds("p"), copy=False)
        query = in_population(query, self.compute.population, exp.column("last_day", "p"))
        if own := [name for name in self._columns(None) if name != "person_id"]:
            query = query.select(*(exp.column(name, "t") for name in own), copy=False).join(
                "person AS t", on="t.person_id = q.person_id", copy=False
            )
        return query

    def _columns(self, events: Events | None) -> list[str]:
        """The columns of the counted table that later steps read."""
        compute = self.compute
        own = {column.name for text in compute.of_rows for column in self._expression(text, "t").find_all(exp.Column)}
        own -= {"event_date", *compute.related}
        for related in compute.related.values():
            own.update(_MATCH_COLUMNS.get(related.match, ("activity_id",)))
        if events and events.table in ("activity", "observation") and compute.related:
            own.add("activity_id")
        return sorted(own if self.anonymous else own | {"person_id"})

    # related columns

    @property
    def _key(self) -> tuple[str, ...]:
        """What tells one counted row from another."""
        if self.compute.events and self.compute.events.table in ("activity", "observation"):
            return ("activity_id", "event_date") if self.compute.each == "open_event" else ("activity_id",)
        return ("person_id", "event_date")

    def _related(self, name: str, related: Related) -> exp.Expr:
        """One row for each counted row that has related ones: what ``take`` makes of them."""
        date = self._expression(related.dated_by, "r")
        value = self._expression(related.value, "r") if related.value is not None else None
        made_at_siblings = (related.table, related.match) == ("observation", "siblings")
        belongs = _MADE_AT_SIBLINGS if made_at_siblings else _MATCHES[related.match]
        on = [exp.condition(belongs), self._expression(related.where, "r", {"event_date": "e"})]
        if (first := _moment(related.from_days, related.from_hours)) is not None:
            on.append(exp.GTE(this=date.copy(), expression=first))
        if (end := _moment(related.to_days, related.to_hours)) is not None:
            on.append(exp.LT(this=date.copy(), expression=end))
        counted = self.compute.events.table if self.compute.events else "person"
        if counted == related.table == "activity" and related.match in ("person", "siblings"):
            on.append(exp.condition("r.activity_id <> e.activity_id"))
        if value is not None:
            on.append(_known(value))
        matched = (*_MATCH_COLUMNS.get(related.match, ("activity_id",)), "event_date")
        distinct = (
            exp.select(*dict.fromkeys((*self._key, *matched)), copy=False)
            .distinct(copy=False)
            .from_("event", copy=False)
        )
        key = [exp.column(part, "e") for part in self._key]
        return (
            exp.select(
                *(part.copy() for part in key),
                exp.alias_(_taken(related.take, date, value), name, copy=False),
                copy=False,
            )
            .from_(distinct.subquery("e", copy=False), copy=False)
            .join(_table(related), join_alias="r", on=exp.and_(*on, copy=False), copy=False)
            .group_by(*key, copy=False)
        )

    def _rows(self) -> exp.Expr:
        """The counted rows with their related columns, those kept, and their value."""
        if self.is_wait:
            return self._waits()
        query = self._with_columns()
        if self.compute.numerator is not None:
            holds = self._with_related(self.compute.numerator)
            query = query.select(exp.alias_(holds, "holds", copy=False), copy=False).where(_known(holds), copy=False)
        for name in ("quantity", "out_of"):
            if (text := getattr(self.compute, name)) is not None:
                amount = exp.cast(self._with_related(text), _EXACT, copy=False)
                query = query.select(exp.alias_(amount, name, copy=False), copy=False).where(_known(amount), copy=False)
        return query

    def _waits(self) -> exp.Expr:
        """How long each wait was when it was last seen (``quantity``), whether it ended, and when it was first seen."""
        until, closed = self._with_related(self.compute.until or "NULL"), exp.column("closed_at", "e")
        never_closed = exp.Is(this=closed.copy(), expression=exp.null())
        in_time = exp.LTE(this=_day(until), expression=_day(closed))
        came = exp.and_(
            exp.LTE(this=_day(until), expression=exp.column("last_day", "e")),
            exp.or_(never_closed, in_time, copy=False),
            copy=False,
        )
        seen_until = exp.func("LEAST", exp.func("COALESCE", closed.copy(), exp.column("last_day", "e")), "e.last_day")
        last = exp.Case().when(came.copy(), until.copy(), copy=False).else_(seen_until, copy=False)
        first = exp.func("GREATEST", exp.column("event_date", "e"), exp.column("period_start", "e"))
        length, entered = self._lasted(last), self._lasted(first)
        is_known = exp.or_("e.closed_at IS NOT NULL", "e.is_closing_known", _known(until), copy=False)
        return (
            self._with_columns()
            .select(
                exp.alias_(length, "quantity", copy=False),
                exp.alias_(exp.func("LEAST", entered, length.copy()), "entered", copy=False),
                exp.alias_(exp.func("COALESCE", came, exp.false()), "has_ended", copy=False),
                copy=False,
            )
            .where(exp.GTE(this=_day(last), expression=_day(first)), is_known, _known(length), copy=False)
        )

    def _lasted(self, moment: exp.Expr) -> exp.Expr:
        """The quantity at a moment in place of the day that the wait began."""

        def at(node: exp.Expr) -> exp.Expr:
            is_day = isinstance(node, exp.Column) and node.name == "event_date"
            return moment.copy() if is_day else node

        lasted = self._with_related(self.compute.quantity or "NULL").transform(at)
        return exp.cast(lasted, _EXACT, copy=False)

    def _with_columns(self) -> exp.Select:
        """The counted rows that are kept, with their related columns at hand."""
        strata = () if self.anonymous else STRATA
        query = exp.select(*(exp.column(name, "e") for name in (*self.period_columns, *strata)), copy=False).from_(
            "event AS e", copy=False
        )
        for name in self.compute.related:
            same = exp.and_(*(f"related_{name}.{part} = e.{part}" for part in self._key), copy=False)
            query = query.join(f"related_{name}", join_type="left", on=same, copy=False)
        if self.compute.keep.upper() != "TRUE":
            query = query.where(self._with_related(self.compute.keep), copy=False)
        return query

    def _with_related(self, text: str) -> exp.Expr:
        """An expression over the counted row and its related columns; none found counts as false or nought."""
        related = self.compute.related
        tables = {name: f"related_{name}" for name in related}

        def fill(node: exp.Expr) -> exp.Expr:
            take = related[node.name].take if isinstance(node, exp.Column) and node.name in related else ""
            if take in ("any", "count"):
                return exp.func("COALESCE", node.copy(), exp.false() if take == "any" else exp.Literal.number(0))
            return node

        return self._expression(text, "e", tables).transform(fill)


def _table(related: Related) -> exp.Expr | str:
    """The rows that are looked through; observations with the parent of the activity at which each was made."""
    if related.table == "observation" and related.match in _MATCH_OF_FAMILY:
        made_at = exp.select("o.*", "a.parent_activity_id").from_("observation AS o")
        return made_at.join("activity AS a", on="a.activity_id = o.activity_id").subquery()
    return str(related.table)


def _day(moment: exp.Expr) -> exp.Expr:
    return exp.cast(moment.copy(), "DATE", copy=False)


def _known(value: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=value.copy(), expression=exp.null()))


def _moment(days: int | None, hours: int | None) -> exp.Expr | None:
    """A side of a window: the event's own moment, the beginning of another day, or so many hours from the event."""
    if days:
        return exp.condition(f"CAST(e.event_date AS DATE) {_interval(days, 'DAY')}", dialect="duckdb")
    if hours:
        return exp.condition(f"e.event_date {_interval(hours, 'HOUR')}", dialect="duckdb")
    return None if days is None and hours is None else exp.column("event_date", "e")


def _interval(count: int, unit: str) -> str:
    return f"{'-' if count < 0 else '+'} INTERVAL {abs(count)} {unit}"


def _taken(take: str, date: exp.Expr, value: exp.Expr | None) -> exp.Expr:
    """The aggregate of related rows; of several at one moment ``first`` takes the lowest, ``latest`` the highest."""
    if value is None:
        return exp.Max(this=exp.true()) if take == "any" else exp.Count(this=exp.Star())
    if take in ("lowest", "highest"):
        return exp.Min(this=value) if take == "lowest" else exp.Max(this=value)
    pair = exp.Struct(expressions=[_named("d", date), _named("v", value)])
    chosen = exp.Min(this=pair) if take == "first" else exp.Max(this=pair)
    return exp.Dot(this=chosen, expression=exp.to_identifier("v"))


def _named(name: str, value: exp.Expr) -> exp.Expr:
    return exp.PropertyEQ(this=exp.to_identifier(name), expression=value)


def columns(names: Sequence[str], table: str | None = None) -> list[exp.Expr]:
    """Columns by name, of a table where one is given."""
    return [exp.column(name, table) for name in names]
