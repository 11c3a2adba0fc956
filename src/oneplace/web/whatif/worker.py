"""One thread that works things out: what readers wait for first, then what may be asked for next.

It stays warm between questions. What several wait for is worked out once; what nobody waits for any more is dropped at
its next step; and what was begun ahead of being asked for stands back, step by step, while a reader waits.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Condition, Event, Thread
from typing import Any

from oneplace.web.turns import BusyError

Between = Callable[[], None]
"""To be called between the steps of a work."""
LOOK = 0.05
"""Seconds after which it is seen that a reader has gone."""


class GoneError(BusyError):
    """Nobody waits for this any more."""


@dataclass(eq=False)
class _Job:
    key: Hashable
    work: Callable[[Between], Any]
    ahead: bool
    """Whether it is worked out though nobody has asked for it."""
    waiting: int = 0
    done: Event = field(default_factory=Event)
    found: Any = None
    error: Exception | None = None


class Worker:
    """Works out at most ``most`` questions at a time, each for readers who wait ``patience`` seconds."""

    def __init__(self, name: str, *, most: int, patience: float) -> None:
        self._name, self._most, self._patience = name, most, patience
        self._changed = Condition()
        self._jobs: dict[Hashable, _Job] = {}
        self._asked: deque[_Job] = deque()
        self._ahead: deque[_Job] = deque()
        self._thread: Thread | None = None

    def ask(self, key: Hashable, work: Callable[[Between], Any], gone: Callable[[], bool]) -> Any:
        """What the work gives, or the one under the same key that is queued or running; raises what it raises.

        ``gone`` says whether the reader has gone. Raises ``BusyError`` where too many ask, or it takes too long.
        """
        if gone():  # before a quick one is done between two looks
            raise GoneError
        with self._changed:
            job = self._joined(key, work)
            job.waiting += 1
        end = time.monotonic() + self._patience
        while not job.done.wait(LOOK):
            if gone() or time.monotonic() > end:
                self._leave(job)
                raise GoneError if gone() else BusyError
        if job.error:
            raise job.error
        return job.found

    def ahead(self, key: Hashable, work: Callable[[Between], Any]) -> Event:
        """Have a work done when nobody waits for another; the event tells when it is."""
        with self._changed:
            job = self._jobs.get(key) or self._queued(self._ahead, _Job(key, work, ahead=True))
        return job.done

    def _joined(self, key: Hashable, work: Callable[[Between], Any]) -> _Job:
        job = self._jobs.get(key)
        if job is None:
            if sum(bool(one.waiting) for one in self._jobs.values()) >= self._most:
                raise BusyError
            return self._queued(self._asked, _Job(key, work, ahead=False))
        if job in self._ahead:
            self._ahead.remove(job)
            self._asked.append(job)
        return job

    def _queued(self, queue: deque[_Job], job: _Job) -> _Job:
        queue.append(job)
        self._jobs[job.key] = job
        if self._thread is None:
            self._thread = Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
        self._changed.notify()
        return job

    def _leave(self, job: _Job) -> None:
        with self._changed:
            job.waiting -= 1
            if not job.waiting and not job.ahead and job in self._asked:
                self._asked.remove(job)
                del self._jobs[job.key]

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._asked or self._ahead)
                job = (self._asked or self._ahead).popleft()
            self._work_out(job)

    def _work_out(self, job: _Job) -> None:
        try:
            job.found = job.work(lambda: self._between(job))
        except Exception as error:  # whoever waits is told, and the thread goes on
            job.error = error
        with self._changed:
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
        job.done.set()

    def _between(self, job: _Job) -> None:
        """Drop what nobody waits for any more; what was begun ahead lets those go first for whom somebody waits."""
        while True:
            with self._changed:
                if job.waiting:
                    return
                if not job.ahead:
                    del self._jobs[job.key]
                    raise GoneError
                if not self._asked:
                    return
                first = self._asked.popleft()
            self._work_out(first)
