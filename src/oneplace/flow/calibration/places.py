"""What happens at each place: how long people stay, where they go, what keeps them, who gives up waiting."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.calibration.families import FEWEST, Fitted, fit, log_likelihood
from oneplace.flow.calibration.spells import Spells
from oneplace.flow.calibration.table import Bools, Floats

Ints = NDArray[np.int64]

ELSEWHERE = "elsewhere"
"""The exit for ways that too few took to be named."""
_MOST_MERGED = 0.1
CLEARLY = 10.0
"""Classes have their own stays or ways where that lowers the AIC by more than this."""


@dataclass(frozen=True)
class Ways:
    """Where people went from a place. ``shares`` make 1; ways that fewer than the place's rule took are ``elsewhere``.

    Where some had not left yet the shares are those of the cumulative incidence (Aalen and Johansen 1978), which does
    not favour the ways of those who leave soon.
    """

    left: int
    counts: Mapping[str, int]
    shares: Mapping[str, float]

    def standard_error(self, way: str) -> float:
        """Of a share."""
        share = self.shares[way]
        return math.sqrt(share * (1 - share) / self.left)


@dataclass(frozen=True)
class Leaving:
    """How long people wait before they give up, and where they go."""

    patience: Fitted
    to: str


@dataclass(frozen=True)
class Inside:
    """How many were in a place (being cared for, or held there afterwards)."""

    mean: float
    p95: float
    most: int


@dataclass(frozen=True)
class PlaceFit:
    """What was found of one place. ``stays`` and ``ways_of`` hold the classes that clearly differ from the rest."""

    place: str
    spells: int
    stay: Fitted
    stays: Mapping[str, Fitted]
    ways: Ways | None
    ways_of: Mapping[str, Ways]
    delays: Mapping[str, Fitted]
    leaving: Leaving | None
    left_unseen: int
    classes: frozenset[str]
    """Classes with spells enough here to tell whether they differ."""
    mean_wait: float
    """Seconds; NaN where it was not seen when care began."""
    inside: Inside = field(repr=False)
    saw_start: bool = True
    saw_finish: bool = True

    @property
    def enough(self) -> bool:
        """Whether there are spells enough to say how long people stay."""
        return self.stay.chosen is not None


def resolution(spells: Spells) -> float:
    """Seconds to which times are given: a day, an hour, a minute, a second or a thousandth of one."""
    local = spells.local(np.r_[spells.arrived, spells.left]).astype("datetime64[ms]")
    millis = local[~np.isnat(local)].astype(np.int64)
    return next((r for r in (86_400.0, 3600.0, 60.0, 1.0) if not (millis % int(r * 1000)).any()), 0.001)


def fit_place(spells: Spells, place: int, step: float, fewest: int) -> PlaceFit:
    """Fit one place from the spells that began within the bounds. ``fewest`` is the smallest count that may show."""
    here = (spells.place == place) & (spells.arrived >= spells.since) & (spells.arrived < spells.until)
    at = spells.take(here)
    saw_start = bool(np.isfinite(at.started).any())
    saw_finish = bool(np.isfinite(at.finished).any())
    begin = at.started if saw_start else at.arrived
    served = np.isfinite(begin)
    end = np.where(np.isfinite(at.finished), at.finished, at.left)
    over = np.isfinite(end)
    length = np.maximum(np.where(over, end, at.seen_until) - begin, 0.0)
    stay = fit(length[served], over[served], step)
    stays = _by_class(at, served, length, over, step=step, pooled=stay)
    ways, ways_of = _ways(at, served, fewest)
    unseen = ~served & np.isfinite(at.left)
    return PlaceFit(
        place=spells.places[place],
        spells=len(at),
        stay=stay,
        stays=stays,
        ways=ways,
        ways_of=ways_of,
        delays=_delays(at, served, step) if saw_finish else {},
        leaving=_leaving(at, served, unseen, step),
        left_unseen=int(unseen.sum()),
        classes=frozenset(name for c, name in enumerate(at.classes) if (served & over & (at.cls == c)).sum() >= FEWEST),
        mean_wait=float((at.started - at.arrived)[served].mean()) if saw_start else math.nan,
        inside=number_inside(begin[served], at.left[served], at.since, at.until),
        saw_start=saw_start,
        saw_finish=saw_finish,
    )


def _by_class(
    at: Spells, served: Bools, length: Floats, over: Bools, *, step: float, pooled: Fitted
) -> dict[str, Fitted]:
    """The stays of each class, where telling classes apart clearly describes the stays better."""
    found = {}
    for c, name in enumerate(at.classes):
        rows = served & (at.cls == c)
        if rows.any() and not (rows == served).all():
            found[name] = fit(length[rows], over[rows], step)
    known = {name: one for name, one in found.items() if one.chosen is not None}
    if pooled.chosen is None or len(known) < 2:
        return {}
    if any(one.chosen is None or one.chosen.shape == "fixed" for one in (pooled, *known.values())):
        return known if len({_five(one) for one in known.values()}) > 1 else {}
    rest = served & ~np.isin(at.cls, [at.classes.index(name) for name in known])
    together = fit(length[served & ~rest], over[served & ~rest], step)
    apart = sum(one.candidates[0].aic for one in known.values())
    return known if -2 * log_likelihood(together) + 2 * len(known) - apart > CLEARLY else {}


def _five(one: Fitted) -> tuple[str, float]:
    return (one.chosen.shape, float(f"{one.chosen.mean:.5g}")) if one.chosen else ("", 0.0)


def _ways(at: Spells, served: Bools, fewest: int) -> tuple[Ways | None, dict[str, Ways]]:
    """The ways of all, and of each class where telling classes apart clearly describes them better."""
    gone = served & ~at.still_there
    if gone.sum() < FEWEST:
        return None, {}
    targets, index = np.unique(at.to[gone], return_inverse=True)
    counts = np.zeros((len(at.classes), len(targets)))
    np.add.at(counts, (at.cls[gone], index), 1)
    many = counts.sum(axis=1) >= FEWEST
    rows = np.concatenate([counts[many], counts[~many].sum(axis=0, keepdims=True)])
    together = _merged(rows, fewest)
    apart = _multinomial(rows) - 2 * (many.sum() - 1) * (len(targets) - 1)
    if many.sum() < 2 or apart - _multinomial(rows.sum(axis=0)) <= CLEARLY or together is None:
        return _pooled(at, served, targets, rows.sum(axis=0), fewest), {}
    names = [name for name, enough in zip(at.classes, many, strict=True) if enough]
    own = {name: _ways_of(at, served & (at.cls == at.classes.index(name)), targets, together) for name in names}
    return _ways_of(at, served, targets, together), own


def _pooled(at: Spells, served: Bools, targets: Ints, counts: Floats, fewest: int) -> Ways:
    """The ways of all; where hardly any but small ones would be left to name, those who took them are left out."""
    together = _merged(counts[None, :], fewest)
    if together is not None:
        return _ways_of(at, served, targets, together)
    kept = counts >= fewest
    return _ways_of(at, served & ~np.isin(at.to, targets[~kept]), targets[kept], np.zeros(int(kept.sum()), np.bool_))


def _merged(counts: Floats, fewest: int) -> Bools | None:
    """Which ways go together so that no class shows a small count, nor does what is left of all; None where too many.

    Rows are classes, the last one those that are not told apart.
    """
    merged = np.asarray(((counts > 0) & (counts < fewest)).any(axis=0))
    order = np.argsort(counts.sum(axis=0), kind="stable")
    for way in order:
        within = counts[:, merged].sum(axis=1)
        if not ((within > 0) & (within < fewest)).any():
            break
        merged[way] = True
    return merged if counts[:, merged].sum() <= _MOST_MERGED * counts.sum() else None


def _multinomial(counts: Floats) -> float:
    """Twice the log likelihood of counts by their own shares (of each row)."""
    totals = np.broadcast_to(counts.sum(axis=-1, keepdims=True), counts.shape)
    shares = np.divide(counts, totals, out=np.ones_like(counts), where=counts > 0)
    return float(2 * (counts * np.log(shares)).sum())


def _ways_of(at: Spells, rows: Bools, targets: Ints, hidden: Bools) -> Ways:
    """The ways that some took, those ``hidden`` together as ``elsewhere``."""
    counts = np.array([(rows & (at.to == target)).sum() for target in targets])
    time = np.where(np.isnan(at.left), at.seen_until, at.left) - at.arrived
    over = counts.sum() == rows.sum()
    shares = counts / counts.sum() if over else _incidence(time, at.to, rows, targets)
    listed: dict[str, tuple[int, float]] = {}
    for target, hide, n, share in zip(targets, hidden, counts, shares, strict=True):
        name = ELSEWHERE if hide else way_name(at, int(target))
        before = listed.get(name, (0, 0.0))
        listed[name] = before[0] + int(n), before[1] + float(share)
    ordered = sorted((item for item in listed.items() if item[1][0]), key=lambda item: (-item[1][1], item[0]))
    number = {name: n for name, (n, _) in ordered}
    return Ways(int(counts.sum()), number, {name: share for name, (_, share) in ordered})


def way_name(spells: Spells, to: int) -> str:
    """The place or exit that a number in ``to`` stands for."""
    return spells.places[to] if to >= 0 else spells.exits[-1 - to]


def _incidence(time: Floats, to: Ints, rows: Bools, targets: Ints) -> Floats:
    """The share that goes each way in the end, from the cumulative incidence where some have not left yet."""
    order = np.argsort(time[rows], kind="stable")
    at, way = time[rows][order], to[rows][order]
    last = np.r_[at[1:] != at[:-1], True]
    number = np.diff(np.flatnonzero(last), prepend=-1)
    at_risk = len(at) - np.r_[0, number.cumsum()[:-1]]
    ends = np.stack([np.diff((way == t).cumsum()[last], prepend=0) for t in targets])
    there = np.r_[1.0, np.cumprod(1 - ends.sum(axis=0) / at_risk)[:-1]]
    found = (there * ends / at_risk).sum(axis=1)
    return np.asarray(found / found.sum(), np.float64)


def _delays(at: Spells, served: Bools, step: float) -> dict[str, Fitted]:
    """The time from being ready to leaving, by the way taken; none where hardly anybody (1 %) is delayed."""
    found = {}
    held = np.maximum(at.left - at.finished, 0.0)
    known = served & np.isfinite(held)
    for target in np.unique(at.to[known]):
        rows = known & (at.to == target)
        if rows.sum() >= FEWEST and (held[rows] > step).mean() > 0.01:
            found[way_name(at, int(target))] = fit(held[rows], np.ones(int(rows.sum()), np.bool_), step)
    return found


def _leaving(at: Spells, served: Bools, unseen: Bools, step: float) -> Leaving | None:
    """Patience: those who gave up show theirs, those who began care had more than they waited."""
    if unseen.sum() < FEWEST:
        return None
    until = np.where(served, at.started, np.where(unseen, at.left, at.seen_until))
    wait = np.maximum(until - at.arrived, 0.0)
    rows = (wait > 0) | unseen
    targets, counts = np.unique(at.to[unseen], return_counts=True)
    return Leaving(fit(wait[rows], unseen[rows], step), way_name(at, int(targets[counts.argmax()])))


def number_inside(begin: Floats, end: Floats, since: float, until: float) -> Inside:
    """How many were inside between two times: the mean and the 95th percentile over time, and the most."""
    counts = inside_at(begin, end, np.arange(since, until, 3600.0))
    edges = np.r_[begin, end[np.isfinite(end)]]
    change = np.r_[np.ones(len(begin)), -np.ones(int(np.isfinite(end).sum()))]
    order = np.lexsort((change, edges))  # at one instant, who leaves goes first
    most = int(change[order].cumsum().max(initial=0))
    return Inside(float(counts.mean()), float(np.quantile(counts, 0.95)), most)


def inside_at(begin: Floats, end: Floats, moments: Floats) -> Floats:
    """How many are inside at each of some moments; who has no end stays."""
    came = np.searchsorted(np.sort(begin), moments, "right")
    went = np.searchsorted(np.sort(end[np.isfinite(end)]), moments, "right")
    return (came - went).astype(np.float64)
