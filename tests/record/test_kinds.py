"""One file with activities of several kinds: each kind has its own days, and one that nobody knows is named."""

from datetime import date, timedelta

import pyarrow.parquet as pq
import pytest

from oneplace.cli import describe
from tests.record.conftest import HEADERS, SOURCES, Small, make_place

pytestmark = pytest.mark.slow  # each loads records

FIRST, LAST = date(2024, 4, 1), date(2026, 3, 31)
DAYS = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
LOG = """
      - id: log
        files: log.csv
        columns: {Ref: required text, Who: required text, Day: required date, What: text}
        key: [Ref]
        happened: Day
        person: Who
        facts: {as_of: Day}
        rows:
          - table: activity
            values: {activity_type: What, source_record_id: Ref, start_at: Day::timestamp}
          - table: preference
            where: What = 'opt-out'
            values: {preference_type: What, value: "'opted_out'"}
"""
HOLES = "SELECT kind, start_date, end_date FROM coverage WHERE dataset = 'log' ORDER BY kind NULLS FIRST, start_date"


def logged(folder, events, declared=""):
    """The small place with a log of (day, kind)."""
    log = LOG.replace("        happened: Day\n", f"        happened: Day\n{declared}").lstrip("\n")
    place = Small(folder, make_place(SOURCES[: SOURCES.index("      - id: log\n")] + log, folder))
    for name in HEADERS:
        place.file(name)
    rows = (f"{number},1,{day},{what}" for number, (day, what) in enumerate(events))
    place.file("links/log.csv", *rows, header="Ref,Who,Day,What")
    return place


def often(kind, days, number=1):
    return [(day, kind) for day in days for _ in range(number)]


def of_month(year, month):
    return [day for day in DAYS if (day.year, day.month) == (year, month)]


def without(*months):
    return [day for day in DAYS if (day.year, day.month) not in months]


CONTACTS = often("voluntary_contact", DAYS, 3)
SILENT = often("carer_support", without((2025, 2)))
WHOLE = (None, FIRST, LAST + timedelta(days=1))


def test_a_kind_that_is_silent_while_the_rest_go_on_has_a_hole_of_its_own(tmp_path):
    place = logged(tmp_path, CONTACTS + SILENT)
    report = place.load()
    assert place.rows(report, HOLES) == [
        WHOLE,
        ("carer_support", FIRST, date(2025, 2, 1)),
        ("carer_support", date(2025, 3, 1), LAST + timedelta(days=1)),
    ]
    notes = [row["note"] for row in place.quality(report, dataset="log", aspect="timeliness")]
    told = "complete from 2024-04-01 to 2025-01-31 and 2025-03-01 to 2026-03-31, by the data; sources.yaml does not"
    assert f"{told} confirm it; of the kind carer_support alone" in notes
    assert place.tested(report)["feed_hole", "links", "log"] == (1, 1)


def test_a_kind_that_stops_is_told_once_by_its_name(tmp_path):
    place = logged(tmp_path, CONTACTS + often("carer_support", [day for day in DAYS if day < date(2025, 11, 1)]))
    report = place.load()
    assert place.rows(report, HOLES) == [WHOLE, ("carer_support", FIRST, date(2025, 11, 1))]
    assert place.tested(report)["feed_stopped", "links", "log"] == (1, 1)


def test_a_month_in_which_one_kind_came_twice_is_told_of_that_kind(tmp_path):
    twice = often("carer_support", DAYS) + often("carer_support", of_month(2025, 2), 2)
    place = logged(tmp_path, often("voluntary_contact", DAYS, 9) + twice)
    report = place.load()
    odd = "SELECT kind, odd_month FROM coverage WHERE dataset = 'log' ORDER BY kind NULLS FIRST"
    assert place.rows(report, odd) == [(None, None), ("carer_support", date(2025, 2, 1))]


@pytest.mark.parametrize(
    "rare",
    [
        [DAYS[10], DAYS[200], DAYS[420]],  # whole seasons without one are chance
        DAYS[::60],
    ],
    ids=["three", "every two months"],
)
def test_a_rare_kind_with_empty_months_is_complete_as_its_file_is(tmp_path, rare):
    place = logged(tmp_path, CONTACTS + often("carer_support", rare))
    assert place.rows(place.load(), HOLES) == [WHOLE]


def test_a_silence_of_the_whole_file_is_as_long_for_each_kind(tmp_path):
    days = without((2025, 2))
    place = logged(tmp_path, often("voluntary_contact", days, 3) + often("carer_support", days[::4]))
    assert {kind for kind, *_ in place.rows(place.load(), HOLES)} == {None}


