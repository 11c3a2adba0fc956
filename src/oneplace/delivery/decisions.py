"""Decisions: taken, or still asked for."""

from __future__ import annotations

from datetime import date

from oneplace.place import Decision


def is_taken(decision: Decision, as_of: date | None) -> bool:
    """Whether a decision was taken by the day ``as_of``; without a day to judge by, every dated one was.

    A decision whose day can't be read is taken where the document gives it words ("early 2019"), else still asked for.
    """
    if isinstance(decision.on, str):
        return decision.on_text is not None
    return as_of is None or decision.on.start <= as_of
