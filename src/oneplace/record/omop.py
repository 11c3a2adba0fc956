"""A record as the tables of the OMOP common data model 5.4, for programs that read these.

Columns, their order and names are the model's (seen in a published set of it, but for ``location`` and ``care_site``,
which are as its specification has them). Codes are the source's own. A concept stands beside one where the model's
table of concepts is given (it comes from its publisher, under each vocabulary's licence). Of any other code whose
vocabulary is known the source's concept is a number above two thousand million, as the model keeps them for an owner's
own, and the standard one is 0, which says "none"; the table ``concept`` says what each number stands for.
"""

from __future__ import annotations

import errno
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from oneplace import whole
from oneplace.place.canonical import KEPT, ActivityType
from oneplace.problems import OneplaceError
from oneplace.record.database import Relation
from oneplace.record.reading import text
from oneplace.record.store import empty, opened

VISITS: Mapping[ActivityType, int] = {
    "inpatient_spell": 9201,
    "ed_attendance": 9203,
    "outpatient_attendance": 9202,
    "gp_appointment": 9202,
    "community_contact": 9202,
    "mental_health_contact": 9202,
    "maternity_delivery": 0,
    "ambulance_incident": 0,
    "call_111": 0,
    "voluntary_contact": 0,
    "social_prescribing": 0,
    "social_care_request": 0,
    "social_care_assessment": 0,
    "social_care_service": 0,
    "social_care_review": 0,
    "reablement": 0,
    "carer_support": 0,
}
"""The activities that are visits, each with its concept; a stay's episodes and ward stays are details of its visit."""

_GO_ON = ("inpatient_spell", "social_care_service", "reablement", "carer_support")
"""Those that go on where nothing says that they ended."""

_NOT_HELD = "('planned', 'did_not_attend', 'cancelled_by_patient', 'cancelled_by_provider')"
_EHR = 32817
"""The concept of what comes from a record of care, as the model's users write it for every row's type."""
_LIVED = 32848
"""Stands ("government report") for a period in which somebody was known to live in the place, on no practice's list."""
_OF_AN_EMERGENCY = "by way of the emergency department"
"""How somebody was admitted where a set of the model says no more than its concept, 262."""
_BY_WAY_OF_ED = ("21", "2A", _OF_AN_EMERGENCY)
"""Methods of admission that make a stay and what came before it one visit of the model's concept 262."""
_STILL_THERE = 32220
"""The type by which the model tells a stay that goes on: its day of end is required, and is that of the extracts."""
_VOCABULARIES = {"snomed": "SNOMED", "icd10": "ICD10", "opcs4": "OPCS4", "dmd": "dm+d"} | {
    "loinc": "LOINC",
    "rxnorm": "RxNorm",
}
_OWN_CONCEPTS = 2_000_000_000
"""Above this the model has no concepts: its users number codes there that its vocabularies lack."""

_DOMAINS = {
    "diagnosis": "Condition",
    "procedure": "Procedure",
    "medication": "Drug",
    "immunisation": "Drug",
    "measurement": "Measurement",
    "score": "Measurement",
}


@dataclass(frozen=True)
class Written:
    """How many rows each table has, and how many people are in none of them, as the model needs a year of birth.

    Of the people in them some have no observation period (``without_period``): they are on no practice's list, and
    aren't known to live in the place.
    """

    rows: dict[str, int]
    without_birth: int
    without_period: int


