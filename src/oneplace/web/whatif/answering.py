"""Simulate while the reader waits: how many runs, what is kept, and what is too much to ask."""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Thread

from oneplace import flow
from oneplace.charts import differences
from oneplace.problems import OneplaceError
from oneplace.web.snapshot import snapshot
from oneplace.web.turns import BusyError, Turns
from oneplace.web.whatif.asking import Asked
from oneplace.web.whatif.served import Served, pathways

SEED = 1
VISITS, EACH_RUN = 6_000_000, 30_000
"""Visits that are simulated, with and without a change, in about a second of two cores; and as many as each run
costs besides, whatever its size."""
FEWEST, MOST = 6, 100
"""Pairs of runs: fewer say too little, more add nothing that a planner would see."""
MOST_VISITS = 2 * VISITS
"""Visits of one side beyond which nothing is answered here."""
QUEUE, PATIENCE = 4, 30.0
"""How many may wait for their turn, and for how many seconds."""
KEPT = 16
"""Results kept by each process, the last used."""

TINY = """
format: pathway/1
id: tiny
name: One bed
provenance: illustrative
run: 100 hours
patients: {all: {enters: bed, arrivals: {rate: 1 patients per hour}}}
places: {bed: {capacity: 2 beds, stay: {shape: lognormal, mean: 1 hour, cv: 100 %}}}
"""


@dataclass(frozen=True)
class Answer:
    """The pathway as it is and, where something is changed, with the change, run for run under the same chances."""

    pairs: int
    now: flow.Result
    then: flow.Result | None
    comparison: flow.Comparison | None


def pairs(pathway: flow.Pathway) -> int:
    """How many runs are compared: a rule of the pathway alone, so that everybody gets the same numbers.

    As many as ``VISITS`` allow for the pathway as it is, from ``FEWEST`` to ``MOST``.
    """
    visits = flow.expected_visits(pathway)
    return FEWEST if math.isnan(visits) else int(min(MOST, max(FEWEST, VISITS // (visits + EACH_RUN))))


def answer(served: Served, asked: Asked) -> Answer:
    """Simulate what is asked. Raises ``OneplaceError`` where it can't be, ``BusyError`` where too many ask."""
    count = pairs(asked.pathway)
    variant = None if asked.is_empty else asked.variant
    for pathway in (asked.pathway, variant):
        if pathway is not None:
            _refuse_too_much(pathway, count)
    now = _result(served, asked.pathway, {}, count)
    if variant is None:
        return Answer(count, now, None, None)
    then = _result(served, variant, asked.set, count)
    return Answer(count, now, then, flow.beside(now, then))


def _refuse_too_much(pathway: flow.Pathway, count: int) -> None:
    visits = flow.expected_visits(pathway)
    if visits * count > MOST_VISITS:
        raise OneplaceError.at(
            pathway.path,
            f"{count} runs of about {visits:,.0f} visits each are more than this page answers ({MOST_VISITS:,}).",
            "Ask for less, or use `oneplace flow --compare` on the command line, which has time.",
        )


_kept: OrderedDict[str, flow.Result] = OrderedDict()
_lock = Lock()
_turns = Turns(at_once=1, waiting=QUEUE - 1, patience=PATIENCE)  # one at a time: each simulation takes every core
_warm = Event()


def _result(served: Served, pathway: flow.Pathway, changes: dict[str, object], count: int) -> flow.Result:
    key = json.dumps([served.id, served.version, changes, count], sort_keys=True)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    with _turns.turn():
        made = flow.simulate(pathway, seed=SEED, replications=count)
    with _lock:
        _kept[key] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    _warm.set()
    return made


def warm_up() -> Thread:
    """Have the simulator, the charts and every pathway as it is ready before the first reader asks."""
    thread = Thread(target=_warm_up, name="whatif-warm-up", daemon=True)
    thread.start()
    return thread


def is_warm() -> bool:
    """Whether somebody who asks now is answered at once; before that, the first answer takes some seconds."""
    return _warm.is_set()


def _warm_up() -> None:
    with _turns.turn():
        flow.simulate(flow.parse(TINY), replications=2)
    row = {"label": "", "value": 0.0, "lower": -1.0, "upper": 1.0}
    differences("warm-up", {"": [row]}, title="", subtitle="", alt_text="")
    _warm.set()
    for served in pathways(snapshot()).values():  # so that the first change, too, is only simulated with the change
        if served.pathway:
            with suppress(OneplaceError, BusyError):
                answer(served, Asked(served.pathway))
