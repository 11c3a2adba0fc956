"""A load that reads only what changed makes the record that a load of everything makes, cell for cell."""

from __future__ import annotations

import base64
import errno
from dataclasses import replace
from datetime import date

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplace import record
from oneplace.problems import OneplaceError
from oneplace.record import kept, sealing, staging
from tests.record.conftest import NUMBERS, SOURCES, make_place

pytestmark = pytest.mark.slow

ANNA, BASHIR = NUMBERS["anna"], NUMBERS["bashir"]
WHEN = ("loaded_at", "valid_from", "valid_to")  # of the moment of the load itself


def seen(key, patient, day, *, number="", born="1950-02-03", sent="2022-02-01"):
    return f"{key},{patient},{number},01,Anna,Adams,{born},Z,{day} 10:00:00,,urgent,11,,{sent}"


JOURNAL = (
    "1,2020-05-05,2020-05-06,38341003,",
    "1,01/05/26,,38341003,",  # after one of the days of the extracts, and long ago before it
    "2,2026-04-15,,38341003,",
    "2,not a day,,1,",
    "9,2020-05-05,,38341003,",
    '1,2020-05-05,"2020-05-06,38341003,',
    "1,2020-05-05",
)
PATIENTS = (
    f"1,{ANNA},Anna,Adams,1950-02-03,F,A,,SO60 1AA,2010-01-01,,",
    f"2,{BASHIR},Bashir,Begum,1980,M,J,,SO60 1AB,2015-06-01,2024-07-01,",
    "3,,Cara,Cole,2026,F,A,,SO60 1AB,2026-02-01,,",
    f"3,{BASHIR},Cara,Cole,2026-02,F,A,,SO60 1AB,2026-02-01,,",
)
SEEN = (
    seen("A1", "H7", "2022-01-01", number=ANNA),
    seen("A1", "H7", "2022-01-02", number=ANNA, sent="2022-03-01"),
    seen("A2", "H8", "2023-01-01", number=BASHIR, born="30/12/80"),
    seen("A3", "H9", "2026-04-10"),
)
FILES = {
    "gp/journal.csv": JOURNAL,
    "gp/patients.csv": PATIENTS,
    "ed/attendances_1.csv": SEEN,
    "ed/attendances_2.csv": SEEN,
}
DAYS = (date(2026, 3, 31), date(2026, 4, 30), date(2027, 9, 30))
CHANGES = st.one_of(
    *(st.tuples(st.just(name), st.lists(st.sampled_from(rows), max_size=4)) for name, rows in FILES.items()),
    st.tuples(st.just("as_at"), st.sampled_from(DAYS)),
    st.tuples(st.just("withdrawn"), st.just("ed/attendances_2.csv")),
    st.tuples(st.just("forgotten"), st.sampled_from([ANNA, BASHIR])),
)


def read_now(monkeypatch):
    """The names of the files that loads read, as they are read."""
    names, true = [], staging.read

    def read(staged, sources, files, apart, *, new):
        names.extend(each.name for each in files)
        true(staged, sources, files, apart, new=new)

    monkeypatch.setattr(staging, "read", read)
    return lambda: [names.pop(0) for _ in range(len(names))]


def cells(report):
    """Every cell of every file of a record and its identities, but for the moment of the load."""
    found = {}
    for folder in (report.folder, report.identity):
        for path in sorted(folder.rglob("*.parquet")):
            rows = [{k: v for k, v in row.items() if k not in WHEN} for row in pq.read_table(path).to_pylist()]
            found[path.relative_to(folder).as_posix()] = sorted(map(repr, rows))
    return found


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(CHANGES, min_size=2, max_size=2))
def test_whatever_changes_the_record_is_that_of_everything_read_anew(small, tmp_path_factory, changes):
    one, other = (tmp_path_factory.mktemp("var") for _ in range(2))
    place = small.place
    for name, rows in FILES.items():
        small.file(name, *rows)
    for what, how in (("as_at", DAYS[0]), *changes):
        if what == "as_at":
            place = replace(place, sources=place.sources.model_copy(update={"as_at": how}))
        elif what == "withdrawn":
            (small.extracts / how).unlink(missing_ok=True)
        elif what == "forgotten":
            for into in (one, other):
                try:
                    record.keep_out(place, into, f"f{how}", record.found(into, number=how))
                except OneplaceError:  # they are in no row now
                    continue
        else:
            small.file(what, *how)
        kept.forget(other)
        assert cells(record.load(place, small.extracts, one)) == cells(record.load(place, small.extracts, other))


def test_only_a_changed_file_is_read(peopled, monkeypatch):
    names = read_now(monkeypatch)
    peopled.file("ed/attendances_2.csv", seen("A9", "H7", "2024-01-01", number=ANNA))
    peopled.load()
    assert len(names()) == 7
    peopled.file("ed/attendances_2.csv", seen("A9", "H7", "2024-01-02", number=ANNA))
    report = peopled.load()
    assert names() == ["ed/attendances_2.csv"]
    assert peopled.rows(report, "SELECT count(*) FROM activity") == [(3,)]
    (peopled.extracts / "ed/attendances_2.csv").unlink()
    assert peopled.rows(peopled.load(), "SELECT count(*) FROM activity") == [(2,)]
    assert names() == []


