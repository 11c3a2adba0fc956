"""What a declaration lacks is told when a file is loaded: rows counted twice, and dates that can be read two ways."""

from __future__ import annotations

import pytest

from tests.record.conftest import Small, make_place

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: []
linkage: off
sources:
  - id: charity
    partner: The charity
    system: made up
    datasets:
      - id: visits
        files: visits_*.csv
        columns: {visit_id: text, client: text, day: date, result: number}
        person: client
        facts: {as_of: day}
        rows:
          - ROWS
"""
VISIT = "{table: activity, values: {activity_type: \"'voluntary_contact'\", source_record_id: visit_id, start_at: day}}"
RESULT = "{table: observation, values: {recorded_date: day, kind: \"'measurement'\", value_number: result}}"
HEADER = "visit_id,client,day,result"
EACH_DAY = [f"V{i},C{i},2025-01-{i + 1:02},5" for i in range(20)]

pytestmark = pytest.mark.slow


def loaded(folder, *files, rows=VISIT, declared=""):
    place = Small(
        folder, make_place(SOURCES.replace("ROWS", rows).replace("        person", f"{declared}        person"), folder)
    )
    extracts = folder / "extracts" / "charity"
    extracts.mkdir(parents=True)
    for number, lines in enumerate(files):
        (extracts / f"visits_{number}.csv").write_text("\n".join([HEADER, *lines]) + "\n")
    report = place.load()
    tested = {test: found for (test, *_), found in place.tested(report).items()}
    return tested, report


def test_events_with_the_id_of_another_are_told(tmp_path):
    tested, report = loaded(tmp_path, EACH_DAY, EACH_DAY[15:])
    assert tested["repeated_id"] == (5, 25)
    (note,) = report.notes
    assert note.startswith("charity.visits: 5 of 25 events: each has the id of another event of its kind")
    assert "by `key`" in note


def test_with_a_key_there_is_nothing_to_tell(tmp_path):
    tested, report = loaded(tmp_path, EACH_DAY, EACH_DAY[15:], declared="        key: [visit_id]\n")
    assert tested["repeated_id"] == (0, 20)
    assert report.notes == ()


def test_what_was_observed_is_told_where_another_file_says_the_same_word_for_word(tmp_path):
    tested, report = loaded(tmp_path, EACH_DAY, EACH_DAY[15:], rows=RESULT)
    assert tested["repeated_row"] == (5, 25)
    assert len(report.notes) == 1


def test_one_file_is_taken_at_its_word(tmp_path):
    tested, _ = loaded(tmp_path, [*EACH_DAY, *EACH_DAY], rows=RESULT)
    assert tested.get("repeated_row", (0, 0))[0] == 0


def test_dates_of_which_no_day_is_above_12_are_told(tmp_path):
    tested, report = loaded(tmp_path, [f"V{i},C{i},{i + 1:02}/01/2025,5" for i in range(12)])
    assert tested["day_or_month"] == (12, 12)
    (note,) = report.notes
    assert note.startswith("charity.visits, day: 12 of 12 rows: each has a date of which nobody can tell day and month")
    assert "'%m/%d/%Y'" in note


@pytest.mark.parametrize(("months", "told"), [(2, False), (3, True), (6, True)])
def test_the_first_of_few_months_as_america_writes_it_is_told(tmp_path, months, told):
    """Read with the day first they would be the first days of January."""
    tested, _ = loaded(tmp_path, [f"V{i},C{i},{1 + i % months:02}/01/2025,5" for i in range(12)])
    assert ("day_or_month" in tested) is told


@pytest.mark.parametrize("form", ["01/{:02}/2025", "2025-{:02}-01"])
def test_the_first_of_each_month_as_england_writes_it_is_sure(tmp_path, form):
    tested, report = loaded(tmp_path, [f"V{i},C{i},{form.format(i + 1)},5" for i in range(12)])
    assert "day_or_month" not in tested
    assert report.notes == ()
