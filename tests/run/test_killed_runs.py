"""A run killed at any moment changes nothing that is served, and the next one completes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from datetime import date
from pathlib import Path

import pytest

from oneplace import run as pipeline

DAY = date(2026, 11, 22)
MOMENTS = 20
# a process that has imported everything and waits for the word, so that the moment falls into the work
WORKER = """
import sys
from datetime import date
from pathlib import Path
from oneplace import run
print("ready", flush=True)
sys.stdin.readline()
run.run(Path(sys.argv[1]), as_of=date(2026, 11, 22))
"""

pytestmark = pytest.mark.slow


def test_twenty_kills_at_random_moments_leave_the_last_good_run_and_the_next_completes(a_place: Path) -> None:
    pipeline.run(a_place, as_of=DAY)
    reword(a_place, MOMENTS)
    good = pipeline.run(a_place, as_of=DAY)  # with its record loaded already, as for the processes to be killed
    seconds = sum(good.seconds.values())
    chance = random.Random(20)
    served, killed_at_work = good.run.id, 0
    workers = _workers(a_place)
    for kill in range(MOMENTS):
        reword(a_place, kill)
        worker = next(workers)
        worker.go()
        time.sleep(chance.uniform(0.02, 1.5 * seconds))
        killed_at_work += worker.kill()
        now = pipeline.current(a_place)
        assert pipeline.verify(now) == [], f"after kill {kill} what is served is not whole"
        if now.id != served:  # the process had switched its run in before it was killed
            assert f"wording {kill}" in (now.folder / "inputs" / "strategy.yaml").read_text()
        served = now.id
    workers.close()
    assert killed_at_work >= MOMENTS // 4, "too few processes were killed while they worked"
    finished = pipeline.run(a_place, as_of=DAY).run
    assert finished.id != good.run.id
    assert pipeline.verify(finished) == []
    assert pipeline.current(a_place).id == finished.id
    assert not list((pipeline.var(a_place) / "runs").glob(".staging-*"))


def reword(place: Path, number: int) -> None:
    """Change an ambition's wording, so that the next run is another one."""
    path = place / "strategy.yaml"
    before, key, after = path.read_text().partition("text: Fewer people are admitted")
    path.write_text(f"{before}{key} in an emergency, wording {number}\n{after.partition(chr(10))[2]}")


class _Worker:
    def __init__(self, place: Path) -> None:
        command = [sys.executable, "-c", WORKER, str(place)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def go(self) -> None:
        assert self.process.stdout is not None
        assert self.process.stdin is not None
        assert self.process.stdout.readline() == "ready\n"
        self.process.stdin.write("go\n")
        self.process.stdin.flush()

    def kill(self) -> bool:
        """End it; whether it was still at work."""
        self.process.kill()
        code = self.process.wait()
        self.process.communicate()
        assert code in (0, -signal.SIGKILL)
        return code == -signal.SIGKILL


def _workers(place: Path) -> Generator[_Worker, None, None]:
    """One worker after another, the next already importing while the last one works."""
    waiting = [_Worker(place)]
    try:
        while True:
            waiting.append(_Worker(place))
            yield waiting.pop(0)
    finally:
        for worker in waiting:
            worker.kill()
