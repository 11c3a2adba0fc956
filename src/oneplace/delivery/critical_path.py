"""The critical path of a plan: earliest and latest days, floats, and what each activity costs the end.

Days are whole working days from day 0. An activity of duration d that starts at ES ends at EF = ES + d; a milestone has
duration 0. Links run from finish to start, with a lag of either sign. (Kelley and Walker 1959; drag: Devaux 2012.)
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

import numpy as np

_NO_WAY = -(10**9)
"""Days on a way that leads nowhere: fewer than any plan has."""


@dataclass(frozen=True)
class Activity:
    """What is to be done: how many working days it takes, and after what, each with its lag in working days.

    ``not_before`` is the earliest day on which it may start; ``not_after`` the day by which it is to end, where that
    is earlier than the plan's end (that of its own workstream): its float is against that day.
    """

    id: str
    duration: int
    after: tuple[tuple[str, int], ...] = ()
    not_before: int = 0
    not_after: int | None = None


@dataclass(frozen=True)
class Scheduled:
    """An activity in its plan, in working days from day 0.

    ``drag``: how many days the whole would end earlier if it took none. ``because``: the activities whose end sets its
    earliest start; none where it waits for nothing but the plan's beginning or its own earliest day.
    """

    id: str
    earliest_start: int
    earliest_finish: int
    latest_start: int
    latest_finish: int
    total_float: int
    free_float: int
    drag: int
    critical: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A plan: how many days it takes, how many it is too late for its deadline (0 without one), and its activities."""

    duration: int
    late: int
    activities: tuple[Scheduled, ...]

    @property
    def critical(self) -> tuple[str, ...]:
        """Every activity with the smallest total float, in the order given: all of them where paths tie."""
        return tuple(one.id for one in self.activities if one.critical)


def critical_path(activities: Sequence[Activity], deadline: int | None = None) -> Plan:
    """Plan activities, in the order given.

    With a ``deadline`` (the day by which all must be done) floats are against that day, below nought where it is too
    late. Raises ``ValueError`` for ids given twice, unknown ones, durations below nought, and circles, of which it
    names the shortest.
    """
    if not activities:
        return Plan(0, 0, ())
    network = _Network(activities)
    network.forward()
    end = max(network.finish)
    aim = end if deadline is None else deadline
    network.backward(aim)
    return Plan(end, max(0, end - aim), tuple(network.scheduled(aim)))


def drags(activities: Sequence[Activity], group_of: Mapping[str, str]) -> dict[str, int]:
    """Of each activity, by how many days its own group would be over earlier if it took none.

    Another group's activity may lead to it, and may itself end later. Errors as ``critical_path``.
    """
    network = _Network(activities)
    network.forward()
    groups: dict[str, set[int]] = {}
    for key, place in network.at.items():
        groups.setdefault(group_of[key], set()).add(place)
    found = {name: network.drags(last) for name, last in groups.items()}
    return {key: found[group_of[key]][network.at[key]] for key in network.given}


