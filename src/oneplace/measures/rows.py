"""Rows of the results table, and the periods' names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa

from oneplace.place import POOLED
from oneplace.results import TABLES

Row = dict[str, Any]

_MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """A table of ``results.TABLES`` from rows; a column that a row doesn't have is null."""
    schema = TABLES[name].schema
    found = list(rows)
    columns = {field.name: pa.array([row.get(field.name) for row in found], field.type) for field in schema}
    return pa.table(columns, schema=schema)


def period_label(kind: str, start: date) -> str:
    """What people call a period: "March 2026", "2025/26 Q4", "2025/26", "2025", "2023/24 to 2025/26"…"""
    if kind == "month":
        return f"{_MONTHS[start.month - 1]} {start.year}"
    if kind == "calendar_year":
        return str(start.year)
    if kind == "rolling_year":
        return f"12 months to {_MONTHS[start.month - 2]} {start.year + (start.month > 1)}"
    if kind in POOLED:
        last = start.replace(year=start.year + 2)
        return " to ".join(period_label(POOLED[kind], each) for each in (start, last))
    first = start.year if start.month >= 4 else start.year - 1
    year = f"{first}/{(first + 1) % 100:02d}"
    return year if kind == "financial_year" else f"{year} Q{(start.month - 4) % 12 // 3 + 1}"


def number(value: float) -> float | None:
    """A float, or null where it is NaN."""
    return None if value != value else float(value)  # noqa: PLR0124  (NaN is the only value that differs from itself)
