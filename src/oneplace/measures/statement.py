"""One measure's definition becomes one SQL statement: every period and every breakdown in one pass.

The statement reads the record's tables and the shared ones of ``population``. After the rows counted (``counted``)
comes ``cell``, their sums by period and stratum (for a rate together with the person-time), and a last grouping by
sets. In its result a null in a breakdown's column means "everyone".
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from oneplace.measures.counted import Counted, columns
from oneplace.place import Codes, Cohort, FromLinkedRecord, Measure
from oneplace.population import STANDARD_STARTS, STRATA, age_starts, conditions, person_time
from oneplace.vocabulary.dimensions import BREAKDOWNS

_SUMS = ("n", "x", "total", "squares", "days")


def _products(one: str, other: str) -> str:
    """The sum of exact products, wide enough for quantities of hundreds of thousands: months in minutes."""
    return f"SUM(CAST({one} AS DECIMAL(19, 4)) * {other})"


_OF_RATIO = {
    "out_of": "SUM(out_of)",
    "out_of_squares": _products("out_of", "out_of"),
    "products": _products("quantity", "out_of"),
}


def dimensions(measure: Measure, compute: FromLinkedRecord) -> tuple[str, ...]:
    """The breakdowns that the measure is computed by: those that its file wants, and those that go with them."""
    if compute.population.registration == "none":
        return ()
    return tuple(by.code for by in BREAKDOWNS if measure.breakdowns.has(by.goes_with or by.code))


def statement(
    measure: Measure, compute: FromLinkedRecord, cohorts: Mapping[str, Cohort], codes: Mapping[str, Codes]
) -> exp.Expr:
    """The measure's SQL as a SQLGlot tree.

    Its rows have the columns kind, period_start, period_end; one for each breakdown of the measure, named by its code;
    for a standardised rate, band; then n (rows counted), x (rows in the numerator, or with something that a ratio is
    out of), total and squares (of the quantity), days (lived); for a ratio out_of, out_of_squares and products (of
    both); for a percentile ``ordered`` (quantities). Of waits x is how many ended, and beside ``ordered`` stand
    ``entered`` (each one's quantity when first seen) and ``ended`` (whether it did).
    """
    breakdowns = dimensions(measure, compute)
    kinds = {compute.period, compute.breakdown_period} if breakdowns else {compute.period}
    cohort = cohorts[compute.population.cohort] if compute.population.cohort else None
    counted = Counted(compute, cohort, codes, tuple(sorted(kinds)))
    parts = dict(counted.parts())
    if compute.statistic == "percentile":
        query = _grouped(counted, breakdowns, "row_")
    else:
        if compute.statistic == "rate" and cohort is not None:
            parts["member"] = _member_strata(counted)
        parts["cell"] = _cells(counted)
        query = _grouped(counted, breakdowns, "cell")
    for name, part in parts.items():
        query.with_(name, as_=part, copy=False)
    return query


def matched(compute: FromLinkedRecord, cohorts: Mapping[str, Cohort], codes: Mapping[str, Codes]) -> exp.Expr:
    """One row: for each related column, whether any row counted has a related one; true where no row is counted."""
    cohort = cohorts[compute.population.cohort] if compute.population.cohort else None
    parts = dict(Counted(compute, cohort, codes, (compute.period,)).parts())
    none, query = "NOT EXISTS (SELECT 1 FROM event)", exp.select(copy=False)
    for name in compute.related:
        query = query.select(f"{none} OR EXISTS (SELECT 1 FROM related_{name}) AS {name}", copy=False)
    for name in [name for name in parts if name != "row_"]:
        query = query.with_(name, as_=parts[name], copy=False)
    return query


def _cells(counted: Counted) -> exp.Expr:
    """Sums by period and stratum; for a rate with rows of person-time beside those of events."""
    compute = counted.compute
    key = (*counted.period_columns, *(() if counted.anonymous else STRATA))
    met = {"proportion": "holds", "ratio": "out_of <> 0"}.get(compute.statistic)
    x = f"SUM(CASE WHEN {met} THEN 1 ELSE 0 END)" if met else "0"
    total, squares = ("0", "0") if compute.quantity is None else ("SUM(quantity)", _products("quantity", "quantity"))
    query = exp.select(
        *columns(key),
        "COUNT(*) AS n",
        f"{x} AS x",
        f"{total} AS total",
        f"{squares} AS squares",
        "0 AS days",
        *(f"{of} AS {name}" for name, of in _sums_of_ratio(compute).items()),
        copy=False,
    )
    query = query.from_("row_", copy=False).group_by(*columns(key), copy=False)
    if compute.statistic != "rate":
        return query
    lived = exp.select("month_start", *STRATA, "0 AS n", "0 AS x", "0 AS total", "0 AS squares", "days", copy=False)
    source = person_time("member").subquery("q", copy=False) if counted.cohort else "person_time AS q"
    return exp.union(
        query,
        lived.from_(source, copy=False).where(*conditions(counted.compute.population, "q"), copy=False),
        distinct=False,
        copy=False,
    )


def _sums_of_ratio(compute: FromLinkedRecord) -> dict[str, str]:
    return _OF_RATIO if compute.statistic == "ratio" else {}


def _member_strata(counted: Counted) -> exp.Expr:
    """The strata cut at entry into the cohort and exit from it."""
    on = "c.person_id = q.person_id AND c.start_date < q.end_date AND (c.end_date IS NULL OR c.end_date > q.start_date)"
    return (
        exp.select("q.registration_type", *columns(STRATA, "q"), copy=False)
        .select("GREATEST(q.start_date, c.start_date) AS start_date", copy=False)
        .select("LEAST(q.end_date, COALESCE(c.end_date, q.end_date)) AS end_date", copy=False)
        .from_("stratum AS q", copy=False)
        .join("cohort AS c", on=on, copy=False)
        .where(*conditions(counted.compute.population, "q"), copy=False)
    )


def _grouped(counted: Counted, breakdowns: tuple[str, ...], table: str) -> exp.Select:
    """The last step: the grouping sets."""
    compute = counted.compute
    by_month = compute.each == "event"
    period = "m" if by_month else "c"
    keys = [f"{period}.{name}" for name in ("kind", "period_start", "period_end")]
    groups_of = [f"c.{name}" for name in breakdowns]
    band = ["c.band"] if compute.standardise else []
    query = exp.select(*keys, *groups_of, *band, copy=False).from_(
        exp.select("*", *_derived(counted, breakdowns), copy=False).from_(table, copy=False).subquery("c", copy=False),
        copy=False,
    )
    if compute.statistic == "percentile":
        ended = "SUM(CASE WHEN has_ended THEN 1 ELSE 0 END)" if counted.is_wait else "0"
        query = query.select("COUNT(*) AS n", f"{ended} AS x", "0 AS total", "0 AS squares", "0 AS days", copy=False)
        by = "quantity, entered, has_ended" if counted.is_wait else "quantity"
        lists = {"ordered": "CAST(quantity AS DOUBLE)"}
        if counted.is_wait:
            lists |= {"entered": "CAST(entered AS DOUBLE)", "ended": "has_ended"}
        query = query.select(*(f"ARRAY_AGG({of} ORDER BY {by}) AS {name}" for name, of in lists.items()), copy=False)
    else:
        sums = (*_SUMS, *_sums_of_ratio(compute))
        query = query.select(*(f"SUM({name}) AS {name}" for name in sums), copy=False)
    if by_month:
        query = query.join(
            "measure_month AS m",
            on=exp.and_("m.month_start = c.month_start", counted.wanted_kinds("m"), copy=False),
            copy=False,
        )
    if len(counted.kinds) > 1:  # the shorter periods are wanted for everyone only
        everyone = exp.and_(*(f"{group} IS NULL" for group in groups_of), copy=False)
        query = query.having(exp.or_(f"{period}.kind = '{compute.breakdown_period}'", everyone, copy=False), copy=False)
    sets = [[*keys, *band], *([*keys, group, *band] for group in groups_of)]
    grouping = ", ".join("(" + ", ".join(each) + ")" for each in sets)
    return query.group_by(f"GROUPING SETS ({grouping})", copy=False)


def _derived(counted: Counted, breakdowns: tuple[str, ...]) -> list[exp.Expr]:
    """The display age group and the standard population's band, from the stratum's age."""
    who, found = counted.compute.population, []
    if "age" in breakdowns:
        found.append(exp.alias_(_band(age_starts(who.min_age, who.max_age)), "age", copy=False))
    if counted.compute.standardise:
        found.append(exp.alias_(_band(STANDARD_STARTS), "band", copy=False))
    return found


def _band(starts: tuple[int, ...]) -> exp.Expr:
    """The start of the band that an age lies in."""
    lowest = exp.Literal.number(min(starts))
    if len(starts) == 1:
        return lowest
    case = exp.Case()
    for start in sorted(starts, reverse=True)[:-1]:
        case = case.when(f"age_from >= {start}", exp.Literal.number(start), copy=False)
    return case.else_(lowest, copy=False)
