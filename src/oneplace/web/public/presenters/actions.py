"""Agreed actions as everyone may read them: what, whose post answers for it, by when, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oneplace import place
from oneplace.delivery import happened
from oneplace.report import owner_words
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
    """For whom it is, and which gap it should narrow; empty where nobody said so."""
    illustrative: bool


def _frozen(shot: Snapshot) -> list[happened.Action]:
    """The actions for everybody, as the run that is served froze them; those that are open first, then by day."""
    folder = shot.run.folder / "inputs" if shot.run else shot.place_folder
    stand = happened.standing(place.read(folder), happened.read(folder / happened.FILE))
    found = [one for one in stand.values() if isinstance(one, happened.Action) and one.public == "yes"]
    return sorted(found, key=lambda one: (one.state != "open", one.due or date.max))


frozen = OnceARun(_frozen)


def actions(shot: Snapshot) -> list[ActionLine]:
    """Every action that is for everybody."""
    return [_line(shot, one) for one in frozen(shot)]


def _line(shot: Snapshot, one: happened.Action) -> ActionLine:
    owner = place.Owner(org=one.org, role=one.role or None) if one.org else None
    return ActionLine(
        text=one.text,
        owner=owner_words(shot.place, owner),
        due=day_words(one.due) if one.due else "not set",
        now_due=day_words(one.now_due) if one.now_due and one.now_due != one.due else "",
        state=_STATES[one.state],
        late=one.state == "open" and one.due is not None and shot.as_of is not None and one.due < shot.as_of,
        shown=one.evidence or one.reason,
        aim=_aim(shot, one),
        illustrative="illustrative" in (origin_told(one.text), _origin_of(shot.place, one.about)),
    )


def _aim(shot: Snapshot, one: happened.Action) -> str:
    """Which gap it should narrow; once its day is over, that nobody has judged whether it did."""
    aim = happened.aim_words(shot.place, one)
    is_over = one.shows_by is not None and shot.as_of is not None and one.shows_by < shot.as_of
    return f"{aim} {UNJUDGED}" if aim and is_over else aim


UNJUDGED = "That day is over. Whether the gap narrowed because of it is not judged."


def _origin_of(found: place.Place, about: str) -> str | None:
    """Where the risk comes from that an action is about, by its id; None where it is about nothing of the files."""
    return next((one.provenance for one in found.strategy.risks if one.id == about), None)
