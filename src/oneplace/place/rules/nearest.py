"""A guess at what was meant."""

from __future__ import annotations

import difflib
from collections.abc import Collection


def did_you_mean(name: str, known: Collection[str]) -> str:
    """A sentence that offers the nearest known name, or says how to go on."""
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean {near[0]}?" if near else f"Add {name}, or correct the reference."
