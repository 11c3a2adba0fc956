"""Measures that count others than when readers saw figures of them, under the id that they had then.

What was published stays where a change would tell of few (docs/adr/0009), so figures by the definition before would
stand among those by this one, under its name. Two ids would keep them apart, as two measures (docs/adr/0081).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.measures.rows import Row
from oneplace.place import FromLinkedRecord, Place, parse, per_of, sides, typed
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


def counts_otherwise(definition: str, now: FromLinkedRecord) -> list[str]:
    """The fields by which a definition, as a run kept it, counts others, or makes another number of them.

    Other words for the same are none; none either where it can't be read any more.
    """
    was = _compute_of(definition)
    return list(_otherwise(was, now)) if was else []


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
        fields = counts_otherwise(then[key]["definition"] or "", one.compute)
        if fields or DEFINED_ANEW in (then[key].get("known_faults") or ""):
            said = f" ({list_words([f'`{field}`' for field in fields])})" if fields else ""
            what = f"{key} counts otherwise than when readers saw figures of it{said}, under the same id. Where few "
            what += "could be told of those figures stay, and two definitions stand under one name."
            yield Problem(place.file_of(one), 0, 0, "W153", what, _MEND.format(id=key))


def _otherwise(was: FromLinkedRecord, now: FromLinkedRecord) -> Iterator[str]:
    before, after = (each.model_dump(mode="json", by_alias=True) for each in (was, now))
    yield from (key for key in before if key not in _SAME and before[key] != after[key])
    mine, theirs = sides(now), sides(was)
    is_same = (one.is_within(other) and other.is_within(one) for one, other in zip(mine, theirs, strict=False))
    if not all(is_same) or (was.quantity and before["related"] != after["related"]):
        yield from (key for key in _ALSO if before[key] != after[key])
