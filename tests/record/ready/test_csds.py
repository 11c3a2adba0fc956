"""Community services: monthly submissions that are refreshed, of which the last stands whole."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import Layout, aside, loaded, said, same, table

pytestmark = pytest.mark.slow  # each loads records

OF_EVERY_TABLE = said("Person_ID=P7; OrgID_Provider=R1C; UniqSubmissionID=9001; UniqMonthID=1501")  # April 2025
MPI = Layout(
    columns=[
        *(
            "UniqueID_CYP001",
            "Person_ID",
            "OrgID_Provider",
            "UniqSubmissionID",
            "UniqMonthID",
            "RecordNumber",
            "RowNumber",
        ),
        *("OrgIDLocalPatientId", "Gender", "EthnicCategory", "LADistrictAuth", "LSOA"),
        *("AgeRepPeriodStart", "Age_RP_EndDate"),
    ],
    usual=OF_EVERY_TABLE | said("Gender=2; EthnicCategory=A; LSOA=E01017137; Age_RP_EndDate=75"),
)
REFERRAL = Layout(
    columns=[
        *(
            "UniqueID_CYP101",
            "Person_ID",
            "OrgID_Provider",
            "UniqSubmissionID",
            "UniqMonthID",
            "RecordNumber",
            "RowNumber",
        ),
        *(
            "ServiceRequestId",
            "Unique_ServiceRequestID",
            "OrgID_Commissioner",
            "ReferralRequest_ReceivedDate",
            "SourceOfReferral",
        ),
        *("Priority_TypeCode", "PrimReasonForReferral", "Service_DischargeDate", "AgeServReferRecDate"),
    ],
    usual=OF_EVERY_TABLE
    | said(
        "Unique_ServiceRequestID=R1C-1; ReferralRequest_ReceivedDate=2025-04-10; SourceOfReferral=A1; "
        "Priority_TypeCode=3; "
        "PrimReasonForReferral=14"
    ),
)
CONTACT = Layout(
    columns=[
        *(
            "UniqueID_CYP201",
            "Person_ID",
            "OrgID_Provider",
            "UniqSubmissionID",
            "UniqMonthID",
            "RecordNumber",
            "Unique_ServiceRequestID",
        ),
        *("Unique_CareContactID", "Contact_Date", "Contact_Time", "ConsultationMechanism", "AttendOrNot"),
        "ClinContact_Duration",
    ],
    usual=OF_EVERY_TABLE
    | said(
        "Unique_ServiceRequestID=R1C-1; Unique_CareContactID=R1C-C1; Contact_Date=2025-04-20; Contact_Time=10:30:00; "
        "ConsultationMechanism=01; AttendOrNot=5; ClinContact_Duration=50"
    ),
)


def month(name, *, people=({},), referrals=({},), contacts=({},), **usual):
    sent = {key: str(value) for key, value in usual.items()}
    return {
        f"community/{table_name}_{name}.csv": layout.file(*(row | sent for row in rows))
        for table_name, layout, rows in (
            *(("CYP001MPI", MPI, people), ("CYP101Referral", REFERRAL, referrals)),
            ("CYP201CareContact", CONTACT, contacts),
        )
    }


SAMPLE = month("2504")
ACTIVITY = "SELECT activity_type, source_record_id, start_at, end_at, end_known, status FROM activity ORDER BY 1, 2"


def test_a_month_becomes_referrals_and_contacts(tmp_path):
    place, report = loaded(tmp_path, "csds", SAMPLE)
    assert same(
        table(place, report, ACTIVITY),
        """
        community_contact | R1C-C1 | 2025-04-20 10:30:00 | | True | attended
        referral              | R1C-1  | 2025-04-10 00:00:00 | | True | open
        """,
    )
    assert same(
        table(place, report, "SELECT p.activity_type, c.quantity FROM activity AS c JOIN activity AS p "
              "ON p.activity_id = c.parent_activity_id ORDER BY 2"),
        "referral | 50.0",
    )  # fmt: skip
    assert same(table(place, report, "SELECT sex, ethnic_category, updated_at FROM person"), "F | A | 2025-04-01")
    assert same(table(place, report, "SELECT kind, code FROM observation"), "need | 14")


def test_a_refreshed_month_replaces_what_it_said_and_another_month_goes_on(tmp_path):
    gone = said("Unique_CareContactID=R1C-C2; Contact_Date=2025-04-21")
    first = month("2504", contacts=[{}, gone])
    refreshed = month("2504_refresh", contacts=[said("AttendOrNot=7")], UniqSubmissionID=9050)
    may = month(
        *("2505",),
        referrals=[said("Service_DischargeDate=2025-05-20")],
        contacts=[],
        UniqSubmissionID=9040,
        UniqMonthID=1502,
    )
    place, report = loaded(tmp_path, "csds", first | refreshed | may)
    assert same(
        table(place, report, ACTIVITY),
        """
        community_contact | R1C-C1 | 2025-04-20 10:30:00 |                     | True | did_not_attend
        referral              | R1C-1  | 2025-04-10 00:00:00 | 2025-05-20 00:00:00 | True | attended
        """,
    )
    assert "CYP201CareContact_2504.csv 3 row superseded: a newer submission about the same came" in aside(place, report)


def test_what_is_wrong_is_named(tmp_path):
    files = month(
        "2504",
        people=[{}, said("Person_ID=P8; Gender=Q; EthnicCategory=99")],
        referrals=[
            said("Service_DischargeDate=1900-01-01"),
            said("Unique_ServiceRequestID=R1C-2; Service_DischargeDate=2025-04-01"),
            {},
        ],
        contacts=[said("Person_ID=P9"), said("Unique_CareContactID=R1C-C3; AttendOrNot=9; Contact_Time=noon")],
    )
    place, report = loaded(tmp_path, "csds", files)
    tied = "is as new as a later row with its key, which is kept, and no telling which is newer: they differ in"
    assert same(
        aside(place, report),
        f"""
        CYP001MPI_2504.csv 3 Gender value removed: is not one of the codes that sources.yaml lists
        CYP101Referral_2504.csv 2 OrgID_Provider, Unique_ServiceRequestID row repeated: {tied} Service_DischargeDate
        CYP101Referral_2504.csv 2 Service_DischargeDate value removed: is the day that stands for no date
        CYP101Referral_2504.csv 3 Service_DischargeDate row refused: ends before it starts
        CYP201CareContact_2504.csv 2 row refused: names a person whom no row of the source describes
        CYP201CareContact_2504.csv 3 AttendOrNot value removed: is not one of the codes that sources.yaml lists
        CYP201CareContact_2504.csv 3 Contact_Time value removed: is not a time of day
        """,
    )
    assert same(
        table(place, report, ACTIVITY),
        """
        community_contact | R1C-C3 | 2025-04-20 00:00:00 | | True  |
        referral              | R1C-1  | 2025-04-10 00:00:00 | | True  | open
        """,
    )
    assert same(table(place, report, "SELECT sex, ethnic_category FROM person ORDER BY 1"), "F | A\nU | Z")
