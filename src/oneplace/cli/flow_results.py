"""The results of a pathway in words, as JSON and as rows of a CSV."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from oneplace.cli.show import limits, number, out, print_table
from oneplace.results import csv_dialect
from oneplace.vocabulary.wording import plainly

if TYPE_CHECKING:
    from oneplace.flow import Comparison, Grid, Pathway, Result

_HEADLINES = (
    "inside",
    "occupancy",
    "wait",
    "wait p95",
    "time blocked",
    "share lost",
    "share left",
    "sent on",
    "delay days",
    "share within target",
)
_NOUGHT = ("0.0 points", "-0.0 points", "just above 0", "just below 0")
"""A difference that is written so is not worth a row, however sure."""
_WHOLE = ("arrivals", "completed", "still there", "time held up", "time in pathway", "cost", "capital", "carbon")


def write_csv(rows: list[dict[str, Any]] | pa.Table, path: Path) -> None:
    """Write rows as CSV."""
    csv_dialect.write(rows if isinstance(rows, pa.Table) else pa.Table.from_pylist(rows), path)


def simulated(result: Result) -> dict[str, Any]:
    """A result as JSON has it."""
    return {
        "pathway": result.pathway.id,
        "scenario": result.pathway.scenario,
        "seed": result.seed,
        "replications": result.replications,
        "precise": result.precise,
        "exact": None
        if result.exact is None
        else {
            "formula": result.exact.formula,
            "values": [
                {"measure": m, "where": w, "group": g, "value": v} for (m, w, g), v in result.exact.by_group.items()
            ],
        },
        "notes": list(result.notes),
        "results": result.rows(),
    }


def compared(comparison: Comparison) -> dict[str, Any]:
    """A comparison as JSON has it."""
    return {"pathway": comparison.pathway.id, "scenario": comparison.scenario, "results": comparison.rows()}


def gridded(grid: Grid) -> dict[str, Any]:
    """A grid as JSON has it."""
    return {
        "pathway": grid.pathway.id,
        "varied": list(grid.paths),
        "cells": [dict(zip(grid.paths, cell, strict=True)) for cell in grid.cells],
        "results": grid.table().to_pylist(),
    }


def _apart(value: float, unit: str) -> str:
    """A difference: of shares in percentage points."""
    return f"{100 * value:.1f} points" if unit == "share" else number(value, unit)


def _apart_limits(lower: float, upper: float, unit: str) -> str:
    if not math.isfinite(lower):
        return ""
    return f"{_apart(lower, unit).removesuffix(' points')} to {_apart(upper, unit)}"


def _of_whom(pathway: Pathway) -> None:
    """What a reader must know of every number below it."""
    out.print(f"Times in {pathway.file.clock}. Shares differ by percentage points.")
    if pathway.file.provenance == "illustrative":
        out.print("The numbers of this pathway are illustrative.")


def print_result(result: Result) -> None:
    """The headlines of a result."""
    file = result.pathway.file
    scenario = f", {result.pathway.scenario}" if result.pathway.scenario else ""
    out.print(
        (
            f"{file.name}{scenario}: {result.replications} runs of "
            f"{plainly(file.run / 86_400)} days. Times in {file.clock}."
        ),
        markup=False,
    )
    if file.provenance == "illustrative":
        out.print("The numbers of this pathway are illustrative.")
    rows = [row for row in result.rows() if row["by"] == "all"]
    shown = [
        (
            row["where"],
            row["measure"],
            number(row["mean"], row["unit"]),
            limits(row["lower"], row["upper"], row["unit"]),
        )
        for row in rows
        if _is_headline(row) and math.isfinite(row["mean"]) and (row["mean"] or row["measure"] == "wait")
    ]
    print_table(("Where", "Measure", "Mean", "95% limits"), shown)
    if len(result.pathway.classes) > 1:
        print_table(("Where", "Class", "Arrival to start, mean", "90% start within"), _by_class(result))
    if result.exact:
        for (measure, where, group), value in result.exact.by_group.items():
            whose = "" if group == "all" else f" for {group}"
            out.print(
                f"By formula ({result.exact.formula}): {measure} at {where}{whose} is {plainly(value, 4)}.",
                markup=False,
            )
    if any(row["measure"] == "occupancy" and round(row["mean"], 3) > 1 for row in rows):
        out.print("Above 100% is overrun: people stay where fewer beds or staff are left than they use.")
    for note in result.notes:
        out.print(note, markup=False)


def _by_class(result: Result) -> Iterator[tuple[str, ...]]:
    """How long after their arrival the patients of each class begin at each place, such as a response time."""
    unit = result.pathway.file.clock
    for place in result.pathway.places:
        for cls in result.pathway.classes:
            mean, most = (result.value(f"time since arrival{of}", place, cls).mean for of in ("", " p90"))
            if math.isfinite(mean):
                yield place, cls, number(mean, unit), number(most, unit)


def print_comparisons(compared: list[Comparison]) -> None:
    """What each scenario surely changes."""
    from oneplace.flow import FIFTHS
    from oneplace.stats import side

    if not compared:
        out.print("The pathway has no scenarios. Name one in the file, or give --set PATH=VALUE.")
        return
    out.print(f"{compared[0].pathway.file.name}: {len(compared[0].before)} pairs of runs.", markup=False)
    _of_whom(compared[0].pathway)
    for one in compared:
        out.print(f"\n{one.scenario} (what surely differs: the 95% limits leave out nought)", markup=False)
        table = []
        for row in one.rows():
            moved = side(row["lower"], row["upper"]) and _apart(row["difference"], row["unit"]) not in _NOUGHT
            if _is_headline(row) and row["by"] != "class" and moved:
                group = "all" if row["by"] == "all" else f"deprivation fifth {FIFTHS[row['group']]}"
                numbers = (
                    *(number(row[k], row["unit"]) for k in ("now", "then")),
                    _apart(row["difference"], row["unit"]),
                )
                between = _apart_limits(row["lower"], row["upper"], row["unit"])
                table.append((row["where"], row["measure"], group, *numbers, between))
        print_table(("Where", "Measure", "For", "Now", "Then", "Difference", "95% limits"), table)


def print_grid(grid: Grid) -> None:
    """The headlines that some cell surely changes, cell by cell."""
    from oneplace.stats import side

    rows = [row for row in grid.table().to_pylist() if row["by"] == "all" and _is_headline(row)]
    shown = {(r["where"], r["measure"]) for r in rows if side(r["difference_lower"], r["difference_upper"])}
    beside = ", and its paired difference from the pathway as it is"
    if grid.pathway.has_gaps:  # then there is none as it is
        shown, beside = {(r["where"], r["measure"]) for r in rows if math.isfinite(r["mean"])}, ""
    if not shown:
        out.print("No combination differs from the pathway as it is beyond chance.")
        return
    out.print(f"Each combination of {', '.join(grid.paths)}{beside}.", markup=False)
    _of_whom(grid.pathway)
    table = [
        (
            ", ".join(row[path] for path in grid.paths),
            row["where"],
            row["measure"],
            number(row["mean"], row["unit"]),
            _apart(row["difference"], row["unit"]) if beside else "",
            _apart_limits(row["difference_lower"], row["difference_upper"], row["unit"]),
        )
        for row in rows
        if (row["where"], row["measure"]) in shown
    ]
    print_table(("Values", "Where", "Measure", "Mean", "Difference", "95% limits"), table)


def _is_headline(row: dict[str, Any]) -> bool:
    return row["measure"] in (_WHOLE if row["where"] == "pathway" else _HEADLINES)
