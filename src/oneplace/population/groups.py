"""Whom a number is about: how people fall into the groups of each breakdown, with codes, labels and order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

UNKNOWN = "not_known"

AGE_STARTS = (0, 5, 10, 15, 20, 40, 65, 75, 85)
"""Where the age bands of breakdowns start, unless a measure's own ages cut them."""

STANDARD_STARTS = tuple(range(0, 95, 5))
"""Where the age bands of the European Standard Population start."""

ETHNIC_GROUPS = {
    "asian": ("Asian or Asian British", "H", "J", "K", "L", "R"),
    "black": ("Black or Black British", "M", "N", "P"),
    "mixed": ("Mixed", "D", "E", "F", "G"),
    "white": ("White", "A", "B", "C"),
    "other": ("Other ethnic group", "S"),
}
"""Groups of the 2021 Census with their 2001 16+1 codes (Chinese, R, counts as Asian, as in the Census)."""

SEXES = {"F": "Female", "M": "Male", UNKNOWN: "Not known or other"}


@dataclass(frozen=True)
class Group:
    """A group of a breakdown: its code, what people call it, and its place in the order."""

    code: str
    label: str
    order: int


EVERYONE = Group("all", "Everyone", 0)


@dataclass(frozen=True)
class Among:
    """Among whom a group is: people of these ages (in completed years, both included), and their neighbourhoods' names.

    Groups of age and neighbourhood are told by these.
    """

    youngest: int = 0
    oldest: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Grouping:
    """How people fall into the groups of a breakdown.

    ``group`` makes the group of the code that SQL gives. ``sql`` gives that code, never null, for a while in a person's
    life: an expression over ``p``, the person; ``h``, the home then (``lsoa21_code``); ``a``, the home's row of
    ``area``. It is None for age alone, at whose birthdays lives are cut into such whiles.
    """

    group: Callable[[Any, Among], Group]
    sql: str | None = None
    codes: tuple[Any, ...] = ()
    """What SQL gives for the groups that are the same everywhere; empty where they depend on the place or measure."""


def fifth_of(decile: str) -> str:
    """SQL: the deprivation fifth (1 the most deprived) of a national decile; null where that is."""
    return f"CAST(FLOOR(({decile} + 1) / 2) AS INT)"


def deprivation(fifth: int) -> Group:
    """A national deprivation fifth, 1 the most deprived; 0 where the address isn't known."""
    if fifth == 0:
        return Group(UNKNOWN, "Not known", 9)
    words = {1: "1 (most deprived)", 5: "5 (least deprived)"}
    return Group(str(fifth), words.get(fifth, str(fifth)), fifth)


def ethnicity(code: str) -> Group:
    """An ethnic group."""
    known = list(ETHNIC_GROUPS)
    if code not in ETHNIC_GROUPS:
        return Group(UNKNOWN, "Not known", 9)
    return Group(code, ETHNIC_GROUPS[code][0], known.index(code) + 1)


def sex(code: str) -> Group:
    """A sex as recorded."""
    return Group(code, SEXES[code], list(SEXES).index(code) + 1)


def age(start: int, among: Among) -> Group:
    """The age band of a measure that begins at ``start``."""
    starts = age_starts(among.youngest, among.oldest)
    position = starts.index(start)
    last = starts[position + 1] - 1 if position + 1 < len(starts) else among.oldest
    if last is None:
        return Group(f"{start}+", f"{start} and over", position + 1)
    label = str(start) if last == start else f"{start} to {last}"
    return Group(label.replace(" to ", "-"), label, position + 1)


def neighbourhood(lsoa: str, names: Mapping[str, str]) -> Group:
    """A neighbourhood by its LSOA 2021 code."""
    if lsoa == UNKNOWN:
        return Group(UNKNOWN, "Not known", 9_999)
    return Group(lsoa, names.get(lsoa, lsoa), 1)


def age_starts(youngest: int, oldest: int | None) -> tuple[int, ...]:
    """Where the age bands of a measure about these ages start (no band of fewer than five years at its young end)."""
    later = (start for start in AGE_STARTS if start >= youngest + 5 and (oldest is None or start <= oldest))
    return (youngest, *later)


def _ethnicity_sql() -> str:
    groups = " ".join(
        f"WHEN p.ethnic_category IN ({', '.join(repr(code) for code in codes)}) THEN '{group}'"
        for group, (_, *codes) in ETHNIC_GROUPS.items()
    )
    return f"CASE {groups} ELSE '{UNKNOWN}' END"


GROUPINGS = {
    "deprivation": Grouping(
        lambda fifth, _: deprivation(fifth), f"COALESCE({fifth_of('a.imd_decile')}, 0)", (1, 2, 3, 4, 5)
    ),
    "ethnicity": Grouping(lambda code, _: ethnicity(code), _ethnicity_sql(), tuple(ETHNIC_GROUPS)),
    "sex": Grouping(
        lambda code, _: sex(code), f"CASE WHEN p.sex IN ('F', 'M') THEN p.sex ELSE '{UNKNOWN}' END", tuple(SEXES)
    ),
    "age": Grouping(age),
    "neighbourhood": Grouping(
        lambda lsoa, among: neighbourhood(lsoa, among.names), f"COALESCE(h.lsoa21_code, '{UNKNOWN}')"
    ),
}
"""One entry for each of ``oneplace.vocabulary.dimensions.BREAKDOWNS``."""
