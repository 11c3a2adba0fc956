"""Targets for years that their measure does not have: what they are read as, or that nothing will tell them."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa
import pyarrow.compute as pc

from oneplace.place import Place
from oneplace.problems import Problem
from oneplace.progress.ambitions import Ambition, ambitions
from oneplace.progress.own_years import YEAR, read_as
from oneplace.stats import Span
from oneplace.vocabulary.wording import named

_WHEN = ("period_start", "period_end", "period_label", "dimension")


def other_years(place: Place, results: pa.Table) -> Iterator[Problem]:
    """A warning (W135) for each target for a year where a run's ``results`` of its measure are of several years, or of
    years that begin in another month. A school year that is called as the target's year is none.
    """
    for at, ambition in enumerate(ambitions(place)):
        if found := _told(ambition, results):
            line, column = place.mark_in_strategy("outcomes", at, "target", "period")
            yield Problem(place.root / "strategy.yaml", line, column, "W135", *found)


def _told(ambition: Ambition, results: pa.Table) -> tuple[str, str] | None:
    """What is wrong and how to mend it; None where the target's year is one of the measure's."""
    target, of = ambition.target, _newest(results, ambition.measure) if ambition.target else None
    if target is None or of is None or min(of.months, target.span.months) < YEAR:
        return None
    read, measure = read_as(target, of), ambition.about.measure or ambition.measure
    lead = f"the target of {ambition.id} is for {target.span.label}, and “{measure}” is told by "
    if read and of.months > target.span.months:
        what = f"{lead}{of.months // YEAR} years together: it is read as {read}."
        return what, f"Write `period: {read}` if that is meant. Else take a measure that tells each year."
    if read or (target.span.end.month, target.span.end.day) == (of.end.month, of.end.day):
        return None
    what = f"{lead}other years, such as {named(of.label)}: none of them will tell whether it is met."
    return what, f"Write a period that the measure has, such as {of.label.removeprefix('school year ')}."


def _newest(results: pa.Table, measure: str | None) -> Span | None:
    """The newest period of everyone that a measure has a value for; else of a part of the place or of a group."""
    own = pc.and_(pc.equal(results["measure"], measure), pc.is_valid(results["value"])) if measure else None
    if own is None:
        return None
    rows = results.filter(pc.and_(own, pc.is_null(results["beside"]))).select(_WHEN).to_pylist()
    newest = max(
        rows, key=lambda row: (row["dimension"] == "all", row["period_end"], row["period_start"]), default=None
    )
    return Span(newest["period_start"], newest["period_end"], newest["period_label"]) if newest else None
