"""What is said of a file that can't be taken, and what one tells that can."""

from __future__ import annotations

from dataclasses import dataclass


class NotTakenError(ValueError):
    """Why a file is not taken, in one line that says how to mend it."""


@dataclass(frozen=True)
class Insides:
    """What goes with a file besides what one sees: who wrote it, its own title, and what else is in it."""

    author: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()
