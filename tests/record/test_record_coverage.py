"""A record says for which days each dataset is complete, and the quality report says so too."""

from datetime import date, timedelta

import pytest

from tests.record.conftest import SOURCES, Small, make_place

pytestmark = pytest.mark.slow  # each loads records

COVERAGE = "SELECT dataset, start_date, end_date, confirmed FROM coverage ORDER BY ALL"


def journal(small, *, first=date(2023, 4, 1), last=date(2024, 12, 12)):
    small.file("gp/patients.csv", "1,,Anna,Adams,1950-02-03,F,A,,SO60 1AA,2010-01-01,,")
    days = [first + timedelta(days=i) for i in range((last - first).days + 1)]
    small.file("gp/journal.csv", *(f"1,{day},,1234," for day in days))
    return small


def with_days(tmp_path, days):
    declared = SOURCES.replace("        happened: day\n", f"        happened: day\n{days}", 1)
    return journal(Small(tmp_path, make_place(declared, tmp_path)))


def test_a_feed_ends_where_its_events_do(small):
    report = journal(small).load()
    assert ("journal", date(2023, 4, 1), date(2024, 12, 13), False) in small.rows(report, COVERAGE)
    (line,) = [row for row in small.quality(report, dataset="journal", aspect="timeliness") if row["file"] is None]
    assert (line["passed"], line["checked"]) == (0, 1)
    assert line["note"].startswith("complete from 2023-04-01 to 2024-12-12, by the data; sources.yaml does not")


def test_what_the_file_confirms_stands(tmp_path, small):
    place = with_days(tmp_path, "        complete_from: 2022-01-01\n        complete_to: 2026-03-31\n")
    report = place.load()
    assert ("journal", date(2022, 1, 1), date(2026, 4, 1), True) in place.rows(report, COVERAGE)
    (line,) = [row for row in place.quality(report, dataset="journal", aspect="timeliness") if row["file"] is None]
    assert (line["passed"], line["note"]) == (1, "complete from 2022-01-01 to 2026-03-31, as sources.yaml confirms")


def test_one_day_may_be_confirmed_and_the_other_found(tmp_path, small):
    place = with_days(tmp_path, "        complete_to: 2024-12-31\n")
    assert ("journal", date(2023, 4, 1), date(2025, 1, 1), False) in place.rows(place.load(), COVERAGE)


def test_of_many_silences_their_number_is_told(small):
    silent = {(2018, 2), (2019, 4), (2020, 6), (2021, 8), (2022, 10)}
    days = [date(2018, 1, 1) + timedelta(days=number) for number in range(8 * 365)]
    small.file("gp/patients.csv", "1,,Anna,Adams,1950-02-03,F,A,,SO60 1AA,2010-01-01,,")
    small.file("gp/journal.csv", *(f"1,{day},,1234," for day in days if (day.year, day.month) not in silent))
    told = [row["note"] or "" for row in small.quality(small.load(), dataset="journal", aspect="timeliness")]
    (note,) = (note for note in told if note.startswith("complete"))
    assert note.startswith(
        "complete from 2018-01-01 to 2025-12-29 but for 5 silences (the table coverage has them), by"
    )


def test_a_dataset_without_an_event_is_complete_for_no_day(small):
    report = journal(small).load()
    ((start, end),) = [row[1:3] for row in small.rows(report, COVERAGE) if row[0] == "attendances"]
    assert start == end
    notes = [row["note"] for row in small.quality(report, dataset="attendances", aspect="timeliness")]
    assert "complete for no day: it holds no event" in notes


@pytest.mark.parametrize("name", ["patients", "addresses", "homes"])
def test_a_list_of_people_or_places_has_no_days(small, name):
    assert name not in {row[0] for row in small.rows(journal(small).load(), COVERAGE)}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("        complete_from: 2025-01-02\n        complete_to: 2025-01-01\n", "complete_to is before complete_from"),
        ("        complete_to: 2026-04-01\n", "complete_to is after as_at, 2026-03-31"),
    ],
)
def test_days_that_cannot_be_are_refused(tmp_path, days, words):
    with pytest.raises(Exception, match=words):
        with_days(tmp_path, days)


def test_of_a_file_a_month_only_the_last_says_how_old_the_news_is(small):
    attended = "A{n},H{n},,01,Ann,A,1950-02-03,Z,{day} 10:00:00,,urgent,11,,2026-03-31"
    small.file("ed/attendances_1.csv", attended.format(n=1, day="2025-05-01"))
    small.file("ed/attendances_2.csv", attended.format(n=2, day="2026-03-20"))
    told = small.quality(journal(small).load(), dataset="attendances", aspect="timeliness")
    assert [(row["file"], row["passed"]) for row in told if row["note"].startswith("newest event")] == [
        ("ed/attendances_2.csv", 1)
    ]


def test_a_site_that_stops_beside_another_ends_the_dataset_in_the_record_too(small):
    for site, last in ((1, date(2026, 3, 31)), (2, date(2025, 12, 10))):
        days = [date(2025, 4, 1) + timedelta(days=i) for i in range((last - date(2025, 4, 1)).days + 1)]
        rows = (
            f"{site}{d:%m%d}{k},H,,01,Ann,A,1950-02-03,Z,{d} 10:00:00,,urgent,11,,{d}" for d in days for k in (0, 1)
        )
        small.file(f"ed/attendances_{site}.csv", *rows)
    covered = small.rows(journal(small).load(), COVERAGE)
    assert ("attendances", date(2025, 4, 1), date(2025, 12, 11), False) in covered
