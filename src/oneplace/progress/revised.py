"""Figures that another run had and that are others now, or none, one row a measure and kind: published ones that their
publishers revised or withdrew, and those counted from partners' files that the files now give otherwise or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from math import isclose
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import FromLinkedRecord, Measure, Place
from oneplace.place.moved import Fields, Kept
from oneplace.record import opendata
from oneplace.results import Results, is_over
from oneplace.vocabulary.wording import count_words, value_words

Row = dict[str, Any]

PUBLISHED = "published"
"""The part of what changed that these rows are of, and the origin of the figures."""
RECOUNTED, LOST = "recounted", "lost"
"""The parts of those that are counted: which are others now, and which are not known any more."""
SHOWN = 6
"""Revised figures of one measure that are shown one by one: the place's own first, the largest change first."""
_OF = ["measure", "period_start", "period_end", "dimension", "group"]
_EVERYONE = "all"


def revised(place: Place, before: Kept, now: Kept, old: Results, new: Results) -> list[Row]:
    """Rows of ``changes`` for the values that both runs have and say otherwise, and for those that are gone.

    Of counted ones only those of everyone: what a group's two values differ by may be one person.

    A measure that is asked for otherwise (another dataset, series, area or way of making it) is told as changed itself.
    A value that is new or hidden is neither. Of what is gone the periods are named, not the values: a publisher may
    have withdrawn one because it told of too few people.
    """
    asked = (_asked(kept.said.get("measures", {})) for kept in (before, now))
    then, since = dict(next(asked)), dict(next(asked))
    counted = [key for key, measure in place.measures.items() if isinstance(measure.compute, FromLinkedRecord)]
    made = []
    for values, words in ((_published, _PUBLISHED), (partial(_counted, measures=counted), _COUNTED)):
        earlier, later = values(old["results"]), values(new["results"])
        for rows_of, said, first in (
            (_pairs(earlier, later), words.revised, _largest_first),
            (_gone(earlier, new["results"], now.as_of), words.gone, _newest_first),
        ):
            for key, rows in groupby(sorted(rows_of, key=_measure), key=_measure):
                measure = place.measures.get(key)
                if measure and key in then and then[key] == since.get(key):
                    source = _published_in(place, new, key) if words is _PUBLISHED else ""
                    made.append(said(measure, sorted(rows, key=first), source))
    return sorted(made, key=lambda row: str(row["subject"]))


def _measure(row: Row) -> str:
    return str(row["measure"])


def _asked(measures: Mapping[str, Fields]) -> Iterator[tuple[str, Fields]]:
    for key, fields in measures.items():
        yield key, {name: value for name, value in fields.items() if name.partition(".")[0] in ("compute", "unit")}


def _pairs(old: pa.Table, new: pa.Table) -> list[Row]:
    """The values of both that differ, the older as ``value_before``."""
    joined = new.join(old.select([*_OF, "value"]), _OF, right_suffix="_before", join_type="inner")
    moved = joined.filter(pc.not_equal(joined["value"], joined["value_before"]))
    return [row for row in moved.to_pylist() if not isclose(row["value"], row["value_before"], rel_tol=1e-9)]


def _gone(old: pa.Table, new: pa.Table, as_of: str) -> list[Row]:
    """The values ``old`` that the newer results neither have nor hide, of periods that were over on their day."""
    there = new.filter(pc.or_(pc.is_valid(new["value"]), pc.fill_null(new["suppressed"], fill_value=False)))
    gone = old.join(there.select(_OF), _OF, join_type="left anti").to_pylist()
    return [row for row in gone if not as_of or is_over(row, date.fromisoformat(as_of))]


def _published(results: pa.Table) -> pa.Table:
    shown = _values(results)
    return shown.filter(pc.equal(shown["origin"], PUBLISHED))


def _counted(results: pa.Table, measures: Sequence[str]) -> pa.Table:
    shown = _values(results)
    of_everyone = pc.equal(shown["dimension"], _EVERYONE)
    return shown.filter(pc.and_(of_everyone, pc.is_in(shown["measure"], pa.array(measures, pa.string()))))


def _values(results: pa.Table) -> pa.Table:
    shown = results.select([*_OF, "period_label", "group_label", "value", "origin"])
    return shown.filter(pc.is_valid(shown["value"]))


def _largest_first(row: Row) -> tuple[Any, ...]:
    size = abs(row["value"] - row["value_before"])
    return row["dimension"] != _EVERYONE, -size, row["period_end"], row["group"]


def _newest_first(row: Row) -> tuple[Any, ...]:
    return row["dimension"] != _EVERYONE, -row["period_end"].toordinal(), row["group"]


def _published_in(place: Place, new: Results, measure: str) -> str:
    """The dataset and the version of it that a measure's newer values are from."""
    known = opendata.all_of(place)
    rows = [row for row in new["provenance"].to_pylist() if row["measure"] == measure]
    named = {
        known[key].title if key in known else key for row in rows for key in (row["sources"] or "").split("; ") if key
    }
    return ", ".join([*sorted(named), *sorted({row["vintage"] for row in rows if row["vintage"]})])


def _row(measure: Measure, rows: Sequence[Row], published_in: str) -> Row:
    count = count_words(len(rows), "value was revised by its publisher", "values were revised by their publisher")
    old, new = (
        _listed([f"{_of_whom(row)}: {_figure(row, side, measure)}" for row in rows])
        for side in ("value_before", "value")
    )
    return _change(measure, rows, published_in, count, old, new)


def _row_recounted(measure: Measure, rows: Sequence[Row], published_in: str) -> Row:
    count = count_words(
        len(rows), "value is counted otherwise from newer files", "values are counted otherwise from newer files"
    )
    return _row(measure, rows, published_in) | {"part": RECOUNTED, "field": count}


def _row_lost(measure: Measure, rows: Sequence[Row], published_in: str) -> Row:
    count = count_words(len(rows), "value is not known any more", "values are not known any more")
    return _row_gone(measure, rows, published_in) | {"part": LOST, "field": count}


def _row_gone(measure: Measure, rows: Sequence[Row], published_in: str) -> Row:
    count = count_words(len(rows), "value is no longer published", "values are no longer published")
    return _change(measure, rows, published_in, count, _listed([_of_whom(row) for row in rows]), "no value")


def _listed(told: Sequence[str]) -> str:
    return "; ".join([*told[:SHOWN], *([f"and {len(told) - SHOWN} more"] if len(told) > SHOWN else [])])


def _change(  # noqa: PLR0917 - a row's columns
    measure: Measure, rows: Sequence[Row], published_in: str, count: str, old: str, new: str
) -> Row:
    own = sum(row["dimension"] == _EVERYONE for row in rows)
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


_Told = Callable[[Measure, Sequence[Row], str], Row]


class _Words(NamedTuple):
    """How figures of one kind are told that are others now, and that are gone."""

    revised: _Told
    gone: _Told


_PUBLISHED = _Words(_row, _row_gone)
_COUNTED = _Words(_row_recounted, _row_lost)
