"""Oneplace: one place, one record, one plan, one set of numbers."""

from importlib import import_module
from typing import Any

__version__ = "0.2.0"


def __getattr__(name: str) -> Any:
    """`oneplace.open` for notebooks, imported when it is asked for: this package stands below all its rooms."""
    if name in {"open", "OpenedPlace"}:
        return getattr(import_module("oneplace.opened"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
