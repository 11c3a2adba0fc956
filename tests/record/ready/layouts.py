"""Small extracts in publishers' layouts, and a place that reads them by a ready mapping."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oneplace import record
from oneplace.place import ready
from tests.record.conftest import NUMBERS, Small, make_place

AS_AT = date(2026, 3, 31)
ANNA, BASHIR, CARA, DAN = (NUMBERS[name] for name in ("anna", "bashir", "cara", "dan"))


@dataclass(frozen=True)
class Layout:
    """The columns of a file in the publisher's order, and what stands in each where a row says nothing else."""

    columns: Sequence[str]
    usual: Mapping[str, str]
    delimiter: str = ","

    def file(self, *rows: Mapping[str, str], without: Sequence[str] = ()) -> str:
        """A whole file; a row names only what differs from the usual one."""
        strangers = {name for row in (*rows, self.usual) for name in row} - set(self.columns)
        assert not strangers, strangers
        with io.StringIO(newline="") as text:
            columns = [name for name in self.columns if name not in without]
            writer = csv.DictWriter(
                text, columns, restval="", extrasaction="ignore", delimiter=self.delimiter, lineterminator="\r\n"
            )
            writer.writeheader()
            writer.writerows({**self.usual, **row} for row in rows)
            return text.getvalue()


def said(text: str) -> dict[str, str]:
    """``A=1; B=2`` as a row's columns."""
    return {name: value for name, _, value in (each.partition("=") for each in text.split("; "))}


CDS = (
    *("CDS_INTERCHANGE_SENDER_IDENTITY", "CDS_TYPE_CODE", "CDS_BULK_REPLACEMENT_GROUP_CODE"),
    *("CDS_PROTOCOL_IDENTIFIER_CODE", "CDS_UNIQUE_IDENTIFIER", "CDS_UPDATE_TYPE", "CDS_EXTRACT_DATE"),
    *("CDS_EXTRACT_TIME", "CDS_REPORT_PERIOD_START_DATE", "CDS_REPORT_PERIOD_END_DATE", "CDS_ACTIVITY_DATE"),
    *("CDS_APPLICABLE_DATE", "CDS_APPLICABLE_TIME", "LOCAL_PATIENT_IDENTIFIER", "NHS_NUMBER"),
    *("NHS_NUMBER_STATUS_INDICATOR_CODE", "POSTCODE_OF_USUAL_ADDRESS", "PERSON_BIRTH_DATE"),
    *("PERSON_STATED_GENDER_CODE", "ETHNIC_CATEGORY"),
)
"""The columns with which every commissioning data set begins."""

CDS_USUAL = said(
    "CDS_PROTOCOL_IDENTIFIER_CODE=010; CDS_UPDATE_TYPE=9; CDS_UNIQUE_IDENTIFIER=BRHM1; "
    "CDS_APPLICABLE_DATE=2025-05-10; CDS_APPLICABLE_TIME=09:00:00; LOCAL_PATIENT_IDENTIFIER=H7; "
    f"NHS_NUMBER={ANNA}; NHS_NUMBER_STATUS_INDICATOR_CODE=01; PERSON_BIRTH_DATE=1950-02-03; "
    "PERSON_STATED_GENDER_CODE=2; ETHNIC_CATEGORY=A; ORGANISATION_IDENTIFIER_CODE_OF_PROVIDER=RHM"
)


def place_with(root: Path, *mappings: str) -> Small:
    """A place whose ``sources.yaml`` the command wrote, of these ready mappings and nothing else."""
    for name in mappings:
        ready.add(name, root, as_at=AS_AT, authorities=["E06000045"])
    return Small(root, make_place((root / "sources.yaml").read_text("utf-8"), root))


def put(place: Small, name: str, text: str | bytes) -> Path:
    """Write a file where the place looks for it."""
    path = place.extracts / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def loaded(root: Path, mapping: str, files: Mapping[str, str]) -> tuple[Small, record.LoadReport]:
    """A place of one ready mapping with these files, and what loading them told."""
    place = place_with(root, mapping)
    for name, text in files.items():
        put(place, name, text)
    return place, place.load()


def table(place: Small, report: record.LoadReport, sql: str) -> str:
    """What the record answers, a line a row: `` | `` between its columns, nothing where nothing is known."""
    rows = place.rows(report, sql)
    return "\n".join(" | ".join("" if each is None else str(each) for each in row) for row in rows)


def aside(place: Small, report: record.LoadReport) -> str:
    """What was set aside, a line each: file and row, field, what was done and why."""
    rows = place.rejects(report)
    return "\n".join(
        f"{file.partition('/')[2]} {row} {field + ' ' if field else ''}{action}: {why}"
        for file, row, field, action, why, _ in rows
    )


def same(found: str, expected: str) -> bool:
    """Whether two tables are alike but for blanks, and what differs where they aren't."""
    tidy = [
        [" | ".join(cell.strip() for cell in line.split("|")).strip() for line in text.strip().splitlines()]
        for text in (found, expected)
    ]
    assert tidy[0] == tidy[1], "\n" + found
    return True
