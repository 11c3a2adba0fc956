"""Small numbers: which cells of a published table of counts must not be shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from oneplace.stats.audit import Audit, Published, attack
from oneplace.stats.estimate import BoolArray, FloatArray, TextArray, floats, reasons
from oneplace.stats.margins import Nested, Relation, with_sums

Zeros = Literal["shown", "suppressed"]
Sums = Literal["protected", "known"]


@dataclass(frozen=True)
class Suppression:
    """A table of counts made safe to publish.

    ``value`` (as published: NaN where hidden, rounded if so asked), ``hidden`` and ``reason`` have the table's shape.
    The fields that end in ``with_sums`` have subtotals and totals appended along their axes, for these too may have to
    be hidden. ``reason`` is a key of ``REASONS``.
    """

    value: FloatArray
    hidden: BoolArray
    reason: TextArray
    value_with_sums: FloatArray
    hidden_with_sums: BoolArray
    base: int
    lowest: FloatArray
    relations: tuple[Relation, ...]


def suppress(
    table: ArrayLike,
    threshold: int = 5,
    zeros: Zeros = "shown",
    *,
    totals: Sequence[int] = (-1,),
    nested: Nested | None = None,
    sums: Sums = "protected",
    base: int = 1,
    room: int = 1,
) -> Suppression:
    """Hide small counts, and as few others as keep them from being worked out.

    Primary: counts from 1 to ``threshold - 1``, and zeros where ``zeros`` says so; sums too. Secondary: ``totals``
    names the axes along which sums are published (other axes count separate tables), ``nested`` for an axis each
    position's group, whose subtotals are published as well. No hidden number may follow from what is shown: along each
    sum a single hidden number takes the smallest shown one with it, and where several sums meet, linear programs look
    for what still follows, until nothing does. Where ``sums`` are known to readers whatever happens, they are neither
    hidden nor judged; then everything hidden can still follow from a small sum. ``base`` (5) rounds what is shown.
    Along each sum the hidden numbers together lie at least ``room`` above the least they can be: with ``threshold`` - 2
    each could be any from 1 to one below it.

    A missing cell (NaN) is there for nobody: it is neither shown nor hidden, and adds nothing to the sums.

    Source: Hundepool and others 2012, "Statistical disclosure control", chapter 4.
    """
    counts = floats(table)
    if counts.ndim == 0:
        raise ValueError("a table has at least one axis.")
    if np.any(counts < 0) or np.any(counts[~np.isnan(counts)] % 1):
        raise ValueError("a table of counts has a number below zero or one that isn't whole.")
    full, relations = with_sums(counts, totals, nested)
    floor = np.full(full.shape, 0.0 if zeros == "suppressed" else 1.0)
    inside = tuple(slice(0, length) for length in counts.shape)
    fixed = np.full(full.shape, sums == "known")
    fixed[inside] = False
    hidden = (full < threshold) & (full >= floor) & ~fixed
    floor = np.fmin(floor, full)  # a zero that goes along with others really is one
    primary = hidden.copy()
    draft = _Draft(full, hidden, fixed, floor, relations, room)
    draft.protect_lines()
    if len(relations) > 1:
        while draft.hide_beside(_given_away(draft)):
            draft.protect_lines()
    shown = np.where(hidden, np.nan, rounded(full, base))
    missing = np.isnan(full)
    reason = reasons(full.shape, (missing, "missing"), (primary, "small_number"), (hidden, "protects_small_numbers"))
    return Suppression(shown[inside], hidden[inside], reason[inside], shown, hidden, base, floor, relations)


def suppression_audit(suppression: Suppression) -> Audit:
    """What a reader can work out of a published table: for each hidden number the least and the greatest it can be.

    Two linear programs (HiGHS) for each hidden number, over everything that is shown. ``derived`` is true where least
    and greatest are less than one apart: there suppression failed.
    """
    made = suppression
    return attack(Published(made.value_with_sums, made.hidden_with_sums, made.lowest, made.relations, made.base // 2))


def rounded(values: ArrayLike, base: int = 5) -> FloatArray:
    """Counts to the nearest multiple of ``base``, each on its own (rounded sums need not add up); halves go up."""
    if base < 1:
        raise ValueError("base must be 1 or more.")
    return np.floor(floats(values) / base + 0.5) * base


def _given_away(draft: _Draft) -> BoolArray:
    """The hidden numbers that follow from what is shown."""
    shown = np.where(draft.hidden, np.nan, draft.full)
    return attack(Published(shown, draft.hidden, draft.floor, draft.relations, 0)).derived


@dataclass
class _Draft:
    """A table with sums on the way to being safe: ``hidden`` grows in place."""

    full: FloatArray
    hidden: BoolArray
    fixed: BoolArray
    floor: FloatArray
    relations: tuple[Relation, ...]
    room: int

    def protect_lines(self) -> None:
        """Hide more until along no single sum a hidden number follows."""
        changed = bool(self.hidden.any())
        while changed:
            changed = False
            for relation in self.relations:
                changed |= self._protect(relation)

    def _protect(self, relation: Relation) -> bool:
        entries = np.append(relation.members, relation.total)
        counts, floor = (
            np.moveaxis(side.take(entries, axis=relation.axis), relation.axis, -1) for side in (self.full, self.floor)
        )
        hidden, fixed = (
            np.moveaxis(side.take(entries, axis=relation.axis), relation.axis, -1) for side in (self.hidden, self.fixed)
        )
        number = hidden.sum(axis=-1)
        spare = np.where(hidden, counts - floor, 0.0)[..., :-1].sum(axis=-1)
        # a single hidden number is the rest; several with little to spare are all near their lowest
        weak = (number == 1) | ((number > 1) & ~hidden[..., -1] & (spare < self.room))
        candidates = ~hidden & ~fixed & ~np.isnan(counts)
        weak &= candidates.any(axis=-1)
        if not weak.any():
            return False
        if len(self.relations) > 1:  # one at a time: what one line hides may serve the next
            first = np.zeros(weak.size, dtype=np.bool_)
            first[weak.argmax()] = True
            weak = first.reshape(weak.shape)
        lonely = np.moveaxis(self._lonely().take(entries, axis=relation.axis), relation.axis, -1)
        chosen = _cost(counts, candidates, lonely).argmin(axis=-1)
        lines = np.nonzero(weak) if weak.ndim else ()  # a table of one line has no other axes
        place = list(lines)
        place.insert(relation.axis, entries[chosen[lines]])
        self.hidden[tuple(place)] = True
        return True

    def hide_beside(self, given_away: BoolArray) -> bool:
        """Hide one more entry beside each hidden one that is given away; was any hidden?"""
        changed = False
        for place in zip(*np.nonzero(given_away), strict=True):
            reach, grown = np.zeros(self.full.shape, dtype=np.bool_), True
            reach[place] = True
            while grown:
                candidates = reach & ~self.hidden & ~self.fixed & ~np.isnan(self.full)
                if candidates.any():
                    lonely = self._lonely()
                    self.hidden.flat[_cost(self.full, candidates, lonely).argmin()] = changed = True
                    break
                grown = self._widen(reach)
        return changed

    def _lonely(self) -> FloatArray:
        """For each entry, in how many of its sums nothing is hidden yet: it would be alone there."""
        found = np.zeros(self.full.shape)
        for relation in self.relations:
            entries = np.append(relation.members, relation.total)
            hidden = np.moveaxis(self.hidden, relation.axis, -1)[..., entries]
            np.moveaxis(found, relation.axis, -1)[..., entries] += ~hidden.any(axis=-1, keepdims=True)
        return found

    def _widen(self, reach: BoolArray) -> bool:
        """Add, in place, the entries that share a sum with those reached; were there any?"""
        before = int(reach.sum())
        for relation in self.relations:
            line = np.moveaxis(reach, relation.axis, -1)
            entries = np.append(relation.members, relation.total)
            line[..., entries] |= line[..., entries].any(axis=-1, keepdims=True)
        return int(reach.sum()) > before


def _cost(counts: FloatArray, candidates: BoolArray, lonely: FloatArray) -> FloatArray:
    """What goes first: numbers that start no new sum to protect, then the smallest above zero, a zero only at last."""
    much = float(np.nansum(counts)) + 1
    return np.where(candidates, np.where(counts == 0, much, counts) + 2 * much * lonely, np.inf)
