"""The kinds of tests, each run by ``make test KIND=…``; a test is of the first kind here that fits it, else fast."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of tests, known by a fixture that they ask for, by their room, or by a mark."""

    name: str
    what: str
    fixtures: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()

    def fits(self, item: pytest.Function) -> bool:
        room = item.nodeid.split("/")[1]
        asked = not self.fixtures.isdisjoint(item.fixturenames)
        return asked or room in self.rooms or item.get_closest_marker(self.name) is not None


FAST = Kind("fast", "everything else: what `make check` runs")
KINDS = (
    Kind("browser", "drives a real browser", fixtures=frozenset({"browser"})),
    Kind(
        "service",
        "needs a service of its own: PostgreSQL, Spark",
        fixtures=frozenset({"postgresql_url", "spark", "spark_cluster"}),
    ),
    Kind("package", "asks a package registry, as no other kind may", fixtures=frozenset({"registry"})),
    Kind("docs", "holds docs/ to the code", rooms=frozenset({"docs"})),
    Kind("data", "reads the data and strategies that are shipped", rooms=frozenset({"opendata", "strategies"})),
    Kind(
        "slow",
        "loads, builds, simulates or runs for half a second: marked so, or by what it asks for",
        fixtures=frozenset({"built", "cluster"}),
        rooms=frozenset({"cli", "reader", "run", "synth"}),
    ),
    Kind("site", "asks the site for its pages, without a browser", rooms=frozenset({"web"})),
    FAST,
)


def rooms_without(name: str) -> frozenset[str]:
    """The rooms that no test of this kind can stand in: of fast tests, those that other kinds take whole."""
    return frozenset().union(*(kind.rooms for kind in KINDS)) if name == FAST.name else frozenset()


def declare(config: pytest.Config) -> None:
    """Make each kind a marker."""
    for kind in KINDS:
        config.addinivalue_line("markers", f"{kind.name}: {kind.what}")


def of(item: pytest.Function) -> Kind:
    """The kind of a test."""
    return next((kind for kind in KINDS if kind.fits(item)), FAST)


def mark(items: list[pytest.Item]) -> None:
    """Mark each test with its kind, and put the files that take long first: at the end no process waits for another."""
    first = dict[Path, int]()
    for item in items:
        assert isinstance(item, pytest.Function)
        kind = of(item)
        item.add_marker(kind.name)
        first[item.path] = min(first.get(item.path, len(KINDS)), KINDS.index(kind))
    items.sort(key=lambda item: first[item.path])
