"""Mental health services: monthly submissions that are refreshed, of which the last stands whole."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import Layout, aside, loaded, said, same, table

pytestmark = pytest.mark.slow  # each loads records

OF_EVERY_TABLE = said("Person_ID=P7; OrgIDProv=RW1; UniqSubmissionID=9001; UniqMonthID=1501")  # April 2025
MPI = Layout(
    columns=[
        *("MHS001UniqID", "Person_ID", "OrgIDProv", "UniqSubmissionID", "UniqMonthID", "RecordNumber", "RowNumber"),
        *("OrgIDLocalPatientId", "Gender", "GenderIDCode", "EthnicCategory", "LADistrictAuth", "LSOA2011"),
        *("AgeRepPeriodStart", "AgeRepPeriodEnd"),
    ],
    usual=OF_EVERY_TABLE | said("Gender=2; EthnicCategory=A; LSOA2011=E01017137; AgeRepPeriodEnd=75"),
)
REFERRAL = Layout(
    columns=[
        *("MHS101UniqID", "Person_ID", "OrgIDProv", "UniqSubmissionID", "UniqMonthID", "RecordNumber", "RowNumber"),
        *("ServiceRequestId", "UniqServReqID", "OrgIDComm", "ReferralRequestReceivedDate", "SourceOfReferralMH"),
        *("ClinRespPriorityType", "PrimReasonReferralMH", "ServDischDate", "AgeServReferRecDate"),
    ],
    usual=OF_EVERY_TABLE
    | said(
        "UniqServReqID=RW1-1; ReferralRequestReceivedDate=2025-04-10; SourceOfReferralMH=A1; ClinRespPriorityType=3; "
        "PrimReasonReferralMH=14"
    ),
)
CONTACT = Layout(
    columns=[
        *("MHS201UniqID", "Person_ID", "OrgIDProv", "UniqSubmissionID", "UniqMonthID", "RecordNumber", "UniqServReqID"),
        *("UniqCareContID", "CareContDate", "CareContTime", "ConsMechanismMH", "AttendOrDNACode"),
        "ClinContDurOfCareCont",
    ],
    usual=OF_EVERY_TABLE
    | said(
        "UniqServReqID=RW1-1; UniqCareContID=RW1-C1; CareContDate=2025-04-20; CareContTime=10:30:00; "
        "ConsMechanismMH=01; AttendOrDNACode=5; ClinContDurOfCareCont=50"
    ),
)
SPELL = Layout(
    columns=[
        *("MHS501UniqID", "Person_ID", "OrgIDProv", "UniqSubmissionID", "UniqMonthID", "RecordNumber", "UniqServReqID"),
        *("UniqHospProvSpellID", "StartDateHospProvSpell", "MethAdmMHHospProvSpell", "DischDateHospProvSpell"),
        "DestOfDischHospProvSpell",
    ],
    usual=OF_EVERY_TABLE | said("UniqServReqID=RW1-1; UniqHospProvSpellID=RW1-S1; StartDateHospProvSpell=2025-04-25"),
)


def month(name, *, people=({},), referrals=({},), contacts=({},), spells=({},), **usual):
    sent = {key: str(value) for key, value in usual.items()}
    return {
        f"mental_health/{table_name}_{name}.csv": layout.file(*(row | sent for row in rows))
        for table_name, layout, rows in (
            *(("MHS001MPI", MPI, people), ("MHS101Referral", REFERRAL, referrals)),
            *(("MHS201CareContact", CONTACT, contacts), ("MHS501HospProvSpell", SPELL, spells)),
        )
    }


SAMPLE = month("2504")
ACTIVITY = "SELECT activity_type, source_record_id, start_at, end_at, end_known, status FROM activity ORDER BY 1, 2"


def test_a_month_becomes_referrals_contacts_and_stays(tmp_path):
    place, report = loaded(tmp_path, "mhsds", SAMPLE)
    assert same(
        table(place, report, ACTIVITY),
        """
        inpatient_spell       | RW1-S1 | 2025-04-25 00:00:00 | | True | open
        mental_health_contact | RW1-C1 | 2025-04-20 10:30:00 | | True | attended
        referral              | RW1-1  | 2025-04-10 00:00:00 | | True | open
        """,
    )
    assert same(
        table(place, report, "SELECT p.activity_type, c.quantity FROM activity AS c JOIN activity AS p "
              "ON p.activity_id = c.parent_activity_id ORDER BY 2"),
        "referral | 50.0\nreferral |",
    )  # fmt: skip
    assert same(table(place, report, "SELECT sex, ethnic_category, updated_at FROM person"), "F | A | 2025-04-01")
    assert same(table(place, report, "SELECT kind, code FROM observation"), "need | 14")


def test_a_refreshed_month_replaces_what_it_said_and_another_month_goes_on(tmp_path):
    gone = said("UniqCareContID=RW1-C2; CareContDate=2025-04-21")
    first = month("2504", contacts=[{}, gone])
    refreshed = month("2504_refresh", contacts=[said("AttendOrDNACode=7")], UniqSubmissionID=9050)
    may = month(
        *("2505",), referrals=[said("ServDischDate=2025-05-20")], contacts=[], UniqSubmissionID=9040, UniqMonthID=1502
    )
    place, report = loaded(tmp_path, "mhsds", first | refreshed | may)
    assert same(
        table(place, report, ACTIVITY),
        """
        inpatient_spell       | RW1-S1 | 2025-04-25 00:00:00 |                     | True | open
        mental_health_contact | RW1-C1 | 2025-04-20 10:30:00 |                     | True | did_not_attend
        referral              | RW1-1  | 2025-04-10 00:00:00 | 2025-05-20 00:00:00 | True | attended
        """,
    )
    assert "MHS201CareContact_2504.csv 3 row superseded: a newer submission about the same came" in aside(place, report)


def test_what_is_wrong_is_named(tmp_path):
    files = month(
        "2504",
        people=[{}, said("Person_ID=P8; Gender=Q; EthnicCategory=99")],
        referrals=[said("ServDischDate=1900-01-01"), said("UniqServReqID=RW1-2; ServDischDate=2025-04-01"), {}],
        contacts=[said("Person_ID=P9"), said("UniqCareContID=RW1-C3; AttendOrDNACode=9; CareContTime=noon")],
        spells=[],
    )
    place, report = loaded(tmp_path, "mhsds", files)
    tied = "is as new as a later row with its key, which is kept, and no telling which is newer: they differ in"
    assert same(
        aside(place, report),
        f"""
        MHS001MPI_2504.csv 3 Gender value removed: is not one of the codes that sources.yaml lists
        MHS101Referral_2504.csv 2 OrgIDProv, UniqServReqID row repeated: {tied} ServDischDate
        MHS101Referral_2504.csv 2 ServDischDate value removed: is the day that stands for no date
        MHS101Referral_2504.csv 3 ServDischDate row refused: ends before it starts
        MHS201CareContact_2504.csv 2 row refused: names a person whom no row of the source describes
        MHS201CareContact_2504.csv 3 AttendOrDNACode value removed: is not one of the codes that sources.yaml lists
        MHS201CareContact_2504.csv 3 CareContTime value removed: is not a time of day
        """,
    )
    assert same(
        table(place, report, ACTIVITY),
        """
        mental_health_contact | RW1-C3 | 2025-04-20 00:00:00 | | True  |
        referral              | RW1-1  | 2025-04-10 00:00:00 | | True  | open
        """,
    )
    assert same(table(place, report, "SELECT sex, ethnic_category FROM person ORDER BY 1"), "F | A\nU | Z")
