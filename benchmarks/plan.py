"""How long a plan of 2,000 activities and 5,000 links takes, drag included (goal: 0.1 s)."""

from __future__ import annotations

import random
import time

from oneplace.delivery import Activity, critical_path

ACTIVITIES, LINKS, TIMES = 2_000, 5_000, 20


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


if __name__ == "__main__":
    main()
