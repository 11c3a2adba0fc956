"""Simulated beside observed: the same measures of a pathway's simulated visits and of what really happened."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.special import stdtrit

from oneplace.flow.calibration.calibration import as_named
from oneplace.flow.calibration.measures import (
    Frame,
    Seen,
    arrivals_by_hour,
    ended_by,
    frames,
    inside_by_hour_of_week,
    seen,
)
from oneplace.flow.calibration.spells import STILL_THERE, Spells, day_words, read_spells
from oneplace.flow.calibration.table import Floats
from oneplace.flow.file.pathway import Pathway
from oneplace.flow.kernel.layout import STILL_THERE as LOGGED_AS_THERE
from oneplace.flow.reading.reader import apply
from oneplace.flow.simulation.questions import patients_of
from oneplace.flow.simulation.replications import Replication, Runner
from oneplace.place import BELOW
from oneplace.problems import OneplaceError
from oneplace.stats import side

CLOSE = 0.05
"""What is off its limits by chance's measure is still close if within this share of the simulated value."""
CLOSE_SHARE = 0.02
"""And a share, if within two points."""
SURE = 0.95
"""With this chance every measure of a right model lies within its limits."""


class Verdict(StrEnum):
    """What the comparison of one measure says."""

    WITHIN = "within limits"
    CLOSE = "close"
    OFF = "off"


@dataclass(frozen=True)
class Beside:
    """One measure: observed, simulated, and the limits within which a single simulated run lies."""

    where: str
    what: str
    unit: str
    observed: float
    simulated: float
    lower: float
    upper: float

    @property
    def difference(self) -> float:
        """Simulated over observed, less one; for shares simulated minus observed."""
        if self.unit == "share":
            return self.simulated - self.observed
        return self.simulated / self.observed - 1 if self.observed else math.copysign(math.inf, self.simulated)

    @property
    def verdict(self) -> Verdict:
        """Within the limits; or close, within 5 % (of shares: two points); or off."""
        if side(self.lower - 1e-9, self.upper + 1e-9, of=self.observed) == 0:
            return Verdict.WITHIN
        room = CLOSE_SHARE if self.unit == "share" else CLOSE * abs(self.simulated)
        return Verdict.CLOSE if abs(self.simulated - self.observed) <= room else Verdict.OFF


@dataclass(frozen=True)
class Curve:
    """Observed beside simulated along an axis: hours of the week (or of the day), or lengths of stay in seconds."""

    where: str
    what: str
    along: Floats = field(repr=False)
    observed: Floats = field(repr=False)
    simulated: Floats = field(repr=False)
    lower: Floats = field(repr=False)
    upper: Floats = field(repr=False)


@dataclass(frozen=True)
class Validation:
    """A pathway beside what was observed. ``rows`` holds every measure, ``curves`` what is drawn."""

    pathway: Pathway
    period: str
    days: float
    spells: int
    replications: int
    seed: int
    rows: tuple[Beside, ...]
    curves: tuple[Curve, ...] = field(repr=False)
    synthetic: bool = False

    @property
    def fits(self) -> bool:
        """Whether no measure is off."""
        return not self.off

    @property
    def off(self) -> tuple[Beside, ...]:
        """The measures that are off, the furthest first."""
        off = [row for row in self.rows if row.verdict is Verdict.OFF]
        return tuple(sorted(off, key=lambda row: -abs(row.difference) * (5 if row.unit == "share" else 1)))

    @property
    def rule(self) -> str:
        """How it is judged, in words."""
        return (
            f"Limits are those within which all {len(self.rows)} measures of a right model lie together in 19 of 20 "
            "such periods. A measure outside them is close if simulated and observed differ by at most "
            f"{100 * CLOSE:.0f}% (a share: by {100 * CLOSE_SHARE:.0f} points), else off. The pathway fits if no "
            "measure is off."
        )

    @property
    def answer(self) -> str:
        """What was found, in a sentence."""
        number = {verdict: sum(row.verdict is verdict for row in self.rows) for verdict in Verdict}
        head = f"{number[Verdict.WITHIN]} of {len(self.rows)} measures are within limits"
        head += f", {number[Verdict.CLOSE]} more are close" if number[Verdict.CLOSE] else ""
        if self.fits:
            return f"The pathway fits what was observed: {head}."
        worst = self.off[0]
        where = f" at {worst.where}" if worst.where else ""
        return f"The pathway does not fit: {head}, {number[Verdict.OFF]} off. Furthest off is {worst.what}{where}."


