"""From a pathway to the arrays that the kernel runs on."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.distributions import Drawn, drawn, rest_of
from oneplace.flow.file.distribution import Distribution
from oneplace.flow.file.model import FIFTHS, Arrivals, LeastLoaded
from oneplace.flow.file.quantity import Fill, count
from oneplace.flow.kernel import Network
from oneplace.flow.kernel import layout as at
from oneplace.flow.pathway import FINISHED, Pathway, named_file
from oneplace.flow.timeline import A_MONDAY, DAY, HOUR, changes, hourly, read_forecast, read_profile
from oneplace.flow.traffic import arrival_rate, flows
from oneplace.problems import OneplaceError

CONDITION = re.compile(r"places\.([\w-]+)\.(inside|waiting|blocked)\s*(>=|<=|>|<)\s*(.+)")
SETTABLE = re.compile(r"(?:places\.([\w-]+)\.capacity|pools\.([\w-]+)\.number)")
_COLUMN = {"inside": at.INSIDE, "waiting": at.WAITING, "blocked": at.BLOCKED}
_PREEMPT = {None: 0, "resume": at.RESUME, "restart": at.RESTART, "resample": at.RESAMPLE}


@dataclass
class Lowered:
    """The arrays of a pathway, and what differs between replications."""

    network: Network
    forecasts: dict[int, tuple[slice, NDArray[np.float64], NDArray[np.float64]]]
    """Of each class whose arrivals are forecast: its rows of rates, and each row's mean and spread (sd over mean)."""

    def replication(self, seed: int) -> Network:
        """The arrays for one seed; where arrivals are forecast, each day's number is drawn within its spread."""
        set_i = self.network.set_i.copy()
        set_i[at.SEED] = seed
        if not self.forecasts:
            return self.network._replace(set_i=set_i)
        rates = self.network.seg_r.copy()
        for cls, (rows, mean, spread) in self.forecasts.items():
            random = np.random.default_rng([seed, cls])
            days = math.ceil(len(mean) / 24)
            daily = np.maximum(spread[::24][:days], 1e-12)
            factor = random.gamma(1 / daily**2, daily**2)
            rates[rows] = mean * np.repeat(factor, 24)[: len(mean)]
        return self.network._replace(set_i=set_i, seg_r=rates)


