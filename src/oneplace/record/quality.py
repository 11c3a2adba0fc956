"""The data-quality report: what each partner's files hold, how right, how soon, how often twice, how consistent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from oneplace import results
from oneplace.place.mapping_sql import scalar
from oneplace.place.sources import Dataset, Source, Sources
from oneplace.record import made
from oneplace.record.database import Relation
from oneplace.record.reading import first_row, quoted, text
from oneplace.record.staging import Staged

Row = tuple[str | None, ...]


@dataclass(frozen=True, kw_only=True)
class Linked:
    """What is known of people once they are linked, as far as the report asks: a relation each."""

    identity: Relation
    numbered: Relation
    coverage: Relation
    doubtful: Relation
    who: Relation
    address: Relation


def report(staged: Staged, sources: Sources, linked: Linked) -> pa.Table:
    """Return the report in the form of ``results.TABLES["quality"]``.

    Completeness: rows in which a field is filled, but for what may rightly be empty (a date of death, an end).
    Validity: rows that could be kept (no field), and filled fields that could be read. Uniqueness: rows whose key is
    their own. Consistency: rows that no rule refused; numbers that agree with the rest of the record. Timeliness: rows
    entered soon enough; and whether the newest event is recent. What people and events are tested for once they are
    linked stands in ``tested``.
    """
    rows = [
        {"source": source.id, "partner": source.partner, "dataset": dataset.id, **row}
        for source in sources.sources
        for dataset in source.datasets
        for row in _of_dataset(staged, sources, source, dataset)
    ]
    rows += [
        {"source": source.id, "partner": source.partner, **row}
        for source in sources.sources
        for row in (
            *_of_numbers(staged.connection, source, linked),
            *(_by_likelihood(staged.connection, source, linked) if sources.linkage == "likely" else ()),
            *_of_coverage(staged.connection, sources, source, linked),
            *_of_addresses(staged.connection, sources, source, linked),
        )
    ]
    return pa.Table.from_pylist(rows, schema=results.TABLES["quality"].schema)


def _row(aspect: str, field: str | None, passed: int, checked: int, note: str | None = None) -> dict[str, Any]:
    return {"aspect": aspect, "field": field, "passed": passed, "checked": checked, "note": note}


def _of_dataset(staged: Staged, sources: Sources, source: Source, dataset: Dataset) -> Iterator[dict[str, Any]]:
    files = staged.connection.execute(
        f"SELECT load_id, file_name, rows_read FROM {staged.loaded} WHERE source = ? AND dataset = ? "
        "ORDER BY file_name",
        [source.id, dataset.id],
    ).fetchall()
    counted = _counts(staged, sources, source, dataset)
    newest = max((day for each in counted.values() if (day := each.get("newest"))), default=None)
    for load_id, file, read in files:
        aside = staged.connection.execute(
            f'SELECT field, action, reason, count(DISTINCT "row") FROM {staged.rejects} WHERE load_id = ? '
            "GROUP BY ALL ORDER BY ALL",
            [load_id],
        ).fetchall()
        counts = {"read": read, "kept": 0} | counted.get(load_id, {})
        if counts.get("newest") != newest:  # of a file a month only the last says how old the news is
            counts.pop("newest", None)
        for row in _of_file(sources, source, dataset, counts, aside):
            yield {"file": file, **row}


def _counts(staged: Staged, sources: Sources, source: Source, dataset: Dataset) -> dict[str, dict[str, Any]]:
    """Count what the kept rows of each file hold."""
    day = {name: f"CAST({scalar(sql, dataset.columns)} AS DATE)" for name, sql in _days(dataset).items()}
    wanted = [f"count({quoted(name)}) AS {quoted('f:' + name)}" for name in dataset.columns]
    looked_at = {each.field: each for each in made.of_dataset(dataset) if not (each.rows and each.rows.each)}
    wanted += [f"count({each.sound(sources)}) AS {quoted('m:' + name)}" for name, each in looked_at.items()]
    wanted += [f"max({day[name]}) AS newest" for name in day if name == "happened"]
    if len(day) == 2 and dataset.late_after_days is not None:
        within = f"{day['entered']} - {day['happened']} <= {dataset.late_after_days}"
        wanted += [f"count(*) FILTER (WHERE {within}) AS soon", f"count({day['entered']}) AS entered"]
    found = staged.connection.sql(
        f"SELECT _load, count(*) AS kept, {', '.join(wanted)} FROM {staged.table(source, dataset)} GROUP BY _load"
    ).to_arrow_table()
    return {row["_load"]: row for row in found.to_pylist()}


def _days(dataset: Dataset) -> dict[str, str]:
    return {name: sql for name, sql in (("happened", dataset.happened), ("entered", dataset.entered)) if sql}


def _of_file(
    sources: Sources,
    source: Source,
    dataset: Dataset,
    counts: dict[str, Any],
    aside: list[tuple[str | None, str, str, int]],
) -> Iterator[dict[str, Any]]:
    read, kept = counts["read"], counts["kept"]
    again = [(field, action, reason, n) for field, action, reason, n in aside if action in _AGAIN]
    rules = {rule.because for rule in dataset.refuse}
    refused = read - kept - sum(n for *_, n in again)
    reasons = [f"{field or 'row'} {reason}: {n}" for field, action, reason, n in aside if action == "row refused"]
    yield _row("validity", None, read - refused, read, "; ".join(reasons) or None)
    for name in dataset.columns:
        filled = counts.get("f:" + name, 0)
        mine = [(action, reason, n) for field, action, reason, n in aside if field == name and reason not in rules]
        mine = [fault for fault in mine if fault[0] not in _AGAIN]
        absent = sum(n for _, reason, n in mine if reason == "is missing")
        removed = sum(n for action, _, n in mine if action == "value removed")
        wrong = sum(n for _, reason, n in mine if reason != "is missing")
        if name not in dataset.may_be_empty:
            yield _row("completeness", name, filled + removed, kept + absent)
        note = "; ".join(f"{reason}: {n}" for _, reason, n in mine if reason != "is missing") or None
        yield _row("validity", name, filled, filled + wrong, note)
    for name, reasons_of in _made(dataset, aside):
        filled, wrong = counts.get("m:" + name, 0), sum(n for _, n in reasons_of)
        yield _row("validity", name, filled, filled + wrong, "; ".join(f"{why}: {n}" for why, n in reasons_of))
    if dataset.key:
        total = sum(n for *_, n in again)
        note = "; ".join(f"{reason}: {n}" for *_, reason, n in again) or None
        yield _row("uniqueness", ", ".join(dataset.key), kept, kept + total, note)
    for rule in dataset.refuse:
        broken = sum(n for _, _, reason, n in aside if reason == rule.because)
        yield _row("consistency", rule.field, read - broken, read, rule.because)
    yield from _in_time(sources.as_at, source, dataset, counts)


def _made(
    dataset: Dataset, aside: list[tuple[str | None, str, str, int]]
) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """What was wrong with values that expressions make, by field."""
    removed = [(f, why, n) for f, action, why, n in aside if f and action == "value removed"]
    for name in dict.fromkeys(f for f, *_ in removed if f not in dataset.columns):
        yield name, [(why, n) for f, why, n in removed if f == name]


NEWEST = "newest event"
"""How the note of the check begins that counts no records."""

_AGAIN = ("row repeated", "row superseded", "row withdrawn")


def _in_time(as_at: date, source: Source, dataset: Dataset, counts: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "soon" in counts:
        note = f"entered within {dataset.late_after_days} days"
        yield _row("timeliness", None, counts["soon"], counts["entered"], note)
    newest = counts.get("newest")
    if newest is not None:
        age = (as_at - newest).days
        days = f"{age} day{'' if age == 1 else 's'}"
        note = f"{NEWEST} {newest.isoformat()}, {days} before the extract; {source.expected_within_days} expected"
        yield _row("timeliness", None, int(age <= source.expected_within_days), 1, note)


def _of_numbers(connection: duckdb.DuckDBPyConnection, source: Source, linked: Linked) -> Iterator[dict[str, Any]]:
    """Say how many people of a source carry an NHS number, and how many of those numbers fit the person."""
    mine = f"WHERE source_system = {text(source.id)}"
    carried, total = first_row(connection, f"SELECT count(nhs_number), count(*) FROM {linked.identity} {mine}")
    if total:
        agree = f"SELECT count(*) FILTER (WHERE agrees), count(*) FROM {linked.numbered} {mine}"
        agrees, numbered = first_row(connection, agree)
        yield _row("completeness", "nhs_number", carried, total, "people with a valid NHS number")
        yield _row("consistency", "nhs_number", agrees, numbered, "number agrees with birth date or name")
        apart = f"SELECT count(DISTINCT source_record_id) FROM {linked.doubtful} {mine}"
        (held,) = first_row(connection, apart)
        note = "records held apart because it is doubtful whose they are (listed in identity/doubtful.parquet)"
        yield _row("consistency", "person", total - held, total, note)


def _by_likelihood(connection: duckdb.DuckDBPyConnection, source: Source, linked: Linked) -> Iterator[dict[str, Any]]:
    """Say how many records rest on likelihood alone, where the place asked for that."""
    counted = "SELECT count(*) FILTER (WHERE method = 'probabilistic'), count(*)"
    likely, total = first_row(connection, f"{counted} FROM {linked.who} WHERE source_system = {text(source.id)}")
    note = (
        "records linked by likelihood alone, as `linkage: likely` asks: two who are alike may be one. Count them only"
    )
    if total:
        yield _row("consistency", "person", total - likely, total, note)


COVERED = "complete"
"""How the note of the check begins that tells for which days a dataset is complete: it counts no records either."""


_MOST_SPANS = 4
"""Of more spans of days than these, only the first day, the last and the number of silences between are told."""


def _of_coverage(
    connection: duckdb.DuckDBPyConnection, sources: Sources, source: Source, linked: Linked
) -> Iterator[dict[str, Any]]:
    """Say of each dataset, and of a kind that differs, for which days it is complete, by what, and what looks odd."""
    found = connection.execute(
        f"""
        SELECT dataset, kind, list([start_date, end_date - 1] ORDER BY start_date), any_value(confirmed),
            any_value(jump), any_value(odd_month), max(end_date), any_value(fills_up)
        FROM {linked.coverage} WHERE source_system = ? GROUP BY dataset, kind ORDER BY dataset, kind NULLS FIRST
        """,
        [source.id],
    ).fetchall()
    for dataset, kind, spans, confirmed, jump, odd, end, fills_up in found:
        known = [(first, last) for first, last in spans if first <= last]
        days = " and ".join(f"{first} to {last}" for first, last in known)
        if len(known) > _MOST_SPANS:
            silent = len(known) - 1
            days = f"{known[0][0]} to {known[-1][1]} but for {silent} silences (the table coverage has them)"
        how = "as sources.yaml confirms" if confirmed else "by the data; sources.yaml does not confirm it"
        note = f"{COVERED} from {days}, {how}" if days else f"{COVERED} for no day: it holds no event"
        note += f"; from {fills_up} on it is still filling up: each week has fewer than is usual" if fills_up else ""
        note += (
            f"; it doubles or halves from {jump:%B %Y}: is every edition of it here once? Then confirm new_level_from"
            if jump
            else ""
        )
        note += (
            f"; {odd:%B %Y} has twice or half as many events as the months beside it: is it here once, and whole? Then"
            " confirm it as new_level_from"
            if odd
            else ""
        )
        note += f"; of the kind {kind} alone" if kind else ""
        whole = len(spans) == 1 and bool(days) and end > sources.as_at
        yield {"dataset": dataset, **_row("timeliness", None, int(whole and jump is None and odd is None), 1, note)}


def _of_addresses(
    connection: duckdb.DuckDBPyConnection, sources: Sources, source: Source, linked: Linked
) -> Iterator[dict[str, Any]]:
    """Say how many of a source's addresses could be placed, and how many of them lie elsewhere: whoever lives there is
    no resident. Those that couldn't be placed stay, their neighbourhood not known.
    """
    here = ", ".join(map(text, sources.local_authorities))
    placed, every, elsewhere = first_row(
        connection,
        f"SELECT count(lsoa21_code), count(*), count(*) FILTER (local_authority_code NOT IN ({here})) "
        f"FROM {linked.address} WHERE starts_with(load_id, {text(source.id + '.')})",
    )
    if every:
        note = f"addresses placed in a neighbourhood of 2021; neighbourhood not known: {every - placed}"
        note += f"; outside the place, whose people are not its residents: {elsewhere}" if elsewhere else ""
        yield _row("completeness", "neighbourhood", placed, every, note)
