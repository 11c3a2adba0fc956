"""Measures that never find a row, or a related one: said of the definition, which may not fit, instead of a nought."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import Place
from oneplace.problems import Problem
from oneplace.vocabulary.wording import list_words

_NEVER = "Not known: no row counted has one that fits"
NEVER_CAME = "Not known: no row of the record is what it counts, and it names no dataset that would hold one."
_MEND_EVENTS = (
    "Look at the `where` of its `events`, such as how `activity_type` is written. If it may be that it never happened, "
    "name in `datasets` the files that would hold it."
)
_MEND = (
    "Look at its `match`, its `where` and its days: `from_days: 1, to_days: 31` looks forward a month, and days before "
    "the event are below nought. Leave it if that never happened."
)


def never_fits(names: Sequence[str]) -> str:
    """Why a measure has no value whose related columns of these names never find a row."""
    return f"{_NEVER} {list_words([f'“{name}”' for name in names])}."


def never_matched(place: Place, results: pa.Table) -> list[Problem]:
    """A warning for each measure of which the run with these results found no row, or no related row, in any period."""
    never = pc.or_(pc.starts_with(results["reason"], _NEVER), pc.equal(results["reason"], NEVER_CAME))
    told = pc.fill_null(never, fill_value=False)
    found = results.filter(told).group_by(["measure", "reason"], use_threads=False).aggregate([]).to_pylist()
    return [
        Problem(
            place.file_of(measure), 0, 0, "W126", _said(row), _MEND_EVENTS if row["reason"] == NEVER_CAME else _MEND
        )
        for row in found
        if (measure := place.measures.get(row["measure"])) is not None
    ]


def _said(row: Mapping[str, str]) -> str:
    return f"{row['measure']}: in the newest run {row['reason'].removeprefix('Not known: ')}"