@pytest.mark.parametrize(
    ("row", "is_read"),
    [("1,2020-05-05,,38341003,", False), ("1,2026-04-15,,38341003,", True), ("1,15/04/26,,38341003,", True)],
)
def test_a_later_day_of_the_extracts_reads_only_what_it_may_change(peopled, monkeypatch, row, is_read):
    """A date after the first day is refused then and kept later; one of two figures was a hundred years ago."""
    peopled.file("gp/journal.csv", row)
    peopled.load()
    names = read_now(monkeypatch)
    peopled.place = make_place(SOURCES.replace("as_at: 2026-03-31", "as_at: 2026-04-30"), peopled.root)
    peopled.load()
    assert names() == ["gp/journal.csv"] * is_read


def test_a_changed_mapping_reads_that_dataset_alone(peopled, monkeypatch):
    peopled.load()
    names = read_now(monkeypatch)
    peopled.place = make_place(SOURCES.replace("priority_code: acuity", "priority_code: upper(acuity)"), peopled.root)
    peopled.load()
    assert names() == ["ed/attendances_1.csv"]


def test_what_was_harmed_is_read_anew(peopled, monkeypatch):
    first = peopled.load()
    for path in (peopled.var / kept.FOLDER).rglob("rows.parquet"):
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 255
        path.write_bytes(content)
    peopled.file("links/log.csv", "L1,Anna,Adams,03/02/1950,,SO60 1AA,01/01/2025")
    names = read_now(monkeypatch)
    second = peopled.load()
    assert len(names()) == 6
    assert peopled.rows(first, "SELECT * FROM observation") == peopled.rows(second, "SELECT * FROM observation")


def everything_kept(place):
    paths = sorted((place.var / kept.FOLDER).rglob("*"))
    return [path for path in paths if path.is_file() and path.name != ".lock"]


def test_nothing_is_kept_of_who_was_forgotten_nor_of_a_file_that_was_taken_away(peopled):
    """Also of rows that were repeated or superseded, and what is said of them with no key: no file that names them."""
    peopled.file("ed/attendances_2.csv", seen("A1", "H7", "2021-01-01", number=ANNA, sent="2021-01-01"))
    peopled.load()
    record.keep_out(peopled.place, peopled.var, "forgotten-1", record.found(peopled.var, number=ANNA))
    assert everything_kept(peopled) == []
    peopled.load()
    said = str([pq.read_table(path).to_pylist() for path in everything_kept(peopled) if path.suffix == ".parquet"])
    assert "E01017137" in said
    for word in (ANNA, "Anna", "Ana", "H7", "2021-01-01"):
        assert word not in said, word
    before = len(everything_kept(peopled))
    header = (peopled.extracts / "ed/attendances_2.csv").read_text().splitlines()[0]
    other = peopled.extracts / "ed/attendances_3.csv"
    other.write_text(f"{header}\n{seen('A8', 'H8', '2021-01-01', number=BASHIR, sent='2021-01-01')}\n")
    peopled.load()
    assert len(everything_kept(peopled)) == before + 3
    other.unlink()
    peopled.load()
    assert len(everything_kept(peopled)) == before
    assert {path.stat().st_mode & 0o077 for path in everything_kept(peopled)} == {0}


def test_what_is_kept_is_encrypted_where_identities_are(peopled, monkeypatch):
    monkeypatch.setenv(sealing.KEY, base64.b64encode(b"k" * 32).decode())
    peopled.load()
    assert {path.read_bytes()[:4] for path in everything_kept(peopled) if path.suffix == ".parquet"} == {b"PARE"}
    names = read_now(monkeypatch)
    peopled.file("links/log.csv", "L1,Anna,Adams,03/02/1950,,SO60 1AA,01/01/2025")
    peopled.load()
    assert names() == ["links/log.csv"]
    monkeypatch.setenv(sealing.BEFORE, base64.b64encode(b"k" * 32).decode())
    monkeypatch.setenv(sealing.KEY, base64.b64encode(b"l" * 32).decode())
    record.seal(peopled.var)
    assert everything_kept(peopled) == []


@pytest.mark.parametrize("by", ["the system", "the database"])
def test_a_disk_that_is_full_keeps_no_file_and_stops_no_load(peopled, monkeypatch, by):
    full = OSError(errno.ENOSPC, "No space left on device")
    error = full if by == "the system" else duckdb.IOException(f"IO Error: Could not write: {full.strerror}")

    def refuse(_connection, _query, path, write=sealing.write):
        if kept.FOLDER.name in path.parts:
            path.write_bytes(b"half")
            raise error
        write(_connection, _query, path)

    monkeypatch.setattr(sealing, "write", refuse)
    report = peopled.load()
    assert peopled.rows(report, "SELECT count(*) FROM person") == [(2,)]
    assert report.notes == (
        "The files are not kept as they were read (No space left on device): the next load reads all of them again.",
    )
    assert not list((peopled.var / kept.FOLDER).glob(".making-*")), "the record needs the room"
    monkeypatch.undo()
    names = read_now(monkeypatch)
    peopled.file("gp/journal.csv", *JOURNAL)
    assert not peopled.load().notes
    assert len(names()) > 1


def test_a_fault_of_the_program_while_files_are_kept_is_told(peopled, monkeypatch):
    def fail(*_):
        raise duckdb.BinderException("no such column")

    monkeypatch.setattr(sealing, "write", fail)
    with pytest.raises(duckdb.BinderException):
        peopled.load()
