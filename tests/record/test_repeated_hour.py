"""Stays over the night on which the clocks go back, when 01:10 may come after 01:50."""

from __future__ import annotations

import json

import pytest

from oneplace.record.database import open_database
from oneplace.record.reading import select
from oneplace.record.repeated_hour import of_activity, told_apart
from tests.record.conftest import Small, make_place
from tests.record.ready.layouts import aside, place_with, put, said
from tests.record.ready.test_ambulance import AMBULANCE
from tests.record.ready.test_calls_111 import CALLS

NIGHT, BEFORE, SPRING = "2025-10-26", "1990-10-28", "2025-03-30"


@pytest.mark.parametrize(
    ("night", "times", "kept"),
    [
        (NIGHT, {"start_at": "01:50", "end_at": "01:10"}, "01:50 02:10"),
        (BEFORE, {"start_at": "01:50", "end_at": "01:10"}, "01:50 02:10"),  # not October's last Sunday by later rules
        (NIGHT, {"start_at": "01:10", "end_at": "01:50"}, "01:10 01:50"),
        (NIGHT, {"start_at": "01:10", "end_at": "01:10"}, "01:10 01:10"),
        (NIGHT, {"start_at": "00:50", "end_at": "02:10"}, "00:50 02:10"),
        (
            NIGHT,
            {"start_at": "01:59", "seen_at": "01:58", "ready_at": "01:59", "end_at": "02:01"},
            "01:59 02:58 02:59 03:01",
        ),
        (NIGHT, {"start_at": "01:59", "seen_at": "01:58", "end_at": "23:00"}, "01:59 02:58 23:00"),  # stays in its day
        (NIGHT, {"requested_at": "01:20", "start_at": "01:10", "seen_at": "01:30"}, "01:20 02:10 02:30"),
        (NIGHT, {"requested_at": "01:50", "start_at": "01:20", "end_at": "01:10"}, "01:50 02:20 02:10"),  # thrice: none
        # what no second look at the clock explains stays as it is, and is told
        (NIGHT, {"start_at": "02:05", "end_at": "01:50"}, "02:05 01:50"),
        (NIGHT, {"start_at": "01:50", "end_at": "00:55"}, "01:50 00:55"),
        ("2025-10-25", {"start_at": "01:50", "end_at": "01:10"}, "01:50 01:10"),
        (SPRING, {"start_at": "01:50", "end_at": "01:10"}, "01:50 01:10"),
    ],
)
def test_a_time_that_must_be_the_second_is_an_hour_more(night, times, kept):
    given = ", ".join(f"TIMESTAMP '{night} {at}' AS {name}" for name, at in times.items())
    with open_database() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        (found,) = connection.sql(told_apart(f"SELECT {given}", of_activity(times), {})).fetchall()
    assert " ".join(f"{each:%H:%M}" for each in found) == kept


@pytest.mark.parametrize(
    ("times", "kept"),
    [
        ((f"{SPRING}T00:50Z", f"{SPRING}T01:05Z"), "00:50 01:05"),  # the clock showed 02:05
        ((f"{NIGHT}T00:00Z", f"{NIGHT}T02:30Z"), "01:00 03:30"),  # 02:30
        ((f"{NIGHT}T00:50Z", f"{NIGHT}T01:10Z"), "01:50 02:10"),
        ((f"{NIGHT}T00:50Z", f"{NIGHT}T01:10Z", f"{NIGHT}T05:00Z"), "01:50 02:10 06:00"),
        ((f"{NIGHT}T01:10Z", f"{NIGHT}T02:10Z"), "01:10 02:10"),  # the second 01:10: nothing between
        ((f"{NIGHT}T00:00Z", f"{NIGHT}T23:10Z"), "01:00 23:10"),  # stays in its day
        (("2025-10-25T20:00Z", f"{NIGHT}T10:00Z"), "21:00 11:00"),
        (("2025-10-25T20:00Z", "2025-10-27T10:00Z"), "21:00 10:00"),  # another day's clock
        ((f"{NIGHT}T01:50Z", f"{NIGHT}T01:10Z"), "01:50 01:10"),  # a fault, and no second look at the clock
        (("2025-07-01T20:00Z", "2025-07-02T10:00Z"), "21:00 11:00"),
        (("infinity", f"{NIGHT}T10:00Z"), "- 10:00"),
    ],
)
def test_times_that_came_with_a_zone_are_as_far_apart_as_they_were(tmp_path, times, kept):
    names = ("start_at", "seen_at", "end_at")[: len(times)]
    columns = ", ".join(f"{name}: instant" for name in names)
    values = "\n".join(f"              {name}: {name}" for name in names)
    text = f"""{HEAD}
      - id: stays
        files: stays.csv
        columns: {{id: required text, {columns}}}
        person: id
        rows:
          - table: activity
            values:
              activity_type: "'ed_attendance'"
              source_record_id: id
{values}
"""
    place = make_place(text, tmp_path)
    path = tmp_path / "stays.csv"
    path.write_text(f"id,{','.join(names)}\n1,{','.join(times)}\n")
    (dataset,) = place.sources.sources[0].datasets
    with open_database() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        (found,) = connection.sql(
            f"SELECT {', '.join(names)} FROM ({select(place.sources, dataset, path, 'l', 'rejects')})"
        ).fetchall()
    assert " ".join(f"{each:%H:%M}" if each else "-" for each in found) == kept


