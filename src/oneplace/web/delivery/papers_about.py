"""The papers of a decision or a meeting: the public ones for everybody, others for whoever may read what is exempt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from oneplace.delivery.happened import Decision, Entry, Kind, Meeting, Paper
from oneplace.vocabulary.wording import day_words
from oneplace.web.accounts.permissions import Action, Actor, Resource, may, may_read_exempt
from oneplace.web.accounts.permissions import Decision as Decided
from oneplace.web.delivery import record
from oneplace.web.delivery.exempt import maker_of
from oneplace.web.delivery.models import Change
from oneplace.web.delivery.named import body_called
from oneplace.web.snapshot import Snapshot

SORTS = {"agenda": "Agenda", "report": "Report", "minutes": "Minutes", "other": "Paper"}
_SEEN = {"public": "public since", "exempt": "exempt, since", "withdrawn": "withdrawn on"}


@dataclass(frozen=True)
class About:
    """A paper in the list of what it is about: where it leads, and how it stands since when."""

    title: str
    href: str
    told: str


def papers_about(shot: Snapshot, kind: Kind, subject: str, actor: Actor | None) -> list[About]:
    """The papers about a thing that a reader may know of, those changed last first."""
    held = sorted(record.of_kind(shot.place.place.id, Kind.PAPER).values(), key=lambda one: one[-1].at, reverse=True)
    found = []
    for entries in held:
        if _is_about(entries[-1], kind, subject):
            known = may_read(shot, entries, actor).allowed
            if known or entries[-1].now().state == "public":
                found.append(_line(entries[-1], known))
    return found


def may_read(shot: Snapshot, entries: Sequence[Entry], actor: Actor | None) -> Decided:
    """Whether somebody may read every version of a paper, whatever it is marked as; ``entries`` are its own."""
    decided = may(actor, Action.READ, Resource.PAPERS)
    return may_read_exempt(actor, body_of(shot, entries[-1]), maker_of(entries)) if decided.allowed else decided


def body_of(shot: Snapshot, entry: Entry) -> str:
    """The id of the board or group that a paper is for: itself, that of its meeting, or that which decides."""
    one = entry.now()
    assert isinstance(one, Paper)  # noqa: S101  its kind says so
    if one.about_kind == "body":
        return one.about
    stands = record.thing(shot, Kind(one.about_kind), one.about)
    if isinstance(stands, (Meeting, Decision)):
        return stands.body
    found = record.declared(shot)
    return body_called(found, one.about) if one.about_kind == "decision" else ""


def last_paper(place_id: str) -> int:
    """The number of the newest entry about any paper: what is told of papers changes with it alone."""
    found = Change.objects.filter(place=place_id, kind=Kind.PAPER.value).order_by("-pk").values_list("pk", flat=True)
    return found.first() or 0


def _is_about(entry: Entry, kind: Kind, subject: str) -> bool:
    one = entry.now()
    return isinstance(one, Paper) and (one.about_kind, one.about) == (kind.value, subject)


def _line(entry: Entry, every: bool) -> About:
    one = entry.now()
    assert isinstance(one, Paper)  # noqa: S101  its kind says so
    href = reverse("papers:one" if every else "papers:sent", args=[entry.subject])
    told = f"{SORTS[one.sort]}, {one.form.upper()}; {_SEEN[one.state]} {day_words(entry.at.date())}"
    return About(one.title, href, told)
