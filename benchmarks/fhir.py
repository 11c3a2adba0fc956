"""FHIR into the record's staging tables: ``python benchmarks/fhir.py [RESOURCES]``.

Writes that many UK Core resources (half observations, then prescriptions, contacts, diagnoses, people; about 900
bytes each) as lines and, a tenth of them, as Bundles, and reads them through the shipped views as `oneplace load` does:
typed, checked, with what is wrong set aside. One in a thousand lines is cut in half.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from itertools import groupby
from pathlib import Path
from typing import Any

from oneplace.place.document import load as read_yaml
from oneplace.place.sources import Sources
from oneplace.place.typed import typed
from oneplace.record import staging
from oneplace.record.database import open_database
from oneplace.record.files import find
from oneplace.record.together import Apart

GOAL = 500_000
"""Resources a minute, on two cores."""
_SNOMED = "http://snomed.info/sct"


def _concept(code: str, text: str) -> dict[str, Any]:
    other = {"system": "http://read.info/readv2", "code": "246..", "display": text}
    return {"coding": [{"system": _SNOMED, "code": code, "display": text}, other], "text": text}


_META = {
    "versionId": "1",
    "lastUpdated": "2026-03-30T10:15:30.123+01:00",
    "profile": ["https://fhir.hl7.org.uk/StructureDefinition/UKCore-Resource"],
}
_OF = {"subject": {"reference": "Patient/P#"}, "encounter": {"reference": "Encounter/E#"}}
_RESOURCES: dict[str, tuple[int, dict[str, Any], str]] = {
    "Observation": (
        5,
        {
            **_OF,
            "status": "final",
            "category": [_concept("vital-signs", "Vital signs")],
            "code": _concept("75367002", "Blood pressure"),
            "effectiveDateTime": "2025-11-03T10:15:00Z",
            "issued": "2025-11-03T10:16:00Z",
            "performer": [{"reference": "Practitioner/dr", "display": "A doctor"}],
            "valueQuantity": {"value": 120.5, "unit": "mmHg", "system": "http://unitsofmeasure.org", "code": "mm[Hg]"},
        },
        "{id: required text, patient: required text, encounter: text, snomed_code: required text, code: text, "
        "effective: required instant, issued: instant, value: number, unit: text, value_code: text}",
    ),
    "MedicationRequest": (
        2,
        {
            **_OF,
            "status": "completed",
            "intent": "order",
            "medicationCodeableConcept": _concept("39720311000001101", "Paracetamol 500mg tablets"),
            "authoredOn": "2025-11-03",
            "dosageInstruction": [{"text": "One or two, up to four times a day"}],
            "dispenseRequest": {"quantity": {"value": 32, "unit": "tablet"}},
        },
        "{id: required text, patient: required text, snomed_code: required text, authored: required date, "
        "quantity: number, quantity_unit: text, dose_text: text}",
    ),
    "Encounter": (
        1,
        {
            "status": "finished",
            "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMP"},
            "type": [_concept("11429006", "Consultation")],
            "subject": {"reference": "Patient/P#"},
            "period": {"start": "2025-11-03T10:15:00Z", "end": "2025-11-05T09:00:00Z"},
            "serviceProvider": {"reference": "Organization/RHM"},
            "hospitalization": {"dischargeDisposition": _concept("19", "Usual place of residence")},
        },
        "{id: required text, patient: required text, class: text, start: required instant, end: instant, "
        "service_provider: text, discharge_disposition: text, reason_code: text}",
    ),
    "Condition": (
        1,
        {
            **_OF,
            "clinicalStatus": _concept("active", "Active"),
            "code": _concept("38341003", "Hypertension"),
            "onsetDateTime": "2020-01-02",
            "recordedDate": "2020-01-03",
        },
        "{id: required text, patient: required text, snomed_code: required text, onset: date, recorded: date}",
    ),
    "Patient": (
        1,
        {
            "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9990000018"}],
            "name": [{"use": "official", "family": "Adams", "given": ["Anna", "Beth"]}],
            "telecom": [{"system": "phone", "value": "02380000000"}],
            "gender": "female",
            "birthDate": "1950-02-03",
            "address": [{"use": "home", "postalCode": "SO14 0AA", "period": {"start": "2019-05-01"}}],
            "generalPractitioner": [{"reference": "Organization/Y00001"}],
        },
        "{id: required text, nhs_number: nhs_number, family_name: name, given_name: name, gender: text, "
        "birth_date: date, postcode: postcode, phone: phone, practice_key: text}",
    ),
}
_VIEWS = {"MedicationRequest": "medication_request"}
_HEAD = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
sources:
"""