def write_omop(
    record_folder: Path,
    into: Path,
    *,
    as_at: date,
    concepts: Path | None = None,
    purpose: str = "planning",
    by: str = "",
) -> Written:
    """Write a record's tables as Parquet into a new or empty folder, without those who opted out of secondary use.

    The folder is shut for everybody but its owner. It is made beside its place and renamed when it is whole: one that
    was killed leaves nothing at ``into``, and the next clears away what it left.

    ``purpose`` and who asks (``by``) say what of the record is given (see `connect`); what isn't is in no table.
    ``as_at`` is the day of the extracts, on which what goes on is said to end. ``concepts`` is the model's table of
    concepts (tab-separated as its publisher sends it, or Parquet). Raises ``OneplaceError`` where the folder holds
    something, or the file is no such table.
    """
    full = OneplaceError.at(into, "already holds something.", "Give a new or an empty folder.")
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise full
    if purpose == "direct_care":
        message = "tables for other programs are no direct care: who opted out would be among them."
        raise OneplaceError.at(into, message, "Name a purpose that sources.yaml declares, or none.")
    part = into.absolute().with_name(f".{into.absolute().name}.part")
    connection, _files = opened(record_folder, purpose=purpose, by=by)
    with connection, whole.alone(part):
        for stale in part.glob("*.parquet"):
            stale.unlink()
        try:
            written = _write(connection, part, as_at, concepts)
            (part / ".lock").unlink()
            whole.switch_in(part, into)
        except BaseException as error:
            shutil.rmtree(part)
            if isinstance(error, OSError) and error.errno == errno.ENOTEMPTY:  # filled meanwhile
                raise full from None
            raise
    return written


def _write(connection: duckdb.DuckDBPyConnection, into: Path, as_at: date, concepts: Path | None) -> Written:
    for table in KEPT:
        connection.execute(f"CREATE VIEW IF NOT EXISTS {table.name} AS {empty(table)}")
    _concepts(connection, concepts)
    for name, sql in _STEPS.items():
        connection.execute(f"CREATE TEMP TABLE {name} AS {sql.format(as_at=f'DATE {text(str(as_at))}')}")
    rows = {}
    for name, sql in _tables(as_at).items():
        made = Relation(f"omop_{name}")
        connection.execute(f"CREATE TEMP TABLE {made} AS {sql}")
        connection.execute(f"COPY {made} TO {text(str(into / f'{name}.parquet'))} (FORMAT parquet)")
        rows[name] = connection.sql(f"SELECT count(*) FROM {made}").fetchall()[0][0]
    (lacking,) = connection.sql("SELECT count(*) FROM person WHERE birth_date IS NULL").fetchall()[0]
    ((unobserved,),) = connection.sql("SELECT count(*) FROM people ANTI JOIN stays USING (person_id)").fetchall()
    return Written(rows, lacking, unobserved)


def _concepts(connection: duckdb.DuckDBPyConnection, path: Path | None) -> None:
    """A code's own concept (``source``), and that again where it is a standard one; by ``code_system`` and ``code``."""
    texts = ", ".join(f"NULL::VARCHAR AS {name}" for name in ("code_system", "code", "name"))
    empty = f"SELECT {texts}, 0 AS source, 0 AS standard LIMIT 0"
    if path is None:
        connection.execute(f"CREATE TEMP TABLE concepts AS {empty}")
        return
    parquet = path.suffix == ".parquet"
    rows = f"read_parquet({text(str(path))})" if parquet else f"read_csv({text(str(path))}, delim='\t', quote='')"
    named = " ".join(f"WHEN '{theirs}' THEN '{ours}'" for ours, theirs in _VOCABULARIES.items())
    try:
        connection.execute(f"""
            CREATE TEMP TABLE concepts AS
            SELECT CASE vocabulary_id {named} END AS code_system, CAST(concept_code AS VARCHAR) AS code,
                arg_min(concept_name, concept_id) AS name, min(concept_id)::INTEGER AS source,
                coalesce(min(concept_id) FILTER (standard_concept = 'S'), 0)::INTEGER AS standard
            FROM {rows} WHERE vocabulary_id IN ({", ".join(map(text, _VOCABULARIES.values()))}) GROUP BY ALL
        """)
    except duckdb.Error as error:
        said = str(error).splitlines()[0]
        mend = "Give CONCEPT.csv as the model's publisher sends it: tab-separated, with its five columns by name."
        raise OneplaceError.at(path, f"is no table of concepts ({said}).", mend) from None


