"""Whether the values of a file are what its counts make: what they are per, and which of them say otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

PER = (1.0, 100.0, 1000.0, 10_000.0, 100_000.0)
ENOUGH = 20
"""Events from which a rounded value tells what it is per."""
MOST, LEAST = 0.75, 3
"""The share of a series' values, and how many at least, that their counts must make before the others contradict it."""
_PLACES = 6


def told_per(values: Mapping[str, Floats]) -> float | None:
    """What the values of a series are per, where its counts say one thing throughout; else None."""
    enough = (values["numerator"] >= ENOUGH) & (values["value"] > 0)
    if not enough.any():
        return None
    per = values["value"][enough] * values["denominator"][enough] / values["numerator"][enough]
    return next((each for each in PER if np.allclose(per, each, rtol=0.02)), None)


def contradicted(values: Mapping[str, Floats], per: float | None) -> Flags:
    """Which values of a series their own counts don't make, beyond what rounding allows.

    ``values`` has ``numerator``, ``denominator`` and ``value`` of the series' rows. Where ``per`` is declared, all are
    held to it. Else they are held to what most of them are per: a series of which few are what their counts make (a
    rate standardised for age, a weighted survey) says something else by its counts, and contradicts nothing.
    """
    known = ~np.isnan(values["value"]) & ~np.isnan(values["numerator"]) & (values["denominator"] > 0)
    nothing = np.zeros(known.shape, dtype=np.bool_)
    if not known.any():
        return nothing
    if per is not None:
        return known & ~_made(values, per, known)
    telling = known & (values["numerator"] > 0)  # of no events nothing can be told: none is none per anything
    made = {each: _made(values, each, known) for each in PER}
    best = max(PER, key=lambda each: int((made[each] & telling).sum()))
    agree = int((made[best] & telling).sum())
    return known & ~made[best] if agree >= max(LEAST, MOST * int(telling.sum())) else nothing


def contradicted_row(table: pa.Table) -> Mapping[str, Any] | None:
    """The first row of a table in the tidy shape that its counts contradict; None where there is none."""
    counted = table.filter(
        pc.and_(pc.and_(table["numerator"].is_valid(), table["denominator"].is_valid()), table["value"].is_valid())
    )
    for name in pc.unique(counted["series"]).to_pylist():
        mine = counted.filter(pc.equal(counted["series"], name))
        values = {key: mine[key].to_numpy() for key in ("numerator", "denominator", "value")}
        if (apart := contradicted(values, None)).any():
            found: Mapping[str, Any] = mine.slice(int(np.flatnonzero(apart)[0]), 1).to_pylist()[0]
            return found
    return None


def _made(values: Mapping[str, Floats], per: float, known: Flags) -> Flags:
    """Which values lie between the least and the most that their counts, as rounded, could make."""
    numerator, denominator, value = (values[name] for name in ("numerator", "denominator", "value"))
    counts = np.concatenate([numerator[known], denominator[known]])
    half = 2.5 if not (counts % 5).any() else 0.5
    step = 0.5 * 10.0 ** -_decimals(value[known])
    with np.errstate(invalid="ignore", divide="ignore"):
        least = per * np.maximum(numerator - half, 0) / (denominator + half) - step
        most = np.where(denominator > half, per * (numerator + half) / (denominator - half), np.inf) + step
        slack = 1e-9 * np.maximum(np.abs(value), 1)
        return (value >= least - slack) & (value <= most + slack)


def _decimals(values: Floats) -> int:
    """How many decimals a column of values is written with."""
    return next(
        (few for few in range(_PLACES) if np.allclose(np.round(values, few), values, rtol=0, atol=1e-9)), _PLACES
    )
