"""Rows stand in the order in which things happened, keys count up, and files point to one another."""

from __future__ import annotations

import pytest

from tests.synth.files import Extracts


@pytest.mark.parametrize(
    ("view", "column", "added"),
    [
        # added: whether rows planted as faults stand after the rest
        ("gp_journal", "event_date", True),
        ("gp_medication", "issue_date", False),
        ("gp_appointments", "start_at", False),
        ("acute_apc", "HOSPITAL_PROVIDER_SPELL_NUMBER", False),
        ("acute_apc", "START_DATE_TIME_SPELL", False),
        ("acute_ecds", "ATTENDANCE_IDENTIFIER", False),
        ("acute_ecds", "EMERGENCY_CARE_ARRIVAL_DATE_TIME", False),
        ("acute_op", "ATTENDANCE_IDENTIFIER", True),
        ("acute_op", "APPOINTMENT_DATE_TIME", True),
        ("acute_rtt", "PATIENT_PATHWAY_IDENTIFIER", False),
        ("acute_rtt", "REFERRAL_TO_TREATMENT_PERIOD_START_DATE", False),
        ("maternity_deliveries", "DELIVERY_ID", False),
        ("maternity_deliveries", "DELIVERY_DATE", False),
        ("ambulance_incidents", "INCIDENT_ID", False),
        ("ambulance_incidents", "CALL_CONNECT", False),
        ("iuc111_calls", "CALL_ID", False),
        ("iuc111_calls", "CALL_START", False),
        ("community_CYP101", "ServiceRequestId", False),
        ("community_CYP101", "ReferralRequestReceivedDate", False),
        ("community_CYP201", "CareContactId", False),
        ("community_CYP201", "ContactDateTime", False),
        ("mental_health_MHS101", "ServiceRequestId", False),
        ("mental_health_MHS101", "ReferralRequestReceivedDate", False),
        ("mental_health_MHS201", "CareContactId", False),
        ("mental_health_MHS201", "CareContactDateTime", False),
        ("feedback_fft", "response_date", False),
        ("deaths_registrations", "date_of_registration", True),
        ("reference_postcodes", "uprn", True),
        ("social_care_cld", "filename", False),
        ("voluntary_link_worker_log", "Ref", False),
    ],
)
def test_rows_stand_in_order(extracts: Extracts, view: str, column: str, added: bool) -> None:
    steps_down = f"SELECT {column} here, lag({column}) OVER (ORDER BY rowid) before FROM {view}"
    assert extracts.value(f"SELECT count(*) FROM ({steps_down}) WHERE here < before") == int(added)


@pytest.mark.parametrize(
    ("view", "column", "prefix", "digits"),
    [
        ("acute_apc", "HOSPITAL_PROVIDER_SPELL_NUMBER", "S", 8),
        ("acute_ecds", "ATTENDANCE_IDENTIFIER", "E", 8),
        ("acute_op", "ATTENDANCE_IDENTIFIER", "O", 9),
        ("acute_rtt", "PATIENT_PATHWAY_IDENTIFIER", "P", 8),
        ("maternity_deliveries", "DELIVERY_ID", "D", 7),
        ("ambulance_incidents", "INCIDENT_ID", "AI", 8),
        ("iuc111_calls", "CALL_ID", "C", 9),
        ("community_CYP101", "ServiceRequestId", "CR", 8),
        ("community_CYP201", "CareContactId", "CC", 9),
        ("mental_health_MHS101", "ServiceRequestId", "MR", 8),
        ("mental_health_MHS201", "CareContactId", "MC", 9),
        ("feedback_fft", "response_id", "F", 8),
        ("deaths_registrations", "registration_id", "R", 7),
    ],
)
def test_keys_count_up_from_one(extracts: Extracts, view: str, column: str, prefix: str, digits: int) -> None:
    keys = [key for (key,) in extracts.rows(f"SELECT DISTINCT {column} FROM {view} ORDER BY 1")]
    assert keys == [f"{prefix}{number:0{digits}d}" for number in range(1, len(keys) + 1)]


