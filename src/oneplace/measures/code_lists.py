"""The code lists that a place's measures and cohorts ask for, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from oneplace.place import Cohort, FromLinkedRecord, Place, codelists
from oneplace.population import read_codelists
from oneplace.problems import OneplaceError, Problem


def asked_for(place: Place) -> set[str]:
    """The names of the lists that a measure of the record or a cohort asks for."""
    computed = [each.compute for each in place.measures.values() if isinstance(each.compute, FromLinkedRecord)]
    texts = [text for compute in computed for text in texts_of(compute)]
    texts += [text for cohort in place.cohorts.values() for text in texts_of_cohort(cohort)]
    return {name for text in texts for name in codelists(text)}


def unread(place: Place) -> Iterator[Problem]:
    """What is wrong with the lists that are asked for (E138): a run would stop at it."""
    for name in sorted(asked_for(place)):
        try:
            read_codelists(place.root, [name])
        except OneplaceError as error:
            yield from (replace(problem, code="E138") for problem in error.problems)


def texts_of(compute: FromLinkedRecord) -> list[str]:
    """Every expression of a definition."""
    found: list[str | None] = [*compute.of_rows]
    found += [compute.events.where, compute.events.dated_by] if compute.events else []
    for related in compute.related.values():
        found += [related.where, related.dated_by, related.value]
    return [text for text in found if text is not None]


def texts_of_cohort(cohort: Cohort) -> list[str]:
    """Every expression of a cohort."""
    return [cohort.entry.where, *([cohort.exit.where] if cohort.exit else [])]
