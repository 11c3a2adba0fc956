"""Oneplace: one place, one record, one plan, one set of numbers."""

__version__ = "0.2.0"
