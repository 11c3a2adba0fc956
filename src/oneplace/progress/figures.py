"""Rows of results as figures that can be set against each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from oneplace.place import FromLinkedRecord, Measure
from oneplace.stats import Figure, Of, Span

Row = Mapping[str, Any]


def figure(measure: Measure, row: Row) -> Figure | None:
    """A row of ``results`` of a measure as a figure; None where it has no value that may be shown."""
    if row["value"] is None or row["suppressed"]:
        return None
    span = Span(row["period_start"], row["period_end"], row["period_label"])
    counts = row.get("numerator"), row.get("denominator")
    return Figure(span, row["value"], row["lower"], row["upper"], _of(measure, row, span), *counts)


def _of(measure: Measure, row: Row, span: Span) -> Of:
    own = row["dimension"] in ("all", "area")
    return Of(
        measure=measure.id,
        unit=measure.unit,
        definition=_definition(measure, span),
        population=_population(measure),
        area=row["group"] if row["dimension"] == "area" else "",
        group="all" if own else f"{row['dimension']}:{row['group']}",
    )


def _definition(measure: Measure, span: Span) -> str:
    """Which of the definitions between the series' breaks a period was counted by; one across a break by two."""
    before = sum(change.at.start <= span.start for change in measure.series_breaks)
    within = sum(change.at.start < span.end for change in measure.series_breaks)
    return f"{measure.id}/{before}" if before == within else f"{measure.id}/{before}-{within}"


def _population(measure: Measure) -> str:
    if isinstance(measure.compute, FromLinkedRecord):
        return measure.compute.population.model_dump_json(exclude_defaults=True)
    return measure.denominator or ""
