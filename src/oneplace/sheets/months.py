"""The names of months."""

from __future__ import annotations

MONTHS = tuple(
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
NAMES = "|".join(f"{name[:3]}(?:{name[3:]})?" if name[3:] else name for name in MONTHS).replace("Sep(", "Sept?(")
"""A pattern of every name, whole or its first three letters."""


def month_of(name: str) -> int | None:
    """The number of a month by its name or the first three or more of its letters; None where it is none."""
    short = name.strip(". ").lower()
    return next((i for i, full in enumerate(MONTHS, 1) if len(short) > 2 and full.lower().startswith(short)), None)