@pytest.mark.parametrize(
    ("view", "column", "form"),
    [
        ("acute_all", "LOCAL_PATIENT_IDENTIFIER", "H[0-9]{7}"),
        ("community_CYP001", "LocalPatientId", "SC[0-9]{7}"),
        ("mental_health_MHS001", "LocalPatientId", "SH[0-9]{7}"),
        ("social_care_cld", "LA_Person_Unique_Identifier", "A[0-9]{7}"),
        ("social_care_cld", "Event_Reference", "EV[0-9]{8}"),
        ("voluntary_link_worker_log", "Ref", "LWX?[0-9]{5,6}"),
        ("gp_patients", "nhs_number", "999[0-9]{7}"),
        ("acute_all", "NHS_NUMBER", "9[0-9]{9}"),
        ("maternity_deliveries", "NHS_NUMBER_BABY", "999[0-9]{7}"),
        ("gp_patients", "practice_code", "Z990(0[1-9]|1[0-9]|2[0-5])"),
        ("gp_patients", "uprn", "9990[0-9]{8}"),
        ("gp_patients", "postcode", "SO6[0-9] [0-9][A-Z]{2}"),
        ("gp_patients", "phone", "(01632 960|07700 900)[0-9]{3}"),
        ("voluntary_link_worker_log", "Tel", "(01632 960|07700 900)[0-9]{3}"),
        ("acute_apc", "DIAGNOSIS_ICD_1", "[A-Z][0-9]{2}([0-9]|X)"),
        ("acute_apc", "PROCEDURE_OPCS_1", "[A-Z][0-9]{3}"),
        ("deaths_registrations", "underlying_cause_icd10", "[A-Z][0-9]{2}([0-9]|X)"),
        ("reference_postcodes", "lsoa21_code", "E01[0-9]{6}"),
    ],
)
def test_identifiers_have_their_form(extracts: Extracts, view: str, column: str, form: str) -> None:
    other = f"SELECT DISTINCT {column} FROM {view} WHERE NOT regexp_full_match({column}, '{form}')"
    assert extracts.rows(other) == []


@pytest.mark.parametrize(
    ("child", "columns", "parent", "keys"),
    [
        ("gp_patients", "uprn, postcode", "reference_postcodes", "uprn, postcode"),
        ("gp_addresses", "uprn, postcode", "reference_postcodes", "uprn, postcode"),
        ("gp_addresses", "uprn, residence_type", "reference_postcodes", "uprn, residence_type"),
        ("gp_patients", "practice_code", "reference_organisations", "organisation_code"),
        ("acute_apc", "ORGANISATION_CODE_PROVIDER", "reference_organisations", "organisation_code"),
        ("community_CYP001", "OrgIDProvider", "reference_organisations", "organisation_code"),
        ("mental_health_MHS001", "OrgIDProv", "reference_organisations", "organisation_code"),
        ("social_care_cld", "LA_Code", "reference_organisations", "organisation_code"),
        ("feedback_fft", "organisation_code", "reference_organisations", "organisation_code"),
        ("acute_ecds", "POSTCODE_OF_USUAL_ADDRESS", "reference_postcodes", "postcode"),
        ("acute_op", "POSTCODE_OF_USUAL_ADDRESS", "reference_postcodes", "postcode"),
        ("acute_rtt", "POSTCODE_OF_USUAL_ADDRESS", "reference_postcodes", "postcode"),
        ("maternity_deliveries", "POSTCODE_MOTHER", "reference_postcodes", "postcode"),
        ("ambulance_incidents", "POSTCODE", "reference_postcodes", "postcode"),
        ("iuc111_calls", "POSTCODE", "reference_postcodes", "postcode"),
        ("community_CYP001", "Postcode", "reference_postcodes", "postcode"),
        ("mental_health_MHS001", "Postcode", "reference_postcodes", "postcode"),
        ("social_care_cld", "Postcode", "reference_postcodes", "postcode"),
        ("voluntary_link_worker_log", "Postcode", "reference_postcodes", "postcode"),
        ("truth_persons", "mother_true_person_id", "truth_persons", "true_person_id"),
        ("truth_persons", "lsoa21_code", "reference_postcodes", "lsoa21_code"),
        ("truth_persons", "second_lsoa21_code", "reference_postcodes", "lsoa21_code"),
        ("truth_phone_service", "true_person_id", "truth_persons", "true_person_id"),
        ("maternity_deliveries", "NHS_NUMBER_BABY", "truth_persons", "CAST(nhs_number AS VARCHAR)"),
        ("deaths_registrations", "nhs_number", "truth_persons", "CAST(nhs_number AS VARCHAR)"),
    ],
)
def test_what_one_file_names_another_has(extracts: Extracts, child: str, columns: str, parent: str, keys: str) -> None:
    filled = " AND ".join(f"{column} IS NOT NULL" for column in columns.split(", "))
    named = f"SELECT {columns} FROM {child} WHERE {filled}"
    assert extracts.value(f"SELECT count(*) FROM ({named})") > 0
    assert extracts.rows(f"{named} EXCEPT SELECT {keys} FROM {parent}") == []


