"""How good the linkage is, where the truth is known: of a synthetic place, or of a sample checked by hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from oneplace.record.reading import text


@dataclass(frozen=True)
class Quality:
    """Pairs of records of one person: linked and true, linked, true. ``group`` is a source, a fifth or everyone."""

    by: str
    group: str
    correct: int
    linked: int
    true: int

    @property
    def precision(self) -> float:
        """Share of linked pairs that are one person; 1 where nothing was linked."""
        return self.correct / self.linked if self.linked else 1.0

    @property
    def recall(self) -> float:
        """Share of true pairs that were linked; 1 where there are none."""
        return self.correct / self.true if self.true else 1.0


def evaluate(person_link: Path, truth: Path) -> list[Quality]:
    """Compare ``person_link`` with ``truth`` (source_system, source_record_id, true_person_id[, fifth]), both Parquet.

    Pairwise: a pair is two records of one person, counted once. A pair belongs to a source where at least one of its
    records does, and to a fifth where the first's true person does. Only records in both files count.
    """
    with duckdb.connect() as connection:
        columns = connection.execute(f"SELECT * FROM read_parquet({text(str(truth))}) LIMIT 0").description or []
        fifth = "CAST(fifth AS VARCHAR)" if "fifth" in [column[0] for column in columns] else "NULL"
        connection.execute(f"""
            CREATE TABLE known AS
            SELECT source_system, l.person_id, CAST(t.true_person_id AS VARCHAR) AS true_id, {fifth} AS fifth
            FROM (SELECT * FROM read_parquet({text(str(person_link))}) WHERE valid_to IS NULL) AS l
            JOIN read_parquet({text(str(truth))}) AS t USING (source_system, source_record_id)
        """)
        return [
            *_pairs(connection, "all", "'all'"),
            *_pairs(connection, "source", "source_system"),
            *(_pairs(connection, "deprivation", "fifth") if fifth != "NULL" else []),
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
