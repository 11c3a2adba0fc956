"""Results as files: CSV that no spreadsheet takes for a formula, JSON with missing values as null."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from oneplace.results import SCHEMAS
from oneplace.web.snapshot import Row

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_csv(rows: list[Row]) -> str:
    """The rows with their header; text that a spreadsheet would run as a formula gets an apostrophe in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = SCHEMAS["results"].names
    writer.writerow(names)
    writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return out.getvalue()


def as_json(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows with dates as ISO text."""
    return [
        {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()} for row in rows
    ]


def _cell(value: Any) -> Any:
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value
