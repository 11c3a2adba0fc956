"""One measure's definition becomes one SQL statement: every period and every breakdown in one pass.

The statement reads the record's tables and the shared ones of ``population``. A chain of common table expressions:
``event`` (the rows counted, each with the stratum that its person was in on that day, so that a numerator can't hold
anybody whom the denominator doesn't), one ``related_…`` for each related column, ``row_`` (related columns joined,
``keep`` applied), ``cell`` (summed by period and stratum; for a rate together with the person-time), and a last
grouping by sets. In its result a null in a breakdown's column means "everyone".
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp
from sqlglot.optimizer.simplify import simplify

from oneplace.measures import groups
from oneplace.measures.population import STRATA, person_time
from oneplace.place import Codes, Cohort, Events, FromRecord, Measure, Related, bound

DIMENSIONS = {"deprivation": "fifth", "ethnicity": "ethnicity", "sex": "sex", "age": "age_group", "neighbourhood": "neighbourhood"}
"""Breakdowns of results and their columns in the statement."""

_SUMS = ("n", "x", "total", "squares", "days")
_EXACT = "DECIMAL(18, 4)"  # quantities are summed exactly, so that the same record always gives the same bytes


def statement(measure: Measure, compute: FromRecord, cohorts: Mapping[str, Cohort], codes: Mapping[str, Codes]) -> exp.Expr:
    """The measure's SQL as a SQLGlot tree.

    Its rows have the columns kind, period_start, period_end; fifth, ethnicity, sex, age_group, neighbourhood (those
    that the measure is broken down by) and, for a standardised rate, band; then n (rows counted), x (rows in the
    numerator), total and squares (of the quantity), days (lived), and ``ordered`` (sorted quantities, for a percentile).
    """
    return _Builder(measure, compute, cohorts, codes).build()


def dimensions(measure: Measure, compute: FromRecord) -> tuple[str, ...]:
    """The breakdowns that the measure is computed by."""
    if compute.population.registration == "none":
        return ()
    wanted = {name: measure.breakdowns.has(key) for name, key in _BREAKDOWNS.items()}
    return tuple(name for name in DIMENSIONS if wanted[name])


_BREAKDOWNS = {
    "deprivation": "area_decile",
    "neighbourhood": "area_decile",
    "ethnicity": "ethnicity",
    "sex": "sex",
    "age": "age",
}


class _Builder:
    def __init__(
        self, measure: Measure, compute: FromRecord, cohorts: Mapping[str, Cohort], codes: Mapping[str, Codes]
    ) -> None:
        self.compute = compute
        self.codes = codes
        self.population = compute.population
        self.cohort = cohorts[self.population.cohort] if self.population.cohort else None
        self.dimensions = dimensions(measure, compute)
        self.anonymous = self.population.registration == "none"
        self.kinds = sorted({compute.period, compute.breakdown_period} if self.dimensions else {compute.period})
        self.parts: list[tuple[str, exp.Expr]] = []

    def build(self) -> exp.Expr:
        if self.cohort:
            self.parts.append(("cohort", self._cohort(self.cohort)))
        self.parts.append(("event", self._people() if self.compute.each == "person" else self._events()))
        for name, related in self.compute.related.items():
            self.parts.append((f"related_{name}", self._related(name, related)))
        self.parts.append(("row_", self._rows()))
        if self.compute.statistic == "percentile":
            result = self._grouped("row_")
        else:
            self.parts.append(("cell", self._cells()))
            result = self._grouped("cell")
        for name, query in self.parts:
            result = result.with_(name, as_=query)
        return result

    # who and what is counted

    def _expression(self, text: str, table: str, others: Mapping[str, str] | None = None) -> exp.Expr:
        return bound(text, table, self.codes, others or {})

    def _cohort(self, cohort: Cohort) -> exp.Expr:
        """Each member's interval: from the first entry until the first exit after it."""
        entry = exp.select("t.person_id").select(exp.alias_(_first_day(self._dated(cohort.entry)), "start_date"))
        entry = entry.from_(f"{cohort.entry.table} AS t").where(self._expression(cohort.entry.where, "t")).group_by("t.person_id")
        if cohort.exit is None:
            return exp.select("person_id", "start_date", "CAST(NULL AS DATE) AS end_date").from_(entry.subquery("e"))
        day = exp.cast(self._dated(cohort.exit), "DATE")
        return (
            exp.select("e.person_id", "e.start_date")
            .select(exp.alias_(exp.Min(this=exp.Case().when(exp.GT(this=day, expression=exp.column("start_date", "e")), day.copy())), "end_date"))
            .from_(entry.subquery("e"))
            .join(cohort.exit.table, join_alias="t", join_type="left", on=exp.and_("t.person_id = e.person_id", self._expression(cohort.exit.where, "t")))
            .group_by("e.person_id", "e.start_date")
        )  # fmt: skip

    def _dated(self, events: Events) -> exp.Expr:
        return self._expression(events.dated_by, "t")

    def _events(self) -> exp.Expr:
        """Rows of the events' table with their person's stratum: events by their day, open ones by period's last day."""
        events = self.compute.events
        assert events is not None  # noqa: S101  (a definition without events is refused when it is read)
        own = [exp.column(name, "t") for name in sorted(self._needed(events))]
        query = exp.select(*own).from_(f"{events.table} AS t").where(self._expression(events.where, "t"))
        if self.compute.each == "open_event":
            query = query.select("p.kind", "p.period_start", "p.period_end").select(exp.alias_(exp.column("last_day", "p"), "event_date"))
            query = query.join("measure_period AS p", on=exp.and_(self._kinds("p"), "t.start_at < p.period_end"))
            query = query.where("(t.end_at IS NULL OR t.end_at >= p.period_end)")
            day: exp.Expr = exp.column("last_day", "p")
        else:
            query = query.select(exp.alias_(self._dated(events), "event_date"))
            day = exp.cast(self._dated(events), "DATE")
            query = query.select(exp.alias_(exp.cast(exp.func("DATE_TRUNC", "'MONTH'", day.copy(), dialect="duckdb"), "DATE"), "month_start"))
        return query if self.anonymous else self._in_population(query, day)

    def _people(self) -> exp.Expr:
        """Everyone in the population on the last day of each period."""
        query = exp.select("p.kind", "p.period_start", "p.period_end", "p.last_day AS event_date", "q.person_id")
        needed = [exp.column(name, "t") for name in sorted(self._needed(None)) if name != "person_id"]
        query = query.select(*needed).from_("measure_period AS p").where(self._kinds("p"))
        query = self._in_population(query, exp.column("last_day", "p"), joined_by=None)
        return query.join("person AS t", on="t.person_id = q.person_id") if needed else query

    def _in_population(self, query: exp.Select, day: exp.Expr, joined_by: str | None = "q.person_id = t.person_id") -> exp.Select:
        """Join the stratum that the person is in on ``day``: no stratum, no row."""
        within = ["q.start_date", "q.end_date"]
        on = [exp.LTE(this=exp.maybe_parse(within[0]), expression=day.copy()), exp.LT(this=day.copy(), expression=exp.maybe_parse(within[1]))]
        query = query.select(*(exp.column(name, "q") for name in STRATA))
        query = query.join("stratum AS q", on=exp.and_(joined_by, *on, *self._population_conditions("q")))
        if self.cohort:
            member = ["c.person_id = q.person_id", exp.LTE(this=exp.column("start_date", "c"), expression=day.copy())]
            until = exp.paren(exp.or_("c.end_date IS NULL", exp.LT(this=day.copy(), expression=exp.column("end_date", "c"))))
            query = query.join("cohort AS c", on=exp.and_(*member, until))
        return query

    def _population_conditions(self, table: str) -> list[exp.Expr]:
        who = self.population
        found = [f"{table}.registration_type = '{who.registration}'"]
        if who.min_age:
            found.append(f"{table}.age_from >= {who.min_age}")
        if who.max_age is not None:
            found.append(f"{table}.age_from <= {who.max_age}")
        if who.sex:
            found.append(f"{table}.sex = '{who.sex}'")
        return [exp.condition(text, dialect="duckdb") for text in found]

    def _kinds(self, table: str) -> exp.Expr:
        return exp.column("kind", table).isin(*(exp.Literal.string(kind) for kind in self.kinds))

    def _needed(self, events: Events | None) -> set[str]:
        """The columns of the counted table that later steps read."""
        texts = [self.compute.keep, self.compute.numerator or "TRUE", self.compute.quantity or "TRUE"]
        own = {column.name for text in texts for column in self._expression(text, "t").find_all(exp.Column)}
        own -= {"event_date", *self.compute.related}
        matches = {related.match for related in self.compute.related.values()}
        if matches & {"parent", "siblings"}:
            own.add("parent_activity_id")
        if events and events.table in ("activity", "observation") and self.compute.related:
            own.add("activity_id")
        return own if self.anonymous else own | {"person_id"}

    # related columns

    @property
    def _key(self) -> tuple[str, ...]:
        """What tells one counted row from another."""
        if self.compute.events and self.compute.events.table in ("activity", "observation"):
            return ("activity_id",) if self.compute.each == "event" else ("activity_id", "event_date")
        return ("person_id", "event_date")

    def _related(self, name: str, related: Related) -> exp.Expr:
        """One row for each counted row that has related ones: what ``take`` makes of them."""
        match = {
            "person": "r.person_id = e.person_id",
            "activity": "r.activity_id = e.activity_id",
            "children": "r.parent_activity_id = e.activity_id",
            "parent": "r.activity_id = e.parent_activity_id",
            "siblings": "r.parent_activity_id = e.parent_activity_id",
        }[related.match]
        date = self._expression(related.dated_by, "r")
        on = [exp.condition(match), self._expression(related.where, "r", {"event_date": "e"})]
        if related.from_days is not None:
            on.append(exp.GTE(this=date.copy(), expression=_days_from("e.event_date", related.from_days)))
        if related.to_days is not None:
            on.append(exp.LT(this=date.copy(), expression=_days_from("e.event_date", related.to_days)))
        counted = self.compute.events.table if self.compute.events else "person"
        if counted == related.table == "activity" and related.match in ("person", "siblings"):
            on.append(exp.condition("r.activity_id <> e.activity_id"))
        value = self._expression(related.value, "r") if related.value is not None else None
        if value is not None:
            on.append(exp.Not(this=exp.Is(this=value.copy(), expression=exp.null())))
        key = [exp.column(part, "e") for part in self._key]
        return (
            exp.select(*(part.copy() for part in key), exp.alias_(_taken(related.take, date, value), name))
            .from_(exp.select(*self._key, *self._match_columns(related)).distinct().from_("event").subquery("e"))
            .join(related.table, join_alias="r", on=exp.and_(*on))
            .group_by(*key)
        )

    def _match_columns(self, related: Related) -> list[str]:
        wanted = {"person": ["person_id"], "parent": ["parent_activity_id"], "siblings": ["parent_activity_id", "activity_id"]}
        needed = [*wanted.get(related.match, ["activity_id"]), "event_date"]
        return [name for name in dict.fromkeys(needed) if name not in self._key]

    def _rows(self) -> exp.Expr:
        """The counted rows with their related columns, those kept, and their value."""
        where = dict.fromkeys(("event_date",), "e")
        query = exp.select(*self._period_columns("e"), *(() if self.anonymous else (exp.column(s, "e") for s in STRATA))).from_("event AS e")
        for name, related in self.compute.related.items():
            table = f"related_{name}"
            query = query.join(table, join_type="left", on=exp.and_(*(f"{table}.{part} = e.{part}" for part in self._key)))
            where[name] = table
            if related.take in ("any", "count"):
                where[name] = ""  # replaced below by its value where there is no related row
        query = query.where(self._with_related(self.compute.keep, where))
        if self.compute.numerator is not None:
            holds = self._with_related(self.compute.numerator, where)
            query = query.select(exp.alias_(holds, "holds")).where(exp.Not(this=exp.Is(this=holds.copy(), expression=exp.null())))
        if self.compute.quantity is not None:
            quantity = exp.cast(self._with_related(self.compute.quantity, where), _EXACT)
            query = query.select(exp.alias_(quantity, "quantity")).where(exp.Not(this=exp.Is(this=quantity.copy(), expression=exp.null())))
        return simplify(query, dialect="duckdb")

    def _with_related(self, text: str, where: Mapping[str, str]) -> exp.Expr:
        """An expression over the counted row and its related columns; none found counts as false or nought."""
        empty: dict[str, exp.Expr] = {
            name: exp.false() if related.take == "any" else exp.Literal.number(0)
            for name, related in self.compute.related.items()
            if related.take in ("any", "count")
        }

        def fill(node: exp.Expr) -> exp.Expr:
            if isinstance(node, exp.Column) and node.name in empty:
                return exp.func("COALESCE", exp.column(node.name, f"related_{node.name}"), empty[node.name].copy())
            return node

        return self._expression(text, "e", where).transform(fill)

    def _period_columns(self, table: str) -> list[exp.Expr]:
        names = ("month_start",) if self.compute.each == "event" else ("kind", "period_start", "period_end")
        return [exp.column(name, table) for name in names]

    # sums

    def _cells(self) -> exp.Expr:
        """Sums by period and stratum; for a rate with a row of person-time beside those of events."""
        strata = [] if self.anonymous else [exp.column(name) for name in STRATA]
        columns = [*(exp.column(c.name) for c in self._period_columns("e")), *strata]
        query = exp.select(*columns, "COUNT(*) AS n", *self._sums(), "0 AS days").from_("row_").group_by(*(c.copy() for c in columns))
        if self.compute.statistic != "rate":
            return query
        lived = exp.select("month_start", *STRATA, "0 AS n", "0 AS x", "0 AS total", "0 AS squares", "days")
        if self.cohort is None:
            lived = lived.from_("person_time AS q").where(*self._population_conditions("q"))
        else:
            self.parts.append(("member", self._member_strata()))
            lived = lived.from_(person_time("member").subquery("q"))
        return exp.union(query, lived, distinct=False)

    def _member_strata(self) -> exp.Expr:
        """The strata cut at entry into the cohort and exit from it."""
        return (
            exp.select("q.registration_type", *(f"q.{name}" for name in STRATA))
            .select("GREATEST(q.start_date, c.start_date) AS start_date")
            .select("LEAST(q.end_date, COALESCE(c.end_date, q.end_date)) AS end_date")
            .from_("stratum AS q")
            .join("cohort AS c", on="c.person_id = q.person_id AND c.start_date < q.end_date AND (c.end_date IS NULL OR c.end_date > q.start_date)")
            .where(*self._population_conditions("q"))
        )

    def _sums(self) -> list[str]:
        x = "SUM(CASE WHEN holds THEN 1 ELSE 0 END)" if self.compute.numerator is not None else "0"
        if self.compute.quantity is None:
            return [f"{x} AS x", "0 AS total", "0 AS squares"]
        return [f"{x} AS x", "SUM(quantity) AS total", "SUM(quantity * quantity) AS squares"]

    def _grouped(self, table: str) -> exp.Select:
        """The last step: the grouping sets."""
        keyed = exp.select("*", *self._derived()).from_(table).subquery("c")
        period = ["kind", "period_start", "period_end"]
        prefix = "m" if self.compute.each == "event" else "c"
        keys = [f"{prefix}.{name}" for name in period]
        breakdowns = [f"c.{DIMENSIONS[name]}" for name in self.dimensions]
        band = ["c.band"] if self.compute.standardise else []
        query = exp.select(*keys, *breakdowns, *band).from_(keyed)
        if self.compute.statistic == "percentile":
            query = query.select("COUNT(*) AS n", "0 AS x", "0 AS total", "0 AS squares", "0 AS days")
            query = query.select("ARRAY_AGG(CAST(quantity AS DOUBLE) ORDER BY quantity) AS ordered")
        else:
            query = query.select(*(f"SUM({name}) AS {name}" for name in _SUMS))
        if prefix == "m":
            query = query.join("measure_month AS m", on=exp.and_("m.month_start = c.month_start", self._kinds("m")))
        sets = [[*keys, *band], *([*keys, breakdown, *band] for breakdown in breakdowns)]
        grouping = ", ".join("(" + ", ".join(each) + ")" for each in sets)
        return query.group_by(f"GROUPING SETS ({grouping})")

    def _derived(self) -> list[exp.Expr]:
        """The display age group and the standard population's band, from the stratum's age."""
        found = []
        if "age" in self.dimensions:
            starts = groups.age_starts(self.population.min_age, self.population.max_age)
            found.append(exp.alias_(_band(starts), "age_group"))
        if self.compute.standardise:
            found.append(exp.alias_(_band(groups.STANDARD_STARTS), "band"))
        return found


