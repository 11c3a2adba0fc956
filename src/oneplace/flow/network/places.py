"""The places and pools of a pathway as rows: what holds there for each class, who uses what, calendars and rules."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
from numpy.typing import NDArray

from oneplace.flow.file.pathway import Pathway
from oneplace.flow.file.places import FirstFree, LeastLoaded, OneOf
from oneplace.flow.file.quantity import Fill, count
from oneplace.flow.kernel import layout as at
from oneplace.flow.kernel.state import Table
from oneplace.flow.network.distribution_rows import Dists
from oneplace.flow.network.timeline import changes
from oneplace.flow.network.traffic import flows

CONDITION = re.compile(r"places\.([\w-]+)\.(inside|waiting|blocked)\s*(>=|<=|>|<)\s*(.+)")
SETTABLE = re.compile(r"(?:places\.([\w-]+)\.capacity|pools\.([\w-]+)\.number|patients\.([\w-]+)\.enters)")
_MOMENT = 1e-3
"""Seconds: sums of times are rounded, and four hours are within four hours."""
_WATCHED = {"inside": at.INSIDE, "waiting": at.WAITING, "blocked": at.BLOCKED}
_CHOOSES: dict[type, int] = {LeastLoaded: at.LEAST_LOADED, FirstFree: at.FIRST_FREE}
_PREEMPT = {None: 0, "resume": at.RESUME, "restart": at.RESTART, "resample": at.RESAMPLE}


def way(pathway: Pathway, name: str) -> int:
    """A place's row, or -1 - that of an exit."""
    places, exits = pathway.places, pathway.exits
    return places.index(name) if name in places else -1 - exits.index(name)


def cells(pathway: Pathway, dists: Dists) -> dict[str, Table]:
    """The tables ``cells``, ``edges`` and ``becomings``."""
    found = np.full(len(pathway.places) * len(pathway.classes), -1, np.int64).astype(at.CELL)
    edges: list[tuple[int, int, float]] = []
    becomings: list[tuple[int, float]] = []
    for row, (place, cls) in enumerate((p, c) for p in pathway.places for c in pathway.classes):
        cell, of = found[row], pathway.at(place, cls)
        cell["rank"], cell["stay"] = pathway.ranks_at(place)[cls], dists.row(of.stay)
        if of.leave:
            cell["patience"], cell["leave_to"] = dists.row(of.leave.patience), way(pathway, of.leave.to)
        if of.worsens:
            cell["worsen_after"] = dists.row(of.worsens.after)
            cell["worsen_to"] = pathway.classes.index(of.worsens.to)
        for column, to in (
            ("closing_to", of.closes and of.closes.waiting_to),
            ("closed_to", of.closes and of.closes.coming_to),
        ):
            cell[column] = way(pathway, to) if to else at.NOWHERE
        changed = pathway.becomes(place, cls) if of.becomes else {}
        cell["becoming"], cell["becomings"] = len(becomings), len(changed)
        becomings += zip(map(pathway.classes.index, changed), np.cumsum(list(changed.values())), strict=True)
        delays = of.delay or {}
        if pathway.file.places[place].capacity is not None:
            cell["turnaround"] = dists.row(of.turnaround)
        cell["chooses"] = _CHOOSES.get(type(of.next), 0)
        if isinstance(of.next, OneOf):
            onward = dict.fromkeys(of.next.among, 0.0)
        elif pathway.file.patients[cls].route:  # the route says where to; a delay may still hold the place
            onward = dict.fromkeys(delays, 0.0)
        else:
            onward = dict(of.next or {})
        below = np.cumsum(list(onward.values()))
        cell["edge"], cell["edges"] = len(edges), len(onward)
        edges += [(way(pathway, to), dists.row(delays.get(to)), sum_) for to, sum_ in zip(onward, below, strict=True)]
    return {"cells": found, "edges": np.array(edges, at.EDGE), "becomings": np.array(becomings, at.BECOMING)}


def places(pathway: Pathway) -> Table:
    """The table ``places``; calendars are not yet in its capacities."""
    rows = np.zeros(len(pathway.places), at.PLACE)
    for row, of in zip(rows, pathway.file.places.values(), strict=True):
        row["queue_limit"] = -1 if of.queue is None else of.queue
        row["lifo"] = of.discipline == "lifo"
        row["preempt"] = _PREEMPT[of.preempt]
        row["interrupt"] = of.shift_end == "interrupt"
        row["hand_over"] = of.shift_end == "hand_over"
        row["closes"] = of.closes is not None or any(own.closes for own in of.for_.values())
        row["keeps_list"] = row["interrupt"] or of.preempt is not None
        row["target"] = np.inf if of.target is None else of.target + _MOMENT
        row["planned"] = -1 if of.capacity is None else of.capacity
    rows["ruled"], rows["handed_over"] = at.UNRULED, -np.inf
    for name, pool in pathway.file.pools.items():
        if pool.shift_end == "interrupt":
            rows["keeps_list"] |= [
                any(name in (pathway.at(place, cls).uses or {}) for cls in pathway.classes) for place in pathway.places
            ]
    return rows


