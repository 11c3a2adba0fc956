"""Admitted patient care: episodes in the layout of CDS V6-2-3 to spells, episodes, diagnoses and procedures."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import BASHIR, CDS, CDS_USUAL, Layout, aside, place_with, put, said, same, table

pytestmark = pytest.mark.slow  # each loads records

APC = Layout(
    columns=[
        *(*CDS, "HOSPITAL_PROVIDER_SPELL_NUMBER"),
        *("ADMINISTRATIVE_CATEGORY_CODE", "PATIENT_CLASSIFICATION_CODE", "ADMISSION_METHOD_CODE"),
        *("SOURCE_OF_ADMISSION_CODE", "START_DATE_HOSPITAL_PROVIDER_SPELL", "START_TIME_HOSPITAL_PROVIDER_SPELL"),
        *("DISCHARGE_DESTINATION_CODE", "DISCHARGE_METHOD_CODE", "DISCHARGE_READY_DATE_HOSPITAL_PROVIDER_SPELL"),
        *("DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL", "DISCHARGE_TIME_HOSPITAL_PROVIDER_SPELL", "EPISODE_NUMBER"),
        *("LAST_EPISODE_IN_SPELL_INDICATOR_CODE", "START_DATE_EPISODE", "START_TIME_EPISODE", "END_DATE_EPISODE"),
        *("END_TIME_EPISODE", "CONSULTANT_CODE", "ACTIVITY_TREATMENT_FUNCTION_CODE", "PRIMARY_DIAGNOSIS_ICD"),
        *(f"SECONDARY_DIAGNOSIS_ICD_{place}" for place in range(1, 13)),
        *("PRIMARY_PROCEDURE_OPCS", *(f"PROCEDURE_OPCS_{place}" for place in range(2, 13))),
        *("ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT", "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER"),
        "ORGANISATION_IDENTIFIER_CODE_OF_COMMISSIONER",
    ],
    usual={
        **CDS_USUAL,
        **said(
            "CDS_TYPE_CODE=130; HOSPITAL_PROVIDER_SPELL_NUMBER=S1; PATIENT_CLASSIFICATION_CODE=1; "
            "ADMISSION_METHOD_CODE=21; SOURCE_OF_ADMISSION_CODE=19; START_DATE_HOSPITAL_PROVIDER_SPELL=2025-05-01; "
            "START_TIME_HOSPITAL_PROVIDER_SPELL=10:30:00; DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL=2025-05-04; "
            "DISCHARGE_TIME_HOSPITAL_PROVIDER_SPELL=16:05:00; DISCHARGE_DESTINATION_CODE=19; EPISODE_NUMBER=1; "
            "START_DATE_EPISODE=2025-05-01; START_TIME_EPISODE=10:30:00; END_DATE_EPISODE=2025-05-04; "
            "END_TIME_EPISODE=16:05:00; PRIMARY_DIAGNOSIS_ICD=I21.9; ACTIVITY_TREATMENT_FUNCTION_CODE=300; "
            "ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT=RHM01"
        ),
    },
)
FIRST = {
    **said("END_DATE_EPISODE=2025-05-02; END_TIME_EPISODE=08:00:00; SECONDARY_DIAGNOSIS_ICD_1=E11X"),
    **said("DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL=; DISCHARGE_TIME_HOSPITAL_PROVIDER_SPELL="),
}
LAST = {
    **said("CDS_UNIQUE_IDENTIFIER=BRHM2; EPISODE_NUMBER=2; START_DATE_EPISODE=2025-05-02"),
    **said("START_TIME_EPISODE=08:00:00; PRIMARY_DIAGNOSIS_ICD=J18.9; PRIMARY_PROCEDURE_OPCS=k40.1"),
    "ACTIVITY_TREATMENT_FUNCTION_CODE": "320",
}
SAMPLE = {"acute/apc_2025.csv": APC.file(FIRST, LAST)}
SPELLS = (
    "SELECT source_record_id, start_at::VARCHAR, end_at::VARCHAR, end_known, status FROM activity "
    "WHERE activity_type = 'inpatient_spell' ORDER BY 1"
)


def loaded(tmp_path, *rows, more=(), **layout):
    place = place_with(tmp_path, "apc")
    put(place, "acute/apc_1.csv", APC.file(*rows, **layout))
    for number, each in enumerate(more, start=2):
        put(place, f"acute/apc_{number}.csv", APC.file(*each))
    return place, place.load()


def test_episodes_become_one_spell_with_what_was_found_and_done(tmp_path):
    place, report = loaded(tmp_path, FIRST, LAST)
    what = "activity_type, source_record_id, start_at, end_at, status, specialty_code, method_code, site_code"
    assert same(
        table(place, report, f"SELECT {what} FROM activity ORDER BY 1, 2"),
        """
        consultant_episode | RHM:S1:1 | 2025-05-01 10:30:00 | 2025-05-02 08:00:00 | attended | 300 | 21 | RHM01
        consultant_episode | RHM:S1:2 | 2025-05-02 08:00:00 | 2025-05-04 16:05:00 | attended | 320 | 21 | RHM01
        inpatient_spell    | RHM:S1   | 2025-05-01 10:30:00 | 2025-05-04 16:05:00 | attended | 320 | 21 | RHM01
        """,
    )
    assert same(
        table(
            place,
            report,
            "SELECT o.kind, o.code, o.code_system, o.position, o.recorded_date, a.source_record_id "
            "FROM observation AS o JOIN activity AS a USING (activity_id) ORDER BY 6, 1, 4",
        ),
        """
        diagnosis | I219 | icd10 | 1 | 2025-05-01 | RHM:S1:1
        diagnosis | E11X | icd10 | 2 | 2025-05-01 | RHM:S1:1
        diagnosis | J189 | icd10 | 1 | 2025-05-02 | RHM:S1:2
        procedure | K401 | opcs4 | 1 | 2025-05-02 | RHM:S1:2
        """,
    )
    assert same(table(place, report, "SELECT birth_date, sex, ethnic_category FROM person"), "1950-02-03 | F | A")
    assert aside(place, report) == ""


def spell(number, text):
    return {"CDS_UNIQUE_IDENTIFIER": f"B{number}", "HOSPITAL_PROVIDER_SPELL_NUMBER": f"S{number}", **said(text)}


def test_a_discharge_that_cannot_be_is_neither_open_nor_over_nor_is_one_without_its_time(tmp_path):
    discharged = ["", "NULL", "9999-12-31", "1801-01-01", "1900-01-01", "2025-05-04"]
    rows = [spell(n, f"DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL={day}") for n, day in enumerate(discharged)]
    times = ("START_TIME_HOSPITAL_PROVIDER_SPELL", "DISCHARGE_TIME_HOSPITAL_PROVIDER_SPELL")
    clocks = [("", "late"), ("", ""), ("1030", ""), ("1030", "late"), ("soon", "1605"), ("9:05 am", "4.05 pm")]
    rows += [
        spell(6 + n, "; ".join(f"{name}={time}" for name, time in zip(times, each, strict=True)))
        for n, each in enumerate(clocks)
    ]
    place, report = loaded(tmp_path, *rows)
    assert same(
        table(place, report, SPELLS),
        """
        RHM:S0 | 2025-05-01 10:30:00 |                     | True  | open
        RHM:S1 | 2025-05-01 10:30:00 |                     | True  | open
        RHM:S10 | 2025-05-01 00:00:00 | 2025-05-04 16:05:00 | True  | attended
        RHM:S11 | 2025-05-01 09:05:00 | 2025-05-04 16:05:00 | True  | attended
        RHM:S2 | 2025-05-01 10:30:00 |                     | True  | open
        RHM:S3 | 2025-05-01 10:30:00 |                     | False | open
        RHM:S4 | 2025-05-01 10:30:00 |                     | False | open
        RHM:S5 | 2025-05-01 10:30:00 | 2025-05-04 16:05:00 | True  | attended
        RHM:S6 | 2025-05-01 00:00:00 |                     | False | attended
        RHM:S7 | 2025-05-01 00:00:00 | 2025-05-04 00:00:00 | True  | attended
        RHM:S8 | 2025-05-01 10:30:00 |                     | False | attended
        RHM:S9 | 2025-05-01 10:30:00 |                     | False | attended
        """,
    )


def test_codes_in_another_case_or_unknown_and_people_without_a_number(tmp_path):
    nobody = {
        **said("CDS_UNIQUE_IDENTIFIER=BRHM2; LOCAL_PATIENT_IDENTIFIER=H8; NHS_NUMBER="),
        **said("HOSPITAL_PROVIDER_SPELL_NUMBER=S2; PERSON_STATED_GENDER_CODE=x; ETHNIC_CATEGORY=z"),
        **said("PERSON_BIRTH_DATE=1900-01-01; ADMISSION_METHOD_CODE=2a"),
    }
    wrong = nobody | {
        **said("CDS_UNIQUE_IDENTIFIER=BRHM3; LOCAL_PATIENT_IDENTIFIER=H9; NHS_NUMBER=9990000019"),
        **said("HOSPITAL_PROVIDER_SPELL_NUMBER=S3; ETHNIC_CATEGORY=Q; PERSON_BIRTH_DATE=1801-01-01"),
    }
    before = spell(4, "DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL=2025-04-30")
    place, report = loaded(tmp_path, nobody, wrong, before)
    people = place.rows(report, "SELECT sex, ethnic_category, birth_date FROM person ORDER BY 2 NULLS FIRST")
    assert people == [("U", None, None), ("U", "Z", None)]
    assert [each[1:5] for each in place.rejects(report)] == [
        (3, "ETHNIC_CATEGORY", "value removed", "is not one of the codes that sources.yaml lists"),
        (3, "NHS_NUMBER", "value removed", "is not a valid NHS number (ten digits, the last a check digit)"),
        (3, "PERSON_BIRTH_DATE", "value removed", "is before 1900"),
        (4, "DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL", "row refused", "discharged before admission"),
    ]


def test_a_net_change_replaces_its_own_row_and_takes_it_back(tmp_path):
    later = {"CDS_APPLICABLE_TIME": "10:00:00", "DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL": "2025-05-05"}
    other = {"CDS_UNIQUE_IDENTIFIER": "BRHM9", "HOSPITAL_PROVIDER_SPELL_NUMBER": "S9"}
    gone = dict.fromkeys(APC.usual, "") | {
        **said("CDS_UNIQUE_IDENTIFIER=BRHM9; CDS_UPDATE_TYPE=1; CDS_APPLICABLE_DATE=2025-06-01"),
        "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER": "RHM",
    }
    place, report = loaded(tmp_path, later, other, more=[[{}, gone]])
    assert [row[:3] for row in place.rows(report, SPELLS)] == [("RHM:S1", "2025-05-01 10:30:00", "2025-05-05 16:05:00")]
    assert sorted(each[:2] + each[3:5] for each in place.rejects(report)) == [
        ("acute/apc_1.csv", 3, "row superseded", "a newer edition came"),
        ("acute/apc_2.csv", 2, "row superseded", "a newer edition came"),
        ("acute/apc_2.csv", 3, "row withdrawn", "takes back what was sent under this key"),
    ]


TIED = "is as new as a later row with its key, which is kept, and no telling which is newer: they differ in "
DISCHARGED = said("DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL=2025-05-04; END_DATE_EPISODE=2025-05-04")
STILL_IN = dict.fromkeys([*DISCHARGED, "DISCHARGE_TIME_HOSPITAL_PROVIDER_SPELL", "END_TIME_EPISODE"], "")


@pytest.mark.parametrize("more", [[], [[DISCHARGED]]])
def test_of_rows_that_are_as_new_the_later_is_kept_and_that_nothing_tells_is_told(tmp_path, more):
    place, report = loaded(tmp_path, STILL_IN, *([] if more else [DISCHARGED]), more=more)
    assert [row[2] for row in place.rows(report, SPELLS)] == ["2025-05-04 16:05:00"]
    columns = (
        "DISCHARGE_DATE_HOSPITAL_PROVIDER_SPELL, DISCHARGE_TIME_HOSPITAL_PROVIDER_SPELL, END_DATE_EPISODE and more"
    )
    assert [each[1:5] for each in place.rejects(report)] == [
        (2, "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER, CDS_UNIQUE_IDENTIFIER", "row repeated", TIED + columns)
    ]
    assert place.tested(report)["repeated_key", "acute", "apc"][0] == 1


def test_the_time_of_day_tells_which_of_two_rows_of_a_day_is_newer(tmp_path):
    newer = {"CDS_APPLICABLE_TIME": "1100", **DISCHARGED}
    place, report = loaded(tmp_path, newer, STILL_IN | {"CDS_APPLICABLE_TIME": "1000"}, {**newer})
    assert [row[2] for row in place.rows(report, SPELLS)] == ["2025-05-04 16:05:00"]
    assert [each[1::3] for each in place.rejects(report)] == [
        (2, "a later row with its key says the same"),
        (3, "a newer edition came"),
    ]


def bulk(spell, day, **more):
    return {
        **said(f"CDS_PROTOCOL_IDENTIFIER_CODE=020; CDS_UNIQUE_IDENTIFIER=BRHM{spell}; CDS_ACTIVITY_DATE={day}"),
        **said(f"CDS_APPLICABLE_DATE=; HOSPITAL_PROVIDER_SPELL_NUMBER={spell}; CDS_EXTRACT_DATE=2025-06-10"),
        **said("CDS_REPORT_PERIOD_START_DATE=2025-05-01; CDS_REPORT_PERIOD_END_DATE=2025-05-31"),
        **more,
    }


def test_a_bulk_replacement_replaces_the_days_of_its_period_of_its_trust_and_no_others(tmp_path):
    april = {"CDS_REPORT_PERIOD_START_DATE": "2025-04-01", "CDS_REPORT_PERIOD_END_DATE": "2025-04-30"}
    before = {"START_DATE_HOSPITAL_PROVIDER_SPELL": "2025-04-01", "START_DATE_EPISODE": "2025-04-01"}
    first = [bulk("A", "2025-04-30", **april, **before), bulk("B", "2025-05-01"), bulk("C", "2025-05-31")]
    first.append(bulk("B", "2025-05-01", ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER="RYR", NHS_NUMBER=BASHIR))
    again = [bulk("B", "2025-05-01", CDS_EXTRACT_DATE="2025-07-10")]  # C was withdrawn
    place, report = loaded(tmp_path, *first, more=[again])
    assert sorted(row[0] for row in place.rows(report, SPELLS)) == ["RHM:A", "RHM:B", "RYR:B"]
    assert [each[:2] + each[3:5] for each in place.rejects(report)] == [
        ("acute/apc_1.csv", 3, "row superseded", "a newer submission about the same came"),
        ("acute/apc_1.csv", 4, "row superseded", "a newer submission about the same came"),
    ]


def test_a_feed_without_bulk_columns_or_many_diagnoses_is_read(tmp_path):
    absent = [name for name in APC.columns if name.startswith(("SECONDARY", "PROCEDURE", "CDS_REPORT", "CDS_EXTRACT"))]
    place, report = loaded(tmp_path, LAST, without=absent)
    assert place.rows(report, "SELECT kind, code FROM observation ORDER BY 1") == [
        ("diagnosis", "J189"),
        ("procedure", "K401"),
    ]
