"""Options ranked by weighted criteria, and how sure the order is: at which weight of a criterion another one wins.

(Multi-criteria analysis: a manual. Department for Communities and Local Government 2009.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise


@dataclass(frozen=True)
class Ranked:
    """An option with its total; options of one total share a rank."""

    option: str
    total: float
    rank: int


@dataclass(frozen=True)
class Wins:
    """The options that come first while a criterion's weight lies between two shares of all; several where they tie."""

    first: float
    last: float
    options: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Options scored by criteria. ``scores[option][criterion]``; weights are taken as shares of their sum.

    Raises ``ValueError`` where the sizes do not match, a name stands twice, or weights are below nought or all nought.
    """

    options: tuple[str, ...]
    criteria: tuple[str, ...]
    scores: tuple[tuple[float, ...], ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        for names, what in ((self.options, "option"), (self.criteria, "criterion")):
            if twice := next((name for name in names if names.count(name) > 1), None):
                raise ValueError(f"The {what} '{twice}' stands twice.")
        if len(self.weights) != len(self.criteria):
            raise ValueError(f"There are {len(self.criteria)} criteria and {len(self.weights)} weights.")
        if len(self.scores) != len(self.options):
            raise ValueError(f"There are {len(self.options)} options and {len(self.scores)} rows of scores.")
        for option, row in zip(self.options, self.scores, strict=True):
            if len(row) != len(self.criteria):
                raise ValueError(f"'{option}' has {len(row)} scores for {len(self.criteria)} criteria.")
        if min(self.weights, default=0) < 0 or not sum(self.weights):
            raise ValueError("Weights are 0 or more, and not all 0.")


def rank(matrix: Matrix) -> list[Ranked]:
    """The options, best first; those of one total in the order given."""
    totals = _totals(matrix, _shares(matrix.weights))
    best_first = sorted(zip(matrix.options, totals, strict=True), key=lambda one: -one[1])
    return [Ranked(option, float(total), 1 + sum(other > total for other in totals)) for option, total in best_first]


def winners(matrix: Matrix, criterion: str) -> list[Wins]:
    """Who comes first as one criterion's weight goes from none to all, the others keeping their proportions.

    Raises ``ValueError`` for an unknown criterion, and where all other weights are nought.
    """
    if criterion not in matrix.criteria:
        raise ValueError(f"'{criterion}' is none of the criteria {', '.join(matrix.criteria)}.")
    at = matrix.criteria.index(criterion)
    rest = [weight for place, weight in enumerate(matrix.weights) if place != at]
    if not sum(rest):
        raise ValueError(f"All weight is on '{criterion}', so the others have no proportions to keep.")
    others = _shares(tuple(0 if place == at else weight for place, weight in enumerate(matrix.weights)))
    without = _totals(matrix, others)
    alone = [_exact(row[at]) for row in matrix.scores]
    lines = list(zip(matrix.options, without, alone, strict=True))
    return _merged([(low, high, _first(lines, (low + high) / 2)) for low, high in _spans(lines)])


_Line = tuple[str, Fraction, Fraction]
"""An option, its total without the criterion, and with that alone: a straight line between."""


def _spans(lines: Sequence[_Line]) -> list[tuple[Fraction, Fraction]]:
    """The weights between which no two options' totals cross."""
    cuts = {Fraction(0), Fraction(1)}
    for place, (_, low, high) in enumerate(lines):
        for _, other_low, other_high in lines[place + 1 :]:
            slope = (high - low) - (other_high - other_low)
            if slope and 0 < (cut := (other_low - low) / slope) < 1:
                cuts.add(cut)
    ordered = sorted(cuts)
    return list(pairwise(ordered))


def _first(lines: Sequence[_Line], weight: Fraction) -> tuple[str, ...]:
    totals = [(1 - weight) * low + weight * high for _, low, high in lines]
    best = max(totals)
    return tuple(option for (option, _, _), total in zip(lines, totals, strict=True) if total == best)


def _merged(spans: Sequence[tuple[Fraction, Fraction, tuple[str, ...]]]) -> list[Wins]:
    found: list[Wins] = []
    for low, high, options in spans:
        if found and found[-1].options == options:
            found[-1] = Wins(found[-1].first, float(high), options)
        else:
            found.append(Wins(float(low), float(high), options))
    return found


def _totals(matrix: Matrix, shares: Sequence[Fraction]) -> list[Fraction]:
    return [sum((share * _exact(score) for share, score in zip(shares, row, strict=True)), Fraction(0))
            for row in matrix.scores]  # fmt: skip


def _shares(weights: Sequence[float]) -> list[Fraction]:
    exact = [_exact(weight) for weight in weights]
    return [weight / sum(exact) for weight in exact]


def _exact(number: float) -> Fraction:
    """The number as it is written: a tenth is a tenth, so that equal totals are equal."""
    return Fraction(str(number))
