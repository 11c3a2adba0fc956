"""Server time a page, in this process, after a first look at each: `python benchmarks/pages.py [PLACE]`.

The place is the folder of `make demo` unless another is named.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from time import perf_counter, process_time

from oneplace.web import application

TIMES = 10
LIMIT = 0.1


def measure(place: Path) -> list[tuple[str, float, float, int]]:
    """For each page: its address, median seconds of the clock and of the processor, bytes."""
    application(place)
    from django.test import Client

    from oneplace.web import create_demo_user
    from oneplace.web.accounts.models import User
    from oneplace.web.public.presenters.neighbourhoods import area_map
    from oneplace.web.snapshot import snapshot

    name, _password = create_demo_user(place, "benchmark")
    client = Client(headers={"host": "localhost"})
    client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    shot = snapshot()
    paths = [
        "/",
        "/strategy",
        "/gaps",
        "/places",
        "/neighbourhoods",
        "/data",
        "/search?q=people",
        "/how-we-judge",
        "/board",
    ]
    paths += [f"/ambitions/{outcome.id}" for outcome in shot.place.strategy.outcomes]
    paths += [f"/measures/{key}" for key in shot.place.measures]
    paths += [area.href for area in area_map(shot.place).areas[:5]]
    paths += [f"/board/packs/{shot.run.id}"] if shot.run else []
    return [(path, *_one(client, path)) for path in paths]


def _one(client, path: str) -> tuple[float, float, int]:  # type: ignore[no-untyped-def]
    response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    clock, processor = [], []
    for _ in range(TIMES):
        started, used = perf_counter(), process_time()
        client.get(path)
        clock.append(perf_counter() - started)
        processor.append(process_time() - used)
    return statistics.median(clock), statistics.median(processor), len(response.content)


def main() -> None:
    """Print the slowest pages and the median of all."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("demo")
    if not (place / "place.yaml").exists():
        print(f"{place} is no place: build one with `make demo`, or name another.")
        return
    rows = sorted(measure(place), key=lambda row: -row[1])
    print(f"{len(rows)} pages, median {1000 * statistics.median(row[1] for row in rows):.0f} ms; the slowest:")
    for path, clock, processor, size in rows[:15]:
        print(f"{1000 * clock:6.0f} ms  {1000 * processor:6.0f} ms processor  {size / 1000:6.0f} kB  {path}")
    print(f"Pages over {1000 * LIMIT:.0f} ms: {sum(row[1] > LIMIT for row in rows)}")


if __name__ == "__main__":
    main()
