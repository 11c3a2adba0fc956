"""The questions one asks of a pathway: what will it be like, and what if."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa
from joblib import cpu_count
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.quantity import CLOCKS
from oneplace.flow.formulas.solution import solve
from oneplace.flow.kernel.layout import STILL_THERE
from oneplace.flow.kernel.state import Table
from oneplace.flow.network import sample_every
from oneplace.flow.network.timeline import A_MONDAY
from oneplace.flow.reading.reader import Scenario, apply
from oneplace.flow.simulation.fans import by_step
from oneplace.flow.simulation.measures import Key
from oneplace.flow.simulation.replications import AT_ONCE, Replication, Runner
from oneplace.flow.simulation.results import Comparison, Result, value_of
from oneplace.flow.simulation.spread import per_draw, whole_draws
from oneplace.flow.simulation.warm_up import cycle_of, judge

Progress = Callable[[int, int], None]
"""Called with the replications done and those asked for at most."""

FEWEST, MOST = 20, 1000
"""Replications before precision is judged, and at most, where their number is not given."""


def simulate(
    pathway: Pathway,
    *,
    scenario: Scenario | None = None,
    seed: int = 1,
    replications: int | None = None,
    precision: float | None = None,
    most: int = MOST,
    log: bool = False,
    progress: Progress | None = None,
) -> Result:
    """Simulate a pathway, as it is or with a scenario.

    ``replications`` fixes their number. Otherwise they are added until the 95 % interval of the mean number inside each
    place, and of the mean wait where at least one in a hundred waits, is within ``precision`` of its mean (0.05:
    5 %; the file's own where left out), or until ``most`` are done. The same seed gives the same numbers on any
    machine. Where numbers are known only within a range, each draw of them is run twice, and limits count what is not
    known as well as luck. ``progress`` is called after each step of some replications; what it raises ends the work.
    ``log`` keeps every visit of the first replication. Raises ``OneplaceError`` where the run cannot be made.
    """
    pathway = apply(pathway, scenario)
    runner = Runner.of(pathway, seed)
    wanted = pathway.file.precision if precision is None else precision
    if wanted <= 0 or most < 2 or (replications is not None and replications < 1):
        raise ValueError("precision must be above 0, replications at least 1 and `most` at least 2.")
    done: list[NDArray[np.float64]] = []
    keys: tuple[Key, ...] = ()
    over_time: list[NDArray[np.float32]] = []
    endless = 0
    total = np.zeros(0)
    every = sample_every(pathway.file.warm_up + pathway.file.run)
    each = per_draw(pathway)
    goal = whole_draws(replications or most, each)
    precise = False
    while len(done) < goal and not precise:
        step = min(goal - len(done), FEWEST if replications is None else max(AT_ONCE, 2 * cpu_count(), goal // 10))
        for made in runner.run(len(done), step):
            keys = made.keys
            total = made.samples + total if done else made.samples.astype(np.float64)
            done.append(made.values)
            endless += made.endless
            over_time.append(by_step(made.samples, every, pathway.file.warm_up, pathway.file.run))
        if progress:
            progress(len(done), goal)
        precise = replications is None and _is_precise(keys, np.array(done), wanted, each)
    runs, mean = np.array(done), total / len(done)
    return Result(
        pathway=pathway,
        seed=seed,
        keys=keys,
        runs=runs,
        inside=mean[:, 0],
        waiting=mean[:, 1],
        over_time=np.array(over_time),
        sample_seconds=every,
        precise=precise if replications is None else True,
        warm_up=judge(mean.sum(axis=(1, 2)), every, pathway.file.warm_up, cycle_of(pathway)),
        exact=solve(pathway),
        endless=endless,
        log=_log(pathway, Runner.of(pathway, seed, log=True).replicate(0)) if log else None,
    )


def compare(
    pathway: Pathway,
    scenarios: Sequence[Scenario] | None = None,
    *,
    seed: int = 1,
    replications: int = 50,
    progress: Progress | None = None,
) -> list[Comparison]:
    """Each scenario (all of the file's where left out) beside the pathway as it is, under the same chances.

    The same patient draws the same numbers for the same purpose with and without the scenario, so that the difference
    is the scenario's and not luck's; the limits are of the paired difference.
    """
    wanted = list(pathway.file.scenarios) if scenarios is None else list(scenarios)
    if replications < 2:
        raise ValueError("a comparison needs at least 2 replications.")
    variants = [apply(pathway, scenario) for scenario in wanted]  # every mistake is told before anything is run
    each = per_draw(pathway, *variants)
    before = _values(pathway, seed, whole_draws(replications, each))
    found = []
    for number, variant in enumerate(variants, start=1):
        after = _values(variant, seed, whole_draws(replications, each))
        found.append(Comparison(pathway, variant.scenario, before[0], before[1], _aligned(before[0], *after), each))
        if progress:
            progress(number, len(variants))
    return found


def beside(now: Result, then: Result) -> Comparison:
    """Two results of one seed as a comparison, run for run: what ``compare`` does where both were simulated already.

    ``then`` is the same pathway with a scenario. Raises ``ValueError`` where the runs do not go together.
    """
    if (now.seed, now.replications, now.pathway.id) != (then.seed, then.replications, then.pathway.id):
        raise ValueError("only results of one pathway, with one seed and as many replications, are paired.")
    after = _aligned(now.keys, then.keys, then.runs)
    each = per_draw(now.pathway, then.pathway)
    return Comparison(now.pathway, then.pathway.scenario, now.keys, now.runs, after, each)


def _values(pathway: Pathway, seed: int, replications: int) -> tuple[tuple[Key, ...], NDArray[np.float64]]:
    made = list(Runner.of(pathway, seed).run(0, replications))
    return made[0].keys, np.array([one.values for one in made])


def _aligned(keys: tuple[Key, ...], own: tuple[Key, ...], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """A scenario's values in the order of the pathway's keys; NaN where the scenario has no such measure."""
    column = {key: i for i, key in enumerate(own)}
    empty = np.full(len(values), np.nan)
    return np.stack([values[:, column[key]] if key in column else empty for key in keys], axis=1)


def _is_precise(keys: tuple[Key, ...], runs: NDArray[np.float64], wanted: float, each: int) -> bool:
    """Whether luck's part of the limits is as small as wanted: no replications make the other smaller."""
    if len(runs) < FEWEST:
        return False
    waited = {
        key.where
        for i, key in enumerate(keys)
        if key.measure == "share who waited" and key.by == "all" and value_of(runs[:, i]).mean >= 0.01
    }
    for i, key in enumerate(keys):
        if key.by == "all" and (key.measure == "inside" or (key.measure == "wait" and key.where in waited)):
            value = value_of(runs[:, i], each=each)
            if value.mean > 0 and value.luck > wanted * value.mean:
                return False
    return True


def patients_of(log: Table, classes: int) -> NDArray[np.int64]:
    """Who each visit of a log is of: a number of one person alone, where the loop counts those of each class apart.

    Below nought are those who were there at the start.
    """
    return np.asarray(log["patient"] * classes + log["arrived_as"], np.int64)


def _log(pathway: Pathway, made: Replication) -> pa.Table:
    """The visit log: one row a visit, times in the pathway's clock from the start of the warm-up."""
    unit, log = CLOCKS[pathway.file.clock], made.log
    after = log["to"]
    names = np.array([*pathway.places, *pathway.exits, ""], dtype=object)
    index = np.where(after >= 0, after, np.where(after == STILL_THERE, len(names) - 1, len(pathway.places) - 1 - after))
    classes = np.array(pathway.classes, dtype=object)
    columns = {
        "patient": patients_of(log, len(classes)),
        "arrived_as": classes[log["arrived_as"]],
        "class": classes[log["cls"]],
        "deprivation": np.array(pathway.fifths, dtype=object)[log["fifth"]]
        if pathway.fifths
        else np.full(len(log), None),
        "place": np.array(pathway.places, dtype=object)[log["place"]],
        "visit": log["visit"] + 1,
        "to": names[index],
    }
    about = {"clock": pathway.file.clock, "pathway": pathway.id, "start": str(pathway.file.start or A_MONDAY)}
    times = {name: log[name] / unit for name in ("came", "started", "finished", "went")}
    return pa.table({**columns, **times}, metadata=about)
