"""Spells of urgent care from the linked record: the emergency department, then the ward."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from oneplace import record
from oneplace.flow.calibration.spells import Spells, read_spells
from oneplace.population import fifth_of

URGENT_CARE = f"""
WITH area_of AS (  -- the fifth of deprivation of each neighbourhood, by the newest index
    SELECT lsoa21_code, arg_max({fifth_of("imd_decile")}, imd_version) AS deprivation
    FROM area WHERE imd_decile IS NOT NULL GROUP BY lsoa21_code
),
visits AS (
    SELECT person_id, activity_id, activity_type, start_at, seen_at, ready_at, end_at, method_code,
        outcome_code
    FROM activity
    WHERE person_id IS NOT NULL AND start_at IS NOT NULL AND (
        (activity_type = 'ed_attendance' AND specialty_code = '01')  -- major departments
        OR (activity_type = 'inpatient_spell' AND method_code[1] = '2')  -- emergency admissions
    )
),
spells AS (
    SELECT *,
        lead(activity_type) OVER later AS next_type,
        lead(start_at) OVER later AS next_at,
        lag(activity_type) OVER later = 'ed_attendance' AND activity_type = 'inpatient_spell'
            AND start_at <= lag(end_at) OVER later + INTERVAL 12 HOUR AS from_ed,
        lag(method_code) OVER later AS method_before
    FROM visits
    WINDOW later AS (PARTITION BY person_id ORDER BY start_at, activity_type, activity_id)
),
placed AS (
    SELECT person_id AS patient, start_at::DATE AS day,
        CASE activity_type WHEN 'ed_attendance' THEN 'ed' ELSE 'ward' END AS place,
        CASE
            WHEN activity_type = 'inpatient_spell' AND from_ed IS NOT TRUE THEN 'direct'
            WHEN (CASE WHEN from_ed THEN method_before ELSE method_code END) IN (SELECT code FROM by_ambulance)
                THEN 'ambulance'
            ELSE 'walk_in'
        END AS "class",
        start_at AS arrived,
        CASE activity_type WHEN 'ed_attendance' THEN seen_at ELSE start_at END AS started,
        CASE
            WHEN ready_at IS NULL OR end_at IS NULL THEN end_at
            WHEN activity_type = 'ed_attendance' THEN least(greatest(ready_at, seen_at, start_at), end_at)
            WHEN ready_at::DATE >= end_at::DATE THEN end_at
            -- the day is known, not the hour: noon
            ELSE least(greatest(ready_at::DATE + INTERVAL 12 HOUR, start_at), end_at)
        END AS finished,
        end_at AS "left",
        CASE
            WHEN end_at IS NULL THEN NULL
            WHEN activity_type = 'ed_attendance' AND next_type = 'inpatient_spell'
                AND next_at <= end_at + INTERVAL 12 HOUR THEN 'ward'
            WHEN activity_type = 'ed_attendance' THEN 'discharged'
            WHEN outcome_code = '79' THEN 'died'
            WHEN outcome_code IN ('54', '65', '66', '85', '88') THEN 'care_home'
            WHEN outcome_code IN ('48', '49', '50', '51', '52', '53') THEN 'another_hospital'
            ELSE 'home'
        END AS "to"
    FROM spells
)
SELECT placed.* EXCLUDE (day), area_of.deprivation
FROM placed
LEFT JOIN address ON address.person_id = placed.patient
    AND address.start_date <= placed.day AND (address.end_date IS NULL OR placed.day < address.end_date)
LEFT JOIN area_of ON area_of.lsoa21_code = address.lsoa21_code
QUALIFY row_number() OVER (PARTITION BY patient, place, arrived ORDER BY "left" NULLS LAST, address.start_date DESC) = 1
ORDER BY patient, arrived, place
"""
"""The spells of urgent care of a record: attendances at a major emergency department, and emergency admissions.

Who is admitted within 12 hours of leaving the department came to the ward from there. In the department care begins
when the patient is seen and they are ready to leave at the decision to admit; on the ward care begins at admission and
they are ready on the day that is recorded (at noon, because the hour is not).
"""
_BY_AMBULANCE = ("1048031000000100", "1048041000000109", "1048021000000102", "1048051000000107")


def recorded_spells(record_folder: Path, *, synthetic: bool = False, **reading: Any) -> Spells:
    """The spells of urgent care of a linked record (``var/record/<id>``), without those who opted out of planning.

    ``reading`` is as for ``read_spells``. Raises ``OneplaceError`` where there is no record or it has no such spells.
    """
    with record.connect(record_folder) as connection:
        connection.execute("CREATE TEMP TABLE by_ambulance (code VARCHAR)")
        connection.executemany("INSERT INTO by_ambulance VALUES (?)", [[code] for code in _BY_AMBULANCE])
        table: pa.Table = connection.sql(URGENT_CARE).to_arrow_table()
    return replace(read_spells(table, name="the linked record", synthetic=synthetic, **reading), recorded=True)
