"""Every fault that the declared tests look for, planted in the small place, is found by its name, source and period."""

from __future__ import annotations

from datetime import date

import pyarrow.parquet as pq
import pytest

from oneplace.vocabulary.data_tests import DATA_TESTS
from tests.record.conftest import NUMBERS

ANNA, BASHIR, CARA = NUMBERS["anna"], NUMBERS["bashir"], NUMBERS["cara"]
SOUND = "1,2020-05-05,2020-05-06,38341003,"

pytestmark = pytest.mark.slow


def rows(report, **where):
    found = pq.read_table(report.folder / "data_tests.parquet").to_pylist()
    return [row for row in found if all(row[key] == value for key, value in where.items())]


def failing(report):
    """What failed, all days together: test, source and dataset, with how many."""
    return {
        (row["test"], row["source"], row["dataset"]): row["failed"]
        for row in rows(report, group=None)
        if row["failed"] and (row["period_start"] is None or DATA_TESTS[row["test"]].of_feeds)
    }


def stay(number, arrived, departed, patient="H7", nhs=ANNA, **told):
    of = {"ethnic": "A", "acuity": "urgent", "reason": "11", "born": "1950-02-03"} | told
    who = f"{number},{patient},{nhs},01,Anna,Adams,{of['born']},{of['ethnic']}"
    return f"{who},{arrived},{departed},{of['acuity']},{of['reason']},,2022-06-01"


def patient(key, nhs, **told):
    of = {"born": "1950-02-03", "died": "", "given": f"Name{key}"} | told
    return f"{key},{nhs},{of['given']},Adams,{of['born']},F,A,,SO60 1AA,2010-01-01,,{of['died']}"


def test_the_clean_place_has_no_structural_or_logical_fault(peopled):
    report = peopled.load()
    assert rows(report)
    analytical = {name for name, test in DATA_TESTS.items() if test.layer.value == "analytical"}
    assert {test for test, *_ in failing(report)} - analytical == set()


def test_every_row_has_its_tests_layer_and_severity_and_no_more_failed_than_checked(peopled):
    for row in rows(peopled.load()):
        test = DATA_TESTS[row["test"]]
        assert (row["layer"], row["severity"]) == (test.layer.value, test.severity.value)
        assert 0 <= row["failed"] <= row["checked"]
        assert row["partner"]


def test_faults_of_a_practices_journal(peopled):
    path = peopled.file(
        "gp/journal.csv",
        SOUND,
        "1,2020",
        "1,,2020-05-06,38341003,",
        "1,2020-05-05,2020-05-06,38341003,many",
        "7,2020-05-05,2020-05-06,38341003,",
        "1,2031-05-05,2031-05-06,38341003,",
        "1,1949-05-05,1949-05-06,38341003,",
        "1,2021-05-05,2021-07-06,271649006,141.5",
    )
    path.write_bytes(path.read_bytes() + b"1,2020-05-05,2020-05-06,caf\xe9,\n")
    found = failing(peopled.load())
    wanted = ("torn_row", "missing_value", "wrong_type", "unknown_person", "impossible_date", "before_birth")
    for test in (*wanted, "recorded_late", "wrong_encoding", "feed_late"):
        assert found[test, "gp", "journal"] == 1, test


def test_faults_of_a_hospitals_attendances(peopled):
    peopled.file(
        "ed/attendances_1.csv",
        stay("A1", "2022-01-01 10:00:00", "2022-01-01 12:00:00"),
        stay("A2", "2022-02-01 10:00:00", "2022-02-01 12:00:00", acuity="blue"),
        stay("A3", "2022-03-01 10:00:00", "2022-03-01 12:00:00", patient="H9", nhs="9990000019"),
        stay("A4", "2022-04-01 10:00:00", "2022-04-01 09:00:00"),
        stay("A5", "", "2022-05-01 09:00:00"),
        stay("A6", "2022-09-01 10:00:00", "2031-01-01 09:00:00"),
        stay("A7", "2022-06-01 10:00:00", "2022-06-09 10:00:00", reason=""),
        stay("A8", "2022-06-03 10:00:00", "2022-06-04 10:00:00"),
        stay("A9", "2022-07-01 10:00:00", "2022-07-01 12:00:00"),
        stay("A10", "2022-07-01 10:00:00", "2022-07-01 12:00:00"),
        stay("A11", "2009-01-01 10:00:00", "2009-01-01 12:00:00"),
        stay("A12", "2022-08-01 10:00:00", "2022-08-01 12:00:00", patient="H10", nhs="", ethnic="Z"),
    )
    found = failing(peopled.load())
    for test in ("code_not_listed", "bad_nhs_number", "breaks_rule", "discharge_without_admission", "not_coded"):
        assert found[test, "ed", "attendances"] == 1, test
    for test in ("ends_before_start", "overlapping_stays", "outside_registration", "no_ethnic_group"):
        assert found[test, "ed", "attendances"] == 1, test
    assert found["stay_sent_twice", "ed", "attendances"] == 2
    assert found["no_nhs_number", "ed", "attendances"] == 2  # none sent, and one that is wrong


