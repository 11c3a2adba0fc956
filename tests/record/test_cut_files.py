"""Files that were cut somewhere: of lines the whole ones are read and the end is told; others stop the load."""

from __future__ import annotations

import gzip
import random

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplace.problems import OneplaceError
from oneplace.record import store
from oneplace.record.packed import fault, opened
from oneplace.record.staging import CUT
from tests.record.conftest import NUMBERS

PACKED = {".gz": gzip.compress, ".zst": lambda whole: pa.compress(whole, codec="zstd", asbytes=True)}
HEADER = "id,day,entered,code,value"
ROWS = [f"1,2020-01-{1 + n % 28:02},,{38341003 + n},{n}" for n in range(400)]


def journal(peopled, content, ending=""):
    (peopled.extracts / "gp/journal.csv").unlink(missing_ok=True)
    path = peopled.extracts / f"gp/journal.csv{ending}"
    path.write_bytes(content)
    return path


def whole():
    return "\n".join([HEADER, *ROWS, ""]).encode()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(sorted(PACKED)), st.integers(0, 2**32))
def test_a_packed_file_that_was_cut_gives_what_is_whole_of_it(tmp_path, ending, seed):
    """Nothing is read that was not there, the more of the file is there the more is read, and the cut is told."""
    chance = random.Random(seed)
    text = b"".join(b"%d,%d\n" % (n, chance.randrange(10**9)) for n in range(40_000))
    packed = PACKED[ending](text)
    path = tmp_path / f"a.csv{ending}"
    read = []
    for at in sorted(chance.randrange(2, len(packed)) for _ in range(3)):
        path.write_bytes(packed[:at])
        assert fault(path) is not None
        with opened(path) as file:
            read.append(file.read())
        assert text.startswith(read[-1])
        assert len(read[-1]) >= len(text) * at / len(packed) - (1 << 18)  # of Zstandard whole blocks of 128 KiB
    assert list(map(len, read)) == sorted(map(len, read))


@pytest.mark.slow
@pytest.mark.parametrize("ending", sorted(PACKED))
def test_the_rows_before_the_tear_of_a_packed_table_are_kept_and_the_tear_is_told(peopled, ending):
    text = whole() + whole().partition(b"\n")[2] * 20  # more than one block of Zstandard's
    journal(peopled, PACKED[ending](text)[:-4], ending)
    report = peopled.load()
    name = f"gp/journal.csv{ending}"
    (told,) = [row for row in peopled.rejects(report) if row[0] == name]
    assert (told[3], told[4]) == ("row refused", CUT)
    read, kept, unused, broken = peopled.rows(
        report, f"SELECT rows_read, rows_kept, rows_unused, breaks_off FROM load WHERE file_name = '{name}'"
    )[0]
    assert (read, unused, broken) == (kept + 1, 1, True)
    assert told[1] == kept + 2  # the header, and the row in which it breaks off
    assert kept > 4_000
    if ending == ".gz":
        assert kept == 8_400  # only the check sum is missing
    note = f"has a file that breaks off: how many of its rows are missing is not known ({name} after line {kept + 1:,})"
    assert f"gp.journal {note}. Ask the partner to send it again." in report.notes


@pytest.mark.slow
@pytest.mark.parametrize(
    ("end", "reason"),
    [
        ("1,2020-05-0", CUT),
        ('1,2020-05-05,,"38', CUT),
        ("1,2020-05-0\n", "has too few columns"),
        ("(400 rows affected)", "has too few columns"),  # what a database writes below its rows
    ],
)
def test_a_last_line_that_is_not_whole_and_does_not_end_breaks_off(peopled, end, reason):
    journal(peopled, whole() + end.encode())
    report = peopled.load()
    assert [(row[1], row[4]) for row in peopled.rejects(report) if row[0] == "gp/journal.csv"] == [(402, reason)]
    found = peopled.rows(report, "SELECT rows_kept, breaks_off FROM load WHERE file_name = 'gp/journal.csv'")
    assert found == [(400, reason == CUT)]
    assert peopled.tested(report)["breaks_off", "gp", "journal"] == (int(reason == CUT), 1)


@pytest.mark.slow
def test_a_packed_file_without_a_whole_line_stops_the_load_and_the_last_record_stays(peopled):
    first = peopled.load()
    journal(peopled, gzip.compress(HEADER.encode())[:-4], ".gz")
    with pytest.raises(OneplaceError, match="is cut off: the gzip stream ends too early"):
        peopled.load()
    assert store.newest(peopled.var) == first.folder
    assert store.damage(first.folder, first.identity) == []


@pytest.mark.slow
def test_a_packed_file_that_is_damaged_inside_stops_the_load(peopled):
    packed = bytearray(gzip.compress(whole()))
    packed[len(packed) // 2] ^= 0xFF
    journal(peopled, bytes(packed), ".gz")
    with pytest.raises(OneplaceError, match="is not a sound gzip file"):
        peopled.load()


@pytest.mark.slow
def test_the_tear_is_told_again_where_the_file_was_read_by_an_earlier_load(peopled):
    """What is kept of a file says that it breaks off, so that a later file beside it changes nothing of that."""
    journal(peopled, gzip.compress(whole())[:-4], ".gz")
    asked = "SELECT rows_read, rows_kept, rows_unused, breaks_off FROM load WHERE file_name = 'gp/journal.csv.gz'"
    first = peopled.rows(peopled.load(), asked)
    who = f"H7,{NUMBERS['anna']},01,Anna,Adams,1950-02-03,A"
    peopled.file("ed/attendances_1.csv", f"A1,{who},2022-01-01 10:00:00,2022-01-01 12:00:00,urgent,11,12,2022-02-01")
    report = peopled.load()
    assert report.new
    assert peopled.rows(report, asked) == first
    assert first[0][3] is True
