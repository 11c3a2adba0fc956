"""What went well and what did not, by one rule for every page."""

from __future__ import annotations

from enum import Enum

from oneplace.progress import Status
from oneplace.report.rows import Row


class Went(Enum):
    """How an ambition went; neither where nothing is sure."""

    WELL = "well"
    BADLY = "badly"
    NEITHER = "neither"


def went(row: Row) -> Went:
    """By its path where it has one; else by where its number is heading and how it stands to others, beyond chance.

    Where these two disagree it went badly: a list of strengths has none with a worry.
    """
    match row["status"]:
        case Status.ON_PATH:
            return Went.WELL
        case Status.OFF_PATH | Status.AVERAGE_UP_BUT_GAP_WIDER:
            return Went.BADLY
        case Status.CONTEXT | Status.NO_DATA | Status.NO_MEASURE:
            return Went.NEITHER
    signs = (row["trend"], row["comparison"])
    return Went.BADLY if "worse" in signs else Went.WELL if "better" in signs else Went.NEITHER
