"""A place with one ambition, written in a few lines, and rows of a run about it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from oneplace import place
from oneplace.progress import progress
from oneplace.results import TABLES, Results

AS_OF = date(2026, 11, 22)
PLACE = """
format: place/1
id: tiny
name: Tiny
areas: [{code: E06000045, name: Tiny}]
comparators: [{code: E12000008, name: South East}, {code: E92000001, name: England}]
"""
STRATEGY = """
format: place-strategy/1
id: tiny
title: Tiny's strategy
version: {{number: "1.0", state: approved}}
period: {{start: 2020-04, end: 2028-03}}
place: {{code: E06000045, name: Tiny, level: place}}
outcomes:
  - {{id: A1, text: Fewer, question: Are there fewer?, {outcome}}}
gaps: [{{id: GAP1, text: Nobody counts it.}}]
"""
MEASURE = """
id: falls
name: Falls
definition: People who fell.
unit: percent
polarity: {polarity}
role: outcome
frequency: {frequency}
expected_lag_months: 6
breakdowns: {{deprivation: "yes", ethnicity: "yes", sex: "yes", age: "yes"}}
source: Made up for tests
compute: {{from: published, dataset: made_up, series: falls}}
{more}
"""
AGREED = "measure: falls, provenance: agreed, source: Board"
PATH = f"{AGREED}, baseline: {{period: 2020/21, value: 10}}, target: {{period: 2026/27, value: 4}}"


def a_place(
    folder: Path, outcome: str = PATH, *, polarity: str = "low_good", frequency: str = "annual", more: str = ""
) -> place.Place:
    (folder / "measures").mkdir()
    (folder / "place.yaml").write_text(PLACE)
    (folder / "strategy.yaml").write_text(STRATEGY.format(outcome=outcome))
    (folder / "measures" / "falls.yaml").write_text(MEASURE.format(polarity=polarity, frequency=frequency, more=more))
    return place.read(folder)


def row(
    start: date, end: date, label: str, value: float | None, half: float | None = None, **more: Any
) -> dict[str, Any]:
    known = value is not None and half is not None
    return {
        "measure": "falls",
        "period_start": start,
        "period_end": end,
        "period_label": label,
        "dimension": "all",
        "group": "all",
        "value": value,
        "lower": value - half if known else None,
        "upper": value + half if known else None,
        "suppressed": False,
        "origin": "published",
        **more,
    }


def fy(start: int, value: float | None, half: float | None = None, **more: Any) -> dict[str, Any]:
    return row(date(start, 4, 1), date(start + 1, 4, 1), f"{start}/{(start + 1) % 100:02d}", value, half, **more)


Rows = list[dict[str, Any]]


def judge(a: place.Place, rows: Rows, **others: Rows) -> tuple[dict[str, Any], Rows]:
    found = _run(a, rows, others)
    return found["progress"].to_pylist()[0], found["paths"].to_pylist()


def lines_of_the_gap(a: place.Place, rows: Rows, **others: Rows) -> Rows:
    found: Rows = _run(a, rows, others)["gap_paths"].to_pylist()
    return found


def _run(a: place.Place, rows: Rows, others: dict[str, Rows]) -> dict[str, pa.Table]:
    tables = {name: table.schema.empty_table() for name, table in TABLES.items()}
    for name, some in {"results": rows, **others}.items():
        tables[name] = pa.Table.from_pylist(some, schema=TABLES[name].schema)
    found = progress(a, Results(tables), as_of=AS_OF)
    assert all(table.schema == TABLES[name].schema for name, table in found.items())
    return found


def gap(start: int, value: float, statistic: str = "absolute_gap", dimension: str = "deprivation", **more: Any) -> Any:
    """A row of ``gaps``: the most deprived are worse off, beyond chance, unless ``more`` says otherwise."""
    told = {"group": "1", "reference": "5", "sure": True, "groups_hidden": 0, "direction": "no_clear_change", **more}
    found = fy(start, value, 0.5, statistic=statistic, dimension=dimension, **told)
    return {name: found.get(name) for name in TABLES["gaps"].schema.names}
