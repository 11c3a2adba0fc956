"""Places made up for the reader: a run whose gaps, charts and judgements are worked out by Oneplace from its values."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from math import sqrt
from pathlib import Path
from typing import Any

import pyarrow as pa

from oneplace import place, results
from oneplace.measures.gaps import gaps, with_stopped
from oneplace.measures.measuring import asked
from oneplace.measures.signals import signals
from oneplace.pack.evidence import Evidence, evidence
from oneplace.place import Place
from oneplace.place import moved as files
from oneplace.progress import Aim, moved, progress
from oneplace.report import commentary

AS_OF = date(2026, 11, 22)
MANIFEST = {"run": "2026-11-22-0a1b2c3d", "as_of": AS_OF.isoformat(), "previous": None}
PLACE = """
format: place/1
id: reading
name: Reading-on-Sea
areas: [{code: E06000045, name: Reading-on-Sea}]
organisations: [{code: RYE, name: Coast Ambulance Service, kind: ambulance_trust}]
comparators: [{code: E92000001, name: England}]
"""
STRATEGY = """
format: place-strategy/1
id: reading
title: Health and care in Reading-on-Sea
version: {number: "1.0", state: approved}
period: {start: 2020-04, end: 2025-03}
place: {code: E06000045, name: Reading-on-Sea, level: place}
outcomes:
  - {id: A1, text: Fewer smoke, question: Do fewer smoke?, measure: smoking, provenance: agreed, source: Board,
     reporting_cycle: quarterly,
     baseline: {period: 2018/19, value: 11}, target: {period: 2027/28, value: 5, beyond_strategy: Kept},
     gap_ambition: {dimension: deprivation, statistic: SII, provenance: agreed, baseline: 14, target: 6,
       period: 2027/28}}
  - {id: A2, text: More are vaccinated, question: Are more vaccinated?, measure: jabs, provenance: illustrative,
     baseline: {period: 2018/19, value: 80}, target: {period: 2024/25, value: 95}}
  - {id: A3, text: Ambulances come sooner, question: How long do they take?, measure: ambulances, provenance: not_set}
  - {id: A4, text: People live longer, question: Do people live longer?, measure: life, provenance: not_set}
  - {id: A5, text: More calls, question: How many calls are there?, measure: calls, provenance: not_set}
  - {id: A7, text: Ambulances come in seven minutes, question: Do they come in seven minutes?, measure: ambulances,
     provenance: agreed, source: Board, baseline: {period: 2023/24, value: 12},
     target: {period: 2027/28, value: 7, beyond_strategy: Kept}}
  - {id: A6, text: Good buildings, question: Are buildings good?, gap: K1, provenance: not_set}
gaps: [{id: K1, text: Nobody measures buildings., due: 2025-12}]
decisions:
  - {id: D1, title: Fund the clinics, body: Cabinet, on: 2027-01-10, outcomes: [A1], options: not_set, reasons: not_set}
  - {id: D2, title: Close them, on: 2026-11-22, outcomes: [A1], options: not_set, reasons: not_set,
     expects: [{measure: ambulances, change: -2, from: 2025-01, by: 2025-12}]}
partners: [{id: council, name: Reading Council, kind: local_authority}]
commentary:
  - {id: S1, outcome: A1, run: 2026-03-31, by: {org: council}, why: Posts, doing: Hiring}
  - {id: S2, outcome: A1, run: 2026-08-21, by: {org: council, role: Midwife}, why: Posts, doing: Hiring,
     next_step: {text: Fill them, by: {org: council, role: Manager}, due: 2026-10}}
  - {id: S3, outcome: A1, run: 2026-11-23, by: {org: council}, why: All is well, doing: Nothing}
  - {id: S4, outcome: A2, run: 2026-11-22, on: 2026-11-24, by: {org: council}, why: Vaccines, doing: More clinics,
     next_step: {text: Open one, by: {org: council}, due: 2026-11-22}}
  - {id: S5, outcome: A2, run: 2026-11-22, by: {org: council}, why: Secret, doing: Secret, audience: board}
