"""Published figures that their publishers have revised since another run: old beside new, one row a measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from math import isclose
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import Measure, Place
from oneplace.place.moved import Fields, Kept
from oneplace.record import opendata
from oneplace.results import Results
from oneplace.vocabulary.wording import count_words, value_words

Row = dict[str, Any]

PUBLISHED = "published"
"""The part of what changed that these rows are of, and the origin of the figures."""
SHOWN = 6
"""Revised figures of one measure that are shown one by one: the place's own first, the largest change first."""
_OF = ["measure", "period_start", "period_end", "dimension", "group"]
_EVERYONE = "all"


def revised(place: Place, before: Kept, now: Kept, old: Results, new: Results) -> list[Row]:
    """Rows of ``changes`` for the published values that both runs have and say otherwise.

    A measure that is asked for otherwise (another dataset, series, area or way of making it) is told as changed itself,
    and a value that is new, hidden or no longer published is none that was revised.
    """
    asked = (_asked(kept.said.get("measures", {})) for kept in (before, now))
    then, since = dict(next(asked)), dict(next(asked))
    pairs = sorted(_pairs(old["results"], new["results"]), key=lambda row: str(row["measure"]))
    made = []
    for key, rows in groupby(pairs, key=lambda row: str(row["measure"])):
        measure = place.measures.get(key)
        if measure and key in then and then[key] == since.get(key):
            made.append(_row(measure, sorted(rows, key=_largest_first), _published_in(place, new, key)))
    return made


def _asked(measures: Mapping[str, Fields]) -> Iterator[tuple[str, Fields]]:
    for key, fields in measures.items():
        yield key, {name: value for name, value in fields.items() if name.partition(".")[0] in ("compute", "unit")}


def _pairs(old: pa.Table, new: pa.Table) -> list[Row]:
    """The values of both that differ, the older as ``value_before``."""
    joined = _values(new).join(_values(old).select([*_OF, "value"]), _OF, right_suffix="_before", join_type="inner")
    moved = joined.filter(pc.not_equal(joined["value"], joined["value_before"]))
    return [row for row in moved.to_pylist() if not isclose(row["value"], row["value_before"], rel_tol=1e-9)]


def _values(results: pa.Table) -> pa.Table:
    shown = results.select([*_OF, "period_label", "group_label", "value", "origin"])
    return shown.filter(pc.and_(pc.equal(shown["origin"], PUBLISHED), pc.is_valid(shown["value"])))


def _largest_first(row: Row) -> tuple[Any, ...]:
    size = abs(row["value"] - row["value_before"])
    return row["dimension"] != _EVERYONE, -size, row["period_end"], row["group"]


def _published_in(place: Place, new: Results, measure: str) -> str:
    """The dataset and the version of it that a measure's newer values are from."""
    known = opendata.all_of(place)
    rows = [row for row in new["provenance"].to_pylist() if row["measure"] == measure]
    named = {
        known[key].title if key in known else key for row in rows for key in (row["sources"] or "").split("; ") if key
    }
    return ", ".join([*sorted(named), *sorted({row["vintage"] for row in rows if row["vintage"]})])


def _row(measure: Measure, rows: Sequence[Row], published_in: str) -> Row:
    own = sum(row["dimension"] == _EVERYONE for row in rows)
    count = count_words(len(rows), "value was revised by its publisher", "values were revised by their publisher")
    left = [f"and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    old, new = (
        "; ".join([*(f"{_of_whom(row)}: {_figure(row, side, measure)}" for row in rows[:SHOWN]), *left])
        for side in ("value_before", "value")
    )
    return {
        "part": PUBLISHED,
        "subject": measure.id,
        "name": f"{measure.name} ({published_in})" if published_in else measure.name,
        "kind": "changed",
        "field": f"{count}, {own} of them of everyone here" if own < len(rows) else count,
        "old": old,
        "new": new,
        "eases": None,
        "decision": None,
        "decided": None,
    }


def _of_whom(row: Row) -> str:
    whom = "" if row["dimension"] == _EVERYONE else f", {row['group_label'] or row['group']}"
    return f"{row['period_label']}{whom}"


def _figure(row: Row, side: str, measure: Measure) -> str:
    """A value with as many decimals as it takes to tell the old from the new."""
    places = range(measure.decimals, measure.decimals + 4)
    both = [tuple(value_words(row[name], measure.unit, few) for name in ("value_before", "value")) for few in places]
    old, new = next((told for told in both if told[0] != told[1]), both[-1])
    return old if side == "value_before" else new
