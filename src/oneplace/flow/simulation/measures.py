"""From one replication's counts to the measures that results are made of, as one row of numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.quantity import CLOCKS, Price
from oneplace.flow.kernel import State
from oneplace.flow.kernel import layout as at
from oneplace.flow.network import Lowered
from oneplace.flow.network.places import diverted
from oneplace.flow.network.timeline import DAY
from oneplace.flow.reading.loads import most_ever
from oneplace.flow.simulation import percentiles
from oneplace.flow.simulation.bounded import most_of

Floats = NDArray[np.float64]
Group = Literal["all", "class", "deprivation"]


@dataclass(frozen=True)
class Key:
    """What a number is: a measure of a place (or of the whole pathway, or of a pool) for a group of patients."""

    measure: str
    where: str
    """A place or pool; ``pathway`` for the whole."""
    by: Group
    group: str
    unit: str

    @property
    def most(self) -> float:
        """The most that it can be; infinite where it has no largest value."""
        return most_of(self.measure, self.unit)


class _Measured(NamedTuple):
    """A measure at every place (groups × places), or of the whole pathway (groups), or of a place or pool (one)."""

    measure: str
    unit: str
    values: Floats
    where: str = ""


_SHARES = {"p50": 0.5, "p90": 0.9, "p95": 0.95}
_HELD_UP = ("wait", "wait_interrupted", "in_block", "in_delay", "unserved", "unmoved")
"""All the time that patients wait or are held, whether they were served, gave up or still wait: the area under how many
do (Little's law), so that over arrivals it is each one's share of it."""
_COLUMNS: tuple[str, ...] = at.COUNT.names or ()


@dataclass(frozen=True)
class Measuring:
    """Turns the end of a replication into measures; what they are stands in ``keys``, in the same order."""

    pathway: Pathway
    at_places: sparse.csr_array
    """Which rows of results belong to each group at each place (groups·places × rows)."""
    overall: Floats
    """Which classes and fifths belong to each group (groups × classes·fifths)."""
    sent_on: NDArray[np.bool_]
    """Rows of results whose patients, where they wait too long, go on to another place and not out."""

    @classmethod
    def of(cls, pathway: Pathway, lowered: Lowered) -> Measuring:
        """For a pathway, as lowered."""
        fifths = max(1, len(pathway.fifths))
        of_class, of_fifth = np.divmod(np.arange(len(pathway.classes) * fifths), fifths)
        overall = [np.ones(len(of_class)), *(of_class == i for i in range(len(pathway.classes)))]
        overall += [of_fifth == i for i in range(len(pathway.fifths))]
        masks = np.array(overall, np.float64)
        first = lowered.network.cells["row"].reshape(len(pathway.places), len(pathway.classes))
        rows = int(lowered.network.clock["rows"][0])
        of_row = first[:, of_class] + of_fifth
        groups, places, columns = np.broadcast_arrays(
            np.arange(len(masks))[:, None, None], np.arange(len(pathway.places))[None, :, None], of_row[None]
        )
        belongs = (masks[:, None, :] > 0) & (of_row < rows - fifths)[None]
        where = (groups * len(pathway.places) + places)[belongs], columns[belongs]
        shape = len(masks) * len(pathway.places), rows
        cells = lowered.network.cells
        leads_on = cells["row"][(cells["patience"] >= 0) & (cells["leave_to"] >= 0)]
        sent_on = np.isin(np.arange(rows), leads_on[:, None] + np.arange(fifths)) & (np.arange(rows) < rows - fifths)
        return cls(pathway, sparse.csr_array((np.ones(len(where[0])), where), shape=shape), masks, sent_on)

    @cached_property
    def groups(self) -> list[tuple[Group, str]]:
        """All patients, each class, each fifth of deprivation."""
        found: list[tuple[Group, str]] = [("all", "all")]
        found += [("class", name) for name in self.pathway.classes]
        found += [("deprivation", name) for name in self.pathway.fifths]
        return found

    def keys(self, measured: list[_Measured]) -> tuple[Key, ...]:
        """What each number of a row is."""
        shapes = tuple((of.measure, of.unit, of.where, of.values.ndim) for of in measured)
        return _keys(tuple(self.pathway.places), tuple(self.groups), shapes)

    def measure(self, st: State) -> list[_Measured]:
        """The measures of one replication; NaN where nobody was there to measure."""
        counted = np.stack([st.counts[name] for name in _COLUMNS], axis=1).astype(np.float64)
        counted = np.column_stack([counted, np.where(self.sent_on, st.counts["left"], 0)])
        fifths = max(1, len(self.pathway.fifths))
        if counted[-fifths:].any() or st.clock["overflow"][0]:
            raise AssertionError(f"{self.pathway.path}: somebody was where nobody can be; please report it.")
        shape = len(self.groups), len(self.pathway.places)
        by = (self.at_places @ counted).reshape(*shape, -1)
        columns = {name: by[..., i] for i, name in enumerate((*_COLUMNS, "sent on"))}
        columns["left"] = columns["left"] - columns["sent on"]
        columns["there"] = (self.at_places @ _there(st)).reshape(shape)
        return [*self._at_places(st, columns), *self._numbers(st), *self._whole(st, columns)]

    def _at_places(self, st: State, of: dict[str, Floats]) -> Iterator[_Measured]:
        clock, unit = self.pathway.file.clock, CLOCKS[self.pathway.file.clock]
        started, left_place = of["starts"], of["leavers"]
        yield _Measured("visits", "patients", of["visits"])
        yield _Measured("lost", "patients", of["lost"])
        yield _Measured("left", "patients", of["left"])
        if self.sent_on.any():
            yield _Measured("sent on", "patients", of["sent on"])
        yield _Measured("still there", "patients", of["there"])
        closes = [self.pathway.at(place, cls).closes for place in self.pathway.places for cls in self.pathway.classes]
        if any(one and one.waiting_to for one in closes):
            yield _Measured("cancelled", "patients", of["cancelled"])
        if any(one and one.coming_to for one in closes):
            yield _Measured("came when closed", "patients", of["redirected"])
        yield _Measured("share lost", "share", _over(of["lost"], of["visits"] + of["lost"]))
        yield _Measured("share left", "share", _over(of["left"], of["visits"]))
        yield _Measured("wait", clock, _over(of["wait"] / unit, started))
        yield _Measured("share who waited", "share", _over(of["waited"], started))
        waits, stays, entries = self._percentiles(st)
        for name, values in zip(_SHARES, waits, strict=True):
            yield _Measured(f"wait {name}", clock, values)
        targets = np.array([place.target is not None for place in self.pathway.file.places.values()])
        if targets.any():
            within = np.where(targets, _over(of["in_target"], started), np.nan)
            yield _Measured("share within target", "share", within)
        yield _Measured("interrupted", "times", of["interrupted"])
        yield _Measured("stay", clock, _over(of["in_stay"] / unit, left_place))
        yield _Measured("time blocked", clock, _over(of["in_block"] / unit, left_place))
        yield _Measured("transfer delay", clock, _over(of["in_delay"] / unit, left_place))
        yield _Measured("delay days", "bed-days", (of["in_block"] + of["in_delay"] + of["unmoved"]) / DAY)
        yield _Measured("share blocked", "share", _over(of["hindered"], left_place))
        yield _Measured("time in place", clock, _over(of["in_place"] / unit, left_place))
        for name, values in zip(_SHARES, stays, strict=True):
            yield _Measured(f"time in place {name}", clock, values)
        yield _Measured("time since arrival", clock, _over(of["since_entry"] / unit, started))
        for name, values in zip(_SHARES, entries, strict=True):
            yield _Measured(f"time since arrival {name}", clock, values)

    def _percentiles(self, st: State) -> Floats:
        """Of waits, times in place and times since arrival: shares × groups × places, in the pathway's clock."""
        hist = st.hist.reshape(3, -1, at.BINS)
        hist = hist[..., : _used(hist)].astype(np.float64)
        shape = len(self.groups), len(self.pathway.places)
        found = [
            percentiles.of_histograms(self.at_places @ hist[kind], tuple(_SHARES.values())).reshape(-1, *shape)
            for kind in (at.OF_WAIT, at.OF_PLACE, at.OF_ENTRY)
        ]
        return np.stack(found) / CLOCKS[self.pathway.file.clock]

    def _numbers(self, st: State) -> Iterator[_Measured]:
        """How many are where, on average over time; percentiles over the moments sampled after the warm-up."""
        file, here = self.pathway.file, st.places
        sampled = samples(st)
        kept = sampled[int(np.ceil(file.warm_up / float(st.clock["sample_every"][0]))) :]
        of_inside = percentiles.of_moments(kept[:, 0], tuple(_SHARES.values()))
        of_waiting = percentiles.of_moments(kept[:, 1], tuple(_SHARES.values()))
        for p, place in enumerate(self.pathway.places):
            inside, capacity = here["inside_area"][p], here["capacity_area"][p]
            numbers = [
                ("inside", "patients", inside / file.run),
                ("waiting", "patients", here["waiting_area"][p] / file.run),
                ("blocked", "patients", here["blocked_area"][p] / file.run),
                ("most inside", "patients", here["most"][p]),
                ("capacity", "places", capacity / file.run if capacity > 0 else np.inf),
                ("occupancy", "share", inside / capacity if capacity > 0 else np.nan),
                *((f"inside {name}", "patients", of_inside[i, p]) for i, name in enumerate(_SHARES)),
                ("waiting p95", "patients", of_waiting[-1, p]),
            ]
            if any(self.pathway.at(place, cls).turnaround for cls in self.pathway.classes):
                numbers.append(("in turnaround", "places", here["turning_area"][p] / file.run))
            for measure, unit, value in numbers:
                yield _Measured(measure, unit, np.array(value, np.float64), place)
        for pool, of in zip(self.pathway.pools, st.pools, strict=True):
            used, number = of["used_area"] / file.run, of["number_area"] / file.run
            yield _Measured("in use", "number", np.array(used), pool)
            yield _Measured("on duty", "number", np.array(number), pool)
            yield _Measured("share in use", "share", np.array(used / number if number else np.nan), pool)

    def _whole(self, st: State, of: dict[str, Floats]) -> Iterator[_Measured]:
        clock, unit = self.pathway.file.clock, CLOCKS[self.pathway.file.clock]
        groups, where = st.groups, "pathway"
        arrived, completed = self.overall @ groups["arrivals"], self.overall @ groups["completed"]
        yield _Measured("arrivals", "patients", arrived, where)
        yield _Measured("completed", "patients", completed, where)
        if diverted(self.pathway):
            yield _Measured("diverted", "patients", self.overall @ groups["diverted"], where)
        exits = self.overall @ st.exits.reshape(len(self.pathway.exits), -1).T
        for name, number in zip(self.pathway.exits, exits.T, strict=True):
            yield _Measured(f"out by {name}", "patients", number, where)
        yield _Measured("lost", "patients", of["lost"].sum(axis=1), where)
        yield _Measured("still there", "patients", of["there"].sum(axis=1), where)
        held_up = sum(of[name].sum(axis=1) for name in _HELD_UP)
        yield _Measured("time held up", clock, _over(held_up / unit, arrived), where)
        yield _Measured("time in pathway", clock, _over(self.overall @ groups["time_in_all"] / unit, completed), where)
        hist = self.overall @ st.group_hist.reshape(-1, at.BINS).astype(np.float64)
        yield _Measured("time in pathway p90", clock, percentiles.of_histograms(hist, [0.9])[0] / unit, where)
        yield from self._clocks(st)
        file = self.pathway.file
        for name, prices, money in (("cost", file.costs, "GBP"), ("carbon", file.carbon, "kgCO2e")):
            every = [(key, price) for key, of_key in prices.items() for price in of_key]
            running = [self._paid(key, price, st, of) for key, price in every if price.paid != "capital"]
            if running:
                yield _Measured(name, money, np.sum(running, axis=0), where)
            once = [price.amount * self._most(key) for key, price in every if price.paid == "capital"]
            if once:
                yield _Measured("capital" if name == "cost" else "capital carbon", money, np.array(sum(once)), where)

    def _clocks(self, st: State) -> Iterator[_Measured]:
        """How long clocks from arrival ran that stopped, and the share of them that stopped in time."""
        clock, unit = self.pathway.file.clock, CLOCKS[self.pathway.file.clock]
        timings = st.timings.reshape(len(self.pathway.file.clocks), self.overall.shape[1])
        hists = st.timing_hist.reshape(*timings.shape, at.BINS)
        for name, of, hist in zip(self.pathway.file.clocks, timings, hists, strict=True):
            stopped = self.overall @ of["stopped"]
            yield _Measured("clocks stopped", "patients", stopped, name)
            yield _Measured("share within target", "share", _over(self.overall @ of["within"], stopped), name)
            yield _Measured("time on clock", clock, _over(self.overall @ of["time"] / unit, stopped), name)
            found = percentiles.of_histograms(self.overall @ hist.astype(np.float64), tuple(_SHARES.values())) / unit
            for share, values in zip(_SHARES, found, strict=True):
                yield _Measured(f"time on clock {share}", clock, values, name)

    def _most(self, name: str) -> float:
        """How many beds a place, or members a pool, has at most, by its calendar or a rule."""
        kind, _, which = name.partition(".")
        return most_ever(self.pathway, (kind, which))

    def _paid(self, name: str, price: Price, st: State, of: dict[str, Floats]) -> Floats:
        """What a place, a class or a pool costs each group.

        A pool's cost is shared by arrivals; a place's, occupied or not, by the time for which each group is there.
        """
        kind, _, which = name.partition(".")
        arrived = st.groups["arrivals"]
        if kind == "patients":
            its_own = np.repeat(np.array(self.pathway.classes) == which, max(1, len(self.pathway.fifths)))
            return np.asarray(price.amount * (self.overall @ (arrived * its_own)))
        time = self.pathway.file.run
        if kind == "pools":
            if price.paid != "fixed":
                time = st.pools["number_area"][self.pathway.pools.index(which)]
            return np.asarray(
                price.amount * time / (price.seconds or DAY) * (self.overall @ arrived) / max(1, arrived.sum())
            )
        p = self.pathway.places.index(which)
        if price.seconds is None:
            return np.asarray(price.amount * of["visits"][:, p])
        if price.paid != "fixed":
            time = st.places["capacity_area" if price.paid == "staffed" else "inside_area"][p]
        served = of["in_place"][:, p] - of["wait"][:, p] - of["wait_interrupted"][:, p]
        share = served / served[0] if served[0] > 0 else np.eye(len(served))[0]
        return np.asarray(price.amount * time / price.seconds * share)


@lru_cache(maxsize=64)
def _keys(
    places: tuple[str, ...], groups: tuple[tuple[Group, str], ...], shapes: tuple[tuple[str, str, str, int], ...]
) -> tuple[Key, ...]:
    """Made once: they are the same in every replication."""
    found = []
    for measure, unit, where, axes in shapes:
        at_places, for_groups = places if axes == 2 else (where,), groups if axes else groups[:1]
        found += [Key(measure, place, *group, unit) for group in for_groups for place in at_places]
    return tuple(found)


def _there(st: State) -> Floats:
    """How many are there at the end of a run, waiting or not, by row of results."""
    patients = st.patients[st.patients["state"] > at.FREE]
    row = st.cells["row"][patients["at"] * len(st.classes) + patients["cls"]] + patients["fifth"]
    return np.bincount(row, minlength=len(st.counts)).astype(np.float64)


def samples(st: State) -> NDArray[np.int32]:
    """How many were inside and waiting at each moment (moments × 2 × places)."""
    return np.asarray(st.samples.reshape(-1, 2, len(st.places)))


def _used(hist: NDArray[np.uint32]) -> int:
    """Up to which bin anything was counted; two bins at least."""
    some = np.flatnonzero(hist.any(axis=(0, 1)))
    return max(2, int(some[-1]) + 2) if len(some) else 2


def _over(sums: Floats, counts: Floats) -> Floats:
    return np.divide(sums, counts, out=np.full_like(sums, np.nan, dtype=np.float64), where=counts > 0)