class _Network:
    """Activities by their place in an order in which each comes after those that it waits for."""

    def __init__(self, activities: Sequence[Activity]) -> None:
        order = in_order(activities)
        by_id = {one.id: one for one in activities}
        self.given = [one.id for one in activities]
        self.at = {key: place for place, key in enumerate(order)}
        self.ordered = [by_id[key] for key in order]
        self.links = [(self.at[before], place, lag)
                      for place, one in enumerate(self.ordered) for before, lag in one.after]  # fmt: skip
        self.before: list[list[tuple[int, int]]] = [[] for _ in order]
        self.followers: list[list[tuple[int, int]]] = [[] for _ in order]
        for first, second, lag in self.links:
            self.before[second].append((first, lag))
            self.followers[first].append((second, lag))

    def forward(self) -> None:
        self.start, self.finish = [0] * len(self.ordered), [0] * len(self.ordered)
        for place, one in enumerate(self.ordered):
            waits = (self.finish[first] + lag for first, lag in self.before[place])
            self.start[place] = max(0, one.not_before, *waits)
            self.finish[place] = self.start[place] + one.duration

    def backward(self, aim: int) -> None:
        self.late_start, self.late_finish = [aim] * len(self.ordered), [aim] * len(self.ordered)
        for place in reversed(range(len(self.ordered))):
            follow = self.followers[place]
            # What a follower overlaps may still be the last to end: nothing is over later than the whole.
            last = [self.late_start[then] - lag for then, lag in follow]
            self.late_finish[place] = min([self._aim(place, aim), *last])
            self.late_start[place] = self.late_finish[place] - self.ordered[place].duration

    def _aim(self, place: int, aim: int) -> int:
        own = self.ordered[place].not_after
        return aim if own is None else min(aim, own)

    def scheduled(self, aim: int) -> Iterable[Scheduled]:
        floats = [late - early for late, early in zip(self.late_finish, self.finish, strict=True)]
        least, drags = min(floats), self.drags(range(len(self.ordered)))
        for key in self.given:
            place = self.at[key]
            free = min([self._aim(place, aim), *(self.start[then] - lag for then, lag in self.followers[place])])
            yield Scheduled(
                id=key,
                earliest_start=self.start[place],
                earliest_finish=self.finish[place],
                latest_start=self.late_start[place],
                latest_finish=self.late_finish[place],
                total_float=floats[place],
                free_float=free - self.finish[place],
                drag=drags[place],
                critical=floats[place] == least,
                because=self._because(place),
            )

    def _because(self, place: int) -> tuple[str, ...]:
        start = self.start[place]
        own = max(0, self.ordered[place].not_before)
        return tuple(
            self.ordered[first].id
            for first, lag in self.before[place]
            if self.finish[first] + lag == start and start > own
        )

    def drags(self, last: Collection[int]) -> list[int]:
        """For each activity, the end of the ``last`` less the longest way to it that does not lead through it.

        A way around an activity has one step over its place in the order: a link, a beginning, or an end.
        """
        number, end = len(self.ordered), max(self.finish[place] for place in last)
        rest = [0] * number  # from an activity's start to the end of the longest way on
        for place in reversed(range(number)):
            onward = [lag + rest[then] for then, lag in self.followers[place]]
            rest[place] = self.ordered[place].duration + max(onward + [0] * (place in last), default=_NO_WAY)
        around = np.zeros(number, dtype=np.int64)
        for first, second, lag in self.links:
            if second - first > 1:
                between = around[first + 1 : second]
                np.maximum(between, self.finish[first] + lag + rest[second], out=between)
        begins = [max(0, one.not_before) + rest[place] for place, one in enumerate(self.ordered)]
        after = np.maximum.accumulate(np.array([*begins[1:], 0])[::-1])[::-1]
        earlier = np.maximum.accumulate(
            np.array([0, *(self.finish[place] if place in last else 0 for place in range(number - 1))])
        )
        longest = np.maximum(np.maximum(around, after), earlier)
        return [
            int(min(one.duration, max(0, end - way))) if one.duration else 0
            for one, way in zip(self.ordered, longest, strict=True)
        ]


def in_order(activities: Sequence[Activity]) -> list[str]:
    """The ids in an order in which each comes after those that it waits for. Errors as ``critical_path``."""
    by_id = {one.id: one for one in activities}
    _refuse(activities, by_id)
    waits = {key: [before for before, _ in one.after] for key, one in by_id.items()}
    try:
        return list(TopologicalSorter(waits).static_order())
    except CycleError:
        circle = " → ".join(_shortest_circle(waits))
        raise ValueError(f"These wait for each other: {circle}. Take one of the links out.") from None


def _refuse(activities: Sequence[Activity], by_id: Mapping[str, Activity]) -> None:
    if len(by_id) < len(activities):
        seen: set[str] = set()
        twice = next(one.id for one in activities if one.id in seen or seen.add(one.id))  # type: ignore[func-returns-value]
        raise ValueError(f"'{twice}' stands twice. Give each activity an id of its own.")
    for one in activities:
        if one.duration < 0:
            raise ValueError(f"'{one.id}' takes {one.duration} days. Give a duration of 0 (a milestone) or more.")
        for before, _ in one.after:
            if before not in by_id:
                raise ValueError(f"'{one.id}' comes after '{before}', which is not there.")


def _shortest_circle(waits: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest circle, in the order of work, its first activity at both ends; the first given of several."""
    follow: dict[str, list[str]] = {key: [] for key in waits}
    for key, before in waits.items():
        for one in before:
            follow[one].append(key)
    found = [circle for key in waits if (circle := _circle(key, follow))]
    return min(found, key=len)


def _circle(start: str, follow: Mapping[str, Sequence[str]]) -> list[str]:
    """The shortest way from an activity back to it; empty where there is none."""
    came: dict[str, str] = {}
    todo = deque([start])
    while todo:
        at = todo.popleft()
        for then in follow[at]:
            if then == start:
                way = [start, at]
                while way[-1] != start:
                    way.append(came[way[-1]])
                return way[::-1]
            if then not in came:
                came[then] = at
                todo.append(then)
    return []
