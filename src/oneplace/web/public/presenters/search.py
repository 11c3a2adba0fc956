"""Search over what the site holds: ambitions, measures, neighbourhoods, the strategy's words, and its own pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.urls import reverse

from oneplace.web.accounts.permissions import Actor
from oneplace.web.entries import entries
from oneplace.web.public.presenters.neighbourhoods import area_map
from oneplace.web.snapshot import Snapshot

LONGEST_QUERY = 200
MOST_FOUND = 50


@dataclass(frozen=True)
class Entry:
    """Something that can be found."""

    kind: str
    title: str
    text: str
    href: str


def search(shot: Snapshot, query: str, actor: Actor | None) -> list[Entry]:
    """What holds every word of the query, the title counting more than the text; at most ``MOST_FOUND``.

    Pages that not everybody may open are found by those who may.
    """
    words = re.findall(r"\w+", query[:LONGEST_QUERY].lower())
    if not words:
        return []
    scored = [(score, entry) for entry in _entries(shot, actor) if (score := _score(entry, words))]
    scored.sort(key=lambda item: (-item[0], item[1].title))
    return [entry for _, entry in scored[:MOST_FOUND]]


def _score(entry: Entry, words: list[str]) -> int:
    title, text = entry.title.lower(), entry.text.lower()
    scores = [3 * bool(re.search(rf"\b{re.escape(word)}", title)) + (word in title) + (word in text) for word in words]
    return sum(scores) if all(scores) else 0


def _entries(shot: Snapshot, actor: Actor | None) -> list[Entry]:
    strategy = shot.place.strategy
    found = [
        Entry("Page", str(offered.title), str(offered.about), offered.href)
        for offered in entries(actor)
        if offered.title and (actor or not offered.needs)
    ]
    for outcome in strategy.outcomes:
        text = f"{outcome.text} {outcome.id}"
        found.append(
            Entry("Ambition", outcome.question or outcome.text, text, reverse("public:ambition", args=[outcome.id]))
        )
    for measure in shot.place.measures.values():
        text = f"{measure.definition} {measure.id} {measure.source or ''}"
        found.append(Entry("Measure", measure.name, text, reverse("public:measure", args=[measure.id])))
    page = reverse("public:strategy")
    for statements in (strategy.goals, strategy.commitments, strategy.priorities, strategy.values, strategy.principles):
        found += [
            Entry("Strategy", item.name or item.text, f"{item.text} {item.id}", f"{page}#{item.id}")
            for item in statements
        ]
    found += [Entry("Partner", item.name, item.role or "", f"{page}#{item.id}") for item in strategy.partners]
    found += [Entry("Enabler", item.name, item.text or "", f"{page}#{item.id}") for item in strategy.enablers]
    for area in area_map(shot.place).areas:
        found.append(Entry("Neighbourhood", f"{area.part} ({area.name})", area.code, area.href))
    return found
