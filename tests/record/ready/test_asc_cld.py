"""Adult social care: client level data of overlapping submissions."""

from __future__ import annotations

import pytest

from tests.record.ready.layouts import ANNA, Layout, aside, place_with, put, said, same, table

pytestmark = pytest.mark.slow  # each loads records

CLD = Layout(
    columns=[
        *("Reporting_Period_Start_Date", "Reporting_Period_End_Date", "LA_Code", "NHS_Number"),
        *("LA_Person_Unique_Identifier", "GP_Practice_Name", "GP_Practice_Code", "Gender", "Ethnicity"),
        *("Date_of_Birth", "Date_of_Death", "Client_Type", "Primary_Support_Reason", "Postcode"),
        *("Accommodation_Status", "Employment_Status", "Has_Unpaid_Carer", "Autism_Spectrum_Disorder_ASD"),
        *("Visual_Impairment", "Hearing_Impairment", "Dementia", "Client_Funding_Status", "Event_Type"),
        *("Event_Reference", "Event_Start_Date", "Event_End_Date", "Event_Description", "Event_Outcome"),
        *("Request_Route_of_Access", "Assessment_Type", "Eligible_Needs_Identified", "Method_of_Assessment"),
        *("Total_Hrs_Caring_per_week", "No_of_adults_being_cared_for", "Service_Type", "Service_Component"),
        *("Delivery_Mechanism", "Provider_CQC_Location_ID", "Provider_CQC_Location_Name", "Review_Reason"),
        *("Review_Outcomes_Achieved", "Method_of_Review", "Unit_Cost", "Cost_Frequency_Unit_Type"),
        "Planned_Units_Per_Week",
    ],
    usual=said(
        "Reporting_Period_Start_Date=01/04/2024; Reporting_Period_End_Date=31/03/2025; LA_Code=E06000045; "
        "LA_Person_Unique_Identifier=77; Gender=Female; Ethnicity=White - Irish; Date_of_Birth=03/02/1950; "
        "Client_Type=Service User; Primary_Support_Reason=Support with Memory & Cognition; Event_Type=Service; "
        "Event_Reference=9; Event_Start_Date=10/06/2024; Service_Type=Long Term Support: Community; "
        "Service_Component=Home Support; Delivery_Mechanism=CASSR Managed Personal Budget; Unit_Cost=21.50; "
        "Cost_Frequency_Unit_Type=Hourly; Planned_Units_Per_Week=7"
    ),
)
REQUEST = said(
    "Event_Type=Request; Event_Start_Date=01/05/2024; Event_End_Date=03/05/2024; Service_Type=; Service_Component=; "
    "Delivery_Mechanism=NULL; Unit_Cost=; Cost_Frequency_Unit_Type=; Planned_Units_Per_Week=; "
    "Request_Route_of_Access=Discharge from Hospital; Event_Outcome=Progress to Assessment / Unplanned Review"
)
AGAIN = said("Reporting_Period_Start_Date=01/07/2024; Reporting_Period_End_Date=30/06/2025")
SAMPLE = {"social_care/2025Q1.csv": CLD.file({}, REQUEST)}
EVENTS = "SELECT activity_type, start_at, end_at, status FROM activity ORDER BY 1, 2"


def loaded(tmp_path, **files):
    place = place_with(tmp_path, "asc_cld")
    for name, rows in files.items():
        put(place, f"social_care/{name}.csv", CLD.file(*rows))
    return place, place.load()


