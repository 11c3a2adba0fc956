"""Agreed actions as everyone may read them: what, whose post answers for it, by when, and how it stands."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from oneplace import place
from oneplace.delivery import happened
from oneplace.report import Narrowed, narrowed, owner_words
from oneplace.vocabulary.wording import day_words, origin_told
from oneplace.web.snapshot import OnceARun, Snapshot

_STATES = {"open": "open", "done": "done", "dropped": "dropped"}


@dataclass(frozen=True)
class ActionLine:
    """An action. ``due`` is the day first agreed, by which lateness is told; ``now_due`` another that it got since."""

    text: str
    owner: str
    due: str
    now_due: str
    state: str
    late: bool
    shown: str
    """What shows that it was done, or why it was dropped."""
    aim: str
    """For whom it is, which gap it should narrow, and whether that did; empty where nobody said so."""
    illustrative: bool


def _frozen(shot: Snapshot) -> dict[str, happened.Action]:
    """The actions for everybody by id, as the run that is served froze them; those that are open first, then by day."""
    folder = shot.run.folder / "inputs" if shot.run else shot.place_folder
    stand = happened.standing(place.read(folder), happened.read(folder / happened.FILE))
    found = {key: one for (_, key), one in stand.items() if isinstance(one, happened.Action) and one.public == "yes"}
    return dict(sorted(found.items(), key=lambda one: (one[1].state != "open", one[1].due or date.max)))


frozen = OnceARun(_frozen)


def actions(shot: Snapshot) -> list[ActionLine]:
    """Every action that is for everybody."""
    came = {one.action: one for one in narrowed(shot)}
    return [_line(shot, one, came.get(key)) for key, one in frozen(shot).items()]


@dataclass(frozen=True)
class AimedAt:
    """An action that is to narrow a gap, on the page of its group or of an ambition: what, and what became of it."""

    text: str
    came: str
    illustrative: bool


def aimed_at(shot: Snapshot, *, group: str = "", measures: Container[str] = ()) -> list[AimedAt]:
    """The actions for everybody that are for a group (its kind and code, as ``sex:F``), or at one of some measures."""
    came = narrowed(shot)
    listed = frozen(shot) if came else {}
    return [
        AimedAt(listed[one.action].text, one.words, _is_illustrative(shot, listed[one.action]))
        for one in came
        if one.action in listed and (f"{one.dimension}:{one.group}" == group or one.measure in measures)
    ]


def weight(line: ActionLine) -> int:
    """Bytes, roughly, that an action takes in the table."""
    return 200 + sum(map(len, (line.text, line.owner, line.due, line.now_due, line.shown, line.aim)))


def _line(shot: Snapshot, one: happened.Action, came: Narrowed | None = None) -> ActionLine:
    owner = place.Owner(org=one.org, role=one.role or None) if one.org else None
    return ActionLine(
        text=one.text,
        owner=owner_words(shot.place, owner),
        due=day_words(one.due) if one.due else "not set",
        now_due=day_words(one.now_due) if one.now_due and one.now_due != one.due else "",
        state=_STATES[one.state],
        late=one.state == "open" and one.due is not None and shot.as_of is not None and one.due < shot.as_of,
        shown=one.evidence or one.reason,
        aim=came.words if came else happened.aim_words(shot.place, one),
        illustrative=_is_illustrative(shot, one),
    )


def _is_illustrative(shot: Snapshot, one: happened.Action) -> bool:
    return "illustrative" in (origin_told(one.text), _origin_of(shot.place, one.about))


def _origin_of(found: place.Place, about: str) -> str | None:
    """Where the risk comes from that an action is about, by its id; None where it is about nothing of the files."""
    return next((one.provenance for one in found.strategy.risks if one.id == about), None)
