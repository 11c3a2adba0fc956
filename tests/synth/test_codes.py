"""Every coded column holds the publisher's codes and no others, as ``docs/reference/extracts.md`` lists them."""

from __future__ import annotations

import pytest

from tests.synth.files import Extracts

ETHNIC = "A B C D E F G H J K L M N P R S Z"
SEEN = "2 3 4 5 6 7"
MINUTES = "01 02 11"
COMPLAINTS = "161898004 21522001 22253000 248062006 267036007 29857009 386661006 417746004"
TABULAR = " ".join(f"Z990{number:02d}" for number in range(1, 26))
ICD_OF_DEATH = "C189 C259 C349 C509 E149 F03X I219 I251 I509 I639 J189 J449 K703 N189 R54X U071 V892 W190 X420 X640"

ALWAYS = [
    ("gp_patients", "practice_code", TABULAR),
    ("gp_patients", "sex", "F M"),
    ("gp_patients", "ethnic_code", ETHNIC),
    ("gp_patients", "main_language", "en pl ur pa ro bn ar zh pt so"),
    ("gp_patients", "interpreter_required", "Y N"),
    ("gp_addresses", "practice_code", TABULAR),
    ("gp_addresses", "residence_type", "own care_home"),
    ("gp_journal", "practice_code", TABULAR),
    ("gp_medication", "practice_code", TABULAR),
    (
        "gp_medication",
        "dmd_code",
        "108537001 386872004 108600003 109081006 91143003 372594008 81609008 48603004 7947003 25673006",
    ),
    ("gp_medication", "quantity", "1 56 112"),
    ("gp_appointments", "practice_code", TABULAR),
    ("acute_apc", "NHS_NUMBER_STATUS_INDICATOR_CODE", "01 02 03"),
    ("acute_apc", "PERSON_STATED_GENDER_CODE", "1 2"),
    ("acute_apc", "ETHNIC_CATEGORY", ETHNIC),
    ("acute_apc", "ORGANISATION_CODE_PROVIDER", "RHM"),
    ("acute_apc", "SITE_CODE_OF_TREATMENT", "RHM01"),
    ("acute_apc", "EPISODE_NUMBER", "1 2"),
    ("acute_apc", "ADMISSION_METHOD", "11 12 13 21 22 28 31 82"),
    ("acute_apc", "SOURCE_OF_ADMISSION", "19 54 79"),
    (
        "acute_apc",
        "TREATMENT_FUNCTION_CODE",
        "100 110 120 130 300 301 320 340 361 420 424 430 501 502 800",
    ),
    ("acute_ecds", "NHS_NUMBER_STATUS_INDICATOR_CODE", "01 02 03"),
    ("acute_ecds", "PERSON_STATED_GENDER_CODE", "1 2"),
    ("acute_ecds", "ETHNIC_CATEGORY", ETHNIC),
    ("acute_ecds", "ORGANISATION_CODE_PROVIDER", "RHM"),
    ("acute_ecds", "SITE_CODE_OF_TREATMENT", "RHM01"),
    ("acute_ecds", "EMERGENCY_CARE_DEPARTMENT_TYPE", "01 03"),
    ("acute_ecds", "EMERGENCY_CARE_ARRIVAL_MODE_SNOMED_CT", "1048031000000100 1048071000000103"),
    (
        "acute_ecds",
        "EMERGENCY_CARE_ACUITY_SNOMED_CT",
        "1064891000000107 1064911000000105 1064901000000103 1077241000000103 1077251000000100 999999999",
    ),
    ("acute_ecds", "EMERGENCY_CARE_CHIEF_COMPLAINT_SNOMED_CT", COMPLAINTS),
    (
        "acute_ecds",
        "EMERGENCY_CARE_DIAGNOSIS_SNOMED_CT",
        "233604007 13645005 195967001 22298006 68566005 125605004 82271004 64572001",
    ),
    ("acute_ecds", "EMERGENCY_CARE_DISCHARGE_DESTINATION_SNOMED_CT", "306689006 306706006"),
    ("acute_op", "NHS_NUMBER_STATUS_INDICATOR_CODE", "01 02 03"),
    ("acute_op", "PERSON_STATED_GENDER_CODE", "1 2"),
    ("acute_op", "ETHNIC_CATEGORY", ETHNIC),
    ("acute_op", "ORGANISATION_CODE_PROVIDER", "RHM"),
    ("acute_op", "SITE_CODE_OF_TREATMENT", "RHM01"),
    ("acute_op", "FIRST_ATTENDANCE_CODE", "1 2 3 4"),
    ("acute_op", "ATTENDED_OR_DID_NOT_ATTEND_CODE", SEEN),
    ("acute_op", "TREATMENT_FUNCTION_CODE", "100 101 110 120 130 300 301 320 330 340 410 420 430 502"),
    ("acute_rtt", "ORGANISATION_CODE_PROVIDER", "RHM"),
    ("acute_rtt", "TREATMENT_FUNCTION_CODE", "100 101 110 120 130 300 301 320 330 340 410 420 430 502"),
    ("acute_rtt", "PRIORITY_TYPE_CODE", "1 2 3"),
    ("acute_rtt", "REFERRAL_TO_TREATMENT_PERIOD_STATUS", "20 30 34"),
    ("maternity_deliveries", "ORGANISATION_CODE_PROVIDER", "RHM"),
    ("maternity_deliveries", "SMOKING_STATUS_AT_BOOKING", "Y N"),
    ("maternity_deliveries", "SMOKEFREE_ADVISER", "Y N"),
    ("maternity_deliveries", "SMOKING_STATUS_AT_DELIVERY", "Y N U"),
    ("maternity_deliveries", "SEX_BABY", "1 2"),
    ("maternity_deliveries", "FEEDING_AT_6_TO_8_WEEKS", "01 02 03 99"),
    ("ambulance_incidents", "GENDER", "1 2"),
    ("ambulance_incidents", "CATEGORY", "C1 C2 C3 C4"),
    ("ambulance_incidents", "OUTCOME", "hear_and_treat see_and_treat conveyed_to_ed"),
    ("ambulance_incidents", "CHIEF_COMPLAINT_SNOMED_CT", COMPLAINTS),
    ("iuc111_calls", "GENDER", "1 2"),
    ("community_CYP001", "OrgIDProvider", "R1C"),
    ("community_CYP001", "Gender", "1 2"),
    ("community_CYP101", "OrgIDProvider", "R1C"),
    ("community_CYP101", "SourceOfReferral", "01 02 03 04"),
    ("community_CYP101", "TeamType", "05 14 18 36 38 99"),
    ("community_CYP101", "PriorityType", "1 2"),
    ("community_CYP201", "AttendOrDNACode", SEEN),
    ("community_CYP201", "ConsultationMechanism", MINUTES),
    ("mental_health_MHS001", "OrgIDProv", "RW1"),
    ("mental_health_MHS001", "NHSNumberStatus", "01 02 03"),
    ("mental_health_MHS001", "Gender", "1 2"),
    ("mental_health_MHS101", "OrgIDProv", "RW1"),
    ("mental_health_MHS101", "SourceOfReferralMH", "A1 B1 D1 F1 H1"),
    ("mental_health_MHS101", "ClinRespPriorityType", "1 2 3"),
    ("mental_health_MHS101", "ServTeamType", "A02 A06 A13 C02"),
    ("mental_health_MHS201", "AttendStatus", SEEN),
    ("mental_health_MHS201", "ConsMechanismMH", MINUTES),
    ("social_care_cld", "LA_Code", "E06000045"),
    ("social_care_cld", "Gender", "Male Female"),
    ("social_care_cld", "Has_Unpaid_Carer", "Yes No Unknown"),
    ("social_care_cld", "Event_Type", "Request Assessment Service Review"),
    ("feedback_fft", "score", "1 2 3 4 5 6 9"),
    ("deaths_registrations", "sex", "F M"),
    ("deaths_registrations", "place_of_death", "home care_home hospital hospice elsewhere"),
    ("deaths_registrations", "underlying_cause_icd10", ICD_OF_DEATH),
    ("reference_postcodes", "residence_type", "own care_home"),
    ("reference_organisations", "organisation_type", "practice trust ambulance council voluntary 111"),
]
SOMETIMES = [
    ("gp_patients", "deduction_reason", "moved_away changed_practice died"),
    ("gp_journal", "unit", "mm[Hg] mmol/mol kg/m2 mL/min/{1.73_m2} {score}"),
    ("acute_apc", "DISCHARGE_DESTINATION", "19 51 54 79"),
    ("acute_apc", "DISCHARGE_METHOD", "1 4"),
    ("acute_apc", "DELAY_REASON", "P0_transport P1_home_care P2_rehabilitation_bed P3_care_home hospital_process"),
    ("acute_apc", "PROCEDURE_OPCS_1", "C751 F341 H221 Q181 R179 R249 T202 W401 W471 X403 X721"),
    ("acute_op", "OUTCOME_OF_ATTENDANCE_CODE", "1 2"),
    ("ambulance_incidents", "DESTINATION_SITE", "RHM01"),
    ("iuc111_calls", "DISPOSITION_CODE", "Dx011 Dx012 Dx02 Dx05 Dx06 Dx07 Dx08 Dx09"),
    ("mental_health_MHS101", "PrimReasonReferralMH", "01 05 06 12 24"),
    ("social_care_cld", "Cost_Frequency_Unit_Type", "Hourly Weekly"),
]
LABELS = [
    ("gp_appointments", "status", "Attended|DNA|Cancelled by patient|Cancelled by practice"),
    ("gp_appointments", "mode", "Face-to-Face|Telephone|Video/Online|Home Visit"),
    ("gp_appointments", "professional", "GP|Other Practice staff"),
    ("social_care_cld", "Client_Type", "Service User|Carer"),
    ("social_care_cld", "Accommodation_Status", "Owner occupier or tenant|Care home|Supported accommodation"),
    (
        "social_care_cld",
        "Primary_Support_Reason",
        "Physical Support|Support with Memory and Cognition|Learning Disability Support|Mental Health Support"
        "|Social Support",
    ),
    (
        "social_care_cld",
        "Event_Outcome",
        "Progress to Assessment|Progress to Service|Progress to Reablement|Signposting|NFA|Service continues"
        "|Service ended: at home|Service ended: in hospital or care home|Service ended: died",
    ),
    ("voluntary_link_worker_log", "Referred by", "GP|Hospital|Council|Self"),
    (
        "voluntary_link_worker_log",
        "Reason",
        "Loneliness|Money and benefits|Housing|Low mood|Long-term condition|Caring",
    ),
    (
        "feedback_fft",
        "service",
        "GP|Emergency department|Inpatient|Outpatient|Maternity|Community|Mental health|Ambulance",
    ),
]
LABELS_OR_NONE = [
    ("social_care_cld", "Request_Route_of_Access", "Community|Discharge from hospital"),
    (
        "social_care_cld",
        "Service_Type",
        "Short Term Support: ST-Max|Long Term Support: Community|Long Term Support: Residential Care"
        "|Long Term Support: Nursing Care|Carer Support",
    ),
    (
        "social_care_cld",
        "Service_Component",
        "Reablement|Home Support|Direct Payment|Residential Care|Nursing Care|Day Support|Carer Support",
    ),
    ("social_care_cld", "Delivery_Mechanism", "CASSR Managed|Direct Payment"),
    ("social_care_cld", "Unit_Cost", "26.4|21.5|318.0|152.0|871.0|964.0|12.0"),
    ("feedback_fft", "organisation_code", "RHM|RYE|R1C|RW1"),
]
CASES = [
    *((view, column, set(codes.split(" "))) for view, column, codes in ALWAYS),
    *((view, column, {*codes.split(" "), None}) for view, column, codes in SOMETIMES),
    *((view, column, set(labels.split("|"))) for view, column, labels in LABELS),
    *((view, column, {*labels.split("|"), None}) for view, column, labels in LABELS_OR_NONE),
]


