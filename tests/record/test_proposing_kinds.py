"""What a draft takes a row to be by the columns of a file whose name says nothing, and how stays are put together."""

from __future__ import annotations

import pytest

from oneplace.record.proposing import draft
from tests.record.conftest import Small, make_place, sources_of
from tests.record.test_proposing import TODAY, proposed

EPISODES = """Hosp No,NHS No,Date of Birth,Spell No,Episode No,Adm Method,Admission Date,Discharge Date,\
Episode Start,Episode End,Disch Dest,Primary Diag,Secondary Diag
H1,,07/05/1975,SP1,1,21,26/04/2024 19:15,30/04/2024 01:06,26/04/2024 19:15,28/04/2024 09:00,19,I21.9,E119
H1,,07/05/1975,SP1,2,21,26/04/2024 19:15,30/04/2024 01:06,28/04/2024 09:00,30/04/2024 01:06,19,I219,
H1,,07/05/1975,SP2,1,11,13/05/2024 21:25,,13/05/2024 21:25,14/05/2024 13:14,,E119,I10X
H1,,07/05/1975,SP2,2,11,13/05/2024 21:25,,14/05/2024 13:14,,,E119,
H2,,17/05/1980,SP3,1,2A,13/05/2024 08:00,13/05/2024 13:14,13/05/2024 08:00,13/05/2024 13:14,54,,
H2,,17/05/1980,SP3,1,2A,13/05/2024 08:00,13/05/2024 13:14,13/05/2024 08:00,13/05/2024 13:14,54,,
"""


def loaded(folder, name, content):
    """The place as the draft for one file has it, with the file in it."""
    path = folder / "extracts" / "hospital" / f"{name}.csv"
    path.parent.mkdir(parents=True)
    path.write_text(content)
    text = draft([path], source="hospital", partner="H", as_at=TODAY)
    place = Small(folder, make_place(text, folder))
    return place, place.load()


STAYS = """
    SELECT source_record_id, strftime(start_at, '%m-%d %H:%M'), strftime(end_at, '%m-%d %H:%M'), method_code,
        outcome_code
    FROM activity WHERE activity_type = 'inpatient_spell' ORDER BY 1
"""


@pytest.mark.slow
def test_episodes_are_stays_with_their_method_and_what_was_diagnosed(tmp_path):
    place, report = loaded(tmp_path, "ip", EPISODES)
    assert place.rows(report, STAYS) == [
        ("SP1", "04-26 19:15", "04-30 01:06", "21", "19"),
        ("SP2", "05-13 21:25", None, "11", None),
        ("SP3", "05-13 08:00", "05-13 13:14", "2A", "54"),
    ]
    episodes = "SELECT source_record_id, parent_activity_id IS NOT NULL, end_at IS NULL FROM activity "
    assert place.rows(report, episodes + "WHERE activity_type = 'consultant_episode' ORDER BY 1") == [
        ("SP1/1", True, False),
        ("SP1/2", True, False),
        ("SP2/1", True, False),
        ("SP2/2", True, True),
        ("SP3/1", True, False),
    ]
    codes = "SELECT code, code_system, count(*), count(activity_id) FROM observation GROUP BY ALL ORDER BY 1"
    assert place.rows(report, codes) == [("E119", "icd10", 3, 3), ("I10X", "icd10", 1, 1), ("I219", "icd10", 2, 2)]


def without(content, *columns):
    """A table without some of its columns."""
    rows = [line.split(",") for line in content.splitlines()]
    kept = [place for place, name in enumerate(rows[0]) if name not in columns]
    return "".join(",".join(row[place] for place in kept) + "\n" for row in rows)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("left_out", "stay", "kinds"),
    [
        (("Spell No",), "H1:2024-04-26 19:15:00", {"inpatient_spell": 3, "consultant_episode": 5}),
        (("Episode No",), "SP1", {"inpatient_spell": 3, "consultant_episode": 5}),
        (("Episode No", "Episode Start", "Episode End"), "SP1", {"inpatient_spell": 3}),
        (("Spell No", "Episode No"), "H1:2024-04-26 19:15:00", {"inpatient_spell": 3, "consultant_episode": 5}),
    ],
)
def test_a_stay_is_counted_once_whatever_names_it(tmp_path, left_out, stay, kinds):
    place, report = loaded(tmp_path, "ip", without(EPISODES, *left_out))
    found = place.rows(report, "SELECT activity_type, count(*) FROM activity GROUP BY 1")
    assert dict(found) == kinds
    assert place.rows(report, STAYS)[0][:3] == (stay, "04-26 19:15", "04-30 01:06")


