"""A time of day in a column of its own: read in every form that systems write, and never midnight for want of one."""

from __future__ import annotations

import duckdb
import pytest

from oneplace.place import ready
from oneplace.place.sources import Column
from oneplace.record.values import TYPED
from tests.record.conftest import Small, make_place

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: S
    datasets:
      - id: d
        files: f.csv
        key: [id]
        person: id
        facts: {as_of: came}
        columns: {id: required text, came: required date, at: clock, went: date, by: clock}
        rows:
          - table: activity
            values:
              activity_type: "'ed_attendance'"
              source_record_id: id
              start_at: coalesce(came + at, came::timestamp)
              end_at: coalesce(went + by, case when at is null then went::timestamp end)
"""

READ = {
    **dict.fromkeys(
        ["09:30", "9:30", "09:30:00", "09:30:00.000", "0930", "930", "930.0", "093000", "93000"], "09:30:00"
    ),
    **dict.fromkeys(
        ["09.30", "9.30", "09.30.00", "093000.000", "9:30 AM", "9.30 a.m.", "0930hrs", "09:30 h"], "09:30:00"
    ),
    **dict.fromkeys(["1900-01-01 09:30:00", "1899-12-30T09:30:00", "30/12/1899 09:30", "01/01/1900 09:30"], "09:30:00"),
    **dict.fromkeys(["Jan  1 1900  9:30AM", "1/1/1900 9:30:00 AM"], "09:30:00"),
    **dict.fromkeys(["2:30 PM", "2:30pm", "2.30 p.m.", "14:30", "1430", "0230 pm", "02:30:00 PM"], "14:30:00"),
    **dict.fromkeys(["12:30 AM", "0:30", "0030", "00:30:00"], "00:30:00"),
    **dict.fromkeys(["12:00 AM", "00:00", "0000", "0", "00", "0.0", "1900-01-01 00:00:00"], "00:00:00"),
    **dict.fromkeys(["2 pm", "2PM", "1400"], "14:00:00"),
    **dict.fromkeys(["24:00", "2400", "24:00:00"], "24:00:00"),
    **dict.fromkeys(["late", "9", "12", "45", "25:00", "0960", "2401", "9:5", "13:30 PM", "99999", "09:30Z"], None),
    **dict.fromkeys(["2024-05-01 09:30:00", "0.375", "9.5", "-930", "", "."], None),
}


@pytest.mark.parametrize(("written", "read"), READ.items())
def test_a_time_of_day_is_read_as_it_is_meant_or_not_at_all(written, read):
    sql = f"SELECT CAST({TYPED['clock'].replace('RAW', 'said')} AS VARCHAR) FROM (SELECT ?::VARCHAR AS said)"
    assert duckdb.execute(sql, [written]).fetchall() == [(read,)]  # nothing left over


@pytest.mark.parametrize("name", ready.names())
def test_no_ready_mapping_reads_a_time_of_day_as_text(name):
    columns = {name: each.type for one in ready.shipped(name).datasets for name, each in one.columns.items()}
    of_day = {
        name: kind for name, kind in columns.items() if "time" in name.lower() and kind not in ("time", "instant")
    }
    assert set(of_day.values()) <= {"clock"}


def loaded(tmp_path, *rows):
    place = Small(tmp_path, make_place(SOURCES, tmp_path))
    (place.extracts / "s").mkdir(parents=True)
    (place.extracts / "s" / "f.csv").write_text("id,came,at,went,by\n" + "\n".join(rows) + "\n")
    return place, place.load()


MOMENTS = "SELECT start_at::VARCHAR, end_at::VARCHAR, end_known FROM activity ORDER BY source_record_id"


@pytest.mark.slow
def test_a_start_without_its_time_keeps_its_day_and_an_end_is_unknown_unless_both_are_days(tmp_path):
    place, report = loaded(
        tmp_path,
        "1,01/05/2025,2330,02/05/2025,0315",
        "2,01/05/2025,2300,01/05/2025,2400",
        "3,01/05/2025,,02/05/2025,",
        "4,01/05/2025,soon,02/05/2025,0315",
        "5,01/05/2025,2330,02/05/2025,late",
        "6,01/05/2025,2330,02/05/2025,",
        "7,01/05/2025,,02/05/2025,late",
        "8,01/05/2025,2330,,",
        "9,01/05/2025,2330,31/12/9999,0000",
    )
    assert place.rows(report, MOMENTS) == [
        ("2025-05-01 23:30:00", "2025-05-02 03:15:00", True),
        ("2025-05-01 23:00:00", "2025-05-02 00:00:00", True),
        ("2025-05-01 00:00:00", "2025-05-02 00:00:00", True),
        ("2025-05-01 00:00:00", "2025-05-02 03:15:00", True),
        ("2025-05-01 23:30:00", None, False),
        ("2025-05-01 23:30:00", None, False),
        ("2025-05-01 00:00:00", None, False),
        ("2025-05-01 23:30:00", None, True),
        ("2025-05-01 23:30:00", None, True),
    ]
    assert [(row, field, reason) for _, row, field, _, reason, _ in place.rejects(report)] == [
        (5, "at", "is not a time of day"),
        (6, "by", "is not a time of day"),
        (8, "by", "is not a time of day"),
    ]


@pytest.mark.slow
def test_what_else_stands_for_a_time_is_told_with_how_to_mend_it(tmp_path):
    place, report = loaded(tmp_path, "1,01/05/2025,0.375,,", "2,01/05/2025,01/05/2025 09:30,,")
    assert [reason for *_, reason, _ in place.rejects(report)] == [
        "is a part of a day, as Excel keeps times: declare `format: excel serial` of its column, "
        "or have it written as a time",
        "has a day too: declare it as `time`",
    ]


@pytest.mark.slow
def test_dates_and_times_of_day_that_excel_keeps_as_numbers_are_read_where_they_are_declared_so(tmp_path):
    """In days since the end of 1899; a column with a form that is not declared has it set aside still."""
    declared = "at: {type: clock, format: excel serial}, went: {type: date, format: [excel serial, '%d/%m/%Y']}"
    text = SOURCES.replace("came: required date, at: clock, went: date", f"came: required date, {declared}")
    place = Small(tmp_path, make_place(text, tmp_path))
    (place.extracts / "s").mkdir(parents=True)
    rows = [
        "1,01/05/2025,0.375,45778,03:15",
        "2,01/05/2025,45778.979861111,02/05/2025,03:15",
        "3,01/05/2025,6.9444444444444E-4,2025-05-02,",
        "4,01/05/2025,09:30,45779.5,00:15",
        "5,45778,0,45779,00:15",
    ]
    (place.extracts / "s" / "f.csv").write_text("\n".join(["id,came,at,went,by", *rows]) + "\n")
    report = place.load()
    assert place.rows(report, MOMENTS) == [
        ("2025-05-01 09:00:00", "2025-05-01 03:15:00", True),
        ("2025-05-01 23:31:00", "2025-05-02 03:15:00", True),
        ("2025-05-01 00:01:00", None, False),
        ("2025-05-01 09:30:00", "2025-05-02 00:15:00", True),
    ]
    assert [(row, field) for _, row, field, *_ in place.rejects(report)] == [(4, "went"), (6, "came")]


@pytest.mark.parametrize("kind", ["text", "instant", "integer"])
def test_only_a_date_or_a_time_is_a_number_of_days(kind):
    with pytest.raises(ValueError, match="`format: excel serial` is of a column of type date, time or clock"):
        Column.model_validate({"type": kind, "format": "excel serial"})


def times(number, at, by):
    return [f"{i:03},01/05/2025,{at(i)},02/05/2025,{by(i)}" for i in range(number)]


def lost(place, report):
    sql = "SELECT field, failed, checked FROM read_parquet(?) WHERE test = 'time_lost' AND period_start IS NULL"
    return duckdb.execute(sql + " ORDER BY 1", [str(report.folder / "data_tests.parquet")]).fetchall()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("at", "by", "found"),
    [
        pytest.param(lambda i: f"{i % 24:02}00", lambda i: f"{i % 24:02}30", [(0, 96), (0, 96)], id="a clock of hours"),
        pytest.param(lambda i: "0915", lambda i: "0000", [(96, 96), (0, 96)], id="every end"),
        pytest.param(lambda i: "0915" if i % 4 else "0000", lambda i: "1015", [(0, 96), (24, 96)], id="a quarter"),
        pytest.param(lambda i: "", lambda i: "", [], id="days alone"),
    ],
)
def test_more_midnights_than_a_clock_allows_are_found(tmp_path, at, by, found):
    place, report = loaded(tmp_path, *times(96, at, by))
    assert [(failed, checked) for _, failed, checked in lost(place, report)] == found
