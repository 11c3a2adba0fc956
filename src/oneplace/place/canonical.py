"""The tables of the linked record that a source's rows are mapped to: their columns and types.

Every interval is half-open, ``[start, end)``; a null end is still open. Types are DuckDB's.
"""

from __future__ import annotations

from typing import Literal, get_args

_DAY, _TIME, _TEXT, _NUMBER, _FLAG = "DATE", "TIMESTAMP", "VARCHAR", "DOUBLE", "BOOLEAN"

PERSON_FACTS: dict[str, str] = {
    "as_of": _DAY,  # the day on which the source knew this; the most recent known fact is kept
    "nhs_number": _TEXT,
    "nhs_number_status": _TEXT,
    "given_name": _TEXT,
    "family_name": _TEXT,
    "birth_date": _DAY,
    "birth_date_precision": _TEXT,
    "sex": _TEXT,
    "postcode": _TEXT,
    "uprn": _TEXT,
    "phone": _TEXT,
    "email": _TEXT,
    "ethnic_category": _TEXT,
    "death_date": _DAY,
    "underlying_cause_icd10": _TEXT,
    "place_of_death": _TEXT,
    "main_language": _TEXT,
    "interpreter_required": _FLAG,
}
"""What a source may know about a person; names, numbers and addresses go no further than the identity zone."""

# fmt: off
ActivityType = Literal[
    "referral", "waiting_list", "gp_appointment", "ambulance_incident", "call_111", "ed_attendance",
    "inpatient_spell", "consultant_episode", "ward_stay", "outpatient_attendance", "community_contact",
    "mental_health_contact", "maternity_delivery", "social_care_request", "social_care_assessment",
    "social_care_service", "social_care_review", "reablement", "voluntary_contact", "social_prescribing",
    "carer_support",
]
ObservationKind = Literal[
    "diagnosis", "procedure", "medication", "measurement", "immunisation", "finding", "score", "need",
]
# fmt: on
ACTIVITY_TYPES: tuple[str, ...] = get_args(ActivityType)
OBSERVATION_KINDS: tuple[str, ...] = get_args(ObservationKind)


MAPPED: dict[str, dict[str, str]] = {
    "registration": {
        "organisation_code": _TEXT,
        "start_date": _DAY,
        "end_date": _DAY,
    },
    "address": {
        "start_date": _DAY,
        "end_date": _DAY,
        "postcode": _TEXT,
        "uprn": _TEXT,
        "residence_type": _TEXT,
    },
    "preference": {
        "preference_type": _TEXT,
        "value": _TEXT,
        "start_date": _DAY,
        "end_date": _DAY,
    },
    "activity": {
        "activity_type": _TEXT,
        "source_record_id": _TEXT,
        "parent_record_id": _TEXT,  # becomes parent_activity_id
        "requested_at": _TIME,  # asked for or booked
        "start_at": _TIME,
        "seen_at": _TIME,  # the person was first reached: arrival at scene, call answered, seen for treatment
        "end_at": _TIME,
        "status": _TEXT,
        "organisation_code": _TEXT,
        "site_code": _TEXT,
        "commissioner_code": _TEXT,
        "specialty_code": _TEXT,
        "method_code": _TEXT,
        "source_code": _TEXT,
        "outcome_code": _TEXT,
        "priority_code": _TEXT,
        "consultation_mechanism": _TEXT,
        "ready_at": _TIME,
        "clinician_code": _TEXT,
        "quantity": _NUMBER,
        "quantity_unit": _TEXT,
        "cost_gbp": "DECIMAL(12,2)",
        "cost_basis": _TEXT,
    },
    "observation": {
        "parent_record_id": _TEXT,  # becomes activity_id
        "recorded_date": _DAY,
        "kind": _TEXT,
        "code": _TEXT,
        "code_system": _TEXT,
        "position": "SMALLINT",
        "value_number": _NUMBER,
        "value_unit": _TEXT,
        "value_code": _TEXT,
        "value_text": _TEXT,
        "end_date": _DAY,
    },
    "plan": {
        "source_record_id": _TEXT,
        "plan_type": _TEXT,
        "organisation_code": _TEXT,
        "author_role": _TEXT,
        "start_date": _DAY,
        "review_due_date": _DAY,
        "end_date": _DAY,
        "status": _TEXT,
        "document": _TEXT,
    },
    "organisation": {
        "organisation_code": _TEXT,
        "name": _TEXT,
        "organisation_type": _TEXT,
        "parent_code": _TEXT,
        "start_date": _DAY,
        "end_date": _DAY,
        "postcode": _TEXT,
        "lsoa21_code": _TEXT,
    },
    "place_of_address": {  # a reference table: which neighbourhood and dwelling a postcode or property number is in
        "postcode": _TEXT,
        "uprn": _TEXT,
        "lsoa21_code": _TEXT,
        "local_authority_code": _TEXT,
    },
}
"""What a mapping may fill in each table. The loader adds person_id, the tables' own ids and load_id."""

REQUIRED: dict[str, tuple[str, ...]] = {
    "registration": ("organisation_code", "start_date"),
    "address": ("start_date",),
    "preference": ("preference_type", "value"),
    "activity": ("activity_type", "source_record_id", "start_at"),
    "observation": ("kind", "recorded_date"),
    "plan": ("source_record_id", "plan_type", "start_date"),
    "organisation": ("organisation_code", "name"),
    "place_of_address": ("lsoa21_code",),
}
"""What every row of a table must have; a mapping that leaves one out is refused by ``check``."""

WITHOUT_PERSON = ("organisation", "place_of_address", "observation")
"""Tables whose rows may belong to nobody (observation: anonymous answers)."""
