"""Answers of people who looked, over what numbers and the model made of the records: who is joined, who is kept apart.

What was called different is never one person, also not through a third record. A group without a number that holds
such a pair falls apart as one does that a rule forbids, and answers "the same" put together again who belongs together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import duckdb
import pyarrow as pa

from oneplace.record.database import Relation
from oneplace.record.linkage.answers import Pair, Settled, words_of
from oneplace.record.linkage.groups import Together

TOLD = Relation("told_by_hand")
"""Records whose person an answer changed: source_system, source_record_id, words."""

FELL_APART = "their group fell apart, as two of it were called different"
_PAIRS = pa.schema([(name, pa.string()) for name in ("s", "k", "other_s", "other_k", "words")])


def apply(connection: duckdb.DuckDBPyConnection, belongs: Relation, settled: Settled, doubtful: Relation) -> Settled:
    """Change in ``belongs`` the anchors (and method and evidence) of the records of which something was said.

    Makes `TOLD`, and adds to ``doubtful`` who stands alone since a group fell apart for it. Returns the answers with
    what can't be in these data added to ``contradicted``: records that were called the same, whose people hold two
    that were called different.
    """
    connection.execute(f"CREATE TABLE {TOLD} (source_system VARCHAR, source_record_id VARCHAR, words VARCHAR)")
    if settled.apart:
        _take_out(connection, belongs, settled.apart, doubtful)
    if not settled.same:
        return settled
    joined, broken = _united(connection, belongs, settled)
    _put_together(connection, belongs, joined)
    kept = {pair: each for pair, each in settled.same.items() if pair not in broken}
    return replace(settled, same=kept, contradicted={**settled.contradicted, **broken})


def _said(connection: duckdb.DuckDBPyConnection, belongs: Relation, pairs: Mapping[Pair, str]) -> str:
    """SQL for the pairs of which both records are there, each with its anchor and how it came there."""
    rows = [{"s": a, "k": b, "other_s": c, "other_k": d, "words": words} for ((a, b), (c, d)), words in pairs.items()]
    connection.register("said_pairs", pa.Table.from_pylist(rows, schema=_PAIRS))
    return f"""(
        SELECT p.*, a.anchor, b.anchor AS other_anchor, a.method, b.method AS other_method
        FROM said_pairs AS p JOIN {belongs} AS a ON a.source_system = p.s AND a.source_record_id = p.k
        JOIN {belongs} AS b ON b.source_system = p.other_s AND b.source_record_id = p.other_k
    )"""


def _take_out(
    connection: duckdb.DuckDBPyConnection, belongs: Relation, apart: Mapping[Pair, str], doubtful: Relation
) -> None:
    """Part those who were called different: of two that a number holds, the one that the model added goes, or the later
    in order; of two that hang together without one, everyone stands alone."""
    together = f"SELECT * FROM {_said(connection, belongs, apart)} WHERE anchor = other_anchor"
    connection.execute(f"CREATE TEMP TABLE parted AS {together}")
    connection.execute(f"""
        INSERT INTO {doubtful} BY NAME
        SELECT DISTINCT b.source_system, b.source_record_id, one.s AS other_source_system,
            one.k AS other_source_record_id, b.match_weight, b.match_probability, b.evidence, '{FELL_APART}' AS reason
        FROM (SELECT anchor, s, k FROM parted UNION SELECT anchor, other_s, other_k FROM parted) AS one
        JOIN {belongs} AS b USING (anchor)
        WHERE anchor LIKE 'r:%' AND (b.source_system, b.source_record_id) <> (one.s, one.k)
    """)
    connection.execute(f"""
        INSERT INTO {TOLD}
        WITH gone AS (
            SELECT CASE WHEN first THEN s ELSE other_s END AS source_system,
                CASE WHEN first THEN k ELSE other_k END AS source_record_id, words
            FROM (SELECT *, method <> 'nhs_number' AND other_method = 'nhs_number' AS first FROM parted)
            WHERE anchor LIKE 'n:%'
            UNION ALL
            SELECT b.source_system, b.source_record_id, p.words
            FROM parted AS p JOIN {belongs} AS b USING (anchor) WHERE anchor LIKE 'r:%'
        )
        SELECT source_system, source_record_id, min(words) FROM gone GROUP BY ALL
    """)
    connection.execute(f"""
        UPDATE {belongs} AS b SET anchor = 'r:' || b.source_system || ':' || b.source_record_id, method = 'alone',
            match_weight = NULL, match_probability = NULL, evidence = t.words
        FROM {TOLD} AS t WHERE t.source_system = b.source_system AND t.source_record_id = b.source_record_id
    """)
    connection.execute("DROP TABLE parted")
    connection.unregister("said_pairs")


def _united(
    connection: duckdb.DuckDBPyConnection, belongs: Relation, settled: Settled
) -> tuple[list[dict[str, str]], dict[Pair, str]]:
    """The anchors that answers put together, each with the one that stands for all; and the pairs that can't be."""
    asked = "SELECT s, k, other_s, other_k, anchor, other_anchor, words FROM {} ORDER BY ALL"
    same = connection.execute(
        asked.format(_said(connection, belongs, {pair: each.words for pair, each in settled.same.items()}))
    ).fetchall()
    apart = connection.execute(asked.format(_said(connection, belongs, settled.apart))).fetchall()
    connection.unregister("said_pairs")
    root = Together((row[4], row[5]) for row in same)
    impossible = {root.find(row[4]): row for row in apart if root.find(row[4]) == root.find(row[5])}
    broken = {
        ((row[0], row[1]), (row[2], row[3])): _why(row, impossible[root.find(row[4])])
        for row in same
        if root.find(row[4]) in impossible
    }
    return list(_anchors(same, root, impossible)), broken


def _why(same: tuple[str, ...], apart: tuple[str, ...]) -> str:
    one, other, third, fourth = (words_of((row[at], row[at + 1])) for row in (same, apart) for at in (0, 2))
    return f"{one} and {other} were {same[6]}; yet that makes one person of {third} and {fourth}, which were {apart[6]}"


def _anchors(
    same: Iterable[tuple[str, ...]], root: Together, impossible: Mapping[object, object]
) -> Iterable[dict[str, str]]:
    first: dict[str, dict[str, str]] = {}
    for row in same:
        into = str(root.find(row[4]))
        if row[4] != row[5] and into not in impossible:
            for anchor in (row[4], row[5]):
                first.setdefault(anchor, {"anchor": anchor, "into": into, "words": row[6]})
    return first.values()


def _put_together(connection: duckdb.DuckDBPyConnection, belongs: Relation, joined: list[dict[str, str]]) -> None:
    """Give the records of several people who are one the anchor of the first, by hand."""
    table = pa.Table.from_pylist(
        joined, schema=pa.schema([(name, pa.string()) for name in ("anchor", "into", "words")])
    )
    connection.register("united", table)
    connection.execute(f"""
        INSERT INTO {TOLD} SELECT source_system, source_record_id, words FROM {belongs} JOIN united USING (anchor)
    """)
    connection.execute(f"""
        UPDATE {belongs} AS b SET anchor = u."into", evidence = u.words, method = 'manual',
            match_weight = NULL, match_probability = NULL
        FROM united AS u WHERE u.anchor = b.anchor AND (u.anchor <> u."into" OR b.method = 'alone')
    """)
    connection.unregister("united")
