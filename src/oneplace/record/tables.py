"""The canonical tables of the linked record: columns, types and order, as docs/contracts.md has them."""

from __future__ import annotations

from oneplace.place.canonical import MAPPED

_DAY, _TIME, _TEXT, _NUMBER, _FLAG, _ID = "DATE", "TIMESTAMP", "VARCHAR", "DOUBLE", "BOOLEAN", "BIGINT"


def _between(
    before: dict[str, str], table: str, after: dict[str, str], *, without: tuple[str, ...] = ()
) -> dict[str, str]:
    mapped = {name: kind for name, kind in MAPPED[table].items() if name not in without}
    return before | mapped | after


_PARENT = ("parent_record_id",)

PERSON_ZONE: dict[str, dict[str, str]] = {
    "person": {
        "person_id": _ID,
        "birth_date": _DAY,
        "birth_date_precision": _TEXT,
        "sex": _TEXT,
        "ethnic_category": _TEXT,
        "death_date": _DAY,
        "underlying_cause_icd10": _TEXT,
        "place_of_death": _TEXT,
        "main_language": _TEXT,
        "interpreter_required": _FLAG,
        "updated_at": _DAY,
    },
    "registration": {
        "person_id": _ID,
        "registration_type": _TEXT,
        "organisation_code": _TEXT,
        "start_date": _DAY,
        "end_date": _DAY,
        "load_id": _TEXT,
    },
    "address": {
        "person_id": _ID,
        "start_date": _DAY,
        "end_date": _DAY,
        "lsoa21_code": _TEXT,
        "local_authority_code": _TEXT,
        "household_id": _ID,
        "residence_type": _TEXT,
        "load_id": _TEXT,
    },
    "preference": _between({"person_id": _ID}, "preference", {"load_id": _TEXT}),
    "activity": _between(
        {"activity_id": _ID, "person_id": _ID, "parent_activity_id": _ID},
        "activity",
        {"source_dataset": _TEXT, "load_id": _TEXT},
        without=_PARENT,
    ),
    "observation": _between(
        {"person_id": _ID, "activity_id": _ID},
        "observation",
        {"source_dataset": _TEXT, "load_id": _TEXT},
        without=_PARENT,
    ),
    "plan": _between({"plan_id": _ID, "person_id": _ID}, "plan", {"load_id": _TEXT}, without=("source_record_id",)),
}
"""Tables about people. None of them holds a name, a number, a postcode or a property number."""

REFERENCE: dict[str, dict[str, str]] = {
    "organisation": _between({}, "organisation", {"load_id": _TEXT}),
    "area": {
        "lsoa21_code": _TEXT,
        "version": "INTEGER",
        "lsoa11_code": _TEXT,
        "msoa21_code": _TEXT,
        "ward_code": _TEXT,
        "local_authority_code": _TEXT,
        "neighbourhood": _TEXT,
        "imd_rank": "INTEGER",
        "imd_decile": "INTEGER",
        "imd_version": "INTEGER",
        "rural_urban": _TEXT,
    },
    "load": {
        "load_id": _TEXT,
        "source_system": _TEXT,
        "dataset": _TEXT,
        "dataset_version": _TEXT,
        "file_name": _TEXT,
        "sha256": _TEXT,
        "period_start": _DAY,
        "period_end": _DAY,
        "rows_read": _ID,
        "rows_kept": _ID,
        "rows_rejected": _ID,
        "mapping_version": _TEXT,
        "loaded_at": _TIME,
        "superseded_by": _TEXT,
    },
}

SPLIT = {"activity": "activity_type", "observation": "kind"}
"""Tables that are a folder, one file for each value of this column."""

ORDER = {
    "person": "person_id",
    "registration": "registration_type, person_id, start_date",
    "address": "person_id, start_date",
    "preference": "person_id, preference_type, start_date",
    "activity": "start_at, activity_id",
    "observation": "code, recorded_date, person_id, activity_id, position, value_number, value_code, load_id",
    "plan": "plan_id",
    "organisation": "organisation_code",
    "area": "lsoa21_code",
    "load": "load_id",
}
