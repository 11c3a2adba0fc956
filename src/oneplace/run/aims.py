"""What actions are to narrow, as a run judges it: from the record of what happened to the judging."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from oneplace import place
from oneplace.delivery import happened
from oneplace.progress import Aim
from oneplace.vocabulary.wording import origin_told


def aims(inputs: Path) -> Iterator[Aim]:
    """The aims of a run's actions, from the place's files and the record that it keeps."""
    found, entries = place.read(inputs), happened.read(inputs / happened.FILE)
    made_up = {risk.id for risk in found.strategy.risks if risk.provenance == "illustrative"}
    for one in happened.aimed_actions(found, happened.standing(found, entries), entries):
        action = one.action
        if not action.narrows or action.shows_by is None:
            continue
        dimension, _, group = action.group.partition(":")
        yield Aim(
            action=one.id,
            measure=action.measure,
            dimension=dimension,
            group=group,
            group_words=happened.GROUPS[action.group],
            narrows=action.narrows,
            said_on=one.said_on,
            since=one.since,
            until=action.shows_by,
            public=action.public == "yes",
            illustrative=action.about in made_up or origin_told(action.text) == "illustrative",
        )
