"""The sections of the board pack, composed from a run's evidence."""

from oneplace.pack.sections.whole import compose

__all__ = ["compose"]
