"""Rows of results as figures that can be set against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from oneplace.place import FromLinkedRecord, Measure
from oneplace.stats import Comparison, Figure, Of, Over, Span, like_with_like
from oneplace.vocabulary.dimensions import AREA, EVERYONE, WHOLE

Row = Mapping[str, Any]


def figure(measure: Measure, row: Row) -> Figure | None:
    """A row of ``results`` of a measure as a figure; None where it has no value that may be shown."""
    if row["value"] is None or row["suppressed"]:
        return None
    span = Span(row["period_start"], row["period_end"], row["period_label"])
    counts = row.get("numerator"), row.get("denominator")
    told = row["value"], row["lower"], row["upper"], _of(measure, row, span)
    return Figure(span, *told, *counts, decimals=measure.decimals)


def signs(measure: Measure, rows: Iterable[Row], everyone: Row | None) -> dict[str, int | None]:
    """How each group's row stands to everyone's: +1 higher, -1 lower, 0 could be chance, None where it isn't known."""
    whole = figure(measure, everyone) if everyone else None
    own = {row["group"]: figure(measure, row) for row in rows}
    made = {code: like_with_like(one, whole, Over.GROUPS) if one and whole else None for code, one in own.items()}
    return {code: found.sign if isinstance(found, Comparison) else None for code, found in made.items()}


def _of(measure: Measure, row: Row, span: Span) -> Of:
    own = row["dimension"] in (EVERYONE, WHOLE, AREA)
    return Of(
        measure=measure.id,
        unit=measure.unit,
        definition=_definition(measure, span, row),
        population=_population(measure),
        area=_area(row),
        group="all" if own else f"{row['dimension']}:{row['group']}",
        plain_count=measure.is_plain_count,
    )


def _area(row: Row) -> str:
    return str(row["group"] if row["dimension"] == AREA else row.get("whose") or "")


def _definition(measure: Measure, span: Span, row: Row) -> str:
    """Which of the definitions between the series' breaks a period was counted by; one across a break by two.

    Where areas must not be held against each other each has one of its own, and each neighbourhood.
    """
    before = sum(change.at.start <= span.start for change in measure.series_breaks)
    within = sum(change.at.start < span.end for change in measure.series_breaks)
    here = f"{_area(row)}, {row['group']}" if row["dimension"] == "neighbourhood" else _area(row)
    own = f" of {here}" if measure.of_one_area else ""
    return f"{measure.id}/{before}{own}" if before == within else f"{measure.id}/{before}-{within}{own}"


def _population(measure: Measure) -> str:
    if isinstance(measure.compute, FromLinkedRecord):
        return measure.compute.population.model_dump_json(exclude_defaults=True)
    return measure.denominator or ""
