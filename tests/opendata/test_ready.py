"""The ready declarations: each reads a file in its publisher's layout (as recalled) for a place that says two lines."""

from __future__ import annotations

import pytest

from oneplace.place import read, ready_datasets
from oneplace.place.rules.explain import example
from oneplace.problems import OneplaceError
from oneplace.record import opendata

PROFILE = (
    "Indicator ID,Indicator Name,Parent Code,Area Code,Area Name,Sex,Age,Category Type,Category,Time period,Value,"
    "Lower CI 95.0 limit,Upper CI 95.0 limit,Count,Denominator\n"
)
DECILES = "LSOA21 deprivation deciles in England (IMD2019)"
WEEKS = ",".join(f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(18))
PARTS = ("Part_2,C_999,WEEKS,20", "Part_2,C_999,WEEKS,30", "Part_2,C_100,WEEKS,99", "Part_1A,C_999,WEEKS,99")
TYPES = ("Type 1", "Type 2", "Other A&E Department")
FILES = {
    "indicator_profile": (
        PROFILE
        + "93014,Active,,E1,Here,Persons,19+ yrs,,,2023/24,60.5,58.0,63.0,605,1000\n"
        + f"93014,Active,,E1,Here,Persons,19+ yrs,{DECILES},Most deprived decile (IMD2019),2023/24,40,,,40,100\n"
        + f"93014,Active,,E1,Here,Persons,19+ yrs,{DECILES},Second most deprived decile (IMD2019),2023/24,60,,,60,100\n"
        + "93014,Active,,E1,Here,Female,19+ yrs,,,2023/24,58,,,290,500\n"
        + "93014,Active,,E1,Here,Persons,19+ yrs,Ethnic groups,Black,2023/24,55,,,55,100\n"
        + "93014,Active,,E1,Here,Persons,19+ yrs,Disability,Disabled,2023/24,33,,,33,100\n",
        [("93014", "all", 60.5), ("93014", "1", 50), ("93014", "black", 55), ("93014", "F", 58)],
    ),
    "talking_therapies": (
        "REPORTING_PERIOD,ORG_CODE1,VARIABLE_TYPE,VARIABLE_A,MEASURE_NAME,MEASURE_VALUE_SUPPRESSED\n"
        "2024-25,QWO,Total,Total,Percentage_RecoveryRate,50.1\n"
        "2024-25,QWO,Gender,Female,Percentage_RecoveryRate,51\n"
        "2024-25,QWO,Gender,Not stated,Percentage_RecoveryRate,*\n"
        "2024-25,QWO,Total,Total,Count_ReferralsReceived,12000\n",
        [("recovery", "all", 50.1), ("recovery", "F", 51)],
    ),
    "maternity": (
        "RPStartDate,OrgCodeProvider,Indicator,Currency,Value\n"
        "01/04/2026,RHM,Smoking at booking,Rate,7.4\n01/04/2026,RHM,Smoking at booking,Numerator,30\n",
        [("Smoking at booking", "all", 7.4)],
    ),
    "qof": (
        "PRACTICE_CODE,GROUP_CODE,REGISTER,PATIENT_LIST_TYPE,PRACTICE_LIST_SIZE\n"
        "B86001,DM,80,17OV,1000\nB86001,XX,1,TOTAL,1000\n",
        [("register_diabetes", "all", 8)],
    ),
    "gp_patient_survey": (
        "ad_practicecode,ad_practicename,overallexp.pcteval\nB86001,One,72.5%\n",
        [("overall_good", "all", 72.5)],
    ),
    "waiting_times": (
        f"Period,Provider Org Code,RTT Part Type,Treatment Function Code,{WEEKS},Total All\n"
        + "".join(f"RTT-April-2026,RR8,{row.replace('WEEKS', '10' + ',' * 17 + '5')}\n" for row in PARTS),
        [("waiting", "all", 50), ("within_18_weeks", "all", 60)],
    ),
    "emergency_departments": (
        "Period,Org Code,"
        + ",".join(f"A&E attendances {kind}" for kind in TYPES)
        + ",Attendances over 4hrs Type 1,Attendances over 4hrs Type 2,Attendances over 4hrs Other Department"
        + ",Patients who have waited 12+ hrs from DTA to admission\nMSitAE-APRIL-2026,RR8,100,20,80,40,5,5,3\n",
        [("attendances", "all", 200), ("over_four_hours", "all", 25), ("waited_12_hours_from_decision", "all", 3)],
    ),
    "gp_appointments": (
        "APPOINTMENT_MONTH_START_DATE,GP_CODE,HCP_TYPE,APPT_MODE,COUNT_OF_APPOINTMENTS\n"
        "01/04/2026,B86001,GP,Telephone,30\n01/04/2026,B86001,Other Practice staff,Telephone,20\n",
        [("telephone", "all", 50)],
    ),
    "adult_social_care_outcomes": (
        "Fiscal_Year,ONS_Area_Code,ASCOF_Measure_Code,Disaggregation_Level,Measure_Type,Measure_Value\n"
        "2023/24,E1,1A,Total,Outcome,19.1\n2023/24,E1,1A,18-64,Outcome,19.5\n2023/24,E1,1A,Total,Numerator,900\n",
        [("1A", "all", 19.1)],
    ),
    "staff_survey": (
        "NHS Staff Survey 2024\nOrganisation code,Organisation name,q12b,q3i,q25c\nRR8,Leeds,29.5%,34%,61.2%\n",
        [("burnt_out", "all", 29.5), ("enough_staff", "all", 34), ("recommend_as_place_to_work", "all", 61.2)],
    ),
}  # fmt: skip


def a_place(root, like, text):
    (root / "strategy.yaml").write_text(example())
    (root / "file.csv").write_text(text)
    (root / "datasets.yaml").write_text(
        f"datasets:\n  - {{id: mine, like: {like}, vintage: As told, files: file.csv}}\n"
    )
    return read(root)


def test_there_is_one_of_each():
    assert set(ready_datasets()) == set(FILES)


@pytest.mark.parametrize("like", FILES)
def test_it_reads_its_publishers_layout_and_says_that_it_is_recalled(tmp_path, like):
    text, found = FILES[like]
    place = a_place(tmp_path, like, text)
    entry = place.datasets["mine"]
    rows = opendata.whole(entry, tmp_path).to_pylist()
    assert [(row["series"], row["group"], row["value"]) for row in rows] == found
    assert entry.layout_is == "recalled"  # none of these was seen in its publisher's own file
    assert entry.address


@pytest.mark.parametrize("like", FILES)
def test_a_column_that_isnt_there_is_named_with_those_found(tmp_path, like):
    place = a_place(tmp_path, like, "Area,Something\nE1,2\n")
    with pytest.raises(OneplaceError) as told:
        opendata.whole(place.datasets["mine"], tmp_path)
    assert all(f"there is no column '{name}'" in str(told.value) for name in place.datasets["mine"].layout.columns)
    assert "Area, Something" in str(told.value)
