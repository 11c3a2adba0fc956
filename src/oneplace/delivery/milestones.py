"""Milestones as they stand on a day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from oneplace.place import Milestone, Workstream

STATES = {"planned": "planned", "in_progress": "under way", "done": "done", "stopped": "stopped"}
"""The words of each state."""


@dataclass(frozen=True)
class Step:
    """A milestone of a workstream, and whether it is late."""

    milestone: Milestone
    workstream: Workstream
    late: bool


def steps(workstreams: Iterable[Workstream], as_of: date | None) -> list[Step]:
    """Every milestone of the workstreams on the day ``as_of``; without a day none is late."""
    return [
        Step(milestone, stream, as_of is not None and milestone.is_late(as_of))
        for stream in workstreams
        if isinstance(stream.milestones, tuple)
        for milestone in stream.milestones
    ]
