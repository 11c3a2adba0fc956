"""What a draft of sources.yaml takes each column to be and to say, by its name and by what stands in it."""

from __future__ import annotations

import pytest

from oneplace.record.proposing.guessing import guess, words
from tests.record.conftest import sources_of
from tests.record.test_proposing import PATIENTS, TODAY, proposed


@pytest.mark.parametrize(
    ("name", "values", "kind"),
    [
        ("NHS_NUMBER", ["9990000018", "999 000 0026"], "nhs_number"),
        ("NHSNumber", ["a1b2", "c3d4"], "text"),  # a pseudonym
        ("nhs_number_status", ["01", "02"], "text"),
        ("GivenName", ["Anna"], "name"),
        ("Surname", [], "name"),
        ("pcds", ["SO60 1AA"], "postcode"),
        ("home", ["SO60 1AA", "so601ab"], "postcode"),
        ("postcode", ["2150", "3000"], "identifier"),  # Australia's
        ("Address line 1", ["1 High Street"], "identifier"),
        ("Contact", ["anna@example.org"], "email"),
        ("Tel", ["01632 960001"], "phone"),
        ("UPRN", ["999001"], "uprn"),
        ("day", ["2024-05-01", "2024-05-02"], "date"),
        ("day", ["1/5/24", "02-May-2024", "20240503"], "date"),
        ("day", ["5/13/2024", "12/31/2024"], "date"),
        ("at", ["01/05/2024 10:30", "2024-05-01 23:59:59"], "time"),
        ("at", ["2024-05-01T10:30:00Z", "2024-05-01T10:30:00+01:00"], "instant"),
        ("Year of birth", ["1950", "1961"], "date"),
        ("year", ["2023", "2024"], "integer"),
        ("Sessions", ["3", "12"], "integer"),
        ("value", ["3", "12"], "number"),
        ("weight", ["3.5", "12"], "number"),
        ("practice_code", ["81001", "81002"], "text"),
        ("clinic", ["0123", "4567"], "text"),
        ("description", ["1234567890123"], "text"),
        ("interpreter", ["Y", "N", "Y"], "flag"),
        ("done", ["TRUE", "false"], "flag"),
        ("smokes", ["0", "1"], "integer"),
        ("note", ["not well", "better"], "text"),
        ("empty", [], "text"),
        ("day", ["2024-05-01"] * 19 + ["soon"], "date"),  # one slip in twenty
        ("day", ["2024-05-01"] * 9 + ["soon"], "text"),
    ],
)
def test_a_column_is_what_its_name_and_values_say(name, values, kind):
    assert guess(name, values, TODAY).type == kind


def test_a_month_that_comes_first_is_declared(tmp_path):
    text = proposed(tmp_path, visits_csv="client_id,visit date\n1,12/31/2024\n2,01/02/2025\n")
    assert "visit date: {type: date, format: '%m/%d/%Y'}" in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("LA_Person_Unique_Identifier", "la person unique identifier"),
        ("LocalPatientId", "local patient id"),
        ("NHSNumber", "nhs number"),
        ("D.O.B.", "d o b"),
        ("start_at", "start at"),
    ],
)
def test_a_name_is_read_in_words(name, said):
    assert words(name) == said


@pytest.mark.parametrize(
    ("values", "sex"),
    [
        (["1", "2", "9"], "case sex when '1' then 'M' when '2' then 'F' when '9' then 'I' else 'U' end"),
        (["F", "M"], "sex"),
        (["f", "Not known"], "case sex when 'f' then 'F' else 'U' end"),
        (["A", "B"], None),
    ],
)
def test_the_sex_is_taken_where_every_code_is_known(tmp_path, values, sex):
    text = proposed(tmp_path, patients_csv="patient_id,dob,sex\n" + "".join(f"{v},1950-01-01,{v}\n" for v in values))
    facts = sources_of(text, tmp_path).sources[0].datasets[0].facts
    assert facts.get("sex") == sex


