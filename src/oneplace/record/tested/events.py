"""Events against the person whose they are: born, alive, registered, in one stay at a time; and coded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import duckdb

from oneplace.record.database import Relation, Tables
from oneplace.record.tested.tally import Asked, Counted, Feed, counted

BORN = "CASE WHEN coalesce(birth_date_precision, 'day') = 'day' THEN birth_date END"
"""SQL for a birth date that is known to the day."""

_STAYS = "('inpatient_spell', 'ward_stay', 'ed_attendance')"
"""What a person is in once at a time."""

_LIVED = {
    "before_birth": Asked("born IS NOT NULL AND day IS NOT NULL", "day < born"),
    "after_death": Asked("death_date IS NOT NULL AND day IS NOT NULL", "day > death_date"),
}
_ACTIVITY = {
    **_LIVED,
    "no_day": Asked("true", "start_at IS NULL"),
    "ends_before_start": Asked(
        "start_at IS NOT NULL AND (end_at IS NOT NULL OR NOT end_known)", "NOT coalesce(end_at >= start_at, false)"
    ),
    "spell_not_sent": Asked("activity_type = 'consultant_episode' AND parent_activity_id IS NOT NULL", "orphan"),
    "outside_registration": Asked("alive_and_known", "coalesce(until <= day, true)"),
    "not_coded": Asked("may_be_coded", "NOT coded"),
}
_STAY = {
    "overlapping_stays": Asked("true", "coalesce(start_at < before_ended - INTERVAL 1 DAY, false) AND NOT twice"),
    "stay_sent_twice": Asked("true", "twice"),
}

_MOMENTS = ("start_at", "end_at")
_LEAST = 10
_CLOCK = {"time_lost": Asked("has_clock", "midnight AND too_many")}


def events(connection: duckdb.DuckDBPyConnection, tables: Tables, feeds: Mapping[str, Feed]) -> Iterator[Counted]:
    """Activities, stays and observations of the record; an event without a person is looked at for nothing of them."""
    observation, person = tables["observation"], tables["person"]
    yield from counted(connection, _activities(connection, tables), _ACTIVITY, feeds)
    yield from counted(connection, _stays(tables["activity"]), _STAY, feeds)
    for field in _MOMENTS:
        for one in counted(connection, _clocks(tables["activity"], field), _CLOCK, feeds):
            yield replace(one, field=field)
    seen = f"""
        SELECT load_id, recorded_date AS day, {BORN} AS born, death_date
        FROM {observation} JOIN {person} USING (person_id)
    """
    yield from counted(connection, seen, _LIVED | {"no_day": Asked("true", "day IS NULL")}, feeds)


def _activities(connection: duckdb.DuckDBPyConnection, tables: Tables) -> str:
    """SQL for activities with what is asked of them. ``until``: the end of the last registration begun by then."""
    activity, observation = tables["activity"], tables["observation"]
    kept = Relation("tested_activities")
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {kept} AS
        WITH coded AS (SELECT DISTINCT activity_id FROM {observation}
            WHERE kind = 'diagnosis' AND activity_id IS NOT NULL)
        SELECT load_id, person_id, activity_type, start_at, end_at, end_known, parent_activity_id,
            CAST(coalesce(start_at, end_at) AS DATE) AS day, c.activity_id IS NOT NULL AS coded
        FROM {activity} LEFT JOIN coded AS c USING (activity_id)
    """)
    chosen = f"""(SELECT coalesce(max(CASE WHEN registration_type = 'gp' THEN 'gp' END), 'resident')
        FROM {tables["registration"]})"""
    registered = f"""(SELECT person_id, start_date, coalesce(end_date, DATE '9999-12-31') AS until
        FROM {tables["registration"]} WHERE registration_type = {chosen})"""
    return f"""
        SELECT a.*, {BORN} AS born, death_date, r.until,
            a.parent_activity_id NOT IN (SELECT activity_id FROM {activity}) AS orphan,
            a.person_id IN (SELECT person_id FROM {registered})
                AND day IS NOT NULL AND coalesce(day <= death_date, true) AS alive_and_known,
            activity_type IN (SELECT activity_type FROM {kept} WHERE coded) AS may_be_coded
        FROM {kept} AS a LEFT JOIN {tables["person"]} USING (person_id)
        ASOF LEFT JOIN {registered} AS r ON a.person_id = r.person_id AND a.day >= r.start_date
    """


def _stays(activity: Relation) -> str:
    return f"""
        SELECT load_id, CAST(start_at AS DATE) AS day, start_at,
            max(end_at) OVER (
                PARTITION BY person_id, activity_type ORDER BY start_at, end_at, activity_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_ended,
            count(*) OVER (PARTITION BY person_id, activity_type, start_at, end_at) > 1 AS twice
        FROM {activity} WHERE activity_type IN {_STAYS} AND start_at IS NOT NULL AND person_id IS NOT NULL
    """


def _clocks(activity: Relation, field: str) -> str:
    """SQL for a moment of each activity: whether it is midnight, and is so too often; whether its kind has a clock.

    It has where a tenth of its starts and ends or more are at another time of day. Of a clock that is written by whole
    hours one in 24 is midnight; too many are those that are more by three standard errors, and ten or more.
    """
    midnight = {name: f"({name} = date_trunc('day', {name}))" for name in _MOMENTS}
    other = " + ".join(f"count(*) FILTER (NOT {each})" for each in midnight.values())
    every = " + ".join(f"count({name})" for name in _MOMENTS)
    at_midnight, expected = f"count(*) FILTER ({midnight[field]})", f"(count({field}) / 24)"
    return f"""
        SELECT load_id, CAST({field} AS DATE) AS day, has_clock, {midnight[field]} AS midnight, too_many
        FROM {activity} JOIN (
            SELECT source_dataset, activity_type, 10 * ({other}) >= {every} AS has_clock,
                {at_midnight} >= {_LEAST} AND {at_midnight} - {expected} > 3 * sqrt({expected} * 23 / 24) AS too_many
            FROM {activity} GROUP BY ALL
        ) USING (source_dataset, activity_type)
        WHERE {field} IS NOT NULL
    """
