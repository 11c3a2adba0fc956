"""Outpatient care: appointments in the layout of CDS V6-2-3 types 020 and 021."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import CDS, CDS_USUAL, Layout, aside, place_with, put, said, same, table

pytestmark = pytest.mark.slow  # each loads records

OPA = Layout(
    columns=[
        *CDS,
        *("ATTENDANCE_IDENTIFIER", "ADMINISTRATIVE_CATEGORY_CODE", "FIRST_ATTENDANCE_CODE"),
        *("ATTENDED_OR_DID_NOT_ATTEND_CODE", "OUTCOME_OF_ATTENDANCE_CODE", "APPOINTMENT_DATE", "APPOINTMENT_TIME"),
        *("CONSULTATION_MEDIUM_USED", "PRIORITY_TYPE_CODE", "SERVICE_TYPE_REQUESTED_CODE"),
        *("SOURCE_OF_REFERRAL_FOR_OUT_PATIENTS", "REFERRAL_REQUEST_RECEIVED_DATE"),
        *("ACTIVITY_TREATMENT_FUNCTION_CODE", "PRIMARY_DIAGNOSIS_ICD", "PRIMARY_PROCEDURE_OPCS"),
        *("ORGANISATION_SITE_IDENTIFIER_OF_TREATMENT", "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER"),
        "ORGANISATION_IDENTIFIER_CODE_OF_COMMISSIONER",
    ],
    usual={
        **CDS_USUAL,
        **said(
            "CDS_TYPE_CODE=020; ATTENDANCE_IDENTIFIER=O1; FIRST_ATTENDANCE_CODE=1; ATTENDED_OR_DID_NOT_ATTEND_CODE=5; "
            "OUTCOME_OF_ATTENDANCE_CODE=2; APPOINTMENT_DATE=2025-05-01; APPOINTMENT_TIME=09:20:00; "
            "PRIORITY_TYPE_CODE=1; SOURCE_OF_REFERRAL_FOR_OUT_PATIENTS=03; REFERRAL_REQUEST_RECEIVED_DATE=2025-03-01; "
            "ACTIVITY_TREATMENT_FUNCTION_CODE=330; PRIMARY_PROCEDURE_OPCS=S06.5"
        ),
    },
)
SAMPLE = {"acute/opa_2025.csv": OPA.file({}, said("CDS_UNIQUE_IDENTIFIER=B2; ATTENDANCE_IDENTIFIER=O2"))}


def loaded(tmp_path, *rows, **layout):
    place = place_with(tmp_path, "opa")
    put(place, "acute/opa_1.csv", OPA.file(*rows, **layout))
    return place, place.load()


def test_an_appointment_with_its_referral_and_what_was_done(tmp_path):
    place, report = loaded(tmp_path, {})
    what = "source_record_id, requested_at, start_at, status, specialty_code, method_code, source_code, outcome_code"
    assert same(
        table(place, report, f"SELECT {what} FROM activity"),
        "RHM:O1 | 2025-03-01 00:00:00 | 2025-05-01 09:20:00 | attended | 330 | 1 | 03 | 2",
    )
    assert same(table(place, report, "SELECT kind, code, code_system FROM observation"), "procedure | S065 | opcs4")


def several(column, values):
    return [
        said(f"CDS_UNIQUE_IDENTIFIER=B{n}; ATTENDANCE_IDENTIFIER=O{n}; {column}={value}")
        for n, value in enumerate(values)
    ]


def test_whether_it_was_kept_and_how_it_was_held(tmp_path):
    kept = several("ATTENDED_OR_DID_NOT_ATTEND_CODE", ["5", "6", "3", "7", "2", "4", "0", "", "8"])
    how = [("1", ""), ("3", ""), ("2", "02"), ("1", "03"), ("", ""), ("4", "01"), ("2", ""), ("9", ""), ("5", "")]
    rows = [
        row | {"FIRST_ATTENDANCE_CODE": first, "CONSULTATION_MEDIUM_USED": medium}
        for row, (first, medium) in zip(kept, how, strict=True)
    ]
    place, report = loaded(tmp_path, *rows)
    assert same(
        table(place, report, "SELECT source_record_id, status, consultation_mechanism FROM activity ORDER BY 1"),
        """
        RHM:O0 | attended              | Face-to-Face
        RHM:O1 | attended              | Telephone or video
        RHM:O2 | did_not_attend        | Telephone
        RHM:O3 | did_not_attend        | Telephone or video
        RHM:O4 | cancelled_by_patient  |
        RHM:O5 | cancelled_by_provider | Face-to-Face
        RHM:O6 | planned               | Face-to-Face
        RHM:O7 |                       |
        RHM:O8 |                       |
        """,
    )


def test_an_appointment_to_come_is_kept_and_tells_of_the_person_as_of_the_extract(tmp_path):
    place, report = loaded(tmp_path, said("APPOINTMENT_DATE=2026-06-01; ATTENDED_OR_DID_NOT_ATTEND_CODE=0"))
    assert same(table(place, report, "SELECT start_at, status FROM activity"), "2026-06-01 09:20:00 | planned")
    assert same(table(place, report, "SELECT sex, updated_at FROM person"), "F | 2025-05-10")
    assert aside(place, report) == ""


def test_the_later_word_counts_and_a_row_without_a_day_is_refused(tmp_path):
    booked = said("ATTENDED_OR_DID_NOT_ATTEND_CODE=0; CDS_APPLICABLE_DATE=2025-04-01")
    none = said("CDS_UNIQUE_IDENTIFIER=B2; APPOINTMENT_DATE=")
    place, report = loaded(tmp_path, {}, booked, none, said("CDS_UNIQUE_IDENTIFIER=B3; APPOINTMENT_DATE=1801-01-01"))
    assert table(place, report, "SELECT status FROM activity") == "attended"
    twice = "ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER, CDS_UNIQUE_IDENTIFIER row superseded"
    assert same(
        aside(place, report),
        f"""
        opa_1.csv 3 {twice}: a newer edition came
        opa_1.csv 4 APPOINTMENT_DATE row refused: is missing
        opa_1.csv 5 APPOINTMENT_DATE row refused: is before 1900
        """,
    )
