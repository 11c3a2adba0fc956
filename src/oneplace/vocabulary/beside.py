"""Rows of results that stand beside the others: they are the newest of nothing, and nothing is judged by them."""

from __future__ import annotations

from enum import StrEnum


class Beside(StrEnum):
    """Why a row stands beside the others, with its dates: its code in the column ``beside``."""

    NOT_OVER = "not_over"
    """Its period is not over on the day of the run."""
    PART = "part"
    """Its period is shorter than the measure's own: the months of a year so far, however that year went on."""
    NO_DATA_LEFT = "no_data_left"
    """An earlier run told or hid it, and the files no longer cover its period."""


PART_WORDS = "Of a shorter time than the others: nothing is judged by it."
"""What a table says of a value of a part."""
