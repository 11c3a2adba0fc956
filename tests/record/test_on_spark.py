"""A record made with Spark is the one made without it, to the cell: files read there, people compared there."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from oneplace.problems import OneplaceError
from oneplace.record import on_workers
from oneplace.record.database import open_database
from oneplace.record.engines.functions import LIKENESS, give
from oneplace.record.engines.spark import Spark
from oneplace.synth.draw.numbers import check_digit
from tests.record.conftest import SOURCES, Small, make_place

CLOCK = {"loaded_at", "valid_from"}
GIVEN = ["Elizabeth", "Mohammed", "Katherine", "Sam", "Ngozi", "William", "Zofia", "Jonathan", "Ann", "Rajesh"]
FAMILY = ["Okafor", "Underwood", "O'Brien", "Begum", "Zimmermann", "Li", "Featherstone", "Nowak", "Davies"]
WORDS = ["", "a", "ab", "ba", "sam", "smith", "smiht", "smythe", "elizabeth", "elizabth", "jonathan", "johnathon"]
WORDS += ["katherine", "catharine", "ciiidbd", "cibiaebd", "2001-02-03", "2001-03-02", "2010-02-03", None]


def on(engine: str, folder: Path, text: str = SOURCES) -> Small:
    """The small place, on an engine of its own and with the extracts of its folder."""
    root = folder / engine
    root.mkdir()
    (root / "extracts").symlink_to(folder / "extracts", target_is_directory=True)
    place = make_place(text, root)
    return Small(root, replace(place, place=place.place.model_copy(update={"engine": engine})))


def files(report):
    """Every table of the record and the identities, without what the clock said."""
    found = {}
    for name, folder in (("record", report.folder), ("identity", report.identity)):
        for path in folder.rglob("*.parquet"):
            table = pq.read_table(path, partitioning=None)
            kept = [column for column in table.column_names if column not in CLOCK]
            found[f"{name}/{path.relative_to(folder)}"] = table.select(kept)
    return found


def people(count):
    """Patients with numbers, and as many records of link workers: names mistyped, numbers and homes left out."""
    firsts = 999_000_000 + np.arange(2 * count)
    valid = [f"{first}{digit}" for first, digit in zip(firsts, check_digit(firsts), strict=True) if digit < 10]
    listed, log = [], []
    for i, number in zip(range(count), valid, strict=False):
        family, given = FAMILY[i % len(FAMILY)], GIVEN[i // 3 % len(GIVEN)]
        born = date(1940, 1, 1) + timedelta(days=97 * (i // 2))
        phone, home = f"07700 9{i:05}" if i % 3 else "", f"SO60 {i % 9 + 1}A{'ABCDE'[i % 5]}"
        listed.append(f"{i},{number},{given},{family},{born},F,A,{phone},{home},2010-01-01,,")
        told = given[:1] + given[2:] if i % 4 == 0 else given
        log.append(f"R{i},{told},{family},{born:%d/%m/%Y},{phone},{'' if i % 7 == 0 else home},02/03/2024")
    return listed, log


def test_a_record_is_the_same(spark, small, monkeypatch):
    """With files of any habit: packed, in pieces, resubmitted, cut lines, open marks, odd days, clocks put back."""
    monkeypatch.setattr(on_workers, "_PIECE", 4_000)
    listed, log = people(240)
    small.file("gp/patients.csv", *listed, "x,,Ann,Lost,2099-01-01,F,A,,,2010-01-01,,")
    open_mark, no_day = 'R1,"Ann,Open,01/01/1980,,,02/03/2024', "Rx,Ann,Li,99/01/1980,,,02/03/2024"
    small.file("links/log.csv", *log, open_mark, "Ry,Ann", no_day)
    visit = "A1,H7,9990000018,01,Ana,Adams,1950-02-03,Z,2022-01-01 10:00:00,2022-01-01 13:30:00,urgent,11,,2022-02-0{}"
    night = visit.replace("A1", "A2").replace("-01-01", "-10-30").replace("10:00", "01:50").replace("13:30", "01:10")
    small.file("ed/attendances_1.csv", visit.format(1), night.format(1))
    small.file("ed/attendances_2.csv", visit.format(2))
    plain = small.file("gp/journal.csv", *(f"{i},2020-05-05,,38341003,{i}.5" for i in range(0, 240, 3)))
    plain.with_suffix(".csv.gz").write_bytes(gzip.compress(plain.read_bytes()))
    plain.unlink()
    ours, theirs = (on(engine, small.root).load() for engine in ("duckdb", "spark"))
    assert ours.linked["probabilistic"] > 100
    assert ours.rows_rejected == 3
    assert theirs.record_id == ours.record_id
    expected = files(ours)
    assert expected["identity/doubtful.parquet"].num_rows > 10
    found = files(theirs)
    assert found.keys() == expected.keys()
    assert [name for name, table in expected.items() if not found[name].equals(table)] == []


def test_what_a_worker_can_not_read_is_told_as_it_is_here(spark, small):
    """More marks left open than are mended."""
    small.file("gp/addresses.csv", *(f'{i},"{i},2020-01-01,' for i in range(30)))
    told = []
    for engine in ("duckdb", "spark"):
        with pytest.raises(OneplaceError, match="not closed") as error:
            on(engine, small.root).load()
        told.append([(problem.path.name, problem.message, problem.mend) for problem in error.value.problems])
    assert told[0] == told[1]


def test_words_are_as_alike_as_they_are_here(spark):
    pairs = list(product(WORDS, WORDS))
    table = pa.table({"l": [left for left, _ in pairs], "r": [right for _, right in pairs]})
    engine = Spark.start(Path("place.yaml"))
    give(engine.session)
    engine.hold("pairs", table)
    query = f"SELECT l, r, {', '.join(f'CAST({name}(l, r) AS DOUBLE) AS {name}' for name in LIKENESS)} FROM pairs"
    with open_database() as connection:
        connection.register("pairs", table)
        ours = connection.sql(query).to_arrow_table()
    order = [("l", "ascending"), ("r", "ascending")]
    assert engine.rows(query).sort_by(order).to_pylist() == ours.sort_by(order).to_pylist()
