"""The sections of the board pack, composed from a run's evidence."""

from oneplace.pack.sections.brief import brief, most_room, telling
from oneplace.pack.sections.council_report import council_report
from oneplace.pack.sections.decision_report import decision_report, not_key, notice, private_notice
from oneplace.pack.sections.meeting_papers import agenda, minutes
from oneplace.pack.sections.urgent_report import urgent_report
from oneplace.pack.sections.whole import compose, without_unused

__all__ = [
    "agenda",
    "brief",
    "compose",
    "council_report",
    "decision_report",
    "minutes",
    "most_room",
    "not_key",
    "notice",
    "private_notice",
    "telling",
    "urgent_report",
    "without_unused",
]
