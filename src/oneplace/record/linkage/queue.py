"""The queue for people who look: the pairs that linkage holds apart and nobody has settled yet."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from oneplace.problems import OneplaceError
from oneplace.record import sealing
from oneplace.record.database import Relation, open_database
from oneplace.record.linkage.answers import Answer, Pair, RecordKey, Settled, of_place, pair_of, settle, words_of
from oneplace.record.linkage.groups import Together
from oneplace.record.reading import text

_IDENTITY = "identity.parquet"

MEANWHILE = "it was answered while somebody else looked"
"""The reason that is told of a pair which left the queue as it was looked at."""

CONTRADICTED = "answers contradict each other"
"""How the reason of a pair begins that was answered, and whose answer can't hold."""

FIELDS = (
    *("given_name", "family_name", "birth_date", "sex", "nhs_number", "postcode", "phone", "email"),
    *("shared_number", "address_line", "town", "death_date"),
)
"""What is shown of each side, by the names of ``identity``."""


@dataclass(frozen=True)
class Doubt:
    """Two records that may be one person's: why they are held apart, and what of each field agrees."""

    pair: Pair
    reason: str
    evidence: str
    """ "given name same, birth date one slip": a field that a side doesn't say is left out."""
    match_weight: float | None
    match_probability: float | None
    answers: tuple[Answer, ...]
    """What was said of the pair before: that it is not clear, or what contradicts."""

    @property
    def likely(self) -> str:
        """What the model makes of it, in words; never certain, and empty where it made nothing of it."""
        chance = self.match_probability
        return "" if chance is None else "over 99%" if chance > 0.99 else f"{100 * chance:.0f}%"

    @property
    def held_apart(self) -> str:
        """The reason as it may stand where identities don't: without records' numbers and what people wrote."""
        return CONTRADICTED if self.reason.startswith(CONTRADICTED) else self.reason

    @property
    def id(self) -> str:
        """What names the pair in an address and on the command line: the same as long as the pair is."""
        return id_of(self.pair)


def id_of(pair: Pair) -> str:
    """What names a pair in an address."""
    return hashlib.sha256("\x1f".join((*pair[0], *pair[1])).encode()).hexdigest()[:10]


@dataclass(frozen=True)
class Side:
    """What the source says of one of the two, and how many other records are of the same person."""

    record: RecordKey
    said: Mapping[str, Any]
    """By `FIELDS`; None where the source doesn't say."""
    others: tuple[RecordKey, ...]


def prune(connection: duckdb.DuckDBPyConnection, doubtful: Relation, who: Relation, answers: Settled) -> None:
    """Take from ``doubtful`` what people settled, and add what they said that can't hold."""
    still = _open(connection, str(doubtful), str(who), [*answers.same, *answers.different], answers)
    connection.execute(f"CREATE TABLE still_doubtful AS SELECT * EXCLUDE (one, other) FROM ({still})")
    connection.execute(f"DELETE FROM {doubtful}")
    connection.execute(f"INSERT INTO {doubtful} BY NAME FROM still_doubtful")
    rows = [{**_columns(pair), "reason": f"{CONTRADICTED}: {words}"} for pair, words in answers.contradicted.items()]
    if rows:
        connection.register("contradicted", pa.Table.from_pylist(rows))
        there = f"SELECT source_system, source_record_id FROM {who}"
        connection.execute(f"""
            INSERT INTO {doubtful} BY NAME FROM contradicted
            WHERE (source_system, source_record_id) IN ({there})
                AND (other_source_system, other_source_record_id) IN ({there})
        """)
        connection.unregister("contradicted")


def _open(
    connection: duckdb.DuckDBPyConnection, doubtful: str, who: str, firm: Iterable[Pair], answers: Settled
) -> str:
    """SQL for the rows of ``doubtful`` with their two people, ``one`` and ``other``, of whom no ``firm`` pair is."""
    _register(connection, "firm", [pair for pair in firm if pair not in answers.contradicted])
    return f"{_of_people(doubtful, who)} ANTI JOIN ({_of_people('firm', who)}) USING (one, other)"


def _of_people(pairs: str, who: str) -> str:
    """SQL for pairs of records that are two people's by now: with both people, ``one`` and ``other``."""
    return f"""
        SELECT * FROM (
            SELECT d.*, least(a.person_id, b.person_id) AS one, greatest(a.person_id, b.person_id) AS other
            FROM {pairs} AS d
            JOIN {who} AS a ON a.source_system = d.source_system AND a.source_record_id = d.source_record_id
            JOIN {who} AS b
                ON b.source_system = d.other_source_system AND b.source_record_id = d.other_source_record_id
            WHERE a.person_id <> b.person_id
        )
    """


def _register(connection: duckdb.DuckDBPyConnection, name: str, pairs: Iterable[Pair]) -> None:
    """Make pairs of records a table of that name, with the columns of ``doubtful``."""
    schema = pa.schema([(each, pa.string()) for each in _PAIR])
    connection.register(name, pa.Table.from_pylist([*map(_columns, pairs)], schema=schema))


def _columns(pair: Pair) -> dict[str, str]:
    return dict(zip(_PAIR, (*pair[0], *pair[1]), strict=True))


_PAIR = ("source_system", "source_record_id", "other_source_system", "other_source_record_id")


def _now(connection: duckdb.DuckDBPyConnection, identity: Path) -> tuple[str, str]:
    """SQL for whose each record is now, and for the doubtful pairs, of a record's identities."""
    link, doubtful = (sealing.reading(connection, identity / f"{name}.parquet") for name in ("person_link", "doubtful"))
    return f"(SELECT * FROM {link} WHERE valid_to IS NULL)", doubtful


