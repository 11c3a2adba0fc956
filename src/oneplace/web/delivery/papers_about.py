"""The papers of a decision or a meeting: the public ones for everybody, all for whoever may read what is exempt."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from oneplace.delivery.happened import Entry, Kind, Paper
from oneplace.vocabulary.wording import day_words
from oneplace.web.accounts.permissions import Action, Actor, Resource, may
from oneplace.web.delivery import record
from oneplace.web.delivery.models import Change

SORTS = {"agenda": "Agenda", "report": "Report", "minutes": "Minutes", "other": "Paper"}
_SEEN = {"public": "public since", "exempt": "exempt, since", "withdrawn": "withdrawn on"}


@dataclass(frozen=True)
class About:
    """A paper in the list of what it is about: where it leads, and how it stands since when."""

    title: str
    href: str
    told: str


def papers_about(place_id: str, kind: Kind, subject: str, actor: Actor | None) -> list[About]:
    """The papers about a thing that a reader may know of, those changed last first."""
    every = may(actor, Action.READ, Resource.PAPERS).allowed
    held = sorted(record.of_kind(place_id, Kind.PAPER).values(), key=lambda one: one[-1].at, reverse=True)
    newest = [entries[-1] for entries in held if _is_about(entries[-1], kind, subject)]
    return [_line(one, every) for one in newest if every or one.now().state == "public"]


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
