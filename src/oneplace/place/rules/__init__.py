"""The 48 rules, a theme a file."""

from oneplace.place.rules.registry import Case, findings

__all__ = ["Case", "findings"]
