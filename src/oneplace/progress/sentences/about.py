"""What a row of progress is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from oneplace.progress.sentences.claims import Claim, Kind

Row = Mapping[str, Any]
_REGION, _WITHOUT_ARTICLE = "E12", ("E12000003", "E12000007")
"""A sentence says "the South East" of a region, but not "the London", nor so of Yorkshire and The Humber."""


@dataclass(frozen=True)
class About:
    """What a row of progress is about: the ambition's and the measure's words, and the names of areas."""

    ambition: str  # the ambition's text
    question: str
    measure: str | None  # the measure's name; None where nothing is measured
    unit: str
    polarity: str
    decimals: int = 1
    frequency: str = "annual"
    reason: str = ""  # why nothing is measured; empty where something is
    areas: Mapping[str, str] = field(default_factory=dict)
    not_compared: str = ""  # why its number is held against no other area's, as a clause; empty where it is
    leaves_open: str = ""  # what of the ambition its number does not tell, as a clause; empty where nothing is said
    standards: tuple[float, ...] = ()  # levels that others set for the measure: a value that misses one never reads so
    groups_unlike: str = ""  # why no group is called better or worse, as a clause; empty where one is
    spc: bool | None = (
        None  # whether the measure's file asks for a control chart, or for none; None where it says neither
    )

    @property
    def has_control_chart(self) -> bool:
        """Whether a chart tells its usual level, as ``oneplace.place.Measure`` says it."""
        return self.frequency == "monthly" if self.spc is None else self.spc

    @property
    def polarity_of_groups(self) -> str:
        """Which way is good between groups: neither where they are of unlike people."""
        return "context" if self.groups_unlike else self.polarity

    def area(self, code: str) -> str:
        """The name of an area or organisation as a sentence says it; its code where no name is known."""
        name = self.areas.get(code, code)
        article = code in self.areas and code.startswith(_REGION) and code not in _WITHOUT_ARTICLE
        return f"the {name}" if article else name

    def claim(self, kind: Kind, row: Row, **told: Any) -> Claim:
        """A claim about the row's ambition (or measure, where it belongs to none), in the measure's unit."""
        subject = row.get("ambition") or row.get("measure")
        return replace(Claim(kind, subject=subject, whose=row.get("whose"), unit=self.unit), **told)
