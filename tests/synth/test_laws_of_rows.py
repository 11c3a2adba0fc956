"""What holds of every row of an extract; only the rows planted as faults break it."""

from __future__ import annotations

import pytest

from tests.synth.files import Extracts

FIVE_YEARS = "{} >= '2021-04-01' AND {} < '2026-04-01'"
"""Dates and date-times sort as text."""

BEGIN = [
    ("gp_medication", "issue_date"),
    ("gp_appointments", "start_at"),
    ("acute_apc", "START_DATE_TIME_SPELL"),
    ("acute_apc", "START_DATE_TIME_EPISODE"),
    ("acute_ecds", "EMERGENCY_CARE_ARRIVAL_DATE_TIME"),
    ("acute_op", "APPOINTMENT_DATE_TIME"),
    ("maternity_deliveries", "DELIVERY_DATE"),
    ("ambulance_incidents", "CALL_CONNECT"),
    ("iuc111_calls", "CALL_START"),
    ("community_CYP101", "ReferralRequestReceivedDate"),
    ("community_CYP201", "ContactDateTime"),
    ("mental_health_MHS101", "ReferralRequestReceivedDate"),
    ("mental_health_MHS201", "CareContactDateTime"),
    ("feedback_fft", "response_date"),
    ("deaths_registrations", "date_of_death"),
]