def test_a_silence_of_the_whole_file_hides_none_of_a_kind_that_lasts_longer(tmp_path):
    events = often("voluntary_contact", without((2025, 2)), 3) + often("carer_support", without((2025, 2), (2025, 3)))
    place = logged(tmp_path, events)
    assert place.rows(place.load(), HOLES)[-2:] == [
        ("carer_support", FIRST, date(2025, 2, 1)),
        ("carer_support", date(2025, 4, 1), LAST + timedelta(days=1)),
    ]


def test_of_a_kind_the_silence_is_told_that_the_whole_file_has_not(tmp_path):
    contacts = often("voluntary_contact", without((2024, 10)), 3)
    place = logged(tmp_path, contacts + often("carer_support", without((2024, 10), (2025, 2))))
    made = pq.read_table(place.load().folder / "data_tests.parquet").to_pylist()
    told = [row for row in made if (row["test"], row["dataset"]) == ("feed_hole", "log") and row["failed"]]
    assert [(row["note"], row["period_start"]) for row in told if row["period_start"]] == [
        (None, date(2024, 10, 1)),
        ("of the kind carer_support alone", date(2025, 2, 1)),
    ]


def test_what_the_file_confirms_stands_for_each_of_its_kinds(tmp_path):
    both = "        complete_from: 2024-04-01\n        complete_to: 2026-03-31\n"
    place = logged(tmp_path, CONTACTS + SILENT, both)
    assert place.rows(place.load(), HOLES) == [WHOLE]


def test_one_confirmed_day_stands_for_each_of_its_kinds(tmp_path):
    late = often("carer_support", [day for day in DAYS if day >= date(2025, 1, 1)])
    place = logged(tmp_path, CONTACTS + late)
    assert place.rows(place.load(), HOLES) == [WHOLE, ("carer_support", date(2025, 1, 1), LAST + timedelta(days=1))]
    place = logged(tmp_path, CONTACTS + late, "        complete_from: 2024-04-01\n")
    assert place.rows(place.load(), HOLES) == [WHOLE]


def test_rows_of_a_kind_that_nobody_knows_are_left_out_and_named(tmp_path):
    misspelt = often("carer_suport", of_month(2025, 2))
    place = logged(tmp_path, CONTACTS + SILENT + misspelt)
    report = place.load()
    assert place.rows(report, "SELECT DISTINCT activity_type FROM activity ORDER BY 1") == [
        ("carer_support",),
        ("voluntary_contact",),
    ]
    (row,) = {each[2:] for each in place.rejects(report)}
    assert row == ("activity_type", "row refused", "is no kind that is known: carer_suport", "carer_suport")
    told = [each for each in describe.loaded(report)["to_look_at"] if each["where"] == "links/log.csv"]
    assert [(each["not right"], each["why, or what is asked"]) for each in told if each["what"] == "rows"] == [
        (28, "activity_type is no kind that is known: carer_suport: 28")
    ]
    assert place.tested(report)["unknown_kind", "links", "log"][0] == 28


def test_a_kind_of_few_rows_may_be_a_text_about_somebody_and_stands_with_the_identities_alone(tmp_path):
    place = logged(tmp_path, [*CONTACTS, (FIRST, "Anna rang"), (FIRST, "")])
    report = place.load()
    assert [row[2:] for row in place.rejects(report)] == [
        ("activity_type", "row refused", "is no kind that is known", "Anna rang"),
        ("activity_type", "row refused", "is missing", None),
    ]
    assert "Anna" not in str(place.quality(report))


def test_a_kind_of_observation_that_nobody_knows_is_left_out_too(tmp_path):
    text = SOURCES.replace("'diagnosis' else 'measurement' end", "'symptom' else 'measurement' end")
    assert text != SOURCES
    place = Small(tmp_path, make_place(text, tmp_path))
    for name in HEADERS:
        place.file(name)
    place.file("gp/patients.csv", "1,,Anna,Adams,1950-02-03,F,A,,SO60 1AA,2010-01-01,,")
    place.file("gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,", "1,2021-05-05,2021-07-06,271649006,141.5")
    report = place.load()
    assert place.rows(report, "SELECT kind FROM observation") == [("measurement",)]
    assert [row[2:] for row in place.rejects(report)] == [
        ("kind", "row refused", "is no kind that is known", "symptom")
    ]


def test_an_opting_out_stands_though_its_row_is_of_no_kind(tmp_path):
    place = logged(tmp_path, [*CONTACTS, (FIRST, "opt-out")])
    report = place.load()
    assert place.rows(report, "SELECT count(*) FROM person") == [(0,)]
    everyone = place.rows(report, "SELECT DISTINCT activity_type FROM activity", purpose="direct_care")
    assert everyone == [("voluntary_contact",)]
    assert [row[2:] for row in place.rejects(report)] == [
        ("activity_type", "row refused", "is no kind that is known", "opt-out")
    ]
