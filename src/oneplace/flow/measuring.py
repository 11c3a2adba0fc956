"""From one replication's counts to the measures that results are made of, as one row of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.quantity import Price
from oneplace.flow.kernel import Network, State
from oneplace.flow.kernel import layout as at
from oneplace.flow.pathway import Pathway
from oneplace.flow.timeline import DAY

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


CLOCKS = {"minutes": 60.0, "hours": 3600.0, "days": 86_400.0}
_QUANTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95}


def _edges() -> Floats:
    k = np.arange(at.BINS)
    octave, part = np.divmod(k - 1, at.BINS_PER_DOUBLING)
    edges = np.ldexp(0.5 + part / (2 * at.BINS_PER_DOUBLING), octave)
    return np.where(k == 0, 0.0, edges)


_EDGES = _edges()
"""The lower edge of each bin of a histogram, in seconds."""


def percentiles(counts: Floats, share: float) -> Floats:
    """The value below which a share of what a histogram (last axis) counted lies; NaN where it counted nothing.

    Within a bin (about 2 % wide) values are taken as spread evenly; what lies under half a second counts as nought.
    """
    below = counts.cumsum(axis=-1)
    total = below[..., -1]
    wanted = share * total
    k = np.minimum((below < wanted[..., None]).sum(axis=-1), at.BINS - 2)
    inside = np.take_along_axis(counts, k[..., None], -1)[..., 0]
    before = np.take_along_axis(below, k[..., None], -1)[..., 0] - inside
    part = np.divide(wanted - before, inside, out=np.zeros_like(wanted), where=inside > 0)
    value = _EDGES[k] + part * (_EDGES[k + 1] - _EDGES[k])
    return np.where(total == 0, np.nan, np.where(k == 0, 0.0, value))


@dataclass(frozen=True)
class Measuring:
    """Turns the end of a replication into measures; what they are stands in ``keys``, in the same order."""

    places: tuple[str, ...]
    pools: tuple[str, ...]
    classes: tuple[str, ...]
    fifths: tuple[str, ...]
    exits: tuple[str, ...]
    clock: str
    days: float
    costs: tuple[tuple[str, Price], ...]
    carbon: tuple[tuple[str, Price], ...]
    has_target: tuple[bool, ...]

    @classmethod
    def of(cls, pathway: Pathway) -> Measuring:
        """For a pathway."""
        file = pathway.file
        return cls(
            places=pathway.places,
            pools=pathway.pools,
            classes=pathway.classes,
            fifths=pathway.fifths,
            exits=pathway.exits,
            clock=file.clock,
            days=file.run / DAY,
            costs=tuple(file.costs.items()),
            carbon=tuple(file.carbon.items()),
            has_target=tuple(of.target is not None for of in file.places.values()),
        )

    @property
    def groups(self) -> list[tuple[Group, str]]:
        """All patients, each class, each fifth of deprivation."""
        found: list[tuple[Group, str]] = [("all", "all")]
        found += [("class", name) for name in self.classes]
        found += [("deprivation", name) for name in self.fifths]
        return found

    def _masks(self) -> Floats:
        """Which kernel groups (class × fifth) belong to each group of ``groups``."""
        fifths = max(1, len(self.fifths))
        cls, fifth = np.divmod(np.arange(len(self.classes) * fifths), fifths)
        rows = [np.ones(len(cls)), *(cls == i for i in range(len(self.classes)))]
        rows += [fifth == i for i in range(len(self.fifths))]
        return np.array(rows, np.float64)

    def measure(self, net: Network, st: State) -> tuple[tuple[Key, ...], Floats]:
        """The keys and their values in one replication; NaN where nobody was there to measure."""
        masks, unit = self._masks(), CLOCKS[self.clock]
        n_places, n_groups = len(self.places), masks.shape[1]
        counts = np.einsum("vg,pgk->kvp", masks, st.count_i.reshape(n_places, n_groups, -1))
        sums = np.einsum("vg,pgk->kvp", masks, st.sum_f.reshape(n_places, n_groups, -1)) / unit
        hist = np.tensordot(masks, st.hist.reshape(3, n_places, n_groups, -1).astype(float), axes=(1, 2))
        hist = np.moveaxis(hist, 0, 1)  # kind, group, place, bin
        found: list[tuple[Key, float]] = []
        for (by, group), v in zip(self.groups, range(len(masks)), strict=True):
            self._at_places(found, by, group, counts=counts[:, v], sums=sums[:, v], hist=hist[:, v])
        self._numbers(found, st)
        self._whole(found, masks, st, counts=counts, sums=sums, unit=unit)
        keys, values = zip(*found, strict=True)
        return keys, np.array(values, np.float64)

    def _at_places(
        self, found: list[tuple[Key, float]], by: Group, group: str, *, counts: Floats, sums: Floats, hist: Floats
    ) -> None:
        def add(measure: str, values: Floats, unit: str) -> None:
            found.extend(
                (Key(measure, place, by, group, unit), float(value))
                for place, value in zip(self.places, values, strict=True)
            )

        started, left_place = counts[at.STARTS], counts[at.LEAVERS]
        came = counts[at.VISITS] + counts[at.LOST]
        unit = self.clock
        add("visits", counts[at.VISITS], "patients")
        add("lost", counts[at.LOST], "patients")
        add("left", counts[at.LEFT], "patients")
        add("share lost", _over(counts[at.LOST], came), "share")
        add("share left", _over(counts[at.LEFT], counts[at.VISITS]), "share")
        add("wait", _over(sums[at.WAIT], started), unit)
        add("share who waited", _over(counts[at.WAITED], started), "share")
        for name, share in _QUANTILES.items():
            add(f"wait {name}", percentiles(hist[at.OF_WAIT], share) / CLOCKS[unit], unit)
        if any(self.has_target):
            within = np.where(self.has_target, _over(counts[at.IN_TARGET], started), np.nan)
            add("share within target", within, "share")
        add("interrupted", counts[at.INTERRUPTED], "times")
        add("stay", _over(sums[at.IN_STAY], left_place), unit)
        add("time blocked", _over(sums[at.IN_BLOCK], left_place), unit)
        add("transfer delay", _over(sums[at.IN_DELAY], left_place), unit)
        add("delay days", (sums[at.IN_BLOCK] + sums[at.IN_DELAY]) * CLOCKS[unit] / DAY, "bed-days")
        add("share blocked", _over(counts[at.HINDERED], left_place), "share")
        add("time in place", _over(sums[at.IN_PLACE], left_place), unit)
        for name, share in _QUANTILES.items():
            add(f"time in place {name}", percentiles(hist[at.OF_PLACE], share) / CLOCKS[unit], unit)
        add("time since arrival", _over(sums[at.SINCE_ENTRY], started), unit)
        add("time since arrival p90", percentiles(hist[at.OF_ENTRY], 0.9) / CLOCKS[unit], unit)

    def _numbers(self, found: list[tuple[Key, float]], st: State) -> None:
        """How many are where, on average over time; percentiles over the moments sampled after the warm-up."""
        span = self.days * DAY
        sampled = len(st.samples)
        kept = st.samples[int(sampled * (1 - span / st.area[0, at.LAST])) :]
        for p, place in enumerate(self.places):
            area = st.area[p] / span

            def add(measure: str, value: float, unit: str, place: str = place) -> None:
                found.append((Key(measure, place, "all", "all", unit), value))

            add("inside", area[at.AREA_INSIDE], "patients")
            add("waiting", area[at.AREA_WAITING], "patients")
            add("blocked", area[at.AREA_BLOCKED], "patients")
            add("most inside", float(st.place_s[p, at.MOST]), "patients")
            limited = st.area[p, at.AREA_CAPACITY] > 0
            add("capacity", area[at.AREA_CAPACITY] if limited else np.inf, "places")
            add("occupancy", area[at.AREA_INSIDE] / area[at.AREA_CAPACITY] if limited else np.nan, "share")
            for name, share in _QUANTILES.items():
                add(f"inside {name}", float(np.quantile(kept[:, 0, p], share)) if len(kept) else np.nan, "patients")
            add("waiting p95", float(np.quantile(kept[:, 1, p], 0.95)) if len(kept) else np.nan, "patients")
        for k, pool in enumerate(self.pools):
            used, number = st.pool_area[k, [at.AREA_INSIDE, at.AREA_CAPACITY]] / span
            found.append((Key("in use", pool, "all", "all", "number"), used))
            found.append((Key("on duty", pool, "all", "all", "number"), number))
            found.append((Key("share in use", pool, "all", "all", "share"), used / number if number else np.nan))

    def _whole(
        self, found: list[tuple[Key, float]], masks: Floats, st: State, *, counts: Floats, sums: Floats, unit: float
    ) -> None:
        arrived, completed = masks @ st.all_i[:, at.ARRIVALS], masks @ st.all_i[:, at.COMPLETED]
        time, hist = masks @ st.all_f[:, at.TIME_IN_ALL] / unit, masks @ st.all_hist
        exits = masks @ st.exits.T
        held_up = sums[[at.WAIT, at.WAIT_INTERRUPTED, at.IN_BLOCK, at.IN_DELAY]].sum(axis=(0, 2))
        for v, (by, group) in enumerate(self.groups):

            def add(measure: str, value: float, unit: str, by: Group = by, group: str = group) -> None:
                found.append((Key(measure, "pathway", by, group, unit), float(value)))

            add("arrivals", arrived[v], "patients")
            add("completed", completed[v], "patients")
            for name, number in zip(self.exits, exits[v], strict=True):
                add(f"out by {name}", number, "patients")
            add("lost", counts[at.LOST, v].sum(), "patients")
            add("time held up", held_up[v] / arrived[v] if arrived[v] else np.nan, self.clock)
            add("time in pathway", time[v] / completed[v] if completed[v] else np.nan, self.clock)
            add("time in pathway p90", float(percentiles(hist[v], 0.9)) / unit, self.clock)
            for name, prices, money in (("cost", self.costs, "GBP"), ("carbon", self.carbon, "kgCO2e")):
                if prices:
                    paid = (self._price(k, p, v, masks=masks, st=st, counts=counts, sums=sums) for k, p in prices)
                    add(name, sum(paid), money)

    def _price(
        self, name: str, price: Price, v: int, *, masks: Floats, st: State, counts: Floats, sums: Floats
    ) -> float:
        """What a place, a class or a pool costs a group; a pool's cost is shared by arrivals."""
        kind, _, which = name.partition(".")
        if kind == "patients":
            number = masks[v] * np.repeat(np.array(self.classes) == which, max(1, len(self.fifths)))
            return float(price.amount * (number @ st.all_i[:, at.ARRIVALS]))
        if kind == "pools":
            on_duty = st.pool_area[self.pools.index(which), at.AREA_CAPACITY]
            share = (masks[v] @ st.all_i[:, at.ARRIVALS]) / max(1, st.all_i[:, at.ARRIVALS].sum())
            return float(price.amount * on_duty / (price.seconds or DAY) * share)
        p = self.places.index(which)
        if price.seconds is None:
            return float(price.amount * counts[at.VISITS, v, p])
        served = sums[at.IN_PLACE, :, p] - sums[at.WAIT, :, p] - sums[at.WAIT_INTERRUPTED, :, p]
        share = served[v] / served[0] if served[0] > 0 else float(v == 0)
        return float(price.amount * st.area[p, at.AREA_INSIDE] / price.seconds * share)


def _over(sums: Floats, counts: Floats) -> Floats:
    return np.divide(sums, counts, out=np.full_like(sums, np.nan, dtype=np.float64), where=counts > 0)
