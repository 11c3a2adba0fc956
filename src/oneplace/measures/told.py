"""Figures that are hidden because another measure counts nearly the same: said with its name, and of the definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.measures.hiding import Told
from oneplace.place import FromLinkedRecord, Measure, Place
from oneplace.problems import Problem
from oneplace.stats import REASONS
from oneplace.vocabulary.wording import list_words

_ALSO = " The other is "
_MEND = (
    "Ask the same of both where the same is meant: the words of `where`, whom they count in `population`, what dates a "
    "row in `dated_by`. Else leave one of them out."
)
_WHOM = {"gp": "people registered with a practice here", "resident": "residents", "none": "whoever came"}


def whys(told: Mapping[int, Told], lengths: Sequence[int], names: Sequence[str]) -> Iterator[list[str]]:
    """Of each measure why each of its keys is hidden where it is; ``lengths`` are numbers of keys."""
    for which, length in enumerate(lengths):
        found = [REASONS["suppressed"]] * length
        if which in told:
            others = list_words(sorted(f"“{name}”" for each in told[which].by if (name := names[each])))
            because = REASONS["told_by_another"] + (f"{_ALSO}{others}." if others else "")
            found = [because if goes else why for goes, why in zip(told[which].gone.tolist(), found, strict=True)]
        yield found


def hidden_by_another(place: Place, results: pa.Table) -> list[Problem]:
    """A warning for each measure of which another hides figures in the run with these results."""
    rows = results.filter(pc.equal(results["source"], "record"))
    number = dict(_count(rows))
    is_told = pc.fill_null(pc.starts_with(rows["reason"], REASONS["told_by_another"]), fill_value=False)
    reasons = {row["measure"]: row["reason"] for row in _each(rows.filter(is_told), ["measure", "reason"])}
    return [
        Problem(place.file_of(one), 0, 0, "W150", _said(place, one, why, gone, number[key]), _mend(place, one, why))
        for key, gone in _count(rows.filter(is_told))
        if (one := place.measures.get(key)) is not None and (why := reasons[key])
    ]


def _each(rows: pa.Table, by: Sequence[str]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = rows.group_by(list(by), use_threads=False).aggregate([]).to_pylist()
    return found


def _count(rows: pa.Table) -> Iterator[tuple[str, int]]:
    counted = rows.group_by("measure", use_threads=False).aggregate([([], "count_all")]).to_pylist()
    yield from ((row["measure"], row["count_all"]) for row in counted)


def _others(place: Place, reason: str) -> list[Measure]:
    return [one for one in place.measures.values() if f"“{one.name}”" in reason.partition(_ALSO)[2]]


def _said(place: Place, one: Measure, reason: str, gone: int, number: int) -> str:
    ids = list_words([each.id for each in _others(place, reason)]) or "another measure"
    what = f"{gone:,} of the {number:,} figures of {one.id} are" if gone < number else f"no figure of {one.id} is"
    return (
        f"in the newest run {what}{' not' if gone < number else ''} shown, since {ids} counts nearly the same in other "
        "words: what one leaves of the other would tell about few."
    )


def _mend(place: Place, one: Measure, reason: str) -> str:
    mine = one.compute
    for other in _others(place, reason):
        theirs = other.compute
        if isinstance(mine, FromLinkedRecord) and isinstance(theirs, FromLinkedRecord):
            ours, asked = (each.population.registration for each in (mine, theirs))
            if ours != asked:
                same = f"Count the same people: {one.id} is of {_WHOM[ours]}, {other.id} of {_WHOM[asked]}. Write "
                return f"{same}`registration: {asked}` in the `population` of all of them, or `registration: {ours}`."
    return _MEND
