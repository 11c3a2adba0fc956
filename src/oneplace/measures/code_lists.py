"""The code lists that a place's measures and cohorts ask for, and what is wrong with them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, replace

from oneplace.place import Codes, Cohort, FromLinkedRecord, Place, codelists
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


def named_by(place: Place, compute: FromLinkedRecord) -> list[str]:
    """The names of the lists that a measure asks for, itself or through its cohort, in order."""
    cohort = place.cohorts.get(compute.population.cohort or "")
    texts = [*texts_of(compute), *(texts_of_cohort(cohort) if cohort else [])]
    return sorted({name for text in texts for name in codelists(text)})


def content_of(place: Place, compute: FromLinkedRecord, codes: Mapping[str, Codes]) -> str | None:
    """What a measure asks for by name, as it stands: its cohort's events, and of each list its hash, as JSON.

    ``codes`` are the lists by their names. None where a measure names neither.
    """
    cohort = place.cohorts.get(compute.population.cohort or "")
    lists = {name: _hash_of(codes[name]) for name in named_by(place, compute)}
    events = cohort.model_dump(mode="json", include={"entry", "exit"}) if cohort else None
    return json.dumps({"cohort": events, "codelists": lists}, sort_keys=True) if cohort or lists else None


def _hash_of(codes: Codes) -> str:
    return hashlib.sha256(json.dumps(astuple(codes)).encode()).hexdigest()


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