@pytest.mark.parametrize(("view", "column", "codes"), CASES, ids=[f"{view}.{column}" for view, column, _ in CASES])
def test_all_of_a_columns_codes_and_no_others(extracts: Extracts, view: str, column: str, codes: set) -> None:
    assert {code for (code,) in extracts.rows(f'SELECT DISTINCT "{column}" FROM {view}')} == codes


@pytest.mark.parametrize(
    ("snomed_code", "unit", "low", "high"),
    [
        ("271649006", "mm[Hg]", 80, 230),
        ("271650006", "mm[Hg]", 40, 140),
        ("999791000000106", "mmol/mol", 20, 140),
        ("60621009", "kg/m2", 13, 60),
        ("1011481000000105", "mL/min/{1.73_m2}", 4, 130),
        ("720433000", "{score}", 0, 27),
    ],
)
def test_a_measurement_has_its_unit_and_lies_in_range(
    extracts: Extracts, snomed_code: str, unit: str, low: float, high: float
) -> None:
    found = extracts.rows(
        "SELECT DISTINCT unit, value IS NULL, CAST(value AS DOUBLE) BETWEEN "
        f"{low} AND {high} FROM gp_journal WHERE snomed_code = '{snomed_code}'"
    )
    assert found == [(unit, False, True)]


