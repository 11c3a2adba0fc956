"""Time and peak memory of a load: ``python benchmarks/record.py [RESIDENTS …]`` (else 25,000 and 250,000).

``python benchmarks/record.py flat [ROWS]`` loads one flat extract of so many rows of activity (else 5 million), as one
file and as ten: a row a stay, with whose it is. Its rate is held against the goal, by the clock and by the processor's
time of the two cores.

Each load runs in a process of its own, so that its peak is its own. Keep the machine otherwise idle.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter, process_time

import duckdb

from oneplace import place, record, synth
from oneplace.place.document import load as read_yaml
from oneplace.place.sources import Sources
from oneplace.place.typed import typed

PLACE = Path(__file__).parents[1] / "places" / "southampton"
GOAL = 5_000_000
"""Rows of CSV a minute, on two cores."""
ROWS_A_PERSON = 25

_FLAT = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
complete_from: 2021-04-01
local_authorities: [E06000045]
sources:
  - id: hospital
    partner: The hospital
    system: A flat extract
    datasets:
      - id: spells
        files: spells_*.csv
        columns:
          SPELL: required text
          PATIENT: required text
          NHS_NUMBER: nhs_number
          BIRTH: date
          SEX: {codes: [F, M, U]}
          POSTCODE: postcode
          ADMITTED: required time
          DISCHARGED: time
          METHOD: text
          PROVIDER: text
          DIAGNOSIS: text
          COST: number
        key: [SPELL]
        happened: ADMITTED
        person: PATIENT
        facts:
          {as_of: ADMITTED::date, nhs_number: NHS_NUMBER, birth_date: BIRTH, sex: SEX, postcode: POSTCODE}
        rows:
          - table: activity
            values:
              activity_type: "'inpatient_spell'"
              source_record_id: SPELL
              start_at: ADMITTED
              end_at: DISCHARGED
              method_code: METHOD
              organisation_code: PROVIDER
          - table: observation
            values: {kind: "'diagnosis'", recorded_date: ADMITTED::date, code: DIAGNOSIS, code_system: "'icd10'"}
"""


def main(asked: list[str]) -> None:
    """Load synthetic residents' extracts, or a flat extract, and print how long it took."""
    if asked[:1] == ["flat"]:
        rows = int(asked[1]) if len(asked) > 1 else 5_000_000
        for files in (1, 10):
            with tempfile.TemporaryDirectory() as folder:
                _write_flat(Path(folder, "hospital"), rows, files)
                _apart(_load_flat, rows, files, Path(folder))
    else:
        for residents in [int(size) for size in asked] or [25_000, 250_000]:
            with tempfile.TemporaryDirectory() as folder:
                extracts = Path(folder, "extracts")
                synth.generate(extracts, residents=residents, seed=1)
                _apart(_load, residents, extracts)


