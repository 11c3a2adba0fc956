"""Linkage of the records that no NHS number places: by Splink, with the people whom numbers name, then each other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb

from oneplace.record.database import Relation
from oneplace.record.engines.spark import Spark
from oneplace.record.linkage import evidence, model
from oneplace.record.linkage.choosing import NOT_LIKELY, best_in_group, choose, doubtful, graded, group
from oneplace.record.linkage.describing import Compared, prepare
from oneplace.record.linkage.scoring import Here, OnSpark
from oneplace.record.reading import first_row

THRESHOLD = 0.95
"""Match probability from which two records count as one person."""

_ENOUGH = 200
"""Records without a number from which the model is trained; with fewer its starting values stand."""

_TRUST = 0.95
"""Share of a trained ``m`` that is kept, the rest being its starting value: no grade becomes impossible."""

_POPULATION = 1000
"""People among whom a record is looked for at least: in a small file chance agreement is not rarer for it."""

_SEED = 20200101
_CHANCE_PAIRS = 2e5

DOUBTFUL = 0.5
"""From which two records that do not count as one person are listed for somebody to look at."""


@dataclass(frozen=True)
class Placed:
    """Where the records went that no number places."""

    records: Relation
    """source_system, source_record_id, nhs_number (of the person it was linked to, else null), group (records that were
    linked to each other), match_weight, match_probability, evidence (of its best pair)."""
    model: str
    """The version of the model that was used; "none" where there was nothing to link."""
    doubtful: Relation
    """Records that may be one person's and are held apart, a row a pair: source_system, source_record_id, the other
    (other_source_system, other_source_record_id), match_weight, match_probability, evidence, reason."""

    @property
    def method(self) -> str:
        """How records were put together: by probability, or by the key that sources share."""
        return "key" if self.model in ("keys", "off") else "probabilistic"


def link(
    connection: duckdb.DuckDBPyConnection,
    identity: Relation,
    numbered: Relation,
    homes: Relation | None = None,
    *,
    rules: evidence.Rules = evidence.CAREFUL,
    spark: Spark | None = None,
) -> Placed:
    """Link each record of ``identity`` that no number of ``numbered`` places to a person with one, or to each other.

    ``homes`` are the postcodes at which a record's person has lived: source_system, source_record_id, postcode. Pairs
    are compared on ``spark``, else in this process; which of them are one person is decided here.
    """
    compared = prepare(connection, identity, numbered, homes)
    people, rest = (_count(connection, table) for table in (compared.people, compared.rest))
    version = _score(connection, compared, people, rest, rules=rules, spark=spark) if rest else "none"
    chosen = choose(connection, compared)
    grouped = group(connection, compared, chosen, rules)
    connection.execute(f"""
        CREATE TABLE placed AS
        SELECT m.source_system, m.source_record_id, c.nhs_number, coalesce(g."group", m.unique_id) AS "group",
            coalesce(c.weight, e.weight) AS match_weight, coalesce(c.probability, e.probability) AS match_probability,
            coalesce(c.evidence, e.evidence) AS evidence
        FROM {compared.members} AS m
        LEFT JOIN {chosen} AS c USING (unique_id) LEFT JOIN {grouped} AS g USING (unique_id)
        LEFT JOIN ({best_in_group(compared, grouped)}) AS e USING (unique_id)
    """)
    return Placed(Relation("placed"), version, doubtful(connection, compared, chosen, grouped))


def _score(
    connection: duckdb.DuckDBPyConnection,
    compared: Compared,
    people: int,
    rest: int,
    *,
    rules: evidence.Rules = evidence.CAREFUL,
    spark: Spark | None = None,
) -> str:
    """Fill ``compared.pairs`` with those that are one person's; returns the version of the model.

    The model is learnt here whatever compares: a sample is drawn by hashes, of which each engine has its own.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    here = Here(connection)
    scorer = OnSpark(connection, spark) if spark else here
    tables = (compared.people, compared.rest) if people else (compared.rest,)
    settings = model.settings(1 / max(people, rest, _POPULATION))
    version = "starting values 1"
    passes = _passes(connection, compared) if people and rest >= _ENOUGH else []
    if passes:
        settings = _train(partial(here.linker, tables, settings), settings, passes)
        version = f"trained on {rest} records 1"
    if people:
        _keep(connection, compared, rules, scorer.likely(scorer.linker(tables, settings), DOUBTFUL))
    alone = scorer.linker(tables[-1:], settings | {"link_type": "dedupe_only"})
    _keep(connection, compared, rules, scorer.likely(alone, DOUBTFUL))
    return version


def _passes(connection: duckdb.DuckDBPyConnection, compared: Compared) -> list[str]:
    """The rules that find a pair to learn from: without postcodes, or where nobody is there twice, some find none."""
    found = "SELECT 1 FROM {} AS l JOIN {} AS r ON {} LIMIT 1"
    return [
        rule
        for rule in model.TRAINING
        if connection.execute(found.format(compared.people, compared.rest, rule)).fetchall()
    ]


def _train(made: Callable[[], Any], start: dict[str, Any], passes: Sequence[str]) -> dict[str, Any]:
    """Learn how often chance pairs and true pairs fall into each grade; the same records give the same model.

    A pass in which a grade becomes as good as impossible (below 1e-300) is refused by Splink, whose linker (what
    ``made`` gives) is of no use then: it teaches nothing, and the others are gone through anew.
    """
    linker = made()
    linker.training.estimate_u_using_random_sampling(max_pairs=_CHANCE_PAIRS, seed=_SEED)
    for rule in passes:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(rule, fix_u_probabilities=True)
        except ValueError:
            return _train(made, start, [each for each in passes if each != rule])
    trained = linker.misc.save_model_to_json()
    comparisons = []
    for before, after in zip(start["comparisons"], trained["comparisons"], strict=True):
        levels = [
            first
            | {
                "m_probability": _TRUST * second.get("m_probability", first["m_probability"])
                + (1 - _TRUST) * first["m_probability"],
                "u_probability": max(second.get("u_probability", 0), first["u_probability"] / 100),
            }
            if "m_probability" in first
            else first
            for first, second in zip(before["comparison_levels"], after["comparison_levels"], strict=True)
        ]
        comparisons.append(before | {"comparison_levels": levels})
    return start | {"comparisons": comparisons}


def _keep(connection: duckdb.DuckDBPyConnection, compared: Compared, rules: evidence.Rules, found: Relation) -> None:
    likely = f"CASE WHEN match_probability < {THRESHOLD} THEN '{NOT_LIKELY}' END"
    connection.execute(f"""
        INSERT INTO {compared.pairs}
        SELECT unique_id_l, unique_id_r, round(match_weight, 4), round(match_probability, 6), {evidence.EVIDENCE},
            coalesce({rules.against}, {likely})
        FROM ({graded(compared, found, "match_weight, match_probability")})
    """)


def _count(connection: duckdb.DuckDBPyConnection, table: Relation) -> int:
    return int(first_row(connection, f"SELECT count(*) FROM {table}")[0])
