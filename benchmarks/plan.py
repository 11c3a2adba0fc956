"""How long a plan of 2,000 activities and 5,000 links takes, drag included (goal: 0.1 s), and a place's of as many."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta

from oneplace.delivery import Activity, critical_path, plans
from oneplace.place import Workstream

ACTIVITIES, LINKS, TIMES, STREAMS = 2_000, 5_000, 20, 20
FIRST = date(2026, 1, 5)


def made() -> list[Activity]:
    """Links lead only forward, each pair at most once; lags from -3 to 10 working days."""
    chance = random.Random(2_026)
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < LINKS:
        first, second = sorted(chance.sample(range(ACTIVITIES), 2))
        pairs.add((first, second))
    after: list[list[tuple[str, int]]] = [[] for _ in range(ACTIVITIES)]
    for first, second in sorted(pairs):
        after[second].append((f"a{first}", chance.randint(-3, 10)))
    return [Activity(f"a{at}", chance.randint(0, 20), tuple(links)) for at, links in enumerate(after)]


def of_a_place(activities: list[Activity]) -> list[Workstream]:
    """The same as milestones of workstreams, each with a day, so that a run pushes them, and knows days off."""
    chance = random.Random(2_027)
    streams: list[list[dict[str, object]]] = [[] for _ in range(STREAMS)]
    for at, one in enumerate(activities):
        day = (FIRST + timedelta(days=chance.randint(0, 900))).isoformat()
        links = dict(one.after)
        streams[at % STREAMS].append(
            {"id": one.id, "text": "Do", "due": day, "duration": one.duration, "after": list(links), "lag": links}
        )
    return [
        Workstream.model_validate({"id": f"W{at}", "name": "W", "milestones": many}) for at, many in enumerate(streams)
    ]


def main() -> None:
    activities, took, busy = made(), [], []
    for _ in range(TIMES):
        start, worked = time.perf_counter(), time.process_time()
        plan = critical_path(activities)
        took.append(time.perf_counter() - start)
        busy.append(time.process_time() - worked)
    print(f"{ACTIVITIES:,} activities, {LINKS:,} links: {plan.duration:,} days, {len(plan.critical)} critical")
    print(
        f"{min(took):.3f} s at best, {sorted(took)[TIMES // 2]:.3f} s in the middle of {TIMES} (goal: 0.1 s); "
        f"{sorted(busy)[TIMES // 2]:.3f} s of processor"
    )
    streams, worked = of_a_place(activities), time.process_time()
    plans.plan(streams, FIRST, [FIRST + timedelta(days=30)])
    print(f"as a place's {STREAMS} workstreams with their days: {time.process_time() - worked:.2f} s of processor")


if __name__ == "__main__":
    main()
