"""What a draft takes of people out of the columns of a list: birth dates, whole names, numbers, practice and home."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from oneplace.record.proposing import draft
from tests.record.conftest import NUMBERS, Small, make_place, sources_of
from tests.record.test_proposing import TODAY, proposed


def facts(text, folder):
    return sources_of(text, folder).sources[0].datasets[0].facts


def loaded(folder, **files):
    """The place as the draft for these files has it, with the files in it."""
    extracts = folder / "extracts" / "hospital"
    extracts.mkdir(parents=True)
    for name, content in files.items():
        (extracts / f"{name}.csv").write_text(content)
    text = draft(sorted(extracts.iterdir()), source="hospital", partner="H", as_at=TODAY)
    place = Small(folder, make_place(text, folder))
    return place, place.load()


@pytest.mark.parametrize(
    "name",
    ["DoB", "D.o.B.", "Dob", "DOB", "d_o_b", "BirthDate", "Date Of Birth", "DATEOFBIRTH", "dateOfBirth", "Birthday"],
)
def test_a_birth_date_is_known_however_its_name_is_written(tmp_path, name):
    said = facts(proposed(tmp_path, a_csv=f"Client ref,{name}\nC1,01/02/1950\nC2,17/02/1960\n"), tmp_path)
    assert said["birth_date"].strip('"') == name


@pytest.mark.slow
@pytest.mark.parametrize(
    ("header", "names", "identity"),
    [
        ("Name", ["Ann Ash", "Bob May Box", "Cy Cox"], [("Ann", "Ash"), ("Bob", "Box"), ("Cy", "Cox")]),
        ("Full name", ["ASH, Ann", "O'NEIL-BOX, Bob May"], [("Ann", "ASH"), ("Bob", "O'NEIL-BOX")]),
        ("Patient Name", ["Mrs Ann Ash", "Dr. Bob Box", "Cy Cox"], [("Ann", "Ash"), ("Bob", "Box"), ("Cy", "Cox")]),
    ],
)
def test_whole_names_are_split_by_their_form_with_a_remark(tmp_path, header, names, identity):
    rows = "".join(f'C{n},1950-02-0{n + 1},"{name}"\n' for n, name in enumerate(names))
    _place, report = loaded(tmp_path, clients=f"Client ref,DoB,{header}\n{rows}")
    found = pq.read_table(report.identity / "identity.parquet").to_pylist()
    assert sorted((each["given_name"], each["family_name"]) for each in found) == identity
    text = draft([*(tmp_path / "extracts" / "hospital").iterdir()], source="hospital", partner="H", as_at=TODAY)
    assert f"# First and family names were guessed from the form of {header}: see whether" in text


@pytest.mark.parametrize("values", [["Ann", "Bob"], ["x1", "x2"], ["Ann Ash", "?"]])
def test_a_name_that_is_not_whole_is_told_to_be_used_for_nothing(tmp_path, values):
    text = proposed(tmp_path, a_csv="Client ref,DoB,Name\n" + "".join(f"C{v},1950-02-01,{v}\n" for v in values))
    assert "given_name" not in facts(text, tmp_path)
    assert "# Name is used for nothing: if it holds people's names" in text


def test_a_name_beside_nothing_of_a_person_is_nobody_s(tmp_path):
    text = proposed(tmp_path, a_csv="Client ref,Attended,Name\nC1,2024-05-01,Falls clinic\nC2,2024-05-02,Foot clinic\n")
    assert "given_name" not in text.replace("given_name: … and family_name", "")


@pytest.mark.parametrize(
    ("header", "values", "fact"),
    [
        ("NHS_NUMBER_STATUS_INDICATOR", ["01", "02", "08"], "NHS_NUMBER_STATUS_INDICATOR"),
        ("NHS_NUMBER_STATUS_INDICATOR_CODE", ["01"], "NHS_NUMBER_STATUS_INDICATOR_CODE"),
        ("NHS number status", ["01", "02"], '"NHS number status"'),
        ("NHSNumberTracingStatus", ["1", "2"], "right('0' || NHSNumberTracingStatus, 2)"),
        ("NHS number status", ["traced", "not traced"], None),
        ("NHS number status", ["01", "99"], None),
    ],
)
def test_the_status_of_the_nhs_number_is_taken_where_its_codes_are_known(tmp_path, header, values, fact):
    rows = "".join(f"A{n},{NUMBERS['anna']},1950-02-03,{value}\n" for n, value in enumerate(values))
    text = proposed(tmp_path, people_csv=f"patient_id,NHS number,DoB,{header}\n{rows}")
    assert facts(text, tmp_path).get("nhs_number_status") == fact
    assert (f"# The codes of {header} were not understood." in text) is (fact is None)


@pytest.mark.slow
@pytest.mark.parametrize(("status", "people"), [("1", 1), ("2", 2)])
def test_an_untraced_number_with_another_birth_date_joins_nobody(tmp_path, status, people):
    """Without the status it would link as a traced one does, by the names."""
    header = "patient_id,NHS number,First name,Surname,DoB,NHS number status\n"
    rows = [f"A1,{NUMBERS['anna']},Anna,Adams,1950-02-03,1", f"A2,{NUMBERS['anna']},Anna,Adams,1971-08-20,{status}"]
    _place, report = loaded(tmp_path, people=header + "\n".join(rows) + "\n")
    assert report.rows["person"] == people


def test_each_ethnic_category_of_a_long_list_is_known_and_labels_are_told(tmp_path):
    rows = "".join(f"A{n},1950-02-03,{code}\n" for n, code in enumerate("ABCDEFGHJKLMNPRSZ" * 6))
    assert (
        facts(proposed(tmp_path, a_csv=f"patient id,DoB,Ethnicity\n{rows}"), tmp_path)["ethnic_category"] == "Ethnicity"
    )
    rows = "".join(f"A{n},1950-02-03,White British\n" for n in range(9))
    assert "# The codes of Ethnicity were not understood." in proposed(
        tmp_path, a_csv=f"patient id,DoB,Ethnicity\n{rows}"
    )


PATIENTS = """PatientID,NHS Number,Forename,Surname,DOB,Sex,LSOA,Postcode,DateRegistered,DateLeft
P1,999 000 0018,Anna,Adams,03/02/1950,2,E01017189,SO60 1AA,01/01/2018,
P2,999 000 0026,Bashir,Begum,30/12/1980,1,E01017189,SO60 1AB,02/02/2021,05/06/2024
P1,999 000 0018,Anna,Adams,03/02/1950,2,E01017189,SO60 1AA,01/03/2025,
P3,,Cara,Cole,30/12/1990,2,,,03/02/2021,
P4,,Dev,Dunn,30/12/1970,1,E01017189,SO60 1AB,,
"""


@pytest.mark.slow
def test_a_practice_s_list_without_a_practice_is_who_is_registered_and_lives_there_then(tmp_path):
    place, report = loaded(tmp_path, gp_list=PATIENTS)
    found = place.rows(
        report,
        "SELECT organisation_code, strftime(start_date, '%Y-%m-%d'), strftime(end_date, '%Y-%m-%d') FROM registration "
        "WHERE registration_type = 'gp' ORDER BY 2",
    )
    assert found == [
        ("not known", "2018-01-01", "2025-03-01"),
        ("not known", "2021-02-02", "2024-06-05"),
        ("not known", "2021-02-03", None),
        ("not known", "2025-03-01", None),
    ]
    lived = place.rows(
        report, "SELECT strftime(end_date, '%Y-%m-%d') FROM address WHERE lsoa21_code IS NOT NULL ORDER BY 1"
    )
    assert [end for (end,) in lived] == ["2024-06-05", "2025-03-01", None]
    text = draft([tmp_path / "extracts" / "hospital" / "gp_list.csv"], source="hospital", partner="H", as_at=TODAY)
    assert "# No column says at which practice: write its code" in text
    assert "        key: [PatientID, DateRegistered]\n" in text


def test_whom_a_charity_or_a_ward_registers_is_at_no_practice(tmp_path):
    charity = proposed(tmp_path, falls_csv="Client ref,DoB,Registered\nC1,1950-02-03,2024-05-01\n")
    ward = "Patient ID,DoB,Registered,Arrived,Departed\nC1,1950-02-03,{0} 10:00,{0} 10:05,{0} 12:00\n".format(
        "2024-05-01"
    )
    for text in (charity, proposed(tmp_path, a_csv=ward)):
        assert "table: registration" not in text
