"""Periods and dates as people write them: ``2024``, ``2024/25``, ``2024/25 H1``, ``2024-03``, ``March 2024``,
``2022 to 2024``…
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema

_MONTHS = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)
_EXAMPLES = "2024, 2024/25, 2024/25 Q1, 2024-03, 2024-03-31, March 2024 or 2022 to 2024"


@dataclass(frozen=True, order=True)
class Period:
    """A half-open interval ``[start, end)`` with the words that it was written in."""

    start: date
    end: date
    label: str = field(compare=False)

    @property
    def last_day(self) -> date:
        """The last day inside the period: of something due "2021-03" the day by which it is due."""
        return self.end - timedelta(days=1)

    @property
    def words(self) -> str:
        """A day as ``1 April 2026``, a month as ``April 2026``, other periods in the words they were written in.

        Of what runs from one to another, each of the two.
        """
        if " to " in self.label:
            return " to ".join(period(end).words for end in self.label.split(" to "))
        if self.end - self.start == timedelta(days=1):
            return f"{self.start.day} {self.start:%B %Y}"
        months = (self.end.year - self.start.year) * 12 + self.end.month - self.start.month
        return f"{self.start:%B %Y}" if months == 1 else self.label

    @property
    def days(self) -> tuple[date, ...]:
        """Each day inside the period."""
        return tuple(self.start + timedelta(days=number) for number in range((self.end - self.start).days))

    def is_over(self, day: date) -> bool:
        """Whether its last day lies before ``day``: what is due in it is not late on that last day itself."""
        return self.end <= day

    def __str__(self) -> str:
        """The words it was written in."""
        return self.label


def period(text: str | int) -> Period:
    """Read a period from its words (a bare year may be a number). Raises ``ValueError`` for anything else."""
    label = " ".join(str(text).split())
    first, joined, last = label.partition(" to ")
    start, end = _interval(first)
    if joined:
        end = _interval(last)[1]
    if end <= start:
        raise ValueError(f"'{label}' ends before it starts. Write the earlier date first.")
    return Period(start, end, label)


def _interval(text: str) -> tuple[date, date]:
    try:
        for pattern, interval in _FORMS:
            if found := pattern.fullmatch(text):
                return interval(*found.groups())
    except (ValueError, OverflowError):
        mend = _mend(text, f"Write a date such as {_EXAMPLES}.")
        raise ValueError(f"'{text}' is not a date of the calendar. {mend}") from None
    raise ValueError(f"'{text}' is not a period or date. {_mend(text, f'Write one such as {_EXAMPLES}.')}")


def _mend(text: str, otherwise: str) -> str:
    meant = _meant(text)
    return f"Write {meant} if that is meant." if meant else otherwise


_OTHERWISE: tuple[tuple[str, str], ...] = (
    (r"(\d\d)[/-](\d\d)", "20{0}/{1}"),
    (r"(20\d\d)[-–—](\d\d)", "{0}/{1}"),
    (r"(20\d\d)[/–—-]20(\d\d)", "{0}/{1}"),
    (r"FY ?(20\d\d)[/–—-]?(\d\d)", "{0}/{1}"),
    (r"[Qq]([1-4]),? (20\d\d/\d\d)", "{1} Q{0}"),
    (r"[Hh]([12]),? (20\d\d(?:/\d\d)?)", "{1} H{0}"),
    (r"(\d\d)[/.](\d\d)[/.](20\d\d)", "{2}-{1}-{0}"),
    (r"([A-Z][a-z][a-z])[-' ](\d\d)", "{0} 20{1}"),
    *((rf"(20\d\d) ?Q{n}", f"{{0}}-{3 * n - 2:02d} to {{0}}-{3 * n:02d}") for n in range(1, 5)),
    (r"(?:[Ss]chool|[Aa]cademic) year (20\d\d)/(\d\d)", "{0}-09 to 20{1}-08"),
    (r"[“”‘’](.+)[“”‘’]", "{0}"),
)
"""Other ways to write a period, and what it is here: spreadsheets and reports have each."""


def _meant(text: str) -> str:
    """What a period that is written otherwise is here; empty where it isn't known, or is none."""
    for pattern, form in _OTHERWISE:
        if found := re.fullmatch(pattern, text):
            try:
                return period(form.format(*found.groups())).label
            except ValueError:
                return ""
    return ""


def _months_on(start: date, months: int) -> date:
    total = start.year * 12 + start.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _year(year: str) -> tuple[date, date]:
    return date(int(year), 1, 1), date(int(year) + 1, 1, 1)


def _financial_year(year: str, next_year: str) -> tuple[date, date]:
    if int(next_year) != (int(year) + 1) % 100:
        raise ValueError
    return date(int(year), 4, 1), date(int(year) + 1, 4, 1)


def _financial_quarter(year: str, next_year: str, quarter: str) -> tuple[date, date]:
    start = _months_on(_financial_year(year, next_year)[0], 3 * (int(quarter) - 1))
    return start, _months_on(start, 3)


def _half(year: str, half: str) -> tuple[date, date]:
    start = _months_on(_year(year)[0], 6 * (int(half) - 1))
    return start, _months_on(start, 6)


def _financial_half(year: str, next_year: str, half: str) -> tuple[date, date]:
    start = _months_on(_financial_year(year, next_year)[0], 6 * (int(half) - 1))
    return start, _months_on(start, 6)


def _month(year: str, month: str) -> tuple[date, date]:
    start = date(int(year), int(month), 1)
    return start, _months_on(start, 1)


def _named_month(name: str, year: str) -> tuple[date, date]:
    month = next(number for number, full in enumerate(_MONTHS, 1) if full.startswith(name.capitalize()))
    return _month(year, str(month))


def _day(year: str, month: str, day: str) -> tuple[date, date]:
    start = date(int(year), int(month), int(day))
    return start, start + timedelta(days=1)


def _named_day(day: str, name: str, year: str) -> tuple[date, date]:
    return _day(year, str(_named_month(name, year)[0].month), day)


_NAMES = "(?i:(" + "|".join(f"{name}|{name[:3]}" for name in _MONTHS) + "))"
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., tuple[date, date]]], ...] = (
    (re.compile(r"([12]\d{3})"), _year),
    (re.compile(r"([12]\d{3})/(\d\d)"), _financial_year),
    (re.compile(r"([12]\d{3})/(\d\d) Q([1-4])"), _financial_quarter),
    (re.compile(r"([12]\d{3}) H([12])"), _half),
    (re.compile(r"([12]\d{3})/(\d\d) H([12])"), _financial_half),
    (re.compile(r"([12]\d{3})-(\d\d)"), _month),
    (re.compile(r"([12]\d{3})-(\d\d)-(\d\d)"), _day),
    (re.compile(_NAMES + r" ([12]\d{3})"), _named_month),
    (re.compile(r"(\d\d?) " + _NAMES + r" ([12]\d{3})"), _named_day),
)


def _validated(value: object) -> Period:
    if isinstance(value, Period):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError(f"{value!r} is not a period or date. Write one such as {_EXAMPLES}.")
    return period(value)


When = Annotated[
    Period,
    PlainValidator(_validated),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["string", "integer"], "description": f"A period or date: {_EXAMPLES}."}),
]
"""A field that holds a period or date."""