def validate(
    pathway: Pathway,
    source: Path | str | Spells | Any,
    *,
    replications: int = 30,
    seed: int = 1,
    small: int = BELOW,
    progress: Callable[[int, int], None] | None = None,
    **reading: Any,
) -> Validation:
    """Simulate the period that spells cover, many times, and set each run's visits beside the spells.

    ``source`` and ``reading`` are as for ``read_spells``. Observed and simulated alike count who came to a place within
    the period, as it looked at its end. The pathway's warm-up comes before the period. No count of people from 1 to
    ``small`` - 1 shows. Raises ``OneplaceError`` where the spells cannot be read, name what the pathway does not have,
    or are too few.
    """
    if replications < 5:
        raise ValueError("limits need at least 5 replications.")
    spells = as_named(source if isinstance(source, Spells) else read_spells(source, **reading), pathway)
    observed = spells.between(spells.since, spells.until)
    at = frames(observed, pathway, small)
    if not at:
        raise OneplaceError.at(spells.source, "has too few spells to compare.", "Give a longer time.", code="E90")
    simulated, clock = _over(pathway, observed)
    hours = _hours_shown(observed, small)
    runner = Runner.of(simulated, seed, log=True)

    def run(number: int) -> tuple[dict[Seen, float], list[Floats]]:
        made = _spells_of(simulated, runner.replicate(number), observed, clock)
        return seen(made, at), _curves(made, at, hours)

    results = []
    for first in range(0, replications, 10):
        numbers = range(first, min(first + 10, replications))
        results += Parallel(n_jobs=-1, prefer="threads")(delayed(run)(number) for number in numbers)
        if progress:
            progress(len(results), replications)
    rows = _rows(seen(observed, at, small), [measures for measures, _ in results])
    curves = _together(observed, at, hours, [curves for _, curves in results])
    rows.insert(0, _hours(curves[0], [made[0] for _, made in results], len(rows)))
    return Validation(
        pathway, day_words(observed), observed.days, len(observed), replications, seed, tuple(rows), curves,
        spells.synthetic,
    )  # fmt: skip


def _over(pathway: Pathway, observed: Spells) -> tuple[Pathway, tuple[float, float]]:
    """The pathway over the period, its warm-up before it; and the period on the run's clock (seconds since 1970)."""
    first, last = observed.local(np.array([observed.since, observed.until])).astype("datetime64[us]").astype(np.int64)
    since, until = float(first) / 1e6, float(last) / 1e6
    day = since // 86_400 * 86_400
    start = day - math.ceil(pathway.file.warm_up / 86_400) * 86_400
    date = (np.datetime64(0, "s") + np.timedelta64(int(start), "s")).astype("datetime64[D]")
    asked = {
        "start": str(date),
        "warm_up": f"{since - start:.0f} seconds",
        "run": f"{max(until - since, 1):.0f} seconds",
    }
    return apply(pathway, asked), (start, since)


def _spells_of(pathway: Pathway, made: Replication, observed: Spells, clock: tuple[float, float]) -> Spells:
    """The visits of one run as spells of the same period."""
    log = made.log
    arrived_as, fifth, place, after = (log[name].astype(np.int64) for name in ("arrived_as", "fifth", "place", "to"))
    start, since = clock
    patient = patients_of(log, len(pathway.classes))
    came, began, ended, went = (log[name] + start for name in ("came", "started", "finished", "went"))
    order = np.lexsort((came, patient))
    patient = patient[order]
    entry = np.r_[True, patient[1:] != patient[:-1]]
    to = np.where(after == LOGGED_AS_THERE, STILL_THERE, after)
    spells = Spells(
        pathway.path, pathway.places, pathway.classes, pathway.exits, {}, patient, arrived_as[order], fifth[order],
        place[order], to[order], entry, came[order], began[order], ended[order], went[order],
        since=since, until=since + pathway.file.run, seen_until=since + pathway.file.run, zone="UTC",
        given=observed.given,
    )  # fmt: skip
    return spells.between(spells.since, spells.until)