def test_events_become_activities_whose_last_day_is_inside(tmp_path):
    reablement = said(
        "Service_Type=Short Term Support: ST-Max; Service_Component=Reablement; Event_End_Date=20/06/2024"
    )
    carer = said("Client_Type=Carer; LA_Person_Unique_Identifier=78; Service_Type=Carer Support: Support Only")
    place, report = loaded(tmp_path, a=[{}, REQUEST, reablement, carer])
    assert same(
        table(place, report, EVENTS),
        """
        carer_support       | 2024-06-10 00:00:00 |                     | open
        reablement          | 2024-06-10 00:00:00 | 2024-06-21 00:00:00 | attended
        social_care_request | 2024-05-01 00:00:00 | 2024-05-04 00:00:00 | attended
        social_care_service | 2024-06-10 00:00:00 |                     | open
        """,
    )
    what = "source_code, consultation_mechanism, quantity, quantity_unit, cost_gbp, cost_basis, priority_code"
    assert same(
        table(place, report, f"SELECT {what} FROM activity WHERE activity_type = 'social_care_service'"),
        "Home Support | CASSR Managed Personal Budget | 7.0 | Hourly a week | 21.50 | unit_cost "
        "| Support with Memory & Cognition",
    )
    assert same(
        table(
            place, report, "SELECT DISTINCT method_code, consultation_mechanism FROM activity WHERE method_code <> ''"
        ),
        "Discharge from Hospital |",
    )
    assert same(
        table(place, report, "SELECT birth_date, sex, ethnic_category FROM person"),
        "1950-02-03 | F | B\n1950-02-03 | F | B",
    )


def test_the_newest_submission_has_the_word_on_the_days_of_its_period(tmp_path):
    early = said("Event_Start_Date=01/04/2024; Event_End_Date=30/06/2024; Service_Component=Day Support")
    gone = said("Event_Start_Date=01/08/2024; Event_End_Date=02/08/2024; Service_Component=Equipment")
    closed = AGAIN | said("Event_End_Date=05/09/2024")
    place, report = loaded(tmp_path, Q1=[{}, early, gone], Q2=[closed])
    assert same(
        table(place, report, "SELECT source_code, end_at, status FROM activity ORDER BY 1"),
        """
        Day Support  | 2024-07-01 00:00:00 | attended
        Home Support | 2024-09-06 00:00:00 | attended
        """,
    )
    assert same(
        aside(place, report),
        """
        Q1.csv 2 row superseded: a newer submission about the same came
        Q1.csv 4 row superseded: a newer submission about the same came
        """,
    )


def test_a_period_sent_twice_is_told_by_the_file_whose_name_comes_last(tmp_path):
    other = CLD.usual | said("LA_Code=E07000091")
    place, report = loaded(tmp_path, Q1=[{}, other], Q1_again=[said("Planned_Units_Per_Week=9")])
    assert same(
        table(place, report, "SELECT organisation_code, quantity FROM activity ORDER BY 1"),
        "E06000045 | 9.0\nE07000091 | 7.0",
    )


def test_what_is_wrong_is_named_and_twins_of_one_event_are_one(tmp_path):
    rows = [
        said("Event_Reference=10; Event_End_Date=05/09/2024"),  # the same event under another reference, but ended
        {},
        REQUEST | said("Event_End_Date=30/04/2024"),
        said("LA_Person_Unique_Identifier=80; Gender=female; Ethnicity=white - irish; NHS_Number=NULL"),
        said("LA_Person_Unique_Identifier=81; Gender=Q; Ethnicity=Irish; Event_End_Date=1900-01-01"),
        said("LA_Person_Unique_Identifier=82; Event_Start_Date="),
        said(f"LA_Person_Unique_Identifier=83; Event_Type=; Event_Start_Date=; NHS_Number={ANNA}; Client_Type=")
        | {"Client_Type": "Carer known by association"},
    ]
    place, report = loaded(tmp_path, a=rows)
    names = (
        "LA_Code, LA_Person_Unique_Identifier, Client_Type, Event_Type, Event_Start_Date, Request_Route_of_Access, "
        "Assessment_Type, Service_Type, Service_Component"
    )
    assert same(
        aside(place, report),
        f"""
        a.csv 2 {names} row superseded: a newer edition came
        a.csv 4 Event_End_Date row refused: ends before it starts
        a.csv 6 Ethnicity value removed: is not one of the codes that sources.yaml lists
        a.csv 6 Event_End_Date value removed: is the day that stands for no date
        a.csv 6 Gender value removed: is not one of the codes that sources.yaml lists
        a.csv 7 Event_Start_Date row refused: has no day on which it started
        """,
    )
    assert same(
        table(place, report, "SELECT split_part(source_record_id, ':', 2), end_known FROM activity ORDER BY 1"),
        "77 | True\n80 | True\n81 | False",
    )
    assert same(table(place, report, "SELECT count(*) FROM person"), "4")
