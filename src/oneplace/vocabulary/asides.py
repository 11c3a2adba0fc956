"""What must be known of a figure wherever it stands, in few words beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

EARLIER = "published by an earlier definition"
ASIDES = {"provisional": "provisional", "earlier_definition": EARLIER}
"""By the column that says so of a row."""


def asides(row: Mapping[str, Any]) -> list[str]:
    """What a row of results, or of what is made of them, says that must be known of its figure; often nothing."""
    return [words for column, words in ASIDES.items() if row.get(column)]


def in_brackets(told: list[str]) -> str:
    """`` (provisional)``, with a space before it; empty where nothing is told."""
    return f" ({', '.join(told)})" if told else ""
