"""Simulate while the reader waits: how many runs, what is kept, and what is too much to ask."""

from __future__ import annotations

import json
import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock

from oneplace import flow
from oneplace.problems import OneplaceError
from oneplace.web.whatif.asking import Asked
from oneplace.web.whatif.served import Served
from oneplace.web.whatif.worker import Between, Worker

SEED = 1
VISITS, EACH_RUN = 1_700_000, 30_000
"""Visits that are simulated of one side in about half a second of two cores; and as many as each run costs besides,
whatever its size. On a machine that has a quarter of that to spare it is about two seconds."""
FEWEST, MOST = 6, 50
"""Pairs of runs: fewer say too little, more add nothing that a planner would see."""
FEWEST_OF_RANGES = 16
"""Where numbers are known only within a range: eight draws of them."""
MOST_VISITS = 4 * VISITS
"""Visits of one side beyond which nothing is answered here."""
QUEUE, PATIENCE = 4, 30.0
"""How many questions may be worked on or wait, and for how many seconds."""
KEPT = 32
"""Results kept by each process, the last used."""


@dataclass(frozen=True)
class Answer:
    """The pathway as it is and, where something is changed, with the change, run for run under the same chances."""

    pairs: int
    now: flow.Result
    then: flow.Result | None
    comparison: flow.Comparison | None


def pairs(pathway: flow.Pathway) -> int:
    """How many runs are compared: a rule of the pathway alone, so that everybody gets the same numbers.

    As many as ``VISITS`` allow for the pathway as it is, from ``FEWEST`` to ``MOST``; an even number, so that of
    numbers known only within a range each draw is run twice.
    """
    visits = flow.expected_visits(pathway)
    fewest = FEWEST_OF_RANGES if pathway.uncertain else FEWEST
    count = fewest if math.isnan(visits) else int(min(MOST, max(fewest, VISITS // (visits + EACH_RUN))))
    return count + count % 2


def stays() -> bool:
    """The reader has not gone: what is said where nobody can tell."""
    return False


def answer(served: Served, asked: Asked, gone: Callable[[], bool] = stays) -> Answer:
    """Simulate what is asked, for as long as the reader has not ``gone``.

    Raises ``OneplaceError`` where it can't be, ``BusyError`` where too many ask.
    """
    count = pairs(asked.pathway)
    variant = None if asked.is_empty else asked.variant
    for pathway in (asked.pathway, variant):
        if pathway is not None:
            _refuse_too_much(pathway, count)
    now = _result(served, Asked(asked.pathway), count, gone)
    if variant is None:
        return Answer(count, now, None, None)
    then = _result(served, asked, count, gone)
    return Answer(count, now, then, flow.beside(now, then))


def _refuse_too_much(pathway: flow.Pathway, count: int) -> None:
    visits = flow.expected_visits(pathway)
    if visits * count > MOST_VISITS:
        raise OneplaceError.at(
            pathway.path,
            f"{count} runs of about {visits:,.0f} visits each are more than this page answers ({MOST_VISITS:,}).",
            "Ask for less; whoever runs this site can simulate more of it.",
        )


_kept: OrderedDict[str, flow.Result] = OrderedDict()
_lock = Lock()
_worker = Worker("whatif", most=QUEUE, patience=PATIENCE)  # one at a time: each simulation takes every core
_warm = Event()


def _result(served: Served, asked: Asked, count: int, gone: Callable[[], bool]) -> flow.Result:
    key = _key(served, asked, count)
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    made: flow.Result = _worker.ask(key, _simulation(key, asked, count), gone)
    return made


def _key(served: Served, asked: Asked, count: int) -> str:
    return json.dumps([served.id, served.version, asked.set, count], sort_keys=True)


def _simulation(key: str, asked: Asked, count: int) -> Callable[[Between], flow.Result]:
    """The work of one side of an answer, which is kept."""

    def simulate(between: Between) -> flow.Result:
        pathway = asked.pathway if asked.is_empty else asked.variant
        made = flow.simulate(pathway, seed=SEED, replications=count, progress=lambda _done, _goal: between())
        with _lock:
            _kept[key] = made
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        _warm.set()
        return made

    return simulate


def ahead(work: Callable[[Between], object]) -> Event:
    """Have something done while nobody waits for an answer; the event tells when it is."""
    return _worker.ahead(work, work)


def answered_ahead(served: Served, asked: Asked) -> Event:
    """Have one side of an answer worked out while nobody waits for another; the event tells when it is."""
    count = pairs(asked.pathway)
    key = _key(served, asked, count)
    return _worker.ahead(key, _simulation(key, asked, count))


def ready(served: Served, asked: Asked) -> Answer | None:
    """The answer, where all of it is simulated already; nothing is waited for."""
    count = pairs(asked.pathway)
    with _lock:
        now, then = (_kept.get(_key(served, one, count)) for one in (Asked(asked.pathway), asked))
    if now is None or then is None:
        return None
    return Answer(count, now, None, None) if asked.is_empty else Answer(count, now, then, flow.beside(now, then))


def is_warm() -> bool:
    """Whether somebody who asks now is answered at once; before that, the first answer takes some seconds."""
    return _warm.is_set()
