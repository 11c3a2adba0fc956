"""What the table methods share: from rows to arrays, and from results to columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from oneplace.stats.estimate import REASONS, Confidence, Estimate, FloatArray, IntArray, TextArray, levels
from oneplace.stats.table.frames import Frame, spread_out

By = str | Sequence[str] | None


def names_of(by: By, frame: Frame | None = None) -> list[str]:
    """The columns to group by; where there are none, every column of ``frame``, if given (each row stands alone)."""
    if by is None:
        return frame.table.columns if frame else []
    return [by] if isinstance(by, str) else list(by)


def ordered(values: FloatArray) -> tuple[list[int], int]:
    """The position of each value among the different ones, and how many there are."""
    different, place = np.unique(values, return_inverse=True)
    return place.tolist(), different.size


def numbered(texts: Sequence[str]) -> tuple[list[int], int]:
    """The same for text, in order of first appearance."""
    place = {text: i for i, text in enumerate(dict.fromkeys(texts))}
    return [place[text] for text in texts], len(place)


def wide(
    frame: Frame, by: By, place: Sequence[int], number: int, columns: Sequence[str]
) -> tuple[IntArray, list[FloatArray]]:
    """Each group's first row, and the columns as (groups, places), rows of one place added up and absent ones missing.

    Without ``by`` all rows are one group.
    """
    rows = len(frame.table)
    group, first = frame.groups(names_of(by)) if by else (np.zeros(rows, dtype=np.int64), np.arange(min(rows, 1)))
    at = np.asarray(place, dtype=np.int64)
    return first, [spread_out(frame.numbers(name), group, at, (first.size, number)) for name in columns]


def columns_of(found: Estimate, confidence: Confidence) -> dict[str, Any]:
    """An estimate as columns, its elements one below the other; several levels make columns such as ``lower_99_8``."""
    level, single = levels(confidence)
    limits: dict[str, Any] = {}
    for i, each in enumerate(level.tolist()):
        name = "" if single else "_" + f"{each * 100:g}".replace(".", "_")
        for side, values in (("lower", found.lower), ("upper", found.upper)):
            limits[side + name] = (values if single else values[..., i]).ravel()
    rest = {"count": found.count, "denominator": found.denominator, "method": found.method}
    return (
        {"value": found.value.ravel()}
        | limits
        | {name: side.ravel() for name, side in rest.items()}
        | reason_of(found.reason.ravel())
    )


def reason_of(reason: TextArray) -> dict[str, Any]:
    """The code of each reason, and the sentence."""
    return {"reason": reason, "reason_text": np.array([REASONS[code] for code in reason.tolist()], dtype=np.str_)}
