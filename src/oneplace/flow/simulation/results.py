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
from scipy.special import stdtrit

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.formulas.exact import Exact
from oneplace.flow.simulation.bounded import limits_apart, limits_of
from oneplace.flow.simulation.measures import Key
from oneplace.flow.simulation.warm_up import WarmUp
from oneplace.problems import OneplaceError

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

    @property
    def standard_error(self) -> float:
        """Of the mean."""
        return self.sd / math.sqrt(self.replications)


def value_of(runs: Floats, most: float = math.nan) -> Value:
    """The mean of a measure over replications (those without anybody to measure are left out), with its limits.

    ``most`` is the most that the measure can be; infinite where it is nought or more, NaN where it is any number.
    """
    runs = runs[np.isfinite(runs)]
    lower, upper = limits_of(*_mean(runs), most)
    return _value(runs, float(lower), float(upper))


def difference_of(now: Floats, then: Floats, most: float) -> Value:
    """The paired difference ``then - now`` over replications, with limits; ``most`` as for ``value_of``."""
    with np.errstate(invalid="ignore"):  # both may be without a limit
        there = np.isfinite(then - now)
    now, then = now[there], then[there]
    half = _mean(then - now)[1]
    lower, upper = limits_apart(_mean(now)[0], _mean(then)[0], half, most)
    return _value(then - now, float(lower), float(upper))


def _mean(runs: Floats) -> tuple[float, float]:
    """The mean and half the width of its plain 95 % limits (Student's t); NaN where there are too few."""
    n = len(runs)
    half = float(stdtrit(n - 1, 0.975)) * float(runs.std(ddof=1)) / math.sqrt(n) if n > 1 else math.nan
    return float(runs.mean()) if n else math.nan, half


def _value(runs: Floats, lower: float, upper: float) -> Value:
    n = len(runs)
    sd = float(runs.std(ddof=1)) if n > 1 else math.nan
    low, high = np.quantile(runs, [0.1, 0.9]) if n else (math.nan, math.nan)
    return Value(_mean(runs)[0], lower, upper, sd, float(low), float(high), n)


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
    sample_seconds: float
    precise: bool
    """Whether the precision asked for was reached."""
    warm_up: WarmUp
    exact: Exact | None
    """The answer by formula, where one applies."""
    log: pa.Table | None = field(default=None, repr=False)

    @property
    def replications(self) -> int:
        """How many replications were run."""
        return len(self.runs)

    def value(self, measure: str, where: str = "pathway", group: str = "all") -> Value:
        """One measure, such as ``value("wait", "ed", "1")``: at a place, for all, a class or a fifth."""
        column = self.find(measure, where, group)
        return value_of(self.runs[:, column], self.keys[column].most)

    def rows(self) -> list[dict[str, Any]]:
        """Every measure as a row: what, where, for whom, unit, mean, limits and spread."""
        return [_row(key, value_of(self.runs[:, i], key.most)) for i, key in enumerate(self.keys)]

    def hour_of_week(self, place: str) -> Floats:
        """The mean number inside by hour of the week (168, from Monday 0:00), after the warm-up."""
        column = self.inside[:, self.pathway.places.index(place)]
        first = int(np.ceil(self.pathway.file.warm_up / self.sample_seconds))
        start = self.pathway.file.start
        hours = (np.arange(len(column)) * self.sample_seconds / 3600).astype(int) + 24 * (
            start.weekday() if start else 0
        )
        return np.array([column[first:][hours[first:] % 168 == h].mean() for h in range(168)])

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know: a formula that holds, a run too short, a precision not reached."""
        found = [f"{p.message} {p.mend}" for p in self.pathway.warnings]
        if self.exact:
            found.append(
                f"An exact formula holds here ({self.exact.formula}); its values stand beside the simulated ones."
            )
        if not self.precise:
            found.append("The precision asked for was not reached: read the limits, or allow more replications.")
        return (*found, *self.warm_up.notes)

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

    def difference(self, measure: str, where: str = "pathway", group: str = "all") -> Value:
        """Scenario minus now, with 95 % limits of the paired difference."""
        return self._difference(self.find(measure, where, group))

    def _difference(self, column: int) -> Value:
        return difference_of(self.before[:, column], self.after[:, column], self.keys[column].most)

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
    }