def test_what_is_no_measurement_has_neither_value_nor_unit(extracts: Extracts) -> None:
    codes = ["271649006", "271650006", "999791000000106", "60621009", "1011481000000105", "720433000"]
    kinds = f"SELECT DISTINCT value IS NULL, unit IS NULL FROM gp_journal WHERE snomed_code NOT IN {tuple(codes)}"
    assert extracts.rows(kinds) == [(True, True)]


@pytest.mark.parametrize(
    ("component", "bought"),
    [
        ("Reablement", ("Short Term Support: ST-Max", "CASSR Managed", "26.4", "Hourly")),
        ("Home Support", ("Long Term Support: Community", "CASSR Managed", "21.5", "Hourly")),
        ("Direct Payment", ("Long Term Support: Community", "Direct Payment", "318.0", "Weekly")),
        ("Day Support", ("Long Term Support: Community", "CASSR Managed", "152.0", "Weekly")),
        ("Residential Care", ("Long Term Support: Residential Care", "CASSR Managed", "871.0", "Weekly")),
        ("Nursing Care", ("Long Term Support: Nursing Care", "CASSR Managed", "964.0", "Weekly")),
        ("Carer Support", ("Carer Support", "Direct Payment", "12.0", "Weekly")),
    ],
)
def test_a_component_of_social_care_is_bought_one_way(
    extracts: Extracts, component: str, bought: tuple[str, ...]
) -> None:
    found = extracts.rows(
        "SELECT DISTINCT Service_Type, Delivery_Mechanism, Unit_Cost, Cost_Frequency_Unit_Type"
        f" FROM social_care_cld WHERE Service_Component = '{component}'"
    )
    assert found == [bought]


