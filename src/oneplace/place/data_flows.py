"""What a place's sources send about people, as a privacy screening asks it: computed from how their files are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, get_args

from oneplace.place.sources import Criterion, Source, Sources

CRITERIA: tuple[str, ...] = get_args(Criterion)
"""The nine of the Article 29 Working Party (WP 248); two or more ask for an assessment."""
SHORT = 16
"""Signs of a fingerprint that a file names."""
_SPECIAL_FACTS = frozenset({"ethnic_category", "underlying_cause_icd10"})
"""Facts about a person of a special category (UK GDPR article 9); so is every row about their care."""
_UNSET = "not set"


@dataclass(frozen=True)
class Flow:
    """What a source sends: to whom, for what, and which of the criteria it meets."""

    source: str
    purpose: str
    recipients: tuple[str, ...]
    fields: tuple[str, ...]
    retention: str
    criteria: frozenset[str] = frozenset()


_MATCHED = {"names": "names", "likely": "likelihood", "keys": "keys"}


def flows(sources: Sources | None) -> list[Flow]:
    """The flows of a place, one a source; none where it declares no sources.

    What is sent and which rule matches people are read from the mapping. "Sensitive data" and "matching of data sets"
    follow from it; the other criteria are those that the source's own ``criteria`` names.
    """
    if sources is None:
        return []
    naming = [one for one in sources.sources if _names_people(one)]
    matched = sources.linkage in _MATCHED and len(naming) > 1
    rule = (f"people matched by {_MATCHED[sources.linkage]}",) if matched else ()
    return [_flow(one, rule if one in naming else ()) for one in sources.sources]


def fingerprint(what: Any) -> str:
    """Of whatever a duty rests on (plain data), a text that changes when and only when it does."""
    plain = json.dumps(what, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


def flows_fingerprint(given: Iterable[Flow]) -> str:
    """The fingerprint of flows, whatever their order."""
    return fingerprint([_processed(one) for one in sorted(given, key=lambda flow: (flow.source, flow.purpose))])


def _processed(flow: Flow) -> list[Any]:
    """Whatever opens the question again when it changes, in an order of its own."""
    lists = (sorted(flow.recipients), sorted(flow.fields), sorted(flow.criteria))
    return [flow.source, flow.purpose, flow.retention, *lists]


def _names_people(source: Source) -> bool:
    return any(one.person or one.person_of for one in source.datasets)


def _flow(source: Source, rule: tuple[str, ...]) -> Flow:
    of_people = [one for one in source.datasets if one.person or one.person_of]
    facts = {fact for one in of_people for fact in one.facts}
    rows = {f"{row.table}.{column}" for one in source.datasets for row in one.rows for column in row.values}
    special = bool(facts & _SPECIAL_FACTS) or any(one.rows for one in of_people)
    met = {"sensitive data"} if special else set()
    met |= {"matching of data sets"} if rule else set()
    return Flow(
        source=source.id,
        purpose=source.purpose or _UNSET,
        recipients=source.recipients,
        fields=(*sorted(facts | rows), *rule),
        retention=source.retention or _UNSET,
        criteria=frozenset(met | set(source.criteria)),
    )
