"""Numbers that a sentence calls unlike and that read alike in it: a value of 94.96 that misses 95.0 is no 95.0.

Read from the words alone: some number in them must be the one, as it is rounded there, and not the other as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from oneplace.progress.sentences import About, Claim, Kind

NUMBER = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?")
DIFFER = ("better", "worse", "higher", "lower", "misses")
FEWER = 3
"""How many decimals fewer what is 1,000 or more is told to."""


def alike(words: str, claims: tuple[Claim, ...], about: About | None) -> Iterator[str]:
    """Each pair of numbers that are called unlike and read alike; of money, whose decimals are pence, none is asked."""
    if about is None or about.unit.startswith("gbp"):
        return
    told = [NUMBER.sub(lambda found: found[0].replace(",", ""), each) for each in NUMBER.findall(words)]
    for one, other in _unlike(claims):
        own = [text for text in told if _is(text, one)]
        if own and _tellable(one, other, about) and all(_is(text, other) for text in own):
            yield f"{one:g} and {other:g} read alike in “{words}”"


def _unlike(claims: tuple[Claim, ...]) -> Iterator[tuple[float, float]]:
    """The numbers of which some claim says that they differ."""
    value = _number(claims, Kind.VALUE)
    held = _number(claims, Kind.HELD) if _number(claims, Kind.HELD) is not None else value
    before = {claim.period: claim.number for claim in claims if claim.kind is Kind.BEFORE}
    less = any(claim.kind is Kind.EFFECT and str(claim.direction).startswith("less") for claim in claims)
    gap, step = _number(claims, Kind.GAP_SIZE), next((one.number for one in claims if one.statistic == "step"), None)
    for claim in claims:
        other = claim.reference.number if claim.reference else None
        if claim.kind in (Kind.COMPARISON, Kind.ENDS, Kind.STANDARD) and claim.direction in DIFFER:
            yield from _pair(value, other)
        if claim.kind is Kind.SHORT:
            yield from _pair(held, other)
        if claim.kind in (Kind.NEWEST, Kind.STEP):
            yield from _pair(value, before.get(claim.period))
        if claim.kind is Kind.GAP_PATH:
            yield from _pair(gap, claim.number)
        if claim.kind is Kind.EXPECTED and less:
            yield from _pair(step, claim.number)
        if claim.kind is Kind.STATUS and claim.direction in ("off_path", "cannot_be_judged_yet"):
            yield from _pair(held, _number(claims, Kind.TARGET))


def _number(claims: tuple[Claim, ...], kind: Kind) -> float | None:
    return next((claim.number for claim in claims if claim.kind is kind and claim.number is not None), None)


def _pair(one: float | None, other: float | None) -> Iterator[tuple[float, float]]:
    if one is not None and other is not None and one != other:
        yield abs(one), abs(other)


def _tellable(one: float, other: float, about: About) -> bool:
    """Whether two decimals more than the measure's tell them apart."""
    fewer = FEWER if min(one, other) >= 1000 else 0
    most = max(about.decimals, fewer) + 2 - fewer
    return round(one, most) != round(other, most)


def _is(text: str, number: float) -> bool:
    """Whether a number in print is this one, rounded to as many decimals."""
    return abs(float(text) - number) <= 0.5 * 10.0 ** -len(text.partition(".")[2]) + 1e-9
