"""What the reading commands say, as plain tables: the command line prints them as words or as JSON."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from oneplace import measures, record


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
        "not_declared": list(done.undeclared),
        "seconds": {step: round(seconds, 2) for step, seconds in done.seconds.items()},
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