@pytest.mark.parametrize(
    ("header", "facts"),
    [
        ("soc_sec_id", {"shared_number": "soc_sec_id"}),
        ("NI Number", {"shared_number": '"NI Number"'}),
        ("UPN", {"shared_number": "UPN"}),
        ("Address line 1", {"address_line": '"Address line 1"'}),
        ("house_number,street", {"address_line": "concat_ws(' ', house_number, street)"}),
        ("Address line 2,town", {}),
    ],
)
def test_numbers_that_others_share_and_the_street_help_to_link(tmp_path, header, facts):
    values = ",".join(f"{n}x" for n in header.split(","))
    text = proposed(
        tmp_path, list_csv=f"client_id,first name,last name,dob,{header}\n1,Anna,Adams,1950-02-03,{values}\n"
    )
    said = sources_of(text, tmp_path).sources[0].datasets[0].facts
    assert {fact: said[fact] for fact in ("shared_number", "address_line") if fact in said} == facts
    assert ("Names and a birth date alone join nobody" in text) is not bool(facts)
    assert "`linkage: likely`" in text


@pytest.mark.parametrize("header", ["city", "Town", "suburb", "Post Town", "Locality", "address_town", "TownName"])
def test_the_town_helps_to_link_and_joins_nobody_by_itself(tmp_path, header):
    people = f"client_id,first name,last name,dob,{header}\n1,Anna,Adams,1950-02-03,Romsey\n"
    text = proposed(tmp_path, list_csv=people)
    assert sources_of(text, tmp_path).sources[0].datasets[0].facts["town"].strip('"') == header
    assert "Names and a birth date alone join nobody" in text


@pytest.mark.parametrize("header", ["town of birth", "birth town", "GP town", "school city", "city code", "town id"])
def test_a_town_of_something_else_is_not_where_somebody_lives(tmp_path, header):
    people = f"client_id,first name,last name,dob,{header}\n1,Anna,Adams,1950-02-03,Romsey\n"
    assert "town" not in sources_of(proposed(tmp_path, list_csv=people), tmp_path).sources[0].datasets[0].facts


@pytest.mark.parametrize("key", ["Client No", "patient_number", "ServiceUserNo"])
def test_a_number_of_the_client_says_whose_row_it_is(tmp_path, key):
    text = proposed(tmp_path, visits_csv=f"{key},Attended on\nC1,03/04/2024\nC2,13/04/2024\nC1,05/06/2024\n")
    assert sources_of(text, tmp_path).sources[0].datasets[0].person.strip('"') == key


def test_words_that_people_wrote_are_in_no_remark(tmp_path):
    rows = [f"{i},2024-01-01,fell at {i} Oak Street,{'seen' if i % 2 else 'not seen'}" for i in range(12)]
    text = proposed(tmp_path, visits_csv="\n".join(["client_id,date,what,outcome", *rows]))
    assert "Oak" not in text
    assert "outcome: text  # not seen, seen" in text


@pytest.mark.parametrize("column", ["GP", "key worker", "seen by", "next of kin", "lead clinician", "anything"])
def test_no_remark_names_who_is_in_a_column(tmp_path, column):
    rows = "".join(f"{n},Dr Patel\n" for n in range(20)) if column == "anything" else "1,PATEL\n" * 20
    assert "patel" not in proposed(tmp_path, a_csv=f"id,{column}\n{rows}").lower()
    assert "# 400" in proposed(tmp_path, a_csv="id,consultant code\n" + "1,400\n" * 20)


def test_names_and_a_birth_date_alone_are_told_to_join_nobody(tmp_path):
    alone = "rec_id,given_name,surname,date_of_birth\n1,Anna,Adams,1950-02-03\n2,Bo,Bell,1960-02-03\n"
    assert "join nobody" in proposed(tmp_path, people_csv=alone)
    assert "join nobody" not in proposed(tmp_path, patients_csv=PATIENTS)


@pytest.mark.parametrize(
    ("kind", "codes", "system"),
    [
        ("conditions", ("38341003", "59621000", "73211009"), "snomed"),
        ("conditions", ("38341004", "59621001", "73211008"), "local"),  # of the form, but for their check digits
        ("conditions", ("I10", "E11.9", "J459"), "icd10"),
        ("procedures", ("H26.1", "K40.2", "W37.1"), "opcs4"),
        ("observations", ("8462-4", "8480-6", "39156-5"), "loinc"),
        ("medications", ("313096", "197361", "3827"), "local"),
    ],
)
def test_what_system_codes_are_of_is_told_by_their_form(tmp_path, kind, codes, system):
    rows = "".join(f"A{n},2024-05-0{n + 1},{code}\n" for n, code in enumerate(codes))
    text = proposed(tmp_path, **{f"{kind}_csv": f"patient,date,code\n{rows}"})
    assert f"code_system: \"'{system}'\"" in text


