"""What a row of progress is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


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
    reason: str | None = None  # why nothing is measured
    areas: Mapping[str, str] = field(default_factory=dict)