"""
MEASURES = {
    "smoking": ("percent", "low_good", "annual", ""),
    "jabs": ("percent", "high_good", "annual", ""),
    "ambulances": ("minutes", "low_good", "monthly", ", area: RYE"),
    "life": ("years", "high_good", "annual", ""),
    "calls": ("per_1000_a_year", "context", "monthly", ""),
}
MEASURE = """
id: {id}
name: {name}
definition: How many, made up.
unit: {unit}
polarity: {polarity}
role: outcome
frequency: {frequency}
expected_lag_months: 3
numerator: Events counted
breakdowns: {{deprivation: "yes", ethnicity: "yes", sex: "yes", age: "no"}}
source: Made up
compute: {{from: published, dataset: made_up, series: {id}{area}}}
"""
STANDARDS = {
    "life": "standards: [{name: Hoped for, value: 90, from: 2012-01, until: 2013-12, source: Made up}]\n",
    "jabs": "standards: [{name: NHS standard, value: 95, from: 2015-04, source: Made up}]\n",
    "ambulances": "standards: [{name: NHS standard, value: 8, source: Made up}, "
    "{name: Asked of the NHS, value: 30, until: 2030-03, source: Made up, to_confirm: the year}]\n",
}
FIRST = 2010
Row = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """What is made up: the values in time by measure, and by group of smoking how far they are from everyone."""

    series: dict[str, Sequence[float]]
    fifths: Sequence[float] = (6.0, 3.0, 0.0, -2.0, -4.0)
    sexes: Sequence[float] = (-1.0, 1.0)
    ethnic: Sequence[float] = ()
    """Of Asian and of Black people; nobody is told apart so where there are none."""
    hidden: frozenset[str] = frozenset()
    neighbourhoods: Sequence[float] = (0.0, 8.0, -7.0)
    england: float = 9.0
    people: int = 2000
    origin: dict[str, str] = field(default_factory=lambda: {"life": "synthetic"})
    said: dict[str, str] = field(default_factory=dict)
    """What a measure's file says besides."""
    growing: float = 0.0
    """By which part of itself each group's distance from everyone grows in a year."""
    grouped: frozenset[str] = frozenset({"smoking"})
    """The measures that have groups, and England beside them."""
    kinds: dict[str, tuple[str, str, str, str]] = field(default_factory=lambda: MEASURES)
    strategy: str = STRATEGY
    agreed: str = ""
    """The strategy as readers saw it, where it asks for less since."""
    before: dict[str, Row] = field(default_factory=dict)
    """What the rows of ambitions have from runs before: columns that ``progress`` hands on."""
    as_of: date = AS_OF
    jump: dict[str, date] = field(default_factory=dict)
    """From which day the file of a measure doubles or halves, as nobody has confirmed."""
    aims: tuple[Aim, ...] = ()
    """What actions are to narrow."""
    altered: Callable[[Row], Row | None] = lambda row: row
    """What becomes of each row of the results; None where it is not there."""


@dataclass(frozen=True)
class Held(Evidence):
    """What the pack reads, with the place as readers saw it at the run before."""

    seen: Place | None = None


USUAL = Drawn(
    {
        "smoking": [16.0 - 0.3 * at for at in range(16)],
        "jabs": [88.0 + 0.1 * at for at in range(16)],
        "ambulances": [9.0 + 0.3 * (at % 3) + (3.0 if at > 20 else 0.0) - (0.15 * max(0, at - 30)) for at in range(40)],
        "life": [78.0 + 0.4 * at for at in range(10)] + [82.0 - 0.4 * at for at in range(6)],
        "calls": [5000.0 + 10 * (at % 5) for at in range(40)],
    }
)


