"""Checks of the extracts' quality, as page and pack sum them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oneplace.report.rows import Row
from oneplace.vocabulary.wording import decimal

NEVER_ALL = "Counts are rounded. Where any check failed, however few, its share is never shown as 100%."
"""What is said wherever shares of checks stand."""


@dataclass(frozen=True)
class Checks:
    """Several checks: how many were made and passed. ``few``: of some, so few failed that it isn't said how many."""

    passed: int
    checked: int
    few: bool

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Checks:
        """Rows of the quality table; where passed isn't given, all but a few passed."""
        made = [row for row in rows if row["checked"]]
        few = any(row["passed"] is None for row in made)
        passed = sum(row["checked"] if row["passed"] is None else row["passed"] for row in made)
        return cls(passed, sum(row["checked"] for row in made), few)

    @property
    def passed_words(self) -> str:
        """How many passed; where some failed that are too few to tell, never as if it were all that were checked."""
        return f"{self.passed:,}{' less a few' if self.few else ''}"

    @property
    def share(self) -> str | None:
        """Passed of checked in per cent, never rounded up to all: 99.96 % is shown as 99.9 %."""
        if not self.checked:
            return None
        share = 100 * self.passed / self.checked
        all_passed = self.passed == self.checked and not self.few
        return f"{decimal(share if all_passed else min(share, 99.9))}%"
