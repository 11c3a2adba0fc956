"""Whom a number is about: the codes, labels and order of every breakdown."""

from __future__ import annotations

from dataclasses import dataclass

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


def age(start: int, starts: tuple[int, ...], oldest: int | None) -> Group:
    """The age band that begins at ``start``, among bands that begin at ``starts`` and end with age ``oldest``."""
    position = starts.index(start)
    last = starts[position + 1] - 1 if position + 1 < len(starts) else oldest
    if last is None:
        return Group(f"{start}+", f"{start} and over", position + 1)
    label = str(start) if last == start else f"{start} to {last}"
    return Group(label.replace(" to ", "-"), label, position + 1)


def neighbourhood(lsoa: str, names: dict[str, str]) -> Group:
    """A neighbourhood by its LSOA 2021 code."""
    if lsoa == UNKNOWN:
        return Group(UNKNOWN, "Not known", 9_999)
    return Group(lsoa, names.get(lsoa, lsoa), 1)


def age_starts(youngest: int, oldest: int | None) -> tuple[int, ...]:
    """Where the age bands of a measure about these ages start (no band of fewer than five years at its young end)."""
    later = (start for start in AGE_STARTS if start >= youngest + 5 and (oldest is None or start <= oldest))
    return (youngest, *later)
