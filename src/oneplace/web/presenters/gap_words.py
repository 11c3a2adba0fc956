"""Gaps between groups: the latest of each kind, its direction, its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from oneplace.place import Measure
from oneplace.progress import as_progress, newest_gap, sentences
from oneplace.report import Row
from oneplace.vocabulary.wording import decimal
from oneplace.web.snapshot import Snapshot


def gap_of(shot: Snapshot, measure: Measure, dimension: str) -> dict[str, Any] | None:
    """The headline gap of a dimension in the columns of ``progress``, which the sentences read; None without one."""
    row = newest_gap(shot.tables["gaps"].of(measure.id), dimension)
    return as_progress(row) if row else None


def about(measure: Measure) -> sentences.About:
    """A measure that belongs to no ambition, for the sentences."""
    return sentences.About(
        ambition=measure.name,
        question=measure.name,
        measure=measure.name,
        unit=measure.unit,
        polarity=measure.polarity,
        decimals=measure.decimals,
        frequency=measure.frequency,
    )


def gap_sentence(shot: Snapshot, measure: Measure, dimension: str) -> str:
    """The gap now, its interval and its direction; empty where the run worked out none."""
    row = gap_of(shot, measure, dimension)
    return sentences.gap(row, about(measure)).text if row else ""


def if_all_did_as_well(rows: Sequence[Row], measure: Measure) -> str:
    """What it would mean if every fifth did as well as the least deprived; empty where counts can't tell.

    Only for crude shares and rates, whose counts divide to the value shown, and only where the least deprived fifth
    does better than the place as a whole.
    """
    counted = [row for row in rows if row["numerator"] is not None and row["denominator"] and row["value"]]
    if len(counted) != len(rows) or len(rows) < 2 or measure.polarity == "context":
        return ""
    scales = [row["value"] * row["denominator"] / row["numerator"] if row["numerator"] else None for row in counted]
    if any(scale is None or abs(scale / scales[0] - 1) > 1e-6 for scale in scales):
        return ""
    least = max(counted, key=lambda row: row["group_order"] or 0)
    best = least["numerator"] / least["denominator"]
    change = sum(best * row["denominator"] - row["numerator"] for row in counted)
    better = change < 0 if measure.polarity == "low_good" else change > 0
    if not better or abs(change) < 1:
        return ""
    way = "fewer" if change < 0 else "more"
    total = decimal(sum(row["numerator"] for row in counted), 0)
    made_up = " (synthetic)" if least["origin"] == "synthetic" else ""
    return (
        f"If every neighbourhood did as well as the least deprived fifth, there would have been "
        f"{decimal(abs(change), 0)} {way} in {least['period_label']}, where {total} were counted{made_up}."
    )
