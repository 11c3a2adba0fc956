"""Run replications: each on its own thread without the interpreter's lock, or wherever joblib is told to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray

from oneplace.flow.kernel import Network, State, Status, advance, fresh_state, grow
from oneplace.flow.kernel import layout as at
from oneplace.flow.lowering import Lowered, lower, refuse_too_many
from oneplace.flow.measuring import Key, Measuring
from oneplace.flow.pathway import Pathway
from oneplace.problems import OneplaceError

MOST_PATIENTS = 200_000_000
"""Patients in one run: about a minute and a half of one core."""
MOST_INSIDE = 4_000_000
"""Patients inside at one time: about 2 GB."""


@dataclass(frozen=True)
class Replication:
    """One run: its measures, how many were inside and waiting over time (moments × 2 × places), and perhaps its log."""

    keys: tuple[Key, ...]
    values: NDArray[np.float64]
    samples: NDArray[np.int64]
    log_i: NDArray[np.int64]
    log_f: NDArray[np.float64]


@dataclass(frozen=True)
class Runner:
    """A pathway made ready to run under any seed."""

    lowered: Lowered
    measuring: Measuring
    path: Path
    seed: int

    @classmethod
    def of(cls, pathway: Pathway, seed: int, *, log: bool = False) -> Runner:
        """Make a pathway ready. Raises ``OneplaceError`` where a run would be too large or a file is missing."""
        refuse_too_many(pathway, MOST_PATIENTS)
        return cls(lower(pathway, log=log), Measuring.of(pathway), pathway.path, seed)

    def replicate(self, number: int) -> Replication:
        """The ``number``-th replication; the same seed and number give the same run on any machine."""
        net = self.lowered.replication(self.seed * 1_000_003 + number)
        st = finished(net, self.path, self.measuring.places)
        keys, values = self.measuring.measure(net, st)
        rows = int(st.now_i[at.LOG_SIZE])
        return Replication(keys, values, st.samples, st.log_i[:rows], st.log_f[:rows])

    def run(self, first: int, count: int) -> Iterator[Replication]:
        """Replications in order; on threads, or on the backend of an enclosing ``joblib.parallel_config``."""
        jobs = (delayed(self.replicate)(number) for number in range(first, first + count))
        yield from Parallel(n_jobs=-1, prefer="threads", return_as="list")(jobs)


def finished(net: Network, path: Path, places: tuple[str, ...]) -> State:
    """The state at the end of a run. Raises ``OneplaceError`` where it deadlocks or grows past the limit."""
    st = fresh_state(net)
    while True:
        with np.errstate(over="ignore"):  # without compilation, hashing overflows on purpose
            status = advance(net, st)
        match status:
            case Status.DONE:
                return st
            case Status.GROW:
                if len(st.pat_i) >= MOST_INSIDE:
                    raise OneplaceError.at(
                        path,
                        f"more than {MOST_INSIDE:,} patients were inside at once after "
                        f"{st.now_f[at.NOW] / 86_400:.0f} days: a queue grows without end.",
                        "Add capacity, lower the arrivals, limit the queue or let people leave it.",
                        code="W10",
                    )
                st = grow(st)
            case Status.DEADLOCK:
                stuck = [
                    name for name, row in zip(places, st.place_s, strict=True) if 0 < row[at.INSIDE] == row[at.BLOCKED]
                ]
                raise OneplaceError.at(
                    path,
                    f"after {st.now_f[at.NOW] / 86_400:.1f} days nobody in {', '.join(stuck)} can ever move: "
                    "each waits for another's place.",
                    "Give one place of the circle an unlimited queue.",
                    code="W11",
                )
            case Status.BROKEN:
                raise AssertionError(f"{path}: the patients in and out of a run do not add up; please report it.")
