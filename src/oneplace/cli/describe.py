"""What the reading commands say, as plain tables: the command line prints them as words or as JSON."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from oneplace import measures, record
from oneplace.report import failed_tests, made_tests
from oneplace.vocabulary.data_tests import DATA_TESTS, Layer


def loaded(done: record.LoadReport) -> dict[str, Any]:
    """What a load made."""
    return {
        "record": done.record_id,
        "folder": str(done.folder),
        "new": done.new,
        "rows_read": done.rows_read,
        "rows_set_aside": done.rows_rejected,
        "rows": done.rows,
        "linked": done.linked,
        "to_look_at": [
            *map(_fault, _faulty(_quality(done))),
            *map(_untrue, _tested(done)),
        ],
        "not_declared": list(done.undeclared),
        "notes": list(done.notes),
        "seconds": {step: round(seconds, 2) for step, seconds in done.seconds.items()},
    }


def _quality(done: record.LoadReport) -> list[dict[str, Any]]:
    """The rows of the quality report, but for cells of a file that are empty, which may be as it should."""
    rows: list[dict[str, Any]] = pq.read_table(done.folder / "quality.parquet").to_pylist()
    return [row for row in rows if row["aspect"] != "completeness" or row["note"]]


def _faulty(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What isn't right; a file of many kinds of rows (a Bundle) may lack some, if it holds any."""
    filled = {row["file"] for row in rows if row["checked"]}
    return [
        row for row in rows if row["passed"] < row["checked"] or (_holds_nothing(row) and row["file"] not in filled)
    ]


def _holds_nothing(row: dict[str, Any]) -> bool:
    return row["aspect"] == "validity" and row["field"] is None and not row["checked"]


def _fault(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "where": row["file"] or ".".join(filter(None, (row["source"], row["dataset"]))),
        "what": row["field"] or ("rows" if row["aspect"] != "timeliness" else "time"),
        "not right": row["checked"] - row["passed"],
        "of": row["checked"],
        "why, or what is asked": "the file holds no rows"
        if _holds_nothing(row)
        else row["note"] or _WHY[row["aspect"]],
    }


def _tested(done: record.LoadReport) -> list[dict[str, Any]]:
    """Tests that people and events failed once they were linked, and whole feeds: rows were told file by file, and what
    is too little to count on is told by ``oneplace quality``."""
    rows = failed_tests(made_tests(pq.read_table(done.folder / "data_tests.parquet").to_pylist()))
    return [row for row in rows if row["layer"] != Layer.ANALYTICAL.value and DATA_TESTS[row["test"]].of != "rows"]


def _untrue(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "where": ".".join(filter(None, (row["source"], row["dataset"]))),
        "what": DATA_TESTS[row["test"]].of,
        "not right": row["failed"],
        "of": row["checked"],
        "why, or what is asked": DATA_TESTS[row["test"]].told(row["note"]),
    }


_WHY = {
    "validity": "set aside; why stands in rejects/",
    "uniqueness": "of a key that came before",
    "consistency": "against a rule of the dataset",
    "timeliness": "entered late",
}


def linkage(done: record.LoadReport) -> list[dict[str, Any]]:
    """Precision and recall of the linkage, where the extracts came with the truth; else nothing."""
    return [
        {
            "by": item.by,
            "group": item.group,
            "pairs": item.true,
            "precision": round(item.precision, 5),
            "recall": round(item.recall, 5),
        }
        for item in done.evaluation
    ]


def headlines(table: pa.Table) -> list[dict[str, Any]]:
    """The latest headline of each measure."""
    latest = {row["measure"]: row for row in table.to_pylist() if row["dimension"] == "all"}
    return [
        {
            "measure": row["measure"],
            "period": row["period_label"],
            "value": row["value"],
            "lower": row["lower"],
            "upper": row["upper"],
            "from": row["origin"],
            "why not": row["reason"],
        }
        for row in latest.values()
    ]


def every_group(table: pa.Table) -> list[dict[str, Any]]:
    """Every period and group of one measure."""
    return [
        {
            "period": row["period_label"],
            "by": row["dimension"],
            "group": row["group_label"],
            "value": row["value"],
            "lower": row["lower"],
            "upper": row["upper"],
            "numerator": row["numerator"],
            "denominator": row["denominator"],
            "why not": row["reason"],
        }
        for row in table.to_pylist()
    ]


def explanation(explained: measures.MeasureExplained) -> dict[str, Any]:
    """How a measure's numbers come about."""
    return {
        "measure": explained.measure.name,
        "file": explained.definition_file,
        "definition": explained.definition,
        "sources": explained.sources,
        "sql": explained.sql or "No SQL: these figures are published or recorded, not computed.",
        "rows_read": explained.rows_read,
        "rows_written": explained.rows_written,
        "seconds": {step: round(seconds, 3) for step, seconds in explained.seconds.items()},
    }