LAWS = [
    # view, law, key of the rows that may break it, fault
    ("gp_patients", "date_of_birth <= registered_date", "", ""),
    ("gp_patients", "registered_date < '2026-04-01'", "", ""),
    ("gp_patients", "deducted_date IS NULL OR deducted_date > registered_date", "", ""),
    ("gp_patients", "(deducted_date IS NULL) = (deduction_reason IS NULL)", "", ""),
    ("gp_patients", "deduction_reason IS DISTINCT FROM 'died' OR date_of_death IS NOT NULL", "", ""),
    ("gp_patients", "date_of_death IS NULL OR date_of_death >= date_of_birth", "", ""),
    ("gp_patients", "main_language <> 'en' OR interpreter_required = 'N'", "", ""),
    ("gp_addresses", "to_date IS NULL OR to_date >= from_date", "", ""),
    ("gp_journal", "entered_date >= event_date", "", ""),
    ("gp_journal", "entered_date < '2026-04-01'", "", ""),
    ("gp_appointments", "booked_at <= start_at", "", ""),
    ("gp_appointments", "(status = 'Attended') = (duration_minutes IS NOT NULL)", "", ""),
    ("gp_appointments", "CAST(coalesce(duration_minutes, '1') AS INT) BETWEEN 1 AND 120", "", ""),
    ("gp_appointments", "dayofweek(CAST(start_at AS TIMESTAMP)) BETWEEN 1 AND 5", "", ""),
    ("gp_appointments", "hour(CAST(start_at AS TIMESTAMP)) BETWEEN 8 AND 18", "", ""),
    ("gp_medication", "(dmd_code = '91143003') = (quantity = '1')", "", ""),
    ("gp_medication", "(dmd_code = '109081006') = (quantity = '112')", "", ""),
    (
        "acute_apc",
        "DISCHARGE_DATE_TIME IS NULL OR DISCHARGE_DATE_TIME >= START_DATE_TIME_SPELL",
        "HOSPITAL_PROVIDER_SPELL_NUMBER",
        "end_before_start",
    ),
    (
        "acute_apc",
        "END_DATE_TIME_EPISODE IS NULL OR END_DATE_TIME_EPISODE >= START_DATE_TIME_EPISODE",
        "HOSPITAL_PROVIDER_SPELL_NUMBER",
        "end_before_start",
    ),
    ("acute_apc", "START_DATE_TIME_EPISODE >= START_DATE_TIME_SPELL", "", ""),
    ("acute_apc", "(EPISODE_NUMBER = '1') = (START_DATE_TIME_EPISODE = START_DATE_TIME_SPELL)", "", ""),
    ("acute_apc", "(DISCHARGE_DATE_TIME IS NULL) = (DISCHARGE_METHOD IS NULL)", "", ""),
    ("acute_apc", "(DISCHARGE_DATE_TIME IS NULL) = (DISCHARGE_DESTINATION IS NULL)", "", ""),
    ("acute_apc", "DISCHARGE_METHOD IS NULL OR (DISCHARGE_METHOD = '4') = (DISCHARGE_DESTINATION = '79')", "", ""),
    ("acute_apc", "DISCHARGE_METHOD IS DISTINCT FROM '4' OR DISCHARGE_READY_DATE IS NULL", "", ""),
    ("acute_apc", "DISCHARGE_METHOD IS DISTINCT FROM '4' OR DELAY_REASON IS NULL", "", ""),
    ("acute_apc", "DISCHARGE_READY_DATE IS NULL OR DISCHARGE_READY_DATE >= START_DATE_TIME_SPELL[:10]", "", ""),
    (
        "acute_apc",
        "DISCHARGE_DATE_TIME < START_DATE_TIME_SPELL OR DISCHARGE_DATE_TIME IS NULL OR DISCHARGE_READY_DATE IS NULL"
        " OR DISCHARGE_READY_DATE <= DISCHARGE_DATE_TIME",
        "",
        "",
    ),
    (
        "acute_apc",
        "DISCHARGE_DATE_TIME < START_DATE_TIME_SPELL OR DELAY_REASON IS NULL"
        " OR DISCHARGE_DATE_TIME[:10] > DISCHARGE_READY_DATE",
        "",
        "",
    ),
    ("acute_apc", "DELAY_REASON IS NULL OR ADMISSION_METHOD IN ('21', '22', '28')", "", ""),
    ("acute_apc", "ADMISSION_METHOD NOT IN ('31', '82') OR DISCHARGE_READY_DATE IS NULL", "", ""),
    ("acute_apc", "(ADMISSION_METHOD = '82') = (SOURCE_OF_ADMISSION = '79')", "", ""),
    ("acute_apc", "(ADMISSION_METHOD = '82') = (DIAGNOSIS_ICD_1 = 'Z380')", "", ""),
    ("acute_apc", "(ADMISSION_METHOD = '31') = (DIAGNOSIS_ICD_1 IN ('O800', 'O829'))", "", ""),
    ("acute_apc", "ADMISSION_METHOD <> '31' OR PERSON_STATED_GENDER_CODE = '2'", "", ""),
    ("acute_apc", "ADMISSION_METHOD <> '82' OR PERSON_BIRTH_DATE = START_DATE_TIME_SPELL[:10]", "", ""),
    (
        "acute_apc",
        "ADMISSION_METHOD NOT IN ('11', '12', '13') OR dayofweek(CAST(START_DATE_TIME_SPELL AS TIMESTAMP)) IN"
        " (1, 2, 3, 4, 5)",
        "",
        "",
    ),
    ("acute_apc", "(ADMISSION_METHOD IN ('11', '12', '13')) <= (DIAGNOSIS_ICD_1 NOT LIKE 'J1%')", "", ""),
    ("acute_apc", "EPISODE_NUMBER = '1' OR PROCEDURE_OPCS_1 IS NULL", "", ""),
    ("acute_apc", "DIAGNOSIS_ICD_2 IS NOT NULL OR DIAGNOSIS_ICD_3 IS NULL", "", ""),
    ("acute_apc", "DIAGNOSIS_ICD_3 IS NOT NULL OR DIAGNOSIS_ICD_4 IS NULL", "", ""),
    ("acute_apc", "DIAGNOSIS_ICD_2 IS NULL OR DIAGNOSIS_ICD_2[:3] <> DIAGNOSIS_ICD_1[:3]", "", ""),
    ("acute_apc", "DIAGNOSIS_ICD_3 IS NULL OR DIAGNOSIS_ICD_3 <> DIAGNOSIS_ICD_2", "", ""),
    ("acute_apc", "PERSON_BIRTH_DATE <= START_DATE_TIME_SPELL", "", ""),
    ("acute_apc", "(NHS_NUMBER IS NULL) <= (NHS_NUMBER_STATUS_INDICATOR_CODE = '03')", "", ""),
    (
        "acute_ecds",
        "EMERGENCY_CARE_ARRIVAL_DATE_TIME <= EMERGENCY_CARE_INITIAL_ASSESSMENT_DATE_TIME",
        "",
        "",
    ),
    (
        "acute_ecds",
        "EMERGENCY_CARE_INITIAL_ASSESSMENT_DATE_TIME <= EMERGENCY_CARE_DATE_TIME_SEEN_FOR_TREATMENT",
        "",
        "",
    ),
    (
        "acute_ecds",
        "EMERGENCY_CARE_DATE_TIME_SEEN_FOR_TREATMENT <= EMERGENCY_CARE_DEPARTURE_DATE_TIME",
        "",
        "",
    ),
    (
        "acute_ecds",
        "EMERGENCY_CARE_DECISION_TO_ADMIT_DATE_TIME IS NULL OR EMERGENCY_CARE_DECISION_TO_ADMIT_DATE_TIME BETWEEN"
        " EMERGENCY_CARE_DATE_TIME_SEEN_FOR_TREATMENT AND EMERGENCY_CARE_DEPARTURE_DATE_TIME",
        "",
        "",
    ),
    (
        "acute_ecds",
        "(EMERGENCY_CARE_DECISION_TO_ADMIT_DATE_TIME IS NOT NULL)"
        " = (EMERGENCY_CARE_DISCHARGE_DESTINATION_SNOMED_CT = '306706006')",
        "",
        "",
    ),
    (
        "acute_ecds",
        "(AMBULANCE_INCIDENT_ID IS NOT NULL) = (EMERGENCY_CARE_ARRIVAL_MODE_SNOMED_CT = '1048031000000100')",
        "",
        "",
    ),
    ("acute_ecds", "EMERGENCY_CARE_DEPARTMENT_TYPE = '01' OR AMBULANCE_INCIDENT_ID IS NULL", "", ""),
    (
        "acute_ecds",
        "EMERGENCY_CARE_DEPARTMENT_TYPE = '01' OR EMERGENCY_CARE_DECISION_TO_ADMIT_DATE_TIME IS NULL",
        "",
        "",
    ),
    (
        "acute_ecds",
        "date_diff('minute', CAST(EMERGENCY_CARE_ARRIVAL_DATE_TIME AS TIMESTAMP),"
        " CAST(EMERGENCY_CARE_DEPARTURE_DATE_TIME AS TIMESTAMP)) BETWEEN 20 AND 2401",
        "",
        "",
    ),
    ("acute_ecds", "EMERGENCY_CARE_ACUITY_SNOMED_CT <> '999999999'", "ATTENDANCE_IDENTIFIER", "unknown_code"),
    ("acute_ecds", "PERSON_BIRTH_DATE <= EMERGENCY_CARE_ARRIVAL_DATE_TIME", "", ""),
    ("acute_op", "PERSON_BIRTH_DATE <= APPOINTMENT_DATE_TIME", "", ""),
    (
        "acute_op",
        "(OUTCOME_OF_ATTENDANCE_CODE IS NOT NULL) = (ATTENDED_OR_DID_NOT_ATTEND_CODE IN ('5', '6'))",
        "",
        "",
    ),
    ("acute_op", "dayofweek(CAST(APPOINTMENT_DATE_TIME AS TIMESTAMP)) BETWEEN 1 AND 5", "", ""),
    ("acute_op", "APPOINTMENT_DATE_TIME[16:] = '0:00'", "", ""),
    (
        "acute_rtt",
        "REFERRAL_TO_TREATMENT_PERIOD_END_DATE IS NULL"
        " OR REFERRAL_TO_TREATMENT_PERIOD_END_DATE >= REFERRAL_TO_TREATMENT_PERIOD_START_DATE",
        "",
        "",
    ),
    (
        "acute_rtt",
        "(REFERRAL_TO_TREATMENT_PERIOD_END_DATE IS NULL) = (REFERRAL_TO_TREATMENT_PERIOD_STATUS = '20')",
        "",
        "",
    ),
    ("acute_rtt", "coalesce(REFERRAL_TO_TREATMENT_PERIOD_END_DATE, '2021-04-01') >= '2021-04-01'", "", ""),
    ("acute_rtt", "coalesce(REFERRAL_TO_TREATMENT_PERIOD_END_DATE, '2021-04-01') < '2026-04-01'", "", ""),
    ("maternity_deliveries", "BOOKING_DATE < DELIVERY_DATE", "", ""),
    (
        "maternity_deliveries",
        "abs(date_diff('day', CAST(BOOKING_DATE AS DATE), CAST(DELIVERY_DATE AS DATE))"
        " - 7 * (CAST(GESTATION_AT_DELIVERY_WEEKS AS INT) - CAST(GESTATION_AT_BOOKING_WEEKS AS INT))) <= 13",
        "",
        "",
    ),
    ("maternity_deliveries", "CAST(GESTATION_AT_DELIVERY_WEEKS AS INT) BETWEEN 22 AND 43", "", ""),
    ("maternity_deliveries", "CAST(GESTATION_AT_BOOKING_WEEKS AS INT) BETWEEN 4 AND 24", "", ""),
    ("maternity_deliveries", "CAST(BIRTH_WEIGHT_GRAMS AS INT) BETWEEN 350 AND 6000", "", ""),
    (
        "maternity_deliveries",
        "SMOKING_STATUS_AT_BOOKING = 'Y' OR SMOKING_STATUS_AT_DELIVERY <> 'Y'",
        "",
        "",
    ),
    ("maternity_deliveries", "SMOKEFREE_ADVISER = 'N' OR SMOKING_STATUS_AT_BOOKING = 'Y'", "", ""),
    ("maternity_deliveries", "SMOKEFREE_ADVISER = 'N' OR BOOKING_DATE >= '2023-04-01'", "", ""),
    ("maternity_deliveries", "NHS_NUMBER_BABY IS NOT NULL", "", ""),
    ("maternity_deliveries", "NHS_NUMBER_MOTHER IS DISTINCT FROM NHS_NUMBER_BABY", "", ""),
    ("ambulance_incidents", "(OUTCOME = 'hear_and_treat') = (ARRIVAL_AT_SCENE IS NULL)", "", ""),
    ("ambulance_incidents", "(OUTCOME = 'conveyed_to_ed') = (HANDOVER_START IS NOT NULL)", "", ""),
    ("ambulance_incidents", "(OUTCOME = 'conveyed_to_ed') = (HANDOVER_END IS NOT NULL)", "", ""),
    ("ambulance_incidents", "(OUTCOME = 'conveyed_to_ed') = (DESTINATION_SITE IS NOT NULL)", "", ""),
    (
        "ambulance_incidents",
        "ARRIVAL_AT_SCENE IS NULL OR ARRIVAL_AT_SCENE >= CALL_CONNECT",
        "INCIDENT_ID",
        "arrival_before_call",
    ),
    ("ambulance_incidents", "HANDOVER_START IS NULL OR HANDOVER_START > ARRIVAL_AT_SCENE", "", ""),
    ("ambulance_incidents", "HANDOVER_END IS NULL OR HANDOVER_END > HANDOVER_START", "", ""),
    ("ambulance_incidents", "CLEAR > CALL_CONNECT", "", ""),
    ("ambulance_incidents", "HANDOVER_END IS NULL OR CLEAR > HANDOVER_END", "", ""),
    ("ambulance_incidents", "OUTCOME <> 'hear_and_treat' OR CATEGORY <> 'C1'", "", ""),
    ("ambulance_incidents", "BIRTH_DATE <= CALL_CONNECT", "", ""),
    ("iuc111_calls", "CALL_ANSWERED IS NULL OR CALL_ANSWERED > CALL_START", "", ""),
    ("iuc111_calls", "CALL_END >= coalesce(CALL_ANSWERED, CALL_START)", "", ""),
    ("iuc111_calls", "(CALL_ANSWERED IS NULL) = (DISPOSITION_CODE IS NULL)", "", ""),
    ("iuc111_calls", "BIRTH_DATE <= CALL_START", "", ""),
    ("community_CYP101", "ServDischDate IS NULL OR ServDischDate >= ReferralRequestReceivedDate", "", ""),
    ("community_CYP101", "TeamType <> '99' OR ReferralRequestReceivedDate >= '2024-01-01'", "", ""),
    ("community_CYP201", "(AttendOrDNACode IN ('5', '6')) = (ClinContactDuration IS NOT NULL)", "", ""),
    ("community_CYP201", "CAST(coalesce(ClinContactDuration, '5') AS INT) % 5 = 0", "", ""),
    ("mental_health_MHS101", "ServDischDate IS NULL OR ServDischDate >= ReferralRequestReceivedDate", "", ""),
    ("mental_health_MHS201", "(AttendStatus IN ('5', '6')) = (ClinContDuration IS NOT NULL)", "", ""),
    ("mental_health_MHS201", "CAST(coalesce(ClinContDuration, '5') AS INT) BETWEEN 5 AND 240", "", ""),
    ("social_care_cld", "Event_Type = 'Service' OR Event_End_Date IS NOT NULL", "", ""),
    ("social_care_cld", "Event_End_Date IS NULL OR Event_End_Date >= Event_Start_Date", "", ""),
    ("social_care_cld", "Event_Start_Date <= Reporting_Period_End", "", ""),
    ("social_care_cld", "coalesce(Event_End_Date, Reporting_Period_End) >= Reporting_Period_Start", "", ""),
    ("social_care_cld", "coalesce(Event_End_Date, '2021-01-01') <= Reporting_Period_End", "", ""),
    (
        "social_care_cld",
        "CAST(Reporting_Period_Start AS DATE) + INTERVAL 1 YEAR - INTERVAL 1 DAY = CAST(Reporting_Period_End AS DATE)",
        "",
        "",
    ),
    ("social_care_cld", "(Event_Type = 'Request') = (Request_Route_of_Access IS NOT NULL)", "", ""),
    ("social_care_cld", "(Event_Type = 'Service') = (Service_Type IS NOT NULL)", "", ""),
    ("social_care_cld", "(Service_Type IS NULL) = (Planned_Units_Per_Week IS NULL)", "", ""),
    ("social_care_cld", "(Service_Type IS NULL) = (Unit_Cost IS NULL)", "", ""),
    (
        "social_care_cld",
        "Event_Type <> 'Service' OR (Event_End_Date IS NULL) = (Event_Outcome = 'Service continues')",
        "",
        "",
    ),
    ("social_care_cld", "Event_Outcome NOT LIKE 'Service ended%' OR Event_Type = 'Service'", "", ""),
    ("social_care_cld", "coalesce(Service_Type, '') <> 'Carer Support' OR Client_Type = 'Carer'", "", ""),
    (
        "social_care_cld",
        "Cost_Frequency_Unit_Type = 'Hourly' OR coalesce(Planned_Units_Per_Week, '1.0') = '1.0'",
        "",
        "",
    ),
    ("social_care_cld", "Date_of_Birth < Event_Start_Date", "", ""),
    ("voluntary_link_worker_log", "CAST(coalesce(Sessions, '1') AS INT) >= 1", "", ""),
    ("voluntary_link_worker_log", '("First contact" IS NULL) = (Sessions IS NULL)', "", ""),
    ("voluntary_link_worker_log", '"Wellbeing after" IS NULL OR "Closed" IS NOT NULL', "", ""),
    ("feedback_fft", "(service = 'GP') = (organisation_code IS NULL)", "", ""),
    ("feedback_fft", "(service = 'Community') = (organisation_code IS NOT DISTINCT FROM 'R1C')", "", ""),
    ("feedback_fft", "(service = 'Mental health') = (organisation_code IS NOT DISTINCT FROM 'RW1')", "", ""),
    ("feedback_fft", "(service = 'Ambulance') = (organisation_code IS NOT DISTINCT FROM 'RYE')", "", ""),
    ("feedback_fft", "score <> '9'", "response_id", "unknown_code"),
    ("deaths_registrations", "date_of_registration >= date_of_death", "", ""),
    ("deaths_registrations", "date_of_birth <= date_of_death", "", ""),
    ("reference_postcodes", "uprn LIKE '9990________'", "", ""),
    ("reference_postcodes", "postcode LIKE 'SO6_ ___'", "", ""),
]
FILE_OF = {
    "acute_apc": "acute/apc.csv",
    "acute_ecds": "acute/ecds.csv",
    "ambulance_incidents": "ambulance/incidents.csv",
    "feedback_fft": "feedback/fft.csv",
}


@pytest.mark.parametrize(("view", "column"), BEGIN)
def test_nothing_begins_outside_the_five_years(extracts: Extracts, view: str, column: str) -> None:
    within = FIVE_YEARS.format(column, column)
    assert extracts.rows(f"SELECT * FROM {view} WHERE NOT ({within})") == []


@pytest.mark.parametrize(("view", "law", "key", "fault"), LAWS)
def test_every_row_keeps_the_law(extracts: Extracts, view: str, law: str, key: str, fault: str) -> None:
    broken = extracts.rows(f"SELECT DISTINCT {key or '*'} FROM {view} WHERE ({law}) IS DISTINCT FROM true ORDER BY ALL")
    planted = f"SELECT DISTINCT row_key FROM truth_faults WHERE file = '{FILE_OF.get(view)}' AND fault = '{fault}'"
    assert broken == extracts.rows(planted + " ORDER BY 1")
    assert not fault or broken
