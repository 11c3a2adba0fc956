"""What is claimed of a what-if, worked out again run by run from the simulator's own rows, by another library's limits.

``lacking`` reads the printed words alone: number with its unit, group, place, period and which way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from math import isfinite
from statistics import fmean, stdev
from typing import NamedTuple

import numpy as np
from scipy.special import expit, logit
from scipy.stats import t as student

from oneplace import flow
from oneplace.progress.sentences import Claim, Kind

SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
SMALLEST = {"share": 0.001, "per 100": 0.01}
"""Below which nobody would notice a difference; else a 120th of a unit of time, a person, a bed-day or a pound."""
MORE_IS_GOOD = ("completed", "share within target")


class Found(NamedTuple):
    """A difference over the runs: its mean and the limits of it."""

    mean: float
    lower: float
    upper: float


class Asked(NamedTuple):
    """Both sides of a what-if, run for run."""

    now: flow.Result
    then: flow.Result

    def of(self, claim: Claim) -> Found | None:
        """The paired difference that a claim is about; None where nobody was there to measure."""
        code, where, group = str(claim.subject), claim.whose or "pathway", claim.group or "all"
        if claim.reference is not None:
            ends = [self._pair(code, where, end) for end in (group, claim.reference.group)]
            (now, then), (others, after) = ends
            most, least = np.subtract(now, others), np.subtract(then, after)
            return _found(np.zeros_like(most), most if claim.statistic == "now" else least - most, claim)
        if claim.unit == "per 100":
            return _found(*self._turned_away(group), claim)
        return _found(*self._pair(code, where, group), claim)

    def groups(self, dimension: str) -> list[str]:
        """The fifths, or the classes of the file."""
        return list("12345") if dimension == "deprivation" else list(self.now.pathway.file.patients)

    def _pair(self, code: str, where: str, group: str) -> tuple[np.ndarray, np.ndarray]:
        sides = []
        for side in (self.now, self.then):
            rows = [i for i, key in enumerate(side.keys) if (key.measure, key.group) == (code, group)]
            own = [i for i in rows if side.keys[i].where == where]
            places = [i for i in rows if side.keys[i].where in side.pathway.places]
            columns = own if own and (where != "pathway" or code not in ("left", "sent on", "delay days")) else places
            sides.append(np.array([sum(run[i] for i in columns) for run in side.runs]))
        return sides[0], sides[1]

    def _turned_away(self, group: str) -> tuple[np.ndarray, np.ndarray]:
        came, lost, left = (self._pair(code, "pathway", group) for code in ("arrivals", "lost", "left"))
        now, then = (
            np.array([100 * (a + b) / n if n else np.nan for a, b, n in zip(lost[i], left[i], came[i], strict=True)])
            for i in (0, 1)
        )
        return now, then


def wrong(claim: Claim, asked: Asked) -> str:
    """What is false of the claim; empty where it is true."""
    if claim.kind is Kind.CHANGE_COUNT:
        each = [
            Claim(Kind.CHANGE, claim.subject, group=key, unit=_clock(asked))
            for key in asked.groups(str(claim.dimension))
        ]
        count = sum(_way(one, asked.of(one)) == claim.direction for one in each)
        return "" if count == claim.number else f"there are {count}"
    found = asked.of(claim)
    if (way := _way(claim, found)) != claim.direction:
        return f"is {way}, not {claim.direction}"
    if claim.number is not None and not np.isclose(found.mean, claim.number, rtol=1e-9, atol=1e-12):
        return f"is {found.mean}"
    if claim.limits and not np.allclose((found.lower, found.upper), claim.limits, rtol=1e-6, atol=1e-9):
        return f"lies between {found.lower} and {found.upper}"
    if claim.period and claim.period != _period(asked):
        return f"was simulated over {_period(asked)}"
    return ""


def _found(now: np.ndarray, then: np.ndarray, claim: Claim) -> Found | None:
    pairs = [(a, b) for a, b in zip(now, then, strict=True) if isfinite(a) and isfinite(b)]
    if not pairs:
        return None
    apart = [b - a for a, b in pairs]
    before, after = (fmean(side) for side in zip(*pairs, strict=True))
    if len(pairs) < 2:
        return Found(apart[0], np.nan, np.nan)
    half = float(student.ppf(0.975, len(pairs) - 1)) * stdev(apart) / len(pairs) ** 0.5
    most = {"share": 1.0, "per 100": 100.0}.get(str(claim.unit))
    if most is None or claim.subject in ("occupancy", "share in use") or half == 0:
        return Found(after - before, after - before - half, after - before + half)
    low, high = (
        _within(after, half, most) if 0 < after < most else (after - side for side in _within(before, half, most)[::-1])
    )
    return Found(after - before, *((low - before, high - before) if 0 < after < most else (low, high)))


def _within(share: float, half: float, most: float) -> tuple[float, float]:
    """Limits of a share on its log-odds, where it has no end; cut at nought where it is at an end."""
    p = share / most
    if not 0 < p < 1:
        return max(share - half, 0.0), share + half
    wide = half / most / (p * (1 - p))
    return most * float(expit(logit(p) - wide)), most * float(expit(logit(p) + wide))


def _way(claim: Claim, found: Found | None) -> str:
    if found is None or not (isfinite(found.lower) and isfinite(found.upper)):
        return "unclear"
    if found.mean == found.lower == found.upper == 0:
        return "same"
    if found.lower <= 0 <= found.upper:
        return "unclear"
    smallest = 1 / 120 if claim.unit in SECONDS else SMALLEST.get(str(claim.unit), 1.0)
    return "slight" if abs(found.mean) < smallest else "down" if found.mean < 0 else "up"


def _clock(asked: Asked) -> str:
    return str(asked.now.pathway.file.clock)


def _period(asked: Asked) -> str:
    days = asked.now.pathway.file.run / 86_400
    return "a year" if days in (365, 366) else f"{days:,.4g} days"


DOWN = ("fewer", "less", "shorter", "saved", "lower", "in favour")
UP = ("more", "longer", "added", "higher", "against")
WAYS = {
    "down": DOWN, "up": UP,
    "unclear": ("too close to say", "no difference that people would notice", "no total is sure"),
    "slight": ("hardly any difference", "as it is", "no difference that people would notice", "no total is sure", ""),
    "same": ("no difference", "nothing differs", "as it is", "no total is sure"),
}  # fmt: skip
EVERYTHING = re.compile("every group|nothing differs")
_NUMBER = re.compile(
    r"£?(?P<number>[\d,]*\.?\d+)"
    r"(?P<unit> (?:million|tonnes|kg|bed-days|seconds|minutes|hours|days|percentage points)|%)?"
)
_IN = {" million": 1e6, " tonnes": 1000, " percentage points": 0.01, "%": 0.01}


def lacking(claim: Claim, words: str, names: Mapping[str, str]) -> list[str]:
    """What ``words`` lack of the claim; ``names`` gives what groups and places are called by their ids."""
    if claim.kind is Kind.CHANGE_COUNT:
        return _count_lacking(claim, words)
    ways, named = WAYS[str(claim.direction)], _named(claim, words, names)
    found = [part for part in named if part.lower() not in words.lower()]
    if claim.number is not None and not _is_sized(claim, words, (*ways, *named)):
        found.append(f"{claim.number:g} {claim.unit}")
    return found if any(way in words.lower() for way in ways) else [*found, str(claim.direction)]


def _named(claim: Claim, words: str, names: Mapping[str, str]) -> list[str]:
    """What must be named: the period, the place, the group; both ends of a gap, of which its change goes on."""
    told = [claim.period] if claim.period else []
    if claim.reference:
        return [*told, *(("the most", "least deprived") if claim.statistic == "now" else ())]
    if EVERYTHING.search(words):
        return told
    return [*told, *(names[code] for code in (claim.group, claim.whose) if code)]


def _is_sized(claim: Claim, words: str, beside: Sequence[str]) -> bool:
    """Whether the number stands in a clause with its way, its group or its place: two may be equally large."""
    own = [
        f"{name} ({told[1]})"
        for name in beside
        if name
        for told in re.finditer(re.escape(name) + r" \(([^)]*)\)", words)
    ]
    clauses = [*re.split(", | and |: ", words.lower()), *(each.lower() for each in own)]
    return any(
        _fits(claim, told)
        for clause in clauses
        if any(word.lower() in clause for word in beside if word)
        for told in _NUMBER.finditer(clause)
    )


def _count_lacking(claim: Claim, words: str) -> list[str]:
    way = {"down": "wait less", "up": "wait longer"}[str(claim.direction)]
    if not claim.number:
        return [f"no {way}"] if way in words else []
    number = "every" if "Every" in words else f"{claim.number:g}"
    return [part for part in (number, way) if part not in words.lower()]


def _fits(claim: Claim, told: re.Match[str]) -> bool:
    """Whether a printed number is the claim's without its sign, to half of its last printed figure."""
    text, unit = told["number"], told["unit"] or ""
    own = SECONDS.get(str(claim.unit))
    printed = SECONDS.get(unit.strip())
    if (own is None) is not (printed is None):
        return False
    scale = printed / own if own and printed else _IN.get(unit, 1.0)
    decimals = len(text.partition(".")[2])
    whole = text.replace(",", "").partition(".")[0]
    rounded = len(whole) - len(whole.rstrip("0")) if claim.unit == "GBP" and not decimals else 0
    half = 0.5 * 10.0 ** (rounded - decimals)
    return abs(abs(claim.number or 0.0) / scale - float(text.replace(",", ""))) <= half * (1 + 1e-9)


def all_wrong(claims: Sequence[Claim], asked: Asked) -> list[str]:
    """What is false of any of the claims."""
    return [f"{claim}: {why}" for claim in claims if (why := wrong(claim, asked))]