@pytest.mark.parametrize(
    ("primary", "external"), [("S720", "W190"), ("S060", "W109"), ("S525", "W010"), ("T391", "X600")]
)
def test_an_injury_names_its_external_cause_next(extracts: Extracts, primary: str, external: str) -> None:
    second = f"SELECT DISTINCT DIAGNOSIS_ICD_2 FROM acute_apc WHERE DIAGNOSIS_ICD_1 = '{primary}'"
    assert extracts.rows(second) == [(external,)]


@pytest.mark.parametrize(
    ("primary", "procedure", "specialty"),
    [
        ("H269", "C751", "130"),
        ("M179", "W401", "110"),
        ("K409", "T202", "100"),
        ("K635", "H221", "301"),
        ("C509", "X721", "800"),
        ("N185", "X403", "361"),
        ("J350", "F341", "120"),
        ("N925", "Q181", "502"),
        ("O829", "R179", "501"),
        ("O800", "R249", "501"),
    ],
)
def test_a_planned_stay_has_its_operation_and_specialty(
    extracts: Extracts, primary: str, procedure: str, specialty: str
) -> None:
    found = extracts.rows(
        "SELECT DISTINCT PROCEDURE_OPCS_1, TREATMENT_FUNCTION_CODE FROM acute_apc"
        f" WHERE DIAGNOSIS_ICD_1 = '{primary}' AND EPISODE_NUMBER = '1'"
    )
    assert found == [(procedure, specialty)]
