"""What went well and what did not, by one rule for every page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import Enum
from typing import Any

from oneplace.place import Measure
from oneplace.progress import ForecastStatus, Status, gap_is_wider, sentences
from oneplace.report.rows import Row
from oneplace.report.standards import misses_standard


class Went(Enum):
    """How an ambition went; neither where nothing is sure."""

    WELL = "well"
    BADLY = "badly"
    NEITHER = "neither"


def went(row: Mapping[str, Any], gaps: Iterable[Row] = ()) -> Went:
    """By its path where it has one; else by where its number is heading, its level and how it stands to others.

    All are beyond chance. Without a figure of all of the place it went badly where each area is worse. Where they
    disagree it went badly: a list of strengths has none with a worry. A better level alone says nothing of the way it
    goes, and nothing goes well that has turned since, whose newest value went back beyond chance, whose target was
    missed or is unlikely to be met, that can't be compared with what was set for it, or that may be behind its path
    (what is surely on it is on path). So none goes well either of which a gap, by whatever groups, widens beyond chance
    at the cost of those behind; ``gaps`` are the newest of each kind, in the columns of ``progress``.
    """
    found = _by_itself(row)
    return Went.NEITHER if found is Went.WELL and any(_widens(gap) for gap in gaps) else found


def is_strength(row: Row, gaps: Iterable[Row], measure: Measure | None, as_of: date | None) -> bool:
    """Whether an ambition goes well and may be called so: none that misses a national standard, whatever path to less
    was agreed here.
    """
    return went(row, gaps) is Went.WELL and not (measure and misses_standard(measure, row, as_of))


def falls_short(row: Row, measure: Measure | None, as_of: date | None) -> bool:
    """Whether an ambition keeps to the path agreed for it and yet misses a national standard: no strength, no failure
    either, and said as both.
    """
    return bool(row["status"] == Status.ON_PATH and measure and misses_standard(measure, row, as_of))


def _widens(gap: Row) -> bool:
    behind = gap_is_wider(gap["gap_direction"] or "not_known", gap["gap_dimension"], gap["gap_group"])
    return behind and sentences.sure(gap)


def _by_itself(row: Mapping[str, Any]) -> Went:
    match row["status"]:
        case Status.ON_PATH:
            return Went.WELL
        case Status.OFF_PATH | Status.AVERAGE_UP_BUT_GAP_WIDER:
            return Went.BADLY
        case Status.CONTEXT | Status.NO_DATA | Status.NO_MEASURE:
            return Went.BADLY if sentences.worse_everywhere(row) else Went.NEITHER
    signs = (row["trend"], row["comparison"])
    worse = "worse" in (*signs, row["level"])
    ahead = row.get("status_forecast")
    may_be_behind = row["status"] == Status.CANNOT_BE_JUDGED_YET and (
        row.get("path") is not None or ahead == ForecastStatus.UNLIKELY
    )
    doubted = may_be_behind or ahead == ForecastStatus.MISSED or row["status"] == Status.CANNOT_BE_COMPARED
    back = row["trend"] == "better" and sentences.steps_back(row)
    better = "better" in signs and not row.get("turned_at") and not back and not doubted
    return Went.BADLY if worse else Went.WELL if better else Went.NEITHER
