"""What is open and told in much the same words, by one partner or by several: offered for merging, with its links."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse

from oneplace.delivery import overlaps
from oneplace.delivery.happened import Kind, State, Subject
from oneplace.place import Place
from oneplace.web.delivery.named import CLOSED, ONE, name_of
from oneplace.web.delivery.presenter import owner_words
from oneplace.web.pages import Link

COMPARED = (Kind.MILESTONE, Kind.ACTION, Kind.RISK, Kind.ISSUE)
"""What one may have written that another has written already."""


def told_twice(found: Place, now: Mapping[Subject, State]) -> list[tuple[Link, Link]]:
    """Pairs of what is open, each with its kind, its words and who answers for it."""
    still = {of: one for of, one in now.items() if of[0] in COMPARED and one.state not in CLOSED}
    links = [_link(found, of, one) for of, one in still.items()]
    return [(links[one], links[other]) for one, other in overlaps.alike([_words(one) for one in still.values()])]


def _words(one: State) -> str:
    known = one.model_dump()
    return " ".join(str(known.get(name) or "") for name in ("text", "cause", "event", "effect"))


def _link(found: Place, of: Subject, one: State) -> Link:
    who = owner_words(found, one) or "nobody named"
    return Link(
        f"{ONE[of[0]]}: {name_of(found, *of, one)} ({who})", reverse("delivery:thing", args=[of[0].value, of[1]])
    )
