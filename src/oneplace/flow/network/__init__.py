"""From a pathway to the tables that the kernel runs on."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.kernel import Network
from oneplace.flow.kernel import layout as at
from oneplace.flow.kernel.state import Table
from oneplace.flow.network.arrivals import Forecast, classes
from oneplace.flow.network.distribution_rows import Dists
from oneplace.flow.network.places import CONDITION, SETTABLE, calendar, cells, places, pools, rules, starts, watches
from oneplace.flow.network.reach import reached, returns
from oneplace.flow.network.timeline import A_MONDAY, DAY, HOUR
from oneplace.flow.network.traffic import flows

__all__ = ["CONDITION", "SETTABLE", "Lowered", "lower", "sample_every"]


@dataclass(frozen=True)
class Lowered:
    """The tables of a pathway, and what differs between replications."""

    network: Network
    forecasts: dict[int, Forecast]
    """Of each class whose arrivals are forecast."""

    def replication(self, seed: int) -> Network:
        """The tables for one seed; where arrivals are forecast, each day's number is drawn within its spread."""
        clock = self.network.clock.copy()
        clock["seed"] = seed
        if not self.forecasts:
            return self.network._replace(clock=clock)
        segments = self.network.segments.copy()
        for cls, forecast in self.forecasts.items():
            segments["rate"][forecast.rows] = forecast.rates(seed, cls)
        return self.network._replace(clock=clock, segments=segments)


def lower(pathway: Pathway, *, log: bool = False) -> Lowered:
    """The tables of a pathway. Raises ``OneplaceError`` where a number is not set or a file cannot be read."""
    pathway.refuse_not_set()
    file = pathway.file
    start, end = file.start or A_MONDAY, file.warm_up + file.run
    dists = Dists(pathway.path.parent)
    rows = {
        **cells(pathway, dists),
        **pools(pathway),
        **watches(pathway),
        "places": places(pathway),
        "rules": rules(pathway),
    }
    rows["changes"] = calendar(pathway, rows, start, end)
    rows["starts"] = starts(pathway, rows["places"]["capacity"], dists)
    came, forecasts = classes(pathway, dists, start, end)
    rows |= {**came, **dists.tables()}
    fifths = 5 if pathway.fifths else 1
    number = _rows_of_results(pathway, rows, fifths)
    clock = np.zeros(1, at.CLOCK)
    settings = {
        "fifths": fifths,
        "returns": returns(pathway),
        "logging": log,
        "log_room": _log_rows(pathway) if log else 0,
        "largest_batch": max([1, *rows["batches"]["patients"]]),
        "turns": int((rows["cells"]["turnaround"] >= 0).any()),
        "ranks": 1 + int(rows["cells"]["rank"].max()),
        "groups": len(pathway.classes) * fifths,
        "rows": number,
        "exits": len(pathway.exits),
        "samples": int(end // sample_every(end)) + 1,
        "warm_up": file.warm_up,
        "end": end,
        "sample_every": sample_every(end),
        **{name: len(rows[name]) for name in ("places", "pools", "classes", "changes", "rules", "starts", "watches")},
    }
    for name, value in settings.items():
        clock[name] = value
    return Lowered(Network(clock=clock, **rows), forecasts)


def _rows_of_results(pathway: Pathway, rows: dict[str, Table], fifths: int) -> int:
    """Give each class at each place that it can reach rows of results, one a fifth; how many rows there are.

    The last rows are for all that can't be: nobody is ever counted there, or the program is wrong.
    """
    reach = reached(pathway, list(zip(rows["starts"]["place"], rows["starts"]["cls"], strict=True))).ravel()
    rows["cells"]["row"] = fifths * np.where(reach, np.cumsum(reach) - 1, reach.sum())
    return int(fifths * (reach.sum() + 1))


def _log_rows(pathway: Pathway) -> int:
    """About how many visits one run logs, so that the log seldom has to grow; up to 20 million to begin with."""
    visits = float(flows(pathway).sum()) * (pathway.file.warm_up + pathway.file.run)
    return int(min(1.1 * visits, 20e6)) if math.isfinite(visits) else 0


def sample_every(end: float) -> float:
    """Seconds between the moments at which the state is written down: an hour; more in runs of above ten years."""
    return HOUR if end <= 100_000 * HOUR else DAY