@pytest.mark.parametrize(
    ("view", "key", "block"),
    [
        ("acute_apc", "HOSPITAL_PROVIDER_SPELL_NUMBER", "START_DATE_TIME_SPELL"),
        ("acute_apc", "HOSPITAL_PROVIDER_SPELL_NUMBER", "coalesce(DISCHARGE_DATE_TIME, '')"),
        ("acute_apc", "HOSPITAL_PROVIDER_SPELL_NUMBER", "LOCAL_PATIENT_IDENTIFIER"),
        ("acute_apc", "HOSPITAL_PROVIDER_SPELL_NUMBER", "ADMISSION_METHOD"),
        ("acute_apc", "HOSPITAL_PROVIDER_SPELL_NUMBER", "DIAGNOSIS_ICD_1"),
        ("acute_apc", "LOCAL_PATIENT_IDENTIFIER", "PERSON_BIRTH_DATE"),
        ("acute_apc", "LOCAL_PATIENT_IDENTIFIER", "PERSON_FAMILY_NAME"),
        ("acute_ecds", "LOCAL_PATIENT_IDENTIFIER", "coalesce(NHS_NUMBER, '')"),
        ("acute_op", "LOCAL_PATIENT_IDENTIFIER", "POSTCODE_OF_USUAL_ADDRESS"),
        ("acute_rtt", "LOCAL_PATIENT_IDENTIFIER", "ETHNIC_CATEGORY"),
        ("social_care_cld", "LA_Person_Unique_Identifier", "Date_of_Birth"),
        ("social_care_cld", "LA_Person_Unique_Identifier", "coalesce(NHS_Number, '')"),
        ("reference_postcodes", "uprn", "postcode"),
        ("reference_postcodes", "postcode", "lsoa21_code"),
    ],
)
def test_what_a_key_says_does_not_change(extracts: Extracts, view: str, key: str, block: str) -> None:
    assert extracts.rows(f"SELECT {key} FROM {view} GROUP BY {key} HAVING count(DISTINCT {block}) > 1") == []


def test_the_second_episode_begins_as_the_first_ends(extracts: Extracts) -> None:
    pairs = extracts.rows(
        "SELECT one.END_DATE_TIME_EPISODE = two.START_DATE_TIME_EPISODE, count(*) FROM acute_apc one JOIN acute_apc two"
        " USING (HOSPITAL_PROVIDER_SPELL_NUMBER) WHERE one.EPISODE_NUMBER = '1' AND two.EPISODE_NUMBER = '2' GROUP BY 1"
    )
    assert [same for same, _ in pairs] == [True]
    assert pairs[0][1] > 50


def test_an_episode_ends_with_its_spell_unless_another_follows(extracts: Extracts) -> None:
    last = (
        "SELECT * FROM acute_apc QUALIFY EPISODE_NUMBER ="
        " max(EPISODE_NUMBER) OVER (PARTITION BY HOSPITAL_PROVIDER_SPELL_NUMBER)"
    )
    other = f"SELECT count(*) FROM ({last}) WHERE END_DATE_TIME_EPISODE IS DISTINCT FROM DISCHARGE_DATE_TIME"
    assert extracts.value(other) == 0


def test_an_admission_from_the_department_is_an_attendance_that_ended_on_a_ward(extracts: Extracts) -> None:
    stays = "SELECT LOCAL_PATIENT_IDENTIFIER, START_DATE_TIME_SPELL FROM acute_apc WHERE ADMISSION_METHOD = '21'"
    ends = (
        "SELECT LOCAL_PATIENT_IDENTIFIER, EMERGENCY_CARE_DEPARTURE_DATE_TIME FROM acute_ecds"
        " WHERE EMERGENCY_CARE_DISCHARGE_DESTINATION_SNOMED_CT = '306706006'"
    )
    people = "SELECT source_record_id, true_person_id FROM truth_records WHERE source_system = 'acute'"
    joined = "SELECT person, moment FROM ({0}) s(id, moment) JOIN ({1}) t(id, person) USING (id)"
    assert extracts.rows(f"{joined.format(stays, people)} EXCEPT {joined.format(ends, people)}") == []
    assert extracts.value(f"SELECT count(*) FROM ({stays})") > 300


def test_handover_begins_as_the_ambulance_arrives(extracts: Extracts) -> None:
    apart = extracts.rows(
        "SELECT DISTINCT HANDOVER_START < EMERGENCY_CARE_ARRIVAL_DATE_TIME FROM ambulance_incidents"
        " JOIN acute_ecds ON AMBULANCE_INCIDENT_ID = INCIDENT_ID"
    )
    assert apart == [(False,)]
