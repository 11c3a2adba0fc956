"""The data-quality report, and what its counts mean."""

from __future__ import annotations

import pytest

from oneplace import results

pytestmark = pytest.mark.slow

ANNA = "9990000018"


def counts(small, report, **where):
    (row,) = small.quality(report, **where)
    return row["passed"], row["checked"]


def test_completeness_counts_filled_fields(peopled):
    report = peopled.load()
    assert counts(peopled, report, dataset="patients", aspect="completeness", field="phone") == (1, 2)
    assert counts(peopled, report, dataset="patients", aspect="completeness", field="registered") == (2, 2)
    rightly_empty = {"left", "died"}  # of those who stay and who live
    told = {row["field"] for row in peopled.quality(report, dataset="patients", aspect="completeness")}
    assert {"given", "born"} <= told
    assert not told & rightly_empty


def test_a_missing_required_field_is_incomplete_and_its_row_invalid(peopled):
    peopled.file("gp/journal.csv", "1,,,38341003,", "1,2020-01-01,,38341003,")
    report = peopled.load()
    assert counts(peopled, report, dataset="journal", aspect="completeness", field="day") == (1, 2)
    assert counts(peopled, report, dataset="journal", aspect="validity", field=None) == (1, 2)
    assert counts(peopled, report, dataset="journal", aspect="validity", field="day") == (1, 1)


def test_validity_counts_values_that_could_be_read_and_says_why_not(peopled):
    peopled.file("gp/journal.csv", "1,2020-02-30,,38341003,", "1,2020-01-01,,38341003,many", "1,2020-01-01,,9,5")
    report = peopled.load()
    assert counts(peopled, report, dataset="journal", aspect="validity", field="day") == (2, 3)
    assert counts(peopled, report, dataset="journal", aspect="validity", field="value") == (1, 2)
    (row,) = peopled.quality(report, dataset="journal", aspect="validity", field="value")
    assert row["note"] == "is not a number: 1"
    (row,) = peopled.quality(report, dataset="journal", aspect="validity", field=None)
    assert (row["passed"], row["checked"], row["note"]) == (2, 3, "day is not a date: 1")


def test_uniqueness_counts_rows_whose_key_is_their_own(peopled):
    peopled.file("gp/addresses.csv", "1,999001,2010-01-01,", "1,999002,2010-01-01,", "2,999002,2015-06-01,")
    report = peopled.load()
    assert counts(peopled, report, dataset="addresses", aspect="uniqueness") == (2, 3)


def test_consistency_counts_the_declared_rules(peopled):
    row = f"A1,H7,{ANNA},01,Anna,Adams,1950-02-03,A,2022-01-01 10:00:00,2022-01-01 09:00:00,urgent,,,2022-02-01"
    peopled.file("ed/attendances_1.csv", row)
    report = peopled.load()
    (found,) = peopled.quality(report, dataset="attendances", aspect="consistency", field="departed")
    assert (found["passed"], found["checked"], found["note"]) == (0, 1, "departed before arrival")


def test_numbers_that_belong_to_someone_else_are_inconsistent(peopled):
    peopled.file(
        "ed/attendances_1.csv",
        f"A1,H7,{ANNA},01,Chidi,Okafor,1999-09-09,A,2022-01-01 10:00:00,,urgent,,,2022-02-01",
    )
    report = peopled.load()
    (found,) = peopled.quality(report, source="ed", aspect="consistency", field="nhs_number")
    assert (found["passed"], found["checked"]) == (0, 1)


def test_timeliness_counts_entries_that_came_soon_enough(peopled):
    report = peopled.load()  # one entered after a day, one after two months; late after 30 days
    found = peopled.quality(report, dataset="journal", aspect="timeliness")
    assert [(row["passed"], row["checked"]) for row in found] == [(1, 2), (0, 1), (1, 1)]  # soon, recent, complete
    assert found[0]["note"] == "entered within 30 days"
    assert found[1]["note"] == "newest event 2021-05-05, 1791 days before the extract; 31 expected"


def test_every_row_names_source_partner_file_and_keeps_the_contract(peopled):
    import pyarrow.parquet as pq

    report = peopled.load()
    table = pq.read_table(report.folder / "quality.parquet")
    assert table.schema.names == results.TABLES["quality"].schema.names
    for row in table.to_pylist():
        assert row["source"]
        assert row["partner"]
        assert 0 <= row["passed"] <= row["checked"], row
        of_no_file = row["field"] in ("nhs_number", "person", "neighbourhood")
        assert row["file"] or of_no_file or row["note"].startswith("complete ")
