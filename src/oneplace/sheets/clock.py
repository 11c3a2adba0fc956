"""The time of day that stands behind a date, in days: half past noon is 0.520833."""

from __future__ import annotations

import re
from collections.abc import Sequence

from oneplace.sheets.cells import UnreadableError

WRITTEN = r"[T ]\d?\d:\d\d(?::\d\d(?:\.\d+)?)?(?: ?[ap]m)?(?:Z|[+-]\d\d:?\d\d)?"
"""The forms of a time of day behind a date."""
_PARTS = re.compile(
    r".*[T ](\d?\d):(\d\d)(?::(\d\d(?:\.\d+)?))?(?: ?([ap])m)?(?:(Z)|([+-]\d\d):?(\d\d))?", re.IGNORECASE
)
_MEND = "Write the time of each event, all of one clock, or of none."


def clocks(labels: Sequence[str]) -> list[float]:
    """Each date's time of day in days, 0 where no label has one; a time with its offset is turned to UTC.

    Raises ``UnreadableError`` with the label as ``args`` where only some have a time, or an offset, or one is no time.
    """
    found = [_PARTS.fullmatch(label) for label in labels]
    first = next(filter(None, found), None)
    if first is None:
        return [0.0] * len(labels)
    return [_day_part(label, each, bool(first[5] or first[6])) for label, each in zip(labels, found, strict=True)]


def _day_part(label: str, parts: re.Match[str] | None, offset: bool) -> float:
    if parts is None:
        raise UnreadableError(f"'{label}' has no time of day, and others have one", _MEND)
    hour, minute, second, half, utc, east, more = parts.groups()
    if bool(utc or east) != offset:
        raise UnreadableError(f"'{label}' is of another clock than others: with an offset, or without", _MEND)
    hours = int(hour) % 12 + 12 * (half.lower() == "p") if half else int(hour)
    if hours > 23 or int(minute) > 59 or float(second or 0) >= 60 or (half and not 1 <= int(hour) <= 12):
        raise UnreadableError(f"'{label}' has no such time of day", _MEND)
    ahead = int(east) * 60 + int(f"{east[0]}{more}") if east else 0
    return (hours * 60 + int(minute) + float(second or 0) / 60 - ahead) / 1440
