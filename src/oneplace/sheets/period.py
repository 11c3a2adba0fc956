"""A period: the days that it is of, and its place among others of its kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """What a period is, in the words of the messages. The first kind that all labels of a column can be is taken."""

    DAY = "a date"
    FINANCIAL_YEAR = "a financial year"
    YEAR = "a year"
    QUARTER = "a quarter"
    FINANCIAL_QUARTER = "a quarter of a financial year"
    HALF = "half a year"
    FINANCIAL_HALF = "half a financial year"
    MONTH = "a month"
    WEEK = "a week"
    SPAN = "several years or months"
    NUMBER = "a number"


@dataclass(frozen=True)
class Period:
    """Half-open days ``[start, end)``; a number has neither day, and only its ``place``."""

    kind: Kind
    start: date
    end: date
    place: float

    @classmethod
    def months(cls, kind: Kind, year: int, month: int, length: int) -> Period:
        """So many months from the first of a month: its place is counted in months."""
        first = year * 12 + month - 1
        last = first + length
        return cls(kind, date(year, month, 1), date(last // 12, last % 12 + 1, 1), first)

    @property
    def months_long(self) -> int:
        """How many months lie between its first day's month and the day after its last."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month

    @classmethod
    def number(cls, place: float) -> Period:
        """A period that has a number and no day."""
        return cls(Kind.NUMBER, date.min, date.min, place)

    @classmethod
    def days(cls, kind: Kind, start: date, length: int = 1) -> Period:
        """So many days from a day: its place is counted in days."""
        return cls(kind, start, start + timedelta(days=length), start.toordinal())
