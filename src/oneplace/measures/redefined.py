"""Measures that count others than when readers saw figures of them, under the id that they had then.

What was published stays where a change would tell of few (docs/adr/0009), so figures by the definition before stand
among those by this one, and each says so. Two ids would keep them apart, as two measures (docs/adr/0081).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.measures.code_lists import content_of, named_by
from oneplace.measures.holding import Published, same, whom
from oneplace.measures.rows import Row
from oneplace.place import FromLinkedRecord, Measure, Place, Side, parse, per_of, sides, typed
from oneplace.population import read_codelists
from oneplace.problems import OneplaceError, Problem
from oneplace.vocabulary.wording import list_words

DEFINED_ANEW = "It counted something else before."
"""What a run says of a measure of which figures stay that another definition gave."""
_MEND = (
    "Give what counts otherwise an id and a file of its own, and name that where the strategy names {id}. Put {id} "
    "back as it was beside it, or leave it out: what readers saw of it stays in the runs before. An ambition that is "
    "measured by another needs a decision (E40)."
)
_SAME = {"events", "population", "keep", "numerator", "related", "period", "breakdown_period", "also", "datasets"}
"""What ``sides`` compare, or what gives other periods and groups: these are other figures, and none is another's."""
_ALSO = ("population", "events", "keep", "numerator", "related")


@cache
def _compute_of(definition: str) -> FromLinkedRecord | None:
    """How a definition, as a run kept it, counts; None where that isn't from the record or can't be read any more."""
    try:
        document = parse(definition, Path("definition"))
        was = typed(document, FromLinkedRecord, ("compute",))
        if "per" in was.model_fields_set:
            return was
        return was.model_copy(update={"per": per_of(was.statistic, document.data["unit"])})
    except (OneplaceError, KeyError, TypeError):
        return None


def counts_otherwise(
    definition: str, now: FromLinkedRecord, then: str | None = None, content: str | None = None
) -> list[str]:
    """The fields by which a definition, as a run kept it, counts others, or makes another number of them.

    ``then`` is what that definition asked for by name, ``content`` what ``now`` does (``code_lists.content_of``): a
    cohort or list of another content is named by its file. Other words for the same are none; none either where it
    can't be read any more, and of a content that no run has kept.
    """
    was = _compute_of(definition)
    return [*_otherwise(was, now), *_named_otherwise(was, now, then, content)] if was else []


def with_earlier(
    rows: Sequence[Row], past: Sequence[Published], now: FromLinkedRecord, content: str | None
) -> list[Row]:
    """The rows, those marked that some run of the ``past`` published first by a definition that counted otherwise.

    A figure that this definition gives as well is marked like one that stays: of which kind it is is not told, as that
    would tell where few are. So no more is said than who has kept the earlier runs can see.
    """
    every = {(one.definition, one.content) for one in past}
    otherwise = {(text, then) for text, then in every if counts_otherwise(text, now, then, content)}

    def is_earlier(row: Row) -> bool:
        first = next((one for one in past if same(one.figures.get(whom(row)), row)), None)
        return first is not None and (first.definition, first.content) in otherwise

    return [row | {"earlier_definition": True} if row["value"] is not None and is_earlier(row) else row for row in rows]


def redefined(place: Place, before: Sequence[Mapping[str, pa.Table]], only: str | None = None) -> Iterator[Problem]:
    """A warning for each measure (or ``only`` one) that counts others than when readers last saw a figure of it.

    ``before`` are the tables of the runs that readers have seen, oldest first.
    """
    then = dict[str, Row]()
    for tables in before:
        rows = tables["results"]
        shown = set(pc.unique(rows.filter(pc.is_valid(rows["value"]))["measure"]).to_pylist())
        made = tables["provenance"].to_pylist() if "provenance" in tables else []
        then |= {row["measure"]: row for row in made if row["measure"] in shown}
    for key, one in sorted(place.measures.items()):
        if not isinstance(one.compute, FromLinkedRecord) or key not in then or only not in {None, key}:
            continue
        row, content = then[key], _content(place, one.compute)
        fields = counts_otherwise(row["definition"] or "", one.compute, row.get("content"), content)
        if fields or DEFINED_ANEW in (row.get("known_faults") or ""):
            yield _told(place, one, fields)


def _told(place: Place, measure: Measure, fields: Sequence[str]) -> Problem:
    said = f" ({list_words([f'`{field}`' for field in fields])})" if fields else ""
    what = f"{measure.id} counts otherwise than when readers saw figures of it{said}, under the same id. Where few "
    what += "could be told of those figures stay, and two definitions stand under one name."
    return Problem(place.file_of(measure), 0, 0, "W153", what, _MEND.format(id=measure.id))


def _content(place: Place, compute: FromLinkedRecord) -> str | None:
    """What a definition asks for by name; None where a list can't be read, which is told by itself (E138)."""
    try:
        return content_of(place, compute, read_codelists(place.root, named_by(place, compute)))
    except OneplaceError:
        return None


def _otherwise(was: FromLinkedRecord, now: FromLinkedRecord) -> Iterator[str]:
    before, after = (each.model_dump(mode="json", by_alias=True) for each in (was, now))
    yield from (key for key in before if key not in _SAME and before[key] != after[key])
    if not _alike(sides(now), sides(was)) or (was.quantity and before["related"] != after["related"]):
        yield from (key for key in _ALSO if before[key] != after[key])


def _named_otherwise(was: FromLinkedRecord, now: FromLinkedRecord, then: str | None, content: str | None) -> list[str]:
    """The files of the place in which what both definitions ask for by the same name is another."""
    if then is None or content is None:
        return []
    before, after = json.loads(then), json.loads(content)
    lists = [f"codelists/{name}.csv" for name, had in before["codelists"].items()
             if after["codelists"].get(name, had) != had]  # fmt: skip
    cohort = now.population.cohort
    is_same = cohort is None or cohort != was.population.cohort or _same_people(before["cohort"], after["cohort"])
    return [*([] if is_same else [f"cohorts/{cohort}.yaml"]), *lists]


def _same_people(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    if before is None or after is None:
        return True
    return all(_same_events(before[which], after[which]) for which in ("entry", "exit"))


def _same_events(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Whether what begins or ends a cohort is the same, in whatever words."""
    if before is None or after is None:
        return before is after
    asked = [{"from": "record", "statistic": "count", "events": each} for each in (before, after)]
    mine, theirs = (sides(FromLinkedRecord.model_validate(each)) for each in asked)
    return _alike(mine, theirs)


def _alike(mine: Sequence[Side], theirs: Sequence[Side]) -> bool:
    return all(one.is_within(other) and other.is_within(one) for one, other in zip(mine, theirs, strict=False))
