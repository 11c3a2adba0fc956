"""Run by ``mutants.py`` where mutmut has put a room's mutants: ``python -m planted TRIED VERDICTS PROCESSES TESTS…``.

A first fork collects the tests once. Each mutant named in TRIED then gets a fork of that, which runs the tests that
reach it, the quickest first, until one fails. Where a function is called while modules are read, a mutant that was not
found so gets a fork that has read nothing of the project yet, and reads it with the fault in it. VERDICTS gains a line
a mutant as soon as its tests have ended: its name and their exit code. Forks inherit no thread, for what is forked has
run no test.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

LIVED, FAILED, UNREACHED = 0, 1, 33
"""Exit codes besides those of signals, of which SIGXCPU and SIGALRM end tests that take far too long."""

FIXED = ["--basetemp=../temporary", "-p", "no:cacheprovider", "--rootdir=.", "--capture=no"]
READ = Path("read.json")
REACH = Path("reach.json")


@dataclass
class Trial:
    """Forks that try mutants, so many at a time, and where their verdicts go."""

    verdicts: Path
    processes: int
    running: dict[int, str] = field(default_factory=dict)
    lived: list[str] = field(default_factory=list)

    def start(self, name: str, work: Callable[[], int]) -> None:
        """Try a mutant in a fork that prints nothing."""

        def silent() -> int:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            set_mutant_under_test(name)
            return work()

        self.wait(at_most=self.processes - 1)
        self.running[forked(silent)] = name

    def wait(self, at_most: int) -> None:
        """Wait until no more than so many forks are left."""
        while len(self.running) > at_most:
            pid, status = os.wait()
            self.say(self.running.pop(pid), os.waitstatus_to_exitcode(status))

    def say(self, name: str, code: int) -> None:
        """Write a verdict."""
        if code in (LIVED, UNREACHED):
            self.lived.append(name)
        with self.verdicts.open("a") as file:
            file.write(json.dumps([name, code]) + "\n")


@dataclass
class Planted:
    """In place of pytest's loop over the collected tests: one over mutants."""

    tried: Sequence[str]
    trial: Trial

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Try every mutant, and leave word of those that need modules to be read again."""
        while_read = set(state()._stats)
        reach, seconds = reached(session)
        gc.freeze()  # what forks share they then leave alone
        for name in self.tried:
            if at := reach.get(function(name)):
                self.trial.start(name, lambda: noticed(session, at, seconds))
            else:
                self.trial.say(name, UNREACHED)
        self.trial.wait(at_most=0)
        later = [name for name in self.trial.lived if function(name) in while_read]
        READ.write_text(json.dumps([later, sum(seconds), foreign()]))
        return True


def function(name: str) -> str:
    """The function that a mutant was made of."""
    return name.partition("__mutmut_")[0]


def foreign() -> list[str]:
    """The modules that are read and not the project's, in their order."""
    return [name for name in sys.modules if name.partition(".")[0] not in ("oneplace", "tests", "conftest", "__main__")]


def forked(work: Callable[[], int]) -> int:
    """Do work in a fork, and end it with the work's exit code; its process id."""
    if pid := os.fork():
        return pid
    try:
        os._exit(work())
    except BaseException:  # a fork must not go on as what it was forked from
        traceback.print_exc()
        os._exit(70)


def reached(session: pytest.Session) -> tuple[dict[str, list[int]], list[float]]:
    """Run all tests, in a fork: by position those that reach each function, the quickest first; seconds of each."""

    def work() -> int:
        reach: dict[str, list[int]] = {}
        seconds: list[float] = []
        state()._stats.clear()
        start = time.process_time()
        for i in run(session, range(len(session.items))):
            seconds.append(time.process_time() - start)
            for reached in state()._stats:
                reach.setdefault(reached, []).append(i)
            if session.testsfailed:
                raise AssertionError(f"{session.items[i].nodeid} fails without any fault.")
            state()._stats.clear()
            start = time.process_time()
        for at in reach.values():
            at.sort(key=seconds.__getitem__)
        REACH.write_text(json.dumps([reach, seconds]))
        return 0

    _, status = os.waitpid(forked(work), 0)
    if status:
        raise session.Failed("The tests don't pass without any fault.")
    reach, seconds = json.loads(REACH.read_text())
    return reach, seconds


def noticed(session: pytest.Session, tests: Sequence[int], seconds: Sequence[float]) -> int:
    """Run tests until one fails, each for no much longer than without any fault."""
    limit(seconds[tests[0]])
    for _, after in zip(run(session, tests), [*tests[1:], tests[-1]], strict=True):
        if session.testsfailed:
            return FAILED
        limit(seconds[after])
    return LIVED


def limit(usual: float) -> None:
    """Let this process end where it goes on for some seconds more than thrice the usual, of the processor's time."""
    most = 5 + 3 * usual
    resource.setrlimit(resource.RLIMIT_CPU, (int(most + time.process_time()), resource.RLIM_INFINITY))
    signal.alarm(int(30 * most))


def run(session: pytest.Session, tests: Sequence[int]) -> Iterator[int]:
    """Run tests by their positions: which one has just ended."""
    items = [*(session.items[i] for i in tests), None]
    for i, item, after in zip(tests, items, items[1:], strict=False):
        if item is not None:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
        yield i


def read_again(tests: Sequence[str], seconds: float) -> int:
    """Run all tests anew until one fails."""
    limit(10 + seconds)
    return pytest.main(["-x", *FIXED, *tests])


def main(names: str, verdicts: str, processes: str, *tests: str) -> int:
    """Try the mutants; the exit code."""
    trial = Trial(Path(verdicts), int(processes))
    planted = Planted(Path(names).read_text().split(), trial)
    set_mutant_under_test("stats")  # the name under which mutmut notes which functions are called
    _, status = os.waitpid(forked(lambda: pytest.main([*FIXED, *tests], plugins=[planted])), 0)
    if status:
        return os.waitstatus_to_exitcode(status)
    later, seconds, modules = json.loads(READ.read_text())
    for name in modules if later else ():
        with suppress(Exception):
            importlib.import_module(name)
    for name in later:
        trial.start(name, lambda: read_again(tests, seconds))
    trial.wait(at_most=0)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
