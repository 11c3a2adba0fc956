"""What the sources say about people: the identity of each source record, and the best value of each fact."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from oneplace.place.canonical import PERSON_FACTS
from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import Dataset, Source, Sources
from oneplace.record import made
from oneplace.record.database import Relation
from oneplace.record.reading import mapping, quoted, text
from oneplace.record.staging import Staged

_NOT_STATED = {"sex": ("U",), "ethnic_category": ("Z", "99"), "main_language": ("und",)}
"""Answers that say that nothing is known; they never replace one that says something."""

_IDENTITY = (
    *("nhs_number", "nhs_number_status", "given_name", "family_name", "birth_date", "birth_date_precision"),
    *("sex", "postcode", "uprn", "phone", "email", "shared_number", "address_line", "town", "death_date"),
)
_PERSON = (
    *("ethnic_category", "death_date", "underlying_cause_icd10", "place_of_death"),
    *("main_language", "interpreter_required"),
)
_LONG_AGO = "DATE '1900-01-01'"
_PRECISION = "coalesce(birth_date_precision, 'day')"
_EXACT = f"list_position(['year', 'month', 'day'], {_PRECISION})"


@dataclass(frozen=True)
class Said:
    """What the sources say about people."""

    facts: Relation
    """Every different thing said of a source record, with the last day on which it was said (``as_of``)."""
    identity: Relation
    """One row a source record: the newest known value of each column."""


def gather(staged: Staged, sources: Sources) -> Said:
    """Gather what the staged files say about people."""
    connection, said = staged.connection, Said(Relation("facts"), Relation("identity"))
    connection.execute(
        f"CREATE TABLE {said.facts} ({', '.join(f'{name} {kind}' for name, kind in _FACT_COLUMNS.items())})"
    )
    for source in sources.sources:
        for dataset in source.datasets:
            if dataset.facts:
                with mapping(f"{source.id}.{dataset.id}: facts"):
                    connection.execute(f"INSERT INTO {said.facts} BY NAME {_said(staged, sources, source, dataset)}")
    newest = ", ".join(f"{best(name)} AS {name}" for name in _IDENTITY)
    connection.execute(f"""
        CREATE TABLE {said.identity} AS
        SELECT source_system, source_record_id, {newest}, max(load_id) AS load_id
        FROM {said.facts} GROUP BY source_system, source_record_id ORDER BY source_system, source_record_id
    """)
    return said


_SAID = {name: kind for name, kind in PERSON_FACTS.items() if name != "age"}
_FACT_COLUMNS = {"source_system": "VARCHAR", "source_record_id": "VARCHAR", **_SAID, "load_id": "VARCHAR"}


def settle_by_neighbourhood(
    connection: duckdb.DuckDBPyConnection, said: Said, who: Relation, address: Relation
) -> None:
    """Give those who have no address the neighbourhood that a source says they live in, always."""
    connection.execute(f"""
        INSERT INTO {address} BY NAME
        SELECT person_id, {_LONG_AGO} AS start_date, {best("lsoa_code")} AS lsoa_code, max(f.load_id) AS load_id
        FROM {said.facts} AS f JOIN {who} USING (source_system, source_record_id)
        WHERE person_id NOT IN (SELECT person_id FROM {address}) AND lsoa_code IS NOT NULL GROUP BY person_id
    """)


def _said(staged: Staged, sources: Sources, source: Source, dataset: Dataset) -> str:
    facts = {
        name: f"CAST({scalar(dataset.facts[name], dataset.known)} AS {kind})"
        if name in dataset.facts
        else f"NULL::{kind}"
        for name, kind in PERSON_FACTS.items()
    }
    facts |= {each.field: each.sound(sources) for each in made.of_dataset(dataset) if each.rows is None}
    if dataset.born:
        facts["birth_date_precision"] = "_born_precision"
    day, age = facts.pop("as_of"), facts.pop("age")
    middle = f"CAST({day} - to_months(CAST({age} * 12 + 6 AS INTEGER)) AS DATE)"  # of the year in which they were born
    if "age" in dataset.facts:
        precise = f"CASE WHEN {facts['birth_date']} IS NULL AND {age} IS NOT NULL THEN 'year' END"
        facts["birth_date_precision"] = f"coalesce({facts['birth_date_precision']}, {precise})"
        facts["birth_date"] = f"coalesce({facts['birth_date']}, {middle})"
    listed = ", ".join(f"{sql} AS {name}" for name, sql in facts.items())
    key = scalar(dataset.person or "NULL", dataset.columns)
    grouped = ", ".join(("source_system", "source_record_id", *facts))
    return f"""(
        SELECT source_system, source_record_id, max(as_of) AS as_of, {", ".join(facts)}, max(load_id) AS load_id FROM (
            SELECT {text(source.id)} AS source_system, CAST({key} AS VARCHAR) AS source_record_id, {day} AS as_of,
                {listed}, _load AS load_id
            FROM {staged.table(source, dataset)}
        ) WHERE source_record_id IS NOT NULL GROUP BY {grouped}
    )"""


def best(column: str) -> str:
    """SQL aggregate: the most recent known value of a fact; "not stated" only where nothing else was ever said.

    Of birth dates one that is known to the day comes before one of which the month or the year is known.
    Of two values of one day the greater is taken, so that the answer never depends on the order of rows.
    """
    newest = f"max(struct_pack(d := coalesce(as_of, {_LONG_AGO}), v := {column}))"
    if column in ("birth_date", "birth_date_precision"):
        known = f"struct_pack(p := {_EXACT}, d := coalesce(as_of, {_LONG_AGO}), b := birth_date, v := {column})"
        known = known.replace("v := birth_date_precision", f"v := {_PRECISION}")
        return f"(max({known}) FILTER (WHERE birth_date IS NOT NULL)).v"
    unknown = _NOT_STATED.get(column)
    if not unknown:
        return f"({newest} FILTER (WHERE {column} IS NOT NULL)).v"
    listed = ", ".join(text(code) for code in unknown)
    return f"coalesce(({newest} FILTER (WHERE {column} NOT IN ({listed}))).v, max({column}))"


def best_values(connection: duckdb.DuckDBPyConnection, facts: Relation, who: Relation) -> Relation:
    """Make the ``person`` table, one row a person, of the ``facts`` said of the records that are theirs by ``who``.

    Birth date (of those known best) and sex: what most of the sources say, so that one mistyped record changes nothing;
    of equals, the most recent. Everything else: the most recent known value.
    """
    newest = ", ".join(f"{best(name)} AS {name}" for name in _PERSON)
    connection.execute(f"""
        CREATE TABLE person AS
        WITH known AS (
            SELECT person_id, f.* FROM {facts} AS f JOIN {who} USING (source_system, source_record_id)
        ),
        {_majority("birth_date", "birth_date IS NOT NULL", _PRECISION, f"max({_EXACT}) DESC, ")},
        {_majority("sex", "sex IN ('F', 'M', 'I')", "sex")}
        SELECT person_id, born.birth_date, born.known AS birth_date_precision, coalesce(sexed.sex, 'U') AS sex,
            rest.* EXCLUDE (person_id)
        FROM (SELECT person_id, {newest}, max(as_of) AS updated_at FROM known GROUP BY person_id) AS rest
        LEFT JOIN birth_date_said AS born USING (person_id) LEFT JOIN sex_said AS sexed USING (person_id)
        ORDER BY person_id
    """)
    return Relation("person")


def _majority(column: str, known: str, how: str, before: str = "") -> str:
    name = quoted(column)
    return f"""{column}_said AS (
            SELECT person_id, {name}, known FROM (
                SELECT person_id, {name}, {how} AS known, row_number() OVER (
                    PARTITION BY person_id
                    ORDER BY {before}count(DISTINCT source_system) DESC, max(coalesce(as_of, {_LONG_AGO})) DESC, {name}
                ) AS place
                FROM known WHERE {known} GROUP BY person_id, {name}, {how}
            ) WHERE place = 1
        )"""
