"""A small place: a practice, a hospital's emergency department, link workers, and the addresses they live at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from oneplace import record
from oneplace.place import Place
from oneplace.place.document import load as load_yaml
from oneplace.place.place_file import Area, PlaceFile
from oneplace.place.sources import Sources
from oneplace.place.typed import typed
from oneplace.report import made_tests

SOURCES = """
format: place-sources/1
version: "1"
as_at: 2026-03-31
local_authorities: [E06000045]
codelists:
  acuity: [urgent, standard]
sources:
  - id: reference
    partner: Addresses
    system: made up
    synthetic: true
    datasets:
      - id: homes
        files: homes.csv
        columns: {uprn: required uprn, postcode: required postcode, lsoa: required text}
        key: [uprn]
        rows:
          - table: place_of_address
            values: {uprn: uprn, postcode: postcode, lsoa21_code: lsoa}
  - id: gp
    partner: The practice
    system: made up
    synthetic: true
    datasets:
      - id: patients
        files: patients.csv
        columns:
          id: required text
          nhs_number: nhs_number
          given: name
          family: name
          born: date
          sex: {type: text, codes: [F, M, U]}
          ethnic: text
          phone: phone
          postcode: postcode
          registered: required date
          left: date
          died: date
        key: [id]
        refuse:
          - {when: '"left" < registered', because: left before registered, field: left}
        person: id
        facts:
          as_of: registered
          nhs_number: nhs_number
          given_name: given
          family_name: family
          birth_date: born
          sex: sex
          ethnic_category: ethnic
          phone: phone
          postcode: postcode
          death_date: died
        rows:
          - table: registration
            values: {organisation_code: "'Z1'", start_date: registered, end_date: '"left"'}
      - id: addresses
        files: addresses.csv
        columns: {id: required text, uprn: uprn, from: required date, to: date}
        key: [id, from]
        person: id
        rows:
          - table: address
            end: inclusive
            values: {start_date: '"from"', end_date: '"to"', uprn: uprn}
      - id: journal
        files: journal.csv
        columns: {id: required text, day: required date, entered: date, code: required text, value: number}
        happened: day
        entered: entered
        late_after_days: 30
        person: id
        rows:
          - table: observation
            values:
              recorded_date: day
              kind: case when value is null then 'diagnosis' else 'measurement' end
              code: code
              code_system: "'snomed'"
              value_number: value
          - table: preference
            where: code = 'opt-out'
            values: {preference_type: "'type_1_opt_out'", value: "'opted_out'", start_date: day}
  - id: ed
    partner: The hospital
    system: made up
    synthetic: true
    datasets:
      - id: attendances
        files: attendances_*.csv
        columns:
          number: required text
          patient: required text
          nhs_number: nhs_number
          status: {codes: ["01", "02"]}
          given: name
          family: name
          born: date
          ethnic: text
          arrived: required time
          departed: time
          acuity: {codelist: acuity}
          reason_1: text
          reason_2: text
          sent: required date
        key: [number]
        newest_by: sent
        refuse:
          - {when: departed < arrived, because: departed before arrival, field: departed}
        happened: arrived
        person: patient
        facts:
          as_of: arrived::date
          nhs_number: nhs_number
          nhs_number_status: status
          given_name: given
          family_name: family
          birth_date: born
          ethnic_category: ethnic
        rows:
          - table: activity
            values:
              activity_type: "'ed_attendance'"
              source_record_id: number
              start_at: arrived
              end_at: departed
              priority_code: acuity
          - table: observation
            each: [reason_1, reason_2]
            parent_type: ed_attendance
            values:
              parent_record_id: number
              recorded_date: arrived::date
              kind: "'diagnosis'"
              code: item
              code_system: "'snomed'"
              position: item_position
  - id: links
    partner: Link workers
    system: made up
    synthetic: true
    datasets:
      - id: log
        files: log.csv
        columns:
          Ref: required text
          First name: name
          Surname: name
          DOB: {type: date, format: "%d/%m/%Y"}
          Tel: phone
          Postcode: postcode
          Day: {type: date, required: true, format: "%d/%m/%Y"}
        key: [Ref]
        person: Ref
        facts:
          as_of: Day
          given_name: '"First name"'
          family_name: Surname
          birth_date: DOB
          phone: Tel
          postcode: Postcode
        rows:
          - table: activity
            values: {activity_type: "'social_prescribing'", source_record_id: Ref, start_at: Day::timestamp}
