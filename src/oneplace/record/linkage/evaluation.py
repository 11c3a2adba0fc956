"""How good the linkage is, where the truth is known: of a synthetic place, or of a sample checked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from oneplace.record import sealing
from oneplace.record.database import open_database
from oneplace.record.reading import text


@dataclass(frozen=True)
class Quality:
    """Pairs of records of one person: linked and true, linked, true.

    ``group`` is a source, a fifth, the records that no number placed, people who are alike (twins, namesakes, families
    of one name at one address), who have changed their family name (renamed), who are none of these (strangers), or
    everyone.
    """

    by: str
    group: str
    correct: int
    linked: int
    true: int

    @property
    def wrong(self) -> int:
        """Pairs of different people that were joined."""
        return self.linked - self.correct

    @property
    def precision(self) -> float:
        """Share of linked pairs that are one person; 1 where nothing was linked."""
        return self.correct / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Share of true pairs that were linked; 1 where there are none."""
        return self.correct / self.true if self.true else 1.0


_ALIKE = {
    "twins": "twin_true_person_id",
    "namesakes": "namesake_true_person_id",
    "families": "named_after_true_person_id",
    "renamed": "former_family_name",
}
_SAID = dict.fromkeys(("deprivation", "deprivation_fifth", *_ALIKE.values()), "VARCHAR")
"""What the truth may say of a person that groups are made of."""


def evaluate(identity: Path, truth: Path) -> list[Quality]:
    """Compare ``identity/person_link.parquet`` with what ``truth`` knows.

    ``truth/records.parquet`` has source_system, source_record_id, true_person_id; ``truth/persons.parquet``, where it
    is there, true_person_id, deprivation (a fifth, 1 = most deprived; ``deprivation_fifth`` before), and of who has a
    twin, a namesake born on the same day, or a child or parent of the same names at their address, the other's id
    (``twin_true_person_id``, ``namesake_true_person_id``, ``named_after_true_person_id``); of who changed it the
    ``former_family_name``. Pairwise: a pair is two records of one person, counted once; it belongs to a group where at
    least one of its records does. Records that only one side has don't count.
    """
    with open_database() as connection:
        persons = truth / "persons.parquet"
        said = f"UNION ALL BY NAME SELECT * FROM read_parquet({text(str(persons))})" if persons.is_file() else ""
        nothing = ", ".join(f"NULL::{kind} AS {name}" for name, kind in {"true_person_id": "BIGINT", **_SAID}.items())
        lived = f"SELECT true_person_id, {', '.join(_SAID)} FROM (SELECT * FROM (SELECT {nothing} LIMIT 0) {said})"
        connection.execute(f"CREATE TABLE lived AS {lived}")
        whom = " ".join(f"WHEN p.{name} IS NOT NULL THEN '{group}'" for group, name in _ALIKE.items())
        connection.execute(f"""
            CREATE TABLE known AS
            SELECT source_system, l.person_id, r.true_person_id AS true_id,
                CAST(coalesce(p.deprivation, p.deprivation_fifth) AS VARCHAR) AS deprivation,
                CASE {whom} WHEN (SELECT {" + ".join(f"count({name})" for name in _ALIKE.values())} FROM lived) > 0
                    THEN 'strangers' END AS alike,
                CASE WHEN l.method <> 'nhs_number' THEN 'none that is theirs' END AS number
            FROM {sealing.reading(connection, identity / "person_link.parquet")} AS l
            JOIN read_parquet({text(str(truth / "records.parquet"))}) AS r USING (source_system, source_record_id)
            LEFT JOIN lived AS p USING (true_person_id)
            WHERE l.valid_to IS NULL
        """)
        return [
            *_pairs(connection, "all", "'all'"),
            *_pairs(connection, "number", "number"),
            *_pairs(connection, "alike", "alike"),
            *_pairs(connection, "source", "source_system"),
            *_pairs(connection, "deprivation", "deprivation"),
        ]


def _pairs(connection: duckdb.DuckDBPyConnection, by: str, group: str) -> list[Quality]:
    """Count pairs without making them: n records in a cell are n(n-1)/2 pairs; those that touch a group are all
    pairs less those among the others."""

    def counts(*keys: str) -> str:
        total = f"(SELECT {', '.join(keys)}, count(*) AS n FROM known GROUP BY ALL)"
        mine = (
            f"(SELECT {group} AS g, {', '.join(keys)}, count(*) AS n FROM known WHERE {group} IS NOT NULL GROUP BY ALL)"
        )
        return (
            f"(SELECT g, sum((t.n * (t.n - 1) - (t.n - m.n) * (t.n - m.n - 1)) // 2) AS pairs "
            f"FROM {mine} AS m JOIN {total} AS t USING ({', '.join(keys)}) GROUP BY g)"
        )

    rows = connection.execute(f"""
        SELECT g, c.pairs, l.pairs, t.pairs FROM {counts("person_id", "true_id")} AS c
        JOIN {counts("person_id")} AS l USING (g) JOIN {counts("true_id")} AS t USING (g) ORDER BY g
    """).fetchall()
    return [Quality(by, str(name), int(correct), int(linked), int(true)) for name, correct, linked, true in rows]
