"""The key of a place's identities taken into use, or another in its place."""

from __future__ import annotations

from pathlib import Path

from oneplace import place, record
from oneplace.run.store import var


def seal(place_folder: Path) -> int:
    """Encrypt what names people with the environment's key; returns how many files. Raises like `record.seal`."""
    place.of_record(place_folder)  # a folder that is no place is told as that
    return record.seal(var(place_folder))
