"""One measure before small numbers are hidden and after, and the rows that are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from oneplace.measures.coverage import Coverage
from oneplace.measures.hiding import Counts
from oneplace.measures.holding import Published
from oneplace.measures.observed import Unknown
from oneplace.measures.rolling import RollingYears
from oneplace.measures.rows import Row, number, period_label
from oneplace.measures.tally import Key
from oneplace.place import FromLinkedRecord, Measure
from oneplace.population import EVERYONE as PLACE
from oneplace.results import NOT_COVERED
from oneplace.stats import REASONS, Estimate
from oneplace.vocabulary.dimensions import EVERYONE, ROLLING, WHOLE


@dataclass(frozen=True)
class Draft:
    """One measure before anything is hidden."""

    measure: Measure
    compute: FromLinkedRecord
    counts: Counts
    estimates: Estimate
    sql: str
    past: Sequence[Published]
    seconds: float
    coverage: Coverage
    unknown: Sequence[Unknown]
    rolling: tuple[RollingYears, Estimate] | None = None


@dataclass(frozen=True)
class Computed:
    """What one measure gave: rows of results, the SQL, how many rows it counted, and how many are held.

    ``rows_read`` is what the headline's figures add up to; None where one of them is hidden, as it would follow.
    ``content`` is what the definition asks for by name, as it was counted (``code_lists.content_of``).
    ``edition`` of the indices of deprivation is that of its fifths, ``editions`` are others by which held ones may be.
    """

    results: list[Row]
    sql: str
    rows_read: int | None
    rows_held: int
    coverage: Coverage
    content: str | None = None
    edition: int | None = None
    editions: Sequence[int] = ()
    in_part: Sequence[str] = ()
    """What is told of the files that were read only in part."""

    @property
    def defined_anew(self) -> bool:
        """Whether figures stand among the results that an earlier definition gave."""
        return any(row.get("earlier_definition") for row in self.results)


def not_known(draft: Draft, period: Unknown, origin: str) -> Row:
    """The row of a period of which nothing can be known."""
    return {
        "measure": draft.measure.id,
        "period_start": period.start,
        "period_end": period.end,
        "period_label": period_label(period.kind, period.start),
        "dimension": EVERYONE,
        "group": PLACE.code,
        "group_label": PLACE.label,
        "group_order": PLACE.order,
        "method": NOT_COVERED,
        "suppressed": False,
        "reason": period.reason,
        "origin": origin,
        "source": "record",
    } | dict.fromkeys(("whose", "numerator", "denominator", "value", "lower", "upper"))


def in_time(rows: list[Row], unknown: Sequence[Row]) -> list[Row]:
    """The rows with those of periods that are not known where their time is."""
    return sorted([*rows, *unknown], key=lambda row: row["period_start"]) if unknown else rows


def rows_of(
    draft: Draft, keys: Sequence[Key], figures: Estimate, hidden: NDArray[np.bool_], *, origin: str, why: Sequence[str]
) -> list[Row]:
    """A row for each key, empty where it is hidden (``why``: a sentence a key); in the order of keys."""
    compute, rows = draft.compute, list[Row]()
    for i, key in enumerate(keys):
        dimension = key.dimension
        if dimension == EVERYONE and key.kind != compute.period:
            dimension = WHOLE
        elif dimension not in (EVERYONE, ROLLING) and key.kind != compute.breakdown_period:
            continue
        hide = bool(hidden[i])
        value = None if hide else number(figures.value[i])
        reason = why[i] if hide else REASONS[str(figures.reason[i])]
        row: Row = {
            "measure": draft.measure.id,
            "period_start": key.start,
            "period_end": key.end,
            "period_label": period_label(key.kind, key.start),
            "dimension": dimension,
            "group": key.group.code,
            "group_label": key.group.label,
            "group_order": key.group.order,
            "whose": None,
            "value": value,
            "method": "" if hide else str(figures.method[i]),  # limits of few events are made otherwise
            "suppressed": hide,
            "reason": reason or None,
            "origin": origin,
            "source": "record",
        }
        for name, values in {"numerator": figures.count, "denominator": figures.denominator}.items():
            row[name] = None if hide else number(values[i])
        for name, values in {"lower": figures.lower, "upper": figures.upper}.items():
            row[name] = None if hide else number(values[i])
        rows.append(row)
    return rows


def rows_read(rows: Sequence[Row], compute: FromLinkedRecord) -> int | None:
    """How many rows the headline's figures are of; None where one of them is hidden."""
    everyone = [row for row in rows if row["dimension"] == "all"]
    if any(row["suppressed"] for row in everyone):
        return None
    name = "numerator" if compute.statistic in ("rate", "count") else "denominator"
    return int(sum(row[name] or 0 for row in everyone))
