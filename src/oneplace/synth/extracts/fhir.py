"""One practice's records as FHIR R4 UK Core resources, a line each: written by SQL over the tabular rows."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from oneplace.synth.extracts.ledger import Ledger
from oneplace.synth.extracts.tables import Columns, Folder
from oneplace.synth.lives import codes

_HL7_UK = "https://fhir.hl7.org.uk/StructureDefinition"
_REFERENCE = "'\"reference\":\"Patient/' || practice_code || '.' || patient_id || '\"'"


def _text(column: str) -> str:
    """SQL for a JSON string of a column."""
    return f"to_json(CAST({column} AS VARCHAR))"


def _when(column: str, value: str) -> str:
    """SQL that is the value where the column is known, else nothing."""
    return f"CASE WHEN {column} IS NULL THEN '' ELSE {value} END"


_DEDUCTED = _when("deducted_date", """concat(',"end":"', CAST(deducted_date - 1 AS DATE), '"')""")
_NHS_NUMBER = _when(
    "nhs_number",
    f"""concat('{{"extension":[{{"url":"{_HL7_UK}/Extension-UKCore-NHSNumberVerificationStatus",',
    '"valueCodeableConcept":{{"coding":[{{',
    '"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland","code":"01"}}]}}}}],',
    '"system":"https://fhir.nhs.uk/Id/nhs-number","value":"', nhs_number, '"}},')""",
)
_PHONE = _when("phone", f"""concat('"telecom":[{{"system":"phone","value":', {_text("phone")}, '}}],')""")
_DECEASED = _when("date_of_death", """concat('"deceasedDateTime":"', date_of_death, '",')""")
_QUANTITY = _when(
    "value",
    """concat(',"valueQuantity":{"value":', value, ',"system":"http://unitsofmeasure.org","code":"', unit, '"}')""",
)

_PATIENT = f"""
SELECT concat(
  '{{"resourceType":"Patient","id":"', practice_code, '.', patient_id, '",',
  '"meta":{{"profile":["{_HL7_UK}/UKCore-Patient"]}},',
  '"extension":[',
    '{{"url":"{_HL7_UK}/Extension-UKCore-EthnicCategory","valueCodeableConcept":{{"coding":[{{',
      '"system":"https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategory","code":', {_text("ethnic_code")}, '}}]}}}},',
    '{{"url":"https://oneplace.example/registration","valuePeriod":{{"start":"', registered_date, '"',
      {_DEDUCTED}, '}}}}],',
  '"identifier":[', {_NHS_NUMBER},
    '{{"system":"https://oneplace.example/id/source-record","value":"', practice_code, ':', patient_id, '"}}],',
  '"name":[{{"use":"official","family":', {_text("family_name")}, ',"given":[', {_text("given_name")}, ']}}],',
  {_PHONE},
  '"gender":"', CASE sex WHEN 'F' THEN 'female' WHEN 'M' THEN 'male' WHEN 'I' THEN 'other' ELSE 'unknown' END, '",',
  '"birthDate":"', date_of_birth, '",',
  {_DECEASED},
  '"address":[{{"use":"home","extension":[{{"url":"{_HL7_UK}/Extension-UKCore-AddressKey","extension":[',
    '{{"url":"type","valueCodeableConcept":{{"coding":[{{"code":"UPRN"}}]}}}},',
    '{{"url":"value","valueString":"', uprn, '"}}]}}],',
    '"postalCode":', {_text("postcode")}, ',"period":{{"start":"', from_date, '"}}}}],',
  '"communication":[{{"language":{{"coding":[{{"system":"urn:ietf:bcp:47","code":"', main_language, '"}}]}}}}],',
  '"generalPractitioner":[{{"identifier":{{"system":"https://fhir.nhs.uk/Id/ods-organization-code",',
    '"value":"', practice_code, '"}}}}]}}') AS line
FROM patients LEFT JOIN (
  SELECT patient_id, max(from_date) AS from_date FROM addresses GROUP BY patient_id
) USING (patient_id)
ORDER BY patient_id
"""

_SNOMED = '"coding":[{"system":"http://snomed.info/sct","code":"\', snomed_code, \'"}]'

_CONDITION = f"""
SELECT concat('{{"resourceType":"Condition","id":"c', row_number() OVER (), '",',
  '"clinicalStatus":{{"coding":[{{"system":"http://terminology.hl7.org/CodeSystem/condition-clinical","code":"active"}}]}},',
  '"code":{{{_SNOMED}}},"subject":{{', {_REFERENCE}, '}},',
  '"onsetDateTime":"', event_date, '","recordedDate":"', entered_date, '"}}') AS line
