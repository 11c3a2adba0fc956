"""Oneplace: one place, one record, one plan, one set of numbers."""

from typing import TYPE_CHECKING

from oneplace.deferred import deferred

__version__ = "0.2.0"

if TYPE_CHECKING:
    from oneplace.opened import OpenedPlace as OpenedPlace
    from oneplace.opened import open as open  # noqa: A004 - as notebooks say it
else:
    deferred(__name__)
