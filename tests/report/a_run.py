"""A place in memory with rows of a run, for tests of what readers meet."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from oneplace import place, results
from oneplace.report import RunReport

PLACE = (
    "format: place/1\nid: t\nname: Testton\nlevel: place\nareas: [{code: E06000045, name: Testton, kind: unitary}]\n"
)
STRATEGY = """
format: place-strategy/1
id: s
title: A strategy
version: {number: "1", state: approved}
period: {start: 2021-04, end: 2028-03}
place: {code: E06000045, name: Testton, level: place}
partners: [{id: council, name: Testton City Council, kind: local_authority}]
goals: [{id: G1, text: Live well}]
outcomes:
  - {id: A1, text: Fewer smoke, question: "Do fewer smoke?", goals: [G1], measure: smoking, provenance: not_set}
  - {id: A2, text: Better buildings, goals: [G1], gap: K3, provenance: not_set}
decisions:
  - {id: D1, title: Fund it, body: Cabinet, on: 2026-06-10, reasons: not_set, options: not_set}
  - {id: D2, title: Approve it, on: not_set, on_text: early 2019, reasons: not_set, options: not_set}
  - {id: D3, title: Think again, reasons: not_set, options: not_set}
gaps:
  - {id: K1, text: One, due: 2026-04}
  - {id: K2, text: Two, due: 2026-04}
  - {id: K3, text: Three, due: 2026-05}
"""
MEASURE = """
id: smoking
name: Smoking
definition: How many.
unit: percent
polarity: low_good
role: outcome
frequency: annual
expected_lag_months: 3
breakdowns: {deprivation: yes, ethnicity: yes, sex: yes, age: yes}
compute: {from: published, dataset: x, series: smoking}
source: Test
known_faults: []
"""


def a_place(folder: Path, more: str = "", strategy: str = STRATEGY) -> place.Place:
    """The place, read from files written into ``folder``, with ``more`` at the end of its strategy's."""
    (folder / "measures").mkdir()
    (folder / "place.yaml").write_text(PLACE)
    (folder / "strategy.yaml").write_text(strategy + more)
    (folder / "measures" / "smoking.yaml").write_text(MEASURE)
    return place.read(folder)


def table(name: str, rows: list[dict[str, object]]) -> pa.Table:
    """Rows as a table of the contract; a column that a row doesn't have is null."""
    schema = results.TABLES[name].schema
    return pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema)


def report(of: place.Place, **rows: list[dict[str, object]]) -> RunReport:
    """The place with a run that wrote these rows, by table."""
    written = {name: table(name, rows.get(name, [])) for name in results.TABLES}
    return RunReport(of, results.Results(written), {"as_of": "2026-05-01", "run": "r1"})
