"""Who is in a cohort or a measure's population, and when: SQL over the record and the strata that ``prepare`` makes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlglot import exp

from oneplace.place import Codes, Cohort, Events, Population, bound
from oneplace.population.strata import STRATA


def people_on(
    day: date, who: Population, cohort: Cohort | None = None, codes: Mapping[str, Codes] | None = None
) -> exp.Select:
    """Everyone in a population on a day of the window: ``person_id`` and the columns of ``STRATA``, one row a person.

    ``cohort`` is the definition of the cohort that ``who`` names, ``codes`` the lists that it asks for. People are in
    the population from the day on which they register, are born or reach its youngest age, until the day before they
    leave; on the day of death they still are.
    """
    the_day = exp.cast(exp.Literal.string(day.isoformat()), "DATE")
    start = exp.select("q.person_id").from_(exp.select(exp.alias_(the_day, "day")).subquery("p"))
    query = in_population(start, who, exp.column("day", "p"))
    return query.with_("cohort", as_=members(cohort, codes or {})) if cohort else query


def members(cohort: Cohort, codes: Mapping[str, Codes]) -> exp.Expr:
    """Each member's time in a cohort: ``person_id``, ``start_date`` and ``end_date``, half-open, null where it lasts.

    It begins at the first entry and ends at the first exit after it; who has entered once does not enter again.
    """

    def condition(events: Events) -> exp.Expr:
        return bound(events.where, "t", codes, {})

    def day(events: Events) -> exp.Expr:
        return exp.cast(bound(events.dated_by, "t", codes, {}), "DATE")

    first = exp.alias_(exp.Min(this=day(cohort.entry)), "start_date")
    entry = exp.select("t.person_id", first).from_(f"{cohort.entry.table} AS t")
    entry = entry.where(condition(cohort.entry)).group_by("t.person_id")
    query = exp.select("e.person_id", "e.start_date").from_(entry.subquery("e"))
    if cohort.exit is None:
        return query.select("CAST(NULL AS DATE) AS end_date")
    after = exp.GT(this=day(cohort.exit), expression=exp.column("start_date", "e"))
    later = exp.and_("t.person_id = e.person_id", condition(cohort.exit), after)
    query = query.select(exp.alias_(exp.Min(this=day(cohort.exit)), "end_date"))
    query = query.join(cohort.exit.table, join_alias="t", join_type="left", on=later)
    return query.group_by("e.person_id", "e.start_date")


def conditions(who: Population, table: str) -> list[exp.Expr]:
    """What holds of a stratum (under the name ``table``) of people in a population: registration, ages, sex."""
    found = [exp.condition(f"{table}.registration_type = '{who.registration}'"), *of_ages(who, table)]
    return [*found, exp.condition(f"{table}.sex = '{who.sex}'")] if who.sex else found


def of_ages(who: Population, table: str) -> list[exp.Expr]:
    """What holds of the age of people in a population, in a stratum or in rows that have its age."""
    found = [f"{table}.age_from >= {who.min_age}"] if who.min_age else []
    found += [f"{table}.age_from <= {who.max_age}"] if who.max_age is not None else []
    return [exp.condition(text) for text in found]


def in_population(query: exp.Select, who: Population, day: exp.Expr, same: str | None = None) -> exp.Select:
    """``query`` with the stratum, as ``q``, of those who are in a population on ``day``; rows of others fall out.

    ``same`` joins a row of the query to its person. Where ``who`` names a cohort, the query needs ``members`` as the
    common table expression ``cohort``.
    """
    on = [
        exp.LTE(this=exp.column("start_date", "q"), expression=day.copy()),
        exp.LT(this=day.copy(), expression=exp.column("end_date", "q")),
    ]
    query = query.select(*(exp.column(name, "q") for name in STRATA))
    query = query.join("stratum AS q", on=exp.and_(same, *on, *conditions(who, "q")))
    if who.cohort is None:
        return query
    until = exp.or_("c.end_date IS NULL", exp.LT(this=day.copy(), expression=exp.column("end_date", "c")))
    since = exp.LTE(this=exp.column("start_date", "c"), expression=day.copy())
    return query.join("cohort AS c", on=exp.and_("c.person_id = q.person_id", since, exp.paren(until)))