def _band(starts: tuple[int, ...]) -> exp.Expr:
    """The start of the band that an age lies in."""
    case = exp.Case()
    for start in sorted(starts, reverse=True)[:-1]:
        case = case.when(f"age_from >= {start}", exp.Literal.number(start))
    return case.else_(exp.Literal.number(min(starts))) if len(starts) > 1 else exp.Literal.number(starts[0])


def _first_day(date: exp.Expr) -> exp.Expr:
    return exp.cast(exp.Min(this=date), "DATE")


def _days_from(column: str, days: int) -> exp.Expr:
    sign = "-" if days < 0 else "+"
    return exp.condition(f"{column} {sign} INTERVAL {abs(days)} DAY", dialect="duckdb")


def _taken(take: str, date: exp.Expr, value: exp.Expr | None) -> exp.Expr:
    """The aggregate of related rows; of several on the same moment the first takes the lowest value, the latest the highest."""
    if value is None:
        return exp.true() if take == "any" else exp.Count(this=exp.Star())
    if take in ("lowest", "highest"):
        return (exp.Min if take == "lowest" else exp.Max)(this=value)
    pair = exp.Struct(expressions=[exp.PropertyEQ(this=exp.to_identifier("d"), expression=date), exp.PropertyEQ(this=exp.to_identifier("v"), expression=value)])  # fmt: skip
    chosen = (exp.Min if take == "first" else exp.Max)(this=pair)
    return exp.Dot(this=chosen, expression=exp.to_identifier("v"))