def found(drawn: Drawn = USUAL) -> Evidence:
    """The run of a place in which this was drawn."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        a_place = _written(root, drawn)
        tables = {name: table.schema.empty_table() for name, table in results.TABLES.items()}
        rows = [row for key in MEASURES for each in _rows(key, drawn) if (row := drawn.altered(each))]
        tables["results"] = _table("results", rows)
        tables["gaps"] = _table("gaps", [gap for key in MEASURES for gap in _gaps(a_place, key, rows, drawn.as_of)])
        tables["signals"] = _table("signals", [row for key in MEASURES for row in _signals(a_place, key, rows)])
        tables["provenance"] = _table("provenance", [{"measure": key, "jump": day} for key, day in drawn.jump.items()])
        tables |= progress(a_place, results.Results(tables), as_of=drawn.as_of, aims=drawn.aims)
        seen = _written(root / "seen", replace(drawn, strategy=drawn.agreed)) if drawn.agreed else None
        if seen:
            before = files.keep(seen, None, "first", AS_OF)
            kept = files.keep(a_place, before, "second", AS_OF)
            tables |= moved(a_place, kept, before, results.Results(tables), tables, as_of=drawn.as_of)
        stood = [row | drawn.before.get(row["ambition"], {}) for row in tables["progress"].to_pylist()]
        tables["progress"] = _table("progress", stood)
        told = results.Results(commentary(seen, drawn.as_of - timedelta(days=60))) if seen else None
        tables |= commentary(a_place, drawn.as_of, told)
        return Held(**vars(held(a_place, tables, drawn.as_of)), seen=seen)


def held(a_place: Place, tables: dict[str, pa.Table], as_of: date = AS_OF) -> Evidence:
    """What the pack reads of these tables."""
    with tempfile.TemporaryDirectory() as folder:
        for name, table in tables.items():
            results.write(Path(folder) / "results", name, table)
        return evidence(a_place, Path(folder) / "results", MANIFEST | {"as_of": as_of.isoformat()}, None)


def _written(root: Path, drawn: Drawn) -> Place:
    (root / "measures").mkdir(parents=True)
    (root / "place.yaml").write_text(PLACE)
    (root / "strategy.yaml").write_text(drawn.strategy)
    for key, (unit, polarity, frequency, area) in drawn.kinds.items():
        text = MEASURE.format(
            id=key, name=key.capitalize(), unit=unit, polarity=polarity, frequency=frequency, area=area
        )
        (root / "measures" / f"{key}.yaml").write_text(text + STANDARDS.get(key, "") + drawn.said.get(key, ""))
    return place.read(root)


def _rows(key: str, drawn: Drawn) -> Iterator[Row]:
    monthly, people = drawn.kinds[key][2] == "monthly", drawn.people
    for at, value in enumerate(drawn.series[key]):
        ago = len(drawn.series[key]) - 1 - at
        when = _month(39 - ago) if monthly else _year(15 - ago)
        half = None if monthly else _half(drawn, key, value, people * 10)
        yield _row(key, when, "all", "all", "Everyone", 0, value, half, drawn, people * 10)
        if key not in drawn.grouped:
            continue
        last = at == len(drawn.series[key]) - 1
        further = 1 + drawn.growing * (at + 1)
        for order, away in enumerate(drawn.fifths, 1):
            label = {1: "1 (most deprived)", 5: "5 (least deprived)"}.get(order, str(order))
            yield _group(key, when, "deprivation", str(order), label, order, max(0.5, value + away * further), drawn)
        for order, (code, away) in enumerate(zip("FM", drawn.sexes, strict=True), 1):
            label = {"F": "Female", "M": "Male"}[code]
            yield _group(key, when, "sex", code, label, order, max(0.5, value + away), drawn)
        named = {"asian": "Asian or Asian British", "black": "Black or Black British"} if drawn.ethnic else {}
        for order, ((code, label), away) in enumerate(zip(named.items(), drawn.ethnic, strict=True), 1):
            yield _group(key, when, "ethnicity", code, label, order, max(0.5, value + away), drawn)
        if last:
            yield _row(key, when, "area", "E92000001", "England", 1, drawn.england, 0.05, drawn, 10**6)
            for order, away in enumerate(drawn.neighbourhoods):
                label = f"Part {order}"
                yield _group(key, when, "neighbourhood", f"E0{order}", label, order, max(0.5, value + away), drawn)


def _group(  # noqa: PLR0917 - a row's columns
    key: str, when: Row, dimension: str, code: str, label: str, order: int, value: float, drawn: Drawn
) -> Row:
    shown = code not in drawn.hidden
    row = _row(
        key,
        when,
        dimension,
        code,
        label,
        order,
        value,
        _half(drawn, key, value, drawn.people),
        drawn,
        drawn.people,
    )
    return row if shown else row | dict.fromkeys(("value", "lower", "upper", "numerator")) | {
        "suppressed": True, "reason": "too few",
    }  # fmt: skip


def _row(  # noqa: PLR0917 - a row's columns
    key: str, when: Row, dimension: str, group: str, label: str, order: int, value: float, half: float | None,
    drawn: Drawn, people: int,
) -> Row:  # fmt: skip
    return {
        "measure": key,
        **when,
        "dimension": dimension,
        "group": group,
        "group_label": label,
        "group_order": order,
        "numerator": value * people / 100 if drawn.kinds[key][0] == "percent" else None,
        "denominator": float(people),
        "value": value,
        "lower": None if half is None else value - half,
        "upper": None if half is None else value + half,
        "suppressed": False,
        "origin": drawn.origin.get(key, "published"),
        "whose": "RYE" if "RYE" in drawn.kinds[key][3] and dimension == "all" else None,
        "source": "made_up",
        "method": "made up",
    }


def _half(drawn: Drawn, key: str, value: float, people: int) -> float:
    share = min(max(value / 100, 0.001), 0.999)
    return 196 * sqrt(share * (1 - share) / people) if drawn.kinds[key][0] == "percent" else 0.3


def _year(at: int) -> Row:
    start = FIRST + at
    label = f"{start}/{(start + 1) % 100:02d}"
    return {"period_start": date(start, 4, 1), "period_end": date(start + 1, 4, 1), "period_label": label}


def _month(at: int) -> Row:
    def first(count: int) -> date:
        return date(2023 + count // 12, count % 12 + 1, 1)

    return {"period_start": first(at), "period_end": first(at + 1), "period_label": f"{first(at):%B %Y}"}


def _gaps(a_place: Place, key: str, rows: Sequence[Row], as_of: date) -> list[Row]:
    own = [row for row in rows if row["measure"] == key and row["dimension"] != "area"]
    return with_stopped(a_place.measures[key], gaps(a_place.measures[key], own), own, as_of)


def _signals(a_place: Place, key: str, rows: Sequence[Row]) -> list[Row]:
    series = [row for row in rows if row["measure"] == key and row["dimension"] == "all"]
    return list(signals(a_place.measures[key], series, asked(a_place, key, series)))


def _table(name: str, rows: Sequence[Row]) -> pa.Table:
    schema = results.TABLES[name].schema
    return pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema)
