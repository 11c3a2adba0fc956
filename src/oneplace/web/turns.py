"""Work that takes the machine for a while is done by a few at a time; some wait their turn, others are sent away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore


class BusyError(Exception):
    """Too many ask at once."""


class Turns:
    """``at_once`` work, ``waiting`` more may wait for ``patience`` seconds; all others meet a ``BusyError``."""

    def __init__(self, *, at_once: int, waiting: int, patience: float) -> None:
        self._turn = BoundedSemaphore(at_once)
        self._room = BoundedSemaphore(at_once + waiting)
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and have it."""
        if not self._room.acquire(blocking=False):
            raise BusyError
        try:
            if not self._turn.acquire(timeout=self._patience):
                raise BusyError
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._room.release()
