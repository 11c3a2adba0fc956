"""The gap that an action is to narrow, as the run that is served has it: how large it is, and what can be judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone

from oneplace.delivery.happened import GROUPS, Action, untold
from oneplace.place import Place
from oneplace.progress import Aim, aimed, gap_effects, judged
from oneplace.progress.sentences import GAP_NOT_JUDGED
from oneplace.vocabulary.wording import difference_words
from oneplace.web.snapshot import Snapshot

_NEVER = ("groups_unlike", "no_good_way", "periods_overlap")
"""Why no gap of a measure is ever judged, whatever figures come."""


def not_of_the_gap(shot: Snapshot, found: Place, said: Mapping[str, str]) -> dict[str, str]:
    """Why a form's aim is none: nobody could judge it, its group is not behind, or their gap is smaller than that."""
    measure, group = said.get("measure", ""), said.get("group", "")
    if wrong := untold(found, measure, group):
        return wrong
    known = shot.place.measures.get(measure)
    if known is None or group not in GROUPS:
        return {}
    gap, _ = _cases(shot, "", Action(group=group, measure=measure, narrows=1, shows_by=timezone.localdate()))
    seen = gap.series[~np.isnan(gap.series)]
    if gap.reason in _NEVER or (shot.run is not None and not seen.size):
        return {"measure": f"Nobody could judge what becomes of that gap: {GAP_NOT_JUDGED[gap.reason]}."}
    return _larger(float(seen[-1]), said.get("narrows", ""), known.unit) if seen.size else {}


def _larger(gap: float, narrows: str, unit: str) -> dict[str, str]:
    """That an aim is for more than the newest gap, which is in the measure's unit, or that there is none to narrow."""
    if gap <= 0:
        return {"group": "They are not behind everyone in the newest figures of this measure: no gap could narrow."}
    try:
        is_larger = float(narrows) > gap
    except ValueError:  # its own rule says so
        return {}
    whole = difference_words(gap, unit, 2 if gap < 0.1 else 1)
    return {"narrows": f"Their whole gap is {whole} in the newest figures."} if is_larger else {}


def as_it_could_be(shot: Snapshot, subject: str, one: Action) -> list[dict[str, Any]]:
    """The row of ``gap_effects`` of an aim that the run doesn't know yet, which says why or when it can be judged."""
    if one.group not in GROUPS or one.measure not in shot.place.measures or not one.narrows or one.shows_by is None:
        return []
    pair = _cases(shot, subject, one)
    return [
        row | dict.fromkeys(("verdict_before", "verdict_before_on")) for row in gap_effects([pair], judged(pair[:1]))
    ]


def _cases(shot: Snapshot, subject: str, one: Action) -> Any:
    today, (dimension, _, group) = timezone.localdate(), one.group.partition(":")
    rows = shot.every_row(one.measure)
    jump = next((row["jump"] for row in shot.tables["provenance"].of(one.measure)), None)
    aim = Aim(
        subject, one.measure, dimension, group, GROUPS[one.group], one.narrows or 0, today, one.shows_from or today,
        one.shows_by or today, public=False,
    )  # fmt: skip
    rows = [row for row in rows if shot.as_of is None or row["period_start"] <= shot.as_of]
    return aimed(aim, shot.place.measures[one.measure], rows, jump or date.min)