@dataclass
class _Lowering:
    pathway: Pathway
    end: float
    start: date
    dists: list[Drawn] = field(default_factory=list)
    known: dict[tuple[int, str], int] = field(default_factory=dict)
    edges: list[tuple[int, int, float]] = field(default_factory=list)

    def dist(self, of: Distribution | None) -> int:
        """The row of a distribution; one object in the file is one row, so that its sequence is counted once."""
        if of is None:
            return -1
        key = (id(of), "")
        if key not in self.known:
            self.known[key] = len(self.dists)
            self.dists.append(drawn(of, self.pathway.path.parent))
        return self.known[key]

    def way(self, name: str) -> int:
        places, exits = self.pathway.places, self.pathway.exits
        return places.index(name) if name in places else -1 - exits.index(name)

    def cells(self) -> NDArray[np.int64]:
        pathway = self.pathway
        cells = np.full((len(pathway.places) * len(pathway.classes), 8), -1, np.int64)
        row = 0
        for place in pathway.places:
            for cls in pathway.classes:
                of = pathway.at(place, cls)
                cells[row, at.STAY] = self.dist(of.stay)
                if of.leave:
                    cells[row, at.PATIENCE], cells[row, at.LEAVE_TO] = (
                        self.dist(of.leave.patience),
                        self.way(of.leave.to),
                    )
                if of.worsens:
                    cells[row, at.WORSEN_AFTER] = self.dist(of.worsens.after)
                    cells[row, at.WORSEN_TO] = pathway.classes.index(of.worsens.to)
                first = len(self.edges)
                cells[row, at.NEXT_KIND] = at.BY_SHARE
                below = 0.0
                if isinstance(of.next, LeastLoaded):
                    cells[row, at.NEXT_KIND] = at.LEAST_LOADED
                    onward = dict.fromkeys(of.next.least_loaded, 0.0)
                else:
                    onward = dict(of.next or {})
                    if pathway.file.patients[cls].route:  # the route says where to; a delay may still hold the place
                        onward = dict.fromkeys(of.delay or {}, 0.0)
                for to, share in onward.items():
                    below += share
                    self.edges.append((self.way(to), self.dist((of.delay or {}).get(to)), below))
                cells[row, at.EDGE], cells[row, at.EDGES] = first, len(self.edges) - first
                row += 1
        return cells

    def places(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        files = self.pathway.file.places
        rows = np.zeros((len(files), 5), np.int64)
        target = np.zeros(len(files))
        for i, of in enumerate(files.values()):
            interrupts = of.shift_end == "interrupt"
            rows[i, at.QUEUE_LIMIT] = -1 if of.queue is None else of.queue
            rows[i, at.LIFO] = of.discipline == "lifo"
            rows[i, at.PREEMPT] = _PREEMPT[of.preempt]
            rows[i, at.INTERRUPT] = interrupts
            rows[i, at.KEEPS_LIST] = interrupts or of.preempt is not None
            target[i] = of.target if of.target is not None else np.inf
        capacity = np.array([-1 if of.capacity is None else of.capacity for of in files.values()], np.int64)
        return rows, capacity, target

    def uses(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        pathway = self.pathway
        uses = np.zeros((len(pathway.places) * len(pathway.classes), len(pathway.pools)), np.int64)
        users = np.zeros((len(pathway.pools), len(pathway.places)), np.int64)
        for i, place in enumerate(pathway.places):
            for c, cls in enumerate(pathway.classes):
                for pool, number in (pathway.at(place, cls).uses or {}).items():
                    k = pathway.pools.index(pool)
                    uses[i * len(pathway.classes) + c, k] = number
                    users[k, i] = 1
        return uses, users

    def calendar(self, capacity: NDArray[np.int64], number: NDArray[np.int64]) -> list[tuple[float, int, int, int]]:
        """Every change of shift; the numbers at the start are written into ``capacity`` and ``number``."""
        made = []
        for kind, calendars, base in (
            (at.A_PLACE, [of.calendar for of in self.pathway.file.places.values()], capacity),
            (at.A_POOL, [of.calendar for of in self.pathway.file.pools.values()], number),
        ):
            for which, shifts in enumerate(calendars):
                base[which], then = changes(shifts, int(base[which]), self.start, self.end)
                made += [(when, kind, which, to) for when, to in then]
        return sorted(made)

    def rules(self) -> NDArray[np.int64]:
        rows = []
        for rule in self.pathway.file.when.values():
            watch, what, limit, over = self._condition(rule.if_)
            if rule.until is None:
                off = (watch, what, limit + 1 if over else limit - 1, 1 - over)
            else:
                off = self._condition(rule.until)
            for path, value in rule.set.items():
                found = SETTABLE.fullmatch(path)
                if found and found[1]:
                    kind, which = at.A_PLACE, self.pathway.places.index(found[1])
                else:
                    kind, which = at.A_POOL, self.pathway.pools.index(found[2] if found else "")
                rows.append([watch, what, over, limit, off[1], off[3], off[2], kind, which, count(value), off[0]])
        return np.array(rows, np.int64).reshape(-1, 11)

    def _condition(self, text: str) -> tuple[int, int, int, int]:
        """Place, column, limit and whether it is above (1) or below (0) of a condition; ``>= 5`` is ``> 4``."""
        found = CONDITION.fullmatch(text.strip())
        if found is None:
            raise AssertionError(text)  # the checks have let it through
        number, over = count(found[4]), found[3].startswith(">")
        if found[3].endswith("="):
            number += -1 if over else 1
        return self.pathway.places.index(found[1]), _COLUMN[found[2]], number, int(over)

    def starts(self, capacity: NDArray[np.int64]) -> NDArray[np.int64]:
        """Who is where at the start: classes in proportion to the traffic, each with the rest of a stay."""
        reached = flows(self.pathway)
        rows: list[tuple[int, int, int]] = []
        rest: dict[int, int] = {}
        for p, of in enumerate(self.pathway.file.places.values()):
            fill: Fill | None = of.start
            if fill is None:
                continue
            number = fill.patients if fill.patients is not None else round((fill.share or 0.0) * int(capacity[p]))
            weights = reached[:, p]
            if not (np.isfinite(weights).all() and weights.sum() > 0):
                weights = np.ones(len(weights))
            for c, n in enumerate(_apportioned(number, weights)):
                if not n:
                    continue
                stay = self.dist(self.pathway.at(self.pathway.places[p], self.pathway.classes[c]).stay)
                if stay not in rest:
                    rest[stay] = len(self.dists)
                    self.dists.append(rest_of(self.dists[stay]))
                rows += [(p, c, rest[stay])] * n
        return np.array(rows, np.int64).reshape(-1, 3)


def _apportioned(number: int, weights: NDArray[np.float64]) -> list[int]:
    """A whole number split in proportion: by largest remainders."""
    exact = number * weights / weights.sum()
    found = np.floor(exact).astype(int)
    for i in np.argsort(found - exact, kind="stable")[: number - found.sum()]:
        found[i] += 1
    return [int(n) for n in found]


def lower(pathway: Pathway, *, log: bool = False) -> Lowered:
    """The arrays of a pathway. Raises ``OneplaceError`` where a number is not set or a file cannot be read."""
    pathway.refuse_not_set()
    file = pathway.file
    work = _Lowering(pathway, file.warm_up + file.run, file.start or A_MONDAY)
    cells = work.cells()
    place_i, capacity, target = work.places()
    number = np.array([pool.number for pool in file.pools.values()], np.int64)
    calendar = work.calendar(capacity, number)
    start_i = work.starts(capacity)
    class_i, seg_t, seg_r, route, batches, fifth_p, forecasts = _classes(pathway, work)
    uses, users = work.uses()
    kinds, dist_f, table = _dist_arrays(work.dists)
    set_i = np.zeros(7, np.int64)
    set_i[at.FIFTHS] = 5 if pathway.fifths else 1
    set_i[at.CYCLIC] = _comes_back(pathway)
    set_i[at.LOGGING] = log
    set_i[at.LARGEST_BATCH] = max([1, *(size for size, _ in batches)])
    set_i[at.RANKS] = 1 + max(pathway.ranks.values())
    set_i[at.EXITS] = len(pathway.exits)
    network = Network(
        set_i=set_i,
        set_f=np.array([file.warm_up, work.end, sample_every(work.end)]),
        place_i=place_i,
        cell_i=cells,
        uses=uses,
        users=users,
        edge_i=np.array([(to, delay) for to, delay, _ in work.edges], np.int64).reshape(-1, 2),
        edge_p=np.array([share for _, _, share in work.edges], np.float64),
        dist_i=kinds,
        dist_f=dist_f,
        dist_t=table,
        class_i=class_i,
        seg_t=seg_t,
        seg_r=seg_r,
        route=route,
        batch_i=np.array([size for size, _ in batches], np.int64),
        batch_p=np.array([share for _, share in batches], np.float64),
        fifth_p=fifth_p,
        change_t=np.array([when for when, *_ in calendar], np.float64),
        change_i=np.array([rest for _, *rest in calendar], np.int64).reshape(-1, 3),
        rule_i=work.rules(),
        start_i=start_i,
        target=target,
        capacity=capacity,
        number=number,
    )
    return Lowered(network, forecasts)


def sample_every(end: float) -> float:
    """Seconds between the moments at which the state is written down: an hour; more in runs of above ten years."""
    return HOUR if end <= 100_000 * HOUR else DAY


def _comes_back(pathway: Pathway) -> bool:
    """Whether anybody can come to a place twice (then randomness has to tell the visits apart)."""
    n = len(pathway.places)
    reach = np.zeros((n, n), bool)
    for i, place in enumerate(pathway.places):
        for cls in pathway.classes:
            of = pathway.at(place, cls)
            onward = of.next.least_loaded if isinstance(of.next, LeastLoaded) else tuple(of.next or {})
            for to in (*onward, *((of.leave.to,) if of.leave else ())):
                if to in pathway.places:
                    reach[i, pathway.places.index(to)] = True
    for k in range(n):
        reach |= np.outer(reach[:, k], reach[k])
    return bool(reach.diagonal().any()) or any(p.route for p in pathway.file.patients.values())


def _classes(pathway: Pathway, work: _Lowering) -> tuple[
    NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int64], list[tuple[int, float]],
    NDArray[np.float64], dict[int, tuple[slice, NDArray[np.float64], NDArray[np.float64]]],
]:  # fmt: skip
    """The classes' rows, rates over time (edges and rates), routes, batches, shares of fifths and forecasts."""
    rows = np.zeros((len(pathway.classes), 10), np.int64)
    times: list[NDArray[np.float64]] = []
    rates: list[NDArray[np.float64]] = []
    route: list[int] = []
    batches: list[tuple[int, float]] = []
    fifth_p = np.ones((len(pathway.classes), 5))
    forecasts = {}
    filled = 0
    for c, cls in enumerate(pathway.classes):
        of = pathway.file.patients[cls]
        row = rows[c]
        row[at.ENTERS] = work.way(pathway.entry(cls) or FINISHED)
        row[at.RANK] = pathway.ranks[cls]
        row[at.ARRIVES], edges, rate, spread = _stream(pathway, of.arrivals, work)
        row[at.SEGMENT], row[at.SEGMENTS] = filled, len(edges)
        if of.arrivals and of.arrivals.every:
            row[at.INTERVAL] = work.dist(of.arrivals.every)
        if spread is not None:
            forecasts[c] = (slice(filled, filled + len(rate)), rate, spread)
        filled += len(edges)
        times.append(edges)
        rates.append(rate)
        row[at.ROUTE], row[at.ROUTE_LENGTH] = len(route), len(of.route or ())
        route += [work.way(name) for name in of.route or ()]
        sizes = of.arrivals.batch.sizes if of.arrivals and of.arrivals.batch else {}
        row[at.BATCH], row[at.BATCHES] = len(batches), len(sizes)
        batches += zip((int(n) for n in sizes), np.cumsum(list(sizes.values())), strict=True)
        if of.deprivation:
            fifth_p[c] = np.cumsum([getattr(of.deprivation, name) for name in FIFTHS])
        elif pathway.fifths:
            fifth_p[c] = np.arange(1, 6) / 5
    return (
        rows,
        np.concatenate(times),
        np.concatenate(rates),
        np.array(route, np.int64),
        batches,
        fifth_p,
        forecasts,
    )


_Stream = tuple[int, NDArray[np.float64], NDArray[np.float64], NDArray[np.float64] | None]


def _stream(pathway: Pathway, of: Arrivals | None, work: _Lowering) -> _Stream:
    """How a class arrives: its kind, the edges and rates of its timeline and, of a forecast, the spread."""
    folder, hours = pathway.path.parent, math.ceil(work.end / HOUR)
    if of is None:
        return at.NEVER, np.zeros(1), np.zeros(1), None
    if of.times is not None:
        return at.AT_TIMES, np.sort(np.array(of.times)), np.zeros(len(of.times)), None
    if of.every is not None:
        return at.AT_INTERVALS, np.zeros(1), np.zeros(1), None
    profile = read_profile(named_file(folder, of.profile)) if isinstance(of.profile, str) else of.profile
    if of.forecast is not None:
        days = math.ceil(work.end / DAY)
        mean, sd = read_forecast(named_file(folder, f"forecasts/{of.forecast}.csv"), work.start, days)
        within = hourly(profile, work.start, hours) if profile else np.ones(hours)
        rate = np.repeat(mean, 24)[:hours] / DAY * within
        extra = np.sqrt(np.maximum(sd**2 - mean, 0)) / np.maximum(mean, 1e-9)  # what Poisson arrivals don't bring
        return at.AT_RATE, _hours(hours), rate, np.repeat(extra, 24)[:hours]
    if profile is None:
        return at.AT_RATE, np.zeros(1), np.array([of.rate or 0.0]), None
    return at.AT_RATE, _hours(hours), (of.rate or 0.0) * hourly(profile, work.start, hours), None


def _hours(count: int) -> NDArray[np.float64]:
    return np.arange(count, dtype=np.float64) * HOUR


def _dist_arrays(dists: list[Drawn]) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    kinds = np.zeros((len(dists), 3), np.int64)
    numbers = np.zeros((len(dists), 4))
    table: list[float] = []
    for i, of in enumerate(dists):
        kinds[i] = of.kind, len(table), len(of.table)
        numbers[i] = of.a, of.b, of.m, of.least
        table += of.table
    return kinds, numbers, np.array(table, np.float64)


def refuse_too_many(pathway: Pathway, most: int) -> None:
    """Raise ``OneplaceError`` where a run would bring more than ``most`` patients."""
    end = pathway.file.warm_up + pathway.file.run
    with np.errstate(invalid="ignore"):
        expected = sum(flows_in(pathway)) * end
    if expected > most:
        raise OneplaceError.at(
            pathway.path,
            f"brings about {expected:,.0f} patients in one run, more than the {most:,} that a run may have.",
            "Shorten `run` or `warm_up`, or correct the arrivals.",
            code="W09",
        )


def flows_in(pathway: Pathway) -> list[float]:
    """Patients a second of each class from outside."""
    end = pathway.file.warm_up + pathway.file.run
    return [arrival_rate(of.arrivals, end) for of in pathway.file.patients.values()]
