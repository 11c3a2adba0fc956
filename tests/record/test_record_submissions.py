"""Refreshed submissions: which rows the newer one replaces, and what is taken back, by rule."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oneplace.problems import OneplaceError
from tests.record.conftest import Small, make_place

pytestmark = pytest.mark.slow  # each loads records

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: made up
    synthetic: true
    datasets:
      - id: d
        files: "*.csv"
        columns:
          {id: required text, who: text, sent: optional date, first: date, last: date, begins: date, ends: date,
           gone: optional flag}
{more}        rows:
          - table: organisation
            values: {organisation_code: id, name: "coalesce(who, 'nobody')", start_date: begins, end_date: ends}
"""
DAYS = """        submissions:
          of: [who]
          newest_by: sent
          first: first
          last: last
          begins: begins
          ends: ends
"""
WHOLE = """        submissions: {of: [who, first], newest_by: sent}
"""
BY_FILE = """        submissions: {newest_by: _file}
"""
WITHDRAWN = """        key: [id]
        newest_by: sent
        withdrawn: gone
"""
HEADER = "id,who,sent,first,last,begins,ends,gone"


def loaded(folder, more, *files, header=HEADER):
    folder.mkdir(exist_ok=True)
    place = Small(folder, make_place(SOURCES.replace("{more}", more), folder))
    (place.extracts / "s").mkdir(parents=True)
    for number, rows in enumerate(files):
        (place.extracts / "s" / f"f{number}.csv").write_text("\n".join([header, *rows]) + "\n", "utf-8")
    report = place.load()
    kept = [row[0] for row in place.rows(report, "SELECT organisation_code FROM organisation ORDER BY 1")]
    return kept, [(file.removeprefix("s/"), row, why) for file, row, _, _, why, _ in place.rejects(report)]


NEWER = "a newer submission about the same came"
OLD = "X,2025-05-01,2025-04-01,2025-04-30"
NEW = "X,2025-06-01,2025-04-16,2025-05-15"


@pytest.mark.parametrize(
    ("days", "kept"),
    [
        ("2025-04-10,2025-04-15", True),  # before the newer one's days
        ("2025-04-10,2025-04-16", False),  # its last day is the newer one's first
        ("2025-04-20,2025-04-20", False),
        ("2025-03-01,", False),  # goes on
        ("2025-05-15,2025-05-20", False),
        ("2025-05-16,2025-05-20", True),
        (",", True),  # of no day
    ],
)
def test_a_newer_submission_replaces_the_days_that_it_covers(tmp_path, days, kept):
    found, aside = loaded(tmp_path, DAYS, [f"a,{OLD},{days},"], [f"b,{NEW},2025-05-01,2025-05-01,"])
    assert found == (["a", "b"] if kept else ["b"])
    assert aside == ([] if kept else [("f0.csv", 2, NEWER)])


def test_it_does_so_whichever_file_comes_first_and_of_the_same_alone(tmp_path):
    rows = [f"a,{OLD},2025-04-20,2025-04-20,", "c,Y,2025-05-01,2025-04-01,2025-04-30,2025-04-20,2025-04-20,"]
    found, _ = loaded(tmp_path, DAYS, [f"b,{NEW},2025-05-01,2025-05-01,"], rows)
    assert found == ["b", "c"]


def test_a_submission_of_an_unknown_day_replaces_nothing_and_gives_way(tmp_path):
    unknown = "a,X,,2025-04-01,2025-04-30,2025-04-20,2025-04-20,"
    assert loaded(tmp_path / "1", DAYS, [unknown], [f"b,{OLD},2025-04-20,2025-04-20,"])[0] == ["b"]
    assert loaded(tmp_path / "2", DAYS, [unknown], [unknown.replace("a,", "b,")])[0] == ["a", "b"]


def test_without_days_the_newest_of_the_same_stands_alone(tmp_path):
    found, _ = loaded(
        *(tmp_path, WHOLE),
        [f"a,{OLD},,,", "b,X,2025-05-01,2025-03-01,,,,"],
        ["c,X,2025-07-01,2025-04-01,,,,"],
    )
    assert found == ["b", "c"]


def test_the_name_of_the_file_tells_which_is_newest(tmp_path):
    assert loaded(tmp_path, BY_FILE, [f"a,{OLD},,,"], [f"b,{OLD},,,"])[0] == ["b"]


def test_a_submission_of_which_no_row_can_be_read_replaces_nothing(tmp_path):
    found, aside = loaded(tmp_path, DAYS, [f"a,{OLD},2025-04-20,2025-04-20,"], ["b,X,2025-06-01,2025-04"])
    assert found == ["a"]
    assert aside == [("f1.csv", 2, "has too few columns")]


@pytest.mark.parametrize(
    ("rows", "kept"),
    [
        (["a,X,2025-05-01,,,,,", "a,,2025-06-01,,,,,yes"], []),
        (["a,X,2025-07-01,,,,,", "a,,2025-06-01,,,,,yes"], ["a"]),  # sent again
        (["a,X,2025-05-01,,,,,", "b,,2025-06-01,,,,,yes"], ["a"]),
        (["a,X,2025-05-01,,,,,", "a,,2025-06-01,rubbish,,,,yes"], []),  # it needs the key alone
        (["a,X,2025-05-01,,,,,", "a,,2025-06-01,,,,,no"], ["a"]),
    ],
)
def test_what_is_taken_back_goes_with_what_was_sent_under_its_key(tmp_path, rows, kept):
    assert loaded(tmp_path, WITHDRAWN, rows)[0] == kept


def test_a_file_may_come_without_a_column_that_is_optional_and_not_without_another(tmp_path):
    short = HEADER.replace(",gone", "").replace("sent,", "")
    found, aside = loaded(tmp_path / "1", WITHDRAWN, ["a,X,,,,"], header=short)
    assert (found, aside) == (["a"], [])
    with pytest.raises(OneplaceError, match="The column last is missing"):
        loaded(tmp_path / "2", WITHDRAWN, ["a,X,,,"], header=short.replace("last,", ""))


DAY = date(2025, 1, 1)
SUBMITTED = st.lists(
    st.tuples(st.sampled_from("XY"), *(st.integers(0, 9) for _ in range(3)), st.integers(0, 9), st.integers(0, 9)),
    min_size=1,
    max_size=8,
)


def replaced(row, rows):
    """Obviously right: is any day of the row covered by a newer submission of the same?"""
    who, sent, _, _, begins, ends = row
    days = set(range(begins, max(begins, ends) + 1))
    return any(w == who and s > sent and days & set(range(f, max(f, la) + 1)) for w, s, f, la, _, _ in rows)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(SUBMITTED)
def test_every_row_is_kept_or_replaced_as_its_days_say(tmp_path_factory, rows):
    written = [
        ",".join([f"r{n}", who, *(str(DAY + timedelta(days=day)) for day in (sent, f, max(f, la), b, max(b, e))), ""])
        for n, (who, sent, f, la, b, e) in enumerate(rows)
    ]
    found, _ = loaded(tmp_path_factory.mktemp("place"), DAYS, written)
    assert found == [f"r{n}" for n, row in enumerate(rows) if not replaced(row, rows)]