def doubts(into: Path, identity: Path) -> list[Doubt]:
    """The pairs to look at, one for each two people: contradictions first, then the likeliest.

    ``into`` is the place's ``var`` and ``identity`` the folder of its newest record's identities. An answer takes its
    pair away at once; the record follows when it is loaded next.
    """
    known = of_place(into)
    answers = settle(known)
    with open_database() as connection:
        who, doubtful = _now(connection, identity)
        rows = _open(connection, doubtful, who, [*answers.same, *answers.different], answers)
        found = connection.sql(f"""
            SELECT source_system AS s, source_record_id AS k, other_source_system AS other_s,
                other_source_record_id AS other_k, reason, evidence, match_weight, match_probability,
                starts_with(reason, {text(CONTRADICTED)}) AS first, one, other
            FROM ({rows})
            QUALIFY row_number() OVER (
                PARTITION BY one, other ORDER BY first DESC, match_weight DESC NULLS LAST, s, k, other_s, other_k
            ) = 1
            ORDER BY first DESC, match_probability DESC NULLS LAST, match_weight DESC NULLS LAST, s, k, other_s, other_k
        """).to_arrow_table()
    return [_doubt(row, known) for row in found.to_pylist()]


def alike(into: Path, identity: Path, people: Collection[int]) -> list[int]:
    """The ids of others who may be the same as these people, in a record's identities: of pairs that nobody called
    different, in the queue or not. Two whom somebody called the same are one only from the next load on.
    """
    answers, mine = settle(of_place(into)), set(people)
    with open_database() as connection:
        who, doubtful = _now(connection, identity)
        rows = _open(connection, doubtful, who, answers.different, answers)
        _register(connection, "same", answers.same)
        found = connection.execute(
            f"SELECT one, other FROM ({rows}) UNION SELECT one, other FROM ({_of_people('same', who)})"
        ).fetchall()
    return sorted({each for pair in found if not mine.isdisjoint(pair) for each in pair} - mine)


def numbers_joined(into: Path, identity: Path, pair: Pair) -> int:
    """How many different NHS numbers the one person has whom the answers make of a pair, also through other records."""
    with open_database() as connection:
        who, _doubtful = _now(connection, identity)
        _register(connection, "same", settle(of_place(into)).same)
        edges = connection.execute(f"SELECT one, other FROM ({_of_people('same', who)})").fetchall()
        _register(connection, "mine", [pair])
        (me,) = connection.execute(
            f"SELECT person_id FROM {who} JOIN mine USING (source_system, source_record_id)"
        ).fetchone() or (None,)
        root = Together(edges)
        people = [me, *(each for edge in edges for each in edge if root.find(each) == root.find(me))]
        stored = sealing.reading(connection, identity / _IDENTITY)
        (numbers,) = connection.execute(
            f"SELECT count(DISTINCT nhs_number) FROM {stored} JOIN {who} USING (source_system, source_record_id) "
            "WHERE list_contains(?, person_id)",
            [people],
        ).fetchone() or (0,)
    return int(numbers)


def answered(into: Path, pair_id: str) -> Doubt | None:
    """A pair of which something was said, open or not, by its id; None where nothing was."""
    said = tuple(each for each in of_place(into) if id_of(each.pair) == pair_id)
    return Doubt(said[0].pair, MEANWHILE, "", None, None, said) if said else None


def _doubt(row: Mapping[str, Any], known: list[Answer]) -> Doubt:
    pair = pair_of((row["s"], row["k"]), (row["other_s"], row["other_k"]))
    return Doubt(
        pair,
        row["reason"],
        row["evidence"] or "",
        row["match_weight"],
        row["match_probability"],
        tuple(each for each in known if each.pair == pair),
    )


def sides(identity: Path, pair: Pair) -> tuple[Side, Side]:
    """What the sources say of both records of a pair. Raises `OneplaceError` where one isn't in the record."""
    with open_database() as connection:
        first, second = (_side(connection, identity, record) for record in pair)
    return first, second


def _side(connection: duckdb.DuckDBPyConnection, identity: Path, record: RecordKey) -> Side:
    # A record that an older Oneplace made knows fewer fields.
    stored = sealing.reading(connection, identity / _IDENTITY)
    said = (
        connection.sql(
            f"SELECT COLUMNS(lambda name: list_contains(?, name)) FROM {stored} "
            "WHERE source_system = ? AND source_record_id = ?",
            params=[[*FIELDS], *record],
        )
        .to_arrow_table()
        .to_pylist()
    )
    if not said:
        mend = "Write it as source:id, as the partner's own files have it."
        raise OneplaceError.at(identity, f"has no record '{words_of(record)}'.", mend)
    link = sealing.reading(connection, identity / "person_link.parquet")
    others = connection.execute(
        f"""
        SELECT o.source_system, o.source_record_id FROM {link} AS me JOIN {link} AS o
        USING (person_id) WHERE me.source_system = $s AND me.source_record_id = $k AND me.valid_to IS NULL
            AND o.valid_to IS NULL AND (o.source_system, o.source_record_id) <> ($s, $k) ORDER BY ALL
        """,
        {"s": record[0], "k": record[1]},
    ).fetchall()
    return Side(record, dict.fromkeys(FIELDS) | said[0], tuple((a, b) for a, b in others))
