"""Which person each source record belongs to, kept from load to load: ids stay, and every change is explained."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from oneplace.record import sealing
from oneplace.record.database import Relation
from oneplace.record.linkage import by_hand
from oneplace.record.linkage.answers import Settled
from oneplace.record.linkage.probabilistic import Placed
from oneplace.record.reading import text


@dataclass(frozen=True)
class Links:
    """Which person each source record belongs to."""

    person_link: Relation
    """A row a record and the time that it belonged to a person, with how it was linked and why it no longer is."""
    who: Relation
    """Its rows that hold now."""
    answers: Settled
    """What was said by hand, with what of it can't be in these data."""


def person_ids(
    connection: duckdb.DuckDBPyConnection,
    numbered: Relation,
    placed: Placed,
    secret: str,
    earlier: Path | None,
    *,
    answers: Settled | None = None,
) -> Links:
    """Make one person of the records that ``numbered`` and ``placed`` put together, and give each an id.

    A person's id is drawn from the place's secret and their anchor (the NHS number, else the first of their records),
    so that the same records give the same ids and no id tells a number. Where ``earlier`` names the person_link of
    the record before, people keep the id that most of their records had then; rows that changed are closed and say why.
    An id that went is given back to those alone who had it all, and never to anybody else. What was said by hand
    (``answers``) comes before numbers and model.
    """
    belongs = _belongs(connection, numbered, placed)
    said = by_hand.apply(connection, belongs, answers or Settled(), placed.doubtful)
    fresh = f"CAST('0x' || left(sha256({text(secret)} || anchor), 15) AS BIGINT)"
    before = None if earlier is None else Relation(sealing.reading(connection, earlier))
    ids = _first_ids(connection, belongs, fresh) if before is None else _kept_ids(connection, belongs, fresh, before)
    model = f"CASE WHEN method = 'probabilistic' THEN {text(placed.model)} END"
    connection.execute(f"""
        CREATE TABLE linked_now AS
        SELECT source_system, source_record_id, person_id, method, match_weight, match_probability, evidence,
            {model} AS model_version, now()::TIMESTAMP AS valid_from, NULL::TIMESTAMP AS valid_to,
            NULL::VARCHAR AS reason
        FROM {belongs} JOIN {ids} USING (anchor) ORDER BY source_system, source_record_id
    """)
    now_is = Relation("linked_now")
    every = now_is if before is None else _with_history(connection, now_is, before)
    links = Links(every, Relation("who"), said)
    connection.execute(f"CREATE TABLE {links.who} AS SELECT * FROM {links.person_link} WHERE valid_to IS NULL")
    return links


def _belongs(connection: duckdb.DuckDBPyConnection, numbered: Relation, placed: Placed) -> Relation:
    """Every record with its person's anchor: the NHS number, else the first of the records that go together."""
    connection.execute(f"""
        CREATE TABLE belongs AS
        WITH all_records AS (
            SELECT source_system, source_record_id, nhs_number AS number, NULL AS "group", 'nhs_number' AS method,
                NULL::DOUBLE AS match_weight, NULL::DOUBLE AS match_probability,
                'NHS number, and birth date or names that fit it' AS evidence
            FROM {numbered} WHERE agrees
            UNION ALL
            SELECT source_system, source_record_id, nhs_number, "group",
                CASE WHEN nhs_number IS NOT NULL OR count(*) OVER (PARTITION BY "group") > 1 THEN {text(placed.method)}
                    ELSE 'alone' END,
                match_weight, match_probability,
                coalesce(evidence, CASE WHEN count(*) OVER (PARTITION BY "group") > 1 THEN 'every field the same' END)
            FROM {placed.records}
        )
        SELECT *, coalesce('n:' || number, 'r:' || min(source_system || ':' || source_record_id) OVER (
            PARTITION BY CASE WHEN number IS NULL THEN "group" END)) AS anchor
        FROM all_records
    """)
    return Relation("belongs")


def _first_ids(connection: duckdb.DuckDBPyConnection, belongs: Relation, fresh: str) -> Relation:
    """Give each person a new id."""
    connection.execute(f"CREATE TABLE chosen_ids AS SELECT DISTINCT anchor, {fresh} AS person_id FROM {belongs}")
    return Relation("chosen_ids")


