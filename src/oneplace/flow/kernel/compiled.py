"""What belongs to the loop: each function marked here is compiled as a part of it, for one kind of arguments.

In Python they stay what they are, so that the uncompiled twin runs the same source, and so that who only runs the loop
never loads the compiler (``compiling``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

parts: list[Callable[..., Any]] = []
"""The functions of the loop, those that others call first."""


def compiled(function: F) -> F:
    """Mark a function as a part of the loop."""
    parts.append(function)
    return function


def fetch(table: Any, row: int) -> None:
    """Have a row brought near that will be needed soon: a hint to the processor, which changes nothing (``tables``)."""
