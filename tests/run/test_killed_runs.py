"""A run killed at any moment changes nothing that is served, and the next one completes."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from oneplace import run as pipeline

DAY = date(2026, 11, 22)
MOMENTS = 20
# a process that has imported everything, splits off one that works and kills it when told: so the moment falls into the
# work, and until it is told no other process can have the worker's number
SOURCE = """
import os, signal, sys
from datetime import date
from pathlib import Path
from oneplace import run
while sys.stdin.readline():
    if not (worker := os.fork()):
        run.run(Path(sys.argv[1]), as_of=date(2026, 11, 22))
        os._exit(0)
    sys.stdin.readline()
    os.kill(worker, signal.SIGKILL)
    print(os.waitpid(worker, 0)[1], flush=True)
"""

pytestmark = pytest.mark.slow


def test_twenty_kills_at_random_moments_leave_the_last_good_run_and_the_next_completes(a_place: Path) -> None:
    pipeline.run(a_place, as_of=DAY)
    reword(a_place, MOMENTS)
    good = pipeline.run(a_place, as_of=DAY)  # with its record loaded already, as for the processes to be killed
    seconds = sum(good.seconds.values())
    chance = random.Random(20)
    served, killed_at_work = good.run.id, 0
    source = _Source(a_place)
    for kill in range(MOMENTS):
        reword(a_place, kill)
        source.begin()
        time.sleep(chance.uniform(0.02, 1.5 * seconds))
        killed_at_work += source.kill()
        now = pipeline.current(a_place)
        assert pipeline.verify(now) == [], f"after kill {kill} what is served is not whole"
        if now.id != served:  # the process had switched its run in before it was killed
            assert f"wording {kill}" in (now.folder / "inputs" / "strategy.yaml").read_text()
        served = now.id
    source.close()
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


class _Source:
    """The process from which workers are split off, one at a time."""

    def __init__(self, place: Path) -> None:
        command = [sys.executable, "-c", SOURCE, str(place)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def begin(self) -> None:
        """Split one off that works from now on."""
        self._say("begin")

    def kill(self) -> bool:
        """End it; whether it was still at work."""
        self._say("end")
        assert self.process.stdout is not None
        ended = int(self.process.stdout.readline())
        assert ended in (0, signal.SIGKILL)
        return ended == signal.SIGKILL

    def close(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0

    def _say(self, word: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
