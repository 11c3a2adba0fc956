"""Benefits of several schemes on one measure, counted once.

Reductions of one base multiply: what the first leaves is what the second can reduce. A measured total is shared by
their logarithms, which does not depend on the order in which schemes are named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import fsum, log1p, prod


class Benefit(StrEnum):
    """What kind of good a benefit is; kinds are never added to each other."""

    CASH_RELEASING = "cash_releasing"
    NON_CASH = "non_cash"
    QUALITY = "quality"
    DIS_BENEFIT = "dis_benefit"


@dataclass(frozen=True)
class Combined:
    """What schemes do together: ``naive`` is the sum of their claims, shown only to be struck through."""

    naive: float
    combined: float
    shares: tuple[float, ...]


@dataclass(frozen=True)
class Claim:
    """A scheme's claim: it reduces a measure of some people by a share of the base, in a period (``end`` excluded).

    ``people`` are the groups it is about, empty for everyone. ``baseline_frozen_on`` is the day on which the base was
    agreed, None where it never was.
    """

    scheme: str
    measure: str
    reduction: float
    start: date
    end: date
    people: frozenset[str] = frozenset()
    kind: Benefit = Benefit.NON_CASH
    baseline_frozen_on: date | None = None

    @property
    def unproven(self) -> bool:
        """Whether nothing can prove it, since its base was not frozen before it began."""
        return self.baseline_frozen_on is None or self.baseline_frozen_on > self.start

    def overlaps(self, other: Claim) -> bool:
        """Whether both claim the same measure of some of the same people at some of the same time."""
        good = (self.kind is Benefit.DIS_BENEFIT) == (other.kind is Benefit.DIS_BENEFIT)
        alike = self.measure == other.measure and good
        people = not self.people or not other.people or bool(self.people & other.people)
        return alike and people and self.start < other.end and other.start < self.end


def combine(base: float, reductions: Sequence[float]) -> Combined:
    """What reductions of one base (shares from 0 to below 1) do together: base × (1 − Π(1 − r)).

    Shares are of what is reached together and add up to one; all nought where nothing is reduced. Raises
    ``ValueError`` for a base below nought and for shares out of range.
    """
    if base < 0:
        raise ValueError(f"The base is {base}. Give what there is before anything is reduced, 0 or more.")
    for one in reductions:
        if not 0 <= one < 1:
            raise ValueError(f"A reduction is {one}. Give a share of the base from 0 to below 1 (15 % is 0.15).")
    logs = [log1p(-one) for one in reductions]
    whole = fsum(logs)
    shares = tuple(one / whole if whole else 0.0 for one in logs)
    return Combined(base * fsum(reductions), base * (1 - prod(1 - one for one in reductions)), shares)


def split(measured: float, reductions: Sequence[float]) -> tuple[float, ...]:
    """Each scheme's part of what was measured, in the order given."""
    return tuple(measured * share for share in combine(1.0, reductions).shares)


def overlapping(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims on one thing, together: each list has two or more that overlap, through others where not themselves."""
    groups: list[list[Claim]] = []
    for claim in claims:
        joined = [group for group in groups if any(claim.overlaps(one) for one in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(one for group in joined for one in group), claim])
    return [group for group in groups if len(group) > 1]
