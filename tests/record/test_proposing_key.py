"""What a draft takes for the name of a row where files overlap, whom it describes, and what it doesn't read twice."""

from __future__ import annotations

import pytest

from oneplace.problems import OneplaceError
from oneplace.record.proposing import draft
from tests.record.conftest import NUMBERS, Small, make_place, sources_of
from tests.record.test_proposing import PATIENTS, TODAY, proposed

HEADER = "visit_id,client,visit_date,outcome\n"


def visits(first, last, outcome="done"):
    return "".join(f"V{i},C{i},2025-01-{1 + i % 28:02},{outcome}\n" for i in range(first, last))


def dataset(text, folder):
    return sources_of(text, folder).sources[0].datasets[0]


def in_two(folder, first, second):
    for month, rows in (("01", first), ("02", second)):
        (folder / f"charity_visits_{month}.csv").write_text(HEADER + rows)
    paths = sorted(folder.glob("charity_visits_*.csv"))
    return draft(paths, source="hospital", partner="H", as_at=TODAY)


def test_an_id_that_comes_again_in_the_next_file_is_the_key_and_the_later_file_counts(tmp_path):
    found = dataset(in_two(tmp_path, visits(0, 60), visits(30, 90, "cancelled")), tmp_path)
    assert (found.key, found.newest_by) == (("visit_id",), "_file")
    assert found.rows[0].values["source_record_id"] == "visit_id"


def test_numbers_that_each_file_counts_from_1_name_no_row(tmp_path):
    other = visits(0, 60).replace(",C", ",D")
    found = dataset(in_two(tmp_path, visits(0, 60), other), tmp_path)
    assert found.key == ()
    assert found.rows[0].values["source_record_id"] == "concat_ws(':', client, visit_date)"


def test_rows_that_are_there_twice_word_for_word_leave_the_key(tmp_path):
    found = dataset(proposed(tmp_path, charity_visits_csv=HEADER + visits(0, 60) + visits(30, 60)), tmp_path)
    assert (found.key, found.newest_by) == (("visit_id",), None)


@pytest.mark.slow
def test_overlapping_files_of_events_alone_are_loaded_as_drafted_and_each_counted_once(tmp_path):
    folder = tmp_path / "extracts" / "hospital"
    folder.mkdir(parents=True)
    text = in_two(folder, visits(0, 60), visits(30, 90, "cancelled"))
    place = Small(tmp_path, make_place(text, tmp_path))
    report = place.load()
    assert (report.rows["person"], report.rows["activity"]) == (90, 90)
    assert not [row for row in place.rejects(report) if row[3] == "row refused"]


RESULTS = "result_id,encounter_id,patient_id,measured_date,code,value\n"


def results(first, last, value):
    return "".join(f"R{i},E{i},P{i},2025-01-{1 + i % 28:02},4548-4,{value}\n" for i in range(first, last))


def test_the_key_of_a_result_is_its_own_and_never_the_visits(tmp_path):
    """A result that is sent again corrected would be counted twice; of a visit there are several results."""
    for month, rows in (("01", results(0, 60, 48)), ("02", results(30, 90, 50))):
        (tmp_path / f"lab_results_{month}.csv").write_text(RESULTS + rows)
    paths = sorted(tmp_path.glob("lab_results_*.csv"))
    found = dataset(draft(paths, source="hospital", partner="H", as_at=TODAY), tmp_path)
    assert (found.rows[0].table, found.key, found.newest_by) == ("observation", ("result_id",), "_file")
    for path in paths:
        path.write_text("\n".join(line.partition(",")[2] for line in path.read_text().splitlines()))
    without = dataset(draft(paths, source="hospital", partner="H", as_at=TODAY), tmp_path)
    assert (without.rows[0].table, without.key) == ("observation", ())


def test_the_number_of_a_person_is_no_key_of_their_referrals(tmp_path):
    """Each may be referred again: of two rows with one number one would be set aside."""
    rows = "".join(f"FP{i},{number},1950-01-01,2025-01-{1 + i:02}\n" for i, number in enumerate(NUMBERS.values()))
    found = dataset(proposed(tmp_path, falls_referrals_csv="ref no,nhs number,dob,date referred\n" + rows), tmp_path)
    assert found.columns["nhs number"].type == "nhs_number"
    assert found.key == ()
    assert "nhs number" not in found.rows[0].values["source_record_id"]


def test_what_a_laboratory_tested_is_the_code_of_its_result(tmp_path):
    rows = "".join(f"P{i},2025-01-{1 + i:02},HbA1c,{40 + i}\n" for i in range(20))
    found = dataset(proposed(tmp_path, lab_results_csv="patient id,taken,test,result\n" + rows), tmp_path)
    assert found.rows[0].values["code"] == "test"
    assert found.rows[0].values["code_system"] == "'local'"


def test_where_a_file_describes_people_events_describe_nobody(tmp_path):
    both = proposed(tmp_path, patients_csv=PATIENTS, charity_visits_csv=HEADER + visits(0, 60))
    alone = proposed(tmp_path, charity_visits_csv=HEADER + visits(0, 60))
    assert sources_of(both, tmp_path).sources[0].datasets[1].facts == {}
    assert dataset(alone, tmp_path).facts == {"as_of": "visit_date"}
    assert "# No file here describes people" in alone


ERAS = (
    "condition_era_id,person_id,condition_concept_id,condition_era_start_date,condition_era_end_date\n"
    "1,1,2,2024-01-01,2024-01-31\n"
)


def test_eras_are_not_read_beside_what_they_are_made_of(tmp_path):
    text = proposed(tmp_path, patients_csv=PATIENTS, condition_era_csv=ERAS)
    assert [each.id for each in sources_of(text, tmp_path).sources[0].datasets] == ["patients"]
    assert "# condition_era.csv has eras, which are made of other tables' rows" in text
    with pytest.raises(OneplaceError, match="has eras"):
        proposed(tmp_path, condition_era_csv=ERAS)


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([f"{month:02}/01/2025" for month in range(1, 13)], True),  # the first of each month, the month first
        ([f"{month:02}/01/2025" for month in range(1, 9)], True),
        ([f"{month:02}/01/2025" for month in range(1, 3)], False),  # too few to tell
        ([f"01/{month:02}/2025" for month in range(1, 13)], False),  # the first of each month, as England writes it
        ([f"{day:02}/01/2025" for day in range(1, 14)], False),
        ([f"2025-{month:02}-01" for month in range(1, 13)], False),
    ],
)
def test_dates_without_a_day_above_12_have_a_remark(tmp_path, days, told):
    rows = "".join(f"{i},C{i % 5},{day}\n" for i, day in enumerate(days))
    text = proposed(tmp_path, charity_visits_csv="visit_id,client,visit_date\n" + rows)
    assert ("no day is above 12" in text) is told