def _apart(work: Callable[..., None], *given: object) -> None:
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def _write_flat(folder: Path, rows: int, files: int) -> None:
    """Write stays of made-up people, 25 of each, in order of their admission."""
    folder.mkdir(parents=True)
    people = max(rows // ROWS_A_PERSON, 1)
    duckdb.execute(_PEOPLE, {"people": people})
    for file in range(files):
        first, last = rows * file // files, rows * (file + 1) // files
        stays = f"range({first}, {last}) AS stays(stay)"
        target = folder / f"spells_{file + 1:02}.csv"
        each = _STAYS.format(people=people, minutes=(5 * 365 - 10) * 24 * 60 / rows, stays=stays)
        duckdb.execute(f"COPY ({each}) TO '{target}' (HEADER)")


_PEOPLE = """
CREATE OR REPLACE MACRO pick(number, salt, most) AS (hash(number, salt) % most)::INTEGER;
CREATE OR REPLACE TABLE people AS
WITH digits AS (SELECT (999000000 + n)::VARCHAR AS nine FROM range($people * 5 // 4 + 100) AS numbers(n)),
totals AS (
    SELECT nine, 11 - list_sum([nine[i]::INTEGER * (11 - i) FOR i IN range(1, 10)]) % 11 AS last
    FROM digits
)
SELECT row_number() OVER (ORDER BY nine) - 1 AS person, nine || last % 11 AS number,
    DATE '1930-01-01' + pick(nine, 0, 33000) AS birth, ['F', 'M'][pick(nine, 1, 2) + 1] AS sex,
    'SO' || (14 + pick(nine, 2, 6)) || ' ' || (1 + pick(nine, 3, 9)) || 'AB' AS postcode
FROM totals WHERE last <> 10 LIMIT $people
"""

_STAYS = """
SELECT 'S' || stay AS "SPELL", 'P' || person AS "PATIENT", number AS "NHS_NUMBER", birth AS "BIRTH", sex AS "SEX",
    postcode AS "POSTCODE", strftime(admitted, '%Y-%m-%d %H:%M:%S') AS "ADMITTED",
    strftime(admitted + to_hours(pick(stay, 1, 200)), '%Y-%m-%d %H:%M:%S') AS "DISCHARGED",
    ['11', '12', '21', '22'][pick(stay, 2, 4) + 1] AS "METHOD", 'RHM0' || (1 + pick(stay, 3, 3)) AS "PROVIDER",
    ['J18.1', 'I50.0', 'S72.0', 'N39.0', 'E11.9'][pick(stay, 4, 5) + 1] AS "DIAGNOSIS",
    pick(stay, 5, 900000) / 100 AS "COST"
FROM (
    SELECT stay, pick(stay, 0, {people}) AS person,
        TIMESTAMP '2021-04-01' + to_minutes(floor(stay * {minutes})::BIGINT) AS admitted
    FROM {stays}
) JOIN people USING (person) ORDER BY stay
"""


def _load_flat(rows: int, files: int, folder: Path) -> None:
    (folder / "sources.yaml").write_text(_FLAT, "utf-8")
    southampton = replace(place.read(PLACE), sources=typed(read_yaml(folder / "sources.yaml"), Sources))
    started, processor = perf_counter(), process_time()
    report = record.load(southampton, folder, folder / "var")
    seconds, processor = perf_counter() - started, process_time() - processor
    assert (report.rows_read, report.rows_rejected, report.rows["activity"]) == (rows, 0, rows), report.rows
    rate, of_processor = rows / seconds * 60, rows / processor * 120
    size = sum(path.stat().st_size for path in (folder / "hospital").iterdir())
    print(
        f"flat extract, files: {files}: {rows:,} rows ({size / rows:.0f} bytes each) loaded in {seconds:.1f} s, "
        f"{processor:.1f} s of processor time"
    )
    print(f"  {rate:,.0f} rows a minute by the clock (goal {GOAL:,}: {_met(rate)})")
    print(f"  {of_processor:,.0f} rows a minute of two processors' time ({_met(of_processor)})")
    print(f"  peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2:.1f} GB")
    for step, took in report.seconds.items():
        print(f"  {step:20} {took:7.1f} s")


def _met(rate: float) -> str:
    return "met" if rate >= GOAL else "missed"


def _load(residents: int, extracts: Path) -> None:
    southampton = place.read(PLACE)
    started = perf_counter()
    report = record.load(southampton, extracts, extracts.parent / "var")
    seconds = perf_counter() - started
    usage = resource.getrusage(resource.RUSAGE_SELF)
    rate = report.rows_read / seconds
    print(f"{residents:,} residents: {report.rows_read:,} rows in {seconds:.1f} s ({rate:,.0f} a second)")
    print(f"  processor {usage.ru_utime + usage.ru_stime:.0f} s, peak {usage.ru_maxrss / 1024**2:.1f} GB")
    for step, took in report.seconds.items():
        print(f"  {step:20} {took:7.1f} s")
    for quality in report.evaluation:
        print(f"  {quality.by:12} {quality.group:14} precision {quality.precision:.5f}  recall {quality.recall:.5f}")
    again = perf_counter()
    record.load(southampton, extracts, extracts.parent / "var")
    print(f"  the same again      {perf_counter() - again:7.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