_STEPS = {
    "people": "SELECT * FROM person WHERE birth_date IS NOT NULL",
    "visits": f"""
        SELECT a.*, CASE WHEN activity_type = 'inpatient_spell'
                AND method_code IN ({", ".join(map(text, _BY_WAY_OF_ED))}) THEN 262
            {" ".join(f"WHEN activity_type = '{kind}' THEN {concept}" for kind, concept in VISITS.items())}
            END AS concept
        FROM activity AS a JOIN people USING (person_id)
        WHERE activity_type IN ({", ".join(map(text, VISITS))}) AND start_at IS NOT NULL
            AND coalesce(status, '') NOT IN {_NOT_HELD}
    """,
    "own": f"""
        SELECT code_system, code, ({_OWN_CONCEPTS} + row_number() OVER (ORDER BY code_system, code))::INTEGER AS id
        FROM (SELECT DISTINCT code_system, code FROM observation JOIN people USING (person_id)
            WHERE code IS NOT NULL AND code_system <> 'local')
        ANTI JOIN concepts USING (code_system, code)
    """,
    "said": """
        SELECT row_number() OVER (ORDER BY o.kind, o.recorded_date, o.person_id, o.code, o.activity_id, o.position,
                o.value_number, o.value_code, o.value_text) AS id,
            o.*, v.activity_id AS visit, coalesce(c.standard, 0) AS standard, coalesce(c.source, n.id, 0) AS source,
            coalesce(c.name, o.code) AS name
        FROM observation AS o JOIN people USING (person_id)
        LEFT JOIN activity AS a ON o.activity_id = a.activity_id
        LEFT JOIN visits AS v ON v.activity_id = CASE WHEN a.activity_type IN ('consultant_episode', 'ward_stay')
            THEN a.parent_activity_id ELSE a.activity_id END
        LEFT JOIN concepts AS c ON c.code_system = o.code_system AND c.code = o.code
        LEFT JOIN own AS n ON n.code_system = o.code_system AND n.code = o.code
    """,
    "sites": """
        SELECT row_number() OVER (ORDER BY code) AS id, code, name
        FROM (SELECT organisation_code AS code FROM visits UNION SELECT organisation_code FROM registration) AS used
        LEFT JOIN (SELECT organisation_code AS code, any_value(name) AS name FROM organisation GROUP BY 1) USING (code)
        WHERE code IS NOT NULL
    """,
    "homes": """
        SELECT row_number() OVER (ORDER BY code) AS id, code
        FROM (SELECT DISTINCT lsoa21_code AS code FROM address WHERE lsoa21_code IS NOT NULL)
    """,
    "stays": """
        SELECT person_id, start_date, registration_type,
            coalesce(CAST(end_date - 1 AS DATE), least({as_at}, coalesce(death_date, {as_at}))) AS last
        FROM registration JOIN people USING (person_id) WHERE last >= start_date
        QUALIFY registration_type = min(registration_type) OVER (PARTITION BY person_id) -- periods may not overlap
    """,
}
"""What several tables need, made first."""


