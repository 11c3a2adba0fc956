"""Growth of a record on one machine: ``python benchmarks/scale.py [PEOPLE …] [--engine spark] [--into FOLDER]
[--memory 12GB]``.

For each number of people a record of 50 events each is written straight in the record's own layout, its values drawn by
hashes of the ids; then, each in a process of its own, the population's shared tables are made and the emergency
admissions counted by month with every breakdown, cold and warm. Files that stand in FOLDER are used again.
``--memory`` is the most that DuckDB may take.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import os
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import duckdb

from oneplace import place
from oneplace.measures.linked_record import RecordMeasures
from oneplace.record import DuckDB

PLACE = Path(__file__).parents[1] / "places" / "southampton"
MEASURE = "emergency_admissions"
PER_PERSON = {
    "inpatient_spell": 1,
    "ed_attendance": 4,
    "gp_appointment": 25,
    "outpatient_attendance": 8,
    "community_contact": 12,
}
PEOPLE_IN_AN_AREA = 1_600


def drawn(salt: int, most: int, of: str = "person_id") -> str:
    """SQL: a whole number under ``most``, the same for an id each time."""
    return f"CAST(hash({of}, {salt}) % {most} AS BIGINT)"


def write(people: int, into: Path, kinds: Mapping[str, int] = PER_PERSON) -> None:
    """A record of made-up people, a quarter of whom moved away or came back in the years that are counted.

    ``kinds`` gives how many events of each kind a person has. Referrals and waiting lists last up to 400 days, others
    three.
    """
    areas = max(150, people // PEOPLE_IN_AN_AREA)
    left = f"DATE '2021-01-01' + CAST({drawn(5, 1_400)} AS INT)"
    every = f"range({people}) AS everyone(person_id)"
    tables = {
        "person/person": f"""SELECT person_id, DATE '1930-01-01' + CAST({drawn(1, 34_000)} AS INT) AS birth_date,
            ['F', 'M'][1 + {drawn(2, 2)}] AS sex, ['A', 'B', 'H', 'J', 'M', 'S', 'Z'][1 + {drawn(3, 7)}]
            AS ethnic_category, NULL::DATE AS death_date FROM {every}""",
        "person/registration": f"""SELECT person_id, registration_type, start_date, end_date FROM (
            SELECT person_id, DATE '2010-01-01' AS start_date,
                CASE WHEN {drawn(4, 100)} < 24 THEN {left} END AS end_date FROM {every}
            UNION ALL SELECT person_id, {left} + 30, NULL FROM {every} WHERE {drawn(4, 100)} < 12
            ), (VALUES ('gp'), ('resident')) AS kind(registration_type)""",
        "person/address": f"""SELECT person_id, DATE '2010-01-01' AS start_date, NULL::DATE AS end_date,
            format('E01{{:06}}', {drawn(6, areas)}) AS lsoa21_code FROM {every}""",
        "reference/area": f"""SELECT format('E01{{:06}}', i) AS lsoa21_code, CAST(1 + i % 10 AS INT) AS imd_decile,
            2025 AS imd_version FROM range({areas}) AS area(i)""",
    }
    tables["reference/coverage"] = " UNION ALL ".join(
        f"SELECT 'made_up' AS source_system, '{kind}' AS dataset, 'A partner' AS partner, "
        "DATE '2020-01-01' AS start_date, DATE '2026-04-01' AS end_date, NULL::BOOLEAN AS confirmed, "
        "NULL::DATE AS jump, NULL::DATE AS odd_month, NULL::DATE AS fills_up"
        for kind in kinds
    )
    before = 0
    for kind, each in kinds.items():
        longest = 576_000 if kind in ("referral", "waiting_list") else 4_320  # minutes
        start = f"TIMESTAMP '2020-01-01' + to_minutes({drawn(7, 3_155_760, 'activity_id')})"
        tables[f"person/activity/{kind}"] = f"""SELECT activity_id, person_id, '{kind}' AS activity_type,
            {start} AS start_at, {start} + to_minutes({drawn(8, longest, "activity_id")}) AS end_at, true AS end_known,
            ['21', '11', '22', '28', '12'][1 + {drawn(9, 5, "activity_id")}] AS method_code,
            ['attended', 'attended', 'missed'][1 + {drawn(10, 3, "activity_id")}] AS status,
            'made_up.{kind}' AS source_dataset FROM (
            SELECT person_id, person_id * 50 + {before} + i AS activity_id FROM {every}, range({each}) AS nth(i))"""
        before += each
    connection = duckdb.connect(config={"memory_limit": "4GB", "preserve_insertion_order": False})
    for name, query in tables.items():
        path = into / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        connection.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet, COMPRESSION zstd)")


def count(people: int, record: Path, engine: str, memory: str | None) -> None:
    """Time one measure, and print what each step took, by the clock and of the processors."""
    read = place.read(PLACE)
    read = replace(read, place=read.place.model_copy(update={"engine": engine}))
    measure = read.measures[MEASURE]
    told, answers, before = [], [], (perf_counter(), spent())

    def step(name: str) -> None:
        nonlocal before
        now = (perf_counter(), spent())
        told.append(f"{name} {now[0] - before[0]:.1f} s ({now[1] - before[1]:.1f})")
        before = now

    opened = RecordMeasures.open(read, record)
    if memory and isinstance(opened.engine, DuckDB):
        opened.engine.connection.execute(f"SET memory_limit = '{memory}'; SET temp_directory = '{record}.spilled'")
    step("opened")
    opened.prepare()
    step("population")
    sql = opened.sql(measure, measure.compute)
    for when in ("cold", "warm"):
        rows = opened.engine.rows(sql).select(["n", "x", "days"]).to_pylist()
        step(when)
        answers.append(sorted(tuple(map(float, row.values())) for row in rows))
    size = sum(path.stat().st_size for path in record.rglob("*.parquet"))
    print(f"{people:,} people, {people * sum(PER_PERSON.values()):,} events, {size / 1e9:.2f} GB, {engine}")
    print(f"  by the clock (of the processors): {', '.join(told)}; peak {peak():.2f} GB")
    alike = "alike" if answers[0] == answers[1] else "NOT ALIKE"
    print(f"  {len(rows):,} rows, {alike}: {hashlib.sha256(repr(answers[0]).encode()).hexdigest()[:12]}", flush=True)
    opened.engine.close()


def _started() -> list[Path]:
    """The folders of ``/proc`` of this process and of those that it started (Java)."""
    own = str(os.getpid())
    every = ((path, path.read_text().rsplit(")", 1)[1].split()[1]) for path in Path("/proc").glob("[0-9]*/stat"))
    return [path.parent for path, parent in every if own in (parent, path.parent.name)]


def spent() -> float:
    """Seconds of the processors until now."""
    ticks = (sum(map(int, (path / "stat").read_text().rsplit(")", 1)[1].split()[11:13])) for path in _started())
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


def peak() -> float:
    """The most memory that any of them held, added up, in GB."""
    held = ((path / "status").read_text().split("VmHWM:")[1].split()[0] for path in _started())
    return sum(map(int, held)) / 1024**2


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--engine", choices=["duckdb", "spark"], default="duckdb")
    parser.add_argument("--into", type=Path)
    parser.add_argument("--memory")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        for people in options.people:
            record = (options.into or Path(made)) / str(people)
            started = perf_counter()
            if not (record / "reference").is_dir():
                write(people, record)
                print(f"{people:,} people written in {perf_counter() - started:.0f} s")
            child = multiprocessing.get_context("spawn").Process(
                target=count, args=(people, record, options.engine, options.memory)
            )
            child.start()
            child.join()


if __name__ == "__main__":
    main()
