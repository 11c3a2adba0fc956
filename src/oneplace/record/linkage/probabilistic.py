"""Linkage of the records that no NHS number places: by Splink, with the people whom numbers name, then each other."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from oneplace.record.database import Relation
from oneplace.record.linkage import model
from oneplace.record.reading import first_row

THRESHOLD = 0.95
"""Match probability from which two records count as one person."""

_CLEAR = 2.0
"""Bits of match weight by which the best person must lead the second best; else the record stays alone."""

_ENOUGH = 200
"""Records without a number from which the model is trained; with fewer its starting values stand."""

_TRUST = 0.95
"""Share of a trained ``m`` that is kept, the rest being its starting value: no grade becomes impossible."""

_POPULATION = 1000
"""People among whom a record is looked for at least: in a small file chance agreement is not rarer for it."""

_SEED = 20200101
_CHANCE_PAIRS = 2e5

_FIELDS = "given, given_root, family, family_start, born, born_swapped, birth_year, sex, postcode, phone, email"


@dataclass(frozen=True)
class Placed:
    """Where the records went that no number places."""

    records: Relation
    """source_system, source_record_id, nhs_number (of the person it was linked to, else null), group (records that were
    linked to each other), match_weight, match_probability."""
    model: str
    """The version of the model that was used; "none" where there was nothing to link."""


@dataclass(frozen=True)
class _Compared:
    """The two sides of the comparison: descriptions, and whose they are."""

    people: Relation
    """Every different description of those with a number, by unique_id."""
    numbers: Relation
    """The same, with nhs_number."""
    rest: Relation
    """Every different description of records without, by unique_id."""
    members: Relation
    """The records without, each with the unique_id of its description."""
    pairs: Relation
    """Descriptions that are one person's: l, r, weight, probability."""


def link(connection: duckdb.DuckDBPyConnection, identity: Relation, numbered: Relation) -> Placed:
    """Link each record of ``identity`` that no number of ``numbered`` places to a person with one, or to each other."""
    compared = _prepare(connection, identity, numbered)
    people, rest = (_count(connection, table) for table in (compared.people, compared.rest))
    version = _score(connection, compared, people, rest) if rest else "none"
    chosen = _choose(connection, compared)
    grouped = _group(connection, compared, chosen)
    connection.execute(f"""
        CREATE TABLE placed AS
        SELECT m.source_system, m.source_record_id, c.nhs_number, coalesce(g."group", m.unique_id) AS "group",
            c.weight AS match_weight, c.probability AS match_probability
        FROM {compared.members} AS m
        LEFT JOIN {chosen} AS c USING (unique_id) LEFT JOIN {grouped} AS g USING (unique_id)
    """)
    return Placed(Relation("placed"), version)


def _prepare(connection: duckdb.DuckDBPyConnection, identity: Relation, numbered: Relation) -> _Compared:
    """Describe people and records in the fields that are compared; no pairs yet."""
    compared = _Compared(
        people=Relation("people"),
        numbers=Relation("people_numbers"),
        rest=Relation("rest"),
        members=Relation("rest_members"),
        pairs=Relation("pairs"),
    )
    connection.register("nicknames", _nicknames())
    connection.execute(f"""
        CREATE TABLE described AS
        SELECT source_system, source_record_id, n.nhs_number, i.* EXCLUDE (source_system, source_record_id),
            left(family, 1) AS family_start, left(born, 4) AS birth_year,
            left(born, 4) || '-' || right(born, 2) || '-' || substr(born, 6, 2) AS born_swapped,
            coalesce(k.root, given) AS given_root
        FROM (
            SELECT source_system, source_record_id, strftime(birth_date, '%Y-%m-%d') AS born,
                nullif(regexp_replace(lower(strip_accents(given_name)), '[^a-z]', '', 'g'), '') AS given,
                nullif(regexp_replace(lower(strip_accents(family_name)), '[^a-z]', '', 'g'), '') AS family,
                CASE WHEN sex IN ('F', 'M') THEN sex END AS sex, postcode, phone, email
            FROM {identity}
        ) AS i
        LEFT JOIN (SELECT * FROM {numbered} WHERE agrees) AS n USING (source_system, source_record_id)
        LEFT JOIN nicknames AS k ON k.name = given
    """)
    connection.unregister("nicknames")
    connection.execute(f"""
        CREATE TABLE {compared.numbers} AS
        SELECT 'p' || row_number() OVER (ORDER BY nhs_number, {_FIELDS}) AS unique_id, *
        FROM (SELECT DISTINCT nhs_number, {_FIELDS} FROM described WHERE nhs_number IS NOT NULL)
    """)
    only_described = f"SELECT * EXCLUDE (nhs_number) FROM {compared.numbers} ORDER BY unique_id"
    connection.execute(f"CREATE TABLE {compared.people} AS {only_described}")
    # Records alike in every field, and that say enough, are compared as one; the others each for themselves.
    connection.execute(f"""
        CREATE TABLE {compared.members} AS
        SELECT *, 'r' || dense_rank() OVER (ORDER BY alone, {_FIELDS}) AS unique_id FROM (
            SELECT *, CASE WHEN given IS NULL OR family IS NULL OR born IS NULL OR coalesce(postcode, phone) IS NULL
                THEN source_system || ':' || source_record_id END AS alone
            FROM described WHERE nhs_number IS NULL
        )
    """)
    described_once = f"SELECT DISTINCT unique_id, {_FIELDS} FROM {compared.members} ORDER BY unique_id"
    connection.execute(f"CREATE TABLE {compared.rest} AS {described_once}")
    connection.execute(f"CREATE TABLE {compared.pairs} (l VARCHAR, r VARCHAR, weight DOUBLE, probability DOUBLE)")
    return compared


