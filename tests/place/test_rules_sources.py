"""W144: a time of day in a column of text that an expression of ``sources.yaml`` casts."""

from __future__ import annotations

import pytest

from tests.place.build import judged

SOURCES = """
== sources.yaml
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
- id: acute
  partner: City hospital
  system: Emergency department
  datasets:
  - id: attendances
    files: attendances.csv
    columns: {id: required text, came: date, At: text, zone: text, clock: clock, hour: text, minute: text, moment: text}
    person: id
    rows:
    - table: activity
      values:
        activity_type: "'ed_attendance'"
        source_record_id: id
        start_at: START
"""
FOUND = """
> sources.yaml:19:19 W144 the time of day in At, a column of text, is read by a cast: what that can't read (`0930`,
>   `9.30`) becomes no time without a word, or stops the load, and `2:30 PM` may become 02:30. Declare At as `clock` and
>   its day as `date`, and write day + clock for the moment, as in docs/reference/sources.md.
"""


def declared(start: str) -> str:
    return SOURCES.replace("START", '"' + start + '"')


@pytest.mark.parametrize(
    "start",
    [
        "try_cast(strftime(came, '%Y-%m-%d') || ' ' || at as timestamp)",
        "(came || ' ' || At)::timestamp",
        "coalesce(try_cast(came::varchar || ' ' || at as timestamp), came::timestamp)",
        "try_cast(left(moment, 10) || 'T' || at || ' Europe/London' as timestamptz)",
        "try_cast(strftime(came, '%Y-%m-%dT') || at as timestamp)",
        "concat(came, ' ', at)::datetime",
        "concat_ws(' ', came, at)::timestamp",
        "try_cast(nullif(came || ' ' || left(at, 2) || ':' || right(at, 2), ' :') as timestamp)",
        "came + try_cast(at as time)",
        "case when at is not null then try_cast(came || ' ' || at as timestamp) else came + at::time end",
    ],
)
def test_w144_a_time_of_day_that_a_cast_reads_is_told_once_an_expression(start, tmp_path):
    """After a place's mapping was copied, the ready one was put right (record 75), and nothing told the place."""
    judged(tmp_path, f"{declared(start)}{FOUND}", "W144")


@pytest.mark.parametrize(
    "start",
    [
        "coalesce(came + clock, came::timestamp)",
        "(came || ' ' || clock)::timestamp",
        "(came || ' 00:00')::timestamp",
        "moment::timestamp",
        "try_cast(replace(moment, ' ', 'T') as timestamp)",
        "(left(moment, 10) || '-' || hour)::timestamp",
        "(came || ' ' || hour || ':' || minute)::timestamp",
        "came + try_cast(hour || ':' || minute as time)",
        "try_cast(came || ' ' || at as date)",
        "case when at || ' ' || zone = ' ' then came::timestamp end",
    ],
)
def test_w144_is_of_no_other_cast(start, tmp_path):
    judged(tmp_path, declared(start), "W144")