def main() -> None:
    """Print what was read, how fast, and whether the goal was met."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500_000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        read = {"ndjson": _lines(folder, count), "bundle": _bundles(folder, count // 10)}
        for form, written in read.items():
            _load(folder, form, written)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"Most memory: {memory:.1f} GB")


def _resources(kind: str, count: int) -> list[str]:
    """So many resources of a kind, as JSON, each with keys of its own."""
    whole = json.dumps({"resourceType": kind, "id": "R#", "meta": _META, **_RESOURCES[kind][1]})
    return [whole.replace("#", str(number)) for number in range(count)]


def _lines(folder: Path, count: int) -> int:
    """Write files of lines; gives how many."""
    written = 0
    (folder / "ndjson").mkdir()
    for kind, (tenths, *_) in _RESOURCES.items():
        lines = _resources(kind, count * tenths // 10)
        lines[::1000] = [line[: len(line) // 2] for line in lines[::1000]]
        (folder / "ndjson" / f"{kind}.ndjson").write_text("\n".join(lines) + "\n", "utf-8")
        written += len(lines)
    return written


def _bundles(folder: Path, count: int) -> int:
    """Write Bundles of a kind each; gives how many resources they hold."""
    written = 0
    (folder / "bundle").mkdir()
    for kind, (tenths, *_) in _RESOURCES.items():
        held = _resources(kind, count * tenths // 10)
        entries = ",".join(f'{{"resource": {each}}}' for each in held)
        bundle = f'{{"resourceType": "Bundle", "type": "collection", "entry": [{entries}]}}'
        (folder / "bundle" / f"{kind}.bundle").write_text(bundle, "utf-8")
        written += len(held)
    return written


def _declared(folder: Path, form: str) -> Sources:
    datasets = "".join(
        f"      - {{id: {kind}, files: {kind}.{form}, format: {form}, "
        f"view: {_VIEWS.get(kind, kind.lower())}, columns: {columns}}}\n"
        for kind, (_, _, columns) in _RESOURCES.items()
    )
    source = f"  - id: {form}\n    partner: A practice\n    system: FHIR\n    datasets:\n{datasets}"
    (folder / "sources.yaml").write_text(_HEAD + source, "utf-8")
    return typed(read_yaml(folder / "sources.yaml"), Sources)


def _load(folder: Path, form: str, written: int) -> None:
    """Read one form's files and print how fast."""
    sources = _declared(folder, form)
    started, processor = time.perf_counter(), time.process_time()
    files, problems = find(sources, folder)
    assert not problems, problems
    scratch = folder / f"{form}.scratch"
    scratch.mkdir()
    with open_database() as connection:
        connection.execute("SET threads = 2; SET TimeZone = 'UTC'; SET memory_limit = '3500MB'")
        staged, apart = staging.Staged(connection), Apart(files, scratch)
        for _, each in groupby(files, key=lambda file: file.dataset.id):
            staging.read(staged, sources, list(each), apart, new=True)
        staging.sift(staged)
        seconds, processor = time.perf_counter() - started, time.process_time() - processor
        tables = " UNION ALL ".join(
            f"SELECT _row FROM {staged.table(extract.source, extract.dataset)}" for extract in files
        )
        kept = connection.sql(f"SELECT count(*) FROM ({tables})").fetchall()[0][0]
        aside = connection.sql(f'SELECT count(DISTINCT (file, "row")) FROM {staged.rejects}').fetchall()[0][0]
    size = sum(path.stat().st_size for path in (folder / form).iterdir())
    assert kept + aside == written, (kept, aside, written)
    rate = written / seconds * 60
    met = "" if form == "bundle" else f" (goal {GOAL:,}: {'met' if rate >= GOAL else 'missed'})"
    print(
        f"{form}: {written:,} resources ({size / written:.0f} bytes each), {kept:,} read and {aside:,} set aside in "
        f"{seconds:.1f} s, {processor:.1f} s of processor time: {rate:,.0f} a minute{met}, "
        f"{written / processor * 60:,.0f} a minute of one processor's time"
    )


if __name__ == "__main__":
    main()
