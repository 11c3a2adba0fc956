"""A day as people write it, read by one stated rule: its month as a word, the year first, or else the day first."""

from __future__ import annotations

import re
from datetime import date

from oneplace.vocabulary.wording import day_words

HOW = "Such as 5 June 2026, 5/6/2026 (day, month, year) or 2026-06-05"
"""The forms that are read, as a form says it."""
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_YEAR_FIRST = re.compile(r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})")
_DAY_FIRST = re.compile(r"(?P<day>[0-9]{1,2}) ?([-/.]) ?(?P<month>[0-9]{1,2}) ?\2 ?(?P<year>[0-9]{4})")
_ORDINAL = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_WORDED = re.compile(rf"{_ORDINAL}(?: of)?[ -]?(?P<month>[a-z]+)\.?,?[ -]?(?P<year>[0-9]{{4}})")
_MONTH_FIRST = re.compile(rf"(?P<month>[a-z]+)\.? {_ORDINAL},? (?P<year>[0-9]{{4}})")
_FORMS = (_YEAR_FIRST, _DAY_FIRST, _WORDED, _MONTH_FIRST)


def written_day(text: str) -> date:
    """The day that a text names; 5/6/2026 is 5 June, as days are written in England.

    Raises ``ValueError`` with a sentence for what is none of the forms, or no day of the calendar.
    """
    plain = " ".join(text.casefold().split())
    weekday, rest = _weekday(plain)
    found = next((match for form in _FORMS if (match := form.fullmatch(rest))), None)
    month = _month(found["month"]) if found else None
    if found is None or month is None:
        raise ValueError(f"Enter a day. {HOW}.")
    try:
        day = date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        raise ValueError(f"There is no such day. {HOW}.") from None
    if weekday and not _WEEKDAYS[day.weekday()].startswith(weekday):
        raise ValueError(f"{day_words(day)} is a {_WEEKDAYS[day.weekday()].capitalize()}. Enter one or the other.")
    return day


def _weekday(text: str) -> tuple[str, str]:
    """A weekday that a text begins with, and the rest of it."""
    first, _space, rest = text.partition(" ")
    named = first.rstrip(",.")
    is_one = len(named) >= 3 and any(one.startswith(named) for one in _WEEKDAYS)
    return (named, rest) if is_one else ("", text)


def _month(text: str) -> int | None:
    """The number of a month in figures or by its name, of which three letters are enough."""
    if text.isdecimal():
        return int(text)
    return next((i for i, name in enumerate(_MONTHS, 1) if len(text) >= 3 and name.startswith(text)), None)
