"""`lowBoundary()` and `highBoundary()`: the least and the greatest that a value of its precision can mean.

Source: FHIRPath (continuous build), sections lowBoundary and highBoundary: a decimal by half of its last place; a date
or time by its missing parts, a date-time without a zone from +14:00 to -12:00; a Period by its start and its end.
"""

from __future__ import annotations

from dataclasses import dataclass

from oneplace.fhir.sql import NUMBER, Names, Sql, bind, single, words


@dataclass(frozen=True)
class Edge:
    """One of the two ends, by what it fills in for what isn't said."""

    sign: str
    clock: str
    zone: str
    period: str
    month: str
    """SQL for the last or first month's part of a year: {0} is the year."""
    day: str
    """SQL for the whole day of a month: {0} is the month."""


low = Edge("-", "00:00:00.000", "+14:00", "start", "{0} || '-01-01'", "{0} || '-01'")
high = Edge(
    *("+", "23:59:59.999", "-12:00", "end", "{0} || '-12-31'"),
    "CAST(CAST(last_day(TRY_CAST({0} || '-01' AS DATE)) AS DATE) AS VARCHAR)",
)


def of(names: Names, sql: Sql, known: str | None, edge: Edge) -> Sql:
    """The boundary of the one item of a collection; ``known`` is its FHIR type where the path says it."""
    item = single(names, sql).text if sql.kind == "json" else f"to_json({sql.text})"
    return Sql(bind(names, item, lambda v: _any(names, v, known, edge)))


def _any(names: Names, json: str, known: str | None, edge: Edge) -> str:
    period = bind(names, f"json_extract({json}, '$.{edge.period}')", lambda v: _text(names, words(v), "dateTime", edge))
    said = _text(names, words(json), known, edge)
    return (
        f"CASE json_type({json}) WHEN 'OBJECT' THEN {period} WHEN 'VARCHAR' THEN {said} "
        f"WHEN 'NULL' THEN NULL ELSE {_decimal(names, words(json), edge)} END"
    )


def _decimal(names: Names, said: str, edge: Edge) -> str:
    def moved(v: str) -> str:
        places = f"length(regexp_extract({v}, '[.]([0-9]*)', 1))"
        power = f"coalesce(TRY_CAST(regexp_extract({v}, '[eE](.*)', 1) AS INTEGER), 0)"  # 1.5e-7
        half = f"CAST(0.5 * pow(10, {power} - {places}) AS {NUMBER})"
        return f"to_json(CAST(TRY_CAST({v} AS {NUMBER}) {edge.sign} {half} AS DOUBLE))"

    return bind(names, said, moved)


def _text(names: Names, said: str, known: str | None, edge: Edge) -> str:
    def filled(v: str) -> str:
        month, year = edge.day.format(v), edge.month.format(v)
        day = f"CASE length({v}) WHEN 4 THEN {year} WHEN 7 THEN {month} ELSE left({v}, 10) END"
        zone = f"regexp_extract(substr({v}, 11), '(Z|[+-][0-9]{{2}}:[0-9]{{2}})$')"
        clock = f"regexp_replace(substr({v}, 12), '(Z|[+-][0-9]{{2}}:[0-9]{{2}})$', '')"
        whole_clock = bind(names, clock, lambda c: _clock(c, edge))
        moment = f"{day} || 'T' || {whole_clock} || coalesce(nullif({zone}, ''), '{edge.zone}')"
        dated = day if known == "date" else moment
        return (
            f"to_json(CASE WHEN regexp_full_match({v}, '[0-9]{{4}}(-[0-9]{{2}}(-[0-9]{{2}}(T.*)?)?)?') "
            f"THEN CASE WHEN contains({v}, 'T') THEN {moment} ELSE {dated} END "
            f"WHEN regexp_full_match({v}, '[0-9]{{2}}(:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]+)?)?)?') "
            f"THEN {_clock(v, edge)} END)"
        )

    return bind(names, said, filled)


def _clock(clock: str, edge: Edge) -> str:
    return f"{clock} || substr('{edge.clock}', length({clock}) + 1)"
