"""Periods as the rules need them: half-open, with a middle, and followed by another of the same kind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True)
class Span:
    """A half-open period ``[start, end)`` and what people call it."""

    start: date
    end: date
    label: str

    @property
    def middle(self) -> date:
        """The day in the middle, where a period's value is drawn and interpolated."""
        return self.start + timedelta(days=((self.end - self.start).days - 1) // 2)


_STEP = {"monthly": 1, "quarterly": 3}


def next_span(span: Span, frequency: str) -> Span:
    """The period after ``span``, of the same length: a month, a quarter or a year on, by how often there is a value.

    What comes irregularly is looked for a year on. Rolling periods roll on: 2022 to 2024 is followed by 2023 to 2025.
    """
    step = _STEP.get(frequency, 12)
    start, end = months_on(span.start, step), months_on(span.end, step)
    return Span(start, end, _label(start, end))


def months_on(day: date, months: int) -> date:
    """The same day of the month so many months later (at most the 28th where the day is later than that)."""
    total = day.year * 12 + day.month - 1 + months
    return date(total // 12, total % 12 + 1, day.day if day.day <= 28 else 28)


def _label(start: date, end: date) -> str:
    """What people call a period: April 2026, 2025/26, 2025/26 Q1, 2025, 2023 to 2025."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day != 1 or end.day != 1:
        return f"{start.day} {start:%B %Y} to {end - timedelta(days=1):%-d %B %Y}"
    if months == 1:
        return f"{start:%B %Y}"
    financial = f"{start.year - (start.month < 4)}/{(start.year + (start.month >= 4)) % 100:02d}"
    if months == 3 and start.month % 3 == 1:
        return f"{financial} Q{(start.month - 4) % 12 // 3 + 1}"
    if start.month == 1 and months % 12 == 0:
        return f"{start.year}" if months == 12 else f"{start.year} to {end.year - 1}"
    if start.month == 4 and months == 12:
        return financial
    last = end - timedelta(days=1)
    return f"{start:%B %Y} to {last:%B %Y}"
