"""The tests that partners' data are put to (``data_tests.csv``): what each looks for, how bad it is, and who mends it.

Three layers, of which each takes the one before for granted: structural (can the file be read as it was agreed?),
logical (can what it says be true?), analytical (is what can be true enough to count on?).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files


class Layer(Enum):
    """What a test takes for granted."""

    STRUCTURAL = "structural"
    LOGICAL = "logical"
    ANALYTICAL = "analytical"


class Severity(Enum):
    """How bad it is that a test fails. ``error``: what was sent can't be so, and numbers may be wrong for it."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class DataTest:
    """One test: what it counts (``of``), what is wrong with one that fails (``fails``), and how that is mended."""

    id: str
    layer: Layer
    severity: Severity
    of: str
    fails: str
    mend: str

    def told(self, note: str | None) -> str:
        """What is wrong where it failed, in a row's own words (``note``) where it gave them, and how that is mended."""
        fault = f"{self.fails} ({note})" if note and self.of_feeds else note or self.fails
        return f"{fault}. {self.mend}"

    @property
    def of_feeds(self) -> bool:
        """Whether it counts whole feeds: a number of these tells of nobody."""
        return self.of == "feeds"

    @property
    def of_people(self) -> bool:
        """Whether it counts people by what each of them chose, not records by how they were kept."""
        return self.of == "people"


def _declared() -> list[DataTest]:
    text = files("oneplace.vocabulary").joinpath("data_tests.csv").read_text("utf-8")
    return [
        DataTest(row["id"], Layer(row["layer"]), Severity(row["severity"]), row["of"], row["fails"], row["mend"])
        for row in csv.DictReader(text.splitlines())
    ]


GROUPED_BY = ("deprivation fifth", "ethnic category")
"""How the name of a group begins, where a test is told group by group."""

DATA_TESTS: dict[str, DataTest] = {test.id: test for test in _declared()}
"""Every test by its id, in the order in which they are told."""
