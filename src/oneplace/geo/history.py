"""What became of areas: which codes replaced which, and under which others their publishers still give figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

from oneplace.assets import folder, read_table

HISTORY = "geography/lad_code_history.csv.gz"
HISTORY_YEARS = tuple(range(16, 25))  # ltla16 … ltla24: the codes in force on 1 April of each year
ICB_RENAMED = {"E54000052": "E54000063", "E54000053": "E54000064"}  # Surrey Heartlands, Sussex: boundary moved
NEWER = {"E08000038": "E08000016", "E08000039": "E08000019"}
"""Codes given in April 2025, when the boundary between Barnsley and Sheffield moved by a few streets, by those of 2024
that every look-up here has: figures of one year that their publisher gives under both codes are alike."""
OLDER = {"E10000002": "E06000060", "E10000023": "E06000065", "E10000027": "E06000066"}
"""Counties that became one council with the same bounds (Buckinghamshire in 2020, North Yorkshire and Somerset in
2023), by its code: what was published of the county is of the same ground and people."""


@dataclass(frozen=True)
class CountyBefore:
    """A county that ended and was divided."""

    name: str
    ended: date
    within: tuple[str, ...]
    """The councils of today that lie in it wholly."""
    partly: tuple[str, ...] = ()


COUNTIES_BEFORE: Mapping[str, CountyBefore] = {
    "E10000006": CountyBefore("Cumbria", date(2023, 4, 1), ("E06000063", "E06000064")),
    "E10000009": CountyBefore("Dorset, with Christchurch", date(2019, 4, 1), ("E06000059",), ("E06000058",)),
    "E10000021": CountyBefore("Northamptonshire", date(2021, 4, 1), ("E06000061", "E06000062")),
}
"""Counties that ended since 2016 and were divided: none of the councils of today has their bounds."""


def columns(path: str, *names: str) -> list[tuple[Any, ...]]:
    """The rows of these columns of a file of the open data that ships."""
    table = read_table(folder("opendata") / path, names)
    return list(zip(*(table[name].to_pylist() for name in names), strict=True))


@cache
def _history() -> list[tuple[str, ...]]:
    return columns(HISTORY, *(f"ltla{year}_code" for year in HISTORY_YEARS))


@cache
def _next_codes() -> dict[str, tuple[str, ...]]:
    following: dict[str, set[str]] = {}
    for row in _history():
        for before, after in pairwise(row):
            if before != after:
                following.setdefault(before, set()).add(after)
    boards = {old: (new,) for old, new in ICB_RENAMED.items()}
    counties = {code: (*each.within, *each.partly) for code, each in COUNTIES_BEFORE.items()}
    return boards | counties | {code: tuple(sorted(codes)) for code, codes in following.items()}


def successors(code: str) -> tuple[str, ...]:
    """The codes that replaced an authority's (2016 to 2024), county's or board's; empty where it is in force still."""
    return _next_codes().get(code, ())


@cache
def made_of(authority: str) -> tuple[tuple[str, ...], ...]:
    """The authorities whose areas together became this one's, as they stood before each change, the newest first.

    Empty where nothing changed since 2016. Somerset's are four districts of 2019 to 2023, and five of before.
    """
    found: dict[tuple[str, ...], None] = {}
    for year in reversed(range(len(HISTORY_YEARS))):
        codes = {row[year] for row in _history() if row[-1] == authority}
        whole = not any(row[year] in codes and row[-1] != authority for row in _history())
        if whole and codes and codes != {authority}:
            found[tuple(sorted(codes))] = None
    return tuple(found)


def county_before(authority: str) -> str | None:
    """The county, ended since 2016 and divided, in which all of this authority lay; None of any other."""
    return next((code for code, each in COUNTIES_BEFORE.items() if authority in each.within), None)


def held_as(code: str) -> str:
    """The code under which an area is carried: of one with a newer or older code of the same ground, the look-ups'."""
    return NEWER.get(code) or OLDER.get(code, code)


def other_codes(code: str) -> tuple[str, ...]:
    """Codes, newer or older than the look-ups', under which publishers give figures of the same area."""
    return tuple(other for other, held in (NEWER | OLDER).items() if held == code)