def test_faults_of_who_people_are(peopled):
    peopled.file(
        "gp/patients.csv",
        patient("1", ANNA, born="1950-02-13", given="Anna"),
        patient("2", BASHIR, born="1901-02-03"),
        patient("3", CARA, born="1900-01-01"),
        patient("4", NUMBERS["dan"], died="1940-01-01"),
    )
    homes = ("1,999001,2010-01-01,", "1,999002,2010-01-01,", "2,999002,2015-06-01,2014-06-30")
    peopled.file("gp/addresses.csv", *homes)
    peopled.file("ed/attendances_1.csv", stay("A1", "2022-01-01 10:00:00", "2022-01-01 12:00:00"))
    peopled.file("links/log.csv", "L1,Zoe,Zander,03/02/1977,,,01/02/2022")
    found = failing(peopled.load())
    for test in ("impossible_age", "birth_date_of_none", "died_before_birth"):
        assert found[test, "gp", "patients"] == 1, test
    assert ("birth_date_differs", "gp", "patients") in found
    assert found["repeated_key", "gp", "addresses"] == found["interval_impossible", "gp", "addresses"] == 1
    assert found["no_address", "links", "log"] == found["not_linked", "links", None] == 1


def test_two_dates_of_death_and_what_comes_after(peopled):
    text_of_two = [patient("1", ANNA, died="2020-01-01"), patient("2", ANNA, died="2020-02-01")]
    peopled.file("gp/patients.csv", *text_of_two)
    peopled.file("gp/journal.csv", SOUND, "1,2019-05-05,2019-05-06,38341003,")
    found = failing(peopled.load())
    assert found["two_dates_of_death", "gp", "patients"] == 1
    assert found["after_death", "gp", "journal"] == 1


def test_a_fault_is_told_in_the_quarter_in_which_it_is(peopled):
    peopled.file("gp/journal.csv", SOUND, "1,1949-05-05,1949-05-06,38341003,")
    told = rows(peopled.load(), test="before_birth", dataset="journal")
    assert [(row["period_start"], row["period_end"], row["failed"], row["checked"]) for row in told] == [
        (None, None, 1, 2),
        (date(1949, 4, 1), date(1949, 7, 1), 1, 1),
        (date(2020, 4, 1), date(2020, 7, 1), 0, 1),
    ]


def test_a_feed_that_stops_is_told_with_its_days(peopled):
    days = [f"1,2026-0{month}-{day:02},2026-03-06,38341003," for month in (1, 2) for day in range(1, 29)]
    months = [f"1,2025-{month:02}-{day:02},,38341003," for month in range(1, 13) for day in range(1, 29)]
    peopled.file("gp/journal.csv", *months, *days[:28])
    (row,) = rows(peopled.load(), test="feed_stopped", dataset="journal")
    assert (row["failed"], row["period_start"], row["period_end"]) == (1, date(2026, 1, 29), date(2026, 4, 1))


def test_who_opted_out_is_told_by_group(peopled):
    peopled.file("gp/journal.csv", SOUND, "2,2020-05-05,2020-05-06,opt-out,")
    told = rows(peopled.load(), test="opted_out")
    assert {(row["source"], row["failed"]) for row in told if row["group"] is None} == {("gp", 1)}
    groups = {row["group"]: row["failed"] for row in told if row["group"]}
    assert sum(number for name, number in groups.items() if name.startswith("deprivation")) == 1
    assert sum(number for name, number in groups.items() if name.startswith("ethnic")) == 1


def test_an_empty_feed(peopled):
    peopled.file("ed/attendances_1.csv")
    assert failing(peopled.load())["feed_empty", "ed", "attendances"] == 1


def test_a_submission_that_shrank_by_a_third_is_told_and_one_that_did_not_is_not(peopled):
    days = [f"1,20{year}-05-{day:02},,38341003," for year in (19, 20) for day in range(1, 31)]
    peopled.file("gp/journal.csv", *days)
    assert rows(peopled.load(), test="submission_shrank") == []  # the first has none before it
    peopled.file("gp/journal.csv", *days[:45])
    assert ("submission_shrank", "gp", "journal") not in failing(peopled.load())
    peopled.file("gp/journal.csv", *days[:30])
    report = peopled.load()
    assert failing(report)["submission_shrank", "gp", "journal"] == 1
    (row,) = [row for row in rows(report, test="submission_shrank") if row["failed"]]
    assert row["note"] == "rows: 30; rows in the last submission: 45"