@pytest.mark.slow
def test_a_discharge_that_its_last_episode_alone_has_is_the_stay_s(tmp_path):
    rows = EPISODES.replace("26/04/2024 19:15,30/04/2024 01:06,26/04/2024", "26/04/2024 19:15,,26/04/2024")
    place, report = loaded(tmp_path, "ip", rows)
    assert place.rows(report, STAYS)[0] == ("SP1", "04-26 19:15", "04-30 01:06", "21", "19")


def test_a_second_episode_is_kept_though_hardly_any_stay_has_one(tmp_path):
    """A key of the stay alone would set it aside, and its diagnoses with it."""
    row = "H{0},S{0},{1},2024-05-0{2},2024-05-09,2024-05-0{2},K359\n"
    rows = "".join(row.format(n, 1, 1 + n % 5) for n in range(60)) + row.format(7, 2, 6)
    header = "Hosp No,Spell No,Episode No,Admitted,Discharged,Episode Start,Diagnosis\n"
    found = sources_of(proposed(tmp_path, x_csv=header + rows), tmp_path).sources[0].datasets[0]
    assert (found.key, found.rows[0].one_per) == (("Spell No", "Episode No"), ("Spell No",))


def test_a_row_a_stay_is_its_own_and_names_no_episode(tmp_path):
    rows = "".join(f"H{n},S{n},2024-05-{n + 1:02},2024-05-{n + 2:02},2B,K359\n" for n in range(20))
    text = proposed(tmp_path, x_csv="Hosp No,Spell No,Admitted,Discharged,Admission method,Main diagnosis\n" + rows)
    (dataset,) = sources_of(text, tmp_path).sources[0].datasets
    assert dataset.key == ("Spell No",)
    stay, diagnosis = dataset.rows
    assert (stay.one_per, stay.values["end_at"], stay.values["method_code"]) == (
        None,
        "Discharged",
        '"Admission method"',
    )
    assert (diagnosis.parent_type, diagnosis.each) == ("inpatient_spell", ("Main diagnosis",))


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Admission Date,Discharge Date", "inpatient_spell"),
        ("Admission Date,Spell No", "inpatient_spell"),
        ("Episode Start,Consultant,Episode No", "consultant_episode"),
        ("Arrival Date,Departure Date", "ed_attendance"),
        ("Arrival Date,A&E type", "ed_attendance"),
        ("Arrival Date,Departure Date,Decision to admit date,Discharge Date", "ed_attendance"),
        ("Appointment Date,Clinic", "outpatient_attendance"),
        ("Appointment Date,GP code", "gp_appointment"),
        ("Appointment Date,Room", None),
        ("Date referred,First seen date", "referral"),
        ("Attended on,Room", None),
        ("Planned admission date,Discharge letter", None),
    ],
)
def test_what_a_row_is_is_told_by_its_columns_where_they_leave_no_doubt(tmp_path, header, kind):
    names = header.split(",")
    values = ["2024-05-0{0}" if {"date", "on", "start"} & {*name.lower().split()} else "X{0}" for name in names]
    rows = "".join(",".join([f"P{n % 3}", *values]).format(n) + "\n" for n in range(1, 9))
    text = proposed(tmp_path, x_csv=f"Patient ID,{header}\n{rows}")
    rows = sources_of(text, tmp_path).sources[0].datasets[0].rows
    assert (rows[0].values["activity_type"] if rows else None) == (f"'{kind}'" if kind else None)
    assert ("# What a row is was not found." in text) is (kind is None)


def test_the_name_of_a_file_comes_before_its_columns(tmp_path):
    text = proposed(tmp_path, hospice_volunteers_csv="Patient ID,Admitted,Discharged\nP1,2024-05-01,2024-05-02\n")
    assert "activity_type: \"'voluntary_contact'\"" in text
