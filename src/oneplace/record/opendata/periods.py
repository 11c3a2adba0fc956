"""Publishers' ways of writing a period, read as half-open days with the label that people use."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Period:
    """``[start, end)`` and what people call it."""

    start: date
    end: date
    label: str


def _month(text: str) -> Period:
    year, month = int(text[:4]), int(text[5:])
    start = date(year, month, 1)
    return Period(start, date(year + month // 12, month % 12 + 1, 1), f"{start:%B} {year}")


def _named_month(text: str) -> Period:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    name, year = text.lower().split()
    return _month(f"{year}-{names.index(name[:3]) + 1:02d}")


def _year(text: str) -> Period:
    year = int(text)
    return Period(date(year, 1, 1), date(year + 1, 1, 1), text)


def _day(text: str) -> Period:
    start = date.fromisoformat(text)
    return Period(start, date.fromordinal(start.toordinal() + 1), f"{start.day} {start:%B} {start.year}")


def _years_from(month: int, day: int, called: str = "") -> Callable[[str], Period]:
    """Years from a day on; what is no financial year says what it is, since both are written alike."""

    def read(text: str) -> Period:
        first = int(text[:4])
        if int(text[5:]) % 100 != (first + 1) % 100:
            raise ValueError(text)
        return Period(date(first, month, day), date(first + 1, month, day), f"{called}{first}/{(first + 1) % 100:02d}")

    return read


def _quarter(text: str) -> Period:
    """Three months from the first one on, called by the financial year as every quarter is."""
    first = _month(text).start
    if first.month % 3 != 1:
        raise ValueError(text)
    year = first.year - (first.month < 4)
    after = date(first.year + (first.month > 9), (first.month + 2) % 12 + 1, 1)
    return Period(first, after, f"{year}/{(year + 1) % 100:02d} Q{(first.month - 4) % 12 // 3 + 1}")


def _span(text: str) -> Period:
    first, last = int(text[:4]), text[5:]
    end = int(last) if len(last) == 4 else first - first % 100 + int(last)
    if end <= first:
        raise ValueError(text)
    return Period(date(first, 1, 1), date(end + 1, 1, 1), f"{first} to {end}")


def _financial_years(text: str) -> Period:
    first, last = int(text[:4]), int(text[5:])
    if last <= first:
        raise ValueError(text)
    label = f"{first}/{(first + 1) % 100:02d} to {last}/{(last + 1) % 100:02d}"
    return Period(date(first, 4, 1), date(last + 1, 4, 1), label)


KINDS: dict[str, tuple[str, Callable[[str], Period]]] = {
    "month": (r"\d{4}-\d{2}", _month),
    "named_month": (r"[A-Z][a-z]{2,8} \d{4}", _named_month),
    "quarter": (r"\d{4}-\d{2}", _quarter),  # by its first month
    "financial_quarter": (r"\d{4}-\d{2}", _quarter),
    "year": (r"\d{4}", _year),
    "day": (r"\d{4}-\d{2}-\d{2}", _day),
    "financial_year": (r"\d{4}-\d{2}", _years_from(4, 1)),
    "financial_years": (r"\d{4}-\d{4}", _financial_years),  # those that begin in the first and the last year
    "academic_year": (r"\d{4}-\d{2}", _years_from(9, 1, "school year ")),
    "survey_year": (r"\d{4}-\d{2}", _years_from(11, 16, "survey year ")),  # Active Lives: 16 November to 15 November
    "span": (r"\d{4}-(\d{4}|\d{2})", _span),
}
"""Kinds of period: the form in which publishers write it, and how it is read."""


def read_period(kind: str, text: str) -> Period:
    """The period that ``text`` names, of one of ``KINDS``; raises `ValueError` where it names none."""
    pattern, reader = KINDS[kind]
    if not re.fullmatch(pattern, text):
        raise ValueError(text)
    return reader(text)