def test_nobody_s_key_stands_in_a_draft(tmp_path):
    key = "1b311689-ad42-79a4-754e-373f647b7077"
    rows = "".join(f"P12,{key},2024-05-{day:02},routine\n" for day in range(1, 20))
    text = proposed(tmp_path, spells_csv=f"patient,team,admission date,kind\n{rows}")
    assert "  # routine" in text
    assert "P12" not in text
    assert key not in text


def test_columns_that_stand_below_others_names_are_told(tmp_path):
    text = proposed(tmp_path, immunizations_csv="date,patient,code\nA1,E7,IPV\nA2,E8,IPV\n")
    assert "date: text  # is called a date and holds none: do the columns stand below their names?" in text


def test_a_class_is_found_by_what_it_holds(tmp_path):
    rows = "".join(f"E{n},A1,{kind},2024-05-01\n" for n, kind in enumerate(("AMB", "EMER", "IMP")))
    text = proposed(tmp_path, encounter_csv=f"encounter,patient,klass,start\n{rows}")
    assert "lower(klass) in ('emer', 'emergency', 'urgentcare') then 'ed_attendance'" in text


@pytest.mark.parametrize("word", ["from", "select", "case", "order", "date", "2nd visit"])
def test_a_column_called_as_sql_has_a_word_is_proposed_in_quotes(tmp_path, word):
    text = proposed(tmp_path, spells_csv=f"patient,{word},code\nA1,2024-05-01,x\nA2,2024-05-02,y\n")
    assert sources_of(text, tmp_path).sources[0].datasets[0].rows[0].values["start_at"].strip('"') == word


def test_a_hospitals_own_numbers_name_the_person_and_the_stay(tmp_path):
    lines = [f"S{n},H{n // 2},{'' if n % 3 else '9990000018'},21,2024-05-{n:02}" for n in range(1, 29)]
    text = proposed(tmp_path, spells_csv="\n".join(["Spell,Hospital No,NHS number,Method,Admitted", *lines]) + "\n")
    assert "        person: '\"Hospital No\"'\n" in text  # and not the NHS number, which some lack
    assert "        key: [Spell]\n" in text
    assert "              source_record_id: Spell\n" in text
    assert "              method_code: Method\n" in text  # as text: there are 2A and 2D
    assert "          Method: text" in text
    sites = [f"S{n},RHM0{n % 2},9990000018,21,2024-05-{n:02}" for n in range(1, 29)]
    text = proposed(tmp_path, spells_csv="\n".join(["Spell,Hospital id,NHS number,Method,Admitted", *sites]) + "\n")
    assert "        person: '\"NHS number\"'\n" in text


@pytest.mark.parametrize(
    ("header", "rows", "said"),
    [
        ("sex", ["1 - Male", "2 - Female", "9 - Not specified"], "when '1 - Male' then 'M' when '2 - Female' then 'F'"),
        ("sex", ["M: male", "F: female"], "when 'M: male' then 'M' when 'F: female' then 'F'"),
        (
            "sex,sex label",
            ["1,Male", "2,Female", "9,Not specified"],
            "when 'Male' then 'M' when 'Female' then 'F' else",
        ),
        ("sex", ["male or female", "1"], ""),
        ("sex", ["J", "K"], ""),
    ],
)
def test_a_sex_is_read_by_its_label_and_one_that_is_not_understood_is_told(tmp_path, header, rows, said):
    lines = [f"A{n},1950-02-03,{row}" for n, row in enumerate(rows * 3)]
    text = proposed(tmp_path, people_csv="\n".join([f"patient id,born,{header}", *lines]) + "\n")
    assert said in text
    assert ("# The codes of sex were not understood." in text) == (said == "")


