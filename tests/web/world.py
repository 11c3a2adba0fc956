"""A small invented place with a finished run, in every state that a page may meet. All of it is made up for tests."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from oneplace import place, results
from oneplace.delivery import plans
from oneplace.progress import progress
from oneplace.report import commentary
from tests.web.world_files import BREAKDOWNS, CHART, LEVEL, MEASURES, ORIGIN, PATHWAYS, PLACE, STRATEGY

ID = "testton"
AS_OF = date(2026, 4, 30)
RUN = "2026-04-30-0a1b2c3d"
EARLIER = "2026-01-31-11112222"
RECORD = "5e1f00"
YEARS = [2021, 2022, 2023, 2024, 2025]
LSOAS = ["E01017136", "E01017137", "E01017138", "E01017139"]
PAGES = {"breastfeeding": "source_page: https://www.example.org/breastfeeding#here\n"}
STATES = ("full", "no_forecast", "no_breakdown", "suppressed", "empty", "no_run")


def make(root: Path, state: str = "full") -> Path:
    """Write the place in ``root`` and, but for ``no_run``, its run in one of ``STATES``; returns the place's folder."""
    write_place(root)
    if state != "no_run":
        write_run(root, EARLIER, date(2026, 1, 31), None, state)
        write_run(root, RUN, AS_OF, EARLIER, state)
        (root / "var" / "current").write_text(RUN)
        _write_rejects(root / "var" / "record" / RECORD / "rejects", state)
    return root


def write_place(root: Path) -> None:
    """The place's files."""
    (root / "measures").mkdir(parents=True)
    (root / "place.yaml").write_text(PLACE)
    (root / "strategy.yaml").write_text(STRATEGY)
    (root / "pathways").mkdir()
    for key, text in PATHWAYS.items():
        (root / "pathways" / f"{key}.yaml").write_text(text)
    (root / "pathways" / "steady.html").write_text("<h1>Does the pathway behave as observed?</h1>")
    for key, (name, unit, polarity, frequency) in MEASURES.items():
        (root / "measures" / f"{key}.yaml").write_text(
            f"id: {key}\nname: {name}\ndefinition: How many, out of all.\nunit: {unit}\npolarity: {polarity}\n"
            f"role: outcome\nfrequency: {frequency}\nexpected_lag_months: 3\nbreakdowns: {BREAKDOWNS}\n"
            f"compute: {{from: published, dataset: x, series: {key}}}\nsource: Test figures\n"
            f"known_faults: [None known]\n{PAGES.get(key, '')}"
        )