def _kept_ids(connection: duckdb.DuckDBPyConnection, belongs: Relation, fresh: str, earlier: Relation) -> Relation:
    """Give each person the id that most of their records had; an id goes to one person only, now and ever.

    Of those who keep none, who is all that ever had an id (of the records that are still sent) has it back: people that
    were joined and are parted again, or of whom a source was silent for a while.
    """
    connection.execute(f"""
        CREATE TABLE chosen_ids AS
        WITH claims AS (
            SELECT anchor, e.person_id, count(*) AS records
            FROM {belongs} JOIN {earlier} AS e USING (source_system, source_record_id)
            WHERE e.valid_to IS NULL GROUP BY anchor, e.person_id
        ),
        kept AS (
            SELECT anchor, person_id FROM (
                SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY records DESC, anchor) AS among_people
                FROM (
                    SELECT *, row_number() OVER (PARTITION BY anchor ORDER BY records DESC, person_id) AS among_ids
                    FROM claims
                ) WHERE among_ids = 1
            ) WHERE among_people = 1
        ),
        once AS (
            SELECT min(anchor) AS anchor, person_id, max(e.valid_to) AS until
            FROM {earlier} AS e JOIN {belongs} USING (source_system, source_record_id)
            WHERE person_id NOT IN (SELECT person_id FROM kept)
            GROUP BY person_id HAVING count(DISTINCT anchor) = 1
        ),
        back AS (
            SELECT anchor, person_id FROM (
                SELECT *, row_number() OVER (PARTITION BY anchor ORDER BY until DESC NULLS FIRST, person_id) AS place
                FROM once WHERE anchor NOT IN (SELECT anchor FROM kept)
            ) WHERE place = 1
        ),
        had AS (FROM kept UNION ALL FROM back),
        new AS (
            SELECT DISTINCT anchor, {fresh} AS person_id FROM {belongs} WHERE anchor NOT IN (SELECT anchor FROM had)
        ),
        taken AS (SELECT DISTINCT person_id FROM {earlier}),
        other AS (
            SELECT anchor, CASE WHEN person_id IN (SELECT person_id FROM taken)
                THEN CAST('0x' || left(sha256(person_id || anchor), 15) AS BIGINT) ELSE person_id END AS person_id
            FROM new
        )
        FROM had
        UNION ALL
        SELECT anchor, CASE WHEN person_id IN (SELECT person_id FROM taken) THEN CAST('0x' || left(sha256(
            person_id || anchor || (SELECT count(*) FROM {earlier})), 15) AS BIGINT) ELSE person_id END
        FROM other
    """)
    return Relation("chosen_ids")


def _with_history(connection: duckdb.DuckDBPyConnection, now_is: Relation, earlier: Relation) -> Relation:
    """Add the rows of before: those that still hold with their day, those that don't closed with the reason."""
    connection.execute(f"""
        CREATE TABLE person_link AS
        WITH survivors AS (SELECT DISTINCT person_id FROM {now_is})
        SELECT * FROM (
        SELECT n.* REPLACE (coalesce(e.valid_from, n.valid_from) AS valid_from)
        FROM {now_is} AS n LEFT JOIN (SELECT * FROM {earlier} WHERE valid_to IS NULL) AS e
            USING (source_system, source_record_id, person_id)
        UNION ALL BY NAME
        SELECT e.* REPLACE (
            coalesce(e.valid_to, now()::TIMESTAMP) AS valid_to,
            coalesce(e.reason, CASE
                WHEN n.person_id IS NULL THEN 'the source no longer sends this record'
                WHEN e.person_id IN (SELECT person_id FROM survivors) THEN 'split: now person ' || n.person_id
                ELSE 'merged into person ' || n.person_id END || coalesce('; ' || t.words, '')) AS reason)
        FROM {earlier} AS e LEFT JOIN {now_is} AS n USING (source_system, source_record_id)
        LEFT JOIN {by_hand.TOLD} AS t USING (source_system, source_record_id)
        WHERE e.valid_to IS NOT NULL OR n.person_id IS DISTINCT FROM e.person_id
        ) ORDER BY source_system, source_record_id, valid_from
    """)
    return Relation("person_link")
