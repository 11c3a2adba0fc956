"""Codes of the national terminologies that the extracts use (meanings in ``docs/reference/extracts.md``)."""

from __future__ import annotations

DIAGNOSIS = {
    "hypertension": 38341003,
    "diabetes": 44054006,
    "copd": 13645005,
    "asthma": 195967001,
    "chd": 414545008,
    "atrial_fibrillation": 49436004,
    "heart_failure": 84114007,
    "stroke": 230690007,
    "cancer": 363346000,
    "depression": 35489007,
    "severe_mental_illness": 58214004,
    "dementia": 52448006,
    "ckd": 709044004,
}
TYPE_1_DIABETES = 46635009
BIPOLAR = 13746004
MILD_FRAILTY, MODERATE_FRAILTY, SEVERE_FRAILTY = 925791000000100, 925831000000107, 925861000000102
SMOKER, EX_SMOKER, NEVER_SMOKED = 77176002, 8517006, 266919005
CARER, TYPE_1_OPT_OUT = 224484003, 827241000000103
PALLIATIVE_REGISTER, ADVANCE_CARE_PLANNING = 414937009, 713603004
SOCIAL_PRESCRIBING_REFERRAL = 871731000000106
SYSTOLIC, DIASTOLIC, HBA1C, BMI = 271649006, 271650006, 999791000000106, 60621009
EGFR, PHQ9 = 1011481000000105, 720433000
MMR, INFLUENZA, PNEUMOCOCCAL = 38598009, 86198006, 12866006

UNITS = ["", "mm[Hg]", "mmol/mol", "kg/m2", "mL/min/{1.73_m2}", "{score}"]
UNIT_OF = {SYSTOLIC: 1, DIASTOLIC: 1, HBA1C: 2, BMI: 3, EGFR: 4, PHQ9: 5}
IMMUNISATIONS = [MMR, INFLUENZA, PNEUMOCOCCAL]

MEDICINES = {
    # dm+d therapeutic moiety: conditions for which it is given, share of them who take it, quantity an issue
    108537001: (("hypertension",), 0.5, 56),  # amlodipine
    386872004: (("hypertension", "heart_failure"), 0.5, 56),  # ramipril
    108600003: (("chd", "diabetes", "stroke"), 0.7, 56),  # atorvastatin
    109081006: (("diabetes",), 0.7, 112),  # metformin
    91143003: (("asthma", "copd"), 0.75, 1),  # salbutamol
    372594008: (("depression",), 0.45, 56),  # sertraline
    81609008: (("heart_failure",), 0.65, 56),  # furosemide
    48603004: (("atrial_fibrillation",), 0.4, 56),  # warfarin
    7947003: (("chd", "stroke"), 0.55, 56),  # aspirin
    25673006: (("frailty", "chd"), 0.5, 56),  # omeprazole
}
