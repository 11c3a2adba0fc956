"""A run killed at any moment changes nothing that is served, and the next one completes."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import time
from datetime import date
from pathlib import Path

from oneplace import run as pipeline

DAY = date(2026, 11, 22)
MOMENTS = 20


def test_twenty_kills_at_random_moments_leave_the_last_good_run_and_the_next_completes(a_place: Path) -> None:
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["oneplace.run"])  # so that a moment falls into the work, not into importing
    good = pipeline.run(a_place, as_of=DAY).run
    seconds = _time_of_a_run(forks, a_place)
    change(a_place, 0)
    chance, landed = random.Random(20), set()
    for kill in range(1, MOMENTS + 1):
        process = forks.Process(target=pipeline.run, args=(a_place,), kwargs={"as_of": DAY})
        process.start()
        time.sleep(chance.uniform(0.02, seconds))
        process.kill()
        process.join()
        served = pipeline.current(a_place)
        assert pipeline.verify(served) == [], f"after kill {kill} what is served is not whole"
        landed.add(process.exitcode)
        if served.id != good.id:  # it had finished: start over from a changed place, with its record loaded anew
            good = served
            change(a_place, kill)
            shutil.rmtree(pipeline.var(a_place) / "record")
    assert -9 in landed, "no process was killed while it worked"
    finished = pipeline.run(a_place, as_of=DAY).run
    assert finished.id != good.id
    assert pipeline.verify(finished) == []
    assert pipeline.current(a_place).id == finished.id
    assert not list((pipeline.var(a_place) / "runs").glob(".staging-*"))


def change(place: Path, number: int) -> None:
    """Reword an ambition, so that the next run is another one."""
    path = place / "strategy.yaml"
    start = path.read_text().partition("text: Fewer people are admitted")
    rest = start[2].partition("\n")[2]
    path.write_text(f"{start[0]}{start[1]} in an emergency, wording {number}\n{rest}")


def _time_of_a_run(forks: multiprocessing.context.ForkServerContext, place: Path) -> float:
    other = Path(shutil.copytree(place, place.parent / "timed", ignore=shutil.ignore_patterns("var")))
    started = time.perf_counter()
    process = forks.Process(target=pipeline.run, args=(other,), kwargs={"as_of": DAY})
    process.start()
    process.join()
    assert process.exitcode == 0
    return time.perf_counter() - started
