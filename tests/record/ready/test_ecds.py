"""Emergency care: attendances in the layout of CDS V6-2-3 type 011."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import ANNA, CDS, CDS_USUAL, Layout, aside, place_with, put, said, same, table

pytestmark = pytest.mark.slow  # each loads records

ECDS = Layout(
    columns=[
        *CDS,
        *("EMERGENCY_CARE_ATTENDANCE_IDENTIFIER", "EMERGENCY_CARE_DEPARTMENT_TYPE"),
        *("EMERGENCY_CARE_ARRIVAL_MODE_SNOMED_CT", "AMBULANCE_CALL_IDENTIFIER", "EMERGENCY_CARE_ATTENDANCE_CATEGORY"),
        *("EMERGENCY_CARE_ATTENDANCE_SOURCE_SNOMED_CT", "EMERGENCY_CARE_ARRIVAL_DATE", "EMERGENCY_CARE_ARRIVAL_TIME"),
        *("AGE_AT_CDS_ACTIVITY_DATE", "EMERGENCY_CARE_ACUITY_SNOMED_CT", "EMERGENCY_CARE_CHIEF_COMPLAINT_SNOMED_CT"),
        *("EMERGENCY_CARE_DATE_SEEN_FOR_TREATMENT", "EMERGENCY_CARE_TIME_SEEN_FOR_TREATMENT"),
        *(f"EMERGENCY_CARE_DIAGNOSIS_SNOMED_CT_{place}" for place in range(1, 5)),
        *("DECIDED_TO_ADMIT_DATE", "DECIDED_TO_ADMIT_TIME", "EMERGENCY_CARE_DEPARTURE_DATE"),
        *("EMERGENCY_CARE_DEPARTURE_TIME", "EMERGENCY_CARE_DISCHARGE_DESTINATION_SNOMED_CT"),
        *("ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT", "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER"),
        "ORGANISATION_IDENTIFIER_CODE_OF_COMMISSIONER",
    ],
    usual={
        **CDS_USUAL,
        **said(
            "CDS_TYPE_CODE=011; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E1; EMERGENCY_CARE_DEPARTMENT_TYPE=01; "
            "EMERGENCY_CARE_ARRIVAL_MODE_SNOMED_CT=1048071000000103; EMERGENCY_CARE_ATTENDANCE_CATEGORY=1; "
            "EMERGENCY_CARE_ARRIVAL_DATE=2025-05-01; EMERGENCY_CARE_ARRIVAL_TIME=23:30:00; "
            "EMERGENCY_CARE_ACUITY_SNOMED_CT=1064891000000107; EMERGENCY_CARE_CHIEF_COMPLAINT_SNOMED_CT=29857009; "
            "EMERGENCY_CARE_DATE_SEEN_FOR_TREATMENT=2025-05-02; EMERGENCY_CARE_TIME_SEEN_FOR_TREATMENT=00:10:00; "
            "EMERGENCY_CARE_DEPARTURE_DATE=2025-05-02; EMERGENCY_CARE_DEPARTURE_TIME=03:15:00; "
            "EMERGENCY_CARE_DISCHARGE_DESTINATION_SNOMED_CT=306689006; "
            "ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT=RHM01"
        ),
    },
)
ADMITTED = said(
    "EMERGENCY_CARE_DIAGNOSIS_SNOMED_CT_1=22298006; EMERGENCY_CARE_DIAGNOSIS_SNOMED_CT_2=38341003; "
    "DECIDED_TO_ADMIT_DATE=2025-05-02; DECIDED_TO_ADMIT_TIME=02:00:00"
)
SAMPLE = {"acute/ecds_2025.csv": ECDS.file(ADMITTED, said("CDS_UNIQUE_IDENTIFIER=B2; LOCAL_PATIENT_IDENTIFIER=H8"))}
VISITS = "SELECT source_record_id, start_at, seen_at, ready_at, end_at, end_known, status FROM activity ORDER BY 1"


def loaded(tmp_path, *rows, **layout):
    place = place_with(tmp_path, "ecds")
    put(place, "acute/ecds_1.csv", ECDS.file(*rows, **layout))
    return place, place.load()


def test_an_attendance_has_its_moments_its_complaint_and_its_diagnoses(tmp_path):
    place, report = loaded(tmp_path, ADMITTED)
    assert same(
        table(place, report, VISITS),
        "RHM:E1 | 2025-05-01 23:30:00 | 2025-05-02 00:10:00 | 2025-05-02 02:00:00 | 2025-05-02 03:15:00 | True "
        "| attended",
    )
    what = "activity_type, specialty_code, method_code, priority_code, outcome_code, site_code"
    assert same(
        table(place, report, f"SELECT {what} FROM activity"),
        "ed_attendance | 01 | 1048071000000103 | 1064891000000107 | 306689006 | RHM01",
    )
    assert same(
        table(place, report, "SELECT kind, code, code_system, position FROM observation ORDER BY 1, 4"),
        """
        diagnosis | 22298006 | snomed | 1
        diagnosis | 38341003 | snomed | 2
        finding   | 29857009 | snomed |
        """,
    )


def test_times_are_read_in_any_form_that_a_trust_writes(tmp_path):
    stays = [("2330", "0010", "0315"), ("23.30", "0.10", "3.15"), ("11:30 PM", "12:10 AM", "3:15 AM")]
    stays += [("1900-01-01 23:30:00", "1900-01-01 00:10:00", "1900-01-01 03:15:00"), ("233000", "001000", "31500")]
    rows = [
        said(
            f"CDS_UNIQUE_IDENTIFIER=B{n}; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E{n}; "
            f"EMERGENCY_CARE_ARRIVAL_TIME={came}; EMERGENCY_CARE_TIME_SEEN_FOR_TREATMENT={seen}; "
            f"EMERGENCY_CARE_DEPARTURE_TIME={left}"
        )
        for n, (came, seen, left) in enumerate(stays)
    ]
    place, report = loaded(tmp_path, *rows)
    minutes = "date_diff('minute', start_at, seen_at), date_diff('minute', start_at, end_at)"
    assert place.rows(report, f"SELECT {minutes} FROM activity") == [(40, 225)] * len(rows)
    assert aside(place, report) == ""


def test_where_one_moment_has_a_time_and_the_other_has_none_no_length_is_told(tmp_path):
    came, left = "EMERGENCY_CARE_ARRIVAL_TIME", "EMERGENCY_CARE_DEPARTURE_TIME"
    given = [f"{came}=; {left}=03:15", f"{came}=23:30; {left}=", f"{came}=; {left}="]
    rows = [
        said(f"CDS_UNIQUE_IDENTIFIER=B{n}; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E{n}; {each}")
        for n, each in enumerate(given)
    ]
    place, report = loaded(tmp_path, *rows)
    assert same(
        table(place, report, "SELECT source_record_id, start_at, end_at, end_known FROM activity ORDER BY 1"),
        """
        RHM:E0 | 2025-05-01 00:00:00 |                     | False
        RHM:E1 | 2025-05-01 23:30:00 |                     | False
        RHM:E2 | 2025-05-01 00:00:00 | 2025-05-02 00:00:00 | True
        """,
    )


def test_what_is_wrong_is_named_and_the_rest_stays(tmp_path):
    departed = "EMERGENCY_CARE_DEPARTURE_DATE"
    place, report = loaded(
        tmp_path,
        said("EMERGENCY_CARE_DEPARTURE_DATE=2025-04-30"),
        said("CDS_UNIQUE_IDENTIFIER=B2; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E2; EMERGENCY_CARE_DEPARTMENT_TYPE=9"),
        said("CDS_UNIQUE_IDENTIFIER=B3; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E3; EMERGENCY_CARE_ARRIVAL_DATE=NULL"),
        said("CDS_UNIQUE_IDENTIFIER=B4; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E4; NHS_NUMBER=NULL"),
        said("CDS_UNIQUE_IDENTIFIER=B4; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E4; NHS_NUMBER=NULL"),
        said("CDS_UNIQUE_IDENTIFIER=B5; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E5; EMERGENCY_CARE_DEPARTURE_DATE="),
        said(f"CDS_UNIQUE_IDENTIFIER=B6; EMERGENCY_CARE_ATTENDANCE_IDENTIFIER=E6; {departed}=1801-01-01"),
    )
    twice = "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER, CDS_UNIQUE_IDENTIFIER row superseded"
    assert same(
        aside(place, report),
        f"""
        ecds_1.csv 2 EMERGENCY_CARE_DEPARTURE_DATE row refused: departed before arrival
        ecds_1.csv 3 EMERGENCY_CARE_DEPARTMENT_TYPE value removed: is not one of the codes that sources.yaml lists
        ecds_1.csv 4 EMERGENCY_CARE_ARRIVAL_DATE row refused: is missing
        ecds_1.csv 5 {twice}: a later row with its key says the same
        ecds_1.csv 8 EMERGENCY_CARE_DEPARTURE_DATE value removed: is before 1900
        """,
    )
    assert same(
        table(place, report, "SELECT source_record_id, end_at, end_known, status FROM activity ORDER BY 1"),
        """
        RHM:E2 | 2025-05-02 03:15:00 | True  | attended
        RHM:E4 | 2025-05-02 03:15:00 | True  | attended
        RHM:E5 |                     | True  | open
        RHM:E6 |                     | False | open
        """,
    )


def test_what_a_trust_sends_in_two_sets_is_of_one_person_by_its_own_number(tmp_path):
    from tests.record.ready.test_apc import APC

    place = place_with(tmp_path, "apc", "ecds")
    put(place, "acute/apc_1.csv", APC.file(said("NHS_NUMBER=")))
    put(place, "acute/ecds_1.csv", ECDS.file(said(f"NHS_NUMBER={ANNA}")))
    report = place.load()
    assert same(
        table(place, report, "SELECT count(DISTINCT person_id), count(*) FROM activity"),
        "1 | 3",
    )