FROM journal WHERE kind = 'condition'
"""

_OBSERVATION = f"""
SELECT concat('{{"resourceType":"Observation","id":"o', row_number() OVER (), '","status":"final",',
  '"code":{{{_SNOMED}}},"subject":{{', {_REFERENCE}, '}},',
  '"effectiveDateTime":"', event_date, '","issued":"', entered_date, 'T12:00:00Z"',
  {_QUANTITY},
  '}}') AS line
FROM journal WHERE kind = 'observation'
"""

_IMMUNIZATION = f"""
SELECT concat('{{"resourceType":"Immunization","id":"i', row_number() OVER (), '","status":"completed",',
  '"vaccineCode":{{{_SNOMED}}},"patient":{{', {_REFERENCE}, '}},',
  '"occurrenceDateTime":"', event_date, '","recorded":"', entered_date, '"}}') AS line
FROM journal WHERE kind = 'immunisation'
"""

_MEDICATION = f"""
SELECT concat('{{"resourceType":"MedicationRequest","id":"m', row_number() OVER (), '",',
  '"status":"completed","intent":"order","medicationCodeableConcept":{{"coding":[{{"system":"https://dmd.nhs.uk",',
  '"code":"', dmd_code, '"}}]}},"subject":{{', {_REFERENCE}, '}},"authoredOn":"', issue_date, '",',
  '"dispenseRequest":{{"quantity":{{"value":', quantity, '}}}}}}') AS line
FROM medication
"""

_SUMMERS = " OR ".join(
    f"{{0}} BETWEEN TIMESTAMP '{year}-03-{31 - (5 * year // 4 + 4) % 7} 01:00' "
    f"AND TIMESTAMP '{year}-10-{31 - (5 * year // 4 + 1) % 7} 01:00'"
    for year in range(2020, 2027)
)
"""SQL for British summer time: from the last Sunday of March to the last of October."""


def _instant(moment: str) -> str:
    """SQL for a local time with its offset to UTC."""
    summer = _SUMMERS.format(moment)
    return f"strftime({moment}, '%Y-%m-%dT%H:%M:%S'), CASE WHEN {summer} THEN '+01:00' ELSE '+00:00' END"


_APPOINTMENT = f"""
SELECT concat('{{"resourceType":"Appointment","id":"a', appointment_id, '","status":"',
  CASE status WHEN 'Attended' THEN 'fulfilled' WHEN 'DNA' THEN 'noshow' ELSE 'cancelled' END, '",',
  '"created":"', {_instant("booked_at")}, '","start":"', {_instant("start_at")}, '",',
  '"end":"', {_instant("end_at")}, '",',
  '"appointmentType":{{"text":"', mode, '"}},"specialty":[{{"text":"', professional, '"}}],',
  '"participant":[{{"actor":{{"reference":"Patient/', practice_code, '.', patient_id, '"}},"status":"accepted"}},',
  '{{"actor":{{"identifier":{{"value":"', clinician_id, '"}}}},"status":"accepted"}}]}}') AS line
FROM (SELECT *, start_at + to_minutes(coalesce(duration_minutes, 10)) AS end_at FROM appointments)
"""

_FILES = {
    "Patient": _PATIENT,
    "Condition": _CONDITION,
    "Observation": _OBSERVATION,
    "MedicationRequest": _MEDICATION,
    "Immunization": _IMMUNIZATION,
    "Appointment": _APPOINTMENT,
}


def write_resources(folder: Folder, ledger: Ledger, rows: dict[str, Columns]) -> None:
    """Write ``gp_fhir/*.ndjson`` from one practice's rows of the tabular files."""
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    for name, columns in rows.items():
        connection.register(f"{name}_rows", pa.table(columns))
        connection.execute(f"CREATE TABLE {name} AS FROM {name}_rows")
    measured = ", ".join(str(code) for code in [*codes.UNIT_OF, codes.SMOKER, codes.EX_SMOKER, codes.NEVER_SMOKED])
    given = ", ".join(str(code) for code in codes.IMMUNISATIONS)
    connection.execute(
        f"ALTER TABLE journal ADD COLUMN kind VARCHAR; UPDATE journal SET kind = CASE WHEN snomed_code IN ({measured}) "
        f"THEN 'observation' WHEN snomed_code IN ({given}) THEN 'immunisation' ELSE 'condition' END"
    )
    for resource, statement in _FILES.items():
        lines = connection.sql(statement).to_arrow_table()["line"].combine_chunks()
        folder.lines(f"gp_fhir/{resource}.ndjson", lines)
    connection.close()
    name = "gp_fhir/Observation.ndjson"
    if folder.rows[name]:
        first = folder.rows[name] + 1
        half = [line[: len(line) // 2] for line in folder.tail(name, 2)]
        folder.append(name, half)
        ledger.plant(name, "cut_line", [f"line {first + index}" for index in range(len(half))], "refuse")