"""

HEADERS = {
    "reference/homes.csv": "uprn,postcode,lsoa",
    "gp/patients.csv": "id,nhs_number,given,family,born,sex,ethnic,phone,postcode,registered,left,died",
    "gp/addresses.csv": "id,uprn,from,to",
    "gp/journal.csv": "id,day,entered,code,value",
    "ed/attendances_1.csv": (
        "number,patient,nhs_number,status,given,family,born,ethnic,arrived,departed,acuity,reason_1,reason_2,sent"
    ),
    "links/log.csv": "Ref,First name,Surname,DOB,Tel,Postcode,Day",
}

NUMBERS = {"anna": "9990000018", "bashir": "9990000026", "cara": "9990000034", "dan": "9990000042"}
"""Valid numbers of the range kept for tests."""


@dataclass
class Small:
    """The small place: write rows into its files, load them, read what came of it."""

    root: Path
    place: Place

    @property
    def extracts(self) -> Path:
        return self.root / "extracts"

    @property
    def var(self) -> Path:
        return self.root / "var"

    def file(self, name: str, *rows: str, header: str | None = None) -> Path:
        path = self.extracts / name
        path.parent.mkdir(parents=True, exist_ok=True)
        head = HEADERS.get(name) or HEADERS[name.replace("_2.", "_1.")]
        path.write_text("\n".join([header or head, *rows]) + "\n", "utf-8")
        return path

    def load(self, **more: Any) -> record.LoadReport:
        return record.load(self.place, self.extracts, self.var, **more)

    def rows(self, report: record.LoadReport, sql: str, purpose: str = "planning") -> list[tuple[Any, ...]]:
        with record.connect(report.folder, purpose=purpose) as connection:
            return connection.execute(sql).fetchall()

    def rejects(self, report: record.LoadReport) -> list[tuple[Any, ...]]:
        found = [pq.read_table(path).to_pylist() for path in sorted((report.identity / "faults").glob("*.parquet"))]
        return sorted(
            (row["file"], row["row"], row["field"] or "", row["action"], row["reason"], row["value"])
            for rows in found
            for row in rows
        )

    def quality(self, report: record.LoadReport, **where: str) -> list[dict[str, Any]]:
        rows = pq.read_table(report.folder / "quality.parquet").to_pylist()
        return [row for row in rows if all(row[key] == value for key, value in where.items())]

    def tested(self, report: record.LoadReport) -> dict[tuple[str, str, str | None], tuple[int, int]]:
        """Failed and checked of each declared test, source and dataset: of everybody, all days together."""
        made = made_tests(pq.read_table(report.folder / "data_tests.parquet").to_pylist())
        found: Counter[tuple[str, str, str | None]] = Counter()
        of = {}
        for row in made:  # a file's faults have a row a field and reason
            key = row["test"], row["source"], row["dataset"]
            found[key] += row["failed"]
            of[key] = row["checked"]
        return {key: (found[key], of[key]) for key in of}

    def links(self, report: record.LoadReport) -> list[dict[str, Any]]:
        return pq.read_table(report.identity / "person_link.parquet").to_pylist()

    def person_of(self, report: record.LoadReport) -> dict[str, int]:
        return {
            f"{row['source_system']}:{row['source_record_id']}": row["person_id"]
            for row in self.links(report)
            if row["valid_to"] is None
        }


def sources_of(text: str, folder: Path) -> Sources:
    path = folder / "sources.yaml"
    path.write_text(text, "utf-8")
    return typed(load_yaml(path), Sources)


def make_place(text: str, folder: Path) -> Place:
    about = PlaceFile(id="small", name="Small", level="place", areas=(Area(code="E06000045", name="Small"),))
    return Place(folder, about, None, {}, {}, sources_of(text, folder), {})  # type: ignore[arg-type]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """The small place with every file there and empty but for its header."""
    place = Small(tmp_path, make_place(SOURCES, tmp_path))
    for name in HEADERS:
        place.file(name)
    return place


@pytest.fixture
def peopled(small: Small) -> Small:
    """Anna and Bashir at the practice, both once in the emergency department."""
    small.file("reference/homes.csv", "999001,SO60 1AA,E01017137", "999002,SO60 1AB,E01017138")
    small.file(
        "gp/patients.csv",
        f"1,{NUMBERS['anna']},Anna,Adams,1950-02-03,F,A,07700 900001,SO60 1AA,2010-01-01,,",
        f"2,{NUMBERS['bashir']},Bashir,Begum,1980-12-30,M,J,,SO60 1AB,2015-06-01,2024-07-01,",
    )
    small.file("gp/addresses.csv", "1,999001,2010-01-01,", "2,999002,2015-06-01,2024-06-30")
    small.file("gp/journal.csv", "1,2020-05-05,2020-05-06,38341003,", "1,2021-05-05,2021-07-06,271649006,141.5")
    small.file(
        "ed/attendances_1.csv",
        f"A1,H7,{NUMBERS['anna']},01,Ana,Adams,1950-02-03,Z,2022-01-01 10:00:00,2022-01-01 13:30:00,urgent,11,12,"
        "2022-02-01",
        f"A2,H8,{NUMBERS['bashir']},01,Bashir,Begum,1980-12-30,J,2023-01-01 23:00:00,,standard,13,,2023-02-01",
    )
    return small


Rows = Sequence[tuple[Any, ...]]
Loader = Callable[..., record.LoadReport]
