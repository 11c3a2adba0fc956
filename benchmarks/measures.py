"""Seconds and memory of every measure with all breakdowns: `python benchmarks/measures.py [PLACE] [--times N]`.

The record is that of the place's latest run (`make demo` makes one). With `--times 10` every person and event is
there ten times under other ids: a demonstration of 25,000 residents stands for 250,000 with 20 million rows. With
`--storage s3://BUCKET/FOLDER` its tables are sent there first, and read from there.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter, process_time

import duckdb

from oneplace import measures, place, whole
from oneplace.record import connect, stored

APART = 10**15  # between the ids of one copy and of the next


@contextmanager
def repeated(record: Path, times: int) -> Iterator[Path]:
    """A record with every person and event `times` times."""
    if times == 1:
        yield record
        return
    with tempfile.TemporaryDirectory() as made:
        into = Path(made)
        connection = duckdb.connect()
        for path in record.rglob("*.parquet"):
            target = into / path.relative_to(record)
            target.parent.mkdir(parents=True, exist_ok=True)
            columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM '{path}'").fetchall()]
            ids = [name for name in columns if name in ("person_id", "activity_id", "parent_activity_id")]
            changed = ", ".join(f"{name} + n * {APART} AS {name}" for name in ids)
            query = (
                f"SELECT * REPLACE ({changed}) FROM '{path}', range({times}) AS copy(n)" if ids else f"FROM '{path}'"
            )
            query = query.replace("SELECT *", "SELECT * EXCLUDE (n)") if ids else query
            connection.execute(f"COPY ({query}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        yield into


@contextmanager
def sent(record: Path, storage: str | None) -> Iterator[Path]:
    """A record with its tables in object storage, until it is closed; told is how long sending them took."""
    if storage is None:
        yield record
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(shutil.copytree(record, Path(made, "record")))
        (folder / "direct_care").mkdir(exist_ok=True)
        (folder / "record.json").write_text(json.dumps({"made": {"record": whole.hashes(folder)}}), "utf-8")
        size = sum(path.stat().st_size for path in folder.rglob("*.parquet"))
        send = partial(stored.put, folder, "benchmark", storage, folder)
        for what, do in {"sent": send, "fetched": partial(connect, folder)}.items():
            started, used = perf_counter(), process_time()
            do()
            took = f"{perf_counter() - started:.1f} s ({process_time() - used:.1f} s of processor)"
            print(f"{size / 1e6:.1f} MB {what} in {took}")
        try:
            yield folder
        finally:
            stored.remove(folder)


def count(files: Path) -> int:
    """Rows of Parquet files."""
    rows: int = duckdb.sql(f"SELECT count(*) FROM read_parquet('{files}', union_by_name = true)").fetchall()[0][0]
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("place", nargs="?", type=Path, default=Path("demo/southampton"))
    parser.add_argument("--record", type=Path, help="another record than that of the latest run")
    parser.add_argument("--times", type=int, default=1)
    parser.add_argument("--storage", help="object storage that the environment names")
    options = parser.parse_args()
    found = options.record or max((options.place / "var" / "record").glob("*/"), key=lambda path: path.stat().st_mtime)
    a_place = place.read(options.place)
    with repeated(found, options.times) as record:
        size = count(record / "person" / "person.parquet")
        events = count(record / "person" / "*" / "*.parquet")
        with sent(record, options.storage) as folder:
            started, used = perf_counter(), process_time()
            made = measures.measure(a_place, folder)
            seconds, processor = perf_counter() - started, process_time() - used
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        print(f"{size:,} people, {events:,} activities and observations, {len(a_place.measures)} measures")
    print(
        f"all measures with all breakdowns: {seconds:.1f} s ({processor:.1f} s of processor), {memory:.2f} GB at most"
    )
    for name, took in sorted(made.seconds.items(), key=lambda item: -item[1])[:12]:
        print(f"{took:8.2f} s  {name}")


if __name__ == "__main__":
    main()
