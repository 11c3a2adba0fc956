"""Run by ``mutants.py`` where mutmut has put a room's mutants: ``python -m planted TRIED VERDICTS PROCESSES TESTS…``.

pytest collects the tests once. Then each mutant named in TRIED gets a fork of that process, which runs the tests that
reach it, the quickest first, until one fails. A mutant of a function that is called while modules are read gets a
process of its own, which reads them with the fault in them. VERDICTS gains a line a mutant as soon as its tests have
ended: its name and their exit code. Forks inherit no thread, for the first process runs no test.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

LIVED, FAILED, UNREACHED = 0, 1, 33
"""Exit codes besides those of signals, of which SIGXCPU and SIGALRM end tests that take far too long."""


@dataclass
class Planted:
    """In place of pytest's loop over the collected tests: one over mutants."""

    tried: Sequence[str]
    verdicts: Path
    processes: int
    tests: Sequence[str]
    running: dict[int, str] = field(default_factory=dict)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every mutant."""
        while_read = set(state()._stats)
        reach, seconds = reached(session)
        for name in self.tried:
            while len(self.running) >= self.processes:
                self._wait()
            function = name.partition("__mutmut_")[0]
            at = reach.get(function, [])
            if function in while_read:
                self._start(name, lambda: afresh(self.tests), 60 + 5 * sum(seconds))
            elif at:
                self._start(name, lambda: noticed(session, at), 20 + 5 * sum(seconds[i] for i in at))  # noqa: B023
            else:
                self._say(name, UNREACHED)
        while self.running:
            self._wait()
        return True

    def _start(self, name: str, work: Callable[[], int], limit: float) -> None:
        """Try a mutant in a fork, for so many seconds of the processor at most, and ten times as many of the clock."""

        def limited() -> int:
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit + time.process_time()), resource.RLIM_INFINITY))
            signal.alarm(int(10 * limit))
            set_mutant_under_test(name)
            return work()

        self.running[forked(limited)] = name

    def _wait(self) -> None:
        pid, status = os.wait()
        self._say(self.running.pop(pid), os.waitstatus_to_exitcode(status))

    def _say(self, name: str, code: int) -> None:
        with self.verdicts.open("a") as file:
            file.write(json.dumps([name, code]) + "\n")


def forked(work: Callable[[], int]) -> int:
    """Do work in a fork, with nothing on its standard output, and end it with the work's exit code; its process id."""
    if pid := os.fork():
        return pid
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        os._exit(work())
    except BaseException:  # a fork must not go on as pytest
        traceback.print_exc()
        os._exit(70)


def reached(session: pytest.Session) -> tuple[dict[str, list[int]], list[float]]:
    """Run all tests, in a fork: by position those that reach each function, the quickest first; seconds of each."""
    told = Path("reach.json")

    def work() -> int:
        reach: dict[str, list[int]] = {}
        seconds: list[float] = []
        state()._stats.clear()
        start = time.process_time()
        for i in run(session, range(len(session.items))):
            seconds.append(time.process_time() - start)
            for function in state()._stats:
                reach.setdefault(function, []).append(i)
            if session.testsfailed:
                raise AssertionError(f"{session.items[i].nodeid} fails without any fault.")
            state()._stats.clear()
            start = time.process_time()
        for at in reach.values():
            at.sort(key=seconds.__getitem__)
        told.write_text(json.dumps([reach, seconds]))
        return 0

    _, status = os.waitpid(forked(work), 0)
    if status:
        raise session.Failed("The tests don't pass without any fault.")
    reach, seconds = json.loads(told.read_text())
    return reach, seconds


def noticed(session: pytest.Session, tests: Sequence[int]) -> int:
    """Run tests until one fails."""
    return FAILED if any(session.testsfailed for _ in run(session, tests)) else LIVED


def run(session: pytest.Session, tests: Sequence[int]) -> Iterator[int]:
    """Run tests by their positions: which one has just ended."""
    items = [*(session.items[i] for i in tests), None]
    for i, item, after in zip(tests, items, items[1:], strict=False):
        if item is not None:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
        yield i


def afresh(tests: Sequence[str]) -> NoReturn:
    """Become another process, which runs the tests until one fails."""
    os.execv(sys.executable, [sys.executable, "-m", "pytest", "-x", *FIXED, *tests])  # noqa: S606


FIXED = ["--basetemp=../temporary", "-p", "no:cacheprovider", "--rootdir=.", "--capture=no"]

if __name__ == "__main__":
    names, verdicts, processes, *tests = sys.argv[1:]
    set_mutant_under_test("stats")  # the name under which mutmut notes which functions are called
    planted = Planted(Path(names).read_text().split(), Path(verdicts), int(processes), tests)
    sys.exit(pytest.main([*FIXED, *tests], plugins=[planted]))