def _rows(observed: dict[Seen, float], runs: list[dict[Seen, float]]) -> list[Beside]:
    """Each measure that was observed, or that any run shows."""
    keys = list(dict.fromkeys([*observed, *(key for run in runs for key in run)]))
    found = []
    for key in keys:
        rare = 0.0 if key.unit == "share" or not key.where else math.nan  # nobody went that way, or nobody came
        values = np.array([run.get(key, rare) for run in runs])
        value = observed.get(key, rare)
        values = values[np.isfinite(values)]
        if math.isfinite(value) and len(values) > 1 and (value or values.any()):
            found.append(_beside(key, value, values, len(keys)))
    return found


def _beside(key: Seen, observed: float, values: Floats, measures: int) -> Beside:
    n, mean = len(values), float(values.mean())
    wide = float(stdtrit(n - 1, 1 - (1 - SURE) / 2 / measures)) * float(values.std(ddof=1)) * math.sqrt(1 + 1 / n)
    most = 1.0 if key.unit == "share" else math.inf
    return Beside(key.where, key.what, key.unit, observed, mean, max(0.0, mean - wide), min(most, mean + wide))


def _hours_shown(observed: Spells, small: int) -> int:
    """Hours of the week, or of the day where in some hour of the week few came."""
    counts = arrivals_by_hour(observed, 168)[1]
    return 24 if ((counts > 0) & (counts < small)).any() else 168


def _curves(made: Spells, at: dict[str, Frame], hours: int) -> list[Floats]:
    found = [arrivals_by_hour(made, hours)[0]]
    for place, frame in at.items():
        found += [inside_by_hour_of_week(made, place, frame), ended_by(made, place, frame)]
    return found


def _together(observed: Spells, at: dict[str, Frame], shown: int, runs: list[list[Floats]]) -> tuple[Curve, ...]:
    """What is drawn, with the range in which 95 % of the runs lie at each point."""
    hours = np.arange(168.0)
    about = [("", f"arrivals by hour of the {'week' if shown == 168 else 'day'}", hours[:shown])]
    for place, frame in at.items():
        about += [(place, "inside by hour of the week", hours), (place, "stays that have ended", frame.lengths)]
    found = []
    for k, ((where, what, along), real) in enumerate(zip(about, _curves(observed, at, shown), strict=True)):
        values = np.array([run[k] for run in runs])
        mean, low, high = np.full((3, len(along)), np.nan)
        some = np.isfinite(values).any(axis=0)
        if some.any():
            low[some], high[some] = np.nanquantile(values[:, some], [0.025, 0.975], axis=0)
            mean[some] = np.nanmean(values[:, some], axis=0)
        found.append(Curve(where, what, along, real, mean, low, high))
    return tuple(found)


def _hours(curve: Curve, runs: list[Floats], others: int) -> Beside:
    """One measure for the shape of the week: the share of arrivals that come in another hour than simulated."""

    def misplaced(one: NDArray[np.float64], rest: NDArray[np.float64]) -> float:
        return float(np.abs(one / max(one.sum(), 1e-12) - rest / max(rest.sum(), 1e-12)).sum() / 2)

    total, n = np.sum(runs, axis=0), len(runs)
    values = np.array([misplaced(run, (total - run) / (n - 1)) for run in runs])
    row = _beside(Seen("", "arrivals in other hours", "share"), misplaced(curve.observed, total / n), values, others)
    return Beside(row.where, row.what, row.unit, row.observed, row.simulated, 0.0, row.upper)
