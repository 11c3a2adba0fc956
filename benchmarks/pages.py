"""Every page, by its kind: how long it takes uncached, how large it is. `python benchmarks/pages.py [PLACE]`.

The place is the folder of `make demo` unless another is named. Pages are found by following links from the home page
and the sitemap, after those were made that a server makes ahead by itself when it starts. Each is asked for in this
process by a reader to whom no kept answer is sent (with the cookie of no session; signed in where a page asks for it):
once to warm up, then ``TIMES`` times. The board's page has the grid of assurance; a pathway's what-if is its page
before somebody asks for a change. The goals: median of all at most 20 ms, slowest at most 100 ms, none over 100 kB
uncompressed. The machine's load at beginning and end is printed with them.
"""

from __future__ import annotations

import html
import os
import re
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlsplit

from oneplace.web import application

TIMES = 3
MOST = 10
MEDIAN, SLOWEST, LARGEST = 0.020, 0.100, 100_000
LINK = re.compile(r'(?:href="|<loc>)([^"#<]+)')
LEFT_OUT = ("accounts:", "feedback:ask", "public:search", "public:download")
"""Sign-in hashes a password on purpose; the feedback form is one for all pages; searches have a list of their own."""
SIGNED_IN = ("board:", "whatif:", "feedback:said")
UNKNOWN = {"cookie": "sessionid=none"}
SEARCHES = ("/search?q=people", "/search?q=bed+blocking", "/search?q=diabetis")


@dataclass(frozen=True)
class Asked:
    """A page: its kind, its address, seconds of clock and processor (medians), seconds at first, bytes."""

    kind: str
    path: str
    clock: float
    processor: float
    first: float
    size: int


def ask(place: Path) -> list[Asked]:
    """Every page that links lead to."""
    application(place)
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import Client

    from oneplace.web import ahead, create_demo_user
    from oneplace.web.accounts.models import User
    from oneplace.web.snapshot import snapshot

    name, _password = create_demo_user(place, "benchmark")
    client, member = Client(headers={"host": "localhost"}), Client(headers={"host": "localhost"})
    member.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
    found: dict[str, Asked] = {}
    ahead.make(WSGIHandler(), snapshot())
    waiting = ["/", "/board", "/whatif", *_links(client.get("/sitemap.xml").content.decode()), *SEARCHES]
    while waiting:
        path = waiting.pop()
        if path in found or not (kind := _kind(path)):
            continue
        asked, text = _one(member if kind.startswith(SIGNED_IN) else client, kind, path)
        if asked:
            found[path] = asked
            waiting += _links(text)
        else:
            found[path] = Asked("", path, 0.0, 0.0, 0.0, 0)
    return [one for one in found.values() if one.kind]


def _links(text: str) -> Iterator[str]:
    for link in LINK.findall(text):
        parts = urlsplit(html.unescape(link))
        if parts.netloc in ("", "localhost") and parts.path.startswith("/"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def _kind(path: str) -> str:
    """The name of the address's pattern; empty for what isn't measured."""
    from django.urls import Resolver404, resolve

    try:
        kind = resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""
    return "" if kind.startswith(LEFT_OUT) and path not in SEARCHES else kind


def _one(client: Any, kind: str, path: str) -> tuple[Asked | None, str]:
    own = {} if kind.startswith(SIGNED_IN) else UNKNOWN
    started = perf_counter()
    response = client.get(path, headers=own)
    first = perf_counter() - started
    if response.status_code != 200 or response.streaming or not response["Content-Type"].startswith("text/html"):
        return None, ""
    clock, processor = [], []
    for _ in range(TIMES):
        began, used = perf_counter(), process_time()
        client.get(path, headers=own)
        clock.append(perf_counter() - began)
        processor.append(process_time() - used)
    size = len(response.content)
    times = statistics.median(clock), statistics.median(processor)
    return Asked(kind, path, *times, first, size), response.content.decode()


def main() -> None:
    """Print each kind of page, then all together, then what misses a goal."""
    place = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("demo")
    if not (place / "place.yaml").exists():
        print(f"{place} is no place: build one with `make demo`, or name another.")
        return
    before = os.getloadavg()[0]
    pages = ask(place)
    kinds = defaultdict(list)
    for one in pages:
        kinds[one.kind].append(one)
    print(f"{'':24} {'':5} {'by the clock':>34} {'of the processor':>34}")
    print(f"{'kind':24} pages" + 2 * f"{'median':>12}{'95 %':>12}{'slowest':>12}" + "   at first  largest")
    for kind, own in sorted(kinds.items()):
        _line(kind, own)
    _line("all", pages)
    _most("slowest by the clock", "ms", pages, lambda one: 1000 * one.clock)
    _most("slowest at first", "ms", pages, lambda one: 1000 * one.first)
    _most("largest", "kB", pages, lambda one: one.size / 1000)
    print(f"load of the machine: {before:.1f} before, {os.getloadavg()[0]:.1f} after")
    for one in sorted(pages, key=lambda one: -one.size):
        if one.size > LARGEST or one.processor > SLOWEST:
            print(f"misses a goal: {one.path}: {one.size / 1000:.0f} kB, {1000 * one.processor:.0f} ms of processor")
    if statistics.median(one.clock for one in pages) > MEDIAN:
        print(f"misses a goal: the median is above {1000 * MEDIAN:.0f} ms")


def _line(kind: str, pages: list[Asked]) -> None:
    times = [
        function(getattr(one, name) for one in pages)
        for name in ("clock", "processor")
        for function in (statistics.median, _most_of_all, max)
    ]
    words = " ".join(f"{1000 * time:8.0f} ms" for time in (*times, max(one.first for one in pages)))
    print(f"{kind:24} {len(pages):5} {words} {max(one.size for one in pages) / 1000:5.0f} kB")


def _most_of_all(values: Iterable[float]) -> float:
    """What 95 % of the values stay within (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-95 * len(ordered) // 100) - 1)]


def _most(what: str, unit: str, pages: list[Asked], of: Callable[[Asked], float]) -> None:
    for one in sorted(pages, key=of, reverse=True)[:MOST]:
        print(f"{what}: {of(one):4.0f} {unit}  {one.path}")


if __name__ == "__main__":
    main()
