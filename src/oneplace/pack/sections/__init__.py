"""The sections of the board pack, composed from a run's evidence."""

from oneplace.pack.sections.council_report import council_report
from oneplace.pack.sections.whole import compose

__all__ = ["compose", "council_report"]
