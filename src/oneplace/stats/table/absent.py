"""Groups that have no row where others of their kind have one: what is made of them is not known, and is told."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from oneplace.sheets import Sheet
from oneplace.stats.estimate import BoolArray, IntArray
from oneplace.stats.table.rows import grouped


@dataclass(frozen=True)
class Absent:
    """For each pair without a row, a row that has its ``by`` columns, and one that has its group."""

    by: IntArray
    group: IntArray


def absent(sheet: Sheet, by: list[str], group: str, reference: int) -> Absent:
    """The pairs of ``by`` and group without a row; ``reference`` is the reference's position among the groups.

    Where groups belong to one value of a ``by`` column, as areas do to their region, they are asked for under that
    value alone: a column is crossed by the groups if one of them has rows under two of its values.
    """
    outer, coded = grouped(sheet, by), sheet.coded(group)
    there = np.zeros((len(outer), len(coded.texts)), dtype=np.bool_)
    there[outer.code, coded.code] = True
    asked = np.ones_like(there)
    for name in by:
        asked &= _under(sheet.coded(name).code[outer.first], there, reference)
    alone = ~np.delete(there, reference, axis=1).any(axis=1)  # no group but the reference has a row
    asked[alone & ~np.delete(asked, reference, axis=1).any(axis=1)] = True
    asked[:, reference] = False  # where it is absent itself, each gap to it says so
    at, which = np.nonzero(asked & ~there)
    first = np.zeros(len(coded.texts), dtype=np.int64)
    first[coded.code[::-1]] = np.arange(coded.code.size)[::-1]
    return Absent(outer.first[at], first[which])


def _under(value: IntArray, there: BoolArray, reference: int) -> BoolArray:
    """Under which values of one ``by`` column each group is asked for, as (outer groups, groups)."""
    seen = np.zeros((int(value.max(initial=0)) + 1, there.shape[1]), dtype=np.bool_)
    np.logical_or.at(seen, value, there)
    crossed = np.delete(seen, reference, axis=1).sum(axis=0).max(initial=0) > 1
    return np.ones_like(there) if crossed else seen[value]
