"""What a simulation found: every measure with its limits over the replications, and what was shown on the way."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.formulas.exact import Exact
from oneplace.flow.reading.feasibility import MORE
from oneplace.flow.simulation.bounded import limits_apart, limits_of
from oneplace.flow.simulation.fans import Fan, Over, fan_of, step_of
from oneplace.flow.simulation.growing import Growing, growing
from oneplace.flow.simulation.measures import Key
from oneplace.flow.simulation.spread import Spread, per_draw, spread
from oneplace.flow.simulation.warm_up import WarmUp
from oneplace.problems import OneplaceError
from oneplace.vocabulary.wording import list_words, plainly

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Value:
    """A measure over the replications: its mean with 95 % limits, and the spread of single replications."""

    mean: float
    lower: float
    upper: float
    sd: float
    p10: float
    p90: float
    replications: int
    luck: float = math.nan
    """Half the width of the plain limits of luck alone, which more replications make smaller."""
    unknown: float | None = None
    """Half the width by what is not known of the inputs, which only knowing more does; None where all are known."""

    @property
    def standard_error(self) -> float:
        """Of the mean."""
        return self.sd / math.sqrt(self.replications)


def value_of(runs: Floats, most: float = math.nan, each: int = 1) -> Value:
    """The mean of a measure over replications (those without anybody to measure are left out), with its limits.

    ``most`` is the most that the measure can be; infinite where it is nought or more, NaN where it is any number.
    ``each`` replications share a draw of uncertain inputs.
    """
    found = spread(runs, each)
    return _value(runs, found, limits_of(found.mean, found.half, most), each)


def difference_of(now: Floats, then: Floats, most: float, each: int = 1) -> Value:
    """The paired difference ``then - now`` over replications, with limits; ``most`` and ``each`` as in ``value_of``."""
    with np.errstate(invalid="ignore"):  # both may be without a limit
        apart = then - now
    found, there = spread(apart, each), np.isfinite(apart)
    before, after = (spread(np.where(there, of, math.nan), each).mean for of in (now, then))
    return _value(apart, found, limits_apart(before, after, found.half, most), each)


def _value(runs: Floats, found: Spread, limits: tuple[Floats, Floats], each: int) -> Value:
    runs = runs[np.isfinite(runs)]
    n = len(runs)
    sd = float(runs.std(ddof=1)) if n > 1 else math.nan
    low, high = np.quantile(runs, [0.1, 0.9]) if n else (math.nan, math.nan)
    lower, upper = map(float, limits)
    unknown = float(found.unknown) if each > 1 else None
    return Value(float(found.mean), lower, upper, sd, float(low), float(high), n, float(found.luck), unknown)


def key_index(pathway: Pathway, keys: Sequence[Key], measure: str, where: str, group: str) -> int:
    """The column of a measure; raises ``OneplaceError`` where there is no such one, with those that there are."""
    for i, key in enumerate(keys):
        if (key.measure, key.where, key.group) == (measure, where, group):
            return i
    near = sorted({key.measure for key in keys if key.where == where}) or sorted({key.where for key in keys})
    raise OneplaceError.at(
        pathway.path, f"has no result '{measure}' at {where} for {group}.", f"There is: {', '.join(near)}."
    )


class _Keyed:
    """What has keys and can be asked for one of them."""

    keys: tuple[Key, ...]
    pathway: Pathway

    @cached_property
    def _index(self) -> dict[tuple[str, str, str], int]:
        return {(key.measure, key.where, key.group): i for i, key in enumerate(self.keys)}

    def has(self, measure: str, where: str, group: str) -> bool:
        """Whether there is such a measure."""
        return (measure, where, group) in self._index

    def find(self, measure: str, where: str, group: str) -> int:
        """The column of a measure; raises ``OneplaceError`` where there is no such one."""
        found = self._index.get((measure, where, group))
        return key_index(self.pathway, self.keys, measure, where, group) if found is None else found


@dataclass(frozen=True)
class Result(_Keyed):
    """The results of a pathway, simulated. ``runs`` holds each replication's measures (replications × keys)."""

    pathway: Pathway
    seed: int
    keys: tuple[Key, ...] = field(repr=False)
    runs: Floats = field(repr=False)
    inside: Floats = field(repr=False)
    """Mean number inside over the replications (moments × places), an hour apart from the start of the warm-up."""
    waiting: Floats = field(repr=False)
    over_time: NDArray[np.float32] = field(repr=False)
    """Of each replication how many are inside and waiting, on average over each step of time after the warm-up
    (replications × steps × 2 × places)."""
    sample_seconds: float
    precise: bool
    """Whether the precision asked for was reached."""
    warm_up: WarmUp
    exact: Exact | None
    """The answer by formula, where one applies."""
    log: pa.Table | None = field(default=None, repr=False)
    endless: int = 0
    """Replications for which numbers known only within a range were drawn so that some queue grows without end."""

    @property
    def replications(self) -> int:
        """How many replications were run."""
        return len(self.runs)

    def value(self, measure: str, where: str = "pathway", group: str = "all") -> Value:
        """One measure, such as ``value("wait", "ed", "1")``: at a place, for all, a class or a fifth."""
        column = self.find(measure, where, group)
        return self._value(column)

    def _value(self, column: int) -> Value:
        return value_of(self.runs[:, column], self.keys[column].most, per_draw(self.pathway))

    def rows(self) -> list[dict[str, Any]]:
        """Every measure as a row: what, where, for whom, unit, mean, limits and spread."""
        return [_row(key, self._value(i)) for i, key in enumerate(self.keys)]

    def hour_of_week(self, place: str) -> Floats:
        """The mean number inside by hour of the week (168, from Monday 0:00), after the warm-up."""
        column = self.inside[:, self.pathway.places.index(place)]
        first = int(np.ceil(self.pathway.file.warm_up / self.sample_seconds))
        start = self.pathway.file.start
        hours = (np.arange(len(column)) * self.sample_seconds / 3600).astype(int) + 24 * (
            start.weekday() if start else 0
        )
        return np.array([column[first:][hours[first:] % 168 == h].mean() for h in range(168)])

    def fan(self, place: str, over: Over) -> Fan:
        """How a number goes over time at a place, from the end of the warm-up; shares of the runs lie below its lines.

        ``occupancy`` is the share of a place's beds that are taken. Raises ``OneplaceError`` where there is no such
        place, or where its beds are without limit or change, so that they can be no share of them.
        """
        if place not in self.pathway.places:
            raise OneplaceError.at(
                self.pathway.path, f"has no place {place}.", f"There is: {', '.join(self.pathway.places)}."
            )
        runs = self.over_time[:, :, int(over == "waiting"), self.pathway.places.index(place)].astype(np.float64)
        room = self.fixed_beds(place) if over != "waiting" else None
        if over == "occupancy":
            if not room:
                raise OneplaceError.at(
                    self.pathway.path,
                    f"has no fixed number of beds at {place}, so that none of them can be a share.",
                    f"Ask for {place}.inside.",
                )
            runs, room = runs / room, 1.0
        return fan_of(place, over, runs, step_of(self.pathway.file.run), room)

    def fixed_beds(self, place: str) -> float | None:
        """The beds of a place; None where they are without limit, or where a calendar or a rule changes them."""
        of = self.pathway.file.places[place]
        ruled = {path for rule in self.pathway.file.when.values() for path in rule.set}
        return None if of.calendar or f"places.{place}.capacity" in ruled else of.capacity

    @property
    def longest_queue(self) -> str:
        """The place for which most people wait, on average."""
        return self.pathway.places[int(self.over_time[:, :, 1].mean(axis=(0, 1)).argmax())]

    @cached_property
    def growing(self) -> tuple[Growing, ...]:
        """The queues that grew all through the run, though it was not foreseen."""
        return growing(self.pathway, self.over_time)

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know: a formula that holds, a run too short, a precision not reached."""
        found = [f"{p.message} {p.mend}" for p in self.pathway.warnings]
        if self.exact:
            found.append(
                f"An exact formula holds here ({self.exact.formula}); its values stand beside the simulated ones."
            )
        ranges = [
            f"`{one.path}` ({plainly(one.low)} to {plainly(one.high)} {one.unit})" for one in self.pathway.uncertain
        ]
        if ranges:
            said = f"Known only within a range: {list_words(ranges)}."
            found.append(f"{said} Limits count that as well as luck; `luck` and `unknown` tell them apart.")
        if not self.precise:
            found.append("The precision asked for was not reached: read the limits, or allow more replications.")
        found += [
            f"The queue of `{of.place}` grew all through the run, from {of.first:,.0f} waiting in its first quarter to "
            f"{of.last:,.0f} in its last: it seems to grow without end, and then no run is long enough. {MORE}"
            for of in self.growing
        ]
        if self.endless:
            found.append(
                f"With the numbers drawn for {self.endless} of the {self.replications} runs a queue grows without end: "
                "their figures, and the limits, tell of a run of this length only."
            )
        return (*found, *(() if self.growing or self.endless else self.warm_up.notes))

    def write_log(self, path: Path) -> None:
        """Write the visit log as Parquet; raises ``OneplaceError`` where none was kept."""
        if self.log is None:
            raise OneplaceError.at(self.pathway.path, "was run without a log.", "Simulate with `log=True`.")
        pq.write_table(self.log, path)


@dataclass(frozen=True)
class Comparison(_Keyed):
    """A scenario beside the pathway as it is, replication by replication under the same chances."""

    pathway: Pathway
    scenario: str
    keys: tuple[Key, ...] = field(repr=False)
    before: Floats = field(repr=False)
    after: Floats = field(repr=False)
    per_draw: int = 1
    """How many replications share a draw of uncertain inputs."""

    def difference(self, measure: str, where: str = "pathway", group: str = "all") -> Value:
        """Scenario minus now, with 95 % limits of the paired difference."""
        return self._difference(self.find(measure, where, group))

    def _difference(self, column: int) -> Value:
        return difference_of(self.before[:, column], self.after[:, column], self.keys[column].most, self.per_draw)

    def rows(self) -> list[dict[str, Any]]:
        """Every measure as a row: now, with the scenario, and the paired difference with its limits."""
        found = []
        for i, key in enumerate(self.keys):
            row = _row(key, self._difference(i))
            row["now"], row["then"] = value_of(self.before[:, i]).mean, value_of(self.after[:, i]).mean
            row["difference"] = row.pop("mean")
            found.append(row)
        return found


def _row(key: Key, value: Value) -> dict[str, Any]:
    return {
        "measure": key.measure,
        "where": key.where,
        "by": key.by,
        "group": key.group,
        "unit": key.unit,
        "mean": value.mean,
        "lower": value.lower,
        "upper": value.upper,
        "sd": value.sd,
        "p10": value.p10,
        "p90": value.p90,
        "replications": value.replications,
        **({"luck": value.luck, "unknown": value.unknown} if value.unknown is not None else {}),
    }
