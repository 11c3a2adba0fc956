"""One measure's definition becomes one SQL statement: every period and every breakdown in one pass.

The statement reads the record's tables and the shared ones of ``population``. After the rows counted (``counted``)
come their sums for everyone and for each group of each breakdown, where a null in a breakdown's column means
"everyone". Events are added up first (``cell``; for a rate the person-time too, ``lived``) by the age that strata have:
for everyone by month, for a group by the period of breakdowns. So what is added up doesn't depend on the ages that a
measure is of, and measures that differ in these may share it (``alike``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlglot import exp

from oneplace.measures.counted import OPEN, Counted, columns
from oneplace.place import Codes, Cohort, FromLinkedRecord, Measure
from oneplace.population import APART, STANDARD_STARTS, STRATA, age_starts, conditions, of_ages, person_time
from oneplace.vocabulary.dimensions import BREAKDOWNS

Ages = tuple[int, int | None]
"""The youngest and the oldest age, in completed years; None where there is no oldest."""

_PERIOD = ("kind", "period_start", "period_end")


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
    measure: Measure,
    compute: FromLinkedRecord,
    cohorts: Mapping[str, Cohort],
    codes: Mapping[str, Codes],
    among: Ages | None = None,
) -> exp.Query:
    """The measure's SQL as a SQLGlot tree.

    Its rows have the columns kind, period_start, period_end; one for each breakdown of the measure, named by its code;
    for a standardised rate, band; then n (rows counted), x (rows in the numerator, or with something that a ratio is
    out of), total and squares (of the quantity), days (lived); for a ratio out_of, out_of_squares and products (of
    both). Of a percentile there is a row for each ``length`` (quantity) instead, with n and, of waits, x (how many
    ended) and ``entered`` (how many were that long when first seen).

    ``among`` are the ages of whom rows are made before they are added up, among them the measure's own (those alone,
    where left out): the answer is the same, but steps before it are then those of other measures too.
    """
    breakdowns = dimensions(measure, compute)
    kinds = {compute.period, compute.breakdown_period} if breakdowns else {compute.period}
    cohort = cohorts[compute.population.cohort] if compute.population.cohort else None
    counted = Counted(_among(compute, among), cohort, codes, tuple(sorted(kinds)))
    parts = dict(counted.parts())
    query: exp.Query
    if steps_alike(compute)[0] == "cell":
        parts["cell"] = _cells(counted, breakdowns)
        if compute.statistic == "rate":
            if cohort is not None:
                parts |= {"member": _member_strata(counted), "member_time": person_time("member")}
            parts["lived"] = _lived(counted, breakdowns)
        query = _by_period(counted, compute, breakdowns)
    elif len(kinds) == 1:
        query = _sums(counted, compute, breakdowns, [(), *((group,) for group in breakdowns)])
    else:
        broken_down = _sums(counted, compute, breakdowns, [(group,) for group in breakdowns])
        broken_down = broken_down.where(f"c.kind = '{compute.breakdown_period}'", copy=False)
        query = _and_also(_sums(counted, compute, breakdowns, [()]), broken_down)
    for name, part in parts.items():
        query.with_(name, as_=part, materialized=name == OPEN or None, copy=False)
    return query


def steps_alike(compute: FromLinkedRecord) -> tuple[str, ...]:
    """The steps of a measure's statement that may be those of another's too."""
    if compute.each != "event" or compute.statistic == "percentile":
        return ("row_",)
    return ("cell", "lived") if compute.statistic == "rate" else ("cell",)


def _among(compute: FromLinkedRecord, ages: Ages | None) -> FromLinkedRecord:
    """The definition for people of other ages."""
    if ages is None:
        return compute
    who = compute.population.model_copy(update={"min_age": ages[0], "max_age": ages[1]})
    return compute.model_copy(update={"population": who})


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


def _sums(
    counted: Counted, compute: FromLinkedRecord, breakdowns: tuple[str, ...], sets: Sequence[tuple[str, ...]]
) -> exp.Select:
    """Sums of the rows counted by each set of breakdowns; their period is in all of them."""
    keys, apart = [f"c.{name}" for name in _PERIOD], [f"c.{name}" for name in _apart(compute)]
    used = {name for each in sets for name in each}
    groups = [f"c.{name}" if name in used else f"NULL AS {name}" for name in breakdowns]
    rows = exp.select("r.*", *_derived(compute, breakdowns), copy=False).from_("row_ AS r", copy=False)
    rows = rows.where(*_of_own_ages(counted, compute, "r"), copy=False)
    if compute.each == "event":
        on = exp.and_("m.month_start = r.month_start", counted.wanted_kinds("m"), copy=False)
        rows = rows.join("measure_month AS m", on=on, copy=False)
        rows = rows.select(*(f"m.{name}" for name in _PERIOD), copy=False)
    if counted.is_wait:
        rows = rows.join("(VALUES (FALSE), (TRUE)) AS seen(is_first)", join_type="cross", copy=False)
        rows = rows.select("CAST(CASE WHEN is_first THEN entered ELSE quantity END AS DOUBLE) AS length", copy=False)
        rows = rows.select("seen.is_first", copy=False)
    elif compute.statistic == "percentile":
        rows = rows.select("CAST(quantity AS DOUBLE) AS length", copy=False)
    amounts = (f"{of} AS {name}" for name, of in _amounts(counted).items())
    grouping = ", ".join("(" + ", ".join([*keys, *(f"c.{name}" for name in each), *apart]) + ")" for each in sets)
    query = exp.select(*keys, *groups, *apart, *amounts, copy=False).from_(rows.subquery("c", copy=False), copy=False)
    return query.group_by(f"GROUPING SETS ({grouping})", copy=False)


def _cells(counted: Counted, breakdowns: tuple[str, ...]) -> exp.Select:
    """Sums of the rows counted, by age: for everyone by month, for groups by the period of breakdowns."""
    rows = exp.select(copy=False).from_("row_ AS c", copy=False)
    return _by_age(counted, rows, _own(breakdowns), breakdowns, _amounts(counted))


def _own(breakdowns: tuple[str, ...]) -> list[str]:
    """The columns of strata that are breakdowns; that by age is made from their age, which all sums are by."""
    return [name for name in STRATA if name in breakdowns]


def _by_age(
    counted: Counted, rows: exp.Select, own: Sequence[str], breakdowns: Sequence[str], amounts: Mapping[str, str]
) -> exp.Select:
    """``amounts`` of ``rows`` (of ``c``), which have a month_start, for everyone and by each of the breakdowns.

    Sums of months have a month_start, those of groups the period_start of theirs instead.
    """
    age = [] if counted.anonymous else ["c.age_from"]
    groups = [f"c.{name}" if name in breakdowns else f"NULL AS {name}" for name in own]
    sets = [["c.month_start", *age]]
    sets += [["p.period_start", *age, *([] if name == "age" else [f"c.{name}"])] for name in breakdowns]
    period = "p.period_start" if breakdowns else "CAST(NULL AS DATE) AS period_start"
    query = rows.select("c.month_start", period, *age, *groups, copy=False)
    query = query.select(*(f"{of} AS {name}" for name, of in amounts.items()), copy=False)
    if breakdowns:
        query = query.join("measure_month AS p", on=_month_of_groups(counted), join_type="left", copy=False)
    grouping = ", ".join("(" + ", ".join(each) + ")" for each in sets)
    return query.group_by(f"GROUPING SETS ({grouping})", copy=False)


def _month_of_groups(counted: Counted) -> str:
    return f"p.kind = '{counted.compute.breakdown_period}' AND p.month_start = c.month_start"


def _lived(counted: Counted, breakdowns: tuple[str, ...]) -> exp.Query:
    """Person-time, shaped as the sums of events."""
    who = counted.compute.population.model_copy(update={"min_age": 0, "max_age": None})
    of = "member_time" if counted.cohort else "person_time"
    lived = exp.select().from_(f"{of} AS c").where(*conditions(who, "c"))
    amounts = {name: "SUM(c.days)" if name == "days" else "0" for name in _amounts(counted)}
    own = _own(breakdowns)
    apart = [name for name in own if name in APART]
    of_all = lived.where(*(f"c.{name} IS NULL" for name in APART))
    query = _by_age(counted, of_all, own, [name for name in breakdowns if name not in APART], amounts)
    if not apart:
        return query
    keys = ["p.period_start", "c.age_from", *(f"c.{name}" for name in apart)]
    of_groups = (
        lived.select("CAST(NULL AS DATE) AS month_start", "p.period_start", "c.age_from")
        .select(*(f"c.{name}" if name in apart else f"NULL AS {name}" for name in own))
        .select(*(f"{of} AS {name}" for name, of in amounts.items()))
        .join("measure_month AS p", on=_month_of_groups(counted))
        .where(exp.or_(*(f"NOT c.{name} IS NULL" for name in apart)))
    )
    return _and_also(query, of_groups.group_by(*keys))


def _and_also(one: exp.Query, other: exp.Query) -> exp.Query:
    return exp.union(one, other, distinct=False, copy=False)


def _by_period(counted: Counted, compute: FromLinkedRecord, breakdowns: tuple[str, ...]) -> exp.Select:
    """The sums by age added up by period: those of months by each that they are in."""
    own = _own(breakdowns)
    derived = {each.alias: each.this for each in _derived(compute, breakdowns)}
    if "age" in derived:
        of_ages = exp.and_("NOT c.period_start IS NULL", *(f"c.{name} IS NULL" for name in own), copy=False)
        derived["age"] = exp.Case().when(of_ages, derived["age"], copy=False)
    rows: exp.Query = exp.select("*", copy=False).from_("cell", copy=False)
    if compute.statistic == "rate":
        rows = _and_also(rows, exp.select("*", copy=False).from_("lived", copy=False))
    rows = exp.select("c.*", copy=False).from_(rows.subquery("c", copy=False), copy=False)
    rows = rows.select(*(exp.alias_(of, name, copy=False) for name, of in derived.items()), copy=False)
    rows = rows.where(*_of_own_ages(counted, compute, "c"), copy=False)
    by = [*(f"m.{name}" for name in _PERIOD), *(f"c.{name}" for name in (*breakdowns, *_apart(compute)))]
    on = [exp.condition("m.month_start = COALESCE(c.month_start, c.period_start)"), counted.wanted_kinds("m")]
    of_groups = f"m.kind = '{compute.breakdown_period}' AND m.period_start = c.period_start"
    on.append(exp.or_("c.period_start IS NULL", of_groups, copy=False))
    query = exp.select(*by, *(f"SUM(c.{name}) AS {name}" for name in _amounts(counted)), copy=False)
    query = query.from_(rows.subquery("c", copy=False), copy=False)
    return query.join("measure_month AS m", on=exp.and_(*on, copy=False), copy=False).group_by(*by, copy=False)


def _of_own_ages(counted: Counted, compute: FromLinkedRecord, table: str) -> list[exp.Expr]:
    return [] if counted.anonymous else of_ages(compute.population, table)


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
