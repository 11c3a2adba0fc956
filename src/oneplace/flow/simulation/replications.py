"""Run replications: each on its own thread without the interpreter's lock, or wherever joblib is told to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.quantity import parts
from oneplace.flow.file.uncertain import drawn
from oneplace.flow.kernel import Network, State, Status, advance, fresh_state, grow
from oneplace.flow.kernel.state import Table
from oneplace.flow.network import Lowered, lower
from oneplace.flow.network.timeline import DAY
from oneplace.flow.network.traffic import expected_patients
from oneplace.flow.reading.checks import MOST_INSIDE
from oneplace.flow.reading.loads import grows_without_end
from oneplace.flow.reading.reader import remade
from oneplace.flow.simulation.measures import Key, Measuring, samples
from oneplace.flow.simulation.spread import PER_DRAW
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import list_words, plainly

MOST_PATIENTS = 200_000_000
"""Patients in one run: about a minute and a half of one core."""
_UNREADABLE = 1e12
"""Patients beyond which their number is not written out."""
_DRAWS_KEPT = 16
AT_ONCE = 8
"""So few runs are made all at once, a thread each: where others keep the machine busy no core then waits for the last,
and with two busy loops beside them six runs took seven tenths of the time."""
MOST_EVENTS = 2_000_000_000
"""Things that happen in one run: a few minutes of one core."""


class EndlessQueueError(OneplaceError):
    """A queue grew without end while it ran."""


@dataclass(frozen=True)
class Replication:
    """One run: its measures, how many were inside and waiting over time (moments × 2 × places), and perhaps its log."""

    keys: tuple[Key, ...]
    values: NDArray[np.float64]
    samples: NDArray[np.int32]
    log: Table
    endless: bool = False
    """Whether some queue grows without end, as numbers known only within a range were drawn for it."""


@dataclass(frozen=True)
class Runner:
    """A pathway made ready to run under any seed."""

    lowered: Lowered
    measuring: Measuring
    pathway: Pathway
    seed: int
    log: bool = False
    _made: dict[int, Runner] = field(default_factory=dict, repr=False)
    """With the draws of uncertain inputs that ran last."""

    @classmethod
    def of(cls, pathway: Pathway, seed: int, *, log: bool = False) -> Runner:
        """Make a pathway ready. Raises ``OneplaceError`` where a run would be too large or a file is missing."""
        pathway.refuse_not_set()
        _refuse_too_many(pathway)
        lowered = lower(pathway, log=log)
        return cls(lowered, Measuring.of(pathway, lowered), pathway, seed, log)

    def _with_inputs(self, number: int) -> Runner:
        """The pathway with the ``number``-th draw of its uncertain inputs."""
        made = self._made.get(number)
        if made is None:
            data = drawn(self.pathway.document.data, self.pathway.uncertain, self.seed, number)
            made = Runner.of(remade(self.pathway, data), self.seed, log=self.log)
            if len(self._made) >= _DRAWS_KEPT:
                self._made.clear()
            self._made[number] = made
        return made

    def replicate(self, number: int) -> Replication:
        """The ``number``-th replication; the same seed and number give the same run on any machine."""
        if self.pathway.uncertain:
            drawn_ = self._with_inputs(number // PER_DRAW)
            return replace(drawn_.replicate(number), endless=grows_without_end(drawn_.pathway))
        st = finished(self.lowered.replication(self.seed * 1_000_003 + number), self.pathway)
        measured = self.measuring.measure(st)
        values = np.concatenate([of.values.ravel() for of in measured])
        return Replication(self.measuring.keys(measured), values, samples(st), st.log[: st.clock["log_size"][0]])

    def run(self, first: int, count: int) -> Iterator[Replication]:
        """Replications in order; on threads, or on the backend of an enclosing ``joblib.parallel_config``."""
        jobs = (delayed(self.replicate)(number) for number in range(first, first + count))
        threads = count if count <= AT_ONCE else -1
        yield from Parallel(n_jobs=threads, prefer="threads", return_as="list")(jobs)


def finished(net: Network, pathway: Pathway) -> State:
    """The state at the end of a run. Raises ``OneplaceError`` where it deadlocks, never ends or outgrows the limits."""
    st, paused = fresh_state(net), -1.0
    while True:
        with np.errstate(over="ignore"):  # without compilation, hashing overflows on purpose
            status = advance(st)
        days = st.clock["now"][0] / DAY
        match status:
            case Status.DONE:
                return st
            case Status.GROW:
                most = MOST_INSIDE // (1 + int(st.clock["turns"][0]))  # beds that are made ready take room, too
                if max(int(st.clock["inside"][0]), len(st.starts)) >= most:
                    raise EndlessQueueError.at(
                        pathway.path,
                        f"more than {most:,} patients were inside at once after {days:.0f} days: "
                        "a queue grows without end.",
                        "Add capacity, lower the arrivals, limit the queue or let people leave it.",
                        code="E78",
                    )
                st = grow(st)
            case Status.PAUSE:
                if days == paused or st.clock["events"][0] > MOST_EVENTS:
                    what = "the same happens again and again at one instant" if days == paused else "too much happens"
                    raise OneplaceError.at(
                        pathway.path,
                        f"after {plainly(days)} days {what}: the run was stopped.",
                        "Look for patience, stays or worsening that take no time and lead back to where they began.",
                        code="E69",
                    )
                paused = days
            case Status.DEADLOCK:
                raise _stuck(pathway, st, days)
            case Status.BROKEN:
                raise AssertionError(
                    f"{pathway.path}: the patients in and out of a run do not add up; please report it."
                )


def _stuck(pathway: Pathway, st: State, days: float) -> OneplaceError:
    """Who can never move again, and why: a place without any room, or places that wait for each other's."""
    named = dict(zip(pathway.places, st.places, strict=True))
    stuck = list_words(f"`{name}`" for name, of in named.items() if of["inside"] and of["inside"] == of["blocked"])
    for name in (name for name, of in named.items() if of["wanted"] and of["capacity"] == 0):
        things = parts(pathway.document.data["places"][name]["capacity"])[1]
        why, mend = f"`{name}` has no {things}", f"Give `{name}` some, or send nobody there."
        break
    else:
        why, mend = "each waits for another's place", "Give one place of the circle an unlimited queue."
    message = f"after {days:.1f} days nobody in {stuck} can ever move: {why}."
    return OneplaceError.at(pathway.path, message, mend, code="E79")


def _refuse_too_many(pathway: Pathway) -> None:
    """Raise ``OneplaceError`` where a run would bring more than ``MOST_PATIENTS``."""
    expected = float(expected_patients(pathway).sum())
    if expected > MOST_PATIENTS:
        about = f"about {expected:,.0f}" if expected < _UNREADABLE else f"more than {_UNREADABLE:,.0f}"
        raise OneplaceError.at(
            pathway.path,
            f"brings {about} patients in one run, more than the {MOST_PATIENTS:,} that a run may have.",
            "Shorten `run` or `warm_up`, or correct the arrivals.",
            code="E69",
        )
