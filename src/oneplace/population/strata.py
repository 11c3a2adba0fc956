"""The population that every measure of a run shares: who was registered when, where, and how long.

These tables are made once a connection, by statements that each measure's provenance shows:

- ``measure_period`` and ``measure_month``: the periods, and the months in each;
- ``stratum``: each registration cut wherever something about the person changes (age band at a birthday, address and
  with it deprivation and neighbourhood), so that within a row nothing changes; ``registered_until`` is the day from
  which the person is no longer registered, however many registrations follow on one another until then;
- ``person_time``: days lived in each month by registration, age and sex, of everyone and of the groups of one of
  ``APART`` at a time, by the change in the number present on each day and its running total: the cost depends on the
  number of rows, not of months.

The day of death counts as registered, so that deaths fall inside the population they are divided by. People whose
birth date isn't known are in no population.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

import duckdb
import sqlglot
from sqlglot import exp

from oneplace.place import POOLED
from oneplace.population.groups import AGE_STARTS, GROUPINGS, STANDARD_STARTS

STRATA = ("age_from", *(code for code, grouping in GROUPINGS.items() if grouping.sql))
"""What a stratum is: none of these is ever null, so that null can mean "all" in grouping sets."""

APART = tuple(name for name in STRATA if name not in {"age_from", "sex"})
"""Those by which no population is asked for: rates need their groups one of these at a time, far fewer rows than all
together."""


@dataclass(frozen=True)
class Window:
    """The days for which events are complete, ``[start, end)``."""

    start: date
    end: date


def prepare(connection: duckdb.DuckDBPyConnection, window: Window, age_cuts: Iterable[int]) -> list[str]:
    """Make the shared tables; returns the statements that were run."""
    made = [statement.sql("duckdb", pretty=True) for statement in statements(window, age_cuts)]
    for statement in made:
        connection.execute(statement)
    return made


def statements(window: Window, age_cuts: Iterable[int]) -> list[exp.Create]:
    """The statements that make the shared tables; the last, ``person_time``, takes most of their time.

    ``age_cuts`` are the ages, besides those of the standard and display bands, at which a measure's population
    begins or ends.
    """
    cuts = sorted({*STANDARD_STARTS, *AGE_STARTS, *age_cuts})
    return [*_periods(window), _stratum(window, cuts), _person_time()]


def months(window: Window) -> list[date]:
    """The first days of the months that lie wholly inside the window."""
    first = window.start if window.start.day == 1 else _next_month(window.start)
    found = []
    while (after := _next_month(first)) <= window.end:
        found.append(first)
        first = after
    return found


def periods(window: Window) -> list[tuple[str, date, date]]:
    """Every whole month, calendar quarter, financial and calendar year inside the window, and every three years from
    the first of them on: kind, start, end.
    """
    starts = months(window)
    spans = {"month": (1, 1, 1), "quarter": (3, 1, 3), "financial_year": (12, 4, 12), "calendar_year": (12, 1, 12)}
    found = []
    for kind, (length, anchor, every) in spans.items():
        for i, start in enumerate(starts):
            if (start.month - anchor) % every == 0 and i + length <= len(starts):
                found.append((kind, start, _next_month(starts[i + length - 1])))
    for kind, year in POOLED.items():
        years = [(start, end) for each, start, end in found if each == year]
        found += [(kind, first[0], last[1]) for first, last in zip(years[::3], years[2::3], strict=False)]
    return found


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _periods(window: Window) -> list[exp.Create]:
    rows = ", ".join(f"('{kind}', DATE '{start}', DATE '{end}')" for kind, start, end in periods(window))
    month_rows = ", ".join(f"(DATE '{start}')" for start in months(window))
    return [
        _parsed(
            f"""CREATE TABLE measure_period AS
            SELECT kind, period_start, period_end, CAST(period_end - INTERVAL 1 DAY AS DATE) AS last_day
            FROM (VALUES {rows}) AS span(kind, period_start, period_end)"""
        ),
        _parsed(
            f"""CREATE TABLE measure_month AS
            SELECT p.kind, p.period_start, p.period_end, m.month_start
            FROM measure_period AS p
            JOIN (VALUES {month_rows}) AS m(month_start)
              ON m.month_start >= p.period_start AND m.month_start < p.period_end"""
        ),
    ]


def _stratum(window: Window, cuts: list[int]) -> exp.Create:
    start, end = f"DATE '{window.start}'", f"DATE '{window.end}'"
    age_rows = ", ".join(f"({age})" for age in cuts if age)
    ages = " ".join(
        f"WHEN s.start_date >= {_birthday('p.birth_date', str(age))} THEN {age}" for age in reversed(cuts) if age
    )
    groups = ", ".join(f"{grouping.sql} AS {code}" for code, grouping in GROUPINGS.items() if grouping.sql)
    return _parsed(
        f"""CREATE TABLE stratum AS
        WITH registered AS (
          SELECT r.person_id, r.registration_type, GREATEST(r.start_date, p.birth_date, {start}) AS start_date,
            LEAST({end}, CASE WHEN p.death_date IS NOT NULL AND COALESCE(r.end_date, p.death_date) >= p.death_date
              THEN CAST(p.death_date + INTERVAL 1 DAY AS DATE) ELSE COALESCE(r.end_date, {end}) END) AS end_date
          FROM registration AS r JOIN person AS p ON p.person_id = r.person_id
        ), present AS (
          SELECT *, LEAD(start_date) OVER earlier AS next_start, MAX(end_date) OVER earlier AS reached
          FROM registered WHERE start_date < end_date
          WINDOW earlier AS (PARTITION BY person_id, registration_type ORDER BY start_date)
        ), unbroken AS (
          SELECT person_id, registration_type, start_date, end_date,
            MIN(CASE WHEN next_start <= reached THEN NULL ELSE reached END) OVER (
              PARTITION BY person_id, registration_type ORDER BY start_date
              ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
            ) AS registered_until
          FROM present
        ), lived AS (
          SELECT person_id, lsoa21_code, start_date, COALESCE(end_date, {end}) AS end_date FROM address
          WHERE start_date < {end} AND COALESCE(end_date, {end}) > {start}
        ), cut AS (
          SELECT person_id, start_date AS day FROM present
          UNION SELECT person_id, end_date FROM present
          UNION SELECT person_id, start_date FROM lived
          UNION SELECT person_id, end_date FROM lived
          UNION SELECT p.person_id, {_birthday("p.birth_date", "a.age")}
            FROM person AS p JOIN (VALUES {age_rows}) AS a(age)
              ON {_birthday("p.birth_date", "a.age")} > {start} AND {_birthday("p.birth_date", "a.age")} < {end}
        ), piece AS (
          SELECT person_id, day AS start_date, LEAD(day) OVER (PARTITION BY person_id ORDER BY day) AS end_date FROM cut
        ), area_of AS (
          SELECT * FROM area WHERE imd_version = (SELECT MAX(imd_version) FROM area)
          QUALIFY ROW_NUMBER() OVER (PARTITION BY lsoa21_code ORDER BY imd_decile DESC NULLS LAST) = 1
        ), home AS (
          SELECT s.person_id, s.start_date, MAX(l.lsoa21_code) AS lsoa21_code
          FROM piece AS s JOIN lived AS l
            ON l.person_id = s.person_id AND l.start_date <= s.start_date AND s.start_date < l.end_date
          GROUP BY s.person_id, s.start_date
        )
        SELECT DISTINCT r.registration_type, s.person_id, s.start_date, s.end_date, r.registered_until,
          CASE {ages} ELSE 0 END AS age_from, {groups}
        FROM piece AS s
        JOIN unbroken AS r ON r.person_id = s.person_id AND r.start_date <= s.start_date AND s.start_date < r.end_date
        JOIN person AS p ON p.person_id = s.person_id
        LEFT JOIN home AS h ON h.person_id = s.person_id AND h.start_date = s.start_date
        LEFT JOIN area_of AS a ON a.lsoa21_code = h.lsoa21_code
        WHERE s.end_date IS NOT NULL AND p.birth_date IS NOT NULL"""
    )


@cache
def _person_time() -> exp.Create:
    return _parsed(f"CREATE TABLE person_time AS {person_time('stratum').sql('duckdb')}")


def person_time(strata: str) -> exp.Query:
    """Days lived in each month, from a table or common table expression shaped as ``stratum``.

    Beside registration, age and sex one of ``APART`` is not null, or none, of everyone.

    Strata of a kind are counted by a number, which costs half of carrying their names from step to step.
    """
    names = ("registration_type", *STRATA)
    key = ", ".join(names)
    of_all = ", ".join(f"k.{name}" for name in names if name not in APART) + ", l.month_start"
    groups = ", ".join(f"k.{name}" for name in APART)
    sets = ", ".join([f"({of_all})", *(f"({of_all}, k.{name})" for name in APART)])
    same = " AND ".join(f"s.{name} = k.{name}" for name in names)
    return sqlglot.parse_one(
        f"""WITH kind AS (
          SELECT {key}, ROW_NUMBER() OVER (ORDER BY {key}) AS kind_number,
            MIN(start_date) AS first, MAX(end_date) AS last
          FROM {strata} GROUP BY {key}
        ), spell AS (
          SELECT k.kind_number, s.start_date, s.end_date FROM {strata} AS s JOIN kind AS k ON {same}
        ), change AS (
          SELECT kind_number, start_date AS day, COUNT(*) AS weight FROM spell GROUP BY kind_number, start_date
          UNION ALL SELECT kind_number, end_date, -COUNT(*) FROM spell GROUP BY kind_number, end_date
          UNION ALL SELECT k.kind_number, m.month_start, 0
            FROM kind AS k
            JOIN measure_month AS m ON m.kind = 'month' AND m.month_start > k.first AND m.month_start < k.last
        ), daily AS (
          SELECT kind_number, day, SUM(weight) AS weight FROM change GROUP BY kind_number, day
        ), level AS (
          SELECT kind_number, day, SUM(weight) OVER (PARTITION BY kind_number ORDER BY day) AS present,
            LEAD(day) OVER (PARTITION BY kind_number ORDER BY day) AS next_day
          FROM daily
        ), lived AS (
          SELECT kind_number, CAST(DATE_TRUNC('MONTH', day) AS DATE) AS month_start,
            CAST(SUM(present * DATE_DIFF('DAY', day, next_day)) AS BIGINT) AS days
          FROM level WHERE next_day IS NOT NULL AND present > 0
          GROUP BY kind_number, CAST(DATE_TRUNC('MONTH', day) AS DATE)
        )
        SELECT {of_all}, {groups}, CAST(SUM(l.days) AS BIGINT) AS days
        FROM lived AS l JOIN kind AS k ON k.kind_number = l.kind_number
        GROUP BY GROUPING SETS ({sets})""",
        dialect="duckdb",
        into=exp.Select,
    )


def _birthday(born: str, age: str) -> str:
    """The day on which a person reaches an age (28 February for those born on 29 February, in common years)."""
    return f"CAST({born} + {age} * INTERVAL 1 YEAR AS DATE)"


@cache
def _parsed(statement: str) -> exp.Create:
    made = sqlglot.parse_one(statement, dialect="duckdb")
    if not isinstance(made, exp.Create):
        raise TypeError("a shared table is made by CREATE TABLE … AS")
    return made
