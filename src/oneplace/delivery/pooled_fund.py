"""A pooled fund reconciled: what each source has left, what is overspent, and lines that no one source pays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class SpendLine:
    """A use of the pool in pounds, and the source or sources that pay it."""

    name: str
    amount: float
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Reconciled:
    """A fund in pounds. ``unallocated`` is all income less all spend; ``left`` what each source has beyond its lines.

    Lines of more than one source, or of none, are not taken from any source; they are named. ``faults`` in words.
    """

    income: float
    spend: float
    unallocated: float
    left: Mapping[str, float]
    overspent: Mapping[str, float]
    two_sources: tuple[str, ...]
    no_source: tuple[str, ...]
    unknown_source: tuple[str, ...]

    @property
    def faults(self) -> tuple[str, ...]:
        """What does not reconcile."""
        return (
            *(f"{source} overspent by {_pounds(amount)}" for source, amount in self.overspent.items()),
            *(f"{name} names no source" for name in self.no_source),
            *(f"{name} is paid from a source that brings nothing in" for name in self.unknown_source),
        )


def reconcile(income: Sequence[tuple[str, float]], spend: Sequence[SpendLine]) -> Reconciled:
    """Set what comes in beside what goes out, source by source; a source that is named twice brings in both sums."""
    brought: dict[str, float] = {}
    for source, amount in income:
        brought[source] = brought.get(source, 0) + amount
    left = dict(brought)
    for line in spend:
        if len(line.sources) == 1 and line.sources[0] in left:
            left[line.sources[0]] -= line.amount
    total_in, total_out = sum(brought.values()), sum(line.amount for line in spend)
    return Reconciled(
        income=total_in,
        spend=total_out,
        unallocated=total_in - total_out,
        left=left,
        overspent={source: -amount for source, amount in left.items() if amount < 0},
        two_sources=tuple(line.name for line in spend if len(line.sources) > 1),
        no_source=tuple(line.name for line in spend if not line.sources),
        unknown_source=tuple(line.name for line in spend if any(one not in brought for one in line.sources)),
    )


def _pounds(amount: float) -> str:
    return f"{amount:.0f}" if amount == round(amount) else f"{amount:.2f}"