def pools(pathway: Pathway) -> dict[str, Table]:
    """The tables ``pools``, ``uses`` and ``users``."""
    found = np.zeros(len(pathway.pools), at.POOL)
    found["planned"] = [pool.number for pool in pathway.file.pools.values()]
    found["ruled"] = at.UNRULED
    for column in ("interrupt", "hand_over"):
        found[column] = [pool.shift_end == column for pool in pathway.file.pools.values()]
    found["handed_over"] = -np.inf
    uses = np.zeros((len(pathway.places), len(pathway.classes), len(pathway.pools)), np.int64)
    for i, place in enumerate(pathway.places):
        for c, cls in enumerate(pathway.classes):
            for pool, number in (pathway.at(place, cls).uses or {}).items():
                uses[i, c, pathway.pools.index(pool)] = number
    return {"pools": found, "uses": uses.ravel(), "users": (uses.max(axis=1).T > 0).astype(np.int64).ravel()}


def calendar(pathway: Pathway, rows: dict[str, Table], start: date, end: float) -> Table:
    """The table ``changes``; the numbers at the start are written into the rows of ``places`` and ``pools``."""
    made: list[tuple[int, int, int, float]] = []
    for kind, planned, calendars in (
        (at.A_PLACE, rows["places"]["planned"], [of.calendar for of in pathway.file.places.values()]),
        (at.A_POOL, rows["pools"]["planned"], [of.calendar for of in pathway.file.pools.values()]),
    ):
        for which, shifts in enumerate(calendars):
            planned[which], then = changes(shifts, int(planned[which]), start, end)
            made += [(kind, which, number, when) for when, number in then]
    rows["places"]["capacity"], rows["pools"]["number"] = rows["places"]["planned"], rows["pools"]["planned"]
    return np.array(sorted(made, key=lambda change: (change[3], *change)), at.CHANGE)


def rules(pathway: Pathway) -> Table:
    """The table ``rules``: one row for each thing that a rule sets."""
    rows = []
    for rule in pathway.file.when.values():
        watch, what, over, limit = _condition(pathway, rule.if_)
        if rule.until is None:
            until = watch, what, 1 - over, limit + 1 if over else limit - 1
        else:
            until = _condition(pathway, rule.until)
        for path, value in rule.set.items():
            found = SETTABLE.fullmatch(path)
            if found is None:
                raise AssertionError(path)  # the checks have let it through
            rows.append((watch, what, over, limit, *until, *_setting(pathway, found, value), 0))
    return np.array(rows, at.RULE)


def _setting(pathway: Pathway, found: re.Match[str], value: str) -> tuple[int, int, int]:
    """What a rule sets: its kind, which one, and to what."""
    place, pool, cls = found.groups()
    if place:
        return at.A_PLACE, pathway.places.index(place), count(value)
    if pool:
        return at.A_POOL, pathway.pools.index(pool), count(value)
    return at.A_CLASS, pathway.classes.index(cls), way(pathway, value)


def diverted(pathway: Pathway) -> dict[str, set[str]]:
    """The classes that a rule sends elsewhere as they come, and where to."""
    to: dict[str, set[str]] = {}
    for rule in pathway.file.when.values():
        for path, value in rule.set.items():
            if (found := SETTABLE.fullmatch(path)) and found[3]:
                to.setdefault(found[3], set()).add(value)
    return to


def _condition(pathway: Pathway, text: str) -> tuple[int, int, int, int]:
    """Place, what is watched, whether it is above (1) or below (0), and the limit; ``>= 5`` is ``> 4``."""
    found = CONDITION.fullmatch(text.strip())
    if found is None:
        raise AssertionError(text)  # the checks have let it through
    number, over = count(found[4]), found[3].startswith(">")
    if found[3].endswith("="):
        number += -1 if over else 1
    return pathway.places.index(found[1]), _WATCHED[found[2]], int(over), number


def watches(pathway: Pathway) -> dict[str, Table]:
    """The tables ``watches`` and ``stops``: the clocks that run from arrival."""
    of = pathway.file.clocks.values()
    stops = np.array([[place in one.places for place in pathway.places] for one in of], np.int64)
    return {"watches": np.array([(one.is_seen, one.within + _MOMENT) for one in of], at.WATCH), "stops": stops.ravel()}


def starts(pathway: Pathway, capacity: NDArray[np.int64], dists: Dists) -> Table:
    """The table ``starts``: classes in proportion to the traffic, each with the rest of a stay."""
    reached = flows(pathway)
    rows: list[tuple[int, int, int]] = []
    for p, (place, of) in enumerate(pathway.file.places.items()):
        fill: Fill | None = of.start
        if fill is None:
            continue
        number = fill.patients if fill.patients is not None else round((fill.share or 0.0) * int(capacity[p]))
        weights = reached[:, p]
        if not (np.isfinite(weights).all() and weights.sum() > 0):
            weights = np.array([pathway.at(place, cls).stay is not None for cls in pathway.classes], np.float64)
        for c, n in enumerate(_apportioned(number, weights)):
            if n:
                rest = dists.rest(dists.row(pathway.at(place, pathway.classes[c]).stay))
                rows += [(p, c, rest)] * n
    return np.array(rows, at.START)


def _apportioned(number: int, weights: NDArray[np.float64]) -> list[int]:
    """A whole number split in proportion: by largest remainders."""
    exact = number * weights / weights.sum()
    found = np.floor(exact).astype(int)
    for i in np.argsort(found - exact, kind="stable")[: number - found.sum()]:
        found[i] += 1
    return [int(n) for n in found]