def _nicknames() -> pa.Table:
    lines = files("oneplace.record.linkage").joinpath("nicknames.csv").read_text("utf-8").splitlines()[1:]
    pairs: dict[str, str] = {}
    for line in lines:
        root, names = line.split(",")
        for name in names.split("|"):
            pairs.setdefault(name, root)
    return pa.table({"name": list(pairs), "root": list(pairs.values())})


def _score(connection: duckdb.DuckDBPyConnection, compared: _Compared, people: int, rest: int) -> str:
    """Fill ``compared.pairs`` with those that are one person's; returns the version of the model."""
    from splink import DuckDBAPI, Linker  # noqa: PLC0415 - takes a second, and most users of the record never link

    logging.getLogger("splink").setLevel(logging.ERROR)
    api = DuckDBAPI(connection)
    tables = [api.register(name) for name in ((compared.people, compared.rest) if people else (compared.rest,))]
    settings = model.settings(1 / max(people, rest, _POPULATION))
    version = "starting values 1"
    if people and rest >= _ENOUGH:
        settings = _train(Linker(tables, settings, log_level="ERROR"), settings)
        version = f"trained on {rest} records 1"
    if people:
        _keep(connection, compared, Linker(tables, settings, log_level="ERROR").inference.predict(THRESHOLD))
    alone = Linker(tables[-1:], settings | {"link_type": "dedupe_only"}, log_level="ERROR")
    _keep(connection, compared, alone.inference.predict(THRESHOLD))
    return version


def _train(linker: Any, start: dict[str, Any]) -> dict[str, Any]:
    """Learn how often chance pairs and true pairs fall into each grade; the same records give the same model."""
    linker.training.estimate_u_using_random_sampling(max_pairs=_CHANCE_PAIRS, seed=_SEED)
    for rule in model.TRAINING:
        linker.training.estimate_parameters_using_expectation_maximisation(rule, fix_u_probabilities=True)
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


def _keep(connection: duckdb.DuckDBPyConnection, compared: _Compared, predicted: Any) -> None:
    connection.execute(f"""
        INSERT INTO {compared.pairs}
        SELECT unique_id_l, unique_id_r, round(match_weight, 4), round(match_probability, 6)
        FROM {predicted.physical_name}
    """)


def _choose(connection: duckdb.DuckDBPyConnection, compared: _Compared) -> Relation:
    """Choose the person each record belongs to, where one leads clearly."""
    pairs = compared.pairs
    connection.execute(f"""
        CREATE TABLE chosen AS
        SELECT unique_id, nhs_number, weight, probability FROM (
            SELECT *, row_number() OVER each AS place,
                weight - coalesce(lead(weight) OVER each, -1000) AS ahead
            FROM (
                SELECT r.unique_id, p.nhs_number, max(weight) AS weight, max(probability) AS probability
                FROM (FROM {pairs} UNION ALL SELECT r, l, weight, probability FROM {pairs}) AS x
                JOIN {compared.rest} AS r ON x.l = r.unique_id JOIN {compared.numbers} AS p ON x.r = p.unique_id
                GROUP BY r.unique_id, p.nhs_number
            ) WINDOW each AS (PARTITION BY unique_id ORDER BY weight DESC, nhs_number)
        ) WHERE place = 1 AND ahead >= {_CLEAR}
    """)
    return Relation("chosen")


def _group(connection: duckdb.DuckDBPyConnection, compared: _Compared, chosen: Relation) -> Relation:
    """Say which of the records that belong to nobody with a number are one person."""
    settled = f"(SELECT unique_id FROM {chosen})"
    names = connection.sql(
        f"SELECT unique_id FROM {compared.rest} WHERE unique_id NOT IN {settled} ORDER BY unique_id"
    ).to_arrow_table()["unique_id"]
    place = {name: i for i, name in enumerate(names.to_pylist())}
    edges = connection.execute(
        f"SELECT l, r FROM {compared.pairs} "
        f"WHERE l LIKE 'r%' AND r LIKE 'r%' AND l NOT IN {settled} AND r NOT IN {settled}"
    ).fetchall()
    ends = np.array([(place[left], place[right]) for left, right in edges], np.int64).reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(len(place), len(place)))
    labels = connected_components(graph, directed=False)[1] if place else np.empty(0, np.int32)
    found = pa.table({"unique_id": names, "group": pa.array([f"g{label}" for label in labels], pa.string())})
    connection.register("components", found)
    connection.execute("CREATE TABLE grouped AS SELECT * FROM components")
    connection.unregister("components")
    return Relation("grouped")


def _count(connection: duckdb.DuckDBPyConnection, table: Relation) -> int:
    return int(first_row(connection, f"SELECT count(*) FROM {table}")[0])
