"""Whatever a partner sends in one of the layouts ends in a record or in a clear reject, and the last record stays."""

from __future__ import annotations

import csv
import importlib
import io

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from oneplace.place import ready
from oneplace.problems import OneplaceError
from oneplace.record import store
from tests.record.ready.layouts import place_with, put

pytestmark = pytest.mark.slow  # each loads records

JUNK = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            *("", "NULL", "1801-01-01", "1900-01-01", "9999-12-31", "2025-02-30", "31/04/2025", "24:00:00", "1e400"),
            *("-1", "0", "2.5E+17", '"', 'a"b', "a,b", "a\nb", "\x00", "\ufeff", "’", "=1+1", "999999999999999999999"),
        ]
    ),
)
SAMPLES = {name: importlib.import_module(f"tests.record.ready.test_{name}").SAMPLE for name in ready.names()}


@pytest.fixture(scope="module", params=ready.names())
def whole(request, tmp_path_factory):
    """A place with one good record of the sample of a mapping, and the sample."""
    place = place_with(tmp_path_factory.mktemp(request.param), request.param)
    for name, text in SAMPLES[request.param].items():
        put(place, name, text)
    return place, place.load(), SAMPLES[request.param]


def changed(text: bytes, cells: list[tuple[int, int, str]]) -> bytes:
    """A file with some of its cells written over; the header stays, and so does a file without cells (Parquet)."""
    if text.startswith(b"PAR1"):
        return text
    rows = list(csv.reader(io.StringIO(text.decode(), newline="")))
    for row, column, junk in cells:
        at = rows[1:][row % (len(rows) - 1)]
        at[column % len(at)] = junk
    with io.StringIO(newline="") as out:
        csv.writer(out).writerows(rows)
        return out.getvalue().encode("utf-8", "replace")


def sent(place, sample, which, content):
    """Send the sample with one file as it is given, and say what came of it: a record, or problems."""
    name = sorted(sample)[which % len(sample)]
    for each, text in sample.items():
        put(place, each, content(text if isinstance(text, bytes) else text.encode()) if each == name else text)
    try:
        return name, place.load(), []
    except OneplaceError as error:
        return name, None, error.problems


def stands(place, good):
    """Whether the good record is as it was made."""
    return store.damage(good.folder, good.identity) == []


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 9), st.floats(0, 1))
@example(0, 0.999)
def test_a_file_cut_off_anywhere_is_refused_or_loses_its_last_line(whole, which, share):
    place, good, sample = whole
    cut = {}

    def shorter(text):
        cut["lines"] = text[: int(len(text) * share)].count(b"\n")
        cut["header"] = not text.startswith(b"PAR1") and text.index(b"\n") < int(len(text) * share)
        return text[: int(len(text) * share)]

    name, report, problems = sent(place, sample, which, shorter)
    assert stands(place, good)
    if report is None:
        assert not cut["header"]
        assert all(problem.mend and str(problem.path).endswith(name) for problem in problems)
        return
    torn = [row for file, row, _, _, why, _ in place.rejects(report) if file == name and "columns" in why]
    assert torn in ([], [cut["lines"] + 1])  # the last line alone
    assert report.rows_read <= good.rows_read


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 9),
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 200), JUNK), min_size=1, max_size=6),
    st.floats(0.5, 1.2),
)
def test_whatever_stands_in_the_cells_is_read_or_named(whole, which, cells, share):
    place, good, sample = whole

    def spoilt(text):
        junk = changed(text, cells)
        return junk[: int(len(junk) * share)] if share < 1 else junk

    _, report, problems = sent(place, sample, which, spoilt)
    assert stands(place, good)
    assert report is not None or all(problem.message and problem.mend for problem in problems)
    if report is not None:
        for file, row, _, action, why, _ in place.rejects(report):
            assert file in sample
            assert row > 0
            assert action.startswith(("row ", "value "))
            assert why
