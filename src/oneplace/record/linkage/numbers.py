"""Linkage by NHS number: where a record carries a valid one and nothing else says that it is someone else's."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from oneplace.record.database import Relation
from oneplace.record.reading import text

_SIMILAR = 0.85
"""Jaro-Winkler similarity from which two spellings count as one name."""


def by_number(connection: duckdb.DuckDBPyConnection, identity: Relation, source_order: Sequence[str]) -> Relation:
    """Say of each record of ``identity`` with a number whether it is its own.

    Returns ``numbered``: source_system, source_record_id, nhs_number, agrees.

    A number stands for what most of its records say (of equals, the source declared first). A record agrees with it
    where its number was traced (NHS number status 01, or none given) and either its birth date is near (equal, two
    of three parts equal, day and month swapped; within a year or month where no more is known) or both its names are
    alike, or it gives neither; an untraced number needs an equal birth date. Records that disagree go on to
    probabilistic linkage without their number; so do those of another given name and the other sex, as of a twin.
    """
    order = " ".join(f"WHEN {text(source)} THEN {place}" for place, source in enumerate(source_order))
    alike = " AND ".join(
        f"jaro_winkler_similarity(lower(strip_accents(i.{name})), lower(strip_accents(r.{name}))) >= {_SIMILAR}"
        for name in ("given_name", "family_name")
    )
    near = """
        (year(i.birth_date) = year(r.birth_date))::INT + (month(i.birth_date) = month(r.birth_date))::INT
            + (day(i.birth_date) = day(r.birth_date))::INT >= 2
        OR (year(i.birth_date) = year(r.birth_date) AND month(i.birth_date) = day(r.birth_date)
            AND day(i.birth_date) = month(r.birth_date))
        OR abs(i.birth_date - r.birth_date) <= greatest(i.room, r.room)
    """
    other = f"""
        i.sex <> r.sex AND jaro_winkler_similarity(lower(strip_accents(i.given_name)),
            lower(strip_accents(r.given_name))) < {_SIMILAR}
    """
    room = "CASE birth_date_precision WHEN 'year' THEN 366 WHEN 'month' THEN 31 ELSE 0 END"
    connection.execute(f"""
        CREATE TABLE numbered AS
        WITH told AS (SELECT *, {room} AS room FROM {identity}),
        described AS (
            SELECT nhs_number, birth_date, room, given_name, family_name,
                CASE WHEN count(DISTINCT sex) = 1 THEN min(sex) END AS sex, row_number() OVER (
                PARTITION BY nhs_number
                ORDER BY count(*) DESC, min(CASE source_system {order} ELSE {len(source_order)} END),
                    birth_date NULLS LAST, family_name NULLS LAST, given_name NULLS LAST
            ) AS place
            FROM told WHERE nhs_number IS NOT NULL AND (birth_date IS NOT NULL OR family_name IS NOT NULL)
            GROUP BY nhs_number, birth_date, room, given_name, family_name
        )
        SELECT i.source_system, i.source_record_id, i.nhs_number, coalesce(
            CASE WHEN coalesce(i.nhs_number_status, '01') = '01' THEN
                (i.birth_date IS NULL AND i.family_name IS NULL)
                OR coalesce({near}, false) OR coalesce({alike}, false)
            ELSE i.birth_date = r.birth_date AND i.room + r.room = 0 END AND NOT coalesce({other}, false), false
        ) AS agrees
        FROM told AS i LEFT JOIN described AS r ON r.nhs_number = i.nhs_number AND r.place = 1
        WHERE i.nhs_number IS NOT NULL
    """)
    return Relation("numbered")
