"""Rows of results that stand beside the others: they are the newest of nothing, and nothing is judged by them."""

from __future__ import annotations

from enum import StrEnum


class Beside(StrEnum):
    """Why a row stands beside the others, with its dates: its code in the column ``beside``."""

    NOT_OVER = "not_over"
    """Its period is not over on the day of the run."""
    PART = "part"
    """Its period is shorter than the measure's own: the months of a year so far, however that year went on."""
    UNCLEAR = "unclear"
    """Its period is shorter than its measure comes apart, and nobody has said whether it stands for all that time."""
    LONGER = "longer"
    """Its period is longer than the measure's own: the year of a measure that is told by quarters."""
    NO_DATA_LEFT = "no_data_left"
    """An earlier run told or hid it, and the files no longer cover its period."""


LENGTH_WORDS: dict[str, str] = {
    Beside.PART: "Of a part of a period: nothing is judged by it.",
    Beside.UNCLEAR: "It is not known whether this is of a part of a period or stands for all of it: nothing is judged "
    "by it.",
    Beside.LONGER: "Of a longer time than the measure is told for: nothing is judged by it.",
}
"""What a table says of a value of another length of time than its measure's own."""