def write_run(root: Path, run_id: str, as_of: date, previous: str | None, state: str) -> None:
    """A run as ``oneplace.run`` leaves it: inputs, results, pack, and the manifest with every hash."""
    folder = root / "var" / "runs" / run_id
    inputs = folder / "inputs"
    write_place(inputs)
    tables = {name: table.schema.empty_table() for name, table in results.TABLES.items()}
    if state != "empty":
        tables |= _tables(state)
    judged = progress(place.read(inputs), results.Results(tables), as_of=as_of)
    tables |= judged
    tables |= commentary(place.read(inputs), as_of)
    tables["plan"] = plans.table(place.read(inputs).strategy.workstreams, as_of)
    if state == "no_forecast":
        tables |= _without_forecast(judged)
    for name, table in tables.items():
        results.write(folder / "results", name, table)
    _write_pack(folder / "pack", state)
    files = {path.relative_to(folder).as_posix(): _hash(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    manifest = {
        "run": run_id,
        "as_of": as_of.isoformat(),
        "built_on": f"{as_of.isoformat()}T09:00:00+00:00",
        "software": "oneplace 0.1.0+test",
        "record": RECORD,
        "previous": previous,
        "inputs": {},
        "files": files,
        "seconds": {},
    }
    (folder / "run.json").write_text(json.dumps(manifest))


def rewrite(folder: Path, run_id: str, name: str, rows: list[dict[str, Any]]) -> None:
    """Give a run that is finished other rows in a table of its results, and the manifest its hash."""
    run = folder / "var" / "runs" / run_id
    results.write(run / "results", name, pa.Table.from_pylist(rows, schema=results.TABLES[name].schema))
    manifest = json.loads((run / "run.json").read_text())
    written = f"results/{name}.parquet"
    manifest["files"][written] = _hash(run / written)
    (run / "run.json").write_text(json.dumps(manifest))


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _tables(state: str) -> dict[str, pa.Table]:
    rows = [row for key in MEASURES for row in _results(key, state)]
    return {
        "results": _table("results", rows),
        "gaps": _table("gaps", [] if state in ("no_breakdown", "suppressed") else list(_gaps("smoking"))),
        "signals": _table("signals", list(_signals())),
        "quality": _table("quality", list(_quality())),
        "data_tests": _table("data_tests", list(_data_tests())),
        "provenance": _table("provenance", [_provenance(key) for key in MEASURES]),
    }


def _table(name: str, rows: Iterable[dict[str, Any]]) -> pa.Table:
    schema = results.TABLES[name].schema
    return pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema)


def _periods(measure: str) -> list[dict[str, Any]]:
    if MEASURES[measure][3] == "monthly":
        months = [(year, month) for year in (2024, 2025) for month in range(1, 13)]
        ends = [(year + month // 12, month % 12 + 1) for year, month in months]
        return [
            {"period_start": date(*start, 1), "period_end": date(*end, 1), "period_label": f"{date(*start, 1):%B %Y}"}
            for start, end in zip(months, ends, strict=True)
        ]
    return [
        {
            "period_start": date(year, 4, 1),
            "period_end": date(year + 1, 4, 1),
            "period_label": f"{year}/{(year + 1) % 100}",
        }
        for year in YEARS
    ]


# dimension, group, label, order, and how many times the place's own value
GROUPS = [
    *(("deprivation", str(fifth), f"Fifth {fifth}", fifth, 1.5 - 0.15 * fifth) for fifth in range(1, 6)),
    ("ethnicity", "white", "White", 1, 1.0),
    ("ethnicity", "asian", "Asian", 2, 0.6),
    *(("neighbourhood", code, code, order, 0.7 + 0.3 * order) for order, code in enumerate(LSOAS)),
]


def _results(measure: str, state: str) -> Iterable[dict[str, Any]]:
    everyone = ("all", "all", "Everyone", 0, 1.0)
    england = [("area", "E92000001", "England", 0, 1.2)] if measure == "breastfeeding" else []
    groups = GROUPS if measure == "smoking" and state != "no_breakdown" else []
    again = 7 if measure == "ambulance" else 3  # months that come again within a year would be a season
    for number, period in enumerate(_periods(measure)):
        for dimension, group, label, order, factor in (everyone, *england, *groups):
            base = {"measure": measure, **period, "method": "Wilson", "origin": ORIGIN[measure], "source": "record"}
            base |= {"dimension": dimension, "group": group, "group_label": label, "group_order": order}
            yield base | _value(LEVEL[measure] * (1 + 0.01 * (number % again)) * factor, state)


def _value(value: float, state: str) -> dict[str, Any]:
    """A value of a thousand, with its limits; nothing but the reason where it is suppressed."""
    if state == "suppressed":
        return {"suppressed": True, "reason": "Fewer than 5 were counted."}
    limits = {"lower": value * 0.9, "upper": value * 1.1}
    return {"value": value, **limits, "numerator": value * 10, "denominator": 1000.0, "suppressed": False}


def _gaps(measure: str) -> Iterable[dict[str, Any]]:
    for number, period in enumerate(_periods(measure)):
        base = {"measure": measure, **period, "method": "closed form"}
        for statistic, size in (("absolute_gap", 5.0), ("SII", 6.0)):
            yield base | {
                "dimension": "deprivation",
                "statistic": statistic,
                "group": "1",
                "group_label": "1 (most deprived)",
                "reference": "5",
                "reference_label": "5 (least deprived)",
                "groups_hidden": 0,
                "value": size + number,
                "lower": size - 1 + number,
                "upper": size + 1 + number,
                "sure": True,
                "direction": "widening" if number else "not_known",
            }
        yield base | {
            "dimension": "ethnicity",
            "statistic": "absolute_gap",
            "group": "asian",
            "group_label": "Asian or Asian British",
            "reference": "all",
            "reference_label": "Everyone",
            "groups_hidden": 1,
            "value": 1.1,
            "lower": -0.9,
            "upper": 3.1,
            "sure": False,
            "direction": "no_clear_change",
        }


def _signals() -> Iterable[dict[str, Any]]:
    for number, period in enumerate(_periods("ambulance")):
        yield {
            "measure": "ambulance",
            **period,
            "value": 28.0 + number % 3,
            "mean": 29.0,
            "lower_limit": 25.0,
            "upper_limit": 33.0,
            "rules": "two_of_three; shift",
            "point": "concern" if number > 20 else "common_cause",
            "variation": "concern_high",
            "assurance": "not_judged",
            "reason": "There is no target to hold each of these periods against.",
        }


def _quality() -> Iterable[dict[str, Any]]:
    base = {"source": "gp", "partner": "GP practices", "dataset": "patients", "file": "patients.csv"}
    yield base | {
        "aspect": "completeness",
        "field": "nhs_number",
        "passed": 9996,
        "checked": 10000,
        "note": "Some are missing.",
    }
    yield base | {"aspect": "validity", "field": "birth_date", "passed": 10000, "checked": 10000}
    yield base | {"aspect": "validity", "field": "postcode", "passed": None, "checked": 10000}


def _data_tests() -> Iterable[dict[str, Any]]:
    base = {"source": "gp", "partner": "GP practices", "dataset": "patients", "checked": 10000}
    error, note = {"layer": "logical", "severity": "error"}, {"layer": "analytical", "severity": "note"}
    yield base | error | {"test": "died_before_birth", "failed": None}
    yield base | error | {"test": "before_birth", "failed": 0}
    yield base | note | {"test": "no_nhs_number", "failed": 400, "before": 9.0, "trend": "better"}
    yield base | note | {"test": "no_nhs_number", "failed": 400, "group": "ethnic category A"}
    fifth = {"group": "deprivation fifth 1", "dataset": None, "checked": 2000}
    yield base | note | fifth | {"test": "not_linked", "failed": 150}
    yield base | note | fifth | {"test": "link_doubtful", "failed": None}
    days = {"period_start": date(2026, 2, 1), "period_end": date(2026, 4, 1)}
    yield base | error | days | {"test": "feed_stopped", "layer": "analytical", "failed": 1, "checked": 1}
    trust = {"source": "acute", "partner": "The hospital", "dataset": "apc", "checked": 500}
    yield base | error | trust | {"test": "before_birth", "failed": 20}


def _provenance(measure: str) -> dict[str, Any]:
    return {
        "measure": measure,
        "definition": f"id: {measure}",
        "definition_file": f"measures/{measure}.yaml",
        "definition_sha256": "ab" * 32,
        "sql": "SELECT 1 -- <script>alert(1)</script>",
        "sources": "gp; acute",
        "vintage": "2026",
        "licence": "OGL v3.0",
        "attribution": "Test publisher",
        "rows_read": 1000,
        "rows_written": 10,
        "known_faults": "One fault; of two halves\nAnother",
    }


def _write_rejects(folder: Path, state: str) -> None:
    """What the loader set aside: two rows for one reason, one of them twice."""
    folder.mkdir(parents=True)
    if state == "empty":
        return
    rows = [
        {
            "file": "gp/patients.csv",
            "row": number,
            "action": "row refused",
            "reason": "The birth date is no date.",
            "value": "30 February",
        }
        for number in (7, 7, 9)
    ]
    pq.write_table(pa.Table.from_pylist(rows), folder / "load.parquet")


def _without_forecast(judged: dict[str, pa.Table]) -> dict[str, pa.Table]:
    rows = [row for row in judged["paths"].to_pylist() if row["kind"] != "forecast"]
    standing = [
        row | {name: None for name in row if name.startswith("forecast") or name == "chance"}
        for row in judged["progress"].to_pylist()
    ]
    return {"paths": _table("paths", rows), "progress": _table("progress", standing)}


def _write_pack(folder: Path, state: str) -> None:
    (folder / "charts").mkdir(parents=True)
    if state == "full":
        for name in (
            "A1-trend",
            "A1-gap",
            "A1-groups",
            "A1-map",
            "A2-comparison",
            "A4-control",
            "A4-control-variation",
        ):
            (folder / "charts" / f"{name}.svg").write_text(CHART.format(name))
    (folder / "csv").mkdir()
    (folder / "html").mkdir()
    (folder / "csv" / "results.csv").write_text("measure,value\r\nsmoking,11\r\n")
    (folder / "pack.json").write_text("[]")
    (folder / "board-pack.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "html" / "index.html").write_text("<!doctype html><title>Pack</title><h1>Pack</h1>")
