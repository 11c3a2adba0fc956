"""The tables of the linked record, each declared once: columns, types, who fills them, zone, order and dates.

Whatever needs to know the tables follows from `TABLES`: what a mapping may fill, what an expression or a measure may
read, the record's files and their order, and their reference page. Every interval is half-open, ``[start, end)``; a
null end is still open. Types are DuckDB's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

_DAY, _TIME, _TEXT, _NUMBER, _FLAG, _ID = "DATE", "TIMESTAMP", "VARCHAR", "DOUBLE", "BOOLEAN", "BIGINT"

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
    "lsoa_code": _TEXT,  # of 2021 or 2011; the address of who has no other
    "age": "INTEGER",  # in completed years on ``as_of``; stands for the birth date of who has none
    "phone": _TEXT,
    "email": _TEXT,
    "shared_number": _TEXT,  # by which several partners know the person: of a pupil, of national insurance
    "address_line": _TEXT,  # house and street, without the postcode
    "town": _TEXT,  # the town, suburb or village of the address
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

SEXES = ("F", "M", "I", "U")
ETHNIC_CATEGORIES = (*"ABCDEFGHJKLMNPRSZ", "99")
"""What a fact's code may be (Z and 99: not stated): whoever has another is of those of whom nothing is known."""

Filler = Literal["mapping", "mapping for the loader", "loader", "record"]
"""Who fills a column: a mapping; a mapping, with what the loader turns into something else and doesn't keep; the loader
beside the mapping; or the record itself, when all rows are there."""


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its type and who fills it."""

    name: str
    type: str
    filled_by: Filler


def _mapped(**types: str) -> list[Column]:
    return [Column(name, kind, "mapping") for name, kind in types.items()]


def _consumed(**types: str) -> list[Column]:
    return [Column(name, kind, "mapping for the loader") for name, kind in types.items()]


def _added(**types: str) -> list[Column]:
    return [Column(name, kind, "loader") for name, kind in types.items()]


def _made(**types: str) -> list[Column]:
    return [Column(name, kind, "record") for name, kind in types.items()]


@dataclass(frozen=True)
class Table:
    """One table of the record.

    ``zone`` is where its files stand (``working``: it is used while the record is made, and not kept). ``order`` sorts
    its rows, ``split`` names the column of whose values each is a file of its own. Every row needs the ``required``
    columns. ``dated_by`` is the column that dates a row where a measure names none; measures count no table without.
    Rows are about a person, but for a table without ``person_id`` and where ``anonymous`` ones may be among them.
    Where ``ties`` are given a person has one interval at a time, and of intervals that start together these columns
    choose one.
    """

    name: str
    about: str
    zone: Literal["person", "reference", "working"]
    columns: tuple[Column, ...]
    order: str = ""
    split: str | None = None
    required: tuple[str, ...] = ()
    dated_by: str | None = None
    anonymous: bool = False
    ties: str | None = None

    def types(self, *fillers: Filler) -> dict[str, str]:
        """The types of the columns that one of ``fillers`` fills, by name."""
        return {column.name: column.type for column in self.columns if column.filled_by in fillers}

    @property
    def kept(self) -> dict[str, str]:
        """The types of the columns that the record keeps, by name."""
        return self.types("mapping", "loader", "record")

    @property
    def of_somebody(self) -> bool:
        """Whether every row is about a person."""
        return "person_id" in self.kept and not self.anonymous

    @property
    def mapped(self) -> dict[str, str]:
        """The types of the columns that a mapping may fill, by name; none for a table that no mapping makes."""
        return self.types("mapping", "mapping for the loader")


TABLES: tuple[Table, ...] = (
    Table(
        name="person",
        about="One row a person, made of the newest known facts of all sources.",
        zone="person",
        columns=(
            *_made(
                person_id=_ID,
                birth_date=_DAY,
                birth_date_precision=_TEXT,
                sex=_TEXT,
                ethnic_category=_TEXT,
                death_date=_DAY,
                underlying_cause_icd10=_TEXT,
                place_of_death=_TEXT,
                main_language=_TEXT,
                interpreter_required=_FLAG,
                updated_at=_DAY,
            ),
        ),
        order="person_id",
        dated_by="death_date",
    ),
    Table(
        name="registration",
        about="When a person was registered with a practice, or resident in the place.",
        zone="person",
        columns=(
            *_added(person_id=_ID),
            *_made(registration_type=_TEXT),
            *_mapped(organisation_code=_TEXT, start_date=_DAY, end_date=_DAY),
            *_added(load_id=_TEXT),
        ),
        order="registration_type, person_id, start_date",
        required=("organisation_code", "start_date"),
        dated_by="start_date",
        ties="organisation_code, load_id",
    ),
    Table(
        name="address",
        about="Which neighbourhood a person lived in, and when.",
        zone="person",
        columns=(
            *_added(person_id=_ID),
            *_mapped(start_date=_DAY, end_date=_DAY),
            *_consumed(postcode=_TEXT, uprn=_TEXT, lsoa_code=_TEXT),
            *_made(lsoa21_code=_TEXT, local_authority_code=_TEXT, household_id=_ID),
            *_mapped(residence_type=_TEXT),
            *_added(load_id=_TEXT),
        ),
        order="person_id, start_date",
        required=("start_date",),
        dated_by="start_date",
        ties="lsoa21_code, household_id, load_id",
    ),
    Table(
        name="preference",
        about="What a person decided about the use of their data.",
        zone="person",
        columns=(
            *_added(person_id=_ID),
            *_mapped(preference_type=_TEXT, value=_TEXT, start_date=_DAY, end_date=_DAY),
            *_added(load_id=_TEXT),
        ),
        order="person_id, preference_type, start_date",
        required=("preference_type", "value"),
    ),
    Table(
        *(
            "activity",
            "One row a contact, stay, referral, request or service; a folder with one file a type.",
            "person",
        ),
        columns=(
            *_added(activity_id=_ID, person_id=_ID, parent_activity_id=_ID),
            *_mapped(activity_type=_TEXT, source_record_id=_TEXT),
            *_consumed(parent_record_id=_TEXT),  # becomes parent_activity_id
            *_mapped(requested_at=_TIME),  # asked for or booked
            *_mapped(start_at=_TIME),
            *_mapped(
                seen_at=_TIME
            ),  # the person was first reached: arrival at scene, call answered, seen for treatment
            *_mapped(end_at=_TIME),
            *_mapped(end_known=_FLAG),  # false of an end that can't be, or that the mapping says nobody knows
            *_mapped(status=_TEXT, organisation_code=_TEXT, site_code=_TEXT, commissioner_code=_TEXT),
            *_mapped(specialty_code=_TEXT, method_code=_TEXT, source_code=_TEXT, outcome_code=_TEXT),
            *_mapped(priority_code=_TEXT, consultation_mechanism=_TEXT, ready_at=_TIME, clinician_code=_TEXT),
            *_mapped(quantity=_NUMBER, quantity_unit=_TEXT, cost_gbp="DECIMAL(12,2)", cost_basis=_TEXT),
            *_added(source_dataset=_TEXT, load_id=_TEXT),
        ),
        order="start_at, activity_id",
        split="activity_type",
        required=("activity_type", "source_record_id", "start_at"),
        dated_by="start_at",
    ),
    Table(
        *(
            "observation",
            "One row a thing recorded about a person or at an activity; a folder with one file a kind.",
            "person",
        ),
        columns=(
            *_added(person_id=_ID, activity_id=_ID),
            *_consumed(parent_record_id=_TEXT),  # becomes activity_id
            *_mapped(recorded_date=_DAY, kind=_TEXT, code=_TEXT, code_system=_TEXT, position="SMALLINT"),
            *_mapped(value_number=_NUMBER, value_unit=_TEXT, value_code=_TEXT, value_text=_TEXT, end_date=_DAY),
            *_added(source_dataset=_TEXT, load_id=_TEXT),
        ),
        order="code, recorded_date, person_id, activity_id, position, value_number, value_code, load_id",
        split="kind",
        required=("kind", "recorded_date"),
        dated_by="recorded_date",
        anonymous=True,  # answers to a survey
    ),
    Table(
        name="plan",
        about="Care plans and the like.",
        zone="person",
        columns=(
            *_added(plan_id=_ID, person_id=_ID),
            *_consumed(source_record_id=_TEXT),  # becomes plan_id
            *_mapped(plan_type=_TEXT, organisation_code=_TEXT, author_role=_TEXT, start_date=_DAY),
            *_mapped(review_due_date=_DAY, end_date=_DAY, status=_TEXT, document=_TEXT),
            *_added(load_id=_TEXT),
        ),
        order="plan_id",
        required=("source_record_id", "plan_type", "start_date"),
        dated_by="start_date",
    ),
    Table(
        name="organisation",
        about="Organisations that activities and registrations name.",
        zone="reference",
        columns=(
            *_mapped(organisation_code=_TEXT, name=_TEXT, organisation_type=_TEXT, parent_code=_TEXT),
            *_mapped(start_date=_DAY, end_date=_DAY, postcode=_TEXT, lsoa21_code=_TEXT),
            *_added(load_id=_TEXT),
        ),
        order="organisation_code",
        required=("organisation_code", "name"),
    ),
    Table(
        name="place_of_address",
        about="Which neighbourhood and dwelling a postcode or property number is in.",
        zone="working",
        columns=(
            *_mapped(postcode=_TEXT, uprn=_TEXT, lsoa21_code=_TEXT, local_authority_code=_TEXT),
            *_added(load_id=_TEXT),
        ),
        required=("lsoa21_code",),
    ),
    Table(
        name="area",
        about="Neighbourhoods of England (LSOA), what they are part of and how deprived they are.",
        zone="reference",
        columns=(
            *_made(lsoa21_code=_TEXT, version="INTEGER", lsoa11_code=_TEXT, msoa21_code=_TEXT, ward_code=_TEXT),
            *_made(local_authority_code=_TEXT, neighbourhood=_TEXT, imd_rank="INTEGER", imd_decile="INTEGER"),
            *_made(imd_version="INTEGER", rural_urban=_TEXT),
        ),
        order="lsoa21_code",
    ),
    Table(
        name="coverage",
        about="For which days a dataset's events are complete, a row an interval; an empty one where it has none. "
        "Those of one kind of activity have a row of their own where they differ from the whole.",
        zone="reference",
        columns=(
            *_made(source_system=_TEXT, dataset=_TEXT, kind=_TEXT, partner=_TEXT, start_date=_DAY, end_date=_DAY),
            *_made(confirmed=_FLAG, jump=_DAY, odd_month=_DAY, fills_up=_DAY),
        ),
        order="source_system, dataset, kind, start_date",
    ),
    Table(
        name="load",
        about="One row a file that was read.",
        zone="reference",
        columns=(
            *_made(load_id=_TEXT, source_system=_TEXT, dataset=_TEXT, dataset_version=_TEXT, file_name=_TEXT),
            *_made(sha256=_TEXT, period_start=_DAY, period_end=_DAY, rows_read=_ID, rows_kept=_ID, rows_rejected=_ID),
            *_made(rows_unused=_ID, breaks_off=_FLAG),
            *_made(mapping_version=_TEXT, loaded_at=_TIME, superseded_by=_TEXT),
        ),
        order="load_id",
    ),
)
"""Every table. Those of the person zone hold no name, number, postcode or property number."""

BY_NAME = {table.name: table for table in TABLES}

KEPT = tuple(table for table in TABLES if table.zone != "working")
"""The tables that the record keeps."""

MAPPED: dict[str, dict[str, str]] = {table.name: table.mapped for table in TABLES if table.mapped}
"""What a mapping may fill in each table."""

COLUMNS: dict[str, tuple[str, ...]] = {table.name: tuple(table.kept) for table in TABLES if table.dated_by}
"""The tables that an expression or a measure may be about, and their columns."""