def _tables(as_at: date) -> dict[str, str]:
    last = f"DATE {text(str(as_at))}"
    nothing = {"provider_id": "INTEGER", "visit_detail_id": "INTEGER"}

    def null(*names: str, kind: str = "INTEGER") -> str:
        return ", ".join(f"NULL::{nothing.get(name, kind)} AS {name}" for name in names)

    def at(day: str, name: str) -> str:
        return f"{day} AS {name}_date, CAST({day} AS TIMESTAMP) AS {name}_datetime"

    def within(moment: str, name: str) -> str:
        return f"{moment}::DATE AS {name}_date, {moment} AS {name}_datetime"

    ended = "greatest(recorded_date, CAST(end_date - 1 AS DATE))"

    def left(goes_on: str, name: str) -> str:
        """The end of ``a``, no earlier than its start. The day is required: of one that nobody knows it is the start's,
        without a time."""
        day = f"coalesce(a.end_at::DATE, CASE WHEN {goes_on} THEN {last} END, a.start_at::DATE)"
        return f"""
            greatest({day}, a.start_at::DATE) AS {name}_end_date,
            CASE WHEN a.end_at >= a.start_at THEN a.end_at END AS {name}_end_datetime,
            CASE WHEN {goes_on} THEN {_STILL_THERE} ELSE {_EHR} END AS {name}_type_concept_id
        """

    vocabularies = " ".join(f"WHEN '{ours}' THEN '{theirs}'" for ours, theirs in _VOCABULARIES.items())
    domains = " ".join(f"WHEN kind = '{kind}' THEN '{domain}'" for kind, domain in _DOMAINS.items())
    in_bed = "(a.end_at IS NULL AND a.end_known)"
    stays = f"(a.activity_type IN ({', '.join(map(text, _GO_ON))}) AND {in_bed})"
    return {
        "person": f"""
            SELECT p.person_id, CASE sex WHEN 'M' THEN 8507 WHEN 'F' THEN 8532 ELSE 0 END AS gender_concept_id,
                year(birth_date)::INTEGER AS year_of_birth,
                CASE WHEN coalesce(birth_date_precision, 'day') <> 'year' THEN month(birth_date) END::INTEGER
                    AS month_of_birth,
                CASE WHEN coalesce(birth_date_precision, 'day') = 'day' THEN day(birth_date) END::INTEGER
                    AS day_of_birth,
                {null("birth_datetime", kind="TIMESTAMP")}, 0 AS race_concept_id, 0 AS ethnicity_concept_id,
                h.id AS location_id, {null("provider_id")}, s.id AS care_site_id,
                CAST(p.person_id AS VARCHAR) AS person_source_value, sex AS gender_source_value,
                0 AS gender_source_concept_id, ethnic_category AS race_source_value, 0 AS race_source_concept_id,
                {null("ethnicity_source_value", kind="VARCHAR")}, 0 AS ethnicity_source_concept_id
            FROM people AS p
            LEFT JOIN (SELECT person_id, arg_max(lsoa21_code, start_date) AS code FROM address GROUP BY 1) AS lives
                USING (person_id)
            LEFT JOIN homes AS h USING (code)
            LEFT JOIN (SELECT person_id, arg_max(organisation_code, start_date) AS practice FROM registration
                WHERE registration_type = 'gp' GROUP BY 1) AS listed ON listed.person_id = p.person_id
            LEFT JOIN sites AS s ON s.code = listed.practice ORDER BY p.person_id
        """,
        "observation_period": f"""
            SELECT row_number() OVER (ORDER BY person_id, start_date) AS observation_period_id, person_id,
                start_date AS observation_period_start_date, last AS observation_period_end_date,
                CASE registration_type WHEN 'gp' THEN {_EHR} ELSE {_LIVED} END AS period_type_concept_id
            FROM stays ORDER BY 1
        """,
        "visit_occurrence": f"""
            SELECT activity_id AS visit_occurrence_id, person_id, concept AS visit_concept_id,
                {within("a.start_at", "visit_start")}, {left(stays, "visit")},
                {null("provider_id")}, s.id AS care_site_id,
                concat_ws(':', activity_type, nullif(method_code, {text(_OF_AN_EMERGENCY)})) AS visit_source_value,
                0 AS visit_source_concept_id, 0 AS admitted_from_concept_id,
                source_code AS admitted_from_source_value, 0 AS discharged_to_concept_id,
                outcome_code AS discharged_to_source_value, {null("preceding_visit_occurrence_id")}
            FROM visits AS a LEFT JOIN sites AS s ON s.code = organisation_code ORDER BY 1
        """,
        "visit_detail": f"""
            SELECT a.activity_id AS visit_detail_id, v.person_id, v.concept AS visit_detail_concept_id,
                {within("a.start_at", "visit_detail_start")},
                {left(f"({in_bed} AND v.end_at IS NULL AND v.end_known)", "visit_detail")},
                {null("provider_id")}, s.id AS care_site_id,
                a.activity_type AS visit_detail_source_value, 0 AS visit_detail_source_concept_id,
                0 AS admitted_from_concept_id, a.source_code AS admitted_from_source_value,
                a.outcome_code AS discharged_to_source_value, 0 AS discharged_to_concept_id,
                {null("preceding_visit_detail_id", "parent_visit_detail_id")}, v.activity_id AS visit_occurrence_id
            FROM activity AS a JOIN visits AS v ON v.activity_id = a.parent_activity_id
            LEFT JOIN sites AS s ON s.code = a.organisation_code
            WHERE a.activity_type IN ('consultant_episode', 'ward_stay') AND a.start_at IS NOT NULL ORDER BY 1
        """,
        "condition_occurrence": f"""
            SELECT id AS condition_occurrence_id, person_id, standard AS condition_concept_id,
                {at("recorded_date", "condition_start")},
                CAST(end_date - 1 AS DATE) AS condition_end_date, {null("condition_end_datetime", kind="TIMESTAMP")},
                {_EHR} AS condition_type_concept_id, 0 AS condition_status_concept_id,
                {null("stop_reason", kind="VARCHAR")}, {null("provider_id")}, visit AS visit_occurrence_id,
                {null("visit_detail_id")}, code AS condition_source_value, source AS condition_source_concept_id,
                {null("condition_status_source_value", kind="VARCHAR")}
            FROM said WHERE kind = 'diagnosis' ORDER BY 1
        """,
        "procedure_occurrence": f"""
            SELECT id AS procedure_occurrence_id, person_id, standard AS procedure_concept_id,
                {at("recorded_date", "procedure")}, CAST(end_date - 1 AS DATE) AS procedure_end_date,
                {null("procedure_end_datetime", kind="TIMESTAMP")}, {_EHR} AS procedure_type_concept_id,
                0 AS modifier_concept_id, {null("quantity", "provider_id")}, visit AS visit_occurrence_id,
                {null("visit_detail_id")}, code AS procedure_source_value, source AS procedure_source_concept_id,
                {null("modifier_source_value", kind="VARCHAR")}
            FROM said WHERE kind = 'procedure' ORDER BY 1
        """,
        "drug_exposure": f"""
            SELECT id AS drug_exposure_id, person_id, standard AS drug_concept_id,
                {at("recorded_date", "drug_exposure_start")}, {ended} AS drug_exposure_end_date,
                CASE WHEN end_date IS NOT NULL THEN CAST({ended} AS TIMESTAMP) END AS drug_exposure_end_datetime,
                {null("verbatim_end_date", kind="DATE")}, {_EHR} AS drug_type_concept_id,
                {null("stop_reason", kind="VARCHAR")}, {null("refills")}, value_number AS quantity,
                {null("days_supply")}, {null("sig", kind="VARCHAR")}, 0 AS route_concept_id,
                {null("lot_number", kind="VARCHAR")}, {null("provider_id")}, visit AS visit_occurrence_id,
                {null("visit_detail_id")}, code AS drug_source_value, source AS drug_source_concept_id,
                {null("route_source_value", kind="VARCHAR")}, value_unit AS dose_unit_source_value
            FROM said WHERE kind IN ('medication', 'immunisation') ORDER BY 1
        """,
        "device_exposure": f"""
            SELECT id AS device_exposure_id, person_id, standard AS device_concept_id,
                {at("recorded_date", "device_exposure_start")}, {at("end_date", "device_exposure_end")},
                {_EHR} AS device_type_concept_id, {null("unique_device_id", "production_id", kind="VARCHAR")},
                {null("quantity", "provider_id")}, visit AS visit_occurrence_id, {null("visit_detail_id")},
                code AS device_source_value, source AS device_source_concept_id, {null("unit_concept_id")},
                {null("unit_source_value", kind="VARCHAR")}, {null("unit_source_concept_id")}
            FROM said WHERE false -- the record holds devices among what was observed
        """,
        "measurement": f"""
            SELECT id AS measurement_id, person_id, standard AS measurement_concept_id,
                {at("recorded_date", "measurement")}, {null("measurement_time", kind="VARCHAR")},
                {_EHR} AS measurement_type_concept_id, 0 AS operator_concept_id, value_number AS value_as_number,
                0 AS value_as_concept_id, 0 AS unit_concept_id, {null("range_low", "range_high", kind="DOUBLE")},
                {null("provider_id")}, visit AS visit_occurrence_id, {null("visit_detail_id")},
                code AS measurement_source_value, source AS measurement_source_concept_id,
                value_unit AS unit_source_value, 0 AS unit_source_concept_id,
                coalesce(value_code, value_text) AS value_source_value,
                {null("measurement_event_id", "meas_event_field_concept_id")}
            FROM said WHERE kind IN ('measurement', 'score') ORDER BY 1
        """,
        "observation": f"""
            SELECT id AS observation_id, person_id, standard AS observation_concept_id,
                {at("recorded_date", "observation")}, {_EHR} AS observation_type_concept_id,
                value_number AS value_as_number, value_text AS value_as_string, 0 AS value_as_concept_id,
                0 AS qualifier_concept_id, 0 AS unit_concept_id, {null("provider_id")}, visit AS visit_occurrence_id,
                {null("visit_detail_id")}, code AS observation_source_value, source AS observation_source_concept_id,
                value_unit AS unit_source_value, {null("qualifier_source_value", kind="VARCHAR")},
                value_code AS value_source_value, {null("observation_event_id", "obs_event_field_concept_id")}
            FROM said WHERE kind IN ('finding', 'need') ORDER BY 1
        """,
        "death": f"""
            SELECT person_id, {at("death_date", "death")}, {_EHR} AS death_type_concept_id, 0 AS cause_concept_id,
                underlying_cause_icd10 AS cause_source_value, 0 AS cause_source_concept_id
            FROM people WHERE death_date IS NOT NULL ORDER BY 1
        """,
        "concept": f"""
            SELECT source AS concept_id, min(name) AS concept_name,
                min(CASE {domains} ELSE 'Observation' END) AS domain_id,
                CASE code_system {vocabularies} ELSE code_system END AS vocabulary_id, 'Undefined' AS concept_class_id,
                max(CASE WHEN standard = source THEN 'S' END) AS standard_concept, code AS concept_code,
                DATE '1970-01-01' AS valid_start_date, DATE '2099-12-31' AS valid_end_date,
                {null("invalid_reason", kind="VARCHAR")}
            FROM said WHERE source <> 0 GROUP BY source, code_system, code ORDER BY 1
        """,
        "location": f"""
            SELECT id AS location_id,
                {null("address_1", "address_2", "city", "state", "zip", "county", kind="VARCHAR")},
                code AS location_source_value, 0 AS country_concept_id, 'England' AS country_source_value,
                {null("latitude", "longitude", kind="DOUBLE")}
            FROM homes ORDER BY 1
        """,
        "care_site": f"""
            SELECT id AS care_site_id, name AS care_site_name, 0 AS place_of_service_concept_id, {null("location_id")},
                code AS care_site_source_value, {null("place_of_service_source_value", kind="VARCHAR")}
            FROM sites ORDER BY 1
        """,
        "cdm_source": f"""
            SELECT 'Oneplace' AS cdm_source_name, 'Oneplace' AS cdm_source_abbreviation,
                {null("cdm_holder", kind="VARCHAR")}, 'The linked record of a place' AS source_description,
                {null("source_documentation_reference", "cdm_etl_reference", kind="VARCHAR")},
                {last} AS source_release_date, {last} AS cdm_release_date, '5.4' AS cdm_version,
                756265 AS cdm_version_concept_id, {null("vocabulary_version", kind="VARCHAR")}
        """,
    }
