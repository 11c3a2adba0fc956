"""Many readers at once: ``python benchmarks/load.py [PLACE] [--minutes N]``.

Serves a place (else builds the demo) on loopback in a process of its own and asks for ten public pages from another:
100 connections, each one page after the other without a pause, as browsers ask. Then one reader asks for the home page
while twelve clients try unknown names, each time from another address. It ends after the minutes named and half a
minute of sign-ins. For Linux, whose /proc tells the server's memory.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import re
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from oneplace import demo, place

HOST = "127.0.0.1"
CONNECTIONS, CLIENTS, FLOOD_SECONDS = 100, 12, 30
GOAL_P95, GOAL_GROWTH = 0.3, 5
"""Seconds, and per cent of the server's memory between minute 2 and the last."""
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Connection": "keep-alive"}


def main() -> None:
    """Print the figures, and whether each goal was met."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("place", nargs="?", type=Path, help="a place with a finished run; else the demo is built")
    asked.add_argument("--minutes", type=int, default=1, choices=range(1, 31), help="how long (10 to judge memory)")
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        served = given.place or _demo(Path(folder, "demo"))
        with _server(served) as (port, process):
            paths = _paths(served)
            memory = _ask_and_watch(port, paths, given.minutes, process)
            _flood(port)
    if given.minutes > 2:
        growth = 100 * (memory[-1] / memory[1] - 1)
        print(f"Memory from minute 2 to {given.minutes}: {growth:+.1f} % (goal: at most {GOAL_GROWTH} %)")


def _demo(folder: Path) -> Path:
    demo.build(folder, residents=25_000, report=lambda *_: None)
    return folder


def _paths(folder: Path) -> list[str]:
    """Ten public pages: those of the menu, and some of each kind that there is one of for each subject."""
    read = place.read(folder)
    ambitions = [f"/ambitions/{outcome.id}" for outcome in read.strategy.outcomes[:2]]
    measures = [f"/measures/{key}" for key in list(read.measures)[:2]]
    return ["/", "/strategy", "/gaps", "/places", "/neighbourhoods", "/data", *ambitions, *measures]


@contextmanager
def _server(folder: Path) -> Iterator[tuple[int, int]]:
    """A server in a process of its own; gives its port and process id when it answers."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        port = found.getsockname()[1]
    process = multiprocessing.get_context("spawn").Process(target=_serve, args=(folder, port))
    process.start()
    try:
        while not _answers(port):
            if not process.is_alive():
                raise SystemExit("The server did not start.")
            time.sleep(0.2)
        yield port, process.pid or 0
    finally:
        process.terminate()
        process.join()


def _serve(folder: Path, port: int) -> None:
    os.environ["ONEPLACE_PROXIES"] = HOST  # so that the flood can say that it comes from many addresses
    from oneplace.web import serve

    serve(folder, HOST, port)


def _answers(port: int) -> bool:
    try:
        return _get(_connection(port), "/health") == 200
    except OSError:
        return False


def _connection(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(HOST, port, timeout=60)


def _get(connection: http.client.HTTPConnection, path: str) -> int:
    connection.request("GET", path, headers=BROWSER)
    response = connection.getresponse()
    response.read()
    return response.status


def _ask_and_watch(port: int, paths: list[str], minutes: int, server: int) -> list[int]:
    """Ask for the pages from another process, a minute at a time; returns the server's memory after each."""
    print(f"{CONNECTIONS} connections, ten pages each in turn; load average at the start {os.getloadavg()[0]:.1f}")
    memory, context = [], multiprocessing.get_context("spawn")
    for minute in range(1, minutes + 1):
        client = context.Process(target=_minute, args=(port, paths, minute))
        client.start()
        client.join()
        memory.append(_resident(server))
        print(f"           server's memory {memory[-1] / 1e6:.0f} MB, load average {os.getloadavg()[0]:.1f}")
    return memory


def _resident(process: int) -> int:
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _minute(port: int, paths: list[str], minute: int) -> None:
    """A minute of asking; prints rate, percentiles and errors."""
    until = time.monotonic() + 60
    seconds: list[float] = []
    errors: list[str] = []
    each = [paths[start:] + paths[:start] for start in range(len(paths))]
    readers = [
        threading.Thread(target=_read, args=(port, each[number % len(each)], until, seconds, errors))
        for number in range(CONNECTIONS)
    ]
    _together(readers)
    print(f"minute {minute:>2}: {len(seconds) / 60:.0f} requests/s, {_spread(seconds)}, {len(errors)} errors", end="")
    print(f" ({'met' if _p95(seconds) <= GOAL_P95 and not errors else 'NOT MET'}) {' '.join(sorted(set(errors))[:3])}")


def _read(port: int, paths: list[str], until: float, seconds: list[float], errors: list[str]) -> None:
    """One connection: a page after the other, without a pause."""
    connection, turn = _connection(port), 0
    while time.monotonic() < until:
        began = time.perf_counter()
        try:
            status = _get(connection, paths[turn % len(paths)])
        except OSError as error:
            status = repr(error)
            connection.close()
        seconds.append(time.perf_counter() - began)
        if status != 200:
            errors.append(f"{status}")
        turn += 1


def _together(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20, method="inclusive")[-1]


def _spread(seconds: list[float]) -> str:
    named = {"p50": statistics.median(seconds), "p95": _p95(seconds), "max": max(seconds)}
    return ", ".join(f"{name} {1000 * value:.0f} ms" for name, value in named.items())


def _flood(port: int) -> None:
    """Twelve clients try unknown names for half a minute; the home page is asked for all the while."""
    until = time.monotonic() + FLOOD_SECONDS
    seconds: list[float] = []
    errors: list[str] = []
    tried: list[int] = []
    flood = [threading.Thread(target=_guess, args=(port, number, until, tried)) for number in range(CLIENTS)]
    _together([*flood, threading.Thread(target=_read, args=(port, ["/"], until, seconds, errors))])
    answers = json.dumps({status: tried.count(status) for status in sorted(set(tried))})
    print(f"While {CLIENTS} clients try unknown names: home page {_spread(seconds)}, {len(errors)} errors;", end="")
    print(f" sign-ins by answer: {answers}")


def _guess(port: int, client: int, until: float, tried: list[int]) -> None:
    """One client: the form, then an unknown name, again and again."""
    while time.monotonic() < until:
        connection = _connection(port)
        connection.request("GET", "/account/sign-in")
        form = connection.getresponse()
        cookie = (form.getheader("Set-Cookie") or "").split(";")[0]
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.read().decode())
        said = {"username": f"nobody-{client}", "password": "x" * 20, "csrfmiddlewaretoken": token and token[1]}
        attempt = len(tried)
        address = f"10.{client}.{attempt // 250 % 250}.{attempt % 250}"
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie, "X-Forwarded-For": address}
        connection.request("POST", "/account/sign-in", urlencode(said), headers)
        response = connection.getresponse()
        response.read()
        tried.append(response.status)
        connection.close()


if __name__ == "__main__":
    main()