HEAD = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
  - id: s
    partner: P
    system: S
    synthetic: true
    datasets:"""
SOURCES = (
    HEAD
    + """
      - id: stays
        files: stays.csv
        columns: {id: required text, came: required time, left: time, clock: text}
        person: id
        facts: {as_of: came::date}
        refuse:
          - {when: '"left" < came', because: left before arrival, field: left}
        rows:
          - table: activity
            values:
              activity_type: "'inpatient_spell'"
              source_record_id: id
              start_at: came
              end_at: coalesce("left", try_cast(came::date::varchar || ' ' || clock as timestamp))
              quantity: date_diff('minute', came, "left")
      - id: visits
        files: Encounter.ndjson
        format: ndjson
        view: encounter
        columns: {id: required text, patient: required text, start: required instant, end: instant}
        person: patient
        facts: {as_of: start::date}
        rows:
          - table: activity
            values: {activity_type: "'ed_attendance'", source_record_id: id, start_at: start, end_at: '"end"'}
"""
)


@pytest.mark.slow
def test_a_stay_over_the_change_of_clocks_is_as_long_as_it_was(tmp_path):
    """As local times, as a time beside a day, and with offsets; a stay that ends before it begins is refused still."""
    place = Small(tmp_path, make_place(SOURCES, tmp_path))
    (place.extracts / "s").mkdir(parents=True)
    rows = [f"1,{NIGHT} 01:50,{NIGHT} 01:10,", "2,26/10/2025 01:40,,01:20", f"3,{NIGHT} 02:05,{NIGHT} 01:50,"]
    (place.extracts / "s" / "stays.csv").write_text("\n".join(["id,came,left,clock", *rows]) + "\n")
    period = {"start": f"{NIGHT}T01:50:00+01:00", "end": f"{NIGHT}T01:10:00+00:00"}
    visit = {"resourceType": "Encounter", "id": "v", "subject": {"reference": "Patient/4"}, "period": period}
    (place.extracts / "s" / "Encounter.ndjson").write_text(json.dumps(visit))
    report = place.load()
    asked = (
        "SELECT source_record_id, date_diff('minute', start_at, end_at), quantity, end_known FROM activity ORDER BY 1"
    )
    assert place.rows(report, asked) == [("1", 20, 20, True), ("2", 40, None, True), ("v", 20, None, True)]
    assert [(row, field, why) for _, row, field, _, why, _ in place.rejects(report)] == [
        (4, "left", "left before arrival")
    ]
    tested = place.tested(report)
    assert tested["ends_before_start", "s", "stays"] == (0, 2)
    assert tested["ends_before_start", "s", "visits"] == (0, 1)


@pytest.mark.slow
def test_a_call_and_a_handover_over_the_change_of_clocks_are_not_refused(tmp_path):
    place = place_with(tmp_path, "calls_111", "ambulance")
    times = f"CALL_START={NIGHT} 01:50; CALL_ANSWERED={NIGHT} 01:55; CALL_END={NIGHT} 01:10"
    put(place, "iuc111/a.csv", CALLS.file(said(times)))
    names = ("CALL_CONNECT", "ARRIVED_ON_SCENE", "ARRIVED_AT_DESTINATION", "HANDED_OVER", "CLEAR")
    at = ("00:50:00+01:00", "01:05:00+01:00", "01:55:00+01:00", "01:10:00+00:00", "01:20:00+00:00")
    times = "; ".join(f"{name}_TIMESTAMP={NIGHT}T{each}" for name, each in zip(names, at, strict=True))
    put(place, "ambulance/2025.csv", AMBULANCE.file(said(times)))
    report = place.load()
    assert aside(place, report) == ""
    asked = "SELECT date_diff('minute', seen_at, end_at) FROM activity WHERE activity_type = 'call_111'"
    assert place.rows(report, asked) == [(15,)]
    asked = "SELECT value_number FROM observation WHERE code = 'ambulance_handover'"
    assert place.rows(report, asked) == [(15,)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("night", "at", "lengths"),
    [
        (SPRING, ("00:50", "01:05", "00:55", "01:15", "04:00"), (15, 190, 20)),
        (NIGHT, ("00:15", "00:20", "00:30", "02:30", "03:00"), (5, 165, 120)),
    ],
)
def test_what_an_ambulance_takes_over_the_change_of_clocks_is_as_long_as_it_was(tmp_path, night, at, lengths):
    place = place_with(tmp_path, "ambulance")
    names = ("CALL_CONNECT", "ARRIVED_ON_SCENE", "ARRIVED_AT_DESTINATION", "HANDED_OVER", "CLEAR")
    times = "; ".join(f"{name}_TIMESTAMP={night}T{each}Z" for name, each in zip(names, at, strict=True))
    put(place, "ambulance/2025.csv", AMBULANCE.file(said(times)))
    report = place.load()
    assert aside(place, report) == ""
    asked = "SELECT date_diff('minute', start_at, seen_at), date_diff('minute', start_at, end_at) FROM activity"
    (found,) = place.rows(report, asked)
    asked = "SELECT value_number FROM observation WHERE code = 'ambulance_handover'"
    assert (*found, *place.rows(report, asked)[0]) == lengths
