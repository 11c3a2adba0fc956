"""Standard populations: by name, from a file or as given, and the joining of a table's age bands to theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType

import numpy as np

from oneplace.problems import OneplaceError
from oneplace.sheets import Band, UnreadableError, band, overlap, read
from oneplace.stats.estimate import FloatArray, floats
from oneplace.vocabulary.wording import plainly


def _fives(*weights: float) -> Mapping[str, float]:
    last = 5 * (len(weights) - 1)
    labels = [f"{start}-{start + 4}" if start < last else f"{start}+" for start in range(0, last + 5, 5)]
    return MappingProxyType({label: float(weight) for label, weight in zip(labels, weights, strict=True)})


ESP2013 = _fives(
    *(5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000),
    *(7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000),
)
"""European Standard Population 2013 (Eurostat): age band to weight, 100,000 in all."""

ESP1976 = _fives(*(8000, *(7000,) * 10, 6000, 5000, 4000, 3000, 2000, 1000, 1000))
"""European Standard Population of 1976 (Waterhouse and others), 100,000 in all."""

WHO2000 = _fives(
    *(8.86, 8.69, 8.60, 8.47, 8.22, 7.93, 7.61, 7.15, 6.59, 6.04, 5.37),
    *(4.55, 3.72, 2.96, 2.21, 1.52, 0.91, 0.44, 0.15, 0.04, 0.005),
)
"""The World Health Organization's world standard for 2000 to 2025 (Ahmad and others 2001), per cent."""

STANDARDS: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {"esp2013": ESP2013, "esp1976": ESP1976, "who2000": WHO2000}
)
"""The standard populations by name."""


def named(standard: object) -> Mapping[str, float]:
    """A standard population: as it is given, by its name, or from a file with the columns age_band and weight.

    Raises ``ValueError`` where it is none of these.
    """
    if isinstance(standard, Mapping):
        return standard
    known = f"Name one of {', '.join(STANDARDS)}, or a file with the columns age_band and weight."
    if not isinstance(standard, str | Path):
        raise TypeError(known)
    name = str(standard).lower().replace(" ", "").replace("_", "").replace("-", "")
    name = "who2000" if name == "who" else name
    if name in STANDARDS:
        return STANDARDS[name]
    if not Path(standard).is_file():
        raise ValueError(known)
    sheet = read(standard, ("age_band", "weight"))
    sheet.need("age_band", "weight")
    weights = sheet.numbers("weight").value
    sheet.refuse(
        np.flatnonzero(~(weights >= 0)),
        "weight",
        lambda _: ("column 'weight' has no weight of nought or more.", "Write a number."),
    )
    place, bands = sheet.ages("age_band")
    found: dict[str, float] = {}
    for row, each in enumerate(place.tolist()):
        label = str(bands[each])
        if label in found:
            what = f"column 'age_band' has {label} a second time."
            raise OneplaceError(sheet.problem(row, "age_band", what, "Take one out."))
        found[label] = float(weights[row])
    return found


def joined(bands: Sequence[Band], standard: Mapping[str, float]) -> tuple[list[list[int]], FloatArray]:
    """Join a table's bands to a standard's: which of them are added up to one, and the weight of each sum.

    A band may be one of the standard's, one of several that together are one of its, or several of its together.
    Raises ``ValueError`` for a band of which that isn't so, and where bands share ages or leave some out between them.
    """
    theirs, mine = closed([_read(label) for label in standard]), closed(bands)
    if both := overlap(mine):
        raise ValueError(f"the age bands {both[0]} and {both[1]} share ages, so people would count twice")
    order = sorted(mine, key=lambda each: each.first)
    if hole := next(((one, other) for one, other in pairwise(order) if one.end != other.first), None):
        raise ValueError(f"there is no row for the ages from {plainly(hole[0].end)} to {hole[1].first - 1}")
    met: dict[tuple[int, ...], list[int]] = {}
    for i, one in enumerate(mine):
        within = tuple(j for j, each in enumerate(theirs) if one.first <= each.first and each.end <= one.end)
        around = tuple(j for j, each in enumerate(theirs) if each.first <= one.first and one.end <= each.end)
        met.setdefault(within or around, []).append(i)
    for sides, members in met.items():
        if not sides or _span([theirs[j] for j in sides]) != _span([mine[i] for i in members]):
            has = ", ".join(map(str, theirs))
            raise ValueError(f"the age band {mine[members[0]]} doesn't meet the standard population's, which are {has}")
    weight = list(standard.values())
    return list(met.values()), floats([sum(weight[j] for j in sides) for sides in met])


def joined_by_label(labels: Sequence[str], standard: Mapping[str, float]) -> tuple[list[list[int]], FloatArray]:
    """The same where the standard's labels are no ages: each label must be one of its own."""
    unknown = [label for label in labels if label not in standard]
    if unknown:
        raise ValueError(f"the standard population has no '{unknown[0]}', but {', '.join(standard)}")
    return [[i] for i in range(len(labels))], floats([standard[label] for label in labels])


def is_age(label: str) -> bool:
    """Whether a label tells ages."""
    try:
        band(label)
    except UnreadableError:
        return False
    return True


def _span(bands: Sequence[Band]) -> tuple[float, float] | None:
    """The ages that bands cover between them, None where there is a gap."""
    order = sorted(bands, key=lambda each: each.first)
    whole = all(one.end == other.first for one, other in pairwise(order))
    return (order[0].first, order[-1].end) if whole else None


def _read(label: str) -> Band:
    try:
        return band(label)
    except UnreadableError as error:
        raise ValueError(f"the standard population has the age band '{label}', {error.why}") from None


def closed(bands: Sequence[Band]) -> list[Band]:
    """The bands, of which those that tell a first age and no more end where the next begins, the last being open."""
    if not all(each.alone for each in bands):
        return list(bands)
    starts = sorted({each.first for each in bands})
    last = {start: following - 1 for start, following in pairwise(starts)}
    return [Band(each.first, last.get(each.first)) for each in bands]
