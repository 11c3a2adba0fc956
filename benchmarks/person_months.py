"""Emergency admissions by 60 months × deprivation decile × 6 age bands: ours beside the usual person-month join.

Run: ``python benchmarks/person_months.py [PEOPLE]`` (else 1,000,000, with 50 events each; some minutes, 12 GB). The
usual way is to write a row for each person and each month in which they were registered on its first day, to join what
happened to them in it, and to count: as one statement of DuckDB, as a lazy frame of polars (streamed), and as a frame
of pandas with a tenth of the people. Ours counts days lived instead of first days, and each month and year with all its
breakdowns and by age, so that it does more. Each way runs in a process of its own.
"""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import duckdb

import scale
from oneplace import place
from oneplace.measures.linked_record import RecordMeasures

FROM, MONTHS = "2021-04-01", 60
EMERGENCY = ("21", "22", "28")
BANDS = (0, 18, 40, 65, 75, 85)
GOAL = 1.2
"""Seconds for a million people when the question is asked again."""


def main(people: int) -> None:
    """Write a record of so many people, and ask it in four ways."""
    with tempfile.TemporaryDirectory() as folder:
        whole, tenth = Path(folder, "whole"), Path(folder, "tenth")
        scale.write(people, whole)
        scale.write(people // 10, tenth)
        for way, record, of in (
            (_ours, whole, people),
            (_by_duckdb, whole, people),
            (_by_polars, whole, people),
            (_by_pandas, tenth, people // 10),
        ):
            process = multiprocessing.get_context("spawn").Process(target=way, args=(record, of))
            process.start()
            process.join()
            if process.exitcode:
                print(f"{way.__name__}: ended with {process.exitcode}")


def _ours(record: Path, people: int) -> None:
    opened = RecordMeasures.open(place.read(scale.PLACE), record)
    started = perf_counter()
    opened.prepare()
    made, held = perf_counter() - started, scale.peak()
    measure = opened.place.measures[scale.MEASURE]
    sql = opened.sql(measure, measure.compute)
    opened.engine.rows(sql)
    Path("/proc/self/clear_refs").write_text("5")  # from here on the most memory is that of the question
    before, started = _resident(), perf_counter()
    rows = opened.engine.rows(sql)
    seconds = perf_counter() - started
    met = "met" if seconds <= GOAL else "missed"
    print(
        f"Oneplace, {people:,} people: {seconds:.2f} s asked again (goal {GOAL} s: {met}), {rows.num_rows:,} rows; "
        f"{scale.peak() - before:.2f} GB beside the shared tables, which take {made:.1f} s and {held:.2f} GB to make, "
        "once for all measures"
    )


def _resident() -> float:
    return int(Path("/proc/self/status").read_text().split("VmRSS:")[1].split()[0]) / 1024**2


def _by_duckdb(record: Path, people: int) -> None:
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")
    band = " ".join(f"WHEN age >= {least} THEN {least}" for least in reversed(BANDS))
    statement = f"""
        WITH months AS (SELECT (DATE '{FROM}' + to_months(n::INT))::DATE AS month FROM range({MONTHS}) AS m(n)),
        lived AS (
            SELECT r.person_id, month, imd_decile, date_sub('year', birth_date, month) AS age
            FROM '{record}/person/registration.parquet' AS r
            JOIN months ON start_date <= month AND (end_date IS NULL OR end_date > month)
            JOIN '{record}/person/person.parquet' USING (person_id)
            JOIN '{record}/person/address.parquet' AS a USING (person_id)
            JOIN '{record}/reference/area.parquet' USING (lsoa21_code)
            WHERE registration_type = 'resident' AND birth_date <= month
        ),
        happened AS (
            SELECT person_id, date_trunc('month', start_at)::DATE AS month, count(*) AS events
            FROM '{record}/person/activity/inpatient_spell.parquet' WHERE method_code IN {EMERGENCY} GROUP BY ALL
        )
        SELECT month, imd_decile, CASE {band} END AS band, count(*) AS months, sum(events) AS events
        FROM lived LEFT JOIN happened USING (person_id, month) GROUP BY ALL
    """
    connection.execute(statement).fetchall()
    started = perf_counter()
    rows = connection.execute(statement).fetchall()
    _told("DuckDB, person-months", people, perf_counter() - started, len(rows), sum(row[4] or 0 for row in rows))


def _by_polars(record: Path, people: int) -> None:
    import polars as pl

    def asked() -> pl.DataFrame:
        month = pl.date_range(pl.date(2021, 4, 1), pl.date(2026, 3, 1), "1mo", eager=True).alias("month")
        person, address, area, registered = (
            pl.scan_parquet(record / f"{name}.parquet")
            for name in ("person/person", "person/address", "reference/area", "person/registration")
        )
        spells = pl.scan_parquet(record / "person/activity/inpatient_spell.parquet")
        happened = (
            spells.filter(pl.col("method_code").is_in(EMERGENCY))
            .with_columns(month=pl.col("start_at").dt.date().dt.truncate("1mo"))
            .group_by("person_id", "month")
            .agg(events=pl.len())
        )
        age = pl.col("month").dt.year() - pl.col("birth_date").dt.year()
        early = pl.col("month").dt.ordinal_day() < pl.col("birth_date").dt.ordinal_day()
        return (
            registered.filter(pl.col("registration_type") == "resident")
            .join(month.to_frame().lazy(), how="cross")
            .filter(
                (pl.col("start_date") <= pl.col("month"))
                & (pl.col("end_date").is_null() | (pl.col("end_date") > pl.col("month")))
            )
            .select("person_id", "month")
            .join(person.select("person_id", "birth_date"), on="person_id")
            .filter(pl.col("birth_date") <= pl.col("month"))
            .join(address.select("person_id", "lsoa21_code").join(area, on="lsoa21_code"), on="person_id")
            .join(happened, on=["person_id", "month"], how="left")
            .with_columns(band=(age - early.cast(pl.Int32)).cut(BANDS[1:], left_closed=True))
            .group_by("month", "imd_decile", "band")
            .agg(months=pl.len(), events=pl.col("events").sum())
            .collect(engine="streaming")
        )

    asked()
    started = perf_counter()
    rows = asked()
    _told("polars, person-months", people, perf_counter() - started, len(rows), int(rows["events"].sum()))


def _by_pandas(record: Path, people: int) -> None:
    import pandas as pd

    started = perf_counter()
    person, address, area, registered = (
        pd.read_parquet(record / f"{name}.parquet")
        for name in ("person/person", "person/address", "reference/area", "person/registration")
    )
    spells = pd.read_parquet(record / "person/activity/inpatient_spell.parquet")
    spells = spells[spells["method_code"].isin(EMERGENCY)]
    happened = spells.assign(month=pd.to_datetime(spells["start_at"]).dt.to_period("M").dt.to_timestamp())
    happened = happened.groupby(["person_id", "month"]).size().rename("events").reset_index()
    months = pd.DataFrame({"month": pd.date_range(FROM, periods=MONTHS, freq="MS")})
    lived = registered[registered["registration_type"] == "resident"].merge(months, how="cross")
    start, end = pd.to_datetime(lived["start_date"]), pd.to_datetime(lived["end_date"])
    lived = lived[(start <= lived["month"]) & (end.isna() | (end > lived["month"]))][["person_id", "month"]]
    lived = lived.merge(person[["person_id", "birth_date"]]).merge(address[["person_id", "lsoa21_code"]]).merge(area)
    happened["month"] = happened["month"].astype(lived["month"].dtype)
    lived = lived.merge(happened, how="left", on=["person_id", "month"])
    lived = lived[pd.to_datetime(lived["birth_date"]) <= lived["month"]]
    born = pd.to_datetime(lived["birth_date"])
    age = lived["month"].dt.year - born.dt.year - (lived["month"].dt.dayofyear < born.dt.dayofyear)
    lived["band"] = pd.cut(age, [*BANDS, 200], right=False)
    rows = lived.groupby(["month", "imd_decile", "band"], observed=True).agg(
        months=("month", "size"), events=("events", "sum")
    )
    _told("pandas, person-months, a tenth", people, perf_counter() - started, len(rows), int(rows["events"].sum()))


def _told(way: str, people: int, seconds: float, rows: int, events: int) -> None:
    print(
        f"{way}, {people:,} people: {seconds:.2f} s, {rows:,} rows, {events:,} events, {scale.peak():.2f} GB",
        flush=True,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
