"""Ambitions that a decision dropped and that are back: ids are permanent, so what readers saw last still counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from oneplace.place.moved.diff import Change, Kind, changes
from oneplace.place.moved.flat import Said
from oneplace.place.moved.terms import Standing

if TYPE_CHECKING:
    from oneplace.place.moved.kept import Kept

Dropped = Mapping[str, Standing]
"""By ambition the last terms of it that readers saw."""


def dropped(before: Kept, now: Said, undecided: Mapping[str, Standing]) -> Dropped:
    """The ambitions that are gone ``now``, decided; none of another strategy."""
    if before.said.get("strategy", {}).keys() != now.get("strategy", {}).keys():
        return {}
    last = {key: one for key in before.ambitions if (one := before.standing(key))}
    here = now.get("outcomes", {}).keys() | undecided.keys()
    return {key: one for key, one in sorted({**before.dropped, **last}.items()) if key not in here}


def with_back(said: Said, gone: Dropped, now: Said) -> Said:
    """What files said, with each ambition that is back ``now`` as readers saw it last, and the measure that it had."""
    back = {key: one.terms for key, one in gone.items() if key in now.get("outcomes", {})}
    if not back:
        return said
    measures = {one.measure_id: one.measure for one in back.values() if one.measure_id in now.get("measures", {})}
    outcomes = {**said.get("outcomes", {}), **{key: one.outcome for key, one in back.items()}}
    return {**said, "outcomes": outcomes, "measures": {**measures, **said.get("measures", {})}}


def changes_with_back(said: Said, gone: Dropped, now: Said) -> list[Change]:
    """All that is different; of each ambition that is back also what it says otherwise than readers saw it last."""
    plain = {
        one.key: replace(one, kind=Kind.BACK) if one.key in {("outcomes", key, "") for key in gone} else one
        for one in changes(said, now)
    }
    since = {one.key: one for one in changes(with_back(said, gone, now), now)}
    return sorted((plain | {key: one for key, one in since.items() if key not in plain}).values(), key=_thing)


def _thing(change: Change) -> tuple[str, str]:
    return change.part, change.subject
