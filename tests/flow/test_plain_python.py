"""Networks made by chance against a simulator of its own: a few lines of plain Python that share nothing with ours."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oneplace import flow

pytestmark = pytest.mark.slow

HEAD = "format: pathway/1\nid: p\nname: A pathway\nprovenance: illustrative\nrun: 60 hours\n"
HOURS = st.integers(300, 4000).map(lambda n: n / 1000)


@dataclass(frozen=True)
class Room:
    beds: int
    queue: int | None
    stay: float
    onward: int | None


@dataclass
class Chain:
    """Rooms that hold each other up: who is served but finds no room further on keeps the bed."""

    rooms: list[Room]
    seen: list[tuple[int, float, float]] = field(default_factory=list)
    lost: int = 0

    def run(self, arrivals: list[tuple[float, int]]) -> Chain:
        self.number, self.events = count(), [(at, 1, n, room) for n, (at, room) in enumerate(arrivals)]
        heapq.heapify(self.events)
        self.busy = [0] * len(self.rooms)
        self.waiting: list[list[float]] = [[] for _ in self.rooms]
        self.held: list[list[int]] = [[] for _ in self.rooms]
        while self.events and self.events[0][0] <= 60:
            now, kind, _, at = heapq.heappop(self.events)
            if kind == 1 and self.has_room(at):
                self.enter(at, now)
            elif kind == 1:
                self.lost += 1
            else:
                self.leave(at, now)
        return self

    def has_room(self, at: int) -> bool:
        room = self.rooms[at]
        free = not self.waiting[at] and self.busy[at] < room.beds
        return free or room.queue is None or len(self.waiting[at]) < room.queue

    def enter(self, at: int, now: float) -> None:
        self.waiting[at].append(now)
        self.admit(at, now)

    def admit(self, at: int, now: float) -> None:
        while self.waiting[at] and self.busy[at] < self.rooms[at].beds:
            self.seen.append((at, self.waiting[at].pop(0), now))
            self.busy[at] += 1
            heapq.heappush(self.events, (now + self.rooms[at].stay, 0, next(self.number), at))

    def leave(self, at: int, now: float) -> None:
        onward = self.rooms[at].onward
        if onward is not None and not self.has_room(onward):
            self.held[onward].append(at)
            return
        self.busy[at] -= 1
        if onward is not None:
            self.enter(onward, now)
        self.freed(at, now)

    def freed(self, at: int, now: float) -> None:
        self.admit(at, now)
        while self.held[at] and self.has_room(at):
            before = self.held[at].pop(0)
            self.busy[before] -= 1
            self.enter(at, now)
            self.freed(before, now)

    def text(self, arrivals: list[tuple[float, int]]) -> str:
        lines = ["patients:"]
        for at in sorted({room for _, room in arrivals}):
            times = ", ".join(f"{time!r} hours" for time, room in arrivals if room == at)
            lines.append(f"  c{at}: {{enters: p{at}, arrivals: {{times: [{times}]}}}}")
        lines.append("places:")
        for at, room in enumerate(self.rooms):
            queue = "unlimited" if room.queue is None else f"{room.queue} patients"
            onward = "" if room.onward is None else f", next: {{p{room.onward}: 100 %}}"
            lines.append(f"  p{at}: {{capacity: {room.beds} beds, queue: {queue}, stay: {room.stay!r} hours{onward}}}")
        return HEAD + "\n".join(lines) + "\n"


@st.composite
def chains(draw: st.DrawFn) -> tuple[list[Room], list[tuple[float, int]]]:
    length = draw(st.integers(2, 5))
    rooms = [
        Room(
            draw(st.integers(1, 3)),
            draw(st.sampled_from([None, 0, 0, 1, 2])),
            draw(HOURS) + 0.010_1 * at,
            draw(st.integers(at + 1, length - 1)) if at < length - 1 else None,
        )
        for at in range(length)
    ]
    times = draw(st.lists(st.integers(0, 30_000), min_size=1, max_size=30))
    entered = [(time / 1000 + 0.000_3 * n, draw(st.integers(0, 1))) for n, time in enumerate(sorted(times))]
    return rooms, sorted(entered)


def visits(text: str) -> tuple[list[tuple[str, str, float, float]], flow.Result]:
    """(place, class, came, began) of whoever began a stay."""
    made = flow.simulate(flow.parse(text), replications=1, log=True)
    rows = made.log.to_pylist()
    began = [(r["place"], r["arrived_as"], r["came"], r["started"]) for r in rows if r["started"] == r["started"]]
    return sorted((place, cls, round(came, 6), round(start, 6)) for place, cls, came, start in began), made


@settings(max_examples=40, deadline=None, derandomize=True)  # what falls on one instant would have two right answers
@given(chains())
def test_chains_that_hold_each_other_up(made):
    rooms, arrivals = made
    plain = Chain(rooms).run(arrivals)
    ours, result = visits(plain.text(arrivals))
    ours = sorted((place, came, start) for place, _, came, start in ours)
    assert ours == sorted((f"p{at}", round(came, 6), round(start, 6)) for at, came, start in plain.seen)
    assert sum(result.value("lost", place).mean for place in result.pathway.places) == plain.lost


@dataclass
class Shared:
    """Rooms whose patients take staff from one pool; some give up. Ranks in the order of the classes."""

    staff: int
    beds: list[int]
    enters: list[int]
    takes: list[list[int]]
    stays: list[list[float]]
    patience: list[float | None]
    seen: list[tuple[int, int, float, float]] = field(default_factory=list)

    def run(self, arrivals: list[tuple[float, int]]) -> Shared:
        self.used, self.busy = 0, [0] * len(self.beds)
        self.queue: list[list[tuple[int, float, int]]] = [[] for _ in self.beds]
        self.events = [(at, 2, n, cls, self.enters[cls]) for n, (at, cls) in enumerate(arrivals)]
        heapq.heapify(self.events)
        while self.events and self.events[0][0] <= 60:
            now, kind, n, cls, at = heapq.heappop(self.events)
            if kind == 2:
                self.queue[at].append((cls, now, n))
                if self.patience[cls] is not None and not (len(self.queue[at]) == 1 and self.can(at, cls)):
                    heapq.heappush(self.events, (now + self.patience[cls], 1, n, cls, at))
                self.admit(at, now)
            elif kind == 1:
                self.queue[at] = [one for one in self.queue[at] if one[2] != n]
                self.admit(at, now)
            else:
                self.busy[at] -= 1
                self.used -= self.takes[at][cls]
                if self.takes[at][cls]:
                    self.staff_free(now)
                self.admit(at, now)
        return self

    def can(self, at: int, cls: int) -> bool:
        return self.busy[at] < self.beds[at] and self.used + self.takes[at][cls] <= self.staff

    def begin(self, at: int, now: float) -> None:
        first = min(self.queue[at])
        self.queue[at].remove(first)
        cls, came, n = first
        self.busy[at] += 1
        self.used += self.takes[at][cls]
        self.seen.append((at, cls, came, now))
        heapq.heappush(self.events, (now + self.stays[at][cls], 0, n, cls, at))

    def admit(self, at: int, now: float) -> None:
        while self.queue[at] and self.can(at, min(self.queue[at])[0]):
            self.begin(at, now)

    def staff_free(self, now: float) -> None:
        while True:
            firsts = [(min(queue)[:2], at) for at, queue in enumerate(self.queue) if queue and any(self.takes[at])]
            able = [(first, at) for first, at in firsts if self.can(at, first[0])]
            if not able:
                return
            self.begin(min(able)[1], now)

    def text(self, arrivals: list[tuple[float, int]]) -> str:
        there = sorted({cls for _, cls in arrivals})
        lines = [f"priority: [{', '.join(f'c{cls}' for cls in there)}]", "patients:"]
        for cls in there:
            times = ", ".join(f"{time!r} hours" for time, of in arrivals if of == cls)
            lines.append(f"  c{cls}: {{enters: p{self.enters[cls]}, arrivals: {{times: [{times}]}}}}")
        lines += [f"pools: {{n: {{number: {self.staff} nurses}}}}", "exits: [gone, home]", "places:"]
        for at, beds in enumerate(self.beds):
            lines.append(f"  p{at}:\n    capacity: {beds} beds\n    stay: 1 hour\n    next: {{home: 100 %}}\n    for:")
            for cls in there:
                gives_up = self.patience[cls]
                leave = "" if gives_up is None else f", leave: {{patience: {gives_up!r} hours, to: gone}}"
                uses = f"uses: {{n: {self.takes[at][cls]} nurses}}"
                lines.append(f"      c{cls}: {{stay: {self.stays[at][cls]!r} hours, {uses}{leave}}}")
        return HEAD + "\n".join(lines) + "\n"


@st.composite
def shared(draw: st.DrawFn) -> tuple[Shared, list[tuple[float, int]]]:
    places, classes, staff = draw(st.integers(1, 3)), draw(st.integers(1, 3)), draw(st.integers(1, 4))

    def each(of: st.SearchStrategy, size: int) -> list:
        return draw(st.lists(of, min_size=size, max_size=size))

    made = Shared(
        staff,
        each(st.integers(1, 3), places),
        each(st.integers(0, places - 1), classes),
        [each(st.integers(0, min(2, staff)), classes) for _ in range(places)],
        [[stay + 0.010_1 * at + 0.003_7 * n for n, stay in enumerate(each(HOURS, classes))] for at in range(places)],
        each(st.none() | HOURS.map(lambda hours: hours + 0.000_017), classes),
    )
    times = draw(st.lists(st.integers(0, 30_000), min_size=1, max_size=40))
    arrivals = [(time / 1000 + 0.000_37 * n, draw(st.integers(0, classes - 1))) for n, time in enumerate(sorted(times))]
    return made, sorted(arrivals)


@settings(max_examples=40, deadline=None, derandomize=True)  # what falls on one instant would have two right answers
@given(shared())
def test_ranks_patience_and_staff_that_places_share(made):
    plain, arrivals = made
    ours, _ = visits(plain.run(arrivals).text(arrivals))
    assert ours == sorted((f"p{at}", f"c{cls}", round(came, 6), round(now, 6)) for at, cls, came, now in plain.seen)
