"""One measure's definition becomes one SQL statement: every period and every breakdown in one pass.

The statement reads the record's tables and the shared ones of ``population``. After the rows counted (``counted``)
come their sums for everyone and for each group of each breakdown, where a null in a breakdown's column means
"everyone". Events are added up by month first (``cell``; for a rate together with the person-time), and their months by
period: no event is counted twice. A period shorter than that of breakdowns is added up for everyone only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce

from sqlglot import exp

from oneplace.measures.counted import OPEN, Counted, columns
from oneplace.place import Codes, Cohort, FromLinkedRecord, Measure
from oneplace.population import APART, STANDARD_STARTS, STRATA, age_starts, conditions, person_time
from oneplace.vocabulary.dimensions import BREAKDOWNS


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
    both). Of a percentile there is a row for each ``length`` (quantity) instead, with n and, of waits, x (how many
    ended) and ``entered`` (how many were that long when first seen).
    """
    breakdowns = dimensions(measure, compute)
    kinds = {compute.period, compute.breakdown_period} if breakdowns else {compute.period}
    cohort = cohorts[compute.population.cohort] if compute.population.cohort else None
    counted = Counted(compute, cohort, codes, tuple(sorted(kinds)))
    parts = dict(counted.parts())
    query: exp.Query
    if compute.each == "event":
        cell: exp.Query = _sums(counted, breakdowns, [(), *((group,) for group in breakdowns)])
        if compute.statistic == "rate":
            if cohort is not None:
                parts |= {"member": _member_strata(counted), "lived": person_time("member")}
            cell = reduce(_and_also, _lived(counted, breakdowns), cell)
        parts["cell"], query = cell, _by_period(counted, breakdowns)
    elif len(kinds) == 1:
        query = _sums(counted, breakdowns, [(), *((group,) for group in breakdowns)])
    else:
        broken_down = _sums(counted, breakdowns, [(group,) for group in breakdowns])
        broken_down = broken_down.where(f"c.kind = '{compute.breakdown_period}'", copy=False)
        query = _and_also(_sums(counted, breakdowns, [()]), broken_down)
    for name, part in parts.items():
        query.with_(name, as_=part, materialized=name == OPEN or None, copy=False)
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


def _amounts(counted: Counted) -> dict[str, str]:
    """What is added up of the rows counted, by name."""
    compute = counted.compute
    if counted.is_wait:  # once when first seen and once when last seen
        ended = "SUM(CASE WHEN has_ended AND NOT is_first THEN 1 ELSE 0 END)"
        n, entered = (f"SUM(CASE WHEN is_first THEN {there} END)" for there in ("0 ELSE 1", "1 ELSE 0"))
        return {"n": n, "x": ended, "entered": entered}
    if compute.statistic == "percentile":
        return {"n": "COUNT(*)", "x": "0", "entered": "0"}
    met = {"proportion": "holds", "ratio": "out_of <> 0"}.get(compute.statistic)
    x = f"SUM(CASE WHEN {met} THEN 1 ELSE 0 END)" if met else "0"
    total, squares = ("0", "0") if compute.quantity is None else ("SUM(quantity)", _products("quantity", "quantity"))
    of_ratio = _OF_RATIO if compute.statistic == "ratio" else {}
    return {"n": "COUNT(*)", "x": x, "total": total, "squares": squares, "days": "0", **of_ratio}


def _apart(compute: FromLinkedRecord) -> list[str]:
    """What is not added up over: the bands of a standardised rate, the lengths of a percentile."""
    return [*(["band"] if compute.standardise else []), *(["length"] if compute.statistic == "percentile" else [])]


def _sums(counted: Counted, breakdowns: tuple[str, ...], sets: Sequence[tuple[str, ...]]) -> exp.Select:
    """Sums of the rows counted by each set of breakdowns; what dates a row is in all of them."""
    keys, apart = counted.period_columns, _apart(counted.compute)
    used = {name for each in sets for name in each}
    groups = [f"c.{name}" if name in used else f"NULL AS {name}" for name in breakdowns]
    rows = exp.select("*", *_derived(counted.compute, breakdowns), copy=False).from_("row_", copy=False)
    if counted.is_wait:
        rows = rows.join("(VALUES (FALSE), (TRUE)) AS seen(is_first)", join_type="cross", copy=False)
        rows = rows.select("CAST(CASE WHEN is_first THEN entered ELSE quantity END AS DOUBLE) AS length", copy=False)
    elif counted.compute.statistic == "percentile":
        rows = rows.select("CAST(quantity AS DOUBLE) AS length", copy=False)
    amounts = (f"{of} AS {name}" for name, of in _amounts(counted).items())
    query = exp.select(*(f"c.{name}" for name in keys), *groups, *(f"c.{name}" for name in apart), *amounts, copy=False)
    grouping = ", ".join("(" + ", ".join(f"c.{name}" for name in (*keys, *each, *apart)) + ")" for each in sets)
    query = query.from_(rows.subquery("c", copy=False), copy=False)
    return query.group_by(f"GROUPING SETS ({grouping})", copy=False)


def _lived(counted: Counted, breakdowns: tuple[str, ...]) -> Iterator[exp.Select]:
    """Rows of person-time for everyone and for groups, shaped as the sums of events."""
    compute = counted.compute
    lived = exp.select("*", *_derived(compute, breakdowns)).from_("lived" if counted.cohort else "person_time")
    within = [name for name in breakdowns if name not in APART]
    for group in ("", *within):
        shown = {group} if group else set(breakdowns) - set(within)
        yield (
            exp.select("q.month_start", *(f"q.{by}" if by in shown else f"NULL AS {by}" for by in breakdowns))
            .select(
                *_apart(compute),
                *(f"{name} AS {name}" if name == "days" else f"0 AS {name}" for name in _amounts(counted)),
            )
            .from_(lived.subquery("q"))
            .where(*conditions(compute.population, "q"), *(f"q.{name} IS NULL" for name in APART if name not in shown))
        )


def _and_also(one: exp.Query, other: exp.Query) -> exp.Query:
    return exp.union(one, other, distinct=False, copy=False)


def _by_period(counted: Counted, breakdowns: tuple[str, ...]) -> exp.Select:
    """The months' sums added up by period."""
    keys = [f"m.{name}" for name in ("kind", "period_start", "period_end")]
    by = [*keys, *(f"c.{name}" for name in (*breakdowns, *_apart(counted.compute)))]
    on = [exp.condition("m.month_start = c.month_start"), counted.wanted_kinds("m")]
    if len(counted.kinds) > 1:
        everyone = exp.and_(*(f"c.{group} IS NULL" for group in breakdowns), copy=False)
        on.append(exp.or_(f"m.kind = '{counted.compute.breakdown_period}'", everyone, copy=False))
    query = exp.select(*by, *(f"SUM(c.{name}) AS {name}" for name in _amounts(counted)), copy=False)
    query = query.from_("cell AS c", copy=False).join("measure_month AS m", on=exp.and_(*on, copy=False), copy=False)
    return query.group_by(*by, copy=False)


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


def _derived(compute: FromLinkedRecord, breakdowns: tuple[str, ...]) -> list[exp.Expr]:
    """The display age group and the standard population's band, from the stratum's age."""
    who, found = compute.population, []
    if "age" in breakdowns:
        found.append(exp.alias_(_band(age_starts(who.min_age, who.max_age)), "age", copy=False))
    if compute.standardise:
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