def test_what_a_row_refers_to_does_not_name_it_and_staff_have_no_sex_to_be_told(tmp_path):
    lines = [f"E{n},P{n},V{n},2024-05-{n:02}" for n in range(1, 9)]
    text = proposed(tmp_path, contacts_csv="\n".join(["id,patient,encounter,start", *lines]) + "\n")
    assert "source_record_id: id\n" in text
    text = proposed(tmp_path, providers_csv="id,name,gender\n1,Dr A,Q\n2,Dr B,Z\n")
    assert "were not understood" not in text


@pytest.mark.parametrize(
    ("admitted", "declared"),
    [
        (["Jan  5 2024 12:00AM", "Feb 11 2024  3:05PM"], "required time"),
        (["2024/01/05", "2024/02/11"], "required date"),
        (["05012024", "31022024", *["11022024"] * 40], "{type: date, required: true, format: '%d%m%Y'}"),
        (
            ["45296", "45333"],
            "{type: date, required: true, format: excel serial}  # numbers of days, as Excel keeps dates",
        ),
        (
            ["45296.5", "45333"],
            "{type: time, required: true, format: excel serial}  # numbers of days, as Excel keeps dates",
        ),
        (["2024-01-05", "2024-02-11", "not yet"], "required date"),  # most of it: what is none is counted by the load
    ],
)
def test_a_column_that_is_called_a_date_is_declared_as_it_is_written(tmp_path, admitted, declared):
    rows = "".join(f"A{n},S{n},{day}\n" for n, day in enumerate(admitted))
    text = proposed(tmp_path, spells_csv=f"patient id,spell no,admission date\n{rows}")
    assert f"          admission date: {declared}\n" in text
    assert "start_at: '\"admission date\"'" in text


@pytest.mark.parametrize(
    ("admitted", "says"),
    [("45296", "numbers of days, as Excel keeps dates"), ("week 3", "can't be read as one: say its `format`")],
)
def test_a_column_that_is_called_a_date_and_is_read_as_none_has_a_remark(tmp_path, admitted, says):
    text = proposed(tmp_path, spells_csv=f"patient id,spell no,admission date\nA1,S1,{admitted}\n")
    (line,) = (each for each in text.splitlines() if each.strip().startswith("admission date:"))
    assert says in line


def test_dates_with_the_month_first_and_a_clock_are_moments_with_a_format(tmp_path):
    for clock, form in (
        ("09:00", "%H:%M"),
        ("9:00:05", "%H:%M:%S"),
        ("2:30 PM", "%I:%M %p"),
        ("2:30:00 PM", "%I:%M:%S %p"),
    ):
        lines = [f"M{n},1/{n}/2024 {clock},1/{n}/2024 {clock}" for n in range(1, 29)]
        text = proposed(tmp_path, visits_csv="\n".join(["mrn,Arrived,Left", *lines]) + "\n")
        assert f"          Arrived: {{type: time, format: '%m/%d/%Y {form}'}}\n" in text
        values = ["start_at: Arrived", "end_at: Left"]
        assert all(f"      {each}\n" in text for each in values)


def test_a_day_and_a_time_of_day_in_two_columns_are_one_moment(tmp_path):
    lines = [f"A{n},H{n % 4},{n:02}/03/2024,{n % 24:02}01,{n:02}/03/2024,2359,{100 + n}" for n in range(1, 29)]
    header = "attendance id,hosp no,arrival date,arrival time,dep date,dep time,waiting time"
    text = proposed(tmp_path, ed_csv="\n".join([header, *lines]) + "\n")
    assert "          arrival time: clock\n" in text
    assert "          dep time: clock\n" in text
    assert "          waiting time: integer\n" in text  # no day goes with it
    assert "        person: '\"hosp no\"'\n" in text  # though each has many rows
    (dataset,) = sources_of(text, tmp_path).sources[0].datasets
    assert dataset.columns["arrival date"].required
    values = dataset.rows[0].values
    assert values["start_at"] == 'coalesce("arrival date" + "arrival time", "arrival date"::timestamp)'
    assert values["end_at"] == (
        'coalesce("dep date" + "dep time", case when "arrival time" is null then "dep date"::timestamp end)'
    )
